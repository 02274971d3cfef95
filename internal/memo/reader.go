package memo

import (
	"crypto/sha256"
	"io/fs"
)

// Files answers what a step asks about the project's files. Paths are
// slash-separated and relative to the project's root.
type Files interface {
	// ReadFile returns a file's bytes. Its error wraps fs.ErrNotExist when there
	// is no such file; any other error must print the same for the same cause.
	ReadFile(path string) ([]byte, error)
}

// Reader is a step's only way to files beyond its argument. It notes each
// question and answer, absence included, so that a file which appears later
// makes the step run again.
type Reader struct {
	files  Files
	record bool
	asked  []answer
	doubt  bool
}

// InDoubt reports whether Doubt was called.
func (r *Reader) InDoubt() bool { return r != nil && r.doubt }

// Doubt says that the result of the step depends on something beside its
// argument and the files it read, such as how busy the machine is. It is used,
// but not remembered.
func (r *Reader) Doubt() {
	if r != nil {
		r.doubt = true
	}
}

type answer struct {
	path string
	sum  Sum
	data []byte
	err  error
}

// ReadFile returns the bytes of a file of the project.
func (r *Reader) ReadFile(path string) ([]byte, error) {
	if r == nil || r.files == nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	if !r.record {
		return r.files.ReadFile(path)
	}
	a := ask(r.files, path)
	r.asked = append(r.asked, answer{path: path, sum: a.sum})
	return a.data, a.err
}

// NewReader returns a Reader that answers from files and notes nothing. Tests
// and steps outside of Do use it.
func NewReader(files Files) *Reader { return &Reader{files: files} }

func ask(files Files, path string) answer {
	data, err := files.ReadFile(path)
	h := sha256.New()
	if err != nil {
		h.Write([]byte("error\x00" + err.Error()))
	} else {
		h.Write([]byte("bytes\x00"))
		h.Write(data)
	}
	return answer{path: path, sum: Sum(h.Sum(nil)), data: data, err: err}
}
