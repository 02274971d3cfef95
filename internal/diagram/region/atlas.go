package region

import (
	"math"

	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/worldmap"
)

const (
	mapLeast = 480 // a narrower map is not legible
	mapGap   = 20  // between the map and the boxes
)

// atlas is the map above the boxes.
type atlas struct {
	world  []scene.Shape
	marks  []scene.Hit // links of pins
	size   scene.Point
	at     []scene.Point // where the pins are
	opened []opened
}

// opened is a pin and the container that shows it enlarged.
type opened struct {
	pin int
	box *item
}

// drawMap draws the map, if there is one, for boxes that are so wide.
func (p *picture) drawMap(width float64) {
	m := p.theMap()
	if m == nil {
		return
	}
	index := map[*item]int{}
	pins := make([]worldmap.Pin, len(m.children))
	p.opened = p.opened[:0]
	for i, it := range m.children {
		index[it] = i
		place := it.place
		if it.code != "" {
			place, _ = worldmap.Lookup(it.code, p.lang.Korean)
			it.place = place
		}
		pins[i] = worldmap.Pin{Place: place, Code: it.code, Link: it.title.Link}
		if box := p.regionOf(it.code); box != nil {
			pins[i].Opened = true
			p.opened = append(p.opened, opened{i, box})
		}
	}
	var arcs []worldmap.Arc
	for _, l := range p.links {
		if l.from.kind == pinKind {
			arcs = append(arcs, worldmap.Arc{From: index[l.from], To: index[l.to], Dotted: l.dotted, Label: l.label.Text})
		}
	}
	p.world, p.marks, p.size, p.at = worldmap.Draw(pins, arcs, math.Max(width, mapLeast))
}

// theMap is the map of the drawing, or nil.
func (d *drawing) theMap() *item {
	for _, it := range d.root.children {
		if it.kind == mapKind {
			return it
		}
	}
	return nil
}

// regionOf is the container that shows the region with the code, or nil.
func (d *drawing) regionOf(code string) *item {
	for _, it := range d.items {
		if code != "" && it.holds() && it.kind.family == "region" && it.note == code {
			return it
		}
	}
	return nil
}

// paintMap paints the map, and a wedge from each opened pin to what it opens to.
func (p *picture) paintMap() {
	for _, o := range p.opened {
		box, round := o.box.box, o.box.round()
		var d scene.Data
		d.M(p.at[o.pin]).L(scene.Point{X: box.Right() - round/2, Y: box.Y}).L(scene.Point{X: box.X + round/2, Y: box.Y}).Z()
		p.add(scene.Path{D: d, Class: "z"})
	}
	p.add(p.world...)
	p.hits = append(p.hits, p.marks...)
	p.view = p.view.Union(scene.Box{W: p.size.X, H: p.size.Y})
}
