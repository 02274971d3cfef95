package markdown

import (
	"html"
	"strings"
	"unicode"
)

// safeURL reports whether an address, as written in Markdown or in an attribute,
// may be published. It is judged after one full decoding, the way the most
// lenient reader would understand it: character references and percent-encoding
// resolved, spaces and controls removed, letter case ignored. Addresses without
// a scheme are safe; of the others only those named here.
func safeURL(dest string, image bool) bool {
	s := html.UnescapeString(dest)
	s = unpercent(s)
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || !isScheme(scheme) {
		return true
	}
	switch scheme {
	case "http", "https", "mailto", "tel":
		return true
	case "data":
		return image && isBitmap(rest)
	}
	return false
}

// isBitmap reports whether what follows data: is a picture that cannot hold
// scripts, as SVG can.
func isBitmap(s string) bool {
	for _, kind := range []string{"image/png", "image/gif", "image/jpeg", "image/webp"} {
		if rest, ok := strings.CutPrefix(s, kind); ok && rest != "" && (rest[0] == ';' || rest[0] == ',') {
			return true
		}
	}
	return false
}

// isScheme reports whether s is a scheme by RFC 3986. "가" in "가:나.md" is not.
func isScheme(s string) bool {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
}

// unpercent decodes %XX and leaves alone what only looks like it.
func unpercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			b = append(b, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
			continue
		}
		b = append(b, s[i])
	}
	return string(b)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
