package publish

import (
	"os"
	"path"
	"sync"
)

// openOutputs is how many outputs are read or written at once. Each needs three
// descriptors and `ulimit -n 64` must do.
const openOutputs = 12

// slotBytes is the size of a slot's buffer.
const slotBytes = 64 << 10

// slot is what is needed to read or write one output. It keeps the folder of its
// last output open: the next one is often in the same, and a folder is opened by
// opening all those that it is in.
type slot struct {
	buf  []byte
	name string
	dir  *os.Root // called name; nil for none
}

// slots limits how many outputs are open at once. The slot that was given back last
// is the next to be taken.
type slots struct {
	free chan struct{}
	mu   sync.Mutex
	rest []*slot
}

func newSlots() *slots {
	s := &slots{free: make(chan struct{}, openOutputs)}
	for range openOutputs {
		s.give(&slot{})
	}
	return s
}

func (s *slots) take() *slot {
	<-s.free
	s.mu.Lock()
	defer s.mu.Unlock()
	last := s.rest[len(s.rest)-1]
	s.rest = s.rest[:len(s.rest)-1]
	if last.buf == nil {
		last.buf = make([]byte, slotBytes)
	}
	return last
}

func (s *slots) give(x *slot) {
	s.mu.Lock()
	s.rest = append(s.rest, x)
	s.mu.Unlock()
	s.free <- struct{}{}
}

// close closes the folders of slots that are not in use.
func (s *slots) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.rest {
		x.leave()
	}
}

// enter opens the folder of an output and returns it with the output's name there.
func (x *slot) enter(root *os.Root, out string) (*os.Root, string, error) {
	name, base := path.Dir(out), path.Base(out)
	if x.dir != nil && x.name == name {
		return x.dir, base, nil
	}
	x.leave()
	dir, err := root.OpenRoot(name)
	if err != nil {
		return nil, "", err
	}
	x.dir, x.name = dir, name
	return dir, base, nil
}

func (x *slot) leave() {
	if x.dir != nil {
		_ = x.dir.Close() // it was only read
		x.dir = nil
	}
}
