package build

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
	"sitegen/internal/memo"
	"sitegen/internal/watch"
	"sitegen/templates"
)

// desk is a project with a preview of it, as it was last brought up to date.
type desk struct {
	*testing.T
	root string
	o    Options
	p    *Preview
	u    *Update
}

// sit opens a preview of a new project, and shows it for the first time.
func sit(t *testing.T, files map[string]string, o Options) *desk {
	t.Helper()
	o.Root = project(t, files)
	p, err := OpenPreview(o)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{T: t, root: o.Root, o: o, p: p}
	t.Cleanup(func() { p.Close() })
	d.all()
	return d
}

// all has everything looked at.
func (d *desk) all() {
	d.Helper()
	d.tell(nil)
}

// tell tells the preview of changes; nil stands for everything.
func (d *desk) tell(changed []string) {
	d.Helper()
	u, err := d.p.Update(d.Context(), changed)
	if err != nil {
		d.Fatal(err)
	}
	d.u = u
}

// save writes files and tells of them. Each is a path and a text, or a path alone
// of one to be removed.
func (d *desk) save(files map[string]string, gone ...string) {
	d.Helper()
	for name, text := range files {
		edit(d.T, d.root, name, text)
	}
	for _, name := range gone {
		if err := os.RemoveAll(d.path(name)); err != nil {
			d.Fatal(err)
		}
		d.rest(name)
	}
	d.tell(slices.Sorted(slices.Values(append(slices.Collect(maps.Keys(files)), gone...))))
}

// rest lets it be a while since a file was removed.
func (d *desk) rest(name string) {
	d.Helper()
	for up := path.Dir(name); ; up = path.Dir(up) {
		err := os.Chtimes(d.path(up), time.Time{}, time.Unix(1_000_000_000, 0))
		if err == nil {
			return
		}
		if !errors.Is(err, fs.ErrNotExist) {
			d.Fatal(err)
		}
	}
}

func (d *desk) path(name string) string { return filepath.Join(d.root, filepath.FromSlash(name)) }

// shown is a file of a snapshot.
func shown(t testing.TB, s *Snapshot, path string) (text string, there bool) {
	t.Helper()
	f, ok := s.File(path)
	if !ok || f.Open == nil {
		return string(f.Data), ok
	}
	open, err := f.Open()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	defer open.Close()
	data, err := io.ReadAll(open)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), true
}

// page is the text of a file that must be there.
func (d *desk) page(path string) string {
	d.Helper()
	if d.u.Snapshot == nil {
		d.Fatal("nothing is shown")
	}
	text, ok := shown(d.T, d.u.Snapshot, path)
	if !ok {
		d.Fatalf("there is no %s", path)
	}
	return text
}

// built checks that what is shown is what a build publishes now, and that the same
// is said.
func (d *desk) built() {
	d.Helper()
	o := d.o
	o.Cache, o.Out = "", filepath.Join(d.TempDir(), "public")
	r := run(d.T, o)
	if !d.u.Fresh || !r.Published {
		d.Fatalf("fresh: %v, a build is published: %v\n%v", d.u.Fresh, r.Published, r.Diags)
	}
	d.says(r.Diags)
	want := published(d.T, o.Out)
	delete(want, ".sitegen-manifest.json")
	if got := slices.Sorted(maps.Keys(want)); !slices.Equal(got, d.u.Snapshot.Paths()) {
		d.Errorf("shown are %q\npublished %q", d.u.Snapshot.Paths(), got)
	}
	for _, name := range d.u.Snapshot.Paths() {
		data, err := os.ReadFile(filepath.Join(o.Out, filepath.FromSlash(name)))
		if got := d.page(name); err == nil && got != string(data) {
			d.Errorf("%s is shown with …%s\nand published with …%s", name, fromThere(got, string(data)), fromThere(string(data), got))
		}
	}
}

// fromThere is what a text holds where it parts from another.
func fromThere(text, other string) string {
	n := 0
	for n < len(text) && n < len(other) && text[n] == other[n] {
		n++
	}
	return strings.ToValidUTF8(text[max(0, n-40):min(len(text), n+80)], "")
}

// says checks what was said.
func (d *desk) says(want []diag.Diag) {
	d.Helper()
	if !slices.Equal(d.u.Diags, want) {
		d.Errorf("said %+v\nwant %+v", d.u.Diags, want)
	}
}

// fails checks that an error of a code stands, and that the site of before is shown.
func (d *desk) fails(code string, before *Snapshot) {
	d.Helper()
	if d.u.Fresh || d.u.Snapshot != before {
		d.Errorf("with an error: fresh %v, another site: %v", d.u.Fresh, d.u.Snapshot != before)
	}
	if !slices.ContainsFunc(d.u.Diags, func(g diag.Diag) bool { return g.Code == code && g.Severity == diag.Error }) {
		d.Errorf("no %s among %+v", code, d.u.Diags)
	}
}

// copies reads all that a snapshot shows but files copied from disk, which are as
// they are there.
func copies(t testing.TB, s *Snapshot) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range s.Paths() {
		f, ok := s.File(name)
		if !ok {
			t.Errorf("%s is listed and not there", name)
		}
		if f.Open == nil {
			all[name] = string(f.Data)
		}
	}
	return all
}

// library is a site with something of everything.
var library = map[string]string{
	"sitegen.yaml":          "title: 서재\nignore: [parts]\n",
	"content/index.md":      "# 서재\n\n어서 오세요.\n\n[가](aws/01-가.md#둘째-절)\n",
	"content/aws/01-가.md":   "---\ntags: [AWS, 구름]\n---\n# 가\n\n첫 문단.\n\n둘째 문단.\n\n## 둘째 절\n\n글.\n",
	"content/aws/02-나.md":   "---\naliases: [/옛-나/]\n---\n# 나\n\n![그림](img/a.svg)\n\n[표](표.csv)\n",
	"content/aws/03-다.md":   "# 다\n\n<!-- include: ../parts/공통.md -->\n",
	"content/parts/공통.md":   "같이 쓰는 글.\n",
	"content/aws/img/a.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"></svg>`,
	"content/aws/img/b.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="40"></svg>`,
	"content/aws/표.csv":     "a,b\n",
	"content/초안.md":         "---\ndraft: true\n---\n# 초안\n\n글.\n\n글.\n",
	"static/메모.txt":         "메모\n",
}

// with returns a text of the library, changed.
func with(name, old, text string) map[string]string {
	if !strings.Contains(library[name], old) {
		panic(name + " does not hold " + old)
	}
	return map[string]string{name: strings.Replace(library[name], old, text, 1)}
}

func TestPreviewIsABuild(t *testing.T) {
	for _, o := range []Options{{}, {Drafts: true}, {BaseURL: "https://notes.example/repo/"}, {Base: "/x/"}} {
		d := sit(t, library, o)
		d.built()
		if d.u.Read < 4 || d.u.Snapshot.Pages() < 8 || d.u.Moved != nil {
			t.Errorf("read %d, %d pages, moved %q", d.u.Read, d.u.Snapshot.Pages(), d.u.Moved)
		}
		if want := map[string]string{"https://notes.example/repo/": "/repo/"}[o.BaseURL]; o.Base == "" && want != "" && d.u.Snapshot.Base() != want {
			t.Errorf("base %q", d.u.Snapshot.Base())
		}
	}
}

