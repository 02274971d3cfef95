package region

import (
	"math"

	"sitegen/internal/diagram/scene"
)

// Distances.
const (
	pageWidth = 680 // what a picture should not exceed
	gapCols   = 16
	gapLine   = 24 // with a line without heads in it
	gapLinked = 44
	gapTiles  = 5
)

// layout gives every item its place. Widths are allotted from the outside in,
// sizes follow from the inside out, and places again from the outside in.
type layout struct {
	pad float64 // inside of a container's border
}

// arrange lays out the whole drawing: the map at the top, the boxes below it.
func (p *picture) arrange() {
	root := p.root
	l := layout{pad: 16}
	if l.wish(root) > pageWidth {
		l.pad = 12
		l.wish(root)
	}
	l.size(root, pageWidth)
	unify(root, nil)
	p.drawMap(root.w)
	root.box = scene.Box{X: math.Round(math.Max(0, (p.size.X-root.w)/2)), W: root.w, H: root.h}
	if p.size.Y > 0 {
		root.box.Y = math.Round(p.size.Y + mapGap)
	}
	l.place(root)
}

// side and foot are the white space inside a container, below its title.
func (l *layout) side(it *item) float64 {
	switch {
	case it.parent == nil:
		return 0
	case it.kind.isSubnet():
		return l.pad - 4
	}
	return l.pad
}

func (l *layout) foot(it *item) float64 {
	switch {
	case it.parent == nil:
		return 0
	case it.kind.isSubnet():
		return 10
	case len(it.children) == 0:
		return 0
	}
	return l.pad
}

// wish finds the least width at which the item looks well, containers of one
// family side by side and nodes below each other, and the least width at all.
func (l *layout) wish(it *item) float64 {
	if !it.holds() {
		it.wished, it.floor = it.least(), it.narrowest()
		return it.wished
	}
	w, floor := 0.0, 0.0
	for _, run := range l.runs(it) {
		sum, floors := 0.0, 0.0
		for _, child := range run {
			sum += l.wish(child)
			floors += child.floor
			w, floor = math.Max(w, child.wished), math.Max(floor, child.floor)
		}
		if it.direction == leftRight || run[0].holds() {
			gaps := gutter(it, run) * float64(len(run)-1)
			w = math.Max(w, sum+gaps)
			if it.direction == leftRight {
				floor = floors + gaps
			}
		}
	}
	it.wished = even(math.Max(w+2*l.side(it), it.headWish()))
	it.floor = even(math.Max(floor+2*l.side(it), math.Min(it.texts, breakAt)+2*it.titleLeft()))
	return it.wished
}

// runs splits the children of a container into those that may stand side by side.
func (l *layout) runs(it *item) [][]*item {
	children := it.shown()
	var runs [][]*item
	for i, child := range children {
		switch {
		case i > 0 && it.direction == leftRight,
			i > 0 && it.direction == "" && sameRun(it, children[i-1], child):
			runs[len(runs)-1] = append(runs[len(runs)-1], child)
		default:
			runs = append(runs, []*item{child})
		}
	}
	return runs
}

// shown are the children that are boxes: all but the map.
func (it *item) shown() []*item {
	for i, child := range it.children {
		if child.kind == mapKind {
			rest := make([]*item, 0, len(it.children)-1)
			return append(append(rest, it.children[:i]...), it.children[i+1:]...)
		}
	}
	return it.children
}

func sameRun(in, a, b *item) bool {
	switch {
	case a.holds() != b.holds() || a.tile() != b.tile():
		return false
	case a.holds():
		return a.kind.family == b.kind.family
	}
	return !isLayer(in, a) && !isLayer(in, b)
}

// isLayer tells whether a node is drawn as a layer under or over its siblings,
// as the hypervisor under the machines: a box that no link touches, beside
// containers.
func isLayer(in, it *item) bool {
	if it.linked || it.holds() || it.kind.icon != "" || in.parent == nil || in.direction == leftRight {
		return false
	}
	for _, sibling := range in.children {
		if sibling.holds() {
			return true
		}
	}
	return false
}

// size lays out the inside of an item in at most budget, if it can.
func (l *layout) size(it *item, budget float64) {
	if !it.holds() {
		it.fit(math.Min(it.natural(), budget))
		return
	}
	inner := budget - 2*l.side(it)
	it.rows = it.rows[:0]
	for _, run := range l.runs(it) {
		switch {
		case len(run) == 1:
			l.size(run[0], inner)
			it.rows = append(it.rows, row{cells: run, fill: run[0].holds() || isLayer(it, run[0]), slots: 1})
		case it.direction == leftRight:
			l.line(it, run, inner)
		case run[0].holds():
			l.columns(it, run, inner)
		default:
			grid(it, run, inner, 1, 12)
		}
	}
	content := 0.0
	for i := range it.rows {
		it.rows[i].width()
		content = math.Max(content, it.rows[i].w)
	}
	for i := range it.rows {
		if r := &it.rows[i]; isLayer(it, r.cells[0]) {
			r.cells[0].fit(content)
			r.w = r.cells[0].w
		}
	}
	it.w = content + 2*l.side(it)
	if it.parent != nil {
		it.w = it.setHead(it.w, budget)
	}
	it.foot = l.foot(it)
	l.spaceRows(it)
	it.heights()
}

