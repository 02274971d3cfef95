package region

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/worldmap"
)

// arrow is how a link is drawn.
type arrow struct{ tail, head, dotted bool }

// arrows are all there are: with a head, with none, with two; dotted or not.
var arrows = map[string]arrow{
	"-->":   {head: true},
	"---":   {},
	"<-->":  {tail: true, head: true},
	"-.->":  {head: true, dotted: true},
	"-.-":   {dotted: true},
	"<-.->": {tail: true, head: true, dotted: true},
}

// written is how an arrow is written.
func (a arrow) written() string {
	for _, s := range []string{"-->", "---", "<-->", "-.->", "-.-", "<-.->"} {
		if arrows[s] == a {
			return s
		}
	}
	return "-->"
}

// statement is a line of links whose ends are names yet.
type statement struct {
	line  parse.Line
	ends  [][]end // ends[i] and ends[i+1] are joined by arrow[i]
	arrow []arrow
	label parse.Label
}

// end is a name and where it stands.
type end struct {
	name string
	at   int // byte offset in the line
}

// field is a word of a line and where it stands.
type field struct {
	text string
	at   int
}

// fields splits a line at white space. What stands in double quotes or in
// parentheses is masked, so that nothing in there looks like an arrow.
func fields(s string) []field {
	m := mask(s)
	var fs []field
	for i := 0; i < len(m); {
		if isSpace(m[i]) {
			i++
			continue
		}
		j := i
		for j < len(m) && !isSpace(m[j]) {
			j++
		}
		fs = append(fs, field{m[i:j], i})
		i = j
	}
	return fs
}

// mask overwrites what stands in double quotes or in parentheses that begin a
// word, byte by byte.
func mask(s string) string {
	if !strings.ContainsAny(s, `"(`) {
		return s
	}
	b := []byte(s)
	for i := 0; i < len(b); i++ {
		if i > 0 && !isSpace(b[i-1]) {
			continue
		}
		end := -1
		switch b[i] {
		case '"':
			end = strings.IndexByte(s[i+1:], '"')
		case '(':
			end = strings.IndexByte(s[i+1:], ')')
		}
		for n := 0; n < end; n++ {
			b[i+1+n] = 'x'
		}
		i += max(end, 0)
	}
	return string(b)
}

// isLink tells whether the line has an arrow.
func isLink(s string) bool {
	if !strings.Contains(s, "-") {
		return false
	}
	for _, f := range fields(s) {
		if _, ok := arrows[f.text]; ok {
			return true
		}
	}
	return false
}

// statement reads a line of links.
func (r *reader) statement(l parse.Line) {
	st := statement{line: l}
	text := l.Text
	fs := fields(text)
	if at, n := labelAt(text, fs); at >= 0 {
		st.label = r.Label(l, at+n, text[at+n:])
		if st.label.Text == "" {
			r.Syntax(l.No, l.ColAt(at), "a --> b : label", "a label is missing after the colon")
		}
		text = text[:at]
	}
	start := 0
	for _, f := range fs {
		a, ok := arrows[f.text]
		switch {
		case f.at >= len(text):
		case ok:
			ends, ok := r.ends(l, text, start, f.at)
			if !ok {
				return
			}
			st.ends, st.arrow = append(st.ends, ends), append(st.arrow, a)
			start = f.at + len(f.text)
		case nearArrow(f.text):
			r.wrongArrow(l, f)
			return
		}
	}
	if ends, ok := r.ends(l, text, start, len(text)); ok {
		st.ends = append(st.ends, ends)
		r.pending = append(r.pending, st)
	}
}

// labelAt finds where the last end stops and the label begins: the first colon
// after an arrow. n is its length.
func labelAt(text string, fs []field) (at, n int) {
	for _, f := range fs {
		if _, ok := arrows[f.text]; !ok {
			continue
		}
		m := mask(text)
		for i := f.at; i < len(m); i++ {
			if n := parse.Colon(m, i); n > 0 {
				return i, n
			}
		}
		break
	}
	return -1, 0
}

// ends reads text[from:to], names joined by &.
func (r *reader) ends(l parse.Line, text string, from, to int) (ends []end, ok bool) {
	start := from
	take := func(until int) bool {
		raw := text[start:until]
		name := strings.TrimSpace(raw)
		at := start + len(raw) - len(strings.TrimLeft(raw, " \t"))
		if len(name) >= 2 && name[0] == '"' && name[len(name)-1] == '"' {
			name = name[1 : len(name)-1]
		}
		ends = append(ends, end{squeeze(name), at})
		return name != ""
	}
	for _, f := range fields(text[from:to]) {
		if f.text != "&" {
			continue
		}
		if !take(from + f.at) {
			r.Syntax(l.No, l.ColAt(from+f.at), "a & b --> c", "a name is missing before &")
			return nil, false
		}
		start = from + f.at + 1
	}
	if take(to) {
		return ends, true
	}
	r.Syntax(l.No, l.ColAt(min(to, len(strings.TrimRight(text, " \t")))), "a --> b", "a link needs a name at each end")
	return nil, false
}

