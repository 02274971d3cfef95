package maths

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitegen/internal/diag"
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

// tableEnd is what ends a table: \end, a brace, or the end of the source.
type tableEnd struct {
	environment string
	brace       bool
}

// tableRows reads rows up to what ends a table, which is left. Outside of an
// environment there are no columns.
func (p *parser) tableRows(end tableEnd) []tableRow {
	var rows []tableRow
	r := tableRow{}
	ruled := false
	for {
		if end.environment != "" {
			ruled = p.rules() || ruled
		}
		r.cells = append(r.cells, p.row())
		r.ruled = r.ruled || ruled && len(r.cells) == 1
		ruled = false
		switch {
		case end.environment != "" && p.peek() == '&':
			p.at++
			continue
		case p.peekCommand() == `\`:
			p.at += 2
			p.rowGap()
			rows = append(rows, r)
			r = tableRow{}
			continue
		}
		break
	}
	// A \\ at the very end begins no row, unless there is a line below it.
	if len(rows) == 0 || len(r.cells) > 1 || len(r.cells[0].kids) > 0 || r.cells[0].kind != kindRow || r.ruled {
		rows = append(rows, r)
	}
	return rows
}

// rules skips the commands that draw a line above a row, and tells whether
// there were any.
func (p *parser) rules() bool {
	found := false
	for {
		switch p.peekCommand() {
		case "hline", "toprule", "midrule", "bottomrule", "hdashline":
			p.command()
			found = true
		default:
			return found
		}
	}
}

// rowGap skips what may follow \\: a star, a distance.
func (p *parser) rowGap() {
	if strings.HasPrefix(p.src[p.at:], "*") {
		p.at++
	}
	if rest := strings.TrimLeft(p.src[p.at:], " \t"); strings.HasPrefix(rest, "[") {
		if end := strings.IndexByte(rest, ']'); end > 0 && strings.Trim(rest[1:end], "0123456789.-+ \tptexmcmuin") == "" {
			p.at = len(p.src) - len(rest) + end + 1
		}
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

func (p *parser) missing(at int, of string) {
	if of != "_" && of != "^" {
		of = `\` + of
	}
	p.stop(at, "put it into braces", "something is missing behind %s", of)
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

// commandNode reads a command and what belongs to it.
func (p *parser) commandNode() *node {
	at := p.at
	name := p.command()
	if s, ok := symbols()[name]; ok {
		n := s.node()
		if n.kind == kindIdent && n.class == classOrd {
			n.text = p.font.set(n.text)
		}
		return n
	}
	if w, ok := widths[name]; ok {
		return &node{kind: kindSpace, class: classNone, text: w}
	}
	if f, ok := fonts[name]; ok {
		return p.inFont(f, name)
	}
	if f, ok := words[name]; ok {
		return p.words(f, name)
	}
	if sign, ok := accents[name]; ok {
		return p.accent(name, sign)
	}
	if sign, ok := arrows[name]; ok {
		return p.arrow(name, sign)
	}
	if size, ok := bigSizes[name]; ok {
		return p.big(name, size)
	}
	switch {
	case silent[name]:
		return nil
	case name == "":
		p.stop(at, "remove it", `a \ stands at the end`)
		return nil
	}
	return p.structure(at, name)
}

// inFont reads the argument of a font command; a switch holds for what follows.
func (p *parser) inFont(f font, name string) *node {
	if isSwitch(name) {
		p.font = f // row takes it back
		return nil
	}
	outer := p.font
	p.font = f
	n := p.argument(name)
	p.font = outer
	return n
}

// structure reads the commands that build something of their arguments.
func (p *parser) structure(at int, name string) *node {
	switch name {
	case "frac", "dfrac", "tfrac", "cfrac":
		f := &node{kind: kindFraction, class: classInner, display: name == "dfrac" || name == "cfrac", inline: name == "tfrac"}
		f.kids = []*node{p.argument(name), p.argument(name)}
		return f
	case "binom", "dbinom", "tbinom":
		f := &node{kind: kindFraction, text: "0", display: name == "dbinom", inline: name == "tbinom"}
		f.kids = []*node{p.argument(name), p.argument(name)}
		return &node{kind: kindFenced, class: classInner, open: "(", close: ")", kids: []*node{f}}
	case "sqrt":
		return p.root()
	case "left":
		return p.fenced(at)
	case "begin":
		return p.environment(at)
	case "overset", "underset", "stackrel":
		mark := p.argument(name)
		base := p.argument(name)
		n := &node{kind: kindScripts, class: base.class, limits: limitsAlways, kids: []*node{base, nil, mark}}
		if name == "stackrel" {
			n.class = classRel
		}
		if name == "underset" {
			n.kids[1], n.kids[2] = mark, nil
		}
		return n
	case "substack":
		return p.substack(name)
	case "operatorname", "operatorname*", "mathop", "mathrel", "mathbin", "mathord", "mathopen", "mathclose", "mathpunct", "mathinner":
		return p.reclassed(name)
	case "not":
		return p.negated()
	case "bmod", "mod", "pmod", "pod":
		return p.modulo(name)
	case "phantom", "hphantom", "vphantom":
		return &node{kind: kindPhantom, kids: []*node{p.argument(name)}}
	case "boxed", "fbox":
		return &node{kind: kindBoxed, kids: []*node{p.argument(name)}}
	case "tag", "tag*":
		return p.tag(name)
	case "hspace", "mspace", "hskip", "kern", "mkern", "mskip":
		return p.distance(at, name)
	case "label":
		p.raw(name)
		return nil
	case "def", "newcommand", "renewcommand", "providecommand", "let", "gdef", "edef", "xdef", "DeclareMathOperator", "newenvironment":
		p.stop(at, "write out what it stands for", `macros cannot be defined: \%s`, name)
		return nil
	case "href", "url", "includegraphics", "html", "htmlClass", "htmlId", "htmlStyle", "class", "style", "unicode", "require", "input", "include", "color", "textcolor", "colorbox":
		p.stop(at, "leave it out", `\%s is not part of what a formula looks like here`, name)
		return nil
	}
	p.unknown(at, name)
	return nil
}

func (p *parser) unknown(at int, name string) {
	hint := `write \text{…} for words; the commands known are listed in the guide`
	if near := diag.Nearest(name, names()); near != "" && len(name) > 1 {
		hint = fmt.Sprintf(`did you mean \%s?`, near)
	}
	p.note(at, hint, `there is no command \%s`, name)
}

// names are all commands one may have meant.
func names() []string {
	all := slices.Collect(maps.Keys(symbols()))
	for name := range fonts {
		all = append(all, name)
	}
	for name := range accents {
		all = append(all, name)
	}
	all = append(all, "frac", "dfrac", "tfrac", "binom", "sqrt", "left", "right", "begin", "end", "text", "operatorname", "overset", "underset", "boxed", "limits", "displaystyle")
	slices.Sort(all)
	return all
}

// root reads \sqrt[3]{x}.
func (p *parser) root() *node {
	n := &node{kind: kindRoot, kids: []*node{nil}}
	at := p.at
	if p.peek() == '[' {
		p.at++
		index := p.rowUntil(']')
		if p.peek() != ']' {
			p.stop(at, "add a ] where it ends", "the [ of a root is never closed")
			return n
		}
		p.at++
		n.kids = append(n.kids, index)
	}
	n.kids[0] = p.argument("sqrt")
	return n
}

// fenced reads \left( … \middle| … \right).
func (p *parser) fenced(at int) *node {
	n := &node{kind: kindFenced, class: classInner}
	n.open = p.delimiter("left")
	for {
		n.kids = append(n.kids, p.row())
		switch p.peekCommand() {
		case "middle":
			p.command()
			m := operator(p.delimiter("middle"), classRel)
			m.grows = true
			n.kids = append(n.kids, m)
			continue
		case "right":
			p.command()
			n.close = p.delimiter("right")
			return n
		}
		p.stop(at, `end it with \right) or, without a sign, with \right.`, `a \left has no \right`)
		return n
	}
}

// delimiter reads the sign behind \left and the like; "" for a dot.
func (p *parser) delimiter(of string) string {
	at := p.at
	c := p.peek()
	if c == '\\' {
		at = p.at
		name := p.command()
		if s, ok := symbols()[name]; ok && s.kind == kindOperator || name == "|" || name == "vert" || name == "Vert" || name == "backslash" {
			return s.text
		}
		p.stop(at, "write ( ) [ ] \\{ \\} | \\| \\langle \\rangle \\lfloor \\rceil or a dot for none", `\%s is no bracket`, name)
		return ""
	}
	switch c {
	case '.':
		p.at++
		return ""
	case '<':
		p.at++
		return "⟨"
	case '>':
		p.at++
		return "⟩"
	case '(', ')', '[', ']', '|', '/':
		p.at++
		return string(c)
	}
	if r, size := utf8.DecodeRuneInString(p.src[p.at:]); strings.ContainsRune("⟨⟩⌊⌋⌈⌉‖", r) {
		p.at += size
		return string(r)
	}
	p.stop(at, "write ( ) [ ] \\{ \\} | \\| \\langle \\rangle \\lfloor \\rceil or a dot for none", `a bracket is missing behind \%s`, of)
	return ""
}

// big reads a bracket of a given size.
func (p *parser) big(name, size string) *node {
	n := operator(p.delimiter(name), classOrd)
	switch name[len(name)-1] {
	case 'l':
		n.class = classOpen
	case 'r':
		n.class = classClose
	case 'm':
		n.class = classRel
	}
	n.grows, n.size = true, size
	return n
}

// environment reads \begin{…} … \end{…}.
func (p *parser) environment(at int) *node {
	name := p.raw("begin")
	e, ok := environments[name]
	if !ok {
		hint := "matrix, pmatrix, bmatrix, cases, aligned, gathered and array are known"
		if near := diag.Nearest(name, slices.Sorted(maps.Keys(environments))); near != "" {
			hint = fmt.Sprintf(`did you mean \begin{%s}?`, near)
		}
		p.stop(at, hint, `there is no \begin{%s}`, name)
		return nil
	}
	columns := ""
	if p.peek() == '[' && e.argument { // [t], where it stands in its line
		if end := strings.IndexByte(p.src[p.at:], ']'); end > 0 {
			p.at += end + 1
		}
	}
	if e.argument {
		columns = p.raw("begin{" + name + "}")
	}
	t := &node{kind: kindTable, class: classInner, look: e.look, columns: columns, display: e.display}
	t.rows = p.tableRows(tableEnd{environment: name})
	switch end := p.peekCommand(); {
	case end == "end":
		back := p.at
		p.command()
		if got := p.raw("end"); got != name && len(p.problems) == 0 {
			p.stop(back, fmt.Sprintf(`write \end{%s}`, name), `\end{%s} ends a \begin{%s}`, got, name)
		}
	case p.at < len(p.src):
		p.unexpected()
	default:
		p.stop(at, fmt.Sprintf(`add \end{%s} where it ends`, name), `\begin{%s} is never ended`, name)
	}
	if e.open == "" && e.close == "" {
		return t
	}
	return &node{kind: kindFenced, class: classInner, open: e.open, close: e.close, kids: []*node{t}}
}

// substack reads lines below a sum.
func (p *parser) substack(of string) *node {
	at := p.at
	if p.peek() != '{' {
		p.missing(at, of)
		return nil
	}
	p.at++
	t := &node{kind: kindTable, rows: p.tableRows(tableEnd{brace: true}), look: "mg"}
	if p.peek() != '}' {
		p.stop(at, "add a } where it ends", "a { is never closed")
		return t
	}
	p.at++
	return t
}

// reclassed reads what is told how to behave.
func (p *parser) reclassed(name string) *node {
	lim := limitsBeside
	if strings.HasPrefix(p.src[p.at:], "*") {
		p.at++
		lim = limitsDisplay
	}
	if name == "operatorname" {
		outer := p.font
		p.font = fontUpright
		n := p.argument(name)
		p.font = outer
		if n.kind == kindRow || n.kind == kindIdent {
			n = &node{kind: kindIdent, text: plain(n), upright: true}
		}
		n.class, n.limits = classOp, lim
		return n
	}
	n := *p.argument(name)
	if n.kind == kindRow {
		n = node{kind: kindRow, kids: []*node{{kind: kindRow, kids: n.kids}}}
	}
	n.class = map[string]class{
		"mathop": classOp, "mathrel": classRel, "mathbin": classBin, "mathopen": classOpen,
		"mathclose": classClose, "mathpunct": classPunct, "mathinner": classInner,
	}[name]
	if name == "mathop" {
		n.limits = limitsDisplay
	}
	return &n
}

// negated strikes the sign that follows.
func (p *parser) negated() *node {
	n := p.argument("not")
	if n.kind == kindRow && len(n.kids) == 1 {
		n = n.kids[0]
	}
	c := *n
	c.text = negate(n.text)
	return &c
}

func (p *parser) modulo(name string) *node {
	gap := &node{kind: kindSpace, class: classNone, text: "1"}
	mod := &node{kind: kindIdent, class: classOp, text: "mod"}
	switch name {
	case "bmod":
		return &node{kind: kindIdent, class: classBin, text: "mod"}
	case "mod":
		return row(gap, mod, p.argument(name))
	case "pod":
		return row(gap, operator("(", classOpen), p.argument(name), operator(")", classClose))
	}
	return row(gap, operator("(", classOpen), mod, p.argument(name), operator(")", classClose))
}

// tag is the number of a formula.
func (p *parser) tag(name string) *node {
	star := strings.HasPrefix(p.src[p.at:], "*")
	if star {
		p.at++
	}
	text := p.raw(name)
	if !star {
		text = "(" + text + ")"
	}
	return row(&node{kind: kindSpace, class: classNone, text: "2"}, &node{kind: kindWords, text: text})
}

// distance reads a space of so many em, ex, pt or mu.
func (p *parser) distance(at int, name string) *node {
	var s string
	if p.peek() == '{' {
		s = p.raw(name)
	} else {
		from := p.at
		for p.at < len(p.src) && strings.IndexByte("0123456789.-+emuxpt", p.src[p.at]) >= 0 {
			p.at++
		}
		s = p.src[from:p.at]
	}
	if em, ok := inEm(strings.TrimSpace(s)); ok {
		return &node{kind: kindSpace, class: classNone, text: em}
	}
	p.stop(at, "write a number and em, at most 20em", "%q is not a distance", s)
	return nil
}

// raw reads an argument as it stands, braces within it included.
func (p *parser) raw(of string) string {
	at := p.at
	if p.peek() != '{' {
		p.missing(at, of)
		return ""
	}
	at = p.at
	depth := 0
	for i := p.at; i < len(p.src); i++ {
		switch p.src[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				s := p.src[p.at+1 : i]
				p.at = i + 1
				return s
			}
		}
	}
	p.stop(at, "add a } where it ends", "a { is never closed")
	return ""
}

// words reads text, in which $…$ is a formula again.
func (p *parser) words(f font, of string) *node {
	at := p.at
	from := at
	if p.peek() == '{' {
		from = p.at + 1
	}
	s := p.raw(of)
	var kids []*node
	for s != "" {
		text, rest, math := cutDollar(s)
		if text != "" {
			kids = append(kids, &node{kind: kindWords, text: f.set(p.unescaped(text, from))})
		}
		if !math {
			break
		}
		from += len(text) + 1
		inner, after, closed := cutDollar(rest)
		if !closed {
			p.stop(from-1, `write \$ for the sign`, "a $ in a text is never closed")
			break
		}
		kids = append(kids, p.nested(inner, from))
		from += len(inner) + 1
		s = after
	}
	return row(kids...)
}

// cutDollar cuts s at its first $ that no backslash takes the meaning of.
func cutDollar(s string) (before, after string, found bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '$':
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// nested reads a formula within the text of another.
func (p *parser) nested(src string, offset int) *node {
	defer func() { p.depth-- }()
	if !p.deeper() {
		return &node{}
	}
	inner := &parser{src: src, depth: p.depth}
	n := inner.formula()
	for _, problem := range inner.problems {
		problem.Offset += offset
		if len(p.problems) < maxProblems {
			p.problems = append(p.problems, problem)
		}
	}
	return n
}

// unescaped is text without its backslashes.
func (p *parser) unescaped(s string, offset int) string {
	s = strings.ReplaceAll(s, "~", "\u00A0")
	if !strings.Contains(s, `\`) {
		return strings.NewReplacer("{", "", "}", "").Replace(s)
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '{' || c == '}':
		case c != '\\' || i+1 == len(s):
			b.WriteByte(c)
		case strings.IndexByte(`$%#&_{}\ ,;:!`, s[i+1]) >= 0:
			i++
			if strings.IndexByte(` ,;:`, s[i]) >= 0 {
				b.WriteByte(' ')
			} else if s[i] != '!' {
				b.WriteByte(s[i])
			}
		default:
			inner := &parser{src: s, at: i}
			p.unknown(offset+i, inner.peekCommand())
			return b.String()
		}
	}
	return b.String()
}

