package publish

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"sitegen/internal/site"
)

// helperRoot makes this test binary build sites into a folder until it is
// killed, instead of testing.
const helperRoot = "SITEGEN_TEST_PUBLISH_ROOT"

func TestMain(m *testing.M) {
	if root := os.Getenv(helperRoot); root != "" {
		first, _ := strconv.Atoi(os.Getenv(helperRoot + "_FIRST"))
		for n := first; ; n++ {
			if err := generation(root, n); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(2)
			}
		}
	}
	os.Exit(m.Run())
}

const generationFiles = 40

// generation publishes the n-th version of a site: every file is new, and a
// third of them come and go.
func generation(root string, n int) error {
	s, ds, err := Begin(Target{Root: root, Out: "public"})
	if err != nil || len(ds) > 0 {
		return fmt.Errorf("begin: %v %w", ds, err)
	}
	defer s.Abort()
	for i := range generationFiles {
		name := fmt.Sprintf("%d/index.html", i)
		if i%3 == 0 {
			name = fmt.Sprintf("%d-%d/index.html", i, n%5)
		}
		if err := s.Put(site.Output{Path: name, Data: whole(n, i), From: name}); err != nil {
			return err
		}
	}
	_, ds, err = s.Commit()
	if err != nil || len(ds) > 0 {
		return fmt.Errorf("commit: %v %w", ds, err)
	}
	return nil
}

// whole is a file that shows whether it is whole.
func whole(n, i int) []byte {
	return fmt.Appendf(nil, "<%d %d>%s</%d %d>", n, i, strings.Repeat("글", 3000), n, i)
}

func isWhole(text string) bool {
	open, rest, ok := strings.Cut(text, ">")
	return ok && strings.HasSuffix(rest, "</"+strings.TrimPrefix(open, "<")+">")
}

// However a build is killed, no file is half, nothing of it stays in the way of
// the next build, and that one ends with exactly its own files.
func TestKilledAtAnyMoment(t *testing.T) {
	root := project(t, nil)
	pub := filepath.Join(root, "public")
	if err := generation(root, 0); err != nil {
		t.Fatal(err)
	}
	for round := range 12 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), helperRoot+"="+root, fmt.Sprintf("%s_FIRST=%d", helperRoot, 1+1000*round))
		var complaint strings.Builder
		cmd.Stderr = &complaint
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(20*time.Millisecond + time.Duration(rand.IntN(60_000))*time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if complaint.Len() > 0 {
			t.Fatalf("round %d: a build after a kill says %s", round, complaint.String())
		}
		for name, text := range tree(t, pub) {
			if strings.HasSuffix(name, ".html") && !isWhole(text) {
				t.Fatalf("round %d: %s is torn", round, name)
			}
		}
	}
	if err := generation(root, 7); err != nil {
		t.Fatal(err)
	}
	left := tree(t, pub)
	for name, text := range left {
		if name != manifestName && !strings.HasPrefix(text, "<7 ") {
			t.Errorf("%s is of an older build", name)
		}
	}
	if len(left) != generationFiles+1 {
		t.Errorf("%d files, want %d", len(left), generationFiles+1)
	}
	entries, err := os.ReadDir(pub)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != generationFiles+1 {
		t.Errorf("%d entries in public, want %d: an empty folder was left", len(entries), generationFiles+1)
	}
}

// Of two processes one waits for nobody and the other says who is in the way.
func TestTwoProcesses(t *testing.T) {
	root := project(t, nil)
	s := begin(t, Target{Root: root, Out: "public"})
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), helperRoot+"="+root)
	out, err := cmd.CombinedOutput()
	if want := fmt.Sprintf("another sitegen (pid %d) is building into public", os.Getpid()); err == nil || !strings.Contains(string(out), want) {
		t.Errorf("%v %s, want %s", err, out, want)
	}
	put(t, s, map[string]string{"index.html": "홈"})
	commit(t, s)
}
