// Package worldmap is a dotted map of the world with places on it.
//
// The map is small, and clouds build where others have built: pins that would
// lie on each other become one, pins that would touch are moved apart, and every
// name gets a place where it covers no other name and no pin. So a pin is where
// its place is only as nearly as the dots of the land are coarse.
package worldmap

import (
	"math"
	"slices"

	"sitegen/internal/diagram/scene"
)

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

const (
	radius       = 5.5 // of a pin
	openedRadius = 7
	same         = 2 // pins nearer to each other than this are one
)

// spot is a pin on the picture, with the names of all Pins that it stands for.
type spot struct {
	disc
	block
	opened bool
}

// spots gathers pins that are at the same place, and tells where each pin is.
func (c chart) spots(pins []Pin) ([]spot, []scene.Point) {
	var spots []spot
	of := make([]int, len(pins))
	for i, p := range pins {
		at := c.at(p.Place)
		of[i] = slices.IndexFunc(spots, func(s spot) bool { return math.Hypot(s.X-at.X, s.Y-at.Y) < same })
		if of[i] < 0 {
			of[i] = len(spots)
			spots = append(spots, spot{disc: disc{at, radius}})
		}
		spots[of[i]].add(p)
	}
	for i := range spots {
		if len(spots) > 9 {
			spots[i].r = 4
		}
		if spots[i].opened {
			spots[i].r = openedRadius
		}
		spots[i].layOut()
	}
	spread(spots, c.sea())
	at := make([]scene.Point, len(pins))
	for i, k := range of {
		at[i] = spots[k].Point
	}
	return spots, at
}

// add makes p one of the Pins of s. A name that clouds share stands there once.
func (s *spot) add(p Pin) {
	if p.Opened {
		s.opened = true
	}
	for i := range s.names {
		n := &s.names[i]
		if n.text != p.Name || n.link != nil && p.Link != nil && n.link.Dest != p.Link.Dest {
			continue
		}
		if n.link == nil {
			n.link = p.Link
		}
		n.opened = n.opened || p.Opened
		return
	}
	s.names = append(s.names, name{text: p.Name, opened: p.Opened, link: p.Link})
}

// sides are those on which the name may stand, as they are liked. The opened pin
// has its wedge below.
func (s spot) sides() []side {
	if s.opened {
		return above[:]
	}
	return besides[:]
}

func (s spot) pin() scene.Shape {
	class := "pin"
	if s.opened {
		class = "pin on"
	}
	return scene.Circle{Centre: s.Point, R: s.r, Class: class}
}
