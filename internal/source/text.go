package source

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
)

const (
	replacement = '\uFFFD'
	byteOrder   = '\uFEFF'
)

// Text turns the bytes of a file into the one form everything after it relies
// on: UTF-8, line feeds, composed (NFC), without control characters. What was
// stored in an older encoding is converted and said; what no encoding explains
// is an error at the first bad byte. Text of its own result changes nothing.
func Text(path string, raw []byte) ([]byte, []diag.Diag) {
	text, ds := decode(path, raw)
	text = lineFeeds(text)
	// Composed before positions are counted, and after: what tidy takes out may
	// have stood between two parts of a syllable.
	text, more := tidy(path, compose(text))
	return compose(text), append(ds, more...)
}

func compose(text []byte) []byte {
	if norm.NFC.IsNormal(text) {
		return text
	}
	return norm.NFC.Bytes(text)
}

// decode returns raw as valid UTF-8 without a byte order mark in front.
func decode(path string, raw []byte) ([]byte, []diag.Diag) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return fromUTF16(path, raw[2:], binary.LittleEndian, "UTF-16LE")
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return fromUTF16(path, raw[2:], binary.BigEndian, "UTF-16BE")
	}
	if order, name := bareUTF16(raw); order != nil {
		return fromUTF16(path, raw, order, name)
	}
	if utf8.Valid(raw) {
		return raw, nil
	}
	if text, ok := fromCP949(raw); ok {
		d := diag.Warnf(diag.Pos{File: path, Line: 1}, "ENC002", "the file is stored as CP949 (EUC-KR), not UTF-8; it was converted for this build")
		return text, []diag.Diag{d.WithHint("store it as UTF-8, for example with: iconv -f CP949 -t UTF-8")}
	}
	d := diag.Errorf(firstBad(path, raw), "ENC001", "the file is neither UTF-8 nor CP949: byte 0x%02X", raw[badOffset(raw)])
	return bytes.ToValidUTF8(raw, []byte(string(replacement))), []diag.Diag{d.WithHint("store it as UTF-8")}
}

// badOffset is the index of the first byte that is not part of valid UTF-8.
func badOffset(raw []byte) int {
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(raw)
}

func firstBad(path string, raw []byte) diag.Pos { return position(path, raw, badOffset(raw)) }

// position is where the byte at offset stands. Line ends of every kind count.
func position(path string, text []byte, offset int) diag.Pos {
	head := text[:offset]
	line := bytes.Count(head, []byte("\n"))
	for i, b := range head {
		if b == '\r' && (i+1 >= len(text) || text[i+1] != '\n') {
			line++
		}
	}
	start := bytes.LastIndexAny(head, "\r\n") + 1
	return diag.Pos{File: path, Line: line + 1, Col: utf8.RuneCount(head[start:]) + 1}
}

// bareUTF16 recognises UTF-16 without a byte order mark: text in it has many
// zero bytes, and most of them on one side of the pairs.
func bareUTF16(raw []byte) (order binary.ByteOrder, name string) {
	head := raw[:min(len(raw), 4096)&^1]
	if len(head) < 4 {
		return nil, ""
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i&1]++
		}
	}
	// Hangul fills both bytes (but for 가 and its like, U+AC00); spaces and line
	// ends still leave one zero in about eight.
	need := max(2, len(head)/2/16)
	switch {
	case zeros[1] >= max(need, 2*zeros[0]) && plausible(head, binary.LittleEndian):
		return binary.LittleEndian, "UTF-16LE"
	case zeros[0] >= max(need, 2*zeros[1]) && plausible(head, binary.BigEndian):
		return binary.BigEndian, "UTF-16BE"
	}
	return nil, ""
}

// plausible reports whether head reads as text in the given order: letters,
// digits, punctuation and spaces, no stray halves and nothing unassigned.
func plausible(head []byte, order binary.ByteOrder) bool {
	for _, r := range utf16.Decode(units(head, order)) {
		if r != replacement && (unicode.IsGraphic(r) || unicode.IsSpace(r)) {
			continue
		}
		return false
	}
	return true
}

func units(raw []byte, order binary.ByteOrder) []uint16 {
	out := make([]uint16, len(raw)/2)
	for i := range out {
		out[i] = order.Uint16(raw[2*i:])
	}
	return out
}

func fromUTF16(path string, raw []byte, order binary.ByteOrder, name string) ([]byte, []diag.Diag) {
	text := []byte(string(utf16.Decode(units(raw, order))))
	at := diag.Pos{File: path, Line: 1}
	if i := bytes.IndexRune(text, replacement); i >= 0 || len(raw)%2 == 1 {
		if i < 0 {
			i = len(text)
		}
		d := diag.Errorf(position(path, text, i), "ENC001", "the file is stored as %s and damaged here", name)
		return text, []diag.Diag{d.WithHint("store it as UTF-8")}
	}
	d := diag.Warnf(at, "ENC003", "the file is stored as %s, not UTF-8; it was converted for this build", name)
	return text, []diag.Diag{d.WithHint("store it as UTF-8, for example with: iconv -f %s -t UTF-8", name)}
}

