package loop

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/diagram/parse"
)

// How much one picture can hold.
const (
	minSteps    = 3
	maxSteps    = 16
	maxHalf     = 8 // steps in each half of an infinity loop
	maxSections = 8 // of a ring: one colour each
)

// A plan is what the author wrote.
type plan struct {
	title    string
	infinity bool // two halves; otherwise a ring
	ccw      bool // a ring that runs counterclockwise
	sections []section
	steps    []step // in order; those of a section are one after another
}

type section struct {
	line      parse.Line
	name, sub parse.Label
	steps     int // how many
}

type step struct {
	line    parse.Line
	name    parse.Label
	caption []string // its lines as the author divided them
	col     int      // of the caption in the line
	section int      // index; 0 also if there are no sections
}

// note is the caption on one line.
func (s step) note() string { return strings.Join(s.caption, ", ") }

// settings are the words that begin a line which is no step, and what each means.
var settings = map[string]string{
	"title": "title", "제목": "title",
	"shape": "shape", "모양": "shape",
	"direction": "direction", "방향": "direction",
	"section": "section", "구역": "section",
}

type reader struct {
	*parse.Problems
	plan  plan
	shape string                // "" if not given
	given map[string]parse.Line // settings that are allowed once
}

// read reads the language. What it returns is whole only if there are no problems.
func read(src string, problems *parse.Problems) *plan {
	r := reader{Problems: problems, given: map[string]parse.Line{}}
	last := parse.Line{No: 1, Col: 1}
	for _, l := range parse.Lines(src) {
		if r.full(l) {
			return &r.plan
		}
		r.line(unlisted(l))
		last = l
	}
	if !r.Bad {
		r.check(last)
	}
	return &r.plan
}

// full tells whether no picture can hold any more, so that the rest, however
// long it is, need not be read.
func (r *reader) full(l parse.Line) bool {
	if len(r.plan.steps) <= maxSteps && len(r.plan.sections) <= maxSteps {
		return false
	}
	r.tooMany()
	return true
}

// marker is what begins an item of a list in Markdown. Steps are written like
// one, so their order is told by the lines, not by the numbers.
var marker = regexp.MustCompile(`^([-*+]|\d{1,2}[.)])[ \t]+`)

func unlisted(l parse.Line) parse.Line {
	n := len(marker.FindString(l.Text))
	l.Col, l.Text = l.ColAt(n), l.Text[n:]
	return l
}

func (r *reader) line(l parse.Line) {
	word := l.Text
	if i := strings.IndexAny(word, " \t"); i >= 0 {
		word = word[:i]
	}
	if settings[word] == "" {
		r.step(l)
		return
	}
	rest := strings.TrimLeft(l.Text[len(word):], " \t")
	at := len(l.Text) - len(rest)
	switch {
	case rest == "":
		r.Valueless(l, word, at, usage(word))
	case parse.Colon(l.Text, at) > 0:
		r.colonAfter(l, word, at)
	case settings[word] == "section":
		r.section(l, at)
	default:
		r.setting(word, l, at)
	}
}

// usage shows how a setting is written.
func usage(word string) string {
	value := map[string]string{
		"title": "TEXT", "shape": "ring", "direction": "ccw", "section": "NAME | SUBTITLE",
	}[settings[word]]
	return fmt.Sprintf("%s %s (or %q in quotes if it is a step)", word, value, word)
}

func quoteHint(word string) string {
	return fmt.Sprintf("a step of that name is written in quotes: %q", word)
}

// colonAfter notes the colon at byte offset at, which is behind a setting.
func (r *reader) colonAfter(l parse.Line, word string, at int) {
	hint := quoteHint(word)
	if rest := strings.TrimSpace(afterColon(l.Text, at)); rest != "" {
		hint = fmt.Sprintf("write: %s %s (or %q in quotes if it is a step)", word, short(rest), word)
	}
	r.Syntax(l.No, l.ColAt(at), hint, "no colon belongs after %q", word)
}

// afterColon is what follows the colon at byte i of s, which may be a tight one.
func afterColon(s string, i int) string { return s[i+max(1, parse.Colon(s, i)):] }

// short keeps a message to a line.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}

func (r *reader) setting(word string, l parse.Line, at int) {
	setting := settings[word]
	if first, twice := r.given[setting]; twice {
		r.Twice(l, word, first.No)
		return
	}
	r.given[setting] = l
	switch setting {
	case "title":
		title := r.Label(l, at, l.Text[at:])
		r.NoTitleLink(title)
		r.plan.title = title.Text
	case "shape":
		r.shape = r.choice(l, at, word, "ring", "infinity")
	case "direction":
		r.plan.ccw = r.choice(l, at, word, "cw", "ccw") == "ccw"
	}
}

