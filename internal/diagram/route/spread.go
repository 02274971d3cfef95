package route

import (
	"cmp"
	"math"
	"slices"
)

// seg is a straight part of a link, which can still be moved across.
type seg struct {
	job, part int32
	axis      int8 // along which it runs
	first     bool // whether it starts at the first end of its job
	last      bool
	rank      int32   // its place among all that run along the same axis
	line      float64 // where the search led it
	at        float64 // where it is now
	along     span    // from where to where it runs
	room      span    // where it can be
	limit     span    // where it can be if there is not enough room
	want      float64 // where it should be
	weight    float64
	label     float64 // half of the width of the label that will likely be on it
	plain     bool    // whether the label gets no room of its own

	// For the solver:
	block  int32
	offset float64  // in the block
	pairs  [2]int32 // those whose second part it is, from and to
}

// spread draws links apart that lie on one line or too near to each other, and
// moves them to the middle of the room they have. What goes up and down is moved
// first, then what goes across, whose length has changed by that; and again.
func (r *router) spread() {
	r.cut()
	var order [2][]int32
	for a := range order {
		order[a] = r.rank(a)
	}
	var s solver
	for pass := range 4 {
		a := 1 - pass%2
		r.measure(order[a])
		// Room for labels is only made where there is enough of it.
		for !s.solve(r, order[a]) {
		}
	}
	r.join()
}

// cut makes the parts of all links.
func (r *router) cut() {
	n := 0
	for i := range r.jobs {
		n += len(r.jobs[i].points) - 1
	}
	r.segs = make([]seg, 0, n)
	for i := range r.jobs {
		points := r.jobs[i].points
		last := len(points) - 2
		longest := r.jobs[i].longest()
		for k := range last + 1 {
			a := 0
			if points[k][0] == points[k+1][0] {
				a = 1
			}
			at := points[k][1-a]
			s := seg{
				job: int32(i), part: int32(k), axis: int8(a), first: k == 0, last: k == last,
				line: at, at: at, along: ordered(points[k][a], points[k+1][a]),
			}
			if size := r.jobs[i].label[1-a]; k == longest && size > 0 {
				s.label = size/2 + labelGap + 1
			}
			r.segs = append(r.segs, s)
		}
	}
}

func (r *router) segPoints(s *seg) []point { return r.jobs[s.job].points }

// rank brings the parts along an axis in their order from left to right or from
// top to bottom.
func (r *router) rank(axis int) []int32 {
	order := make([]int32, 0, len(r.segs))
	for i := range r.segs {
		if int(r.segs[i].axis) == axis {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(r.segs[a].line, r.segs[b].line), cmp.Compare(a, b))
	})
	for i := 0; i < len(order); {
		k := i + 1
		for k < len(order) && r.segs[order[k]].line == r.segs[order[i]].line {
			k++
		}
		r.arrange(order[i:k])
		i = k
	}
	for i, k := range order {
		r.segs[k].rank = int32(i)
	}
	return order
}

// arrange orders parts that lie on one line: the next is always one that none
// of the others has to come before.
func (r *router) arrange(line []int32) {
	n := len(line)
	if n < 2 {
		return
	}
	before := make([]int8, n*n)
	waits := make([]int, n)
	for i := range line {
		for k := range i {
			switch c := r.before(&r.segs[line[k]], &r.segs[line[i]]); {
			case c < 0:
				before[k*n+i] = 1
				waits[i]++
			case c > 0:
				before[i*n+k] = 1
				waits[k]++
			}
		}
	}
	old := slices.Clone(line)
	for i := range line {
		next := -1
		for k := range old {
			if waits[k] >= 0 && (next < 0 || waits[k] < waits[next]) {
				next = k
			}
		}
		waits[next] = -1
		line[i] = old[next]
		for k := range old {
			if before[next*n+k] > 0 && waits[k] >= 0 {
				waits[k]--
			}
		}
	}
}

// measure finds out where the parts run, how much room they have and where in
// it they should be.
func (r *router) measure(order []int32) {
	for _, i := range order {
		s := &r.segs[i]
		j := &r.jobs[s.job]
		a := int(s.axis)
		start, stop := j.end(0)[a], j.end(1)[a]
		if !s.first {
			start = r.segs[i-1].at
		}
		if !s.last {
			stop = r.segs[i+1].at
		}
		s.along = ordered(start, stop)
		s.room = r.corridor(a, s.along, s.at, j)
		s.limit = s.room.grow(clear - tight)
		s.want, s.weight = s.line, 1
		for k, is := range [...]bool{s.first, s.last} {
			if !is {
				continue
			}
			reach := j.ends[k].reach(1-a, s.line)
			s.room, s.limit = s.room.cut(reach), s.limit.cut(j.ends[k].rect[1-a].grow(-tight))
			if mid := j.ends[k].rect[1-a].mid(); math.Abs(mid-s.line) < near {
				s.want = mid
			}
		}
		s.room, s.limit = s.room.proper(), s.limit.proper()
		switch {
		case s.straight():
			s.want, s.weight = s.line, 100
		case !s.first && !s.last:
			s.want = r.middle(i)
		}
	}
}

