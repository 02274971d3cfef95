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

// headRoom is how long the part of a link before an end should be.
const headRoom = 14.0

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

// port is where a link may leave a box.
type port struct {
	at     point
	vertex int32 // the first one outside
	axis   int32 // along which it leaves
	way    int8  // up or down the axis
	cost   int32
	short  int32 // what a bend at the vertex costs more
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

// lead leads the jobs that are not straight, and tells whether that is within
// the budget.
func (r *router) lead(todo []int32) bool {
	if !r.buildGrid(todo, false) {
		return false
	}
	var stuck []int32
	left := 2 * len(todo) // searches to come, if each link is led twice
	for _, i := range todo {
		if j := &r.jobs[i]; r.find(j, left) {
			r.enter(j, 1)
		} else {
			stuck = append(stuck, i)
		}
		left--
	}
	if r.steps < 0 {
		return false
	}
	for _, i := range todo {
		if j := &r.jobs[i]; len(j.points) > 0 && r.steps > 0 {
			r.enter(j, -1)
			if r.hampered(j) {
				r.find(j, left)
			}
			r.enter(j, 1)
		}
		left--
	}
	return len(stuck) == 0 || r.squeeze(stuck)
}

// squeeze leads the jobs that found no way through a finer grid, nearer to the
// walls, or else across them, and tells whether that is within the budget.
func (r *router) squeeze(stuck []int32) bool {
	if !r.buildGrid(stuck, true) {
		return false
	}
	for n, i := range stuck {
		j := &r.jobs[i]
		if r.find(j, len(stuck)-n) {
			r.mark(j, 1)
		} else {
			j.points = astray(j)
		}
		r.count(j, 1)
	}
	return r.steps >= 0
}

// enter makes a link that is led known to the others, or forgets it.
func (r *router) enter(j *job, sign int8) {
	r.count(j, sign)
	r.mark(j, sign)
}

// astray is a way for a link that has none: from middle to middle of the sides
// that face each other, or else around on the right.
func astray(j *job) []point {
	a, b := &j.ends[0].rect, &j.ends[1].rect
	for axis := range 2 {
		var from, to float64
		switch {
		case a[axis].hi < b[axis].lo:
			from, to = a[axis].hi, b[axis].lo
		case b[axis].hi < a[axis].lo:
			from, to = a[axis].lo, b[axis].hi
		default:
			continue
		}
		var course [4]point
		for k, v := range [...]float64{from, (from + to) / 2, (from + to) / 2, to} {
			course[k][axis] = v
			course[k][1-axis] = a[1-axis].mid()
			if k > 1 {
				course[k][1-axis] = b[1-axis].mid()
			}
		}
		if course[1] == course[2] {
			return []point{course[0], course[3]}
		}
		return course[:]
	}
	x := max(a[0].hi, b[0].hi) + clear
	return []point{{a[0].hi, a[1].mid()}, {x, a[1].mid()}, {x, b[1].mid()}, {b[0].hi, b[1].mid()}}
}

// find searches the cheapest way for a job, the first of so many that are left.
// If there is none, the job keeps what it has.
func (r *router) find(j *job, left int) bool {
	s := &r.grid.search
	s.round++
	r.setCosts(j)
	s.patience, s.haste = r.steps/left, 1
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

// portsOf appends the ports of one end of a job: where lines of the grid meet
// its sides. A link from a box to itself leads from its right side to its top.
func (r *router) portsOf(j *job, k int, self bool, ports []port) []port {
	for axis := range 2 {
		for _, high := range [...]bool{false, true} {
			if !self || axis == k && high == (k == 0) {
				ports = r.portsAt(j, k, axis, high, ports)
			}
		}
	}
	return ports
}

func (r *router) portsAt(j *job, k, axis int, high bool, ports []port) []port {
	g, e := &r.grid, &j.ends[k]
	across := 1 - axis
	border, way := e.rect[axis].lo, int8(-1)
	if high {
		border, way = e.rect[axis].hi, 1
	}
	if e.inside {
		way = -way
	}
	first := g.outside(axis, border, way)
	if first < 0 {
		return ports
	}
	stub := ordered(border, g.lines[axis][first])
	short := int32(0)
	if stub.length() < headRoom {
		short = shortCost
	}
	stretch := e.stretch(across)
	from, to := g.within(across, stretch.grow(.1))
	for l := from; l < to; l++ {
		at := g.lines[across][l]
		if !r.free(j, axis, stub, at) {
			continue
		}
		v := g.vertex(axis, first, l)
		off := math.Abs(at-e.rect[across].mid()) * offCost
		if e.group >= 0 {
			off = min(offMost, off)
		}
		p := port{vertex: v, axis: int32(axis), way: way, short: short}
		p.at[axis], p.at[across] = border, at
		p.cost = int32((stub.length()+off)*perPixel) + r.borders(e.around, g.vertices[v].group)
		if side := e.side(axis, high); r.ports[side] > 0 {
			p.cost += r.crowded(e, side, axis, at, stretch.cut(r.corridor(axis, stub, at, j)))
		}
		ports = append(ports, p)
	}
	return ports
}

// crowded is what it costs to end at a place of a side of a box where others
// end. The link can be moved later within a part of the side, but straight ones
// stay where they are.
func (r *router) crowded(e *end, side, axis int, at float64, part span) int32 {
	needed := 0.0
	cost := int32(0)
	for i := range r.jobs {
		o := &r.jobs[i]
		for k := range o.ends {
			if o.ends[k].box != e.box || len(o.points) == 0 || o.side(k) != side {
				continue
			}
			p := o.end(k)[1-axis]
			if part.has(p) {
				needed += leastGap
			}
			if len(o.points) == 2 && math.Abs(p-at) < leastGap {
				room := max(p-part.lo, part.hi-p)
				cost = besideCost + narrowCost*int32(max(0, portGap-room))
			}
		}
	}
	if needed > part.length() {
		cost += fullSideCost
	}
	return cost
}

// outside is the first line on the way from a border that leaves room for a
// bend, or -1.
func (g *grid) outside(axis int, border float64, way int8) int {
	if way < 0 {
		return g.lines[axis].after(border-clear) - 1
	}
	if k := g.lines[axis].from(border + clear); k < len(g.lines[axis]) {
		return k
	}
	return -1
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

// hampered tells whether a link crosses others or has to squeeze past them.
func (r *router) hampered(j *job) bool {
	g := &r.grid
	for k := 1; k < len(j.points); k++ {
		a, s, at := part(j.points, k)
		line, ok := g.lines[1-a].find(at)
		if !ok {
			continue
		}
		from, to := g.within(a, s)
		for i := from; i < to; i++ {
			if g.vertices[g.vertex(a, i, line)].pass[1-a] > 0 {
				return true
			}
		}
		from, to = g.touched(a, s)
		for i := from; i < to; i++ {
			if v := &g.vertices[g.vertex(a, i, line)]; v.used[a] >= v.room[a] {
				return true
			}
		}
	}
	return false
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
