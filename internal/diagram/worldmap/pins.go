package worldmap

import (
	"math"
	"slices"

	"sitegen/internal/diagram/scene"
)

const (
	radius       = 5.5 // of a pin
	openedRadius = 7
	crowdRadius  = 4
	crowd        = 9 // more pins than this are smaller ones

	same      = 2  // pins nearer to each other than this are one
	clearance = 12 // nearer than this they are moved apart; a lead fits between them then
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
			spots = append(spots, spot{disc: disc{Point: at}})
		}
		spots[of[i]].add(p)
	}
	for i := range spots {
		s := &spots[i]
		switch {
		case s.opened:
			s.r = openedRadius
		case len(spots) > crowd:
			s.r = crowdRadius
		default:
			s.r = radius
		}
		s.layOut()
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
	s.opened = s.opened || p.Opened
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

// spread moves pins that touch apart, each by the same.
func spread(spots []spot, inside scene.Box) {
	const rounds = 60 // enough for a continent full of pins; more only costs
	for range rounds {
		still := true
		for i := range spots {
			for j := range i {
				a, b := &spots[j].disc, &spots[i].disc
				need := math.Max(clearance, a.r+b.r+1)
				dx, dy := b.X-a.X, b.Y-a.Y
				far := math.Hypot(dx, dy)
				if far > need-.05 {
					continue
				}
				still = false
				if far == 0 { // no direction is better than another
					dx, far = 1, 1
				}
				push := (need - far) / 2 / far
				a.Point = within(inside, a.Add(-dx*push, -dy*push))
				b.Point = within(inside, b.Add(dx*push, dy*push))
			}
		}
		if still {
			return
		}
	}
}
