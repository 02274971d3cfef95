// Package publish brings the outputs of a build into the output folder.
//
// The folder is somebody's: it may be a work tree, a mount, the place a web
// server reads from. So it is never emptied or swapped. [Begin] refuses folders
// that cannot be an output and takes a lock; [Stage.Put] compares each output
// with what is on disk and writes what differs into a hidden folder beside it;
// [Stage.Commit] moves those files to their places one rename at a time and
// deletes what an earlier build wrote and this one no longer wants. Until
// Commit nothing of the last good site has changed, and a build that is killed
// at any moment leaves every file either old or new, never half.
//
// What earlier builds wrote is known from a manifest in the folder. Files that
// are not in it are not ours: they stay, and where one stands in the way of the
// site, the site is not published.
package publish

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// Names of our own in the output folder. All begin with ours.
const (
	ours         = ".sitegen-"
	manifestName = ours + "manifest.json"
	lockName     = ours + "lock"
	tempPrefix   = ours + "tmp-"
)

// Modes that GitHub Pages can deploy, whatever the umask.
const (
	fileMode fs.FileMode = 0o644
	dirMode  fs.FileMode = 0o755
)

// Target is where a site goes.
type Target struct {
	Root    string   // absolute path of the project
	Out     string   // as given: relative to Root, or absolute
	ByFlag  bool     // Out came from the command line, which may lead out of the project
	Adopt   bool     // publish into a folder that holds files of others
	Protect []string // folders and files that are sources, relative to Root; "" and "." are Root
	Pos     diag.Pos // where the configuration names Out; zero if it does not
}

// Stats tells what a Commit did.
type Stats struct {
	Written int   // files that are new or have other bytes than before
	Same    int   // files left as they were
	Deleted int   // files of an earlier build that are no longer wanted
	Foreign int   // files in the folder that no build wrote; they stay
	Bytes   int64 // size of the whole site
}

// Stage collects the outputs of one build. Put and PutFile may be called from
// many goroutines.
type Stage struct {
	root    *os.Root
	dir     string   // absolute
	shown   string   // dir as messages name it
	created []string // folders that Begin made, outermost first
	fresh   bool     // Begin made the folder, so nothing can stand at a path
	modes   bool     // the umask takes nothing from our modes
	staging *os.Root // the folder of new files
	lock    *lock
	temp    string
	old     *owned
	slots   *slots

	mu     sync.Mutex
	serial int
	claims Claims
	files  map[string]*file
	diags  []diag.Diag
	closed bool
}

// file is the one output that will stand at a path.
type file struct {
	path, from string
	temp       string // staged under this name; "" if the bytes on disk are right
	size       int64
	disk       fs.FileInfo // what stands there now; nil if nothing does
}

// Check says why t cannot be an output folder. It touches nothing.
func Check(t Target) []diag.Diag {
	_, ds := t.resolve()
	return ds
}

// Begin checks that t can be an output folder and takes its lock. With errors
// among the diagnostics the Stage is nil and nothing was touched. The caller
// ends the Stage with Commit or Abort; Abort after Commit does nothing.
func Begin(t Target) (*Stage, []diag.Diag, error) {
	p, ds := t.resolve()
	if len(ds) > 0 {
		return nil, ds, nil
	}
	created, err := makeFolders(p.dir)
	if err != nil {
		return nil, nil, err
	}
	s := &Stage{
		dir:     p.dir,
		shown:   p.shown,
		created: created,
		fresh:   len(created) > 0,
		temp:    tempPrefix + strconv.Itoa(os.Getpid()),
		slots:   newSlots(),
		files:   map[string]*file{},
	}
	ds, err = s.open(t)
	if err != nil || len(ds) > 0 {
		s.Abort()
		return nil, ds, err
	}
	return s, nil, nil
}

func (s *Stage) open(t Target) ([]diag.Diag, error) {
	var err error
	if s.root, err = os.OpenRoot(s.dir); err != nil {
		return nil, fmt.Errorf("open output folder: %w", err)
	}
	if ds, err := s.stranger(t); err != nil || len(ds) > 0 {
		return ds, err
	}
	if s.lock, err = takeLock(s.root, s.shown); err != nil {
		return nil, err
	}
	old, ds, err := readManifest(s.root, s.shown)
	if err != nil || len(ds) > 0 {
		return ds, err
	}
	s.old = old
	if err := s.sweep(); err != nil {
		return nil, err
	}
	if err := s.root.Mkdir(s.temp, dirMode); err != nil {
		return nil, s.wrap("make folder for new files", err)
	}
	if s.staging, err = s.root.OpenRoot(s.temp); err != nil {
		return nil, s.wrap("open folder for new files", err)
	}
	info, err := s.staging.Stat(".")
	if err != nil {
		return nil, s.wrap("look at", err)
	}
	s.modes = info.Mode().Perm() == dirMode
	return nil, nil
}

