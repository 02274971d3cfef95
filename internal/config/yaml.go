package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
)

// maxDepth is how deep a document may nest. Nothing we read is deeper than a
// table of contents; what is deeper is an attack or an accident.
const maxDepth = 64

// How large a document may be. A table of contents of ten thousand pages fits
// into the configuration; front matter has no reason to be a book.
const (
	maxFront  = 64 << 10
	maxConfig = 4 << 20
)

// codes are the diagnostic codes of one kind of document, and its limit in bytes.
type codes struct {
	limit     int
	syntax    string // it is not YAML
	duplicate string // a key stands twice
	bomb      string // nested too deep, too large, or with aliases
	shape     string // the document is not a mapping
	kind      string // a value has the wrong type
	unknown   string // a key nobody knows
}

// document is a YAML mapping on its way to typed fields. Decoding is by hand,
// from the node tree, so that every value keeps its position and no value is
// coerced: a title is the text the author typed, whatever YAML takes it for.
type document struct {
	file  string
	first int // line of the file on which data begins
	data  []byte
	codes codes
	diags []diag.Diag
	pos   map[string]diag.Pos
}

// field is one key of a mapping with its value.
type field struct {
	key   string
	at    diag.Pos
	value *yaml.Node
}

// fields parses the document. It returns nothing for an empty one and for one
// that is refused.
func (d *document) fields() []field {
	if len(d.data) > d.codes.limit {
		d.errorf(d.line(1), d.codes.bomb, "%d KB of YAML, more than the %d KB that are read", len(d.data)>>10, d.codes.limit>>10)
		return nil
	}
	node, trouble := load(d.data)
	if trouble != nil {
		d.report(trouble)
		return nil
	}
	if node == nil {
		return nil
	}
	if n := findAlias(node); n != nil {
		d.errorf(d.at(n), d.codes.bomb, "YAML aliases (*name) are not supported").hint("write the value out where it is needed")
		return nil
	}
	if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		d.errorf(d.at(node), d.codes.shape, "expected lines of the form \"key: value\", found %s", kindName(node))
		return nil
	}
	return d.mapping(node)
}

// mapping lists the fields of a mapping node. The second of two equal keys is
// reported and dropped.
func (d *document) mapping(node *yaml.Node) []field {
	var out []field
	for i := 0; i+1 < len(node.Content); i += 2 {
		k, v := node.Content[i], node.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			d.errorf(d.at(k), d.codes.kind, "a key must be a word, not %s", kindName(k))
			continue
		}
		key := hangul.NFC(k.Value)
		if j := slices.IndexFunc(out, func(f field) bool { return f.key == key }); j >= 0 {
			d.errorf(d.at(k), d.codes.duplicate, "%q stands twice", key).hint("the first is on line %d; keep one of them", out[j].at.Line)
			continue
		}
		out = append(out, field{key: key, at: d.at(k), value: v})
	}
	return out
}

// load parses data into the node below the document node. nil, nil is an empty document.
func load(data []byte) (node *yaml.Node, trouble *trouble) {
	defer func() {
		if r := recover(); r != nil {
			node, trouble = nil, newTrouble(0, 0, "the YAML cannot be read")
		}
	}()
	var doc yaml.Node
	tooDeep := false
	limits := loaderlimits.New(loaderlimits.AliasNone(), loaderlimits.DepthFunc(func(depth int, _ *yaml.DepthContext) error {
		if depth > maxDepth {
			tooDeep = true
			return fmt.Errorf("nested more than %d deep", maxDepth)
		}
		return nil
	}))
	// An empty stream is an error to Load, and no error of the author's.
	if strings.TrimSpace(stripComments(string(data))) == "" {
		return nil, nil
	}
	if err := yaml.Load(data, &doc, yaml.WithPlugin(limits)); err != nil {
		t := asTrouble(err, data)
		t.bomb = tooDeep
		return nil, t
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil, nil
	}
	return doc.Content[0], nil
}

var comment = regexp.MustCompile(`(?m)^\s*#.*$`)

func stripComments(s string) string { return comment.ReplaceAllString(s, "") }

// trouble is why data is not YAML. Lines and columns count from 1 within data; 0 is unknown.
type trouble struct {
	line, col int
	msg       string
	bomb      bool
}

