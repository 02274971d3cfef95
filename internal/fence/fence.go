// Package fence draws fenced blocks: what stands between two rows of backticks
// becomes HTML here. The author's info string is read by [ParseInfo]; [Draw]
// then gives the block to the first drawer that knows its kind. A new kind of
// block is a new line in the list of drawers.
//
// Code goes three steps: text → tokens (the one place that knows chroma) →
// HTML. The text of the result is the text of the block, byte for byte, whatever
// the highlighter made of it.
//
// A picture goes by way of package diagram, which draws it; here it gets its
// place in the page: links, a caption, and the same in words. A formula goes by
// way of package maths.
package fence

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/diagram"
	"sitegen/internal/memo"
	"sitegen/internal/site"
)

// A drawer draws blocks of some kinds, which are named by the first word of the
// info string. A drawer without kinds draws everything.
//
// A position that it gives without a file is one in the text of the block: line
// and column count from where the text starts, and line 0 is the block itself.
type drawer struct {
	kinds   []string
	draw    func(site.Fence) site.Drawn
	picture bool // what it draws does not carry the name of the file that the text is from
}

// drawers are asked in this order; the last one takes what is left.
var drawers = []drawer{
	{kinds: []string{"diff", "patch", "udiff"}, draw: drawDiff},
	{kinds: []string{"console", "terminal", "shell-session", "shellsession", "sh-session",
		"bash-session", "powershell-session", "pycon"}, draw: drawConsole},
	{kinds: diagram.Kinds(), draw: drawDiagram, picture: true},
	{kinds: []string{"tree"}, draw: drawTree, picture: true},
	{kinds: []string{"math"}, draw: drawMaths, picture: true},
	{kinds: []string{"mermaid", "plantuml", "puml", "dot", "graphviz",
		"d2", "ditaa", "flowchart", "geojson", "topojson", "stl"}, draw: drawUndrawn},
	{draw: drawCode},
}

// doubtful is how long drawing may take before the clock may have had a say in
// it: highlighters give up on a match after 250 ms, and sooner or later on a
// block. What a machine did that was asleep or busy must not be remembered.
const doubtful = 200 * time.Millisecond

// Draw turns a fenced block into HTML. With file="…" the block shows that file
// of the project, which r reads; text that stands in the block as well is for
// readers of the source and is replaced.
func Draw(f site.Fence, r *memo.Reader) site.Drawn {
	f.Text = clean(f.Text)
	f.Lang = strings.ToLower(f.Lang)
	f, from, ds := withFile(f, r)
	if f.Lang == "" {
		f.Lang = strings.ToLower(f.Attrs["lang"])
	}
	d := drawers[slices.IndexFunc(drawers, func(d drawer) bool {
		return d.kinds == nil || slices.Contains(d.kinds, f.Lang)
	})]
	if _, named := f.Attrs["title"]; !named && !d.picture && from.file != "" {
		f.Attrs = with(f.Attrs, "title", path.Base(from.file))
	}
	out := d.timed(f, r)
	from.place(&out, f.Pos)
	out.Diags = append(ds, out.Diags...)
	out.Prose = d.picture
	return out
}

// timed draws f, and says that the result is doubtful if it took long.
func (d drawer) timed(f site.Fence, r *memo.Reader) site.Drawn {
	began := time.Now()
	out := d.draw(f)
	if time.Since(began) > doubtful {
		r.Doubt()
	}
	return out
}

// with returns attrs with one more; the fence it belongs to may be remembered.
func with(attrs map[string]string, key, value string) map[string]string {
	attrs = maps.Clone(attrs)
	attrs[key] = value
	return attrs
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
