package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"sitegen/internal/build"
	"sitegen/internal/diag"
	"sitegen/internal/serve"
	"sitegen/internal/watch"
)

// serving is what the command line says of a preview.
type serving struct {
	build build.Options
	edge  serve.Options
	mode  watch.Mode
	open  bool // a browser
}

func (a *app) serveCommand() *cobra.Command {
	var s serving
	var noCache bool
	var poll string
	cmd := &cobra.Command{
		Use:   "serve [--root DIR] [--addr HOST:PORT] [--base PATH] [--open] [--drafts] [--editor NAME] [--poll auto|on|off] [--cache DIR] [--no-cache]",
		Short: "show the site in a browser, as it is while you write",
		Long: `Shows the site as a build would publish it. Pages in the browser change as
soon as a file is saved; what is wrong with the notes is shown there, too.
Nothing is written. Only this machine can see it, unless --addr says otherwise.`,
		Example: "  sitegen serve --root notes --open\n  sitegen serve --addr 0.0.0.0:4173   # for a phone in the same network",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if s.mode, err = watchMode(cmd, poll); err != nil {
				return err
			}
			if s.build.Base, err = basePath(s.build.Base); err != nil {
				return usageError{err.Error(), usageOf(cmd)}
			}
			s.build.Getenv = a.getenv
			s.build.Program, _ = os.Executable()
			s.build.Verify = a.getenv("SITEGEN_VERIFY") == "1"
			if noCache {
				s.build.Cache = ""
			}
			s.edge.Asked = cmd.Flags().Changed("addr")
			if s.edge.Editor == "" {
				s.edge.Editor = a.getenv("SITEGEN_EDITOR")
			}
			return a.serve(cmd.Context(), s)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&s.build.Root, "root", ".", "project folder `DIR`")
	f.StringVar(&s.edge.Addr, "addr", serve.DefaultAddr, "where to listen, `HOST:PORT`; with 0.0.0.0 for the whole network")
	f.StringVar(&s.build.Base, "base", "", "`PATH` below which the site lies, as /repo/ (default that of the site's address)")
	f.BoolVar(&s.open, "open", false, "open a browser")
	f.BoolVar(&s.build.Drafts, "drafts", false, "show drafts too")
	f.StringVar(&s.edge.Editor, "editor", "", "what opens a place in a note: `NAME` is "+strings.Join(serve.Editors(), ", ")+", or an address with {file}, {line} and {column} (default SITEGEN_EDITOR, else vscode)")
	f.StringVar(&poll, "poll", "auto", "look for changes twice a second: `WHEN` is on, off, or auto (where the system does not tell of changes)")
	f.StringVar(&s.build.Cache, "cache", ".sitegen/cache", "folder `DIR` of steps that builds have remembered, relative to the project; it is only read")
	f.BoolVar(&noCache, "no-cache", false, "use nothing that is remembered")
	return cmd
}

// basePath reads --base, and returns it as it stands in addresses: "/repo/".
func basePath(asked string) (string, error) {
	if asked == "" {
		return "", nil
	}
	inner := strings.Trim(asked, "/")
	plain, err := url.PathUnescape(inner)
	odd := func(part string) bool { return part == "." || part == ".." || part == "" && plain != "" }
	if err != nil || strings.ContainsAny(plain, `\:?#`) || slices.ContainsFunc(strings.Split(plain, "/"), odd) {
		return "", fmt.Errorf("--base is a path such as /repo/, not %q", asked)
	}
	if plain == "" {
		return "/", nil
	}
	return (&url.URL{Path: "/" + plain + "/"}).EscapedPath(), nil
}

// viewer keeps what browsers are shown current.
type viewer struct {
	*keeper
	preview *build.Preview
	server  *serve.Server
	root    string // absolute
	trying  func() // ends the trial that is under way
}

// thrift is how much garbage may gather, in percent of what is in use. A preview
// stands beside an editor and a browser for hours, and seldom works.
const thrift = 50

// serve shows the site, and shows it again after every change until ctx is done.
// Browsers that come before the first build has ended wait for it.
func (a *app) serve(ctx context.Context, s serving) error {
	if a.getenv("GOGC") == "" {
		debug.SetGCPercent(thrift)
	}
	root, err := filepath.Abs(s.build.Root)
	if err != nil {
		return err
	}
	bar := newProgress(a.stderr, isTerminal(a.stderr), time.Now)
	s.build.Progress = func(done, total int) { bar.update(done, total/2) } // the other half would be rendering
	preview, err := build.OpenPreview(s.build)
	if err != nil {
		return err
	}
	defer preview.Close()
	k, err := a.keep(ctx, s.build.Root, s.mode, build.Skips(s.build))
	if err != nil {
		return err
	}
	defer k.close()
	k.missed = preview.Missed
	s.edge.Log = k.note
	server, err := serve.Listen(s.edge)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	var listening sync.WaitGroup
	listening.Go(func() { cancel(server.Serve(ctx)) })
	defer listening.Wait()
	defer cancel(nil)

	v := &viewer{keeper: k, preview: preview, server: server, root: root, trying: func() {}}
	defer func() { v.trying() }()
	if err := v.first(ctx, bar); err != nil {
		return err
	}
	if s.open {
		go openBrowser(server.URL(), a.getenv, k.note)
	}
	return k.follow(ctx, v.rebuild)
}

