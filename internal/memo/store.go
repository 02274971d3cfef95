package memo

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"sitegen/internal/filelock"
)

// Store keeps the results of steps in a folder, from one run of the program to
// the next. Results lie one after another in packs; an index says which step,
// argument and answers each belongs to, and its checksum. A pack is written by one
// run and never changed; the index is replaced by rename and last. So a run that
// is killed leaves the index of the run before, and what that names.
//
// Nothing in the folder is trusted: the index of another program, a pack that
// was cut short, a byte that turned: each is a step that runs again. A name that
// is no plain file, such as a link to somebody's file, is neither read nor written.
type Store struct {
	dir  string
	salt Sum
	lock *filelock.Lock

	mu      sync.Mutex
	entries map[Sum][]*stored // by the step and its argument
	packs   map[uint32]*pack  // opened for reading; nil for one that cannot be
	changed bool              // the index on disk does not say what it should

	serial uint32 // of the pack that this run writes
	out    *os.File
	buf    *bufio.Writer
	size   int64 // of that pack
	err    error // the first failure to write it: nothing can be saved then
}

// pack is a file of results.
type pack struct {
	*os.File
	size atomic.Int64 // when it was last looked at; packs only grow
}

// stored is one result of a step.
type stored struct {
	asked  []answer
	pack   uint32
	offset int64
	length int64
	check  uint32 // checksum of its bytes
	age    uint8  // good runs since it was last used
	used   bool   // by this run
}

const (
	// maxAge is for how many good runs a result is kept that nobody used: for
	// builds with other flags, and branches one comes back to.
	maxAge = 4

	// maxPacks is how many packs there are before they are made one.
	maxPacks = 8

	// storeFormat begins an index, and changes with its layout.
	storeFormat = "sitegen steps 2\n"

	indexName = "index"
	lockName  = "lock"
)

// checksum is CRC-32C: it is to notice what disks and crashes do, in all that a build
// recalls, and processors have an instruction for it.
func checksum(data []byte) uint32 { return crc32.Checksum(data, castagnoli) }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrBusy says that another process is using the store.
var ErrBusy = errors.New("another sitegen is using it")

// OpenStore opens the store in dir, which is made if need be. Only results that
// were stored with the same salt are found: it stands for the program, any
// change of which may change any result. It waits up to patience for another
// process to finish and then returns ErrBusy. Whoever opens a store closes it.
func OpenStore(dir string, salt Sum, patience time.Duration) (*Store, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if info, err := os.Lstat(filepath.Join(dir, lockName)); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", lockName)
	}
	lock, err := filelock.Wait(filepath.Join(dir, lockName), patience)
	if errors.Is(err, filelock.ErrHeld) {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, salt: salt, lock: lock, packs: map[uint32]*pack{}}
	if s.entries = s.readIndex(); s.entries == nil {
		s.entries, s.changed = map[Sum][]*stored{}, true
	}
	s.serial = s.lastPack() + 1
	return s, nil
}

// IsStore reports whether a folder holds a store that can be opened without
// anything being made in it.
func IsStore(dir string) bool {
	for _, name := range []string{indexName, lockName} {
		if info, err := os.Lstat(filepath.Join(dir, name)); err != nil || !info.Mode().IsRegular() {
			return false
		}
	}
	return true
}

// Close gives the store back. What was not saved is lost.
func (s *Store) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.packs {
		if f != nil {
			f.Close()
		}
	}
	if s.out != nil {
		s.out.Close()
	}
	s.lock.Release()
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

// open opens a file of the store for reading. It returns nil for what cannot be
// read, and for what is no plain file: a pipe would be waited for, and a link
// may lead anywhere.
func (s *Store) open(name string) *os.File {
	info, err := os.Lstat(s.path(name))
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	f, err := os.Open(s.path(name))
	if err != nil {
		return nil
	}
	return f
}

func packName(n uint32) string { return fmt.Sprintf("%08d.pack", n) }

