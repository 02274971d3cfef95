package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/diag"
)

// role is what a container is for.
type role uint8

const (
	roleUnknown role = iota // a plain box, text kept
	roleCallout
	roleDetails
	roleSteps
	roleTabs
	roleCodeGroup
)

// container is a block between ::: lines, or a callout.
type container struct {
	ast.BaseBlock
	role    role
	name    string // as written
	colons  int
	closed  bool // by a line of its own
	callout calloutKind
	fold    string
}

var kindContainer = ast.NewNodeKind("Container")

// Kind implements ast.Node.
func (n *container) Kind() ast.NodeKind { return kindContainer }

// Dump implements ast.Node.
func (n *container) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"Name": n.name}, nil)
}

// maxContainers is how deep containers may stand in each other. Each line of
// text is looked at by all that are open.
const maxContainers = 50

// containerNames are the names after ::: that mean something, for hints.
func containerNames() []string {
	return append(calloutNames(), "info", "danger", "details", "steps", "tabs", "code-group")
}

// containerParser reads
//
//	::: name Title          or  :::name[Title]
//	…
//	:::
//
// A closing line ends the innermost container with as many colons, else the
// innermost with fewer. So containers nest by longer runs of colons as well as
// by being closed one after the other.
type containerParser struct{ x *extras }

// Trigger implements parser.BlockParser.
func (p *containerParser) Trigger() []byte { return []byte{':'} }

// Open implements parser.BlockParser.
func (p *containerParser) Open(_ ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := r.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	origin := segment.Start - segment.Padding // of line's first byte
	colons := runOf(line[at:], ':')
	if colons < 3 {
		return nil, parser.NoChildren
	}
	name, title, from := splitContainerLine(line, at+colons)
	switch {
	case name == "" && len(bytes.TrimSpace(line[at+colons:])) == 0:
		p.x.find(finding{offset: origin + at, severity: diag.Warning, code: "STR012",
			msg:  fmt.Sprintf("%q closes nothing", strings.Repeat(":", colons)),
			hint: "remove it, or open a container above it, for example with ::: tip"})
		return nil, parser.NoChildren
	case name == "":
		return nil, parser.NoChildren
	case openContainers(pc) >= maxContainers:
		p.x.find(finding{offset: origin + at, severity: diag.Error, code: "LIM001",
			msg: fmt.Sprintf("containers stand more than %d deep in each other", maxContainers)})
		return nil, parser.NoChildren
	}
	c := &container{name: name, colons: colons}
	t := p.x.containerTitle(c, origin+at)
	if title != "" {
		t.Lines().Append(text.NewSegment(origin+from, origin+from+len(title)))
	}
	if title != "" || t.word != "" {
		t.SetPos(origin + at)
		c.AppendChild(c, t)
	}
	r.AdvanceToEOL()
	return c, parser.HasChildren
}

// containerTitle settles what c is and returns the title it will have.
func (x *extras) containerTitle(c *container, offset int) *blockTitle {
	name := c.name
	switch strings.ToLower(name) {
	case "info":
		name = "note"
	case "danger":
		name = "caution"
	}
	if kind, ok := calloutNamed(name); ok {
		c.role, c.callout = roleCallout, kind
		return x.calloutTitle(kind, "")
	}
	switch strings.ToLower(name) {
	case "details":
		c.role = roleDetails
		return &blockTitle{tag: "summary", word: x.word("details")}
	case "steps":
		c.role = roleSteps
		return &blockTitle{tag: "p"}
	case "tabs":
		c.role = roleTabs
		return &blockTitle{tag: "p"}
	case "code-group":
		c.role = roleCodeGroup
		return &blockTitle{tag: "p"}
	}
	f := finding{offset: offset, severity: diag.Warning, code: "STR011",
		msg: fmt.Sprintf("there is no container %q; its text is shown without a frame", name)}
	if near := diag.Nearest(name, containerNames()); near != "" {
		f.hint = fmt.Sprintf("did you mean ::: %s?", near)
	} else {
		f.hint = "the names are " + strings.Join(containerNames(), ", ")
	}
	x.find(f)
	return &blockTitle{tag: "p"}
}

