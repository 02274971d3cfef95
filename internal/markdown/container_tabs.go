package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/diag"
)

// tabGroup is a row of labels with one panel shown at a time. It works without
// scripts: the labels are those of radio buttons.
type tabGroup struct {
	ast.BaseBlock
	number int // in the page, from 1
}

// maxTabs is how many tabs a group may have; the rest is shown below it.
const maxTabs = 100

// tabPanel is one of them.
type tabPanel struct {
	ast.BaseBlock
	label string // plain text
	index int    // in its group
}

var (
	kindTabGroup = ast.NewNodeKind("TabGroup")
	kindTabPanel = ast.NewNodeKind("TabPanel")
)

// Kind implements ast.Node.
func (n *tabGroup) Kind() ast.NodeKind { return kindTabGroup }

// Dump implements ast.Node.
func (n *tabGroup) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Kind implements ast.Node.
func (n *tabPanel) Kind() ast.NodeKind { return kindTabPanel }

// Dump implements ast.Node.
func (n *tabPanel) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"Label": n.label}, nil)
}

// tabParser reads the "== Label" lines of a tabs container.
type tabParser struct{}

// Trigger implements parser.BlockParser.
func (tabParser) Trigger() []byte { return []byte{'='} }

// Open implements parser.BlockParser.
func (tabParser) Open(parent ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	c, ok := parent.(*container)
	if !ok || c.role != roleTabs || pc.BlockOffset() < 0 {
		return nil, parser.NoChildren
	}
	line, segment := r.PeekLine()
	at, label := tabLabel(line, pc.BlockOffset())
	if label == 0 {
		return nil, parser.NoChildren
	}
	origin := segment.Start - segment.Padding
	title := &blockTitle{}
	title.SetPos(origin + at)
	title.Lines().Append(text.NewSegment(origin+at, origin+at+label))
	p := &tabPanel{}
	p.AppendChild(p, title)
	r.AdvanceToEOL()
	return p, parser.HasChildren
}

// tabLabel finds the label in "== Label": where it begins and how long it is,
// 0 if the line is no such line. Quotes around it, as in Material for MkDocs,
// are not part of it.
func tabLabel(line []byte, at int) (from, length int) {
	n := runOf(line[at:], '=')
	rest := line[at+n:]
	if n < 2 || len(rest) == 0 || rest[0] != ' ' && rest[0] != '\t' {
		return 0, 0
	}
	from = at + n + len(rest) - len(bytes.TrimLeft(rest, " \t"))
	rest = bytes.TrimSpace(rest)
	if m := len(rest); m > 2 && rest[0] == '"' && rest[m-1] == '"' {
		return from + 1, m - 2
	}
	return from, len(rest)
}

// Continue implements parser.BlockParser. A panel ends at the next label.
func (tabParser) Continue(node ast.Node, r text.Reader, pc parser.Context) parser.State {
	line, _ := r.PeekLine()
	indent, at := util.IndentWidth(line, r.LineOffset())
	if indent > 3 || at >= len(line) {
		return parser.Continue | parser.HasChildren
	}
	if _, label := tabLabel(line, at); label == 0 {
		return parser.Continue | parser.HasChildren
	}
	if inner, owned := reached(node, indent, pc.OpenedBlocks()); owned || len(inner) > 0 {
		return parser.Continue | parser.HasChildren
	}
	return parser.Close
}

// Close implements parser.BlockParser.
func (tabParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (tabParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (tabParser) CanAcceptIndentedLine() bool { return false }

// tabs makes a group of the panels of a container. What stands before the first
// label stays before the group.
func (x *extras) tabs(c *container, src []byte) {
	g := &tabGroup{}
	for n := c.FirstChild(); n != nil; {
		next := n.NextSibling()
		if p, ok := n.(*tabPanel); ok {
			p.label = plainText(p.FirstChild(), src)
			p.RemoveChild(p, p.FirstChild())
			g.AppendChild(g, p)
		}
		n = next
	}
	x.finishGroup(c, g, "tabs", "begin each tab with a line == Label")
}

// finishGroup puts g and what c still holds in the place of c.
func (x *extras) finishGroup(c *container, g *tabGroup, name, hint string) {
	if g.FirstChild() == nil {
		x.find(finding{offset: c.Pos(), severity: diag.Warning, code: "STR011",
			msg: fmt.Sprintf("container %q holds no tab", name), hint: hint})
	} else {
		g.SetPos(c.Pos())
		c.AppendChild(c, g)
	}
	unwrap(c)
}

// codeGroup makes a group of the fenced blocks of a container, each with the notes on it.
func (x *extras) codeGroup(c *container, src []byte) {
	g := &tabGroup{}
	for n := c.FirstChild(); n != nil; {
		next := n.NextSibling()
		if f, ok := n.(*ast.FencedCodeBlock); ok {
			lang, attrs := x.fenceInfo(f, src)
			list := notesBelow(f)
			p := tabOf(f, firstOf(attrs["title"], attrs["tab"], lang, "text"))
			if list != nil && bytes.Contains(f.Lines().Value(src), []byte(")!")) {
				next = list.NextSibling()
				p.AppendChild(p, list)
			}
			g.AppendChild(g, p)
		}
		n = next
	}
	x.finishGroup(c, g, "code-group", "put fenced code blocks with titles into it")
}

// adjacentFences makes groups of neighbouring fences that name a tab.
func (x *extras) adjacentFences(parent ast.Node, src []byte) {
	var run []*ast.FencedCodeBlock
	var labels []string
	flush := func() {
		if len(run) > 1 {
			g := &tabGroup{}
			g.SetPos(run[0].Pos())
			parent.InsertBefore(parent, run[0], g)
			for i, f := range run {
				g.AppendChild(g, tabOf(f, labels[i]))
			}
		}
		run, labels = nil, nil
	}
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		if f, ok := n.(*ast.FencedCodeBlock); ok && f.Info != nil && bytes.Contains(f.Info.Segment.Value(src), []byte("tab=")) {
			_, attrs := x.fenceInfo(f, src)
			run, labels = append(run, f), append(labels, firstOf(attrs["tab"], attrs["title"], "text"))
		} else {
			flush()
		}
		n = next
	}
	flush()
}

func (x *extras) fenceInfo(f *ast.FencedCodeBlock, src []byte) (string, map[string]string) {
	if f.Info == nil {
		return "", nil
	}
	lang, attrs, _ := x.info(string(resolveEscapes(f.Info.Segment.Value(src))))
	return lang, attrs
}

// tabOf makes a panel of one fence, whose title the label has become.
func tabOf(f *ast.FencedCodeBlock, label string) *tabPanel {
	p := &tabPanel{label: label}
	p.SetPos(f.Pos())
	f.SetAttributeString("tabbed", true)
	p.AppendChild(p, f)
	return p
}

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

var (
	docsifyStart = regexp.MustCompile(`(?i)^\s*<!--\s*tabs:\s*start\s*-->\s*$`)
	docsifyEnd   = regexp.MustCompile(`(?i)^\s*<!--\s*tabs:\s*end\s*-->\s*$`)
)

// docsifyTabs makes groups of what stands between <!-- tabs:start --> and
// <!-- tabs:end -->: each heading is a label.
func (x *extras) docsifyTabs(parent ast.Node, src []byte) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if !isComment(n, src, docsifyStart) {
			continue
		}
		end := n.NextSibling()
		for end != nil && !isComment(end, src, docsifyEnd) {
			end = end.NextSibling()
		}
		if end == nil {
			x.find(finding{offset: n.Pos(), severity: diag.Warning, code: "STR012",
				msg: "tabs are never closed", hint: "end them with <!-- tabs:end -->"})
			return
		}
		if g := docsifyGroup(n, end, src); g != nil {
			parent.InsertBefore(parent, end, g)
		}
		n = end
	}
}

