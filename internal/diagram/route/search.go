package route

import (
	"math"
	"slices"
)

// Costs. A pixel costs perPixel; the others are told in pixels. What they are
// worth in comparison was found by looking at drawings.
const (
	perPixel = 16

	bendCost     = 60 * perPixel
	crossCost    = 80 * perPixel  // crossing another link
	meetCost     = 6 * perPixel   // half of what a bend costs more where another link runs: one may have to cross the other
	leaveCost    = 60 * perPixel  // leaving a container that holds both ends
	enterCost    = 4 * perPixel   // crossing a border that has to be crossed
	foreignCost  = 240 * perPixel // crossing the border of a container that holds no end
	shortCost    = 45 * perPixel  // having no room for the arrow head before a bend
	squeezeCost  = 50 * perPixel  // entering an edge where there is no room for one more link
	besideCost   = 24 * perPixel  // ending just beside a straight link
	narrowCost   = 14 * perPixel  // each pixel by which the side is too narrow for that
	fullSideCost = 150 * perPixel // ending at a side that is full

	// What a pixel costs more:
	deepCost = perPixel / 16 // for each container that does not hold both ends
	nearCost = perPixel / 2  // near to a border
	hugCost  = perPixel * 4  // too near to a border
	fullCost = perPixel * 8  // where there is no room for one more link
	offCost  = 1.6           // a pixel between a port and the middle of its side, in pixels
	offMost  = 60            // the most of that at a container, in pixels

	costless = 1<<28 - 1 // no way costs that much
)

// search is what a search keeps. A state is a vertex and the axis along which it
// was reached; state = 2*vertex + axis.
type search struct {
	round  int32
	states []state
	starts []port
	goals  []port
	heap   []uint64
	course []point

	// A link has its part of the budget. When that is spent, the search goes on in
	// haste: straight for the end, though there may be a better way.
	patience, left int
	haste          int32

	// What the job at hand has to pay.
	cross []int32    // of each group for crossing its border
	pixel []int32    // of each group, after the one for none, for a pixel in it
	home  []int32    // of each group, after the one for none, for all borders from there to the end
	away  [2][]int32 // of each line for the way to where the end is
	side  [2][]int8  // of each line where the end is: -1 at lower lines, 0 here, 1 at higher ones
}

type state struct {
	seen int32 // twice the round in which it was last reached, and one more if it was left
	cost int32
	from int32 // the state before; for the first ones, -1 - the number of the start
}

func (s *search) init(vertices, width, height, groups int) {
	s.round = 0
	s.states = make([]state, 2*vertices)
	ints := make([]int32, 3*groups+2+width+height)
	s.cross, ints = ints[:groups], ints[groups:]
	s.pixel, ints = ints[:groups+1], ints[groups+1:]
	s.home, ints = ints[:groups+1], ints[groups+1:]
	s.away = [2][]int32{ints[:width], ints[width:]}
	sides := make([]int8, width+height)
	s.side = [2][]int8{sides[:width], sides[width:]}
}

// find searches the cheapest way for a job, the first of so many that are left.
// If there is none, the job keeps what it has.
func (r *router) find(j *job, left int) bool {
	s := &r.grid.search
	s.round++
	r.setCosts(j)
	s.patience, s.haste = max(1, r.steps/left), 1
	s.left = s.patience
	r.open(j)
	last, goal := r.expand()
	for i := range s.goals {
		p := &s.goals[i]
		r.grid.vertices[p.vertex].goal[p.axis] = false
	}
	return last >= 0 && r.trace(j, last, goal)
}