// An edit of a text that no other page can tell of leaves all else alone.
func TestTextEditLeavesTheRestAlone(t *testing.T) {
	d := sit(t, library, Options{})
	edits := map[string]map[string]string{
		"a paragraph":         with("content/aws/01-가.md", "둘째 문단.", "다른 문단."),
		"code":                with("content/aws/01-가.md", "글.", "```go\nvar x = 1\n```"),
		"a link of the index": with("content/index.md", "[가]", "[그 가]"),
		"a broken link":       with("content/aws/01-가.md", "글.", "[x](없는.md)"),
		"another include":     with("content/aws/03-다.md", "-->\n", "-->\n\n<!-- include: ../parts/공통.md -->\n"),
		"a draft":             with("content/초안.md", "글.\n\n글.", "글.\n\n다른 글."),
	}
	for what, files := range edits {
		t.Run(what, func(t *testing.T) {
			before := *d.p.last.whole
			d := &desk{T: t, root: d.root, o: d.o, p: d.p}
			d.save(files)
			d.built()
			if d.u.Read != 1 {
				t.Errorf("%d files were read again", d.u.Read)
			}
			now := d.p.last.whole
			if now.site != before.site || &now.extras[0] != &before.extras[0] || &now.assets[0] != &before.assets[0] {
				t.Error("the site was put together again")
			}
			for i, text := range now.texts {
				if _, edited := files[pageSource(now.site.Pages[i])]; !edited && text != before.texts[i] {
					t.Errorf("%s was filled again", now.site.Pages[i].Out)
				}
			}
			d.save(map[string]string{slices.Collect(maps.Keys(files))[0]: library[slices.Collect(maps.Keys(files))[0]]})
			d.built()
		})
	}
}

// An edit that other pages can tell of is one that puts the site together again;
// and no other file is read for it.
func TestEditsThatOthersSee(t *testing.T) {
	d := sit(t, library, Options{BaseURL: "https://notes.example/"})
	edits := []struct {
		what  string
		files map[string]string
		shows string // on some other page
	}{
		{"a title", with("content/aws/01-가.md", "# 가", "# 가나다"), "가나다"},
		{"the title of the home page", with("content/index.md", "# 서재", "# 도서관"), ""},
		{"a title in front matter", with("content/aws/01-가.md", "tags:", "title: 새 제목\ntags:"), "새 제목"},
		{"the first paragraph", with("content/aws/01-가.md", "첫 문단.", "처음 문단."), "처음 문단."},
		{"a description", with("content/aws/02-나.md", "aliases:", "description: 설명글\naliases:"), "설명글"},
		{"an anchor", with("content/aws/01-가.md", "## 둘째 절", "## 셋째 절"), ""},
		{"another tag", with("content/aws/01-가.md", "구름]", "하늘]"), "하늘"},
		{"no tags", with("content/aws/01-가.md", "tags: [AWS, 구름]", "order: 1"), ""},
		{"the first tag of a page", with("content/aws/02-나.md", "aliases:", "tags: [새것]\naliases:"), "새것"},
		{"order", with("content/aws/01-가.md", "tags:", "order: 9\ntags:"), ""},
		{"hidden", with("content/aws/01-가.md", "tags:", "hidden: true\ntags:"), ""},
		{"draft", with("content/aws/01-가.md", "tags:", "draft: true\ntags:"), ""},
		{"no draft", with("content/초안.md", "draft: true", "order: 3"), "초안"},
		{"an alias", with("content/aws/01-가.md", "tags:", "aliases: [/옛-가/]\ntags:"), ""},
		{"no alias", with("content/aws/02-나.md", "/옛-나/", "/옛/나/"), ""},
		{"a slug", with("content/aws/01-가.md", "tags:", "slug: ga\ntags:"), "ga/"},
		{"a date", with("content/aws/01-가.md", "tags:", "date: 2026-01-02\ntags:"), ""},
		{"a link to a page more", with("content/aws/01-가.md", "글.", "[나](02-나.md)"), ""},
		{"longer to read", with("content/aws/01-가.md", "글.", strings.Repeat("긴 글입니다. ", 500)), ""},
	}
	for _, e := range edits {
		t.Run(e.what, func(t *testing.T) {
			d := &desk{T: t, root: d.root, o: d.o, p: d.p}
			before := d.p.last.whole.site
			d.save(e.files)
			d.built()
			if d.u.Read != 1 {
				t.Errorf("%d files were read again", d.u.Read)
			}
			if d.p.last.whole.site == before {
				t.Error("the site was not put together again")
			}
			if e.shows != "" {
				own := map[string]bool{}
				for i, p := range d.p.last.whole.site.Pages {
					own[p.Out] = e.files[pageSource(p)] != ""
					_ = i
				}
				others := 0
				for path, text := range copies(t, d.u.Snapshot) {
					if strings.HasSuffix(path, ".html") && !own[path] && strings.Contains(text, e.shows) {
						others++
					}
				}
				if others == 0 {
					t.Errorf("no other page shows %q", e.shows)
				}
			}
			d.save(library)
		})
	}
}

