package watch

import (
	"maps"
	"slices"
	"time"
)

// ledger knows what has been told of a tree, and with it what is news.
type ledger struct {
	tree   *tree
	told   map[string]state     // by composed path
	doubts map[string]time.Time // since when a path has looked half-saved
}

func newLedger(t *tree) *ledger {
	l := &ledger{tree: t, told: t.states(), doubts: map[string]time.Time{}}
	clear(t.moved)
	return l
}

// doubtFor is how long a file may be missing or empty that was not before,
// until that is taken for the author's will. Editors need up to 40 ms between
// moving the old file away and writing the new one, or 120 ms between emptying and
// filling it.
const doubtFor = 300 * time.Millisecond

func doubtful(told, now state) bool {
	empty := func(s state) bool { return s.kind == file && s.size == 0 }
	return now.kind == absent || empty(now) && !empty(told)
}

// news sorts what has moved: sure are the paths that differ from what was told,
// open tells how long until the next of those in doubt is sure, 0 for none.
// What is again as it was told is no news.
func (l *ledger) news(now time.Time) (sure []string, open time.Duration) {
	for path := range l.tree.moved {
		is, was := l.tree.at(path), l.told[path]
		if is.same(was) {
			l.forget(path)
			continue
		}
		if !doubtful(was, is) {
			delete(l.doubts, path)
			sure = append(sure, path)
			continue
		}
		since, known := l.doubts[path]
		if !known {
			since = now
			l.doubts[path] = now
		}
		if left := doubtFor - now.Sub(since); left <= 0 {
			sure = append(sure, path)
		} else if open == 0 || left < open {
			open = left
		}
	}
	return sure, open
}

// tell writes down that paths are told as they are now. It returns them sorted,
// without folders whose news is that of the files in them.
func (l *ledger) tell(paths []string) []string {
	told := map[string]bool{}
	var folders []string
	for _, path := range paths {
		was, is := l.told[path], l.tree.at(path)
		if was.kind != file && is.kind != file {
			folders = append(folders, path)
		}
		told[path] = true
		l.told[path] = is
		if is.kind == absent {
			delete(l.told, path)
		}
		l.forget(path)
	}
	inside := map[string]bool{}
	for path := range told {
		for up := parent(path); up != "" && !inside[up]; up = parent(up) {
			inside[up] = true
		}
	}
	for _, path := range folders {
		if inside[path] {
			delete(told, path)
		}
	}
	return slices.Sorted(maps.Keys(told))
}

func (l *ledger) forget(path string) {
	delete(l.tree.moved, path)
	delete(l.doubts, path)
}

// learn takes in what readSome has found out of files that were told unread.
func (l *ledger) learn(paths []string) {
	for _, path := range paths {
		if !l.tree.moved[path] {
			l.told[path] = l.tree.at(path)
		}
	}
}
