package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// language knows what stands in the index for a word of one way of writing.
type language interface {
	// terms are what a page is found by for the sake of this word.
	terms(w word, yield func(term string, share int))

	// stem is a term without its ending, if what the site says elsewhere tells
	// that this is one, else the term. also are other words by which it is found,
	// with a share of its weight. A term is as terms gave it.
	stem(term string, e evidence) (stem string, also []string)
}

// languages has one for each kind of word.
var languages = [...]language{
	alphabetic: english{},
	korean:     hangulText{},
	unspaced:   bigrams{},
}

var (
	englishEndings = makeEndings(inflectionList, derivationList)
	koreanEndings  = makeEndings(sureEndingList, otherEndingList)
)

// Shares of a word that go to what it stands in the index for, in per cent.
const (
	whole = 100 // the word, and parts of it between marks
	hump  = 50  // parts of it that begin with a capital letter, or in its middle
)

// evidence is what the words of all pages tell about endings.
type evidence interface {
	alone(term string) int   // how many passages have it as a word of its own
	endings(stem string) int // with how many different endings it is met
}

// endings of words, by their last byte; longer ones come first.
type endings [256][]ending

// ending is what a word may end with, and what stands in its place without it.
type ending struct {
	text, instead string
	sure          bool // a word that ends like this needs little evidence
}

func makeEndings(sure, other []string) *endings {
	all := &endings{}
	for i, list := range [][]string{sure, other} {
		for _, e := range list {
			text, instead, _ := strings.Cut(e, "/")
			last := text[len(text)-1]
			all[last] = append(all[last], ending{text, instead, i == 0})
		}
	}
	for _, list := range all {
		slices.SortStableFunc(list, func(a, b ending) int { return len(b.text) - len(a.text) })
	}
	return all
}

// each calls yield with what term may be without its ending, longest ending
// first, until yield returns false.
func (all *endings) each(term string, yield func(stem string, e ending) bool) {
	if term == "" {
		return
	}
	for _, e := range all[term[len(term)-1]] {
		if left, ok := strings.CutSuffix(term, e.text); ok && left != "" && !yield(left+e.instead, e) {
			return
		}
	}
}

// hangulText takes Korean apart. Words are found whole; their endings are taken
// off, and ends of compounds added, when all pages are known.
type hangulText struct{}

func (hangulText) terms(w word, yield func(string, int)) { yield(w.text, whole) }

func (h hangulText) stem(term string, e evidence) (string, []string) {
	found := term
	koreanEndings.each(term, func(stem string, end ending) bool {
		if h.supported(term, stem, end, e) {
			found = stem
			return false
		}
		return true
	})
	if found != term {
		return h.stem(found, e) // 서버들에서: 에서, then 들
	}
	return found, nil
}

// supported reports whether stem is a word that an ending follows in term. The
// shorter it is, the more often chance would make it look like one.
func (hangulText) supported(term, stem string, end ending, e evidence) bool {
	if loanwords[stem] {
		return true
	}
	alone := e.alone(stem)
	switch utf8.RuneCountInString(stem) {
	case 1:
		// 개요 and 세로 are not 개 and 세: they have endings themselves
		return alone >= 8 && utf8.RuneCountInString(end.text) == 1 && e.endings(term) < 2
	case 2:
		return end.sure && (alone >= 1 || e.endings(stem) >= 3) || alone >= 2 && alone*20 >= e.alone(term)
	case 3:
		return end.sure || alone >= 1 || e.endings(stem) >= 3
	}
	return end.sure || alone >= 1 || e.endings(stem) >= 2
}

// isKoreanEnding reports whether a word is nothing but an ending.
func isKoreanEnding(text string) bool {
	return slices.ContainsFunc(koreanEndings[text[len(text)-1]], func(e ending) bool { return e.text == text })
}

// english takes words of letters and identifiers apart.
type english struct{}

func (english) terms(w word, yield func(string, int)) {
	yield(w.text, whole)
	if w.literal != "" {
		yield(w.literal, whole)
	}
	for i, p := range w.parts {
		share := whole
		if p.hump || i+1 < len(w.parts) && w.parts[i+1].hump {
			share = hump
		}
		yield(p.text, share)
	}
	// its ends, as the whole is found by its beginnings
	for from := 1; from+1 < len(w.parts); from++ {
		var end strings.Builder
		for _, p := range w.parts[from:] {
			end.WriteString(p.text)
		}
		yield(cut(end.String()), hump)
	}
}

// stem leaves a word what it is. It is also found without its ending: by the word
// that this makes, if the site has one, else by all that it may make.
func (english) stem(term string, e evidence) (string, []string) {
	var met, possible []string
	englishEndings.each(term, func(stem string, end ending) bool {
		for _, s := range undouble(stem, end) {
			switch {
			case !longEnough(s, end):
			case e.alone(s) > 0:
				met = []string{s}
				return false
			case end.sure:
				possible = append(possible, s)
			}
		}
		return true
	})
	if met != nil {
		return term, met
	}
	return term, possible
}

// longEnough keeps string from being a form of str, and news of new.
func longEnough(stem string, end ending) bool {
	if strings.HasSuffix(end.text, "s") && len(end.text) < 4 {
		return len(stem) >= 3
	}
	return len(stem) >= 4
}

// undouble adds the form of a stem whose last letter was doubled: running, run.
func undouble(stem string, end ending) []string {
	n := len(stem)
	if n > 3 && stem[n-1] == stem[n-2] && (end.text == "ing" || end.text == "ed") && end.instead == "" {
		return []string{stem, stem[:n-1]}
	}
	return []string{stem}
}

// bigrams takes texts apart that have no spaces between words: each character
// with the next, and the last one alone, so that each begins some term.
type bigrams struct{}

func (bigrams) terms(w word, yield func(string, int)) {
	before := -1
	for i, r := range w.text {
		if before >= 0 {
			yield(w.text[before:i+utf8.RuneLen(r)], whole)
		}
		before = i
	}
	yield(w.text[before:], whole)
}

func (bigrams) stem(term string, _ evidence) (string, []string) { return term, nil }
