package route

import (
	"math"
	"slices"
)

// grid is where links are searched. Its vertices are where its lines cross;
// vertex v = j*width+i lies on line i of x and line j of y. An edge belongs to
// the vertex at its lower end.
type grid struct {
	lines [2]lines
	width int32

	blocked [2][]bool  // whether a wall is too near to the edge from v along an axis
	hugging [2][]bool  // whether that edge runs along a border
	group   []int32    // the least group around v, or -1
	pass    [2][]uint8 // two for each link that runs through v along an axis, one for each that bends there
	used    [2][]uint8 // how many links run on the edge or so near that they have to share its room
	room    [2][]uint8 // how many could

	search
}

func (g *grid) step(axis int) int32 {
	if axis == 0 {
		return 1
	}
	return g.width
}

// index is where the lines of an axis reach v.
func (g *grid) index(axis int, v float64) int {
	i, _ := slices.BinarySearch(g.lines[axis], v)
	return i
}

// within are the lines of an axis that lie in s, borders excluded.
func (g *grid) within(axis int, s span) (from, to int) {
	from, found := slices.BinarySearch(g.lines[axis], s.lo)
	if found {
		from++
	}
	return from, max(from, g.index(axis, s.hi))
}

// vertex is the one on line k of an axis and line l of the other.
func (g *grid) vertex(axis, k, l int) int32 {
	if axis == 0 {
		return int32(l)*g.width + int32(k)
	}
	return int32(k)*g.width + int32(l)
}

// buildGrid makes the grid for the jobs still to be led, and enters the links
// that there are. It tells whether that is within the budget.
func (r *router) buildGrid(todo []int32, fine bool) bool {
	g := &r.grid
	g.lines = r.gridLines(todo, fine)
	width, height := len(g.lines[0]), len(g.lines[1])
	n := width * height
	if r.steps -= n / 16; r.steps < 0 {
		return false
	}
	g.width = int32(width)
	flags, counts := make([]bool, 4*n), make([]uint8, 6*n)
	for a := range 2 {
		g.blocked[a], flags = flags[:n], flags[n:]
		g.hugging[a], flags = flags[:n], flags[n:]
		g.pass[a], counts = counts[:n], counts[n:]
		g.used[a], counts = counts[:n], counts[n:]
		g.room[a], counts = counts[:n], counts[n:]
		for k := range g.lines[1-a] {
			if last := len(g.lines[a]) - 1; last >= 0 {
				g.blocked[a][g.vertex(a, last, k)] = true
			}
		}
	}
	for i := range g.room {
		for v := range g.room[i] {
			g.room[i][v] = math.MaxUint8
		}
	}
	g.search.init(n)
	distance := clear
	if fine {
		distance = tight
	}
	for i := range r.walls {
		g.block(&r.walls[i], distance)
	}
	r.paint()
	for i := range r.groups {
		g.hug(&r.groups[i])
	}
	for i := range r.jobs {
		r.mark(&r.jobs[i], 1)
	}
	return true
}

// block closes the edges that come too near to a wall.
func (g *grid) block(w *rect, distance float64) {
	for a := range 2 {
		from, to := g.within(1-a, w[1-a].grow(distance))
		start, stop := g.touched(a, w[a].grow(distance))
		for l := from; l < to; l++ {
			for k := start; k < stop; k++ {
				g.blocked[a][g.vertex(a, k, l)] = true
			}
		}
	}
}

// touched are the edges along an axis that have something in common with s.
func (g *grid) touched(axis int, s span) (from, to int) {
	from, to = g.within(axis, s)
	if from == 0 {
		return 0, to
	}
	return from - 1, to
}

// hug finds the edges that run along the borders of a group.
func (g *grid) hug(b *rect) {
	for a := range 2 {
		start, stop := g.touched(a, b[a])
		for _, border := range [...]float64{b[1-a].lo, b[1-a].hi} {
			from, to := g.within(1-a, span{border, border}.grow(besides))
			for l := from; l < to; l++ {
				for k := start; k < stop; k++ {
					g.hugging[a][g.vertex(a, k, l)] = true
				}
			}
		}
	}
}

// paint finds the group that each vertex is in: outer groups first, inner ones
// over them.
func (r *router) paint() {
	g := &r.grid
	g.group = make([]int32, len(g.blocked[0]))
	for v := range g.group {
		g.group[v] = -1
	}
	order := make([]int32, len(r.groups))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return int(r.depth[a]) - int(r.depth[b]) })
	for _, k := range order {
		b := &r.groups[k]
		left, right := g.within(0, b[0])
		top, bottom := g.within(1, b[1])
		for y := top; y < bottom; y++ {
			row := g.group[y*int(g.width):]
			for x := left; x < right; x++ {
				row[x] = k
			}
		}
	}
}

// mark enters the course of a job in the grid, or removes it.
func (r *router) mark(j *job, sign int8) {
	g := &r.grid
	for k := 1; k < len(j.points); k++ {
		p, q := j.points[k-1], j.points[k]
		a := 0
		if p[0] == q[0] {
			a = 1
		}
		at := p[1-a]
		s := span{math.Min(p[a], q[a]), math.Max(p[a], q[a])}
		line := g.index(1-a, at)
		from, to := g.within(a, s)
		for i := from; i < to; i++ {
			g.pass[a][g.vertex(a, i, line)] += uint8(2 * sign)
		}
		if k > 1 {
			v := g.vertex(a, g.index(a, p[a]), line)
			g.pass[0][v] += uint8(sign)
			g.pass[1][v] += uint8(sign)
		}
		r.occupy(a, s, at, sign)
	}
}

// occupy enters that a link runs along an axis at a place, which leaves less
// room for others beside it.
func (r *router) occupy(a int, s span, at float64, sign int8) {
	g := &r.grid
	corridor := r.corridor(a, s, at, nil)
	room := uint8(1 + min(200, max(0, corridor.length())/trackGap))
	start, stop := g.touched(a, s)
	from, to := g.within(1-a, span{at, at}.grow(trackGap))
	for l := from; l < to; l++ {
		if !(corridor.lo-clear <= g.lines[1-a][l] && g.lines[1-a][l] <= corridor.hi+clear) {
			continue
		}
		for k := start; k < stop; k++ {
			v := g.vertex(a, k, l)
			g.used[a][v] += uint8(sign)
			g.room[a][v] = min(g.room[a][v], room)
		}
	}
}

// corridor is the room that a link has that runs along an axis at a place:
// from the walls and borders on one side to those on the other.
func (r *router) corridor(a int, s span, at float64, j *job) span {
	o := 1 - a
	room := r.area[o].grow(-tight)
	reach := s.grow(clear)
	for i := range r.walls {
		w := &r.walls[i]
		switch {
		case !w[a].meets(reach) || j != nil && (j.ends[0].wall == int32(i) || j.ends[1].wall == int32(i)) && !w[a].meets(s):
		case w[o].hi <= at:
			room.lo = math.Max(room.lo, w[o].hi+clear)
		case w[o].lo >= at:
			room.hi = math.Min(room.hi, w[o].lo-clear)
		}
	}
	for i := range r.groups {
		b := &r.groups[i]
		if !b[a].meets(s) {
			continue
		}
		for _, border := range [...]float64{b[o].lo, b[o].hi} {
			if border <= at {
				room.lo = math.Max(room.lo, border+besides)
			} else {
				room.hi = math.Min(room.hi, border-besides)
			}
		}
	}
	if room.lo > room.hi {
		return span{room.mid(), room.mid()}
	}
	return room
}
