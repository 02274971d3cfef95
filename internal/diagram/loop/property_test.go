package loop

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/scene"
)

// drawn is a loop with what it was made from.
type drawn struct {
	*plan
	*ribbon
	labels []label
	blocks []block
	*scene.Diagram
}

func draw(t *testing.T, src string) drawn {
	t.Helper()
	d, list := Draw(src, korean)
	if d == nil {
		t.Fatalf("not drawn: %v\n%s", list, src)
	}
	var problems parse.Problems
	p := read(src, &problems)
	rb, labels := p.lay()
	return drawn{p, rb, labels, arrange(p, rb, labels, &problems), d}
}

var words = []string{
	"계획", "코드", "빌드", "테스트", "릴리스", "배포", "운영", "모니터링", "가", "요구 사항 분석", "지속적 통합",
	"아주아주긴이름을가진단계", "Continuous integration", "QA", "Progressive delivery with feature flags", "점진적 배포와 되돌리기",
}

var captions = []string{
	"", "", "Git", "이슈 · 백로그", "요구 사항, 이슈 · 백로그", "지표, 로그, 추적, 알림, 감사",
	"모든 변경을 자동으로 빌드하고 검증한다", "kubernetes-deployment-controller",
	strings.Repeat("끝없이 이어지는 아주 긴 설명 ", 10), strings.Repeat("띄어쓰기없이", 20),
}

// sources are loops of every shape and count of steps, with all sorts of names
// and captions: one word or caption throughout, or a mixture.
func sources(f func(src string)) {
	r := rand.New(rand.NewPCG(1, 2))
	emit := func(word, caption func() string, head string, counts ...int) {
		var b strings.Builder
		b.WriteString(head)
		for i, n := range counts {
			if len(counts) > 1 || r.IntN(2) == 0 {
				fmt.Fprintf(&b, "section %s | %s\n", word(), captions[2+i%4])
			}
			for range n {
				b.WriteString(word())
				if c := caption(); c != "" {
					b.WriteString(" : " + c)
				}
				b.WriteByte('\n')
			}
		}
		f(b.String())
	}
	any := func(from []string) func() string { return func() string { return from[r.IntN(len(from))] } }
	one := func(s string) func() string { return func() string { return s } }
	shapes := func(word, caption func() string, stride int) {
		for a := 1; a <= maxHalf; a++ {
			for b := 1 + a%stride; b <= maxHalf; b += stride {
				if a+b >= minSteps {
					emit(word, caption, "", a, b)
				}
			}
		}
		for n := minSteps; n <= maxSteps; n += stride {
			emit(word, caption, "", n)
			emit(word, caption, "direction ccw\n", n)
			emit(word, caption, "shape ring\n", n/2, n-n/2)
			emit(word, caption, "", n/3, n/3, n-2*(n/3))
		}
		emit(word, caption, "", 2, 2, 2, 2, 2, 2, 2, 2)
	}
	for range 2 {
		shapes(any(words), any(captions), 1)
	}
	for _, c := range captions {
		shapes(one("배포"), one(c), 4)
	}
	for _, w := range words {
		shapes(one(w), one("이슈 · 백로그, 요구 사항"), 4)
	}
}

// TestEverythingHasItsPlace draws many loops and looks at each for text that
// leaves its room.
func TestEverythingHasItsPlace(t *testing.T) {
	n := 0
	sources(func(src string) {
		if t.Failed() {
			return
		}
		n++
		d := draw(t, src)
		d.labelsOnSegments(t)
		d.blocksApart(t)
		d.middleClear(t)
		d.viewHoldsAll(t)
		if t.Failed() {
			t.Log(src)
		}
	})
	if n < 800 {
		t.Errorf("only %d loops were tried", n)
	}
}

// distance is how far q is from the course between two s, and the s where it
// is nearest: found by walking, not by the formulas under test.
func (d drawn) distance(q scene.Point, from, to float64) (least, s float64) {
	least = math.Inf(1)
	for at := from; at <= to; at += 2 {
		p := d.course.at(at, 0)
		if v := math.Hypot(q.X-p.X, q.Y-p.Y); v < least {
			least, s = v, at
		}
	}
	return least, s
}

// rim are points on the sides of a text, close together.
func rim(t scene.Text) []scene.Point {
	c := t.Corners()
	var points []scene.Point
	for i, a := range c {
		b := c[(i+1)%4]
		steps := math.Ceil(math.Hypot(b.X-a.X, b.Y-a.Y) / 4)
		for k := range int(steps) {
			f := float64(k) / steps
			points = append(points, scene.Point{X: a.X + f*(b.X-a.X), Y: a.Y + f*(b.Y-a.Y)})
		}
	}
	return points
}

