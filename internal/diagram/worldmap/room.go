package worldmap

import (
	"cmp"
	"math"
	"slices"

	"sitegen/internal/diagram/scene"
)

// sign is where a text stands. If that is not right beside what it names, a lead
// joins the two.
type sign struct {
	box    scene.Box
	anchor scene.Anchor
	lead   line // of no length if there is none
}

// room finds each text a place where it covers no pin and no other text, and
// where no lead is in the way: beside what it names, else further off with a
// lead, else under the map, where there is always room.
type room struct {
	width float64
	pins  []disc
	arcs  []scene.Point // along all arcs: texts rather leave them free
	signs []sign        // what is taken; the zero sign is nothing

	floor float64   // where the map ends
	shelf scene.Box // the last text under it
}

const (
	gap   = 4.0 // between a pin and its name
	apart = 3.0 // between texts in a row, for the halo around them; lines have their leading

	// Texts with a lead: how far they are from what they name, in pixels, and in
	// how many directions.
	nearest  = 10.0
	farthest = 150.0
	farther  = 1.2 // each than the one before
	around   = 60
)

// What a place costs a text. It takes the cheapest.
const (
	leadCost  = 10 // for having a lead, and one for each two pixels of it
	evictCost = 20 // for each text that has to move, and again for each time it already did
	moves     = 400
)

// side is a place of a text beside what it names.
type side struct {
	x, y float64 // -1: left or above, 0: in the middle, 1: right or below
}

// The sides in the order in which they are liked: of a pin, of the opened pin,
// which has its wedge below, and of a point of an arc.
var (
	besides = [...]side{{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}}
	above   = [...]side{{0, -1}, {1, 0}, {-1, 0}, {1, -1}, {-1, -1}, {0, 1}, {1, 1}, {-1, 1}}
	across  = [...]side{{0, 0}, {0, -1}, {0, 1}, {1, 0}, {-1, 0}}
)

// names places the names of all spots. One that finds no good place takes that
// of others, which then look for another: so the names around a crowd make way
// for those inside it.
func (r *room) names(spots []spot) {
	r.signs = make([]sign, len(spots))
	moved := make([]int, len(spots))
	places := make([]places, len(spots))
	for i, s := range spots {
		if s.h > 0 {
			places[i] = r.beside([]disc{s.disc}, s.sides(), s.w, s.h)
		}
	}
	queue := inOrder(spots, places)
	var hopeless []int // pins leave them no place at all
	for range moves {
		if len(queue) == 0 {
			break
		}
		i := queue[0]
		queue = queue[1:]
		best, ok := r.best(&places[i], spots[i].disc, moved)
		if !ok {
			hopeless = append(hopeless, i)
			continue
		}
		for j, s := range r.signs {
			if s.disturbs(best) {
				r.signs[j] = sign{}
				moved[j]++
				queue = append(queue, j)
			}
		}
		r.signs[i] = best
	}
	queue = append(queue, hopeless...)
	slices.SortStableFunc(queue, func(i, j int) int { return cmp.Compare(spots[i].X, spots[j].X) })
	for _, i := range queue {
		r.signs[i] = r.under(spots[i].disc, spots[i].w, spots[i].h)
	}
	for i, s := range r.signs {
		spots[i].sign = s
	}
}

// label places the label of an arc. It moves nothing.
func (r *room) label(b bow) sign {
	marks := b.marks()
	p := r.beside(marks, across[:], b.w, b.h)
	s, ok := r.best(&p, marks[0], nil)
	if !ok {
		s = r.under(marks[0], b.w, b.h)
	}
	r.signs = append(r.signs, s)
	return s
}

// inOrder is which spot is named when: the opened one first, then those with the
// fewest places beside them.
func inOrder(spots []spot, near []places) []int {
	var order []int
	for i, s := range spots {
		if s.h > 0 {
			order = append(order, i)
		}
	}
	key := func(i int) int {
		if spots[i].opened {
			return -1
		}
		return len(near[i].list)
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(key(i), key(j)) })
	return order
}

// places are where a text of size w by h could stand, the cheapest first.
type places struct {
	w, h float64
	list []place
	all  bool // also those with a lead, which are looked for only when needed
}

type place struct {
	sign
	cost int
}

// best is the cheapest of p, which are places for what is at m. If moved is nil
// no other text may be moved; else it says how often each was.
func (r *room) best(p *places, m disc, moved []int) (sign, bool) {
	best, cost := r.cheapest(p.list, moved)
	if !p.all && cost > leadCost+nearest/2 {
		r.away(p, m)
		best, cost = r.cheapest(p.list, moved)
	}
	return best, cost < math.MaxInt
}

func (r *room) cheapest(list []place, moved []int) (best sign, least int) {
	least = math.MaxInt
	for _, p := range list {
		if p.cost >= least {
			break
		}
		if cost := p.cost + r.price(p.sign, moved, least-p.cost); cost < least {
			best, least = p.sign, cost
		}
	}
	return best, least
}

// price is what it costs to move those that s disturbs: limit or more if that is too much.
func (r *room) price(s sign, moved []int, limit int) int {
	price := 0
	for i, other := range r.signs {
		if !s.disturbs(other) {
			continue
		}
		if moved == nil {
			return limit
		}
		if price += evictCost * (1 + moved[i]); price >= limit {
			break
		}
	}
	return price
}

