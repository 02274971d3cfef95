package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"sitegen/internal/build"
	"sitegen/internal/diag"
	"sitegen/internal/publish"
)

func noEnv(string) string { return "" }

func TestUsageErrors(t *testing.T) {
	cases := []struct {
		args []string
		want []string
	}{
		{[]string{"buld"}, []string{`unknown command "buld", did you mean build?`, "usage: sitegen COMMAND"}},
		{[]string{"build", "--strct"}, []string{"unknown flag --strct, did you mean --strict?", "usage: sitegen build [--root DIR]"}},
		{[]string{"build", "--zzzzz"}, []string{"unknown flag --zzzzz\n"}},
		{[]string{"build", "-x"}, []string{"'x'"}},
		{[]string{"build", "--root"}, []string{"flag needs an argument: --root"}},
		{[]string{"build", "--strict=perhaps"}, []string{"--strict"}},
		{[]string{"serve", "notes"}, []string{`serve takes no argument "notes"`, "usage: sitegen serve [--root DIR]"}},
		{[]string{"serve", "--port", "80"}, []string{"unknown flag --port"}},
		{[]string{"serve", "--poll", "never"}, []string{`--poll is auto, on or off, not "never"`}},
		{[]string{"serve", "--base", "C:/Program Files/Git/repo/"}, []string{`--base is a path such as /repo/, not "C:/Program Files/Git/repo/"`}},
		{[]string{"build", "notes"}, []string{`build takes no argument "notes"`}},
		{[]string{"version", "x"}, []string{"usage: sitegen version"}},
		{[]string{"completion"}, []string{"usage: sitegen completion SHELL"}},
		{[]string{"completion", "bsh"}, []string{`no completion for "bsh", did you mean bash?`}},
		{[]string{"help", "bild"}, []string{`unknown command "bild", did you mean build?`}},
		{[]string{"b\x1b[31m"}, []string{`\x1b[31m`}},
	}
	for _, c := range cases {
		var out, errs bytes.Buffer
		if code := run(c.args, &out, &errs, noEnv); code != exitFailure || out.Len() > 0 {
			t.Errorf("%q: exit %d, stdout %q", c.args, code, out.String())
		}
		for _, want := range c.want {
			if !strings.Contains(errs.String(), want) {
				t.Errorf("%q: %q lacks %q", c.args, errs.String(), want)
			}
		}
		if n := strings.Count(errs.String(), "\n"); n != 2 || strings.Contains(errs.String(), "\x1b") {
			t.Errorf("%q prints %d lines: %q", c.args, n, errs.String())
		}
	}
}

func TestHelp(t *testing.T) {
	cases := []struct {
		args []string
		want []string
	}{
		{nil, []string{"build ", "serve ", "version ", "help ", "completion ", "Example:\n  sitegen build --root notes\n"}},
		{[]string{"help"}, []string{"Commands:\n  build"}},
		{[]string{"--help"}, []string{"Commands:\n  build"}},
		{[]string{"help", "build"}, []string{"Usage:\n  sitegen build [--root DIR]", "--base-url URL", "--adopt", "Example:"}},
		{[]string{"help", "serve"}, []string{"Usage:\n  sitegen serve [--root DIR]", "--addr HOST:PORT", "--editor NAME", "vscode, cursor, zed, idea, sublime, none", "Example:"}},
		{[]string{"build", "-h"}, []string{"--strict"}},
		{[]string{"help", "completion"}, []string{"completion SHELL"}},
		{[]string{"completion", "bash"}, []string{"sitegen"}},
		{[]string{"completion", "zsh"}, []string{"#compdef sitegen"}},
		{[]string{"completion", "fish"}, []string{"sitegen"}},
		{[]string{"completion", "powershell"}, []string{"sitegen"}},
	}
	for _, c := range cases {
		var out, errs bytes.Buffer
		if code := run(c.args, &out, &errs, noEnv); code != exitFine || errs.Len() > 0 {
			t.Errorf("%q: exit %d, stderr %q", c.args, code, errs.String())
		}
		for _, want := range c.want {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%q lacks %q:\n%s", c.args, want, out.String())
			}
		}
	}
}

