package site

import (
	"path"
	"strings"
)

// NameTitle is what the name of a file says: without its extension and ordering
// number, with the folder's name in the place of "index" or "README".
func NameTitle(rel string) string {
	base := strings.TrimSuffix(path.Base(rel), path.Ext(rel))
	if dir := path.Dir(rel); IsIndex(rel) && dir != "." {
		base = path.Base(dir)
	}
	return StripOrder(base)
}

// IsIndex reports whether a Markdown file may be the page of its folder.
func IsIndex(rel string) bool { return IndexRank(rel) > 0 }

// IndexRank is 0 for an ordinary page, and for one that may be the page of its
// folder its place among those: a README beside an index is for GitHub.
func IndexRank(rel string) int {
	switch strings.ToLower(strings.TrimSuffix(path.Base(rel), path.Ext(rel))) {
	case "index":
		return 1
	case "_index":
		return 2
	case "readme":
		return 3
	}
	return 0
}

// StripOrder removes an ordering number from the front of a name: "02-az" and
// "2. az" become "az". Numbers that say something stay: years, dates, times and
// versions ("2026-회고", "12-30", "3.10-venv").
func StripOrder(name string) string {
	rest := strings.TrimLeft(name, "0123456789")
	if digits := len(name) - len(rest); digits == 0 || digits > 3 || rest == "" || !strings.Contains("-_. ", rest[:1]) {
		return name
	}
	rest = strings.TrimLeft(rest, "-_. ")
	if rest == "" || rest[0] >= '0' && rest[0] <= '9' {
		return name
	}
	return rest
}
