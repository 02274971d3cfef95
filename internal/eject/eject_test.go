package eject

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for name, want := range map[string]string{
		"templates/page.html":     "templates/page.html",
		"page.html":               "templates/page.html",
		"footer.html":             "templates/partials/footer.html",
		"partials/footer.html":    "templates/partials/footer.html",
		`partials\footer.html`:    "templates/partials/footer.html",
		"./static/assets/app.js":  "static/assets/app.js",
		"css/00-tokens.css":       "static/assets/css/00-tokens.css",
		"i18n/ko.yaml":            "templates/i18n/ko.yaml",
		"ooter.html":              "",
		"":                        "",
		"templates":               "",
		"../templates/page.html":  "",
		"templates/embed.go":      "",
		"/etc/passwd":             "",
		"templates/../page.html":  "templates/page.html",
		"templates//tags.html":    "templates/tags.html",
		"static/assets/style.css": "",
	} {
		got, err := Find(name)
		if got != want || (want == "") != (err != nil) {
			t.Errorf("Find(%q) = %q, %v", name, got, err)
		}
	}
}

// Every name leads back to itself, and an end that several names share says so.
func TestFindIsExact(t *testing.T) {
	ends := map[string][]string{}
	for _, name := range Names() {
		if got, err := Find(name); got != name || err != nil {
			t.Errorf("Find(%q) = %q, %v", name, got, err)
		}
		base := name[strings.LastIndexByte(name, '/')+1:]
		ends[base] = append(ends[base], name)
	}
	for end, names := range ends {
		var several AmbiguousError
		if _, err := Find(end); len(names) > 1 && (!errors.As(err, &several) || !slices.Equal(several, names)) {
			t.Errorf("Find(%q): %v, want %v", end, err, names)
		}
	}
}

func TestWrite(t *testing.T) {
	root := t.TempDir()
	state := func(name string) State {
		states, err := States(root)
		if err != nil {
			t.Fatal(err)
		}
		return states[slices.Index(Names(), name)]
	}
	for _, name := range Names() {
		if state(name) != Default {
			t.Errorf("%s is there", name)
		}
		if err := Write(root, name); err != nil {
			t.Fatal(err)
		}
		if state(name) != Same {
			t.Errorf("%s is not what was written", name)
		}
	}
	const mine = "templates/page.html"
	if err := os.WriteFile(filepath.Join(root, mine), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(root, mine); !errors.Is(err, fs.ErrExist) {
		t.Errorf("written over: %v", err)
	}
	if data, _ := os.ReadFile(filepath.Join(root, mine)); string(data) != "mine" || state(mine) != Changed {
		t.Errorf("%s is now %q", mine, data)
	}
}

// A link in a project does not lead writes out of it.
func TestWriteStaysInside(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(root, "templates")); err != nil {
		t.Skip(err)
	}
	if err := Write(root, "templates/page.html"); err == nil {
		t.Error("written through a link")
	}
	if left, _ := os.ReadDir(outside); len(left) > 0 {
		t.Errorf("outside lies %s", left[0].Name())
	}
}
