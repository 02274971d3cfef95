package scene

import (
	"math"
	"strconv"
)

// Path is an outline or a line.
type Path struct {
	D     Data
	Class string
}

// Data is the course of a Path as SVG writes it, built up by its methods.
// Numbers have one decimal, so the same picture has the same bytes anywhere.
type Data struct {
	bytes []byte
	at    [2]int // where the pen is, in tenths
}

// String is the value of SVG's attribute d.
func (d Data) String() string { return string(d.bytes) }

// Empty tells whether nothing was drawn.
func (d Data) Empty() bool { return len(d.bytes) == 0 }

// M moves the pen to p.
func (d *Data) M(p Point) *Data {
	d.bytes = append(d.bytes, 'M')
	d.pair(p)
	return d
}

// L draws a straight line to p.
func (d *Data) L(p Point) *Data {
	x, y := tenths(p.X), tenths(p.Y)
	switch {
	case y == d.at[1]:
		d.bytes = AppendNumber(append(d.bytes, 'H'), p.X)
		d.at[0] = x
	case x == d.at[0]:
		d.bytes = AppendNumber(append(d.bytes, 'V'), p.Y)
		d.at[1] = y
	default:
		d.bytes = append(d.bytes, 'L')
		d.pair(p)
	}
	return d
}

// Q draws a quadratic curve by way of c to p.
func (d *Data) Q(c, p Point) *Data {
	d.bytes = append(d.bytes, 'Q')
	d.pair(c)
	d.bytes = append(d.bytes, ' ')
	d.pair(p)
	return d
}

// A draws an arc of a circle of radius r to p: the larger of two if large, the
// clockwise one of two if clockwise.
func (d *Data) A(r float64, large, clockwise bool, p Point) *Data {
	d.bytes = AppendNumber(append(d.bytes, 'A'), r)
	d.bytes = append(d.bytes, ' ')
	d.bytes = AppendNumber(d.bytes, r)
	d.bytes = append(d.bytes, " 0 "...)
	d.bytes = append(d.bytes, bit(large), ' ', bit(clockwise), ' ')
	d.pair(p)
	return d
}

// Z closes the outline.
func (d *Data) Z() *Data {
	d.bytes = append(d.bytes, 'Z')
	return d
}

func (d *Data) pair(p Point) {
	d.bytes = AppendNumber(d.bytes, p.X)
	if tenths(p.Y) >= 0 {
		d.bytes = append(d.bytes, ' ')
	}
	d.bytes = AppendNumber(d.bytes, p.Y)
	d.at = [2]int{tenths(p.X), tenths(p.Y)}
}

func bit(b bool) byte {
	if b {
		return '1'
	}
	return '0'
}

func tenths(v float64) int { return int(math.Round(v * 10)) }

// AppendNumber writes v with at most one decimal, without needless digits.
func AppendNumber(b []byte, v float64) []byte {
	n := tenths(v)
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	if n >= 10 || n%10 == 0 {
		b = strconv.AppendInt(b, int64(n/10), 10)
	}
	if n%10 != 0 {
		b = append(b, '.', byte('0'+n%10))
	}
	return b
}
