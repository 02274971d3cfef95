package route

import (
	"sitegen/internal/diagram/scene"
)

// What holds for x holds for y. So places are indexed by an axis, 0 for x and 1
// for y, and what is said of one axis need not be said again of the other.

// point is a place.
type point [2]float64

// part is the straight line from the point before k to the one at k: the axis
// along which it runs, from where to where, and where on the other axis.
func part(points []point, k int) (axis int, along span, at float64) {
	p, q := points[k-1], points[k]
	if p[0] == q[0] {
		axis = 1
	}
	return axis, ordered(p[axis], q[axis]), p[1-axis]
}

// extend adds a point to a course. The last one before goes if it is not needed.
func extend(course []point, p point) []point {
	n := len(course)
	if n > 0 && course[n-1] == p {
		return course
	}
	if n > 1 && course[n-2] == p {
		// There and back: two bends can be cheaper than to cross many links.
		return course[:n-1]
	}
	if n > 1 && between(course[n-1], course[n-2], p) {
		course[n-1] = p
		return course
	}
	return append(course, p)
}

// between tells whether p lies on the straight line from a to b.
func between(p, a, b point) bool {
	return (a[0] == b[0] || a[1] == b[1]) && ordered(a[0], b[0]).has(p[0]) && ordered(a[1], b[1]).has(p[1])
}

// bends tells whether a course has at least one part and a bend between any two.
func bends(course []point) bool {
	for k := 2; k < len(course); k++ {
		a, _, _ := part(course, k-1)
		if b, _, _ := part(course, k); a == b {
			return false
		}
	}
	return len(course) > 1
}

// span is a part of an axis.
type span struct{ lo, hi float64 }

func (s span) mid() float64    { return (s.lo + s.hi) / 2 }
func (s span) length() float64 { return s.hi - s.lo }

// meets tells whether the spans have more in common than an end.
func (s span) meets(o span) bool { return s.lo < o.hi && o.lo < s.hi }

// touches tells whether the spans have a place in common.
func (s span) touches(o span) bool { return s.lo <= o.hi && o.lo <= s.hi }

func (s span) has(v float64) bool { return s.lo <= v && v <= s.hi }

// cut is what the spans have in common; empty, with lo above hi, if nothing.
func (s span) cut(o span) span { return span{max(s.lo, o.lo), min(s.hi, o.hi)} }

// swallow adds o to s if they have more in common than an end, and tells
// whether s has grown.
func (s *span) swallow(o span) bool {
	if !s.meets(o) || s.lo <= o.lo && o.hi <= s.hi {
		return false
	}
	*s = span{min(s.lo, o.lo), max(s.hi, o.hi)}
	return true
}

// proper is s, or its middle if it is empty.
func (s span) proper() span {
	if s.lo > s.hi {
		return span{s.mid(), s.mid()}
	}
	return s
}

// ordered is the span between two places.
func ordered(a, b float64) span { return span{min(a, b), max(a, b)} }

func (s span) grow(d float64) span { return span{s.lo - d, s.hi + d} }

// nearest is the place in s that is nearest to v; its middle if s is empty.
func (s span) nearest(v float64) float64 {
	if s.lo > s.hi {
		return s.mid()
	}
	return min(max(v, s.lo), s.hi)
}

// rect is an upright rectangle.
type rect [2]span

// far is how large a coordinate may be. A picture is never so large; sums of
// costs stay within their types.
const far = 50000

func finite(v float64) float64 {
	if !(v > -far) { // and not a number
		return -far
	}
	return min(v, far)
}

func newRect(b scene.Box) rect {
	x, y := finite(b.X), finite(b.Y)
	return rect{{x, max(x, finite(b.Right()))}, {y, max(y, finite(b.Bottom()))}}
}

func newRects(boxes []scene.Box) []rect {
	rects := make([]rect, len(boxes))
	for i, b := range boxes {
		rects[i] = newRect(b)
	}
	return rects
}

func (r rect) area() float64 { return r[0].length() * r[1].length() }

func (r rect) holds(o rect) bool {
	return r[0].lo <= o[0].lo && o[0].hi <= r[0].hi && r[1].lo <= o[1].lo && o[1].hi <= r[1].hi
}

// distance is how far it is from r to o with right angles.
func (r rect) distance(o rect) float64 {
	d := 0.0
	for a := range r {
		d += max(0, max(r[a].lo-o[a].hi, o[a].lo-r[a].hi))
	}
	return d
}
