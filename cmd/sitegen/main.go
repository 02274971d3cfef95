// Command sitegen makes a website of a folder of Markdown notes.
//
//	sitegen build --root notes
//
// It exits with 0 if the site was published, 1 if the notes have errors and the
// last good site stays, 2 if the command was used wrongly or the machine failed,
// and 128 and the number of the signal if it was stopped by one.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"sitegen/internal/diag"
)

const (
	exitFine    = 0
	exitContent = 1
	exitFailure = 2
	exitSignal  = 128
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, os.Getenv))
}

// run is the whole command: what it reads and writes is in its arguments.
func run(args []string, stdout, stderr io.Writer, getenv func(string) string) int {
	ctx, stop := untilSignal(context.Background())
	defer stop()
	a := &app{stdout: stdout, stderr: stderr, getenv: getenv}
	root := a.rootCommand()
	root.SetArgs(args)
	return a.exitCode(root.ExecuteContext(ctx))
}

// app is what the commands share.
type app struct {
	stdout, stderr io.Writer
	getenv         func(string) string
}

// errContent ends a run whose errors have been printed: they are the author's.
var errContent = errors.New("the content has errors")

// usageError is a mistake in the command line.
type usageError struct {
	msg, usage string
}

func (e usageError) Error() string { return e.msg }

// stopped is the cause of a context that a signal has cancelled.
type stopped struct{ signal os.Signal }

func (e stopped) Error() string { return "stopped: " + e.signal.String() }

// said is an error that has been reported where the user will look for it.
type said struct{ error }

func (e said) Unwrap() error { return e.error }

func (a *app) exitCode(err error) int {
	var usage usageError
	var stop stopped
	var quiet said
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errContent):
		return exitContent
	case errors.As(err, &usage):
		fmt.Fprintf(a.stderr, "sitegen: %s\nusage: %s\n", diag.Escape(usage.msg), usage.usage)
		return exitFailure
	case !errors.As(err, &quiet):
		fmt.Fprintf(a.stderr, "sitegen: %s\n", diag.Escape(err.Error()))
	}
	if errors.As(err, &stop) {
		if n, ok := stop.signal.(syscall.Signal); ok {
			return exitSignal + int(n)
		}
	}
	return exitFailure
}

// untilSignal returns a context that the first SIGINT or SIGTERM cancels. The
// second one finds its ordinary handler again and ends the process at once.
func untilSignal(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(stopped{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}
