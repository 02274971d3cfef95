package region

import (
	"math"

	"sitegen/internal/diagram/scene"
)

// unify makes nodes that stand alone in their rows equally wide where a reader
// sees them as one column, or as the same thing in several columns.
func unify(it *item, family *float64) {
	own := family
	if own == nil {
		own = new(float64)
	}
	var columns, subnets *float64
	for _, r := range it.rows {
		switch cell := r.cells[0]; {
		case len(r.cells) == 1 && !cell.holds():
			if !r.fill && !r.grid && !cell.tile() {
				cell.family = own
				*own = math.Max(*own, cell.w)
			}
		case r.mixed || len(r.cells) == 1 && !cell.kind.isSubnet():
			for _, cell := range r.cells {
				unify(cell, family)
			}
		case len(r.cells) == 1:
			if subnets == nil {
				subnets = shared(family)
			}
			unify(cell, subnets)
		default:
			if columns == nil {
				columns = shared(family)
			}
			for _, cell := range r.cells {
				unify(cell, columns)
			}
		}
	}
}

func shared(family *float64) *float64 {
	if family != nil {
		return family
	}
	return new(float64)
}

// place gives the children of an item their boxes; its own is known.
func (l *layout) place(it *item) {
	side := l.side(it)
	x, y, width := it.box.X+side, it.box.Y+it.head, it.box.W-2*side
	extra := it.box.H - it.h
	stretched := 0
	for i := range it.rows {
		if it.rows[i].stretches() {
			stretched++
		}
	}
	if stretched == 0 && it.middle {
		y += math.Round(extra / 2)
	}
	for i := range it.rows {
		r := &it.rows[i]
		h := r.h
		if r.stretches() {
			h += math.Floor(extra / float64(stretched))
		}
		l.placeRow(it, r, scene.Box{X: x, Y: y, W: width, H: h})
		y += h
		if i < len(it.gaps) {
			y += it.gaps[i]
		}
	}
	straighten(it, x, width)
}

// stretches tells whether a row takes what its container has of height to spare:
// one container in another does, so that their borders stay parallel.
func (r *row) stretches() bool { return len(r.cells) == 1 && r.cells[0].holds() }

// placeRow lays the cells of a row into box.
func (l *layout) placeRow(in *item, r *row, box scene.Box) {
	more := 0.0
	if r.fill {
		more = evenDown((box.W - r.w) / float64(r.slots))
	}
	x := box.X + r.start + math.Round((box.W-r.w-more*float64(r.slots))/2)
	for i, it := range r.cells {
		it.box = scene.Box{X: x, Y: box.Y, W: it.w, H: box.H}
		if it.holds() {
			it.box.W += more
			it.middle = in.middle || len(r.cells) > 1 && !r.even
			l.place(it)
		} else {
			it.box.Y += math.Round((box.H - it.h) / 2)
			it.box.H = it.h
			switch {
			case r.fill && !r.mixed: // a layer
				it.box.W += more
			case it.family != nil:
				it.box.W = math.Max(it.w, math.Min(*it.family, box.W))
				it.box.X = box.X + math.Round((box.W-it.box.W)/2)
			}
		}
		x = it.box.Right()
		if i < len(r.gaps) {
			x += r.gaps[i]
		}
	}
}

// straighten moves the nodes of a row, which has room to the sides, to where
// their links to other rows of the same container are straight, and nodes beside
// containers up and down likewise.
func straighten(it *item, left, width float64) {
	for pass := range 2 {
		for n := range it.rows {
			i := n
			if pass == 1 {
				i = len(it.rows) - 1 - n
			}
			switch r := &it.rows[i]; {
			case r.mixed:
				r.level(it)
			case !r.fill && !r.grid && len(it.rows) > 1:
				r.shift(it, left, width)
			}
		}
	}
}

// shift moves the cells of a row sideways to where they are wanted, in their
// order and without making the gaps between them smaller.
func (r *row) shift(in *item, left, width float64) {
	type block struct{ want, weight, w float64 } // cells that touch, as one
	var blocks []block
	sizes := make([]int, 0, len(r.cells))
	for i, it := range r.cells {
		b := block{want: it.box.X, weight: .01, w: it.box.W}
		if c, ok := partners(in, it, func(b scene.Box) float64 { return b.MidX() }); ok {
			b.want, b.weight = c-it.box.W/2, 1
		}
		if i < len(r.gaps) {
			b.w += r.gaps[i]
		}
		blocks = append(blocks, b)
		sizes = append(sizes, 1)
		for n := len(blocks); n > 1 && blocks[n-2].want+blocks[n-2].w > blocks[n-1].want; n = len(blocks) {
			p, q := blocks[n-2], blocks[n-1]
			weight := p.weight + q.weight
			blocks[n-2] = block{(p.want*p.weight + (q.want-p.w)*q.weight) / weight, weight, p.w + q.w}
			blocks, sizes[n-2] = blocks[:n-1], sizes[n-2]+sizes[n-1]
			sizes = sizes[:n-1]
		}
	}
	// Blocks keep within the container: from the left, then from the right.
	xs := make([]float64, len(blocks))
	x := left
	for i, b := range blocks {
		xs[i] = math.Max(b.want, x)
		x = xs[i] + b.w
	}
	x = left + width
	for i := len(blocks) - 1; i >= 0; i-- {
		xs[i] = math.Min(xs[i], x-blocks[i].w)
		x = xs[i]
	}
	cell := 0
	for i, size := range sizes {
		x := math.Round(xs[i])
		for range size {
			it := r.cells[cell]
			it.box.X = x
			x += it.box.W + at(r.gaps, cell)
			cell++
		}
	}
}

// level moves nodes that stand beside containers up or down.
func (r *row) level(in *item) {
	for _, it := range r.cells {
		if it.holds() {
			continue
		}
		if c, ok := partners(in, it, func(b scene.Box) float64 { return b.MidY() }); ok {
			top := r.cells[0].box
			for _, other := range r.cells {
				if other.holds() {
					top = other.box
				}
			}
			it.box.Y = math.Round(math.Max(top.Y, math.Min(c-it.box.H/2, top.Bottom()-it.box.H)))
		}
	}
}

// partners is the mean place of what a node in a container is joined with, as far
// as that is in the same container, but not in the same row. Links that lead back
// to what stands before do not count where others do.
func partners(in, child *item, middle func(scene.Box) float64) (float64, bool) {
	var total, n [2]float64 // of links that lead back, and of the others
	for _, j := range in.joints {
		other := j.link.to
		switch child {
		case j.link.from:
		case j.link.to:
			other = j.link.from
		default:
			continue
		}
		if other.row == child.row && other.parent == in && !in.rows[child.row].mixed {
			continue
		}
		ahead := 0
		if (child == j.link.from) == (child.index == j.a) {
			ahead = 1
		}
		total[ahead] += middle(other.box)
		n[ahead]++
	}
	if n[1] > 0 {
		return total[1] / n[1], true
	}
	return total[0] / math.Max(n[0], 1), n[0] > 0
}