// arrowSigns are the characters of which people make arrows.
const arrowSigns = "-=.~<>ox→←↔⇒⇐⇔⟶⟵"

// nearArrow tells whether s is like an arrow without being one of ours. A
// single sign other than an arrow is a dash.
func nearArrow(s string) bool {
	if s == "" || strings.Trim(s, "ox") == "" {
		return false
	}
	head, _, _ := strings.Cut(s, "|")
	if _, ok := arrows[s]; ok || head == "" || strings.Trim(head, arrowSigns) != "" || strings.Trim(head, ".ox") == "" {
		return false
	}
	return utf8.RuneCountInString(head) > 1 || strings.ContainsAny(head, "→←↔⇒⇐⇔⟶⟵")
}

// nearlyLink reports a line that was meant to be a link, if it looks like one. A
// line that begins with a kind may have much in its title.
func (r *reader) nearlyLink(l parse.Line, rest string, item bool) bool {
	second, _, _ := cutWord(rest)
	signs := []string{"<-.->", "<-->", "-.->", "-->", "-.-", "---", "->", "=>", "→"}
	if item {
		signs = signs[:4]
		if !nearArrow(second) && !strings.Contains(l.Text, "-->") && !strings.Contains(l.Text, ".->") {
			return false
		}
	}
	for _, f := range fields(l.Text) {
		if nearArrow(f.text) && (!item || f.text == second) {
			r.wrongArrow(l, f)
			return true
		}
	}
	for _, f := range fields(l.Text) {
		for _, sign := range signs {
			if i := strings.Index(f.text, sign); i >= 0 {
				r.Syntax(l.No, l.ColAt(f.at+i), "put spaces around the arrow: a --> b", "%q reads as one word", shorten(f.text))
				return true
			}
		}
	}
	return false
}

// wrongArrow reports an arrow that is not ours and says which one is.
func (r *reader) wrongArrow(l parse.Line, f field) {
	sign, label, labelled := strings.Cut(f.text, "|")
	if labelled {
		label, _, _ = strings.Cut(l.Text[f.at+len(sign)+1:], "|")
		r.wrongLabel(l, f.at+len(sign), arrow{head: true, dotted: strings.Contains(sign, ".")}, label)
		return
	}
	if sign == "--" || sign == "==" || sign == "-." { // -- label -->
		after := f.at + len(sign)
		for _, other := range fields(l.Text[after:]) {
			if _, ok := arrows[other.text]; ok || nearArrow(other.text) {
				a := arrow{head: strings.Contains(other.text, ">"), dotted: strings.Contains(sign, ".")}
				r.wrongLabel(l, f.at, a, l.Text[after:after+other.at])
				return
			}
		}
	}
	back := strings.ContainsAny(sign, "<←↔⇐⇔⟵")
	ahead := strings.ContainsAny(sign, ">→↔⇒⇔⟶ox")
	a := arrow{tail: back && ahead, head: back || ahead, dotted: strings.Contains(sign, ".")}
	hint := fmt.Sprintf("write %s", a.written())
	if back && !ahead {
		hint = fmt.Sprintf("write the ends the other way round: b %s a", a.written())
	}
	r.Syntax(l.No, l.ColAt(f.at), hint, "%q is no arrow", sign)
}

// wrongLabel reports a label that stands in an arrow.
func (r *reader) wrongLabel(l parse.Line, at int, a arrow, label string) {
	label = shorten(cmp.Or(strings.TrimSpace(label), "label"))
	r.Syntax(l.No, l.ColAt(at), fmt.Sprintf("a %s b : %s", a.written(), label), "a label stands at the end of the line, after a colon")
}

