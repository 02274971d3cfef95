package fence

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// notes are marks in the code for the items of the list below it: by line, the
// numbers of the items.
type notes map[int][]int

// Marks stand at the end of a line in a comment of their own: # (1)! or /* (1)! (2)! */
var (
	noteMark  = regexp.MustCompile(`\(([1-9]\d{0,2})\)!`)
	noteMarks = regexp.MustCompile(`(?:\s*\([1-9]\d{0,2}\)!)+\s*(?:\*/\}?|-->|\*\))?\s*$`)
)

// takeNotes takes the marks and their comments out of the text of a block. Alone
// on a line, a mark is for the line below; what follows such a line moves up,
// and its looks and words with it. A mark whose note is not in the list stays, and so do all
// where there is no list: then it is a comment like any other.
func (b *block) takeNotes(f site.Fence) (ds []diag.Diag) {
	if !strings.Contains(b.text, ")!") || f.Notes == 0 && isMarkdown(f.Lang) {
		return nil // Markdown in a fence shows how marks are written
	}
	var out strings.Builder
	var waiting []int
	b.notes = notes{}
	n := 0
	for line := range strings.Lines(b.text) {
		body, end := strings.CutSuffix(line, "\n")
		before, marks := cutNotes(body)
		if i := slices.IndexFunc(marks, func(m int) bool { return m > f.Notes }); i >= 0 {
			ds = append(ds, missingNote(f, marks[i]))
			before, marks = body, nil
		}
		if marks != nil && strings.TrimSpace(before) == "" {
			waiting = append(waiting, marks...)
			if n < len(b.looks) {
				b.looks = slices.Delete(b.looks, n, n+1)
			}
			b.words.lineGone(n)
			continue
		}
		if marks = append(waiting, marks...); len(marks) > 0 {
			b.notes[n] = marks
			waiting = nil
		}
		n++
		out.WriteString(before)
		if end {
			out.WriteByte('\n')
		}
	}
	switch {
	case n == 0: // nothing is left to stand at
		b.notes = nil
	case len(waiting) > 0: // nothing is below it
		b.notes[n-1] = append(b.notes[n-1], waiting...)
	}
	b.text = out.String()
	return ds
}

func isMarkdown(lang string) bool { return lang == "markdown" || lang == "md" || lang == "mdx" }

// cutNotes splits a line from the comment at its end, if that holds marks and
// nothing else.
func cutNotes(line string) (before string, marks []int) {
	tail := noteMarks.FindStringIndex(line)
	if tail == nil {
		return line, nil
	}
	open := commentOpen.FindStringIndex(line[:tail[0]])
	if open == nil {
		return line, nil
	}
	for _, m := range noteMark.FindAllStringSubmatch(line[tail[0]:], -1) {
		number, _ := strconv.Atoi(m[1])
		marks = append(marks, number)
	}
	return strings.TrimRight(line[:open[0]], " \t"), marks
}

func missingNote(f site.Fence, number int) diag.Diag {
	d := diag.Warnf(f.Pos, "COD005", "(%d)! in the code refers to no note", number)
	if f.Notes == 0 {
		return d.WithHint("write the notes as a numbered list right below the code")
	}
	return d.WithHint("the list below the code has %d items", f.Notes)
}

// numbers are the notes that are referred to, each once.
func (ns notes) numbers() []int {
	var all []int
	for _, line := range ns {
		all = append(all, line...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// marker writes links from the code to the notes. Their numbers are made by the
// stylesheet, so that they are not copied with the code.
type marker struct {
	fence string
	label string // of a link, for a number
	seen  []int
}

func (m *marker) write(out []byte, numbers []int) []byte {
	for _, n := range numbers {
		id := ""
		if !slices.Contains(m.seen, n) { // the way back leads to the first
			m.seen = append(m.seen, n)
			id = ` id="` + html.EscapeString(site.MarkID(m.fence, n)) + `"`
		}
		out = fmt.Appendf(out, `<a class="an"%s href="#%s" data-n="%d" aria-label="%s"></a>`,
			id, html.EscapeString(site.NoteID(m.fence, n)), n, html.EscapeString(fmt.Sprintf(m.label, n)))
	}
	return out
}
