package text

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	const font = 10 // a syllable is 9.4 wide, a space 2.8
	for _, tt := range []struct {
		name, text string
		max        float64
		want       []string
	}{
		{"nothing", "", 100, []string{""}},
		{"spaces alone", " \t ", 100, []string{""}},
		{"fits", "요구 사항", 40.4, []string{"요구 사항"}},
		{"does not fit", "요구 사항", 40.3, []string{"요구", "사항"}},
		{"runs of spaces", "  요구 \n\t 사항 ", 100, []string{"요구 사항"}},
		{"a space that does not break", "요구\u00A0사항 정리", 50, []string{"요구\u00A0사항", "정리"}},
		{"between words only", "데이터베이스 서버", 60, []string{"데이터베이스", "서버"}},
		{"lines of about the same length", "작은 변경을 자주 배포", 90, []string{"작은 변경을", "자주 배포"}},
		{"no short last line", "서울 리전의 다중 가용 영역 그림", 130, []string{"서울 리전의 다중", "가용 영역 그림"}},
		{"three lines", "변경 사항을 작게 나누어 자주 배포한다", 70, []string{"변경 사항을", "작게 나누어", "자주 배포한다"}},
		{"a long word", "가나다라마바사아자차", 40, []string{"가나다라", "마바사", "아자차"}},
		{"a long word begins a line", "긴 가나다라마바사아", 40, []string{"긴", "가나다라", "마바사아"}},
		{"words after a long one", "가나다라마바 끝", 40, []string{"가나다라", "마바 끝"}},
		{"a long word at its hinges", "kubernetes/ingress-nginx", 80, []string{"kubernetes/", "ingress-nginx"}},
		{"an address", "https://example.com/guide", 100, []string{"https://", "example.com/guide"}},
		{"no closing sign begins a line", "가나다라), 마", 40, []string{"가나다", "라), 마"}},
		{"no opening sign ends a line", "가나(다라)", 40, []string{"가나", "(다라)"}},
		{"signs that have no room", "가))))))))))", 20, []string{"가))", ")))))", ")))"}},
		{"a separator ends a line", "개발 · 테스트", 40, []string{"개발 ·", "테스트"}},
		{"a separator without room", "개발자 · 운영", 30, []string{"개발자", "· 운영"}},
		{"jamo stay together", "\u1112\u1161\u11AB\u1100\u1173\u11AF\u1112\u1161\u11AB", 20,
			[]string{"\u1112\u1161\u11AB\u1100\u1173\u11AF", "\u1112\u1161\u11AB"}},
		{"emoji stay together", "👩\u200D💻👩\u200D💻👍🏽🇰🇷", 28, []string{"👩\u200D💻👩\u200D💻", "👍🏽🇰🇷"}},
		{"accents stay with their letters", "e\u0301e\u0301e\u0301", 7, []string{"e\u0301", "e\u0301", "e\u0301"}},
		{"one character is too much", "가나 다", 5, []string{"가", "나", "다"}},
		{"no room", "가나 다", 0, []string{"가", "나", "다"}},
		{"less than no room", "가나", -5, []string{"가", "나"}},
		{"unknown room", "가나", math.NaN(), []string{"가", "나"}},
		{"all room", "가나 다", math.Inf(1), []string{"가나 다"}},
	} {
		if got := Wrap(tt.text, font, false, tt.max); !slices.Equal(got, tt.want) {
			t.Errorf("%s: Wrap(%q, %v) = %q, want %q", tt.name, tt.text, tt.max, got, tt.want)
		}
	}
}

func TestALineFitsItsOwnWidth(t *testing.T) {
	for _, s := range samples {
		for _, line := range s.lines {
			for size := 9.0; size < 30; size += .7 {
				if got := Wrap(line, size, true, Width(line, size, true)); len(got) != 1 || got[0] != line {
					t.Errorf("%q at %v px: %q", line, size, got)
				}
			}
		}
	}
}

