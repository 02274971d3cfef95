package build

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"sitegen/internal/watch"
)

// missed tells of what was missed, and returns whether there was anything.
func (d *desk) missed() bool {
	d.Helper()
	changed, _, err := d.p.Missed()
	if err != nil {
		d.Fatal(err)
	}
	if len(changed) > 0 {
		d.tell(changed)
	}
	return len(changed) > 0
}

// What is otherwise for just the moment of an update is seen by it alone, and nobody
// tells that it is as it was.
func TestMomentsThatOnlyAnUpdateSees(t *testing.T) {
	t.Setenv("PATH", "") // git is a process, and would be waited for in real time
	write := func(name, text string) func(d *desk) { return func(d *desk) { edit(d.T, d.root, name, text) } }
	move := func(from, to string) func(d *desk) {
		return func(d *desk) {
			if err := os.Rename(d.path(from), d.path(to)); err != nil {
				d.Fatal(err)
			}
			d.rest(from) // the disk was busy, and it is a while ago
		}
	}
	remove := func(name string) func(d *desk) {
		return func(d *desk) {
			if err := os.Remove(d.path(name)); err != nil {
				d.Fatal(err)
			}
		}
	}
	other := []string{"content/새.md"} // for which all is looked at
	moments := []struct {
		what     string
		do, undo func(d *desk)
		changed  []string // what the update is told of
	}{
		{"the notes are elsewhere", move("content", "away"), move("away", "content"), other},
		{"the notes are elsewhere, and all is looked at", move("content", "away"), move("away", "content"), nil},
		{"a folder is elsewhere", move("content/aws", "away"), move("away", "content/aws"), other},
		{"a part is elsewhere", move("content/parts/공통.md", "away"), move("away", "content/parts/공통.md"), []string{"content/aws/03-다.md"}},
		{"the configuration is broken", write("sitegen.yaml", "titel: x\n"), write("sitegen.yaml", library["sitegen.yaml"]), other},
		{"the configuration is another", write("sitegen.yaml", "title: y\nignore: [parts]\n"), write("sitegen.yaml", library["sitegen.yaml"]), other},
		{"a page comes and goes", write("content/aws/08.md", "# 팔\n"), remove("content/aws/08.md"), other},
		{"a static file comes and goes", write("static/x.txt", "x"), remove("static/x.txt"), other},
		{"a template comes and goes", write("templates/partials/footer.html", "<p>발</p>"), remove("templates/partials/footer.html"), other},
		{"an address comes and goes", write("static/CNAME", "a.example\n"), remove("static/CNAME"), other},
		{"a part is another", write("content/parts/공통.md", "달라진 글.\n"), write("content/parts/공통.md", library["content/parts/공통.md"]), []string{"content/aws/03-다.md"}},
		{"a link comes and goes", func(d *desk) {
			if err := os.Symlink("../content", d.path("content/링크")); err != nil {
				d.Skip(err)
			}
		}, remove("content/링크"), other},
	}
	for _, m := range moments {
		t.Run(m.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := sit(t, library, Options{})
				m.do(d)
				d.tell(m.changed)
				m.undo(d)
				if !d.missed() {
					t.Error("nothing was missed")
				}
				d.built()
				if d.missed() {
					t.Error("and once more")
				}
			})
		})
	}
}

// Two notes have read the same file, one of them while it was away for a moment.
func TestMomentsThatOneOfTwoSees(t *testing.T) {
	t.Setenv("PATH", "")
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, library, Options{})
		part := d.path("content/parts/공통.md")
		if err := os.Rename(part, part+"~"); err != nil {
			t.Fatal(err)
		}
		d.rest("content/parts/공통.md")
		edit(t, d.root, "content/aws/03-다.md", "# 다다\n\n<!-- include: ../parts/공통.md -->\n")
		d.tell([]string{"content/aws/03-다.md"})
		if err := os.Rename(part+"~", part); err != nil {
			t.Fatal(err)
		}
		d.save(map[string]string{"content/aws/01-가.md": "# 가\n\n<!-- include: ../parts/공통.md -->\n"})
		if !d.missed() {
			t.Error("nothing was missed")
		}
		d.built()
		d.save(map[string]string{"content/parts/공통.md": "새 글.\n"})
		if d.missed() {
			t.Error("what was told is told once more")
		}
	})
}

// asFiles reads files by a function.
type asFiles func(name string) ([]byte, error)

