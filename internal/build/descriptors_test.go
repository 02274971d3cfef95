//go:build unix

package build

import (
	"maps"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"testing"

	"sitegen/internal/watch"
)

// scarce leaves a process n descriptors until the function that it returns is called.
func scarce(t *testing.T, n int) (over func()) {
	t.Helper()
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}
	next, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	is := was
	is.Cur = uint64(next.Fd()) + uint64(n)
	next.Close()
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &is); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &was); err != nil {
			t.Fatal(err)
		}
	}
}

// A process that has no descriptors left is in trouble, not its author: an Update
// fails, or is right, and the one that follows is right.
func TestOutOfDescriptors(t *testing.T) {
	git := needGit(t)
	d := sit(t, library, Options{})
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "x"}} {
		cmd := exec.Command(git, args...)
		cmd.Dir = d.root
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v %s", args, err, out)
		}
	}
	if err := os.Symlink("aws/01-가.md", d.path("content/링크.md")); err != nil {
		t.Fatal(err)
	}
	d.all()
	d.built()
	want, said := copies(t, d.u.Snapshot), d.u.Diags
	edits := map[string][]string{
		"everything":        nil,
		"the configuration": {"sitegen.yaml"},
		"a page":            {"content/aws/01-가.md"},
		"a part":            {"content/parts/공통.md"},
		"a commit":          {watch.Git},
		"a new page":        {"content/새.md"},
	}
	for what, changed := range edits {
		t.Run(what, func(t *testing.T) {
			failed := 0
			for n := range 16 {
				over := scarce(t, n)
				u, err := d.p.Update(t.Context(), changed)
				over()
				if d.u = u; err != nil {
					failed++
					d.tell(changed)
				}
				if !d.u.Fresh || !slices.Equal(d.u.Diags, said) || !maps.Equal(copies(t, d.u.Snapshot), want) {
					t.Errorf("with %d descriptors (%v): fresh %v, %+v", n, err, d.u.Fresh, d.u.Diags)
				}
			}
			if failed == 0 {
				t.Error("there were always enough")
			}
		})
	}
}
