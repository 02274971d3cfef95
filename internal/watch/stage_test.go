package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"sitegen/internal/hangul"
	"sitegen/internal/source"
)

// limitReached is what fsnotify says when the system watches no more folders.
var limitReached error = fmt.Errorf("add watch: %w", syscall.ENOSPC)

// bell is an alarm that rings when a test wants it to. Like that of inotify it is
// set on folders, not on their names: one that is renamed rings under the name
// it was set on, and setting it on another name of the same folder does nothing.
type bell struct {
	rings chan []ring

	mu      sync.Mutex
	folders map[string]fs.FileInfo // by the name it was set on
	limit   int                    // folders it can be set on; 0 for any number
	closed  bool
}

func newBell() *bell {
	return &bell{rings: make(chan []ring, 1<<16), folders: map[string]fs.FileInfo{}}
}

func (b *bell) Rings() <-chan []ring { return b.rings }

func (b *bell) Add(folder string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	info, err := os.Stat(folder)
	if err != nil {
		return err
	}
	if b.limit > 0 && len(b.folders) == b.limit && b.folders[folder] == nil {
		return limitReached
	}
	for _, known := range b.folders {
		if os.SameFile(known, info) {
			return nil
		}
	}
	b.folders[folder] = info
	return nil
}

// allow limits the folders it can be set on.
func (b *bell) allow(n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.limit = n
}

func (b *bell) Remove(folder string) { b.forget(folder) }

func (b *bell) forget(folder string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.folders, folder)
}

func (b *bell) Folders() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Sorted(maps.Keys(b.folders))
}

func (b *bell) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
}

// named is the path under which it would ring for one, "" if it would not.
func (b *bell) named(full string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	dir := filepath.Dir(full)
	info, err := os.Stat(dir)
	for name, known := range b.folders {
		if err == nil && os.SameFile(known, info) || err != nil && name == dir {
			return filepath.Join(name, filepath.Base(full))
		}
	}
	if b.folders[full] != nil {
		return full
	}
	return ""
}

func (b *bell) ring(full string) {
	if name := b.named(full); name != "" {
		b.rings <- []ring{{path: name}}
	}
}

// stage is a project with a sentry in front of it, and all that the sentry told.
type stage struct {
	t      *testing.T
	root   string
	bell   *bell
	sentry *sentry
	stop   func()

	mu      sync.Mutex
	began   time.Time
	changes []Change
	when    []time.Duration // of changes, since the play began
	said    []string
	copies  map[string]string // files as they were when they were told
}

// project is the one that every play begins with.
var project = map[string]string{
	"sitegen.yaml":           "title: 노트\n",
	"content/a.md":           "# 하나\n",
	"content/b.md":           "# 둘입니다\n",
	"content/guide/intro.md": "# 길잡이\n",
	"static/app.css":         "a {}\n",
}

func writeProject(t testing.TB, root string) {
	t.Helper()
	for name, text := range project {
		full := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
}

func skips(root string) func(string, bool) bool {
	return source.Skips(root, source.Layout{Output: "public"})
}

func noRemote(string) string { return "" }

// raise puts a project and a sentry on the stage. To be called in a bubble of
// synctest; wait is how long the play goes on after that.
func raise(t *testing.T, root string, mode Mode, kindOf func(string) string) *stage {
	t.Helper()
	s := &stage{t: t, root: root, bell: newBell(), began: time.Now()}
	o := Options{Root: root, Mode: mode, Skip: skips(root), Say: func(line string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.said = append(s.said, line)
	}}
	s.sentry = newSentry(o, kindOf)
	if err := s.sentry.begin(func() (alarm, error) { return s.bell, nil }); err != nil {
		t.Fatal(err)
	}
	s.copies = s.files()
	ctx, cancel := context.WithCancel(t.Context())
	heard := make(chan Change)
	var all sync.WaitGroup
	all.Go(func() {
		s.sentry.watch(ctx, heard)
		close(heard)
		s.sentry.end()
	})
	all.Go(func() {
		for c := range heard {
			s.mu.Lock()
			s.changes = append(s.changes, c)
			s.when = append(s.when, time.Since(s.began))
			s.mu.Unlock()
			for _, path := range c.Paths {
				s.copy(path)
			}
		}
	})
	s.stop = sync.OnceFunc(func() { cancel(); all.Wait() })
	t.Cleanup(s.stop)
	return s
}

func (s *stage) told() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, c := range s.changes {
		if n := len(c.Paths); n > 10 {
			lines = append(lines, fmt.Sprintf("%s … %s (%d)", c.Paths[0], c.Paths[n-1], n))
			continue
		}
		lines = append(lines, strings.Join(c.Paths, " "))
	}
	return strings.Join(lines, " | ")
}

// copy does what a build does with a path that it is told of.
func (s *stage) copy(path string) {
	if path == Git {
		return
	}
	delete(s.copies, path)
	for _, name := range []string{path, hangul.NFD(path)} {
		full := filepath.Join(s.root, filepath.FromSlash(name))
		if info, err := os.Lstat(full); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if data, err := os.ReadFile(full); err == nil {
			s.copies[path] = string(data)
			return
		}
	}
}

// takeTold returns what was told so far, and forgets it.
func (s *stage) takeTold() string {
	told := s.told()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes, s.when = nil, nil
	return told
}

