package worldmap

import (
	"math"
	"testing"

	"sitegen/internal/diagram/scene"
)

func lineOf(x1, y1, x2, y2 float64) line {
	return line{scene.Point{X: x1, Y: y1}, scene.Point{X: x2, Y: y2}}
}

func TestLineMeetsBox(t *testing.T) {
	box := scene.Box{X: 10, Y: 10, W: 20, H: 10}
	for _, c := range []struct {
		line line
		want bool
	}{
		{lineOf(0, 15, 40, 15), true},
		{lineOf(20, 0, 20, 40), true},
		{lineOf(15, 12, 16, 13), true},
		{lineOf(0, 0, 40, 28), true},
		{lineOf(0, 5, 40, 5), false},
		{lineOf(5, 0, 5, 40), false},
		{lineOf(0, 15, 9, 15), false},
		{lineOf(31, 15, 40, 15), false},
		{lineOf(0, 16, 16, 0), false},
		{lineOf(40, 15, 0, 15), true},
	} {
		if got := c.line.meets(box); got != c.want {
			t.Errorf("%v meets the box: %t", c.line, got)
		}
	}
}

func TestLinesCross(t *testing.T) {
	l := lineOf(0, 0, 10, 10)
	for _, c := range []struct {
		line line
		want bool
	}{
		{lineOf(0, 10, 10, 0), true},
		{lineOf(10, 0, 0, 10), true},
		{lineOf(0, 10, 4, 6), false},
		{lineOf(1, 0, 11, 10), false},
		{lineOf(20, 0, 0, 20.1), false},
	} {
		if got := l.crosses(c.line); got != c.want || c.line.crosses(l) != c.want {
			t.Errorf("%v crosses %v: %t", l, c.line, got)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct{ x, y, line, box float64 }{
		{5, 3, 3, 3},
		{-3, -4, 5, 5},
		{13, 4, 5, 5},
		{5, -1, 1, 1},
		{5, 0, 0, 0},
	} {
		p := scene.Point{X: c.x, Y: c.y}
		if got := lineOf(0, 0, 10, 0).distance(p); math.Abs(got-c.line) > 1e-9 {
			t.Errorf("%v is %v from the line, want %v", p, got, c.line)
		}
		if got := distance(scene.Box{W: 10}, p); math.Abs(got-c.box) > 1e-9 {
			t.Errorf("%v is %v from the box, want %v", p, got, c.box)
		}
	}
	if got := distance(scene.Box{W: 10, H: 10}, scene.Point{X: 4, Y: 9}); got != 0 {
		t.Errorf("a point inside is %v from the box", got)
	}
}

func TestBetween(t *testing.T) {
	for _, c := range [][2]float64{{-1, 0}, {0, 0}, {3, 3}, {5, 5}, {6, 5}, {math.Inf(-1), 0}, {math.Inf(1), 5}, {math.NaN(), 5}} {
		if got := between(0, c[0], 5); got != c[1] {
			t.Errorf("between(0, %v, 5) = %v, want %v", c[0], got, c[1])
		}
	}
}
