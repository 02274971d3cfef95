package equivalence_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"sitegen/internal/build"
	"sitegen/internal/diag"
	"sitegen/internal/memo"
)

// cacheFolder holds the remembered steps, relative to the project.
const cacheFolder = ".sitegen/cache"

// published is what lies in an output folder: files with their bytes, and
// folders, which have none.
type published map[string]entry

type entry struct {
	data []byte
	info fs.FileInfo
}

func lookAt(dir string) (published, error) {
	out := published{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || p == dir {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		var data []byte
		if !e.IsDir() {
			data, err = os.ReadFile(p)
		}
		out[filepath.ToSlash(rel)] = entry{data, info}
		return err
	})
	if os.IsNotExist(err) {
		return published{}, nil
	}
	return out, err
}

// outcome is what a build came to.
type outcome struct {
	files published
	diags []diag.Diag
	done  bool // it was published
	again bool // the machine was too busy, and it was done again

	written, recalled, ran int
	verified               bool
}

// options are those that hold for any build of the project as it is now.
func (d *desk) options() build.Options {
	o := build.Options{Root: d.root, Drafts: d.drafts, BaseURL: d.baseURL, Program: d.program}
	if d.ci {
		o.Getenv = func(name string) string { return map[string]string{"CI": "true"}[name] }
	}
	return o
}

// withGit calls f. git is only found where there is a repository: asking it for what
// is not there would take half the time of this test.
func (d *desk) withGit(f func()) {
	if d.beside {
		f()
		return
	}
	programs := ""
	if d.exists(".git") {
		programs = fullPath
	}
	d.must(os.Setenv("PATH", programs))
	f()
	d.must(os.Setenv("PATH", fullPath))
}

// run builds.
func (d *desk) run(o build.Options, out string) (got outcome, err error) {
	d.withGit(func() { got, err = patiently(o, out) })
	return got, err
}

// patiently builds, again if the machine was too busy.
func patiently(o build.Options, out string) (outcome, error) {
	r, err := build.Run(context.Background(), o)
	again := 0
	for err == nil && gaveUp(r.Diags) {
		if again++; again > 20 {
			return outcome{}, errors.New("the machine is too busy to highlight a line of code")
		}
		r, err = build.Run(context.Background(), o)
	}
	if err != nil {
		return outcome{}, err
	}
	if len(r.Notes) > 0 {
		return outcome{}, fmt.Errorf("notes %q", r.Notes)
	}
	files, err := lookAt(out)
	return outcome{files, r.Diags, r.Published, again > 0, r.Stats.Written, r.Recalled, r.Ran, o.Verify}, err
}

// gaveUp tells that the highlighter ran out of time. It has a quarter of a
// second for what it does in microseconds here, so the machine was stopped.
func gaveUp(ds []diag.Diag) bool {
	return slices.ContainsFunc(ds, func(d diag.Diag) bool { return d.Code == "COD004" && strings.Contains(d.Msg, "gave up") })
}

// clean builds the project as it is now with nothing remembered, into a new folder.
func (d *desk) clean() (outcome, error) {
	if d.built != nil {
		return *d.built, nil
	}
	got, err := d.cleanly()
	if err == nil {
		d.built = &got
	}
	return got, err
}

func (d *desk) cleanly() (outcome, error) {
	dir, err := os.MkdirTemp(filepath.Dir(d.root), "clean")
	if err != nil {
		return outcome{}, err
	}
	defer os.RemoveAll(dir)
	o := d.options()
	o.Out = filepath.Join(dir, "public")
	return d.run(o, o.Out)
}

// A subject brings a project up to date again and again, and remembers in between.
type subject struct {
	name  string
	begin func() keeper
	empty bool // it remembers nothing of the site that stories begin with
}

// keeper is a subject at work.
type keeper interface {
	// update brings the project up to date and says how it differs from what a
	// clean build gives, "" if in nothing. To verify is to look more closely.
	update(d *desk, verify bool) (got outcome, fault string)

	// disturb does so while edits are made in its midst, later the greater after.
	disturb(d *desk, after int, edits func())

	end()
}

var subjects = []subject{
	{name: "steps on disk", begin: func() keeper {
		return builds(func(d *desk) build.Options {
			o := d.options()
			o.Cache = cacheFolder
			return o
		})
	}},
	{name: "steps in memory", empty: true, begin: func() keeper {
		steps := memo.InMemory()
		return builds(func(d *desk) build.Options {
			o := d.options()
			o.Steps = steps
			return o
		})
	}},
	{name: "preview", begin: func() keeper { return &shows{} }},
}