// Files that pages take in, and files beside them, as they come and go. read is
// how many notes are read again.
func TestFilesThatPagesAskFor(t *testing.T) {
	d := sit(t, library, Options{})
	include := func(what string) map[string]string {
		return map[string]string{"content/aws/03-다.md": "# 다\n\n<!-- include: " + what + " -->\n"}
	}
	one := func(name, text string) map[string]string { return map[string]string{name: text} }
	steps := []struct {
		what  string
		files map[string]string
		gone  string
		read  int
		path  string // a file of the site,
		holds string // and what it shows; "" if it is not there
	}{
		{"a part changes", one("content/parts/공통.md", "달라진 글.\n"), "", 1, "aws/다/index.html", "달라진 글."},
		{"a part takes in another", one("content/parts/공통.md", "<!-- include: 더.md -->\n\n글.\n"), "content/parts/더.md", 1, "aws/다/index.html", "글."},
		{"that appears", one("content/parts/더.md", "더 있는 글.\n"), "", 1, "aws/다/index.html", "더 있는 글."},
		{"it changes", one("content/parts/더.md", "다시 쓴 글.\n"), "", 1, "aws/다/index.html", "다시 쓴 글."},
		{"it goes", nil, "content/parts/더.md", 1, "aws/다/index.html", "글."},
		{"it is taken in no more", one("content/parts/공통.md", "그냥 글.\n"), "", 1, "aws/다/index.html", "그냥 글."},
		{"a page of the site is taken in", include("01-가.md"), "", 1, "aws/다/index.html", "둘째 문단."},
		{"and changes", with("content/aws/01-가.md", "둘째 문단.", "바뀐 문단."), "", 2, "aws/다/index.html", "바뀐 문단."},
		{"code that is not there", one("content/aws/03-다.md", "# 다\n\n```go file=\"../../src/x.go\"\n```\n"), "", 1, "aws/다/index.html", "<h1"},
		{"appears", one("src/x.go", "package 밖\n"), "", 1, "aws/다/index.html", "밖"},
		{"changes", one("src/x.go", "package 안\n"), "", 1, "aws/다/index.html", "안"},
		{"and goes with its folder", nil, "src", 1, "aws/다/index.html", "<h1"},
		{"the page is as it was", one("content/aws/03-다.md", library["content/aws/03-다.md"]), "", 1, "aws/다/index.html", "그냥 글."},

		{"a picture changes its size", one("content/aws/img/a.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="77" height="20"></svg>`), "", 1, "aws/나/index.html", `width="77"`},
		{"a picture nobody shows", one("content/aws/img/b.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>`), "", 0, "aws/img/b.svg", ""},
		{"and which is shown then", with("content/aws/02-나.md", "img/a.svg", "img/b.svg"), "", 1, "aws/img/b.svg", `width="1"`},
		{"a table changes", one("content/aws/표.csv", "c,d\n"), "", 0, "aws/표.csv", "c,d"},
		{"a link to it goes", with("content/aws/02-나.md", "[표](표.csv)", "표"), "", 1, "aws/표.csv", ""},
		{"and comes on another page", with("content/aws/01-가.md", "글.", "[표](표.csv)"), "", 1, "aws/표.csv", "c,d"},
		{"the table goes", nil, "content/aws/표.csv", 0, "aws/표.csv", ""},
		{"and comes back", one("content/aws/표.csv", "e,f\n"), "", 0, "aws/표.csv", "e,f"},
	}
	for _, s := range steps {
		t.Run(s.what, func(t *testing.T) {
			d := &desk{T: t, root: d.root, o: d.o, p: d.p}
			switch {
			case s.gone == "src":
				os.RemoveAll(d.path("src"))
				d.tell([]string{"src/x.go"})
			case s.gone != "":
				d.save(s.files, s.gone)
			default:
				d.save(s.files)
			}
			d.built()
			if d.u.Read != s.read {
				t.Errorf("%d files were read again, want %d", d.u.Read, s.read)
			}
			if text, there := shown(t, d.u.Snapshot, s.path); there != (s.holds != "") || !strings.Contains(text, s.holds) {
				t.Errorf("%s (there: %v) does not show %q: %s", s.path, there, s.holds, text)
			}
		})
	}
}

// All that is not a note's text: what is not read again, and what a page shows.
func TestEverythingElse(t *testing.T) {
	d := sit(t, library, Options{})
	one := func(name, text string) map[string]string { return map[string]string{name: text} }
	partial := func(name string) string {
		data, err := templates.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	steps := []struct {
		what  string
		files map[string]string
		gone  string
		all   bool // notes are parsed anew
		path  string
		holds string
	}{
		{"the title of the site", one("sitegen.yaml", "title: 책방\nignore: [parts]\n"), "", false, "aws/가/index.html", "책방"},
		{"its language", one("sitegen.yaml", "title: 책방\nlang: en\nignore: [parts]\n"), "", true, "aws/가/index.html", `lang="en"`},
		{"parts are pages", one("sitegen.yaml", "title: 책방\n"), "", true, "parts/공통/index.html", "같이"},
		{"its address", one("sitegen.yaml", "title: 책방\nbase_url: https://a.example/x/\nignore: [parts]\n"), "", false, "sitemap.xml", "https://a.example/x/"},
		{"no configuration", nil, "sitegen.yaml", false, "aws/가/index.html", "서재"},
		{"and again", one("sitegen.yaml", library["sitegen.yaml"]), "", false, "aws/가/index.html", "서재"},
		{"a template", one("templates/partials/footer.html", partial("partials/footer.html")+"<p>발</p>"), "", false, "aws/가/index.html", "<p>발</p>"},
		{"a template changes", one("templates/partials/footer.html", partial("partials/footer.html")+"<p>손</p>"), "", false, "aws/나/index.html", "<p>손</p>"},
		{"a template goes", nil, "templates/partials/footer.html", false, "aws/가/index.html", "<footer>"},
		{"words", one("templates/i18n/ko.yaml", strings.Replace(partial("i18n/ko.yaml"), "전체 목차", "차례차례", 1)), "", true, "contents/index.html", "차례차례"},
		{"the theme's words", nil, "templates/i18n/ko.yaml", true, "contents/index.html", "<h1"},
		{"a style", one("static/assets/css/99-x.css", ".x { color: red; }\n"), "", false, "index.html", "assets/"},
		{"no style", nil, "static/assets/css/99-x.css", false, "index.html", "assets/"},
		{"a file", one("static/새/파일.txt", "새 파일"), "", false, "새/파일.txt", "새 파일"},
		{"it changes", one("static/새/파일.txt", "다른 파일"), "", false, "새/파일.txt", "다른 파일"},
		{"in the place of ours", one("static/llms.txt", "내 것"), "", false, "llms.txt", "내 것"},
		{"and no more", nil, "static/llms.txt", false, "llms.txt", "# 서재"},
		{"where the site is", one("static/CNAME", "notes.example\n"), "", false, "sitemap.xml", "https://notes.example/"},
		{"an order", one("content/SUMMARY.md", "- [나](aws/02-나.md)\n- [가](aws/01-가.md)\n- [서재](index.md)\n"), "", false, "aws/나/index.html", "나"},
		{"another", one("content/SUMMARY.md", "- [가](aws/01-가.md)\n- [라라](aws/02-나.md)\n"), "", false, "aws/가/index.html", "라라"},
		{"none, but a page", one("content/SUMMARY.md", "# 요약\n\n글.\n"), "", false, "SUMMARY/index.html", "요약"},
		{"a page no more", one("content/SUMMARY.md", "- [가](aws/01-가.md)\n- [루루](aws/02-나.md)\n"), "", false, "aws/가/index.html", "루루"},
		{"an order taken in", one("content/SUMMARY.md", "<!-- include: aws/차례.md -->\n"), "", false, "SUMMARY/index.html", ""},
		{"that is there", one("content/aws/차례.md", "- [가](aws/01-가.md)\n- [무무](aws/02-나.md)\n"), "", false, "aws/가/index.html", "무무"},
		{"and changes", one("content/aws/차례.md", "- [가](aws/01-가.md)\n- [비비](aws/02-나.md)\n"), "", false, "aws/가/index.html", "비비"},
		{"no order", nil, "content/SUMMARY.md", false, "aws/가/index.html", "나"},
		{"a new page", one("content/aws/04-라.md", "# 라\n"), "", false, "aws/라/index.html", "라"},
		{"its folder goes", nil, "content/aws/04-라.md", false, "aws/index.html", "나"},
	}
	for _, s := range steps {
		t.Run(s.what, func(t *testing.T) {
			d := &desk{T: t, root: d.root, o: d.o, p: d.p}
			if s.gone != "" {
				d.save(s.files, s.gone)
			} else {
				d.save(s.files)
			}
			d.built()
			if s.all != (d.u.Read > 3) && d.u.Read > 1 {
				t.Errorf("%d notes were read again", d.u.Read)
			}
			if text, _ := shown(t, d.u.Snapshot, s.path); !strings.Contains(text, s.holds) {
				t.Errorf("%s does not show %q: %s", s.path, s.holds, text)
			}
		})
	}
}

// commits returns a function that commits all there is, each time a day later.
func commits(t *testing.T, git, root string) func() {
	day := 0
	return func() {
		t.Helper()
		day++
		for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-q", "--allow-empty", "-m", "x"}} {
			cmd := exec.Command(git, args...)
			cmd.Dir = root
			at := fmt.Sprintf("2026-03-%02dT10:00:00+09:00", day)
			cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_AUTHOR_DATE="+at, "GIT_COMMITTER_DATE="+at,
				"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("git %v: %v %s", args, err, out)
			}
		}
	}
}

// needGit is the path of git. A test that needs it is left out where there is none.
func needGit(t *testing.T) string {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("there is no git here")
	}
	return git
}

func TestGitCommit(t *testing.T) {
	git := needGit(t)
	d := sit(t, library, Options{})
	commit := commits(t, git, d.root)
	commit()
	d.tell([]string{watch.Git})
	d.built()
	if d.u.Read > 0 || !strings.Contains(d.page("aws/가/index.html"), "2026-03-01") {
		t.Errorf("%d notes were read; %s", d.u.Read, d.page("aws/가/index.html"))
	}
	d.save(with("content/aws/01-가.md", "# 가", "# 가가"))
	d.built()
	commit()
	d.tell([]string{watch.Git})
	d.built()
	if !strings.Contains(d.page("aws/가/index.html"), "2026-03-02") {
		t.Error("the date is that of the commit before")
	}
	if err := os.RemoveAll(d.path(".git")); err != nil {
		t.Fatal(err)
	}
	d.tell([]string{watch.Git})
	d.built()
}

// Who breaks off while git is asked has no answer, and keeps none.
func TestGitIsAskedAgain(t *testing.T) {
	git := needGit(t)
	root := project(t, library)
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "x"}} {
		cmd := exec.Command(git, args...)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v %s", args, err, out)
		}
	}
	k := newKept(root, nil)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	k.gitDates(stopped, root)
	if dates, _, _ := k.gitDates(t.Context(), root); len(dates) == 0 {
		t.Error("what git did not say is taken for an answer")
	}
}