// Of all ways to break a text into the fewest lines, Wrap takes one whose lines
// differ least.
func TestLinesAreOfAboutTheSameLength(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var words []string
		for range 1 + random.IntN(10) {
			words = append(words, strings.Repeat("가", 1+random.IntN(6)))
		}
		max := 60 + 150*random.Float64()
		lines := Wrap(strings.Join(words, " "), 10, false, max)
		count, least := bestOf(words, max)
		if len(lines) != count || squares(lines) > least {
			t.Errorf("%v at %v: %q: %d lines of %v, want %d of %v", words, max, lines, len(lines), squares(lines), count, least)
		}
	}
}

// bestOf tries every way to break words into lines, and returns the least number
// of lines and the least sum of their squared widths.
func bestOf(words []string, max float64) (count int, least float64) {
	count, least = len(words)+1, math.Inf(1)
	for ways := range 1 << (len(words) - 1) {
		lines := []string{words[0]}
		for i, word := range words[1:] {
			if ways>>i&1 == 1 {
				lines = append(lines, word)
			} else {
				lines[len(lines)-1] += " " + word
			}
		}
		if slices.ContainsFunc(lines, func(line string) bool { return Width(line, 10, false) > max }) {
			continue
		}
		if sum := squares(lines); len(lines) < count || len(lines) == count && sum < least {
			count, least = len(lines), sum
		}
	}
	return count, least
}

func squares(lines []string) float64 {
	sum := 0.0
	for _, line := range lines {
		wide := math.Round(Width(line, 1000, false))
		sum += wide * wide
	}
	return sum
}

func FuzzWrap(f *testing.F) {
	for _, s := range samples {
		for _, line := range s.lines {
			f.Add(line, 14.0, 60.0)
		}
	}
	f.Add("가))) · · 「☁\uFE0F」\u11A8👍🏽🇰\u200D\xF0\x9F /-/ a/b", 13.0, 20.0)
	f.Fuzz(func(t *testing.T, s string, size, max float64) {
		if len(s) > 1000 || !(size > 1 && size < 1e3 && max > -1e3 && max < 1e5) {
			return
		}
		lines := Wrap(s, size, false, max)
		if got, want := unspaced(strings.Join(lines, "")), unspaced(s); got != want {
			t.Fatalf("%+q became %+q", want, got)
		}
		for _, line := range lines {
			if Width(line, size, false) > max && len(clusters(line)) > 1 {
				t.Fatalf("%+q at %v px is %v wide, which is more than %v", line, size, Width(line, size, false), max)
			}
			if strings.Trim(line, spaces) != line || strings.Contains(line, "  ") || line == "" && len(lines) > 1 {
				t.Fatalf("%+q has a line %+q", s, line)
			}
		}
		if again := Wrap(strings.Join(strings.FieldsFunc(s, isSpace), " "), size, false, max); !slices.Equal(again, lines) {
			t.Fatalf("%+q: %+q, %+q with single spaces", s, lines, again)
		}
		if got, want := characters(lines...), characters(s); got != want {
			t.Fatalf("%+q has %d characters on its lines %+q, not %d", s, got, lines, want)
		}
	})
}

func unspaced(s string) string { return strings.Join(strings.FieldsFunc(s, isSpace), "") }

// characters counts those of the words of lines.
func characters(lines ...string) int {
	n := 0
	for _, line := range lines {
		for word := range strings.FieldsFuncSeq(line, isSpace) {
			n += len(clusters(word))
		}
	}
	return n
}

func BenchmarkWrap(b *testing.B) {
	for _, bb := range []struct{ name, text string }{
		{"label", "로드 밸런서 (ALB · 두 영역에 걸침)"},
		{"one word of 200", strings.Repeat("가나다라마", 40)},
		{"100 words", strings.Repeat("가 ", 100)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Wrap(bb.text, 14, true, 120)
			}
		})
	}
}
