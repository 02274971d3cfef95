package render

import (
	"bytes"
	"html/template"
	"regexp"
	"text/template/parse"
)

var indent = regexp.MustCompile(`[ \t]*\n\s*`)

// squeeze takes indentation and empty lines out of the text of templates: they
// are for whoever reads the template, not for every reader of every page. Files
// that hold preformatted text are left alone.
func (t *Theme) squeeze(set *template.Template) {
	for _, tmpl := range set.Templates() {
		if tmpl.Tree == nil || preformatted(t.sources[tmpl.Tree.ParseName]) {
			continue
		}
		walk(tmpl.Tree.Root, func(n parse.Node) {
			if text, ok := n.(*parse.TextNode); ok {
				text.Text = indent.ReplaceAll(text.Text, []byte("\n"))
			}
		})
	}
}

func preformatted(src []byte) bool {
	return bytes.Contains(src, []byte("<pre")) || bytes.Contains(src, []byte("<textarea"))
}

// walk calls f for every node that text and actions can stand in.
func walk(n parse.Node, f func(parse.Node)) {
	f(n)
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			walk(child, f)
		}
	case *parse.IfNode:
		branch(&n.BranchNode, f)
	case *parse.RangeNode:
		branch(&n.BranchNode, f)
	case *parse.WithNode:
		branch(&n.BranchNode, f)
	}
}

func branch(n *parse.BranchNode, f func(parse.Node)) {
	walk(n.List, f)
	walk(n.ElseList, f)
}
