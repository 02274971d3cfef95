package source

import (
	"fmt"
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"

	"sitegen/internal/diag"
)

// litter reports whether a name is what editors, file managers and
// synchronisers leave behind. Dot files are judged before it is asked.
func litter(name string) bool {
	switch name {
	case "4913", "Thumbs.db", "desktop.ini":
		return true
	}
	for _, p := range []string{"~$", ".~lock.", "._"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	for _, s := range []string{"~", ".swp", ".swx", ".swo", ".kate-swp", ".bck", ".orig", ".rej", ".tmp", ".vsctmp", ".icloud"} {
		if strings.HasSuffix(name, s) {
			return true
		}
	}
	return strings.Contains(name, "___jb_") || len(name) > 2 && name[0] == '#' && name[len(name)-1] == '#'
}

// ignored reports whether a pattern of the configuration names the path: a
// pattern without a slash any part of it, one with a slash its beginning.
func ignored(patterns []string, p string) bool {
	parts := strings.Split(p, "/")
	for _, pattern := range patterns {
		pattern = strings.Trim(pattern, "/")
		if !strings.Contains(pattern, "/") {
			for _, part := range parts {
				if ok, _ := path.Match(pattern, part); ok {
					return true
				}
			}
			continue
		}
		if depth := strings.Count(pattern, "/") + 1; depth <= len(parts) {
			if ok, _ := path.Match(pattern, strings.Join(parts[:depth], "/")); ok {
				return true
			}
		}
	}
	return false
}

// checkName reports a name that cannot be published (an error; the file is left
// out), or that another system cannot hold (a warning). at is the path as a
// person may read it.
func checkName(name, at string) (d diag.Diag, usable, found bool) {
	pos := diag.Pos{File: at}
	switch {
	case !utf8.ValidString(name):
		d = diag.Errorf(pos, "NAM005", "the file name is not valid UTF-8")
		if korean := inKorean(name); korean != "" {
			d = d.WithHint("read as CP949 it is %q; rename it, for example with: convmv -f cp949 -t utf8 --notest", korean)
		} else {
			d = d.WithHint("rename it")
		}
		return d, false, true
	case strings.ContainsFunc(name, unprintable):
		return diag.Errorf(pos, "NAM001", "the file name holds a control character: %q", name).WithHint("rename it"), false, true
	}
	if why := unportable(name); why != "" {
		return diag.Warnf(pos, "NAM002", "%q %s", name, why).WithHint("rename it, so that the project can be used on every system"), true, true
	}
	return diag.Diag{}, true, false
}

func unprintable(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

func inKorean(name string) string {
	s, err := korean.EUCKR.NewDecoder().String(name)
	if err != nil || strings.ContainsRune(s, replacement) {
		return ""
	}
	return s
}

// unportable says why Windows cannot hold a name, "" if it can.
func unportable(name string) string {
	if i := strings.IndexAny(name, `:\`); i >= 0 {
		return fmt.Sprintf("holds %q, which Windows does not allow in a name", name[i])
	}
	stem := name
	if ext := path.Ext(name); ext != "" && ext != name {
		stem = strings.TrimSuffix(name, ext)
	}
	if strings.TrimRight(name, ". ") != name || strings.TrimRight(stem, ". ") != stem && IsPage(name) {
		return "ends in a dot or a space before its extension, which Windows drops"
	}
	first, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch first {
	case "con", "prn", "aux", "nul":
		return "is the name of a device on Windows"
	}
	if len(first) == 4 && (strings.HasPrefix(first, "com") || strings.HasPrefix(first, "lpt")) && '1' <= first[3] && first[3] <= '9' {
		return "is the name of a device on Windows"
	}
	return ""
}

// IsPage reports whether a file name is that of a Markdown page.
func IsPage(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return false
}

// doubleExtension says what is odd about names like "b.md.txt", which programs
// that hide extensions produce.
func doubleExtension(name, at string) (diag.Diag, bool) {
	lower := strings.ToLower(name)
	switch {
	case strings.HasSuffix(lower, ".md.txt"), strings.HasSuffix(lower, ".markdown.txt"):
		return diag.Warnf(diag.Pos{File: at}, "NAM004", "%q is not a page, because it ends in .txt", name).
			WithHint("rename it to %q if it is meant to be one", name[:len(name)-len(".txt")]), true
	case strings.HasSuffix(lower, ".md.md"):
		return diag.Warnf(diag.Pos{File: at}, "NAM004", "%q ends in .md twice", name).
			WithHint("rename it to %q", name[:len(name)-len(".md")]), true
	}
	return diag.Diag{}, false
}

// maxURL is how long the percent-encoded path of a page may grow before
// servers and programs begin to refuse it.
const maxURL = 2000

func longURL(p string) bool { return len((&url.URL{Path: p}).EscapedPath()) > maxURL }
