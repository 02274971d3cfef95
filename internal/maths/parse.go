package maths

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parser reads a source from front to back. After a mistake in the structure it
// stands at the end of the source, so that every loop ends by itself; a command
// nobody knows is noted and the reading goes on, so that all of them are told.
type parser struct {
	src      string
	at       int
	display  bool
	font     font
	depth    int
	stopped  bool
	problems []Problem
}

// maxProblems is how many problems of one formula are told.
const maxProblems = 5

func (p *parser) note(offset int, hint, format string, args ...any) {
	if len(p.problems) < maxProblems {
		p.problems = append(p.problems, Problem{offset, "MTH001", fmt.Sprintf(format, args...), hint})
	}
}

// stop notes a mistake after which nothing can be read.
func (p *parser) stop(offset int, hint, format string, args ...any) {
	if !p.stopped {
		p.note(offset, hint, format, args...)
		p.end()
	}
}

// end makes where the parser stands the end of the source.
func (p *parser) end() {
	p.stopped = true
	p.src = p.src[:p.at]
}

// deeper counts a level of nesting, and reports whether it is still allowed.
func (p *parser) deeper() bool {
	if p.depth++; p.depth <= maxDepth || p.stopped {
		return true
	}
	p.problems = append(p.problems, Problem{p.at, "MTH002", fmt.Sprintf("the formula is nested more than %d deep", maxDepth), "split it into several"})
	p.end()
	return false
}

// formula reads the whole source.
func (p *parser) formula() *node {
	rows := p.tableRows(tableEnd{})
	p.space()
	if p.at < len(p.src) {
		p.unexpected()
	}
	if len(rows) == 1 && len(rows[0].cells) == 1 {
		return rows[0].cells[0]
	}
	return &node{kind: kindTable, class: classInner, rows: rows, look: "mg", display: p.display}
}

