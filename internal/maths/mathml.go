package maths

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mathML writes a tree as MathML Core: the part of MathML that all browsers
// draw. What it knows of spacing beside signs it leaves to them; only where TeX
// differs, an attribute says so.
func mathML(root *node, display bool) string {
	w := &writer{display: display}
	if display {
		w.str(`<math class="math" display="block">`)
	} else {
		w.str(`<math class="math">`)
	}
	w.inside(root)
	w.str("</math>")
	return w.String()
}

type writer struct {
	strings.Builder
	display bool // sums and limits have their ends below and above them
}

func (w *writer) str(s string) { w.WriteString(s) }

// text escapes.
func (w *writer) text(s string) {
	for _, r := range s {
		switch r {
		case '<':
			w.str("&lt;")
		case '>':
			w.str("&gt;")
		case '&':
			w.str("&amp;")
		default:
			w.WriteRune(r)
		}
	}
}

func (w *writer) element(name, attrs, text string) {
	w.str("<" + name + attrs + ">")
	w.text(text)
	w.str("</" + name + ">")
}

// inside writes a node where any number of elements may stand.
func (w *writer) inside(n *node) {
	if n.kind == kindRow {
		w.items(n.kids)
	} else {
		w.items([]*node{n})
	}
}

// one writes a node as one element.
func (w *writer) one(n *node) {
	switch {
	case n.kind != kindRow:
		w.items([]*node{n})
	case len(n.kids) == 1:
		w.one(n.kids[0])
	default:
		w.str("<mrow>")
		w.items(n.kids)
		w.str("</mrow>")
	}
}

// small writes a node as one element in the style of a line of text.
func (w *writer) small(n *node) {
	outer := w.display
	w.display = false
	w.one(n)
	w.display = outer
}

// place is where a node stands among others.
type place struct {
	class  class // its own: a plus behind an opening bracket is a sign
	before class // of the one before it; classNone at the beginning
	first  bool
	tall   bool // one of them is higher than a letter
}

// items writes nodes that stand side by side.
func (w *writer) items(kids []*node) {
	tall := false
	for _, n := range kids {
		tall = tall || n.kind != kindIdent && n.kind != kindNumber && n.kind != kindOperator && n.kind != kindWords && n.kind != kindSpace
	}
	before := classNone
	for i, n := range kids {
		if n.class == classNone {
			w.node(n, place{class: classNone})
			continue
		}
		p := place{class: n.class, before: before, first: i == 0, tall: tall}
		if p.class == classBin && (!hasOperandAfter(before) || !hasOperandBefore(followed(kids[i+1:]).class)) {
			p.class = classOrd
		}
		if thin(before, p.class) && (named(n) || named(previous(kids[:i]))) {
			w.gap(widths[","])
		}
		w.node(n, p)
		before = p.class
	}
}

// followed is the first of kids that is no space, previous the last of them.
func followed(kids []*node) *node {
	for _, n := range kids {
		if n.class != classNone {
			return n
		}
	}
	return &node{class: classNone}
}

func previous(kids []*node) *node {
	for i := len(kids) - 1; i >= 0; i-- {
		if kids[i].class != classNone {
			return kids[i]
		}
	}
	return &node{}
}

// hasOperandAfter reports whether a plus may join behind a node of class c, and
// hasOperandBefore in front of one.
func hasOperandAfter(c class) bool {
	switch c {
	case classNone, classBin, classOp, classRel, classOpen, classPunct:
		return false
	}
	return true
}

func hasOperandBefore(c class) bool {
	switch c {
	case classNone, classRel, classClose, classPunct:
		return false
	}
	return true
}

// thin reports whether a thin space stands between two nodes, one of which is
// the name of a function.
func thin(a, b class) bool {
	switch {
	case a == classOp:
		return b == classOrd || b == classOp || b == classInner
	case b == classOp:
		return a == classOrd || a == classClose || a == classInner
	}
	return false
}

// named reports whether a node is the name of a function: signs such as ∑ have
// their spaces from the browser.
func named(n *node) bool {
	switch n.kind {
	case kindIdent:
		return n.class == classOp
	case kindScripts, kindAccent:
		return named(n.kids[0])
	}
	return false
}

