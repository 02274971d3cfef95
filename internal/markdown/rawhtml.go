package markdown

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// raw is raw HTML after cleaning: nothing in it can run code, and every element
// that it opens within its Markdown block is closed within it.
type raw struct {
	ast.BaseBlock
	inline bool
	pieces []rawPiece
	search string // "off" or "on": what a comment in it says of the text that follows
}

// rawPiece is HTML up to a hole: the value of an attribute that Link fills, or
// the end of the fragment if Link is nil.
type rawPiece struct {
	HTML string
	Link *rawLink
}

// rawLink is a reference into the project, as the author wrote it.
type rawLink struct {
	Kind   site.LinkKind
	Dest   string // character references resolved, percent-encoding kept
	Offset int
}

var kindRaw = ast.NewNodeKind("CleanHTML")

// Kind implements ast.Node.
func (n *raw) Kind() ast.NodeKind { return kindRaw }

// IsRaw implements ast.Node.
func (n *raw) IsRaw() bool { return true }

// Type implements ast.Node.
func (n *raw) Type() ast.NodeType {
	if n.inline {
		return ast.TypeInline
	}
	return ast.TypeBlock
}

// Dump implements ast.Node.
func (n *raw) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

func (r extrasRenderer) raw(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		for _, p := range node.(*raw).pieces {
			_, _ = w.WriteString(p.HTML)
			if p.Link != nil {
				r.hole(w, *p.Link)
			}
		}
	}
	return ast.WalkContinue, nil
}

// rawWriter collects pieces.
type rawWriter struct {
	pieces []rawPiece
	b      strings.Builder
}

func (w *rawWriter) text(s string) { w.b.WriteString(s) }

func (w *rawWriter) hole(l rawLink) {
	w.pieces = append(w.pieces, rawPiece{w.b.String(), &l})
	w.b.Reset()
}

func (w *rawWriter) node(inline bool, offset int) *raw {
	n := &raw{inline: inline, pieces: w.pieces}
	if w.b.Len() > 0 {
		n.pieces = append(n.pieces, rawPiece{HTML: w.b.String()})
	}
	n.SetPos(offset)
	return n
}

// cleanHTML puts a raw node in the place of every piece of HTML of the page.
func (x *extras) cleanHTML(doc ast.Node, src []byte) {
	found := false
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if isHTML(n) {
			found = true
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	if found {
		c := &cleaner{x: x, src: src, holders: map[string][]*frame{}}
		c.children(doc)
	}
}

// cleaner walks the tree in the order of the page. What is open is kept per
// parent, in frames: an element can only be closed beside where it was opened,
// so no fragment can close, or leave open, the page around it.
type cleaner struct {
	x    *extras
	src  []byte
	open int  // elements open at this place
	deep bool // depth was reported

	// holders lists, for each element that is open and not asked to close, the
	// frame that has it, innermost last.
	holders map[string][]*frame
}

func (c *cleaner) children(parent ast.Node) {
	if !parent.HasChildren() {
		return
	}
	f := &frame{}
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		switch n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			next = c.fragment(f, n)
		case *east.FootnoteList:
			c.finish(f, parent, n)
			c.children(n)
		default:
			c.children(n)
			if len(f.owed) > 0 {
				w := &rawWriter{}
				c.payOwed(f, w)
				parent.InsertAfter(parent, n, w.node(n.Type() == ast.TypeInline, n.Pos()))
			}
		}
		n = next
	}
	c.finish(f, parent, nil)
}

// finish closes what is still open in a frame, before the node before or at the
// end of parent.
func (c *cleaner) finish(f *frame, parent, before ast.Node) {
	if len(f.stack) == 0 {
		return
	}
	c.reportUnclosed(f)
	w := &rawWriter{}
	c.popTo(f, 0, w)
	n := w.node(isInlineParent(parent), parent.Pos())
	if before == nil {
		parent.AppendChild(parent, n)
	} else {
		parent.InsertBefore(parent, before, n)
	}
}

