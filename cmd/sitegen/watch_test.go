package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"sitegen/internal/build"
	"sitegen/internal/diag"
	"sitegen/internal/publish"
	"sitegen/internal/serve"
)

// longest is how long a test waits for what must come.
const longest = 60 * time.Second

// desk is an author's desk: a project, and a sitegen beside it that stays.
type desk struct {
	t    *testing.T
	root string
	cmd  *exec.Cmd

	mu     sync.Mutex
	output bytes.Buffer // of both streams, in order
}

// Write implements io.Writer for both streams of the command.
func (d *desk) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.output.Write(p)
}

func (d *desk) printed() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.output.String()
}

// forget drops what was printed so far.
func (d *desk) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.output.Reset()
}

// sitDown begins to write with `sitegen build --watch`.
func sitDown(t *testing.T, files map[string]string, args ...string) *desk {
	t.Helper()
	return sitDownWith(t, files, append([]string{"build", "--watch"}, args...)...)
}

func sitDownWith(t *testing.T, files map[string]string, args ...string) *desk {
	t.Helper()
	d := &desk{t: t, root: t.TempDir()}
	for name, text := range files {
		d.write(name, text)
	}
	// testscript has put this test's own program there, under the name sitegen.
	d.cmd = exec.Command("sitegen", args...)
	d.cmd.Dir = d.root
	d.cmd.Env = append(os.Environ(), "CI=", "GITHUB_ACTIONS=", "GITHUB_REPOSITORY=", "GIT_CEILING_DIRECTORIES="+filepath.Dir(d.root))
	d.cmd.Stdout, d.cmd.Stderr = d, d
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if d.cmd.ProcessState == nil {
			d.cmd.Process.Kill()
			d.cmd.Wait()
		}
		if t.Failed() {
			t.Log(d.printed())
		}
	})
	d.await("the first build", func() bool { return strings.Contains(d.printed(), "; Ctrl+C ends\n") })
	return d
}

func (d *desk) await(what string, done func() bool) {
	d.t.Helper()
	for late := time.Now().Add(longest); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(late) {
			d.t.Fatalf("never came: %s\nprinted:\n%s", what, d.printed())
		}
	}
}

// awaitLine waits for a line of the command.
func (d *desk) awaitLine(text string) {
	d.t.Helper()
	d.await(text, func() bool {
		at := strings.Index(d.printed(), text)
		return at >= 0 && strings.Contains(d.printed()[at:], "\n")
	})
}

// awaitPage waits for a text in a file of the output.
func (d *desk) awaitPage(name, text string) {
	d.t.Helper()
	d.await(name+" with "+text, func() bool { return strings.Contains(d.read("public/"+name), text) })
}

func (d *desk) write(name, text string) {
	d.t.Helper()
	full := filepath.Join(d.root, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644)); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) read(name string) string {
	data, _ := os.ReadFile(filepath.Join(d.root, filepath.FromSlash(name)))
	return string(data)
}

