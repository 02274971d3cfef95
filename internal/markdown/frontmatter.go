package markdown

import (
	"regexp"
	"slices"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// front is a file's front matter and where its body begins.
type front struct {
	found    bool
	yaml     string
	line     int // of the first line of yaml
	bodyLine int // of the first line of the body
}

// yamlKey is a line that can only be meant as front matter.
var yamlKey = regexp.MustCompile(`^["']?[\p{L}_][\p{L}\p{N}_ .-]*["']?\s*:(\s|$)`)

// splitFrontMatter separates what stands between the --- lines at the top of a
// file from the body. What only looks like front matter is reported and left
// in the body: it must not be published in silence.
func splitFrontMatter(file, text string, doc *site.Doc) (front, string) {
	none := front{bodyLine: 1}
	warn := func(line int, msg, hint string) {
		doc.Diags = append(doc.Diags, diag.Warnf(diag.Pos{File: file, Line: line}, "FM002", "%s", msg).WithHint("%s", hint))
	}
	first, rest, _ := strings.Cut(text, "\n")
	switch first = strings.TrimRight(first, " \t"); {
	case first == "---":
	case strings.HasPrefix(first, "---") && regexp.MustCompile(`^---\s*[a-zA-Z]+$`).MatchString(first):
		doc.Diags = append(doc.Diags, diag.Errorf(diag.Pos{File: file, Line: 1}, "FM011",
			"front matter in %q is not supported", strings.TrimSpace(first[3:])).WithHint("write it as YAML between two lines of ---"))
		if end, ok := closingLine(rest); ok {
			return front{bodyLine: end.next + 1}, end.after
		}
		return none, text
	case first == "+++":
		warn(1, "this looks like TOML front matter and is shown as text", "write it as YAML between two lines of ---")
		return none, text
	case strings.HasPrefix(first, "{") && regexp.MustCompile(`^\{\s*("[^"]*"\s*:.*)?$`).MatchString(first) && strings.Contains(rest, "}"):
		warn(1, "this looks like JSON front matter and is shown as text", "write it as YAML between two lines of ---")
		return none, text
	case first == "":
		warnLateFrontMatter(text, warn)
		return none, text
	default:
		return none, text
	}
	end, ok := closingLine(rest)
	switch {
	case ok && isFrontMatter(end.before):
		return front{found: true, yaml: end.before, line: 2, bodyLine: end.next + 1}, end.after
	case ok:
		if isFrontMatter(strings.TrimLeft(end.before, " \t\n")) && hasKey(end.before) {
			warn(1, "this looks like front matter and is shown as text, because an empty line follows the ---", "remove the empty line")
		}
		return none, text
	}
	if second, _, _ := strings.Cut(rest, "\n"); yamlKey.MatchString(second) {
		doc.Diags = append(doc.Diags, diag.Errorf(diag.Pos{File: file, Line: 1}, "FM001", "front matter is opened with --- but never closed").
			WithHint("put a line of --- after the last key"))
	}
	return none, text
}

// Lines of YAML, as people write it: a key, an item of a list, what goes on with
// the line above, a comment. Lines of prose are none of them.
var (
	yamlLine    = regexp.MustCompile(`^(["']?[^\s#"'-][^:]*["']?\s*:(\s|$)|-(\s|$)|[ \t]|[\]\}#]|$)`)
	yamlContent = regexp.MustCompile(`(?m)^(["']?[^\s#"'-][^:\n]*["']?[ \t]*:([ \t]|$)|-([ \t]|$))`)
	plainKey    = regexp.MustCompile(`(?m)^[a-z][a-z0-9_-]*:([ \t]|$)`)
)

// isFrontMatter tells front matter from text between two rules. One line that
// is no YAML makes it text, unless there is a key such as draft: as well: then
// it is a slip of the pen, and a draft must not be published for it.
func isFrontMatter(block string) bool {
	if block == "" {
		return true
	}
	first, _, _ := strings.Cut(block, "\n")
	if strings.TrimSpace(first) == "" {
		return false
	}
	if plainKey.MatchString(block) {
		return true
	}
	for line := range strings.Lines(block) {
		if !yamlLine.MatchString(strings.TrimRight(line, " \t\n")) {
			return false
		}
	}
	return hasKey(block)
}

// hasKey reports whether a block says anything as YAML.
func hasKey(block string) bool { return yamlContent.MatchString(block) }

type closing struct {
	before, after string
	next          int // lines of rest up to and including the closing one
}

// closingLine finds the line --- or ... that ends front matter.
func closingLine(rest string) (closing, bool) {
	pos := 0
	for n := 1; pos < len(rest); n++ {
		line, _, found := strings.Cut(rest[pos:], "\n")
		next := min(pos+len(line)+1, len(rest))
		if t := strings.TrimRight(line, " \t"); t == "---" || t == "..." {
			return closing{before: rest[:pos], after: rest[next:], next: n + 1}, true
		}
		if !found {
			break
		}
		pos = next
	}
	return closing{}, false
}

// warnLateFrontMatter notices front matter that does not stand on the first line.
func warnLateFrontMatter(text string, warn func(int, string, string)) {
	lines := strings.SplitN(text, "\n", 12)
	for i, l := range lines {
		switch t := strings.TrimSpace(l); {
		case t == "":
			continue
		case t == "---" && i+1 < len(lines) && yamlKey.MatchString(lines[i+1]):
			warn(i+1, "this looks like front matter but does not stand on the first line", "remove the empty lines above it")
		}
		return
	}
}

// wrongFrontMatter reports whether a message is about front matter that is not taken
// as what it was meant to be. The page may well have a title there.
func wrongFrontMatter(d diag.Diag) bool {
	return d.Code == "FM002" || strings.HasPrefix(d.Code, "FM") && d.Severity == diag.Error
}

// withoutEchoes drops what is said of front matter as text, where it was said
// already that it is none: its last line makes a heading of the one above.
func withoutEchoes(ds []diag.Diag, text string) []diag.Diag {
	last := 0
	for _, d := range ds {
		if d.Code != "FM002" {
			continue
		}
		after := strings.SplitAfterN(text, "\n", d.Pos.Line+1)
		if end, ok := closingLine(after[len(after)-1]); ok {
			last = d.Pos.Line + end.next - 1
		}
	}
	return slices.DeleteFunc(ds, func(d diag.Diag) bool { return d.Code == "STR013" && d.Pos.Line <= last })
}