// fromCP949 decodes Korean text of old Windows programs. It says no rather than
// guess: every byte must decode, and what comes out must be mostly Hangul.
func fromCP949(raw []byte) ([]byte, bool) {
	if damagedUTF8(raw) {
		return nil, false
	}
	text, err := korean.EUCKR.NewDecoder().Bytes(raw)
	if err != nil || bytes.ContainsRune(text, replacement) {
		return nil, false
	}
	letters, syllables := 0, 0
	for _, r := range string(text) {
		if r >= utf8.RuneSelf && unicode.IsLetter(r) {
			letters++
			if hangul.Syllable(r) {
				syllables++
			}
		}
	}
	// Japanese and Chinese encodings share the lead bytes: there the syllables
	// that come out are the rare ones or stand among many other signs.
	if syllables < 2 || syllables*5 < letters*3 || common(raw)*6 < syllables {
		return nil, false
	}
	return text, true
}

// damagedUTF8 reports whether most bytes beyond ASCII belong to valid
// three-byte sequences, which in CP949 text only happen by chance: then the
// file is UTF-8 with a few bad bytes, and reading it as CP949 would garble it.
func damagedUTF8(raw []byte) bool {
	beyond, good := 0, 0
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if raw[i] >= utf8.RuneSelf {
			beyond += n
			if n >= 3 && r != utf8.RuneError {
				good += n
			}
		}
		i += n
	}
	return good*2 >= beyond
}

// common counts the 2,350 everyday syllables of KS X 1001 in CP949 bytes.
func common(raw []byte) int {
	n := 0
	for i := 0; i < len(raw); i++ {
		if raw[i] < utf8.RuneSelf || i+1 == len(raw) {
			continue
		}
		if 0xB0 <= raw[i] && raw[i] <= 0xC8 && raw[i+1] >= 0xA1 {
			n++
		}
		i++
	}
	return n
}

// lineFeeds turns CRLF and CR into LF.
func lineFeeds(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	out := make([]byte, 0, len(text))
	for i, b := range text {
		switch {
		case b != '\r':
			out = append(out, b)
		case i+1 == len(text) || text[i+1] != '\n':
			out = append(out, '\n')
		}
	}
	return out
}

// oddity is a kind of character that does not belong in a text.
type oddity struct {
	code string
	msg  string
	hint string
}

var (
	control   = oddity{"ENC005", "control character U+%04X", "remove it; it was left out of the page"}
	strayMark = oddity{"ENC004", "byte order mark (U+%04X) inside the text", "remove it; files were probably joined here"}
	bidi      = oddity{"ENC006", "invisible character U+%04X changes the direction of the text", "remove it unless the text is Arabic or Hebrew; it can make code read otherwise than it runs"}
	zeroWidth = oddity{"ENC007", "invisible character U+%04X in a heading", "remove it; it would become part of the heading's address"}
)

// tidy replaces what must not reach a page and reports the first of each kind.
// text is valid UTF-8 with line feeds.
func tidy(path string, text []byte) ([]byte, []diag.Diag) {
	if !odd(text) {
		return text, nil
	}
	var ds []diag.Diag
	said := map[string]bool{}
	var out bytes.Buffer
	for number := 1; len(text) > 0; number++ {
		line := text
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			line = text[:i+1]
		}
		text = text[len(line):]
		heading := isHeading(line)
		col := 0
		for _, r := range string(line) {
			col++
			kind, ok := oddityOf(r, heading)
			if ok && !said[kind.code] {
				said[kind.code] = true
				pos := diag.Pos{File: path, Line: number, Col: col}
				ds = append(ds, diag.Warnf(pos, kind.code, kind.msg, r).WithHint("%s", kind.hint))
			}
			switch {
			case r == 0:
				out.WriteRune(replacement)
			case oldSpace(r):
				out.WriteByte(' ')
			case ok && (kind == control || kind == strayMark):
			default:
				out.WriteRune(r)
			}
		}
	}
	return out.Bytes(), ds
}

// odd is the quick look that lets almost every file pass untouched.
func odd(text []byte) bool {
	for i, b := range text {
		switch {
		case b < ' ' && b != '\t' && b != '\n', b == 0x7F:
			return true
		case b == 0xC2 && text[i+1] < 0xA0, // C1 controls
			b == 0xE2 && (text[i+1] == 0x80 || text[i+1] == 0x81), // U+2000 to U+207F
			b == 0xEF && text[i+1] >= 0xBB, b >= 0xF0:
			return true
		}
	}
	return false
}

func isHeading(line []byte) bool {
	s := strings.TrimLeft(string(line[:min(len(line), 16)]), " ")
	level := len(s) - len(strings.TrimLeft(s, "#"))
	return 1 <= level && level <= 6 && (len(s) == level || strings.ContainsRune(" \t", rune(s[level])))
}

// oldSpace is white space of printers and mainframes (form feed, vertical tab,
// next line). It is a space, and nothing an author need hear of.
func oldSpace(r rune) bool { return r == '\f' || r == '\v' || r == '\u0085' }

func oddityOf(r rune, heading bool) (oddity, bool) {
	switch {
	case r == '\n' || r == '\t' || oldSpace(r):
		return oddity{}, false
	case unicode.IsControl(r), r&0xFFFE == 0xFFFE, 0xFDD0 <= r && r <= 0xFDEF:
		return control, true
	case r == byteOrder:
		return strayMark, true
	case '\u202A' <= r && r <= '\u202E', '\u2066' <= r && r <= '\u2069':
		return bidi, true
	case heading && (r == '\u200B' || r == '\u200C' || r == '\u2060' || r == '\u00AD'):
		return zeroWidth, true
	}
	return oddity{}, false
}
