package source

import (
	"os"
	"path/filepath"
	"strings"

	"sitegen/internal/hangul"
)

// Skips returns the test whether no build looks at a path of the project, as far
// as its name can tell: the output of this build or of an earlier one, what is
// hidden, what editors leave behind, node_modules. It is for those who watch a
// project. What it does not skip may be read: a file that ignore names, or that
// lies beside the notes, can still be shown by one of them.
func Skips(root string, l Layout) func(rel string, dir bool) bool {
	output, content := clean(l.Output), clean(l.Content)
	return func(rel string, dir bool) bool {
		rel = hangul.NFC(rel)
		// A build makes the folders on the way to its output; such a folder is
		// looked into, but that it is there is no news.
		if output != "" && (within(output, rel) || !dir && within(rel, output)) {
			return true
		}
		from := 0
		if content != "" {
			// A folder that the configuration names for the notes is read whatever its name.
			switch {
			case within(rel, content):
				return false
			case within(content, rel):
				from = len(content) + 1
			}
		}
		themed := within(staticDir, rel) || within(templatesDir, rel)
		if skippedName(rel[from:], dir, within(staticDir, rel)) {
			return true
		}
		if !dir || themed {
			return false
		}
		_, err := os.Lstat(filepath.Join(root, filepath.FromSlash(rel), manifest))
		return err == nil
	}
}

// within reports whether a path is a folder or lies in it.
func within(folder, p string) bool {
	return strings.HasPrefix(p, folder) && (len(p) == len(folder) || p[len(folder)] == '/')
}

// skippedName judges a path by its parts.
func skippedName(rel string, dir, static bool) bool {
	for rest, inner := rel, true; inner; {
		var name string
		name, rest, inner = strings.Cut(rest, "/")
		switch {
		case name == "node_modules" && (dir || inner), litter(name):
			return true
		case strings.HasPrefix(name, ".") && !(static && forServers(name)):
			return true
		}
	}
	return false
}
