package region

import "math"

// line lays a run in one row, whatever is in it: the author said so.
func (l *layout) line(in *item, run []*item, inner float64) {
	containers := 0
	for _, it := range run {
		if it.holds() {
			containers++
		}
	}
	if containers == 0 {
		grid(in, run, inner, len(run), len(run))
		return
	}
	r := row{cells: run, fill: true, slots: containers}
	wishes, floors := make([]float64, len(run)), make([]float64, len(run))
	room := inner
	for i, it := range run {
		wishes[i], floors[i] = it.wished, it.floor
		if !it.holds() {
			wishes[i] = it.natural()
		}
		if i > 0 {
			gap := gapBetween(in, run[i-1], it)
			r.gaps = append(r.gaps, gap)
			room -= gap
			r.mixed = r.mixed || !sameRun(in, run[i-1], it)
		}
	}
	for i, budget := range share(wishes, floors, room) {
		it := run[i]
		if it.holds() {
			budget += math.Max(room-sum(wishes), 0) / float64(containers)
		}
		l.size(it, evenDown(budget))
	}
	in.rows = append(in.rows, r)
}

// share cuts the largest wishes down until all fit into room, but none below its
// floor.
func share(wishes, floors []float64, room float64) []float64 {
	most, least := 0.0, 0.0
	for _, w := range wishes {
		most = math.Max(most, w)
	}
	out := make([]float64, len(wishes))
	for range 20 { // halve the interval in which the right cut is
		cut := (most + least) / 2
		for i, w := range wishes {
			out[i] = math.Max(math.Min(w, cut), floors[i])
		}
		if sum(out) > room {
			most = cut
		} else {
			least = cut
		}
	}
	return out
}

func sum(list []float64) float64 {
	s := 0.0
	for _, v := range list {
		s += v
	}
	return s
}

// gapBetween is the gap between two neighbours in a row, as wide as the links
// between them and through the gap need.
func gapBetween(in, a, b *item) float64 {
	gap := float64(gapCols)
	switch {
	case a.tile() && b.tile():
		gap = gapTiles
	case a.crossed || b.crossed:
		gap = gapLinked
	}
	for _, j := range in.joints {
		if j.a > a.index || j.b < b.index {
			continue
		}
		need := float64(gapLine)
		if j.link.head || j.link.tail {
			need = gapLinked
		}
		if j.a == a.index && j.b == b.index && j.link.size.X > 0 {
			// Inside of containers there is room for the rest of the link.
			need = math.Max(need, j.link.size.X+20)
			if !a.holds() && !b.holds() {
				need += 16
			}
		}
		gap = math.Max(gap, need)
	}
	return gap + at(in.aisles, a.index)
}

// gutter is the widest of the gaps in a run.
func gutter(in *item, run []*item) float64 {
	gap := float64(gapCols)
	for i := 1; i < len(run); i++ {
		gap = math.Max(gap, gapBetween(in, run[i-1], run[i]))
	}
	return gap
}

// columns puts containers of one family side by side, as many in a row as fit,
// all of the same width.
func (l *layout) columns(in *item, run []*item, inner float64) {
	gap := gutter(in, run)
	widest, total := 0.0, 0.0
	for _, it := range run {
		widest = math.Max(widest, it.wished)
		total += it.wished
	}
	n := len(run)
	gaps := gap * float64(n-1)
	switch {
	case widest*float64(n)+gaps <= inner:
	case total+gaps <= inner:
		l.unequal(in, run, gap, (inner-gaps-total)/float64(n))
		return
	case widest*float64(n)+gapLine*float64(n-1) <= inner:
		gap = gapLine
	default:
		for n > 1 && widest*float64(n)+gap*float64(n-1) > inner {
			rows := (len(run)+n-1)/n + 1
			n = min(n-1, (len(run)+rows-1)/rows)
		}
	}
	w := 0.0
	for _, it := range run {
		l.size(it, evenDown((inner-gap*float64(n-1))/float64(n)))
		w = math.Max(w, it.w)
	}
	for len(run) > 0 {
		k := min(n, len(run))
		r := row{cells: run[:k], fill: true, slots: n, w: w*float64(n) + gap*float64(n-1)}
		for i, it := range r.cells {
			it.w = w
			if i > 0 {
				r.gaps = append(r.gaps, gap)
			}
		}
		in.rows = append(in.rows, r)
		run = run[k:]
	}
}

// unequal puts containers side by side that do not fit with equal widths.
func (l *layout) unequal(in *item, run []*item, gap, more float64) {
	r := row{cells: run, fill: true, slots: len(run)}
	for i, it := range run {
		l.size(it, evenDown(it.wished+more))
		if i > 0 {
			r.gaps = append(r.gaps, gap)
		}
	}
	in.rows = append(in.rows, r)
}