func (f asFiles) ReadFile(name string) ([]byte, error) { return f(name) }

// A file is moved away just when it is read, and comes back as it was.
func TestMomentOfARead(t *testing.T) {
	root := project(t, map[string]string{"a.md": "가", "b.md": "나"})
	p := newPatience(root)
	at := func(name string) string { return filepath.Join(root, name) }
	_, err := p.read(asFiles(func(name string) ([]byte, error) {
		if err := os.Rename(at(name), at("away")); err != nil {
			return nil, err
		}
		_, err := os.ReadFile(at(name))
		return nil, errors.Join(err, os.Rename(at("away"), at(name)))
	}), "a.md")
	if !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	p.read(asFiles(func(name string) ([]byte, error) { return os.ReadFile(at(name)) }), "b.md")
	if missed, _, err := p.sight.again(p.stands); err != nil || !slices.Equal(missed, []string{"a.md"}) {
		t.Errorf("missed %q, %v", missed, err)
	}
}

// What took so long that highlighting may have been given up is read again: a few
// times, lest a text that always takes long be read for ever.
func TestDoubtfulTextsAreReadAgain(t *testing.T) {
	d := sit(t, library, Options{})
	const name = "content/aws/01-가.md"
	for i := range doubtAgain {
		d.p.kept.doubt(name, true)
		changed, _, err := d.p.Missed()
		if err != nil || !slices.Equal(changed, []string{name}) {
			t.Fatalf("the %d. time: missed %q, %v", i+1, changed, err)
		}
	}
	d.p.kept.doubt(name, true)
	if d.missed() {
		t.Error("it is read for ever")
	}
	d.p.kept.doubt(name, false)
	d.p.kept.doubt(name, true)
	if !d.missed() || d.u.Read != 1 {
		t.Errorf("another doubt: %d files were read again", d.u.Read)
	}
	if d.missed() {
		t.Error("it was in no doubt any more")
	}
	d.built()
}

// Another commit is checked out for a moment.
func TestMomentOfAnotherCommit(t *testing.T) {
	git := needGit(t)
	d := sit(t, library, Options{})
	commit := commits(t, git, d.root)
	checkout := func(args ...string) {
		t.Helper()
		cmd := exec.Command(git, append([]string{"-C", d.root, "checkout", "-q"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	commit()
	checkout("-b", "one")
	checkout("-b", "other")
	edit(t, d.root, "content/aws/01-가.md", library["content/aws/01-가.md"]+"\n더.\n")
	commit()
	d.tell([]string{watch.Git, "content/aws/01-가.md"})
	checkout("one")
	d.tell([]string{"content/aws/01-가.md"}) // the repository is said to be as it was
	if !d.missed() {
		t.Error("nothing was missed")
	}
	d.built()
	commit()
	d.tell([]string{watch.Git})
	d.built()
	if d.missed() {
		t.Error("a commit that was told is told once more")
	}
}

// What was missed is told once, though nothing can be scanned while the configuration
// is broken.
func TestMissedBehindABrokenConfiguration(t *testing.T) {
	d := sit(t, library, Options{})
	d.save(map[string]string{"sitegen.yaml": "titel: x\n"})
	edit(t, d.root, "content/새.md", "# 새\n")
	if !d.missed() || d.missed() {
		t.Error("what was missed is not told once")
	}
	d.save(map[string]string{"sitegen.yaml": library["sitegen.yaml"]})
	d.built()
}

// What has stayed for a while is not looked at for ever.
func TestSightIsBelieved(t *testing.T) {
	t.Setenv("PATH", "")
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, library, Options{})
		ask := func(want bool) {
			t.Helper()
			if changed, open, err := d.p.Missed(); len(changed) > 0 || open != want || err != nil {
				t.Errorf("missed %q, open %v, %v", changed, open, err)
			}
		}
		ask(true)
		time.Sleep(belief)
		ask(false)
		d.save(with("content/aws/01-가.md", "둘째 문단.", "다른 문단."))
		ask(true)
		if seen := d.p.kept.patience.sight.files; len(seen) != 1 {
			t.Errorf("for one page that has changed, %d files are looked at", len(seen))
		}
		time.Sleep(belief)
		ask(false)
		edit(t, d.root, "content/aws/01-가.md", "# 가\n\n다른 글.\n")
		ask(false) // to tell of that is for whoever watches
		if slices.Contains(d.u.Snapshot.Paths(), "없음") {
			t.Error("there is a page that never was")
		}
	})
}
