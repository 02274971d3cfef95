// Package snippet cuts parts out of a text file: a region that its author
// marked in comments, or a range of lines.
package snippet

import (
	"regexp"
	"strconv"
	"strings"
)

// The markers that authors know from other tools. What stands around them is a
// comment of whatever language the file is in.
var (
	opening = regexp.MustCompile(`(?:#\s*region|ANCHOR:)\s*([^\s*>-][^\s*>]*)|--8<--\s*\[start:\s*([^\]]+?)\s*\]`)
	closing = regexp.MustCompile(`#\s*endregion\b\s*([^\s*>-][^\s*>]*)?|ANCHOR_END:\s*([^\s*>]+)|--8<--\s*\[end:\s*([^\]]+?)\s*\]`)
)

// Region returns the lines between the markers of a region and the number of
// the first of them. Marker lines of other regions inside it are dropped. ok is
// false when the text has no such region or never ends it.
func Region(text, name string) (body string, first int, ok bool) {
	var b strings.Builder
	inside, nested := false, 0
	for n, line := range lines(text) {
		open, end := opening.FindStringSubmatch(line), closing.FindStringSubmatch(line)
		switch {
		case end != nil:
			if !inside {
				continue
			}
			label := group(end)
			if label == name || label == "" && nested == 0 {
				return b.String(), first, true
			}
			if label == "" {
				nested--
			}
		case open != nil:
			switch {
			case !inside && group(open) == name:
				inside, first = true, n+2
			case inside && strings.Contains(line, "region"):
				nested++
			}
		case inside:
			b.WriteString(line)
		}
	}
	return "", 0, false
}

// Lines returns the lines that spec names: "10-24", "5-", "-3", "3,7-9". ok is
// false when spec is not of that form or names a line beyond the last.
func Lines(text, spec string) (body string, first int, ok bool) {
	all := lines(text)
	var b strings.Builder
	for part := range strings.SplitSeq(spec, ",") {
		from, to, valid := bounds(strings.TrimSpace(part), len(all))
		if !valid {
			return "", 0, false
		}
		if first == 0 {
			first = from
		}
		for _, line := range all[from-1 : to] {
			b.WriteString(line)
			if !strings.HasSuffix(line, "\n") {
				b.WriteByte('\n')
			}
		}
	}
	return b.String(), first, true
}

// bounds reads one part of a line specification against a text of n lines.
func bounds(part string, n int) (from, to int, ok bool) {
	a, b, isRange := strings.Cut(part, "-")
	from, to = 1, n
	var err error
	if a != "" {
		if from, err = strconv.Atoi(a); err != nil {
			return 0, 0, false
		}
	}
	switch {
	case !isRange:
		to = from
	case b != "":
		if to, err = strconv.Atoi(b); err != nil {
			return 0, 0, false
		}
	}
	return from, to, part != "" && part != "-" && from >= 1 && from <= to && to <= n
}

// Dedent removes the indentation that all lines with text share.
func Dedent(text string) string {
	all := lines(text)
	common, seen := "", false
	for _, line := range all {
		if strings.TrimSpace(line) == "" {
			continue
		}
		indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		if !seen {
			common, seen = indent, true
			continue
		}
		for !strings.HasPrefix(indent, common) {
			common = common[:len(common)-1]
		}
	}
	if common == "" {
		return text
	}
	var b strings.Builder
	for _, line := range all {
		if rest, ok := strings.CutPrefix(line, common); ok {
			b.WriteString(rest)
		} else {
			b.WriteString(strings.TrimLeft(line, " \t"))
		}
	}
	return b.String()
}

// lines splits text after each line end.
func lines(text string) []string {
	all := strings.SplitAfter(text, "\n")
	if all[len(all)-1] == "" {
		all = all[:len(all)-1]
	}
	return all
}

// group is the first group of a match that is not empty.
func group(match []string) string {
	for _, g := range match[1:] {
		if g != "" {
			return g
		}
	}
	return ""
}
