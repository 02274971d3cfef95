package source

import (
	"os"
	"path/filepath"
	"testing"

	"sitegen/internal/hangul"
)

func TestSkips(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"old", "static/v1", "content"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"old", "static/v1"} {
		if err := os.WriteFile(filepath.Join(root, dir, manifest), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	plain, named := Layout{Output: "결과/site"}, Layout{Content: ".notes/ko"}
	cases := []struct {
		layout Layout
		rel    string
		dir    bool
		want   bool
	}{
		{plain, "content", true, false},
		{plain, "content/가/a.md", false, false},
		{plain, "sitegen.yaml", false, false},
		{plain, "notes.txt", false, false},
		{plain, "결과", true, false},
		{plain, "결과", false, true},
		{plain, "결과/a.md", false, false},
		{plain, "결과/site", true, true},
		{plain, hangul.NFD("결과/site"), true, true},
		{plain, "결과/site/index.html", false, true},
		{plain, "결과/site.md", false, false},
		{plain, "old", true, true},
		{plain, "static/v1", true, false},
		{plain, ".git", true, true},
		{plain, "content/.a.md.swp", false, true},
		{plain, "content/.obsidian/x.md", false, true},
		{plain, "content/.well-known/x", false, true},
		{plain, "static/.well-known", true, false},
		{plain, "static/.well-known/security.txt", false, false},
		{plain, "static/.htaccess", false, false},
		{plain, "static/.env", false, true},
		{plain, "content/node_modules", true, true},
		{plain, "content/node_modules/a.md", false, true},
		{plain, "content/node_modules", false, false},
		{plain, "content/a.md~", false, true},
		{plain, "content/4913", false, true},
		{plain, "content/#a.md#", false, true},
		{plain, "content/a.md___jb_tmp___", false, true},
		{plain, "content/~$글.docx", false, true},
		{plain, "content/a.md.bck", false, true},
		{plain, "templates/.page.html.swp", false, true},
		{named, ".notes", true, false},
		{named, ".notes/ko", true, false},
		{named, ".notes/ko/a.md", false, false},
		{named, ".notes/ko/.a.md.swp", false, true},
		{named, ".notes/en/a.md", false, true},
		{named, ".notes/ko.md", false, true},
	}
	for _, c := range cases {
		if got := Skips(root, c.layout)(c.rel, c.dir); got != c.want {
			t.Errorf("%q (folder %v): %v, want %v", c.rel, c.dir, got, c.want)
		}
	}
}
