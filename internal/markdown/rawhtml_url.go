package markdown

import (
	"fmt"
	"html"
	"strings"
	"unicode"

	"sitegen/internal/diag"
)

// verdict is what becomes of an address.
type verdict uint8

const (
	published verdict = iota // a path, or an address that may be written into a page
	unknown                  // its scheme is not published; nothing worse
	dangerous                // it could run code or read local files
)

// judge looks at an address as written in Markdown or in an attribute. For
// danger it is decoded once, the way the most lenient reader would understand
// it: character references and percent-encoding resolved, spaces and controls
// removed, letter case ignored. Otherwise it has the scheme that it shows.
func judge(dest string, image bool) verdict {
	s := unpercent(html.UnescapeString(dest))
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	if scheme, rest, _ := strings.Cut(s, ":"); len(scheme) < len(s) && isScheme(scheme) && isDangerous(scheme) {
		if scheme == "data" && image && isBitmap(rest) {
			return published
		}
		return dangerous
	}
	switch schemeOf(dest) {
	case "", "http", "https", "mailto", "tel":
		return published
	}
	return unknown
}

// isDangerous reports whether a scheme, in lower case, runs code or shows what
// lies on the reader's machine or inside of the browser.
func isDangerous(scheme string) bool {
	switch scheme {
	case "data", "file", "blob", "filesystem", "view-source", "about", "jar", "res", "resource", "mhtml", "mocha":
		return true
	}
	return strings.HasSuffix(scheme, "script") || strings.HasPrefix(scheme, "chrome")
}

// schemeOf returns the scheme of an address in lower case, "" if it has none. A
// single letter is none: C:notes.md is a path.
func schemeOf(dest string) string {
	scheme, _, ok := strings.Cut(dest, ":")
	scheme = strings.ToLower(scheme)
	if !ok || len(scheme) < 2 || !isScheme(scheme) {
		return ""
	}
	return scheme
}

// isScheme reports whether s is a scheme by RFC 3986. "가" in "가:나.md" is not.
func isScheme(s string) bool {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
}

// isOutside reports whether a reference leaves the site: it has a scheme or a host.
func isOutside(dest string) bool { return strings.HasPrefix(dest, "//") || schemeOf(dest) != "" }

// isCall reports whether an address opens no page of others.
func isCall(dest string) bool { return schemeOf(dest) == "mailto" || schemeOf(dest) == "tel" }

// refusal says why an address is not published.
func refusal(v verdict, dest string) finding {
	if v == dangerous {
		return finding{severity: diag.Error, code: "SEC001",
			msg:  fmt.Sprintf("the address %q could run code or read local files", clip(dest, 60)),
			hint: "use http, https, mailto, tel or a path inside the project"}
	}
	return finding{severity: diag.Warning, code: "LNK010",
		msg:  fmt.Sprintf("%q is shown without a link: only http, https, mailto and tel are published", clip(dest, 60)),
		hint: "write it as code if it is to be copied, or put ./ before the name of a file"}
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
