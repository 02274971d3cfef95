package render

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"sitegen/internal/site"
)

// The dialog finds every word that it shows, in each language, and no other is sent.
func TestSearchWords(t *testing.T) {
	script, err := os.ReadFile("../../static/assets/search.js")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{"name": true}
	for _, m := range regexp.MustCompile(`[^/]\bwords\.(\w+)`).FindAllSubmatch(script, -1) {
		shown[string(m[1])] = true
	}
	if len(shown) < 10 {
		t.Fatalf("the dialog shows %d words only; has the way it asks for them changed?", len(shown))
	}
	for _, lang := range []string{"ko", "en"} {
		var sent map[string]string
		if err := json.Unmarshal(searchWords(&site.Site{Strings: words(t, lang)}), &sent); err != nil {
			t.Fatal(err)
		}
		for name := range shown {
			if sent[name] == "" {
				t.Errorf("the dialog shows %q, which is not among its words in %s", name, lang)
			}
		}
		for name := range sent {
			if !shown[name] {
				t.Errorf("%q is sent in %s, but never shown", name, lang)
			}
		}
	}
}
