package diag

import (
	"strings"
	"testing"
	"time"
	"unicode"
)

func printed(ds []Diag, line string, style Style) string {
	var b strings.Builder
	Print(&b, ds, func(string, int) string { return line }, style)
	return b.String()
}

func TestPrint(t *testing.T) {
	link := Warnf(Pos{"content/aws/02-az.md", 14, 9}, "LNK001", "%q is not a page of this site", "b.md").
		WithHint("did you mean %q?", "03-vpc.md")
	cases := []struct {
		name string
		d    Diag
		line string
		want string
	}{
		{"hangul takes two columns", link, "자세한 것은 [여기](b.md)를 보라", `
warning[LNK001]: "b.md" is not a page of this site
   --> content/aws/02-az.md:14:9
    |
 14 | 자세한 것은 [여기](b.md)를 보라
    |              ^
    = hint: did you mean "03-vpc.md"?
`},
		{"tabs", Errorf(Pos{"a.yaml", 3, 3}, "CFG002", "no tabs"), "\ta\tb", `
error[CFG002]: no tabs
  --> a.yaml:3:3
   |
 3 |     a   b
   |      ^
`},
		{"behind the end", Errorf(Pos{"a.md", 1, 9}, "X", "m"), "가나", `
error[X]: m
  --> a.md:1:9
   |
 1 | 가나
   |     ^
`},
		{"decomposed hangul", Errorf(Pos{"a.md", 1, 4}, "X", "m"), "\u1112\u1161\u11ab[", `
error[X]: m
  --> a.md:1:4
   |
 1 | ` + "\u1112\u1161\u11ab" + `[
   |   ^
`},
		{"line without column", Errorf(Pos{"a.md", 1, 0}, "X", "m"), "글", `
error[X]: m
  --> a.md:1
   |
 1 | 글
`},
		{"file", Errorf(Pos{File: "a.md"}, "X", "m").WithHint("h"), "글", `
error[X]: m
  --> a.md
   = hint: h
`},
		{"nothing known", Errorf(Pos{}, "X", "m"), "", `
error[X]: m
`},
		{"blank line", Errorf(Pos{"a.md", 2, 1}, "X", "m"), "  ", `
error[X]: m
  --> a.md:2:1
`},
		{"escapes in all parts", Errorf(Pos{"a\x1b[31m\r.md", 1, 4}, "X", "m\a\nerror[Y]: forged").WithHint("h\u202e\u009b"), "가\x1b]0;x\x07", `
error[X]: m\a\nerror[Y]: forged
  --> a\x1b[31m\r.md:1:4
   |
 1 | 가\x1b]0;x\a
   |        ^
   = hint: h\u202e\u009b
`},
		{"bytes that are not text", Errorf(Pos{"a.md", 1, 2}, "X", "m"), "\xb0\xa1b", `
error[X]: m
  --> a.md:1:2
   |
 1 | \xb0\xa1b
   |     ^
`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := printed([]Diag{c.d}, c.line, Style{})
			if want := c.want[1:]; got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestPrintSeveralInAFolder(t *testing.T) {
	ds := []Diag{Errorf(Pos{File: "a.md"}, "X", "one"), Errorf(Pos{File: "/abs/b.md"}, "X", "two")}
	want := "error[X]: one\n  --> some/notes/a.md\n\nerror[X]: two\n  --> /abs/b.md\n"
	if got := printed(ds, "", Style{Dir: "some/notes"}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPrintColor(t *testing.T) {
	d := Errorf(Pos{"a.md", 1, 1}, "X", "m")
	colored := printed([]Diag{d}, "글", Style{Color: true})
	for _, code := range []string{red, blue, bold, reset} {
		if !strings.Contains(colored, code) {
			t.Errorf("no %q in %q", code, colored)
		}
		colored = strings.ReplaceAll(colored, code, "")
	}
	if plain := printed([]Diag{d}, "글", Style{}); colored != plain {
		t.Errorf("without colours %q, want %q", colored, plain)
	}
}

func TestCut(t *testing.T) {
	long := strings.Repeat("가나다라", 25)
	cases := []struct {
		name, line string
		col        int
		want       string
		caret      int
	}{
		{"fits", "0123456789", 3, "0123456789", 2},
		{"fits to the last column", strings.Repeat("x", 20), 20, strings.Repeat("x", 20), 19},
		{"begin", strings.Repeat("0123456789", 5), 3, "0123456789012345678…", 2},
		{"middle", strings.Repeat("0123456789", 5), 26, "…567890123456789012…", 11},
		{"end", strings.Repeat("0123456789", 5), 50, "…90123456789", 11},
		{"hangul", long, 42, "…가나다라가나다라가…", 11},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			shown, caret := cut(c.line, c.col, 20)
			if shown != c.want || caret != c.caret {
				t.Errorf("%q %d, want %q %d", shown, caret, c.want, c.caret)
			}
		})
	}
}

// What the caret points at is the character of the column, wherever the line is
// cut, and the excerpt is never wider than its room.
func TestCutPointsAtTheColumn(t *testing.T) {
	line := []rune(strings.Repeat("a가\tb나c", 30))
	for room := 20; room < 60; room += 7 {
		for col := 1; col <= len(line); col++ {
			shown, caret := cut(string(line), col, room)
			cells, _ := cellsOf(shown, 0, len(shown))
			if columns(cells) > room {
				t.Fatalf("room %d col %d: %q has %d columns", room, col, shown, columns(cells))
			}
			at := 0
			for columns(cells[:at]) < caret {
				at++
			}
			want := string(line[col-1])
			if at == len(cells) {
				if strings.TrimSpace(want) != "" {
					t.Fatalf("room %d col %d: caret behind %q", room, col, shown)
				}
				continue
			}
			if got := cells[at].text; got != want && !(want == "\t" && got == " ") {
				t.Fatalf("room %d col %d: caret at %q of %q, want %q", room, col, got, shown, want)
			}
		}
	}
}

func TestHugeLineIsQuick(t *testing.T) {
	line := strings.Repeat("가", 4<<20)
	began := time.Now()
	got := printed([]Diag{Errorf(Pos{"a.md", 1, 4 << 20}, "X", "m")}, line, Style{})
	if len(got) > 1000 || time.Since(began) > 5*time.Second {
		t.Errorf("%d bytes in %v", len(got), time.Since(began))
	}
}

func FuzzEscape(f *testing.F) {
	for _, s := range []string{"", "가 b\t", "\x1b[2J", "\xff\x00", "👩‍👩‍👧 é\u202e", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, r := range Escape(s) {
			if unicode.IsControl(r) || r == '\u202e' {
				t.Fatalf("%q keeps %q", s, r)
			}
		}
		shown, _ := cut(s, 3, 20)
		if strings.IndexFunc(shown, unicode.IsControl) >= 0 {
			t.Fatalf("excerpt of %q keeps a control character: %q", s, shown)
		}
	})
}
