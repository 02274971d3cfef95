package route

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"

	"sitegen/internal/diagram/scene"
)

// What has to be true of every drawing whose boxes leave room.
func TestProperties(t *testing.T) {
	for _, size := range []struct{ nodes, links, seeds int }{{2, 3, 40}, {6, 6, 150}, {12, 14, 60}, {30, 30, 10}} {
		for seed := range uint64(size.seeds) {
			f, jobs := nested(seed, size.nodes, size.links)
			routes, ok := Find(f, jobs, plenty)
			if !ok {
				t.Fatalf("%d nodes, seed %d: gave up", size.nodes, seed)
			}
			c := checker{f, jobs, routes}
			for _, problem := range slices.Concat(c.ends(), c.shapes(), c.walls(), c.sharing(), c.labels()) {
				t.Errorf("%d nodes, seed %d: %s", size.nodes, seed, problem)
			}
		}
	}
}

// How good the courses are can only be compared. These are counts of all that is
// not nice in many drawings. If one of them rises, look at the drawings.
func TestQuality(t *testing.T) {
	var got quality
	for seed := range uint64(150) {
		f, jobs := nested(seed, 9, 12)
		routes, _ := Find(f, jobs, plenty)
		c := checker{f, jobs, routes}
		c.count(&got)
	}
	best := quality{bends: 2591, crossed: 428, narrow: 5, stubs: 153, hugging: 17, homeless: 111, framed: 94}
	if got.worse(best) {
		t.Errorf("got  %+v\nbest %+v", got, best)
	}
}

type quality struct {
	bends    int
	crossed  int // crossings of links
	narrow   int // links side by side with less than leastGap
	stubs    int // ends with no room for an arrow head
	hugging  int // parts beside a border
	homeless int // labels without a place
	framed   int // labels on a border
}

// worse tells whether one of the counts has risen.
func (q quality) worse(best quality) bool {
	return q.bends > best.bends || q.crossed > best.crossed || q.narrow > best.narrow || q.stubs > best.stubs ||
		q.hugging > best.hugging || q.homeless > best.homeless || q.framed > best.framed
}

func (c *checker) count(q *quality) {
	lines := c.lines()
	for i, a := range lines {
		last := len(c.routes[a.job].Points) - 1
		if last > 1 && (a.part == 1 || a.part == last) && a.W+a.H < headRoom {
			q.stubs++
		}
		for _, g := range c.Groups {
			if a.beside(g, besides-.5) {
				q.hugging++
			}
		}
		for _, b := range lines[:i] {
			switch {
			case a.job == b.job:
			case a.upright != b.upright && a.Grow(.01).Overlaps(b.Grow(.01)):
				q.crossed++
			case a.upright == b.upright && a.thick(leastGap-.6).Overlaps(b.Grow(.01)):
				q.narrow++
			}
		}
	}
	for i, r := range c.routes {
		q.bends += len(r.Points) - 2
		if c.jobs[i].Label.X > 0 && !r.Placed {
			q.homeless++
		}
		for _, g := range c.Groups {
			if label := c.label(i); r.Placed && label.Overlaps(g) && !g.Holds(label) {
				q.framed++
			}
		}
	}
}

// thick is what is nearer to the line than d on both its sides.
func (l line) thick(d float64) scene.Box {
	if l.upright {
		return scene.Box{X: l.X - d, Y: l.Y, W: 2 * d, H: l.H}
	}
	return scene.Box{X: l.X, Y: l.Y - d, W: l.W, H: 2 * d}
}

// beside tells whether the line runs along a side of b, nearer than d.
func (l line) beside(b scene.Box, d float64) bool {
	for _, side := range []scene.Box{{X: b.X, Y: b.Y, H: b.H}, {X: b.Right(), Y: b.Y, H: b.H}, {X: b.X, Y: b.Y, W: b.W}, {X: b.X, Y: b.Bottom(), W: b.W}} {
		if (side.W == 0) == l.upright && l.thick(d).Overlaps(side.Grow(.01)) {
			return true
		}
	}
	return false
}

