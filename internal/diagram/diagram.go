// Package diagram draws pictures from text, at build time: text → scene →
// layout → SVG. It knows nothing of sites or Markdown. A new kind of diagram is
// a package that reads its own language and returns a scene, and a line in the
// list of kinds.
package diagram

import (
	"cmp"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/diagram/loop"
	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/region"
	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/svg"
)

// Kinds are the words that name a diagram in the info string of a fence.
var Kinds = []string{"loop", "region"}

// draw is how each kind gets from its source to a scene. A scene is nil if the
// problems are such that nothing can be drawn.
var draw = map[string]func(src string, lang scene.Language) (*scene.Diagram, []diag.Diag){
	"loop":   loop.Draw,
	"region": region.Draw,
}

// Result is a drawn diagram.
type Result struct {
	Picture svg.Markup
	Title   string       // the caption; "" if the author gave none
	Name    string       // what the picture is called by those who do not see it
	Outline []scene.Item // the same in words
	Width   float64      // natural size in CSS pixels
	Height  float64
}

// Render draws src, whose lines end in LF. Ids in the result begin with id. The
// result is nil if nothing could be drawn; then the problems say why. Their
// positions have no file, and count lines and columns from the start of src.
//
// The same arguments give the same bytes; the work is bounded by the limits
// that the problems name.
func Render(kind, src, id string, lang scene.Language) (*Result, []diag.Diag) {
	if len(src) > parse.MaxBytes {
		var p parse.Problems
		p.Limit(0, 0, "split it into several diagrams", "a diagram of %d KB is too large: %d KB are allowed", len(src)>>10, parse.MaxBytes>>10)
		return nil, p.List
	}
	if strings.TrimSpace(src) == "" {
		return nil, []diag.Diag{diag.Warnf(diag.Pos{}, "DIA002", "this %s diagram is empty", kind).
			WithHint("write its content between the fences, or remove it")}
	}
	d, ds := draw[kind](src, lang)
	if d == nil {
		return nil, ds
	}
	name := cmp.Or(d.Title, d.Summary)
	return &Result{
		Picture: svg.Write(d, id),
		Title:   d.Title,
		Name:    name,
		Outline: d.Outline,
		Width:   d.View.W,
		Height:  d.View.H,
	}, ds
}
