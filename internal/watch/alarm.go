package watch

import (
	"errors"
	"runtime"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// alarm tells that something happened in a folder. It may ring too often, too
// late, under an old name, or not at all: what changed is found by looking.
type alarm interface {
	Rings() <-chan []ring
	Add(folder string) error
	Remove(folder string)
	Folders() []string // those that are watched now
	Close()
}

// ring is a path at which something happened, or what the alarm suffers from.
type ring struct {
	path string
	err  error
}

// errTooMany is the error of a ring that stands for more than could be listed.
var errTooMany = errors.New("more happened than could be listed")

// perFile is whether watching a folder costs a descriptor for every file in it.
const perFile = runtime.GOOS == "darwin" || runtime.GOOS == "freebsd" || runtime.GOOS == "openbsd" || runtime.GOOS == "netbsd" || runtime.GOOS == "dragonfly"

// outOfWatches reports whether an error of an alarm says that a limit of the
// system is reached.
func outOfWatches(err error) bool {
	for _, limit := range []error{syscall.ENOSPC, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM} {
		if errors.Is(err, limit) {
			return true
		}
	}
	return false
}

// notifier is the alarm of the operating system.
type notifier struct {
	watcher *fsnotify.Watcher
	rings   chan []ring
	ended   chan struct{}
}

func newNotifier() (alarm, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	n := &notifier{watcher: w, rings: make(chan []ring), ended: make(chan struct{})}
	go n.collect()
	return n, nil
}

// atOnce is how many rings are kept apart while nobody listens.
const atOnce = 4096

// collect keeps the queue of the system empty, so that it does not overflow
// while somebody looks at the disk.
func (n *notifier) collect() {
	defer close(n.ended)
	var heard []ring
	for {
		var listener chan []ring
		if len(heard) > 0 {
			listener = n.rings
		}
		select {
		case e, ok := <-n.watcher.Events:
			if !ok {
				return
			}
			if last := len(heard) - 1; e.Name == "" || last >= 0 && heard[last].path == e.Name {
				continue
			}
			heard = append(heard, ring{path: e.Name})
		case err, ok := <-n.watcher.Errors:
			if !ok {
				return
			}
			heard = append(heard, ring{err: err})
		case listener <- heard:
			heard = nil
		}
		if len(heard) > atOnce {
			heard = []ring{{err: errTooMany}}
		}
	}
}

func (n *notifier) Rings() <-chan []ring    { return n.rings }
func (n *notifier) Add(folder string) error { return n.watcher.Add(folder) }
func (n *notifier) Folders() []string       { return n.watcher.WatchList() }

// Remove fails if the system has dropped the watch already, which is as well.
func (n *notifier) Remove(folder string) { _ = n.watcher.Remove(folder) }

func (n *notifier) Close() {
	n.watcher.Close()
	<-n.ended
}

// overflowed reports whether rings were lost.
func overflowed(err error) bool { return errors.Is(err, fsnotify.ErrEventOverflow) }