// beside are the places on the sides of each of marks.
func (r *room) beside(marks []disc, sides []side, w, h float64) places {
	p := places{w: w, h: h}
	for i, m := range marks {
		for j, side := range sides {
			s := sign{box: m.beside(side, w, h), anchor: side.anchor()}
			if r.allows(s, m) {
				p.list = append(p.list, place{s, i + j + r.covered(s.box)})
			}
		}
	}
	p.sort()
	return p
}

// away adds the places with a lead from m: near before far, and first those away
// from the crowd.
func (r *room) away(p *places, m disc) {
	out := r.outward(m)
	for far := nearest; far <= farthest; far *= farther {
		for i := range around {
			turn := float64((i+1)/2) * 2 * math.Pi / around
			if i%2 == 1 {
				turn = -turn
			}
			if s := m.away(out+turn, far, p.w, p.h); r.allows(s, m) {
				p.list = append(p.list, place{s, leadCost + int(far/2)})
			}
		}
	}
	p.all = true
	p.sort()
}

func (p *places) sort() {
	slices.SortStableFunc(p.list, func(a, b place) int { return cmp.Compare(a.cost, b.cost) })
}

// under puts a text under the map.
func (r *room) under(m disc, w, h float64) sign {
	box := scene.Box{X: r.shelf.Right() + 4*apart, Y: r.shelf.Y, W: w, H: h}
	if r.shelf.H == 0 || box.Right() > r.width-edge {
		box.X, box.Y = edge, r.floor
	}
	r.shelf = box
	r.floor = math.Max(r.floor, box.Bottom()+apart)
	end := scene.Point{X: box.MidX(), Y: box.Y}
	return sign{box: box, anchor: scene.Middle, lead: m.leadTo(end)}
}

// allows tells whether s is on the map, covers no pin, and leads to m without
// touching another.
func (r *room) allows(s sign, m disc) bool {
	if s.box.X < apart || s.box.Y < 0 || s.box.Right() > r.width-apart || s.box.Bottom() > height {
		return false
	}
	for _, p := range r.pins {
		if distance(s.box, p.Point) < p.r+2 {
			return false
		}
		if p.Point != m.Point && s.lead.drawn() && s.lead.distance(p.Point) < p.r+.5 {
			return false
		}
	}
	return true
}

// disturbs tells whether s and t cannot stand both where they are.
func (s sign) disturbs(t sign) bool {
	if s.box.W == 0 || t.box.W == 0 {
		return false
	}
	wide := scene.Box{X: s.box.X - apart, Y: s.box.Y, W: s.box.W + 2*apart, H: s.box.H}
	return wide.Overlaps(t.box) ||
		s.lead.drawn() && s.lead.meets(t.box) ||
		t.lead.drawn() && t.lead.meets(s.box) ||
		s.lead.drawn() && t.lead.drawn() && s.lead.crosses(t.lead)
}

// beside is the box of a text of size w by h on a side of d.
func (d disc) beside(s side, w, h float64) scene.Box {
	x, y := d.r+gap, d.r+gap/2 // lines have their leading
	if s.x != 0 && s.y != 0 {  // at a corner, which is further from the middle
		x, y = .8*x, .2*y
	}
	return scene.Box{X: d.X - w/2 + s.x*(x+w/2), Y: d.Y - h/2 + s.y*(y+h/2), W: w, H: h}
}

func (s side) anchor() scene.Anchor {
	switch {
	case s.x > 0:
		return scene.Start
	case s.x < 0:
		return scene.End
	}
	return scene.Middle
}

// away is a text at the end of a lead of length far.
func (d disc) away(direction, far, w, h float64) sign {
	sin, cos := math.Sincos(direction)
	end := d.Add(cos*(d.r+far), sin*(d.r+far))
	s := sign{lead: d.leadTo(end), anchor: scene.Middle}
	s.box = scene.Box{X: end.X - w/2, Y: end.Y - h/2, W: w, H: h}
	switch {
	case cos > .3:
		s.anchor, s.box.X = scene.Start, end.X+2
	case cos < -.3:
		s.anchor, s.box.X = scene.End, end.X-w-2
	case sin < 0:
		s.box.Y = end.Y - h
	default:
		s.box.Y = end.Y
	}
	return s
}

// leadTo is the line from the edge of d to end.
func (d disc) leadTo(end scene.Point) line {
	t := d.r / math.Hypot(end.X-d.X, end.Y-d.Y)
	return line{d.Add(t*(end.X-d.X), t*(end.Y-d.Y)), end}
}

// covered counts the steps of arcs that box hides.
func (r *room) covered(box scene.Box) int {
	n := 0
	for _, p := range r.arcs {
		if p.X > box.X && p.X < box.Right() && p.Y > box.Y && p.Y < box.Bottom() {
			n++
		}
	}
	return n
}

// outward is the direction in which m is least crowded, as an angle; up if it is
// the same in all.
func (r *room) outward(m disc) float64 {
	var x, y float64
	for _, d := range r.pins {
		dx, dy := m.X-d.X, m.Y-d.Y
		if far := dx*dx + dy*dy; far > 0 {
			x, y = x+dx/far, y+dy/far
		}
	}
	if math.Abs(x)+math.Abs(y) < 1e-6 {
		return -math.Pi / 2
	}
	return math.Atan2(y, x)
}