// reach is where a link can end at a side of e, given that it could at at.
func (e *end) reach(across int, at float64) span {
	s := e.stretch(across)
	return span{min(s.lo, at), max(s.hi, at)}
}

// middle is where a part should be that has bends on both ends.
func (r *router) middle(i int32) float64 {
	s := &r.segs[i]
	j := &r.jobs[s.job]
	from, to := j.points[s.part-1][1-s.axis], j.points[s.part+2][1-s.axis]
	room := s.room
	if (from < s.line) == (to < s.line) {
		// It turns back: the nearer the better, but in the middle of a narrow gap.
		if room.length() < 4*stride {
			return room.mid()
		}
		return s.line
	}
	return room.cut(ordered(from, to)).mid()
}

// solver moves parts to where they should be, as far as they stay in their order
// and at their distance. Parts that would come too near to each other become a
// block, which moves as one. Where a block has not enough room, the distances in
// it shrink.
type solver struct {
	blocks []block
	next   []int32 // of each part, the next one in its block, or -1
	pairs  []pair
}

type block struct {
	first  int32   // of its parts
	at     float64 // where a part of offset 0 is
	shrink float64 // factor of all offsets
	tight  bool    // whether the parts go to their limits
}

// pair says that the part b is to be at least gap after the part a.
type pair struct {
	a, b int32
	gap  float64
}

// kept is with how many parts before it a part keeps its distance. Of more than
// a few, those farther away are already kept off by the nearer ones.
const kept = 8

// solve moves the parts. It tells whether that went well: otherwise there are
// now fewer that ask for room for their labels.
func (z *solver) solve(r *router, order []int32) bool {
	z.findPairs(r, order)
	if cap(z.next) < len(r.segs) {
		z.next = make([]int32, len(r.segs))
	}
	z.next = z.next[:len(r.segs)]
	z.blocks = z.blocks[:0]
	for _, i := range order {
		s := &r.segs[i]
		s.block, s.offset = int32(len(z.blocks)), 0
		z.next[i] = -1
		z.blocks = append(z.blocks, block{i, s.room.nearest(s.want), 1, false})
	}
	for z.merge(r) {
	}
	if z.giveUp(r, order) {
		return false
	}
	for _, i := range order {
		s := &r.segs[i]
		s.at = s.within(&z.blocks[s.block]).nearest(z.place(s))
	}
	return true
}

// giveUp takes back that labels get room in blocks which are too narrow, and
// tells whether there were any.
func (z *solver) giveUp(r *router, order []int32) bool {
	any := false
	for _, i := range order {
		s := &r.segs[i]
		if s.label > 0 && !s.plain && z.blocks[s.block].shrink < 1 {
			s.plain = true
			any = true
		}
	}
	return any
}

// place is where a part is now.
func (z *solver) place(s *seg) float64 {
	b := &z.blocks[s.block]
	return b.at + b.shrink*s.offset
}

// findPairs finds the parts that have to keep their distance.
func (z *solver) findPairs(r *router, order []int32) {
	z.pairs = z.pairs[:0]
	for k, i := range order {
		b := &r.segs[i]
		b.pairs[0] = int32(len(z.pairs))
		for m := k - 1; m >= 0 && len(z.pairs) < int(b.pairs[0])+kept; m-- {
			a := &r.segs[order[m]]
			gap := max(trackGap, a.labelRoom(), b.labelRoom())
			if a.room.hi+max(gap, portGap) <= b.room.lo {
				continue
			}
			if side, stretch := r.shared(a, b); side >= 0 {
				gap = max(r.portDistance(a, b, side, stretch), a.labelRoom(), b.labelRoom())
			} else if a.job == b.job && !a.along.meets(b.along) || !a.along.grow(clear).meets(b.along) {
				continue
			}
			if a.room.hi+gap > b.room.lo {
				z.pairs = append(z.pairs, pair{order[m], i, gap})
			}
		}
		b.pairs[1] = int32(len(z.pairs))
	}
}

// shared is the side of a box at which two parts both end, and where on it they
// may; or -1.
func (r *router) shared(a, b *seg) (side int, stretch span) {
	p, q := &r.jobs[a.job], &r.jobs[b.job]
	for k := range 2 {
		if k == 0 && !a.first || k == 1 && !a.last {
			continue
		}
		for m := range 2 {
			if m == 0 && !b.first || m == 1 && !b.last || p.ends[k].box != q.ends[m].box {
				continue
			}
			if side := p.side(k); side == q.side(m) {
				return side, p.ends[k].stretch(1 - int(a.axis))
			}
		}
	}
	return -1, span{}
}

