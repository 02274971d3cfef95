package build

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sitegen/internal/memo"
)

// cachePatience is how long a build waits for another one to be done with the
// remembered steps. Doing without them costs time, not correctness.
const cachePatience = 2 * time.Second

// openSteps opens the steps that earlier runs of the program remembered. What
// stands in its way makes the build slow, never wrong, so it is a note.
func (b *builder) openSteps() {
	if b.openStore(makeCache) {
		b.o.Steps = memo.OnDisk(b.store, b.o.Verify)
	}
}

// recallSteps opens the steps that builds have remembered, and adds none to them:
// a preview leaves the project as it is.
func (b *builder) recallSteps() {
	if b.openStore(hasCache) {
		b.o.Steps = memo.Recall(b.store)
	}
}

// openStore opens the store of remembered steps. ready sees to the store's folder,
// and returns errNoCache if there is none to open.
func (b *builder) openStore(ready func(dir string) error) bool {
	if b.o.Steps != nil || b.o.Cache == "" {
		return false
	}
	dir, err := cacheFolder(b.root, filepath.FromSlash(b.o.Cache))
	if err == nil {
		err = ready(dir)
	}
	var salt memo.Sum
	if err == nil {
		salt, err = fileSum(b.o.Program)
	}
	if err == nil {
		b.store, err = memo.OpenStore(dir, salt, cachePatience)
	}
	switch {
	case err == nil:
		return true
	case errors.Is(err, memo.ErrBusy):
		b.note("built without remembered steps: another sitegen is using %s", b.o.Cache)
	case !errors.Is(err, errNoCache):
		b.note("built without remembered steps: %v", err)
	}
	return false
}

// errNoCache says that no build has remembered anything yet.
var errNoCache = errors.New("nothing is remembered")

func hasCache(dir string) error {
	if !memo.IsStore(dir) {
		return errNoCache
	}
	return nil
}

// saveSteps keeps the steps of this run for later ones, and closes the store. A
// run that went all the way tells which of the old ones are still wanted.
func (b *builder) saveSteps(good bool) {
	if b.store == nil {
		return
	}
	if err := b.store.Save(good); err != nil {
		b.note("this build will not be remembered: %v", err)
	}
	b.closeSteps()
}

// closeSteps closes the store as it is.
func (b *builder) closeSteps() {
	if b.store != nil {
		b.store.Close()
		b.store = nil
	}
}

// verified is an error if a remembered step turned out to be wrong.
func (b *builder) verified() error {
	if differs := b.o.Steps.Differences(); len(differs) > 0 {
		return fmt.Errorf("%d remembered steps were not what they give now: %s", len(differs), strings.Join(differs, ", "))
	}
	return nil
}

func (b *builder) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

// fileSum is the digest of a file.
func fileSum(path string) (memo.Sum, error) {
	f, err := os.Open(path)
	if err != nil {
		return memo.Sum{}, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return memo.Sum{}, err
	}
	return memo.Sum(h.Sum(nil)), nil
}

// cacheFolder is the folder that name means for a project. A project may be
// somebody else's work, with a link in the place of a folder that it is expected
// to have; nothing is written where such a link leads.
func cacheFolder(root, name string) (string, error) {
	if filepath.IsAbs(name) {
		return name, nil
	}
	if filepath.IsLocal(name) {
		for part := filepath.Clean(name); part != "."; part = filepath.Dir(part) {
			if info, err := os.Lstat(filepath.Join(root, part)); err == nil && info.Mode()&fs.ModeSymlink != 0 {
				return "", fmt.Errorf("%s is a symbolic link; where it leads can be named with --cache", filepath.ToSlash(part))
			}
		}
	}
	return filepath.Join(root, name), nil
}

// makeCache makes the folder of remembered steps and keeps it out of git, so
// that nobody has to think of it. A folder that is there already is left alone:
// it may be somebody's.
func makeCache(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, ".gitignore"), []byte("*\n"), 0o644)
}
