package search

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"sitegen/internal/par"
	"sitegen/internal/site"
)

// Root is the file that the client loads first, the only one whose name stays the
// same. Folder is where it and the others lie.
const (
	Folder = "assets/search/"
	Root   = Folder + "index.bin"
)

// groupSize is how many files a folder has, which is named by what is in them.
const groupSize = 32

// root is what Root says, as JSON.
type root struct {
	Passages int      `json:"passages"`
	Frequent int      `json:"frequent"` // passages from which on a word is frequent
	Rows     []int    `json:"rows"`     // of each page
	Texts    []string `json:"texts"`    // folders of the texts of rows
	Words    shelf    `json:"words"`    // of the shards of terms
	Pairs    shelf    `json:"pairs"`    // of those of words beside each other
	Sounds   shelf    `json:"sounds"`   // of those of words by what they sound like
	Endings  []string `json:"endings"`  // the longest first
	Letters  []string `json:"letters"`  // of words of each kind, as the ranges of a regular expression
}

// shelf tells where the shards of a sorted list lie. There is one at least, be it
// empty.
type shelf struct {
	Folders []string `json:"folders"`
	Keys    []string `json:"keys"` // with which each shard begins
}

// publish writes the files of the search.
func publish(ctx context.Context, c *census, x index) ([]site.Output, error) {
	r := root{Passages: c.passages, Frequent: c.frequent(), Letters: classes()}
	r.Endings = slices.Concat(sureEndingList, otherEndingList, inflectionList, derivationList)
	slices.SortStableFunc(r.Endings, func(a, b string) int { return len(b) - len(a) })
	f := files{taken: map[string][sha256.Size]byte{}}
	r.Rows, r.Texts = f.texts(c.pages)
	var err [3]error
	keys, shards := termShards(x.words)
	r.Words, err[0] = f.shelve(ctx, keys, shards)
	keys, shards = termShards(x.pairs)
	r.Pairs, err[1] = f.shelve(ctx, keys, shards)
	keys, shards = soundShards(x)
	r.Sounds, err[2] = f.shelve(ctx, keys, shards)
	return append(f.out, site.Output{Path: Root, Data: compress(marshal(r))}), cmp.Or(err[:]...)
}

// texts places the rows of all pages.
func (f *files) texts(pages []Entry) (rows []int, folders []string) {
	var list [][]byte
	rows = []int{}
	for _, p := range pages {
		rows = append(rows, len(p.Passages.Rows))
		about := append([]byte{'['}, marshal(append([]string{p.URL, p.Title}, p.Crumbs...))...)
		for _, row := range p.Passages.Rows {
			list = append(list, row.Text.after(about))
		}
	}
	return rows, f.place(list)
}

// shelve places shards and tells where they lie.
func (f *files) shelve(ctx context.Context, keys []string, shards [][]byte) (shelf, error) {
	packed, err := par.Map(ctx, len(shards), func(i int) []byte { return compress(shards[i]) })
	return shelf{f.place(packed), keys}, err
}

// files are those that are placed so far.
type files struct {
	out   []site.Output
	taken map[string][sha256.Size]byte // folders, with the digests of what is in them
}

// folder names the folder of files with a digest, and reports whether it is there
// already.
func (f *files) folder(sum [sha256.Size]byte) (name string, known bool) {
	for digits := hex.EncodeToString(sum[:]); ; digits = digits[1:] { // other files may have a digest that begins alike
		name = digits[:8]
		there, taken := f.taken[name]
		if !taken {
			f.taken[name] = sum
		}
		if !taken || there == sum {
			return name, taken
		}
	}
}

// place puts files into folders of groupSize, each named by a digest of what is in
// it, and returns the names.
func (f *files) place(list [][]byte) (folders []string) {
	for group := range slices.Chunk(list, groupSize) {
		h := sha256.New()
		for _, data := range group {
			h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(data))))
			h.Write(data)
		}
		sum := [sha256.Size]byte(h.Sum(nil))
		name, known := f.folder(sum)
		folders = append(folders, name)
		if known {
			continue // a long page may say the same over and over
		}
		for i, data := range group {
			f.out = append(f.out, site.Output{Path: fmt.Sprintf("%s%s/%d.bin", Folder, name, i), Data: data})
		}
	}
	return folders
}