func (w *writer) gap(em string) { w.str(`<mspace width="` + em + `em"/>`) }

func (w *writer) node(n *node, p place) {
	switch n.kind {
	case kindRow:
		w.rowNode(n)
	case kindIdent:
		w.ident(n)
	case kindNumber:
		w.element("mn", "", n.text)
	case kindOperator:
		w.operator(n, p)
	case kindWords:
		w.element("mtext", "", edges(n.text))
	case kindSpace:
		w.gap(n.text)
	case kindFraction:
		w.fraction(n)
	case kindRoot:
		w.root(n)
	case kindScripts:
		w.scripts(n)
	case kindAccent:
		w.accent(n)
	case kindFenced:
		w.fenced(n)
	case kindTable:
		w.table(n)
	case kindStyle:
		outer := w.display
		w.display = true
		w.wrap("mstyle", " "+n.text, n.kids[0])
		w.display = outer
	case kindPhantom:
		w.wrap("mphantom", "", n.kids[0])
	case kindBoxed:
		w.wrap("mrow", ` class="mx"`, n.kids[0])
	}
}

func (w *writer) wrap(name, attrs string, n *node) {
	w.str("<" + name + attrs + ">")
	w.inside(n)
	w.str("</" + name + ">")
}

// rowNode writes what stood in braces. A sign alone in them has no space around it.
func (w *writer) rowNode(n *node) {
	if len(n.kids) == 1 && n.kids[0].kind == kindOperator {
		w.element("mo", ` lspace="0" rspace="0"`, n.kids[0].text)
		return
	}
	w.one(n)
}

func (w *writer) ident(n *node) {
	switch r, size := utf8.DecodeRuneInString(n.text); {
	case n.class == classBin:
		w.element("mo", ` lspace=".222em" rspace=".222em"`, n.text)
	case n.upright && size == len(n.text) && slants(r):
		w.element("mi", ` mathvariant="normal"`, n.text)
	default:
		w.element("mi", "", n.text)
	}
}

// slants reports whether browsers slant a letter that stands alone.
func slants(r rune) bool {
	return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || unicode.Is(unicode.Greek, r)
}

// stretches is what browsers make as high as the row it stands in.
const stretches = "()[]{}⟨⟩⌊⌋⌈⌉⟮⟯|‖"

func (w *writer) operator(n *node, p place) {
	attrs := ""
	bar := n.text == "|" || n.text == "‖"
	switch {
	case n.grows && n.size != "":
		attrs = ` stretchy="true" minsize="` + n.size + `em" maxsize="` + n.size + `em"`
	case n.grows && (!strings.Contains(stretches, n.text) || bar):
		attrs = ` stretchy="true"`
	case !n.grows && p.tall && strings.Contains(stretches, n.text):
		attrs = ` stretchy="false"`
	}
	switch {
	case n.class == classBin && p.class == classOrd:
		if p.before == classNone || !strings.ContainsAny(n.text, "+−±∓") {
			if !p.first {
				attrs += ` lspace="0" rspace="0"`
			}
		} else if hasOperandAfter(p.before) {
			attrs += ` lspace="0" rspace="0"`
		} else {
			attrs += ` form="prefix"`
		}
	case n.class == classRel && strings.ContainsAny(n.text, "∣|‖:"):
		attrs += ` lspace=".278em" rspace=".278em"`
	case n.class == classOpen && bar:
		attrs += ` form="prefix"`
	case n.class == classClose && bar:
		attrs += ` form="postfix"`
	case n.class == classOrd && n.grows, n.class == classInner:
		attrs += ` lspace="0" rspace="0"`
	}
	w.element("mo", attrs, n.text)
}

// edges keeps the spaces at the ends of a text, which browsers drop.
func edges(s string) string {
	if strings.HasPrefix(s, " ") {
		s = "\u00A0" + strings.TrimLeft(s, " ")
	}
	if strings.HasSuffix(s, " ") {
		s = strings.TrimRight(s, " ") + "\u00A0"
	}
	return s
}

