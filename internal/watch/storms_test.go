package watch

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sitegen/internal/hangul"

	"github.com/fsnotify/fsnotify"
)

// perform raises a sentry, has a play acted and returns what was told.
func perform(t *testing.T, mode Mode, kindOf func(string) string, play func(s *stage)) *stage {
	t.Helper()
	root := t.TempDir() + "/site"
	writeProject(t, root)
	return performIn(t, root, mode, kindOf, play)
}

func performIn(t *testing.T, root string, mode Mode, kindOf func(string) string, play func(s *stage)) *stage {
	t.Helper()
	var s *stage
	synctest.Test(t, func(t *testing.T) {
		s = raise(t, root, mode, kindOf)
		time.Sleep(4100 * time.Millisecond)
		play(s)
		time.Sleep(10 * time.Second)
		s.checkTree()
	})
	return s
}

// book writes a tree of folders and files as cp -r, tar and git do, and rings for
// what lies in folders that were there before.
func (s *stage) book(name string, folders, files int, text string) {
	for i := range folders {
		s.play(fmt.Sprintf("folder %s/d%d/e", name, i))
		for j := range files {
			s.play(fmt.Sprintf("write %s/d%d/e/f%d.md %s", name, i, j, text))
		}
		time.Sleep(time.Millisecond)
	}
}

func TestStorms(t *testing.T) {
	cases := []struct {
		name           string
		play           func(s *stage)
		changes, paths int
	}{
		{"cp -r", func(s *stage) { s.book("big", 30, 5, "글") }, 1, 150},
		{"cp -r, unheard", func(s *stage) {
			s.play("folder big")
			for i := range 30 {
				s.play(fmt.Sprintf("!folder big/d%d; !write big/d%d/a.md 글", i, i))
			}
		}, 1, 30},
		{"rm -r", func(s *stage) { s.book("big", 30, 5, "글"); time.Sleep(3 * time.Second); s.play("remove big") }, 2, 150},
		{"one after another for two seconds", func(s *stage) {
			for i := range 200 {
				s.play(fmt.Sprintf("write x%d.md 글; 10ms", i))
			}
		}, 3, 200},
		{"many saves at once, twice", func(s *stage) {
			for i := range 80 {
				s.play(fmt.Sprintf("write x%d.md 글", i))
				if i == 40 {
					time.Sleep(lead + time.Millisecond)
				}
			}
		}, 1, 80},
		{"a slow copy into a project that is polled", nil, 1, 40},
		{"hints and a loss", func(s *stage) {
			s.play("!write a.md 새 글")
			s.bell.rings <- []ring{{err: errTooMany}}
		}, 1, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			mode := Auto
			if c.play == nil {
				mode = Poll
				c.play = func(s *stage) {
					s.play("480ms")
					for i := range 40 {
						s.play(fmt.Sprintf("write x%d.md 글; 17ms", i))
					}
				}
			}
			s := perform(t, mode, noRemote, c.play)
			paths := map[string]bool{}
			for _, change := range s.changes {
				for _, path := range change.Paths {
					paths[path] = true
				}
			}
			if len(s.changes) > c.changes || len(paths) != c.paths {
				t.Errorf("%d changes of %d paths, want %d of %d", len(s.changes), len(paths), c.changes, c.paths)
			}
			if len(s.said) > 0 {
				t.Errorf("said %q", s.said)
			}
		})
	}
}

func TestOverflow(t *testing.T) {
	s := perform(t, Auto, noRemote, func(s *stage) {
		for range 3 {
			for i := range 500 {
				s.play(fmt.Sprintf("!write f%d.md 글", i))
			}
			s.play("!write a.md 새 글")
			s.bell.rings <- []ring{{err: fsnotify.ErrEventOverflow}}
			time.Sleep(50 * time.Millisecond)
			for i := range 500 {
				s.play(fmt.Sprintf("!remove f%d.md", i))
			}
			s.bell.rings <- []ring{{err: fsnotify.ErrEventOverflow}}
			time.Sleep(3 * time.Second)
		}
	})
	if got := s.told(); got != "content/a.md" || len(s.said) != 1 {
		t.Errorf("told %q, said %q", got, s.said)
	}
}

