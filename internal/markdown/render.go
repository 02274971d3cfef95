package markdown

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/address"
	"sitegen/internal/site"
)

// pageRenderer renders the nodes whose HTML is ours; goldmark's own renderers
// do the rest.
type pageRenderer struct{ *page }

// RegisterFuncs implements renderer.NodeRenderer.
func (r *pageRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindHeading, r.heading)
	reg.Register(ast.KindParagraph, r.paragraph)
	reg.Register(ast.KindListItem, r.listItem)
	reg.Register(ast.KindFencedCodeBlock, r.fencedCode)
	reg.Register(ast.KindCodeBlock, r.indentedCode)
	reg.Register(ast.KindCodeSpan, r.codeSpan)
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindAutoLink, r.autoLink)
	reg.Register(ast.KindImage, r.image)
	reg.Register(east.KindTable, r.table)
	reg.Register(east.KindTableCell, r.tableCell)
	reg.Register(east.KindTaskCheckBox, r.taskCheckBox)
	reg.Register(east.KindFootnoteLink, r.footnoteLink)
	reg.Register(east.KindFootnoteBacklink, r.footnoteBacklink)
	reg.Register(east.KindFootnote, r.footnote)
	reg.Register(east.KindFootnoteList, r.footnoteList)
	reg.Register(east.KindDefinitionTerm, r.definitionTerm)
}

func (r *pageRenderer) heading(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	id := idOf(n)
	linked := hasLink(n)
	if entering {
		fmt.Fprintf(w, `<h%d id="%s">`, n.Level, escape(id))
		if !linked {
			fmt.Fprintf(w, `<a href="#%s">`, address.EscapeFragment(id))
		}
		return ast.WalkContinue, nil
	}
	if !linked {
		_, _ = w.WriteString("</a>")
	}
	fmt.Fprintf(w, "</h%d>\n", n.Level)
	return ast.WalkContinue, nil
}

func idOf(n ast.Node) string {
	v, _ := n.AttributeString("id")
	id, _ := v.(string)
	return id
}

// paragraph is a figure when all it holds is an image with a title.
func (r *pageRenderer) paragraph(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	tag := "p"
	if soleFigure(n) != nil {
		tag = "figure"
	}
	switch {
	case !entering:
		_, _ = w.WriteString("</" + tag + ">\n")
	case tag == "figure":
		_, _ = w.WriteString(`<figure class="fig">`)
	default:
		_, _ = w.WriteString("<p>")
	}
	return ast.WalkContinue, nil
}

// soleFigure returns the image that is all of a paragraph and has a caption.
func soleFigure(n ast.Node) *ast.Image {
	img, ok := n.FirstChild().(*ast.Image)
	if !ok || img.NextSibling() != nil || len(img.Title) == 0 {
		return nil
	}
	return img
}

func (r *pageRenderer) listItem(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</li>\n")
		return ast.WalkContinue, nil
	}
	first := n.FirstChild()
	note, noted := n.AttributeString("note")
	switch {
	case noted:
		r.noteItem(w, note.(codeNote))
	case first != nil && first.FirstChild() != nil && first.FirstChild().Kind() == east.KindTaskCheckBox:
		_, _ = w.WriteString(`<li class="task">`)
	default:
		_, _ = w.WriteString("<li>")
	}
	if _, tight := first.(*ast.TextBlock); first != nil && !tight {
		_ = w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

func (r *pageRenderer) taskCheckBox(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		label, checked := r.word("task_open"), ""
		if node.(*east.TaskCheckBox).IsChecked {
			label, checked = r.word("task_done"), " checked"
		}
		fmt.Fprintf(w, `<input type="checkbox" disabled%s aria-label="%s"> `, checked, escape(label))
	}
	return ast.WalkContinue, nil
}

// nbCode is the longest code span, in characters, that is kept on one line.
const nbCode = 20

func (r *pageRenderer) codeSpan(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	var b []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b = append(b, bytes.ReplaceAll(t.Segment.Value(src), []byte("\n"), []byte(" "))...)
		}
	}
	// Chromium breaks lines inside "ap-northeast-2" even with keep-all.
	if utf8.RuneCount(b) <= nbCode && bytes.ContainsAny(b, "-/.") && !bytes.Contains(b, []byte(" ")) {
		_, _ = w.WriteString(`<code class="nb">`)
	} else {
		_, _ = w.WriteString("<code>")
	}
	_, _ = w.Write(util.EscapeHTML(b))
	_, _ = w.WriteString("</code>")
	return ast.WalkSkipChildren, nil
}

