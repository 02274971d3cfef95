package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"sitegen/internal/par"
)

// claim says that a stem's posts also belong to a term, at a share of their weight.
type claim struct {
	term  string
	stem  uint32
	share uint8 // per cent
}

// Shares of the weight of a stem.
const (
	shareSelf    = 100
	shareForm    = 70 // of an English word that the term may be without its ending
	shareSpelled = 40 // of the same word in another spelling
	shareMeant   = 25 // of a word that means the same
	shareEnd     = 30 // of a compound that ends with the term
)

// claims lists which terms are found by which stems, sorted by term; its own stem
// comes first.
func (c *census) claims() []claim {
	out := c.also
	for stem, posts := range c.posts {
		if len(posts) == 0 {
			continue
		}
		term := c.terms[stem]
		out = append(out, claim{term, uint32(stem), shareSelf})
		for _, end := range endsOf(term) {
			out = append(out, claim{end, uint32(stem), shareEnd})
		}
	}
	for _, g := range spellings {
		out = c.claimSpellings(out, g.spelled, g.spelled, shareSpelled)
		out = c.claimSpellings(out, g.meant, g.spelled, shareMeant)
		out = c.claimSpellings(out, g.spelled, g.meant, shareMeant)
	}
	slices.SortFunc(out, func(a, b claim) int {
		return cmp.Or(strings.Compare(a.term, b.term), cmp.Compare(b.share, a.share), cmp.Compare(a.stem, b.stem))
	})
	return out
}

func (c *census) claimSpellings(out []claim, terms, stems []string, share uint8) []claim {
	for _, term := range terms {
		for _, s := range stems {
			if id, known := c.ids[s]; known && s != term && len(c.posts[id]) > 0 {
				out = append(out, claim{term, id, share})
			}
		}
	}
	return out
}

// endsOf are the ends of a Korean word by which it is found as well: 고가용성 by
// 가용성. Verbs have none.
func endsOf(term string) []string {
	if term[0] < utf8.RuneSelf || strings.HasSuffix(term, "다") || strings.HasSuffix(term, "요") {
		return nil
	}
	var out []string
	n := utf8.RuneCountInString(term)
	for i, r := range term {
		if r < '가' || r > '힣' || n > maxCompound {
			return nil
		}
		if i > 0 && n >= 2 && !isKoreanEnding(term[i:]) {
			out = append(out, term[i:])
		}
		n--
	}
	return out
}

// maxCompound is the longest word, in syllables, whose ends are terms.
const maxCompound = 16

// index is all terms with their posts, sorted.
type index struct{ words, pairs []list }

// list is a term with its encoded posts.
type list struct {
	term   string
	stem   bool     // it is a word of its own, not only the end of others
	shown  []string // the words it stands for, if they are others
	posts  []byte
	named  bool // it stands in a title or a heading
	twice  bool // it stands in several passages
	weight int  // how likely it is meant when only its sound is known
}

// lists encodes the posts of every term.
func (c *census) lists(ctx context.Context) (x index, err error) {
	claims := c.claims()
	var bounds []int
	for i := range claims {
		if i == 0 || claims[i].term != claims[i-1].term {
			bounds = append(bounds, i)
		}
	}
	bounds = append(bounds, len(claims))
	x.words, err = inChunks(ctx, len(bounds)-1, func(i int) list { return c.list(claims[bounds[i]:bounds[i+1]]) })
	if err != nil {
		return x, err
	}
	var pairs []uint32
	for id, posts := range c.pairs {
		if posts != nil {
			pairs = append(pairs, uint32(id))
		}
	}
	slices.SortFunc(pairs, func(a, b uint32) int { return strings.Compare(c.terms[a], c.terms[b]) })
	x.pairs, err = inChunks(ctx, len(pairs), func(i int) list {
		l := list{term: c.terms[pairs[i]], stem: true}
		l.encode(c.pairs[pairs[i]], c.pageOf)
		return l
	})
	return x, err
}

// inChunks is par.Map for many short calls.
func inChunks[T any](ctx context.Context, n int, f func(int) T) ([]T, error) {
	const chunk = 1024
	chunks, err := par.Map(ctx, (n+chunk-1)/chunk, func(i int) []T {
		out := make([]T, 0, chunk)
		for j := i * chunk; j < min((i+1)*chunk, n); j++ {
			out = append(out, f(j))
		}
		return out
	})
	return slices.Concat(chunks...), err
}

// list puts together what a term is found by.
func (c *census) list(claims []claim) list {
	l := list{term: claims[0].term}
	var posts []post
	for _, cl := range claims {
		switch cl.share {
		case shareSelf:
			l.stem = true
		case shareSpelled, shareMeant:
			l.shown = append(l.shown, c.terms[cl.stem])
		}
		for _, p := range c.posts[cl.stem] {
			posts = append(posts, p&^255|max(p&255*post(cl.share)/100, 1))
		}
	}
	if len(claims) > 1 {
		posts = merge(posts, greater)
	}
	l.encode(posts, c.pageOf)
	return l
}
