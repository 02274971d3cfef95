// Package fence draws fenced blocks: what stands between two rows of backticks
// becomes HTML here. The author's info string is read by [ParseInfo]; [Draw]
// then gives the block to the first drawer that knows its kind. A new kind of
// block is a new line in the list of drawers.
//
// Code goes three steps: text → tokens (the one place that knows chroma) →
// HTML. The text of the result is the text of the block, byte for byte, whatever
// the highlighter made of it.
package fence

import (
	"slices"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/site"
)

// A drawer draws blocks of some kinds, which are named by the first word of the
// info string. A drawer without kinds draws everything.
type drawer struct {
	kinds []string
	draw  func(site.Fence) site.Drawn
}

// drawers are asked in this order; the last one takes what is left.
var drawers = []drawer{
	{kinds: []string{"diff", "patch", "udiff"}, draw: drawDiff},
	{kinds: []string{"console", "terminal", "shell-session", "shellsession", "sh-session",
		"bash-session", "powershell-session", "pycon"}, draw: drawConsole},
	{kinds: []string{"loop", "region", "tree", "mermaid", "math", "plantuml", "puml", "dot", "graphviz",
		"d2", "ditaa", "flowchart", "geojson", "topojson", "stl"}, draw: drawUndrawn},
	{draw: drawCode},
}

// Draw turns a fenced block into HTML. With file="…" the block shows that file
// of the project, which r reads; text that stands in the block as well is for
// readers of the source and is replaced.
func Draw(f site.Fence, r *memo.Reader) site.Drawn {
	f.Text = clean(f.Text)
	f.Lang = strings.ToLower(f.Lang)
	f, ds := withFile(f, r)
	if f.Lang == "" {
		f.Lang = strings.ToLower(f.Attrs["lang"])
	}
	i := slices.IndexFunc(drawers, func(d drawer) bool {
		return d.kinds == nil || slices.Contains(d.kinds, f.Lang)
	})
	out := drawers[i].draw(f)
	out.Diags = append(ds, out.Diags...)
	return out
}

// drawUndrawn shows the source of a picture that nobody draws.
func drawUndrawn(f site.Fence) site.Drawn {
	b, ds := newBlock(f)
	ds = append(ds, diag.Warnf(f.Pos, "FEN001", "nobody draws %q blocks yet, so this one is shown as code", f.Lang).
		WithHint("write ```text if it is meant to be read as it is"))
	if known(f.Lang) {
		b.lang = f.Lang
		ds = append(ds, b.highlight(f, f.Lang)...)
	}
	return b.drawn(ds)
}

// clean makes text what the rest of the package relies on: valid UTF-8, line
// feeds only, and none of the characters that HTML cannot hold.
func clean(text string) string {
	if strings.Contains(text, "\r") {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	return strings.ToValidUTF8(text, "\uFFFD")
}
