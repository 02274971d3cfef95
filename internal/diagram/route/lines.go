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

// from is the first line that is not below v.
func (l lines) from(v float64) int {
	low, high := 0, len(l)
	for low < high {
		if mid := (low + high) / 2; l[mid] < v {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// after is the first line above v.
func (l lines) after(v float64) int {
	i := l.from(v)
	for i < len(l) && l[i] == v {
		i++
	}
	return i
}

// find is the line that is at v.
func (l lines) find(v float64) (int, bool) {
	i := l.from(v)
	return i, i < len(l) && l[i] == v
}

// nearest is the line nearest to v, or -1 if there are none.
func (l lines) nearest(v float64) int {
	i := l.from(v)
	if i == len(l) || i > 0 && v-l[i-1] <= l[i]-v {
		return i - 1
	}
	return i
}

// chooseLines chooses the lines for the jobs that are still to be led. What comes
// first matters more: a later line gives way to an earlier one nearby.
func (r *router) chooseLines(todo []int32, fine bool) {
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
	i := l.from(v)
	if i < len(l) && (l[i] == v || l[i]-v < near) || i > 0 && v-l[i-1] < near {
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
		low, high := r.neighbours(b, a)
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
	if s.length() > 6*stride {
		d := stride
		if side == s.hi {
			d = -stride
		}
		g.add(source{axis, side + d, b[1-axis]})
	}
	g.add(source{axis, s.mid(), b[1-axis]})
}

// neighbours are the nearest walls and borders on both sides of the lower side
// of b on axis a, and of the higher side.
func (r *router) neighbours(b *rect, a int) (low, high span) {
	low, high = r.area[a], r.area[a]
	o := 1 - a
	for i := range r.walls {
		if w := &r.walls[i]; w[o].meets(b[o]) {
			low.narrow(b[a].lo, w[a].hi, w[a].lo)
			high.narrow(b[a].hi, w[a].hi, w[a].lo)
		}
	}
	for i := range r.groups {
		if g := &r.groups[i]; g[o].meets(b[o]) {
			low.narrow(b[a].lo, g[a].lo, g[a].lo)
			low.narrow(b[a].lo, g[a].hi, g[a].hi)
			high.narrow(b[a].hi, g[a].lo, g[a].lo)
			high.narrow(b[a].hi, g[a].hi, g[a].hi)
		}
	}
	return low, high
}

// narrow makes s, which is around v, end at something that ends at below, if
// that is below v, or starts at above, if that is above.
func (s *span) narrow(v, below, above float64) {
	if below < v && s.lo < below {
		s.lo = below
	}
	if above > v && s.hi > above {
		s.hi = above
	}
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
