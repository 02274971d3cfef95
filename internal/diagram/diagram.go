// Package diagram draws pictures from text, at build time: text → scene →
// layout → SVG. It knows nothing of sites or Markdown. A new kind of diagram is
// a package that reads its own language and returns a scene, and a line in the
// list of kinds.
package diagram

import (
	"cmp"
	"slices"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/diagram/loop"
	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/region"
	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/svg"
)

// kinds are the kinds of diagrams by the word that names them in the info string
// of a fence, and how each gets from its source to a scene. The scene is nil if
// the problems are such that nothing can be drawn.
var kinds = []struct {
	name string
	draw func(src string, lang scene.Language) (*scene.Diagram, []diag.Diag)
}{
	{"loop", loop.Draw},
	{"region", region.Draw},
}

// Kinds are the names of all kinds.
func Kinds() []string {
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

// Options are what the page around a diagram decides.
type Options struct {
	ID      string // all ids in the result begin with it
	Caption string // instead of the title in the source; "" for that
	Lang    scene.Language
}

// Result is a drawn diagram.
type Result struct {
	Picture svg.Markup
	Caption string       // "" if nobody gave one
	Name    string       // what the picture is called by those who do not see it
	Outline []scene.Item // the same in words
	Width   float64      // natural size in CSS pixels
	Height  float64
}

// Render draws a diagram of one of Kinds from its source, whose lines end in LF.
// The result is nil if nothing could be drawn; then the problems say why. Their
// positions have no file, and count lines and columns from the start of src.
//
// The same arguments give the same bytes; the work is bounded by the limits
// that the problems name.
func Render(kind, src string, o Options) (*Result, []diag.Diag) {
	if len(src) > parse.MaxBytes {
		var p parse.Problems
		p.Limit(0, 0, "split it into several diagrams", "a diagram of %d KB is too large: %d KB are allowed", len(src)>>10, parse.MaxBytes>>10)
		return nil, p.List
	}
	if strings.TrimSpace(src) == "" {
		return nil, []diag.Diag{diag.Warnf(diag.Pos{}, "DIA002", "this %s diagram is empty", kind).
			WithHint("write its content between the fences, or remove it")}
	}
	i := slices.Index(Kinds(), kind)
	d, ds := kinds[i].draw(src, o.Lang)
	if d == nil {
		return nil, ds
	}
	d.Title = cmp.Or(o.Caption, d.Title)
	return &Result{
		Picture: svg.Write(d, o.ID),
		Caption: d.Title,
		Name:    d.Name(),
		Outline: d.Outline,
		Width:   d.View.W,
		Height:  d.View.H,
	}, ds
}
