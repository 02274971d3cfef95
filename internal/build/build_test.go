package build

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitegen/bench/gen"
	"sitegen/internal/diag"
	"sitegen/internal/memo"
)

// TestMain puts projects where no disk is waited for, if there is such a place: the
// tests make thousands of small files.
func TestMain(m *testing.M) {
	const memory = "/dev/shm"
	if dir, err := os.MkdirTemp(memory, "probe"); err == nil && os.Getenv("TMPDIR") == "" {
		os.Remove(dir)
		os.Setenv("TMPDIR", memory)
	}
	os.Exit(m.Run())
}

// project writes files into a new folder and returns it.
func project(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func run(t testing.TB, o Options) *Result {
	t.Helper()
	r, err := Run(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// published digests every file of an output folder by its path.
func published(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		out[filepath.ToSlash(rel)] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func diff(a, b map[string]string) string {
	var out []string
	for p, sum := range a {
		if b[p] != sum {
			out = append(out, p)
		}
	}
	for p := range b {
		if _, ok := a[p]; !ok {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

var notes = map[string]string{
	"content/index.md":      "# 노트\n\n[가](aws/01-가.md#둘째-절)\n",
	"content/aws/01-가.md":   "---\ntags: [AWS, 구름]\n---\n# 가\n\n**영역(AZ)**은\n\n## 둘째 절\n\n```go\nfunc main() {}\n```\n",
	"content/aws/02-나.md":   "---\ndescription: 나의 설명\naliases: [/옛-나/]\n---\n# 나\n\n![그림](img/a.svg)\n",
	"content/aws/img/a.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"></svg>`,
	"content/초안.md":         "---\ndraft: true\n---\n# 비밀스러운 초안\n",
	"static/CNAME":          "notes.example\n",
	"sitegen.yaml":          "title: 시험\n",
}

// Two builds of one project are the same bytes, whatever the folder, the number
// of processors and what was remembered.
func TestBuildIsDeterministic(t *testing.T) {
	first := filepath.Join(t.TempDir(), "public")
	run(t, Options{Root: project(t, notes), Out: first})
	want := published(t, first)
	if len(want) < 15 {
		t.Fatalf("only %d files", len(want))
	}
	steps := memo.InMemory()
	root := project(t, notes)
	for i, o := range []Options{{Root: project(t, notes)}, {Root: root, Steps: steps}, {Root: root, Steps: steps}} {
		o.Out = filepath.Join(t.TempDir(), "public")
		run(t, o)
		if d := diff(want, published(t, o.Out)); d != "" {
			t.Errorf("build %d differs in %s", i, d)
		}
	}
}

// With remembered steps a second build computes nothing anew, and an edit only
// what depends on it.
func TestRememberedSteps(t *testing.T) {
	root := project(t, notes)
	steps := memo.InMemory()
	o := Options{Root: root, Steps: steps}
	run(t, o)
	_, before := steps.Counts()
	run(t, o)
	if _, runs := steps.Counts(); runs != before {
		t.Errorf("an unchanged project ran %d steps", runs-before)
	}
	if err := os.WriteFile(filepath.Join(root, "content/aws/02-나.md"), []byte("---\ndescription: 나의 설명\naliases: [/옛-나/]\n---\n# 나\n\n다른 글\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, o)
	if _, runs := steps.Counts(); runs != before+4 {
		t.Errorf("one edited body ran %d steps, want its parse, its render, its part of the search and the index", runs-before)
	}
	clean := filepath.Join(t.TempDir(), "public")
	run(t, Options{Root: root, Out: clean})
	if d := diff(published(t, clean), published(t, filepath.Join(root, "public"))); d != "" {
		t.Errorf("the incremental build differs from a clean one in %s", d)
	}
}

// A draft leaves no trace.
func TestDraftsStayPrivate(t *testing.T) {
	root := project(t, notes)
	run(t, Options{Root: root})
	for p := range published(t, filepath.Join(root, "public")) {
		data, _ := os.ReadFile(filepath.Join(root, "public", p))
		if strings.Contains(string(data), "비밀스러운") || strings.Contains(p, "초안") {
			t.Errorf("the draft shows in %s", p)
		}
	}
	if r := run(t, Options{Root: root, Drafts: true}); r.Pages == 0 || !r.Published {
		t.Fatal("no build with drafts")
	}
	if _, ok := published(t, filepath.Join(root, "public"))["초안/index.html"]; !ok {
		t.Error("--drafts does not publish the draft")
	}
}

// A draft home page does not name the site.
func TestDraftHomeDoesNotNameTheSite(t *testing.T) {
	root := project(t, map[string]string{"index.md": "---\ntitle: 비밀제목\ndraft: true\n---\n", "a.md": "# 가\n"})
	run(t, Options{Root: root})
	for p := range published(t, filepath.Join(root, "public")) {
		if data, _ := os.ReadFile(filepath.Join(root, "public", p)); strings.Contains(string(data), "비밀제목") {
			t.Errorf("the title of a draft shows in %s", p)
		}
	}
}

// The same mistake on several pages is one message, and none is empty.
func TestRepeatedMistakesAreOne(t *testing.T) {
	root := project(t, map[string]string{"index.md": "# 홈\n\n<!-- include: inc.md -->\n", "inc.md": "# 인\n\n[x](없음.md)\n"})
	r := run(t, Options{Root: root})
	seen := map[diag.Diag]bool{}
	for _, d := range r.Diags {
		if d.Code == "" || seen[d] {
			t.Errorf("empty or repeated: %+v", d)
		}
		seen[d] = true
	}
}

// A broken reference is a warning at the desk and an error under strict and in CI.
func TestBrokenLinksByPlace(t *testing.T) {
	files := map[string]string{"content/index.md": "# 가\n\n[x](없는.md)\n"}
	ci := func(k string) string {
		if k == "CI" {
			return "true"
		}
		return ""
	}
	for _, tt := range []struct {
		name string
		o    Options
		want diag.Severity
	}{{"desk", Options{}, diag.Warning}, {"strict", Options{Strict: true}, diag.Error}, {"CI", Options{Getenv: ci}, diag.Error}} {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Root = project(t, files)
			r := run(t, tt.o)
			if len(r.Diags) != 1 || r.Diags[0].Code != "LNK001" || r.Diags[0].Severity != tt.want || r.Published != (tt.want == diag.Warning) {
				t.Errorf("published %v with %+v", r.Published, r.Diags)
			}
			if got := r.Line("content/index.md", 3); got != "[x](없는.md)" {
				t.Errorf("excerpt %q", got)
			}
		})
	}
}

// With an error the last good site stays.
func TestErrorsKeepTheLastGoodSite(t *testing.T) {
	root := project(t, notes)
	run(t, Options{Root: root})
	want := published(t, filepath.Join(root, "public"))
	if err := os.WriteFile(filepath.Join(root, "content/aws/01-가.md"), []byte("---\ntitle: [\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := run(t, Options{Root: root}); r.Published {
		t.Fatal("published with an error")
	}
	if d := diff(want, published(t, filepath.Join(root, "public"))); d != "" {
		t.Errorf("changed: %s", d)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	root := project(t, notes)
	if _, err := Run(ctx, Options{Root: root}); err == nil {
		t.Error("no error from a cancelled build")
	}
	if _, err := os.Stat(filepath.Join(root, "public")); err == nil {
		t.Error("a cancelled build left an output folder")
	}
}

func BenchmarkRun(b *testing.B) {
	root := b.TempDir()
	if _, err := (gen.Site{Pages: 200, Seed: 1}).Write(root); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		out := b.TempDir()
		run(b, Options{Root: root, Out: filepath.Join(out, "public")})
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/200, "ms/page")
}
