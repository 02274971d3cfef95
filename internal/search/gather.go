package search

import (
	"encoding/binary"
	"slices"
	"strings"
)

// field is where in a passage a word stands.
type field uint8

const (
	inText field = iota
	inCode
	inHeadingAbove // of a passage that is not the first of its section
	inHeading
	inTerm // of a glossary
	inTag
	inTitle
	fields
)

// termLevel is the Level of a site.Section that a term of a glossary begins.
const termLevel = 7

// gather finds the terms of a page and the pairs of words in it, and how much each
// says of a passage.
func gather(in In, all []passage, out *Passages) {
	g := gatherer{numbered: numbered{ids: map[string]uint32{}}, sizes: make([][fields]int, len(all))}
	g.field(0, inTitle, in.Title)
	g.field(0, inText, in.Description)
	for _, tag := range in.Tags {
		g.field(0, inTag, tag)
	}
	for i, p := range all {
		if i > 0 || p.section.Title != in.Title {
			g.field(i, headingField(p), p.section.Title)
		}
		g.field(i, inText, p.text)
		g.field(i, inCode, p.code)
	}
	place := g.sort()
	out.Terms = g.encodeTerms()
	out.Posts = g.encodePosts(place)
	out.Pairs = g.encodePairs(place)
}

func headingField(p passage) field {
	switch {
	case !p.first:
		return inHeadingAbove
	case p.section.Level == termLevel:
		return inTerm
	}
	return inHeading
}

// gatherer notes each occurrence of a term.
type gatherer struct {
	numbered               // sorted in the end
	sizes    [][fields]int // words in each field of each passage
	found    []occurrence
	pairs    []pair
}

// A page with more than this has no pairs beyond.
const (
	mostPaired   = 1 << 20 // terms
	mostPassages = 1 << 16
)

// occurrence is a term in a field of a passage, as a number that sorts by term,
// then by passage: 24 bits of term, 24 of passage, 8 of field, 8 of share.
type occurrence uint64

// pair is a word and the one after it, as a number that sorts by them, then by
// passage: 20 bits of each word, 16 of passage, 8 of 255 less the weight.
type pair uint64

// field takes in the words of one field of a passage.
func (g *gatherer) field(passage int, f field, text string) {
	var before uint32
	paired := false
	words(text, func(w word) {
		if w.kind == korean && w.glued && isKoreanEnding(w.text) {
			return // of a word in another script: AWS의
		}
		g.sizes[passage][f]++
		languages[w.kind].terms(w, func(term string, share int) { g.add(g.id(term), passage, f, share) })
		if f == inCode || w.kind == unspaced {
			paired = false
			return
		}
		id := g.id(w.text)
		if paired && w.close && id < mostPaired && passage < mostPassages {
			g.pairs = append(g.pairs, pair(before)<<44|pair(id)<<24|pair(passage)<<8|pair(255-pairWeights[f]))
		}
		before, paired = id, true
	})
}

// numbered are terms, each with a number.
type numbered struct {
	ids   map[string]uint32
	terms []string // by id
}

// id is the number of a term, the next one if it has none yet.
func (n *numbered) id(term string) uint32 {
	id, known := n.ids[term]
	if !known {
		id = uint32(len(n.terms))
		n.ids[term] = id
		n.terms = append(n.terms, term)
	}
	return id
}

func (g *gatherer) add(id uint32, passage int, f field, share int) {
	g.found = append(g.found, occurrence(id)<<40|occurrence(passage)<<16|occurrence(f)<<8|occurrence(share))
}

// sort puts the terms in order, and tells the place of each.
func (g *gatherer) sort() (place []uint32) {
	ids := make([]uint32, len(g.terms))
	for i := range ids {
		ids[i] = uint32(i)
	}
	slices.SortFunc(ids, func(a, b uint32) int { return strings.Compare(g.terms[a], g.terms[b]) })
	place = make([]uint32, len(ids))
	sorted := make([]string, len(ids))
	for i, id := range ids {
		place[id], sorted[i] = uint32(i), g.terms[id]
	}
	g.terms = sorted
	return place
}

