// Package memo runs the steps of a build and remembers their results.
//
// A step is a top-level function of one value and a [Reader]. What it cannot
// see it cannot depend on, so its result may be used again whenever the step's
// name, the [Hash] of its argument and every answer the Reader gave are equal.
// Nothing else is part of the key, and nothing has to be listed by hand: a new
// field of the argument is in the hash the moment it exists.
package memo

import "sync"

// Steps remembers results. The zero value and nil remember nothing: every step
// runs, which is what a clean build is.
type Steps struct {
	mu    sync.Mutex
	known map[key][]entry
	hits  int
	runs  int
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

// Counts tells how many steps were answered from memory and how many ran.
func (st *Steps) Counts() (hits, runs int) {
	if st == nil {
		return 0, 0
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.hits, st.runs
}

// Do returns f(in, r). If st remembers a result for the same name and an equal
// in, and files still gives every answer that result rested on, that result is
// returned instead; it must not be modified. name must be unique to f.
func Do[In, Out any](st *Steps, files Files, name string, in In, f func(In, *Reader) Out) Out {
	if st == nil || st.known == nil {
		return f(in, &Reader{files: files})
	}
	k := key{name, Hash(in)}
	if out, ok := st.lookup(k, files); ok {
		return out.(Out)
	}
	r := &Reader{files: files, record: true}
	out := f(in, r)
	st.mu.Lock()
	defer st.mu.Unlock()
	st.runs++
	st.known[k] = append(st.known[k], entry{r.asked, out})
	return out
}

func (st *Steps) lookup(k key, files Files) (any, bool) {
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
