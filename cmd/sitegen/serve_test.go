package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"sitegen/internal/build"
	"sitegen/internal/diag"
)

// readyLine is what serve says when it can be looked at.
var readyLine = regexp.MustCompile(`(?m)^serving (http://[^ ]+) \(.*\); Ctrl\+C ends$`)

// preview is a desk with a browser.
type preview struct {
	*desk
	url string // of the site, with its base
}

// servePreview begins to write with `sitegen serve`.
func servePreview(t *testing.T, files map[string]string, args ...string) *preview {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be interrupted there")
	}
	d := sitDownWith(t, files, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	m := readyLine.FindStringSubmatch(d.printed())
	if m == nil {
		t.Fatalf("says %q", d.printed())
	}
	return &preview{d, m[1]}
}

// get asks for a page below the base.
func (p *preview) get(path string) (status int, body string) {
	p.t.Helper()
	r, err := http.Get(p.url + path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return r.StatusCode, string(data)
}

func (p *preview) awaitPage(path, text string) {
	p.t.Helper()
	p.await(path+" with "+text, func() bool {
		_, body := p.get(path)
		return strings.Contains(body, text)
	})
}

// told is what browsers are told of the notes.
type told struct {
	Version, Errors, Warnings int
	Problems                  []struct{ Code, File, Source, Editor string }
	Moved                     map[string]string
}

// listen opens a stream of events; each call of next waits for the next state.
func (p *preview) listen() (next func() told) {
	p.t.Helper()
	root, _, _ := strings.Cut(strings.TrimPrefix(p.url, "http://"), "/")
	r, err := http.Get("http://" + root + "/.sitegen/events")
	if err != nil || r.StatusCode != 200 {
		p.t.Fatal(err, r)
	}
	p.t.Cleanup(func() { r.Body.Close() })
	lines := bufio.NewScanner(r.Body)
	return func() told {
		p.t.Helper()
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var now told
				if err := json.Unmarshal([]byte(data), &now); err != nil {
					p.t.Fatal(err)
				}
				return now
			}
		}
		p.t.Fatal("the stream has ended", lines.Err())
		return told{}
	}
}