// Where boxes face each other with nothing between, the link goes straight
// through the middle of what they share.
func TestFacingIsStraight(t *testing.T) {
	tried := 0
	for seed := range uint64(100) {
		f, jobs := nested(seed, 10, 1)
		from, to := jobs[0].From, jobs[0].To
		gap := scene.Box{X: min(from.Right(), to.Right()), Y: max(from.Y, to.Y)}
		gap.W = max(from.X, to.X) - gap.X
		gap.H = min(from.Bottom(), to.Bottom()) - gap.Y
		inGap := func(b scene.Box) bool {
			return b != from && b != to && b.Overlaps(gap.Grow(clear)) && !b.Holds(from.Union(to))
		}
		if gap.W <= 0 || gap.H < 2*edge || slices.ContainsFunc(f.Walls, inGap) || slices.ContainsFunc(f.Groups, inGap) {
			continue
		}
		tried++
		want := []scene.Point{{X: gap.X, Y: half(gap.MidY())}, {X: gap.Right(), Y: half(gap.MidY())}}
		if from.X > to.X {
			slices.Reverse(want)
		}
		if routes, _ := Find(f, jobs, plenty); !slices.Equal(routes[0].Points, want) {
			t.Errorf("seed %d: %v, want %v", seed, routes[0].Points, want)
		}
	}
	if tried == 0 {
		t.Error("no boxes face each other")
	}
}

type checker struct {
	Field
	jobs   []Job
	routes []Route
}

// line is a straight part of a route as a box without width or without height.
type line struct {
	scene.Box
	job, part int
	upright   bool
}

func (c *checker) lines() []line {
	var all []line
	for i, r := range c.routes {
		for k := 1; k < len(r.Points); k++ {
			p, q := r.Points[k-1], r.Points[k]
			b := scene.Box{X: min(p.X, q.X), Y: min(p.Y, q.Y), W: math.Abs(p.X - q.X), H: math.Abs(p.Y - q.Y)}
			all = append(all, line{b, i, k, b.W == 0})
		}
	}
	return all
}

// ends: links start and end on the borders of their boxes, and leave at right
// angles, outside of nodes, and inside of containers that hold the other end.
func (c *checker) ends() (problems []string) {
	for i, r := range c.routes {
		n := len(r.Points)
		for k, b := range []scene.Box{c.jobs[i].From, c.jobs[i].To} {
			p, q, other := r.Points[0], r.Points[1], c.jobs[i].To
			if k == 1 {
				p, q, other = r.Points[n-1], r.Points[n-2], c.jobs[i].From
			}
			inside := b.Holds(other)
			atSide := (p.X == b.X || p.X == b.Right()) && p.Y > b.Y && p.Y < b.Bottom()
			atTop := (p.Y == b.Y || p.Y == b.Bottom()) && p.X > b.X && p.X < b.Right()
			goesOut := atSide && p.Y == q.Y && (q.X > p.X) == (p.X == b.Right()) != inside ||
				atTop && p.X == q.X && (q.Y > p.Y) == (p.Y == b.Bottom()) != inside
			if !goesOut {
				problems = append(problems, fmt.Sprintf("link %d: end %d at %v of %v, then %v", i, k, p, b, q))
			}
		}
	}
	return problems
}

// shapes: links have right angles only, stay in the area, and have no needless points.
func (c *checker) shapes() (problems []string) {
	for _, l := range c.lines() {
		if l.W > 0 == (l.H > 0) {
			problems = append(problems, fmt.Sprintf("link %d: part %d is %v", l.job, l.part, l.Box))
		}
		if !c.Area.Holds(l.Box) {
			problems = append(problems, fmt.Sprintf("link %d leaves the area at %v", l.job, l.Box))
		}
	}
	for i, r := range c.routes {
		for k := 2; k < len(r.Points); k++ {
			if a, b := r.Points[k-2], r.Points[k]; a.X == b.X || a.Y == b.Y {
				problems = append(problems, fmt.Sprintf("link %d: needless point %v", i, r.Points[k-1]))
			}
		}
	}
	return problems
}

// walls: links keep their distance from what they do not join.
func (c *checker) walls() (problems []string) {
	for _, l := range c.lines() {
		for _, w := range c.Walls {
			if w != c.jobs[l.job].From && w != c.jobs[l.job].To && l.Grow(.01).Overlaps(w.Grow(tight-.5)) {
				problems = append(problems, fmt.Sprintf("link %d: %v is too near to %v", l.job, l.Box, w))
			}
			if w == c.jobs[l.job].From || w == c.jobs[l.job].To {
				if l.Grow(.01).Overlaps(w.Grow(-.1)) {
					problems = append(problems, fmt.Sprintf("link %d: %v crosses its own end %v", l.job, l.Box, w))
				}
			}
		}
	}
	return problems
}

// sharing: no two links run on each other.
func (c *checker) sharing() (problems []string) {
	const apart = 3
	lines := c.lines()
	for i, a := range lines {
		for _, b := range lines[:i] {
			if a.job == b.job || a.upright != b.upright {
				continue
			}
			if a.thick(apart).Overlaps(b.Grow(.01)) {
				problems = append(problems, fmt.Sprintf("links %d and %d run on each other: %v, %v", a.job, b.job, a.Box, b.Box))
			}
		}
	}
	return problems
}

