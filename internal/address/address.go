// Package address reads the addresses that authors write into links and
// pictures, wherever they write them: what may be published, what leaves the
// site, and what file of the project is meant.
package address

import (
	"html"
	"net/url"
	"strings"
	"unicode"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
	"sitegen/internal/site"
)

// Check tells whether dest may be published, as the address of a picture or of
// anything else, and what its author should know. The problems have no position.
func Check(dest string, picture bool) (ok bool, problems []diag.Diag) {
	switch judge(dest, picture) {
	case dangerous:
		return false, []diag.Diag{diag.Errorf(diag.Pos{}, "SEC001", "the address %q could run code or read local files", clip(dest)).
			WithHint("use http, https, mailto, tel or a path inside the project")}
	case unknown:
		return false, []diag.Diag{diag.Warnf(diag.Pos{}, "LNK010", "%q is shown without a link: only http, https, mailto and tel are published", clip(dest)).
			WithHint("write it as code if it is to be copied, or put ./ before the name of a file")}
	}
	if strings.HasPrefix(dest, "//") {
		problems = append(problems, diag.Warnf(diag.Pos{}, "LNK007", "%q leaves out the scheme", clip(dest)).
			WithHint("write https: before it"))
	}
	return true, problems
}

// Outside reports whether dest leaves the site: it has a scheme or a host.
func Outside(dest string) bool { return strings.HasPrefix(dest, "//") || schemeOf(dest) != "" }

// Rel is what the attribute rel of a link to dest must say, "" for nothing: a
// page of others must not reach the one it was opened from.
func Rel(dest string) string {
	if scheme := schemeOf(dest); !Outside(dest) || scheme == "mailto" || scheme == "tel" {
		return ""
	}
	return "noopener"
}

// Link splits a reference into the project at its query and fragment, and only
// then decodes the parts: "C%23.md" names a file with a # in it.
func Link(kind site.LinkKind, dest string, pos diag.Pos) site.Link {
	rest, frag, _ := strings.Cut(dest, "#")
	name, _, _ := strings.Cut(rest, "?")
	link := site.Link{Kind: kind, Path: decode(name), Rest: Escape(rest[len(name):]), Frag: decode(frag), Pos: pos}
	if link.Frag != "" {
		link.Rest += "#" + EscapeFragment(link.Frag)
	}
	return link
}

// Escape makes an address fit for an attribute: what is not allowed in a URL is
// percent-encoded, what is encoded already stays.
func Escape(dest string) string {
	var b strings.Builder
	for i, r := range dest {
		switch {
		case isURL(r), r == '%' && isEncoded(dest[i:]):
			b.WriteRune(r)
		case r == ' ':
			b.WriteString("%20") // QueryEscape would make it a plus
		default:
			b.WriteString(url.QueryEscape(string(r)))
		}
	}
	return escaper.Replace(b.String())
}

// EscapeFragment makes an id fit to follow the # in an attribute. Hangul stays:
// the address bar shows it, and browsers and GitHub encode it alike.
func EscapeFragment(id string) string {
	if strings.ContainsAny(id, "% ") {
		id = strings.ReplaceAll(strings.ReplaceAll(id, "%", "%25"), " ", "%20")
	}
	return escaper.Replace(id)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// isURL reports whether r stands in a URL as it is.
func isURL(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("!#$&'()*+,-./:;=?@_~", r)
}

func isEncoded(s string) bool { return len(s) > 2 && isHex(s[1]) && isHex(s[2]) }

// decode resolves percent-encoding once and normalises, so that a reference is
// compared with names as they are.
func decode(s string) string {
	if d, err := url.PathUnescape(s); err == nil {
		s = d
	}
	return hangul.NFC(s)
}

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
func judge(dest string, picture bool) verdict {
	s := unpercent(html.UnescapeString(dest))
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	if scheme, rest, _ := strings.Cut(s, ":"); len(scheme) < len(s) && isScheme(scheme) && isDangerous(scheme) {
		if scheme == "data" && picture && isBitmap(rest) {
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
		if s[i] == '%' && isEncoded(s[i:]) {
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

// clip shortens an address for a message.
func clip(dest string) string {
	const most = 60
	if rs := []rune(dest); len(rs) > most {
		return string(rs[:most]) + "…"
	}
	return dest
}
