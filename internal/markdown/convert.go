package markdown

import (
	"bufio"
	"bytes"
	"html"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/address"
	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/site"
)

// page is one conversion under way: what it reads and what it has found so far.
// The node renderers hang on it, which is why each page has a converter of its
// own.
type page struct {
	in     In
	src    *spliced
	fences Fences
	r      *memo.Reader
	doc    *site.Doc

	ids    *slugger
	buf    bytes.Buffer
	holes  []hole
	said   map[ast.Node]said
	x      *extras
	blocks int // fenced blocks so far
	tables int
	images int

	rowHeads bool // the first column of the table at work labels its rows

	glossaries map[string]map[string]hint // terms of the pages of terms that are linked to, by file and id
}

// hole is a place in the rendered HTML that a link will fill.
type hole struct{ offset, link int }

// convert parses src and renders it into doc.
func convert(doc *site.Doc, in In, src *spliced, fences Fences, r *memo.Reader) {
	p := &page{in: in, src: src, fences: fences, r: r, doc: doc, ids: newSlugger(), said: map[ast.Node]said{}}
	x := &extras{words: in.Options.Words.Value(), html: in.Options.HTML, ids: p.ids, info: fences.Info, hole: p.rawHole}
	p.x = x
	md := p.goldmark(x)
	pc := parser.NewContext()
	root := md.Parser().Parse(text.NewReader(src.text), parser.WithContext(pc))

	doc.Diags = append(doc.Diags, limitDiags(pc, src.pos)...)
	p.report(x.findings)
	p.report(checkStructure(root, src.text))
	h1 := p.headings(root)
	p.measure(root)
	if h1 != nil {
		doc.H1.HTML = p.renderInline(md.Renderer(), h1)
	}
	doc.Body.Pieces = p.render(md.Renderer(), root)
	p.collectAnchors()
	p.collectTexts(root)
}

// goldmark wires the parser and the renderer of one page: CommonMark and GFM,
// our emphasis in the place of goldmark's, and our blocks.
func (p *page) goldmark(x *extras) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(parser.DefaultBlockParsers()...),
			parser.WithInlineParsers(
				util.Prioritized(parser.NewCodeSpanParser(), 100),
				util.Prioritized(parser.NewLinkParser(), 200),
				util.Prioritized(parser.NewAutoLinkParser(), 300),
				util.Prioritized(parser.NewRawHTMLParser(), 400),
			),
			parser.WithInlineParsers(emphasisParsers()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithParserOptions(limitOptions()...),
		goldmark.WithRenderer(renderer.NewRenderer(renderer.WithNodeRenderers(
			util.Prioritized(ghtml.NewRenderer(), 1000),
			util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
			util.Prioritized(&pageRenderer{p}, 100),
		))),
		goldmark.WithExtensions(
			extension.Table,
			extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})), // ftp: stays text
			extension.TaskList,
			extension.Footnote,
			extension.DefinitionList,
			x,
		),
	)
}

// report places findings of the syntax tree in the author's files.
func (p *page) report(found []finding) {
	for _, f := range found {
		p.doc.Diags = append(p.doc.Diags, diag.Diag{
			Pos: p.src.pos(f.offset), Severity: f.severity, Strict: f.strict,
			Code: f.code, Msg: f.msg, Hint: f.hint,
		})
	}
}

// render runs the node renderers over root and cuts the result at its holes.
func (p *page) render(r renderer.Renderer, root ast.Node) []site.Piece {
	p.buf.Reset()
	p.holes = nil
	w := bufio.NewWriterSize(&p.buf, 1<<12)
	if err := r.Render(w, p.src.text, root); err != nil {
		// The writer is memory and our renderers return no errors.
		panic(err)
	}
	w.Flush()
	return cut(glue(p.buf.String(), p.holes), p.holes)
}

// renderInline renders what a heading holds.
func (p *page) renderInline(r renderer.Renderer, h *ast.Heading) string {
	holder := ast.NewTextBlock()
	for c := h.FirstChild(); c != nil; {
		next := c.NextSibling()
		holder.AppendChild(holder, c)
		c = next
	}
	pieces := p.render(r, holder)
	var b bytes.Buffer
	for _, piece := range pieces {
		b.Write(piece.HTML)
	}
	return string(bytes.TrimSpace(b.Bytes()))
}

// cut makes pieces of html that end at the holes.
func cut(html []byte, holes []hole) []site.Piece {
	pieces := make([]site.Piece, 0, len(holes)+1)
	from := 0
	for _, h := range holes {
		pieces = append(pieces, site.Piece{HTML: html[from:h.offset:h.offset], Link: h.link})
		from = h.offset
	}
	return append(pieces, site.Piece{HTML: html[from:], Link: -1})
}

// hole leaves the value of an attribute open for link.
func (p *page) hole(w util.BufWriter, link site.Link) {
	_ = w.Flush()
	p.holes = append(p.holes, hole{p.buf.Len(), len(p.doc.Body.Links)})
	p.doc.Body.Links = append(p.doc.Body.Links, link)
}

// rawHole leaves open what raw HTML refers to.
func (p *page) rawHole(w util.BufWriter, l rawLink) {
	p.hole(w, address.Link(l.Kind, l.Dest, p.src.pos(l.Offset)))
}

// body writes a fragment that was drawn elsewhere, holes and all.
func (p *page) body(w util.BufWriter, b site.Body) {
	for _, piece := range b.Pieces {
		_, _ = w.Write(piece.HTML)
		if piece.Link >= 0 {
			p.hole(w, b.Links[piece.Link])
		}
	}
}

// collectAnchors lists every id of the page.
func (p *page) collectAnchors() {
	seen := map[string]bool{}
	add := func(id string) {
		if id != "" && !seen[id] {
			seen[id] = true
			p.doc.Anchors = append(p.doc.Anchors, id)
		}
	}
	add(p.doc.H1.ID)
	inTag := false
	title := site.Piece{HTML: []byte(p.doc.H1.HTML)}
	for _, piece := range append([]site.Piece{title}, p.doc.Body.Pieces...) {
		for rest := piece.HTML; len(rest) > 0; {
			if !inTag {
				_, rest, inTag = bytes.Cut(rest, []byte("<"))
				continue
			}
			tag, after, closed := bytes.Cut(rest, []byte(">"))
			if _, value, ok := bytes.Cut(tag, []byte(` id="`)); ok {
				id, _, _ := bytes.Cut(value, []byte(`"`))
				add(html.UnescapeString(string(id)))
			}
			rest, inTag = after, !closed
		}
	}
}
