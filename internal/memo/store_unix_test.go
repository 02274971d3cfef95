//go:build unix

package memo

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A folder of remembered steps may come with a project that somebody else wrote.
// A link in it must not make us write where it leads, nor a pipe make us wait.
func TestStoreOfLinksAndPipes(t *testing.T) {
	for _, name := range []string{indexName, indexName + ".new", packName(1)} {
		for what, put := range map[string]func(at, victim string) error{
			"link": func(at, victim string) error { return os.Symlink(victim, at) },
			"pipe": func(at, _ string) error { return syscall.Mkfifo(at, 0o644) },
		} {
			t.Run(what+" "+name, func(t *testing.T) {
				dir, victim := t.TempDir(), filepath.Join(t.TempDir(), "victim")
				if err := os.WriteFile(victim, []byte("theirs"), 0o644); err != nil {
					t.Fatal(err)
				}
				run(t, dir, disk{}, true, []string{"a"})
				if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Fatal(err)
				}
				if err := put(filepath.Join(dir, name), victim); err != nil {
					t.Fatal(err)
				}
				for range 2 {
					if out, _, _ := run(t, dir, disk{}, true, []string{"a"}, []string{"b"}); out[0] != "(none)" {
						t.Errorf("got %q", out)
					}
				}
				if _, hits, _ := run(t, dir, disk{}, true, []string{"a"}, []string{"b"}); hits != 2 {
					t.Errorf("not healed: %d hits", hits)
				}
				if got, err := os.ReadFile(victim); err != nil || string(got) != "theirs" {
					t.Errorf("the file that the link leads to holds %q now, %v", got, err)
				}
			})
		}
	}
}

func TestLockThatIsALink(t *testing.T) {
	dir, victim := t.TempDir(), filepath.Join(t.TempDir(), "victim")
	if err := os.Symlink(victim, filepath.Join(dir, lockName)); err != nil {
		t.Fatal(err)
	}
	if s, err := OpenStore(dir, salt, 0); err == nil {
		s.Close()
		t.Error("it was taken")
	}
	if _, err := os.Lstat(victim); err == nil {
		t.Error("a file was made where the link leads")
	}
}
