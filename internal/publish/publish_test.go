package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// project makes a project with a content folder and the given files.
func project(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	write(t, root, "content/index.md", "# 홈\n")
	for name, text := range files {
		write(t, root, name, text)
	}
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	p := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func target(root string) Target {
	return Target{
		Root: root, Out: "public",
		Protect: []string{"content", "static", "templates", "sitegen.yaml"},
		Pos:     diag.Pos{File: "sitegen.yaml", Line: 2, Col: 9},
	}
}

func begin(t *testing.T, tg Target) *Stage {
	t.Helper()
	s, ds, err := Begin(tg)
	if err != nil || len(ds) > 0 {
		t.Fatalf("Begin: %v %v", ds, err)
	}
	t.Cleanup(s.Abort)
	return s
}

// put stages outputs whose source is "content/" and their path.
func put(t *testing.T, s *Stage, files map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := s.Put(site.Output{Path: name, Data: []byte(files[name]), From: "content/" + name}); err != nil {
			t.Fatal(err)
		}
	}
}

func commit(t *testing.T, s *Stage) Stats {
	t.Helper()
	stats, ds, err := s.Commit()
	if err != nil || len(ds) > 0 {
		t.Fatalf("Commit: %v %v", ds, err)
	}
	return stats
}

// build publishes files in one go.
func build(t *testing.T, root string, files map[string]string) Stats {
	t.Helper()
	s := begin(t, target(root))
	put(t, s, files)
	return commit(t, s)
}

// tree reads all files under dir, links as "-> target".
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		if e.Type() == fs.ModeSymlink {
			to, _ := os.Readlink(p)
			found[filepath.ToSlash(rel)] = "-> " + to
			return nil
		}
		data, err := os.ReadFile(p)
		found[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return found
}

func wantTree(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	got := tree(t, dir)
	delete(got, manifestName)
	if !maps.Equal(got, want) {
		t.Errorf("%s holds\n%v\nwant\n%v", dir, got, want)
	}
}

func codes(ds []diag.Diag) string {
	var all []string
	for _, d := range ds {
		all = append(all, fmt.Sprintf("%s %s %s", d.Severity, d.Code, d.Pos))
	}
	return strings.Join(all, "\n")
}

func TestStoryOfASite(t *testing.T) {
	root := project(t, nil)
	pub := filepath.Join(root, "public")

	stats := build(t, root, map[string]string{"index.html": "홈", "a/index.html": "가", "b/c/index.html": "나"})
	if want := (Stats{Written: 3, Bytes: 9}); stats != want {
		t.Errorf("first build: %+v, want %+v", stats, want)
	}
	manifest, _ := os.ReadFile(filepath.Join(pub, manifestName))
	if got, want := string(manifest), `{"version":1,"files":["a/index.html","b/c/index.html","index.html"]}`+"\n"; got != want {
		t.Errorf("manifest %s, want %s", got, want)
	}

	// Somebody else's file, and a change of everything.
	write(t, root, "public/b/mine.txt", "내 것")
	stats = build(t, root, map[string]string{"index.html": "홈", "a/index.html": "다", "d/index.html": "라"})
	if want := (Stats{Written: 2, Same: 1, Deleted: 1, Foreign: 1, Bytes: 9}); stats != want {
		t.Errorf("second build: %+v, want %+v", stats, want)
	}
	wantTree(t, pub, map[string]string{"index.html": "홈", "a/index.html": "다", "d/index.html": "라", "b/mine.txt": "내 것"})
	if _, err := os.Stat(filepath.Join(pub, "b/c")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an empty folder that held only our file is still there")
	}
}

func TestUnchangedFilesAreNotTouched(t *testing.T) {
	root := project(t, nil)
	files := map[string]string{"index.html": "홈", "a/b.css": strings.Repeat("a{}", 40_000)}
	build(t, root, files)
	past := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	before := map[string]fs.FileInfo{}
	for _, name := range []string{"index.html", "a/b.css", manifestName} {
		p := filepath.Join(root, "public", name)
		if err := os.Chtimes(p, past, past); err != nil {
			t.Fatal(err)
		}
		before[p], _ = os.Stat(p)
	}
	if stats := build(t, root, files); stats.Written != 0 || stats.Same != 2 {
		t.Errorf("%+v", stats)
	}
	for p, was := range before {
		is, err := os.Stat(p)
		if err != nil || !os.SameFile(was, is) || !is.ModTime().Equal(past) {
			t.Errorf("%s was touched", p)
		}
	}
}

