package scene

import (
	"math"

	"sitegen/internal/diagram/text"
)

// Width is how wide the longest line of t is expected to be.
func (t Text) Width() float64 {
	w := 0.0
	for _, line := range t.Lines {
		w = math.Max(w, text.Width(line, t.Style.Size, t.Style.Bold))
	}
	return w
}

// Height is how high the block is: its lines, without the leading around them.
func (t Text) Height() float64 {
	return t.Style.Size + float64(len(t.Lines)-1)*t.Style.Leading
}

// Corners are the corners of the block as it stands, turned by its angle.
func (t Text) Corners() [4]Point {
	w, h := t.Width(), t.Height()
	x := 0.0
	switch t.Anchor {
	case Middle:
		x = -w / 2
	case End:
		x = -w
	}
	sin, cos := math.Sincos(t.Angle * math.Pi / 180)
	turn := func(dx, dy float64) Point {
		return Point{t.At.X + dx*cos - dy*sin, t.At.Y + dx*sin + dy*cos}
	}
	return [4]Point{turn(x, -h/2), turn(x+w, -h/2), turn(x+w, h/2), turn(x, h/2)}
}

// Bounds is the upright box around the block.
func (t Text) Bounds() Box {
	c := t.Corners()
	lo, hi := c[0], c[0]
	for _, p := range c[1:] {
		lo = Point{math.Min(lo.X, p.X), math.Min(lo.Y, p.Y)}
		hi = Point{math.Max(hi.X, p.X), math.Max(hi.Y, p.Y)}
	}
	return Box{lo.X, lo.Y, hi.X - lo.X, hi.Y - lo.Y}
}
