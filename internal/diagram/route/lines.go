package route

import (
	"slices"
)

// near is how near two lines of the grid have to be for one to be enough. Links
// on it are drawn apart later.
const near = 8.0

// lines are the coordinates of the grid's lines on one axis, ascending.
type lines []float64

// source is where a line of the grid is needed: at a place of an axis, beside
// or through a box that covers a span of the other axis. From there the line
// goes on until it meets a wall.
type source struct {
	axis int
	at   float64
	span span
}

// nearest is the line nearest to v.
func (l lines) nearest(v float64) int {
	i, _ := slices.BinarySearch(l, v)
	if i == len(l) || i > 0 && v-l[i-1] <= l[i]-v {
		return i - 1
	}
	return i
}

// gridLines chooses the lines for the jobs that are still to be led. What comes
// first matters more: a later line gives way to an earlier one nearby.
func (r *router) gridLines(todo []int32, fine bool) {
	g := &r.grid
	g.sources = g.sources[:0]
	for a := range g.lines {
		g.lines[a] = make(lines, 0, 4*len(r.walls)+8)
		for i := range r.jobs {
			for _, p := range r.jobs[i].points {
				g.insert(a, p[a], 0)
			}
		}
	}
	for _, i := range todo {
		for k := range r.jobs[i].ends {
			e := &r.jobs[i].ends[k]
			for a := range 2 {
				g.add(source{a, e.rect[a].mid(), e.rect[1-a]})
			}
		}
	}
	for i := range r.groups {
		r.gaps(&r.groups[i], true)
	}
	linked := r.linked()
	for i := range r.walls {
		if linked[i] || fine {
			r.gaps(&r.walls[i], false)
		}
	}
	for a := range g.lines {
		if fine {
			r.fineLines(a)
		}
		g.lines[a] = slices.DeleteFunc(g.lines[a], func(v float64) bool {
			return v <= r.area[a].lo || v >= r.area[a].hi
		})
	}
}

// linked tells of each wall whether a link ends there. Links have to go around
// those; a title is seldom in their way.
func (r *router) linked() []bool {
	linked := make([]bool, len(r.walls))
	for i := range r.jobs {
		for k := range r.jobs[i].ends {
			if w := r.jobs[i].ends[k].wall; w >= 0 {
				linked[w] = true
			}
		}
	}
	return linked
}

func (g *grid) add(s source) {
	g.sources = append(g.sources, s)
	g.insert(s.axis, s.at, near)
}

// insert adds a line at v, unless there is one nearby.
func (g *grid) insert(axis int, v, near float64) {
	l := g.lines[axis]
	i, found := slices.BinarySearch(l, v)
	if found || i < len(l) && l[i]-v < near || i > 0 && v-l[i-1] < near {
		return
	}
	g.lines[axis] = slices.Insert(l, i, v)
}

// stride is how far from a box a link runs that goes around it where there is
// plenty of room.
const stride = 16.0

// gaps adds the middles of the gaps on all sides of b, and on the inner sides
// of its borders if it is a group.
func (r *router) gaps(b *rect, group bool) {
	for a := range 2 {
		low, high := r.neighbours(b, a, b[a].lo), r.neighbours(b, a, b[a].hi)
		r.grid.gap(a, b, span{low.lo, b[a].lo}, b[a].lo)
		r.grid.gap(a, b, span{b[a].hi, high.hi}, b[a].hi)
		if group {
			r.grid.gap(a, b, span{b[a].lo, low.hi}, b[a].lo)
			r.grid.gap(a, b, span{high.lo, b[a].hi}, b[a].hi)
		}
	}
}

// gap adds the middle of s, which is a gap at a side of b, and a line nearer to
// that side if the middle is far.
func (g *grid) gap(axis int, b *rect, s span, side float64) {
	if s.length() < 2*besides {
		return
	}
	if s.length() > 4*stride {
		d := stride
		if side == s.hi {
			d = -stride
		}
		g.add(source{axis, side + d, b[1-axis]})
	}
	g.add(source{axis, s.mid(), b[1-axis]})
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
			s.lo = max(s.lo, w[a].hi)
		} else if w[a].lo >= v {
			s.hi = min(s.hi, w[a].lo)
		}
	}
	for i := range r.groups {
		g := &r.groups[i]
		if !g[o].meets(b[o]) {
			continue
		}
		for _, border := range [...]float64{g[a].lo, g[a].hi} {
			if border < v {
				s.lo = max(s.lo, border)
			} else if border > v {
				s.hi = min(s.hi, border)
			}
		}
	}
	return s
}

// fineLines adds a line close along each side of each wall. If there is a way
// at all, there is one along these.
func (r *router) fineLines(a int) {
	for i := range r.walls {
		for _, d := range [...]float64{clear, tight} {
			r.grid.insert(a, r.walls[i][a].lo-d, 1)
			r.grid.insert(a, r.walls[i][a].hi+d, 1)
		}
	}
}
