package loop

import (
	"math"

	"sitegen/internal/diagram/scene"
)

// A course is a smooth line of arcs and straight pieces, as the middle of a
// ribbon runs. Its parameter s is the length walked, so that place, heading and
// the way back from a place to s are closed forms, and lines beside it are arcs
// and straight pieces again.
type course []piece

// A piece is an arc or, if r is 0, straight.
type piece struct {
	from, to float64     // s where it begins and ends
	at       scene.Point // where a straight piece begins; the centre of an arc
	angle    float64     // heading of a straight piece; where an arc begins, seen from its centre
	r        float64
	turn     float64 // 1: the arc runs clockwise, -1: counterclockwise
}

// ringCourse is a circle around the origin that begins at the given angle.
func ringCourse(r, angle, turn float64) course {
	// Twice around, so that nothing ever needs to wrap.
	return course{{from: -2 * math.Pi * r, to: 4 * math.Pi * r, angle: angle - turn*2*math.Pi, r: r, turn: turn}}
}

// infinityCourse is two circles of radius r joined by the tangents that cross
// at right angles, in the origin. It begins there, goes up and left around the
// left circle counterclockwise, through the origin to the right circle, around
// that clockwise, and through the origin again to the end of its first piece.
func infinityCourse(r float64) course {
	const up, down = -math.Pi / 4, math.Pi / 4
	d := centreAt(r)
	sweep := 1.5 * math.Pi * r
	corner := r / math.Sqrt2
	return course{
		{to: r, angle: math.Pi + down},
		{from: r, to: r + sweep, at: scene.Point{X: -d}, angle: up, r: r, turn: -1},
		{from: r + sweep, to: 3*r + sweep, at: scene.Point{X: -corner, Y: corner}, angle: up},
		{from: 3*r + sweep, to: 3*r + 2*sweep, at: scene.Point{X: d}, angle: math.Pi + down, r: r, turn: 1},
		{from: 3*r + 2*sweep, to: 5*r + 2*sweep, at: scene.Point{X: corner, Y: corner}, angle: math.Pi + down},
	}
}

// centreAt is how far the centres of the circles lie from the crossing.
func centreAt(r float64) float64 { return r * math.Sqrt2 }

// lobe is the length of each half of an infinityCourse.
func lobe(r float64) float64 { return (2 + 1.5*math.Pi) * r }

func (c course) piece(s float64) piece {
	for _, p := range c[:len(c)-1] {
		if s < p.to {
			return p
		}
	}
	return c[len(c)-1]
}

// at is the place at s and side pixels to the right of it.
func (c course) at(s, side float64) scene.Point { return c.piece(s).place(s, side) }

func (p piece) place(s, side float64) scene.Point {
	if p.r == 0 {
		sin, cos := math.Sincos(p.angle)
		walked := s - p.from
		return p.at.Add(walked*cos-side*sin, walked*sin+side*cos)
	}
	sin, cos := math.Sincos(p.angle + p.turn*(s-p.from)/p.r)
	r := p.r - p.turn*side
	return p.at.Add(r*cos, r*sin)
}

// heading is the direction at s, in radians clockwise from the right.
func (c course) heading(s float64) float64 {
	p := c.piece(s)
	if p.r == 0 {
		return p.angle
	}
	return p.angle + p.turn*((s-p.from)/p.r+math.Pi/2)
}

// line draws the line that runs beside the course from one s to another, which
// may be before it. The pen must be at its beginning.
func (c course) line(d *scene.Data, from, to, side float64) {
	pieces, back := len(c), to < from
	for i := range c {
		p := c[i]
		if back {
			p = c[pieces-1-i]
		}
		a, b := clamp(from, p.from, p.to), clamp(to, p.from, p.to)
		if a == b {
			continue
		}
		if p.r == 0 {
			d.L(p.place(b, side))
			continue
		}
		d.A(p.r-p.turn*side, math.Abs(b-a) > math.Pi*p.r, (p.turn > 0) != back, p.place(b, side))
	}
}

// locate is the inverse of at: of all places of the course between from and to,
// the one nearest to q, and how far q lies to the right of it.
func (c course) locate(q scene.Point, from, to float64) (s, side float64) {
	side = math.Inf(1)
	for _, p := range c {
		a, b := math.Max(from, p.from), math.Min(to, p.to)
		if a > b {
			continue
		}
		if s1, side1 := p.locate(q, a, b); math.Abs(side1) < math.Abs(side) {
			s, side = s1, side1
		}
	}
	return s, side
}

func (p piece) locate(q scene.Point, from, to float64) (s, side float64) {
	dx, dy := q.X-p.at.X, q.Y-p.at.Y
	if p.r == 0 {
		sin, cos := math.Sincos(p.angle)
		s, side = p.from+dx*cos+dy*sin, dy*cos-dx*sin
	} else {
		// The turn nearest to the middle of the range: angles say nothing about full turns.
		mid := (from + to) / 2
		off := math.Remainder(p.turn*(math.Atan2(dy, dx)-p.angle)-(mid-p.from)/p.r, 2*math.Pi)
		s, side = mid+off*p.r, p.turn*(p.r-math.Hypot(dx, dy))
	}
	if s < from || s > to {
		s = clamp(s, from, to)
		end := p.place(s, 0)
		side = math.Copysign(math.Hypot(q.X-end.X, q.Y-end.Y), side)
	}
	return s, side
}

func clamp(v, lo, hi float64) float64 { return math.Min(math.Max(v, lo), hi) }
