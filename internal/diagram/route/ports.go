package route

import "math"

// headRoom is how long the part of a link before an end should be.
const headRoom = 14.0

// port is where a link may leave a box.
type port struct {
	at     point
	vertex int32 // the first one outside
	axis   int32 // along which it leaves
	way    int8  // up or down the axis
	cost   int32
	short  int32 // what a bend at the vertex costs more
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