// encodeTerms writes the terms, each by what it has in common with the one before.
func (g *gatherer) encodeTerms() []byte {
	var b []byte
	before := ""
	for _, term := range g.terms {
		same := 0
		for same < min(len(before), len(term)) && before[same] == term[same] {
			same++
		}
		b = binary.AppendUvarint(b, uint64(same))
		b = binary.AppendUvarint(b, uint64(len(term)-same))
		b = append(b, term[same:]...)
		before = term
	}
	return b
}

// encodePosts writes for each term how many passages have it, then of each its
// distance from the one before and the weight of the term in it.
func (g *gatherer) encodePosts(place []uint32) []byte {
	for i, o := range g.found {
		g.found[i] = occurrence(place[o>>40])<<40 | o&(1<<40-1)
	}
	slices.Sort(g.found)
	var b, posts []byte
	for rest := g.found; len(rest) > 0; {
		term := rest[0] >> 40
		n, before := 0, occurrence(0)
		for posts = posts[:0]; len(rest) > 0 && rest[0]>>40 == term; n++ {
			key := rest[0] >> 16
			var shares [fields]int
			for ; len(rest) > 0 && rest[0]>>16 == key; rest = rest[1:] {
				shares[rest[0]>>8&0xFF] += int(rest[0] & 0xFF)
			}
			at := key & (1<<24 - 1)
			posts = append(binary.AppendUvarint(posts, uint64(at-before)), weight(&shares, &g.sizes[at]))
			before = at
		}
		b = append(binary.AppendUvarint(b, uint64(n)), posts...)
	}
	return b
}

// pairWeights is how much a passage is about two words beside each other in one of
// its fields, on the scale of weight.
var pairWeights = [fields]byte{inText: 8, inHeadingAbove: 10, inHeading: 60, inTerm: 72, inTag: 24, inTitle: 100}

// encodePairs writes the pairs, sorted: the distance of the first word from the one
// before, the second word, the passage, the weight.
func (g *gatherer) encodePairs(place []uint32) []byte {
	const low = 1<<20 - 1
	kept := g.pairs[:0]
	for _, p := range g.pairs {
		if a, b := place[p>>44], place[p>>24&low]; a < mostPaired && b < mostPaired {
			kept = append(kept, pair(a)<<44|pair(b)<<24|p&(1<<24-1))
		}
	}
	slices.Sort(kept)
	var b []byte
	var before pair
	for i, p := range kept {
		if i > 0 && p>>8 == before>>8 {
			continue
		}
		b = binary.AppendUvarint(b, uint64(p>>44-before>>44))
		b = binary.AppendUvarint(b, uint64(p>>24&low))
		b = binary.AppendUvarint(b, uint64(p>>8&0xFFFF))
		b = append(b, 255-byte(p))
		before = p
	}
	return b
}

// usual is how many words of text a passage has on average.
const usual = 80

// weight tells how much a passage is about a term, in eighths of one mention in a
// text of usual length. It is made of whole numbers, so that every machine comes
// to the same.
func weight(shares, sizes *[fields]int) byte {
	w := 0 // in sixteenths
	w += mentions(shares[inText], sizes[inText], 35)
	w += mentions(shares[inCode], sizes[inCode], 6)
	w += named(shares[inTitle], sizes[inTitle], 128, 112)
	w += named(shares[inHeading], sizes[inHeading], 64, 80)
	w += named(shares[inTerm], sizes[inTerm], 80, 96)
	w += named(shares[inHeadingAbove], sizes[inHeadingAbove], 13, 16)
	w += min(shares[inTag], whole) * 48 / whole
	return byte(min(max(w/2, 1), 255))
}

// mentions counts each further mention less, up to a limit, and all of them less
// in a longer text.
func mentions(share, words, limit int) int {
	if share == 0 {
		return 0
	}
	x := 16 * share * 10 * usual / (whole * (4*usual + 6*words))
	return limit * x / (19 + x)
}

// named counts a word of a heading, and more if it is the only one.
func named(share, words, any, only int) int {
	if share == 0 {
		return 0
	}
	return min(share, whole) * (any + only/words) / whole
}