// sweep removes what builds left behind that were killed. We hold the lock, so
// no staging folder can belong to a living one.
func (s *Stage) sweep() error {
	entries, err := fs.ReadDir(s.root.FS(), ".")
	if err != nil {
		return s.wrap("read output folder", err)
	}
	for _, e := range entries {
		if e.IsDir() && isTemp(e.Name()) {
			if err := s.root.RemoveAll(e.Name()); err != nil {
				return s.wrap("remove the remains of a killed build", err)
			}
		}
	}
	return nil
}

func isTemp(name string) bool {
	pid, ok := strings.CutPrefix(name, tempPrefix)
	_, err := strconv.ParseUint(pid, 10, 64)
	return ok && err == nil
}

// Put stages one output. Its bytes are not needed after Put has returned.
func (s *Stage) Put(o site.Output) error {
	return s.stage(o.Path, o.From, func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(o.Data)), nil
	}, int64(len(o.Data)))
}

// Known is a file whose bytes are not at hand.
type Known struct {
	Path string
	Size int64
	Sum  [sha256.Size]byte
}

// KnownOf is what is to be known of outputs to recognise them.
func KnownOf(outputs []site.Output) []Known {
	known := make([]Known, len(outputs))
	for i, o := range outputs {
		known[i] = Known{o.Path, int64(len(o.Data)), sha256.Sum256(o.Data)}
	}
	return known
}

// Keep stages a file if what is on disk has its bytes, and reports whether it does.
func (s *Stage) Keep(k Known) bool {
	slot := s.slots.take()
	defer s.slots.give(slot)
	dir, name, info, err := s.look(slot, k.Path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != k.Size {
		return false // what is in its way is found out when it is put
	}
	disk, err := dir.Open(name)
	if err != nil {
		return false
	}
	defer disk.Close()
	h := sha256.New()
	if _, err := io.CopyBuffer(h, disk, slot.buf); err != nil || [sha256.Size]byte(h.Sum(nil)) != k.Sum {
		return false
	}
	if f := s.claim(k.Path, ""); f != nil {
		s.settle(f, "", k.Size, info)
	}
	return true
}

// PutFile stages a copy of a source without holding it in memory. open is
// called once or twice.
func (s *Stage) PutFile(out, from string, open func() (io.ReadCloser, error)) error {
	return s.stage(out, from, open, -1)
}

// stage compares what open gives with what is on disk and keeps a copy if they
// differ. A size of -1 is not known.
func (s *Stage) stage(out, from string, open func() (io.ReadCloser, error), size int64) error {
	f := s.claim(out, from)
	if f == nil {
		return nil
	}
	slot := s.slots.take()
	defer s.slots.give(slot)

	dir, name, info, err := s.look(slot, out)
	switch {
	case err == nil:
	case tooLong(err):
		s.report(diag.Errorf(sourcePos(from, out), "NAM009",
			"the output path %q is longer than the file system allows", out).
			WithHint("shorten the names of the file and its folders, or set slug in the front matter"))
		return nil
	case absent(err):
		info = nil
	default:
		return s.wrap("look at", err)
	}
	if info != nil && info.Mode().IsRegular() && (size < 0 || size == info.Size()) {
		disk, err := dir.Open(name)
		if err != nil && !errors.Is(err, fs.ErrPermission) { // what may not be read can still be replaced
			return s.wrap("open", err)
		}
		same, err := s.same(disk, out, open, slot.buf)
		if err != nil {
			return err
		}
		if same {
			s.settle(f, "", info.Size(), info)
			return nil
		}
	}
	temp, n, err := s.keep(open, slot.buf)
	if err != nil {
		return fmt.Errorf("stage %s: %w", out, err)
	}
	s.settle(f, temp, n, info)
	return nil
}

// look is Lstat of an output's path, with the folder that it is in and its name
// there. In a folder that we made ourselves nothing stands anywhere, which saves
// opening every folder on the way for every file; only names that may be too long
// for the disk are tried.
func (s *Stage) look(x *slot, out string) (dir *os.Root, name string, info fs.FileInfo, err error) {
	const surelyShort = 100 // bytes; below what any file system takes
	if s.fresh && len(out) <= surelyShort {
		return nil, "", nil, fs.ErrNotExist
	}
	dir, name, err = x.enter(s.root, out)
	if err == nil {
		info, err = dir.Lstat(name)
	}
	return dir, name, info, err
}

// absent tells that there is nothing at a path, also because one of its folders
// is a file or a symlink; Commit looks at those.
func absent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || notFolder(err) || escapes(err)
}