func isComment(n ast.Node, src []byte, pattern *regexp.Regexp) bool {
	h, ok := n.(*ast.HTMLBlock)
	return ok && h.HTMLBlockType == ast.HTMLBlockType2 && h.Lines().Len() == 1 && pattern.Match(h.Lines().Value(src))
}

// docsifyGroup collects the blocks after start and before end into panels, one
// for each heading of the first heading's level.
func docsifyGroup(start, end ast.Node, src []byte) *tabGroup {
	var g *tabGroup
	level := 0
	for n := start.NextSibling(); n != end; {
		next := n.NextSibling()
		h, ok := n.(*ast.Heading)
		switch {
		case ok && (g == nil || h.Level == level):
			if g == nil {
				g, level = &tabGroup{}, h.Level
				g.SetPos(h.Pos())
			}
			p := &tabPanel{label: plainText(h, src)}
			p.SetPos(h.Pos())
			g.AppendChild(g, p)
			h.Parent().RemoveChild(h.Parent(), h)
		case g != nil:
			g.LastChild().AppendChild(g.LastChild(), n)
		}
		n = next
	}
	return g
}

// limitTabs moves what is too much for a group behind it, each label as a
// paragraph of its own.
func (x *extras) limitTabs(g *tabGroup) {
	if g.ChildCount() <= maxTabs {
		return
	}
	var after ast.Node = g
	behind := func(n ast.Node) {
		g.Parent().InsertAfter(g.Parent(), after, n)
		after = n
	}
	n := g.FirstChild()
	for range maxTabs {
		n = n.NextSibling()
	}
	x.find(finding{offset: n.Pos(), severity: diag.Error, code: "LIM001",
		msg: fmt.Sprintf("the group has more than %d tabs", maxTabs), hint: "use headings for so many parts"})
	for n != nil {
		next := n.NextSibling()
		g.RemoveChild(g, n)
		p := ast.NewParagraph()
		p.SetPos(n.Pos())
		label := ast.NewString([]byte(n.(*tabPanel).label))
		label.SetRaw(true)
		p.AppendChild(p, label)
		behind(p)
		for c := n.FirstChild(); c != nil; {
			following := c.NextSibling()
			n.RemoveChild(n, c)
			behind(c)
			c = following
		}
		n = next
	}
}

func (r extrasRenderer) tabGroup(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</div>\n")
		return ast.WalkContinue, nil
	}
	var values []string
	for c := node.FirstChild(); c != nil; c = c.NextSibling() {
		p := c.(*tabPanel)
		p.index = len(values)
		values = append(values, tabValue(p.label))
	}
	fmt.Fprintf(w, `<div class="tabs" role="group" aria-label="%s" data-g="%s">`+"\n", escape(r.word("tabs")), escape(strings.Join(values, "|")))
	return ast.WalkContinue, nil
}

func (r extrasRenderer) tabPanel(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</div>\n")
		return ast.WalkContinue, nil
	}
	n := node.(*tabPanel)
	number := n.Parent().(*tabGroup).number
	checked := ""
	if n.index == 0 {
		checked = " checked"
	}
	fmt.Fprintf(w, `<input class="vh" type="radio" name="sg-t%d" id="sg-t%d-%d" value="%s"%s><label for="sg-t%d-%d">%s</label><div>`+"\n",
		number, number, n.index, escape(tabValue(n.label)), checked, number, n.index, escape(n.label))
	return ast.WalkContinue, nil
}

// tabValue makes the value that ties equal labels of a page together.
func tabValue(label string) string {
	fields := strings.FieldsFunc(strings.ToLower(label), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '+' && r != '#'
	})
	return strings.Join(fields, "-")
}