// splitContainerLine reads the name and the title after the colons; from is
// where in line the title begins.
func splitContainerLine(line []byte, at int) (name, title string, from int) {
	at += len(line[at:]) - len(bytes.TrimLeft(line[at:], " \t"))
	end := at
	if at < len(line) && line[at] == '{' { // pandoc: ::: {.note}
		if i := bytes.IndexByte(line[at:], '}'); i > 0 {
			end = at + i + 1
		}
	}
	for end < len(line) && line[end] != '}' {
		r, size := utf8.DecodeRune(line[end:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' {
			break
		}
		end += size
	}
	name = string(line[at:end])
	rest := line[end:]
	from = end + len(rest) - len(bytes.TrimLeft(rest, " \t"))
	rest = bytes.TrimSpace(rest)
	if n := len(rest); n >= 2 && rest[0] == '[' && rest[n-1] == ']' {
		rest, from = rest[1:n-1], from+1
	}
	return name, string(rest), from
}

func runOf(b []byte, c byte) int {
	n := 0
	for n < len(b) && b[n] == c {
		n++
	}
	return n
}

func openContainers(pc parser.Context) int {
	n := 0
	for _, b := range pc.OpenedBlocks() {
		if b.Node.Kind() == kindContainer {
			n++
		}
	}
	return n
}

// Continue implements parser.BlockParser.
func (p *containerParser) Continue(node ast.Node, r text.Reader, pc parser.Context) parser.State {
	line, _ := r.PeekLine()
	indent, at := util.IndentWidth(line, r.LineOffset())
	if indent > 3 || at >= len(line) || line[at] != ':' {
		return parser.Continue | parser.HasChildren
	}
	colons := runOf(line[at:], ':')
	if colons < 3 || !util.IsBlank(line[at+colons:]) {
		return parser.Continue | parser.HasChildren
	}
	c := node.(*container)
	if closes(c, colons, indent, pc.OpenedBlocks()) != c {
		return parser.Continue | parser.HasChildren
	}
	c.closed = true
	r.AdvanceToEOL()
	return parser.Close
}

// closes returns which container of c and those open in it a closing line ends,
// or nil: the line is text of an open block, or too short for all of them.
func closes(c *container, colons, indent int, open []parser.Block) *container {
	inner, owned := reached(c, indent, open)
	if owned {
		return nil
	}
	var exact, shorter *container
	for _, c := range append([]*container{c}, inner...) {
		switch {
		case c.colons == colons:
			exact = c
		case c.colons < colons:
			shorter = c
		}
	}
	if exact != nil {
		return exact
	}
	return shorter
}

// reached returns the containers open inside of n that a line with that
// indentation comes to, outermost first. The line is owned if an open block
// keeps it whatever it says: fenced code does, a comment does, and so does a
// list item that the line is indented into.
func reached(n ast.Node, indent int, open []parser.Block) (inner []*container, owned bool) {
	for i, b := range open {
		if b.Node == n {
			open = open[i+1:]
			break
		}
	}
	for _, b := range open {
		switch n := b.Node.(type) {
		case *container:
			inner = append(inner, n)
		case *tabPanel, *ast.List:
		case *ast.FencedCodeBlock:
			return inner, true
		case *ast.HTMLBlock:
			return inner, n.HTMLBlockType <= ast.HTMLBlockType5
		case *ast.ListItem:
			return inner, indent >= n.Offset
		case *east.DefinitionList:
			return inner, indent >= n.Offset
		default:
			return inner, false
		}
	}
	return inner, false
}

// Close implements parser.BlockParser.
func (p *containerParser) Close(node ast.Node, _ text.Reader, _ parser.Context) {
	c := node.(*container)
	if !c.closed {
		p.x.find(finding{offset: c.Pos(), severity: diag.Warning, code: "STR012",
			msg:  fmt.Sprintf("container %q is never closed", c.name),
			hint: fmt.Sprintf("end it with a line %s", strings.Repeat(":", c.colons))})
	}
}

// CanInterruptParagraph implements parser.BlockParser.
func (p *containerParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (p *containerParser) CanAcceptIndentedLine() bool { return false }

// containers gives the parsed blocks their final form.
func (x *extras) containers(doc ast.Node, src []byte) {
	x.shape(doc, src)
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if g, ok := n.(*tabGroup); ok && entering {
			x.groups++
			g.number = x.groups
			x.limitTabs(g)
		}
		return ast.WalkContinue, nil
	})
}

// shape works from the leaves up, so that what a block becomes depends only on
// what is in it.
func (x *extras) shape(parent ast.Node, src []byte) {
	if parent.Type() == ast.TypeInline {
		return
	}
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		x.shape(n, src)
		switch n := n.(type) {
		case *ast.Blockquote:
			callout(n)
		case *container:
			x.shapeContainer(n, src)
		}
		n = next
	}
	x.docsifyTabs(parent, src)
	if c, ok := parent.(*container); !ok || c.role != roleCodeGroup {
		x.adjacentFences(parent, src)
	}
}

func (x *extras) shapeContainer(c *container, src []byte) {
	switch c.role {
	case roleSteps:
		x.steps(c)
	case roleTabs:
		x.tabs(c, src)
	case roleCodeGroup:
		x.codeGroup(c, src)
	}
}

// steps marks the ordered list of a container and takes the container away.
func (x *extras) steps(c *container) {
	found := false
	for n := c.FirstChild(); n != nil; n = n.NextSibling() {
		if l, ok := n.(*ast.List); ok && l.IsOrdered() {
			l.SetAttributeString("class", []byte("steps"))
			found = true
		}
	}
	if !found {
		x.find(finding{offset: c.Pos(), severity: diag.Warning, code: "STR011",
			msg: "container \"steps\" holds no numbered list", hint: "write the steps as 1. 2. 3."})
	}
	unwrap(c)
}

// unwrap puts the children of n in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, n, c)
		c = next
	}
	parent.RemoveChild(parent, n)
}

func (r extrasRenderer) container(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*container)
	_, _ = w.WriteString(containerTag(n, entering) + "\n")
	return ast.WalkContinue, nil
}

func containerTag(n *container, opening bool) string {
	switch {
	case n.role == roleDetails && opening:
		return `<details class="more">`
	case n.role == roleDetails:
		return `</div></details>`
	case n.fold != "" && !opening:
		return `</details>`
	case n.fold == "+":
		return `<details class="` + n.callout.class + `" open>`
	case n.fold == "-":
		return `<details class="` + n.callout.class + `">`
	case !opening:
		return `</div>`
	case n.role == roleCallout:
		return `<div class="` + n.callout.class + `" role="note">`
	}
	return `<div>`
}