// leave ends the command as Ctrl+C does.
func (d *desk) leave() {
	d.t.Helper()
	if err := d.cmd.Process.Signal(os.Interrupt); err != nil {
		d.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { d.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(longest):
		d.cmd.Process.Kill()
		<-ended
		d.t.Fatal("does not end")
	}
	if code := d.cmd.ProcessState.ExitCode(); code != 130 {
		d.t.Errorf("exit code %d", code)
	}
	if !strings.HasSuffix(d.printed(), "sitegen: stopped: interrupt\n") {
		d.t.Errorf("last words: %q", d.printed())
	}
}

// checkClean compares the output with that of a clean build.
func (d *desk) checkClean() {
	d.t.Helper()
	out := d.t.TempDir()
	cmd := exec.Command("sitegen", "build", "--no-cache", "--out", out)
	cmd.Dir, cmd.Env = d.root, d.cmd.Env
	if text, err := cmd.CombinedOutput(); err != nil {
		d.t.Fatalf("%v\n%s", err, text)
	}
	want, got := filesOf(d.t, out), filesOf(d.t, filepath.Join(d.root, "public"))
	for name, text := range want {
		if got[name] != text {
			d.t.Errorf("%s differs from that of a clean build", name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			d.t.Errorf("a clean build does not write %s", name)
		}
	}
}

func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestWatch(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted there")
	}
	for _, poll := range []string{"auto", "on", "off"} {
		t.Run(poll, func(t *testing.T) {
			t.Parallel()
			d := sitDown(t, map[string]string{
				"sitegen.yaml":           "title: 노트\n",
				"content/index.md":       "# 홈\n\n[가](a.md)\n",
				"content/a.md":           "# 가\n\n처음 글.\n",
				"content/guide/intro.md": "# 길잡이\n",
			}, "--poll", poll)
			d.awaitPage("a/index.html", "처음 글.")

			d.write("content/a.md", "# 가\n\n고친 글.\n")
			d.awaitPage("a/index.html", "고친 글.")
			d.awaitLine("content/a.md: ")

			// With a mistake the last good page stays.
			d.forget()
			before := d.read("public/a/index.html")
			d.write("content/a.md", "---\ntitle: [열린\n---\n\n# 가\n\n틀린 글.\n")
			d.awaitLine("content/a.md: not published: 1 error")
			if !strings.Contains(d.printed(), "error[FM") || !strings.Contains(d.printed(), "--> content/a.md:") {
				t.Errorf("the mistake is not shown:\n%s", d.printed())
			}
			if d.read("public/a/index.html") != before {
				t.Error("the page with a mistake was published")
			}
			d.write("content/a.md", "# 가\n\n고쳐진 글. [없음](none.md)\n")
			d.awaitPage("a/index.html", "고쳐진 글.")
			d.awaitLine("; 1 warning")

			// So it is with the configuration; a warning that is known is not shown again.
			d.forget()
			d.write("sitegen.yaml", "titel: 노트\n")
			d.awaitLine("sitegen.yaml: not published: 1 error")
			d.write("sitegen.yaml", "title: 새 이름\n")
			d.awaitPage("a/index.html", "새 이름")
			d.awaitLine("; 1 warning")
			d.forget()
			d.write("templates/partials/footer.html", "<p>우리 것</p>\n")
			d.awaitPage("a/index.html", "우리 것")
			d.awaitLine("templates/partials/footer.html: ")
			if strings.Contains(d.printed(), "warning[") {
				t.Errorf("a known warning is shown again:\n%s", d.printed())
			}
			d.write("content/a.md", "# 가\n")

			// Moves, new folders, removals.
			if err := os.Rename(filepath.Join(d.root, "content/guide"), filepath.Join(d.root, "content/handbook")); err != nil {
				t.Fatal(err)
			}
			d.awaitPage("handbook/intro/index.html", "길잡이")
			d.await("the old page to go", func() bool { return d.read("public/guide/intro/index.html") == "" })
			d.write("content/handbook/intro.md", "# 새 길잡이\n")
			d.awaitPage("handbook/intro/index.html", "새 길잡이")
			d.write("content/x/y/z.md", "# 깊은 곳\n")
			d.awaitPage("x/y/z/index.html", "깊은 곳")
			if err := os.RemoveAll(filepath.Join(d.root, "content/x")); err != nil {
				t.Fatal(err)
			}
			d.await("the deep page to go", func() bool { return d.read("public/x/y/z/index.html") == "" })

			d.leave()
			d.checkClean()
		})
	}
}

// Whatever is edited while a build is under way is in the next.
func TestWatchEditsDuringBuilds(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted there")
	}
	pages := map[string]string{"content/index.md": "# 홈\n"}
	for i := range 60 {
		pages[fmt.Sprintf("content/p%02d.md", i)] = fmt.Sprintf("# 쪽 %d\n", i)
	}
	d := sitDown(t, pages)
	for i := range 100 {
		d.write(fmt.Sprintf("content/p%02d.md", i%60), fmt.Sprintf("# 쪽 %d\n\n%d번째 글.\n", i%60, i))
		time.Sleep(time.Duration(i%7) * 3 * time.Millisecond)
	}
	for i := 40; i < 100; i++ {
		d.awaitPage(fmt.Sprintf("p%02d/index.html", i%60), fmt.Sprintf("%d번째 글.", i))
	}
	d.leave()
	d.checkClean()
}

// What builds write themselves is no reason to build, wherever it lies.
func TestWatchIsNotItsOwnCause(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted there")
	}
	d := sitDown(t, map[string]string{"index.md": "# 홈\n", "sitegen.yaml": "output: 결과/site\n"}, "--cache", "remembered")
	edit := func(name, text string) {
		t.Helper()
		before := strings.Count(d.printed(), name+": ")
		d.write(name, text)
		d.await("a build for "+name, func() bool { return strings.Count(d.printed(), name+": ") > before })
	}
	for i := range 10 {
		edit("index.md", fmt.Sprintf("# 홈\n\n글 %d.\n", i))
	}
	edit("sitegen.yaml", "output: other\n")
	edit("index.md", "# 끝\n")
	if !strings.Contains(d.read("other/index.html"), "끝") {
		t.Error("the new output is not current")
	}
	d.leave()
	_, after, _ := strings.Cut(d.printed(), "Ctrl+C ends\n")
	if n := strings.Count(after, "\n"); n != 13 {
		t.Errorf("12 edits and the last words are %d lines", n)
	}
}

