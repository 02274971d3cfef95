// Package tree reads a file tree, as the tool tree prints it or as an indented
// list. Every entry is a line; what belongs to which folder is told by where
// the line's branch or its name stands:
//
//	backend/                     - backend/
//	├── cmd/   # programs          - cmd/   # programs
//	│   └── main.go                  - main.go
//	└── go.mod                     - go.mod
package tree

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitegen/internal/diag"
	"sitegen/internal/diagram/parse"
)

const (
	maxEntries = 2000
	maxLevels  = 32
)

// Entry is a file or a folder.
type Entry struct {
	Name    string // as written
	Comment string // what follows the name and " # "
	Folder  bool   // its name ends in a slash, or it holds others
	Line    int    // of the source, from 1
	Entries []Entry
}

// Rest tells whether e stands for entries that are not listed.
func (e Entry) Rest() bool { return e.Name == "…" || e.Name == "..." }

// Parse reads a tree, whose lines end in LF. The entries are nil if it cannot be
// shown as one; then the problems say why. Their positions have no file, and
// count lines and columns from the start of src.
func Parse(src string) ([]Entry, []diag.Diag) {
	var r reader
	if len(src) > parse.MaxBytes {
		r.Limit(0, 0, "leave out what does not matter: … stands for it", "a tree of %d KB is too large: %d KB are allowed", len(src)>>10, parse.MaxBytes>>10)
		return nil, r.List
	}
	lines := parse.Lines(src)
	if n := len(lines); n > 0 && report.MatchString(lines[n-1].Text) {
		lines = lines[:n-1]
	}
	r.read(lines)
	switch {
	case r.Bad:
		return nil, r.List
	case len(r.rows) == 0:
		return nil, []diag.Diag{diag.Warnf(diag.Pos{}, "DIA002", "this tree is empty").
			WithHint("write its content between the fences, or remove it")}
	}
	entries, _ := nest(r.rows, 0)
	return entries, r.List
}

// report is the last line that the tool prints.
var report = regexp.MustCompile(`^([0-9.]+[KMGT]? used in )?\d+ director(y|ies)(, \d+ files?)?$`)

// row is an entry and how deep it is.
type row struct {
	Entry
	depth int
}

type reader struct {
	parse.Problems
	rows   []row
	levels []level // the folders that the line being read may be in, and the entry above it
	step   int     // from one level to the next; 0 until two levels are known
}

// level is a depth of the tree and the column that its lines share.
type level struct {
	col  int
	root bool // without a branch, above those that have one
	name string
	line int
}

func (r *reader) read(lines []parse.Line) {
	drawn := false
	for _, l := range lines {
		drawn = drawn || look(l).branch
	}
	for _, l := range lines {
		at := look(l)
		if at.bars && !at.branch && at.name == len(l.Text) {
			continue // space between two folders
		}
		if len(r.rows) == maxEntries {
			r.Limit(l.No, l.Col, "leave out what does not matter: … stands for it", "a tree of more than %d entries is too long", maxEntries)
			return
		}
		e, ok := r.entry(l, at, drawn)
		if !ok {
			continue
		}
		depth, ok := r.depth(l, at, drawn, e.Name)
		if !ok {
			continue
		}
		if depth >= maxLevels {
			r.Limit(l.No, l.ColAt(at.name), "show a part of it", "a tree of more than %d levels is too deep", maxLevels)
			return
		}
		r.rows = append(r.rows, row{e, depth})
	}
}

// entry reads the name and the comment of a line.
func (r *reader) entry(l parse.Line, at place, drawn bool) (Entry, bool) {
	offset := at.name
	if s := l.Text[offset:]; !drawn && len(s) > 1 && strings.IndexByte("-*+", s[0]) >= 0 && s[1] == ' ' {
		offset += 2
	}
	name, comment := cutComment(strings.TrimSpace(l.Text[offset:]))
	if name == "" {
		r.Syntax(l.No, l.ColAt(offset), "write a name behind it, or remove the line", "this branch has no name")
		return Entry{}, false
	}
	for _, s := range []string{name, comment} {
		if n := utf8.RuneCountInString(s); n > parse.MaxLabel {
			r.Limit(l.No, l.ColAt(offset), "shorten it: … stands for what is left out", "a name or comment of %d characters is too long for a tree: %d are allowed", n, parse.MaxLabel)
			return Entry{}, false
		}
	}
	return Entry{Name: name, Comment: comment, Folder: strings.HasSuffix(name, "/"), Line: l.No}, true
}

