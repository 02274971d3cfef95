//go:build unix

// Package crash_test holds what becomes of a site when a build does not come to
// its end: killed at any of its steps, on a full disk, in a folder that cannot
// be written, beside another build. Afterwards every published file is a whole
// old or a whole new one, what others put into the folder is still there, and
// the next build gives what a clean one does and leaves nothing of the dead one.
//
// The program itself is run, on a site of which every version has other bytes.
package crash_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "sitegen/internal/build" // what the program is made of: after a change of it go test must not show a remembered result
)

var kills = flag.Int("kills", 0, "how many builds are killed at a random moment, instead of those of the short form")

// sitegen is the program.
var sitegen string

// memory is a folder that is no disk, "" if there is none: what is written is
// the same there, and a test that writes so much should not wait for a disk.
var memory = func() string {
	const shared = "/dev/shm"
	if dir, err := os.MkdirTemp(shared, "probe"); err == nil && os.Getenv("TMPDIR") == "" {
		os.Remove(dir)
		return shared
	}
	return ""
}()

func TestMain(m *testing.M) {
	os.Exit(compileAndRun(m))
}

func compileAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "crash")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // another user runs the program in some tests
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	sitegen = filepath.Join(dir, "sitegen")
	if out, err := exec.Command("go", "build", "-o", sitegen, "sitegen/cmd/sitegen").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// pages is how many notes the site has in every version.
const pages = 160

