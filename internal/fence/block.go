package fence

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

const (
	maxBytes = 256 << 10 // a longer block has no colours
	maxLine  = 5000      // characters; nor has one with a longer line

	// scrollWidth is the width in columns from which a block scrolls in the text
	// column of the page, and so must take the keyboard's focus.
	scrollWidth = 60
	tabWidth    = 4
)

// block is a block of code on its way to HTML.
type block struct {
	classes []string // of the figure, beside "code"
	lang    string   // "" for plain text
	title   string
	text    string
	toks    []token // nil for text without colours
	looks   looks
	words   wordMarks
	notes   notes
	marker  marker
	numbers bool
	first   int // number of the first line
}

// newBlock reads from f what all kinds of code have in common.
func newBlock(f site.Fence) (*block, []diag.Diag) {
	b := &block{title: f.Attrs["title"], marker: marker{fence: f.ID, label: f.Strings["code_note"]}}
	b.text, b.looks, b.words = takeMarks(f.Text)
	ds := b.takeNotes(f)
	ds = append(ds, b.looks.addRanges(f.Marks, countLines(b.text), f.Pos)...)
	if on, asked := f.Attrs["linenos"]; asked && on != "off" {
		b.numbers, b.first = true, 1
		if n, err := strconv.Atoi(f.Attrs["linenostart"]); err == nil && n >= 0 && n < 1_000_000_000 {
			b.first = n
		}
		b.classes = append(b.classes, "nums")
	}
	if b.looks.has(lookFocus) {
		b.classes = append(b.classes, "focus")
	}
	return b, ds
}

// drawCode draws a block in some language or none.
func drawCode(f site.Fence) site.Drawn {
	b, ds := newBlock(f)
	lang, unknown := language(f.Lang, f.Pos)
	b.lang = lang
	ds = append(ds, unknown...)
	ds = append(ds, b.highlight(f, lang)...)
	return b.drawn(ds)
}

// highlight colours the whole text in lang.
func (b *block) highlight(f site.Fence, lang string) []diag.Diag {
	if lang == "" {
		return nil
	}
	if ds := tooMuch(b.text, f.Pos); ds != nil {
		return ds
	}
	toks, ok := tokens(lang, b.text)
	if !ok {
		return []diag.Diag{gaveUp(lang, f.Pos)}
	}
	b.toks = toks
	return nil
}

// tooMuch warns about a text that is not given to the highlighter.
func tooMuch(text string, pos diag.Pos) []diag.Diag {
	if len(text) > maxBytes {
		return []diag.Diag{diag.Warnf(pos, "COD004", "code of %d KB is shown without colours", len(text)>>10).
			WithHint("show a part of it, up to %d KB", maxBytes>>10)}
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if len(line) > maxLine && utf8.RuneCountInString(line) > maxLine+1 {
			return []diag.Diag{diag.Warnf(pos, "COD004", "code is shown without colours, because its line %d is very long", n).
				WithHint("break lines of more than %d characters, or write ```text", maxLine)}
		}
	}
	return nil
}

func gaveUp(lang string, pos diag.Pos) diag.Diag {
	return diag.Warnf(pos, "COD004", "code is shown without colours: the highlighter for %q gave up", lang).
		WithHint("split the block, or write ```text")
}

// drawn writes the block.
func (b *block) drawn(ds []diag.Diag) site.Drawn {
	if needsCJK(b.text) {
		b.classes = append(b.classes, "cjk")
	}
	out := make([]byte, 0, len(b.text)*2+200)
	out = append(out, `<figure class="code`...)
	for _, c := range b.classes {
		out = append(append(out, ' '), c...)
	}
	out = append(out, `">`...)
	if b.title != "" {
		out = append(out, "<figcaption>"...)
		out = append(out, html.EscapeString(clean(b.title))...)
		out = append(out, "</figcaption>"...)
	}
	out = append(out, "<pre"...)
	if isWide(b.text) {
		out = append(out, ` tabindex="0"`...)
	}
	out = append(out, "><code"...)
	if b.lang != "" {
		out = append(out, ` class="language-`...)
		out = append(out, html.EscapeString(b.lang)...)
		out = append(out, '"')
	}
	out = append(out, '>')
	w := writer{out: out, src: b.text, looks: b.looks, words: b.words.spans(b.text), notes: b.notes, marker: b.marker, number: b.first, numbered: b.numbers}
	w.write(upTo(b.toks, len(b.text)))
	d := site.HTML(append(w.out, "</code></pre></figure>"...))
	d.Title, d.Text, d.Noted, d.Diags = clean(b.title), b.text, b.notes.numbers(), ds
	return d
}

func countLines(text string) int {
	n := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		n++
	}
	return n
}

// isWide tells whether a line is wider than the text column.
func isWide(text string) bool {
	for line := range strings.Lines(text) {
		if len(line) <= scrollWidth && !strings.Contains(line, "\t") {
			continue
		}
		col := 0
		for _, r := range strings.TrimSuffix(line, "\n") {
			if col = advance(col, r); col > scrollWidth {
				return true
			}
		}
	}
	return false
}

// advance returns the column after r.
func advance(col int, r rune) int {
	switch {
	case r == '\t':
		return col + tabWidth - col%tabWidth
	case isDouble(r):
		return col + 2
	}
	return col + 1
}

// isDouble tells whether r is two columns wide.
func isDouble(r rune) bool {
	if r < 0x1100 {
		return false
	}
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// needsCJK tells whether the block only lines up in a font whose Hangul is
// exactly two columns wide: it draws boxes, or has columns behind wide letters.
func needsCJK(text string) bool {
	if strings.IndexFunc(text, isDouble) < 0 {
		return false
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r >= 0x2500 && r <= 0x257F }) {
		return true
	}
	var above []column
	for line := range strings.Lines(text) {
		here := columns(line)
		if aligned(above, here) {
			return true
		}
		above = here
	}
	return false
}

// column is where something begins after a gap or a bar, and whether wide
// letters stand before it.
type column struct {
	at   int
	wide bool
}

func columns(line string) []column {
	var cols []column
	col, spaces, wide, started := 0, 0, false, false
	for _, r := range strings.TrimRight(line, " \t\n") {
		switch {
		case r == ' ':
			spaces++
		case started && (spaces >= 2 || r == '|'):
			cols = append(cols, column{col, wide})
			spaces = 0
		default:
			spaces = 0
		}
		started = started || r != ' '
		wide = wide || isDouble(r)
		col = advance(col, r)
	}
	return cols
}

// aligned tells whether two neighbouring lines share a column that wide letters
// would push out of place.
func aligned(a, b []column) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].at < b[j].at:
			i++
		case a[i].at > b[j].at:
			j++
		case a[i].wide || b[j].wide:
			return true
		default:
			i, j = i+1, j+1
		}
	}
	return false
}
