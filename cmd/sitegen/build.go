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
	var asJSON, noCache bool
	cmd := &cobra.Command{
		Use:   "build [--root DIR] [--out DIR] [--base-url URL] [--drafts] [--strict] [--json] [--adopt] [--cache DIR] [--no-cache]",
		Short: "build the site into public/",
		Long: `Reads the Markdown files of a folder and writes a website. Works in any folder
of notes; sitegen.yaml, templates/ and static/ are there for those who want more.
With errors in the notes the site of the last good build stays as it is.`,
		Example: "  sitegen build --root notes --out /var/www/notes",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Getenv, o.Now = a.getenv, time.Now
			o.Program, _ = os.Executable()
			o.Verify = a.getenv("SITEGEN_VERIFY") == "1"
			if noCache {
				o.Cache = ""
			}
			if asJSON {
				return a.buildJSON(cmd.Context(), o)
			}
			return a.build(cmd.Context(), o)
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
	return cmd
}

// build runs a build for a person.
func (a *app) build(ctx context.Context, o build.Options) error {
	bar := newProgress(a.stderr, isTerminal(a.stderr), time.Now)
	o.Progress = bar.update
	began := time.Now()
	result, err := build.Run(ctx, o)
	took := time.Since(began)
	bar.clear()
	if result != nil {
		diag.Print(a.stderr, result.Diags, result.Line, a.style(o.Root))
		for _, note := range result.Notes {
			fmt.Fprintln(a.stderr, "note: "+note)
		}
	}
	if err != nil {
		return causeOf(ctx, err)
	}
	return a.finish(a.stdout, summary(result, took), result)
}

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
