package search

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"sitegen/internal/memo"
	"sitegen/internal/site"
)

// In is what a page's Passages are a function of.
type In struct {
	Title       string
	Description string
	Tags        []string
	Sections    []site.Section
}

// Of is the part of a Doc that the search looks at. A page is also found by the
// names that it once had.
func Of(d *site.Doc) In {
	tags := slices.Clone(d.Meta.Tags)
	for _, old := range d.Meta.Aliases {
		name := path.Base(old)
		tags = append(tags, strings.TrimSuffix(name, path.Ext(name)))
	}
	return In{Title: d.Title, Description: d.Meta.Description, Tags: tags, Sections: d.Texts}
}

// Passages are what the search has to know of a page, whatever the others are:
// its text in pieces, and which terms it is found by.
type Passages struct {
	Rows  []Row
	Terms []byte // sorted; see encodeTerms
	Posts []byte // of each term, the passages that have it; see encodePosts
	Pairs []byte // of words beside each other; see encodePairs
}

// Row is a part of a page's text that the client loads at once.
type Row struct {
	Count int // passages in it, at most rowSize
	Text  Text
}

const (
	rowSize  = 16   // passages of a row, at most
	rowBytes = 9000 // text of a row, which compresses to some 3 KB
	enough   = 700  // characters at which a passage ends with its paragraph
	most     = 900  // characters of a passage
	maxCode  = 6000 // bytes of a section's code that are searched
)

// passage is a piece of a section, the smallest thing that is found.
type passage struct {
	section *site.Section
	first   bool // of its section
	text    string
	code    string
}

// Page takes a page apart. It is a step of a build: a function of its argument.
func Page(in In, _ *memo.Reader) Passages {
	if len(in.Sections) == 0 {
		in.Sections = make([]site.Section, 1) // found by its title
	}
	var all []passage
	for i := range in.Sections {
		all = append(all, passagesOf(&in.Sections[i])...)
	}
	var out Passages
	out.Rows = rowsOf(all)
	gather(in, all, &out)
	return out
}

// passagesOf cuts a section where its paragraphs end. Its code follows its text.
func passagesOf(s *site.Section) []passage {
	out := []passage{{section: s, first: true}}
	for i, piece := range pieces(s.Text) {
		if i > 0 {
			out = append(out, passage{section: s})
		}
		out[i].text = piece
	}
	source := strings.ToValidUTF8(s.Code[:min(len(s.Code), maxCode)], "")
	for _, piece := range pieces(source) {
		last := &out[len(out)-1]
		if last.code != "" || utf8.RuneCountInString(last.text)+utf8.RuneCountInString(piece) > most {
			out = append(out, passage{section: s})
			last = &out[len(out)-1]
		}
		last.code = piece
	}
	return out
}

// pieces puts the lines of a text together to pieces of about enough characters.
func pieces(text string) []string {
	var out []string
	from, at, size := 0, 0, 0
	end := func() {
		if piece := strings.Trim(text[from:at], "\n"); piece != "" {
			out = append(out, piece)
		}
		from, size = at, 0
	}
	for line := range strings.Lines(text) {
		n := utf8.RuneCountInString(line)
		if size > 0 && size+n > most {
			end()
		}
		for n > most {
			length := breakOf(line)
			n -= utf8.RuneCountInString(line[:length])
			at += length
			end()
			line = line[length:]
		}
		at += len(line)
		if size += n; size >= enough {
			end()
		}
	}
	end()
	return out
}

// breakOf is where to break a line that is too long: after the last sentence that
// fits, else after the last word.
func breakOf(line string) int {
	end, n := len(line), 0
	for i := range line {
		if n++; n > most {
			end = i
			break
		}
	}
	if i := strings.LastIndex(line[:end], ". "); i > end/2 {
		return i + 2
	}
	if i := strings.LastIndexByte(line[:end], ' '); i > end/2 {
		return i + 1
	}
	return end
}

// rowsOf puts passages together to what the client loads at once.
func rowsOf(all []passage) []Row {
	var out []Row
	for len(all) > 0 {
		n, size := 0, 0
		for n < min(len(all), rowSize) {
			size += len(all[n].text) + len(all[n].code)
			if n > 0 && size > rowBytes {
				break
			}
			n++
		}
		out = append(out, Row{Count: n, Text: textOf(all[:n])})
		all = all[n:]
	}
	return out
}
