package markdown

import "testing"

func TestIsCJK(t *testing.T) {
	tests := []struct {
		chars string
		want  bool
	}{
		{"가힣ㄱᄀᇿ한字ひカ々〆", true},
		{"、。（）「」！～￦₩〈〉", true},
		{"〰〽㊗㊙🈂🈷", true},          // emoji only when asked for
		{"☰䷀㇯𝌀", true},            // wide since Unicode 16
		{"𠀀\U0003FFFD", true},     // not assigned, wide all the same
		{"⌚⏩☔⚡✅❌➕⭐🀄🈁🈚🎉🧑🫠", false}, // wide, but emoji
		{"aé€Жא()“”‘’…·—→①°", false},
		{"\uFE00\uFE0F\U000E0100", false},
	}
	for _, tt := range tests {
		for _, r := range tt.chars {
			if got := isCJK(r); got != tt.want {
				t.Errorf("isCJK(%q U+%04X) = %v", r, r, got)
			}
		}
	}
}
