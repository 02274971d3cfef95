package main

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"sitegen/internal/diag"
	"sitegen/internal/watch"
)

// watchModes are the values of --poll.
var watchModes = map[string]watch.Mode{"auto": watch.Auto, "on": watch.Poll, "off": watch.Event}

// watchMode reads --poll.
func watchMode(cmd *cobra.Command, poll string) (watch.Mode, error) {
	mode, known := watchModes[poll]
	if !known {
		return mode, usageError{fmt.Sprintf("--poll is auto, on or off, not %q", poll), usageOf(cmd)}
	}
	return mode, nil
}

// again is how long a build that the machine has failed waits for another try.
const again = 2 * time.Second

// After a build, missed is asked once a build that was made in the midst of an edit
// has had its edit, and then seldom.
const (
	missedSoon  = time.Second
	missedLater = 5 * time.Second
)

// keeper keeps something current that is made of a project: it is what the
// commands have in common that stay and build again.
type keeper struct {
	*app
	root     string
	skips    atomic.Pointer[func(rel string, dir bool) bool] // as the last build knew it
	shown    map[diag.Diag]bool                              // diagnostics of the last build
	said     string                                          // of the machine's trouble, lest it be said every two seconds
	notes    chan string                                     // wait until no build is printing
	errands  chan func(context.Context)                      // so do these, done by whoever follows
	followed *watch.Watcher

	// missed tells what has changed though nobody may tell of it, and whether to ask
	// once more; nil for nothing.
	missed func() (changed []string, open bool, err error)
}

// keep begins to watch a project. The keeper is to be closed.
func (a *app) keep(ctx context.Context, root string, mode watch.Mode, skips func(rel string, dir bool) bool) (*keeper, error) {
	k := &keeper{app: a, root: root, notes: make(chan string, 64), errands: make(chan func(context.Context))}
	k.skips.Store(&skips)
	w, err := watch.Start(ctx, watch.Options{Root: root, Mode: mode, Skip: k.skip, Say: k.note})
	k.followed = w
	return k, err
}

func (k *keeper) close() { k.followed.Close() }

// note has a line printed that the person at the desk should know. It may be
// called from any goroutine.
func (k *keeper) note(line string) {
	select {
	case k.notes <- line:
	default:
	}
}

// printNotes prints what has been said so far.
func (k *keeper) printNotes() {
	for {
		select {
		case note := <-k.notes:
			k.printNote(note)
		default:
			return
		}
	}
}

// skip is asked by the watcher, from a goroutine of its own.
func (k *keeper) skip(rel string, dir bool) bool { return (*k.skips.Load())(rel, dir) }

// learn keeps what the next build and the watcher should know of one.
func (k *keeper) learn(ds []diag.Diag, skips func(rel string, dir bool) bool) {
	k.skips.Store(&skips)
	k.shown = map[diag.Diag]bool{}
	for _, d := range ds {
		k.shown[d] = true
	}
}

// news are the diagnostics to print: warnings that were there before would bury
// the new one.
func (k *keeper) news(ds []diag.Diag) []diag.Diag {
	return slices.DeleteFunc(slices.Clone(ds), func(d diag.Diag) bool {
		return d.Severity == diag.Warning && k.shown[d]
	})
}

// follow has everything built again after every change, until ctx is done. What
// had changed before a build that the machine has failed is tried once more.
func (k *keeper) follow(ctx context.Context, rebuild func(ctx context.Context, changed []string) error) error {
	var failed []string
	retry, ask := time.NewTimer(again), time.NewTimer(missedSoon)
	defer retry.Stop()
	defer ask.Stop()
	for {
		var changed []string
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case note := <-k.notes:
			k.printNote(note)
			continue
		case errand := <-k.errands:
			errand(ctx)
			continue
		case <-ask.C:
			var open bool
			if changed, open = k.askMissed(); open {
				ask.Reset(missedLater)
			}
			if len(changed) == 0 {
				continue
			}
		case <-retry.C:
		case change := <-k.followed.Changes():
			// The output of the first build was not known to be that.
			changed = slices.DeleteFunc(change.Paths, func(p string) bool { return p != watch.Git && k.skip(p, false) })
		}
		changed = append(failed, changed...)
		slices.Sort(changed)
		if changed, failed = slices.Compact(changed), nil; len(changed) == 0 {
			continue
		}
		err := rebuild(ctx, changed)
		if k.trouble(ctx, err) {
			failed = changed
			retry.Reset(again)
		}
		ask.Reset(missedSoon)
	}
}

// askMissed asks what was missed. If the machine gives no answer, it may later.
func (k *keeper) askMissed() (changed []string, open bool) {
	if k.missed == nil {
		return nil, false
	}
	changed, open, err := k.missed()
	return changed, open || err != nil
}

// trouble tells whether a build has failed for what the machine did, and says so
// once.
func (k *keeper) trouble(ctx context.Context, err error) bool {
	switch {
	case err == nil:
		k.said = ""
	case ctx.Err() == nil && err.Error() != k.said:
		k.said = err.Error()
		fmt.Fprintf(k.stderr, "sitegen: %s; trying again\n", diag.Escape(k.said))
	}
	return err != nil
}

// whatChanged names the cause of a build.
func whatChanged(paths []string) string {
	if len(paths) == 1 {
		return diag.Escape(paths[0])
	}
	return count(len(paths), "file")
}
