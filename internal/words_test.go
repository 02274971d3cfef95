package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// wordAsked is a word of the interface that the program draws into a page.
var wordAsked = regexp.MustCompile(`(?:\bword\(|\bSay\(|Strings\[)"([a-z_]+)"`)

// Every word the program asks for is in both languages: a missing one would show
// its key to readers.
func TestWordsExist(t *testing.T) {
	have := map[string]map[string]bool{}
	for _, lang := range []string{"ko", "en"} {
		data, err := os.ReadFile("../templates/i18n/" + lang + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		have[lang] = map[string]bool{}
		for line := range strings.Lines(string(data)) {
			if key, _, ok := strings.Cut(line, ":"); ok {
				have[lang][key] = true
			}
		}
	}
	var sources []string
	for _, pattern := range []string{"*/*.go", "*/*/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, found...)
	}
	asked := 0
	for _, file := range sources {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range wordAsked.FindAllStringSubmatch(string(data), -1) {
			asked++
			for lang, words := range have {
				if !words[m[1]] {
					t.Errorf("%s asks for the word %q, which templates/i18n/%s.yaml lacks", file, m[1], lang)
				}
			}
		}
	}
	if asked < 10 {
		t.Errorf("only %d words found; has the way they are asked for changed?", asked)
	}
}
