package search

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// census is what is known of all pages together. A form is a term as pages have
// it; a stem is what stands for it in the index.
type census struct {
	pages    []Entry
	passages int
	first    []uint32       // of each page, its first row
	pageOf   []uint32       // of each row
	numbered                // forms, then stems that are no forms, then pairs
	count    []int          // of each form, passages that have it
	ends     map[string]int // with how many endings a stem is met
	forms    [][]uint32     // of each page, its terms
	stems    []uint32       // of each form
	also     []claim        // forms that a stem is found by as well
	posts    [][]post       // of each stem
	pairs    [][]post       // of each id, as two words beside each other
}

// post is a passage that has a term, as a number that sorts by passage: 24 bits of
// the passage's number, 8 of weight. The number of a passage is that of its row,
// times rowSize, and its place in it.
type post uint32

// mostRows is how many rows of text a site may have.
const mostRows = 1 << 24 / rowSize

// takeCensus counts how many passages have each form.
func takeCensus(pages []Entry) *census {
	c := &census{pages: pages, numbered: numbered{ids: map[string]uint32{}}, first: make([]uint32, len(pages)), forms: make([][]uint32, len(pages))}
	for i, p := range pages {
		c.first[i] = uint32(len(c.pageOf))
		for _, r := range p.Passages.Rows {
			c.passages += r.Count
			c.pageOf = append(c.pageOf, uint32(i))
		}
		posts := bytesReader(p.Passages.Posts)
		eachTerm(p.Passages.Terms, func(term []byte) {
			id, known := c.ids[string(term)] // without a copy of the term
			if !known {
				id = c.id(string(term))
				c.count = append(c.count, 0)
			}
			n := posts.number()
			posts.skipPosts(n)
			c.count[id] += int(n)
			c.forms[i] = append(c.forms[i], id)
		})
	}
	return c
}

// bytesReader takes apart what gather wrote, from the front.
type bytesReader []byte

func (r *bytesReader) number() uint64 {
	n, size := binary.Uvarint(*r)
	*r = (*r)[size:]
	return n
}

func (r *bytesReader) byte() byte {
	b := (*r)[0]
	*r = (*r)[1:]
	return b
}

func (r *bytesReader) skipPosts(n uint64) {
	for range n {
		r.number()
		r.byte()
	}
}

// eachTerm undoes encodeTerms.
func eachTerm(data []byte, yield func(term []byte)) {
	var term []byte
	for r := bytesReader(data); len(r) > 0; {
		same, more := r.number(), r.number()
		term = append(term[:same], r[:more]...)
		r = r[more:]
		yield(term)
	}
}

// findStems finds the stem of every form.
func (c *census) findStems() {
	c.countEndings()
	c.stems = make([]uint32, len(c.terms))
	for id := range c.stems {
		term := c.terms[id]
		r, _ := utf8.DecodeRuneInString(term)
		k, _ := kindOf(r)
		stem, also := languages[k].stem(term, c)
		c.stems[id] = c.id(stem)
		for _, other := range also {
			c.also = append(c.also, claim{other, uint32(id), shareForm})
		}
	}
}

func (c *census) countEndings() {
	c.ends = map[string]int{}
	for _, form := range c.terms {
		if isASCII(form) {
			continue
		}
		koreanEndings.each(form, func(stem string, _ ending) bool {
			c.ends[stem]++
			return true
		})
	}
}

// Implements evidence.
func (c *census) endings(stem string) int { return c.ends[stem] }

// Implements evidence.
func (c *census) alone(term string) int {
	if id, known := c.ids[term]; known && int(id) < len(c.count) {
		return c.count[id]
	}
	return 0
}

// collect gathers the posts of each stem.
func (c *census) collect() {
	size := make([]int, len(c.terms))
	all := 0
	for form, stem := range c.stems {
		size[stem] += c.count[form]
		all += c.count[form]
	}
	room := make([]post, all)
	c.posts = make([][]post, len(c.terms))
	for stem, n := range size {
		c.posts[stem], room = room[:0:n], room[n:]
	}
	for i, p := range c.pages {
		number := numbers(c.first[i], p.Passages.Rows)
		r := bytesReader(p.Passages.Posts)
		for _, form := range c.forms[i] {
			stem, at := c.stems[form], uint64(0)
			for range r.number() {
				at += r.number()
				c.posts[stem] = append(c.posts[stem], number[at]|post(r.byte()))
			}
		}
	}
	for i, list := range c.posts {
		c.posts[i] = merge(list, sum)
	}
}

// numbers are those of a page's passages, each as a post without a weight.
func numbers(row uint32, rows []Row) []post {
	var out []post
	for i, r := range rows {
		for j := range r.Count {
			out = append(out, post((int(row)+i)*rowSize+j)<<8)
		}
	}
	return out
}

func sum(a, b post) post     { return min(a+b, 255) }
func greater(a, b post) post { return max(a, b) }

// merge sorts posts, and makes one of those of the same passage, in place.
func merge(list []post, join func(a, b post) post) []post {
	slices.Sort(list)
	out := list[:0]
	for _, p := range list {
		if n := len(out); n > 0 && out[n-1]>>8 == p>>8 {
			out[n-1] = p&^255 | join(out[n-1]&255, p&255)
		} else {
			out = append(out, p)
		}
	}
	return out
}

func isASCII(s string) bool { return s[0] < utf8.RuneSelf }
