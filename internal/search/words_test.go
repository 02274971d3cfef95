package search

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// show writes a word as its kind, its text, and what is special about it.
func show(w word) string {
	s := [...]string{alphabetic: "a ", korean: "k ", unspaced: "u "}[w.kind] + w.text
	for _, p := range w.parts {
		mark := " "
		if p.hump {
			mark = " ^"
		}
		s += mark + p.text
	}
	if w.literal != "" {
		s += " literal " + w.literal
	}
	if w.glued {
		s += " glued"
	}
	if w.close {
		s += " close"
	}
	return s
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"가용 영역(AZ)은":                        "k 가용, k 영역 close, a az, k 은 glued",
		"AWS의 EC2인스턴스를":                     "a aws, k 의 glued close, a ec2 close, k 인스턴스를 glued close",
		"useLayoutEffect":                   "a uselayouteffect use ^layout ^effect",
		"HTTPServer APIs IDs OAuth2":        "a httpserver http ^server, a apis close, a ids close, a oauth2 o ^auth2 close",
		"ap-northeast-2":                    "a apnortheast2 ap northeast 2",
		"user_name_id a/b c:d":              "a usernameid user name id, a ab a b close, a cd c d close",
		"__init__.py":                       "a init glued, a py literal .py glued",
		"C++, C# f#(x) a+b":                 "a c literal c++, a c literal c#, a f literal f# close, a x, a ab a b",
		".gitignore와 --force-with-lease":    "a gitignore literal .gitignore, k 와 glued close, a forcewithlease force with lease literal --forcewithlease close",
		"@Transactional $HOME #include -rf": "a transactional literal @transactional, a home literal $home close, a include literal #include close, a rf literal -rf close",
		"...rest a--b x.-y":                 "a rest glued, a a close, a b glued, a x close, a y glued",
		"리전·영역, 끝.":                         "k 리전, k 영역 glued, k 끝",
		"東京タワー漢字 ㅋㅌㅇㄴ":                      "u 東京タワー漢字, k ㅋㅌㅇㄴ close",
		"ＡＷＳ Café don’t user's":             "a aws, a cafe close, a dont don t close, a users user s close",
		"한글":                                "k 한글",
		"영역\u2060은 so\u00ADft":              "k 영역은, a soft close",
		"ΣΊΣΥΦΟΣ İstanbul":                  "a σισυφοσ, a istanbul close",
		"":                                  "",
		" \t\n.,!?…😀":                       "",
		"\xff가\xfe":                         "k 가 glued",
		"가\n나":                              "k 가, k 나",
		strings.Repeat("ㅏ\u11a8", 20):       "k ㅏ" + strings.Repeat(", k ㅏ glued", 19),
	} {
		var got []string
		words(text, func(w word) { got = append(got, show(w)) })
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%q:\ngot  %s\nwant %s", text, s, want)
		}
	}
}

func TestLongWordsAreCut(t *testing.T) {
	long := strings.Repeat("가", 100) + " " + strings.Repeat("a", 100) + " " + strings.Repeat("ab-", 30) + "z --" + strings.Repeat("x", 50)
	words(long, func(w word) {
		for _, s := range []string{w.text, w.literal} {
			if n := utf8.RuneCountInString(s); n > maxWord {
				t.Errorf("%d characters: %s", n, show(w))
			}
		}
		if len(w.parts) > maxParts {
			t.Errorf("%d parts: %s", len(w.parts), show(w))
		}
	})
}

