package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	shardBytes = 5000 // of a shard of terms, before compression
	soundBytes = 8000 // of a shard of sounds
	mostAlike  = 60   // words of one sound
)

// termShards cuts the lists into shards. A shard has the length of its words; its
// words, a line each; for each of them the length of its posts, doubled, and one
// more if it is a word of its own; and the posts of all.
func termShards(lists []list) (keys []string, shards [][]byte) {
	key := ""
	from, size := 0, 0
	for i, l := range lists {
		if i > from && size+cost(l) > shardBytes {
			keys, shards = append(keys, key), append(shards, shardOf(lists[from:i]))
			key = separator(lists[i-1].term, l.term)
			from, size = i, 0
		}
		size += cost(l)
	}
	return append(keys, key), append(shards, shardOf(lists[from:]))
}

func cost(l list) int { return len(l.term) + 2 + len(l.posts) }

// separator is the shortest beginning of b that sorts after a.
func separator(a, b string) string {
	for i, r := range b {
		end := i + utf8.RuneLen(r)
		if b[:end] > a {
			return b[:end]
		}
	}
	return b
}

func shardOf(lists []list) []byte {
	var words bytes.Buffer
	var lengths, posts []byte
	before := ""
	for _, l := range lists {
		same := 0
		for i, r := range l.term {
			if !strings.HasPrefix(before, l.term[:i+utf8.RuneLen(r)]) {
				break
			}
			same += utf16.RuneLen(r) // as the client counts
		}
		words.WriteByte(byte(' ' + same))
		words.WriteString(after(l.term, same))
		for _, s := range l.shown {
			words.WriteByte('\t')
			words.WriteString(s)
		}
		words.WriteByte('\n')
		before = l.term
		length := uint64(len(l.posts)) << 1
		if l.stem {
			length |= 1
		}
		lengths = binary.AppendUvarint(lengths, length)
		posts = append(posts, l.posts...)
	}
	return slices.Concat(binary.AppendUvarint(nil, uint64(words.Len())), words.Bytes(), lengths, posts)
}

// after is text without its first n units of UTF-16.
func after(text string, n int) string {
	for i, r := range text {
		if n <= 0 {
			return text[i:]
		}
		n -= utf16.RuneLen(r)
	}
	return ""
}

// markPair is added to the weight of a word that is two words beside each other.
const markPair = 48

// soundShards lists the words of each sound, the likeliest first: a line each,
// after a character that tells how likely it is.
func soundShards(x index) (keys []string, shards [][]byte) {
	type word struct {
		sound, text string
		weight      int
		mark        int
	}
	var all []word
	add := func(text string, weight, mark int) {
		if s := soundOf(text); s != "" {
			all = append(all, word{s, text, weight, mark})
		}
	}
	for _, l := range x.words {
		if l.stem {
			add(l.term, l.weight, 0)
		}
	}
	for _, l := range x.pairs {
		if (l.named || l.twice) && !isASCII(l.term) {
			add(l.term, l.weight, markPair)
		}
	}
	slices.SortStableFunc(all, func(a, b word) int { return cmp.Or(strings.Compare(a.sound, b.sound), b.weight-a.weight) })
	keys = []string{""}
	var now []byte
	alike := 0
	for i, w := range all {
		if i == 0 || all[i-1].sound != w.sound {
			alike = 0
			if len(now) > soundBytes {
				keys = append(keys, w.sound)
				shards = append(shards, now)
				now = nil
			}
		}
		if alike++; alike <= mostAlike {
			now = append(now, byte(' '+w.weight+w.mark))
			now = append(append(now, w.text...), '\n')
		}
	}
	return keys, append(shards, now)
}