// A save is told within milliseconds, a file that is missing after a while only;
// so it is after whatever has happened to the folder. What is written in the
// last act must be told that soon.
func TestHowSoon(t *testing.T) {
	cases := []struct {
		before, script string
		soon           time.Duration
	}{
		{"", "write a.md 새 글", lead},
		{"", "move a.md a.md~; 36ms; make a.md; write a.md 새 글", 36*time.Millisecond + lead},
		{"", "remove a.md", lead + doubtFor},
		{"", "empty a.md", lead + doubtFor},
		{"", "write a.md 하나; 200ms; write a.md 둘", lead},
		{"", "!write a.md 새 글", seldom + settle},
		{"move guide handbook", "write handbook/intro.md 새 글", lead},
		{"folder guide/x; write guide/x/y.md 글; 1s; move guide handbook", "write handbook/x/y.md 새 글", lead},
		{"folder guide/x; write guide/x/y.md 글; folder /../other/x; write /../other/x/y.md 글; 3s; move guide /../old; move /../other guide", "write guide/x/y.md 새 글", lead},
		{"remove guide; folder guide", "write guide/intro.md 새 글", lead},
		{"remove /content; 1s; folder /content", "write a.md 새 글", lead},
		{"folder x; !folder x/y/z", "write x/y/z/a.md 새 글", lead},
	}
	for _, c := range cases {
		var began time.Duration
		s := perform(t, Auto, noRemote, func(s *stage) {
			s.play(c.before)
			time.Sleep(time.Second)
			s.takeTold()
			began = time.Since(s.began)
			s.play(c.script)
		})
		if len(s.when) == 0 || s.when[0]-began > c.soon {
			t.Errorf("%s; then %s: told after %v (from %v), want %v", c.before, c.script, s.when, began, c.soon)
		}
	}
}

// What was lost in an overflow is found at once, not with the next patrol.
func TestLossesAreFoundAtOnce(t *testing.T) {
	for _, err := range []error{fsnotify.ErrEventOverflow, errTooMany, os.ErrInvalid} {
		var began time.Duration
		s := perform(t, Auto, noRemote, func(s *stage) {
			time.Sleep(100 * time.Millisecond)
			began = time.Since(s.began)
			s.play("!write a.md 새 글")
			s.bell.rings <- []ring{{err: err}}
		})
		if len(s.when) != 1 || s.when[0]-began > settle {
			t.Errorf("%v: told after %v, from %v", err, s.when, began)
		}
	}
}

// What happens between the first look and the setting of the alarm is announced
// by nobody.
func TestLookAfterTheAlarmIsSet(t *testing.T) {
	root := t.TempDir() + "/site"
	writeProject(t, root)
	s := newSentry(Options{Root: root, Skip: skips(root), Say: func(string) {}}, noRemote)
	err := s.begin(func() (alarm, error) {
		return newBell(), os.WriteFile(filepath.Join(root, "content/a.md"), []byte("새 글"), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.next().After(time.Now()) {
		t.Fatal("waits")
	}
	if s.act(time.Now()); s.burst == nil {
		t.Error("sees nothing")
	}
}

func TestWithoutEvents(t *testing.T) {
	const script = "write a.md 하나; 1s; move b.md c.md; 1s; write guide/new.md 새; 1s; remove guide; 2s; swap a.md c.md"
	const want = "content/a.md | content/b.md content/c.md | content/guide/new.md | content/guide/intro.md content/guide/new.md | content/a.md content/c.md"
	cases := []struct {
		name   string
		mode   Mode
		kindOf func(string) string
		limit  int
		said   string
	}{
		{"asked for", Poll, noRemote, 0, ""},
		{"remote", Auto, func(string) string { return "9p" }, 0, "looking for changes twice a second: the project lies on 9p, where changes that others make are not announced"},
		{"a limit", Auto, noRemote, 2, "looking for changes twice a second: the system's limit of watched folders is reached; raise it with: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := perform(t, c.mode, c.kindOf, func(s *stage) {
				if c.limit > 0 {
					s.bell.allow(len(s.bell.Folders()))
					s.play("folder one-too-many; 1s; remove one-too-many; 1s")
					s.takeTold()
				}
				for act := range strings.SplitSeq(script, "; ") {
					if _, err := time.ParseDuration(act); err != nil {
						act = "!" + act
					}
					s.play(act)
				}
			})
			if got := s.told(); got != want {
				t.Errorf("told %q\nwant %q", got, want)
			}
			if got := strings.Join(s.said, "\n"); got != c.said {
				t.Errorf("said %q\nwant %q", got, c.said)
			}
			if c.limit > 0 && !s.bell.closed {
				t.Error("the alarm is still on")
			}
		})
	}
}

