// Package diag is how sitegen talks to an author about a mistake: a position
// in one of the author's files, a stable code, what is wrong and what to do.
//
// What the author can mend is a [Diag] and part of a step's result; what the
// machine did (a full disk, a cancelled run) is an error and never a Diag.
package diag

import (
	"cmp"
	"fmt"
	"slices"
)

// Pos is a place in a file of the project.
type Pos struct {
	File string // slash-separated and relative to the project's root, e.g. "content/aws/02-az.md"
	Line int    // from 1; 0 means the whole file
	Col  int    // from 1, in characters (runes); 0 means the whole line
}

// String is the form editors make clickable: file:line:col, without the parts that are zero.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Severity says whether a Diag stops the site from being published.
type Severity uint8

const (
	Warning Severity = iota
	Error
)

func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// Diag is one thing the author should know.
type Diag struct {
	Pos      Pos
	Severity Severity
	Strict   bool   // a warning that --strict and CI turn into an error (broken links and the like)
	Code     string // stable, e.g. "LNK001"; docs/errors.md lists them all
	Msg      string // what is wrong, one line, no final period
	Hint     string // what to do, one line; may be empty
}

// Errorf makes a Diag of severity Error.
func Errorf(pos Pos, code, format string, args ...any) Diag {
	return Diag{Pos: pos, Severity: Error, Code: code, Msg: fmt.Sprintf(format, args...)}
}

// Warnf makes a Diag of severity Warning.
func Warnf(pos Pos, code, format string, args ...any) Diag {
	return Diag{Pos: pos, Severity: Warning, Code: code, Msg: fmt.Sprintf(format, args...)}
}

// WithHint returns d with its hint set.
func (d Diag) WithHint(format string, args ...any) Diag {
	d.Hint = fmt.Sprintf(format, args...)
	return d
}

// AsBroken marks d as a broken reference: a warning at the author's desk, an error under --strict and in CI.
func (d Diag) AsBroken() Diag {
	d.Strict = true
	return d
}

// Sort orders by file, line, column, code and message and drops exact repeats,
// so that a report does not depend on the order in which pages were finished.
func Sort(ds []Diag) []Diag {
	slices.SortFunc(ds, func(a, b Diag) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Col, b.Pos.Col),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Msg, b.Msg),
			cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(a.Hint, b.Hint),
			compareBool(a.Strict, b.Strict),
		)
	})
	return slices.Compact(ds)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// Promote returns ds as a strict run sees them: what is marked Strict becomes an
// error in CI, and with all set (--strict) so does every warning.
func Promote(ds []Diag, all bool) []Diag {
	out := slices.Clone(ds)
	for i := range out {
		if all || out[i].Strict {
			out[i].Severity = Error
		}
	}
	return out
}

// Count tells how many errors and warnings ds holds.
func Count(ds []Diag) (errors, warnings int) {
	for _, d := range ds {
		if d.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}