// first shows the site for the first time.
func (v *viewer) first(ctx context.Context, bar *progress) error {
	began := time.Now()
	u, err := v.preview.Update(ctx, nil)
	took := time.Since(began)
	bar.clear()
	if err != nil {
		return causeOf(ctx, err)
	}
	v.show(ctx, u)
	v.printNotes()
	fmt.Fprint(v.stdout, ready(v.server.URL(), u, took))
	if urls := v.server.Elsewhere(); len(urls) > 0 {
		v.printNote("whoever reaches this machine over the network can read these notes; a phone, for example, at " + strings.Join(urls, " or "))
	}
	return nil
}

// rebuild brings what is shown up to date and says so in a line. The error is
// trouble with the machine.
func (v *viewer) rebuild(ctx context.Context, changed []string) error {
	v.trying() // what it tries is out of date
	began := time.Now()
	u, err := v.preview.Update(ctx, changed)
	if err != nil {
		return err
	}
	v.show(ctx, u)
	fmt.Fprint(v.stdout, whatChanged(changed)+": "+shownAs(u, time.Since(began))) // if nobody can read it, another look would not help
	return nil
}

// show shows what an update came to, here and in browsers, and has its pages
// tried, as far as browsers have not asked for them.
func (v *viewer) show(ctx context.Context, u *build.Update) {
	v.tell(u, v.news(u.Diags))
	ctx, v.trying = context.WithCancel(ctx)
	go func() {
		if u.Try(ctx) {
			return
		}
		select {
		case v.errands <- func(context.Context) { v.tellTried(ctx) }:
		case <-ctx.Done():
		}
	}()
}

// tellTried tells of pages that have turned out not to render.
func (v *viewer) tellTried(ctx context.Context) {
	if ctx.Err() != nil {
		return // a newer site is shown
	}
	u, err := v.preview.Update(ctx, []string{})
	if v.trouble(ctx, err) {
		return
	}
	fresh := slices.DeleteFunc(slices.Clone(u.Diags), func(d diag.Diag) bool { return v.shown[d] })
	v.tell(u, fresh)
	errs, _ := diag.Count(fresh)
	fmt.Fprintf(v.stdout, "all pages tried: %s\n", count(errs, "error"))
}

// tell tells browsers of an update, and then prints ds and what else should be
// known of it: a browser waits for the next page, a terminal may be slow.
func (v *viewer) tell(u *build.Update, ds []diag.Diag) {
	view := serve.View{Diags: u.Diags, Line: u.Line, Moved: u.Moved, Root: v.root}
	if u.Snapshot != nil {
		view.Site = previewed{u.Snapshot}
	}
	v.server.Show(view)
	v.learn(u.Diags, u.Skips)
	v.printFindings(v.keeper.root, ds, u.Line, u.Notes)
}

// ready says that the site can be looked at.
func ready(at string, u *build.Update, took time.Duration) string {
	errs, warnings := diag.Count(u.Diags)
	what := fmt.Sprintf("no site yet: %s", count(errs, "error"))
	if u.Snapshot != nil {
		what = count(u.Read, "note") + ", " + count(u.Snapshot.Pages(), "page")
	}
	line := fmt.Sprintf("serving %s (%s, %s)", at, what, duration(took))
	if warnings > 0 {
		line += "; " + count(warnings, "warning")
	}
	return line + "; Ctrl+C ends\n"
}

// shownAs is what an update came to, as a line.
func shownAs(u *build.Update, took time.Duration) string {
	errs, warnings := diag.Count(u.Diags)
	switch {
	case !u.Fresh && u.Snapshot == nil:
		return fmt.Sprintf("no site yet: %s (%s)\n", count(errs, "error"), duration(took))
	case !u.Fresh:
		return fmt.Sprintf("not shown: %s (%s); what was shown before stays as it was\n", count(errs, "error"), duration(took))
	}
	line := count(u.Snapshot.Pages(), "page")
	if u.Read > 0 {
		line += fmt.Sprintf(", %s read again", count(u.Read, "note"))
	}
	line += ", " + duration(took)
	if errs > 0 {
		line += "; " + count(errs, "error")
	}
	if warnings > 0 {
		line += "; " + count(warnings, "warning")
	}
	return line + "\n"
}

// previewed is a snapshot as package serve wants to know one.
type previewed struct{ *build.Snapshot }

// Base implements serve.Site.
func (p previewed) Base() string {
	base, err := url.PathUnescape(p.Snapshot.Base())
	if err != nil {
		return "/"
	}
	return base
}

// File implements serve.Site.
func (p previewed) File(name string) (serve.File, bool) {
	f, ok := p.Snapshot.File(name)
	return serve.File{Data: f.Data, Open: f.Open, Diags: f.Diags}, ok
}