// cutComment splits a line at the # that has space on both sides.
func cutComment(s string) (name, comment string) {
	for i := 1; i < len(s); i++ {
		if s[i] != '#' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, size := utf8.DecodeRuneInString(s[i+1:])
		if unicode.IsSpace(before) && (size == 0 || unicode.IsSpace(after)) {
			return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1:])
		}
	}
	return s, ""
}

// place is where the parts of a line stand.
type place struct {
	bars   bool // something is drawn before the name
	branch bool // the name hangs on a branch
	col    int  // the column of the branch, or of the name if it has none
	name   int  // byte offset of the name in the line's text
}

// look tells the drawing from the name. Columns count from 0.
func look(l parse.Line) place {
	p := place{col: l.Indent}
	s := l.Text
	for s != "" {
		c, size := utf8.DecodeRuneInString(s)
		rest := s[size:]
		switch {
		case isFork(c) || isASCIIFork(c) && strings.HasPrefix(rest, "-"):
			rest = strings.TrimLeft(rest, "─━═╴-")
			rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
			p.bars, p.branch, p.name = true, true, len(l.Text)-len(rest)
			return p
		case isBar(c):
			p.bars = true
		case !unicode.IsSpace(c):
			p.name = len(l.Text) - len(s)
			return p
		}
		p.col++
		s = rest
	}
	p.name = len(l.Text)
	return p
}

func isFork(c rune) bool      { return strings.ContainsRune("├└╰┣┗╠╚", c) }
func isASCIIFork(c rune) bool { return strings.ContainsRune("|`+\\", c) }
func isBar(c rune) bool       { return strings.ContainsRune("│┃║┆┊|", c) }

// windowsCell is how far the tree of Windows indents files, which it hangs on
// no branch, from the branches of the folders beside them.
const windowsCell = 4

// depth finds the level of a line.
func (r *reader) depth(l parse.Line, at place, drawn bool, name string) (int, bool) {
	here := level{col: at.col, name: name, line: l.No}
	col := l.ColAt(at.name)
	if drawn && !at.branch {
		switch {
		case !at.bars && (len(r.levels) == 0 || at.col == r.levels[0].col && r.levels[0].root):
			here.root = true
		case at.col < windowsCell:
			r.Syntax(l.No, col, "draw a branch before it: ├── "+name, "nothing tells which folder %q is in", name)
			return 0, false
		default:
			here.col -= windowsCell
		}
	}
	above := len(r.levels)
	for n := above; n > 0 && r.below(n-1, here); n-- {
		r.levels = r.levels[:n-1]
	}
	n := len(r.levels)
	switch {
	case n > 0 && r.levels[n-1].col == here.col && r.levels[n-1].root == here.root:
		r.levels[n-1] = here
		return n - 1, true
	case n < above && n == 0:
		r.Syntax(l.No, col, "begin the first line further left", "%q stands further left than the first line", name)
		return 0, false
	case n < above:
		folder := r.levels[n-1]
		r.Syntax(l.No, col, "align it with the others in that folder", "%q stands left of what is in %q, %s, and right of the folder itself", name, folder.name, parse.Away(l.No, folder.line))
		return 0, false
	case n > 0 && !r.levels[n-1].root:
		step := here.col - r.levels[n-1].col
		if r.step == 0 {
			r.step = step
		}
		if step > r.step {
			r.Syntax(l.No, col, "indent it by one level, or write the folder that it is in", "%q is %d columns deeper than the line above, but a level has %d here", name, step, r.step)
			return 0, false
		}
	}
	r.levels = append(r.levels, here)
	return n, true
}

// below tells whether level n is deeper than here.
func (r *reader) below(n int, here level) bool {
	l := r.levels[n]
	if l.root != here.root {
		return here.root // branches hang below their root wherever they are drawn
	}
	return l.col > here.col
}

// nest turns rows into a tree; it takes those that are at least depth deep.
func nest(rows []row, depth int) (entries []Entry, rest []row) {
	for len(rows) > 0 && rows[0].depth >= depth {
		e := rows[0].Entry
		e.Entries, rows = nest(rows[1:], depth+1)
		e.Folder = e.Folder || len(e.Entries) > 0
		entries = append(entries, e)
	}
	return entries, rows
}