func TestSameSizeOtherBytes(t *testing.T) {
	root := project(t, nil)
	build(t, root, map[string]string{"a": "가나"})
	if stats := build(t, root, map[string]string{"a": "가다"}); stats.Written != 1 {
		t.Errorf("%+v", stats)
	}
	wantTree(t, filepath.Join(root, "public"), map[string]string{"a": "가다"})
}

func TestNothingChangesBeforeCommit(t *testing.T) {
	root := project(t, nil)
	pub := filepath.Join(root, "public")
	build(t, root, map[string]string{"index.html": "홈", "a.txt": "가"})
	before := tree(t, pub)

	s := begin(t, target(root))
	put(t, s, map[string]string{"index.html": "새 홈", "new/index.html": "새것"})
	for name, text := range before {
		if got := tree(t, pub)[name]; got != text {
			t.Errorf("%s is %q before Commit", name, got)
		}
	}
	s.Abort()
	s.Abort()
	if after := tree(t, pub); !maps.Equal(before, after) {
		t.Errorf("Abort left\n%v\nwant\n%v", after, before)
	}
	if _, _, err := s.Commit(); err == nil {
		t.Error("Commit after Abort: no error")
	}
}

func TestAbortRemovesFoldersItMade(t *testing.T) {
	root := project(t, nil)
	tg := target(root)
	tg.Out = "out/deep/public"
	s := begin(t, tg)
	put(t, s, map[string]string{"index.html": "홈"})
	s.Abort()
	if _, err := os.Stat(filepath.Join(root, "out")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("out/ is still there")
	}
}

