//go:build unix

package source

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/fstest"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
	"sitegen/internal/memo"
)

var _ memo.Files = (*Tree)(nil)

func nfd(s string) string { return hangul.NFD(s) }

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func symlink(t *testing.T, dir, name, target string) {
	t.Helper()
	p := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, p); err != nil {
		t.Skip(err)
	}
}

func open(t *testing.T, dir string) *Root {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func scanned(t *testing.T, dir string, l Layout) (*Tree, []diag.Diag) {
	t.Helper()
	if l.Output == "" {
		l.Output = "public"
	}
	l.Config = "sitegen.yaml"
	tree, ds, err := open(t, dir).Scan(l)
	if err != nil {
		t.Fatal(err)
	}
	return tree, ds
}

// list writes a tree as "path kind" lines.
func list(tree *Tree) []string {
	names := map[Kind]string{Page: "page", Asset: "asset", Static: "static", Template: "template"}
	var out []string
	for _, f := range tree.Files {
		out = append(out, f.Path+" "+names[f.Kind])
	}
	return out
}

func brief(ds []diag.Diag) []string {
	var out []string
	for _, d := range ds {
		out = append(out, d.Code+" "+d.Pos.String())
	}
	return out
}

func TestScanContentFolder(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{
		"sitegen.yaml", "README.md", "src/main.go", "public/index.html",
		"content/index.md", "content/aws/" + nfd("가용 영역") + ".md", "content/aws/img/그림 1.PNG", "content/C.Markdown", "content/B.MD",
		"content/data.csv", "content/_초안.md", "content/100% #1?.md", "content/R&D + \"인용\".md", "content/👩‍💻.md", "content/sub/sitegen.yaml",
		"content/a.md~", "content/.#a.md", "content/#a.md#", "content/4913", "content/a.md.swp", "content/a.md___jb_tmp___", "content/~$a.md",
		"content/.DS_Store", "content/._a.md", "content/Thumbs.db", "content/a.md.orig", "content/.hidden.md", "content/.obsidian/app.json",
		"content/public/p.md", "content/static/s.md",
		"static/CNAME", "static/.nojekyll", "static/.well-known/x", "static/css/site.css", "static/.DS_Store", "templates/page.html",
	} {
		write(t, dir, f, "x")
	}
	tree, ds := scanned(t, dir, Layout{})
	want := []string{
		"content/100% #1?.md page", "content/B.MD page", "content/C.Markdown page", "content/R&D + \"인용\".md page", "content/_초안.md page",
		"content/aws/img/그림 1.PNG asset", "content/aws/가용 영역.md page", "content/data.csv asset", "content/index.md page",
		"content/public/p.md page", "content/static/s.md page", "content/👩‍💻.md page",
		"static/.nojekyll static", "static/.well-known/x static", "static/CNAME static", "static/css/site.css static", "templates/page.html template",
	}
	if got := list(tree); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(ds) > 0 || tree.Content != "content" {
		t.Errorf("content %q, diags %v", tree.Content, ds)
	}
	f, _ := tree.Lookup("content/aws/가용 영역.md")
	if f.Rel != "aws/가용 영역.md" || f.Size != 1 {
		t.Errorf("%+v", f)
	}
	if data, err := tree.ReadFile("content/aws/가용 영역.md"); string(data) != "x" || err != nil {
		t.Errorf("a decomposed name is not read: %q %v", data, err)
	}
}

func TestScanRoot(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{
		"README.md", "aws/a.md", "img/a.svg", "Makefile", "key.pem", "sitegen.yaml", ".git/config", ".github/x.md", ".env",
		"node_modules/x/README.md", "public/index.html", "public/a.md", "static/s.css", "static/notes.md", "templates/page.html", "templates/x.md",
	} {
		write(t, dir, f, "x")
	}
	tree, ds := scanned(t, dir, Layout{})
	want := []string{
		"Makefile asset", "README.md page", "aws/a.md page", "img/a.svg asset", "key.pem asset",
		"static/notes.md static", "static/s.css static", "templates/page.html template", "templates/x.md template",
	}
	if got := list(tree); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if tree.Content != "" {
		t.Errorf("content %q", tree.Content)
	}
	// Notes in the folders of the theme are no pages, and that is said.
	for i, file := range []string{"static/notes.md", "templates/x.md"} {
		if len(ds) != 2 || ds[i].Code != "NAM007" || ds[i].Pos.File != file {
			t.Fatalf("diags %v", ds)
		}
	}
}

func TestScanNamedContentAndIgnore(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"docs/a.md", "docs/drafts/b.md", "docs/x/c.bak.md", "docs/x/d.md", "content/no.md", "out/o.md"} {
		write(t, dir, f, "x")
	}
	tree, ds := scanned(t, dir, Layout{Content: "./docs/", Ignore: []string{"docs/drafts", "*.bak.md"}})
	if got := list(tree); !reflect.DeepEqual(got, []string{"docs/a.md page", "docs/x/d.md page"}) || len(ds) > 0 {
		t.Errorf("%v %v", got, ds)
	}
	tree, _ = scanned(t, dir, Layout{Content: ".", Output: "./out"})
	if got := len(tree.Files); got != 5 {
		t.Errorf("%v", list(tree))
	}
}

