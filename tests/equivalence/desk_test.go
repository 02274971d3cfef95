package equivalence_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"sitegen/internal/diag"
)

// desk is where edits are made: a project, dice, and what the person at it
// knows. Edits look at the disk and at nothing else, so an edit that is left out
// of a list does not change what the others do more than it must.
//
// The first thing that goes wrong with the machine is kept in err; edits may be
// made in the midst of a build, where a test cannot be stopped.
type desk struct {
	root    string
	program string // stands for the program that builds
	dice    *rand.Rand
	said    []diag.Diag // what the last build reported
	commits int         // each is an hour and a day later than the one before
	abroad  bool        // commits are made where the day is another one
	beside  bool        // there are others at the same time, so the environment stays as it is
	err     error

	flags
	built *outcome // what a clean build gives, if nothing was done since it was asked
}

// flags are what the command line says.
type flags struct {
	drafts  bool
	ci      bool
	baseURL string
}

func (d *desk) must(err error) {
	if err != nil && d.err == nil {
		d.err = err
	}
}

func (d *desk) path(name string) string { return filepath.Join(d.root, filepath.FromSlash(name)) }

func (d *desk) read(name string) string {
	data, err := os.ReadFile(d.path(name))
	d.must(err)
	return string(data)
}

func (d *desk) write(name, text string) {
	d.must(os.MkdirAll(filepath.Dir(d.path(name)), 0o755))
	d.must(os.WriteFile(d.path(name), []byte(text), 0o644))
}

// remove removes a file or a folder, also one that a build is writing into.
func (d *desk) remove(name string) {
	err := os.RemoveAll(d.path(name))
	for tries := 0; err != nil && tries < 1000; tries++ {
		err = os.RemoveAll(d.path(name))
	}
	d.must(err)
}

func (d *desk) move(from, to string) {
	d.must(os.MkdirAll(filepath.Dir(d.path(to)), 0o755))
	d.must(os.Rename(d.path(from), d.path(to)))
}

// moveAway moves the project away and puts a copy in its place, also one that a build
// is writing into, but for what that has not finished.
func (d *desk) moveAway() {
	away := d.root + "-away"
	d.must(os.RemoveAll(away))
	d.must(os.Rename(d.root, away))
	err := os.CopyFS(d.root, os.DirFS(away))
	for tries := 0; err != nil && tries < 1000; tries++ {
		d.must(os.RemoveAll(d.root))
		err = os.CopyFS(d.root, os.DirFS(away))
	}
	d.must(err)
	for _, unfinished := range []string{".sitegen-lock", ".sitegen-tmp-*"} {
		names, err := filepath.Glob(d.path(d.output() + "/" + unfinished))
		d.must(err)
		for _, name := range names {
			d.must(os.RemoveAll(name))
		}
	}
}

func (d *desk) touch(name string, when int64) {
	d.must(os.Chtimes(d.path(name), time.Unix(when, 0), time.Unix(when, 0)))
}

// link makes a symbolic link where there is nothing yet.
func (d *desk) link(target, name string) string {
	if d.exists(name) {
		return ""
	}
	d.must(os.Symlink(target, d.path(name)))
	return name + " → " + target
}

func (d *desk) exists(name string) bool {
	_, err := os.Lstat(d.path(name))
	return err == nil
}

// content is the folder of the notes.
func (d *desk) content() string {
	if d.exists("docs") {
		return "docs"
	}
	return "content"
}

// files lists the files below a folder, as the disk spells them, sorted.
func (d *desk) files(dir string) []string {
	var out []string
	err := filepath.WalkDir(d.path(dir), func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !e.IsDir() {
			rel, err := filepath.Rel(d.root, p)
			out = append(out, filepath.ToSlash(rel))
			return err
		}
		return nil
	})
	if !errors.Is(err, fs.ErrNotExist) {
		d.must(err)
	}
	return out
}

// folders lists the folders with notes below the content folder that have a
// given depth or less.
func (d *desk) folders(depth int) []string {
	var out []string
	for _, f := range d.notes() {
		for dir := path.Dir(f); dir != d.content(); dir = path.Dir(dir) {
			if strings.Count(dir, "/") <= depth && !slices.Contains(out, dir) {
				out = append(out, dir)
			}
		}
	}
	slices.Sort(out)
	return out
}

// notes lists the Markdown files that are pages.
func (d *desk) notes() []string {
	top := d.content()
	return slices.DeleteFunc(d.files(top), func(f string) bool {
		if _, err := os.Stat(d.path(f)); err != nil {
			return true // a link that leads nowhere
		}
		return !strings.HasSuffix(strings.ToLower(f), ".md") || strings.HasPrefix(f, top+"/parts/") || f == top+"/SUMMARY.md"
	})
}

// pages lists the notes that an edit of text may touch: text as an editor has it.
func (d *desk) pages() []string {
	return slices.DeleteFunc(d.notes(), func(f string) bool { return !isPlain(d.read(f)) })
}

