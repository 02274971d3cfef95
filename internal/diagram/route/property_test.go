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
			wide := b.Box
			if b.upright {
				wide = scene.Box{X: b.X - apart, Y: b.Y, W: 2 * apart, H: b.H}
			} else {
				wide = scene.Box{X: b.X, Y: b.Y - apart, W: b.W, H: 2 * apart}
			}
			// Something as thin as a line overlaps nothing; so it is made thicker.
			if a.Grow(.01).Overlaps(wide) {
				problems = append(problems, fmt.Sprintf("links %d and %d run on each other: %v, %v", a.job, b.job, a.Box, b.Box))
			}
		}
	}
	return problems
}

// labels: a label that has a place lies on its link and covers nothing else.
func (c *checker) labels() (problems []string) {
	at := func(i int) scene.Box {
		l, size := c.routes[i].Label, c.jobs[i].Label
		return scene.Box{X: l.X - size.X/2, Y: l.Y - size.Y/2, W: size.X, H: size.Y}
	}
	lines := c.lines()
	for i, r := range c.routes {
		here := scene.Box{X: r.Label.X, Y: r.Label.Y}.Grow(.01)
		if !slices.ContainsFunc(lines, func(l line) bool { return l.job == i && l.Grow(.3).Overlaps(here) }) {
			problems = append(problems, fmt.Sprintf("label %d is off its link: %v", i, r.Label))
		}
		if !r.Placed {
			continue
		}
		if slices.ContainsFunc(c.Walls, at(i).Overlaps) {
			problems = append(problems, fmt.Sprintf("label %d covers a wall", i))
		}
		for k := range i {
			if c.routes[k].Placed && at(k).Overlaps(at(i)) {
				problems = append(problems, fmt.Sprintf("labels %d and %d cover each other", k, i))
			}
		}
		for _, l := range lines {
			if l.job != i && l.Grow(.01).Overlaps(at(i)) {
				problems = append(problems, fmt.Sprintf("label %d covers link %d", i, l.job))
			}
		}
	}
	return problems
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