func TestScanDiags(t *testing.T) {
	page := func(names ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			for _, n := range names {
				write(t, dir, n, "x")
			}
		}
	}
	link := func(name, target string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { symlink(t, dir, name, target) }
	}
	tests := []struct {
		name  string
		make  func(*testing.T, string)
		want  []string // code and place
		pages int      // besides index.md
	}{
		{"newline", page("content/a\nb.md"), []string{`NAM001 content/a\nb.md`}, 0},
		{"escape in a folder", page("content/a\x1b[31m/b.md"), []string{`NAM001 content/a\x1b[31m`}, 0},
		{"CP949 name", page("content/\xc7\xd1\xb1\xdb.md"), []string{`NAM005 content/\xc7ѱ\xdb.md`}, 0},
		{"trailing dot and space", page("content/끝..md", "content/끝 .md"), []string{"NAM002 content/끝 .md", "NAM002 content/끝..md"}, 2},
		{"colon", page("content/12:30.md"), []string{"NAM002 content/12:30.md"}, 1},
		{"device", page("content/con.md", "content/LPT1.md", "content/console.md"), []string{"NAM002 content/LPT1.md", "NAM002 content/con.md"}, 3},
		{"folders by case", page("content/Docs/a.md", "content/docs/b.md"), []string{"NAM003 content/docs"}, 2},
		{"static by case", page("static/Logo.png", "static/logo.png"), []string{"NAM003 static/logo.png"}, 0},
		{"pages by case are for the addresses", page("content/Guide.md", "content/guide.md"), nil, 2},
		{"double extension", page("content/b.md.txt", "content/a.md.md"), []string{"NAM004 content/a.md.md", "NAM004 content/b.md.txt"}, 1},
		{"static dot files", page("static/.env", "static/.git/config"), []string{"NAM006 static/.env", "NAM006 static/.git"}, 0},
		{"git and node_modules", page("content/.git/config", "content/node_modules/x/R.md"), []string{"NAM006 content/.git", "NAM006 content/node_modules"}, 0},
		{"long address", page("content/" + strings.Repeat(strings.Repeat("한", 60)+"/", 5) + "a.md"),
			[]string{"NAM009 content/" + strings.Repeat(strings.Repeat("한", 60)+"/", 5) + "a.md"}, 1},
		{"NFC and NFD", page("content/한글.md", "content/"+nfd("한글")+".md"), []string{"URL002 content/한글.md"}, 1},
		{"NFC and NFD folders hold different files", page("content/한글/a.md", "content/"+nfd("한글")+"/b.md"), nil, 2},
		{"link to a page", link("content/a.md", "index.md"), []string{"FS001 content/a.md"}, 0},
		{"link out of content", func(t *testing.T, dir string) {
			write(t, dir, "README.md", "# 읽기")
			symlink(t, dir, "content/a.md", "../README.md")
		}, []string{"FS001 content/a.md"}, 1},
		{"link to a folder", func(t *testing.T, dir string) {
			write(t, dir, "img/a.png", "x")
			symlink(t, dir, "content/img", "../img")
		}, []string{"FS001 content/img"}, 0},
		{"link outside", link("content/a.md", "/etc/passwd"), []string{"FS002 content/a.md"}, 0},
		{"link to a folder outside", link("content/d", "/etc"), []string{"FS002 content/d"}, 0},
		{"relative link outside", link("content/a.md", "../../outside.md"), []string{"FS002 content/a.md"}, 0},
		{"static link outside", link("static/shadow", "/etc/passwd"), []string{"FS002 static/shadow"}, 0},
		{"static itself leads outside", link("static", "/etc"), []string{"FS002 static"}, 0},
		{"device", link("content/a.md", "/dev/zero"), []string{"FS002 content/a.md"}, 0},
		{"link in a circle", func(t *testing.T, dir string) {
			symlink(t, dir, "content/a.md", "b.md")
			symlink(t, dir, "content/b.md", "a.md")
		}, []string{"FS003 content/a.md", "FS003 content/b.md"}, 0},
		{"link to itself", link("content/a.md", "a.md"), []string{"FS003 content/a.md"}, 0},
		{"link to the folder above", link("content/d/up", ".."), []string{"FS003 content/d/up"}, 0},
		{"link to the root", link("content/d/e/up", "../../.."), []string{"FS003 content/d/e/up"}, 0},
		{"dangling", link("content/a.md", "없음.md"), []string{"FS004 content/a.md"}, 0},
		{"lock file of an editor", link("content/.#a.md", "user@host.1:2"), nil, 0},
		{"pipe", func(t *testing.T, dir string) { fifo(t, filepath.Join(dir, "content/p.md")) }, []string{"FS005 content/p.md"}, 0},
		{"pipe in static", func(t *testing.T, dir string) {
			write(t, dir, "static/a", "x")
			fifo(t, filepath.Join(dir, "static/pipe"))
		}, []string{"FS005 static/pipe"}, 0},
		{"socket", func(t *testing.T, dir string) {
			t.Chdir(filepath.Join(dir, "content")) // the path of a socket must be short
			l, err := net.Listen("unix", "s.md")
			if err != nil {
				t.Skip(err)
			}
			t.Cleanup(func() { l.Close() })
		}, []string{"FS005 content/s.md"}, 0},
		{"sparse", func(t *testing.T, dir string) { sparse(t, dir, "static/big.bin", 1<<40) }, []string{"LIM004 static/big.bin"}, 0},
		{"large page", func(t *testing.T, dir string) { sparse(t, dir, "content/a.md", 65<<20) }, []string{"LIM004 content/a.md"}, 0},
		{"deep", page("content/" + strings.Repeat("d/", 300) + "a.md"), nil, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "content/index.md", "# 홈")
			tt.make(t, dir)
			tree, ds := scanned(t, dir, Layout{})
			if got := brief(ds); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("diags %q, want %q\n%v", got, tt.want, ds)
			}
			pages := 0
			for _, f := range tree.Files {
				if f.Kind == Page {
					pages++
				}
			}
			if pages != tt.pages+1 {
				t.Errorf("%d pages, want %d: %v", pages-1, tt.pages, list(tree))
			}
			for _, d := range ds {
				warns := strings.HasPrefix(d.Code, "NAM") && d.Code != "NAM001" && d.Code != "NAM005" || d.Code == "FS001"
				if (d.Severity == diag.Warning) != warns || d.Hint == "" {
					t.Errorf("%+v", d)
				}
			}
		})
	}
}