// unexpected reports what ended a row that nothing waits for.
func (p *parser) unexpected() {
	at := p.at
	switch name := p.peekCommand(); {
	case p.src[at] == '}':
		p.stop(at, `write \} for a brace that is shown`, "a } closes nothing")
	case name == `\`:
		p.stop(at, `put the rows between \begin{aligned} and \end{aligned}`, `a \\ stands inside of a group`)
	case p.src[at] == '&':
		p.stop(at, `put the rows between \begin{aligned} and \end{aligned}, or write \& for the sign`, "a & stands outside of a table")
	default:
		p.stop(at, "", `\%s stands where nothing was begun`, name)
	}
}

// space skips white space and comments.
func (p *parser) space() {
	for p.at < len(p.src) {
		switch r, size := utf8.DecodeRuneInString(p.src[p.at:]); {
		case r == '%':
			if nl := strings.IndexByte(p.src[p.at:], '\n'); nl >= 0 {
				p.at += nl + 1
			} else {
				p.at = len(p.src)
			}
		case unicode.IsSpace(r), r == '\u2060', r == '\u200B':
			p.at += size
		default:
			return
		}
	}
}

// peek is the next byte, 0 at the end.
func (p *parser) peek() byte {
	p.space()
	if p.at >= len(p.src) {
		return 0
	}
	return p.src[p.at]
}

// peekCommand is the name of the command that comes next, "" for none: letters,
// or one other character.
func (p *parser) peekCommand() string {
	if p.peek() != '\\' {
		return ""
	}
	rest := p.src[p.at+1:]
	n := 0
	for n < len(rest) && (rest[n]|0x20 >= 'a' && rest[n]|0x20 <= 'z') {
		n++
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(rest)
	}
	return rest[:n]
}

// command takes the command that comes next.
func (p *parser) command() string {
	name := p.peekCommand()
	p.at += 1 + len(name)
	return name
}

// row reads nodes up to what ends a row, which is left: a brace, a bracket
// that something waits for, &, \\, \end, \right, \middle, the end.
func (p *parser) row() *node { return p.rowUntil(0) }

func (p *parser) rowUntil(bracket byte) *node {
	font := p.font
	defer func() { p.font = font }() // a switch holds to the end of its group
	var r rowParts
	for {
		switch c := p.peek(); {
		case c == 0, c == '}', c == '&', bracket != 0 && c == bracket:
			return r.node()
		case c == '\\':
			switch name := p.peekCommand(); name {
			case `\`, "end", "right", "middle":
				return r.node()
			case "over", "choose", "atop":
				if r.stacked != "" {
					p.stop(p.at, "put one of them into braces", "two fractions stand in one group")
					return r.node()
				}
				p.command()
				above := r.node()
				r = rowParts{stacked: name, above: above}
				continue
			case "displaystyle":
				p.command()
				r.display, r.before = true, append(r.before, r.kids...)
				r.kids = nil
				continue
			}
		}
		if n := p.item(); n != nil {
			r.kids = append(r.kids, n)
		}
	}
}

// rowParts are the nodes of a row, and what a command in it made of those
// before it.
type rowParts struct {
	kids    []*node
	before  []*node // of \displaystyle
	display bool
	above   *node // of \over
	stacked string
}

func (r *rowParts) node() *node {
	n := row(r.kids...)
	if r.display {
		n = row(append(r.before, &node{kind: kindStyle, text: `displaystyle="true"`, kids: []*node{n}})...)
	}
	if r.stacked != "" {
		n = stacked(r.stacked, r.above, n)
	}
	return n
}

// stacked is a fraction in the manner of plain TeX: {a \over b}.
func stacked(name string, above, below *node) *node {
	f := &node{kind: kindFraction, class: classInner, kids: []*node{above, below}}
	if name != "over" {
		f.text = "0"
	}
	if name == "choose" {
		return &node{kind: kindFenced, class: classInner, open: "(", close: ")", kids: []*node{f}}
	}
	return f
}

// item reads a node with what stands below and above it.
func (p *parser) item() *node {
	switch p.peek() {
	case '^', '_', '\'':
		return p.scripts(&node{})
	}
	n := p.atom(true)
	if n == nil || n.class == classNone {
		return n
	}
	return p.scripts(n)
}

// scripts reads the indices of base.
func (p *parser) scripts(base *node) *node {
	var below, above *node
	lim := base.limits
	for {
		switch p.peek() {
		case '_':
			if below != nil {
				p.stop(p.at, "put the first one into braces: {x_a}_b", "two indices stand below one sign")
				return base
			}
			p.at++
			below = p.argument("_")
			continue
		case '^':
			if above != nil {
				p.stop(p.at, "put the first one into braces: {x^a}^b", "two indices stand above one sign")
				return base
			}
			p.at++
			above = p.argument("^")
			continue
		case '\'':
			if above != nil {
				p.stop(p.at, "put the index into braces: {x^a}'", "a prime stands behind an index")
				return base
			}
			above = p.primes()
			continue
		}
		switch p.peekCommand() {
		case "limits":
			p.command()
			lim = limitsAlways
			continue
		case "nolimits":
			p.command()
			lim = limitsBeside
			continue
		}
		break
	}
	if below == nil && above == nil {
		return base
	}
	return &node{kind: kindScripts, class: base.class, limits: lim, kids: []*node{base, below, above}}
}

// primes reads f”, and the index that may follow them.
func (p *parser) primes() *node {
	n := 0
	for p.peek() == '\'' {
		p.at++
		n++
	}
	marks := operator(primeMarks(n), classOrd)
	if p.peek() == '^' {
		p.at++
		return row(marks, p.argument("^"))
	}
	return marks
}

func primeMarks(n int) string {
	switch n {
	case 1:
		return "′"
	case 2:
		return "″"
	case 3:
		return "‴"
	}
	return strings.Repeat("′", n)
}

// argument reads what belongs to a command: a group in braces, or one sign.
func (p *parser) argument(of string) *node {
	at := p.at
	if c := p.peek(); c == 0 || c == '}' || c == '&' || c == '^' || c == '_' {
		p.missing(at, of)
		return &node{}
	}
	switch p.peekCommand() {
	case `\`, "end", "right", "middle":
		p.missing(at, of)
		return &node{}
	}
	if n := p.atom(false); n != nil {
		return n
	}
	return &node{}
}

// atom reads one node. In a row digits make one number, behind a command each
// stands for itself.
func (p *parser) atom(inRow bool) *node {
	defer func() { p.depth-- }()
	if !p.deeper() {
		return nil
	}
	switch c := p.peek(); {
	case c == 0:
		return nil
	case c == '{':
		return p.group()
	case c == '\\':
		return p.commandNode()
	case c >= '0' && c <= '9':
		return &node{kind: kindNumber, text: p.font.set(p.number(inRow))}
	case c == '~':
		p.at++
		return &node{kind: kindSpace, class: classNone, text: widths[" "]}
	case c == '#':
		p.stop(p.at, `write \# for the sign`, "# stands for an argument of a macro, and there are no macros")
		return nil
	case c == '$':
		p.stop(p.at, `write \$ for the sign`, "a $ stands inside of a formula")
		return nil
	}
	return p.character(inRow)
}

