package source

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
)

// GitDates returns when each file below root was last changed by a commit, in
// UTC, by composed path relative to root. One git log answers for all files.
// Without git or a repository there are no dates and nothing to say; in a
// shallow clone the dates would be those of the clone, so there are none either
// and a Diag says why. The error says that git could not be asked.
func GitDates(ctx context.Context, root string) (map[string]time.Time, []diag.Diag, error) {
	g, ok := newGit(root)
	if !ok {
		return nil, nil, nil
	}
	out, err := g.run(ctx, "rev-parse", "--is-shallow-repository", "--show-prefix")
	if err != nil {
		return nil, g.refused(err), unasked(err)
	}
	shallow, prefix, _ := strings.Cut(string(out), "\n")
	if shallow == "true" {
		d := diag.Warnf(diag.Pos{File: ".git"}, "GIT001", "the clone is shallow, so the dates of the last changes are unknown")
		return nil, []diag.Diag{d.WithHint("fetch the whole history: git fetch --unshallow, or fetch-depth: 0 in actions/checkout")}, nil
	}
	out, err = g.run(ctx, "log", "--format=%x01%cI", "--name-only", "-z", "-c", "--no-renames",
		"--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-color", "--", ".")
	if err != nil {
		return nil, nil, unasked(err) // or no commit yet
	}
	return parseLog(out, strings.TrimSuffix(prefix, "\n")), nil, nil
}

// parseLog reads git log's output: a commit is a mark and its time, then its
// files, all ended by NUL. The latest time wins, in whatever order commits come.
func parseLog(out []byte, prefix string) map[string]time.Time {
	dates := map[string]time.Time{}
	var at time.Time
	for token := range bytes.SplitSeq(out, []byte{0}) {
		token = bytes.TrimPrefix(token, []byte("\n"))
		if len(token) == 0 {
			continue
		}
		if token[0] == 1 {
			// The committer's own zone: a change of the 2nd in Seoul is one of the
			// 2nd for its readers, wherever the site is built.
			when, err := time.ParseInLocation(time.RFC3339, string(token[1:]), time.UTC)
			if err == nil {
				at = when
				continue
			}
		}
		name, inside := strings.CutPrefix(string(token), prefix)
		if !inside {
			continue
		}
		if name = hangul.NFC(name); at.After(dates[name]) {
			dates[name] = at
		}
	}
	return dates
}

// GitInfo returns the URL of the remote "origin" without any password, its
// default branch (else the branch checked out), and root's folder inside the
// work tree ("notes/"). What is unknown is "". The error says that git could not be
// asked.
func GitInfo(ctx context.Context, root string) (remote, branch, prefix string, err error) {
	g, ok := newGit(root)
	if !ok {
		return "", "", "", nil
	}
	ask := func(args ...string) string {
		out, why := g.run(ctx, args...)
		if why != nil {
			err = cmp.Or(err, unasked(why))
			return ""
		}
		return strings.TrimSuffix(string(out), "\n")
	}
	remote = ask("config", "--get", "remote.origin.url")
	branch = strings.TrimPrefix(ask("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"), "origin/")
	if branch == "" {
		branch = ask("symbolic-ref", "--quiet", "--short", "HEAD")
	}
	prefix = hangul.NFC(ask("rev-parse", "--show-prefix"))
	return remote, branch, prefix, err
}

// unasked returns an error of run if it is of the machine, and no answer of git.
func unasked(err error) error {
	if Exhausted(err) {
		return fmt.Errorf("starting git: %w", err)
	}
	return nil
}

// git runs the git program on a project that may be hostile: nothing the
// project's own configuration names is started, and nothing is fetched.
type git struct {
	program string
	root    string
}

func newGit(root string) (git, bool) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return git{}, false
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	program := findProgram("git", filepath.SplitList(os.Getenv("PATH")), abs)
	return git{program, abs}, program != ""
}

// findProgram looks through the folders of PATH but not in the project, nor in
// the current folder.
func findProgram(name string, dirs []string, project string) string {
	for _, dir := range dirs {
		if !filepath.IsAbs(dir) {
			continue
		}
		found, err := exec.LookPath(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		real, err := filepath.EvalSymlinks(found)
		if err != nil || below(project, real) || below(project, found) {
			continue
		}
		return found
	}
	return ""
}

func below(dir, p string) bool {
	rel, err := filepath.Rel(dir, p)
	return err == nil && filepath.IsLocal(rel)
}

func (g git) run(ctx context.Context, args ...string) ([]byte, error) {
	all := []string{
		"-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "core.quotepath=off",
		"-c", "log.showSignature=false", "-c", "log.mailmap=false", "-c", "diff.external=", "--no-pager",
	}
	cmd := exec.CommandContext(ctx, g.program, append(all, args...)...)
	cmd.Dir = g.root
	cmd.Env = gitEnv(os.Environ())
	cmd.WaitDelay = time.Second
	return cmd.Output()
}

// gitEnv drops every GIT_ variable, which could point git at another
// repository, and forbids questions, locks and the network.
func gitEnv(environ []string) []string {
	var env []string
	for _, v := range environ {
		if !strings.HasPrefix(strings.ToUpper(v), "GIT_") {
			env = append(env, v)
		}
	}
	return append(env, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1")
}

// refused explains the one refusal of git that an author can mend.
func (g git) refused(err error) []diag.Diag {
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !bytes.Contains(exit.Stderr, []byte("dubious ownership")) {
		return nil
	}
	d := diag.Warnf(diag.Pos{File: ".git"}, "GIT002", "git refuses a repository that belongs to another user, so the dates of the last changes are unknown")
	return []diag.Diag{d.WithHint("git config --global --add safe.directory %s", "'*'")}
}
