package watch

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// next is when to act although nothing is heard.
func (s *sentry) next() time.Time {
	switch {
	case s.burst != nil:
		return s.burst.due
	case len(s.tree.unread) > 0:
		return time.Time{}
	}
	return s.patrolDue()
}

func (s *sentry) patrolDue() time.Time { return s.looked.Add(max(s.every, s.took*share)) }

// readAtOnce is how many files are read between two chances to hear something.
const readAtOnce = 64

// act does what is due.
func (s *sentry) act(now time.Time) {
	switch {
	case s.burst != nil:
		s.calmDown(now)
	case now.Before(s.patrolDue()):
		s.ledger.learn(s.tree.readSome(readAtOnce))
	default:
		s.patrol(now)
	}
}

// hear takes in what the alarm rings for.
func (s *sentry) hear(rings []ring, now time.Time) {
	n, flood := 0, false
	for _, r := range rings {
		switch {
		case r.err != nil:
			s.blind, flood = true, true
			if overflowed(r.err) && !s.spilled {
				s.spilled = true
				s.say("more changed at once than the system can tell of, so every file was looked at")
			}
		case s.concerns(r.path):
			s.hints[r.path] = true
			s.missed = 0
		default:
			continue
		}
		n++
	}
	if n == 0 {
		return
	}
	if s.burst == nil {
		s.burst = newBurst(now, now.Sub(s.told) < calm)
	}
	s.burst.rough = s.burst.rough || flood
	s.burst.ring(now, n)
}

// concerns reports whether what happened at a path of the system may be news.
func (s *sentry) concerns(full string) bool {
	if yes, inside := s.git.concerns(full); inside {
		return yes
	}
	rel, inside := s.rel(full)
	return inside && (rel == "" || !s.o.Skip(rel, false) || !s.o.Skip(rel, true))
}

// rel is a path of the system as one of the project.
func (s *sentry) rel(full string) (rel string, inside bool) {
	if full == s.o.Root {
		return "", true
	}
	top := strings.TrimSuffix(s.o.Root, string(filepath.Separator)) + string(filepath.Separator)
	rel, inside = strings.CutPrefix(full, top)
	return filepath.ToSlash(rel), inside
}

// calmDown looks where something happened, and ends the burst with its news as
// soon as these are sure.
func (s *sentry) calmDown(now time.Time) {
	b, notes, entered := s.burst, s.tree.notes, s.entered
	s.lookAround(now)
	if s.lost {
		s.burst = nil // whatever is gone with the project waits for its return
		return
	}
	over := !now.Before(b.end())
	switch work := s.git.atWork(now); {
	case work && !over:
		b.git, b.busy = true, true
		b.wait(now, settle)
		return
	case b.busy && !over:
		b.busy = false // and again soon, perhaps
		b.wait(now, settle)
		return
	case s.every == often && s.tree.notes != notes && !over:
		b.ring(now, 1) // it goes on, though nobody says so
		return
	case s.entered != entered && !over:
		b.rough = true // somebody fills a new folder
		b.ring(now, 1)
		return
	}
	sure, open := s.ledger.news(now)
	if open > 0 && !over {
		b.wait(now, open)
		return
	}
	s.burst = nil
	s.tell(sure, now)
	if open > 0 {
		s.burst = newBurst(now, true)
		s.burst.wait(now, open)
	}
}

// tell makes news ready for whoever listens.
func (s *sentry) tell(sure []string, now time.Time) {
	paths := s.ledger.tell(sure)
	if s.git.news() {
		paths = append(paths, Git)
		s.git.tell()
	}
	if len(paths) == 0 {
		return
	}
	s.told = now
	s.ready = slices.Concat(s.ready, paths)
	slices.Sort(s.ready)
	s.ready = slices.Compact(s.ready)
}

// patrol looks at everything because it is time to. What it finds has just
// begun, for all that is known.
func (s *sentry) patrol(now time.Time) {
	first := s.looked.IsZero()
	s.lookAtAll(now)
	if s.lost {
		return
	}
	sure, open := s.ledger.news(now)
	if len(sure) == 0 && open == 0 && !s.git.news() {
		return
	}
	s.burst = newBurst(now, true)
	if first || s.alarm == nil || s.every == often || len(sure) == 0 {
		return
	}
	if s.missed++; s.missed == 3 && s.o.Mode == Auto {
		s.pollBecause("the system did not tell of the last three")
	}
}

// lookAtAll looks at the whole project.
func (s *sentry) lookAtAll(now time.Time) {
	there := s.tree.lookAtAll(look{heard: s.heard(), now: now})
	switch {
	case !there && !s.lost:
		s.say("the folder %s is gone; waiting for it to come back", s.o.Root)
	case there && s.lost:
		s.say("the folder %s is back", s.o.Root)
	}
	s.lost = !there
	s.git.look(s.o.Root, s.tree.hash)
	s.post()
	s.blind = false
	clear(s.hints)
	s.looked, s.took = now, time.Since(now)
}

// heard are the hints as paths of the project.
func (s *sentry) heard() map[string]bool {
	heard := map[string]bool{}
	for full := range s.hints {
		if rel, inside := s.rel(full); inside {
			heard[rel] = true
		}
	}
	return heard
}

// lookAround looks at the folders in which something happened, or is in doubt.
func (s *sentry) lookAround(now time.Time) {
	heard := s.heard()
	if s.blind || heard[""] || s.lost || !s.tree.there() {
		s.lookAtAll(now)
		return
	}
	around := map[string]bool{}
	for rel := range heard {
		around[s.known(rel)] = true
		around[s.known(parent(rel))] = true
	}
	for rel := range s.tree.moved {
		around[s.known(parent(rel))] = true
	}
	// Sorted, so that a folder comes before those in it.
	for _, rel := range slices.Sorted(maps.Keys(around)) {
		if s.tree.folders[rel] != nil {
			s.tree.look(rel, look{heard: heard, now: now})
		}
	}
	s.git.look(s.o.Root, s.tree.hash)
	s.post()
	clear(s.hints)
}

// known is the nearest folder at or above a path that has been listed.
func (s *sentry) known(rel string) string {
	for rel != "" && s.tree.folders[rel] == nil {
		rel = parent(rel)
	}
	return rel
}