// A rename between two looks is a file that is gone and one that is new.
func TestPollingSeesRenames(t *testing.T) {
	s := perform(t, Poll, noRemote, func(s *stage) {
		s.play("100ms; move a.md c.md")
	})
	if got := s.told(); got != "content/a.md content/c.md" {
		t.Errorf("told %q", got)
	}
}

// Events that never come are noticed by what is found without them.
func TestSilence(t *testing.T) {
	s := perform(t, Auto, noRemote, func(s *stage) {
		s.play("!write a.md 1; 3s; !write a.md 2; 3s; !write a.md 3; 3s")
	})
	if len(s.changes) != 3 || s.sentry.every != often || len(s.said) != 1 || !strings.Contains(s.said[0], "did not tell of the last three") {
		t.Errorf("told %q, said %q", s.told(), s.said)
	}
	s = perform(t, Event, noRemote, func(s *stage) {
		s.play("!write a.md 1; 3s; !write a.md 2; 3s; !write a.md 3; 3s; !write a.md 4; 3s")
	})
	if len(s.changes) != 4 || len(s.said) != 0 || s.sentry.every != seldom {
		t.Errorf("told %q, said %q", s.told(), s.said)
	}
}

func TestLimitsAtTheStart(t *testing.T) {
	for mode, want := range map[Mode]string{
		Auto:  "looking for changes twice a second: the system's limit",
		Event: "changes are noticed within two seconds only: the system's limit",
	} {
		root := t.TempDir() + "/site"
		writeProject(t, root)
		var said []string
		s := newSentry(Options{Root: root, Mode: mode, Skip: skips(root), Say: func(line string) { said = append(said, line) }}, noRemote)
		if err := s.begin(func() (alarm, error) { return nil, limitReached }); err != nil {
			t.Fatal(err)
		}
		if len(said) != 1 || !strings.HasPrefix(said[0], want) {
			t.Errorf("said %q", said)
		}
	}
}

func TestComposition(t *testing.T) {
	root := t.TempDir() + "/site"
	writeProject(t, root)
	nfc, nfd := "가나 다.md", hangul.NFD("가나 다.md")
	text := []byte("# 가나\n")
	full := func(name string) string { return filepath.Join(root, "content", name) }
	if err := os.WriteFile(full(nfc), text, 0o644); err != nil {
		t.Fatal(err)
	}
	s := performIn(t, root, Auto, noRemote, func(s *stage) {
		step := func(err error, want string) {
			s.t.Helper()
			if err != nil {
				s.t.Fatal(err)
			}
			s.bell.ring(full("x"))
			time.Sleep(3 * time.Second)
			if got := s.takeTold(); got != want {
				s.t.Errorf("told %q, want %q", got, want)
			}
		}
		step(os.Rename(full(nfc), full(nfd)), "")
		step(os.WriteFile(full(nfd), []byte("# 다라\n"), 0o644), "content/가나 다.md")
		step(os.WriteFile(full(nfc), text, 0o644), "content/가나 다.md")
		step(os.Remove(full(nfd)), "content/가나 다.md")
		step(os.Rename(full(nfc), full(nfd)), "")
		step(os.Rename(full("guide"), full(hangul.NFD("안내"))), "content/guide/intro.md content/안내/intro.md")
		step(os.Rename(full(hangul.NFD("안내")), full("안내")), "")
	})
	s.checkTree()
}

