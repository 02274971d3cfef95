package gen

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSameSeedSameSite(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	for _, dir := range []string{one, two} {
		if _, err := (Site{Pages: 60, Seed: 7}).Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	count := 0
	filepath.WalkDir(one, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(one, p)
		a, _ := os.ReadFile(p)
		b, err := os.ReadFile(filepath.Join(two, rel))
		if err != nil || string(a) != string(b) {
			t.Errorf("%s differs: %v", rel, err)
		}
		if strings.HasSuffix(p, ".md") {
			count++
		}
		return nil
	})
	if count != 60 {
		t.Errorf("%d pages, want 60", count)
	}
}

// TestPagesLookLikeNotes holds the shape the measurements are about.
func TestPagesLookLikeNotes(t *testing.T) {
	site := Site{Pages: 400, Seed: 1}
	total, err := site.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if mean := float64(total) / 400; mean < 8800 || mean > 10800 {
		t.Errorf("%.0f bytes a page, want about 9.8 KB", mean)
	}
	plan := site.plan()
	for i := range plan {
		text := site.page(plan, i)
		if n := strings.Count(text, "\n```\n"); n < 5 || n > 10 {
			t.Errorf("%s has %d fences, want 5 to 10", plan[i].path, n)
		}
	}
}

func TestParticle(t *testing.T) {
	for word, want := range map[string]string{
		"리전": "리전을", "서브넷": "서브넷을", "로그": "로그를", "**배포**": "**배포**를", "`AZ`": "`AZ`를", "**권한(x)**": "**권한(x)**을",
	} {
		if got := object(word); got != want {
			t.Errorf("object(%q) = %q, want %q", word, got, want)
		}
	}
}
