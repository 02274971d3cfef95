package memo

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"math"
	"reflect"
	"slices"
	"sync"
	"time"
)

// Sum is a SHA-256 digest.
type Sum [32]byte

// Summer is implemented by big values that carry their digest with them, so
// that hashing an argument does not walk them again.
type Summer interface{ MemoSum() Sum }

var (
	summerType = reflect.TypeFor[Summer]()
	timeType   = reflect.TypeFor[time.Time]()
)

// Sealed is a value that is part of many arguments: its digest is taken once. The
// value must not be modified any more.
type Sealed[T any] struct {
	value T
	sum   Sum
}

// Seal takes the digest of a value.
func Seal[T any](value T) Sealed[T] { return Sealed[T]{value, Hash(value)} }

// Value is what was sealed; the zero value of T if nothing was.
func (s Sealed[T]) Value() T { return s.value }

// MemoSum implements Summer.
func (s Sealed[T]) MemoSum() Sum { return s.sum }

// Hash walks the whole of v, unexported fields included, and digests it. Maps
// are taken in key order. It panics on what has no stable value: functions,
// channels, unsafe pointers. Pointers are followed; v must not be cyclic.
func Hash(v any) Sum {
	w := writers.Get().(*writer)
	defer writers.Put(w)
	if rv := reflect.ValueOf(v); rv.IsValid() {
		hasherOf(rv.Type())(w, rv)
	} else {
		w.num('0', 0)
	}
	return w.sum()
}

// writer digests what is written to it. Small pieces are gathered first.
type writer struct {
	h   hash.Hash
	buf []byte
}

var writers = sync.Pool{New: func() any { return &writer{h: sha256.New()} }}

// gathered is how much a writer gathers before it is digested.
const gathered = 4 << 10

func (w *writer) num(tag byte, n uint64) {
	w.buf = append(w.buf, tag)
	w.buf = binary.LittleEndian.AppendUint64(w.buf, n)
}

func (w *writer) str(s string) {
	w.num('s', uint64(len(s)))
	w.buf = append(w.buf, s...)
	w.flush()
}

func (w *writer) bytes(b []byte) {
	if len(b) < gathered {
		w.buf = append(w.buf, b...)
		w.flush()
		return
	}
	w.h.Write(w.buf)
	w.h.Write(b)
	w.buf = w.buf[:0]
}

func (w *writer) flush() {
	if len(w.buf) >= gathered {
		w.h.Write(w.buf)
		w.buf = w.buf[:0]
	}
}

// sum ends the digest, and makes w ready for another.
func (w *writer) sum() (out Sum) {
	w.h.Write(w.buf)
	w.h.Sum(out[:0])
	w.h.Reset()
	w.buf = w.buf[:0]
	return out
}

// hasher writes a value of one type to w.
type hasher func(w *writer, v reflect.Value)

// hashers holds a hasher for each type met so far. Types are few and never go, so
// nothing is ever removed.
var hashers sync.Map // reflect.Type → hasher

func hasherOf(t reflect.Type) hasher {
	if h, ok := hashers.Load(t); ok {
		return h.(hasher)
	}
	h := makeHasher(t)
	hashers.Store(t, h)
	return h
}

// makeHasher makes the hasher of t. Those of its parts are looked up when they are
// needed, because a type may contain itself.
func makeHasher(t reflect.Type) hasher {
	plain := plainHasher(t)
	switch {
	case t == timeType:
		return func(w *writer, v reflect.Value) {
			if v.CanInterface() {
				w.time(v.Interface().(time.Time))
			} else {
				plain(w, v)
			}
		}
	case t.Implements(summerType):
		return func(w *writer, v reflect.Value) {
			if !v.CanInterface() || v.Kind() == reflect.Pointer && v.IsNil() {
				plain(w, v)
				return
			}
			sum := v.Interface().(Summer).MemoSum()
			w.num('#', 0)
			w.bytes(sum[:])
		}
	}
	return plain
}

func (w *writer) time(t time.Time) {
	w.num('t', uint64(t.Unix()))
	w.num('t', uint64(t.Nanosecond()))
	_, offset := t.Zone()
	w.num('t', uint64(offset))
	w.str(t.Location().String())
}

// plainHasher is the hasher of a type that has no digest of its own.
func plainHasher(t reflect.Type) hasher {
	switch t.Kind() {
	case reflect.Bool:
		return func(w *writer, v reflect.Value) {
			n := uint64(0)
			if v.Bool() {
				n = 1
			}
			w.num('b', n)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(w *writer, v reflect.Value) { w.num('i', uint64(v.Int())) }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return func(w *writer, v reflect.Value) { w.num('u', v.Uint()) }
	case reflect.Float32, reflect.Float64:
		return func(w *writer, v reflect.Value) { w.num('f', math.Float64bits(v.Float())) }
	case reflect.String:
		return func(w *writer, v reflect.Value) { w.str(v.String()) }
	case reflect.Pointer, reflect.Interface:
		return hashElem
	case reflect.Struct:
		return func(w *writer, v reflect.Value) {
			n := v.NumField()
			w.num('{', uint64(n))
			for i := range n {
				f := v.Field(i)
				hasherOf(f.Type())(w, f)
			}
		}
	case reflect.Slice, reflect.Array:
		return listHasher(t)
	case reflect.Map:
		return hashMap
	}
	panic(fmt.Sprintf("memo: a %s has no stable hash", t))
}

func hashElem(w *writer, v reflect.Value) {
	if v.IsNil() {
		w.num('0', 0)
		return
	}
	e := v.Elem()
	if v.Kind() == reflect.Interface {
		w.str(e.Type().String())
	}
	w.num('*', 0)
	hasherOf(e.Type())(w, e)
}

func listHasher(t reflect.Type) hasher {
	if t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 {
		return func(w *writer, v reflect.Value) {
			w.num('x', uint64(v.Len()))
			w.bytes(v.Bytes())
		}
	}
	return func(w *writer, v reflect.Value) {
		w.num('[', uint64(v.Len()))
		if v.Len() == 0 {
			return
		}
		h := hasherOf(t.Elem())
		for i := range v.Len() {
			h(w, v.Index(i))
		}
	}
}

// hashMap digests each entry alone and then the sorted digests, which is an order
// that does not depend on how keys compare.
func hashMap(w *writer, v reflect.Value) {
	sums := make([]Sum, 0, v.Len())
	e := writers.Get().(*writer)
	defer writers.Put(e)
	for it := v.MapRange(); it.Next(); {
		hasherOf(it.Key().Type())(e, it.Key())
		hasherOf(it.Value().Type())(e, it.Value())
		sums = append(sums, e.sum())
	}
	slices.SortFunc(sums, func(a, b Sum) int { return bytes.Compare(a[:], b[:]) })
	w.num('m', uint64(len(sums)))
	for _, s := range sums {
		w.bytes(s[:])
	}
}