// setCosts finds out what the job at hand has to pay for what.
func (r *router) setCosts(j *job) {
	s := &r.grid.search
	common := int32(0)
	for i := range r.groups {
		g := &r.groups[i]
		from := g.holds(j.ends[0].rect) && j.ends[0].group != int32(i)
		to := g.holds(j.ends[1].rect) && j.ends[1].group != int32(i)
		switch {
		case from != to:
			s.cross[i] = enterCost
		case from:
			s.cross[i] = leaveCost
			common++
		default:
			s.cross[i] = foreignCost
		}
	}
	e := &j.ends[1]
	s.pixel[0], s.home[0] = perPixel, r.borders(-1, e.around)
	for i := range r.groups {
		s.pixel[i+1] = perPixel + deepCost*min(max(0, r.depth[i]+1-common), 16)
		s.home[i+1] = r.borders(int32(i), e.around)
	}
	for a := range 2 {
		for k, v := range r.grid.lines[a] {
			away, side := int32(0), int8(0)
			switch {
			case e.inside:
			case v < e.rect[a].lo:
				away, side = int32((e.rect[a].lo-v)*perPixel), 1
			case v > e.rect[a].hi:
				away, side = int32((v-e.rect[a].hi)*perPixel), -1
			}
			s.away[a][k], s.side[a][k] = away, side
		}
	}
}

// borders is the cost of all borders between the groups a and b.
func (r *router) borders(a, b int32) int32 {
	s := &r.grid.search
	sum := int32(0)
	for a != b {
		if a >= 0 && (b < 0 || r.depth[a] >= r.depth[b]) {
			sum += s.cross[a]
			a = r.parent[a]
		} else {
			sum += s.cross[b]
			b = r.parent[b]
		}
	}
	return sum
}

// open enters where the job may start and end.
func (r *router) open(j *job) {
	g := &r.grid
	s := &g.search
	s.heap = s.heap[:0]
	self := j.ends[0].rect == j.ends[1].rect
	s.starts = r.portsOf(j, 0, self, s.starts[:0])
	for i := range s.starts {
		p := &s.starts[i]
		g.reach(p.vertex, [2]int32{p.vertex % g.width, p.vertex / g.width}, int(p.axis), p.way, p.cost, int32(-1-i))
	}
	s.goals = r.portsOf(j, 1, self, s.goals[:0])
	for i := range s.goals {
		p := &s.goals[i]
		g.vertices[p.vertex].goal[p.axis] = true
	}
}

// reach enters that a vertex, which is at lines at, is reached along an axis at
// a cost, if that is less than before.
func (g *grid) reach(v int32, at [2]int32, axis int, way int8, cost, from int32) {
	s := &g.search
	i := 2*v + int32(axis)
	t := &s.states[i]
	if t.seen>>1 == s.round && t.cost <= cost {
		return
	}
	*t = state{seen: 2 * s.round, cost: cost, from: from}
	least := s.away[0][at[0]] + s.away[1][at[1]] + s.home[g.vertices[v].group+1]
	// A bend is needed to get to an end that is not straight ahead, a second
	// one if it is behind.
	ahead, aside := s.side[axis][at[axis]], s.side[1-axis][at[1-axis]]
	switch {
	case ahead == -way:
		least += 2 * bendCost
	case aside != 0:
		least += bendCost
	}
	s.push(key(cost, s.haste*least, i))
}

// key makes the heap's order: by the whole cost, then by how near the end is.
func key(cost, least, state int32) uint64 {
	return uint64(min(cost+least, costless))<<36 | uint64(min(least>>6, 1<<12-1))<<24 | uint64(state)
}

// maxStates is how many states a key has room for.
const maxStates = 1 << 24

