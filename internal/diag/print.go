package diag

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// Style is how diagnostics look where they are shown.
type Style struct {
	Color bool   // with terminal colours
	Width int    // columns of an excerpt; 0 means 100
	Dir   string // put before file names, so that they can be opened from where the command ran
}

const (
	plainWidth = 100
	leastWidth = 20
	tabWidth   = 4
)

// Print writes ds for a person: what is wrong, file:line:col, the line itself
// with a mark below the place, and the hint. line returns a line of a file, or
// "" if it is not known. What comes from files is shown with its control
// characters escaped: a message must not be able to steer the terminal.
func Print(w io.Writer, ds []Diag, line func(file string, line int) string, style Style) {
	p := printer{w: bufio.NewWriter(w), style: style}
	for i, d := range ds {
		if i > 0 {
			p.w.WriteByte('\n')
		}
		p.diag(d, line)
	}
	p.w.Flush()
}

type printer struct {
	w     *bufio.Writer
	style Style
}

const (
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	blue   = "\x1b[1;34m"
	bold   = "\x1b[1m"
	reset  = "\x1b[0m"
)

func (p printer) paint(color, text string) string {
	if !p.style.Color {
		return text
	}
	return color + text + reset
}

func (p printer) diag(d Diag, line func(string, int) string) {
	color := yellow
	if d.Severity == Error {
		color = red
	}
	fmt.Fprintf(p.w, "%s: %s\n",
		p.paint(color, fmt.Sprintf("%s[%s]", d.Severity, Escape(d.Code))), p.paint(bold, Escape(d.Msg)))

	gutter := 1
	if d.Pos.Line > 0 {
		gutter = len(strconv.Itoa(d.Pos.Line))
	}
	margin := strings.Repeat(" ", gutter+1)
	if d.Pos.File != "" {
		at := d.Pos
		if p.style.Dir != "" && !filepath.IsAbs(at.File) {
			at.File = path.Join(p.style.Dir, at.File)
		}
		fmt.Fprintf(p.w, "%s%s %s\n", margin, p.paint(blue, "-->"), Escape(at.String()))
	}
	bar := p.paint(blue, "|")
	if text := p.excerpt(d.Pos, line); text != "" {
		shown, caret := cut(text, d.Pos.Col, p.room(gutter))
		fmt.Fprintf(p.w, "%s %s\n", margin, bar)
		fmt.Fprintf(p.w, " %s %s %s\n", p.paint(blue, strconv.Itoa(d.Pos.Line)), bar, shown)
		if d.Pos.Col > 0 {
			fmt.Fprintf(p.w, "%s %s %s%s\n", margin, bar, strings.Repeat(" ", caret), p.paint(color, "^"))
		}
	}
	if d.Hint != "" {
		fmt.Fprintf(p.w, "%s %s hint: %s\n", margin, p.paint(blue, "="), Escape(d.Hint))
	}
}

func (p printer) excerpt(pos Pos, line func(string, int) string) string {
	if line == nil || pos.Line == 0 {
		return ""
	}
	text := strings.TrimRight(line(pos.File, pos.Line), "\r\n")
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return text
}

// room is how many columns are left for an excerpt beside its gutter.
func (p printer) room(gutter int) int {
	all := p.style.Width
	if all == 0 {
		all = plainWidth
	}
	return max(all-gutter-5, leastWidth)
}

// cell is a piece of text that is shown together, and the columns it takes.
type cell struct {
	text    string
	columns int
}

// cut returns what of a line fits into room columns around the character col,
// and the column of that character in it. Wide characters take two columns.
func cut(line string, col, room int) (shown string, caret int) {
	at := max(col-1, 0)
	// Characters farther away than the room is wide cannot be shown, and lines
	// can have megabytes.
	from := max(at-room-1, 0)
	cells, more := cellsOf(line, from, at+room+2)
	at = min(at-from, len(cells))

	first := 0
	if before, all := columns(cells[:at]), columns(cells); from > 0 || more || all > room {
		if before > room*2/3 || from > 0 {
			for columns(cells[first:at]) > room/2 {
				first++
			}
		}
	}
	var b strings.Builder
	used := 0
	if first > 0 || from > 0 {
		b.WriteString("…")
		used = 1
	}
	caret = used + columns(cells[first:at])
	for i, c := range cells[first:] {
		last := first+i == len(cells)-1 && !more
		if used+c.columns > room || (!last && used+c.columns > room-1 && columns(cells[first+i:]) > room-used) {
			b.WriteString("…")
			break
		}
		b.WriteString(c.text)
		used += c.columns
	}
	return strings.TrimRight(b.String(), " "), caret
}

// cellsOf returns the characters from to to of line, tabs as spaces, and
// whether there are more.
func cellsOf(line string, from, to int) (cells []cell, more bool) {
	n, column := 0, 0
	for i := 0; i < len(line); n++ {
		r, size := utf8.DecodeRuneInString(line[i:])
		if n >= to {
			return cells, true
		}
		if n >= from {
			c := show(r, line[i:i+size])
			if r == '\t' {
				c = spaces(tabWidth - column%tabWidth)
			}
			cells = append(cells, c)
			column += c.columns
		}
		i += size
	}
	return cells, false
}

func spaces(n int) cell { return cell{strings.Repeat(" ", n), n} }

func columns(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.columns
	}
	return n
}

// show returns how a character looks on a terminal; raw are its bytes.
func show(r rune, raw string) cell {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		text := fmt.Sprintf(`\x%02x`, raw[0])
		return cell{text, len(text)}
	case steers(r):
		text := strings.Trim(strconv.QuoteRuneToASCII(r), "'")
		return cell{text, len(text)}
	case joins(r):
		return cell{raw, 0}
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return cell{raw, 2}
	}
	return cell{raw, 1}
}

// steers tells whether a character could move the cursor, colour the text, turn
// its direction or hide in it.
func steers(r rune) bool {
	const nonJoiner, joiner = 0x200c, 0x200d // ordinary in emoji and some scripts
	return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) ||
		unicode.Is(unicode.Cf, r) && r != nonJoiner && r != joiner
}

// joins tells whether a character is drawn over the one before it.
func joins(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) ||
		'\u1160' <= r && r <= '\u11ff' || '\ud7b0' <= r && r <= '\ud7ff' // vowels and finals of decomposed Hangul
}

// Escape returns s with everything that could steer a terminal, line ends
// included, written as an escape.
func Escape(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		b.WriteString(show(r, s[i:i+size]).text)
		i += size
	}
	return b.String()
}

func isPlain(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, steers) < 0
}