// Whatever is wrong, the last site without an error is shown, and the next one as
// soon as it is mended; what changed in between is in it.
func TestErrorsKeepWhatIsShown(t *testing.T) {
	one := func(name, text string) map[string]string { return map[string]string{name: text} }
	wrongs := []struct {
		what string
		code string
		bad  map[string]string
		mend map[string]string
	}{
		{"front matter", "FM003", one("content/aws/01-가.md", "---\ntitle: [\n---\n"), one("content/aws/01-가.md", "# 고친 가\n")},
		{"an include", "INC002", one("content/aws/01-가.md", "# 가\n\n<!-- include: 01-가.md -->\n"), one("content/aws/01-가.md", "# 고친 가\n")},
		{"two pages of one address", "URL002", one("content/aws/01-가.md", "---\nslug: 나\n---\n# 가\n"), one("content/aws/01-가.md", "# 고친 가\n")},
		{"a file in the place of a page", "URL002", one("static/aws/가/index.html", "x"), nil},
		{"the configuration", "CFG003", one("sitegen.yaml", "titel: x\n"), one("sitegen.yaml", library["sitegen.yaml"])},
		{"no such content folder", "FS007", one("sitegen.yaml", "content: 없음\n"), one("sitegen.yaml", library["sitegen.yaml"])},
		{"an output folder that cannot be", "OUT001", one("sitegen.yaml", "output: content\n"), one("sitegen.yaml", library["sitegen.yaml"])},
		{"a template", "TPL001", one("templates/page.html", "{{ if"), nil},
		{"a style", "TPL001", one("static/assets/app.js", "function ("), nil},
		{"words", "TPL004", one("templates/i18n/ko.yaml", "[x\n"), nil},
		{"no file of an order", "CFG005", one("content/SUMMARY.md", "- [x](없는.md)\n"), nil},
	}
	for _, w := range wrongs {
		t.Run(w.what, func(t *testing.T) {
			d := sit(t, library, Options{})
			before := d.u.Snapshot
			pages := copies(t, before)
			d.save(w.bad)
			d.fails(w.code, before)
			d.tell([]string{})
			d.fails(w.code, before)
			d.save(one("content/aws/02-나.md", "# 나나\n\n그 사이의 글.\n")) // while it stands
			d.fails(w.code, before)
			if got := copies(t, before); !maps.Equal(got, pages) {
				t.Error("what is shown has changed")
			}
			if w.mend != nil {
				d.save(w.mend)
			} else {
				d.save(nil, slices.Collect(maps.Keys(w.bad))...)
			}
			d.built()
			if !strings.Contains(d.page("aws/나/index.html"), "그 사이의 글.") {
				t.Error("what changed in between is not shown")
			}
		})
	}
}

// A project that begins with an error shows nothing until it is mended.
func TestNothingToShow(t *testing.T) {
	for what, files := range map[string]map[string]string{
		"configuration": {"content/a.md": "# 가\n", "sitegen.yaml": "titel: x\n"},
		"page":          {"content/a.md": "---\ntitle: [\n---\n", "sitegen.yaml": "title: x\n"},
		"no page":       {"sitegen.yaml": "title: x\n"},
	} {
		t.Run(what, func(t *testing.T) {
			d := sit(t, files, Options{})
			if d.u.Snapshot != nil || d.u.Fresh || len(d.u.Diags) == 0 || d.u.Skips == nil || d.u.Line == nil {
				t.Errorf("%+v", d.u)
			}
			d.save(map[string]string{"content/a.md": "# 가\n", "sitegen.yaml": "title: x\n"})
			d.built()
			if d.u.Moved != nil {
				t.Errorf("moved %q", d.u.Moved)
			}
		})
	}
}

// failing is a template of pages that fails on the one with a title.
func failing(t testing.TB, title, mark string) string {
	t.Helper()
	data, err := templates.FS.ReadFile("page.html")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(data), `define "main" }}`, `define "main" }}<p>`+mark+`</p>{{ if eq .Title "`+title+`" }}{{ index .Tags 99 }}{{ end }}`, 1)
	if text == string(data) {
		t.Fatal("the template of a page has changed")
	}
	return text
}

// A template that fails on one page: that page is shown as it was, the others as
// they are now.
func TestTemplateThatFailsOnOnePage(t *testing.T) {
	d := sit(t, library, Options{})
	one := func(name, text string) map[string]string { return map[string]string{name: text} }
	was := d.page("aws/나/index.html")

	d.save(one("templates/page.html", failing(t, "나", "하나")))
	if !d.u.Fresh || len(d.u.Diags) > 0 {
		t.Fatalf("fresh %v, %v", d.u.Fresh, d.u.Diags)
	}
	check := func(what, mark, old string) {
		t.Helper()
		f, ok := d.u.Snapshot.File("aws/나/index.html")
		if !ok || string(f.Data) != old {
			t.Errorf("%s: the page is not shown as it was: %s", what, f.Data)
		}
		if !strings.Contains(d.page("aws/가/index.html"), "<p>"+mark+"</p>") {
			t.Errorf("%s: another page is not shown as it is", what)
		}
	}
	check("not tried", "하나", was)
	if d.u.Snapshot.Try(t.Context()) {
		t.Error("all pages are said to render")
	}
	d.tell([]string{})
	check("tried", "하나", was)
	if len(d.u.Diags) != 1 || d.u.Diags[0].Code != "TPL002" {
		t.Errorf("said %+v", d.u.Diags)
	}
	r := run(t, Options{Root: d.root, Out: filepath.Join(t.TempDir(), "public")})
	d.says(r.Diags)

	// Other edits leave it so, and what is known.
	d.save(with("content/aws/01-가.md", "둘째 문단.", "다른 문단."))
	check("another text", "하나", was)
	d.says(r.Diags)
	d.save(with("content/aws/01-가.md", "# 가", "# 가가"))
	if d.u.Snapshot.Try(t.Context()) {
		t.Error("another title: all pages are said to render")
	}
	d.tell([]string{})
	check("another title", "하나", was)
	d.says(r.Diags)

	// The failing page itself changes, and still fails.
	d.save(with("content/aws/02-나.md", "[표]", "[그 표]"))
	d.u.Snapshot.Try(t.Context())
	d.tell([]string{})
	check("its own text", "하나", was)
	d.says(r.Diags)

	// It fails elsewhere: what fails now is shown as it was when it last did not.
	d.save(one("templates/page.html", failing(t, "다", "둘")))
	if !strings.Contains(d.page("aws/나/index.html"), "<p>둘</p>") {
		t.Error("a page that renders again is shown as it was")
	}
	if text := d.page("aws/다/index.html"); text == "" || strings.Contains(text, "<p>둘</p>") {
		t.Errorf("a page that does not render is shown as %s", text)
	}

	// A new page that fails was never otherwise.
	d.save(one("content/aws/09-새.md", "# 새\n"))
	d.save(one("templates/page.html", failing(t, "새", "셋")))
	d.save(one("content/aws/10-새.md", "---\ntitle: 새\n---\n"))
	if f, ok := d.u.Snapshot.File("aws/새-2/index.html"); ok && f.Data != nil {
		t.Errorf("it shows %s", f.Data)
	}

	// Mended.
	d.save(one("templates/page.html", failing(t, "없음", "넷")), "content/aws/10-새.md")
	if !d.u.Snapshot.Try(t.Context()) {
		t.Error("mended, and yet not all pages are said to render")
	}
	d.tell([]string{})
	d.built()
	d.save(nil, "templates/page.html")
	d.built()
}