func newTrouble(line, col int, msg string) *trouble { return &trouble{line: line, col: col, msg: msg} }

func asTrouble(err error, data []byte) *trouble {
	var le *yaml.LoadError
	if !errors.As(err, &le) {
		return newTrouble(0, 0, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	line, col, msg := le.Mark.Line, le.Mark.Column, strings.TrimPrefix(le.Message, "yaml: ")
	if msg == "" {
		msg = "not valid YAML"
	}
	switch {
	case strings.Contains(msg, "found multiple"):
		return newTrouble(separatorLine(data), 1, "a second document begins here (---)")
	case le.ContextMark.Line > 0 && le.ContextMark.Line < line:
		// Noticed lines later: what was begun is what has to be mended.
		line, col = le.ContextMark.Line, le.ContextMark.Column
	}
	if l, c, ok := openBracket(data, line); ok {
		return newTrouble(l, c, "this bracket is not closed")
	}
	return newTrouble(line, col, msg)
}

// separatorLine finds the second line that is a document separator.
func separatorLine(data []byte) int {
	for i, s := range strings.Split(string(data), "\n") {
		if i > 0 && strings.HasPrefix(s, "---") {
			return i + 1
		}
	}
	return 1
}

// place is a line and column within a document, from 1.
type place struct{ line, col int }

// openBracket finds a [ or { that was opened on a line before the given one and
// not closed until there. YAML notices such a slip only where the next key
// stands, which is not where the author has to look.
func openBracket(data []byte, before int) (line, col int, ok bool) {
	var open []place
	for i, s := range strings.Split(string(data), "\n") {
		if i+1 >= before {
			break
		}
		open = brackets(open, i+1, s)
	}
	if len(open) == 0 {
		return 0, 0, false
	}
	last := open[len(open)-1]
	return last.line, last.col, true
}

// brackets carries the brackets that are open before a line to those that are
// open after it.
func brackets(open []place, line int, s string) []place {
	quote, prev, col := rune(0), ' ', 0
	for _, r := range s {
		col++
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '#' && prev == ' ':
			return open
		case (r == '"' || r == '\'') && strings.ContainsRune(" [{,:-", prev):
			quote = r
		case (r == '[' || r == '{') && (len(open) > 0 || strings.ContainsRune(" [{,", prev)):
			open = append(open, place{line, col})
		case (r == ']' || r == '}') && len(open) > 0:
			open = open[:len(open)-1]
		}
		prev = r
	}
	return open
}

func (d *document) report(t *trouble) {
	pos := d.line(t.line)
	pos.Col = t.col
	if t.line == 0 {
		pos = d.line(1)
	}
	if n := d.tabbed(max(t.line, 1)); n > 0 && !t.bomb {
		pos = d.line(n)
		pos.Col = 1
	}
	code := d.codes.syntax
	if t.bomb {
		code = d.codes.bomb
	}
	r := d.errorf(pos, code, "%s", t.msg)
	if !t.bomb {
		r.hint("%s", d.advice(pos.Line-d.first))
	}
}

// tabbed is the line, counted from 1, that is indented with a tab: the parser
// names the one before it.
func (d *document) tabbed(line int) int {
	lines := strings.Split(string(d.data), "\n")
	for n := line; n <= min(line+1, len(lines)); n++ {
		l := lines[n-1]
		if strings.Contains(l[:len(l)-len(strings.TrimLeft(l, " \t"))], "\t") {
			return n
		}
	}
	return 0
}

var keyValue = regexp.MustCompile(`^\s*(?:- )?([\pL\pN_-]+):[ \t]+(.+?)\s*$`)

// advice says how to mend the line with the given index, if that is known.
func (d *document) advice(index int) string {
	lines := strings.Split(string(d.data), "\n")
	if index < 0 || index >= len(lines) {
		return ""
	}
	line := lines[index]
	if indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]; strings.Contains(indent, "\t") {
		return "indent with spaces, not with tabs"
	}
	m := keyValue.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	value := m[2]
	if closing := map[byte]string{'[': "]", '{': "}"}[value[0]]; closing != "" {
		if len(brackets(nil, index, line)) > 0 {
			return fmt.Sprintf("end it with %s, or put the value in quotes", closing)
		}
		return ""
	}
	if q := value[:1]; q == `"` || q == `'` {
		value = strings.Trim(value, q)
	}
	return fmt.Sprintf("write it as %s: '%s'", m[1], strings.ReplaceAll(value, "'", "''"))
}

