package text

import (
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestWidth(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64 // em
	}{
		{"", 0},
		{"한글", 2 * .94},
		{"한 글", 2*.94 + .28},
		{"iW", .275 + 1.029},
		{"ㄱㅏ", 2 * .94},
		{"漢字かな", 4},
		{"ＡＢ", 2},
		{"ｱｲ", 1},
		{"→", 1},
		{"─┐", 2},
		{"\u0301", 0},
		{"e\u0301", .556},
		{"\u200B\u2060\uFEFF", 0},
		{"\t", .28},
		{"\x00", 1.03}, // SVG cannot hold it, U+FFFD is written
		{"\xFF", 1.03},
		{"🚀", 1.37},
		{"☁\uFE0F", 1.37},
		{"→\uFE0F", 1.37},
		{"1\uFE0F\u20E3", 1.37},
		{"a\uFE0F\u20E3", .563},
		{"1\u0301", .606},
		{"👩\u200D💻", 1.37},
		{"👨\u200D👩\u200D👧\u200D👦", 1.37},
		{"👩🏽\u200D💻", 1.37},
		{"👍🏽", 1.37},
		{"👍👍🏽", 2.74},
		{"가🏽", .94 + 1.37},
		{"🇰🇷", 1.37},
		{"🇰🇷🇺🇸", 2.74},
		{"🇰", 1.37},
		{"🏴\U000E0067\U000E0062\U000E007F", 1.37},
		{"가\u200D나", 2 * .94}, // joins nothing but symbols
		{"\u1112\u1161\u11AB", .94},
		{"\uD558\u11AB", .94},
		{"\uD55C\u11AB", 2 * .94}, // it has a closing consonant already
		{"\u1100\u1100\u1161", 2 * .94},
		{"\u1100\uAC00", 2 * .94},
		{"\u1161", .94},
		{"\uA960\u1161", .94},
		{"ก\u0E34", .8},
		{"क\u093F", 1.6},
	} {
		if got := Width(tt.text, 100, false); math.Abs(got-tt.want*100) > 1e-6 {
			t.Errorf("Width(%+q) = %.3f em, want %.3f", tt.text, got/100, tt.want)
		}
	}
}

func TestBoldHasWidthsOfItsOwn(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64
	}{{"한글", 1.88}, {"il", .304 + .315}, {"“”", 1.15}, {"🚀", 1.37}} {
		if got := Width(tt.text, 100, true); math.Abs(got-tt.want*100) > 1e-6 {
			t.Errorf("Width(%q, bold) = %.3f em, want %.3f", tt.text, got/100, tt.want)
		}
	}
}

func TestDecomposedHangulIsAsWideAsComposed(t *testing.T) {
	for _, s := range samples {
		for _, line := range s.lines {
			decomposed := decompose(line)
			if got, want := Width(decomposed, 14, true), Width(line, 14, true); got != want {
				t.Errorf("%q: %v decomposed, %v composed", line, got, want)
			}
			if got, want := len(clusters(decomposed)), len(clusters(line)); got != want {
				t.Errorf("%q: %d characters decomposed, %d composed", line, got, want)
			}
		}
	}
}

// decompose writes each syllable as its jamo.
func decompose(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0xAC00 || r > 0xD7A3 {
			b.WriteRune(r)
			continue
		}
		i := r - 0xAC00
		b.WriteRune(0x1100 + i/588)
		b.WriteRune(0x1161 + i%588/28)
		if i%28 > 0 {
			b.WriteRune(0x11A7 + i%28)
		}
	}
	return b.String()
}

func TestSpansLeaveNoGap(t *testing.T) {
	next := rune(0x100)
	for _, s := range spans {
		if s.first != next || s.last < s.first {
			t.Errorf("the span after %U begins at %U", next-1, s.first)
		}
		next = s.last + 1
	}
	if next != unicode.MaxRune+1 {
		t.Errorf("the spans end before %U", next)
	}
}

func TestMarksTakeNoRoom(t *testing.T) {
	for _, table := range []*unicode.RangeTable{unicode.Mn, unicode.Me, unicode.Variation_Selector} {
		for _, r := range runes(table) {
			if got := Width("x"+string(r), 1000, false); got != float64(latin[0]['x']) {
				t.Errorf("x with %U is %v wide", r, got)
			}
		}
	}
}

func runes(table *unicode.RangeTable) []rune {
	var all []rune
	for _, r := range table.R16 {
		for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
			all = append(all, c)
		}
	}
	for _, r := range table.R32 {
		for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
			all = append(all, c)
		}
	}
	return all
}

