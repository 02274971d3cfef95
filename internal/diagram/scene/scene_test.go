package scene

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestAppendNumber(t *testing.T) {
	tests := map[float64]string{
		0: "0", 1: "1", -1: "-1", .5: ".5", -.5: "-.5", 12.34: "12.3", 12.35: "12.4", 99.96: "100", -.04: "0", 1e6: "1000000",
	}
	for in, want := range tests {
		if got := string(AppendNumber(nil, in)); got != want {
			t.Errorf("%v: got %s, want %s", in, got, want)
		}
	}
}

func TestData(t *testing.T) {
	var d Data
	if !d.Empty() {
		t.Error("nothing was drawn yet")
	}
	d.M(Point{1, -2}).L(Point{1.02, 5}).L(Point{7, 5.01}).L(Point{8, 9}).Q(Point{8, 10}, Point{9, 10}).A(4, true, false, Point{-1, 0}).Z()
	const want = "M1-2V5H7L8 9Q8 10 9 10A4 4 0 1 0 -1 0Z"
	if got := d.String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestBox(t *testing.T) {
	a, b := Box{0, 0, 10, 10}, Box{10, 0, 5, 5}
	switch {
	case a.Overlaps(b):
		t.Error("boxes that touch share no area")
	case !a.Overlaps(b.Grow(1)):
		t.Error("these share a strip")
	case !a.Holds(Box{0, 0, 10, 10}) || a.Holds(Box{0, 0, 11, 1}):
		t.Error("Holds")
	case a.Union(b) != Box{0, 0, 15, 10} || a.Union(Box{}) != a || (Box{}).Union(b) != b:
		t.Error("Union")
	case a.MidX() != 5 || b.Right() != 15 || a.Grow(2) != Box{-2, -2, 14, 14}:
		t.Error("edges")
	}
}

func TestTextBounds(t *testing.T) {
	one := Text{At: Point{100, 50}, Style: Label, Lines: []string{"가용 영역"}}
	w := one.Width()
	if w <= 0 || one.Height() != 14 {
		t.Fatalf("%v × %v", w, one.Height())
	}
	if got := one.Bounds(); got.X != 100 || got.Y != 43 || math.Abs(got.W-w) > 1e-9 || got.H != 14 {
		t.Errorf("start: %+v", got)
	}
	one.Anchor = End
	if got := one.Bounds(); math.Abs(got.Right()-100) > 1e-9 {
		t.Errorf("end: %+v", got)
	}
	one.Anchor = Middle
	one.Lines = append(one.Lines, "둘")
	if got := one.Bounds(); math.Abs(got.MidX()-100) > 1e-9 || got.MidY() != 50 || got.H != 14+19 {
		t.Errorf("two lines: %+v", got)
	}
	one.Angle = 90
	if got := one.Bounds(); math.Abs(got.H-w) > 1e-9 || math.Abs(got.MidX()-100) > 1e-9 {
		t.Errorf("turned: %+v", got)
	}
}

func TestSay(t *testing.T) {
	l := Language{Words: map[string]string{"n": "%d단계"}}
	if got := l.Say("n", 3) + l.Say("none"); got != "3단계none" {
		t.Errorf("got %s", got)
	}
}

// TestStylesAgreeWithTheStylesheet: widths are computed from the numbers here,
// letters are set with those there.
func TestStylesAgreeWithTheStylesheet(t *testing.T) {
	sheet, err := os.ReadFile("../../../static/assets/class/dg.css")
	if err != nil {
		t.Fatal(err)
	}
	size := regexp.MustCompile(`font-size: (\d+)px`)
	weight := regexp.MustCompile(`font-weight: (\d+)`)
	rule := func(selector string) string {
		_, rest, ok := strings.Cut(string(sheet), "\n"+selector+" {")
		if !ok {
			return ""
		}
		body, _, _ := strings.Cut(rest, "}")
		return body
	}
	common := size.FindStringSubmatch(rule(".dg text"))
	for _, s := range []Style{Heading, Sub, Step, Label, Note} {
		own := rule(".dg ." + s.Class)
		px := size.FindStringSubmatch(own)
		if px == nil {
			px = common
		}
		if px == nil || px[1] != strconv.Itoa(int(s.Size)) {
			t.Errorf("%s: %v px in the stylesheet, %v here", s.Class, px, s.Size)
		}
		if bold := weight.MatchString(own); bold != s.Bold {
			t.Errorf("%s: bold in the stylesheet is %v, here %v", s.Class, bold, s.Bold)
		}
	}
}
