package hangul

import "testing"

func TestNFC(t *testing.T) {
	const loose = "\u1112\u1161\u11ab\u1100\u1173\u11af"
	if got := NFC(loose); got != "한글" {
		t.Errorf("NFC = %q", got)
	}
	if got := NFD("한글"); got != loose {
		t.Errorf("NFD = %q", got)
	}
}

func TestSyllable(t *testing.T) {
	for r, want := range map[rune]bool{'가': true, '힣': true, 'ㄱ': false, 'a': false, 'ᄒ': false, '漢': false} {
		if Syllable(r) != want {
			t.Errorf("Syllable(%q) = %v", r, !want)
		}
	}
}

func TestGlue(t *testing.T) {
	tests := []struct {
		name, in string
		prev     rune
		want     string
		last     rune
	}{
		{"nothing to do", "가용 영역은 여럿이다", 0, "가용 영역은 여럿이다", '다'},
		{"parenthesis", "가용 영역(AZ)은", 0, "가용 영역(AZ)\u2060은", '은'},
		{"every mark", ")은]은”은’은」은』은》은%를…다", 0, ")\u2060은]\u2060은”\u2060은’\u2060은」\u2060은』\u2060은》\u2060은%\u2060를…\u2060다", '다'},
		{"signs", "C#은 30℃는 5‰의 90°는 😀은 네!라고", 0, "C#\u2060은 30℃\u2060는 5‰\u2060의 90°\u2060는 😀\u2060은 네!\u2060라고", '고'},
		{"what joins words may break", "가/나 가~나 가-나 서울→부산 가,나 가:나 가*나 가_나 ──가", 0, "가/나 가~나 가-나 서울→부산 가,나 가:나 가*나 가_나 ──가", '가'},
		{"before the dot, not after", "리전·가용", 0, "리전\u2060·가용", '용'},
		{"dot after a space", "리전 ·가용", 0, "리전 ·가용", '용'},
		{"dot after a digit", "3·1절", 0, "3\u2060·1절", '절'},
		{"mark in the element before", "은 여럿", ')', "\u2060은 여럿", '럿'},
		{"dot opens the text", "·가용", '전', "\u2060·가용", '용'},
		{"mark before Latin", "(AZ)is", 0, "(AZ)is", 's'},
		{"empty keeps what was before", "", ')', "", ')'},
		{"damaged text", "\xff은", 0, "\xff은", '은'},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, last := Glue(tt.in, tt.prev)
			if got != tt.want || last != tt.last {
				t.Errorf("got %q, %q; want %q, %q", got, last, tt.want, tt.last)
			}
			if again, _ := Glue(got, 0); tt.prev == 0 && again != got {
				t.Errorf("glued again: %q", again)
			}
		})
	}
}

func TestMinutes(t *testing.T) {
	tests := []struct{ syllables, words, lines, want int }{
		{0, 0, 0, 0},
		{1, 0, 0, 1},
		{0, 0, 1, 1},
		{1000, 0, 0, 2},
		{1000, 200, 30, 4},
		{749, 0, 0, 1},
		{750, 0, 0, 2},
	}
	for _, tt := range tests {
		if got := Minutes(tt.syllables, tt.words, tt.lines); got != tt.want {
			t.Errorf("Minutes(%d, %d, %d) = %d, want %d", tt.syllables, tt.words, tt.lines, got, tt.want)
		}
	}
}