// A failing page that was never shown otherwise says why.
func TestTemplateThatFailsFromTheStart(t *testing.T) {
	files := maps.Clone(library)
	files["templates/page.html"] = failing(t, "나", "하나")
	d := sit(t, files, Options{})
	f, ok := d.u.Snapshot.File("aws/나/index.html")
	if !ok || f.Data != nil || len(f.Diags) != 1 || f.Diags[0].Code != "TPL002" {
		t.Errorf("%v %s %+v", ok, f.Data, f.Diags)
	}
	if d.u.Snapshot.Try(t.Context()) {
		t.Error("all pages are said to render")
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	d.all()
	if d.u.Snapshot.Try(stopped) {
		t.Error("nothing was tried, and yet all pages are said to render")
	}
}

// While other errors stand, pages are tried all the same.
func TestTemplateThatFailsBehindAnError(t *testing.T) {
	d := sit(t, library, Options{})
	before := d.u.Snapshot
	d.save(map[string]string{"templates/page.html": failing(t, "나", "하나"), "content/aws/01-가.md": "---\ntitle: [\n---\n"})
	if d.u.Try(t.Context()) {
		t.Error("all pages are said to render")
	}
	d.tell([]string{})
	d.fails("TPL002", before)
	d.says(run(t, Options{Root: d.root, Out: filepath.Join(t.TempDir(), "public")}).Diags)
	d.save(with("content/aws/01-가.md", "둘째", "다른"))
	if d.u.Try(t.Context()) || !d.u.Fresh {
		t.Errorf("with the other mended: fresh %v", d.u.Fresh)
	}
	d.save(map[string]string{"sitegen.yaml": "titel: x\n"})
	if !d.u.Try(t.Context()) {
		t.Error("without a site, a page does not render")
	}
}

// What was not tried before an edit is tried after it.
func TestTrialGoesOn(t *testing.T) {
	d := sit(t, library, Options{})
	d.save(map[string]string{"templates/page.html": failing(t, "나", "하나")})
	d.save(with("content/aws/01-가.md", "둘째 문단.", "다른 문단."))
	if d.u.Snapshot.Try(t.Context()) {
		t.Error("all pages are said to render")
	}
	d.tell([]string{})
	if len(d.u.Diags) != 1 || d.u.Diags[0].Code != "TPL002" {
		t.Errorf("said %+v", d.u.Diags)
	}
}

// A page as it was refers to the style of then.
func TestStyleOfPagesAsTheyWere(t *testing.T) {
	d := sit(t, library, Options{})
	was := style.FindString(d.page("aws/나/index.html"))
	if was == "" {
		t.Fatal("a page has no style")
	}
	d.save(map[string]string{"templates/page.html": failing(t, "나", "하나"), "static/assets/css/99-x.css": ".x { color: red; }\n"})
	if now := style.FindString(d.page("aws/가/index.html")); now == was || d.page(now) == "" {
		t.Errorf("the style is %q, as it was", now)
	}
	if style.FindString(d.page("aws/나/index.html")) != was || d.page(was) == "" {
		t.Error("the style of a page as it was is not there")
	}
	if _, ok := d.u.Snapshot.File("aws/없음.css"); ok {
		t.Error("there is a file that never was")
	}
}

var style = regexp.MustCompile(`assets/style\.[0-9a-f]+\.css`)

// A template at an old address that fails.
func TestTemplateOfOldAddresses(t *testing.T) {
	d := sit(t, library, Options{})
	was := d.page("옛-나/index.html")
	d.save(map[string]string{"templates/redirect.html": "{{ .Nope }}"})
	if d.u.Snapshot.Try(t.Context()) {
		t.Error("all pages are said to render")
	}
	if got := d.page("옛-나/index.html"); got != was {
		t.Errorf("the old address is not shown as it was, but as %q", got)
	}
	d.tell([]string{})
	d.says(run(t, Options{Root: d.root, Out: filepath.Join(t.TempDir(), "public")}).Diags)
	d.save(nil, "templates/redirect.html")
	d.built()
}

// A template that no page uses is tried on an empty one, until a page uses it.
func TestTemplateOfKindsThatComeAndGo(t *testing.T) {
	files := maps.Clone(library)
	files["content/aws/01-가.md"] = "# 가\n\n## 둘째 절\n"
	files["templates/tag.html"] = `{{ template "base.html" . }}{{ define "main" }}{{ index .Kids 0 }}{{ end }}`
	d := sit(t, files, Options{})
	if d.u.Fresh || len(d.u.Diags) != 1 || d.u.Diags[0].Code != "TPL002" {
		t.Fatalf("fresh %v, %+v", d.u.Fresh, d.u.Diags)
	}
	tagged := map[string]string{"content/aws/01-가.md": "---\ntags: [하나]\n---\n# 가\n\n## 둘째 절\n"}
	d.save(tagged)
	d.built()
	d.save(map[string]string{"content/aws/01-가.md": "# 가\n\n## 둘째 절\n"})
	if d.u.Fresh || len(d.u.Diags) != 1 {
		t.Errorf("without a tag: fresh %v, %+v", d.u.Fresh, d.u.Diags)
	}
	d.save(tagged)
	d.built()
}

func TestMoved(t *testing.T) {
	one := func(name, text string) map[string]string { return map[string]string{name: text} }
	ga, na := library["content/aws/01-가.md"], library["content/aws/02-나.md"]
	moves := []struct {
		what  string
		files map[string]string
		gone  []string
		want  map[string]string
	}{
		{"a file renamed", one("content/aws/01-갸.md", ga), []string{"content/aws/01-가.md"}, map[string]string{"aws/가/": "aws/갸/"}},
		{"elsewhere", one("content/다른/가.md", ga), []string{"content/aws/01-가.md"}, map[string]string{"aws/가/": "다른/가/"}},
		{"renamed and edited", one("content/aws/갸.md", ga+"\n더.\n"), []string{"content/aws/01-가.md"}, map[string]string{"aws/가/": "aws/갸/"}},
		{"renamed, with another title", one("content/aws/갸.md", strings.Replace(ga, "# 가", "# 갸", 1)), []string{"content/aws/01-가.md"}, map[string]string{"aws/가/": "aws/갸/"}},
		{"another page", one("content/aws/갸.md", "# 갸\n\n다른 글.\n"), []string{"content/aws/01-가.md"}, nil},
		{"a slug", one("content/aws/01-가.md", strings.Replace(ga, "tags:", "slug: ga\ntags:", 1)), nil, map[string]string{"aws/가/": "aws/ga/"}},
		{"another number", one("content/aws/07-가.md", ga), []string{"content/aws/01-가.md"}, nil},
		{"gone", nil, []string{"content/aws/01-가.md"}, nil},
		{"new", one("content/aws/갸.md", ga), nil, nil},
		{"two copies of it", map[string]string{"content/aws/갸.md": ga, "content/aws/거.md": ga}, []string{"content/aws/01-가.md"}, nil},
		{"two at once", map[string]string{"content/aws/갸.md": ga, "content/aws/냐.md": na}, []string{"content/aws/01-가.md", "content/aws/02-나.md"},
			map[string]string{"aws/가/": "aws/갸/", "aws/나/": "aws/냐/"}},
		{"a text", with("content/aws/01-가.md", "둘째 문단.", "다른 문단."), nil, nil},
	}
	for _, m := range moves {
		t.Run(m.what, func(t *testing.T) {
			d := sit(t, library, Options{})
			d.save(m.files, m.gone...)
			if len(d.u.Moved)+len(m.want) > 0 && !maps.Equal(d.u.Moved, m.want) {
				t.Errorf("moved %q, want %q", d.u.Moved, m.want)
			}
			d.built()
			d.tell([]string{})
			if len(d.u.Moved) > 0 {
				t.Errorf("moved once more: %q", d.u.Moved)
			}
		})
	}
}

// A page that moved while an error stood has moved when that is mended.
func TestMovedBehindAnError(t *testing.T) {
	d := sit(t, library, Options{})
	d.save(map[string]string{"content/aws/02-나.md": "---\ntitle: [\n---\n"})
	d.save(map[string]string{"content/aws/갸.md": library["content/aws/01-가.md"]}, "content/aws/01-가.md")
	if d.u.Fresh || d.u.Moved != nil {
		t.Errorf("fresh %v, moved %q", d.u.Fresh, d.u.Moved)
	}
	d.save(map[string]string{"content/aws/02-나.md": library["content/aws/02-나.md"]})
	if want := map[string]string{"aws/가/": "aws/갸/"}; !maps.Equal(d.u.Moved, want) {
		t.Errorf("moved %q, want %q", d.u.Moved, want)
	}
}

// The project's folder goes and comes back, or another one takes its place.
func TestProjectFolderMadeAgain(t *testing.T) {
	again := maps.Clone(library)
	again["content/aws/01-가.md"] = "# 가\n\n새 폴더의 글.\n"
	changed := []string{"content/aws/01-가.md"}
	lay := func(t *testing.T, root string, files map[string]string) {
		t.Helper()
		for name, text := range files {
			edit(t, root, name, text)
		}
	}
	t.Run("removed", func(t *testing.T) {
		d := sit(t, library, Options{})
		before := d.u.Snapshot
		if err := os.RemoveAll(d.root); err != nil {
			t.Fatal(err)
		}
		if _, err := d.p.Update(t.Context(), changed); err == nil {
			t.Error("no error, though the folder is gone")
		}
		if text, _ := shown(t, before, "aws/가/index.html"); !strings.Contains(text, "둘째 문단.") {
			t.Error("what was shown is gone with the folder")
		}
		lay(t, d.root, again)
		d.tell(changed)
		d.built()
	})
	for _, between := range []bool{false, true} {
		t.Run(fmt.Sprintf("moved away, asked in between %v", between), func(t *testing.T) {
			d := sit(t, library, Options{})
			away := d.root + "-away"
			if err := os.Rename(d.root, away); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.RemoveAll(away) })
			if between {
				if _, err := d.p.Update(t.Context(), changed); err == nil {
					t.Error("no error, though the folder is gone")
				}
			}
			lay(t, d.root, again)
			d.tell(changed)
			d.built()
			edit(t, away, "content/aws/01-가.md", "# 가\n\n옛 폴더의 글.\n")
			d.save(map[string]string{"content/aws/02-나.md": "# 나\n\n나중의 글.\n"})
			d.built()
		})
	}
	t.Run("the same again, of which nobody tells", func(t *testing.T) {
		d := sit(t, library, Options{})
		if err := os.RemoveAll(d.root); err != nil {
			t.Fatal(err)
		}
		lay(t, d.root, library)
		d.built()
	})
	t.Run("and what is shown before an error stays", func(t *testing.T) {
		d := sit(t, library, Options{})
		before := d.u.Snapshot
		if err := os.RemoveAll(d.root); err != nil {
			t.Fatal(err)
		}
		lay(t, d.root, library)
		d.save(map[string]string{"content/aws/01-가.md": "---\ntitle: [\n---\n"})
		d.fails("FM003", before)
		if text, _ := shown(t, before, "메모.txt"); text != library["static/메모.txt"] {
			t.Errorf("a file that is copied shows %q", text)
		}
	})
	t.Run("content removed", func(t *testing.T) {
		d := sit(t, library, Options{})
		var gone []string
		for name := range library {
			if strings.HasPrefix(name, "content/") {
				gone = append(gone, name)
			}
		}
		before := d.u.Snapshot
		os.RemoveAll(d.path("content"))
		d.tell(gone)
		d.fails("FS007", before)
		for _, name := range gone {
			edit(t, d.root, name, again[name])
		}
		d.tell(gone)
		d.built()
	})
}