func TestServe(t *testing.T) {
	files := map[string]string{
		"sitegen.yaml":        "title: 노트\n",
		"content/index.md":    "# 홈\n\n[가](a.md) ![그림](p.svg)\n",
		"content/p.svg":       "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
		"content/a.md":        "# 가\n\n처음 글.\n",
		"content/나 [1].md":    "# 나\n",
		"content/draft.md":    "---\ndraft: true\n---\n\n# 쓰다 만 글\n",
		"static/humans.txt":   "사람\n",
		"static/x/plain.html": "<p>그대로",
	}
	p := servePreview(t, files)
	before := filesOf(t, p.root)
	if !strings.Contains(p.printed(), "(4 notes, ") {
		t.Errorf("says %q", p.printed())
	}
	next := p.listen()
	if first := next(); first.Version != 1 || first.Errors+first.Warnings > 0 {
		t.Errorf("told %+v", first)
	}
	for path, want := range map[string]string{
		"a/": "처음 글.", "나%20%5B1%5D/": "나", "p.svg": "<svg", "x/plain.html": "<p>그대로<script", "humans.txt": "사람", "a.md": "처음 글.", "": "홈",
	} {
		if status, body := p.get(path); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", path, status, body)
		}
	}
	for _, path := range []string{"draft/", "sitegen.yaml", "content/a.md", "draft.md", "none/"} {
		if status, body := p.get(path); status != 404 || !strings.Contains(body, "404") || strings.Contains(body, "쓰다 만") {
			t.Errorf("%s: %d", path, status)
		}
	}

	p.write("content/a.md", "# 가\n\n고친 글.\n")
	if now := next(); now.Version != 2 {
		t.Errorf("told %+v", now)
	}
	if _, body := p.get("a/"); !strings.Contains(body, "고친 글.") {
		t.Errorf("told too early: %s", body)
	}
	p.awaitLine("content/a.md: 5 pages, 1 note read again, ")

	// With a mistake the last good site stays, and browsers know why.
	p.forget()
	p.write("content/a.md", "---\ntitle: [열린\n---\n\n# 가\n\n틀린 글.\n")
	now := next()
	if now.Errors != 1 || now.Problems[0].File != "content/a.md" || now.Problems[0].Source == "" ||
		!strings.HasPrefix(now.Problems[0].Editor, "vscode://file/") || !strings.Contains(now.Problems[0].Editor, "/content/a.md:") {
		t.Errorf("told %+v", now)
	}
	p.awaitLine("content/a.md: not shown: 1 error")
	if !strings.Contains(p.printed(), "error[FM") || !strings.Contains(p.printed(), "--> content/a.md:") {
		t.Errorf("the mistake is not printed:\n%s", p.printed())
	}
	if _, body := p.get("a/"); !strings.Contains(body, "고친 글.") {
		t.Errorf("the page with a mistake is shown: %s", body)
	}
	p.write("content/a.md", "# 가\n\n고쳐진 글. [없음](none.md)\n")
	if now := next(); now.Errors != 0 || now.Warnings != 1 {
		t.Errorf("told %+v", now)
	}
	p.awaitPage("a/", "고쳐진 글.")
	p.awaitLine("; 1 warning")

	// A page that moves takes its readers with it.
	if err := os.Rename(filepath.Join(p.root, "content/a.md"), filepath.Join(p.root, "content/aa.md")); err != nil {
		t.Fatal(err)
	}
	for now = next(); len(now.Moved) == 0; now = next() {
	}
	if now.Moved["a/"] != "aa/" {
		t.Errorf("moved: %v", now.Moved)
	}
	if status, _ := p.get("a/"); status != 404 {
		t.Errorf("the old address: %d", status)
	}

	// Pictures, templates, the configuration.
	p.write("content/p.svg", "<svg id=\"new\"/>")
	p.awaitPage("p.svg", "new")
	p.write("templates/partials/footer.html", "<p>우리 것</p>\n")
	p.awaitPage("aa/", "우리 것")
	p.write("sitegen.yaml", "title: 새 이름\n")
	p.awaitPage("aa/", "새 이름")
	p.write("content/x/y/z.md", "# 깊은 곳\n")
	p.awaitPage("x/y/z/", "깊은 곳")

	// all that is different in the folder is what was written above.
	for _, name := range []string{"content/aa.md", "templates/partials/footer.html", "content/x/y/z.md"} {
		if err := os.Remove(filepath.Join(p.root, name)); err != nil {
			t.Error(err)
		}
	}
	for name, text := range files {
		p.write(name, text)
	}
	p.awaitPage("a/", "처음 글.")
	p.leave() // with a stream of events open
	if after := filesOf(t, p.root); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the project has changed: %v", after)
	}
	if _, err := http.Get(p.url); err == nil {
		t.Error("it still answers")
	}
}

// without a good site there is a page that says why, and waits with the
// reader.
func TestServeWithoutASite(t *testing.T) {
	p := servePreview(t, map[string]string{
		"content/index.md":               "# 홈\n",
		"templates/partials/footer.html": "{{ \"<script>alert(1)</script>\" | none }}\n",
	}, "--editor", "x-edit:{file}:{line}")
	if !strings.Contains(p.printed(), "(no site yet: 1 error, ") {
		t.Errorf("says %q", p.printed())
	}
	for _, path := range []string{"", "a/", "x.png"} {
		status, body := p.get(path)
		if status != 500 || !strings.Contains(body, "templates/partials/footer.html:1") || strings.Contains(body, "<script>") || !strings.Contains(body, `href="x-edit:`) {
			t.Errorf("%s: %d\n%s", path, status, body)
		}
	}
	next := p.listen()
	if now := next(); now.Errors != 1 {
		t.Errorf("told %+v", now)
	}
	p.write("templates/partials/footer.html", "<p>고침</p>\n")
	if now := next(); now.Errors != 0 {
		t.Errorf("told %+v", now)
	}
	if status, body := p.get(""); status != 200 || !strings.Contains(body, "고침") {
		t.Errorf("%d\n%s", status, body)
	}
	p.write("sitegen.yaml", "titel: x\n")
	p.awaitLine("sitegen.yaml: not shown: 1 error")
	p.leave()
}

