package snippet

import "strings"

// Refused says why nothing may be quoted from the file at a clean path of the
// project, "" if it may: what is hidden holds secrets more often than examples.
func Refused(file string) (why string) {
	for part := range strings.SplitSeq(file, "/") {
		switch {
		case part != "" && part[0] == '.':
			return "is hidden: names that begin with a dot are never published"
		case strings.EqualFold(part, "node_modules"):
			return "lies in node_modules, which is never published"
		}
	}
	return ""
}