// escapes tells that an [os.Root] refused a path, which for a path that is local
// can only be the work of a symlink.
func escapes(err error) bool {
	var pe *fs.PathError
	return errors.As(err, &pe) && pe.Err.Error() == "path escapes from parent"
}

// same compares a file on disk, nil for one that cannot be read, with an output.
func (s *Stage) same(disk *os.File, out string, open func() (io.ReadCloser, error), buf []byte) (bool, error) {
	if disk == nil {
		return false, nil
	}
	defer disk.Close()
	src, err := open()
	if err != nil {
		return false, fmt.Errorf("stage %s: %w", out, err)
	}
	defer src.Close()
	return equal(disk, src, buf)
}

// equal compares two streams to their ends, by means of buf.
func equal(a, b io.Reader, buf []byte) (bool, error) {
	bufA, bufB := buf[:len(buf)/2], buf[len(buf)/2:len(buf)/2*2]
	for {
		n, errA := io.ReadFull(a, bufA)
		m, errB := io.ReadFull(b, bufB)
		endA, endB := atEnd(errA), atEnd(errB)
		switch {
		case errA != nil && !endA:
			return false, errA
		case errB != nil && !endB:
			return false, errB
		case !bytes.Equal(bufA[:n], bufB[:m]):
			return false, nil
		case endA || endB:
			return endA == endB, nil
		}
	}
}

func atEnd(err error) bool { return err == io.EOF || err == io.ErrUnexpectedEOF }

// keep writes a stream into the staging folder and returns its name there.
// Names are numbers: a name of 255 bytes has no room for a suffix.
func (s *Stage) keep(open func() (io.ReadCloser, error), buf []byte) (string, int64, error) {
	src, err := open()
	if err != nil {
		return "", 0, err
	}
	defer src.Close()
	s.mu.Lock()
	s.serial++
	name := strconv.Itoa(s.serial)
	s.mu.Unlock()

	dst, err := s.staging.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return "", 0, s.wrap("create", err)
	}
	n, err := io.CopyBuffer(dst, src, buf)
	if err == nil && !s.modes {
		err = dst.Chmod(fileMode) // the umask had its say at create
	}
	if err := errors.Join(err, dst.Close()); err != nil {
		return "", 0, s.wrap("write", err)
	}
	return path.Join(s.temp, name), n, nil
}

func (s *Stage) settle(f *file, temp string, size int64, disk fs.FileInfo) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.temp, f.size, f.disk = temp, size, disk
}

func (s *Stage) report(d diag.Diag) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.diags = append(s.diags, d)
}

// Diags returns what is wrong with the outputs staged so far. Commit returns the
// same; a build that fails for other reasons reports it all the same.
func (s *Stage) Diags() []diag.Diag {
	s.mu.Lock()
	defer s.mu.Unlock()
	return diag.Sort(slices.Concat(s.diags, s.claims.Diags()))
}

// Abort drops what was staged and leaves the output folder as Begin found it.
func (s *Stage) Abort() {
	if s.closed {
		return
	}
	s.closed = true
	s.slots.close()
	if s.staging != nil {
		_ = s.staging.Close()
	}
	if s.root != nil {
		if s.lock != nil { // else the staging folder may be another's
			_ = s.root.RemoveAll(s.temp) // if it fails, the next Begin sweeps
			s.lock.release()
		}
		_ = s.root.Close()
	}
	for i := len(s.created) - 1; i >= 0; i-- {
		if os.Remove(s.created[i]) != nil {
			return // it holds the site by now
		}
	}
}

// wrap says which folder the path of an error is in: an os.Root knows only its part.
func (s *Stage) wrap(doing string, err error) error {
	return fmt.Errorf("%s in %s: %w", doing, s.shown, err)
}

// makeFolders is os.MkdirAll that tells which folders it made.
func makeFolders(dir string) ([]string, error) {
	var missing []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) || filepath.Dir(d) == d {
			break
		}
		missing = append([]string{d}, missing...)
	}
	for i, d := range missing {
		err := os.Mkdir(d, dirMode)
		if err == nil {
			err = os.Chmod(d, dirMode)
		}
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return missing[:i], fmt.Errorf("make output folder: %w", err)
		}
	}
	return missing, nil
}
