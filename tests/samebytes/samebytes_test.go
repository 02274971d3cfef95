// Package samebytes_test holds that a site depends on its sources alone: the
// same notes give the same bytes, whoever builds them, where, when and on how many cores.
package samebytes_test

import (
	"crypto/sha256"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sitegen/bench/gen"
	_ "sitegen/internal/build" // what the program is made of: after a change of it go test must not show a remembered result
)

func compile(t *testing.T) string {
	t.Helper()
	sitegen := filepath.Join(t.TempDir(), "sitegen")
	if out, err := exec.Command("go", "build", "-o", sitegen, "sitegen/cmd/sitegen").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return sitegen
}

// build runs sitegen on root with the given additions to a bare environment.
func build(t *testing.T, sitegen, root, out string, env ...string) map[string][32]byte {
	t.Helper()
	cmd := exec.Command(sitegen, "build", "--no-cache", "--root", root, "--out", out, "--base-url", "https://example.test/docs/")
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}, env...)
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return sums(t, out)
}

func sums(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	all := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		all[filepath.ToSlash(rel)] = sha256.Sum256(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func same(t *testing.T, what string, got, want map[string][32]byte) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s: %s differs", what, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s is there in addition", what, name)
		}
	}
}

func TestSameNotesSameBytes(t *testing.T) {
	sitegen := compile(t)
	generated := t.TempDir()
	if _, err := (gen.Site{Pages: 60, Seed: 3}).Write(generated); err != nil {
		t.Fatal(err)
	}
	own, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for name, root := range map[string]string{"our own notes": own, "generated notes": generated} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "public")
			want := build(t, sitegen, root, out)
			if len(want) == 0 {
				t.Fatal("nothing was built")
			}
			same(t, "built again into the same folder", build(t, sitegen, root, out), want)
			for _, env := range [][]string{{"GOMAXPROCS=1"}, {"GOMAXPROCS=2"}, {"TZ=Asia/Seoul", "LANG=ko_KR.UTF-8"}, {"TZ=America/Los_Angeles", "LANG=C"}} {
				same(t, env[0], build(t, sitegen, root, filepath.Join(t.TempDir(), "elsewhere"), env...), want)
			}
		})
	}
}

// TestModificationTimesDoNotCount builds from a second copy whose files were all touched long ago.
func TestModificationTimesDoNotCount(t *testing.T) {
	sitegen := compile(t)
	var built []map[string][32]byte
	for _, when := range []time.Time{time.Unix(0, 0), time.Now().Add(time.Hour)} {
		root := t.TempDir()
		if _, err := (gen.Site{Pages: 20, Seed: 4}).Write(root); err != nil {
			t.Fatal(err)
		}
		err := filepath.WalkDir(root, func(p string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Chtimes(p, when, when)
		})
		if err != nil {
			t.Fatal(err)
		}
		built = append(built, build(t, sitegen, root, filepath.Join(t.TempDir(), "public")))
	}
	same(t, "touched", built[1], built[0])
}