// width adds up the row's cells, unless it is part of a grid that has a width.
func (r *row) width() {
	if r.w > 0 {
		return
	}
	for i, it := range r.cells {
		r.w += it.w
		if i > 0 {
			r.w += r.gaps[i-1]
		}
	}
}

// heights adds up the rows.
func (it *item) heights() {
	it.h = it.head + it.foot
	for i := range it.rows {
		r := &it.rows[i]
		if boxes := r.containers(); len(boxes) > 1 && alike(boxes, 0) {
			r.even = true
			align(boxes)
		}
		for _, cell := range r.cells {
			r.h = math.Max(r.h, cell.h)
		}
		it.h += r.h
		if i > 0 {
			it.h += it.gaps[i-1]
		}
	}
}

// containers are the cells that are containers.
func (r *row) containers() []*item {
	for i, it := range r.cells {
		if it.holds() {
			continue
		}
		boxes := append([]*item(nil), r.cells[:i]...)
		for _, it := range r.cells[i:] {
			if it.holds() {
				boxes = append(boxes, it)
			}
		}
		return boxes
	}
	return r.cells
}

// align gives containers that stand side by side rows of the same heights, so
// that what is alike in them is on one line, at every depth.
func align(cells []*item) {
	head := 0.0
	for _, it := range cells {
		head = math.Max(head, it.head)
	}
	for i := 0; alike(cells, i); i++ {
		var inside []*item
		for _, it := range cells {
			if i >= len(it.rows) {
				continue
			}
			for _, cell := range it.rows[i].cells {
				if cell.holds() {
					inside = append(inside, cell)
				}
			}
		}
		if len(inside) > 1 {
			align(inside)
		}
		alignRow(cells, i)
	}
	for _, it := range cells {
		it.head = head
		it.h = head + it.foot
		for i := range it.rows {
			it.h += it.rows[i].h
			if i > 0 {
				it.h += it.gaps[i-1]
			}
		}
	}
}

// alike tells whether row i of all cells that have it shows the same sort of
// thing, and at least two have it.
func alike(cells []*item, i int) bool {
	var first *row
	n := 0
	for _, it := range cells {
		if i >= len(it.rows) {
			continue
		}
		r := &it.rows[i]
		if first == nil {
			first = r
		}
		a, b := first.cells[0], r.cells[0]
		if r.mixed || first.mixed || a.holds() != b.holds() || a.kind.family != b.kind.family || a.holds() && len(r.cells) != len(first.cells) {
			return false
		}
		n++
	}
	return n > 1
}

// alignRow makes row i, and the gap below it, the same in all cells.
func alignRow(cells []*item, i int) {
	h, gap := 0.0, 0.0
	for _, it := range cells {
		if i >= len(it.rows) {
			continue
		}
		h = math.Max(h, it.rows[i].h)
		for _, cell := range it.rows[i].cells {
			h = math.Max(h, cell.h)
		}
		if i < len(it.gaps) {
			gap = math.Max(gap, it.gaps[i])
		}
	}
	for _, it := range cells {
		if i < len(it.rows) {
			it.rows[i].h = h
		}
		if i < len(it.gaps) {
			it.gaps[i] = gap
		}
	}
}

// spaceRows finds the gaps between the rows: larger where links run, and larger
// still where they have labels.
func (l *layout) spaceRows(it *item) {
	it.gaps = it.gaps[:0]
	for i := range it.rows {
		for _, cell := range it.rows[i].cells {
			cell.row = i
		}
		if i > 0 {
			it.gaps = append(it.gaps, l.plainGap(it.rows[i-1], it.rows[i])+at(it.lanes, i-1))
		}
	}
	children := it.children
	for _, j := range it.joints {
		a, b := children[j.a], children[j.b]
		if a.row > b.row {
			a, b = b, a
		}
		for i := a.row; i < b.row; i++ {
			need := linkGap(a, b)
			if i == a.row && j.link.size.Y > 0 {
				need = math.Max(need-4, 16) + j.link.size.Y
			}
			it.gaps[i] = math.Max(it.gaps[i], need+at(it.lanes, i))
		}
	}
}

// linkGap is the gap that a link needs from a to b below it. The title of a
// container is room, too.
func linkGap(a, b *item) float64 {
	switch {
	case !a.holds() && !b.holds():
		return 32
	case a.holds() && b.holds():
		return 16
	}
	return 26
}

// plainGap is the gap between two rows if no link runs there.
func (l *layout) plainGap(a, b row) float64 {
	switch {
	case a.cells[0].tile() && b.cells[0].tile():
		return gapTiles
	case a.cells[0].kind.isSubnet() && b.cells[0].kind.isSubnet():
		return l.pad - 4
	}
	return l.pad
}

func at(list []float64, i int) float64 {
	if i < len(list) {
		return list[i]
	}
	return 0
}
