package loop

import (
	"math"
	"strconv"

	"sitegen/internal/diagram/scene"
)

// The ribbon's measures. The stylesheet knows the first two as widths of strokes.
const (
	width  = 46.0 // of the ribbon
	halo   = 54.0 // of the gap under the strand that passes over the other
	tip    = 13.0 // how far the point of a chevron is ahead of its sides
	tuck   = 1.5  // how far a chevron reaches back over its own segment, so that no seam shows
	behind = width/2 + 9
)

// A ribbon is a course cut into segments.
type ribbon struct {
	course   course
	r        float64 // radius of the course
	segments []segment
	over     int // index of the segment that passes over the crossing, -1 in a ring
}

// A segment is the part of the ribbon that is one step.
type segment struct {
	from, to float64     // s of its joints; a chevron stands at each
	seen     float64     // s up to which it can carry its label: to, or where it nears the crossing
	outward  float64     // which side is outside: 1 right, -1 left
	hub      scene.Point // centre of the circle it runs around
	colour   int
}

// ring makes a ribbon of a circle that runs clockwise if turn is 1, and has the
// middle of its first segment at the given angle.
func ring(p *plan, r, turn, angle float64) *ribbon {
	n := len(p.steps)
	each := 2 * math.Pi * r / float64(n)
	rb := &ribbon{r: r, over: -1, segments: make([]segment, n)}
	rb.course = ringCourse(r, angle-turn*(each/2+lead)/r, turn)
	sections := len(p.sections)
	for i := range rb.segments {
		from := float64(i) * each
		rb.segments[i] = segment{from: from, to: from + each, seen: from + each, outward: -turn}
		if sections > 1 {
			rb.segments[i].colour = hue(p.steps[i].section, sections)
		} else {
			rb.segments[i].colour = hue(i, n)
		}
	}
	return rb
}

// infinity makes a ribbon of two halves.
func infinity(p *plan, r float64) *ribbon {
	rb := &ribbon{course: infinityCourse(r), r: r, over: p.sections[0].steps - 1}
	length := lobe(r)
	for half := range 2 {
		n := p.sections[half].steps
		hub := scene.Point{X: centreAt(r) * float64(2*half-1)}
		// Joints lie behind the crossing, where they can be seen.
		start := float64(half)*length + behind
		each, last := shares(length, n)
		for i := range n {
			from := start + float64(i)*each
			g := segment{from: from, to: from + each, seen: from + each, outward: float64(1 - 2*half), hub: hub}
			if i == n-1 {
				g.to = from + last
				g.seen = start + length - behind - halo/2
			}
			g.colour = 4*half + shade(i, n)
			rb.segments = append(rb.segments, g)
		}
	}
	return rb
}

// shares divides a half among n segments. The last one loses what lies at the
// crossing and gets more where it would have too little left.
func shares(length float64, n int) (each, last float64) {
	const hidden, enough = behind + halo/2, 104
	if n == 1 {
		return 0, length
	}
	even := length / float64(n)
	more := clamp((enough+hidden-even)*float64(n)/float64(n-1), 0, hidden)
	each = (length - more) / float64(n)
	return each, each + more
}

// hue is the colour of item i of n around a ring, from 0: spread over all eight,
// and there and back if there are more items, with neighbours different.
func hue(i, n int) int {
	switch {
	case n <= 8:
		return i * 8 / n
	case i == n-1 && i%14 == 0:
		return 2 // not the first one's again
	}
	return fold(i, 8)
}

// shade is the colour of item i of n in one half of an infinity loop, from 0 to 3.
func shade(i, n int) int {
	if n <= 4 {
		return i * 4 / n
	}
	return fold(i, 4)
}

// fold counts from 0 to n-1 and back, again and again.
func fold(i, n int) int {
	i %= 2 * (n - 1)
	return min(i, 2*(n-1)-i)
}

func class(name string, colour int) string { return name + " c" + strconv.Itoa(colour+1) }

// paint appends the ribbon to shapes: bodies, then the strand that passes over
// them, then the chevrons, each of which lies on the body of the next segment.
func (rb *ribbon) paint(shapes []scene.Shape) []scene.Shape {
	for i, g := range rb.segments {
		if i != rb.over {
			shapes = append(shapes, rb.body(g))
		}
	}
	if rb.over >= 0 {
		g := rb.segments[rb.over]
		crossing := g.to - behind
		var d scene.Data
		d.M(rb.course.at(crossing-halo/2, 0))
		rb.course.line(&d, crossing-halo/2, crossing+halo/2, 0)
		shapes = append(shapes, scene.Path{D: d, Class: "g"}, rb.body(g))
	}
	for _, g := range rb.segments {
		shapes = append(shapes, rb.head(g))
	}
	return shapes
}

func (rb *ribbon) body(g segment) scene.Path {
	var d scene.Data
	d.M(rb.course.at(g.from, 0))
	rb.course.line(&d, g.from, g.to, 0)
	return scene.Path{D: d, Class: class("s", g.colour)}
}

func (rb *ribbon) head(g segment) scene.Path {
	var d scene.Data
	back := g.to - tuck
	d.M(rb.course.at(back, width/2)).L(rb.course.at(g.to+tip, 0)).L(rb.course.at(back, -width/2))
	return scene.Path{D: d, Class: class("h", g.colour)}
}

// area is the outline of what can be seen of segment i, and also is a box if that
// is not empty.
func (rb *ribbon) area(i int, also scene.Box) scene.Path {
	c, g := rb.course, rb.segments[i]
	if i == rb.over {
		g.seen = g.to
	}
	var d scene.Data
	d.M(c.at(g.from, width/2))
	c.line(&d, g.from, g.seen, width/2)
	if g.seen == g.to {
		d.L(c.at(g.to+tip, 0))
	}
	d.L(c.at(g.seen, -width/2))
	c.line(&d, g.seen, g.from, -width/2)
	d.L(c.at(g.from+tip, 0)).Z()
	if also.W > 0 {
		d.M(scene.Point{X: also.X, Y: also.Y}).L(scene.Point{X: also.Right(), Y: also.Y})
		d.L(scene.Point{X: also.Right(), Y: also.Bottom()}).L(scene.Point{X: also.X, Y: also.Bottom()}).Z()
	}
	return scene.Path{D: d}
}

// bounds is the box around the ribbon.
func (rb *ribbon) bounds() scene.Box {
	outer := rb.r + width/2
	x := outer
	if rb.over >= 0 {
		x += centreAt(rb.r)
	}
	return scene.Box{X: -x, Y: -outer, W: 2 * x, H: 2 * outer}
}
