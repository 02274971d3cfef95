package markdown

import "testing"

func TestEmoji(t *testing.T) {
	for src, want := range map[string]string{
		":tada:":                "🎉",
		"좋아요:tada:":             "좋아요🎉",
		":+1: :-1:":             "👍 👎",
		":tada::tada:":          "🎉🎉",
		":nope: :tada":          ":nope: :tada",
		"`:tada:`":              "<code>:tada:</code>",
		"a:100:b":               "a:100:b",
		"10:30:45":              "10:30:45",
		"fe80::a:b:1":           "fe80::a:b:1",
		"fe80::b:":              "fe80::b:",
		":tada:::b:":            "🎉::b:",
		":tada:a :b:":           "🎉a 🅱️",
		`\:tada:`:               ":tada:",
		"[:tada:](x:tada:)":     `<a href="x:tada:">🎉</a>`,
		"<https://a.kr/:tada:>": `<a href="https://a.kr/:tada:">https://a.kr/:tada:</a>`,
		"::":                    "::",
	} {
		if got, _ := withExtras(t, HTMLSafe, src); got != "<p>"+want+"</p>\n" {
			t.Errorf("%q: got %s want %s", src, got, want)
		}
	}
}
