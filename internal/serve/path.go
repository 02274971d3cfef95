package serve

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"sitegen/internal/hangul"
)

// place is where a request leads.
type place struct {
	status   int    // 200, or why there is no file
	name     string // of the file, with status 200
	location string // of a redirection, percent-encoded
	outside  bool   // with status 404: the path is not below the site's base
}

// resolve finds the file that a request means. target is the path as it was
// sent, without a query; goos names the operating system that the site may be
// read from.
//
// There is no list of what is forbidden to keep up: the answer is a name that
// the site has, or none. Beside that, what could only be meant to deceive a
// file system is refused, in case that a name will ever get near one.
func resolve(site Site, target, goos string) (place, File) {
	asked, status := decode(target, goos)
	if status != http.StatusOK {
		return place{status: status}, File{}
	}
	base := site.Base()
	if base != "/" && (asked == "/" || asked+"/" == base) {
		return redirect(http.StatusFound, base), File{}
	}
	rel, inside := strings.CutPrefix(asked, base)
	if !inside {
		return place{status: missing(asked), outside: true}, File{}
	}
	folder := rel == "" || strings.HasSuffix(rel, "/")
	if folder {
		rel += "index.html"
	}
	if file, ok := site.File(rel); ok {
		return place{status: http.StatusOK, name: rel}, file
	}
	if !folder {
		if _, ok := site.File(rel + "/index.html"); ok {
			return redirect(http.StatusMovedPermanently, asked+"/"), File{}
		}
	}
	return place{status: missing(asked)}, File{}
}

func redirect(status int, path string) place {
	return place{status: status, location: (&url.URL{Path: path}).EscapedPath()}
}

// missing is the status of a path that is not there: to Windows, some of them
// are no names but ways to get at something. Elsewhere such a name can exist.
func missing(asked string) int {
	if strings.ContainsAny(asked, `\:`) {
		return http.StatusBadRequest
	}
	return http.StatusNotFound
}

// decode reads a path, once, into the spelling of published names. The status
// is 200, or why nothing can be there.
func decode(target, goos string) (asked string, status int) {
	// A browser keeps what follows # to itself. Whoever sends it wants the
	// server and whatever stands before it to disagree on the path.
	if !strings.HasPrefix(target, "/") || strings.Contains(target, "#") {
		return "", http.StatusBadRequest
	}
	asked, err := url.PathUnescape(target)
	if err != nil || !utf8.ValidString(asked) || strings.ContainsRune(asked, 0) {
		return "", http.StatusBadRequest
	}
	if goos == "windows" {
		if strings.ContainsAny(asked, `\:`) {
			return "", http.StatusBadRequest
		}
		for segment := range strings.SplitSeq(asked, "/") {
			if aliasOnWindows(segment) {
				return "", http.StatusNotFound
			}
		}
	}
	return hangul.NFC(asked), http.StatusOK
}

// aliasOnWindows tells whether Windows takes a name for that of something else:
// a device, a file without the dots at the end, the old short name of a long one.
func aliasOnWindows(name string) bool {
	if name == "." || name == ".." {
		return false
	}
	if strings.TrimRight(name, ". ") != name {
		return true
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	stem = strings.TrimRight(stem, " ")
	switch stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	if port, ok := strings.CutPrefix(stem, "com"); ok && portNumber(port) {
		return true
	}
	if port, ok := strings.CutPrefix(stem, "lpt"); ok && portNumber(port) {
		return true
	}
	return shortName(name)
}

// portNumber tells whether what follows COM or LPT makes it a device;
// superscript digits do.
func portNumber(s string) bool {
	switch s {
	case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
		return true
	}
	return false
}

// shortName tells whether a name looks like those that Windows makes of names
// longer than eight letters: INDEX~1.HTM.
func shortName(name string) bool {
	ext := path.Ext(name)
	before, number, ok := strings.Cut(strings.TrimSuffix(name, ext), "~")
	return ok && len(ext) <= 4 && len(before) <= 6 && number != "" && strings.Trim(number, "0123456789") == ""
}
