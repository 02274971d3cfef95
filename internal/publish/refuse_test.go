package publish

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitegen/internal/site"
)

func symlink(t *testing.T, to, at string) {
	t.Helper()
	if err := os.Symlink(to, at); err != nil {
		t.Skip("no symlinks here:", err)
	}
}

func TestRefusedFolders(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	root := project(t, map[string]string{
		"static/s.txt": "s", ".git/HEAD": "ref", "file": "not a folder", "sitegen.yaml": "title: t\n",
	})
	symlink(t, "content", filepath.Join(root, "link"))
	symlink(t, root, filepath.Join(home, "way"))
	symlink(t, "nowhere", filepath.Join(root, "dangling"))
	before := tree(t, root)

	cases := []struct {
		out    string
		byFlag bool
		want   string
	}{
		{"content", false, "OUT001"},
		{"content/sub/public", false, "OUT001"},
		{"./content/../content/", false, "OUT001"},
		{"static", true, "OUT001"},
		{"static/x", false, "OUT001"},
		{"templates", false, "OUT001"}, // does not exist yet, and must not begin as an output
		{"Templates/x", false, "OUT001"},
		{"sitegen.yaml", false, "OUT001"},
		{".", false, "OUT001"},
		{"", false, "OUT001"},
		{"..", true, "OUT001"},
		{"/", true, "OUT001"},
		{root, true, "OUT001"},
		{home, true, "OUT001"},
		{filepath.Dir(home), true, "OUT001"},
		{filepath.Join(home, "way"), true, "OUT001"},
		{filepath.Join(home, "way", "content", "public"), true, "OUT001"},
		{"link", false, "OUT001"},
		{"link/public", false, "OUT001"},
		{".git", false, "OUT001"},
		{".git/public", false, "OUT001"},
		{"sub/.git/public", false, "OUT001"},
		{"file", false, "OUT003"},
		{"dangling", false, "OUT003"},
		{"../elsewhere", false, "OUT002"},
		{filepath.Join(home, "elsewhere"), false, "OUT002"},
	}
	for _, c := range cases {
		tg := target(root)
		tg.Out, tg.ByFlag = c.out, c.byFlag
		s, ds, err := Begin(tg)
		if s != nil {
			s.Abort()
		}
		if err != nil || len(ds) != 1 || ds[0].Code != c.want {
			t.Errorf("%q: %v %v, want %s", c.out, ds, err, c.want)
			continue
		}
		if at := ds[0].Pos.String(); !c.byFlag && at != "sitegen.yaml:2:9" {
			t.Errorf("%q: at %s", c.out, at)
		}
	}
	if after := tree(t, root); !maps.Equal(before, after) {
		t.Errorf("a refusal touched something:\n%v\nwant\n%v", after, before)
	}
}

func TestAcceptedFolders(t *testing.T) {
	root := project(t, nil)
	elsewhere := filepath.Join(t.TempDir(), "www")
	symlink(t, "dist", filepath.Join(root, "public"))
	if err := os.Mkdir(filepath.Join(root, "dist"), 0o755); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		tg    Target
		shown string
	}{
		{Target{Root: root, Out: "public"}, "dist"}, // a symlink inside the project is the author's choice
		{Target{Root: root, Out: "content-site", Protect: []string{"content"}}, "content-site"},
		{Target{Root: root, Out: filepath.Join(root, "abs")}, "abs"},
		{Target{Root: filepath.Join(root, "content"), Out: "public", Protect: []string{"."}}, "public"}, // notes without a content folder
		{Target{Root: root, Out: elsewhere, ByFlag: true}, filepath.ToSlash(realPath(elsewhere))},
	}
	for _, c := range cases {
		s := begin(t, c.tg)
		if s.shown != c.shown {
			t.Errorf("%s is shown as %s", c.tg.Out, s.shown)
		}
		put(t, s, map[string]string{"index.html": "홈"})
		commit(t, s)
	}
}

