// Package worldmap is a dotted map of the world with places on it.
//
// The map is small, and clouds build where others have built: pins that would
// lie on each other become one, pins that would touch are moved apart, and every
// name gets a place where it covers no other name and no pin. So where many are
// close together, a pin may be off its place by a dot of the land or two.
package worldmap

import "sitegen/internal/diagram/scene"

// Place is somewhere on the map.
type Place struct {
	Name     string
	Lat, Lon float64 // degrees, north and east positive
}

// Pin is a Place to be drawn.
type Pin struct {
	Place
	Code   string
	Opened bool // the one that is shown enlarged
	Link   *scene.Link
}

// Arc joins two pins, given by their index.
type Arc struct {
	From, To int
	Dotted   bool
	Label    string
}

// Draw draws the land, the arcs and the pins with their names, with the top
// left corner at (0, 0), width pixels wide, or as wide as the land if that is
// wider. It returns the size of the map and where each pin is.
func Draw(pins []Pin, arcs []Arc, width float64) (shapes []scene.Shape, hits []scene.Hit, size scene.Point, at []scene.Point) {
	c := newChart(width)
	spots, at := c.spots(pins)
	bows := c.bows(arcs, at)
	r := room{width: c.width, floor: height}
	for _, s := range spots {
		r.pins = append(r.pins, s.disc)
	}
	for _, b := range bows {
		r.arcs = append(r.arcs, b.steps()...)
	}
	r.names(spots)
	for i, b := range bows {
		if b.h > 0 {
			bows[i].sign = r.label(b)
		}
	}

	shapes = append(shapes, c.dots())
	for _, b := range bows {
		shapes = append(append(shapes, b.curve()...), b.lead()...)
	}
	for _, s := range spots {
		shapes = append(shapes, s.lead()...)
	}
	for _, s := range spots {
		shapes = append(shapes, s.pin())
	}
	for _, b := range bows {
		shapes = append(shapes, b.texts()...)
	}
	for _, s := range spots {
		shapes = append(shapes, s.texts()...)
		hits = append(hits, s.hits(s.disc)...)
	}
	return shapes, hits, scene.Point{X: c.width, Y: r.floor}, at
}
