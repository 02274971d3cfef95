package serve

import (
	"sync"
	"time"
)

// seldom is how long the same note is not said again: what a client asks for a
// hundred times must not bury what else there is to read.
const seldom = time.Minute

// differentNotes is how many notes are remembered to have been said.
const differentNotes = 100

// once passes notes on, each of them once in a while. It may be called by several
// goroutines.
func once(say func(line string)) func(line string) {
	var mu sync.Mutex
	said := map[string]time.Time{}
	return func(line string) {
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		if when, known := said[line]; known && now.Sub(when) < seldom {
			return
		}
		if len(said) >= differentNotes {
			clear(said)
		}
		said[line] = now
		say(line)
	}
}
