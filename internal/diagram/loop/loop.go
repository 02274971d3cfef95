// Package loop draws work that begins again when it ends: an infinity loop of
// two halves, as DevOps is drawn, or a ring.
//
// The way is source → [plan] (read.go) → [ribbon] (ribbon.go), a band along a
// course of arcs and straight lines (course.go) cut into one segment per step →
// labels on it (label.go), names in its middle (centre.go), captions around it
// (caption.go) → scene.
//
// The ribbon is as wide and the type as large in all pictures. What gives way is
// the radius: it grows until the names fit on their segments. If they never
// would, a number stands on the segment and the name outside.
package loop

import (
	"math"

	"sitegen/internal/diag"
	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/scene"
)

// margin is the room around the picture.
const margin = 10

// Draw reads the language of loops and draws it. The diagram is nil if the
// problems are such that it cannot be drawn.
func Draw(src string, lang scene.Language) (*scene.Diagram, []diag.Diag) {
	var problems parse.Problems
	p := read(src, &problems)
	if problems.Bad {
		return nil, problems.List
	}
	summary := p.summary(lang)
	d := &scene.Diagram{Title: p.title, Summary: summary, Outline: p.outline(summary)}
	rb, labels := p.lay()
	d.Shapes = rb.paint(d.Shapes)
	view := rb.bounds()

	blocks := arrange(p, rb, labels, &problems)
	centre(d, p, rb, &problems)
	for i := range rb.segments {
		d.Shapes = append(d.Shapes, labels[i].text(p.steps[i]))
		d.Shapes = append(d.Shapes, blocks[i].shapes(p.steps[i])...)
		view = view.Union(blocks[i].box)
		if link := p.steps[i].name.Link; link != nil {
			d.Hits = append(d.Hits, scene.Hit{Area: rb.area(i, blocks[i].nameBox()), Label: p.steps[i].name.Text, Link: *link})
		}
	}
	d.View = whole(view.Grow(margin))
	return d, problems.List
}

// whole is the least box with whole numbers around b.
func whole(b scene.Box) scene.Box {
	x, y := math.Floor(b.X), math.Floor(b.Y)
	return scene.Box{X: x, Y: y, W: math.Ceil(b.Right()) - x, H: math.Ceil(b.Bottom()) - y}
}