// packNumbers are the numbers of the packs in the folder.
func (s *Store) packNumbers() []uint32 {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil
	}
	var numbers []uint32
	for _, e := range entries {
		var n uint32
		if _, err := fmt.Sscanf(e.Name(), "%d.pack", &n); err == nil && e.Name() == packName(n) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// lastPack is the highest number of a pack, named by the index or not: a new
// pack never takes the name of another.
func (s *Store) lastPack() uint32 {
	last := uint32(0)
	for _, n := range s.packNumbers() {
		last = max(last, n)
	}
	return last
}

// readIndex returns what the index lists, nil if it cannot be believed.
func (s *Store) readIndex() map[Sum][]*stored {
	f := s.open(indexName)
	if f == nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil
	}
	body, ok := bytes.CutPrefix(data, s.indexHead(nil))
	r := &bytesReader{data: body}
	if sum := r.sum(); !ok || r.bad || sum != sha256.Sum256(r.data) {
		return nil
	}
	entries := map[Sum][]*stored{}
	for len(r.data) > 0 && !r.bad {
		key := r.sum()
		entries[key] = append(entries[key], r.stored())
	}
	if r.bad {
		return nil
	}
	return entries
}

func (s *Store) indexHead(b []byte) []byte { return append(append(b, storeFormat...), s.salt[:]...) }

func (r *bytesReader) sum() (out Sum) {
	copy(out[:], r.take(uint64(len(out))))
	return out
}

func (r *bytesReader) stored() *stored {
	e := &stored{pack: uint32(r.uint()), offset: int64(r.uint()), length: int64(r.uint()), age: uint8(r.uint()), check: uint32(r.uint())}
	for range r.count() {
		e.asked = append(e.asked, answer{path: string(r.take(r.uint())), sum: r.sum()})
	}
	return e
}

func (e *stored) append(b []byte) []byte {
	for _, n := range []uint64{uint64(e.pack), uint64(e.offset), uint64(e.length), uint64(e.age), uint64(e.check)} {
		b = binary.AppendUvarint(b, n)
	}
	b = binary.AppendUvarint(b, uint64(len(e.asked)))
	for _, a := range e.asked {
		b = binary.AppendUvarint(b, uint64(len(a.path)))
		b = append(append(b, a.path...), a.sum[:]...)
	}
	return b
}

// find returns the bytes of a result with this key and the answers it rested on,
// if files still gives them all and the bytes are those that were stored.
func (s *Store) find(key Sum, files Files) (data []byte, asked []answer, ok bool) {
	s.mu.Lock()
	entries := slices.Clone(s.entries[key])
	s.mu.Unlock()
	for _, e := range entries {
		if !stillAnswers(files, e.asked) {
			continue
		}
		data, ok := e.read(s.pack(e.pack))
		s.markRead(key, e, ok)
		if ok {
			return data, e.asked, true
		}
	}
	return nil, nil, false
}

// markRead marks a result as used, or forgets one that could not be read.
func (s *Store) markRead(key Sum, e *stored, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ok {
		e.used = true
		return
	}
	s.changed = true
	s.entries[key] = slices.DeleteFunc(slices.Clone(s.entries[key]), func(o *stored) bool { return o == e })
}

// pack is a pack opened for reading, nil if that is not possible.
func (s *Store) pack(n uint32) *pack {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.packLocked(n)
}

func (s *Store) packLocked(n uint32) *pack {
	if n == s.serial && s.buf != nil && s.err == nil {
		s.err = s.buf.Flush()
	}
	p, ok := s.packs[n]
	if !ok {
		if f := s.open(packName(n)); f != nil {
			p = &pack{File: f}
		}
		s.packs[n] = p
	}
	if p != nil && (p.size.Load() == 0 || n == s.serial) {
		if info, err := p.Stat(); err == nil {
			p.size.Store(info.Size())
		}
	}
	return p
}

// read returns the bytes of a result out of its pack, if they are what was stored.
func (e *stored) read(p *pack) ([]byte, bool) {
	// The size is asked first: a length out of a foreign index must not cost its memory.
	if p == nil || e.length < 0 || e.offset < 0 || e.offset > p.size.Load()-e.length {
		return nil, false
	}
	data := make([]byte, e.length)
	if _, err := p.ReadAt(data, e.offset); err != nil || checksum(data) != e.check {
		return nil, false
	}
	return data, true
}

// add stores a result.
func (s *Store) add(key Sum, asked []answer, data []byte) {
	e := &stored{asked: asked, check: checksum(data), used: true}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.write(e, data) {
		s.entries[key] = append(slices.Clip(s.entries[key]), e)
		s.changed = true
	}
}

