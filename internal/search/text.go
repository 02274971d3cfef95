package search

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"hash/adler32"
	"math"
	"slices"
	"sync"
)

// Text is a part of a file that is compressed before it is known what stands in
// front of it.
type Text struct {
	Data   []byte // compressed, without the frame of zlib
	Size   int    // before
	Digest uint32 // checksum before compression
}

// textOf writes the text of passages as it stands in the list of a row after the
// page: [anchor, heading, text, code] of each. A passage that has its anchor and
// heading in common with the one before has 0 for both.
func textOf(all []passage) Text {
	var b bytes.Buffer
	for i, p := range all {
		list := []any{p.section.ID, p.section.Title, p.text}
		if i > 0 && !p.first {
			list[0], list[1] = 0, 0
		}
		if p.code != "" {
			list = append(list, p.code)
		}
		b.WriteByte(',')
		b.Write(marshal(list))
	}
	b.WriteByte(']')
	return Text{deflate(b.Bytes()), b.Len(), checksum(b.Bytes())}
}

// after makes one zlib stream of a text and what stands in front of it, which is
// not compressed.
func (t Text) after(front []byte) []byte {
	out := make([]byte, 0, len(front)+len(t.Data)+16)
	out = append(out, zlibHeader...)
	digest := checksum(front)
	for piece := range slices.Chunk(front, math.MaxUint16) {
		n := uint16(len(piece))
		out = append(out, 0) // stored, not the last block
		out = binary.LittleEndian.AppendUint16(out, n)
		out = binary.LittleEndian.AppendUint16(out, ^n)
		out = append(out, piece...)
	}
	out = append(out, t.Data...)
	return binary.BigEndian.AppendUint32(out, joinDigests(digest, t.Digest, t.Size))
}

// checksum is the digest that zlib asks for, Adler-32.
func checksum(data []byte) uint32 { return adler32.Checksum(data) }

// joinDigests is the checksum of two texts after each other, the second of size
// bytes.
func joinDigests(first, second uint32, size int) uint32 {
	const mod = 65521
	a1, b1, a2, b2, n := uint64(first&0xFFFF), uint64(first>>16), uint64(second&0xFFFF), uint64(second>>16), uint64(size%mod)
	a := (a1 + a2 + mod - 1) % mod
	b := (b1 + b2 + n*(a1+mod-1)) % mod
	return uint32(b<<16 | a)
}

// marshal writes JSON without escaping what only HTML needs escaped. The values
// are ours and can all be written.
func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

var zlibHeader = []byte{0x78, 0x9c}

// deflaters are kept, as a new one costs as much as the text of a page.
var deflaters = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil {
		panic(err) // for levels that do not exist
	}
	return w
}}

// deflate compresses data, without the frame of zlib.
func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := deflaters.Get().(*flate.Writer)
	defer deflaters.Put(w)
	w.Reset(&b)
	w.Write(data) // to memory, which does not fail
	w.Close()
	return b.Bytes()
}

// compress is zlib: browsers undo it, and notice damage.
func compress(data []byte) []byte {
	return binary.BigEndian.AppendUint32(slices.Concat(zlibHeader, deflate(data)), checksum(data))
}