// writeVersion lays out a version of the site over the one before: each page
// and the stylesheet are other bytes, a third of the pages come and go, and a
// picture and a static file change with them.
func writeVersion(t testing.TB, root string, version int) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(root, "content")); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		at := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("sitegen.yaml", "title: 시험\nbase_url: https://notes.example/\n")
	write("content/README.md", fmt.Sprintf("# 처음 %d\n\n![그림](그림.svg)\n", version))
	write("content/그림.svg", fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="10"></svg>`, 10+version))
	write("static/판.txt", fmt.Sprint(version))
	write("static/assets/css/99-mine.css", fmt.Sprintf(".v%d { color: red; }\n", version))
	for i := range pages - 1 {
		name, up := fmt.Sprintf("content/s%d/p%03d.md", i/20, i), "../"
		if i%3 == 0 {
			name, up = fmt.Sprintf("content/s%d/v%d/p%03d.md", i/20, version%4, i), "../../"
		}
		write(name, fmt.Sprintf("---\ntags: [t%d]\n---\n# 쪽 %d\n\n판 %d의 글입니다. [처음](%sREADME.md)\n\n%s\n",
			i%7, i, version, up, strings.Repeat(fmt.Sprintf("되풀이되는 글 %d. ", version), 12)))
	}
}

// versions is after how many versions the first one comes again. By then no
// build remembers it.
const versions = 8

// cleanBuilds are what clean builds of the versions give, as far as they were needed.
var cleanBuilds [versions]map[string]string

// project is a site with all versions in turn, and what a clean build of the
// two last ones gives.
type project struct {
	root     string
	version  int
	old, new map[string]string
}

// newProject publishes the first version. The folder is open to other users.
func newProject(t testing.TB) *project {
	t.Helper()
	home, err := os.MkdirTemp(memory, "crash")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unlock(home); os.RemoveAll(home) })
	if err := os.Chmod(home, 0o755); err != nil {
		t.Fatal(err)
	}
	p := &project{root: filepath.Join(home, "notes")}
	p.next(t)
	p.heal(t)
	for name := range others {
		if err := os.MkdirAll(filepath.Dir(p.out(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p.out(name), []byte(others[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// others are files in the output folder that no build of ours has written.
var others = map[string]string{"mine.txt": "mine", "s1/mine.html": "<p>mine", "own/deep/.hidden": "mine"}

// unlock gives back the rights that a test took from folders, so that they can be removed.
func unlock(dir string) {
	_ = filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if e != nil && e.IsDir() {
			_ = os.Chmod(p, 0o755)
		}
		return nil
	})
}

func (p *project) out(name string) string {
	return filepath.Join(p.root, "public", filepath.FromSlash(name))
}
func (p *project) cache(name string) string { return filepath.Join(p.root, ".sitegen/cache", name) }

// next writes the sources of the next version, and finds out what it must become.
func (p *project) next(t testing.TB) {
	t.Helper()
	p.version = (p.version + 1) % versions
	writeVersion(t, p.root, p.version)
	if cleanBuilds[p.version] == nil {
		cleanBuilds[p.version] = p.clean(t)
	}
	p.old, p.new = p.new, cleanBuilds[p.version]
}

// clean is what a clean build of the sources gives.
func (p *project) clean(t testing.TB) map[string]string {
	t.Helper()
	dir, err := os.MkdirTemp(memory, "clean")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "public")
	if said, err := p.command("--no-cache", "--out", out).CombinedOutput(); err != nil {
		t.Fatalf("a clean build: %v\n%s", err, said)
	}
	return tree(t, out)
}

// command builds the project. There is no git on its PATH: other programs are
// none of our business here.
func (p *project) command(args ...string) *exec.Cmd {
	cmd := exec.Command(sitegen, append([]string{"build", "--root", p.root}, args...)...)
	cmd.Env = environment()
	return cmd
}

func environment() []string { return []string{"PATH=", "HOME=" + os.TempDir()} }

// heal builds to the end, and holds that nothing is left of what was before.
func (p *project) heal(t testing.TB) {
	t.Helper()
	if said, err := p.command().CombinedOutput(); err != nil {
		t.Fatalf("the next build: %v\n%s", err, said)
	}
	p.healed(t)
}

// healed holds that the output folder is what a clean build gives, and the files of others.
func (p *project) healed(t testing.TB) {
	t.Helper()
	got := tree(t, p.out(""))
	for _, name := range slices.Sorted(maps.Keys(got)) {
		want, ours := p.new[name]
		if theirs, is := others[name]; is {
			want, ours = theirs, true
		}
		switch {
		case !ours:
			t.Errorf("%s was left behind", name)
		case got[name] != want:
			t.Errorf("%s is not what a clean build gives", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.new)) {
		if _, there := got[name]; !there {
			t.Errorf("%s is missing", name)
		}
	}
	for name := range tree(t, p.cache("")) {
		if strings.HasSuffix(name, ".new") {
			t.Errorf("%s was left among the remembered steps", name)
		}
	}
}

// whole holds that every published file is that of the old version or of the
// new one, and that the files of others are there. It returns how many are old and new.
func (p *project) whole(t testing.TB) (old, new int) {
	t.Helper()
	got := tree(t, p.out(""))
	for _, name := range slices.Sorted(maps.Keys(got)) {
		text := got[name]
		before, was := p.old[name]
		after, is := p.new[name]
		_, theirs := others[name]
		switch {
		case theirs || strings.HasPrefix(name, ".sitegen-") || strings.HasSuffix(name, "/"): // an empty folder is for the next build to use or to remove
		case was && is && before == after && text == after:
		case was && text == before:
			old++
		case is && text == after:
			new++
		default:
			t.Errorf("%s is neither whole and old nor whole and new", name)
		}
	}
	for name, text := range others {
		if got[name] != text {
			t.Errorf("%s, which is of somebody else, is gone", name)
		}
	}
	for name, text := range p.old {
		_, kept := p.new[name]
		if _, there := got[name]; kept && !there && text != "" {
			t.Errorf("%s is in both versions, and gone", name)
		}
	}
	return old, new
}

// untouched holds that nothing of the old site has changed.
func (p *project) untouched(t testing.TB) {
	t.Helper()
	got := tree(t, p.out(""))
	for name := range others {
		delete(got, name)
	}
	if !maps.Equal(got, p.old) {
		t.Error("the site that was published before is not what it was")
	}
}

// tree is every file below a folder with its bytes, and every folder that holds none.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			entries, err := os.ReadDir(p)
			if len(entries) == 0 {
				files[rel+"/"] = "an empty folder"
			}
			return err
		}
		data, err := os.ReadFile(p)
		files[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// exit runs a command and returns its exit code and what it said.
func exit(t testing.TB, cmd *exec.Cmd) (code int, said string) {
	t.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var status *exec.ExitError
	if err != nil && !errors.As(err, &status) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String()
}
