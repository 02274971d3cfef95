//go:build unix

// Package badinputs_test holds what sitegen does with input that is wrong,
// hostile, huge or merely unusual. Each case in cases.json is a small site with
// the outcome it must have:
//
//	error    exit code 1 and a message with this code at this place; public/ untouched
//	warning  exit code 0, the message, and the page
//	page     exit code 0 and the page, without a message of that kind
//
// and whatever the case, the program does not panic, hang or take more memory
// than it may, writes nowhere but to public/ and .sitegen/cache, and loses no page in silence.
// A case marked "later" waits for the thing it names, and the test says so.
package badinputs_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	_ "sitegen/internal/build" // what the program is made of: after a change of it go test must not show a remembered result
)

//go:embed cases.json
var casesJSON []byte

type badCase struct {
	Name       string          `json:"name"`
	Later      string          `json:"later"`    // what the case waits for; it is not run
	Command    string          `json:"command"`  // "build" if empty
	NonRoot    bool            `json:"non_root"` // means nothing when run by root
	Setup      string          `json:"setup"`    // a shell command, run in the site's folder
	Bare       bool            `json:"bare"`     // without the usual configuration and home page
	Files      map[string]file `json:"files"`
	Expect     expectation     `json:"expect"`
	Why        string          `json:"why"`
	WhyChanged string          `json:"why_changed"` // where we decided otherwise than the corpus the case comes from
}

type expectation struct {
	Outcome     string   `json:"outcome"`
	Code        string   `json:"code"`
	At          string   `json:"at"`   // file or file:line, on the line that has the code
	Page        string   `json:"page"` // the page that contains is looked for in
	Also        []string `json:"also"` // further files that must be there
	Contains    []string `json:"contains"`
	NotContains []string `json:"not_contains"` // in no file of public/
	Pages       int      `json:"pages"`        // at least so many pages, 404.html not counted
	MaxSeconds  int      `json:"max_seconds"`
	MaxMB       int64    `json:"max_mb"`
}

// slack is how much longer than its limit a case may take: the limits are
// guards against hangs, and the machine may be small and busy.
const slack = 3

var sitegen string

func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "badinputs")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	os.Chmod(dir, 0o755) // another user runs the program in some cases
	sitegen = filepath.Join(dir, "sitegen")
	build := exec.Command("go", "build", "-o", sitegen, "sitegen/cmd/sitegen")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

func TestBadInputs(t *testing.T) {
	var cases []badCase
	if err := json.Unmarshal(casesJSON, &cases); err != nil {
		t.Fatal(err)
	}
	places := make(chan struct{}, 2) // two at once: some cases need a gigabyte
	seen := map[string]bool{}
	later := map[string][]string{}
	for _, c := range cases {
		if seen[c.Name] {
			t.Errorf("two cases are called %s", c.Name)
		}
		seen[c.Name] = true
		if c.Later != "" {
			later[c.Later] = append(later[c.Later], c.Name)
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			places <- struct{}{}
			defer func() { <-places }()
			c.check(t)
		})
	}
	for _, what := range slices.Sorted(maps.Keys(later)) {
		t.Logf("not run, waiting for %s: %s", what, strings.Join(later[what], ", "))
	}
}

func (c badCase) check(t *testing.T) {
	site := filepath.Join(t.TempDir(), "site")
	if err := os.Mkdir(site, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { makeRemovable(site) })
	if err := c.materialise(site); err != nil {
		if runtime.GOOS != "linux" {
			t.Skipf("this file system cannot hold the case: %v", err)
		}
		t.Fatal(err)
	}
	user := c.user(t, site)
	before := snapshot(t, filepath.Dir(site))
	got := c.run(t, site, user)
	c.checkRun(t, got)
	c.checkMessage(t, got.output)
	if user == nil { // the folders of these cases are not readable for the test either
		c.checkTree(t, site, before)
	}
	if got.exit == 0 {
		c.checkPages(t, site)
		checkNothingLost(t, site, got.output)
	}
	if t.Failed() {
		t.Logf("why: %s %s\noutput:\n%s", c.Why, c.WhyChanged, cut(got.output, 3000))
	}
}

// user is who the program runs as, nil for whoever runs the test. A case that
// means nothing to root is run by nobody.
func (c badCase) user(t *testing.T, site string) *syscall.Credential {
	if !c.NonRoot || os.Getuid() != 0 {
		return nil
	}
	const nobody = 65534
	temp := filepath.Dir(site)
	for _, dir := range []string{filepath.Dir(temp), temp} {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	err := filepath.WalkDir(site, func(p string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(p, nobody, nobody)
	})
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: nobody, Gid: nobody}
}

type result struct {
	output  string
	exit    int
	late    bool
	seconds float64
	mb      int64
}