// builds are builds with the options that it gives.
type builds func(d *desk) build.Options

func (b builds) update(d *desk, verify bool) (outcome, string) {
	o := b(d)
	o.Verify = verify && o.Cache != ""
	return d.step(o)
}

func (b builds) disturb(d *desk, after int, edits func()) { d.during(b(d), after, edits) }

func (b builds) end() {}

// step brings the published site up to date and says how it differs from what a
// clean build gives, "" if in nothing.
func (d *desk) step(o build.Options) (got outcome, fault string) {
	out := d.path(d.output())
	before, err := lookAt(out)
	if err != nil {
		return got, err.Error()
	}
	if got, err = d.run(o, out); err != nil {
		return got, "the incremental build failed: " + err.Error()
	}
	d.said = got.diags
	want, err := d.clean()
	if err != nil {
		return got, "the clean build failed: " + err.Error()
	}
	twice := ""
	if !got.again {
		twice = restless(before, got.files)
	}
	switch {
	case got.done != want.done:
		fault = fmt.Sprintf("published: incremental %v, clean %v\n", got.done, want.done)
	case got.done:
		fault = differ(got.files, want.files)
	default:
		if fault = differ(got.files, before); fault != "" {
			fault = "not published, and yet:\n" + fault
		}
		if len(want.files) > 0 {
			fault += "the clean build was not published and left files\n"
		}
	}
	if o.Verify && got.recalled > 0 {
		fault += fmt.Sprintf("%d steps were not run again to verify them\n", got.recalled)
	}
	return got, fault + twice + differentReports(got.diags, want.diags)
}

// differ names the files that are not as they should be, the first with a line of it.
func differ(got, want published) string {
	var b strings.Builder
	shown := false
	for _, name := range names(got, want) {
		g, have := got[name]
		w, need := want[name]
		switch {
		case !need:
			fmt.Fprintf(&b, "%s is there in addition\n", name)
		case !have:
			fmt.Fprintf(&b, "%s is missing\n", name)
		case g.info != nil && g.info.Mode() != w.info.Mode():
			fmt.Fprintf(&b, "%s has mode %v, want %v\n", name, g.info.Mode(), w.info.Mode())
		case !bytes.Equal(g.data, w.data):
			fmt.Fprintf(&b, "%s differs\n", name)
			if !shown {
				b.WriteString(firstDifference(g.data, w.data))
				shown = true
			}
		}
	}
	return b.String()
}

func names(a, b published) []string {
	var out []string
	for name := range a {
		out = append(out, name)
	}
	for name := range b {
		if _, both := a[name]; !both {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// firstDifference shows what two texts hold where they part.
func firstDifference(got, want []byte) string {
	n := 0
	for n < len(got) && n < len(want) && got[n] == want[n] {
		n++
	}
	part := func(text []byte) []byte { return text[max(0, min(n, len(text))-60):min(len(text), n+120)] }
	return fmt.Sprintf("  got  …%q…\n  want …%q…\n", part(got), part(want))
}

// restless names the files that were written although they hold what they held.
func restless(before, after published) string {
	var b strings.Builder
	for _, name := range names(before, after) {
		was, is := before[name], after[name]
		if was.info == nil || is.info == nil || is.info.IsDir() || was.info.IsDir() || !bytes.Equal(was.data, is.data) {
			continue
		}
		if !os.SameFile(was.info, is.info) || !was.info.ModTime().Equal(is.info.ModTime()) {
			fmt.Fprintf(&b, "%s was written again with the same bytes\n", name)
		}
	}
	return b.String()
}

func differentReports(got, want []diag.Diag) string {
	var b strings.Builder
	for _, g := range got {
		if !slices.Contains(want, g) {
			fmt.Fprintf(&b, "only the incremental build says %+v\n", g)
		}
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			fmt.Fprintf(&b, "only the clean build says %+v\n", w)
		}
	}
	if b.Len() == 0 && !slices.Equal(got, want) {
		return "the diagnostics come in another order\n"
	}
	return b.String()
}

// during builds the project as it is while the edits are made in its midst,
// after so many pages. What it publishes is a mixture; what it remembers must not be.
func (d *desk) during(o build.Options, after int, edits func()) {
	var seen atomic.Int64
	made := false
	o.Progress = func(int, int) {
		if seen.Add(1) == int64(after) {
			edits()
			made = true
		}
	}
	_, _ = d.run(o, d.path(d.output())) // a file that went while it was read may be an error of the machine
	if !made {
		edits()
	}
}
