package route

import (
	"math"
	"slices"
)

// Costs. A pixel costs perPixel; the others are told in pixels. What they are
// worth in comparison was found by looking at drawings.
const (
	perPixel = 16

	bendCost     = 40 * perPixel
	crossCost    = 60 * perPixel  // crossing another link
	leaveCost    = 60 * perPixel  // leaving a container that holds both ends
	enterCost    = 4 * perPixel   // crossing a border that has to be crossed
	foreignCost  = 240 * perPixel // crossing the border of a container that holds no end
	shortCost    = 30 * perPixel  // having no room for the arrow head before a bend
	fullSideCost = 150 * perPixel // ending at a side that is full

	hugFactor  = 4 // a pixel beside a border costs so many more
	fullFactor = 8 // a pixel where there is no room for one more link
)

// search is what a search keeps of each state. A state is a vertex and the axis
// along which it was reached: state = 2*vertex + axis.
type search struct {
	round int32
	seen  []int32 // the round in which the state was last reached
	cost  []int32
	from  []int32 // the state before; for the first ones, -1 - the port
	goals []goal  // of each state: where the link may end from here
	ports []port
	heap  []uint64
}

// goal says that from a state, a link can go straight on to a port.
type goal struct {
	round int32
	cost  int32
	port  int32
}

// port is where a link may leave a box.
type port struct {
	at     point
	vertex int32 // the first one outside
	axis   int32 // along which it leaves
	cost   int32
}

func (s *search) init(n int) {
	ints := make([]int32, 6*n)
	s.seen, s.cost, s.from = ints[:2*n], ints[2*n:4*n], ints[4*n:]
	s.goals = make([]goal, 2*n)
	s.round = 0
}

// lead leads the jobs that are not straight, and tells whether that is within
// the budget.
func (r *router) lead(todo []int32) bool {
	if !r.buildGrid(todo, false) {
		return false
	}
	var stuck []int32
	for _, i := range todo {
		if !r.find(&r.jobs[i]) {
			stuck = append(stuck, i)
		}
		r.mark(&r.jobs[i], 1)
	}
	for _, i := range todo {
		if j := &r.jobs[i]; j.price > 0 {
			r.mark(j, -1)
			r.find(j)
			r.mark(j, 1)
		}
	}
	if r.steps >= 0 && len(stuck) > 0 {
		if !r.buildGrid(stuck, true) {
			return false
		}
		for _, i := range stuck {
			if j := &r.jobs[i]; r.find(j) {
				r.mark(j, 1)
			} else {
				j.points = around(j)
			}
		}
	}
	return r.steps >= 0
}

// around is a way for a link that has none: it leaves and ends on the right.
func around(j *job) []point {
	a, b := &j.ends[0].rect, &j.ends[1].rect
	x := math.Max(a[0].hi, b[0].hi) + clear
	return []point{{a[0].hi, a[1].mid()}, {x, a[1].mid()}, {x, b[1].mid()}, {b[0].hi, b[1].mid()}}
}

// find searches the cheapest way for a job. If there is none, the job keeps
// what it has.
func (r *router) find(j *job) bool {
	s := &r.grid.search
	s.round++
	r.setTolls(j)
	r.open(j)
	last := r.expand(j)
	if last < 0 {
		return false
	}
	r.trace(j, last)
	return true
}

// setTolls says what crossing each border costs a job.
func (r *router) setTolls(j *job) {
	for i := range r.groups {
		g := &r.groups[i]
		from := g.holds(j.ends[0].rect) && j.ends[0].group != int32(i)
		to := g.holds(j.ends[1].rect) && j.ends[1].group != int32(i)
		switch {
		case from != to:
			r.toll[i] = enterCost
		case from:
			r.toll[i] = leaveCost
		default:
			r.toll[i] = foreignCost
		}
	}
}

// borders is the toll for all borders between the groups a and b.
func (r *router) borders(a, b int32) int32 {
	sum := int32(0)
	for a != b {
		if a >= 0 && (b < 0 || r.depth[a] >= r.depth[b]) {
			sum += r.toll[a]
			a = r.parent[a]
		} else {
			sum += r.toll[b]
			b = r.parent[b]
		}
	}
	return sum
}

// open enters where the job may start and end.
func (r *router) open(j *job) {
	s := &r.grid.search
	s.ports = s.ports[:0]
	s.heap = s.heap[:0]
	self := j.ends[0].rect == j.ends[1].rect
	r.portsOf(j, 0, self)
	starts := len(s.ports)
	r.portsOf(j, 1, self)
	for i := range s.ports {
		p := &s.ports[i]
		state := 2*p.vertex + p.axis
		if i < starts {
			r.reach(j, state, p.cost, int32(-1-i))
			continue
		}
		if g := &s.goals[state]; g.round != s.round || p.cost < g.cost {
			*g = goal{s.round, p.cost, int32(i)}
		}
	}
}

