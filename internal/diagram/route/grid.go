package route

import (
	"math"
	"slices"
)

// grid is where links are searched. Its vertices are where its lines cross;
// vertex v = y*width + x lies on line x of the x axis and line y of the y axis.
type grid struct {
	lines    [2]lines
	length   [2][]int32 // from each line to the next
	width    int32
	vertices []vertex
	sources  []source
	search   search
}

// vertex is where two lines cross, and the two edges that go up the axes from there.
type vertex struct {
	group   int32    // the least group around it, or -1
	pass    [2]uint8 // four for each link that runs through along an axis, one for each that bends
	blocked [2]bool  // whether a wall is too near to an edge
	open    [2]bool  // whether links may be led on it
	goal    [2]bool  // whether the link at hand may end from here, going along an axis
	hugging [2]uint8 // how near an edge is to a border beside it: 2 too near, 1 near, 0 not
	used    [2]uint8 // how many links run on an edge, or so near that they have to share its room
	room    [2]uint8 // how many could
}

func (g *grid) step(axis int) int32 {
	if axis == 0 {
		return 1
	}
	return g.width
}

// within are the lines of an axis that lie in s, not at its ends.
func (g *grid) within(axis int, s span) (from, to int) {
	from = g.lines[axis].after(s.lo)
	return from, max(from, g.lines[axis].from(s.hi))
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
	r.chooseLines(todo, fine)
	width, height := len(g.lines[0]), len(g.lines[1])
	n := width * height
	if r.steps -= n / 16; r.steps < 0 || 2*n >= maxStates {
		return false
	}
	g.width = int32(width)
	g.vertices = make([]vertex, n)
	for v := range g.vertices {
		g.vertices[v] = vertex{group: -1, room: [2]uint8{math.MaxUint8, math.MaxUint8}}
	}
	for a := range 2 {
		g.length[a] = make([]int32, len(g.lines[a]))
		for k := 1; k < len(g.lines[a]); k++ {
			g.length[a][k-1] = int32(math.Round(g.lines[a][k] - g.lines[a][k-1]))
		}
		for k := range g.lines[1-a] {
			if last := len(g.lines[a]) - 1; last >= 0 {
				g.vertices[g.vertex(a, last, k)].blocked[a] = true
			}
		}
	}
	g.search.init(n, width, height, len(r.groups))
	distance := clear
	if fine {
		distance = tight
	}
	for i := range r.walls {
		g.block(&r.walls[i], distance)
	}
	if fine {
		for v := range g.vertices {
			for a, blocked := range g.vertices[v].blocked {
				g.vertices[v].open[a] = !blocked
			}
		}
	}
	for _, s := range g.sources {
		g.spring(s)
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
				g.vertices[g.vertex(a, k, l)].blocked[a] = true
			}
		}
	}
}

// spring opens the edges of a line that has a source.
func (g *grid) spring(s source) {
	a := 1 - s.axis
	line := g.lines[s.axis].nearest(s.at)
	if line < 0 || math.Abs(g.lines[s.axis][line]-s.at) > near {
		return
	}
	from, to := g.touched(a, s.span.grow(clear))
	for k := from; k < len(g.lines[a]); k++ {
		v := &g.vertices[g.vertex(a, k, line)]
		if v.blocked[a] && k >= to {
			break
		}
		v.open[a] = !v.blocked[a]
	}
	for k := from - 1; k >= 0; k-- {
		v := &g.vertices[g.vertex(a, k, line)]
		if v.blocked[a] {
			break
		}
		v.open[a] = true
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
			from, to := g.within(1-a, span{border, border}.grow(clear))
			for l := from; l < to; l++ {
				hugging := uint8(1)
				if math.Abs(g.lines[1-a][l]-border) < besides {
					hugging = 2
				}
				for k := start; k < stop; k++ {
					v := &g.vertices[g.vertex(a, k, l)]
					v.hugging[a] = max(v.hugging[a], hugging)
				}
			}
		}
	}
}

// paint finds the group that each vertex is in: outer groups first, inner ones
// over them.
func (r *router) paint() {
	g := &r.grid
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
			row := g.vertices[y*int(g.width):]
			for x := left; x < right; x++ {
				row[x].group = k
			}
		}
	}
}

// mark enters the course of a job in the grid, or removes it.
func (r *router) mark(j *job, sign int8) {
	g := &r.grid
	for k := 1; k < len(j.points); k++ {
		a, s, at := part(j.points, k)
		line, ok := g.lines[1-a].find(at)
		if !ok {
			continue // outside of the area
		}
		from, to := g.within(a, s)
		weight := 4 * sign
		if len(j.points) == 2 && j.label[a] > 0 && s.length() < 2*j.label[a]+4*clear {
			weight = 12 * sign // to cross it would take the only place of its label
		}
		for i := from; i < to; i++ {
			g.vertices[g.vertex(a, i, line)].pass[a] += uint8(weight)
		}
		if bend, ok := g.lines[a].find(j.points[k-1][a]); ok && k > 1 {
			v := &g.vertices[g.vertex(a, bend, line)]
			v.pass[0] += uint8(sign)
			v.pass[1] += uint8(sign)
		}
		corridor := r.corridor(a, s, at, nil)
		if k == 1 {
			corridor = corridor.cut(j.ends[0].reach(1-a, at))
		}
		if k == len(j.points)-1 {
			corridor = corridor.cut(j.ends[1].reach(1-a, at))
		}
		r.grid.occupy(a, s, at, corridor, sign)
	}
}

// occupy enters that a link runs along an axis at a place and cannot leave a
// corridor, which leaves less room for others beside it.
func (g *grid) occupy(a int, s span, at float64, corridor span, sign int8) {
	room := uint8(1 + min(200, max(0, corridor.length())/leastGap))
	start, stop := g.touched(a, s)
	from, to := g.within(1-a, span{at, at}.grow(leastGap))
	for l := from; l < to; l++ {
		if !(corridor.lo-clear <= g.lines[1-a][l] && g.lines[1-a][l] <= corridor.hi+clear) {
			continue
		}
		for k := start; k < stop; k++ {
			v := &g.vertices[g.vertex(a, k, l)]
			v.used[a] += uint8(sign)
			v.room[a] = min(v.room[a], room)
		}
	}
}

// corridor is the room that a link has that runs along an axis at a place:
// from the walls and borders on one side to those on the other; empty, with lo
// above hi, if they are too near to each other.
func (r *router) corridor(a int, s span, at float64, j *job) span {
	o := 1 - a
	room := r.area[o].grow(-tight)
	reach := s.grow(clear)
	for i := range r.walls {
		w := &r.walls[i]
		switch {
		case !w[a].meets(reach) || j != nil && (j.ends[0].wall == int32(i) || j.ends[1].wall == int32(i)) && !w[a].meets(s):
		case w[o].hi <= at:
			room.lo = max(room.lo, w[o].hi+clear)
		case w[o].lo >= at:
			room.hi = min(room.hi, w[o].lo-clear)
		}
	}
	for i := range r.groups {
		b := &r.groups[i]
		if !b[a].meets(s) {
			continue
		}
		for _, border := range [...]float64{b[o].lo, b[o].hi} {
			if border <= at {
				room.lo = max(room.lo, border+besides)
			} else {
				room.hi = min(room.hi, border-besides)
			}
		}
	}
	return room
}
