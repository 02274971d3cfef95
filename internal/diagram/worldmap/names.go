package worldmap

import (
	"math"
	"slices"
	"strings"

	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/text"
)

// name is a text on the map.
type name struct {
	text   string
	opened bool
	link   *scene.Link
	lines  []string
}

func (n name) style() scene.Style {
	if n.opened {
		return scene.Label
	}
	return scene.Note
}

func (n name) height() float64 { return float64(len(n.lines)) * n.style().Leading }

// block is names below each other, and where they stand.
type block struct {
	names []name
	w, h  float64
	sign  sign
}

// layOut breaks names into lines and measures them. Those that say nothing are dropped.
func (b *block) layOut() {
	const widest = 150
	b.names = slices.DeleteFunc(b.names, func(n name) bool { return strings.TrimSpace(n.text) == "" })
	for i := range b.names {
		n := &b.names[i]
		style := n.style()
		n.lines = text.Wrap(n.text, style.Size, style.Bold, widest)
		for _, line := range n.lines {
			b.w = math.Max(b.w, text.Width(line, style.Size, style.Bold))
		}
		b.h += n.height()
	}
}

// rows are the boxes of the names, one below the other.
func (b block) rows() []scene.Box {
	rows := make([]scene.Box, len(b.names))
	y := b.sign.box.Y
	for i, n := range b.names {
		rows[i] = scene.Box{X: b.sign.box.X, Y: y, W: b.w, H: n.height()}
		y += n.height()
	}
	return rows
}

func (b block) texts() []scene.Shape {
	texts := make([]scene.Shape, len(b.names))
	for i, row := range b.rows() {
		n := b.names[i]
		t := scene.Text{
			At:     scene.Point{X: row.X, Y: row.MidY()},
			Anchor: b.sign.anchor,
			Style:  n.style(),
			Class:  "pl",
			Lines:  n.lines,
		}
		switch t.Anchor {
		case scene.Middle:
			t.At.X = row.MidX()
		case scene.End:
			t.At.X = row.Right()
		}
		if n.link != nil {
			t.Class = "pl ln"
		}
		texts[i] = t
	}
	return texts
}

// lead is the line between the names and what they stand for, if they are apart.
func (b block) lead() []scene.Shape {
	if !b.sign.lead.drawn() {
		return nil
	}
	var d scene.Data
	d.M(b.sign.lead.from).L(b.sign.lead.to)
	return []scene.Shape{scene.Path{D: d, Class: "w"}}
}

// hits are the areas of the names that are links, the first with the pin.
func (b block) hits(pin disc) []scene.Hit {
	const finger = 4 // around a pin, which is small to tap
	var hits []scene.Hit
	for i, row := range b.rows() {
		n := b.names[i]
		if n.link == nil {
			continue
		}
		var area scene.Data
		if hits == nil {
			trace(&area, scene.Box{X: pin.X, Y: pin.Y}.Grow(pin.r+finger))
		}
		trace(&area, row)
		hits = append(hits, scene.Hit{Area: scene.Path{D: area}, Label: n.text, Link: *n.link})
	}
	return hits
}

func trace(d *scene.Data, b scene.Box) {
	d.M(scene.Point{X: b.X, Y: b.Y}).
		L(scene.Point{X: b.Right(), Y: b.Y}).
		L(scene.Point{X: b.Right(), Y: b.Bottom()}).
		L(scene.Point{X: b.X, Y: b.Bottom()}).Z()
}
