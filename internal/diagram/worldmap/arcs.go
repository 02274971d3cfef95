package worldmap

import (
	"math"

	"sitegen/internal/diagram/scene"
)

// bow is an Arc on the picture: a quadratic curve, bowed upward.
type bow struct {
	from, over, to scene.Point
	dotted, shown  bool
	block          // its label
}

// bows bends arcs over the map; never around it, though the way may be shorter.
// Arcs between the same pins are one curve, which the first of them draws.
func (c chart) bows(arcs []Arc, at []scene.Point) []bow {
	const rise = .16 // of the length
	type ends [2]scene.Point
	seen := map[ends]bool{}
	var bows []bow
	for _, a := range arcs {
		p, q := at[a.From], at[a.To]
		dx, dy := q.X-p.X, q.Y-p.Y
		if dx < 0 || dx == 0 && dy < 0 { // upward is to the left of eastward
			p, q, dx, dy = q, p, -dx, -dy
		}
		over := scene.Point{X: (p.X+q.X)/2 + rise*dy, Y: (p.Y+q.Y)/2 - rise*dx}
		b := bow{
			from: p, over: within(c.sea(), over), to: q,
			dotted: a.Dotted,
			shown:  p != q && !seen[ends{p, q}],
			block:  block{names: []name{{text: a.Label}}},
		}
		b.layOut()
		bows = append(bows, b)
		seen[ends{p, q}] = true
	}
	return bows
}

// at is a point of the curve: t is 0 at its start, 1 at its end.
func (b bow) at(t float64) scene.Point {
	mix := func(p, c, q float64) float64 { return (1-t)*(1-t)*p + 2*t*(1-t)*c + t*t*q }
	return scene.Point{X: mix(b.from.X, b.over.X, b.to.X), Y: mix(b.from.Y, b.over.Y, b.to.Y)}
}

// steps are points along the curve.
func (b bow) steps() []scene.Point {
	if !b.shown {
		return nil
	}
	const step = 8 // pixels
	n := int(math.Hypot(b.to.X-b.from.X, b.to.Y-b.from.Y)/step) + 1
	points := make([]scene.Point, n)
	for i := range points {
		points[i] = b.at((float64(i) + .5) / float64(n))
	}
	return points
}

func (b bow) curve() []scene.Shape {
	if !b.shown {
		return nil
	}
	class := "net"
	if b.dotted {
		class = "net da"
	}
	var d scene.Data
	d.M(b.from).Q(b.over, b.to)
	return []scene.Shape{scene.Path{D: d, Class: class}}
}

// marks are where the label may stand: in the middle rather than near an end.
func (b bow) marks() []disc {
	var marks []disc
	for _, t := range []float64{.5, .42, .58, .34, .66, .26, .74} {
		marks = append(marks, disc{b.at(t), 0})
	}
	return marks
}
