// Package watch tells which files of a project have changed, soon and exactly.
//
// The events of an operating system are an alarm clock, no more. They come late,
// twice, under old names or, where a limit, a network or an overflow stands in
// the way, not at all; and a save looks different in every editor. So an event
// only says when to look. What has changed is found by comparing the disk with
// what was told before, by content:
//
//	alarm   something happened, there          events of fsnotify, or a clock
//	burst   when to look                       at once after a save, when it is over in a storm
//	tree    what stands on the disk now        fingerprints; bytes where those cannot tell
//	ledger  what of it is news                 not told before, not half-saved
//
// A file that was saved unchanged, touched, or gone for the blink of an eye is
// no news. What no event announced is found within two seconds, because the
// whole project is looked at that often.
package watch

import (
	"context"
	"path/filepath"
	"time"
)

// Mode says whether to rely on events.
type Mode uint8

const (
	Auto  Mode = iota // on events where they arrive
	Poll              // never: look twice a second
	Event             // always
)

// Options say what to watch.
type Options struct {
	Root string // the project's folder
	Mode Mode

	// Skip reports whether a path of the project, relative to Root and
	// slash-separated, is no input: it is not looked at, nor is what lies in it.
	// It may be called from another goroutine and may change its mind.
	Skip func(rel string, dir bool) bool

	// Say is told in a line what the person at the desk should know.
	Say func(line string)
}

// Change is what happened at once.
type Change struct {
	// Paths of files that are new, gone or have other bytes: relative to the
	// project, composed, sorted. A folder is named only if nothing in it is.
	// Git stands for the repository: another commit is checked out.
	Paths []string
}

// Watcher watches a project until it is closed.
type Watcher struct {
	changes chan Change
	cancel  context.CancelFunc
	done    chan struct{}
}

// Start remembers how the project stands and watches it from then on, until
// ctx is done or Close is called. It fails if there is no such folder.
func Start(ctx context.Context, o Options) (*Watcher, error) {
	return start(ctx, o, newNotifier, remoteKind)
}

func start(ctx context.Context, o Options, openAlarm func() (alarm, error), kindOf func(folder string) string) (*Watcher, error) {
	root, err := filepath.Abs(o.Root)
	if err != nil {
		return nil, err
	}
	o.Root = root
	if o.Skip == nil {
		o.Skip = func(string, bool) bool { return false }
	}
	if o.Say == nil {
		o.Say = func(string) {}
	}
	s := newSentry(o, kindOf)
	if err := s.begin(openAlarm); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	w := &Watcher{changes: make(chan Change), cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(w.done)
		defer close(w.changes)
		defer s.end()
		s.watch(ctx, w.changes)
	}()
	return w, nil
}

// Changes delivers what happened. Whoever does not listen for a while gets all
// of it at once. It is closed when watching ends.
func (w *Watcher) Changes() <-chan Change { return w.changes }

// Close ends watching and returns when all of it has ended.
func (w *Watcher) Close() {
	w.cancel()
	<-w.done
}

// watch is the life of a sentry.
func (s *sentry) watch(ctx context.Context, changes chan<- Change) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		var out chan<- Change
		if len(s.ready) > 0 {
			out = changes
		}
		timer.Reset(time.Until(s.next()))
		select {
		case <-ctx.Done():
			return
		case rings := <-s.rings():
			s.hear(rings, time.Now())
		case out <- Change{Paths: s.ready}:
			s.ready = nil
		case <-timer.C:
			s.act(time.Now())
		}
	}
}