// Another folder of notes: the same files are other pages.
func TestAnotherContentFolder(t *testing.T) {
	d := sit(t, map[string]string{"docs/index.md": "# 처음\n\n[가](a.md)\n", "docs/a.md": "# 가\n", "sitegen.yaml": "title: x\n"}, Options{})
	d.save(map[string]string{"sitegen.yaml": "title: x\ncontent: docs\n"})
	d.built()
	d.save(map[string]string{"sitegen.yaml": "title: x\n"})
	d.built()
	d.save(map[string]string{"content/b.md": "# 나\n"})
	d.built()
}

// What lies in the output folder is not read; which folder that is may change.
func TestAnotherOutputFolder(t *testing.T) {
	d := sit(t, map[string]string{
		"content/index.md": "# 처음\n\n```go file=\"../site/x.go\"\n```\n\n```go file=\"../public/y.go\"\n```\n",
		"site/x.go":        "package x\n", "public/y.go": "package y\n", "sitegen.yaml": "title: x\n",
	}, Options{})
	d.save(map[string]string{"sitegen.yaml": "title: x\noutput: site\n"})
	got := d.u.Diags
	d.all()
	if len(got) == 0 || !slices.Equal(got, d.u.Diags) {
		t.Errorf("said %+v\nlooked at anew %+v", got, d.u.Diags)
	}
}

// Folders that are links: an edit is told of where the files really are.
func TestFoldersThatAreLinks(t *testing.T) {
	t.Run("content", func(t *testing.T) {
		d := sit(t, map[string]string{"notes/index.md": "# 처음\n\n글.\n\n글.\n", "sitegen.yaml": "title: x\ncontent: content\n"}, Options{})
		if err := os.Symlink("notes", d.path("content")); err != nil {
			t.Skip(err)
		}
		d.tell([]string{"content"})
		d.built()
		d.save(map[string]string{"notes/index.md": "# 처음\n\n글.\n\n새 글.\n"})
		d.built()
	})
	t.Run("an include", func(t *testing.T) {
		d := sit(t, map[string]string{
			"content/index.md": "# 처음\n\n```go file=\"../가/x.go\"\n```\n", "sitegen.yaml": "title: x\n",
			"src/하나/x.go": "package a\n", "src/둘/x.go": "package b\n",
		}, Options{})
		link := func(to, at string) {
			t.Helper()
			os.Remove(d.path(at))
			if err := os.Symlink(to, d.path(at)); err != nil {
				t.Skip(err)
			}
			d.tell([]string{at})
			d.built()
		}
		link("나", "가")
		link("src/하나", "나")
		d.save(map[string]string{"src/하나/x.go": "package a2\n"})
		d.built()
		link("src/둘", "나")
		d.save(map[string]string{"src/둘/x.go": "package b2\n"})
		d.built()
		link("src/하나", "가")
		d.save(map[string]string{"src/하나/x.go": "package a3\n"})
		d.built()
		link("없음", "가")
		d.save(map[string]string{"없음/x.go": "package c\n"})
		d.built()
		os.Remove(d.path("가"))
		if err := os.Symlink("가", d.path("가")); err != nil {
			t.Fatal(err)
		}
		d.tell([]string{"가"})
		d.fails("FS003", d.p.shown)
	})
	t.Run("a file", func(t *testing.T) {
		d := sit(t, map[string]string{"content/index.md": "# 처음\n\n<!-- include: 링크.md -->\n", "src/x.md": "하나.\n", "sitegen.yaml": "title: x\nignore: [링크.md]\n"}, Options{})
		if err := os.Symlink("../src/x.md", d.path("content/링크.md")); err != nil {
			t.Skip(err)
		}
		d.tell([]string{"content/링크.md"})
		d.built()
		d.save(map[string]string{"src/x.md": "둘.\n"})
		d.built()
	})
}

