package serve

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"sitegen/internal/diag"
)

// state is what browsers are told: which version of the site is shown, and what
// is wrong with the notes.
type state struct {
	Run      string            `json:"run"`
	Version  int               `json:"version"`
	Problems []problem         `json:"problems"` // the first of them
	Errors   int               `json:"errors"`   // of all
	Warnings int               `json:"warnings"`
	Moved    map[string]string `json:"moved"`
}

// problem is a diagnostic for a browser.
type problem struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Source   string `json:"source"`           // the line itself
	Editor   string `json:"editor,omitempty"` // a link that opens the place
}

const (
	mostProblems = 100  // more would be read by nobody
	longestText  = 2000 // characters of a message, of a line
)

// stateOf tells of ds, diagnostics of what v shows.
func stateOf(v View, ds []diag.Diag, ed editor) state {
	st := state{Problems: []problem{}, Moved: mergeMoves(nil, v.Moved)}
	st.Errors, st.Warnings = diag.Count(ds)
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		for _, d := range ds {
			if d.Severity == severity && len(st.Problems) < mostProblems {
				st.Problems = append(st.Problems, problemOf(v, d, ed))
			}
		}
	}
	return st
}

func problemOf(v View, d diag.Diag, ed editor) problem {
	p := problem{
		Severity: d.Severity.String(), Code: d.Code,
		File: d.Pos.File, Line: d.Pos.Line, Col: d.Pos.Col,
		Message: shorten(d.Msg), Hint: shorten(d.Hint),
	}
	if d.Pos.Line > 0 {
		p.Source = shorten(strings.TrimRight(v.Line(d.Pos.File, d.Pos.Line), "\r\n"))
	}
	if name := filepath.FromSlash(d.Pos.File); v.Root != "" && d.Pos.File != "" && filepath.IsLocal(name) {
		p.Editor = ed.link(filepath.ToSlash(filepath.Join(v.Root, name)), d.Pos.Line, d.Pos.Col)
	}
	return p
}

// shorten cuts what nobody would read to its end.
func shorten(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if utf8.RuneCountInString(text) <= longestText {
		return text
	}
	return string([]rune(text)[:longestText]) + "…"
}

// same tells whether a browser can see no difference, beside the version.
func (st state) same(other state) bool {
	return slices.Equal(st.Problems, other.Problems) && st.Errors == other.Errors && st.Warnings == other.Warnings &&
		maps.Equal(st.Moved, other.Moved)
}

// elsewhere is the state as others may know it: an editor opens on this machine
// only, and what folders it has is nobody's business.
func (st state) elsewhere() state {
	st.Problems = slices.Clone(st.Problems)
	for i := range st.Problems {
		st.Problems[i].Editor = ""
	}
	return st
}

func (st state) message() *message {
	id := fmt.Sprintf("%s-%d", st.Run, st.Version)
	return &message{here: event("state", id, st.json()), there: event("state", id, st.elsewhere().json())}
}

// json is the state on one line.
func (st state) json() []byte {
	data, err := json.Marshal(st)
	if err != nil {
		panic(err) // texts and numbers
	}
	return data
}
