package build

import (
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"
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
