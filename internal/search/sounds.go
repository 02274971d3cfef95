package search

import "strings"

// sounds are the first consonants of syllables in the order of Unicode, one for
// those that sound alike.
var sounds = []rune("ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅈㄱㄷㅂㅎ")

// soundOf is what a word sounds like, roughly: of Hangul the first consonant, the
// number of syllables and their first consonants; of a Latin word its first letter
// and its consonants, doubled ones once. Words that are misspelt, or typed by
// their first consonants only, mostly keep it, or its beginning. The client has
// the same function. It returns "" for what is too short, or neither.
func soundOf(term string) string {
	if isASCII(term) {
		return soundOfLatin(term)
	}
	var all []rune
	for _, r := range term {
		if r < '가' || r > '힣' {
			return ""
		}
		all = append(all, sounds[(r-'가')/588])
	}
	if len(all) < 2 {
		return ""
	}
	return string(all[0]) + string(rune('0'+len(all))) + string(all[1:])
}

func soundOfLatin(term string) string {
	if len(term) < 4 {
		return ""
	}
	var b strings.Builder
	var before byte
	for i := range len(term) {
		c := term[i]
		if c < 'a' || c > 'z' {
			return ""
		}
		if c != before && (i == 0 || strings.IndexByte("aeiouy", c) < 0) {
			b.WriteByte(c)
			before = c
		}
	}
	return b.String()
}