// expand searches until the end of the job is reached. It returns the state
// from which the last straight part leads there, or -1, and to which goal.
func (r *router) expand() (last int32, goal int) {
	g := &r.grid
	s := &g.search
	// The way that ends is a state of its own, the one after the last.
	arrived := int32(len(s.states))
	best := int32(math.MaxInt32)
	for len(s.heap) > 0 && r.steps >= 0 {
		i := int32(s.pop() & (maxStates - 1))
		if i == arrived {
			return last, goal
		}
		t := &s.states[i]
		if t.seen&1 > 0 {
			continue // it was reached at a lower cost meanwhile
		}
		t.seen++
		r.steps--
		if s.left--; s.left == 0 {
			s.hurry()
		}
		v, axis := i>>1, int(i&1)
		if is := g.vertices[v].goal; is[0] || is[1] {
			for k := range s.goals {
				p := &s.goals[k]
				if p.vertex != v {
					continue
				}
				c := t.cost + p.cost + g.turn(v, axis, int(p.axis))
				if axis != int(p.axis) {
					c += p.short
				}
				if c < best {
					best, last, goal = c, i, k
					s.push(key(c, 0, arrived))
				}
			}
		}
		at := [2]int32{v % g.width, v / g.width}
		for a := range 2 {
			cost := t.cost + g.turn(v, axis, a)
			if t.from < 0 && a != axis {
				cost += s.starts[-1-t.from].short
			}
			step := g.step(a)
			if edge := &g.vertices[v]; edge.open[a] {
				next := at
				next[a]++
				r.move(v, v+step, edge, at[a], next, a, 1, cost, i)
			}
			if at[a] == 0 {
				continue
			}
			if edge := &g.vertices[v-step]; edge.open[a] {
				next := at
				next[a]--
				r.move(v, v-step, edge, next[a], next, a, -1, cost, i)
			}
		}
	}
	return -1, 0
}

// turn is the cost of going through v from one axis to another: of crossing the
// links there, or of a bend and a part of a crossing, since they may have to be
// crossed later.
func (g *grid) turn(v int32, from, to int) int32 {
	pass := &g.vertices[v].pass
	if from == to {
		return int32(pass[1-to]) * (crossCost / 4)
	}
	return bendCost + (int32(pass[0])+int32(pass[1]))*meetCost
}

// move goes from vertex v to its neighbour w, which is at lines at. The edge
// between them is the one at line k.
func (r *router) move(v, w int32, edge *vertex, k int32, at [2]int32, axis int, way int8, cost, from int32) {
	g := &r.grid
	s := &g.search
	group := g.vertices[w].group
	pixel := s.pixel[group+1]
	switch edge.hugging[axis] {
	case 1:
		pixel += nearCost
	case 2:
		pixel += hugCost
	}
	if edge.used[axis] >= edge.room[axis] {
		pixel += fullCost
		cost += squeezeCost
	}
	cost += g.length[axis][k] * pixel
	if before := g.vertices[v].group; group != before {
		cost += r.borders(group, before)
	}
	if cost < costless {
		g.reach(w, at, axis, way, cost, from)
	}
}

// trace makes the course of the job from the states that led to its end. It
// tells whether that is one: between boxes that overlap it may go back on itself.
func (r *router) trace(j *job, i int32, goal int) bool {
	g := &r.grid
	s := &g.search
	course := append(s.course[:0], s.goals[goal].at)
	for i >= 0 {
		v := i >> 1
		course = extend(course, point{g.lines[0][v%g.width], g.lines[1][v/g.width]})
		from := s.states[i].from
		if from < 0 {
			course = extend(course, s.starts[-1-from].at)
		}
		i = from
	}
	s.course = course
	if !bends(course) {
		return false
	}
	j.points = append(j.points[:0], course...)
	slices.Reverse(j.points)
	return true
}

// mostHaste is when a search does not look right or left any more.
const mostHaste = 64

// hurry makes the search prefer what is nearer to the end.
func (s *search) hurry() {
	s.left = s.patience
	if s.haste == mostHaste {
		return
	}
	s.haste *= 2
	old := s.heap
	s.heap = make([]uint64, 0, 2*len(old))
	for _, k := range old {
		i := int32(k & (maxStates - 1))
		if int(i) < len(s.states) {
			cost := s.states[i].cost
			k = key(cost, 2*(int32(k>>36)-cost), i)
		}
		s.push(k)
	}
}
