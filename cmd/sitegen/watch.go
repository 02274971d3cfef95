package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"sitegen/internal/build"
	"sitegen/internal/diag"
	"sitegen/internal/watch"
)

// watchModes are the values of --poll.
var watchModes = map[string]watch.Mode{"auto": watch.Auto, "on": watch.Poll, "off": watch.Event}

// again is how long a build that the machine has failed waits for another try.
const again = 2 * time.Second

// keeper keeps the output current.
type keeper struct {
	*app
	o     build.Options
	skips atomic.Pointer[func(rel string, dir bool) bool] // as the last build knew it
	shown map[diag.Diag]bool                              // diagnostics of the last build
	said  string                                          // of the machine's trouble, lest it be said every two seconds
}

// buildAndWatch builds, and builds again after every change until ctx is done.
// Each build is one like any other: nothing of it depends on the one before but
// the steps that it remembers.
func (a *app) buildAndWatch(ctx context.Context, o build.Options, mode watch.Mode) error {
	k := &keeper{app: a, o: o}
	k.learn(build.Skips(o))
	// What the watcher has to say waits until no build is printing.
	notes := make(chan string, 64)
	w, err := watch.Start(ctx, watch.Options{Root: o.Root, Mode: mode, Skip: k.skip, Say: func(line string) {
		select {
		case notes <- line:
		default:
		}
	}})
	if err != nil {
		return err
	}
	defer w.Close()

	result, err := a.build(ctx, o)
	if err != nil && !errors.Is(err, errContent) {
		return err
	}
	k.remember(result)
	fmt.Fprintf(a.stdout, "watching %s; Ctrl+C ends\n", diag.Escape(o.Root))

	var failed []string // what changed before a build that the machine has failed
	retry := time.NewTimer(0)
	defer retry.Stop()
	for {
		if len(failed) == 0 {
			retry.Stop()
		} else {
			retry.Reset(again)
		}
		var changed []string
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case note := <-notes:
			fmt.Fprintln(a.stderr, "note: "+diag.Escape(note))
			continue
		case <-retry.C:
		case change := <-w.Changes():
			changed = change.Paths
		}
		// The output of the first build was not known to be that.
		changed = slices.DeleteFunc(append(failed, changed...), func(p string) bool { return p != watch.Git && k.skip(p, false) })
		slices.Sort(changed)
		if changed, failed = slices.Compact(changed), nil; len(changed) == 0 {
			continue
		}
		if err := k.rebuild(ctx, changed); err != nil {
			failed = changed
		}
	}
}

func (k *keeper) learn(skips func(string, bool) bool) { k.skips.Store(&skips) }

// skip is asked by the watcher, from a goroutine of its own.
func (k *keeper) skip(rel string, dir bool) bool { return (*k.skips.Load())(rel, dir) }

// remember keeps what the next build and the watcher should know of one.
func (k *keeper) remember(r *build.Result) {
	k.learn(r.Skips)
	k.shown = map[diag.Diag]bool{}
	for _, d := range r.Diags {
		k.shown[d] = true
	}
}

// rebuild builds once more and says so in a line. The error is trouble with the
// machine, and has been said.
func (k *keeper) rebuild(ctx context.Context, changed []string) error {
	result, took, err := k.run(ctx, k.o)
	if result != nil {
		// Warnings that were there before would bury the new one.
		k.printFindings(k.o, result, slices.DeleteFunc(slices.Clone(result.Diags), func(d diag.Diag) bool {
			return d.Severity == diag.Warning && k.shown[d]
		}))
		k.remember(result)
	}
	switch {
	case ctx.Err() != nil:
		return err
	case err != nil:
		if msg := err.Error(); msg != k.said {
			k.said = msg
			fmt.Fprintf(k.stderr, "sitegen: %s; trying again\n", diag.Escape(msg))
		}
		return err
	}
	k.said = ""
	_, err = io.WriteString(k.stdout, whatChanged(changed)+": "+outcome(result, took))
	return err
}

// whatChanged names the cause of a build.
func whatChanged(paths []string) string {
	if len(paths) == 1 {
		return diag.Escape(paths[0])
	}
	return count(len(paths), "file")
}

// outcome is what a build after a change came to, as a line.
func outcome(r *build.Result, took time.Duration) string {
	if !r.Published {
		return summary(r, took)
	}
	var did []string
	if r.Stats.Written > 0 {
		did = append(did, count(r.Stats.Written, "file")+" written")
	}
	if r.Stats.Deleted > 0 {
		did = append(did, fmt.Sprintf("%d deleted", r.Stats.Deleted))
	}
	if did == nil {
		did = []string{"nothing to write"}
	}
	line := fmt.Sprintf("%s in %s", strings.Join(did, ", "), duration(took))
	if _, warnings := diag.Count(r.Diags); warnings > 0 {
		line += "; " + count(warnings, "warning")
	}
	return line + "\n"
}