// portsOf appends the ports of one end of a job: where lines of the grid meet
// its sides. A link from a box to itself leads from its right side to its top.
func (r *router) portsOf(j *job, k int, self bool) {
	for axis := range 2 {
		for _, up := range [...]bool{false, true} {
			if self && (axis != k || up != (k == 0)) {
				continue
			}
			r.portsAt(j, k, axis, up)
		}
	}
}

func (r *router) portsAt(j *job, k, axis int, up bool) {
	g, e := &r.grid, &j.ends[k]
	across := 1 - axis
	side := e.side(across)
	border, way := e.rect[axis].lo, -1.0
	if up {
		border, way = e.rect[axis].hi, 1.0
	}
	if e.inside {
		way = -way
	}
	// The first line outside, with room for the bend.
	first := g.index(axis, border+way*clear)
	if way < 0 && (first == len(g.lines[axis]) || g.lines[axis][first] > border-clear) {
		first--
	}
	if first < 0 || first >= len(g.lines[axis]) {
		return
	}
	stub := span{math.Min(border, g.lines[axis][first]), math.Max(border, g.lines[axis][first])}
	base := int32(0)
	if stub.length() < 14 {
		base = shortCost
	}
	if r.full(j, k, axis, border, side) {
		base += fullSideCost
	}
	from, to := g.within(across, side.grow(.1))
	for l := from; l < to; l++ {
		at := g.lines[across][l]
		if !r.free(j, axis, stub, at) {
			continue
		}
		v := g.vertex(axis, first, l)
		off := math.Abs(at-e.rect[across].mid()) * 1.25
		if e.group >= 0 {
			off = math.Min(60, off)
		}
		p := port{vertex: v, axis: int32(axis)}
		p.at[axis], p.at[across] = border, at
		p.cost = base + int32((stub.length()+off)*perPixel) + r.borders(e.around, g.group[v])
		g.ports = append(g.ports, p)
	}
}

// side is where links may end at a side of e.
func (e *end) side(across int) span {
	return e.rect[across].grow(-math.Min(corner, e.rect[across].length()/4))
}

// full tells whether a side of a box has no room for one more link.
func (r *router) full(j *job, k, axis int, border float64, side span) bool {
	n := 0
	for i := range r.jobs {
		o := &r.jobs[i]
		if o == j || len(o.points) == 0 {
			continue
		}
		for m := range o.ends {
			if o.ends[m].rect == j.ends[k].rect && o.end(m)[axis] == border {
				n++
			}
		}
	}
	return float64(n)*trackGap > side.length()
}

// end is where a link that is led starts or ends.
func (j *job) end(k int) point {
	if k == 0 {
		return j.points[0]
	}
	return j.points[len(j.points)-1]
}

// free tells whether the first part of a link, outside of its box, meets no wall.
func (r *router) free(j *job, axis int, stub span, at float64) bool {
	for i := range r.walls {
		w := &r.walls[i]
		if w[1-axis].lo-tight < at && at < w[1-axis].hi+tight && w[axis].meets(stub) &&
			int32(i) != j.ends[0].wall && int32(i) != j.ends[1].wall {
			return false
		}
	}
	return true
}

// reach enters that a state is reached at a cost, if that is less than before.
func (r *router) reach(j *job, state, cost, from int32) {
	s := &r.grid.search
	if s.seen[state] == s.round && s.cost[state] <= cost {
		return
	}
	s.seen[state] = s.round
	s.cost[state] = cost
	s.from[state] = from
	s.push(uint64(cost+r.atLeast(j, state))<<32 | uint64(state))
}

// atLeast is what the way from a state to the end costs at least.
func (r *router) atLeast(j *job, state int32) int32 {
	g := &r.grid
	v := state >> 1
	e := &j.ends[1]
	if e.inside {
		return 0
	}
	dx := outside(e.rect[0], g.lines[0][v%g.width])
	dy := outside(e.rect[1], g.lines[1][v/g.width])
	c := int32((dx + dy) * perPixel)
	if dx > 0 && dy > 0 || dx > 0 && state&1 == 1 || dy > 0 && state&1 == 0 {
		c += bendCost
	}
	return c
}

func outside(s span, v float64) float64 { return math.Max(0, math.Max(s.lo-v, v-s.hi)) }

