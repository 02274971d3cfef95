package search

import (
	"encoding/binary"
	"math/bits"
)

// mostPosts is how many passages of a term are listed: those that are most about
// it. Of the others it is only known on which pages they are, roughly.
const mostPosts = 1000

// impacts are the least weights for the impacts from 1 to 15, on a scale of
// logarithms: 15·ln(1+w/8)/ln 26, rounded.
var impacts = [15]post{1, 3, 6, 9, 13, 18, 25, 33, 43, 55, 70, 89, 113, 142, 179}

func impactOf(weight post) int {
	n := 0
	for n < len(impacts) && weight >= impacts[n] {
		n++
	}
	return n
}

// namedImpact is that of a word in a heading.
const namedImpact = 9

// encode writes posts, which are sorted by passage: those of the greatest impact
// first, as their number and impact, then the passages by their distance from the
// one before. If there are too many, a zero follows, the number of all, and the
// pages that have more of them.
func (l *list) encode(posts []post, pageOf []uint32) {
	var byImpact [16][]post
	top := 0
	for _, p := range posts {
		i := impactOf(p & 255)
		byImpact[i] = append(byImpact[i], p)
		top = max(top, i)
	}
	left := mostPosts
	var more []post
	for i := top; i > 0; i-- {
		n := min(len(byImpact[i]), left)
		left -= n
		more = append(more, byImpact[i][n:]...)
		if n == 0 {
			continue
		}
		l.posts = binary.AppendUvarint(l.posts, uint64(n)<<4|uint64(i))
		before := post(0)
		for _, p := range byImpact[i][:n] {
			l.posts = binary.AppendUvarint(l.posts, uint64(p>>8-before))
			before = p >> 8
		}
	}
	if more != nil {
		l.posts = append(l.posts, 0)
		l.posts = binary.AppendUvarint(l.posts, uint64(len(posts)))
		l.posts = appendPages(l.posts, more, pageOf)
	}
	l.named = top >= namedImpact
	l.twice = len(posts) > 1
	l.weight = 2*top + min(bits.Len(uint(len(posts))), 15)
}

// appendPages writes the pages of passages, eight to a byte. There are so many
// that distances would take more room.
func appendPages(b []byte, posts []post, pageOf []uint32) []byte {
	at := len(b)
	for _, p := range posts {
		page := int(pageOf[p>>8/rowSize])
		for len(b) <= at+page/8 {
			b = append(b, 0)
		}
		b[at+page/8] |= 1 << (page % 8)
	}
	return b
}
