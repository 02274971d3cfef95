package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"sitegen/internal/diag"
)

// place is a Target whose folder was found to be acceptable.
type place struct {
	dir   string // absolute, symlinks resolved
	shown string // for messages: relative to the project if inside it
}

// resolve finds the folder that t means and refuses those that a build would
// damage. It touches nothing.
func (t Target) resolve() (place, []diag.Diag) {
	dir := t.Out
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(t.Root, filepath.FromSlash(t.Out))
	}
	dir = realPath(dir)
	root := realPath(t.Root)
	p := place{dir: dir, shown: shownAs(root, dir)}

	if what := t.endangers(root, dir); what != "" {
		return p, []diag.Diag{diag.Errorf(t.pos(), "OUT001", "the output folder %q %s", t.Out, what).
			WithHint("give the site a folder of its own, such as output: public")}
	}
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return p, []diag.Diag{diag.Errorf(t.pos(), "OUT003", "the output folder %q exists and is not a folder", t.Out).
			WithHint("rename the file or choose another output folder")}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return p, []diag.Diag{diag.Errorf(t.pos(), "OUT003", "the output folder %q cannot be reached", t.Out).
			WithHint("look at the path and the rights of its folders")}
	case err != nil && isLink(dir):
		return p, []diag.Diag{diag.Errorf(t.pos(), "OUT003", "the output folder %q is a symlink that leads nowhere", t.Out).
			WithHint("remove the symlink or choose another output folder")}
	}
	if !t.ByFlag && !within(root, dir) {
		return p, []diag.Diag{diag.Errorf(t.pos(), "OUT002", "the output folder %q is outside of the project", t.Out).
			WithHint("keep it inside, or name it on the command line with --out")}
	}
	return p, nil
}

// endangers says in words why dir cannot be the output, or "".
func (t Target) endangers(root, dir string) string {
	if filepath.Dir(dir) == dir {
		return "is the root of a disk"
	}
	if home, err := os.UserHomeDir(); err == nil && within(dir, realPath(home)) {
		return "is or holds your home folder"
	}
	if same(dir, root) {
		return "is the project itself"
	}
	if within(dir, root) {
		return "holds the project itself"
	}
	for _, name := range append([]string{".git"}, t.Protect...) {
		if name == "" || name == "." {
			continue // the project itself, which may hold the output
		}
		source := realPath(filepath.Join(root, filepath.FromSlash(name)))
		switch {
		case same(dir, source):
			return `is also the source "` + name + `"`
		case within(dir, source):
			return `holds the source "` + name + `"`
		case within(source, dir):
			return `is inside the source "` + name + `"`
		}
	}
	for d := dir; filepath.Dir(d) != d; d = filepath.Dir(d) {
		if strings.EqualFold(filepath.Base(d), ".git") {
			return "is inside a .git folder"
		}
	}
	return ""
}

func (t Target) pos() diag.Pos {
	if t.Pos.File != "" && !t.ByFlag {
		return t.Pos
	}
	return diag.Pos{File: filepath.ToSlash(t.Out)}
}

// within tells whether dir is outer or lies in it.
func within(outer, dir string) bool {
	for {
		if same(outer, dir) {
			return true
		}
		up := filepath.Dir(dir)
		if up == dir {
			return false
		}
		dir = up
	}
}

// same tells whether two paths are one folder. What exists is compared by
// identity, for one folder can have many spellings; what does not exist yet is
// compared as the strictest file system would.
func same(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(infoA, infoB)
	}
	return fold(a) == fold(b)
}

// fold maps the spellings that some file system takes for one name to one string.
func fold(p string) string { return strings.ToLower(norm.NFC.String(p)) }

// realPath resolves the symlinks of the part of p that exists.
func realPath(p string) string {
	p = filepath.Clean(p)
	if real, err := filepath.EvalSymlinks(p); err == nil {
		return real
	}
	up := filepath.Dir(p)
	if up == p {
		return p
	}
	return filepath.Join(realPath(up), filepath.Base(p))
}

func isLink(p string) bool {
	info, err := os.Lstat(p)
	return err == nil && info.Mode().Type() == fs.ModeSymlink
}

func shownAs(root, dir string) string {
	if rel, err := filepath.Rel(root, dir); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(dir)
}

// stranger refuses a folder that holds files but no manifest of ours.
func (s *Stage) stranger(t Target) ([]diag.Diag, error) {
	if t.Adopt {
		return nil, nil
	}
	entries, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return nil, s.wrap("read output folder", err)
	}
	first := ""
	for _, e := range entries {
		switch {
		case e.Name() == manifestName:
			return nil, nil
		case first == "" && !strings.HasPrefix(e.Name(), ours):
			first = e.Name()
		}
	}
	if first == "" {
		return nil, nil
	}
	return []diag.Diag{diag.Errorf(diag.Pos{File: s.shown}, "OUT004",
		"the output folder holds files that sitegen did not write, such as %q", first).
		WithHint("empty it, choose another folder, or use --adopt to publish beside them")}, nil
}