// Folders with a meaning of their own keep it as folders of notes.
func TestContentInStatic(t *testing.T) {
	d := sit(t, map[string]string{"static/index.md": "# 처음\n", "static/CNAME": "a.example\n", "sitegen.yaml": "content: static\n"}, Options{})
	d.built()
	d.save(map[string]string{"static/CNAME": "b.example\n"})
	d.built()
	d.save(map[string]string{"sitegen.yaml": "content: templates\n", "templates/a.md": "# 처음\n", "templates/partials/footer.html": "<p>발</p>"})
	d.built()
	d.save(map[string]string{"templates/partials/footer.html": "<p>손</p>"})
	d.built()
}

// An Update that is broken off, or that fails, is made up for by the next.
func TestBrokenOff(t *testing.T) {
	d := sit(t, library, Options{})
	stopped, stop := context.WithCancel(t.Context())
	stop()
	edits := []map[string]string{
		with("content/aws/01-가.md", "둘째 문단.", "다른 문단."),
		{"sitegen.yaml": "title: 다른 서재\nignore: [parts]\n"},
		{"content/aws/04-라.md": "# 라\n"},
		with("content/parts/공통.md", "글.", "다른 글."),
	}
	for _, files := range edits {
		for name, text := range files {
			edit(t, d.root, name, text)
			if u, err := d.p.Update(stopped, []string{name}); err == nil {
				t.Fatalf("%s: no error, but %+v", name, u)
			}
			d.tell([]string{name})
			d.built()
		}
	}
	// Two that fail, and both are told of again.
	edit(t, d.root, "content/aws/01-가.md", "# 가\n\n하나.\n\n하나.\n")
	d.p.Update(stopped, []string{"content/aws/01-가.md"})
	edit(t, d.root, "content/aws/02-나.md", "# 나\n\n둘.\n\n둘.\n")
	d.p.Update(stopped, []string{"content/aws/01-가.md", "content/aws/02-나.md"})
	d.tell([]string{"content/aws/01-가.md", "content/aws/02-나.md"})
	d.built()
}

