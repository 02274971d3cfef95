// Package parse reads the source of a diagram line by line and gathers what is
// wrong with it. What all kinds of diagrams write alike is read here: comments,
// indentation, titles that are links.
package parse

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitegen/internal/diag"
	"sitegen/internal/diagram/scene"
)

// Limits of every diagram. Real ones are far below; the limits keep a hostile
// one from costing time or memory.
const (
	MaxBytes = 50_000 // of source
	MaxLabel = 200    // characters of a title, note or label

	maxProblems = 10 // more are noise
)

// Line is a line of source that says something.
type Line struct {
	No     int    // from 1
	Col    int    // of Text, from 1, in characters
	Indent int    // columns of white space before Text; a tab goes to the next multiple of 4
	Text   string // without white space around it
}

// Lines returns the lines of src that are neither empty nor a comment, which
// begins with %% as in Mermaid.
func Lines(src string) []Line {
	var lines []Line
	no := 0
	for raw := range strings.Lines(src) {
		no++
		raw = strings.TrimRight(raw, "\r\n")
		text := strings.TrimLeft(raw, " \t")
		indent, col := 0, 1
		for _, r := range raw[:len(raw)-len(text)] {
			col++
			indent++
			if r == '\t' {
				indent = (indent + 3) / 4 * 4
			}
		}
		text = strings.TrimRight(text, " \t")
		if text == "" || strings.HasPrefix(text, "%%") {
			continue
		}
		lines = append(lines, Line{No: no, Col: col, Indent: indent, Text: text})
	}
	return lines
}

// ColAt is the column of the byte offset in l.Text.
func (l Line) ColAt(offset int) int { return l.Col + utf8.RuneCountInString(l.Text[:offset]) }

// Away tells where one line is, seen from another. Excerpts in messages show the
// numbers of a file, while a diagram's own lines count from its fence; so no
// message names a line by its number.
func Away(from, to int) string {
	n, where := from-to, "above"
	if n < 0 {
		n, where = -n, "below"
	}
	if n == 1 {
		return "1 line " + where
	}
	return fmt.Sprintf("%d lines %s", n, where)
}

// Colon is the length of the colon at byte i of s if it separates what is before
// it from what is after it, otherwise 0. A colon does beside a space and at the
// end; the full-width one of Korean keyboards brings its space along.
func Colon(s string, i int) int {
	switch {
	case strings.HasPrefix(s[i:], wideColon):
		return len(wideColon)
	case s[i] == ':' && (i+1 == len(s) || blank(s[i+1]) || i > 0 && blank(s[i-1])):
		return 1
	}
	return 0
}

const wideColon = "："

func blank(c byte) bool { return c == ' ' || c == '\t' }

// TightColon is the offset of the first colon in s that separates nothing, for
// want of a space, but was probably meant to: it stands between words. -1 if there
// is none. Times, ports, paths and addresses have colons of their own.
func TightColon(s string) int {
	for i := 1; i < len(s)-1; i++ {
		if s[i] != ':' || Colon(s, i) > 0 {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+1:])
		words := unicode.IsLetter(before) && unicode.IsLetter(after) || isWideLetter(before) || isWideLetter(after)
		if words && !inAddress(s, i) {
			return i
		}
	}
	return -1
}

func isWideLetter(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }

// inAddress tells whether the word around byte i of s is an address as of the web.
func inAddress(s string, i int) bool {
	from := strings.LastIndexAny(s[:i], " \t") + 1
	word, _, _ := strings.Cut(s[from:], " ")
	return strings.Contains(word, "://")
}

// Problems gathers what is wrong with a source. Positions have no file: their
// line and column count from the source's own start.
type Problems struct {
	List []diag.Diag
	Bad  bool // whether the diagram cannot be drawn
}

// Syntax notes a mistake at a place; the diagram will not be drawn.
func (p *Problems) Syntax(line, col int, hint, format string, args ...any) {
	p.Bad = true
	p.add(diag.Warnf(diag.Pos{Line: line, Col: col}, "DIA001", format, args...).AsBroken(), hint)
}

// Ignored notes something that is left out of the drawing.
func (p *Problems) Ignored(line, col int, hint, format string, args ...any) {
	p.add(diag.Warnf(diag.Pos{Line: line, Col: col}, "DIA003", format, args...), hint)
}

// Limit notes that the diagram is too large to be drawn. Line 0 is the whole of it.
func (p *Problems) Limit(line, col int, hint, format string, args ...any) {
	p.Bad = true
	p.add(diag.Warnf(diag.Pos{Line: line, Col: col}, "DIA004", format, args...).AsBroken(), hint)
}

// Twice notes a setting that was given already, in line first.
func (p *Problems) Twice(l Line, word string, first int) {
	p.Syntax(l.No, l.Col, "keep one of the two", "%q is given twice: the first is %s", word, Away(l.No, first))
}

// Valueless notes a setting without what should follow it at byte offset at; the
// hint shows that with usage, such as "title TEXT".
func (p *Problems) Valueless(l Line, word string, at int, usage string) {
	p.Syntax(l.No, l.ColAt(at), "write: "+usage, "%q has nothing after it", word)
}

// NoTitleLink notes the link of a title, of which the text alone is shown.
func (p *Problems) NoTitleLink(title Label) {
	if title.Link != nil {
		p.Ignored(title.Link.Line, title.Link.Col, "link a name in the diagram, or write the link in the text around it", "a title leads nowhere")
	}
}

func (p *Problems) add(d diag.Diag, hint string) {
	if len(p.List) < maxProblems {
		d.Hint = hint
		p.List = append(p.List, d)
	}
}

// Label is a title, note or caption as it is shown, and where it leads.
type Label struct {
	Text string
	Link *scene.Link
}

// Label reads a label that begins at byte offset in l.Text. It may be a link as
// in Markdown, [text](address), or stand in double quotes, which are dropped and
// keep what is inside from meaning anything else.
func (p *Problems) Label(l Line, offset int, s string) Label {
	lead := len(s) - len(strings.TrimLeft(s, " \t"))
	offset += lead
	s = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(s); n > MaxLabel {
		p.Limit(l.No, l.ColAt(offset), "shorten it, and say the rest in the text around the diagram",
			"a label of %d characters is too long for a diagram: %d are allowed", n, MaxLabel)
		return Label{}
	}
	if len(s) >= 2 && s[0] == '"' && s[len(s)-1] == '"' {
		return Label{Text: s[1 : len(s)-1]}
	}
	if !strings.HasPrefix(s, "[") || !strings.HasSuffix(s, ")") {
		return Label{Text: s}
	}
	text, dest, ok := strings.Cut(s[1:len(s)-1], "](")
	if !ok {
		return Label{Text: s}
	}
	dest = strings.TrimSpace(dest)
	if d, angled := strings.CutPrefix(dest, "<"); angled {
		dest = strings.TrimSuffix(d, ">")
	}
	text = strings.TrimSpace(text)
	if dest == "" || text == "" {
		p.Syntax(l.No, l.ColAt(offset), "write it as in Markdown: [name](../page.md)", "a link needs a name and an address")
		return Label{Text: text}
	}
	at := l.ColAt(offset + strings.Index(s, "](") + 2)
	return Label{Text: text, Link: &scene.Link{Dest: dest, Line: l.No, Col: at}}
}
