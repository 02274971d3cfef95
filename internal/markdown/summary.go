package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"sitegen/internal/address"
	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/site"
	"sitegen/internal/source"
)

// Summary reads the order of pages that a person wrote as lists of links, in the
// form mdBook made common: nested lists nest pages, a heading after the first
// begins a group, an item without a link is a group too.
func Summary(file string, r *memo.Reader) ([]site.Entry, []diag.Diag) {
	raw, err := r.ReadFile(file)
	if err != nil {
		return nil, []diag.Diag{diag.Errorf(diag.Pos{File: file}, "FS006", "cannot be read: %v", err)}
	}
	content, ds := source.Text(file, raw)
	src := splice(file, "", string(content), 1, r)
	p := parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(parser.DefaultInlineParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)
	p.AddOptions(limitOptions()...)
	pc := parser.NewContext()
	root := p.Parse(text.NewReader(src.text), parser.WithContext(pc))
	ds = append(append(ds, src.diags...), limitDiags(pc, src.pos)...)

	s := summary{src}
	var out []site.Entry
	into := &out
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			if n != root.FirstChild() {
				out = append(out, site.Entry{Label: plainText(n, src.text), Pos: src.pos(n.Pos())})
				into = &out[len(out)-1].Kids
			}
		case *ast.List:
			*into = append(*into, s.list(n)...)
		case *ast.Paragraph:
			if e, ok := s.link(n); ok {
				*into = append(*into, e)
			}
		}
	}
	return out, ds
}

type summary struct{ src *spliced }

func (s summary) list(list ast.Node) []site.Entry {
	var out []site.Entry
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		var e site.Entry
		for n := item.FirstChild(); n != nil; n = n.NextSibling() {
			switch n.(type) {
			case *ast.List:
				e.Kids = append(e.Kids, s.list(n)...)
			default:
				if found, ok := s.link(n); ok {
					e.Label, e.Path, e.Pos = found.Label, found.Path, found.Pos
				} else if e.Label == "" {
					e.Label, e.Pos = plainText(n, s.src.text), s.src.pos(n.Pos())
				}
			}
		}
		if e.Label != "" || e.Path != "" {
			out = append(out, e)
		}
	}
	return out
}

// link is the first link of a block as an entry. A link without a target, as in
// "[later]()", is a group.
func (s summary) link(block ast.Node) (site.Entry, bool) {
	for n := block.FirstChild(); n != nil; n = n.NextSibling() {
		if l, ok := n.(*ast.Link); ok {
			target := address.Link(site.LinkPage, string(resolveEscapes(l.Destination)), s.src.pos(l.Pos()))
			return site.Entry{Label: plainText(l, s.src.text), Path: target.Path, Pos: target.Pos}, true
		}
	}
	return site.Entry{}, false
}
