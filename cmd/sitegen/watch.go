package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sitegen/internal/build"
	"sitegen/internal/diag"
	"sitegen/internal/watch"
)

// publisher keeps the output current.
type publisher struct {
	*keeper
	o build.Options
}

// buildAndWatch builds, and builds again after every change until ctx is done.
// Each build is one like any other: nothing of it depends on the one before but
// the steps that it remembers.
func (a *app) buildAndWatch(ctx context.Context, o build.Options, mode watch.Mode) error {
	k, err := a.keep(ctx, o.Root, mode, build.Skips(o))
	if err != nil {
		return err
	}
	defer k.close()
	result, err := a.build(ctx, o)
	if err != nil && !errors.Is(err, errContent) {
		return err
	}
	k.learn(result.Diags, result.Skips)
	fmt.Fprintf(a.stdout, "watching %s; Ctrl+C ends\n", diag.Escape(o.Root))
	return k.follow(ctx, publisher{k, o}.rebuild)
}

// rebuild builds once more and says so in a line. The error is trouble with the
// machine.
func (p publisher) rebuild(ctx context.Context, changed []string) error {
	result, took, err := p.run(ctx, p.o)
	if result != nil {
		p.printFindings(p.root, p.news(result.Diags), result.Line, result.Notes)
		p.learn(result.Diags, result.Skips)
	}
	if err != nil {
		return err
	}
	fmt.Fprint(p.stdout, whatChanged(changed)+": "+outcome(result, took)) // if nobody can read it, another build would not help
	return nil
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
