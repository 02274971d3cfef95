package equivalence_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sitegen/internal/build"
	"sitegen/internal/watch"
)

// watches is a preview that a watcher of the project tells of changes. When it has
// told of all nobody knows, so what is shown must become right soon; and what no
// watcher tells of, the preview finds out itself.
type watches struct {
	shows
	watcher *watch.Watcher
	skip    atomic.Pointer[func(rel string, dir bool) bool]
}

// soon is longer than it takes to find what no event announces, on a busy machine.
const soon = 30 * time.Second

func (s *watches) end() {
	if s.watcher != nil {
		s.watcher.Close()
		s.watcher = nil
	}
	s.shows.end()
}

// start watches the project and shows it, anew if other flags are given.
func (s *watches) start(d *desk) error {
	if s.preview != nil && s.flags == d.flags {
		return nil
	}
	s.end()
	s.learn(build.Skips(d.options()))
	w, err := watch.Start(context.Background(), watch.Options{
		Root: d.root,
		Skip: func(rel string, dir bool) bool { return (*s.skip.Load())(rel, dir) },
	})
	if err != nil {
		return err
	}
	s.watcher = w
	if err = s.open(d); err == nil {
		d.withGit(func() { err = s.hear(nil) })
	}
	return err
}

func (s *watches) learn(skip func(string, bool) bool) { s.skip.Store(&skip) }

// hear tells the preview of a change.
func (s *watches) hear(changed []string) error {
	err := s.tell(changed)
	s.learn(s.skips)
	return err
}

func (s *watches) update(d *desk, _ bool) (got outcome, fault string) {
	if err := s.start(d); err != nil {
		return got, err.Error()
	}
	deadline := time.NewTimer(soon)
	defer deadline.Stop()
	for {
		d.withGit(func() { got, fault = s.see(d) })
		if fault != "" {
			return got, fault // nothing that is still to come could mend that
		}
		if fault = s.compare(d, got); fault == "" {
			return got, ""
		}
		select {
		case c := <-s.watcher.Changes():
			var err error
			d.withGit(func() { err = s.hear(c.Paths) })
			if err != nil {
				return got, err.Error()
			}
		case <-time.After(time.Second):
			changed, _, err := s.preview.Missed()
			if err == nil && len(changed) > 0 {
				d.withGit(func() { err = s.hear(changed) })
			}
			if err != nil {
				return got, err.Error()
			}
		case <-deadline.C:
			return got, fmt.Sprintf("after %v:\n%s", soon, fault)
		}
	}
}

// disturb makes the edits while the preview hears of them.
func (s *watches) disturb(d *desk, _ int, edits func()) {
	if err := s.start(d); err != nil {
		d.must(err)
		return
	}
	done := make(chan struct{})
	var listening sync.WaitGroup
	listening.Go(func() {
		for {
			select {
			case c := <-s.watcher.Changes():
				if s.hear(c.Paths) == nil && s.last.Fresh {
					s.good, _ = look(s.last.Snapshot)
				}
			case <-done:
				return
			}
		}
	})
	edits()
	close(done)
	listening.Wait()
}

// TestWatchedPreview tells stories in which nobody but a watcher says what has
// changed. They are few and short, because they wait for it.
func TestWatchedPreview(t *testing.T) {
	watched := subject{name: "watched preview", begin: func() keeper { return &watches{} }}
	count := &tally{kinds: map[string]int{}}
	for _, seed := range []uint64{1, 6} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			if st, fault := improvise(t, watched, seed, 8, count); fault != "" {
				t.Errorf("after %d sequences of edits:\n%s", len(st.batches), fault)
			}
		})
	}
	t.Logf("%d sequences of edits, %d not published, %d while changes were told", count.sequences, count.stopped, count.during)
}
