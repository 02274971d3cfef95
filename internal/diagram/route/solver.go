package route

import "math"

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
	given := false
	for _, i := range order {
		s := &r.segs[i]
		if s.label > 0 && !s.plain && z.blocks[s.block].shrink < 1 {
			s.plain = true
			given = true
		}
	}
	return given
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
