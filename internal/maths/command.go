package maths

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"sitegen/internal/diag"
)

func (p *parser) missing(at int, of string) {
	if of != "_" && of != "^" {
		of = `\` + of
	}
	p.stop(at, "put it into braces", "something is missing behind %s", of)
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
