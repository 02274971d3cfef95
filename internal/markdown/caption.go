package markdown

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// Tables and pictures have no titles in Markdown; people write them as a line
// beside them, as books do: "표 1. 지표", "그림 2-1: 구조", "Table: …". Such a
// line becomes the title, and on GitHub it is read as the line it is.

// caption is the title of a table, whose first child it is, or of a figure.
type caption struct {
	ast.BaseBlock
	tag string
}

// figure is a picture with its title below it.
type figure struct{ ast.BaseBlock }

var (
	kindCaption = ast.NewNodeKind("Caption")
	kindFigure  = ast.NewNodeKind("Figure")
)

// Kind implements ast.Node.
func (n *caption) Kind() ast.NodeKind { return kindCaption }

// Dump implements ast.Node.
func (n *caption) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Kind implements ast.Node.
func (n *figure) Kind() ast.NodeKind { return kindFigure }

// Dump implements ast.Node.
func (n *figure) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

var (
	tableLine  = regexp.MustCompile(`^(?:표|Table)(?:\s*\d+(?:[-.]\d+)*)?\s*[.:]\s+\S`)
	figureLine = regexp.MustCompile(`^(?:그림|사진|Figure|Fig\.?)(?:\s*\d+(?:[-.]\d+)*)?\s*[.:]\s+\S`)
)

// captions moves titles to what they are titles of: of a table the line right
// above it, else the one right below, if that is not above another; of a picture alone in its paragraph, the
// line right below.
func (x *extras) captions(doc ast.Node, src []byte) {
	var found []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && (n.Kind() == east.KindTable || isPicture(n)) {
			found = append(found, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range found {
		if n.Kind() == east.KindTable {
			captionTable(n, src)
		} else {
			captionPicture(n, src)
		}
	}
}

func captionTable(table ast.Node, src []byte) {
	title := titleLine(table.PreviousSibling(), tableLine, src)
	if below := titleLine(table.NextSibling(), tableLine, src); title == nil && below != nil && !isTable(below.NextSibling()) {
		title = below
	}
	if title != nil {
		table.InsertBefore(table, table.FirstChild(), captionOf(title, "caption"))
	}
}

func isTable(n ast.Node) bool { return n != nil && n.Kind() == east.KindTable }

func captionPicture(p ast.Node, src []byte) {
	title := titleLine(p.NextSibling(), figureLine, src)
	if title == nil {
		return
	}
	f := &figure{}
	f.SetPos(p.Pos())
	p.Parent().InsertBefore(p.Parent(), p, f)
	line := ast.NewTextBlock()
	moveChildren(p, line)
	p.Parent().RemoveChild(p.Parent(), p)
	f.AppendChild(f, line)
	f.AppendChild(f, captionOf(title, "figcaption"))
}

// isPicture reports whether n is a paragraph that holds a picture and nothing
// else, be it in a link, and has no caption of its own.
func isPicture(n ast.Node) bool {
	if n.Kind() != ast.KindParagraph || soleFigure(n) != nil {
		return false
	}
	for {
		c := n.FirstChild()
		switch {
		case c == nil || c.NextSibling() != nil:
			return false
		case c.Kind() == ast.KindImage:
			return true
		case c.Kind() != ast.KindLink:
			return false
		}
		n = c
	}
}

// titleLine returns n if it is a paragraph of one line that is a title.
func titleLine(n ast.Node, pattern *regexp.Regexp, src []byte) *ast.Paragraph {
	p, ok := n.(*ast.Paragraph)
	if !ok || p.Lines().Len() != 1 {
		return nil
	}
	line := p.Lines().At(0)
	if !pattern.Match(line.Value(src)) {
		return nil
	}
	return p
}

// captionOf makes a caption of a paragraph, which is taken out of the page.
func captionOf(p *ast.Paragraph, tag string) *caption {
	c := &caption{tag: tag}
	c.SetPos(p.Pos())
	moveChildren(p, c)
	p.Parent().RemoveChild(p.Parent(), p)
	return c
}

func (r extrasRenderer) caption(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if tag := node.(*caption).tag; entering {
		_, _ = w.WriteString("<" + tag + ">")
	} else {
		_, _ = w.WriteString("</" + tag + ">\n")
	}
	return ast.WalkContinue, nil
}

func (r extrasRenderer) figure(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(`<figure class="fig">`)
	} else {
		_, _ = w.WriteString("</figure>\n")
	}
	return ast.WalkContinue, nil
}
