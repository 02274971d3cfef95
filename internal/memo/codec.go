package memo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"sync"
	"time"
)

// codec writes values of one type as bytes and reads them back. The bytes carry
// no names and no types: a store is only ever read by the binary that wrote it.
type codec struct {
	encode func(b []byte, v reflect.Value) []byte
	decode func(r *bytesReader, v reflect.Value)
}

// codecs holds a codec for each type met so far. Types are few and never go, so
// nothing is ever removed.
var codecs sync.Map // reflect.Type → *codec

var errDamaged = errors.New("memo: damaged entry")

// marshal writes v as bytes. Equal values give equal bytes. It panics on a type
// that cannot be read back as it was: one with unexported fields, interfaces,
// functions or channels.
func marshal(v any) []byte {
	rv := reflect.ValueOf(v)
	return codecOf(rv.Type()).encode(nil, rv)
}

// unmarshal reads what marshal wrote into v, a pointer. Byte slices in the result
// are parts of data.
func unmarshal(data []byte, v any) error {
	rv := reflect.ValueOf(v).Elem()
	r := &bytesReader{data: data}
	codecOf(rv.Type()).decode(r, rv)
	if r.bad || len(r.data) > 0 {
		return errDamaged
	}
	return nil
}

// bytesReader takes a value apart from the front. Once bad it gives zeros.
type bytesReader struct {
	data []byte
	bad  bool
}

// int undoes binary.AppendVarint.
func (r *bytesReader) int() int64 {
	u := r.uint()
	return int64(u>>1) ^ -int64(u&1)
}

func (r *bytesReader) uint() uint64 {
	n, size := binary.Uvarint(r.data)
	if size <= 0 {
		r.fail()
		return 0
	}
	r.data = r.data[size:]
	return n
}

// take returns the next n bytes.
func (r *bytesReader) take(n uint64) []byte {
	if n > uint64(len(r.data)) {
		r.fail()
		return nil
	}
	out := r.data[:n:n]
	r.data = r.data[n:]
	return out
}

// count reads the length of a list, of which each element needs at least one byte.
func (r *bytesReader) count() int {
	n := r.uint()
	if n > uint64(len(r.data)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *bytesReader) fail() { r.data, r.bad = nil, true }

// codecOf returns the codec of t, which is made at the first use. A type that
// contains itself meets its own unfinished codec, which is finished by the time
// it is used.
func codecOf(t reflect.Type) *codec {
	if c, ok := codecs.Load(t); ok {
		return c.(*codec)
	}
	making.Lock()
	defer making.Unlock()
	fresh := map[reflect.Type]*codec{}
	c := makeCodec(t, fresh)
	for t, c := range fresh {
		codecs.LoadOrStore(t, c)
	}
	return c
}

// making keeps two goroutines from making the same codecs.
var making sync.Mutex

func makeCodec(t reflect.Type, fresh map[reflect.Type]*codec) *codec {
	if c, ok := codecs.Load(t); ok {
		return c.(*codec)
	}
	if c, ok := fresh[t]; ok {
		return c
	}
	c := &codec{}
	fresh[t] = c
	switch {
	case t == timeType:
		c.encode, c.decode = encodeTime, decodeTime
	case t.Kind() == reflect.Struct:
		structCodec(c, t, fresh)
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		c.encode, c.decode = encodeBytes, decodeBytes
	case t.Kind() == reflect.Slice:
		sliceCodec(c, makeCodec(t.Elem(), fresh))
	case t.Kind() == reflect.Array:
		arrayCodec(c, t.Len(), makeCodec(t.Elem(), fresh))
	case t.Kind() == reflect.Map:
		mapCodec(c, t, makeCodec(t.Key(), fresh), makeCodec(t.Elem(), fresh))
	case t.Kind() == reflect.Pointer:
		pointerCodec(c, t, makeCodec(t.Elem(), fresh))
	default:
		scalarCodec(c, t)
	}
	return c
}

func scalarCodec(c *codec, t reflect.Type) {
	switch t.Kind() {
	case reflect.Bool:
		c.encode = func(b []byte, v reflect.Value) []byte {
			if v.Bool() {
				return append(b, 1)
			}
			return append(b, 0)
		}
		c.decode = func(r *bytesReader, v reflect.Value) { v.SetBool(r.uint() != 0) }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		c.encode = func(b []byte, v reflect.Value) []byte { return binary.AppendVarint(b, v.Int()) }
		c.decode = func(r *bytesReader, v reflect.Value) { v.SetInt(r.int()) }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		c.encode = func(b []byte, v reflect.Value) []byte { return binary.AppendUvarint(b, v.Uint()) }
		c.decode = func(r *bytesReader, v reflect.Value) { v.SetUint(r.uint()) }
	case reflect.Float32, reflect.Float64:
		c.encode = func(b []byte, v reflect.Value) []byte { return binary.AppendUvarint(b, math.Float64bits(v.Float())) }
		c.decode = func(r *bytesReader, v reflect.Value) { v.SetFloat(math.Float64frombits(r.uint())) }
	case reflect.String:
		c.encode = func(b []byte, v reflect.Value) []byte {
			return append(binary.AppendUvarint(b, uint64(v.Len())), v.String()...)
		}
		c.decode = func(r *bytesReader, v reflect.Value) { v.SetString(string(r.take(r.uint()))) }
	default:
		panic(fmt.Sprintf("memo: a %s cannot be stored", t))
	}
}

func structCodec(c *codec, t reflect.Type, fresh map[reflect.Type]*codec) {
	fields := make([]*codec, t.NumField())
	for i := range fields {
		if f := t.Field(i); !f.IsExported() {
			panic(fmt.Sprintf("memo: a %s cannot be stored: its field %s is not exported", t, f.Name))
		}
		fields[i] = makeCodec(t.Field(i).Type, fresh)
	}
	c.encode = func(b []byte, v reflect.Value) []byte {
		for i, f := range fields {
			b = f.encode(b, v.Field(i))
		}
		return b
	}
	c.decode = func(r *bytesReader, v reflect.Value) {
		for i, f := range fields {
			f.decode(r, v.Field(i))
		}
	}
}

// Lengths of slices, bytes and maps are written as n+1, so that nil and empty
// stay apart.

func encodeBytes(b []byte, v reflect.Value) []byte {
	if v.IsNil() {
		return append(b, 0)
	}
	return append(binary.AppendUvarint(b, uint64(v.Len())+1), v.Bytes()...)
}

func decodeBytes(r *bytesReader, v reflect.Value) {
	if n := r.uint(); n > 0 {
		v.SetBytes(r.take(n - 1))
	}
}

func sliceCodec(c *codec, elem *codec) {
	c.encode = func(b []byte, v reflect.Value) []byte {
		if v.IsNil() {
			return append(b, 0)
		}
		b = binary.AppendUvarint(b, uint64(v.Len())+1)
		for i := range v.Len() {
			b = elem.encode(b, v.Index(i))
		}
		return b
	}
	c.decode = func(r *bytesReader, v reflect.Value) {
		n := r.count()
		if n == 0 {
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n-1, n-1))
		for i := 0; i < n-1 && !r.bad; i++ {
			elem.decode(r, v.Index(i))
		}
	}
}

