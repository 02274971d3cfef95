package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sitegen/internal/build"
	"sitegen/internal/diag"
)

// widest is as wide as an excerpt gets on a wide terminal.
const widest = 140

func (a *app) buildCommand() *cobra.Command {
	var o build.Options
	var asJSON, noCache, watching bool
	var poll string
	cmd := &cobra.Command{
		Use:   "build [--root DIR] [--out DIR] [--base-url URL] [--drafts] [--strict] [--json] [--adopt] [--cache DIR] [--no-cache] [--watch] [--poll auto|on|off]",
		Short: "build the site into public/",
		Long: `Reads the Markdown files of a folder and writes a website. Works in any folder
of notes; sitegen.yaml, templates/ and static/ are there for those who want more.
With errors in the notes the site of the last good build stays as it is.`,
		Example: "  sitegen build --root notes --out /var/www/notes\n  sitegen build --watch",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Getenv, o.Now = a.getenv, time.Now
			o.Program, _ = os.Executable()
			o.Verify = a.getenv("SITEGEN_VERIFY") == "1"
			if noCache {
				o.Cache = ""
			}
			mode, err := watchMode(cmd, poll)
			switch {
			case err != nil:
				return err
			case cmd.Flags().Changed("poll") && !watching:
				return usageError{"--poll is for --watch", usageOf(cmd)}
			case asJSON && watching:
				return usageError{"--json is one document, so it does not go with --watch", usageOf(cmd)}
			case watching:
				return a.buildAndWatch(cmd.Context(), o, mode)
			}
			if asJSON {
				return a.buildJSON(cmd.Context(), o)
			}
			_, err = a.build(cmd.Context(), o)
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&o.Root, "root", ".", "project folder `DIR`")
	f.StringVar(&o.Out, "out", "", "output folder `DIR` (default public, or output: of sitegen.yaml)")
	f.StringVar(&o.BaseURL, "base-url", "", "`URL` of the published site (default found from CI, CNAME or git)")
	f.BoolVar(&o.Drafts, "drafts", false, "publish drafts too")
	f.BoolVar(&o.Strict, "strict", false, "treat every warning as an error")
	f.BoolVar(&asJSON, "json", false, "print one JSON document instead of text")
	f.BoolVar(&o.Adopt, "adopt", false, "publish into a folder that holds files of others; those stay")
	f.StringVar(&o.Cache, "cache", ".sitegen/cache", "folder `DIR` of remembered steps, relative to the project")
	f.BoolVar(&noCache, "no-cache", false, "remember nothing, and use nothing that is remembered")
	f.BoolVar(&watching, "watch", false, "stay, and build again whenever a file changes")
	f.StringVar(&poll, "poll", "auto", "with --watch, look twice a second: `WHEN` is on, off, or auto (where the system does not tell of changes)")
	return cmd
}

// build runs a build for a person.
func (a *app) build(ctx context.Context, o build.Options) (*build.Result, error) {
	result, took, err := a.run(ctx, o)
	if result != nil {
		a.printFindings(o.Root, result.Diags, result.Line, result.Notes)
	}
	if err != nil {
		return result, err
	}
	return result, a.finish(a.stdout, summary(result, took), result)
}

// run runs a build with a bar to look at while it lasts.
func (a *app) run(ctx context.Context, o build.Options) (*build.Result, time.Duration, error) {
	bar := newProgress(a.stderr, isTerminal(a.stderr), time.Now)
	o.Progress = bar.update
	began := time.Now()
	result, err := build.Run(ctx, o)
	took := time.Since(began)
	bar.clear()
	if err != nil {
		err = causeOf(ctx, err)
	}
	return result, took, err
}

// printFindings prints diagnostics of a build, and what else should be known of it.
func (a *app) printFindings(root string, ds []diag.Diag, line func(file string, line int) string, notes []string) {
	diag.Print(a.stderr, ds, line, a.style(root))
	for _, note := range notes {
		a.printNote(note)
	}
}

func (a *app) printNote(note string) { fmt.Fprintln(a.stderr, "note: "+diag.Escape(note)) }

// buildJSON runs a build for a program.
func (a *app) buildJSON(ctx context.Context, o build.Options) error {
	began := time.Now()
	result, err := build.Run(ctx, o)
	if err != nil {
		err = causeOf(ctx, err)
	}
	doc, encodeErr := report(result, err, time.Since(began))
	switch {
	case encodeErr != nil:
		return encodeErr
	case err != nil:
		if _, writeErr := a.stdout.Write(doc); writeErr != nil {
			return writeErr
		}
		return said{err}
	}
	return a.finish(a.stdout, string(doc), result)
}

// causeOf prefers the signal that stopped a build to the errors that followed.
func causeOf(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// style fits diagnostics to where standard error goes.
func (a *app) style(root string) diag.Style {
	style := diag.Style{Dir: filepath.ToSlash(filepath.Clean(root))}
	if style.Dir == "." {
		style.Dir = ""
	}
	if f, ok := a.stderr.(*os.File); ok && isTerminal(f) {
		style.Color = a.getenv("NO_COLOR") == "" && a.getenv("TERM") != "dumb"
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			style.Width = min(columns, widest)
		}
	}
	return style
}
