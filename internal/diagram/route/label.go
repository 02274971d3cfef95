package route

import (
	"cmp"
	"math"
	"slices"
)

// Around labels.
const (
	labelGap  = 2.0  // between a label and what it must not cover
	labelEnd  = 10.0 // between a label and an end of its link, for the arrow head
	labelBend = 5.0  // between a label and a bend
)

// place is where a label could be, and how bad that is.
type place struct {
	at    point
	price float64
	found bool
}

// label finds the places of the labels: first of those that have the shortest
// straight parts, and so the fewest places to choose from.
func (r *router) label() {
	var order []int32
	longest := make([]float64, len(r.jobs))
	for i := range r.jobs {
		j := &r.jobs[i]
		k := j.longest()
		longest[i] = j.length(k)
		j.spot = point{(j.points[k][0] + j.points[k+1][0]) / 2, (j.points[k][1] + j.points[k+1][1]) / 2}
		if j.label[0] > 0 && j.label[1] > 0 {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(longest[a], longest[b]), cmp.Compare(a, b))
	})
	for _, i := range order {
		r.place(&r.jobs[i], middle)
	}
	for _, i := range order {
		if j := &r.jobs[i]; !j.placed {
			r.makeRoom(j)
		}
	}
}

// aim says to which place on a straight part a label should be near, from 0 to 1.
type aim float64

const middle aim = .5

// place finds the best place for the label of j, and tells whether there is any.
func (r *router) place(j *job, to aim) bool {
	best := place{price: math.Inf(1)}
	for k := range len(j.points) - 1 {
		if p := r.placeOn(j, k, to); p.found && p.price < best.price {
			best = p
		}
	}
	if j.placed = best.found; best.found {
		j.spot = best.at
	}
	return j.placed
}

// tries is how many other labels are moved at most to make room for one.
const tries = 8

// makeRoom finds a place for the label of j by moving another one.
func (r *router) makeRoom(j *job) {
	var reach rect
	for a := range reach {
		reach[a] = span{j.points[0][a], j.points[0][a]}
		for _, p := range j.points {
			reach[a] = span{min(reach[a].lo, p[a]), max(reach[a].hi, p[a])}
		}
		reach[a] = reach[a].grow(j.label[a])
	}
	left := tries
	for i := range r.jobs {
		o := &r.jobs[i]
		if r.steps < 0 || left == 0 {
			return
		}
		if !o.placed || o.spot != (point{reach[0].nearest(o.spot[0]), reach[1].nearest(o.spot[1])}) {
			continue
		}
		left--
		r.steps -= len(r.segs) // this costs as much
		mine, theirs := j.spot, o.spot
		for _, to := range [...]aim{middle, 0, 1} {
			o.placed = false
			if r.place(j, to) && r.place(o, middle) {
				return
			}
			j.placed, j.spot = false, mine
			o.placed, o.spot = true, theirs
		}
	}
}

func (j *job) length(k int) float64 {
	p, q := j.points[k], j.points[k+1]
	return math.Abs(p[0]-q[0]) + math.Abs(p[1]-q[1])
}

// longest is the longest straight part of a link, the first of equal ones.
func (j *job) longest() int {
	best := 0
	for k := range len(j.points) - 1 {
		if j.length(k) > j.length(best) {
			best = k
		}
	}
	return best
}

// placeOn finds the best place for the label of j on its straight part k.
func (r *router) placeOn(j *job, k int, to aim) place {
	a, along, at := part(j.points, k+1)
	// The strip that the label covers when it is moved along the part.
	strip := span{at, at}.grow(j.label[1-a] / 2)
	ends := [2]float64{labelBend, labelBend}
	if k == 0 {
		ends[0] = labelEnd
	}
	if k == len(j.points)-2 {
		ends[1] = labelEnd
	}
	if j.points[k][a] > along.lo {
		ends[0], ends[1] = ends[1], ends[0]
	}
	within := span{along.lo + ends[0], along.hi - ends[1]}.grow(-j.label[a] / 2)
	price := -min(along.length(), 160) / 2
	if within.lo > within.hi {
		if k == 0 || k == len(j.points)-2 {
			return place{}
		}
		within = span{along.mid(), along.mid()}
		price += 40
	}
	r.hard = r.covered(j, k, a, strip, r.hard[:0])
	r.soft = r.bordered(a, strip, j.label[a]/2, append(r.soft[:0], r.hard...))
	want := within.lo + float64(to)*within.length()
	mid, ok := nearestFree(want, within, r.soft)
	if !ok {
		price += 80
		if mid, ok = nearestFree(want, within, r.hard); !ok {
			return place{}
		}
	}
	var spot point
	spot[a], spot[1-a] = half(mid), at
	return place{spot, price + math.Abs(mid-want)/2, true}
}

// covered appends where the middle of the label of j cannot be on a part of its
// link along an axis, since it would cover something else.
func (r *router) covered(j *job, own, a int, strip span, spans []span) []span {
	size := j.label[a]/2 + labelGap
	strip = strip.grow(labelGap)
	for i := range r.walls {
		if w := &r.walls[i]; w[1-a].meets(strip) {
			spans = append(spans, w[a].grow(size))
		}
	}
	for i := range r.jobs {
		o := &r.jobs[i]
		if o.placed {
			other := span{o.spot[1-a], o.spot[1-a]}.grow(o.label[1-a] / 2)
			if other.meets(strip) {
				spans = append(spans, span{o.spot[a], o.spot[a]}.grow(o.label[a]/2+size))
			}
		}
		for k := range len(o.points) - 1 {
			if o == j && k >= own-1 && k <= own+1 {
				continue
			}
			p, q := o.points[k], o.points[k+1]
			if ordered(p[1-a], q[1-a]).touches(strip) {
				spans = append(spans, ordered(p[a], q[a]).grow(size+labelGap)) // of the arrow head, too
			}
		}
	}
	return spans
}

// bordered appends where the middle of a label would lie on the border of a group.
func (r *router) bordered(a int, strip span, size float64, spans []span) []span {
	size += labelGap
	strip = strip.grow(2 * labelGap)
	for i := range r.groups {
		g := &r.groups[i]
		if !g[1-a].touches(strip) {
			continue
		}
		spans = append(spans, span{g[a].lo, g[a].lo}.grow(size), span{g[a].hi, g[a].hi}.grow(size))
		for _, border := range [...]float64{g[1-a].lo, g[1-a].hi} {
			if strip.has(border) {
				spans = append(spans, g[a])
			}
		}
	}
	return spans
}