// A project that is moved away is waited for.
func TestWatchWithoutAFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a folder in use cannot be renamed there")
	}
	d := sitDown(t, map[string]string{"site/content/index.md": "# 홈\n"}, "--root", "site", "--out", "public")
	move := func(from, to string) {
		t.Helper()
		if err := os.Rename(filepath.Join(d.root, from), filepath.Join(d.root, to)); err != nil {
			t.Fatal(err)
		}
	}
	move("site", "away")
	d.awaitLine("site is gone; waiting for it to come back")
	d.write("away/content/index.md", "# 돌아온 홈\n")
	move("away", "site")
	d.awaitLine("site is back")
	d.awaitPage("index.html", "돌아온 홈")
	d.write("site/content/index.md", "# 다시 홈\n")
	d.awaitPage("index.html", "다시 홈")
	d.leave()
}

func TestOutcome(t *testing.T) {
	warning, mistake := diag.Warnf(diag.Pos{File: "a.md"}, "W", "w"), diag.Errorf(diag.Pos{File: "a.md"}, "E", "e")
	cases := []struct {
		changed []string
		r       build.Result
		want    string
	}{
		{[]string{"content/가\x1b.md"}, build.Result{Published: true, Stats: publish.Stats{Written: 1, Same: 7}}, `content/가\x1b.md: 1 file written in 12 ms`},
		{[]string{"a", "b"}, build.Result{Published: true, Stats: publish.Stats{Written: 3, Deleted: 2}, Diags: []diag.Diag{warning}}, "2 files: 3 files written, 2 deleted in 12 ms; 1 warning"},
		{[]string{".git"}, build.Result{Published: true}, ".git: nothing to write in 12 ms"},
		{[]string{"a"}, build.Result{Diags: []diag.Diag{mistake}}, "a: not published: 1 error (12 ms); what was published before stays as it was"},
	}
	for _, c := range cases {
		if got := whatChanged(c.changed) + ": " + outcome(&c.r, 12*time.Millisecond); got != c.want+"\n" {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Trouble with the machine is said once, and what had changed is built when it
// is over.
func TestWatchOutlivesTrouble(t *testing.T) {
	var out, errs bytes.Buffer
	root := t.TempDir()
	p := publisher{&keeper{app: &app{stdout: &out, stderr: &errs, getenv: noEnv}}, build.Options{Root: filepath.Join(root, "site")}}
	rebuild := func() bool {
		return !p.trouble(context.Background(), p.rebuild(context.Background(), []string{"content/a.md"}))
	}
	for range 3 {
		if rebuild() {
			t.Fatal("a build without a folder")
		}
	}
	if n := strings.Count(errs.String(), "trying again\n"); n != 1 || out.Len() > 0 {
		t.Errorf("said %d times: %q, %q", n, errs.String(), out.String())
	}
	page := filepath.Join(root, "site", "content", "a.md")
	if err := errors.Join(os.MkdirAll(filepath.Dir(page), 0o755), os.WriteFile(page, []byte("# 가\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if !rebuild() || !strings.HasPrefix(out.String(), "content/a.md: ") {
		t.Errorf("%q", out.String())
	}
}

// full is a terminal that takes nothing, as a file on a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// What cannot be printed is no trouble of the build: it is not tried again.
func TestNothingIsBuiltAgainToBePrinted(t *testing.T) {
	root := t.TempDir()
	page := filepath.Join(root, "content", "a.md")
	if err := errors.Join(os.MkdirAll(filepath.Dir(page), 0o755), os.WriteFile(page, []byte("# 가\n"), 0o644)); err != nil {
		t.Fatal(err)
	}
	o := build.Options{Root: root, Getenv: noEnv}
	k := &keeper{app: &app{stdout: full{}, stderr: full{}, getenv: noEnv}}
	if err := (publisher{k, o}).rebuild(t.Context(), []string{"content/a.md"}); err != nil {
		t.Errorf("build --watch: %v", err)
	}

	preview, err := build.OpenPreview(o)
	if err != nil {
		t.Fatal(err)
	}
	defer preview.Close()
	server, err := serve.Listen(serve.Options{Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer server.Serve(ctx)
	defer cancel()
	v := &viewer{keeper: k, preview: preview, server: server, root: root, trying: func() {}}
	if err := v.rebuild(ctx, []string{"content/a.md"}); err != nil {
		t.Errorf("serve: %v", err)
	}
}