// portDistance is how far from each other two links end at one side: as far as
// is usual, or as there is room for all. A straight link with one other stays
// in the middle.
func (r *router) portDistance(a, b *seg, side int, stretch span) float64 {
	n := r.ports[side]
	if n == 2 && a.weight != b.weight {
		n++
	}
	return min(portGap, stretch.length()/float64(n-1))
}

// labelRoom is how far off other links should be for the part's label.
func (s *seg) labelRoom() float64 {
	if s.plain {
		return 0
	}
	return s.label
}

// straight tells whether the part is the whole link.
func (s *seg) straight() bool { return s.first && s.last }

// merge makes blocks of parts that are too near to each other, and tells
// whether there were any.
func (z *solver) merge(r *router) bool {
	merged := false
	for _, p := range z.pairs {
		a, b := &r.segs[p.a], &r.segs[p.b]
		if a.block != b.block && z.place(a)+p.gap > z.place(b)+.01 {
			z.unite(r, p)
			merged = true
		}
	}
	return merged
}

// unite makes the blocks of a pair one.
func (z *solver) unite(r *router, p pair) {
	from, to := r.segs[p.a].block, r.segs[p.b].block
	b := &z.blocks[to]
	move := r.segs[p.b].offset - p.gap - r.segs[p.a].offset
	for i := z.blocks[from].first; i >= 0; i = z.next[i] {
		r.segs[i].block = to
		r.segs[i].offset += move
	}
	z.interleave(r, b, z.blocks[from].first)
	// Others of the two blocks may now be too near to each other.
	for i := b.first; i >= 0; i = z.next[i] {
		s := &r.segs[i]
		for _, p := range z.pairs[s.pairs[0]:s.pairs[1]] {
			if o := &r.segs[p.a]; o.block == to {
				s.offset = max(s.offset, o.offset+p.gap)
			}
		}
	}
	z.fit(r, b)
}

// interleave adds the parts from i on to a block, in their order.
func (z *solver) interleave(r *router, b *block, i int32) {
	k := b.first
	link := &b.first
	for i >= 0 || k >= 0 {
		if k < 0 || i >= 0 && r.segs[i].rank < r.segs[k].rank {
			i, k = k, i
		}
		*link = k
		link = &z.next[k]
		k = z.next[k]
	}
	*link = -1
}

// within is where a part can be that belongs to a block.
func (s *seg) within(b *block) span {
	if b.tight {
		return s.limit
	}
	return s.room
}

// fit finds the best place for a block.
func (z *solver) fit(r *router, b *block) {
	b.tight = false
	b.shrink = z.shrink(r, b)
	if b.shrink < leastGap/trackGap {
		b.tight = true
		b.shrink = z.shrink(r, b)
	}
	sum, weight := 0.0, 0.0
	room := span{math.Inf(-1), math.Inf(1)}
	for i := b.first; i >= 0; i = z.next[i] {
		s := &r.segs[i]
		offset := b.shrink * s.offset
		sum += s.weight * (s.want - offset)
		weight += s.weight
		within := s.within(b)
		room = room.cut(span{within.lo - offset, within.hi - offset})
	}
	b.at = room.nearest(sum / weight)
}

// shrink is by which factor the distances in a block have to be less.
func (z *solver) shrink(r *router, b *block) float64 {
	room := span{math.Inf(-1), math.Inf(1)}
	for i := b.first; i >= 0; i = z.next[i] {
		s := &r.segs[i]
		within := s.within(b)
		room = room.cut(span{within.lo - s.offset, within.hi - s.offset})
	}
	if room.lo <= room.hi {
		return 1
	}
	factor := 1.0
	for i := b.first; i >= 0; i = z.next[i] {
		for k := b.first; k >= 0; k = z.next[k] {
			if apart := r.segs[k].offset - r.segs[i].offset; apart > 0 {
				room := max(0, r.segs[k].within(b).hi-r.segs[i].within(b).lo)
				factor = min(factor, room/apart)
			}
		}
	}
	return factor
}

// join makes the courses of the links from their parts.
func (r *router) join() {
	var course []point
	for i := 0; i < len(r.segs); {
		j := &r.jobs[r.segs[i].job]
		parts := r.segs[i : i+len(j.points)-1]
		course = append(course[:0], j.points...)
		for k, s := range parts {
			course[k][1-s.axis] = half(s.at)
			course[k+1][1-s.axis] = half(s.at)
		}
		j.points = j.points[:0]
		for _, p := range course {
			j.points = extend(j.points, p)
		}
		if len(j.points) == 1 { // from a point to itself
			j.points = append(j.points, j.points[0])
		}
		i += len(parts)
	}
}

// half rounds to halves, which are as sharp on the screen as can be.
func half(v float64) float64 { return math.Round(2*v) / 2 }