// A snapshot keeps its bytes while newer ones come, whoever asks at the same time.
func TestSnapshotsStayAsTheyWere(t *testing.T) {
	files := maps.Clone(library)
	files["templates/page.html"] = failing(t, "나", "하나")
	d := sit(t, files, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	watched := func(u *Update) {
		want := copies(t, u.Snapshot)
		readers.Go(func() {
			for ctx.Err() == nil {
				for name, text := range want {
					if f, ok := u.Snapshot.File(name); !ok || string(f.Data) != text {
						t.Errorf("%s has changed", name)
						return
					}
				}
				u.Snapshot.Try(ctx)
				u.Line("content/aws/01-가.md", 3)
				u.Skips("content/aws/01-가.md", false)
			}
		})
	}
	watched(d.u)
	edits := []map[string]string{
		with("content/aws/01-가.md", "둘째 문단.", "다른 문단."),
		with("content/aws/01-가.md", "# 가", "# 다른 가"),
		{"content/aws/04-라.md": "# 라\n"},
		{"templates/page.html": failing(t, "다", "둘")},
		with("content/aws/02-나.md", "img/a.svg", "img/b.svg"),
		{"sitegen.yaml": "title: 다른 서재\nignore: [parts]\n"},
		{"content/aws/01-가.md": "---\ntitle: [\n---\n"},
		{"content/aws/01-가.md": "# 가\n"},
		with("content/parts/공통.md", "글.", "다른 글."),
		{"static/assets/css/99-x.css": ".x { color: red; }\n"},
	}
	for _, e := range edits {
		d.save(e)
		if d.u.Fresh {
			watched(d.u)
		}
	}
	cancel()
	readers.Wait()
	d.u.Snapshot.Try(t.Context())
}

// One Line is asked by several who show the same problems.
func TestLine(t *testing.T) {
	d := sit(t, library, Options{})
	for _, l := range []struct {
		file string
		line int
		want string
	}{{"content/aws/01-가.md", 4, "# 가"}, {"content/aws/01-가.md", 0, ""}, {"content/aws/01-가.md", 99, ""}, {"없음", 1, ""}, {"../x", 1, ""}} {
		if got := d.u.Line(l.file, l.line); got != l.want {
			t.Errorf("%s:%d is %q, want %q", l.file, l.line, got, l.want)
		}
	}
}

// everything is what lies in a folder: names, bytes and times.
func everything(t testing.TB, root string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, p)
		all[rel] = fmt.Sprint(info.Mode(), info.ModTime().UnixNano())
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(p)
			all[rel] += string(data)
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A preview writes nothing, neither the site nor what builds remember.
func TestPreviewWritesNothing(t *testing.T) {
	one := program(t, "1")
	stores := map[string]func(root string) Options{
		"none": func(string) Options { return Options{Cache: ".sitegen/cache", Program: one} },
		"of a build": func(root string) Options {
			o := Options{Root: root, Cache: ".sitegen/cache", Program: one}
			run(t, o)
			return o
		},
		"of another program": func(root string) Options {
			o := Options{Root: root, Cache: ".sitegen/cache", Program: one}
			run(t, o)
			o.Program = program(t, "2")
			return o
		},
		"an empty folder": func(root string) Options {
			if err := os.MkdirAll(filepath.Join(root, ".sitegen/cache"), 0o755); err != nil {
				t.Fatal(err)
			}
			return Options{Cache: ".sitegen/cache", Program: one}
		},
		"a broken index": func(root string) Options {
			o := Options{Root: root, Cache: ".sitegen/cache", Program: one}
			run(t, o)
			edit(t, root, ".sitegen/cache/index", "x")
			return o
		},
	}
	for what, store := range stores {
		t.Run(what, func(t *testing.T) {
			root := project(t, library)
			o := store(root)
			o.Root = root
			before := everything(t, root)
			p, err := OpenPreview(o)
			if err != nil {
				t.Fatal(err)
			}
			u, err := p.Update(t.Context(), nil)
			if err != nil || !u.Fresh || len(u.Notes) > 0 {
				t.Fatalf("%+v %v", u, err)
			}
			for _, changed := range [][]string{{"content/aws/01-가.md"}, {"sitegen.yaml"}, nil} {
				if u, err = p.Update(t.Context(), changed); err != nil {
					t.Fatal(err)
				}
			}
			u.Snapshot.Try(t.Context())
			copies(t, u.Snapshot)
			p.Close()
			after := everything(t, root)
			for name, was := range before {
				if after[name] != was {
					t.Errorf("%q was written or touched", name)
				}
			}
			for name := range after {
				if _, known := before[name]; !known {
					t.Errorf("%q was made", name)
				}
			}
		})
	}
}

// The first look takes from builds what they remember; it needs no store, and waits
// for none for long.
func TestPreviewRecallsSteps(t *testing.T) {
	root := project(t, library)
	o := Options{Root: root, Cache: ".sitegen/cache", Program: program(t, "1")}
	run(t, o)
	store, err := memo.OpenStore(filepath.Join(root, ".sitegen/cache"), memo.Sum{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	p, err := OpenPreview(o)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	u, err := p.Update(t.Context(), nil)
	if err != nil || !u.Fresh || len(u.Notes) != 1 {
		t.Errorf("with a store in use: %v, notes %q", err, u.Notes)
	}
	store.Close()
}

// The diagnostics of a preview count as those of a build.
func TestPreviewIsStrict(t *testing.T) {
	files := with("content/aws/01-가.md", "글.", "[x](없는.md)")
	all := maps.Clone(library)
	maps.Copy(all, files)
	d := sit(t, all, Options{Strict: true})
	if d.u.Fresh || len(d.u.Diags) != 1 || d.u.Diags[0].Severity != diag.Error {
		t.Errorf("fresh %v, %+v", d.u.Fresh, d.u.Diags)
	}
	d.save(map[string]string{"content/aws/01-가.md": library["content/aws/01-가.md"]})
	d.built()
}

// Copied files are those on disk, whatever their size, and are not held in memory.
func TestCopiedFiles(t *testing.T) {
	d := sit(t, library, Options{})
	large := bytes.Repeat([]byte("표,"), 1<<20)
	d.save(map[string]string{"content/aws/표.csv": string(large)})
	f, ok := d.u.Snapshot.File("aws/표.csv")
	if !ok || f.Data != nil || f.Open == nil || f.Source != "content/aws/표.csv" {
		t.Fatalf("%v %d %s", ok, len(f.Data), f.Source)
	}
	open, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	if _, err := open.Seek(int64(len(large))-4, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(open); err != nil || !bytes.Equal(rest, large[len(large)-4:]) {
		t.Errorf("%q %v", rest, err)
	}
	if _, ok := d.u.Snapshot.File("aws"); ok {
		t.Error("a folder is taken for a file")
	}
	before := d.u.Snapshot
	os.Remove(d.path("content/aws/표.csv"))
	if f, ok := before.File("aws/표.csv"); !ok || f.Open == nil {
		t.Error("it is not listed any more")
	} else if _, err := f.Open(); err == nil {
		t.Error("it is gone, and can be opened")
	}
}

// What an editor is about to write again is waited for, whether the update is for
// that file, for all of them, or for another one.
func TestFilesThatAreBeingSaved(t *testing.T) {
	t.Setenv("PATH", "") // git is a process, and would be waited for in real time
	losses := []struct {
		what string
		lose func(d *desk, name string) error
	}{
		{"moved away", func(d *desk, name string) error { return os.Remove(d.path(name)) }},
		{"emptied", func(d *desk, name string) error { return os.Truncate(d.path(name), 0) }},
	}
	updates := map[string]func(d *desk, name string) []string{
		"of that file":  func(_ *desk, name string) []string { return []string{name} },
		"of everything": func(*desk, string) []string { return nil },
		"of a new page": func(d *desk, _ string) []string {
			edit(d.T, d.root, "content/새.md", "# 새\n")
			return []string{"content/새.md"}
		},
		"of the same part": func(d *desk, _ string) []string { return []string{"content/parts/공통.md"} },
		"of another page":  func(*desk, string) []string { return []string{"content/aws/03-다.md", "content/aws/01-가.md"} },
		"of the settings":  func(*desk, string) []string { return []string{"sitegen.yaml"} },
	}
	for _, loss := range losses {
		for what, update := range updates {
			names := []string{"content/aws/01-가.md", "content/parts/공통.md"}
			if what == "of everything" || what == "of a new page" {
				names = append(names, "sitegen.yaml", "templates/page.html")
			}
			for _, name := range names {
				t.Run(name+" "+loss.what+", an update "+what, func(t *testing.T) {
					files := maps.Clone(library)
					files["templates/page.html"] = failing(t, "없음", "하나")
					synctest.Test(t, func(t *testing.T) {
						d := sit(t, files, Options{})
						want := copies(t, d.u.Snapshot)
						if err := loss.lose(d, name); err != nil {
							t.Fatal(err)
						}
						changed := update(d, name)
						back := time.AfterFunc(doubt/2, func() { edit(t, d.root, name, files[name]) })
						defer back.Stop()
						d.tell(changed)
						if got := copies(t, d.u.Snapshot); what != "of a new page" && !maps.Equal(got, want) || what == "of a new page" && got["aws/가/index.html"] == "" {
							t.Errorf("what has gone for a moment is not shown as it was")
						}
						time.Sleep(doubt)
						d.built()
					})
				})
			}
		}
	}
}

// What does not come back is believed to be gone, soon enough.
func TestFilesThatAreGone(t *testing.T) {
	t.Setenv("PATH", "")
	synctest.Test(t, func(t *testing.T) {
		d := sit(t, library, Options{})
		for _, name := range []string{"content/aws/01-가.md", "content/parts/공통.md"} {
			if err := os.Remove(d.path(name)); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			d.tell([]string{name})
			if took := time.Since(began); took > doubt+doubt/10 {
				t.Errorf("%s: after %v", name, took)
			}
			d.built()
		}
		for name := range library {
			if strings.HasPrefix(name, "content/") {
				os.Remove(d.path(name))
			}
		}
		began := time.Now()
		d.all()
		if took := time.Since(began); took > doubt+doubt/10 {
			t.Errorf("all: after %v", took)
		}
	})
}

// Who takes the place of a file of the search is told, as by a build.
func TestInThePlaceOfTheSearch(t *testing.T) {
	for what, files := range map[string]map[string]string{
		"a file":  {"static/assets/search/index.bin": "x"},
		"a page":  {"content/aws/09.md": "---\nurl: /assets/search/index.bin/\n---\n# x\n"},
		"nothing": {"content/aws/09.md": "---\nsearch: false\n---\n# x\n"},
	} {
		t.Run(what, func(t *testing.T) {
			all := maps.Clone(library)
			maps.Copy(all, files)
			d := sit(t, all, Options{})
			r := run(t, Options{Root: d.root, Out: filepath.Join(t.TempDir(), "public")})
			d.says(r.Diags)
			if d.u.Fresh != r.Published {
				t.Errorf("shown: %v, published: %v", d.u.Fresh, r.Published)
			}
		})
	}
}

// counting is a context that does something when it is asked for the nth time.
type counting struct {
	context.Context
	left atomic.Int64
	zero func()
}

func (c *counting) Err() error {
	if c.left.Add(-1) == 0 {
		c.zero()
	}
	return nil
}

// A file that is not where it was found is looked for again: nobody tells of one
// whose name is only spelt otherwise.
func TestFilesThatGoInTheMidst(t *testing.T) {
	t.Setenv("PATH", "") // git would ask the context, too
	dir, name := "content/폴더", "쪽.md"
	midsts := map[string]func(d *desk) error{
		"spelt otherwise": func(d *desk) error {
			return os.Rename(d.path(dir+"/"+name), d.path(dir+"/"+hangul.NFD(name)))
		},
		"removed": func(d *desk) error { return os.Remove(d.path(dir + "/" + name)) },
	}
	for what, do := range midsts {
		for _, changed := range [][]string{{dir + "/" + name}, nil, {"content/index.md", dir + "/" + name}} {
			t.Run(fmt.Sprint(what, changed), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					d := sit(t, map[string]string{"sitegen.yaml": "title: x\n", "content/index.md": "# 처음\n", dir + "/" + name: "# 쪽\n"}, Options{})
					ctx := &counting{Context: t.Context(), zero: func() {
						if err := do(d); err != nil {
							t.Error(err)
						}
					}}
					ctx.left.Store(1)
					u, err := d.p.Update(ctx, changed)
					if err != nil {
						t.Fatal(err)
					}
					d.u = u
					d.built()
				})
			})
		}
	}
}

// However often a site is saved, no more than one before it is held.
func TestOneSiteIsHeldBehindAnother(t *testing.T) {
	d := sit(t, library, Options{})
	d.save(map[string]string{"templates/page.html": failing(t, "없는 쪽", "하나")})
	for i := range 4 {
		if !d.u.Snapshot.Try(t.Context()) {
			t.Fatal("a page does not render")
		}
		d.save(map[string]string{"content/aws/가.md": fmt.Sprintf("# 가\n\n%d번째\n", i)})
	}
	held := 0
	for s := d.u.Snapshot.before; s != nil; s = s.before {
		held++
	}
	if held != 1 {
		t.Errorf("%d sites are held behind the one that is shown", held)
	}
}