// labelsOnSegments: each label lies on its own segment, clear of the sides, of
// both chevrons and of the crossing, and is not upside down.
func (d drawn) labelsOnSegments(t *testing.T) {
	const outline = 1.5
	for i, g := range d.segments {
		l := d.labels[i]
		if math.Abs(l.angle) > 90 {
			t.Errorf("label %d is upside down: %v", i, l.angle)
		}
		for _, q := range rim(l.text(step{})) {
			off, s := d.distance(q, g.from-1, g.to+tip+1)
			if off > width/2-1 {
				t.Errorf("label %d leaves the ribbon by %.1f", i, off-width/2)
			}
			ahead := tip * (1 - off/(width/2))
			if s < g.from+ahead+outline {
				t.Errorf("label %d touches the chevron before it", i)
			}
			if s > g.to+ahead-outline {
				t.Errorf("label %d touches its own chevron", i)
			}
			under := d.over >= 0 && i == len(d.segments)-1
			if over, _ := d.distance(q, d.segments[max(d.over, 0)].to-2*behind-width, d.segments[max(d.over, 0)].to); under && over < halo/2 {
				t.Errorf("label %d comes under the crossing", i)
			}
			if t.Failed() {
				return
			}
		}
	}
}

// blocksApart: captions touch neither the ribbon nor each other, and stay out
// of the notches between two circles.
func (d drawn) blocksApart(t *testing.T) {
	end := d.segments[len(d.segments)-1].to
	for i, b := range d.blocks {
		if b.box.W == 0 {
			continue
		}
		for _, shape := range b.shapes(d.steps[i]) {
			text := shape.(scene.Text)
			if box := text.Bounds(); !b.box.Grow(.01).Holds(box) {
				t.Errorf("block %d: the text %v leaves the box %v", i, box, b.box)
			}
			if len(text.Lines) > maxLines {
				t.Errorf("block %d has %d lines", i, len(text.Lines))
			}
		}
		for k, o := range d.blocks {
			if k != i && o.box.W > 0 && b.box.Grow(7).Overlaps(o.box) {
				t.Errorf("blocks %d and %d overlap: %v, %v", i, k, b.box, o.box)
			}
		}
		for at := d.segments[0].from; at < end; at += 4 {
			p := d.course.at(at, 0)
			x, y := clamp(p.X, b.box.X, b.box.Right()), clamp(p.Y, b.box.Y, b.box.Bottom())
			if gap := math.Hypot(p.X-x, p.Y-y) - width/2; gap < 8 {
				t.Errorf("block %d is %.1f from the ribbon", i, gap)
			}
		}
		if d.infinity && b.box.X < centreAt(d.r) && b.box.Right() > -centreAt(d.r) && b.box.Y < d.r && b.box.Bottom() > -d.r {
			t.Errorf("block %d stands in the notch: %v", i, b.box)
		}
	}
}

// middleClear: what stands in a circle keeps clear of the ribbon.
func (d drawn) middleClear(t *testing.T) {
	for _, shape := range d.Shapes {
		text, ok := shape.(scene.Text)
		if !ok || text.Style.Class == scene.Step.Class {
			continue
		}
		for _, q := range text.Corners() {
			hub := scene.Point{}
			if d.infinity {
				hub.X = math.Copysign(centreAt(d.r), q.X)
			}
			if off := math.Hypot(q.X-hub.X, q.Y-hub.Y); off > d.r-width/2-5 && off < d.r+width/2+5 {
				t.Errorf("%q stands on the ribbon, %.1f from the centre", text.Lines, off)
			}
		}
	}
}

func (d drawn) viewHoldsAll(t *testing.T) {
	for _, shape := range d.Shapes {
		if text, ok := shape.(scene.Text); ok && !d.View.Grow(-8).Holds(text.Bounds()) {
			t.Errorf("%q at %v leaves the view %v", text.Lines, text.Bounds(), d.View)
		}
	}
	if !d.View.Grow(-8).Holds(d.ribbon.bounds()) {
		t.Errorf("the ribbon leaves the view %v", d.View)
	}
	if d.View.W > 880 {
		t.Errorf("the picture is %v wide", d.View.W)
	}
}

func TestSpread(t *testing.T) {
	for name, tt := range map[string]struct{ wants, sizes, out []float64 }{
		"none":             {nil, nil, []float64{}},
		"free":             {[]float64{0, 30}, []float64{10, 20}, []float64{0, 30}},
		"pushed apart":     {[]float64{0, 10}, []float64{10, 20}, []float64{-5, 15}},
		"a group grows":    {[]float64{0, 20, 20}, []float64{10, 10, 10}, []float64{-1.67, 13.33, 28.33}},
		"two groups apart": {[]float64{0, 0, 100, 100}, []float64{10, 10, 10, 10}, []float64{-7.5, 7.5, 92.5, 107.5}},
	} {
		got := spread(tt.wants, tt.sizes, 5)
		for i := range got {
			got[i] = math.Round(got[i]*100) / 100
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.out) {
			t.Errorf("%s: %v, want %v", name, got, tt.out)
		}
	}
}
