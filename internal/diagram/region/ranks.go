package region

import (
	"math"
	"slices"
)

const (
	mostRanked = 40  // nodes; more of them are a grid
	rankPrice  = 1.5 // of a row more, in bends
	stepPrice  = .4  // of a link from one row to the next, which is straight or has two short bends
	gapRanked  = 28
)

// ranks lays the nodes of a run as a flow: what a link leads to stands in a row
// below. It returns no rows if that would not be a flow, or does not fit.
func ranks(in *item, run []*item, inner float64) (rows []row, cost float64) {
	if len(run) > mostRanked {
		return nil, 0
	}
	next := successors(in, run)
	rank := longestPaths(next)
	last := slices.Max(rank)
	if last == 0 {
		return nil, 0
	}
	rows = make([]row, last+1)
	widest := 0.0
	for i, it := range run {
		widest = math.Max(widest, it.natural())
		r := &rows[rank[i]]
		if len(r.cells) > 0 {
			r.gaps = append(r.gaps, gapRanked)
		}
		r.cells = append(r.cells, it)
	}
	for i := range rows {
		r := &rows[i]
		orderBy(r.cells, run, next)
		if sum(r.gaps)+widest*float64(len(r.cells)) > inner {
			return nil, 0
		}
	}
	return rows, rankPrice*float64(last) + steps(next, rank)
}

// layRanks gives the nodes of a flow their sizes.
func layRanks(in *item, rows []row) {
	widest := 0.0
	for _, r := range rows {
		for _, it := range r.cells {
			widest = math.Max(widest, it.natural())
		}
	}
	for _, r := range rows {
		for _, it := range r.cells {
			w := it.natural()
			if w*mostUneven >= widest {
				w = widest
			}
			it.fit(w)
		}
	}
	in.rows = append(in.rows, rows...)
}

// successors are, for each node of a run, those that its links lead to, by their
// place in the run.
func successors(in *item, run []*item) [][]int {
	first, last := run[0].index, run[len(run)-1].index
	next := make([][]int, len(run))
	for _, j := range in.joints {
		if j.a >= first && j.b <= last {
			from, to := j.link.from.index-first, j.link.to.index-first
			next[from] = append(next[from], to)
		}
	}
	return next
}

// longestPaths ranks nodes by the longest way to them. Links that close a circle
// do not count.
func longestPaths(next [][]int) []int {
	const open, done = 1, 2
	state := make([]int, len(next))
	rank := make([]int, len(next))
	var order []int // each node after all that it leads to
	var visit func(i int)
	visit = func(i int) {
		state[i] = open
		kept := next[i][:0]
		for _, to := range next[i] {
			if state[to] == open {
				continue
			}
			kept = append(kept, to)
			if state[to] == 0 {
				visit(to)
			}
		}
		next[i] = kept
		state[i] = done
		order = append(order, i)
	}
	for i := range next {
		if state[i] == 0 {
			visit(i)
		}
	}
	for _, i := range slices.Backward(order) {
		for _, to := range next[i] {
			rank[to] = max(rank[to], rank[i]+1)
		}
	}
	return rank
}

// orderBy sorts the nodes of a row by the middle of those that lead to them, as
// they were written; so links between two rows cross less.
func orderBy(cells, run []*item, next [][]int) {
	middle := map[*item]float64{}
	for i, it := range run {
		total, n := 0, 0
		for from, to := range next {
			if slices.Contains(to, i) {
				total += from
				n++
			}
		}
		middle[it] = float64(i)
		if n > 0 {
			middle[it] = float64(total) / float64(n)
		}
	}
	slices.SortStableFunc(cells, func(a, b *item) int {
		switch {
		case middle[a] < middle[b]:
			return -1
		case middle[a] > middle[b]:
			return 1
		}
		return 0
	})
}

// steps is the price of the links: those that pass a row have to go around what
// stands there.
func steps(next [][]int, rank []int) float64 {
	cost := 0.0
	for i, to := range next {
		for _, k := range to {
			if d := rank[k] - rank[i]; d == 1 {
				cost += stepPrice
			} else {
				cost += float64(d)
			}
		}
	}
	return cost
}