func (w *writer) fraction(n *node) {
	attrs := ""
	if n.text != "" {
		attrs = ` linethickness="` + n.text + `"`
	}
	switch {
	case n.display && !w.display:
		attrs += ` displaystyle="true"`
	case n.inline && w.display:
		attrs += ` displaystyle="false"`
	}
	w.str("<mfrac" + attrs + ">")
	w.small(n.kids[0])
	w.small(n.kids[1])
	w.str("</mfrac>")
}

func (w *writer) root(n *node) {
	if len(n.kids) == 1 {
		w.wrap("msqrt", "", n.kids[0])
		return
	}
	w.str("<mroot>")
	w.one(n.kids[0])
	w.small(n.kids[1])
	w.str("</mroot>")
}

func (w *writer) scripts(n *node) {
	base, below, above := n.kids[0], n.kids[1], n.kids[2]
	name := "msubsup"
	under := n.limits == limitsAlways || n.limits == limitsDisplay && w.display
	if under {
		name = "munderover"
	}
	switch {
	case above == nil:
		name = map[bool]string{false: "msub", true: "munder"}[under]
	case below == nil:
		name = map[bool]string{false: "msup", true: "mover"}[under]
	}
	w.str("<" + name + ">")
	switch {
	case base.kind != kindOperator:
		w.one(base)
	case under && !w.display && base.class == classOp:
		w.element("mo", ` movablelimits="false"`, base.text)
	default:
		w.operator(base, place{class: base.class, tall: true})
	}
	if below != nil {
		w.small(below)
	}
	if above != nil {
		w.small(above)
	}
	w.str("</" + name + ">")
}

func (w *writer) accent(n *node) {
	base, below, above := n.kids[0], n.kids[1], n.kids[2]
	name, attr, mark := "mover", "accent", above
	if mark == nil {
		name, attr, mark = "munder", "accentunder", below
	}
	w.str("<" + name + " " + attr + `="true">`)
	w.one(base)
	if mark.grows || !strings.Contains("^~¯→ˇ", mark.text) {
		w.element("mo", "", mark.text)
	} else {
		w.element("mo", ` stretchy="false"`, mark.text)
	}
	w.str("</" + name + ">")
}

func (w *writer) fenced(n *node) {
	var kids []*node
	bracket := func(text string, c class) {
		if text != "" {
			kids = append(kids, &node{kind: kindOperator, class: c, text: text, grows: true})
		}
	}
	bracket(n.open, classOpen)
	for _, k := range n.kids {
		if k.kind == kindRow {
			kids = append(kids, k.kids...)
		} else {
			kids = append(kids, k)
		}
	}
	bracket(n.close, classClose)
	w.str("<mrow>")
	w.items(kids)
	w.str("</mrow>")
}

func (w *writer) table(n *node) {
	attrs := ""
	if n.look != "" {
		attrs = ` class="` + n.look + `"`
	}
	if n.display {
		attrs += ` displaystyle="true"`
	}
	columns := columnLooks(n.columns)
	outer := w.display
	w.display = n.display
	w.str("<mtable" + attrs + ">")
	for _, r := range n.rows {
		if r.ruled {
			w.str(`<mtr class="mh">`)
		} else {
			w.str("<mtr>")
		}
		for i, cell := range r.cells {
			if i < len(columns) && columns[i] != "" {
				w.wrap("mtd", ` class="`+columns[i]+`"`, cell)
			} else {
				w.wrap("mtd", "", cell)
			}
		}
		w.str("</mtr>")
	}
	w.str("</mtable>")
	w.display = outer
}

// columnLooks are the classes of the columns that {l|cr} asks for.
func columnLooks(spec string) []string {
	var looks []string
	line := ""
	for _, c := range spec {
		switch c {
		case '|':
			line = "mv "
		case 'l', 'r':
			looks = append(looks, strings.TrimSpace(line+"m"+string(c)))
			line = ""
		case 'c':
			looks = append(looks, strings.TrimSpace(line))
			line = ""
		}
	}
	return looks
}
