package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// customID is an id that the author gave a heading: ## Title {#id}
var customID = regexp.MustCompile(`[ \t]*\{#([^\s{}"'<>]+)\}[ \t]*$`)

// headings gives every heading its id, notes them in the Doc and takes the
// page's main heading out of the tree. Custom ids are claimed first, so that a
// generated one never takes what an author asked for.
func (p *page) headings(root ast.Node) (h1 *ast.Heading) {
	var all []*ast.Heading
	custom := map[*ast.Heading]string{}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		all = append(all, h)
		if id := p.cutCustomID(h); id != "" {
			if p.ids.claim(id) {
				custom[h] = id
			} else {
				p.doc.Diags = append(p.doc.Diags, diag.Errorf(p.src.pos(h.Pos()), "ID001", "the id %q is already taken on this page", id).
					WithHint("give each heading an id of its own"))
			}
		}
		return ast.WalkSkipChildren, nil
	})
	for i, h := range all {
		text := plainText(h, p.src.text)
		id, ok := custom[h]
		if !ok {
			id = p.ids.slug(slugText(h, p.src.text))
		}
		h.SetAttributeString("id", id)
		if i == 0 && h.Level == 1 && h.Parent() == root {
			h1 = h
			p.doc.Title = text
			p.doc.H1.ID = id
			continue
		}
		p.doc.Heads = append(p.doc.Heads, site.Heading{Level: h.Level, ID: id, Text: text, Pos: p.src.pos(h.Pos())})
	}
	if h1 != nil {
		root.RemoveChild(root, h1)
		unlink(h1)
	}
	return h1
}

// cutCustomID removes {#id} from the end of a heading and returns the id.
func (p *page) cutCustomID(h *ast.Heading) string {
	if h.Lines().Len() == 0 {
		return ""
	}
	line := h.Lines().At(h.Lines().Len() - 1)
	m := customID.FindSubmatchIndex(line.Value(p.src.text))
	if m == nil {
		return ""
	}
	id := string(line.Value(p.src.text)[m[2]:m[3]])
	from := line.Start + m[0]
	for c := h.LastChild(); c != nil; {
		prev := c.PreviousSibling()
		t, ok := c.(*ast.Text)
		switch {
		case !ok && c.Pos() < from:
			return id
		case !ok, t.Segment.Start >= from:
			h.RemoveChild(h, c)
		default:
			t.Segment = t.Segment.WithStop(min(t.Segment.Stop, from))
			return id
		}
		c = prev
	}
	return id
}

// unlink replaces the links of the main heading by what they say: it is printed
// in the head of the page, where a link would be a surprise.
func unlink(n ast.Node) {
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		unlink(c)
		if l, ok := c.(*ast.Link); ok {
			for g := l.FirstChild(); g != nil; {
				after := g.NextSibling()
				n.InsertBefore(n, l, g)
				g = after
			}
			n.RemoveChild(n, l)
		}
		c = next
	}
}

// hasLink reports whether a node holds a link, so that no second one is put
// around it.
func hasLink(n ast.Node) bool {
	found := false
	_ = ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		switch c.(type) {
		case *ast.Link, *ast.AutoLink, *raw:
			found = true
			return ast.WalkStop, nil
		}
		if entering && c.Kind().String() == "FootnoteLink" {
			found = true
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	return found
}

// slugText is what GitHub makes an id of: the text without the alternative
// texts of images, an emoji shortcode by its name.
func slugText(n ast.Node, src []byte) string {
	var b strings.Builder
	writeText(&b, n, src, true)
	return strings.TrimSpace(b.String())
}