// A project that is gone is waited for; what it was is compared when it is back.
func TestTheRootVanishes(t *testing.T) {
	away := func(s *stage) string { return s.root + "-away" }
	rename := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	cases := []struct {
		name string
		play func(s *stage)
		want string
		said int
	}{
		{"renamed and back", func(s *stage) {
			rename(s.root, away(s))
			s.bell.rings <- []ring{{path: s.root}}
			s.bell.forget(s.root)
			time.Sleep(5 * time.Second)
			rename(away(s), s.root)
		}, "", 2},
		{"renamed, edited, back", func(s *stage) {
			rename(s.root, away(s))
			time.Sleep(5 * time.Second)
			rename(away(s), s.root)
			s.play("!write a.md 새 글; 3s; write b.md 새 글")
		}, "content/a.md | content/b.md", 2},
		{"removed, made again", func(s *stage) {
			s.play("remove /")
			time.Sleep(5 * time.Second)
			writeProject(t, s.root)
			time.Sleep(3 * time.Second)
			s.play("write a.md 새 글")
		}, "content/a.md", 2},
		{"removed unheard", func(s *stage) {
			s.play("!remove /")
			s.bell.rings <- []ring{{path: s.full("a.md")}}
			time.Sleep(5 * time.Second)
			writeProject(t, s.root)
		}, "", 2},
		{"removed in two steps, made again", func(s *stage) {
			s.play("remove /content; 10ms; remove /")
			time.Sleep(5 * time.Second)
			writeProject(t, s.root)
		}, "", 2},
		{"removed, made again at once, other", func(s *stage) {
			s.play("remove /; 100ms; folder /; folder /content; write x.md 글")
		}, "content/a.md content/b.md content/guide/intro.md content/x.md sitegen.yaml static/app.css", -1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := perform(t, Auto, noRemote, c.play)
			if got := s.told(); got != c.want || c.said >= 0 && len(s.said) != c.said {
				t.Errorf("told %q\nwant %q\nsaid %q", got, c.want, s.said)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	s := perform(t, Auto, noRemote, func(s *stage) {
		s.play("mode a.md 000; 1s; mode a.md 644; 1s; mode guide 000; 1s; mode guide 755")
	})
	if got, want := s.told(), "content/a.md | content/a.md | content/guide/intro.md | content/guide/intro.md"; got != want {
		t.Errorf("told %q\nwant %q", got, want)
	}
}

// gitIn runs git in a folder, as nobody in particular.
func gitIn(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func TestGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	root := t.TempDir() + "/site"
	writeProject(t, root)
	git := func(args ...string) { t.Helper(); gitIn(t, root, args...) }
	git("init", "-q", "-b", "main")
	git("add", ".")
	git("commit", "-q", "-m", "1")
	git("worktree", "add", "-q", "-b", "side", root+"-side")
	for _, dir := range []string{root, root + "-side", root + "-side/content"} {
		t.Run(strings.TrimPrefix(dir, root), func(t *testing.T) {
			git := func(args ...string) { t.Helper(); gitIn(t, dir, args...) }
			performIn(t, dir, Auto, noRemote, func(s *stage) {
				step := func(what, want string) {
					s.t.Helper()
					time.Sleep(3 * time.Second)
					if got := s.takeTold(); got != want {
						s.t.Errorf("%s: told %q, want %q", what, got, want)
					}
				}
				git("commit", "-q", "--allow-empty", "-m", "2")
				step("commit", ".git")
				git("status")
				step("status", "")
				git("pack-refs", "--all")
				step("pack-refs", ".git")
				git("checkout", "-q", "--detach")
				step("detached", ".git")
				git("checkout", "-q", "-b", "topic"+filepath.Base(dir))
				step("branch", ".git")
			})
		})
	}
}

// While git holds its lock, nothing is told; a lock that was left behind is
// waited for once.
func TestGitsLock(t *testing.T) {
	root := t.TempDir() + "/site"
	writeProject(t, root)
	if err := os.MkdirAll(filepath.Join(root, ".git", "logs"), 0o755); err != nil {
		t.Fatal(err)
	}
	s := performIn(t, root, Auto, noRemote, func(s *stage) {
		s.play("make /.git/index.lock")
		for i := range 20 {
			s.play(fmt.Sprintf("write x%d.md 글; 100ms", i))
		}
		s.play("write a.md 새 글; move /.git/index.lock /.git/index; 100ms; make /.git/index.lock; write b.md 새 글; 400ms; move /.git/index.lock /.git/index")
	})
	if len(s.changes) != 1 || len(s.changes[0].Paths) != 22 {
		t.Errorf("told %q", s.told())
	}

	var began []time.Duration
	s = performIn(t, root, Auto, noRemote, func(s *stage) {
		s.play("make /.git/index.lock; 10ms")
		for i := range 3 {
			began = append(began, time.Since(s.began))
			s.play(fmt.Sprintf("write a.md %d; 10s", i))
		}
	})
	if len(s.when) != 3 || s.when[0]-began[0] < gitToo-time.Second || s.when[1]-began[1] > lead || s.when[2]-began[2] > lead {
		t.Errorf("written at %v, told at %v", began, s.when)
	}
}