// Terms must sort alike in UTF-8 and in UTF-16, where characters beyond the basic
// plane come before U+E000.
func TestLettersSortAlike(t *testing.T) {
	for i, s := range letters {
		if s.from > s.to || i > 0 && s.from <= letters[i-1].to {
			t.Errorf("%X-%X is out of order", s.from, s.to)
		}
		if s.to >= 0xD800 && s.from < 0x10000 {
			t.Errorf("%X-%X lies behind the surrogates", s.from, s.to)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"가용 영역(AZ)은", "useState를 --force c++", "が東京", "각\u11a8\u0301", "\xff\xfe", "ＡＢ１２", strings.Repeat("a.", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := fold(text)
		if len(text) < 1000 && fold(folded) != folded && !strings.ContainsFunc(folded, func(r rune) bool { return r >= 0x80 }) {
			t.Errorf("fold(%q) = %q, and again %q", text, folded, fold(folded))
		}
		n := 0
		words(text, func(w word) {
			n++
			if w.text == "" {
				t.Errorf("%q has an empty word", text)
			}
			languages[w.kind].terms(w, func(term string, share int) {
				if term == "" || share < 1 || share > whole || strings.ContainsAny(term, "\n\t") {
					t.Errorf("%q: term %q, share %d", text, term, share)
				}
			})
		})
		if n > len(folded) {
			t.Errorf("%q has %d words", text, n)
		}
	})
}

var (
	wordsFile = flag.String("words", "", "file to write random texts and their words to, for the test of the client")
	wordsSeed = flag.Uint64("seed", 1, "of the random texts")
)

// clientWord is a word as the client has it.
type clientWord struct {
	Text    string   `json:"text"`
	Kind    int      `json:"kind"`
	Glued   bool     `json:"glued"`
	Literal string   `json:"literal"`
	Parts   []string `json:"parts"`
	Sound   string   `json:"sound"`
}

// TestWriteWords writes what tests/browser/search.test.mjs compares the client with.
func TestWriteWords(t *testing.T) {
	if *wordsFile == "" {
		t.Skip("only with -words")
	}
	type sample struct {
		Text  string       `json:"text"`
		Words []clientWord `json:"words"`
	}
	out := struct {
		Letters []string `json:"letters"`
		Samples []sample `json:"samples"`
	}{Letters: classes()}
	r := rand.New(rand.NewPCG(*wordsSeed, 0))
	for range 20000 {
		s := sample{Text: randomText(r), Words: []clientWord{}}
		words(s.Text, func(w word) {
			c := clientWord{w.text, int(w.kind), w.glued, w.literal, []string{}, soundOf(w.text)}
			for _, p := range w.parts {
				c.Parts = append(c.Parts, p.text)
			}
			s.Words = append(s.Words, c)
		})
		out.Samples = append(out.Samples, s)
	}
	data, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*wordsFile, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// randomText draws from pieces that words are cut at, and from all of Unicode.
func randomText(r *rand.Rand) string {
	pieces := []string{" ", "  ", "\n", "\t", "\u00a0", ".", "..", "-", "--", "_", "/", ":", "+", "++", "#", "@", "$", "&", "'", "’", "(", ")", "“", "·", "…",
		"가", "각", "영역", "은", "에서", "ㄱ", "ㅏ", "\u1100\u1161", "\u11a8", "A", "b", "Z9", "HTTP", "use", "Effect", "xMLs", "0", "é", "é", "İ", "ß", "Σ", "ς",
		"が", "か\u3099", "漢", "字", "ー", "ไทย", "العربية", "،", "й", "\u200b", "\u2060", "\u00ad", "\ufe0f", "😀", "👨‍👩‍👧", "Ａ", "１", "－", "＋", "\U00020000", "〆", "々",
		"\U000105C9", "\U000113C5", "\U00016D68", // decomposed since Unicode 16
		"\u1100\u1161\u11a8", "\u1112\u119e\u11ab", "ㅎㅏㄴ", "\u115f\u1160", "ﾊﾝ", "ﾡ", "한\u302e", "ơ\u0323", "ﬁ", "Å", "①", "\u200d", "\u200c", "\ufeff", "\u2028"}
	var b strings.Builder
	for range r.IntN(12) {
		switch r.IntN(8) {
		case 0:
			b.WriteRune(rune(r.IntN(0x20000)))
		case 1:
			b.WriteRune('가' + rune(r.IntN(11172)))
		case 2:
			b.WriteRune(rune(r.IntN(0x250)))
		default:
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
	}
	switch r.IntN(50) {
	case 0:
		return strings.Repeat(b.String(), 20)
	case 1, 2, 3:
		return norm.NFD.String(b.String())
	case 4:
		return norm.NFKD.String(b.String())
	}
	return b.String()
}

func TestSounds(t *testing.T) {
	for term, want := range map[string]string{
		"컨테이너": "ㄱ4ㄷㅇㄴ", "건데이너": "ㄱ4ㄷㅇㄴ", "쓰레드": "ㅅ3ㄹㄷ", "스레드": "ㅅ3ㄹㄷ", "값": "", "ㅋㅌ": "", "가a": "",
		"docker": "dckr", "useeffect": "usfct", "singelton": "sngltn", "abc": "", "c++x": "", "vite2": "",
	} {
		if got := soundOf(term); got != want {
			t.Errorf("%s sounds like %q, want %q", term, got, want)
		}
	}
}
