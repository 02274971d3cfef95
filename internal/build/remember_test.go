package build

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"sitegen/internal/memo"
)

// program writes a file that stands for the running program.
func program(t *testing.T, version string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sitegen")
	if err := os.WriteFile(path, []byte(version), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func edit(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// same holds that what a project has published is what a clean build of it gives.
func same(t *testing.T, what, root string) {
	t.Helper()
	clean := filepath.Join(t.TempDir(), "public")
	run(t, Options{Root: root, Out: clean})
	if d := diff(published(t, clean), published(t, filepath.Join(root, "public"))); d != "" {
		t.Errorf("%s: differs from a clean build in %s", what, d)
	}
}

func TestStepsAreRememberedBetweenProcesses(t *testing.T) {
	root := project(t, notes)
	o := Options{Root: root, Cache: ".sitegen/cache", Program: program(t, "1")}
	first := run(t, o)
	if first.Recalled != 0 || first.Ran == 0 || len(first.Notes) > 0 {
		t.Fatalf("first build: %d recalled, %d ran, %q", first.Recalled, first.Ran, first.Notes)
	}
	stories := []struct {
		what string
		edit func()
		ran  int // steps; -1: all
	}{
		{"nothing", func() {}, 0},
		{"a body", func() { edit(t, root, "content/aws/02-나.md", notes["content/aws/02-나.md"]+"\n더.\n") }, 4},
		{"and back", func() { edit(t, root, "content/aws/02-나.md", notes["content/aws/02-나.md"]) }, 0},
		{"another program", func() { o.Program = program(t, "2") }, -1},
		{"nothing", func() {}, 0},
	}
	for _, s := range stories {
		s.edit()
		r := run(t, o)
		if want := s.ran; want >= 0 && r.Ran != want || want < 0 && r.Recalled > 0 {
			t.Errorf("%s: %d steps ran, %d were recalled", s.what, r.Ran, r.Recalled)
		}
		same(t, s.what, root)
	}
	if got, err := os.ReadFile(filepath.Join(root, ".sitegen/cache/.gitignore")); err != nil || string(got) != "*\n" {
		t.Errorf("git would see the remembered steps: %q, %v", got, err)
	}
}

// A page with a mistake stops the publishing, not the remembering.
func TestStepsOfAFailedBuildAreRemembered(t *testing.T) {
	root := project(t, notes)
	o := Options{Root: root, Cache: ".sitegen/cache", Program: program(t, "1")}
	edit(t, root, "content/bad.md", "---\ntitle: [\n---\n")
	if r := run(t, o); r.Published {
		t.Fatal("published with a mistake")
	}
	edit(t, root, "content/bad.md", "# 고침\n")
	r := run(t, o)
	if !r.Published || r.Recalled == 0 {
		t.Errorf("published: %v, %d recalled", r.Published, r.Recalled)
	}
	same(t, "mended", root)
}

// What stands in the place of the store costs time, not the site.
func TestStoreInTrouble(t *testing.T) {
	troubles := map[string]func(root string) Options{
		"a file in its place": func(root string) Options {
			edit(t, root, ".sitegen/cache", "mine")
			return Options{Cache: ".sitegen/cache", Program: program(t, "1")}
		},
		"a program that cannot be read": func(string) Options {
			return Options{Cache: ".sitegen/cache", Program: filepath.Join(t.TempDir(), "none")}
		},
		"another process": func(root string) Options {
			s, err := memo.OpenStore(filepath.Join(root, "busy"), memo.Sum{}, 0)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(s.Close)
			return Options{Cache: "busy", Program: program(t, "1")}
		},
	}
	for what, trouble := range troubles {
		root := project(t, notes)
		o := trouble(root)
		o.Root = root
		r := run(t, o)
		if !r.Published || len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0], "built without remembered steps: ") {
			t.Errorf("%s: published %v, notes %q", what, r.Published, r.Notes)
		}
		same(t, what, root)
	}
	root := project(t, notes)
	edit(t, root, "mine", "mine")
	run(t, Options{Root: root, Cache: "mine", Program: program(t, "1")})
	if got, _ := os.ReadFile(filepath.Join(root, "mine")); string(got) != "mine" {
		t.Error("a file of somebody else is gone")
	}
}

// A link in the place of the folder may lead to anything, and is not followed.
func TestStoreBehindALink(t *testing.T) {
	for _, link := range []string{".sitegen", ".sitegen/cache"} {
		root, elsewhere := project(t, notes), project(t, map[string]string{"index": "mine", "cache/index": "mine"})
		at := filepath.Join(root, filepath.FromSlash(link))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(elsewhere, at); err != nil {
			t.Skip(err)
		}
		before := published(t, elsewhere)
		r := run(t, Options{Root: root, Cache: ".sitegen/cache", Program: program(t, "1")})
		if !r.Published || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], link+" is a symbolic link") {
			t.Errorf("published %v, notes %q", r.Published, r.Notes)
		}
		if d := diff(before, published(t, elsewhere)); d != "" {
			t.Errorf("%s: written where it leads: %s", link, d)
		}
		same(t, link, root)
	}
}

// The index is remembered, but not the bytes of its files: those that are not as
// they were are made again.
func TestFilesOfTheSearchThatAreGone(t *testing.T) {
	root := project(t, notes)
	o := Options{Root: root, Cache: ".sitegen/cache", Program: program(t, "1")}
	run(t, o)
	whole := published(t, filepath.Join(root, "public"))
	public := func(name string) string { return filepath.Join(root, "public", filepath.FromSlash(name)) }
	const index = "assets/search/index.bin"
	for what, harm := range map[string]func(){
		"nothing": func() {},
		"a file is gone": func() {
			if err := os.Remove(public(index)); err != nil {
				t.Fatal(err)
			}
		},
		"other bytes": func() {
			edit(t, root, "public/"+index, strings.Repeat("x", len(whole[index])))
		},
		"all of them": func() {
			if err := os.RemoveAll(public("assets/search")); err != nil {
				t.Fatal(err)
			}
		},
		"another folder": func() { o.Out = filepath.Join(t.TempDir(), "public") },
	} {
		harm()
		r := run(t, o)
		if what == "nothing" && r.Ran > 0 {
			t.Errorf("%s: %d steps ran", what, r.Ran)
		}
		if d := diff(whole, published(t, cmp.Or(o.Out, public("")))); d != "" {
			t.Errorf("%s: differs in %s", what, d)
		}
		o.Out = ""
	}
}

func TestVerifyRunsEverything(t *testing.T) {
	root := project(t, notes)
	o := Options{Root: root, Cache: ".sitegen/cache", Program: program(t, "1"), Verify: true}
	run(t, o)
	r := run(t, o)
	if r.Recalled != 0 || r.Ran == 0 {
		t.Errorf("%d recalled, %d ran", r.Recalled, r.Ran)
	}
}

// Two builds of one project at once, into two folders, share the store or do
// without it.
func TestTwoBuildsAtOnce(t *testing.T) {
	root := project(t, notes)
	prog := program(t, "1")
	outs := []string{filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")}
	var wg sync.WaitGroup
	for _, out := range outs {
		wg.Go(func() {
			for range 5 {
				if _, err := Run(context.Background(), Options{Root: root, Out: out, Cache: ".sitegen/cache", Program: prog}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if d := diff(published(t, outs[0]), published(t, outs[1])); d != "" {
		t.Errorf("they differ in %s", d)
	}
}