func TestClusters(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"가나", "가|나"},
		{"\u1112\u1161\u11AB\u1100\u1173\u11AF", "\u1112\u1161\u11AB|\u1100\u1173\u11AF"},
		{"e\u0301\u0302a", "e\u0301\u0302|a"},
		{"👩\u200D💻👍🏽", "👩\u200D💻|👍🏽"},
		{"a\u200D💻", "a\u200D|💻"},
		{"☁\uFE0F\u200D💻", "☁\uFE0F\u200D💻"},
		{"🇰🇷🇺🇸🇯", "🇰🇷|🇺🇸|🇯"},
		{"1\uFE0F\u20E32", "1\uFE0F\u20E3|2"},
		{"\u0301a", "\u0301|a"},
		{"a\u200Bb", "a|\u200B|b"},
		{"क\u093Fत", "क\u093F|त"},
		{"か\u3099き", "か\u3099|き"},
	} {
		if got := strings.Join(clusters(tt.text), "|"); got != tt.want {
			t.Errorf("%+q is divided %+q, want %+q", tt.text, got, tt.want)
		}
	}
}

// clusters divides s into what is not to be divided.
func clusters(s string) []string {
	var c cluster
	var all []string
	for i, r := range s {
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			end = i + 1
		}
		if _, joins := c.next(r, 0); joins {
			all[len(all)-1] += s[i:end]
		} else {
			all = append(all, s[i:end])
		}
	}
	return all
}

func TestClip(t *testing.T) {
	for _, tt := range []struct {
		text string
		max  float64 // em
		want string
	}{
		{"로드 밸런서", 5, "로드 밸런서"},
		{"로드 밸런서", 4.98, "로드 밸런서"},
		{"로드 밸런서", 4.97, "로드 밸…"},
		{"로드 밸런서", 4, "로드…"},
		{"로드 밸런서", 3.2, "로드…"},
		{"로드 밸런서", 1, "…"},
		{"로드 밸런서", 0, "…"},
		{"로드 밸런서", -1, "…"},
		{"로드 밸런서", math.NaN(), "…"},
		{"로드 밸런서", math.Inf(1), "로드 밸런서"},
		{"", 0, ""},
		{"앱 서버 (오토 스케일링)", 5.5, "앱 서버…"},
		{"개발 · 테스트", 3.6, "개발…"},
		{"👩\u200D💻👩\u200D💻👩\u200D💻", 3.8, "👩\u200D💻👩\u200D💻…"},
		{"👩\u200D💻👩\u200D💻👩\u200D💻", 3.7, "👩\u200D💻…"},
		{"e\u0301e\u0301e\u0301e\u0301", 2.2, "e\u0301e\u0301…"},
	} {
		if got := Clip(tt.text, 16, false, 16*tt.max); got != tt.want {
			t.Errorf("Clip(%q, %v em) = %q, want %q", tt.text, tt.max, got, tt.want)
		}
	}
}

func FuzzWidth(f *testing.F) {
	for _, s := range samples {
		for _, line := range s.lines {
			f.Add(line, 14.0, 60.0)
		}
	}
	f.Add("☁\uFE0F가\u11A8👍🏽🇰\u200D\xF0\x9F", 13.0, 20.0)
	f.Fuzz(func(t *testing.T, s string, size, max float64) {
		if len(s) > 1000 || !(size > 1 && size < 1e3 && max > -1e3 && max < 1e5) {
			return
		}
		whole := Width(s, size, true)
		for i := range s {
			head, tail := Width(s[:i], size, true), Width(s[i:], size, true)
			if head > whole {
				t.Fatalf("%+q is wider than %+q", s[:i], s)
			}
			if s[i] == ' ' && math.Abs(head+tail-whole) > 1e-6 {
				t.Fatalf("%+q and %+q are %v and %v, together %v", s[:i], s[i:], head, tail, whole)
			}
		}
		clip := Clip(s, size, true, max)
		switch head, cut := strings.CutSuffix(clip, "…"); {
		case clip == s:
			if whole > max && s != "" && s != "…" {
				t.Fatalf("%+q is not clipped to %v", s, max)
			}
		case !cut || !strings.HasPrefix(s, head):
			t.Fatalf("%+q is clipped to %+q", s, clip)
		case clip != "…" && Width(clip, size, true) > max:
			t.Fatalf("%+q is clipped to %+q, which is wider than %v", s, clip, max)
		case math.Abs(Width(head, size, true)+Width(s[len(head):], size, true)-whole) > 1e-6:
			t.Fatalf("%+q is clipped within a character to %+q", s, clip)
		}
	})
}

func BenchmarkWidth(b *testing.B) {
	for _, bb := range []struct{ name, text string }{
		{"Korean", "서울 리전의 다중 가용 영역 구성 예시"},
		{"mixed", "RDS 주 (PostgreSQL) → 동기 복제"},
		{"emoji", "👩\u200D💻 개발자 ☁\uFE0F 🇰🇷"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			for b.Loop() {
				Width(bb.text, 14, true)
			}
		})
	}
}