func TestHostileManifest(t *testing.T) {
	cases := map[string]string{
		"traversal":   `{"version":1,"files":["../content/index.md"]}`,
		"inner":       `{"version":1,"files":["a/../../content/index.md"]}`,
		"absolute":    `{"version":1,"files":["/etc/hosts"]}`,
		"one of many": `{"version":1,"files":["old/index.html","../content/index.md"]}`,
		"folder":      `{"version":1,"files":["."]}`,
		"empty name":  `{"version":1,"files":[""]}`,
		"null byte":   `{"version":1,"files":["a\u0000b"]}`,
		"git":         `{"version":1,"files":[".git/config"]}`,
		"our own":     `{"version":1,"files":[".sitegen-lock"]}`,
		"truncated":   `{"version":1,"fil`,
		"empty":       ``,
		"more behind": `{"version":1,"files":[]} {}`,
		"version":     `{"version":2,"files":[]}`,
		"other type":  `{"version":1,"files":{"a":1}}`,
		"unknown key": `{"version":1,"files":[],"delete":["/"]}`,
		"symlink":     `{"version":1,"files":["link/index.md"]}`,
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			root := project(t, map[string]string{"public/.sitegen-manifest.json": text, "public/old/index.html": "x"})
			symlink(t, "../content", filepath.Join(root, "public", "link"))
			before := tree(t, root)
			_, ds, err := Begin(target(root))
			if got, want := codes(ds), "error OUT006 public/.sitegen-manifest.json"; got != want || err != nil {
				t.Errorf("%s %v, want %s", got, err, want)
			}
			if !maps.Equal(before, tree(t, root)) {
				t.Error("something was touched")
			}
		})
	}
	t.Run("is a folder", func(t *testing.T) {
		root := project(t, map[string]string{"public/.sitegen-manifest.json/x": "y"})
		_, ds, err := Begin(target(root))
		if len(ds) != 1 || ds[0].Code != "OUT006" || err != nil {
			t.Error(ds, err)
		}
	})
}

// Symlinks in the output are never written through, whether they stand for a
// file or for a folder, and whether they lead out or stay.
func TestSymlinksInTheOutput(t *testing.T) {
	cases := []struct{ link, to, put, want string }{
		{"public/a.html", "../content/index.md", "a.html", "public/a.html"},
		{"public/a.html", "index.html", "a.html", "public/a.html"},
		{"public/a", "../content", "a/index.md", "public/a"},
		{"public/a", "sub", "a/index.html", "public/a"},
		{"public/a", "nowhere", "a/index.html", "public/a"},
	}
	for _, c := range cases {
		root := project(t, nil)
		build(t, root, map[string]string{"index.html": "홈", "sub/index.html": "가"})
		symlink(t, c.to, filepath.Join(root, c.link))
		before := tree(t, root)
		s := begin(t, target(root))
		if err := s.Put(site.Output{Path: c.put, Data: []byte("x"), From: "content/a.md"}); err != nil {
			t.Errorf("%v: %v", c, err)
		}
		_, ds, err := s.Commit()
		if got, want := codes(ds), "error OUT005 "+c.want; got != want || err != nil {
			t.Errorf("%v: %s %v", c, got, err)
		}
		if after := tree(t, root); !maps.Equal(before, after) {
			t.Errorf("%v left %v, want %v", c, after, before)
		}
	}
}

func TestASymlinkInPlaceOfOurFileStays(t *testing.T) {
	root := project(t, nil)
	build(t, root, map[string]string{"index.html": "홈", "a.html": "가"})
	at := filepath.Join(root, "public/a.html")
	if err := os.Remove(at); err != nil {
		t.Fatal(err)
	}
	symlink(t, "../content/index.md", at)
	if stats := build(t, root, map[string]string{"index.html": "홈"}); stats.Deleted != 0 || stats.Foreign != 1 {
		t.Errorf("%+v", stats)
	}
	if got := tree(t, root)["content/index.md"]; !strings.Contains(got, "홈") {
		t.Errorf("the source is %q", got)
	}
}

func TestReadOnlyOutput(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("needs an ordinary user of a Unix system")
	}
	root := project(t, nil)
	build(t, root, map[string]string{"index.html": "홈"})
	pub := filepath.Join(root, "public")
	if err := os.Chmod(pub, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(pub, 0o755)
	if _, _, err := Begin(target(root)); err == nil || !strings.Contains(err.Error(), "public") {
		t.Errorf("%v", err)
	}
}