// files reads all inputs, by composed path.
func (s *stage) files() map[string]string {
	s.t.Helper()
	all, skip := map[string]string{}, skips(s.root)
	err := filepath.WalkDir(s.root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || p == s.root {
			return err
		}
		rel, _ := filepath.Rel(s.root, p)
		rel = filepath.ToSlash(rel)
		switch {
		case skip(rel, e.IsDir()) && e.IsDir():
			return fs.SkipDir
		case skip(rel, e.IsDir()) || !e.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(p)
		all[hangul.NFC(rel)] = string(data)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// checkTree compares what the sentry believes with the disk, and so what was
// read whenever it told.
func (s *stage) checkTree() {
	s.t.Helper()
	s.stop()
	if disk := s.files(); !maps.Equal(disk, s.copies) {
		s.t.Errorf("read at the right times %q\nthere is %q", s.copies, disk)
	}
	now := newTree(s.root, skips(s.root))
	now.hash = s.sentry.tree.hash
	now.lookAtAll(look{now: time.Now()})
	want := now.states()
	for _, known := range []struct {
		of     string
		states map[string]state
	}{{"tree", s.sentry.tree.states()}, {"ledger", s.sentry.ledger.told}} {
		for path, is := range want {
			if was := known.states[path]; !was.same(is) && !(is.kind == file && is.size > largest) {
				s.t.Errorf("%s: %s is %+v, believed to be %+v", known.of, path, is, was)
			}
		}
		for path := range known.states {
			if want[path].kind == absent {
				s.t.Errorf("%s: %s is gone, believed to be there", known.of, path)
			}
		}
	}
}

// play acts out a script: one act a line or between semicolons, as in
//
//	write a.md 새 글; 36ms; move a.md /b.md
//
// Paths lie in content/, those with a slash in front in the project. Each act
// rings as inotify does, unless it begins with "!".
//
//	make F        an empty file         write F TEXT   truncated and written at once
//	empty F       truncated             add F TEXT     written at the end
//	move A B      renamed               copy A B       written as new
//	remove P      with all in it        folder P       with all above it
//	link TO P     a symbolic link       touch F        its time
//	mode F 644    its permissions       swap A B       exchanged by three renames
func (s *stage) play(script string) {
	s.t.Helper()
	for act := range strings.FieldsFuncSeq(script, func(r rune) bool { return r == ';' || r == '\n' }) {
		if act = strings.TrimSpace(act); act != "" {
			if err := s.act(act); err != nil {
				s.t.Fatalf("%s: %v", act, err)
			}
		}
	}
}

func (s *stage) act(act string) error {
	if pause, err := time.ParseDuration(act); err == nil {
		time.Sleep(pause)
		return nil
	}
	act, silent := strings.CutPrefix(act, "!")
	verb, rest, _ := strings.Cut(act, " ")
	one, two, _ := strings.Cut(rest, " ")
	ring := s.bell.ring
	if silent {
		ring = func(string) {}
	}
	full := s.full(one)
	switch verb {
	case "make":
		defer ring(full)
		return os.WriteFile(full, nil, 0o644)
	case "write":
		defer ring(full)
		return os.WriteFile(full, []byte(two+"\n"), 0o644)
	case "empty":
		defer ring(full)
		return os.Truncate(full, 0)
	case "add":
		defer ring(full)
		f, err := os.OpenFile(full, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
		if err != nil {
			return err
		}
		_, err = f.WriteString(two)
		return errors.Join(err, f.Close())
	case "copy":
		data, err := os.ReadFile(full)
		if err != nil {
			return err
		}
		defer ring(s.full(two))
		return os.WriteFile(s.full(two), data, 0o644)
	case "move":
		return s.move(full, s.full(two), ring)
	case "swap":
		third := full + ".third"
		return errors.Join(s.move(full, third, ring), s.move(s.full(two), full, ring), s.move(third, s.full(two), ring))
	case "remove":
		return s.remove(full, ring)
	case "folder":
		return s.folder(full, ring)
	case "link":
		defer ring(s.full(two))
		return os.Symlink(one, s.full(two))
	case "touch":
		defer ring(full)
		now := time.Now().Add(24 * time.Hour)
		return os.Chtimes(full, now, now)
	case "mode":
		defer ring(full)
		var mode fs.FileMode
		if _, err := fmt.Sscanf(two, "%o", &mode); err != nil {
			return err
		}
		return os.Chmod(full, mode)
	}
	return fmt.Errorf("there is no act %q", verb)
}

func (s *stage) full(path string) string {
	if rest, ok := strings.CutPrefix(path, "/"); ok {
		return filepath.Join(s.root, filepath.FromSlash(rest))
	}
	return filepath.Join(s.root, "content", filepath.FromSlash(path))
}

func (s *stage) move(from, to string, ring func(string)) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	ring(from)
	ring(to)
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		ring(from)
		s.bell.forget(from) // those in it stay under their old names
	}
	return nil
}

func (s *stage) remove(full string, ring func(string)) error {
	entries, _ := os.ReadDir(full)
	for _, e := range entries {
		if err := s.remove(filepath.Join(full, e.Name()), ring); err != nil {
			return err
		}
	}
	if err := os.Remove(full); err != nil {
		return err
	}
	ring(full)
	s.bell.forget(full)
	return nil
}

func (s *stage) folder(full string, ring func(string)) error {
	if _, err := os.Stat(full); err == nil || full == filepath.Dir(full) {
		return nil
	}
	if err := s.folder(filepath.Dir(full), ring); err != nil {
		return err
	}
	defer ring(full)
	return os.Mkdir(full, 0o755)
}