func fifo(t *testing.T, p string) {
	t.Helper()
	if err := syscall.Mkfifo(p, 0o644); err != nil {
		t.Skip(err)
	}
}

func sparse(t *testing.T, dir, name string, size int64) {
	t.Helper()
	write(t, dir, name, "")
	if err := os.Truncate(filepath.Join(dir, name), size); err != nil {
		t.Skip(err)
	}
}

func TestScanShowsTheKoreanReading(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "content/\xc7\xd1\xb1\xdb.md", "x")
	_, ds := scanned(t, dir, Layout{})
	if len(ds) != 1 || !strings.Contains(ds[0].Hint, "한글.md") {
		t.Errorf("%+v", ds)
	}
}

func TestScanNothingThere(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "sitegen.yaml", "title: t\n")
	if _, ds := scanned(t, dir, Layout{}); !slices.Equal(brief(ds), []string{"FS007 content"}) || ds[0].Severity != diag.Error {
		t.Errorf("no content: %v", ds)
	}
	pos := diag.Pos{File: "sitegen.yaml", Line: 2, Col: 10}
	if _, ds := scanned(t, dir, Layout{Content: "docs", ContentPos: pos}); !slices.Equal(brief(ds), []string{"FS007 sitegen.yaml:2:10"}) {
		t.Errorf("named content: %v", ds)
	}
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, ds := scanned(t, dir, Layout{}); !slices.Equal(brief(ds), []string{"STR009 content"}) || ds[0].Severity != diag.Warning {
		t.Errorf("empty content: %v", ds)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.md", "가")
	write(t, dir, "d/"+nfd("한글")+".txt", "나")
	write(t, dir, "empty", "")
	symlink(t, dir, "out", "/etc/passwd")
	symlink(t, dir, "etc", "/etc")
	symlink(t, dir, "in", "a.md")
	symlink(t, dir, "loop", "loop")
	fifo(t, filepath.Join(dir, "pipe"))
	sparse(t, dir, "big", 2<<30)
	r := open(t, dir)
	tests := []struct {
		name, want string
		err        error
		code       string
	}{
		{"a.md", "가", nil, ""},
		{"d/한글.txt", "나", nil, ""},
		{"empty", "", nil, ""},
		{"in", "가", nil, ""},
		{"missing", "", fs.ErrNotExist, "FS004"},
		{"a.md/x", "", fs.ErrNotExist, "FS004"},
		{strings.Repeat("가", 200), "", fs.ErrNotExist, "FS004"},
		{"out", "", ErrOutside, "FS002"},
		{"etc/passwd", "", ErrOutside, "FS002"},
		{"../a.md", "", ErrOutside, "FS002"},
		{"/etc/passwd", "", ErrOutside, "FS002"},
		{"loop", "", syscall.ELOOP, "FS003"},
		{"pipe", "", ErrIrregular, "FS005"},
		{"d", "", ErrFolder, "FS005"},
		{"big", "", ErrTooLarge, "LIM004"},
	}
	for _, tt := range tests {
		data, err := r.ReadFile(tt.name)
		if string(data) != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: %q, %v", tt.name, data, err)
		}
		if err == nil {
			continue
		}
		if strings.Contains(err.Error(), dir) {
			t.Errorf("%s: the error names the machine: %v", tt.name, err)
		}
		if d := Trouble(diag.Pos{File: tt.name}, tt.name, err); d.Code != tt.code {
			t.Errorf("%s: %v", tt.name, d)
		}
	}
}

func TestReadFileManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.md", "가")
	r := open(t, dir)
	var wg sync.WaitGroup
	for range 500 {
		wg.Go(func() {
			if _, err := r.ReadFile("a.md"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestOverlay(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "content/index.md", "x")
	write(t, dir, "templates/page.html", "own")
	write(t, dir, "templates/extra/new.html", "new")
	defaults := fstest.MapFS{
		"page.html": {Data: []byte("default page")},
		"home.html": {Data: []byte("default home")},
		"embed.go":  {Data: []byte("package templates")},
	}
	tree, _ := scanned(t, dir, Layout{Templates: defaults})
	got, err := tree.Overlay("templates")
	want := []Overlaid{
		{"extra/new.html", "templates/extra/new.html", true},
		{"home.html", "templates/home.html", false},
		{"page.html", "templates/page.html", true},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%v, %v", got, err)
	}
	for i, text := range []string{"new", "default home", "own"} {
		if data, err := tree.ReadFile(got[i].Path); string(data) != text || err != nil {
			t.Errorf("%s: %q, %v", got[i].Path, data, err)
		}
	}
	if _, err := tree.ReadFile("templates/none.html"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
	if none, err := tree.Overlay("static"); len(none) > 0 || err != nil {
		t.Errorf("static: %v, %v", none, err)
	}
}

// Permissions do not stop root, so the test runs itself as somebody else.
func TestUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		again := exec.Command("/proc/self/exe", "-test.run=^TestUnreadable$", "-test.v")
		again.Dir = "/tmp"
		again.Env = append(os.Environ(), "TMPDIR=/tmp")
		again.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		out, err := again.CombinedOutput()
		if err != nil && !strings.Contains(string(out), "=== RUN") {
			t.Skipf("cannot run as another user: %v", err)
		}
		if err != nil {
			t.Errorf("as another user: %v\n%s", err, out)
		}
		return
	}
	dir := t.TempDir()
	write(t, dir, "content/index.md", "x")
	write(t, dir, "content/a.md", "x")
	write(t, dir, "content/d/b.md", "x")
	for name, mode := range map[string]fs.FileMode{"content/a.md": 0, "content/d": 0} {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(filepath.Join(dir, "content/d"), 0o755) })
	tree, ds := scanned(t, dir, Layout{})
	if got := brief(ds); !reflect.DeepEqual(got, []string{"FS006 content/d"}) {
		t.Errorf("folder: %v", ds)
	}
	_, err := tree.ReadFile("content/a.md")
	if d := Trouble(diag.Pos{File: "content/a.md"}, "content/a.md", err); d.Code != "FS006" {
		t.Errorf("file: %v", d)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]bool{
		"a.md~": true, "#a.md#": true, "4913": true, ".a.swp": true, "a.md___jb_old___": true, "b.orig": true, "~$보고서.docx": true,
		"a.md": false, "#": false, "##": false, "C#": false, "#1 노트.md": false, "tmp.md": false, "a.tmp": true,
	} {
		if litter(name) != want {
			t.Errorf("litter(%q) = %v", name, !want)
		}
	}
	if _, usable, found := checkName("한글 노트 (1).md", "x"); !usable || found {
		t.Error("an ordinary name is complained about")
	}
}

func BenchmarkScan(b *testing.B) {
	dir := b.TempDir()
	for i := range 2000 {
		p := filepath.Join(dir, "content", fmt.Sprint(i%40))
		if err := os.MkdirAll(p, 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(p, fmt.Sprintf("%d.md", i)), []byte("# 가\n"), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	r, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for b.Loop() {
		if _, _, err := r.Scan(Layout{}); err != nil {
			b.Fatal(err)
		}
	}
}

// The output of an earlier build is not content, whatever its folder is called.
func TestScanLeavesOutputAlone(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"a.md", "old/b.md", "old/.sitegen-manifest.json", "c/d/.sitegen-manifest.json", "c/d/e.md", "c/f.md"} {
		write(t, dir, f, "x")
	}
	tree, ds := scanned(t, dir, Layout{})
	if got, want := list(tree), []string{"a.md page", "c/f.md page"}; !reflect.DeepEqual(got, want) || len(ds) > 0 {
		t.Errorf("got %v, want %v; %v", got, want, ds)
	}
}

// What is hidden is not read, on whatever way one gets there.
func TestHiddenFilesAreNeverRead(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"content/a.md", ".env", ".git/config", "content/.secret/x.txt", "public/x.html", "old/.sitegen-manifest.json", "old/a/x.html"} {
		write(t, dir, f, "TOKEN")
	}
	for link, target := range map[string]string{"content/leak.png": "../.git/config", "content/b.md": "../.env", "hop": ".env", "content/c.png": "../hop"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	tree, ds := scanned(t, dir, Layout{Output: "public"})
	if got, want := list(tree), []string{"content/a.md page"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if len(ds) != 3 || ds[0].Code != "FS002" {
		t.Errorf("diags %v", ds)
	}
	for _, f := range []string{".env", ".git/config", "content/.secret/x.txt", "public/x.html", "old/a/x.html"} {
		if data, err := tree.ReadFile(f); !errors.Is(err, ErrHidden) {
			t.Errorf("%s: %q, %v", f, data, err)
		}
	}
}

// A link that no scan looks at, or that has come since, leads to nothing hidden.
func TestHiddenFilesAreNotReachedThroughLinks(t *testing.T) {
	project := func(t *testing.T) (string, *Tree) {
		dir := t.TempDir()
		for _, f := range []string{"content/a.md", "content/pictures/a.png", "content/pictures/b.png", "aside/a.png"} {
			write(t, dir, f, "shown")
		}
		for _, f := range []string{".env", ".git/config", ".git/a.png"} {
			write(t, dir, f, "TOKEN")
		}
		tree, _ := scanned(t, dir, Layout{})
		return dir, tree
	}
	replace := func(t *testing.T, dir, name, target string) {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		symlink(t, dir, name, target)
	}
	cases := []struct{ link, target, read, open string }{
		{link: "hop", target: ".env", read: "hop"},
		{link: "content/git", target: "../.git", read: "content/git/config"},
		{link: nfd("content/가"), target: "../.git", read: nfd("content/가") + "/config"},
		{link: "content/pictures/a.png", target: "../../.env", open: "content/pictures/a.png"},
		{link: "content/pictures", target: "../.git", open: "content/pictures/a.png"},
	}
	for _, c := range cases {
		dir, tree := project(t)
		replace(t, dir, c.link, c.target)
		if c.read != "" {
			if data, err := tree.ReadFile(hangul.NFC(c.read)); !errors.Is(err, ErrHidden) {
				t.Errorf("%s → %s: read %q, %v", c.link, c.target, data, err)
			}
			continue
		}
		if f, err := tree.Open(c.open); !errors.Is(err, ErrHidden) {
			t.Errorf("%s → %s: opened %v, %v", c.link, c.target, f, err)
		}
	}

	dir, tree := project(t)
	symlink(t, dir, "hop", "aside")
	if data, err := tree.ReadFile("hop/a.png"); string(data) != "shown" {
		t.Errorf("through a link to what may be seen: %q, %v", data, err)
	}
	if _, err := tree.ReadFile("hop/none.png"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("through a link to nothing: %v", err)
	}
	replace(t, dir, "content/pictures/a.png", "../../aside/a.png")
	replace(t, dir, "content/pictures/b.png", "../missing.png")
	if f, err := tree.Open("content/pictures/a.png"); err != nil {
		t.Errorf("a link to what may be seen: %v", err)
	} else {
		f.Close()
	}
	if _, err := tree.Open("content/pictures/b.png"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a link that leads nowhere: %v", err)
	}
}

// A scan would not find what lies behind a link to a folder.
func TestStandsOnlyWhereAScanWouldLook(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "content/aws/a.md", "x")
	tree, _ := scanned(t, dir, Layout{})
	f, _ := tree.Lookup("content/aws/a.md")
	if !tree.Stands(f) {
		t.Error("it stands where it stood")
	}
	if err := os.Rename(filepath.Join(dir, "content/aws"), filepath.Join(dir, "shared")); err != nil {
		t.Fatal(err)
	}
	symlink(t, dir, "content/aws", "../shared")
	if tree.Stands(f) {
		t.Error("its folder is a link now")
	}
}

// Where two names are spelt otherwise only, it takes a scan to say so, and to say
// no more.
func TestStandsOnlyAlone(t *testing.T) {
	dir := t.TempDir()
	for _, f := range []string{"content/한.md", nfd("content/글.md"), "content/가/a.md", "content/둘.md", nfd("content/둘.md")} {
		write(t, dir, f, "x")
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "content")); err != nil || len(entries) != 5 {
		t.Skip("this disk does not tell the spellings apart")
	}
	tree, _ := scanned(t, dir, Layout{})
	stands := func(path string) bool {
		f, known := tree.Lookup(path)
		return known && tree.Stands(f)
	}
	alone := []string{"content/한.md", "content/글.md", "content/가/a.md"}
	for _, path := range alone {
		if !stands(path) {
			t.Errorf("%s stands where it stood", path)
		}
	}
	for _, f := range []string{nfd("content/한.md"), "content/글.md", nfd("content/가") + "/a.md"} {
		write(t, dir, f, "another")
	}
	if err := os.Remove(filepath.Join(dir, nfd("content/둘.md"))); err != nil {
		t.Fatal(err)
	}
	for _, path := range alone {
		if stands(path) {
			t.Errorf("%s has a twin now", path)
		}
	}
	if stands("content/둘.md") {
		t.Error("its twin has gone")
	}
}
