package fence

import (
	"strconv"
	"strings"
)

// writer turns tokens into HTML with as few spans as can be: neighbours of one
// kind share theirs, also across white space, and a line has none of its own
// unless it looks different.
//
// White space is written late: src[at:] is not written yet, and what lies
// between at and the next token is known to be white space.
type writer struct {
	out      []byte
	src      string
	at       int
	kind     kind // of the open span
	role     role
	looks    looks
	words    []span // not yet behind
	inWord   bool
	notes    notes
	marker   marker
	line     int // lines begun
	numbered bool
	number   int // of the next line
}

func (w *writer) write(toks []token) {
	byLine := w.numbered || !w.looks.empty() || len(w.notes) > 0
	pos := 0
	for _, t := range toks {
		for pos < t.end {
			end := t.end
			if byLine {
				if pos == 0 || w.src[pos-1] == '\n' {
					w.beginLine(pos)
				}
				if nl := strings.IndexByte(w.src[pos:end], '\n'); nl >= 0 {
					end = pos + nl + 1
				}
			}
			end = w.edge(pos, end)
			w.piece(t, pos, end)
			pos = end
			if byLine && (w.src[pos-1] == '\n' || pos == len(w.src)) {
				w.endLine(pos)
			}
		}
	}
	w.closeAll(pos)
}

// edge is where the next word begins or ends, if that is between pos and end.
func (w *writer) edge(pos, end int) int {
	for len(w.words) > 0 && w.words[0].to <= pos {
		w.words = w.words[1:]
	}
	if len(w.words) == 0 {
		return end
	}
	if next := w.words[0]; next.from > pos {
		return min(end, next.from)
	}
	return min(end, w.words[0].to)
}

func (w *writer) piece(t token, from, to int) {
	if t.role != w.role {
		w.closeAll(from)
		w.openRole(t.role)
	}
	if in := len(w.words) > 0 && w.words[0].from <= from; in != w.inWord {
		w.closeKind()
		w.text(from)
		if in {
			w.out = append(w.out, "<mark>"...)
			w.inWord = true
		} else {
			w.closeWord()
		}
	}
	for from < to && isSpace(w.src[from]) {
		from++
	}
	for to > from && isSpace(w.src[to-1]) {
		to--
	}
	if from == to {
		return
	}
	if t.kind != w.kind {
		w.closeKind()
		w.text(from)
		if t.kind != 0 {
			w.out = append(w.out, `<span class="`...)
			w.out = append(w.out, byte(t.kind))
			w.out = append(w.out, `">`...)
		}
		w.kind = t.kind
	}
	w.text(to)
}

func (w *writer) openRole(r role) {
	w.role = r
	switch r {
	case rolePrompt:
		w.out = append(w.out, `<span class="p">`...)
	case roleCommand:
		w.out = append(w.out, `<span class="cmd">`...)
	case roleOutput:
		w.out = append(w.out, `<span class="o">`...)
	}
}

func (w *writer) closeKind() {
	if w.kind != 0 {
		w.out = append(w.out, "</span>"...)
		w.kind = 0
	}
}

func (w *writer) closeWord() {
	if w.inWord {
		w.out = append(w.out, "</mark>"...)
		w.inWord = false
	}
}

// closeAll writes up to pos and closes what is open.
func (w *writer) closeAll(pos int) {
	w.closeKind()
	w.text(pos)
	w.closeWord()
	if w.role != roleNone {
		w.out = append(w.out, "</span>"...)
		w.role = roleNone
	}
}

func (w *writer) beginLine(pos int) {
	classes := w.looks.classes(w.line)
	w.line++
	if classes == "" && !w.numbered {
		return
	}
	w.closeAll(pos)
	if classes != "" {
		w.out = append(w.out, `<span class="`...)
		w.out = append(w.out, classes...)
		w.out = append(w.out, `">`...)
	}
	if w.numbered {
		w.out = append(w.out, `<span class="no">`...)
		w.out = strconv.AppendInt(w.out, int64(w.number), 10)
		w.out = append(w.out, "</span>"...)
		w.number++
	}
}

// endLine keeps the line's end within the line's span, so that a row of marked
// lines has no gaps.
func (w *writer) endLine(pos int) {
	if marks := w.notes[w.line-1]; marks != nil {
		w.closeAll(pos - len(w.src[:pos]) + len(strings.TrimSuffix(w.src[:pos], "\n")))
		w.out = w.marker.write(w.out, marks)
	}
	if w.looks.classes(w.line-1) != "" {
		w.closeAll(pos)
		w.out = append(w.out, "</span>"...)
	}
}

// text writes up to pos.
func (w *writer) text(pos int) {
	s := w.src[w.at:pos]
	last := 0
	for i := 0; i < len(s); i++ {
		var esc string
		switch s[i] {
		case '<':
			esc = "&lt;"
		case '>':
			esc = "&gt;"
		case '&':
			esc = "&amp;"
		default:
			continue
		}
		w.out = append(w.out, s[last:i]...)
		w.out = append(w.out, esc...)
		last = i + 1
	}
	w.out = append(w.out, s[last:]...)
	w.at = pos
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }
