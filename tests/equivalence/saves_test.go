package equivalence_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sitegen/internal/build"
	"sitegen/internal/watch"
)

// saves are what editors do to a file when they save it, as recorded on Linux: one
// act a line or between semicolons, with the times between them. TEXT is what is saved.
var saves = []struct{ name, script string }{
	{"vim", "make .a.md.swp; write .a.md.swp b0VIM; 665ms; make 4913; mode 4913 644; remove 4913; move a.md a.md~; 3ms; make a.md; write a.md TEXT; 1ms; mode a.md 644; remove a.md~; write .a.md.swp b0VIM; remove .a.md.swp"},
	{"vim, backupcopy=yes", "make a.md~; copy a.md a.md~; mode a.md~ 644; write a.md TEXT; 1ms; mode a.md 644; remove a.md~"},
	{"vim, nowritebackup", "empty a.md; write a.md TEXT; mode a.md 644"},
	{"neovim", "make 4913; mode 4913 644; remove 4913; move a.md a.md~; make a.md; write a.md TEXT; mode a.md 644; remove a.md~"},
	{"nano", "make .a.md.swp; write .a.md.swp x; 698ms; empty a.md; 2ms; write a.md TEXT; 453ms; remove .a.md.swp"},
	{"nano -B", "copy a.md a.md~; mode a.md~ 644; 1ms; empty a.md; write a.md TEXT; 457ms; remove a.md~"},
	{"emacs, first", "link user@host.1 .#a.md; 910ms; move a.md a.md~; 36ms; make a.md; write a.md TEXT; 1ms; remove .#a.md; mode a.md 644; 100ms; remove a.md~"},
	{"emacs, then", "link user@host.1 .#a.md; 914ms; empty a.md; write a.md TEXT; 4ms; remove .#a.md"},
	{"emacs, file-precious-flag", "link user@host.1 .#a.md; 912ms; copy a.md a.md~; make tmpSdXhPF; 38ms; write tmpSdXhPF TEXT; 1ms; remove .#a.md; move tmpSdXhPF a.md; mode a.md 644"},
	{"kakoune", "write .a.md.kak.Nhdiz2 TEXT; move .a.md.kak.Nhdiz2 a.md; mode a.md 644"},
	{"VS Code", "empty a.md; write a.md TEXT"},
	{"VS Code, a slow disk", "empty a.md; 120ms; write a.md TEXT"},
	{"VS Code, atomic", "make a.md.vsctmp; write a.md.vsctmp TEXT; move a.md.vsctmp a.md"},
	{"JetBrains", "make a.md___jb_tmp___; write a.md___jb_tmp___ TEXT; move a.md a.md___jb_old___; move a.md___jb_tmp___ a.md; remove a.md___jb_old___"},
	{"Sublime Text", "write .__subl1a2b.tmp TEXT; move .__subl1a2b.tmp a.md"},
	{"Helix", "move a.md a.mdQx1.bck; make a.md; 2ms; write a.md TEXT; remove a.mdQx1.bck"},
	{"sed -i", "make sedDfMO3X; mode sedDfMO3X 644; write sedDfMO3X TEXT; move sedDfMO3X a.md"},
}

// desktop is a project that is previewed while editors save its file.
type desktop struct {
	root    string
	o       build.Options
	preview *build.Preview
	watcher *watch.Watcher
	ended   sync.WaitGroup

	mu    sync.Mutex
	shown []string  // what the page of a.md has said after each update
	when  time.Time // of the last of them
	last  *build.Update
	err   error
}

// home are the files of the project, in content/.
var home = map[string]string{"index.md": "# 처음\n\n[가](a.md)\n", "a.md": written("처음 글"), "b.md": "# 나\n"}

// written is a note that says something below its lead.
func written(text string) string { return "# 가\n\n글.\n\n「" + text + "」\n" }

func sitDown(t *testing.T, mode watch.Mode) *desktop {
	t.Helper()
	root, err := os.MkdirTemp(memory, "saves")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	d := &desktop{root: root, o: build.Options{Root: root}}
	for name, text := range home {
		if err := d.write("content/"+name, text); err != nil {
			t.Fatal(err)
		}
	}
	if d.preview, err = build.OpenPreview(d.o); err != nil {
		t.Fatal(err)
	}
	if d.watcher, err = watch.Start(context.Background(), watch.Options{Root: root, Mode: mode, Skip: build.Skips(d.o)}); err != nil {
		t.Fatal(err)
	}
	d.update(nil)
	d.shown = nil
	d.ended.Go(func() {
		for c := range d.watcher.Changes() {
			d.update(c.Paths)
		}
	})
	return d
}

// getUp ends watching.
func (d *desktop) getUp() {
	d.watcher.Close()
	d.ended.Wait()
	d.preview.Close()
}

func (d *desktop) update(changed []string) {
	u, err := d.preview.Update(context.Background(), changed)
	d.mu.Lock()
	defer d.mu.Unlock()
	if err != nil {
		d.err = err
		return
	}
	d.last, d.when = u, time.Now()
	d.shown = append(d.shown, says(u))
}

// calm waits until nothing was shown for a while.
func (d *desktop) calm(while time.Duration) {
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		d.mu.Lock()
		last := d.when
		d.mu.Unlock()
		if last.Before(began) {
			last = began
		}
		if time.Since(last) > while {
			return
		}
	}
}

// comes waits until something is so.
func (d *desktop) comes(true func() bool) {
	for began := time.Now(); !true() && time.Since(began) < soon; {
		time.Sleep(20 * time.Millisecond)
	}
}

// says is whether the page says a text.
func (d *desktop) says(text string) func() bool {
	return func() bool {
		all := d.heard()
		return len(all) > 0 && all[len(all)-1] == text
	}
}

// Whiles: until a save is the first in some time, until what was announced must have
// been told, and until even what was not.
const (
	aPause    = 700 * time.Millisecond
	announced = 1500 * time.Millisecond
	found     = 2500 * time.Millisecond
)

// differs says how what is shown differs from what a clean build gives.
func (d *desktop) differs() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err != nil {
		return d.err.Error()
	}
	got := outcome{diags: d.last.Diags, done: d.last.Fresh}
	made, copied := look(d.last.Snapshot)
	got.files = made
	maps.Copy(got.files, copied)
	desk := desk{root: d.root, beside: true}
	want, err := desk.clean()
	if err = errors.Join(err, desk.err); err != nil {
		return err.Error()
	}
	return (&shows{last: d.last}).differs(got, want)
}

// says is what the page of a.md says: what is written between 「」.
func says(u *build.Update) string {
	if u.Snapshot == nil {
		return "nothing is shown"
	}
	f, ok := u.Snapshot.File("a/index.html")
	if !ok {
		return "the page is missing"
	}
	_, text, _ := strings.Cut(string(f.Data), "<p>「")
	text, _, whole := strings.Cut(text, "」</p>")
	if !whole || !strings.HasSuffix(string(f.Data), "</html>") {
		return "the page is empty"
	}
	return text
}

// heard is what was shown so far, one after another.
func (d *desktop) heard() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.shown)
}

func (d *desktop) write(name, text string) error {
	full := filepath.Join(d.root, filepath.FromSlash(name))
	return errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644))
}

// save plays a script, and returns by how much it took longer than it should.
func (d *desktop) save(script, text string) (late time.Duration, err error) {
	for act := range strings.SplitSeq(script, "; ") {
		began := time.Now()
		pause, notPause := time.ParseDuration(act)
		if notPause == nil {
			time.Sleep(pause)
		} else if err := d.act(act, written(text)); err != nil {
			return late, fmt.Errorf("%s: %w", act, err)
		}
		late = max(late, time.Since(began)-pause)
	}
	return late, nil
}

func (d *desktop) act(act, text string) error {
	verb, rest, _ := strings.Cut(act, " ")
	one, two, _ := strings.Cut(rest, " ")
	at := func(name string) string { return filepath.Join(d.root, "content", name) }
	switch verb {
	case "make":
		return os.WriteFile(at(one), nil, 0o644)
	case "write":
		return os.WriteFile(at(one), []byte(strings.Replace(two, "TEXT", text, 1)), 0o644)
	case "empty":
		return os.Truncate(at(one), 0)
	case "copy":
		data, err := os.ReadFile(at(one))
		return errors.Join(err, os.WriteFile(at(two), data, 0o644))
	case "move":
		return os.Rename(at(one), at(two))
	case "remove":
		return os.Remove(at(one))
	case "link":
		return os.Symlink(one, at(two))
	case "mode":
		return os.Chmod(at(one), 0o644)
	}
	return fmt.Errorf("there is no act %q", verb)
}

// TestSavesWithoutEvents saves at many moments between two looks at the disk.
func TestSavesWithoutEvents(t *testing.T) {
	t.Setenv("PATH", "") // git is a process, and would be waited for in real time
	for _, s := range saves {
		t.Run(s.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := sitDown(t, watch.Poll)
				defer d.getUp()
				time.Sleep(3 * time.Second) // files are known
				for i := range 25 {
					text := fmt.Sprintf("글 %d", i)
					before := len(d.heard())
					time.Sleep(time.Duration(i) * 23 * time.Millisecond)
					if _, err := d.save(s.script, text); err != nil {
						t.Fatal(err)
					}
					time.Sleep(4 * time.Second)
					if got := d.heard()[before:]; len(got) != 1 || got[0] != text {
						t.Errorf("%q is shown as %q", text, got)
					}
				}
				if fault := d.differs(); fault != "" {
					t.Error(fault)
				}
			})
		})
	}
}

