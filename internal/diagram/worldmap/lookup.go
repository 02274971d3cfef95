package worldmap

import (
	"slices"
	"strings"
	"sync"
)

// Lookup finds a region of a cloud by its code, in any case: "ap-northeast-2" is Seoul.
func Lookup(code string, korean bool) (Place, bool) {
	all := index()
	i, ok := slices.BinarySearchFunc(all, strings.ToLower(code), func(e entry, code string) int {
		return strings.Compare(e.code, code)
	})
	if !ok {
		return Place{}, false
	}
	r := all[i].region
	p := Place{Name: r.english, Lat: r.lat, Lon: r.lon}
	if korean {
		p.Name = r.korean
	}
	return p, true
}

// Codes are all codes that Lookup knows, for hints.
func Codes() []string {
	codes := make([]string, len(index()))
	for i, e := range index() {
		codes[i] = e.code
	}
	return codes
}

// CodeOf is the code of a region at the place with the name, Korean or English,
// or a part of it that is a word; "" if there is none. Of several clouds the one
// that most people draw comes first: AWS.
func CodeOf(name string) string {
	best, least := "", 4
	for i := range regions {
		r := &regions[i]
		rank := 0
		switch {
		case strings.EqualFold(name, r.korean) || strings.EqualFold(name, r.english):
		case hasWord(r.korean, name) || hasWord(r.english, name):
			rank = 1
		default:
			continue
		}
		code, _, _ := strings.Cut(r.codes, " ")
		if !isAWS(code) {
			rank += 2
		}
		if rank < least {
			best, least = code, rank
		}
	}
	return best
}

func hasWord(s, word string) bool {
	return slices.ContainsFunc(strings.Fields(s), func(w string) bool { return strings.EqualFold(w, word) })
}

// isAWS tells by the form of a code whether it is one of AWS: the others do not
// end in a hyphen and a digit.
func isAWS(code string) bool {
	return len(code) > 1 && code[len(code)-2] == '-'
}

type entry struct {
	code   string
	region *region
}

// index is every code, sorted. The table is sorted by place, where a mistake is
// seen best.
var index = sync.OnceValue(func() []entry {
	var all []entry
	for i := range regions {
		for code := range strings.FieldsSeq(regions[i].codes) {
			all = append(all, entry{code, &regions[i]})
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.code, b.code) })
	return all
})