func isInlineParent(parent ast.Node) bool {
	return parent.LastChild() != nil && parent.LastChild().Type() == ast.TypeInline
}

// fragment replaces one piece of raw HTML and returns the node to go on with.
func (c *cleaner) fragment(f *frame, n ast.Node) ast.Node {
	parent, next := n.Parent(), n.NextSibling()
	s := c.segments(n)
	_, inline := n.(*ast.RawHTML)
	w := &rawWriter{}
	switch c.x.html {
	case HTMLRaw:
		c.claimIDs(s.text)
		w.text(string(s.text))
	case HTMLNone:
		c.asText(w, s, inline)
	default:
		c.clean(f, s, w)
		next = c.skipSiblings(f, n)
	}
	made := w.node(inline, s.at(0))
	made.search = searchMark(s.text)
	parent.ReplaceChild(parent, n, made)
	return next
}

// claimIDs takes the ids of HTML that passes as it is.
func (c *cleaner) claimIDs(text []byte) {
	z := html.NewTokenizer(bytes.NewReader(text))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		for _, a := range z.Token().Attr {
			if a.Key == "id" {
				c.x.ids.claim(a.Val)
			}
		}
	}
}

// asText shows HTML as text. A comment was never meant to be shown.
func (c *cleaner) asText(w *rawWriter, s segments, inline bool) {
	t := bytes.TrimSpace(s.text)
	if bytes.HasPrefix(t, []byte("<!--")) && bytes.HasSuffix(t, []byte("-->")) {
		return
	}
	if !bytes.HasPrefix(t, []byte("</")) {
		c.warn(s.at(0), "SEC002", "raw HTML is switched off and shown as text", "set html: safe to allow what can do no harm")
	}
	if inline {
		w.text(escape(string(s.text)))
	} else {
		w.text("<p>" + escape(string(t)) + "</p>\n")
	}
}

func (c *cleaner) warn(offset int, code, msg, hint string) {
	c.x.find(finding{offset: offset, severity: diag.Warning, code: code, msg: msg, hint: hint})
}

// segments is the text of a fragment, which containers may have cut into lines,
// with the way back to the page.
type segments struct {
	text  []byte
	start []int // in text, of each part
	src   []int // in the page
}

func (c *cleaner) segments(n ast.Node) segments {
	var s segments
	add := func(start, stop, padding int) {
		s.start, s.src = append(s.start, len(s.text)), append(s.src, start)
		s.text = append(s.text, bytes.Repeat([]byte(" "), padding)...)
		s.text = append(s.text, c.src[start:stop]...)
	}
	switch n := n.(type) {
	case *ast.HTMLBlock:
		for _, l := range n.Lines().Sliced(0, n.Lines().Len()) {
			add(l.Start, l.Stop, l.Padding)
		}
		if n.HasClosure() {
			add(n.ClosureLine.Start, n.ClosureLine.Stop, n.ClosureLine.Padding)
		}
	case *ast.RawHTML:
		for _, l := range n.Segments.Sliced(0, n.Segments.Len()) {
			add(l.Start, l.Stop, 0)
		}
	}
	return s
}

// at is where in the page a byte of the fragment stands.
func (s segments) at(offset int) int {
	lo, hi := 0, len(s.start)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; s.start[mid] <= offset {
			lo = mid
		} else {
			hi = mid
		}
	}
	if len(s.start) == 0 {
		return 0
	}
	return s.src[lo] + offset - s.start[lo]
}

