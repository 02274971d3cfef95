// Package memo runs the steps of a build and remembers their results.
//
// A step is a top-level function of one value and a [Reader]. What it cannot
// see it cannot depend on, so its result may be used again whenever the step's
// name, the [Hash] of its argument and every answer the Reader gave are equal.
// Nothing else is part of the key, and nothing has to be listed by hand: a new
// field of the argument is in the hash the moment it exists.
package memo

import (
	"bytes"
	"slices"
	"sync"
)

// Steps remembers results. The zero value and nil remember nothing: every step
// runs, which is what a clean build is.
type Steps struct {
	store  *Store // between runs of the program; nil for not
	verify bool   // run every remembered step all the same, and compare

	mu      sync.Mutex
	known   map[key][]entry // in this process; nil for not
	hits    int
	runs    int
	differs []string
}

// key names a step and its argument; entry is one result with the answers it rested on.
type key struct {
	name string
	in   Sum
}

type entry struct {
	asked []answer
	out   any
}

// InMemory returns Steps that remember for the life of the process.
func InMemory() *Steps { return &Steps{known: map[key][]entry{}} }

// OnDisk returns Steps that remember in a store. With verify they trust nothing
// they remember: each step runs, and Differences tells which remembered results
// were wrong.
func OnDisk(s *Store, verify bool) *Steps { return &Steps{store: s, verify: verify} }

// Counts tells how many steps were answered from memory and how many ran.
func (st *Steps) Counts() (hits, runs int) {
	if st == nil {
		return 0, 0
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.hits, st.runs
}

// Differences names the steps whose remembered result was not what they gave when
// they ran again, sorted. Each is a mistake in the program: a step that depends
// on something that it was not given.
func (st *Steps) Differences() []string {
	if st == nil {
		return nil
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	return slices.Sorted(slices.Values(st.differs))
}

// Do returns f(in, r). If st remembers a result for the same name and an equal
// in, and files still gives every answer that result rested on, that result is
// returned instead; it must not be modified. name must be unique to f.
func Do[In, Out any](st *Steps, files Files, name string, in In, f func(In, *Reader) Out) Out {
	if st == nil || st.known == nil && st.store == nil {
		return f(in, &Reader{files: files})
	}
	k := key{name, Hash(in)}
	if out, ok := st.lookup(k, files); ok {
		return out.(Out)
	}
	var kept []byte
	if st.store != nil {
		var out Out
		data, asked, ok := st.store.find(k.sum(), files)
		if ok && unmarshal(data, &out) == nil {
			if !st.verify {
				st.remember(k, entry{asked, out}, &st.hits)
				return out
			}
			kept = data
		}
	}
	r := &Reader{files: files, record: true}
	out := f(in, r)
	if r.doubt {
		st.count(&st.runs)
		return out
	}
	if st.store != nil {
		st.settle(k, r.asked, kept, marshal(out))
	}
	st.remember(k, entry{r.asked, out}, &st.runs)
	return out
}

// sum is the key as the store knows it.
func (k key) sum() Sum { return Hash(k) }

// settle stores the result of a step that ran, unless it is stored already.
func (st *Steps) settle(k key, asked []answer, kept, data []byte) {
	switch {
	case kept == nil:
		st.store.add(k.sum(), asked, data)
	case !bytes.Equal(kept, data):
		st.mu.Lock()
		defer st.mu.Unlock()
		st.differs = append(st.differs, k.name)
	}
}

// remember counts a result, and keeps it if this process is to remember.
func (st *Steps) remember(k key, e entry, counter *int) {
	st.count(counter)
	if st.known != nil {
		st.mu.Lock()
		defer st.mu.Unlock()
		st.known[k] = append(st.known[k], e)
	}
}

func (st *Steps) count(counter *int) {
	st.mu.Lock()
	defer st.mu.Unlock()
	*counter++
}

func (st *Steps) lookup(k key, files Files) (any, bool) {
	if st.known == nil {
		return nil, false
	}
	st.mu.Lock()
	entries := st.known[k]
	st.mu.Unlock()
	for _, e := range entries {
		if stillAnswers(files, e.asked) {
			st.mu.Lock()
			st.hits++
			st.mu.Unlock()
			return e.out, true
		}
	}
	return nil, false
}

func stillAnswers(files Files, asked []answer) bool {
	for _, a := range asked {
		if ask(files, a.path).sum != a.sum {
			return false
		}
	}
	return true
}