// grid lays nodes in rows and columns. Of all numbers of columns between least
// and most it takes the one in which the links between the nodes are straight,
// and then the one with the fewest rows.
func grid(in *item, run []*item, inner float64, least, most int) {
	var best lattice
	for cols := min(most, len(run)); cols >= least; cols-- {
		for _, snake := range []bool{false, true} {
			if snake && (cols == 1 || cols >= len(run)) {
				continue
			}
			g := lattice{run: run, cols: cols, snake: snake}
			g.widths(in, inner)
			if !g.fits && (cols > 1 && cols > least) {
				continue
			}
			g.cost += g.bends(in)
			if best.cols == 0 || g.cost < best.cost {
				best = g
			}
		}
	}
	if least == 1 {
		if rows, cost := ranks(in, run, inner); rows != nil && cost < best.cost {
			layRanks(in, rows)
			return
		}
	}
	best.lay(in)
}

// lattice is nodes laid in columns.
type lattice struct {
	run   []*item
	cols  int
	snake bool // every other row runs from right to left, which keeps a chain straight
	ws    []float64
	gaps  []float64
	fits  bool
	cost  float64
}

// mostUneven is how much wider the widest node of a row may be than one that is
// made as wide.
const mostUneven = 1.7

// place is the row and column of the node at i.
func (g *lattice) place(i int) (row, col int) {
	row, col = i/g.cols, i%g.cols
	if g.snake && row%2 == 1 {
		col = g.cols - 1 - col
	}
	return row, col
}

// widths finds the widths of the columns: equal ones if possible, else as the
// texts need, else narrower.
func (g *lattice) widths(in *item, inner float64) {
	natural, least := make([]float64, g.cols), make([]float64, g.cols)
	g.gaps = make([]float64, g.cols-1)
	widest := 0.0
	for i, it := range g.run {
		_, col := g.place(i)
		natural[col] = math.Max(natural[col], it.natural())
		least[col] = math.Max(least[col], it.least())
		widest = math.Max(widest, it.natural())
	}
	for i := range g.run {
		rowA, a := g.place(i)
		if i+1 == len(g.run) {
			break
		}
		if rowB, b := g.place(i + 1); rowA == rowB {
			g.gaps[min(a, b)] = math.Max(g.gaps[min(a, b)], gapBetween(in, g.run[i], g.run[i+1]))
		}
	}
	room := inner - sum(g.gaps)
	g.fits = true
	switch need, spare := sum(natural), sum(natural)-sum(least); {
	case widest*float64(g.cols) <= room:
		for i, w := range natural {
			if w*mostUneven >= widest {
				natural[i] = widest
			}
		}
	case need <= room:
		g.cost = .5
	case need-spare <= room:
		g.cost = 1
		for i := range natural {
			natural[i] = evenDown(natural[i] - (natural[i]-least[i])*(need-room)/spare)
		}
	case g.cols == 1:
		natural[0] = math.Max(evenDown(math.Min(natural[0], room)), least[0])
	default:
		g.fits = false
		natural = least
	}
	g.ws = natural
}

// bends is the price of a lattice: rows cost height, links that are not between
// neighbours cost bends, and a broken last row looks uneven.
func (g *lattice) bends(in *item) float64 {
	rows := (len(g.run) + g.cols - 1) / g.cols
	cost := 1.5*float64(rows-1) + 2.2*float64(rows*g.cols-len(g.run))/float64(g.cols)
	if g.snake {
		cost += 3.5
	}
	first, last := g.run[0].index, g.run[len(g.run)-1].index
	for _, j := range in.joints {
		if j.a < first || j.b > last {
			continue
		}
		ra, ca := g.place(j.a - first)
		rb, cb := g.place(j.b - first)
		rows, cols := math.Abs(float64(ra-rb)), math.Abs(float64(ca-cb))
		switch {
		case rows+cols == 1:
		case rows == 0 || cols == 0:
			cost += 1 + rows + cols
		default:
			cost += .5 + .5*(rows+cols)
		}
	}
	return cost
}

// lay makes rows of the lattice.
func (g *lattice) lay(in *item) {
	xs := make([]float64, g.cols)
	for i := 1; i < g.cols; i++ {
		xs[i] = xs[i-1] + g.ws[i-1] + g.gaps[i-1]
	}
	total := xs[g.cols-1] + g.ws[g.cols-1]
	several := len(g.run) > g.cols
	for start := 0; start < len(g.run); start += g.cols {
		end := min(start+g.cols, len(g.run))
		r := row{w: total, grid: several && g.cols > 1, gaps: g.gaps}
		for i := start; i < end; i++ {
			it := g.run[i]
			_, col := g.place(i)
			it.fit(g.ws[col])
			r.cells = append(r.cells, it)
		}
		if _, first := g.place(start); first > 0 { // from right to left
			for i, j := 0, len(r.cells)-1; i < j; i, j = i+1, j-1 {
				r.cells[i], r.cells[j] = r.cells[j], r.cells[i]
			}
		}
		_, a := g.place(start)
		_, b := g.place(end - 1)
		r.start = xs[min(a, b)]
		r.gaps = g.gaps[min(a, b):]
		in.rows = append(in.rows, r)
	}
}