// atOnce has a project of its own for each editor, and all of them at work at the
// same time, since most of that is waiting. Pauses longer than longest are left out.
// work returns what went wrong, and
// whether it counts: not if the machine was too busy for an editor to be quick.
func atOnce(t *testing.T, longest time.Duration, work func(d *desktop, script string) (fault string, counts bool)) {
	t.Helper()
	t.Parallel()
	var all sync.WaitGroup
	for _, s := range saves {
		all.Go(func() {
			script := slices.DeleteFunc(strings.Split(s.script, "; "), func(act string) bool {
				pause, err := time.ParseDuration(act)
				return err == nil && pause > longest
			})
			for range 5 {
				d := sitDown(t, watch.Auto)
				d.calm(aPause)
				fault, counts := work(d, strings.Join(script, "; "))
				d.getUp()
				if fault == "" || counts {
					if fault != "" {
						t.Errorf("%s: %s", s.name, fault)
					}
					return
				}
			}
			t.Logf("%s: the machine was too busy, five times", s.name)
		})
	}
	all.Wait()
}

// inTime is how late an act of an editor may be for its save to count. Who watches
// waits longer than that for what an editor is about to write.
const inTime = 100 * time.Millisecond

// atOneGo is how late it may be for its save to be one change: a file that it has
// made for a while is told of if that is longer.
const atOneGo = 4 * time.Millisecond

// TestSavesWithEvents saves once, and lets the system tell.
func TestSavesWithEvents(t *testing.T) {
	atOnce(t, 200*time.Millisecond, func(d *desktop, script string) (string, bool) {
		late, err := d.save(script, "새 글")
		if err != nil {
			return err.Error(), true
		}
		d.comes(d.says("새 글"))
		d.calm(found)
		got := d.heard()
		for _, said := range got {
			if said != "처음 글" && said != "새 글" {
				return said, late < inTime
			}
		}
		if len(got) != 1 || got[0] != "새 글" {
			return fmt.Sprintf("shown as %q", got), late < atOneGo
		}
		return d.differs(), true
	})
}

// TestSavesInQuickSuccession saves again and again, often while the save before is
// looked at. What is shown is never less than a whole page, and the last one comes.
func TestSavesInQuickSuccession(t *testing.T) {
	atOnce(t, 100*time.Millisecond, func(d *desktop, script string) (string, bool) {
		var most time.Duration
		for i := range 25 {
			late, err := d.save(script, fmt.Sprintf("글 %d", i))
			if err != nil {
				return err.Error(), true
			}
			most = max(most, late)
			time.Sleep(time.Duration(i*7%40) * time.Millisecond)
		}
		d.comes(d.says("글 24"))
		d.calm(announced)
		for _, said := range d.heard() {
			if !strings.HasPrefix(said, "글 ") {
				return said, most < inTime
			}
		}
		return d.differs(), true
	})
}

// TestCheckout changes hundreds of files at once.
func TestCheckout(t *testing.T) {
	if gitProgram == "" {
		t.Skip("there is no git here")
	}
	t.Parallel()
	d := sitDown(t, watch.Auto)
	defer d.getUp()
	note := func(i int, text string) {
		if err := d.write(fmt.Sprintf("content/%c/%d.md", 'a'+i%26, i), fmt.Sprintf("# 쪽 %d\n\n%s.\n", i, text)); err != nil {
			t.Fatal(err)
		}
	}
	repo := &desk{root: d.root, beside: true}
	repo.git("init", "-q", "-b", "main")
	for i := range 500 {
		note(i, "하나")
	}
	repo.commit()
	repo.git("checkout", "-q", "-b", "other")
	for i := 20; i < 520; i++ {
		note(i, "둘")
	}
	for i := range 20 {
		repo.remove(fmt.Sprintf("content/%c/%d.md", 'a'+i%26, i))
	}
	repo.commit()
	for _, branch := range []string{"main", "other"} {
		d.calm(aPause)
		before := len(d.heard())
		began := time.Now()
		repo.git("checkout", "-q", branch)
		quick := time.Since(began) < time.Second // after which nobody waits for git
		d.comes(func() bool { return len(d.heard()) > before })
		d.calm(announced)
		if n := len(d.heard()) - before; quick && n > 2 {
			t.Errorf("checkout of %s: %d updates", branch, n)
		}
		fault := ""
		d.comes(func() bool { fault = d.differs(); return fault == "" })
		if fault != "" {
			t.Errorf("after the checkout of %s: %s", branch, fault)
		}
	}
	if repo.err != nil {
		t.Error(repo.err)
	}
}