// clean writes what is allowed of a fragment. Its tokens are written anew, so
// that a browser cannot read them in another way than we do.
func (c *cleaner) clean(f *frame, s segments, w *rawWriter) {
	z := html.NewTokenizer(bytes.NewReader(s.text))
	read := 0
	for {
		kind := z.Next()
		source := z.Raw()
		offset := s.at(read)
		read += len(source)
		switch kind {
		case html.ErrorToken:
			if f.skip == "" && len(source) > 0 {
				w.text(escape(string(source))) // a tag that never ends
			}
			return
		case html.CommentToken, html.DoctypeToken:
			c.comment(f, source, offset)
			continue
		}
		tok := z.Token()
		if f.skipping(kind, tok.Data) {
			continue
		}
		switch kind {
		case html.TextToken:
			w.text(escapeText(tok.Data))
		case html.StartTagToken, html.SelfClosingTagToken:
			c.startTag(f, tok, offset, w)
		case html.EndTagToken:
			c.endTag(f, tok.Data, offset, w)
		}
	}
}

// comment leaves out comments without a word, and with one what only looks like
// a comment to browsers: <?php … ?>, <![CDATA[…]]>, <!DOCTYPE …>.
func (c *cleaner) comment(f *frame, source []byte, offset int) {
	switch {
	case f.skip != "":
	case !bytes.HasPrefix(source, []byte("<!--")):
		c.warn(offset, "SEC002", fmt.Sprintf("%s is not HTML of a page and was left out", clip(string(source), 20)), "")
	case !bytes.HasSuffix(source, []byte(">")):
		c.warn(offset, "STR003", "a comment is never closed; everything after it is left out", "end it with -->")
	}
}

func (c *cleaner) startTag(f *frame, tok html.Token, offset int, w *rawWriter) {
	name := tok.Data
	if !allowedElement(name) || name == "input" && !isCheckbox(tok) {
		c.warn(offset, "SEC002", fmt.Sprintf("element <%s> is not allowed in Markdown and was left out", clip(name, 30)), rawHint)
		if dropsContent(name) && (tok.Type == html.StartTagToken || name != "svg" && name != "math") {
			f.skip, f.skipDepth = name, 1
		}
		return
	}
	c.closeImplied(f, name, w)
	if isVoid(name) || c.push(f, name, offset) {
		c.writeTag(tok, offset, w)
	}
	if tok.Type == html.SelfClosingTagToken && !isVoid(name) {
		// A browser would ignore the slash; the author meant an empty element.
		c.popTo(f, len(f.stack)-1, w)
	}
}

const rawHint = "set html: raw in sitegen.yaml to let all HTML pass"

func isCheckbox(tok html.Token) bool {
	for _, a := range tok.Attr {
		if a.Key == "type" {
			return strings.EqualFold(a.Val, "checkbox")
		}
	}
	return false
}

func (c *cleaner) endTag(f *frame, name string, offset int, w *rawWriter) {
	switch {
	case name == "br":
		w.text("<br>") // as browsers do
	case isVoid(name), !allowedElement(name):
	case f.count[name] > 0:
		c.popTo(f, f.last(name), w)
	case c.owe(name):
	default:
		c.warn(offset, "HTM003", fmt.Sprintf("</%s> closes nothing and was left out", name), "remove it, or open the element before it")
	}
}

// skipSiblings removes what stands between a fragment that opened an element
// whose content is not shown and the fragment that closes it. If none does, the
// content stays: better a line too much than a page lost.
func (c *cleaner) skipSiblings(f *frame, n ast.Node) ast.Node {
	next := n.NextSibling()
	if f.skip == "" {
		return next
	}
	end := next
	closing := []byte("</" + f.skip)
	for end != nil && !f.unclosed[f.skip] {
		if isHTML(end) && bytes.Contains(bytes.ToLower(c.segments(end).text), closing) {
			break
		}
		end = end.NextSibling()
	}
	if end == nil || f.unclosed[f.skip] {
		f.noEnd(f.skip)
		f.skip = ""
		return next
	}
	for next != end {
		after := next.NextSibling()
		next.Parent().RemoveChild(next.Parent(), next)
		next = after
	}
	return end
}

func isHTML(n ast.Node) bool {
	switch n.(type) {
	case *ast.HTMLBlock, *ast.RawHTML:
		return true
	}
	return false
}

// escapeText escapes text between tags; quotes can stay.
func escapeText(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
