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

// Hash walks the whole of v, unexported fields included, and digests it. Maps
// are taken in key order. It panics on what has no stable value: functions,
// channels, unsafe pointers. Pointers are followed; v must not be cyclic.
func Hash(v any) Sum {
	w := writer{h: sha256.New()}
	w.value(reflect.ValueOf(v))
	return Sum(w.h.Sum(nil))
}

type writer struct {
	h   hash.Hash
	buf [9]byte
}

func (w *writer) num(tag byte, n uint64) {
	w.buf[0] = tag
	binary.LittleEndian.PutUint64(w.buf[1:], n)
	w.h.Write(w.buf[:])
}

func (w *writer) str(s string) {
	w.num('s', uint64(len(s)))
	w.h.Write([]byte(s))
}

func (w *writer) value(v reflect.Value) {
	if !v.IsValid() {
		w.num('0', 0)
		return
	}
	if v.CanInterface() && v.Type().Implements(summerType) && !(v.Kind() == reflect.Pointer && v.IsNil()) {
		sum := v.Interface().(Summer).MemoSum()
		w.num('#', 0)
		w.h.Write(sum[:])
		return
	}
	if v.Type() == timeType && v.CanInterface() {
		t := v.Interface().(time.Time)
		w.num('t', uint64(t.Unix()))
		w.num('t', uint64(t.Nanosecond()))
		_, offset := t.Zone()
		w.num('t', uint64(offset))
		w.str(t.Location().String())
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		n := uint64(0)
		if v.Bool() {
			n = 1
		}
		w.num('b', n)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		w.num('i', uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		w.num('u', v.Uint())
	case reflect.Float32, reflect.Float64:
		w.num('f', math.Float64bits(v.Float()))
	case reflect.String:
		w.str(v.String())
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			w.num('0', 0)
			return
		}
		if v.Kind() == reflect.Interface {
			w.str(v.Elem().Type().String())
		}
		w.num('*', 0)
		w.value(v.Elem())
	case reflect.Struct:
		w.num('{', uint64(v.NumField()))
		for i := range v.NumField() {
			w.value(v.Field(i))
		}
	case reflect.Slice, reflect.Array:
		w.list(v)
	case reflect.Map:
		w.dict(v)
	default:
		panic(fmt.Sprintf("memo: a %s has no stable hash", v.Type()))
	}
}

func (w *writer) list(v reflect.Value) {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		w.num('x', uint64(v.Len()))
		w.h.Write(v.Bytes())
		return
	}
	w.num('[', uint64(v.Len()))
	for i := range v.Len() {
		w.value(v.Index(i))
	}
}

// dict digests each entry alone and then the sorted digests, which is an order
// that does not depend on how keys compare.
func (w *writer) dict(v reflect.Value) {
	sums := make([]Sum, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		e := writer{h: sha256.New()}
		e.value(it.Key())
		e.value(it.Value())
		sums = append(sums, Sum(e.h.Sum(nil)))
	}
	slices.SortFunc(sums, func(a, b Sum) int { return bytes.Compare(a[:], b[:]) })
	w.num('m', uint64(len(sums)))
	for _, s := range sums {
		w.h.Write(s[:])
	}
}
