package source

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/unicode/norm"

	"sitegen/internal/diag"
)

func cp949(t *testing.T, s string) string {
	t.Helper()
	out, err := korean.EUCKR.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func utf16Bytes(s string, order binary.ByteOrder) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, 0, 0)
		order.PutUint16(out[len(out)-2:], u)
	}
	return string(out)
}

const prose = "# 제목\n\n이 글은 옛 프로그램으로 저장되었다. 가용 영역(AZ)은 둘 이상이다.\n"

func TestText(t *testing.T) {
	tests := []struct {
		name, in, want string
		code, at       string // "" for no diag
	}{
		{"plain", prose, prose, "", ""},
		{"empty", "", "", "", ""},
		{"byte order mark", "\xef\xbb\xbf---\n", "---\n", "", ""},
		{"CRLF, CR and LF", "a\r\nb\rc\n\rd\r", "a\nb\nc\n\nd\n", "", ""},
		{"loose jamo", "\u1112\u1161\u11ab\n", "한\n", "", ""},
		{"old white space", "가\f나\v다\u0085라\u2028마\n", "가 나 다 라\u2028마\n", "", ""},
		{"emoji and signs", "👩‍💻 … “” – • 中文 日本\n", "👩‍💻 … “” – • 中文 日本\n", "", ""},

		{"CP949", cp949(t, prose), prose, "ENC002", "a.md:1"},
		{"CP949, rare syllables", "# \x8cc\xb9\xe6\xb0\xa2\xc7\xcf\n\n\xbc\x84\xbd\xc3 \x94\xee \xc1d\n", "# 똠방각하\n\n펲시 뷁 햏\n", "ENC002", "a.md:1"},
		{"CP949 and CRLF", cp949(t, "가나\r\n다\r\n"), "가나\n다\n", "ENC002", "a.md:1"},
		{"UTF-16LE", "\xff\xfe" + utf16Bytes(prose, binary.LittleEndian), prose, "ENC003", "a.md:1"},
		{"UTF-16BE", "\xfe\xff" + utf16Bytes(prose, binary.BigEndian), prose, "ENC003", "a.md:1"},
		{"UTF-16LE without a mark", utf16Bytes("# abc\n\nbody\n", binary.LittleEndian), "# abc\n\nbody\n", "ENC003", "a.md:1"},
		{"UTF-16BE without a mark", utf16Bytes(prose, binary.BigEndian), prose, "ENC003", "a.md:1"},
		{"UTF-16LE without a mark, Hangul", utf16Bytes(prose, binary.LittleEndian), prose, "ENC003", "a.md:1"},

		{"UTF-16 with half a pair", "\xff\xfea\x00\x00\xd8b\x00", "a\uFFFDb", "ENC001", "a.md:1:2"},
		{"UTF-16 cut short", "\xff\xfea\x00b", "a", "ENC001", "a.md:1:2"},
		{"lone surrogate", "# 가\n\n\xed\xa0\x80\n", "# 가\n\n\uFFFD\n", "ENC001", "a.md:3:1"},
		{"one bad byte", "# 가나다\n\n라마\xff바사\n", "# 가나다\n\n라마\uFFFD바사\n", "ENC001", "a.md:3:3"},
		{"cut in a syllable", "가나다\xeb\x9d", "가나다\uFFFD", "ENC001", "a.md:1:4"},
		{"overlong", "# 가\n\n\xc0\xaf\n", "# 가\n\n\uFFFD\n", "ENC001", "a.md:3:1"},
		{"Latin-1", "caf\xe9 au lait\n", "caf\uFFFD au lait\n", "ENC001", "a.md:1:4"},
		{"Shift-JIS", "\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd\n", "\uFFFDɂ\uFFFD\n", "ENC001", "a.md:1:1"},
		{"after CR line ends", "a\r\rb\xff", "a\n\nb\uFFFD", "ENC001", "a.md:3:2"},

		{"NUL", "# 가\n\n앞\x00뒤\n", "# 가\n\n앞\uFFFD뒤\n", "ENC005", "a.md:3:2"},
		{"controls", "# 가\x01\x0b\x1b[31m\n\n본문\b\n", "# 가 [31m\n\n본문\n", "ENC005", "a.md:1:4"},
		{"C1 and noncharacters", "가\u009b나\uffff다\n", "가나다\n", "ENC005", "a.md:1:2"},
		{"delete", "가\x7f\n", "가\n", "ENC005", "a.md:1:2"},
		{"mark inside", "가\n\ufeff나\n", "가\n나\n", "ENC004", "a.md:2:1"},
		{"two marks", "\ufeff\ufeff가\n", "가\n", "ENC004", "a.md:1:1"},
		{"direction", "a \u202e b\n", "a \u202e b\n", "ENC006", "a.md:1:3"},
		{"zero width in a heading", "## 가\u200b나\n", "## 가\u200b나\n", "ENC007", "a.md:1:5"},
		{"zero width in prose", "가\u200b나\n", "가\u200b나\n", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ds := Text("a.md", []byte(tt.in))
			if string(got) != tt.want {
				t.Errorf("text %q, want %q", got, tt.want)
			}
			if tt.code == "" {
				if len(ds) > 0 {
					t.Errorf("diags %v", ds)
				}
				return
			}
			if len(ds) != 1 || ds[0].Code != tt.code || ds[0].Pos.String() != tt.at {
				t.Fatalf("diags %+v, want %s at %s", ds, tt.code, tt.at)
			}
			if (ds[0].Severity == diag.Error) != (tt.code == "ENC001") {
				t.Errorf("severity %v", ds[0].Severity)
			}
		})
	}
}

func TestTextNamesTheCommand(t *testing.T) {
	_, ds := Text("a.md", []byte(cp949(t, prose)))
	if len(ds) != 1 || !strings.Contains(ds[0].Msg, "CP949 (EUC-KR)") || !strings.Contains(ds[0].Hint, "iconv -f CP949 -t UTF-8") {
		t.Errorf("%+v", ds)
	}
}

func TestTextAllSyllables(t *testing.T) {
	var b strings.Builder
	for r := '가'; r <= '힣'; r++ {
		b.WriteRune(r)
	}
	s := b.String()
	got, ds := Text("a.md", []byte(cp949(t, s)))
	if string(got) != s || len(ds) != 1 {
		t.Errorf("CP949 does not hold all syllables: %v", ds)
	}
}

func TestTextOneDiagForAKind(t *testing.T) {
	_, ds := Text("a.md", bytes.Repeat([]byte("\x01\x02 \u202e\n"), 100))
	if len(ds) != 2 {
		t.Errorf("%v", ds)
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte(prose))
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte("a\x00b\x00\n\x00"))
	f.Add([]byte("\xb0\xa1\r\xb3\xaa\x00\ufeff"))
	f.Add([]byte("\u1112\x01\u1161\r\u11ab\xc2"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, ds := Text("a.md", raw)
		if !utf8.Valid(text) || !norm.NFC.IsNormal(text) || bytes.ContainsAny(text, "\x00\r\x1b") {
			t.Fatalf("%q → %q", raw, text)
		}
		again, more := Text("a.md", text)
		if !bytes.Equal(again, text) {
			t.Fatalf("%q → %q → %q", raw, text, again)
		}
		for _, d := range more {
			if d.Code != "ENC006" && d.Code != "ENC007" {
				t.Errorf("the result is still to be complained about: %v", d)
			}
		}
		for _, d := range ds {
			if d.Pos.Line < 1 || d.Pos.Line > len(raw)+1 {
				t.Errorf("%v stands outside of %q", d, raw)
			}
		}
	})
}
