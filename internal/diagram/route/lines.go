package route

import (
	"math"
	"slices"
)

// near is how near two lines of the grid have to be for one to be enough.
const near = 4.0

// lines are the coordinates of the grid's lines on one axis, ascending.
type lines []float64

// add adds a line, unless there is one nearby.
func (l *lines) add(v, near float64) {
	i, found := slices.BinarySearch(*l, v)
	if found || i < len(*l) && (*l)[i]-v < near || i > 0 && v-(*l)[i-1] < near {
		return
	}
	*l = slices.Insert(*l, i, v)
}

// gridLines chooses the lines for the jobs that are still to be led. What comes
// first matters more: a later line gives way to an earlier one nearby.
func (r *router) gridLines(todo []int32, fine bool) [2]lines {
	var all [2]lines
	for a := range 2 {
		l := make(lines, 0, 4*len(r.walls)+8)
		for i := range r.jobs {
			for _, p := range r.jobs[i].points {
				l.add(p[a], 0)
			}
		}
		for _, i := range todo {
			for k := range r.jobs[i].ends {
				l.add(r.jobs[i].ends[k].rect[a].mid(), 0)
			}
		}
		for i := range r.groups {
			r.gaps(&l, &r.groups[i], a, true)
		}
		for i := range r.walls {
			r.gaps(&l, &r.walls[i], a, false)
		}
		if fine {
			r.fineLines(&l, a)
		}
		all[a] = slices.DeleteFunc(l, func(v float64) bool { return v <= r.area[a].lo || v >= r.area[a].hi })
	}
	return all
}

// stride is how far from a box a link runs that goes around it where there is
// plenty of room.
const stride = 16.0

// gaps adds the middles of the gaps on both sides of b, and on both sides of
// its border if it is a group.
func (r *router) gaps(l *lines, b *rect, a int, group bool) {
	low, high := r.neighbours(b, a, b[a].lo), r.neighbours(b, a, b[a].hi)
	gap(l, span{low.lo, b[a].lo}, b[a].lo)
	gap(l, span{b[a].hi, high.hi}, b[a].hi)
	if group {
		gap(l, span{b[a].lo, low.hi}, b[a].lo)
		gap(l, span{high.lo, b[a].hi}, b[a].hi)
	}
}

// gap adds the middle of s, and a line nearer to the side that s was found from.
func gap(l *lines, s span, side float64) {
	if s.length() < 2*besides {
		return
	}
	if s.length() > 4*stride {
		if side == s.lo {
			l.add(side+stride, near)
		} else {
			l.add(side-stride, near)
		}
	}
	l.add(s.mid(), near)
}

// neighbours are the nearest walls and borders below and above the side of b
// that is at v on axis a.
func (r *router) neighbours(b *rect, a int, v float64) span {
	s := r.area[a]
	o := 1 - a
	for i := range r.walls {
		w := &r.walls[i]
		if !w[o].meets(b[o]) {
			continue
		}
		if w[a].hi <= v {
			s.lo = math.Max(s.lo, w[a].hi)
		} else if w[a].lo >= v {
			s.hi = math.Min(s.hi, w[a].lo)
		}
	}
	for i := range r.groups {
		g := &r.groups[i]
		if !g[o].meets(b[o]) {
			continue
		}
		for _, border := range [...]float64{g[a].lo, g[a].hi} {
			if border < v {
				s.lo = math.Max(s.lo, border)
			} else if border > v {
				s.hi = math.Min(s.hi, border)
			}
		}
	}
	return s
}

// fineLines adds a line close along each side of each wall. If there is a way
// at all, there is one along these.
func (r *router) fineLines(l *lines, a int) {
	for i := range r.walls {
		for _, d := range [...]float64{clear, tight} {
			l.add(r.walls[i][a].lo-d, 1)
			l.add(r.walls[i][a].hi+d, 1)
		}
	}
}