// expand searches until the end of the job is reached, and returns the state
// from which the last straight part leads there, or -1.
func (r *router) expand(j *job) int32 {
	g := &r.grid
	s := &g.search
	// The way that ends is a state of its own, the one after the last.
	arrived := uint64(len(s.seen))
	best, last := int32(math.MaxInt32), int32(-1)
	for len(s.heap) > 0 && r.steps >= 0 {
		top := s.pop()
		if top&math.MaxUint32 == arrived {
			return last
		}
		state := int32(top & math.MaxUint32)
		cost := s.cost[state]
		if int32(top>>32) != cost+r.atLeast(j, state) {
			continue // reached at a lower cost meanwhile
		}
		r.steps--
		v, axis := state>>1, int(state&1)
		for a := range 2 {
			goal := &s.goals[2*v+int32(a)]
			if goal.round != s.round {
				continue
			}
			c := cost + goal.cost
			if a != axis {
				c += r.bend(v)
			}
			if c < best {
				best, last = c, state
				s.push(uint64(c)<<32 | arrived)
			}
		}
		for a := range 2 {
			c := cost
			if a == axis {
				c += int32(g.pass[1-a][v]) * (crossCost / 2)
			} else {
				c += r.bend(v)
			}
			step := g.step(a)
			if !g.blocked[a][v] {
				r.move(j, v, v+step, v, a, c, state)
			}
			if v >= step && !g.blocked[a][v-step] {
				r.move(j, v, v-step, v-step, a, c, state)
			}
		}
	}
	return -1
}

// bend is the cost of a bend at v: beside its own, a part of a crossing for
// each link that is there, since it may have to be crossed.
func (r *router) bend(v int32) int32 {
	g := &r.grid
	return bendCost + int32(g.pass[0][v]+g.pass[1][v])*(crossCost/8)
}

// move goes from vertex v to its neighbour w along an edge.
func (r *router) move(j *job, v, w, edge int32, axis int, cost, state int32) {
	g := &r.grid
	var d float64
	if axis == 0 {
		d = g.lines[0][edge%g.width+1] - g.lines[0][edge%g.width]
	} else {
		d = g.lines[1][edge/g.width+1] - g.lines[1][edge/g.width]
	}
	factor := int32(perPixel)
	group := g.group[w]
	if group >= 0 {
		factor += min(r.depth[group]+1, perPixel)
	}
	if g.hugging[axis][edge] {
		factor += hugFactor * perPixel
	}
	if used := g.used[axis][edge]; used > 0 {
		if used >= g.room[axis][edge] {
			factor += fullFactor * perPixel
		} else {
			factor += perPixel / 8
		}
	}
	cost += int32(d) * factor
	if group != g.group[v] {
		cost += r.borders(group, g.group[v])
	}
	if cost < 1<<29 {
		r.reach(j, 2*w+int32(axis), cost, state)
	}
}

// trace makes the course of the job from the states that led to its end.
func (r *router) trace(j *job, state int32) {
	g := &r.grid
	s := &g.search
	v := state >> 1
	goal := &s.goals[2*v]
	if other := &s.goals[2*v+1]; r.arrival(state, other) < r.arrival(state, goal) {
		goal = other
	}
	j.points = append(j.points[:0], s.ports[goal.port].at)
	j.price = 0
	for ; state >= 0; state = s.from[state] {
		v := state >> 1
		j.append(point{g.lines[0][v%g.width], g.lines[1][v/g.width]})
		if from := s.from[state]; from >= 0 {
			j.price += g.met(from, state)
		} else {
			j.append(s.ports[-1-from].at)
		}
	}
	slices.Reverse(j.points)
}

// met is how much a link has to do with others where it comes from one state
// to the next.
func (g *grid) met(from, to int32) int32 {
	v, w, axis := from>>1, to>>1, to&1
	edge := min(v, w)
	price := int32(0)
	if from&1 == axis {
		price += int32(g.pass[1-axis][v])
	}
	if g.used[axis][edge] >= g.room[axis][edge] {
		price++
	}
	return price
}

// arrival is what it costs to end at a goal from a state.
func (r *router) arrival(state int32, g *goal) int32 {
	s := &r.grid.search
	if g.round != s.round {
		return math.MaxInt32
	}
	if s.ports[g.port].axis != state&1 {
		return g.cost + r.bend(state>>1)
	}
	return g.cost
}

// append adds a point to the course of a link, whose last one goes if it lies
// between its neighbours.
func (j *job) append(p point) {
	if n := len(j.points); n >= 2 {
		a, b := j.points[n-2], j.points[n-1]
		if a[0] == b[0] && b[0] == p[0] || a[1] == b[1] && b[1] == p[1] {
			j.points[n-1] = p
			return
		}
	}
	if n := len(j.points); n > 0 && j.points[n-1] == p {
		return
	}
	j.points = append(j.points, p)
}

// push and pop keep the heap: the least of it is the first.
func (s *search) push(v uint64) {
	h := append(s.heap, v)
	i := len(h) - 1
	for i > 0 {
		up := (i - 1) / 2
		if h[up] <= v {
			break
		}
		h[i] = h[up]
		i = up
	}
	h[i] = v
	s.heap = h
}

func (s *search) pop() uint64 {
	h := s.heap
	top, v := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	i := 0
	for {
		down := 2*i + 1
		if down >= len(h) {
			break
		}
		if down+1 < len(h) && h[down+1] < h[down] {
			down++
		}
		if h[down] >= v {
			break
		}
		h[i] = h[down]
		i = down
	}
	if len(h) > 0 {
		h[i] = v
	}
	s.heap = h
	return top
}
