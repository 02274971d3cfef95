package fence

import (
	"strings"

	"sitegen/internal/diagram/tree"
	"sitegen/internal/site"
)

// drawTree draws a file tree as nested lists. Marked lines count as in code:
// all lines of the block, from 1.
func drawTree(f site.Fence) site.Drawn {
	entries, ds := tree.Parse(f.Text)
	if entries == nil {
		b, more := newBlock(f)
		return b.drawn(append(ds, more...))
	}
	var marked looks
	ds = append(ds, marked.addRanges(f.Marks, countLines(f.Text), f.Pos)...)
	t := treeWriter{marked: marked}
	t.str(`<figure class="tree"`)
	if widest(entries, 0) > treeWidth {
		t.str(` tabindex="0"`)
	}
	t.str(">")
	title := clean(f.Attrs["title"])
	if title != "" {
		t.str("<figcaption>").text(title).str("</figcaption>")
	}
	t.str("<ul>")
	t.entries(entries)
	t.str("</ul></figure>")
	return site.Drawn{Body: t.body(), Title: title, Text: t.said.String(), Diags: ds}
}

const (
	// treeWidth is the width in columns from which a tree scrolls on a phone, and
	// so must take the keyboard's focus.
	treeWidth = 34

	// treeLevel is about how far a level is indented.
	treeLevel = 3
)

// widest is the width of the widest name; comments wrap.
func widest(entries []tree.Entry, depth int) int {
	most := 0
	for _, e := range entries {
		w := treeLevel * (depth + 1)
		for _, r := range e.Name {
			w = advance(w, r)
		}
		most = max(most, w, widest(e.Entries, depth+1))
	}
	return most
}

type treeWriter struct {
	figureWriter
	marked looks
	said   strings.Builder
}

// entries writes the items of a list. d is a folder, o stands for what is left
// out, c is a comment.
func (t *treeWriter) entries(entries []tree.Entry) {
	for _, e := range entries {
		switch {
		case e.Folder:
			t.str(`<li class="d">`)
		case e.Rest():
			t.str(`<li class="o">`)
		default:
			t.str("<li>")
		}
		name := "span"
		if t.marked.classes(e.Line-1) != "" {
			name = "mark"
		}
		t.str("<").str(name).str(">").text(e.Name).str("</").str(name).str(">")
		t.said.WriteString(e.Name)
		if e.Comment != "" {
			t.str(` <span class="c">`).text(e.Comment).str("</span>")
			t.said.WriteString(" " + e.Comment)
		}
		t.said.WriteString("\n")
		if len(e.Entries) > 0 {
			t.str("<ul>")
			t.entries(e.Entries)
			t.str("</ul>")
		}
		t.str("</li>")
	}
}
