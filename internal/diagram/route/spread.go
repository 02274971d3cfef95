package route

import (
	"cmp"
	"math"
	"slices"
)

// seg is a straight part of a link, which can still be moved across.
type seg struct {
	job, part int32
	axis      int8 // along which it runs
	first     bool // whether it starts at the first end of its job
	last      bool
	rank      int32   // its place among all that run along the same axis
	line      float64 // where the search led it
	at        float64 // where it is now
	along     span    // from where to where it runs
	room      span    // where it can be
	limit     span    // where it can be if there is not enough room
	want      float64 // where it should be
	weight    float64
	label     float64 // half of the width of the label that will likely be on it
	plain     bool    // whether the label gets no room of its own

	// For the solver:
	block  int32
	offset float64  // in the block
	pairs  [2]int32 // those whose second part it is, from and to
}

// spread draws links apart that lie on one line or too near to each other, and
// moves them to the middle of the room they have. What goes up and down is moved
// first, then what goes across, whose length has changed by that; and again.
func (r *router) spread() {
	r.cut()
	var order [2][]int32
	for a := range order {
		order[a] = r.rank(a)
	}
	var s solver
	for pass := range 4 {
		a := 1 - pass%2
		r.measure(order[a])
		// Room for labels is only made where there is enough of it.
		for !s.solve(r, order[a]) {
		}
	}
	r.join()
}

// cut makes the parts of all links.
func (r *router) cut() {
	n := 0
	for i := range r.jobs {
		n += len(r.jobs[i].points) - 1
	}
	r.segs = make([]seg, 0, n)
	for i := range r.jobs {
		points := r.jobs[i].points
		last := len(points) - 2
		longest := r.jobs[i].longest()
		for k := range last + 1 {
			a, along, at := part(points, k+1)
			s := seg{
				job: int32(i), part: int32(k), axis: int8(a), first: k == 0, last: k == last,
				line: at, at: at, along: along,
			}
			if size := r.jobs[i].label[1-a]; k == longest && size > 0 {
				s.label = size/2 + labelGap + 1
			}
			r.segs = append(r.segs, s)
		}
	}
}

// rank brings the parts along an axis in their order from left to right or from
// top to bottom.
func (r *router) rank(axis int) []int32 {
	order := make([]int32, 0, len(r.segs))
	for i := range r.segs {
		if int(r.segs[i].axis) == axis {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(r.segs[a].line, r.segs[b].line), cmp.Compare(a, b))
	})
	for i := 0; i < len(order); {
		k := i + 1
		for k < len(order) && r.segs[order[k]].line == r.segs[order[i]].line {
			k++
		}
		r.arrange(order[i:k])
		i = k
	}
	for i, k := range order {
		r.segs[k].rank = int32(i)
	}
	return order
}

// arrange orders parts that lie on one line: the next is always one that none
// of the others has to come before.
func (r *router) arrange(line []int32) {
	n := len(line)
	if n < 2 {
		return
	}
	before := make([]int8, n*n)
	waits := make([]int, n)
	for i := range line {
		for k := range i {
			switch c := r.before(&r.segs[line[k]], &r.segs[line[i]]); {
			case c < 0:
				before[k*n+i] = 1
				waits[i]++
			case c > 0:
				before[i*n+k] = 1
				waits[k]++
			}
		}
	}
	old := slices.Clone(line)
	for i := range line {
		next := -1
		for k := range old {
			if waits[k] >= 0 && (next < 0 || waits[k] < waits[next]) {
				next = k
			}
		}
		waits[next] = -1
		line[i] = old[next]
		for k := range old {
			if before[next*n+k] > 0 && waits[k] >= 0 {
				waits[k]--
			}
		}
	}
}

// measure finds out where the parts run, how much room they have and where in
// it they should be.
func (r *router) measure(order []int32) {
	for _, i := range order {
		s := &r.segs[i]
		j := &r.jobs[s.job]
		a := int(s.axis)
		start, stop := j.end(0)[a], j.end(1)[a]
		if !s.first {
			start = r.segs[i-1].at
		}
		if !s.last {
			stop = r.segs[i+1].at
		}
		s.along = ordered(start, stop)
		s.room = r.corridor(a, s.along, s.at, j)
		s.limit = s.room.grow(clear - tight)
		s.want, s.weight = s.line, 1
		for k, is := range [...]bool{s.first, s.last} {
			if !is {
				continue
			}
			reach := j.ends[k].reach(1-a, s.line)
			s.room, s.limit = s.room.cut(reach), s.limit.cut(j.ends[k].rect[1-a].grow(-tight))
			if mid := j.ends[k].rect[1-a].mid(); math.Abs(mid-s.line) < near {
				s.want = mid
			}
		}
		s.room, s.limit = s.room.proper(), s.limit.proper()
		switch {
		case s.straight():
			s.want, s.weight = s.line, 100
		case !s.first && !s.last:
			s.want = r.middle(i)
		}
	}
}

// reach is where a link can end at a side of e, given that it could at at.
func (e *end) reach(across int, at float64) span {
	s := e.stretch(across)
	return span{min(s.lo, at), max(s.hi, at)}
}

// middle is where a part should be that has bends on both ends.
func (r *router) middle(i int32) float64 {
	s := &r.segs[i]
	j := &r.jobs[s.job]
	from, to := j.points[s.part-1][1-s.axis], j.points[s.part+2][1-s.axis]
	room := s.room
	if (from < s.line) == (to < s.line) {
		// It turns back: the nearer the better, but in the middle of a narrow gap.
		if room.length() < 4*stride {
			return room.mid()
		}
		return s.line
	}
	return room.cut(ordered(from, to)).mid()
}

// join makes the courses of the links from their parts.
func (r *router) join() {
	var course []point
	for i := 0; i < len(r.segs); {
		j := &r.jobs[r.segs[i].job]
		parts := r.segs[i : i+len(j.points)-1]
		course = append(course[:0], j.points...)
		for k, s := range parts {
			course[k][1-s.axis] = half(s.at)
			course[k+1][1-s.axis] = half(s.at)
		}
		j.points = j.points[:0]
		for _, p := range course {
			j.points = extend(j.points, p)
		}
		if len(j.points) == 1 { // from a point to itself
			j.points = append(j.points, j.points[0])
		}
		i += len(parts)
	}
}

// half rounds to halves, which are as sharp on the screen as can be.
func half(v float64) float64 { return math.Round(2*v) / 2 }
