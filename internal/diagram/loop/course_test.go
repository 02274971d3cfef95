package loop

import (
	"math"
	"testing"

	"sitegen/internal/diagram/scene"
)

var courses = map[string]struct {
	course
	length float64
}{
	"ring":     {ringCourse(100, -2, 1), 200 * math.Pi},
	"ring ccw": {ringCourse(150, 1, -1), 300 * math.Pi},
	"infinity": {infinityCourse(100), 2 * lobe(100)},
}

// TestCourseIsSmooth walks in small steps, each of which must be as long as it
// says, and go where the heading says.
func TestCourseIsSmooth(t *testing.T) {
	const step = .5
	for name, c := range courses {
		for s := 0.0; s < c.length; s += step {
			a, b := c.at(s, 0), c.at(s+step, 0)
			if d := math.Hypot(b.X-a.X, b.Y-a.Y); math.Abs(d-step) > .001 {
				t.Fatalf("%s: the step at %v is %v long", name, s, d)
			}
			turned := math.Remainder(math.Atan2(b.Y-a.Y, b.X-a.X)-c.heading(s+step/2), 2*math.Pi)
			if math.Abs(turned) > .01 {
				t.Fatalf("%s: the heading at %v is wrong by %v", name, s, turned)
			}
			right, h := c.at(s, 5), c.heading(s)
			if off := math.Hypot(right.X-a.X+5*math.Sin(h), right.Y-a.Y-5*math.Cos(h)); off > .001 {
				t.Fatalf("%s: beside %v is %v, wrong by %v", name, s, right, off)
			}
		}
		if a, b := c.at(0, 7), c.at(c.length, 7); math.Hypot(a.X-b.X, a.Y-b.Y) > 1e-6 {
			t.Errorf("%s does not close: %v, %v", name, a, b)
		}
	}
}

func TestLocateIsTheInverse(t *testing.T) {
	for name, c := range courses {
		for s := 0.0; s < c.length; s += 7 {
			for side := -20.0; side <= 20; side += 8 {
				gotS, gotSide := c.locate(c.at(s, side), s-30, s+30)
				if math.Abs(gotS-s) > 1e-6 || math.Abs(gotSide-side) > 1e-6 {
					t.Fatalf("%s: (%v, %v) is located at (%v, %v)", name, s, side, gotS, gotSide)
				}
			}
		}
	}
}

// TestInfinityCrossesUpright: the strands meet in the origin at right angles,
// the circles lie where the names of the halves are put.
func TestInfinityCrossesUpright(t *testing.T) {
	c := infinityCourse(100)
	for _, s := range []float64{0, lobe(100), 2 * lobe(100)} {
		if p := c.at(s, 0); math.Hypot(p.X, p.Y) > 1e-6 {
			t.Errorf("at %v the course is at %v", s, p)
		}
	}
	if cos := math.Cos(c.heading(0) - c.heading(lobe(100))); math.Abs(cos) > 1e-9 {
		t.Errorf("the strands cross at an angle with cosine %v", cos)
	}
	for half, s := range []float64{lobe(100) / 2, lobe(100) * 1.5} {
		want := (centreAt(100) + 100) * float64(2*half-1)
		if p := c.at(s, 0); math.Abs(p.X-want) > 1e-6 || math.Abs(p.Y) > 1e-6 {
			t.Errorf("the far end of half %d is %v", half, p)
		}
	}
}

// TestLineThereAndBack: the line beside a stretch, drawn backwards, is made of
// the same places.
func TestLineThereAndBack(t *testing.T) {
	c := infinityCourse(100)
	var there, back scene.Data
	there.M(c.at(32, 23))
	c.line(&there, 32, 703, 23)
	back.M(c.at(703, 23))
	c.line(&back, 703, 32, 23)
	if got, want := there.String(), "M-6.4-38.9L-54.4-87A123 123 0 1 0 -54.4 87L38.7-6.2"; got != want {
		t.Errorf("there:\n%s\n%s", got, want)
	}
	if got, want := back.String(), "M38.7-6.2L-54.4 87A123 123 0 1 1 -54.4-87L-6.4-38.9"; got != want {
		t.Errorf("back:\n%s\n%s", got, want)
	}
}
