package watch

import "time"

// How long to wait. A save is a handful of rings within a few milliseconds; a
// checkout, a copy or a slow writer goes on.
const (
	lead   = 5 * time.Millisecond   // of quiet, when the first ring in a while may be all there is
	settle = 80 * time.Millisecond  // of quiet, in a storm
	most   = 1 * time.Second        // in all
	gitToo = 5 * time.Second        // more, while git holds its lock
	calm   = 120 * time.Millisecond // without a change, after which a ring is the first in a while; slow writers pause for half of it
	storm  = 32                     // rings
)

// burst is a time of unrest, from its first ring until what changed is told.
type burst struct {
	began time.Time
	due   time.Time // when to look next
	rings int
	rough bool // no mere save: wait for quiet
	git   bool // git has been at work,
	busy  bool // and was when it was last looked at
}

// newBurst begins a burst. It is rough if it follows another, or if nobody
// knows when it really began.
func newBurst(now time.Time, rough bool) *burst {
	b := &burst{began: now, rough: rough}
	b.ring(now, 0)
	return b
}

// ring notes that something has just happened, n times.
func (b *burst) ring(now time.Time, n int) {
	b.rings += n
	quiet := lead
	if b.rough || b.git || b.rings > storm {
		quiet = settle
	}
	b.wait(now, quiet)
}

// wait puts the next look off, but not for ever.
func (b *burst) wait(now time.Time, d time.Duration) {
	b.due = now.Add(d)
	if end := b.end(); b.due.After(end) {
		b.due = end
	}
}

// end is when there is no more waiting.
func (b *burst) end() time.Time {
	if b.git {
		return b.began.Add(most + gitToo)
	}
	return b.began.Add(most)
}