// accent reads a letter with a sign on it.
func (p *parser) accent(name, sign string) *node {
	below := strings.HasPrefix(sign, "_")
	mark := operator(strings.TrimPrefix(sign, "_"), classOrd)
	mark.grows = growing(name)
	base := p.argument(name)
	n := &node{kind: kindAccent, class: classOrd, kids: []*node{base, nil, mark}}
	if below {
		n.kids[1], n.kids[2] = mark, nil
	}
	if name == "overbrace" || name == "underbrace" {
		n.limits = limitsAlways
	}
	return n
}

// arrow reads an arrow with text on it: \xrightarrow[below]{above}.
func (p *parser) arrow(name, sign string) *node {
	arrow := operator(sign, classRel)
	arrow.grows = true
	n := &node{kind: kindScripts, class: classRel, limits: limitsAlways, kids: []*node{arrow, nil, nil}}
	if at := p.at; p.peek() == '[' {
		p.at++
		n.kids[1] = padded(p.rowUntil(']'))
		if p.peek() != ']' {
			p.stop(at, "add a ] where it ends", "a [ is never closed")
			return n
		}
		p.at++
	}
	n.kids[2] = padded(p.argument(name))
	return n
}

// padded leaves room at both ends, so that an arrow is longer than its text.
func padded(n *node) *node {
	gap := &node{kind: kindSpace, class: classNone, text: ".5"}
	return row(gap, n, gap)
}
