package render

import (
	"os"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"sitegen/internal/site"
	"sitegen/static"
)

// Whatever a person may use to change the theme is in its guide: custom
// properties, functions, fields.
func TestGuideIsComplete(t *testing.T) {
	property := regexp.MustCompile(`(--[a-z][a-z0-9]*):`)
	var words []string
	for name, data := range read(t, static.FS) {
		if path.Ext(name) != ".css" {
			continue
		}
		for _, m := range property.FindAllSubmatch(data, -1) {
			words = append(words, "`"+string(m[1])+"`")
		}
	}
	for name := range defaultTheme(t).funcs() {
		words = append(words, "| `"+name+" ")
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[site.View]()) {
		words = append(words, "`."+f.Name+"`")
	}
	if len(words) < 80 {
		t.Fatalf("found only %d words", len(words))
	}
	for _, guide := range []string{"theming.md", "theming.ko.md"} {
		text, err := os.ReadFile("../../docs/" + guide)
		if err != nil {
			t.Fatal(err)
		}
		missing := map[string]bool{}
		for _, w := range words {
			if !strings.Contains(string(text), w) {
				missing[w] = true
			}
		}
		for w := range missing {
			t.Errorf("%s says nothing of %s", guide, w)
		}
	}
}
