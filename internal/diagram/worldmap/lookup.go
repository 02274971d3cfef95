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
