package worldmap

import (
	"math"

	"sitegen/internal/diagram/scene"
)

// disc is a round area: a pin, or the point of an arc that a text belongs to.
type disc struct {
	scene.Point
	r float64
}

// line is a straight line between two points.
type line struct{ from, to scene.Point }

// between is v, or the nearer bound if it lies outside; hi if it is no number.
func between(lo, v, hi float64) float64 {
	switch {
	case v < lo:
		return lo
	case v < hi:
		return v
	}
	return hi
}

// within is the point of box that is nearest to p.
func within(box scene.Box, p scene.Point) scene.Point {
	return scene.Point{X: between(box.X, p.X, box.Right()), Y: between(box.Y, p.Y, box.Bottom())}
}

// distance is how far p is from box, 0 inside.
func distance(box scene.Box, p scene.Point) float64 {
	q := within(box, p)
	return math.Hypot(p.X-q.X, p.Y-q.Y)
}

func (l line) drawn() bool { return l.from != l.to }

// distance is how far p is from the line.
func (l line) distance(p scene.Point) float64 {
	dx, dy := l.to.X-l.from.X, l.to.Y-l.from.Y
	t := between(0, ((p.X-l.from.X)*dx+(p.Y-l.from.Y)*dy)/(dx*dx+dy*dy), 1)
	return math.Hypot(p.X-l.from.X-t*dx, p.Y-l.from.Y-t*dy)
}

// meets tells whether a part of the line is in box.
func (l line) meets(box scene.Box) bool {
	in, out := 0.0, 1.0 // the part between the sides looked at so far
	for _, side := range [...]struct{ from, to, lo, hi float64 }{
		{l.from.X, l.to.X, box.X, box.Right()},
		{l.from.Y, l.to.Y, box.Y, box.Bottom()},
	} {
		d := side.to - side.from
		if d == 0 {
			if side.from < side.lo || side.from > side.hi {
				return false
			}
			continue
		}
		a, b := (side.lo-side.from)/d, (side.hi-side.from)/d
		in, out = math.Max(in, math.Min(a, b)), math.Min(out, math.Max(a, b))
	}
	return in <= out
}

// crosses tells whether the ends of each line are on different sides of the other.
func (l line) crosses(k line) bool {
	return l.left(k.from) != l.left(k.to) && k.left(l.from) != k.left(l.to)
}

// left tells whether p is on the left of the line.
func (l line) left(p scene.Point) bool {
	return (l.to.X-l.from.X)*(p.Y-l.from.Y) > (l.to.Y-l.from.Y)*(p.X-l.from.X)
}
