//go:build unix

package crash_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// asNobody is how a command runs as somebody without special rights: for root
// no folder is closed. The project is given to that user.
func (p *project) asNobody(t *testing.T, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	if os.Getuid() != 0 {
		return cmd
	}
	const nobody = 65534
	err := filepath.WalkDir(filepath.Dir(p.root), func(name string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(name, nobody, nobody)
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return cmd
}

// TestNoRights takes rights from a person who builds. The site stays, or is
// built without what is missing, and why is said.
func TestNoRights(t *testing.T) {
	tests := []struct {
		what string
		name string // below the project
		mode os.FileMode
		code int
		says string
	}{
		{"output folder that cannot be written", "public", 0o555, 2, "permission denied"},
		{"output folder that cannot be read", "public", 0o333, 2, "permission denied"},
		{"folder of pages that cannot be written", "public/s3", 0o555, 2, "permission denied"},
		{"folder of pages that cannot be entered", "public/s3", 0o444, 2, "permission denied"},
		{"page that cannot be written", "public/s3/p061/index.html", 0o444, 0, ""},
		{"page that cannot be read", "public/s3/p061/index.html", 0, 0, ""},
		{"list of files that cannot be read", "public/.sitegen-manifest.json", 0, 1, "OUT006"},
		{"note that cannot be read", "content/s3/p061.md", 0, 1, "FS006"},
		{"folder of notes that cannot be read", "content/s3", 0, 1, "FS006"},
		{"configuration that cannot be read", "sitegen.yaml", 0, 1, "CFG001"},
		{"stylesheet that cannot be read", "static/assets/css/99-mine.css", 0, 1, "FS006"},
		{"static file that cannot be read", "static/판.txt", 0, 2, "permission denied"},
		{"folder of steps that cannot be written", ".sitegen/cache", 0o555, 0, "note: "},
		{"folder of steps that cannot be entered", ".sitegen", 0, 0, "note: built without remembered steps"},
		{"index of steps that cannot be read", ".sitegen/cache/index", 0, 0, ""},
		{"lock of steps that cannot be opened", ".sitegen/cache/lock", 0, 0, "note: built without remembered steps"},
	}
	p := newProject(t)
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			p.next(t)
			at := filepath.Join(p.root, filepath.FromSlash(tt.name))
			info, err := os.Stat(at)
			if err != nil {
				t.Fatal(err)
			}
			cmd := p.asNobody(t, p.command())
			if err := os.Chmod(at, tt.mode); err != nil {
				t.Fatal(err)
			}
			code, said := exit(t, cmd)
			if err := os.Chmod(at, info.Mode().Perm()); err != nil {
				t.Fatal(err)
			}
			if code != tt.code || !strings.Contains(said, tt.says) {
				t.Errorf("exit code %d, want %d with %q; it said\n%s", code, tt.code, tt.says, said)
			}
			if code == 0 {
				p.healed(t)
			} else {
				p.whole(t)
			}
			if code == 1 {
				p.untouched(t)
			}
			if said, err := p.asNobody(t, p.command()).CombinedOutput(); err != nil {
				t.Fatalf("the next build: %v\n%s", err, said)
			}
			p.healed(t)
		})
	}
}

// TestTwoAtOnce starts two builds of one project at the same moment: one wins,
// the other one says so, or comes after it.
func TestTwoAtOnce(t *testing.T) {
	p := newProject(t)
	both := 0
	for pair := range 10 {
		p.next(t)
		a, b := p.command(), p.command()
		var saidA, saidB strings.Builder
		a.Stderr, b.Stderr = &saidA, &saidB
		for _, cmd := range []*exec.Cmd{a, b} {
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
		}
		_, _ = a.Wait(), b.Wait()
		codes := [2]int{a.ProcessState.ExitCode(), b.ProcessState.ExitCode()}
		other := [2]int{b.Process.Pid, a.Process.Pid}
		for i, said := range []string{saidA.String(), saidB.String()} {
			// Who holds the lock may not have said its name yet.
			named := strings.Contains(said, fmt.Sprintf("another sitegen (pid %d) is building into public", other[i])) ||
				strings.Contains(said, "another sitegen is building into public")
			if codes[i] != 0 && (codes[i] != 2 || !named) {
				t.Errorf("pair %d: exit code %d\n%s", pair, codes[i], said)
			}
		}
		if codes[0] != 0 && codes[1] != 0 {
			t.Errorf("pair %d: nobody won", pair)
		}
		if codes[0] == 0 && codes[1] == 0 {
			both++
		}
		p.healed(t)
		if t.Failed() {
			return
		}
	}
	t.Logf("10 pairs; in %d of them one came after the other", both)
}

// TestTwoAtOnceIntoTwoFolders lets two builds share the remembered steps, or
// one of them do without.
func TestTwoAtOnceIntoTwoFolders(t *testing.T) {
	p := newProject(t)
	for range 3 {
		p.next(t)
		elsewhere := filepath.Join(filepath.Dir(p.root), "elsewhere")
		a, b := p.command(), p.command("--out", elsewhere)
		for _, cmd := range []*exec.Cmd{a, b} {
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
		}
		if errA, errB := a.Wait(), b.Wait(); errA != nil || errB != nil {
			t.Fatalf("%v, %v", errA, errB)
		}
		p.healed(t)
		got := tree(t, elsewhere)
		for name, want := range p.new {
			if got[name] != want {
				t.Errorf("%s is not what a clean build gives", name)
			}
		}
	}
}

// TestFewDescriptors builds with very few files that may be open at once. With
// still fewer, nothing that is written in Go runs at all.
func TestFewDescriptors(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	p := newProject(t)
	for _, few := range []int{64, 32, 24, 20, 16, 14, 12, 10} {
		p.next(t)
		cmd := exec.Command(shell, "-c", fmt.Sprintf(`ulimit -n %d && exec "$0" build --root "$1"`, few), sitegen, p.root)
		cmd.Env = append(environment(), "GOMAXPROCS=32") // as many pages at once as on a big machine
		code, said := exit(t, cmd)
		switch {
		case few == 64 && code != 0:
			t.Errorf("%d files are not enough: %s", few, said)
		case code == 0:
			p.healed(t)
		case code == 2 && strings.Contains(said, "too many open files"):
			p.untouched(t)
		case code == 1: // a note could not be read, which is an error of that note
			p.untouched(t)
		default:
			t.Errorf("%d files: exit code %d\n%s", few, code, said)
		}
		p.whole(t)
		p.heal(t)
		if t.Failed() {
			return
		}
	}
}
