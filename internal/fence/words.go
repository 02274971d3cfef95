package fence

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// maxWords is how many marks for words a block may have; what is beyond has no effect.
const maxWords = 20

// word is a word that is shown where it occurs in the lines from one to another,
// which is not among them.
type word struct {
	text        string
	from, until int
}

// wordMarks are those of a block.
type wordMarks []word

// escapedInWord are the signs that mean something in a mark for a word.
var escapedInWord = strings.NewReplacer(`\:`, ":", `\]`, "]", `\\`, `\`)

// add notes a word from a line on: for so many lines, or to the end.
func (ws *wordMarks) add(text, count string, line int) {
	if len(*ws) == maxWords {
		return
	}
	until := math.MaxInt
	if n, err := strconv.Atoi(count); err == nil {
		until = line + n
	}
	*ws = append(*ws, word{escapedInWord.Replace(text), line, until})
}

// lineGone moves up what is for the lines below one that is not shown.
func (ws wordMarks) lineGone(line int) {
	for i := range ws {
		if ws[i].from > line {
			ws[i].from--
		}
		if ws[i].until > line && ws[i].until != math.MaxInt {
			ws[i].until--
		}
	}
}

// span is a part of a text.
type span struct{ from, to int }

// spans are where the words stand in text, in order and apart from each other.
func (ws wordMarks) spans(text string) []span {
	if len(ws) == 0 {
		return nil
	}
	var found []span
	at, n := 0, 0
	for line := range strings.Lines(text) {
		for _, w := range ws {
			if n < w.from || n >= w.until {
				continue
			}
			for from := 0; ; {
				i := strings.Index(line[from:], w.text)
				if i < 0 {
					break
				}
				found = append(found, span{at + from + i, at + from + i + len(w.text)})
				from += i + len(w.text)
			}
		}
		at += len(line)
		n++
	}
	slices.SortFunc(found, func(a, b span) int { return a.from - b.from })
	apart := found[:0]
	for _, s := range found {
		if last := len(apart) - 1; last >= 0 && s.from <= apart[last].to {
			apart[last].to = max(apart[last].to, s.to)
		} else {
			apart = append(apart, s)
		}
	}
	return apart
}
