package watch

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// repository is where git keeps what the dates of last changes come from. It is
// one input, called ".git": the commit that is checked out, and the settings
// that name the remote.
type repository struct {
	dir    string // of this work tree
	common string // of all work trees
}

// Git is what the repository is called in a Change.
const Git = ".git"

// gitInput is the repository of a project, if there is one.
type gitInput struct {
	repository
	found bool
	is    uint64 // what it was at the last look,
	was   uint64 // and when it was told

	lock  fingerprint // the lock seen last, and since when
	since time.Time
}

func (g *gitInput) look(project string, h *hasher) {
	g.repository, g.found = findRepository(project)
	g.is = 0
	if g.found {
		g.is = h.ofString(g.settings())
	}
}

func (g *gitInput) news() bool { return g.is != g.was }
func (g *gitInput) tell()      { g.was = g.is }

// atWork reports whether git is changing the work tree. A lock that stays was
// left behind by a git that was killed; nobody waits for it twice.
func (g *gitInput) atWork(now time.Time) bool {
	if !g.found {
		return false
	}
	info, err := os.Lstat(filepath.Join(g.dir, "index.lock"))
	if err != nil {
		return false
	}
	if lock := fingerprintOf(info); lock != g.lock {
		// A lock that grows is one that is in use.
		g.lock, g.since = lock, now
	}
	return now.Sub(g.since) < gitToo
}

// folders are those in which files change whenever the settings may have.
func (g *gitInput) folders() []string {
	if !g.found {
		return nil
	}
	return []string{g.dir, filepath.Join(g.dir, "logs")}
}

// concerns reports whether a path is one of git's, and if so whether what
// happened there may be news.
func (g *gitInput) concerns(path string) (yes, inside bool) {
	if !g.found || path != g.dir && !strings.HasPrefix(path, g.dir+string(filepath.Separator)) {
		return false, false
	}
	switch name := filepath.Base(path); filepath.Dir(path) {
	case g.dir:
		return name == "HEAD" || name == "config" || name == "packed-refs" || name == "index", true
	case filepath.Join(g.dir, "logs"):
		return name == "HEAD", true
	}
	return false, true
}

// findRepository looks for the repository of a folder as git does, upwards.
func findRepository(folder string) (repository, bool) {
	real, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return repository{}, false
	}
	for ; ; real = filepath.Dir(real) {
		at := filepath.Join(real, ".git")
		if info, err := os.Lstat(at); err == nil {
			if info.IsDir() {
				return repository{at, at}, true
			}
			return linkedRepository(real, at)
		}
		if real == filepath.Dir(real) {
			return repository{}, false
		}
	}
}

// linkedRepository reads the file that a further work tree, or a submodule, has
// in place of the folder.
func linkedRepository(folder, pointer string) (repository, bool) {
	dir, ok := strings.CutPrefix(readLine(pointer), "gitdir: ")
	if !ok {
		return repository{}, false
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(folder, dir)
	}
	common := readLine(filepath.Join(dir, "commondir"))
	switch {
	case common == "":
		common = dir
	case !filepath.IsAbs(common):
		common = filepath.Join(dir, common)
	}
	return repository{filepath.Clean(dir), filepath.Clean(common)}, true
}

// readLine is a small file without the end of its line, "" if there is none.
func readLine(path string) string {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() > 1<<16 {
		return ""
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return strings.TrimRight(string(data), "\r\n")
}

// settings are the same for as long as the dates and addresses that git gives.
func (r repository) settings() string {
	head := readLine(filepath.Join(r.dir, "HEAD"))
	said := []string{
		head,
		readLine(filepath.Join(r.common, "config")),
		readLine(filepath.Join(r.common, "shallow")),
		readLine(filepath.Join(r.common, "refs", "remotes", "origin", "HEAD")),
	}
	if branch, ok := strings.CutPrefix(head, "ref: "); ok {
		commit := readLine(filepath.Join(r.common, filepath.FromSlash(branch)))
		if commit == "" {
			commit = timeOf(filepath.Join(r.common, "packed-refs")) + timeOf(filepath.Join(r.common, "reftable", "tables.list"))
		}
		said = append(said, commit)
	}
	return strings.Join(said, "\x00")
}

// timeOf is when a file was changed, "" if there is none.
func timeOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return info.ModTime().String()
}