// A killed build leaves its staging folder, its lock file and, if it was killed
// in Commit, files that only the widened manifest knows.
func TestAfterAKill(t *testing.T) {
	root := project(t, map[string]string{
		"public/.sitegen-tmp-4194305/1":  "half",
		"public/.sitegen-lock":           "4194305\n",
		"public/.sitegen-manifest.json":  `{"version":1,"files":["a/index.html","gone/deep/index.html","index.html"]}`,
		"public/index.html":              "old",
		"public/a/index.html":            "of the killed build",
		"public/.sitegen-tmp-notes/mine": "not a staging folder",
	})
	if err := os.MkdirAll(filepath.Join(root, "public/gone/deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	stats := build(t, root, map[string]string{"index.html": "new", "a/index.html": "new"})
	if stats.Written != 2 {
		t.Errorf("%+v", stats)
	}
	if _, err := os.Stat(filepath.Join(root, "public/gone")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an empty folder of the killed build is still there")
	}
	wantTree(t, filepath.Join(root, "public"), map[string]string{
		"index.html": "new", "a/index.html": "new", ".sitegen-tmp-notes/mine": "not a staging folder",
	})
}

func TestAFileWhereAKilledBuildHadAFolder(t *testing.T) {
	root := project(t, map[string]string{"public/.sitegen-manifest.json": `{"version":1,"files":["a/b/c","index.html"]}`})
	build(t, root, map[string]string{"a/b": "file"})
	wantTree(t, filepath.Join(root, "public"), map[string]string{"a/b": "file"})
}

func TestKilledBeforeTheFirstCommit(t *testing.T) {
	root := project(t, map[string]string{"public/.sitegen-tmp-4194305/1": "half", "public/.sitegen-lock": ""})
	build(t, root, map[string]string{"index.html": "홈"})
	wantTree(t, filepath.Join(root, "public"), map[string]string{"index.html": "홈"})
}

// A Commit that cannot finish must leave a folder that the next one repairs.
func TestCommitThatFailsHalfway(t *testing.T) {
	root := project(t, nil)
	pub := filepath.Join(root, "public")
	build(t, root, map[string]string{"a.html": "1", "z.html": "1"})
	s := begin(t, target(root))
	put(t, s, map[string]string{"a.html": "2", "b.html": "2", "c.html": "2"})
	if err := os.Remove(filepath.Join(pub, filepath.FromSlash(s.files["c.html"].temp))); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Commit(); err == nil {
		t.Fatal("Commit without a staged file: no error")
	}
	wantTree(t, pub, map[string]string{"a.html": "2", "b.html": "2", "z.html": "1"})
	stats := build(t, root, map[string]string{"a.html": "3", "b.html": "3"})
	if stats.Deleted != 1 || stats.Foreign != 0 {
		t.Errorf("%+v", stats)
	}
	wantTree(t, pub, map[string]string{"a.html": "3", "b.html": "3"})
}

func TestFolderAndFileChangePlaces(t *testing.T) {
	root := project(t, nil)
	pub := filepath.Join(root, "public")
	build(t, root, map[string]string{"a": "file", "b/c/d": "deep"})
	build(t, root, map[string]string{"a/b/c": "deep", "b": "file"})
	wantTree(t, pub, map[string]string{"a/b/c": "deep", "b": "file"})

	write(t, root, "public/a/b/mine", "내 것")
	s := begin(t, target(root))
	put(t, s, map[string]string{"a": "file"})
	_, ds, err := s.Commit()
	if got, want := codes(ds), "error OUT005 public/a/b/mine"; got != want || err != nil {
		t.Errorf("%s %v, want %s", got, err, want)
	}
	wantTree(t, pub, map[string]string{"a/b/c": "deep", "b": "file", "a/b/mine": "내 것"})
}

// An empty folder where a file must be is found before anything changes.
func TestEmptyFolderInTheWay(t *testing.T) {
	root := project(t, nil)
	build(t, root, map[string]string{"a.html": "1", "llms.txt": "1"})
	if err := os.Remove(filepath.Join(root, "public/llms.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(root, "public/llms.txt"), 0o755); err != nil {
		t.Fatal(err)
	}
	s := begin(t, target(root))
	put(t, s, map[string]string{"a.html": "2", "llms.txt": "2"})
	_, ds, err := s.Commit()
	if got, want := codes(ds), "error OUT005 public/llms.txt"; got != want || err != nil {
		t.Errorf("%s %v, want %s", got, err, want)
	}
	wantTree(t, filepath.Join(root, "public"), map[string]string{"a.html": "1"})
}

func TestPutFile(t *testing.T) {
	root := project(t, map[string]string{"static/big": strings.Repeat("x", 100_000)})
	open := func() (io.ReadCloser, error) { return os.Open(filepath.Join(root, "static/big")) }
	for _, want := range []Stats{{Written: 1, Bytes: 100_000}, {Same: 1, Bytes: 100_000}} {
		s := begin(t, target(root))
		if err := s.PutFile("big", "static/big", open); err != nil {
			t.Fatal(err)
		}
		if got := commit(t, s); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	s := begin(t, target(root))
	if err := s.PutFile("big", "static/big", func() (io.ReadCloser, error) { return nil, fs.ErrPermission }); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error of the source: %v", err)
	}
}

func TestKeep(t *testing.T) {
	root := project(t, nil)
	build(t, root, map[string]string{"a/same.bin": "same", "a/other.bin": "other", "stale.bin": "stale"})
	s := begin(t, target(root))
	for _, want := range []struct {
		path, text string
		kept       bool
	}{
		{"a/same.bin", "same", true},
		{"a/other.bin", "OTHER", false},
		{"a/other.bin", "longer than it is", false},
		{"a", "a folder", false},
		{"none.bin", "", false},
		{"no/folder.bin", "", false},
		{"a/same.bin/below", "", false},
	} {
		known := KnownOf([]site.Output{{Path: want.path, Data: []byte(want.text)}})
		if got := s.Keep(known[0]); got != want.kept {
			t.Errorf("%q at %s: kept %v", want.text, want.path, got)
		}
	}
	put(t, s, map[string]string{"a/other.bin": "new"}) // what was not kept can still be put
	if got := commit(t, s); got.Same != 1 || got.Written != 1 || got.Deleted != 1 {
		t.Errorf("%+v", got)
	}
	wantTree(t, filepath.Join(root, "public"), map[string]string{"a/same.bin": "same", "a/other.bin": "new"})
}

func TestEqual(t *testing.T) {
	long := strings.Repeat("가", 100_000)
	for _, c := range []struct{ a, b string }{
		{"", ""}, {"", "a"}, {"a", "a"}, {"a", "ab"}, {long, long}, {long, long + "x"}, {long, "x" + long[1:]},
		{long[:64<<10], long[:64<<10]}, {long[:32<<10], long[:32<<10] + "x"},
	} {
		got, err := equal(strings.NewReader(c.a), strings.NewReader(c.b), make([]byte, 64<<10))
		if got != (c.a == c.b) || err != nil {
			t.Errorf("equal of %d and %d bytes: %v %v", len(c.a), len(c.b), got, err)
		}
	}
	broken := io.MultiReader(strings.NewReader("a"), errReader{})
	if _, err := equal(broken, strings.NewReader("ab"), make([]byte, 16)); err == nil {
		t.Error("a read error is not equality")
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

func TestManyAtOnce(t *testing.T) {
	root := project(t, nil)
	site1 := map[string]string{}
	for i := range 300 {
		site1[fmt.Sprintf("%d/%d/index.html", i%7, i)] = strings.Repeat("문", i)
	}
	want := map[string]string{}
	for range 2 {
		s := begin(t, target(root))
		var wg sync.WaitGroup
		for name, text := range site1 {
			wg.Go(func() {
				if err := s.Put(site.Output{Path: name, Data: []byte(text), From: "content/" + name}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		commit(t, s)
		got := tree(t, filepath.Join(root, "public"))
		if len(want) > 0 && !maps.Equal(got, want) {
			t.Error("the second build is not byte-identical")
		}
		want = got
	}
	if len(want) != 301 {
		t.Errorf("%d files", len(want))
	}
}

func TestClashes(t *testing.T) {
	type out struct{ path, from string }
	cases := []struct {
		name string
		outs []out
		want string
	}{
		{"static over a page", []out{{"a/index.html", "content/a.md"}, {"a/index.html", "static/a/index.html"}},
			"error URL002 static/a/index.html"},
		{"three pages", []out{{"a", "x.md"}, {"a", "y.md"}, {"a", "z.md"}},
			"error URL002 y.md\nerror URL002 z.md"},
		{"case", []out{{"Guide/index.html", "content/Guide.md"}, {"Guide.md", "content/Guide.md"}, {"guide/index.html", "content/guide.md"}, {"guide.md", "content/guide.md"}},
			"error URL002 content/guide.md"},
		{"case of a picture, which its reader reports", []out{{"Logo.png", "static/Logo.png"}, {"logo.png", "static/logo.png"}},
			""},
		{"normalisation", []out{{"\u1112\u1161\u11ab.html", "a.md"}, {"한.html", "b.md"}},
			"error URL002 b.md"},
		{"file and folder", []out{{"a/b", "static/a/b"}, {"a/b/c", "content/x.md"}, {"a/b/d/e", "content/y.md"}},
			"error URL002 static/a/b"},
		{"file and folder, by case", []out{{"A", "static/A"}, {"a/b/c", "content/x.md"}},
			"error URL002 static/A"},
		{"over a generated file", []out{{"robots.txt", ""}, {"robots.txt", "static/robots.txt"}},
			"warning URL003 static/robots.txt"},
		{"two generated files", []out{{"x", ""}, {"x", ""}},
			"error URL002 x"},
		{"up and out", []out{{"../x", "content/a.md"}, {"/etc/x", "content/b.md"}, {"a//b", "content/c.md"}, {".git/config", "content/d.md"}, {".sitegen-lock", "content/e.md"}},
			"error URL001 content/a.md\nerror URL001 content/b.md\nerror URL001 content/c.md\nerror URL001 content/d.md\nerror URL001 content/e.md"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			root := project(t, nil)
			var first []diag.Diag
			for n := range 2 {
				s := begin(t, target(root))
				for _, o := range c.outs {
					if err := s.Put(site.Output{Path: o.path, Data: []byte("by " + o.from), From: o.from}); err != nil {
						t.Fatal(err)
					}
				}
				_, ds, err := s.Commit()
				if got := codes(ds); got != c.want || err != nil {
					t.Fatalf("got\n%s\n%v, want\n%s", got, err, c.want)
				}
				if n == 1 && !slices.Equal(first, ds) {
					t.Errorf("the report depends on the order:\n%v\n%v", first, ds)
				}
				first = ds
				slices.Reverse(c.outs)
			}
			if strings.Contains(c.want, "error") {
				wantTree(t, filepath.Join(root, "public"), map[string]string{})
			}
		})
	}
}

func TestAuthorGoesBeforeGenerated(t *testing.T) {
	root := project(t, nil)
	for _, order := range [][]string{{"", "static/a"}, {"static/a", ""}} {
		s := begin(t, target(root))
		for _, from := range order {
			if err := s.Put(site.Output{Path: "a", Data: []byte("by " + from), From: from}); err != nil {
				t.Fatal(err)
			}
		}
		if _, ds, err := s.Commit(); len(ds) != 1 || err != nil {
			t.Fatal(ds, err)
		}
		wantTree(t, filepath.Join(root, "public"), map[string]string{"a": "by static/a"})
	}
}

func TestAdopt(t *testing.T) {
	root := project(t, map[string]string{"public/CNAME": "example.kr", "public/a.html": "mine", "public/same.html": "s"})
	before := tree(t, root)
	_, ds, err := Begin(target(root))
	if got, want := codes(ds), "error OUT004 public"; got != want || err != nil {
		t.Fatalf("%s %v, want %s", got, err, want)
	}
	if !maps.Equal(before, tree(t, root)) {
		t.Error("a refused folder was touched")
	}

	tg := target(root)
	tg.Adopt = true
	s := begin(t, tg)
	put(t, s, map[string]string{"a.html": "ours", "same.html": "s", "index.html": "홈"})
	_, ds, err = s.Commit()
	if got, want := codes(ds), "error OUT005 public/a.html"; got != want || err != nil {
		t.Fatalf("%s %v, want %s", got, err, want)
	}
	if !maps.Equal(before, tree(t, root)) {
		t.Error("a clash with a foreign file changed something")
	}

	s = begin(t, tg)
	put(t, s, map[string]string{"same.html": "s", "index.html": "홈"})
	if stats := commit(t, s); stats.Foreign != 2 || stats.Same != 1 {
		t.Errorf("%+v", stats)
	}
	build(t, root, map[string]string{"index.html": "홈"}) // from now on the manifest speaks for it
	wantTree(t, filepath.Join(root, "public"), map[string]string{"CNAME": "example.kr", "a.html": "mine", "index.html": "홈"})
}

func TestTwoBuildsAtOnce(t *testing.T) {
	root := project(t, nil)
	s := begin(t, target(root))
	_, _, err := Begin(target(root))
	want := fmt.Sprintf("another sitegen (pid %d) is building into public", os.Getpid())
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	put(t, s, map[string]string{"index.html": "홈"})
	commit(t, s)
	build(t, root, map[string]string{"index.html": "홈"})
	if got := tree(t, filepath.Join(root, "public")); len(got) != 2 {
		t.Errorf("left behind: %v", got)
	}
}

func TestLockIsHeldByOneAtATime(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range 8 {
		wg.Go(func() {
			for range 200 {
				l, err := takeLock(root, "public")
				if err != nil {
					continue
				}
				if !mu.TryLock() {
					t.Error("two hold the lock")
					return
				}
				mu.Unlock()
				l.release()
			}
		})
	}
	wg.Wait()
}

func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no Unix modes")
	}
	root := project(t, nil)
	build(t, root, map[string]string{"a/b/c.html": "1", "d.html": "1"})
	pub := filepath.Join(root, "public")
	if err := os.Chmod(filepath.Join(pub, "d.html"), 0o600); err != nil {
		t.Fatal(err)
	}
	build(t, root, map[string]string{"a/b/c.html": "1", "d.html": "1", "e/f": "1"})
	err := filepath.WalkDir(pub, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		want := fileMode
		if e.IsDir() {
			want = dirMode
		}
		if err == nil && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", p, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestLongName(t *testing.T) {
	root := project(t, nil)
	s := begin(t, target(root))
	put(t, s, map[string]string{strings.Repeat("한", 85): "255 bytes"})
	if err := s.Put(site.Output{Path: strings.Repeat("한", 86), From: "content/a.md"}); err != nil {
		t.Fatal(err)
	}
	_, ds, err := s.Commit()
	if got := codes(ds); got != "error NAM009 content/a.md" || err != nil {
		t.Errorf("%s %v", got, err)
	}
	build(t, root, map[string]string{strings.Repeat("한", 85): "255 bytes"})
}

func TestPersist(t *testing.T) {
	passing, lasting := errors.New("open elsewhere"), errors.New("read-only disk")
	passes := func(err error) bool { return err == passing }
	cases := []struct {
		name  string
		fails int
		with  error
		tries int
		ok    bool
	}{
		{"at once", 0, nil, 1, true},
		{"after five", 5, passing, 6, true},
		{"never", 100, passing, 10, false},
		{"no use", 100, lasting, 1, false},
	}
	for _, c := range cases {
		tries, slept := 0, time.Duration(0)
		err := persist(func() error {
			if tries++; tries <= c.fails {
				return c.with
			}
			return nil
		}, passes, func(d time.Duration) { slept += d })
		if tries != c.tries || (err == nil) != c.ok || slept > time.Second {
			t.Errorf("%s: %d tries, %v, slept %v", c.name, tries, err, slept)
		}
	}
}

func TestWeigh(t *testing.T) {
	s := &Stage{shown: "public"}
	p := &plan{files: []*file{
		{path: "a/index.html", from: "content/a.md", size: 11 << 20},
		{path: "film.mp4", from: "static/film.mp4", size: 1 << 30},
	}}
	s.weigh(p)
	if got, want := codes(p.diags), "warning OUT007 content/a.md\nwarning OUT007 public"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestEncodeManifest(t *testing.T) {
	raw, err := encodeManifest(nil)
	if err != nil || !bytes.Equal(raw, []byte(`{"version":1,"files":[]}`+"\n")) {
		t.Errorf("%s %v", raw, err)
	}
	raw, err = encodeManifest([]string{`가 "나" <&>.html`})
	if err != nil {
		t.Fatal(err)
	}
	m, err := decodeManifest(raw)
	if err != nil || m.Files[0] != `가 "나" <&>.html` {
		t.Errorf("%v %v", m, err)
	}
}

// BenchmarkPublish writes a page and its twin for each of 1,000 notes into a new
// folder, and then finds them unchanged.
func BenchmarkPublish(b *testing.B) {
	page, twin := bytes.Repeat([]byte("가"), 10_000), bytes.Repeat([]byte("나"), 3_000)
	publish := func(root string) {
		s, ds, err := Begin(Target{Root: root, Out: "public"})
		if err != nil || len(ds) > 0 {
			b.Fatal(ds, err)
		}
		for i := range 1000 {
			dir := fmt.Sprintf("s%02d/p%03d", i/30, i)
			for _, o := range []site.Output{{Path: dir + "/index.html", Data: page}, {Path: dir + ".md", Data: twin}} {
				if err := s.Put(o); err != nil {
					b.Fatal(err)
				}
			}
		}
		if _, ds, err := s.Commit(); err != nil || len(ds) > 0 {
			b.Fatal(ds, err)
		}
	}
	b.Run("new", func(b *testing.B) {
		for b.Loop() {
			publish(b.TempDir())
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		root := b.TempDir()
		publish(root)
		for b.Loop() {
			publish(root)
		}
	})
}