// leaves are pages that stand for no folder, have no address of their own and
// are there for all to see.
func (d *desk) leaves() []string {
	return slices.DeleteFunc(d.pages(), func(f string) bool {
		return isIndex(f) || path.Dir(f) == d.content() || hasKey(d.read(f), "url") || hasKey(d.read(f), "slug") || hasKey(d.read(f), "draft") || hasKey(d.read(f), "hidden")
	})
}

func isIndex(name string) bool {
	switch strings.ToLower(path.Base(name)) {
	case "readme.md", "index.md", "_index.md":
		return true
	}
	return false
}

func isPlain(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsAny(text, "\r\x00\ufeff") && !strings.Contains(text, broken)
}

// with keeps the names whose files hold a text.
func (d *desk) with(names []string, text string) []string {
	return slices.DeleteFunc(names, func(f string) bool { return !strings.Contains(d.read(f), text) })
}

// without keeps the names whose files do not hold a text.
func (d *desk) without(names []string, text string) []string {
	return slices.DeleteFunc(names, func(f string) bool { return strings.Contains(d.read(f), text) })
}

// pick takes one, "" of none.
func (d *desk) pick(from []string) string {
	if len(from) == 0 {
		return ""
	}
	return from[d.dice.IntN(len(from))]
}

// word is a name that is hardly taken.
func (d *desk) word() string {
	return []string{"가지", "나무", "다리", "라면", "마루", "바다", "사과", "하늘"}[d.dice.IntN(8)] + fmt.Sprint(d.dice.IntN(1000))
}

// change rewrites a file and says what was done, or nothing if nothing was.
func (d *desk) change(name string, f func(text string) string) string {
	if name == "" {
		return ""
	}
	old := d.read(name)
	text := f(old)
	if text == old {
		return ""
	}
	d.write(name, text)
	return name
}

// The keys of front matter and of sitegen.yaml, one a line.

func splitFront(text string) (keys, body string, ok bool) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return "", text, false
	}
	keys, body, ok = strings.Cut("\n"+rest, "\n---\n")
	if !ok {
		return "", text, false
	}
	return strings.TrimPrefix(keys, "\n"), body, true
}

func setKey(text, key, value string) string {
	keys, body, _ := splitFront(text)
	keys = strings.Trim(setLine(keys, key, value), "\n")
	return "---\n" + keys + "\n---\n" + body
}

func dropKey(text, key string) string {
	keys, body, ok := splitFront(text)
	if !ok || !hasKey(text, key) {
		return text
	}
	if keys = strings.Trim(dropLine(keys, key), "\n"); keys == "" {
		return body
	}
	return "---\n" + keys + "\n---\n" + body
}

func hasKey(text, key string) bool { return keyOf(text, key) != "" }

// keyOf is the value of a key of front matter.
func keyOf(text, key string) string {
	keys, _, _ := splitFront(text)
	for line := range strings.Lines(keys) {
		if value, ok := strings.CutPrefix(line, key+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func setLine(lines, key, value string) string {
	return strings.TrimRight(dropLine(lines, key), "\n") + "\n" + key + ": " + value + "\n"
}

// dropLine removes a key with the indented lines below it.
func dropLine(lines, key string) string {
	var out strings.Builder
	inside := false
	for line := range strings.Lines(lines) {
		if inside = strings.HasPrefix(line, key+":") || inside && strings.HasPrefix(line, " "); !inside {
			out.WriteString(line)
		}
	}
	return out.String()
}

// editBody changes the text below the front matter.
func editBody(text string, f func(body string) string) string {
	_, body, _ := splitFront(text)
	return strings.TrimSuffix(text, body) + f(body)
}

// config changes sitegen.yaml, which it makes if need be.
func (d *desk) config(f func(text string) string) string {
	if !d.exists("sitegen.yaml") {
		d.write("sitegen.yaml", "")
	}
	if strings.Contains(d.read("sitegen.yaml"), broken) {
		return ""
	}
	return d.change("sitegen.yaml", f)
}

// broken stands in what an edit has broken on purpose.
const broken = "[고장"

// The PATH of this process, and git in it, "" if there is none.
var (
	fullPath      = os.Getenv("PATH")
	gitProgram, _ = exec.LookPath("git")
)

func (d *desk) git(args ...string) string {
	cmd := exec.Command(gitProgram, args...)
	cmd.Dir = d.root
	seoul, chicago := time.FixedZone("", 9*3600), time.FixedZone("", -6*3600)
	at := time.Date(2026, 3, 1, 3, 0, 0, 0, seoul).Add(time.Duration(d.commits) * 25 * time.Hour)
	if d.abroad {
		at = at.In(chicago)
	}
	when := at.Format(time.RFC3339)
	cmd.Env = append(os.Environ(), "PATH="+fullPath, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_DATE="+when, "GIT_COMMITTER_DATE="+when,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		d.must(fmt.Errorf("git %s: %w %s", strings.Join(args, " "), err, complaint.String()))
	}
	return string(out)
}