// choice reads the value of a setting, which is one of allowed.
func (r *reader) choice(l parse.Line, at int, word string, allowed ...string) string {
	value := l.Text[at:]
	if slices.Contains(allowed, value) {
		return value
	}
	hint := fmt.Sprintf("write: %s %s (or the line in quotes if it is a step)", word, strings.Join(allowed, ", or: "+word+" "))
	if near := diag.Nearest(value, allowed); near != "" {
		hint = fmt.Sprintf("did you mean: %s %s", word, near)
	}
	r.Syntax(l.No, l.ColAt(at), hint, "there is no %s %q", word, short(value))
	return ""
}

func (r *reader) section(l parse.Line, at int) {
	from := r.opening(l, at)
	if from < 0 {
		return
	}
	end, after := until(l.Text, from, bar)
	if !r.whole(l, at, from, end) {
		return
	}
	s := section{line: l}
	var ok bool
	if s.name, ok = r.label(l, at, end, "this section has no name", "write for example: section Dev | 개발"); !ok {
		return
	}
	if after >= 0 {
		if s.sub, ok = r.label(l, after, len(l.Text), "there is no subtitle after the bar", "write one, or remove the bar"); !ok {
			return
		}
		r.leadsNowhere(s.sub, "a subtitle", "section")
	}
	if len(r.plan.sections) == 0 && len(r.plan.steps) > 0 {
		first := r.plan.steps[0].line
		r.Syntax(first.No, first.Col, fmt.Sprintf("move it under a section, or write a section above it; the first is %s", parse.Away(first.No, l.No)), "this step belongs to no section")
	}
	r.plan.sections = append(r.plan.sections, s)
}

func (r *reader) step(l parse.Line) {
	from := r.opening(l, 0)
	if from < 0 {
		return
	}
	end, after := until(l.Text, from, parse.Colon)
	if r.arrow(l, from, end) || !r.whole(l, 0, from, end) || after < 0 && from == 0 && r.tight(l) {
		return
	}
	if word := strings.TrimSpace(l.Text[:end]); after >= 0 && settings[word] != "" {
		r.colonAfter(l, word, end)
		return
	}
	s := step{line: l}
	var ok bool
	if s.name, ok = r.label(l, 0, end, "this step has no name", "write for example: 계획 : 요구 사항, 이슈"); !ok {
		return
	}
	if after >= 0 {
		if s.caption, s.col = r.caption(l, after); s.caption == nil {
			return
		}
	}
	if n := len(r.plan.sections); n > 0 {
		s.section = n - 1
		r.plan.sections[n-1].steps++
	}
	r.plan.steps = append(r.plan.steps, s)
}

// arrows join steps in other languages of diagrams.
var arrows = regexp.MustCompile(`[-=.<]*[-=]>|[→⇒➔➜]`)

// arrow notes an arrow in a part of a step's name.
func (r *reader) arrow(l parse.Line, from, end int) bool {
	at := arrows.FindStringIndex(l.Text[from:end])
	if at == nil {
		return false
	}
	r.Syntax(l.No, l.ColAt(from+at[0]), "write each step on a line of its own, in order (or the name in quotes if it has an arrow)",
		"no arrow leads from step to step: their order is that of the lines")
	return true
}

// tight notes a colon between two words of a step without a caption: whether it
// begins one, only its author knows.
func (r *reader) tight(l parse.Line) bool {
	at := parse.TightColon(l.Text)
	if at < 0 {
		return false
	}
	name, caption := strings.TrimSpace(l.Text[:at]), strings.TrimSpace(afterColon(l.Text, at))
	if settings[name] != "" {
		r.colonAfter(l, name, at)
		return true
	}
	r.Syntax(l.No, l.ColAt(at), fmt.Sprintf("write: %s : %s (or the whole name in quotes)", short(name), short(caption)),
		"it is not clear whether this colon begins a caption")
	return true
}

// caption reads what stands from byte offset at on, divided at its commas.
func (r *reader) caption(l parse.Line, at int) (lines []string, col int) {
	raw := strings.TrimSpace(l.Text[at:])
	label, ok := r.label(l, at, len(l.Text), "there is no caption after the colon", "write one, or remove the colon")
	if !ok {
		return nil, 0
	}
	r.leadsNowhere(label, "a caption", "step")
	col = l.ColAt(len(l.Text) - len(raw))
	if raw[0] == '"' && label.Text != raw {
		return []string{label.Text}, col
	}
	for part := range strings.SplitSeq(label.Text, ", ") {
		if part = strings.TrimSpace(part); part != "" {
			lines = append(lines, part)
		}
	}
	return lines, col
}

func (r *reader) leadsNowhere(label parse.Label, what, owner string) {
	if label.Link != nil {
		r.Ignored(label.Link.Line, label.Link.Col, "make the name of the "+owner+" the link", "%s leads nowhere", what)
	}
}

