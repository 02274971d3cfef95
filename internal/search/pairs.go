package search

import "slices"

// frequent is in how many passages both words of a pair must be for it to be kept
// whatever they are: where one of them is rarer, few passages have both.
func (c *census) frequent() int { return max(12, c.passages/400) }

// collectPairs gathers the posts of words beside each other. Kept are nouns and
// what follows them, which are as often written without a space, and pairs of
// frequent words.
func (c *census) collectPairs() {
	after := make([][]uint64, len(c.terms)) // of each stem, what follows it: stem, then post
	frequent := c.frequent()
	for i, p := range c.pages {
		number := numbers(c.first[i], p.Passages.Rows)
		forms := c.forms[i]
		first := uint64(0)
		for r := bytesReader(p.Passages.Pairs); len(r) > 0; {
			first += r.number()
			a, b := forms[first], forms[r.number()]
			at := number[r.number()] | post(r.byte())
			x, y := c.stems[a], c.stems[b]
			noun := x == a && (!isASCII(c.terms[a]) || !isASCII(c.terms[b]))
			if noun || len(c.posts[x]) >= frequent && len(c.posts[y]) >= frequent {
				after[x] = append(after[x], uint64(y)<<32|uint64(at))
			}
		}
	}
	for x, list := range after {
		slices.Sort(list)
		for len(list) > 0 {
			y := list[0] >> 32
			id := c.id(c.terms[x] + c.terms[y])
			c.posts, c.pairs = reach(c.posts, id), reach(c.pairs, id)
			for ; len(list) > 0 && list[0]>>32 == y; list = list[1:] {
				c.pairs[id] = append(c.pairs[id], post(list[0]))
			}
		}
	}
	for id, list := range c.pairs {
		switch {
		case list == nil:
		case len(c.posts[id]) > 0: // it is also written without the space, and found either way
			c.posts[id] = merge(append(c.posts[id], list...), greater)
			c.pairs[id] = c.posts[id]
		default:
			c.pairs[id] = merge(list, greater)
		}
	}
}

// reach makes lists long enough to have one for id.
func reach(lists [][]post, id uint32) [][]post {
	for len(lists) <= int(id) {
		lists = append(lists, nil)
	}
	return lists
}
