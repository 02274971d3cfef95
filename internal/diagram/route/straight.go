package route

// straight leads the jobs whose ends face each other, and returns the others.
func (r *router) straight(order []int32) (bent []int32) {
	var blocked []span
	for _, i := range order {
		j := &r.jobs[i]
		if r.facing(j, &blocked) {
			r.count(j, 1)
		} else {
			bent = append(bent, i)
		}
	}
	return bent
}

// edge is how near to a corner of its box a straight link may end: a straight
// line there looks better than a bent one at the middle.
const edge = 6.0

// facing leads j along a straight line, if that is possible without crossing a
// container that has nothing to do with it.
func (r *router) facing(j *job, blocked *[]span) bool {
	from, to := &j.ends[0].rect, &j.ends[1].rect
	for along := range 2 {
		across := 1 - along
		shared := span{
			max(from[across].lo, to[across].lo) + edge,
			min(from[across].hi, to[across].hi) - edge,
		}
		if shared.lo > shared.hi {
			continue
		}
		var start, stop float64
		switch {
		case from[along].hi < to[along].lo:
			start, stop = from[along].hi, to[along].lo
		case to[along].hi < from[along].lo:
			start, stop = from[along].lo, to[along].hi
		default:
			continue
		}
		between := ordered(start, stop)
		*blocked = r.inTheWay(j, along, between, (*blocked)[:0])
		if at, ok := nearestFree(shared.mid(), shared, *blocked); ok && r.roomFor(j, along, between, shared, at) {
			j.points = make([]point, 2)
			j.points[0][across], j.points[0][along] = at, start
			j.points[1][across], j.points[1][along] = at, stop
			return true
		}
	}
	return false
}

// roomFor tells whether there is room for a straight line at a place of shared
// beside those that are there already.
func (r *router) roomFor(j *job, along int, between, shared span, at float64) bool {
	needed := 0.0
	for i := range r.jobs {
		if o := &r.jobs[i]; len(o.points) > 0 {
			p, q := o.points[0], o.points[1]
			if p[1-along] == q[1-along] && ordered(p[along], q[along]).meets(between) && shared.grow(leastGap).has(p[1-along]) {
				needed += leastGap
			}
		}
	}
	return needed == 0 || needed <= r.corridor(along, between, at, j).cut(shared).length()
}

// inTheWay appends where a straight line of j along an axis cannot be.
func (r *router) inTheWay(j *job, along int, between span, blocked []span) []span {
	across := 1 - along
	for i := range r.walls {
		w := &r.walls[i]
		if w[along].meets(between) && int32(i) != j.ends[0].wall && int32(i) != j.ends[1].wall {
			blocked = append(blocked, w[across].grow(clear))
		}
	}
	for i := range r.groups {
		g := &r.groups[i]
		switch {
		case !g[along].meets(between):
		case g.holds(j.ends[0].rect) || g.holds(j.ends[1].rect):
			blocked = append(blocked,
				span{g[across].lo, g[across].lo}.grow(besides),
				span{g[across].hi, g[across].hi}.grow(besides))
		default:
			blocked = append(blocked, g[across].grow(besides))
		}
	}
	return blocked
}

// nearestFree is the place in within that is nearest to at and in none of the
// blocked spans; of two that are equally near the lesser one.
func nearestFree(at float64, within span, blocked []span) (float64, bool) {
	whole := span{at, at} // all that is blocked around at
	for grown := true; grown; {
		grown = false
		for _, b := range blocked {
			grown = whole.swallow(b) || grown
		}
		// Those in the opposite order are found at once, too.
		for i := len(blocked) - 1; i >= 0; i-- {
			grown = whole.swallow(blocked[i]) || grown
		}
	}
	below, above := whole.lo >= within.lo, whole.hi <= within.hi
	switch {
	case below && (!above || at-whole.lo <= whole.hi-at):
		return whole.lo, true
	case above:
		return whole.hi, true
	}
	return at, false
}
