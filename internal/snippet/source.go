package snippet

import (
	"path"
	"strings"
)

// manifest is what publishing leaves in every output folder.
const manifest = ".sitegen-manifest.json"

// Refused says why nothing may be quoted from the file at a clean path of the
// project, "" if it may: what is hidden holds secrets more often than examples,
// and what a build wrote would make the next build another one. read answers
// for the project's files.
func Refused(file string, read func(name string) ([]byte, error)) (why string) {
	for part := range strings.SplitSeq(file, "/") {
		switch {
		case part != "" && part[0] == '.':
			return "is hidden: names that begin with a dot are never published"
		case strings.EqualFold(part, "node_modules"):
			return "lies in node_modules, which is never published"
		}
	}
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if _, err := read(dir + "/" + manifest); err == nil {
			return "lies in the output of an earlier build"
		}
	}
	return ""
}
