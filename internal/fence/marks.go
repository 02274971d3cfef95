package fence

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sitegen/internal/diag"
)

// look is what makes a line look different, a set of bits.
type look uint8

const (
	lookMarked look = 1 << iota
	lookAdded
	lookRemoved
	lookError
	lookWarning
	lookFocus
)

// lookName is how a look is called.
type lookName struct {
	look  look
	class string
	words []string // of a [!code …] mark
}

// lookNames are the looks in the order of their classes.
var lookNames = []lookName{
	{lookMarked, "hl", []string{"highlight", "hl"}},
	{lookAdded, "gi", []string{"++"}},
	{lookRemoved, "gd", []string{"--"}},
	{lookError, "er", []string{"error"}},
	{lookWarning, "wa", []string{"warning"}},
	{lookFocus, "fo", []string{"focus"}},
}

// looks are the looks of a block's lines; lines beyond its end look like text.
type looks []look

func (ls looks) empty() bool { return !slices.ContainsFunc(ls, func(l look) bool { return l != 0 }) }

func (ls looks) has(want look) bool {
	return slices.ContainsFunc(ls, func(l look) bool { return l&want != 0 })
}

// classes are the classes of a line, "" for none.
func (ls looks) classes(line int) string {
	if line >= len(ls) || ls[line] == 0 {
		return ""
	}
	var names []string
	for _, n := range lookNames {
		if ls[line]&n.look != 0 {
			names = append(names, n.class)
		}
	}
	return strings.Join(names, " ")
}

// add gives line one more look.
func (ls *looks) add(line int, l look) {
	if line >= len(*ls) {
		*ls = append(*ls, make(looks, line+1-len(*ls))...)
	}
	(*ls)[line] |= l
}

// addRanges highlights lines by number: "1,3-5". The numbers count the lines
// that are shown, from 1.
func (ls *looks) addRanges(ranges string, lines int, pos diag.Pos) []diag.Diag {
	var ds []diag.Diag
	starts := make([]int, lines+2) // at each line: ranges that begin less those that ended before
	for _, r := range strings.FieldsFunc(ranges, func(r rune) bool { return r == ',' || r == ' ' }) {
		from, to, ok := parseRange(r, lines)
		switch {
		case !ok:
			ds = append(ds, diag.Warnf(pos, "COD002", "%q is not a line or a range of lines", r).
				WithHint("write {1,3-5}"))
			continue
		case from > lines || to > lines:
			ds = append(ds, diag.Warnf(pos, "COD002", "{%s} is beyond the end of the block, which has %d lines", r, lines))
		}
		if from <= lines {
			starts[from]++
			starts[min(to, lines)+1]--
		}
	}
	open := 0
	for n := 1; n <= lines; n++ {
		if open += starts[n]; open > 0 {
			ls.add(n-1, lookMarked)
		}
	}
	return ds
}

// parseRange reads "3", "3-5" or "3-", which ends at the last line.
func parseRange(s string, last int) (from, to int, ok bool) {
	a, b, isRange := strings.Cut(s, "-")
	from, err := strconv.Atoi(a)
	if err != nil || from < 1 {
		return 0, 0, false
	}
	switch {
	case !isRange:
		return from, from, true
	case b == "":
		return from, max(from, last), true
	}
	to, err = strconv.Atoi(b)
	return from, to, err == nil && to >= from
}

// codeMark is a mark in a comment: "[!code ++]", "[!code focus:3]", "[!code word:name]".
var codeMark = regexp.MustCompile(`\[!code (?:(\+\+|--|highlight|hl|error|warning|focus)|word:((?:\\.|[^\\:\]]){1,200}))(?::(\d{1,6}))?\]`)

// commentOpen and commentClose are what is left of a comment when its mark is gone.
var (
	commentOpen  = regexp.MustCompile(`\s*(?:/{2,}|#+|-{2,}|;+|%+|/\*+|<!--|\{/\*|\(\*|'|"|\bREM|\brem)\s*$`)
	commentClose = regexp.MustCompile(`^\s*(?:\*/\}?|-->|\*\))`)
)

// takeMarks removes the marks from text and returns the looks and words they
// stand for. A mark is for its line and, with a number, for those that follow, one
// for a word without a number for all of them; alone on a line, it is for the
// lines after it.
func takeMarks(text string) (string, looks, wordMarks) {
	if !strings.Contains(text, "[!code ") {
		return text, nil, nil
	}
	var out strings.Builder
	var ls looks
	var ws wordMarks
	until := make([]int, len(lookNames)) // for each look, the first line without it
	n := 0
	for line := range strings.Lines(text) {
		body, end := strings.CutSuffix(line, "\n")
		found := codeMark.FindAllStringSubmatch(body, -1)
		for _, m := range found {
			if m[2] != "" {
				ws.add(m[2], m[3], n)
				continue
			}
			i := slices.IndexFunc(lookNames, func(l lookName) bool { return slices.Contains(l.words, m[1]) })
			count := 1
			if m[3] != "" {
				count, _ = strconv.Atoi(m[3])
			}
			until[i] = max(until[i], n+count)
		}
		if found != nil {
			if body = withoutMarks(body); body == "" {
				continue
			}
		}
		for i, u := range until {
			if n < u {
				ls.add(n, lookNames[i].look)
			}
		}
		n++
		out.WriteString(body)
		if end {
			out.WriteByte('\n')
		}
	}
	return out.String(), ls, ws
}

// withoutMarks removes marks from a line, and their comment if nothing else is in it.
func withoutMarks(line string) string {
	first := codeMark.FindStringIndex(line)[0]
	before, after := line[:first], codeMark.ReplaceAllString(line[first:], "")
	rest := commentClose.ReplaceAllString(after, "")
	if open := commentOpen.FindStringIndex(before); open != nil && strings.TrimSpace(rest) == "" {
		return strings.TrimRight(before[:open[0]], " \t")
	}
	return strings.TrimRight(strings.TrimRight(before, " \t")+" "+strings.TrimLeft(after, " \t"), " \t")
}