// labels: a label that has a place lies on its link and covers nothing else.
func (c *checker) labels() (problems []string) {
	lines := c.lines()
	for i, r := range c.routes {
		here := scene.Box{X: r.Label.X, Y: r.Label.Y}.Grow(.01)
		if !slices.ContainsFunc(lines, func(l line) bool { return l.job == i && l.Grow(.3).Overlaps(here) }) {
			problems = append(problems, fmt.Sprintf("label %d is off its link: %v", i, r.Label))
		}
		if !r.Placed {
			continue
		}
		if slices.ContainsFunc(c.Walls, c.label(i).Overlaps) {
			problems = append(problems, fmt.Sprintf("label %d covers a wall", i))
		}
		for k := range i {
			if c.routes[k].Placed && c.label(k).Overlaps(c.label(i)) {
				problems = append(problems, fmt.Sprintf("labels %d and %d cover each other", k, i))
			}
		}
		for _, l := range lines {
			if l.job != i && l.Grow(.01).Overlaps(c.label(i)) {
				problems = append(problems, fmt.Sprintf("label %d covers link %d", i, l.job))
			}
		}
	}
	return problems
}

func (c *checker) label(i int) scene.Box {
	l, size := c.routes[i].Label, c.jobs[i].Label
	return scene.Box{X: l.X - size.X/2, Y: l.Y - size.Y/2, W: size.X, H: size.Y}
}

// FuzzFind gives arbitrary boxes: the way may be bad then, but there is one, with
// right angles, and it takes no more steps than are allowed.
func FuzzFind(f *testing.F) {
	f.Add([]byte{}, uint16(1000))
	f.Add([]byte("a drawing of random boxes, some of which hold others, 0123456789"), uint16(30000))
	for seed := range uint64(8) {
		field, jobs := nested(seed, 6, 6)
		f.Add(encode(field, jobs), uint16(5000))
	}
	f.Fuzz(func(t *testing.T, data []byte, steps uint16) {
		field, jobs := decode(data)
		routes, ok := Find(field, jobs, int(steps))
		if !ok {
			return
		}
		for i, r := range routes {
			if len(r.Points) < 2 {
				t.Fatalf("link %d: %v", i, r.Points)
			}
			for k := 1; k < len(r.Points); k++ {
				if p, q := r.Points[k-1], r.Points[k]; p.X != q.X && p.Y != q.Y {
					t.Errorf("link %d: %v to %v", i, p, q)
				}
			}
		}
	})
}

// encode writes a drawing as numbers: how many walls, groups and jobs, then the
// boxes, then for each job two indices of boxes and the size of its label.
func encode(f Field, jobs []Job) []byte {
	data := []byte{byte(len(f.Walls)), byte(len(f.Groups)), byte(len(jobs))}
	boxes := slices.Concat([]scene.Box{f.Area}, f.Walls, f.Groups)
	for _, b := range boxes {
		for _, v := range []float64{b.X, b.Y, b.W, b.H} {
			data = binary.LittleEndian.AppendUint16(data, uint16(int16(v)))
		}
	}
	for _, j := range jobs {
		data = append(data, byte(slices.Index(boxes, j.From)), byte(slices.Index(boxes, j.To)), byte(j.Label.X), byte(j.Label.Y))
	}
	return data
}

func decode(data []byte) (f Field, jobs []Job) {
	next := func() (b byte) {
		if len(data) > 0 {
			b, data = data[0], data[1:]
		}
		return b
	}
	number := func() float64 {
		switch v := int16(uint16(next()) | uint16(next())<<8); v {
		case math.MaxInt16:
			return math.Inf(1)
		case math.MinInt16:
			return math.NaN()
		default:
			return float64(v)
		}
	}
	box := func() scene.Box { return scene.Box{X: number(), Y: number(), W: number(), H: number()} }
	walls, groups, links := next()%40, next()%20, next()%40
	boxes := []scene.Box{box()}
	for range walls {
		boxes = append(boxes, box())
	}
	for range groups {
		boxes = append(boxes, box())
	}
	f = Field{boxes[0], boxes[1 : 1+walls], boxes[1+walls:]}
	for range links {
		from, to := int(next())%len(boxes), int(next())%len(boxes)
		jobs = append(jobs, Job{boxes[from], boxes[to], scene.Point{X: float64(next()), Y: float64(next())}})
	}
	return f, jobs
}

func BenchmarkFind(b *testing.B) {
	for _, size := range []struct{ nodes, links int }{{8, 8}, {30, 30}, {100, 100}} {
		f, jobs := nested(3, size.nodes, size.links)
		b.Run(fmt.Sprintf("nodes=%d", size.nodes), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Find(f, jobs, 400000)
			}
		})
	}
}