// group reads {…}.
func (p *parser) group() *node {
	at := p.at
	p.at++
	n := p.row()
	switch {
	case p.peek() == '}':
		p.at++
	case p.at >= len(p.src):
		p.stop(at, "add a } where it ends", "a { is never closed")
	default:
		p.unexpected()
	}
	// In braces a sign is a thing like a variable: {=}, {\sum}.
	if n.class != classOrd || n.limits != limitsBeside {
		return &node{kind: kindRow, kids: []*node{n}}
	}
	return n
}

// number reads digits; {,} between them groups thousands.
func (p *parser) number(whole bool) string {
	from := p.at
	if p.at++; !whole {
		return p.src[from:p.at]
	}
	for p.at < len(p.src) {
		rest := p.src[p.at:]
		switch {
		case isDigit(rest[0]):
			p.at++
		case rest[0] == '.' && len(rest) > 1 && isDigit(rest[1]):
			p.at += 2
		case strings.HasPrefix(rest, "{,}") && len(rest) > 3 && isDigit(rest[3]):
			p.at += 4
		default:
			return strings.ReplaceAll(p.src[from:p.at], "{,}", ",")
		}
	}
	return strings.ReplaceAll(p.src[from:p.at], "{,}", ",")
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// character reads a sign or a letter, or in a row a word in Hangul.
func (p *parser) character(inRow bool) *node {
	r, size := utf8.DecodeRuneInString(p.src[p.at:])
	if s, ok := characters()[r]; ok {
		p.at += size
		if r == ':' && strings.HasPrefix(p.src[p.at:], "=") {
			p.at++
			return operator("≔", classRel)
		}
		return s.node()
	}
	if r < 0x80 || unicode.In(r, unicode.Latin, unicode.Greek) {
		from := p.at
		p.at += size
		for inRow && p.font.joins() && p.at < len(p.src) && unicode.IsLetter(rune(p.src[p.at])) && p.src[p.at] < 0x80 {
			p.at++
		}
		return p.ident(p.src[from:p.at])
	}
	if !unicode.IsLetter(r) && !unicode.IsMark(r) {
		p.at += size
		return &node{kind: kindWords, text: string(r)}
	}
	from := p.at
	for p.at < len(p.src) {
		r, size := utf8.DecodeRuneInString(p.src[p.at:])
		if r < 0x80 || !unicode.IsLetter(r) && !unicode.IsMark(r) || p.at > from && !inRow {
			break
		}
		p.at += size
	}
	return &node{kind: kindWords, text: p.src[from:p.at]}
}

// joins reports whether letters of a font that stand together are one name.
func (f font) joins() bool {
	switch f {
	case fontUpright, fontItalic, fontBold, fontSans, fontMono:
		return true
	}
	return false
}

func (p *parser) ident(text string) *node {
	n := &node{kind: kindIdent, text: p.font.set(text)}
	n.upright = p.font == fontUpright
	return n
}

func (s symbol) node() *node {
	return &node{kind: s.kind, class: s.class, text: s.text, limits: s.lim, upright: s.upright}
}