func (c badCase) run(t *testing.T, site string, user *syscall.Credential) result {
	limit := time.Duration(or(c.Expect.MaxSeconds, 10)) * slack * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	command := c.Command
	if command == "" {
		command = "build"
	}
	cmd := exec.CommandContext(ctx, sitegen, strings.Fields(command)...)
	cmd.Dir = site
	cmd.Env = quietEnv(site)
	if user != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: user}
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{
		output:  out.String(),
		exit:    cmd.ProcessState.ExitCode(),
		late:    ctx.Err() != nil,
		seconds: time.Since(start).Seconds(),
		mb:      peakMB(cmd.ProcessState),
	}
}

// quietEnv is the environment without what makes sitegen stricter or guess a
// base URL: the test must mean the same on a desk and in CI.
func quietEnv(home string) []string {
	env := []string{"HOME=" + home, "LANG=C.UTF-8"}
	for _, name := range []string{"PATH", "TMPDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

func peakMB(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // counts bytes where others count KiB
		return int64(usage.Maxrss) >> 20
	}
	return int64(usage.Maxrss) >> 10
}

func (c badCase) checkRun(t *testing.T, got result) {
	if got.late {
		t.Errorf("still running after %.0f s", got.seconds)
		return
	}
	want := 0
	if c.Expect.Outcome == "error" {
		want = 1
	}
	if got.exit != want {
		t.Errorf("exit code %d, want %d", got.exit, want)
	}
	if max := int64(or(int(c.Expect.MaxMB), 1024)); got.mb > max {
		t.Errorf("took %d MB, may take %d", got.mb, max)
	}
	for _, sign := range []string{"panic:", "goroutine "} {
		if strings.Contains(got.output, sign) {
			t.Errorf("the output has %q", sign)
		}
	}
	if i := strings.IndexFunc(got.output, isControl); i >= 0 {
		t.Errorf("the output has the control character %q", got.output[i])
	}
}

func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0
}

// checkMessage looks for a message of the right kind that has both the code and the place:
//
//	warning[LNK001]: "a.md" is not a page of this site
//	  --> content/index.md:7:1
func (c badCase) checkMessage(t *testing.T, output string) {
	want := c.Expect
	if want.Outcome == "page" {
		if message := regexp.MustCompile(`(?m)^error\[.*`).FindString(output); message != "" {
			t.Errorf("unexpected %s", message)
		}
		return
	}
	code := `\w+`
	if want.Code != "" {
		code = want.Code
	}
	pattern := fmt.Sprintf(`(?m)^%s\[%s\]: .*\n +--> %s(\D|$)`, want.Outcome, code, regexp.QuoteMeta(want.At))
	if !regexp.MustCompile(pattern).MatchString(output) {
		t.Errorf("no %s %s at %q", want.Outcome, want.Code, want.At)
	}
}

// checkTree holds that nothing but public/ and the remembered steps changed, and
// not even public/ if the build failed.
func (c badCase) checkTree(t *testing.T, site string, before map[string]string) {
	public := path.Join(filepath.Base(site), "public")
	steps := path.Join(filepath.Base(site), ".sitegen")
	after := snapshot(t, filepath.Dir(site))
	published := 0
	for name := range merge(before, after) {
		if before[name] == after[name] || name == steps || strings.HasPrefix(name, steps+"/cache") {
			continue
		}
		if name == public || strings.HasPrefix(name, public+"/") {
			published++
			continue
		}
		t.Errorf("%q was %q and is %q", name, before[name], after[name])
	}
	if c.Expect.Outcome == "error" && published > 0 {
		t.Errorf("the build failed, and yet %d files of public/ changed", published)
	}
}

func merge(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// snapshot tells of everything under dir what it is and what it holds.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	state := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrPermission) {
			return nil
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		state[filepath.ToSlash(name)] = describe(p, info)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func describe(p string, info fs.FileInfo) string {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		target, _ := os.Readlink(p)
		return "link to " + target
	case info.Mode().IsRegular() && info.Size() < 64<<20:
		data, err := os.ReadFile(p)
		if err != nil {
			return info.Mode().String()
		}
		sum := sha256.Sum256(data)
		return info.Mode().String() + " " + hex.EncodeToString(sum[:8])
	case info.Mode().IsRegular():
		return fmt.Sprintf("%s %d bytes", info.Mode(), info.Size())
	}
	return info.Mode().String()
}

