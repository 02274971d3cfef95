// Package source is the disk: it finds a project's files, reads them, and puts
// the embedded defaults under them.
//
// Everything is reached through one os.Root, so that no name, link or race
// leads out of the project, and every path outside of this package is composed
// (NFC), slash-separated and relative to the project's root, whatever spelling
// the file system keeps. What the author can mend (a link that leads nowhere, a
// name no other system can hold) is a diag.Diag; trouble with the disk is an
// error.
package source

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
)

// Why a file cannot be read although its name is known.
var (
	ErrOutside   = errors.New("leads out of the project")
	ErrFolder    = errors.New("is a folder")
	ErrIrregular = errors.New("is not a regular file")
	ErrHidden    = errors.New("is hidden")
	ErrTooLarge  = errors.New("is too large")
	errChanging  = errors.New("keeps changing while it is read")
)

// Largest files that are read: a page, and anything else.
const (
	maxPage = 64 << 20
	maxFile = 1 << 30
)

// openAtOnce is how many files may be open together. It stays far below the
// limits systems set, however many pages are read in parallel.
const openAtOnce = 32

// Root is a project's folder.
type Root struct {
	dir  string
	gate chan struct{}

	mu     sync.Mutex // of Follow
	opened atomic.Pointer[os.Root]
}

// Open opens the folder dir as a project.
func Open(dir string) (*Root, error) {
	disk, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the project: %w", err)
	}
	r := &Root{dir: dir, gate: make(chan struct{}, openAtOnce)}
	r.opened.Store(disk)
	return r, nil
}

func (r *Root) disk() *os.Root { return r.opened.Load() }

// Current reports whether the folder is still the one that stands at its path. It
// may have been moved away, and another made in its place.
func (r *Root) Current() bool {
	opened, err := r.disk().Stat(".")
	if err != nil {
		return false
	}
	there, err := os.Stat(r.dir)
	return err == nil && os.SameFile(opened, there)
}

// Close releases the folder.
func (r *Root) Close() error { return r.disk().Close() }

// Follow opens the folder that stands at the path now, if that is not the one that is
// open. Trees of before are then of that. It may be called while files are read.
func (r *Root) Follow() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.Current() {
		return nil
	}
	disk, err := os.OpenRoot(r.dir)
	if err != nil {
		return fmt.Errorf("opening the project: %w", err)
	}
	r.opened.Store(disk) // the other is closed once nobody uses it any more
	return nil
}

// ContentFolder decides which folder holds the notes: the one that is named or, if
// none is, content/ where there is one. "" is the project itself. It reports whether
// the folder is there; the error is for what the machine did.
func (r *Root) ContentFolder(named string) (dir string, there bool, err error) {
	dir = clean(cmp.Or(named, contentDir))
	if dir == "" {
		return "", true, nil
	}
	info, err := r.disk().Stat(dir)
	switch {
	case err == nil && info.IsDir():
		return dir, true, nil
	case Exhausted(err):
		return "", false, fmt.Errorf("looking for %s: %w", dir, reason(err))
	case named == "":
		return "", true, nil
	}
	return dir, false, nil
}

// ReadFile returns the bytes of a regular file of the project. Its error wraps
// fs.ErrNotExist, fs.ErrPermission, ErrOutside, ErrIrregular or ErrTooLarge
// where one of them is the reason, and names path and nothing of the machine.
func (r *Root) ReadFile(name string) ([]byte, error) {
	data, err := r.readEither(name, maxFile)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

// readEither looks for a name as it is written and, since a copy from macOS may
// have brought it decomposed, for its other spelling.
func (r *Root) readEither(name string, limit int64) ([]byte, error) {
	if !fs.ValidPath(name) {
		return nil, ErrOutside
	}
	data, err := r.read(name, limit)
	if loose := hangul.NFD(name); errors.Is(err, fs.ErrNotExist) && loose != name {
		return r.read(loose, limit)
	}
	return data, err
}

// read reads until the file stands still: a file that an editor is writing is
// read again.
func (r *Root) read(name string, limit int64) ([]byte, error) {
	r.gate <- struct{}{}
	defer func() { <-r.gate }()
	for range 3 {
		data, steady, err := r.readOnce(name, limit)
		if err != nil {
			return nil, reason(err)
		}
		if steady {
			return data, nil
		}
	}
	return nil, errChanging
}

func (r *Root) readOnce(name string, limit int64) (data []byte, steady bool, err error) {
	f, before, err := r.open(name)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	if before.Size() > limit {
		return nil, false, ErrTooLarge
	}
	data = make([]byte, before.Size())
	n, err := io.ReadFull(f, data)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false, err
	}
	after, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	steady = n == len(data) && after.Size() == before.Size() && after.ModTime().Equal(before.ModTime())
	return data, steady, nil
}

