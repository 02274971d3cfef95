package scene

import "fmt"

// Language is the language of a page, for what a diagram says of its own accord.
type Language struct {
	Korean bool
	Words  map[string]string // words of the interface, by key
}

// Say returns the word of key with args filled in, or the key where it is missing.
func (l Language) Say(key string, args ...any) string {
	word, ok := l.Words[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return word
	}
	return fmt.Sprintf(word, args...)
}