// findAlias returns the first alias node. Aliases are how small files become
// large ones and finite ones endless; they are refused, never followed.
func findAlias(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n
	}
	for _, c := range n.Content {
		if a := findAlias(c); a != nil {
			return a
		}
	}
	return nil
}

func kindName(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.MappingNode:
		return "a mapping"
	case !plainTag(n.Tag):
		return "a value tagged " + n.Tag
	case n.Tag == "!!null":
		return "nothing"
	}
	return strconv.Quote(shorten(n.Value))
}

func shorten(s string) string {
	if rs := []rune(s); len(rs) > 40 {
		return string(rs[:40]) + "…"
	}
	return s
}

func plainTag(tag string) bool {
	switch tag {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!merge":
		return true
	}
	return false
}

// diagRef lets a hint follow an error in the same breath.
type diagRef struct{ d *diag.Diag }

func (r diagRef) hint(format string, args ...any) { *r.d = r.d.WithHint(format, args...) }

func (d *document) errorf(pos diag.Pos, code, format string, args ...any) diagRef {
	return d.add(diag.Errorf(pos, code, format, args...))
}

func (d *document) warnf(pos diag.Pos, code, format string, args ...any) diagRef {
	return d.add(diag.Warnf(pos, code, format, args...))
}

func (d *document) add(x diag.Diag) diagRef {
	d.diags = append(d.diags, x)
	return diagRef{&d.diags[len(d.diags)-1]}
}

func (d *document) at(n *yaml.Node) diag.Pos {
	return diag.Pos{File: d.file, Line: d.first + n.Line - 1, Col: n.Column}
}

func (d *document) line(n int) diag.Pos { return diag.Pos{File: d.file, Line: d.first + max(n, 1) - 1} }

// The functions below take a typed value out of a field, or report and say no.

func (d *document) wrong(f field, want string) {
	d.errorf(d.at(f.value), d.codes.kind, "%s must be %s, not %s", f.key, want, kindName(f.value))
}

func scalar(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && plainTag(n.Tag) }

// text is the source text of a scalar, in one line: 2024 is "2024" and true is "true".
func (d *document) text(f field) (string, bool) {
	if !scalar(f.value) {
		d.wrong(f, "text")
		return "", false
	}
	if f.value.Tag == "!!null" {
		return "", true
	}
	return clean(f.value.Value), true
}

func (d *document) flag(f field) (value, ok bool) {
	if scalar(f.value) {
		switch strings.ToLower(f.value.Value) {
		case "true", "yes", "on":
			return true, true
		case "false", "no", "off":
			return false, true
		}
	}
	d.wrong(f, "true or false")
	return false, false
}

func (d *document) number(f field, low, high int) (int, bool) {
	if scalar(f.value) {
		if n, err := strconv.Atoi(f.value.Value); err == nil && low <= n && n <= high {
			return n, true
		}
	}
	d.wrong(f, fmt.Sprintf("a whole number from %d to %d", low, high))
	return 0, false
}

// list is the scalars of a list, or the one scalar there is.
func (d *document) list(f field) []field {
	switch {
	case scalar(f.value) && f.value.Tag == "!!null":
		return nil
	case scalar(f.value):
		return []field{f}
	case f.value.Kind != yaml.SequenceNode:
		d.wrong(f, "a list")
		return nil
	}
	var out []field
	for i, n := range f.value.Content {
		e := field{key: fmt.Sprintf("%s.%d", f.key, i), at: d.at(n), value: n}
		if !scalar(n) {
			d.wrong(e, "text")
			continue
		}
		out = append(out, e)
	}
	return out
}

// clean composes s, folds its white space and drops what is invisible and
// harmful: control characters (YAML escapes can make them) and noncharacters.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == utf8.RuneError, r&0xFFFE == 0xFFFE, '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
			return -1
		}
		return r
	}, s)
	return hangul.NFC(strings.Join(strings.Fields(s), " "))
}