// open opens a regular file and nothing else.
func (r *Root) open(name string) (*os.File, fs.FileInfo, error) {
	info, err := r.disk().Stat(name)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return nil, nil, ErrFolder
	}
	if !info.Mode().IsRegular() {
		return nil, nil, ErrIrregular
	}
	// The file may have become a FIFO since: opening that must not wait for a writer.
	f, err := r.disk().OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err = f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrIrregular
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// hiddenPath reports whether a path leads through a hidden file or folder. What
// lies there, .git and .env above all, is not meant for readers.
func hiddenPath(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if len(part) > 1 && part[0] == '.' && part != ".." {
			return true
		}
	}
	return false
}

// leadsToHidden reports whether symbolic links lead from name to a hidden file. A
// name without any is judged by how it is written, and not here.
func (r *Root) leadsToHidden(name string) bool {
	if !r.linked(name) {
		return false
	}
	top, err := filepath.EvalSymlinks(r.dir)
	if err != nil {
		return true
	}
	end, err := filepath.EvalSymlinks(filepath.Join(r.dir, filepath.FromSlash(name)))
	if err != nil {
		return true
	}
	rel, err := filepath.Rel(top, end)
	return err != nil || hiddenPath(filepath.ToSlash(rel))
}

// linked reports whether a symbolic link stands at name or on the way to it, or
// whether that cannot be found out.
func (r *Root) linked(name string) bool {
	for ; name != "."; name = path.Dir(name) {
		info, err := r.disk().Lstat(name)
		if Exhausted(err) || err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return true
		}
	}
	return false
}

// openSeen opens a file, unless it is hidden by now: a link may have taken the
// place of a file, or of its folder, that was none when the project was scanned.
func (r *Root) openSeen(name string) (*os.File, error) {
	for range 3 {
		f, opened, err := r.open(name)
		if err != nil {
			return nil, reason(err)
		}
		hidden := r.leadsToHidden(name)
		// What was judged is what was opened only if it still stands there.
		there, err := r.disk().Stat(name)
		if !hidden && err == nil && os.SameFile(there, opened) {
			return f, nil
		}
		f.Close()
		if hidden {
			return nil, ErrHidden
		}
	}
	return nil, errChanging
}

// reason reduces an error of the system to what it means here. It prints the
// same for the same cause, on every machine.
func reason(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return fs.ErrNotExist
	case errors.Is(err, fs.ErrPermission):
		return fs.ErrPermission
	case errors.Is(err, syscall.ELOOP):
		return syscall.ELOOP
	case errors.Is(err, syscall.ENAMETOOLONG):
		return fs.ErrNotExist
	}
	var pe *fs.PathError
	if !errors.As(err, &pe) {
		return err
	}
	if pe.Err.Error() == "path escapes from parent" {
		return ErrOutside
	}
	return pe.Err
}

// Exhausted reports whether an error says that the machine has run out of
// something. Then nothing is wrong with a file, and it may be read later.
func Exhausted(err error) bool {
	for _, limit := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EAGAIN} {
		if errors.Is(err, limit) {
			return true
		}
	}
	return false
}

// Trouble says to the author why a file of the project cannot be read. pos is
// the file itself, or the place that asked for it.
func Trouble(pos diag.Pos, name string, err error) diag.Diag {
	say := func(code, format string) diag.Diag { return diag.Errorf(pos, code, format, name) }
	switch {
	case errors.Is(err, ErrOutside):
		return say("FS002", "%q leads out of the project").WithHint("copy the file into the project")
	case errors.Is(err, syscall.ELOOP):
		return say("FS003", "%q is a symbolic link that leads to itself").WithHint("remove the link")
	case errors.Is(err, fs.ErrNotExist):
		return say("FS004", "%q is not there")
	case errors.Is(err, ErrHidden):
		return say("FS002", "%q is hidden, or output of an earlier build, and is never read").WithHint("copy what you need into a file of the content folder")
	case errors.Is(err, ErrFolder):
		return say("FS005", "%q is a folder, not a file")
	case errors.Is(err, ErrIrregular):
		return say("FS005", "%q is not a regular file").WithHint("remove it; pipes, sockets and devices cannot be published")
	case errors.Is(err, ErrTooLarge):
		return say("LIM004", "%q is too large").WithHint("keep large files elsewhere and link to them")
	case errors.Is(err, fs.ErrPermission):
		return say("FS006", "%q cannot be read: permission denied").WithHint("give read permission, for example with: chmod u+r")
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return diag.Errorf(pos, "FS006", "%q cannot be read: %v", name, err)
}

// clean is a path without "./" and doubled slashes, "" for the root.
func clean(p string) string {
	if p = path.Clean("/" + p)[1:]; p == "." {
		return ""
	}
	return hangul.NFC(p)
}