// label reads a label between two byte offsets, which may not be empty. It
// tells whether there is one; if not, the problem has been noted.
func (r *reader) label(l parse.Line, from, to int, empty, hint string) (parse.Label, bool) {
	noted := len(r.List)
	label := r.Label(l, from, l.Text[from:to])
	label.Text = strings.TrimSpace(label.Text)
	switch {
	case label.Text != "":
		return label, true
	case len(r.List) == noted:
		r.Syntax(l.No, l.ColAt(from), hint, "%s", empty)
	}
	return label, false
}

// A mark tells how long the sign at byte i of s is that ends a name, 0 if there
// is none.
type mark func(s string, i int) int

func bar(s string, i int) int {
	if s[i] == '|' {
		return 1
	}
	return 0
}

// opening is the offset after the quotes or the link that a name begins with at
// byte offset at; at itself if it begins with neither. What stands in them means
// nothing else. If they are broken, opening notes it and returns -1.
func (r *reader) opening(l parse.Line, at int) int {
	s := l.Text[at:]
	switch s[0] {
	case '"':
		n := strings.IndexByte(s[1:], '"')
		if n < 0 {
			r.Syntax(l.No, l.ColAt(at), "close it, or leave both quotes out", "this quote is not closed")
			return -1
		}
		return at + n + 2
	case '[':
		open := strings.IndexByte(s, ']') + 1
		if open == 0 || !strings.HasPrefix(s[open:], "(") {
			return at
		}
		n := addressEnd(s[open:])
		if n < 0 {
			r.Syntax(l.No, l.ColAt(at+open), "close it with a parenthesis: [name](../page.md)", "the address of this link does not end")
			return -1
		}
		return at + open + n
	}
	return at
}

// until finds the first mark in s from byte offset from on, and what comes after
// it, which is -1 if there is none.
func until(s string, from int, marked mark) (end, after int) {
	for i := from; i < len(s); i++ {
		if n := marked(s, i); n > 0 {
			return i, i + n
		}
	}
	return len(s), -1
}

// whole tells whether a name that begins with a link, which ends at from, is
// nothing else; if not, it notes that.
func (r *reader) whole(l parse.Line, at, from, end int) bool {
	rest := strings.TrimLeft(l.Text[from:end], " \t")
	if from == at || l.Text[at] != '[' || rest == "" {
		return true
	}
	r.Syntax(l.No, l.ColAt(end-len(rest)), "put it inside of the brackets: the whole name is the link", "there is text between the link and the end of the name")
	return false
}

// addressEnd is the offset after the address of a link, which begins with a
// parenthesis at the start of s and may hold others in pairs; -1 if it has no end.
func addressEnd(s string) int {
	if strings.HasPrefix(s, "(<") {
		if n := strings.Index(s, ">)"); n >= 0 {
			return n + 2
		}
	}
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// check looks at the whole. Last is the last line, where what is missing would stand.
func (r *reader) check(last parse.Line) {
	p := &r.plan
	p.infinity = r.shape == "infinity" || r.shape == "" && len(p.sections) == 2
	if l := r.given["shape"]; p.infinity && len(p.sections) != 2 {
		r.Syntax(l.No, l.Col, "write two sections, or: shape ring", "an infinity loop has two sections, and this one has %d", len(p.sections))
		return
	}
	if l, given := r.given["direction"]; given && p.infinity {
		r.Syntax(l.No, l.Col, "remove it, or add: shape ring", "an infinity loop has no direction to choose: it runs both ways round")
	}
	for _, s := range p.sections {
		if s.steps == 0 {
			r.Syntax(s.line.No, s.line.Col, "write its steps under it, a line each", "this section has no steps")
		}
	}
	if n := len(p.steps); n < minSteps && !r.Bad {
		r.Syntax(last.No, last.Col, "write each step on a line of its own", "a loop needs %d steps at least, and this one has %d", minSteps, n)
	}
	r.tooMany()
}

// tooMany notes which of the limits is passed, at the line that passes it.
func (r *reader) tooMany() {
	p := &r.plan
	half := map[int]int{}
	for i, s := range p.steps {
		half[s.section]++
		switch {
		case i == maxSteps:
			r.Limit(s.line.No, s.line.Col, "draw two loops, or gather several steps in one", "this loop has too many steps: %d are allowed", maxSteps)
			return
		case p.infinity && half[s.section] > maxHalf:
			r.Limit(s.line.No, s.line.Col, "gather several steps in one, or write: shape ring", "this half has too many steps: %d are allowed", maxHalf)
			return
		}
	}
	if len(p.sections) > maxSections {
		l := p.sections[maxSections].line
		r.Limit(l.No, l.Col, "gather several sections in one, or leave the sections out", "this loop has too many sections: %d are allowed", maxSections)
	}
}
