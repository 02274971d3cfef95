//go:build unix

package source

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// repo makes a git repository and returns its folder and a way to run git in it
// at a given time.
func repo(t *testing.T) (string, func(at string, args ...string)) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	dir := t.TempDir()
	run := func(at string, args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=n", "-c", "user.email=n@example.kr", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Dir = dir
		cmd.Env = append(gitEnv(os.Environ()), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_COMMITTER_DATE="+at, "GIT_AUTHOR_DATE="+at, "GIT_ALLOW_PROTOCOL=file")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	run("", "init", "-q", "-b", "main")
	return dir, run
}

func TestGitDates(t *testing.T) {
	dir, git := repo(t)
	commit := func(at string, files ...string) {
		t.Helper()
		for _, f := range files {
			write(t, dir, f, at)
		}
		git(at, "add", "-A")
		git(at, "commit", "-q", "-m", "m")
	}
	commit("2026-01-01T00:00:00Z", "notes/content/사용법.md", "notes/content/"+nfd("한글")+".md", "notes/content/-rf.md", "notes/content/both.md", "other.md")
	git("", "checkout", "-q", "-b", "side")
	commit("2026-01-02T00:00:00Z", "notes/content/side.md", "notes/content/both.md")
	git("", "checkout", "-q", "main")
	commit("2026-01-03T09:00:00+09:00", "notes/content/사용법.md")
	// A merge that changes a file neither side has like that.
	git("2026-01-04T00:00:00Z", "merge", "-q", "--no-ff", "--no-commit", "side")
	commit("2026-01-04T00:00:00Z", "notes/content/both.md")

	dates, ds, _ := GitDates(context.Background(), filepath.Join(dir, "notes"))
	if len(ds) > 0 {
		t.Errorf("diags %v", ds)
	}
	want := map[string]string{
		"content/사용법.md":  "2026-01-03T09:00:00+09:00",
		"content/한글.md":   "2026-01-01T00:00:00Z",
		"content/-rf.md":  "2026-01-01T00:00:00Z",
		"content/side.md": "2026-01-02T00:00:00Z",
		"content/both.md": "2026-01-04T00:00:00Z",
	}
	for name, at := range want {
		if got := dates[name].Format(time.RFC3339); got != at {
			t.Errorf("%s: %s, want %s", name, got, at)
		}
	}
	if len(dates) != len(want) {
		t.Errorf("dates %v", dates)
	}
}

func TestGitDatesSilentWithoutRepository(t *testing.T) {
	if dates, ds, _ := GitDates(context.Background(), t.TempDir()); len(dates) > 0 || len(ds) > 0 {
		t.Errorf("%v %v", dates, ds)
	}
	dir, _ := repo(t)
	if dates, ds, _ := GitDates(context.Background(), dir); len(dates) > 0 || len(ds) > 0 {
		t.Errorf("before the first commit: %v %v", dates, ds)
	}
}

func TestGitDatesShallow(t *testing.T) {
	dir, git := repo(t)
	for _, at := range []string{"2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"} {
		write(t, dir, "a.md", at)
		git(at, "add", "-A")
		git(at, "commit", "-q", "-m", "m")
	}
	clone := filepath.Join(t.TempDir(), "clone")
	git("", "clone", "-q", "--depth", "1", "file://"+dir, clone)
	dates, ds, _ := GitDates(context.Background(), clone)
	if len(dates) > 0 || len(ds) != 1 || ds[0].Code != "GIT001" {
		t.Errorf("%v %v", dates, ds)
	}
}

func TestGitStartsNothingOfTheProject(t *testing.T) {
	dir, git := repo(t)
	write(t, dir, "a.md", "가")
	git("2026-01-01T00:00:00Z", "add", "-A")
	git("2026-01-01T00:00:00Z", "commit", "-q", "-m", "m")
	canary := filepath.Join(t.TempDir(), "canary")
	for _, key := range []string{"core.fsmonitor", "core.pager", "diff.external", "core.sshCommand", "gpg.program"} {
		git("", "config", key, "touch "+canary)
	}
	git("", "config", "log.showSignature", "true")
	write(t, dir, "bin/git", "#!/bin/sh\ntouch "+canary+"\n")
	if err := os.Chmod(filepath.Join(dir, "bin/git"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Join(dir, "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"))
	t.Setenv("GIT_DIR", "/nonexistent")
	dates, _, _ := GitDates(context.Background(), dir)
	if dates["a.md"].IsZero() {
		t.Error("no date")
	}
	GitInfo(context.Background(), dir)
	if _, err := os.Lstat(canary); err == nil {
		t.Error("a program of the project was started")
	}
}

func TestGitInfo(t *testing.T) {
	dir, git := repo(t)
	write(t, dir, "notes/a.md", "가")
	git("", "remote", "add", "origin", "git@github.com:u/r.git")
	remote, branch, prefix, _ := GitInfo(context.Background(), filepath.Join(dir, "notes"))
	if remote != "git@github.com:u/r.git" || branch != "main" || prefix != "notes/" {
		t.Errorf("%q %q %q", remote, branch, prefix)
	}
	if remote, branch, prefix, _ = GitInfo(context.Background(), t.TempDir()); remote+branch+prefix != "" {
		t.Errorf("outside of a repository: %q %q %q", remote, branch, prefix)
	}
}

func TestParseLogIgnoresNonsense(t *testing.T) {
	got := parseLog([]byte("b.md\x00\x01x\x00\x012026-01-02T08:00:00+09:00\x00\na.md\x00\x00"), "")
	if len(got) != 1 || got["a.md"].Day() != 2 {
		t.Errorf("%v", got)
	}
}