func arrayCodec(c *codec, n int, elem *codec) {
	c.encode = func(b []byte, v reflect.Value) []byte {
		for i := range n {
			b = elem.encode(b, v.Index(i))
		}
		return b
	}
	c.decode = func(r *bytesReader, v reflect.Value) {
		for i := range n {
			elem.decode(r, v.Index(i))
		}
	}
}

// mapCodec writes entries in the order of their keys' bytes, so that equal maps
// have equal bytes.
func mapCodec(c *codec, t reflect.Type, key, elem *codec) {
	c.encode = func(b []byte, v reflect.Value) []byte {
		if v.IsNil() {
			return append(b, 0)
		}
		type entry struct{ key, elem []byte }
		entries := make([]entry, 0, v.Len())
		for it := v.MapRange(); it.Next(); {
			entries = append(entries, entry{key.encode(nil, it.Key()), elem.encode(nil, it.Value())})
		}
		slices.SortFunc(entries, func(x, y entry) int { return bytes.Compare(x.key, y.key) })
		b = binary.AppendUvarint(b, uint64(len(entries))+1)
		for _, e := range entries {
			b = append(append(b, e.key...), e.elem...)
		}
		return b
	}
	c.decode = func(r *bytesReader, v reflect.Value) {
		n := r.count()
		if n == 0 {
			return
		}
		v.Set(reflect.MakeMapWithSize(t, n-1))
		for i := 0; i < n-1 && !r.bad; i++ {
			k, e := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			key.decode(r, k)
			elem.decode(r, e)
			v.SetMapIndex(k, e)
		}
	}
}

func pointerCodec(c *codec, t reflect.Type, elem *codec) {
	c.encode = func(b []byte, v reflect.Value) []byte {
		if v.IsNil() {
			return append(b, 0)
		}
		return elem.encode(append(b, 1), v.Elem())
	}
	c.decode = func(r *bytesReader, v reflect.Value) {
		if r.uint() == 0 {
			return
		}
		v.Set(reflect.New(t.Elem()))
		elem.decode(r, v.Elem())
	}
}

// A time is kept as Hash sees it: the moment and the name of its place, and the
// offset there.
func encodeTime(b []byte, v reflect.Value) []byte {
	t := v.Interface().(time.Time)
	zone := t.Location().String()
	_, offset := t.Zone()
	b = binary.AppendVarint(b, t.Unix())
	b = binary.AppendVarint(b, int64(t.Nanosecond()))
	b = binary.AppendVarint(b, int64(offset))
	b = binary.AppendUvarint(b, uint64(len(zone)))
	return append(b, zone...)
}

func decodeTime(r *bytesReader, v reflect.Value) {
	sec, nsec, offset := r.int(), r.int(), r.int()
	zone := string(r.take(r.uint()))
	t := time.Unix(sec, nsec).UTC()
	if zone != "UTC" || offset != 0 {
		t = t.In(time.FixedZone(zone, int(offset)))
	}
	v.Set(reflect.ValueOf(t))
}