func TestVersion(t *testing.T) {
	cases := []struct {
		info *debug.BuildInfo
		want string
	}{
		{nil, "sitegen (devel)"},
		{&debug.BuildInfo{GoVersion: "go1.26.8"}, "sitegen (devel) go1.26.8"},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v1.2.3"}}, "sitegen v1.2.3 go1.26.8"},
		{&debug.BuildInfo{GoVersion: "go1.26.8", Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "0123456789abcdef"}, {Key: "vcs.modified", Value: "true"},
		}}, "sitegen (devel) 0123456789ab modified go1.26.8"},
	}
	for _, c := range cases {
		if got := version(c.info); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestSummary(t *testing.T) {
	pos := diag.Pos{File: "a.md"}
	warning, mistake := diag.Warnf(pos, "W", "w"), diag.Errorf(pos, "E", "e")
	cases := []struct {
		r    build.Result
		took time.Duration
		want string
	}{
		{build.Result{Pages: 1, Published: true, Stats: publish.Stats{Written: 1}}, 340 * time.Millisecond,
			"1 page in 340 ms: 1 file written, 0 unchanged, 0 deleted\n"},
		{build.Result{Pages: 12, Published: true, Stats: publish.Stats{Written: 30, Same: 4, Deleted: 1, Foreign: 2}, Diags: []diag.Diag{warning, warning}}, 1260 * time.Millisecond,
			"12 pages in 1.3 s: 30 files written, 4 unchanged, 1 deleted, 2 of others left alone; 2 warnings\n"},
		{build.Result{Pages: 12, Diags: []diag.Diag{mistake, warning}}, time.Millisecond,
			"not published: 1 error, 1 warning (1 ms); what was published before stays as it was\n"},
	}
	for _, c := range cases {
		if got := summary(&c.r, c.took); got != c.want {
			t.Errorf("got  %qwant %q", got, c.want)
		}
	}
}

func TestReport(t *testing.T) {
	r := &build.Result{
		Pages: 3, Published: true, Recalled: 5, Ran: 6, Notes: []string{"slow"}, Stats: publish.Stats{Written: 1, Same: 2, Deleted: 3, Foreign: 4},
		Steps: []build.StepTime{{Name: "parse", Took: 1500 * time.Microsecond}},
		Diags: []diag.Diag{diag.Warnf(diag.Pos{File: "가 <b>.md", Line: 1, Col: 2}, "LNK001", "m\x1b").WithHint("h")},
	}
	raw, err := report(r, nil, 1500*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"pages":3,"written":1,"unchanged":2,"deleted":3,"foreign":4,"published":true,"ms":1500,"errors":0,"warnings":1,` +
		`"recalled":5,"ran":6,"notes":["slow"],"steps":[{"name":"parse","ms":1.5}],` +
		`"diagnostics":[{"file":"가 <b>.md","line":1,"col":2,"severity":"warning","code":"LNK001","message":"m\u001b","hint":"h"}]}`
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil || compact.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, compact.String(), want)
	}
	raw, err = report(nil, errors.New("disk full"), 0)
	if err != nil || !strings.Contains(string(raw), `"error": "disk full"`) || !strings.Contains(string(raw), `"diagnostics": []`) {
		t.Errorf("%v %s", err, raw)
	}
}

func TestExitCodes(t *testing.T) {
	cases := []struct {
		err    error
		code   int
		stderr string
	}{
		{nil, 0, ""},
		{errContent, 1, ""},
		{errors.New("write public/a: no space left on device"), 2, "sitegen: write public/a: no space left on device\n"},
		{errors.New("open a\x1b]0;x\x07"), 2, `sitegen: open a\x1b]0;x\a` + "\n"},
		{said{errors.New("in the JSON")}, 2, ""},
		{stopped{syscall.SIGINT}, 130, "sitegen: stopped: interrupt\n"},
		{said{stopped{syscall.SIGTERM}}, 143, ""},
	}
	for _, c := range cases {
		var errs bytes.Buffer
		a := &app{stderr: &errs}
		if code := a.exitCode(c.err); code != c.code || errs.String() != c.stderr {
			t.Errorf("%v: exit %d, %q", c.err, code, errs.String())
		}
	}
}

func TestSignalCancels(t *testing.T) {
	ctx, stop := untilSignal(context.Background())
	defer stop()
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(syscall.SIGTERM); err != nil {
		t.Skip("no signals here:", err)
	}
	select {
	case <-ctx.Done():
	case <-time.After(5 * time.Second):
		t.Fatal("not cancelled")
	}
	if err := causeOf(ctx, errors.New("what followed")); err != (stopped{syscall.SIGTERM}) {
		t.Errorf("cause is %v", err)
	}
}

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	clock := time.Unix(1000, 0)
	p := newProgress(&out, true, func() time.Time { return clock })
	after := func(d time.Duration, done int) string {
		clock = clock.Add(d)
		out.Reset()
		p.update(done, 200)
		return out.String()
	}
	if got := after(900*time.Millisecond, 10); got != "" {
		t.Errorf("a quick build draws %q", got)
	}
	if got, want := after(200*time.Millisecond, 100), "\r[###############...............] 100/200\x1b[K"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := after(50*time.Millisecond, 101); got != "" {
		t.Errorf("too often: %q", got)
	}
	out.Reset()
	p.clear()
	if out.String() != "\r\x1b[K" {
		t.Errorf("clear writes %q", out.String())
	}
	if got := after(time.Second, 150); got != "" {
		t.Errorf("after the end: %q", got)
	}

	out.Reset()
	p = newProgress(&out, false, func() time.Time { clock = clock.Add(time.Hour); return clock })
	p.update(1, 2)
	p.clear()
	if out.Len() > 0 {
		t.Errorf("without a terminal: %q", out.String())
	}
}