// A template that fails on one page only is found though nobody asks for the page.
func TestServeTriesPages(t *testing.T) {
	p := servePreview(t, map[string]string{
		"content/index.md":               "# 홈\n",
		"content/a.md":                   "# 가\n",
		"templates/partials/footer.html": "<p>끝</p>\n",
	})
	next := p.listen()
	next()
	p.write("templates/partials/footer.html", "<p>새 끝{{ if eq .Title \"가\" }}{{ index .Title 99 }}{{ end }}</p>\n")
	now := next()
	for ; now.Errors == 0; now = next() {
	}
	if now.Problems[0].File != "templates/partials/footer.html" {
		t.Errorf("told %+v", now)
	}
	p.awaitLine("all pages tried: 1 error")
	if _, body := p.get(""); !strings.Contains(body, "새 끝") {
		t.Errorf("a page that can be made is not shown:\n%s", body)
	}
	if status, body := p.get("a/"); status != 200 || !strings.Contains(body, "<p>끝</p>") {
		t.Errorf("%d, not the last good page:\n%s", status, body)
	}
	p.write("templates/partials/footer.html", "<p>마지막</p>\n")
	for now = next(); now.Errors > 0; now = next() {
	}
	p.awaitPage("a/", "마지막")
	p.leave()
}

// drafts are for those who ask for them.
func TestServeDrafts(t *testing.T) {
	files := map[string]string{"content/index.md": "# 홈\n", "content/draft.md": "---\ndraft: true\n---\n\n# 쓰다 만 글\n"}
	for _, c := range []struct {
		args   []string
		status int
	}{{nil, 404}, {[]string{"--drafts"}, 200}} {
		p := servePreview(t, files, c.args...)
		if status, _ := p.get("draft/"); status != c.status {
			t.Errorf("%v: %d", c.args, status)
		}
		if _, body := p.get(""); strings.Contains(body, "쓰다 만") != (c.status == 200) {
			t.Errorf("%v: in the list of pages", c.args)
		}
		p.leave()
	}
}

func TestServeBase(t *testing.T) {
	for _, c := range []struct {
		config string
		args   []string
		want   string
	}{
		{"", nil, "/"},
		{"base_url: https://user.github.io/notes/\n", nil, "/notes/"},
		{"base_url: https://user.github.io/notes/\n", []string{"--base", "/"}, "/"},
		{"", []string{"--base", "내 노트"}, "/%EB%82%B4%20%EB%85%B8%ED%8A%B8/"},
	} {
		p := servePreview(t, map[string]string{"content/index.md": "# 홈\n", "content/a.md": "# 가\n", "sitegen.yaml": c.config}, c.args...)
		if !strings.HasSuffix(p.url, c.want) || strings.Count(p.url, "/") != strings.Count(c.want, "/")+2 {
			t.Errorf("%q %v: %s", c.config, c.args, p.url)
		}
		if status, body := p.get("a/"); status != 200 || !strings.Contains(body, "가") {
			t.Errorf("%s: %d", p.url, status)
		}
		if status, body := p.get("none/x/"); status != 404 || !strings.Contains(body, `href="`+c.want+`contents/"`) {
			t.Errorf("%s: %d\n%s", p.url, status, body)
		}
		p.leave()
	}
}

// a port that is taken, and an address for all.
func TestServeAddresses(t *testing.T) {
	p := servePreview(t, map[string]string{"content/index.md": "# 홈\n"})
	addr := strings.Trim(strings.TrimPrefix(p.url, "http://"), "/")
	var out, errs strings.Builder
	if code := run([]string{"serve", "--root", p.root, "--addr", addr}, &out, &errs, noEnv); code != exitFailure || !strings.Contains(errs.String(), " is in use; ") || out.Len() > 0 {
		t.Errorf("exit %d, %q", code, errs.String())
	}
	p.leave()

	all := servePreview(t, map[string]string{"content/index.md": "# 홈\n"}, "--addr", "0.0.0.0:0")
	if !strings.HasPrefix(all.url, "http://127.0.0.1:") {
		t.Error(all.url)
	}
	if m := regexp.MustCompile(`(?m)^note: whoever reaches this machine over the network can read these notes; .* at (http://\S+)`).FindStringSubmatch(all.printed()); m != nil {
		all.url = m[1]
		if status, _ := all.get(""); status != 200 {
			t.Errorf("%s: %d", m[1], status)
		}
	} else {
		t.Logf("this machine is in no network, as it seems:\n%s", all.printed())
	}
	all.leave()
}

