package site

import "strings"

// Rel is the address of one URL of the site as seen from another: relative,
// percent-encoded and fit for an attribute as it is.
func Rel(from, to string) string {
	dir := from[:strings.LastIndexByte(from, '/')+1]
	common := 0
	for i := range min(len(dir), len(to)) {
		if dir[i] != to[i] {
			break
		}
		if dir[i] == '/' {
			common = i + 1
		}
	}
	rel := strings.Repeat("../", strings.Count(dir[common:], "/")) + Encode(to[common:])
	if rel == "" {
		return "./"
	}
	return rel
}

// Encode percent-encodes a path with upper-case digits. Beyond what RFC 3986
// asks for it encodes & + ' and :, so that the same bytes are right in HTML, in
// XML and at the start of a relative reference.
func Encode(p string) string {
	const hex = "0123456789ABCDEF"
	plain := 0
	for i := range len(p) {
		if isPlain(p[i]) {
			plain++
		}
	}
	if plain == len(p) {
		return p
	}
	b := make([]byte, 0, len(p)+2*(len(p)-plain))
	for i := range len(p) {
		if c := p[i]; isPlain(c) {
			b = append(b, c)
		} else {
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(b)
}

func isPlain(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~/@,!*()$=", c) >= 0
}
