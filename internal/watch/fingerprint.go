package watch

import (
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// fingerprint is what the system says of a file without opening it. While it
// stays the same, and is not too young, so do the bytes.
type fingerprint struct {
	mode     fs.FileMode
	size     int64
	modified int64 // ns
	changed  int64 // ns, of bytes or of anything said here; cannot be set back; 0 where there is no such thing
	dev, ino uint64
}

func fingerprintOf(info fs.FileInfo) fingerprint {
	p := fingerprint{mode: info.Mode(), size: info.Size(), modified: info.ModTime().UnixNano()}
	p.addNode(info)
	return p
}

// sameNode reports whether two fingerprints are of the same folder, not of one
// that stands where the other stood.
func (p fingerprint) sameNode(q fingerprint) bool { return p.ino == q.ino && p.dev == q.dev }

// clockGrain is how much later than a file's last change a fingerprint must have
// been taken to tell it from the next one: some file systems count in steps of
// two seconds.
const clockGrain = 3 * time.Second

// old reports whether any later change is sure to show.
func (p fingerprint) old(now time.Time) bool {
	return now.UnixNano()-max(p.modified, p.changed) >= int64(clockGrain)
}

// kind is what stands at a path.
type kind uint8

const (
	absent kind = iota
	file        // a regular file, or a link to one in the project
	folder
	link      // a symbolic link that no build follows
	irregular // a pipe, a socket, a device
	locked    // a file that cannot be opened
)

// state is what a build could see of a path. A change is a difference of states.
type state struct {
	kind   kind
	hashed bool // sum is known
	size   int64
	sum    uint64 // of a file's bytes; of a folder 1 if it cannot be listed
	target string // of a symbolic link
}

// same reports whether a build would find the same in both. What was never
// hashed is not known to be the same.
func (s state) same(o state) bool {
	return s == o && (s.kind != file || s.hashed)
}

// largest is the size up to which the bytes of files decide. Larger ones are
// judged by their fingerprint: to hash a film because it was touched would cost
// more than to build once too often.
const largest = 8 << 20

// hasher turns files into states. Its sums mean nothing outside of this process.
type hasher struct {
	seed   maphash.Seed
	buffer []byte
}

func newHasher() *hasher {
	return &hasher{seed: maphash.MakeSeed(), buffer: make([]byte, 64<<10)}
}

func (h *hasher) ofString(s string) uint64 { return maphash.String(h.seed, s) }

// ofFile reads a regular file of which p was known before. Bytes newer than p
// do no harm: p will differ the next time.
func (h *hasher) ofFile(path string, p fingerprint) (state, error) {
	s := state{kind: file, hashed: true, size: p.size}
	if p.size > largest {
		s.sum = maphash.Comparable(h.seed, [3]uint64{p.ino, uint64(p.modified), uint64(p.size)})
		return s, nil
	}
	// It may have become a pipe: opening that must not wait for a writer.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return state{}, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return state{kind: irregular}, err
	}
	var sum maphash.Hash
	sum.SetSeed(h.seed)
	s.size = 0
	for {
		n, err := f.Read(h.buffer)
		sum.Write(h.buffer[:n])
		s.size += int64(n)
		switch {
		case err == io.EOF:
			s.sum = sum.Sum64()
			return s, nil
		case err != nil:
			return state{}, err
		case s.size > 2*largest: // it grows as fast as it is read
			return s, nil
		}
	}
}