// A browser is opened where the system knows one.
func TestServeOpens(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("another program opens browsers here")
	}
	tools := t.TempDir()
	if err := os.WriteFile(filepath.Join(tools, "xdg-open"), []byte("#!/bin/sh\necho \"$@\" >\"$0.asked\"\n[ -z \"$FAILS\" ]\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", tools+string(os.PathListSeparator)+os.Getenv("PATH"))
	p := servePreview(t, map[string]string{"content/index.md": "# 홈\n"}, "--open")
	p.await("the browser", func() bool {
		asked, _ := os.ReadFile(filepath.Join(tools, "xdg-open.asked"))
		return string(asked) == p.url+"\n"
	})
	p.leave()
	t.Setenv("FAILS", "1")
	p = servePreview(t, map[string]string{"content/index.md": "# 홈\n"}, "--open")
	p.awaitLine("note: no browser could be opened (exit status 1); open " + p.url + " yourself")
	p.leave()
}

func TestBrowserOpener(t *testing.T) {
	env := func(pairs map[string]string) func(string) string {
		return func(name string) string { return pairs[name] }
	}
	if got, err := browserOpener("darwin", noEnv); err != nil || fmt.Sprint(got) != "[/usr/bin/open]" {
		t.Errorf("%v, %v", got, err)
	}
	for _, root := range []string{"", "Windows", "."} {
		if got, err := browserOpener("windows", env(map[string]string{"SystemRoot": root})); err == nil {
			t.Errorf("%q: %v", root, got)
		}
	}
	if runtime.GOOS != "windows" {
		if got, err := browserOpener("windows", env(map[string]string{"SystemRoot": "/Windows"})); err != nil || fmt.Sprint(got) != "[/Windows/System32/rundll32.exe url.dll,FileProtocolHandler]" {
			t.Errorf("%v, %v", got, err)
		}
		// What lies in the folder of the notes is not run.
		notes := t.TempDir()
		if err := os.WriteFile(filepath.Join(notes, "xdg-open"), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		t.Chdir(notes)
		t.Setenv("PATH", ".")
		if got, err := browserOpener("linux", noEnv); err == nil {
			t.Errorf("%v", got)
		}
	}
}

func TestBasePath(t *testing.T) {
	for asked, want := range map[string]string{
		"": "", "/": "/", "repo": "/repo/", "/repo": "/repo/", "/repo/": "/repo/", "/a/b/": "/a/b/", "/가/": "/%EA%B0%80/", "/%EA%B0%80/": "/%EA%B0%80/",
	} {
		if got, err := basePath(asked); got != want || err != nil {
			t.Errorf("%q is %q, %v", asked, got, err)
		}
	}
	for _, asked := range []string{"/../", "a//b", "/./", "/a?b", "/a#b", `\a`, "C:/a", "/%zz/", "https://x.example/repo/"} {
		if got, err := basePath(asked); err == nil {
			t.Errorf("%q is %q", asked, got)
		}
	}
}

func TestShownAs(t *testing.T) {
	warning, mistake := diag.Warnf(diag.Pos{File: "a.md"}, "W", "w"), diag.Errorf(diag.Pos{File: "a.md"}, "E", "e")
	for _, c := range []struct {
		u    build.Update
		want string
	}{
		{build.Update{Diags: []diag.Diag{mistake, mistake}}, "no site yet: 2 errors (12 ms)\n"},
		{build.Update{Diags: []diag.Diag{mistake, warning}, Snapshot: &build.Snapshot{}}, "not shown: 1 error (12 ms); what was shown before stays as it was\n"},
	} {
		if got := shownAs(&c.u, 12*time.Millisecond); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	u := build.Update{Diags: []diag.Diag{mistake, warning}}
	if got := ready("http://localhost/", &u, 12*time.Millisecond); got != "serving http://localhost/ (no site yet: 1 error, 12 ms); 1 warning; Ctrl+C ends\n" {
		t.Error(got)
	}
}
