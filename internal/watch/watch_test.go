package watch

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for what must come. Nothing waits that long
// unless it fails.
const patience = 60 * time.Second

// on starts the watcher of the real system, and returns a function that waits
// until every one of some paths has been told.
func on(t *testing.T, root string, mode Mode) (await func(paths ...string)) {
	t.Helper()
	w, err := Start(t.Context(), Options{Root: root, Mode: mode, Skip: skips(root), Say: func(line string) { t.Log("said:", line) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return func(paths ...string) {
		t.Helper()
		late := time.After(patience)
		for len(paths) > 0 {
			select {
			case c := <-w.Changes():
				for _, path := range c.Paths {
					if strings.HasSuffix(path, "~") || strings.HasPrefix(path, "public") {
						t.Errorf("told of %s", path)
					}
				}
				paths = slices.DeleteFunc(paths, func(p string) bool { return slices.Contains(c.Paths, p) })
			case <-late:
				t.Fatalf("never told of %q", paths)
			}
		}
	}
}

// The same with the events of this system, in whatever pieces they come.
func TestRealEvents(t *testing.T) {
	for _, mode := range []Mode{Auto, Event, Poll} {
		t.Run(fmt.Sprint(mode), func(t *testing.T) {
			t.Parallel()
			root := t.TempDir() + "/site"
			writeProject(t, root)
			await := on(t, root, mode)
			s := &stage{t: t, root: root, bell: newBell()} // for its acts; nobody hears the bell

			s.play("write a.md 1")
			await("content/a.md")
			s.play("move a.md a.md~; make a.md; write a.md 2; remove a.md~")
			await("content/a.md")
			s.play("empty a.md; write a.md 3")
			await("content/a.md")
			s.play("write sedX 4; move sedX a.md")
			await("content/a.md")
			s.play("move guide handbook")
			await("content/guide/intro.md", "content/handbook/intro.md")
			s.play("write handbook/intro.md 다시")
			await("content/handbook/intro.md")
			s.play("folder x/y/z; write x/1.md 1; write x/y/2.md 2; write x/y/z/3.md 3")
			await("content/x/1.md", "content/x/y/2.md", "content/x/y/z/3.md")
			s.play("write x/y/z/3.md 4; folder /public; write /public/index.html x")
			await("content/x/y/z/3.md")
			s.play("remove x")
			await("content/x/1.md", "content/x/y/2.md", "content/x/y/z/3.md")
			s.book("big", 30, 5, "글")
			var book []string
			for i := range 30 {
				for j := range 5 {
					book = append(book, fmt.Sprintf("content/big/d%d/e/f%d.md", i, j))
				}
			}
			await(book...)
			s.play("remove /content; folder /content; write new.md 새")
			await("content/new.md", "content/b.md")
			s.play("write new.md 글")
			await("content/new.md")
			if err := os.Rename(root, root+"-away"); err != nil {
				t.Fatal(err)
			}
			time.Sleep(20 * time.Millisecond)
			if err := os.Rename(root+"-away", root); err != nil {
				t.Fatal(err)
			}
			s.play("write new.md 또")
			await("content/new.md")
		})
	}
}

// Bytes of the same number, and the time put back: only their reading tells.
func TestSameSizeSameTime(t *testing.T) {
	root := t.TempDir() + "/site"
	writeProject(t, root)
	await := on(t, root, Auto)
	full := filepath.Join(root, "content/a.md")
	info, err := os.Stat(full)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte("# 다섯\n")[:info.Size()], 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(full, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	await("content/a.md")
}

// Whoever does not listen gets all of it at once.
func TestSlowListener(t *testing.T) {
	root := t.TempDir() + "/site"
	writeProject(t, root)
	s := newSentry(Options{Root: root, Skip: skips(root), Say: func(string) {}}, noRemote)
	s.ready = []string{"b", "d"}
	s.ledger = newLedger(s.tree)
	s.tree.moved = map[string]bool{"a": true, "c": true, "d": true}
	s.ledger.told = map[string]state{"a": {kind: file}, "c": {kind: file}, "d": {kind: file}}
	s.tell([]string{"c", "a", "d"}, time.Now())
	if got := strings.Join(s.ready, ""); got != "abcd" {
		t.Errorf("ready is %q", got)
	}
}

func TestStartAndClose(t *testing.T) {
	root := t.TempDir() + "/site"
	writeProject(t, root)
	descriptors := func() int {
		open, _ := os.ReadDir("/proc/self/fd")
		return len(open)
	}
	cycle := func(i int) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		w, err := Start(ctx, Options{Root: root, Mode: []Mode{Auto, Poll}[i%2]})
		if err != nil {
			t.Fatal(err)
		}
		if i%3 == 0 {
			if err := os.WriteFile(filepath.Join(root, "content/a.md"), fmt.Append(nil, i), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if i%4 == 0 {
			cancel() // ends it as well
			for range w.Changes() {
			}
		}
		var all sync.WaitGroup
		for range 2 {
			all.Go(w.Close) // twice is once
		}
		all.Wait()
		if _, open := <-w.Changes(); open {
			t.Fatal("not closed")
		}
	}
	cycle(0)
	goroutines, before := runtime.NumGoroutine(), descriptors()
	for i := range 1000 {
		cycle(i)
	}
	late := time.Now().Add(patience)
	for runtime.NumGoroutine() > goroutines && time.Now().Before(late) {
		time.Sleep(time.Millisecond) // those that have done all but return
	}
	if now := runtime.NumGoroutine(); now > goroutines {
		t.Errorf("%d goroutines, there were %d", now, goroutines)
	}
	if now := descriptors(); now > before {
		t.Errorf("%d descriptors, there were %d", now, before)
	}
}

func TestNothingToWatch(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, root := range []string{file, file + "b"} {
		if w, err := Start(t.Context(), Options{Root: root}); err == nil {
			w.Close()
			t.Errorf("watches %s", root)
		}
	}
}

// Files that the first look does not read are read when there is time; what
// changes before is told, what changes not is known from then on.
func TestLazyFirstLook(t *testing.T) {
	root := t.TempDir() + "/site"
	writeProject(t, root)
	t0 := time.Now().Add(time.Hour) // all files are old
	tree := newTree(root, skips(root))
	tree.lookAtAll(look{lazy: true, now: t0})
	ledger := newLedger(tree)
	if len(tree.unread) != len(project) {
		t.Fatalf("%d files unread", len(tree.unread))
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("content/a.md", "새 글")
	ledger.learn(tree.readSome(100))
	if s := ledger.told["content/a.md"]; s.hashed {
		t.Error("what the first look did not see was taken for it")
	}
	write("content/b.md", project["content/b.md"])
	tree.lookAtAll(look{now: t0.Add(time.Second)})
	sure, _ := ledger.news(t0)
	if got := strings.Join(ledger.tell(sure), " "); got != "content/a.md" {
		t.Errorf("told %q", got)
	}
	// What was read late is remembered as it was told: gone and back is no news.
	css := filepath.Join(root, "static", "app.css")
	if err := os.Remove(css); err != nil {
		t.Fatal(err)
	}
	tree.lookAtAll(look{now: t0.Add(2 * time.Second)})
	write("static/app.css", project["static/app.css"])
	tree.lookAtAll(look{now: t0.Add(3 * time.Second)})
	if sure, open := ledger.news(t0); len(sure) > 0 || open > 0 {
		t.Errorf("news are %q", sure)
	}
}

// A clock that stands still, as that of a file system does for up to two seconds:
// while a file is young its bytes are read at every look, and later on when
// something was heard of it.
func TestCoarseClock(t *testing.T) {
	root := t.TempDir() + "/site"
	writeProject(t, root)
	t0 := time.Now()
	tree := newTree(root, skips(root))
	tree.lookAtAll(look{now: t0})
	ledger := newLedger(tree)
	full := filepath.Join(root, "content", "a.md")
	number := byte('0')
	edit := func() {
		t.Helper()
		number++
		if err := os.WriteFile(full, []byte{number}, 0o644); err != nil {
			t.Fatal(err)
		}
		info, err := os.Lstat(full)
		if err != nil {
			t.Fatal(err)
		}
		tree.folders["content"].entries["a.md"].print = fingerprintOf(info) // as if the clock had not moved
	}
	after := func(d time.Duration, heard map[string]bool) string {
		now := t0.Add(d)
		tree.lookAtAll(look{now: now, heard: heard})
		sure, _ := ledger.news(now)
		return strings.Join(ledger.tell(sure), " ")
	}
	edit()
	if got := after(time.Second, nil); got != "content/a.md" {
		t.Errorf("young: told %q", got)
	}
	edit()
	if got := after(clockGrain, nil); got != "content/a.md" {
		t.Errorf("just old enough: told %q", got)
	}
	edit()
	if got := after(2*clockGrain, nil); got != "" {
		t.Errorf("old files are read for nothing: %q", got)
	}
	if got := after(2*clockGrain, map[string]bool{"content/a.md": true}); got != "content/a.md" {
		t.Errorf("heard of: told %q", got)
	}
}

func TestLargeFiles(t *testing.T) {
	name := filepath.Join(t.TempDir(), "film.mp4")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Truncate(largest + 1); err != nil {
		t.Fatal(err)
	}
	h := newHasher()
	read := func() state {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := h.ofFile(name, fingerprintOf(info))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	before := read()
	if !before.same(read()) {
		t.Error("a large file differs from itself")
	}
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(name, later, later); err != nil {
		t.Fatal(err)
	}
	if before.same(read()) {
		t.Error("a large file that was touched is the same")
	}
}

// bigProject has n pages, a hundred a folder.
func bigProject(b *testing.B, n int) string {
	b.Helper()
	root := b.TempDir()
	text := []byte(strings.Repeat("리전과 가용 영역은 서로 다른 말이다.\n", 60))
	for i := range n {
		dir := filepath.Join(root, "content", fmt.Sprintf("d%03d", i/100))
		if i%100 == 0 {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				b.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d-page.md", i%100)), text, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return root
}

// One look at 10,000 files, which comes every two seconds.
func BenchmarkPatrol(b *testing.B) {
	root := bigProject(b, 10_000)
	now := time.Now().Add(time.Hour)
	s := newSentry(Options{Root: root, Mode: Poll, Skip: skips(root), Say: func(string) {}}, noRemote)
	s.tree.lookAtAll(look{now: now})
	s.ledger = newLedger(s.tree)
	b.ReportAllocs()
	for b.Loop() {
		s.patrol(now)
	}
}

// From a ring to its news among 10,000 files.
func BenchmarkSave(b *testing.B) {
	root := bigProject(b, 10_000)
	now := time.Now().Add(time.Hour)
	s := newSentry(Options{Root: root, Mode: Poll, Skip: skips(root), Say: func(string) {}}, noRemote)
	s.tree.lookAtAll(look{now: now})
	s.ledger = newLedger(s.tree)
	name := filepath.Join(root, "content", "d042", "07-page.md")
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		if err := os.WriteFile(name, fmt.Append(nil, i), 0o644); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		s.every = seldom
		s.hear([]ring{{path: name}}, now)
		s.calmDown(now)
		if len(s.ready) != 1 {
			b.Fatalf("ready are %q", s.ready)
		}
		s.ready = nil
	}
}

// The first look, before the first build may begin.
func BenchmarkStart(b *testing.B) {
	root := bigProject(b, 10_000)
	now := time.Now().Add(time.Hour)
	for b.Loop() {
		tree := newTree(root, skips(root))
		tree.lookAtAll(look{lazy: true, now: now})
		newLedger(tree)
	}
}