func (c badCase) checkPages(t *testing.T, site string) {
	want := c.Expect
	if want.Page != "" {
		page, err := os.ReadFile(filepath.Join(site, filepath.FromSlash(want.Page)))
		if err != nil {
			t.Error(err)
		}
		for _, text := range want.Contains {
			if !bytes.Contains(page, []byte(text)) {
				t.Errorf("%s lacks %q", want.Page, text)
			}
		}
	}
	for _, name := range want.Also {
		if _, err := os.Stat(filepath.Join(site, filepath.FromSlash(name))); err != nil {
			t.Error(err)
		}
	}
	pages := 0
	public := filepath.Join(site, "public")
	err := filepath.WalkDir(public, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		if path.Base(p) == "index.html" {
			pages++
		}
		return checkAbsent(t, p, want.NotContains)
	})
	if err != nil {
		t.Error(err)
	}
	if pages < max(want.Pages, 1) {
		t.Errorf("%d pages, want %d", pages, max(want.Pages, 1))
	}
}

// checkAbsent looks for texts that a published file must not hold. Markup is
// only text in files that are shown as text.
func checkAbsent(t *testing.T, p string, texts []string) error {
	// The files of the search are compressed: what bytes they hold means nothing, and no browser shows them.
	if len(texts) == 0 || path.Ext(p) == ".bin" {
		return nil
	}
	data, err := os.ReadFile(p)
	if err != nil {
		return err
	}
	plain := slices.Contains([]string{".md", ".markdown", ".txt", ".json"}, strings.ToLower(path.Ext(p)))
	for _, text := range texts {
		if plain && strings.ContainsAny(text, `<>"'=`) {
			continue
		}
		if bytes.Contains(data, []byte(text)) {
			t.Errorf("%s has %q", p, text)
		}
	}
	return nil
}

// checkNothingLost holds that every Markdown file of the content folder was
// published, told by its twin (the page for missing paths has none), or is named
// in a message, itself or by a folder it is in.
func checkNothingLost(t *testing.T, site, output string) {
	content := filepath.Join(site, "content")
	output = norm.NFC.String(output)
	filepath.WalkDir(content, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isMarkdown(p) {
			return nil
		}
		rel, err := filepath.Rel(content, p)
		if err != nil {
			return err
		}
		name := norm.NFC.String(filepath.ToSlash(rel))
		if name == "404.md" {
			name = "404.html"
		}
		if _, err := os.Stat(filepath.Join(site, "public", filepath.FromSlash(name))); err == nil {
			return nil
		}
		for part := name; part != "."; part = path.Dir(part) {
			if strings.Contains(output, "content/"+part) {
				return nil
			}
		}
		t.Errorf("content/%s is neither a page nor named in a message", name)
		return nil
	})
}

func isMarkdown(p string) bool {
	return slices.Contains([]string{".md", ".markdown"}, strings.ToLower(filepath.Ext(p)))
}

// TestFailedBuildKeepsTheLastSite builds, breaks the site in each of several
// ways, and wants every byte of public/ as it was.
func TestFailedBuildKeepsTheLastSite(t *testing.T) {
	site := t.TempDir()
	good := badCase{Files: map[string]file{"content/a.md": text("# 가\n\n본문\n")}}
	if err := good.materialise(site); err != nil {
		t.Fatal(err)
	}
	if got := good.run(t, site, nil); got.exit != 0 {
		t.Fatalf("exit code %d\n%s", got.exit, got.output)
	}
	want := snapshot(t, filepath.Join(site, "public"))
	breaks := []struct{ name, file, text string }{
		{"front matter", "content/a.md", "---\ntitle: Go: 언어\n---\n\n# 가\n"},
		{"undecodable bytes", "content/b.md", "# \xff\xfe\x00\xd8 \xc7\n\xed\xa0\x80\n"},
		{"two sources of one page", "content/a/index.md", "# 나\n"},
		{"configuration", "sitegen.yaml", "title: 시험\nbase_ur: x\n"},
		{"template", "templates/page.html", "{{ .Nope.Deep }}\n"},
	}
	for _, b := range breaks {
		t.Run(b.name, func(t *testing.T) {
			p := filepath.Join(site, filepath.FromSlash(b.file))
			old, err := os.ReadFile(p)
			restore := func() error { return os.WriteFile(p, old, 0o644) }
			if errors.Is(err, fs.ErrNotExist) {
				restore = func() error { return os.Remove(p) }
			}
			if err := writeFile(p, []byte(b.text)); err != nil {
				t.Fatal(err)
			}
			got := good.run(t, site, nil)
			if err := restore(); err != nil {
				t.Fatal(err)
			}
			if got.exit != 1 {
				t.Errorf("exit code %d, want 1\n%s", got.exit, got.output)
			}
			if now := snapshot(t, filepath.Join(site, "public")); !maps.Equal(now, want) {
				t.Error("public/ is not as the last good build left it")
			}
		})
	}
}

func text(s string) file { return file{Text: &s} }

func or(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return s[:n] + "…"
}

// makeRemovable opens folders that a case has closed, so that the test can clean up.
func makeRemovable(dir string) {
	filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			os.Chmod(p, 0o755)
		}
		return nil
	})
}