func (r *pageRenderer) fencedCode(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.FencedCodeBlock)
	f := site.Fence{}
	if n.Info != nil {
		f.Info = string(resolveEscapes(n.Info.Segment.Value(src)))
	}
	f.Lang, f.Attrs, f.Marks = r.fences.Info(f.Info)
	if _, tabbed := n.AttributeString("tabbed"); tabbed {
		delete(f.Attrs, "title")
	}
	r.draw(w, f, n, src)
	return ast.WalkSkipChildren, nil
}

func (r *pageRenderer) indentedCode(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		r.draw(w, site.Fence{}, n, src)
	}
	return ast.WalkSkipChildren, nil
}

// draw hands a block of code to the drawers.
func (r *pageRenderer) draw(w util.BufWriter, f site.Fence, n ast.Node, src []byte) {
	r.blocks++
	f.Text = string(n.Lines().Value(src))
	f.Pos = r.src.pos(n.Pos())
	f.Dir = dirOf(f.Pos.File)
	f.ID = fmt.Sprintf("sg-f%d", r.blocks)
	f.Strings = r.in.Options.Words.Value()
	list := notesBelow(n)
	if list != nil {
		f.Notes = list.ChildCount()
	}
	d := r.fences.Draw(f, r.r)
	r.body(w, d.Body)
	if len(d.Noted) > 0 {
		tieNotes(list, f.ID, d.Noted)
	}
	r.doc.Diags = append(r.doc.Diags, d.Diags...)
	r.said[n] = said{d.Title, d.Text, d.Prose}
}

func (r *pageRenderer) footnoteLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		n := node.(*east.FootnoteLink)
		fmt.Fprintf(w, `<sup><a id="sg-fnref-%s" href="#sg-fn-%d" role="doc-noteref" aria-label="%s %d">%d</a></sup>`,
			refID(n.Index, n.RefIndex), n.Index, escape(r.word("footnote")), n.Index, n.Index)
	}
	return ast.WalkContinue, nil
}

func (r *pageRenderer) footnoteBacklink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		n := node.(*east.FootnoteBacklink)
		fmt.Fprintf(w, ` <a href="#sg-fnref-%s" role="doc-backlink" aria-label="%s">↩</a>`,
			refID(n.Index, n.RefIndex), escape(fmt.Sprintf(r.word("footnote_back"), n.Index)))
	}
	return ast.WalkContinue, nil
}

// refID numbers the references to one footnote: 3, 3-1, 3-2.
func refID(index, ref int) string {
	if ref == 0 {
		return fmt.Sprint(index)
	}
	return fmt.Sprintf("%d-%d", index, ref)
}

func (r *pageRenderer) footnote(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		fmt.Fprintf(w, `<li id="sg-fn-%d">`, node.(*east.Footnote).Index)
	} else {
		_, _ = w.WriteString("</li>\n")
	}
	return ast.WalkContinue, nil
}

// footnotesID is the anchor of a page's footnotes.
const footnotesID = "sg-fn-title"

func (r *pageRenderer) footnoteList(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		fmt.Fprintf(w, `<section class="notes" role="doc-endnotes" aria-labelledby="%[1]s"><h2 id="%[1]s">%[2]s</h2>`+"\n<ol>\n", footnotesID, escape(r.word("footnotes")))
	} else {
		_, _ = w.WriteString("</ol></section>\n")
	}
	return ast.WalkContinue, nil
}

// definitionTerm gives a term an id, so that a glossary can be linked into.
func (r *pageRenderer) definitionTerm(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		id := r.ids.slug(slugText(n, src))
		n.SetAttributeString("id", id)
		fmt.Fprintf(w, `<dt id="%s">`, escape(id))
	} else {
		_, _ = w.WriteString("</dt>\n")
	}
	return ast.WalkContinue, nil
}

// word is a word of the interface. A missing one shows its key: an empty label
// would hide the mistake.
func (p *page) word(key string) string {
	if s, ok := p.in.Options.Words.Value()[key]; ok {
		return s
	}
	return key
}

func escape(s string) string { return string(util.EscapeHTML([]byte(s))) }
