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
	frozen bool   // nothing is added to the store

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

// Recall returns Steps that use what a store remembers and add nothing to it.
func Recall(s *Store) *Steps { return &Steps{store: s, frozen: true} }

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
	if out, ok := st.inProcess(k, files); ok {
		st.count(&st.hits)
		return out.(Out)
	}
	out, data, ok := fromStore[Out](st, k, files)
	if ok && !st.verify {
		st.count(&st.hits)
		return out
	}
	r := &Reader{files: files, record: true}
	out = f(in, r)
	st.count(&st.runs)
	if !r.doubt {
		st.keep(k, entry{r.asked, out}, data)
	}
	return out
}

// inProcess returns a result that this process remembers.
func (st *Steps) inProcess(k key, files Files) (any, bool) {
	if st.known == nil {
		return nil, false
	}
	st.mu.Lock()
	entries := st.known[k]
	st.mu.Unlock()
	for _, e := range entries {
		if stillAnswers(files, e.asked) {
			return e.out, true
		}
	}
	return nil, false
}

// fromStore returns a result that the store remembers, and its bytes there. The
// process remembers it from then on.
func fromStore[Out any](st *Steps, k key, files Files) (out Out, data []byte, ok bool) {
	if st.store == nil {
		return out, nil, false
	}
	data, asked, ok := st.store.find(k.sum(), files)
	if !ok || unmarshal(data, &out) != nil {
		return out, nil, false
	}
	if !st.verify {
		st.inMemory(k, entry{asked, out})
	}
	return out, data, true
}

// sum is the key as the store knows it.
func (k key) sum() Sum { return Hash(k) }

// keep remembers the result of a step that ran. Stored are the bytes that the
// store had for it, nil for none; if they are others, the store was wrong.
func (st *Steps) keep(k key, e entry, stored []byte) {
	st.inMemory(k, e)
	if st.store == nil || st.frozen {
		return
	}
	data := marshal(e.out)
	if bytes.Equal(stored, data) {
		return
	}
	if stored != nil {
		st.store.drop(k.sum())
		st.mu.Lock()
		st.differs = append(st.differs, k.name)
		st.mu.Unlock()
	}
	st.store.add(k.sum(), e.asked, data)
}

// inMemory makes the process remember a result, if it is to remember any.
func (st *Steps) inMemory(k key, e entry) {
	if st.known == nil {
		return
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	st.known[k] = append(st.known[k], e)
}

func (st *Steps) count(counter *int) {
	st.mu.Lock()
	defer st.mu.Unlock()
	*counter++
}

func stillAnswers(files Files, asked []answer) bool {
	for _, a := range asked {
		if ask(files, a.path).sum != a.sum {
			return false
		}
	}
	return true
}