// drop forgets all results with this key.
func (s *Store) drop(key Sum) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.entries, key)
	s.changed = true
}

// write puts the bytes of a result at the end of this run's pack.
func (s *Store) write(e *stored, data []byte) bool {
	if s.out == nil && s.err == nil {
		s.out, s.err = os.OpenFile(s.path(packName(s.serial)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if s.err == nil {
			s.buf = bufio.NewWriterSize(s.out, 1<<20)
		}
	}
	if s.err == nil {
		_, s.err = s.buf.Write(data)
	}
	if s.err != nil {
		return false
	}
	e.pack, e.offset, e.length = s.serial, s.size, int64(len(data))
	s.size += e.length
	return true
}

// Save writes the index, so that later runs find what this one stored. After a
// good run, one that went through all its steps, what nobody has used for some
// runs is dropped. An error means that nothing was saved; the results that were
// given out are right all the same.
func (s *Store) Save(good bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if good {
		s.ageUnused()
	}
	if !s.changed {
		return s.err
	}
	s.compact()
	if s.buf != nil && s.err == nil {
		s.err = s.buf.Flush()
	}
	if s.err != nil {
		return fmt.Errorf("store the results of steps: %w", s.err)
	}
	if err := s.writeIndex(); err != nil {
		return fmt.Errorf("store the results of steps: %w", err)
	}
	s.changed = false
	s.sweep()
	return nil
}

// ageUnused makes what was not used a run older, and drops what is too old.
func (s *Store) ageUnused() {
	for key, entries := range s.entries {
		for _, e := range entries {
			age := e.age + 1
			if e.used {
				age = 0
			}
			s.changed = s.changed || e.age != age
			e.age, e.used = age, false
		}
		s.dropOld(key, entries)
	}
}

// dropOld leaves of the results of a key those that are not too old.
func (s *Store) dropOld(key Sum, entries []*stored) {
	kept := slices.DeleteFunc(slices.Clone(entries), func(e *stored) bool { return e.age > maxAge })
	if len(kept) == 0 {
		delete(s.entries, key)
		return
	}
	s.entries[key] = kept
}

// compact moves results out of packs that hold mostly what nobody wants any
// more, and out of all of them when there are many.
func (s *Store) compact() {
	wanted := map[uint32]int64{}
	for _, entries := range s.entries {
		for _, e := range entries {
			wanted[e.pack] += e.length
		}
	}
	move := map[uint32]bool{}
	for n, bytes := range wanted {
		info, err := os.Stat(s.path(packName(n)))
		move[n] = n != s.serial && (err != nil || bytes < info.Size()/2 || len(wanted) > maxPacks)
	}
	for key, entries := range s.entries {
		for _, e := range entries {
			if !move[e.pack] {
				continue
			}
			data, ok := e.read(s.packLocked(e.pack))
			if !ok || !s.write(e, data) {
				e.age = maxAge + 1
			}
		}
		s.dropOld(key, entries)
	}
}

// writeIndex replaces the index.
func (s *Store) writeIndex() error {
	var body []byte
	for key, entries := range s.entries {
		for _, e := range entries {
			body = e.append(append(body, key[:]...))
		}
	}
	sum := sha256.Sum256(body)
	data := append(append(s.indexHead(nil), sum[:]...), body...)
	temp := s.path(indexName + ".new")
	if err := writeNew(temp, data); err != nil {
		return err
	}
	return os.Rename(temp, s.path(indexName))
}

// writeNew writes a file in the place of whatever has its name. What a link of
// that name leads to stays as it is.
func writeNew(path string, data []byte) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// sweep removes the packs that the index no longer names. One that cannot be
// removed now is removed another time.
func (s *Store) sweep() {
	named := map[uint32]bool{}
	for _, entries := range s.entries {
		for _, e := range entries {
			named[e.pack] = true
		}
	}
	for _, n := range s.packNumbers() {
		if named[n] {
			continue
		}
		if f := s.packs[n]; f != nil {
			f.Close()
		}
		delete(s.packs, n)
		_ = os.Remove(s.path(packName(n)))
	}
}