// shorten keeps hints to one line.
func shorten(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// join turns names into items, now that all of them are known.
func (r *reader) join() {
	drawn := map[same]int{} // to find a link that is written twice
	tried, arcs := 0, 0     // not all of what is tried is drawn, but all of it takes time
	for _, st := range r.pending {
		ends := make([][]*item, len(st.ends))
		known := true
		for i, names := range st.ends {
			for _, e := range names {
				it := r.find(st.line, e)
				ends[i] = append(ends[i], it)
				known = known && it != nil
			}
		}
		if !known {
			continue
		}
		for i, a := range st.arrow {
			for f, from := range ends[i] {
				for t, to := range ends[i+1] {
					if tried++; tried > maxLinks {
						r.Limit(st.line.No, st.line.Col, "leave some out, or split the diagram", "more than %d links are too many for a diagram", maxLinks)
						return
					}
					if from.kind == pinKind && to.kind == pinKind {
						if arcs++; arcs > maxArcs {
							r.Limit(st.line.No, st.line.Col, "leave some out", "more than %d links between pins are too many for a map", maxArcs)
							return
						}
					}
					if r.mayJoin(st, st.ends[i][f], st.ends[i+1][t], from, to) {
						r.add(drawn, st, link{from: from, to: to, dotted: a.dotted, tail: a.tail, head: a.head, label: st.label})
					}
				}
			}
		}
	}
}

// same is what two links have in common that look the same.
type same struct {
	from, to *item
	arrow    arrow
	label    string
}

// mostRepeated is how many repeated links are reported, so that they leave room
// for what keeps the diagram from being drawn.
const mostRepeated = 3

// add adds a link, unless the same was drawn before.
func (r *reader) add(drawn map[same]int, st statement, l link) {
	key := same{l.from, l.to, arrow{l.tail, l.head, l.dotted}, l.label.Text}
	if line := drawn[key]; line > 0 {
		if r.repeated++; r.repeated > mostRepeated {
			return
		}
		where := "by this line already"
		if line != st.line.No {
			where = parse.Away(st.line.No, line)
		}
		r.Ignored(st.line.No, st.line.Col, "keep one of them", "the same link is drawn %s", where)
		return
	}
	drawn[key] = st.line.No
	l.line = st.line.No
	r.d.links = append(r.d.links, &l)
}

// find returns the item with the name, or reports why there is none.
func (r *reader) find(l parse.Line, e end) *item {
	if it := r.ids[e.name]; it != nil {
		return it
	}
	called := r.titles[e.name]
	switch len(called) {
	case 1:
		return called[0]
	case 0:
		r.unknownEnd(l, e)
	default:
		r.Syntax(l.No, l.ColAt(e.at), fmt.Sprintf("give one an id and use that: %s a1: %s", called[1].kind.name(), shorten(e.name)),
			"%q may be what stands %s or %s", shorten(e.name), parse.Away(l.No, called[0].line), parse.Away(l.No, called[1].line))
	}
	return nil
}

func (r *reader) unknownEnd(l parse.Line, e end) {
	var known []string
	hint := "links name an item by its id, or by its title if it has no id"
	if r.hints > mostHints {
		r.Syntax(l.No, l.ColAt(e.at), hint, "there is no item %q", shorten(e.name))
		return
	}
	byTitle := false
	for _, it := range r.d.items {
		if it.id != "" {
			known = append(known, it.id)
		}
		if it.named && squeeze(it.title.Text) == e.name || it.code != "" && it.place.Name == e.name {
			hint = fmt.Sprintf("use its id: %s", it.id)
			byTitle = true
		}
	}
	word, rest, _ := cutWord(e.name)
	tight := parse.TightColon(e.name)
	_, region := worldmap.Lookup(e.name, true)
	switch near := r.nearest(e.name, known); {
	case byTitle:
	case tight >= 0:
		hint = fmt.Sprintf("a label begins with a colon between spaces: %s : %s", shorten(e.name[:tight]), shorten(e.name[tight+1:]))
	case kindOf(word) != nil && rest != "":
		hint = `an item and its links are lines of their own; a title with an arrow stands in double quotes`
	case region && r.theMap != nil:
		hint = fmt.Sprintf("add it to the map: pin %s", e.name)
	case near != "":
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	r.Syntax(l.No, l.ColAt(e.at), hint, "there is no item %q", shorten(e.name))
}

// mayJoin tells whether a line can be drawn between the two.
func (r *reader) mayJoin(st statement, f, t end, from, to *item) bool {
	no, col := st.line.No, st.line.ColAt(t.at)
	inner, outer := to, from
	if within(from, to) {
		inner, outer = from, to
	}
	switch {
	case from == to:
		r.Syntax(no, col, "join two different ones, or say it in a note", "%q is joined to itself", shorten(f.name))
	case within(inner, outer):
		r.Syntax(no, col, fmt.Sprintf("join it to another item in %q, or to something outside", shorten(outer.title.Text)),
			"%q stands inside of %q: there is no way between them", shorten(inner.title.Text), shorten(outer.title.Text))
	case (from.kind == pinKind) != (to.kind == pinKind):
		r.Syntax(no, col, "join two pins; the region that a pin opens is joined by its own name", "a link cannot leave the map")
	default:
		return true
	}
	return false
}

// within tells whether it stands inside of outer, at any depth.
func within(it, outer *item) bool {
	for p := it.parent; p != nil; p = p.parent {
		if p == outer {
			return true
		}
	}
	return false
}
