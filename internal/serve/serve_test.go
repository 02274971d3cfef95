package serve

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sitegen/internal/diag"
)

func TestFiles(t *testing.T) {
	s := show(t, notes())
	script := scriptTag(s.run, s.shown.Load())
	cases := []struct {
		target, kind, body string
		status             int
	}{
		{"/", htmlType, decorated(page("홈"), script), 200},
		{"/aws/az/?q=1", htmlType, decorated(page("가용 영역"), script), 200},
		{"/none", htmlType, decorated(page("없는 쪽"), script), 404},
		{"/assets/style.1a.css", "text/css; charset=utf-8", "body { color: red }", 200},
		{"/assets/app.2b.js", "text/javascript; charset=utf-8", "console.log(1)", 200},
		{"/feed.xml", "application/xml; charset=utf-8", "<feed/>", 200},
		{"/.sitegen/live.js", "text/javascript; charset=utf-8", string(liveScript), 200},
		{"/.sitegen/live.css", "text/css; charset=utf-8", string(liveStyle), 200},
		{"/.sitegen/", "text/plain; charset=utf-8", "There is no such thing.\n", 404},
		{"/.sitegen/live.js/", "text/plain; charset=utf-8", "There is no such thing.\n", 404},
	}
	for _, c := range cases {
		a := s.get(c.target)
		if a.StatusCode != c.status || a.body != c.body || a.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s: %d %s\n%s", c.target, a.StatusCode, a.Header.Get("Content-Type"), a.body)
		}
		if a.Header.Get("Cache-Control") != "no-cache" || a.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %v", c.target, a.Header)
		}
	}
	if a := s.get("/aws/az?q=1&r"); a.StatusCode != 301 || a.Header.Get("Location") != "/aws/az/?q=1&r" {
		t.Errorf("%d to %q", a.StatusCode, a.Header.Get("Location"))
	}
	// R-013, with what net/http makes of it.
	for _, target := range []string{"/내%20노트%20(초안)/", "/%EB%82%B4%20%EB%85%B8%ED%8A%B8%20(%EC%B4%88%EC%95%88)/"} {
		if a := s.get(target); a.StatusCode != 200 || !strings.Contains(a.body, "초안") {
			t.Errorf("%s: %d", target, a.StatusCode)
		}
	}
	if a := s.get("/%ED%95%9"); a.StatusCode != 400 {
		t.Errorf("%d", a.StatusCode)
	}
	delete(s.shown.Load().Site.(*published).files, "404.html")
	if a := s.get("/none"); a.StatusCode != 404 || a.body != "There is no such page.\n" {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}

func decorated(page string, script []byte) string {
	return strings.Replace(page, "</body>", string(script)+"</body>", 1)
}

// a query changes nothing.
func TestQueries(t *testing.T) {
	s := show(t, notes())
	want := s.get("/aws/az/")
	for _, query := range []string{"?import&raw??", "?url", "?raw", "?.svg", "?inline", "?inline&import", "?/../../etc/passwd", "?a=%zz", "?", "?x#y"} {
		if a := s.get("/aws/az/" + query); a.StatusCode != 200 || a.body != want.body || a.Header.Get("Content-Type") != htmlType {
			t.Errorf("%s: %d\n%s", query, a.StatusCode, a.body)
		}
	}
	for _, target := range []string{"/aws/az/#", "/aws/az/#x?raw", "/#/../etc/passwd"} {
		if a := s.get(target); a.StatusCode != 400 {
			t.Errorf("%s: %d", target, a.StatusCode)
		}
	}
}

// R-008 over the wire, with a disk that has what is asked for.
func TestNothingElseIsServed(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"sitegen.yaml", "content/a.md", ".git/config", ".env", "index.html"} {
		full := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte("root: key"), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
	s := open(t, Options{})
	s.Show(View{Site: notes(), Root: root})
	for _, target := range []string{
		"/../etc/passwd", "/%2e%2e/", "/..%2f", "/..%5c", "//etc/passwd", "/./", "/%00", "/@fs/etc/passwd", "/content/a.md", "/sitegen.yaml", "/.git/config", "/.env",
		"/../../../../../../../../etc/passwd", "/%2e%2e%2f%2e%2e%2fetc/passwd", "/.sitegen/../sitegen.yaml", "/.sitegen/..%2fsitegen.yaml", "/.sitegen%2flive.js",
		"/" + root + "/sitegen.yaml", root + "/sitegen.yaml", "/file://" + root + "/sitegen.yaml",
	} {
		a := s.get(target)
		if a.StatusCode != 404 && a.StatusCode != 400 || strings.Contains(a.body, "root:") {
			t.Errorf("%s: %d %s", target, a.StatusCode, a.body)
		}
	}
}

func TestConditional(t *testing.T) {
	s := show(t, notes())
	for _, target := range []string{"/aws/az/", "/assets/style.1a.css", "/.sitegen/live.js"} {
		tag := s.get(target).Header.Get("ETag")
		if a := s.get(target, "If-None-Match: "+tag); tag == "" || a.StatusCode != 304 || a.body != "" || a.Header.Get("ETag") != tag {
			t.Errorf("%s with %s: %d", target, tag, a.StatusCode)
		}
		if a := s.get(target, `If-None-Match: "other"`); a.StatusCode != 200 {
			t.Errorf("%s: %d", target, a.StatusCode)
		}
	}

	// Another version with the same page is no reason to send it again; another
	// page is.
	tag := s.get("/aws/az/").Header.Get("ETag")
	next := notes()
	next.files["index.html"] = page("새 홈")
	s.Show(View{Site: next})
	if a := s.get("/aws/az/"); a.Header.Get("ETag") != tag || !strings.Contains(a.body, `data-version="2"`) {
		t.Errorf("%v\n%s", a.Header, a.body)
	}
	if a := s.get("/aws/az/", "If-None-Match: "+tag); a.StatusCode != 304 {
		t.Errorf("%d", a.StatusCode)
	}
	if s.get("/").Header.Get("ETag") == show(t, notes()).get("/").Header.Get("ETag") {
		t.Error("two pages with one tag")
	}
	// A page that was kept from another run counts versions of that one.
	if other := show(t, next); other.get("/").Header.Get("ETag") == s.get("/").Header.Get("ETag") {
		t.Error("two runs with one tag")
	}
	if style := "/assets/style.1a.css"; show(t, next).get(style).Header.Get("ETag") != s.get(style).Header.Get("ETag") {
		t.Error("a stylesheet has another tag in another run")
	}
}

func TestRanges(t *testing.T) {
	s := show(t, notes())
	a := s.get("/assets/style.1a.css", "Range: bytes=0-3")
	if a.StatusCode != 206 || a.body != "body" || a.Header.Get("Content-Range") != "bytes 0-3/19" {
		t.Errorf("%d %q %v", a.StatusCode, a.body, a.Header)
	}
	if a := s.get("/assets/style.1a.css", "Range: bytes=99-"); a.StatusCode != 416 {
		t.Errorf("%d", a.StatusCode)
	}
}

// opened counts how often a file is opened and closed.
type opened struct {
	io.ReadSeeker
	closed *int
}

func (o opened) Close() error { *o.closed++; return nil }

func TestFilesOnTheDisk(t *testing.T) {
	var asked, closed int
	of := func(data string) func() (io.ReadSeekCloser, error) {
		return func() (io.ReadSeekCloser, error) { asked++; return opened{strings.NewReader(data), &closed}, nil }
	}
	fails := func(err error) func() (io.ReadSeekCloser, error) {
		return func() (io.ReadSeekCloser, error) { return nil, err }
	}
	site := notes()
	film := strings.Repeat("0123456789abcdef", readable/16) + "!"
	site.disk = map[string]func() (io.ReadSeekCloser, error){
		"a.png": of("png"), "plain.html": of("<p>글"), "film.mp4": of(film), "empty.txt": of(""),
		"gone.png": fails(fs.ErrNotExist), "locked.png": fails(fs.ErrPermission),
	}
	s := show(t, site)
	if a := s.get("/a.png"); a.body != "png" || a.Header.Get("Content-Type") != "image/png" || a.Header.Get("ETag") != digest([]byte("png")) {
		t.Errorf("%d %s %v", a.StatusCode, a.body, a.Header)
	}
	if a := s.get("/plain.html"); a.body != "<p>글"+string(scriptTag(s.run, s.shown.Load())) {
		t.Errorf("%s", a.body)
	}
	if a := s.get("/empty.txt"); a.StatusCode != 200 || a.body != "" {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := s.get("/film.mp4"); a.body != film || a.Header.Get("ETag") != "" || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d bytes, %v", len(a.body), a.Header)
	}
	if a := s.get("/film.mp4", fmt.Sprintf("Range: bytes=%d-", readable)); a.StatusCode != 206 || a.body != "!" {
		t.Errorf("%d %q", a.StatusCode, a.body)
	}
	if a := s.get("/gone.png"); a.StatusCode != 404 {
		t.Errorf("gone: %d", a.StatusCode)
	}
	if a := s.get("/locked.png"); a.StatusCode != 500 || !strings.Contains(s.saidAll(), `"locked.png" cannot be shown: permission denied`) {
		t.Errorf("locked: %d, %s", a.StatusCode, s.saidAll())
	}
	if err := s.end(); err != nil || asked != closed || asked != 5 {
		t.Errorf("%d files opened, %d closed, %v", asked, closed, err)
	}
}

func TestTypes(t *testing.T) {
	for name, want := range map[string]string{
		"index.html": htmlType, "a/B.HTML": htmlType, "x.mjs": "text/javascript; charset=utf-8", "x.svg": "image/svg+xml", "x.woff2": "font/woff2", "x.md": "text/markdown; charset=utf-8",
		"CNAME": "application/octet-stream", "x.tar.zst": "application/octet-stream", "x.PNG": "image/png", ".html/x": "application/octet-stream",
	} {
		if got := typeOf(name); got != want {
			t.Errorf("%s is %s", name, got)
		}
	}
}

func TestDecorate(t *testing.T) {
	for page, want := range map[string]string{
		"<body>a</body></html>":                          "<body>aX</body></html>",
		"<body>a</BODY></HTML>":                          "<body>aX</BODY></HTML>",
		"<pre>&lt;/body></pre></body><!-- </body> -->\n": "<pre>&lt;/body></pre></body><!-- X</body> -->\n",
		"<p>a": "<p>aX",
		"":     "X",
		"<":    "<X", "</body": "</bodyX", "</body><": "X</body><",
	} {
		if got := string(decorate([]byte(page), []byte("X"))); got != want {
			t.Errorf("%q becomes %q, want %q", page, got, want)
		}
	}
}

func TestJoinScripts(t *testing.T) {
	files := fstest.MapFS{"x/b.js": {Data: []byte("B")}, "x/x.js": {Data: []byte("X")}, "x/a.js": {Data: []byte("A\n")}, "y/c.js": {}, "x/x.css": {}}
	if got, want := string(joinScripts(files, "x")), "(() => {\n\"use strict\";\nA\n\nB\nX\n})();\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A page that is asked for while the first build runs comes when it is done.
func TestPagesAreWaitedFor(t *testing.T) {
	s := open(t, Options{})
	got := make(chan answer)
	go func() { got <- s.get("/aws/az/") }()
	if a := s.get("/.sitegen/live.js"); a.StatusCode != 200 {
		t.Errorf("the script has to wait, too: %d", a.StatusCode)
	}
	select {
	case a := <-got:
		t.Fatalf("an answer before there is one: %d", a.StatusCode)
	case <-time.After(20 * time.Millisecond):
	}
	s.Show(View{Site: notes()})
	if a := <-got; a.StatusCode != 200 || !strings.Contains(a.body, "가용 영역") {
		t.Errorf("%d", a.StatusCode)
	}
}

// Whoever waits when the server ends is told so.
func TestNobodyWaitsForEver(t *testing.T) {
	s := open(t, Options{})
	conn := s.dial()
	defer conn.Close()
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
	for len(s.get("/.sitegen/live.js").body) == 0 { // so the first is with its handler
	}
	if err := s.end(); err != nil {
		t.Error(err)
	}
	if told, err := io.ReadAll(conn); err != nil || !strings.HasPrefix(string(told), "HTTP/1.1 503 ") {
		t.Errorf("%v, %q", err, told)
	}
}

// mistakes are shown, as text, and the page goes when they are mended.
func TestProblemsPage(t *testing.T) {
	s := open(t, Options{})
	mistake := diag.Errorf(diag.Pos{File: "templates/page.html", Line: 3, Col: 4}, "TPL001", "<script>alert(1)</script> is not defined").WithHint("write <b>it</b> \"so\"")
	s.Show(View{
		Diags: []diag.Diag{diag.Warnf(diag.Pos{}, "CFG001", "a word"), mistake},
		Line:  func(string, int) string { return "가나<다>&라" },
		Root:  "/home/me/my notes",
	})
	for _, target := range []string{"/", "/aws/", "/style.css", "/index.html?x"} {
		a := s.get(target)
		if a.StatusCode != 500 || a.Header.Get("Content-Type") != htmlType {
			t.Errorf("%s: %d", target, a.StatusCode)
		}
		for _, want := range []string{
			"&lt;script&gt;alert(1)&lt;/script&gt; is not defined", "write &lt;b&gt;it&lt;/b&gt; &#34;so&#34;",
			`<a href="vscode://file/home/me/my%20notes/templates/page.html:3:4">templates/page.html:3:4</a>`,
			"가나&lt;<mark>다</mark>&gt;&amp;라", "1 error, 1 warning", `<html lang="en"`, string(scriptTag(s.run, s.shown.Load())) + "</body>",
		} {
			if !strings.Contains(a.body, want) {
				t.Errorf("%s lacks %s:\n%s", target, want, a.body)
			}
		}
		if strings.Contains(a.body, "<script>") {
			t.Errorf("%s: a message is a part of the page", target)
		}
	}
	if a := s.get("/", "Accept-Language: fr, ko-KR;q=0.9, en;q=0.8"); !strings.Contains(a.body, "오류 1개, 경고 1개") || !strings.Contains(a.body, `<html lang="ko"`) {
		t.Errorf("not in Korean:\n%s", a.body)
	}
	if a := s.get("/.sitegen/live.js"); a.StatusCode != 200 {
		t.Errorf("no script: %d", a.StatusCode)
	}
	s.Show(View{Site: notes()})
	if a := s.get("/"); a.StatusCode != 200 || !strings.Contains(a.body, "홈") {
		t.Errorf("mended: %d", a.StatusCode)
	}
}

// A page that cannot be made says why, in its own place.
func TestPageThatCannotBeMade(t *testing.T) {
	s := show(t, failed{notes()})
	if a := s.get("/aws/"); a.StatusCode != 500 || !strings.Contains(a.body, "TPL002") || !strings.Contains(a.body, "This page cannot be made.") || !strings.Contains(a.body, "live.js") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := s.get("/"); a.StatusCode != 200 {
		t.Errorf("%d", a.StatusCode)
	}
}

type failed struct{ *published }

func (f failed) File(name string) (File, bool) {
	if name == "aws/index.html" {
		return File{Diags: []diag.Diag{diag.Errorf(diag.Pos{File: "templates/page.html", Line: 1}, "TPL002", "fails")}}, true
	}
	return f.published.File(name)
}

func TestListOf(t *testing.T) {
	long := problem{Severity: "error", Source: strings.Repeat("가", 500) + "나" + strings.Repeat("다", 500), Col: 501}
	beyond := problem{Severity: "error", Source: "짧은 줄", Col: 9}
	st := state{Errors: 3, Problems: []problem{long, beyond}}
	got := listOf(st, false, english)
	if got.Title != "3 errors" || got.More != "1 more in the terminal." {
		t.Errorf("%+v", got)
	}
	if p := got.Problems[0]; p.Before != "…"+strings.Repeat("가", 60) || p.At != "나" || p.After != strings.Repeat("다", 500) {
		t.Errorf("%q %q %q", p.Before, p.At, p.After)
	}
	if p := got.Problems[1]; p.Before != "짧은 줄" || p.At != "" {
		t.Errorf("%q %q %q", p.Before, p.At, p.After)
	}
	if got := listOf(state{Warnings: 1}, true, korean); got.Title != "경고 1개" || got.Lead != korean.noPage {
		t.Errorf("%+v", got)
	}
}

func TestKoreanFirst(t *testing.T) {
	for header, want := range map[string]bool{"": false, "ko": true, "ko-KR,en": true, "en-US,ko": false, "fr, ko;q=0.5": true, "kok, en": false, "*": false, "KO;q=1": true} {
		if (wordsFor(header).lang == "ko") != want {
			t.Errorf("%q", header)
		}
	}
}

// A site that fails on one page does not take the server with it.
type failing struct{ *published }

func (failing) File(name string) (File, bool) {
	if name == "aws/index.html" {
		panic("out of ideas\x1b[31m")
	}
	return File{Data: []byte("<p>fine")}, true
}

func TestOnePageFails(t *testing.T) {
	s := show(t, failing{notes()})
	if a := s.get("/aws/"); a.StatusCode != 500 || strings.Contains(a.body, "ideas") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := s.get("/"); a.StatusCode != 200 {
		t.Errorf("%d", a.StatusCode)
	}
	if got := s.saidAll(); !strings.Contains(got, `sitegen itself failed on "/aws/": out of ideas`) {
		t.Errorf("said: %q", got)
	}
}

// brokenOff is a file whose bytes end before its end.
type brokenOff struct{ *bytes.Reader }

func (b brokenOff) Read(p []byte) (int, error) {
	if b.Len() < readable/2 {
		panic("the disk has gone")
	}
	return b.Reader.Read(p)
}
func (brokenOff) Close() error { return nil }

// Half a file does not look like a whole one.
func TestHalfAnAnswer(t *testing.T) {
	site := notes()
	site.disk = map[string]func() (io.ReadSeekCloser, error){"film.mp4": func() (io.ReadSeekCloser, error) {
		return brokenOff{bytes.NewReader(make([]byte, 2*readable))}, nil
	}}
	s := show(t, site)
	r, err := http.Get("http://" + s.addr + "/film.mp4")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if _, err := io.ReadAll(r.Body); err == nil {
		t.Error("nobody could tell")
	}
}

// clients that are slow with their questions are waited for no longer
// than others can bear, and hold up nobody.
func TestSlowQuestions(t *testing.T) {
	if usual.header != 5*time.Second {
		t.Errorf("a question may take %v", usual.header)
	}
	s := open(t, Options{}, func(s *Server) { s.limits.header = 500 * time.Millisecond })
	s.Show(View{Site: notes()})
	s.get("/")
	leavesNothing(t, func() {
		for i := range 200 {
			conn := s.dial()
			switch i % 3 {
			case 0:
				io.WriteString(conn, "GET /")
			case 1:
				io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
			case 2: // says that much is to come
				fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: 100000\r\n\r\n", s.addr)
			}
			go func() {
				defer conn.Close()
				for {
					if _, err := io.WriteString(conn, "x"); err != nil {
						return // let go
					}
					time.Sleep(10 * time.Millisecond)
				}
			}()
		}
		if a := s.get("/aws/az/"); a.StatusCode != 200 {
			t.Errorf("%d", a.StatusCode)
		}
	})
}

// A client that asks for much and takes nothing is let go.
func TestSlowTakers(t *testing.T) {
	site, film := notes(), make([]byte, 64<<20)
	site.disk = map[string]func() (io.ReadSeekCloser, error){"film.mp4": func() (io.ReadSeekCloser, error) {
		return opened{bytes.NewReader(film), new(int)}, nil
	}}
	s := open(t, Options{}, func(s *Server) { s.limits.write = 100 * time.Millisecond })
	s.Show(View{Site: site})
	s.get("/")
	leavesNothing(t, func() {
		for range 20 {
			conn := s.dial()
			defer conn.Close()
			fmt.Fprintf(conn, "GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n")
		}
		many := s.dial() // asks and asks, and reads not one answer
		many.SetDeadline(time.Time{})
		go func() {
			defer many.Close()
			for {
				if _, err := io.WriteString(many, "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
					return // let go
				}
			}
		}()
		if a := s.get("/"); a.StatusCode != 200 {
			t.Errorf("%d", a.StatusCode)
		}
	})
}

// A connection can rest longer than an answer may take.
func TestConnectionsRest(t *testing.T) {
	s := open(t, Options{}, func(s *Server) { s.limits.write = 20 * time.Millisecond })
	s.Show(View{Site: notes()})
	conn := s.dial()
	defer conn.Close()
	for _, line := range []string{"GET /assets/app.2b.js", "HEAD /", "GET /aws/az", "HEAD /none", "GET /feed.xml"} {
		fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: localhost\r\n\r\n", line)
		buf := make([]byte, 4096)
		if n, err := conn.Read(buf); err != nil || !bytes.HasPrefix(buf[:n], []byte("HTTP/1.1 ")) {
			t.Fatalf("%s: %v, %s", line, err, buf[:n])
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// by default only this machine is listened to.
func TestListensToThisMachine(t *testing.T) {
	for _, addr := range []string{"", ":0", "127.0.0.1:0", "localhost:0", "[::1]:0"} {
		s, err := Listen(Options{Addr: addr})
		if err != nil {
			if addr == "[::1]:0" {
				continue // a machine without IPv6
			}
			t.Fatal(err)
		}
		defer s.listener.Close()
		if ip := s.listener.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
			t.Errorf("%q listens on %v", addr, ip)
		}
		if urls := s.Elsewhere(); urls != nil {
			t.Errorf("%q can be reached at %v", addr, urls)
		}
	}
	s := open(t, Options{Addr: "0.0.0.0:0", Asked: true})
	s.Show(View{Site: notes()})
	_, port, _ := net.SplitHostPort(s.addr)
	s.addr = "127.0.0.1:" + port
	if a := s.raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"); a.StatusCode != 403 {
		t.Errorf("%d", a.StatusCode)
	}
	if s.URL() != "http://127.0.0.1:"+port+"/" {
		t.Error(s.URL())
	}
	for _, url := range s.Elsewhere() {
		r, err := http.Get(url)
		if err != nil {
			t.Errorf("%s: %v", url, err)
			continue
		}
		r.Body.Close()
		if r.StatusCode != 200 || strings.Contains(url, "127.0.0.1") {
			t.Errorf("%s: %d", url, r.StatusCode)
		}
	}
}

func TestReachable(t *testing.T) {
	var addrs []net.Addr
	for _, a := range []string{"127.0.0.1/8", "::1/128", "192.168.0.5/24", "169.254.1.1/16", "fe80::1/64", "2001:db8::5/64", "10.0.0.2/8"} {
		ip, network, err := net.ParseCIDR(a)
		if err != nil {
			t.Fatal(err)
		}
		addrs = append(addrs, &net.IPNet{IP: ip, Mask: network.Mask})
	}
	addrs = append(addrs, &net.UnixAddr{})
	for at, want := range map[string]string{
		"0.0.0.0": "[192.168.0.5 10.0.0.2]", "::": "[192.168.0.5 2001:db8::5 10.0.0.2]", "127.0.0.1": "[]", "127.0.1.1": "[]", "::1": "[]", "192.168.0.5": "[192.168.0.5]",
	} {
		if got := fmt.Sprint(reachable(netip.MustParseAddr(at), addrs)); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

// a port that is taken.
func TestPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	_, port, _ := net.SplitHostPort(addr)
	if _, err := Listen(Options{Addr: addr, Asked: true}); err == nil || !strings.Contains(err.Error(), "port "+port+" of 127.0.0.1 is in use") || !strings.Contains(err.Error(), "--addr 127.0.0.1:") {
		t.Errorf("%v", err)
	}
	s := open(t, Options{Addr: addr})
	_, other, _ := net.SplitHostPort(s.addr)
	if want := "port " + port + " is in use; this is port " + other; s.saidAll() != want {
		t.Errorf("said %q, want %q", s.saidAll(), want)
	}
	if n, _ := strconv.Atoi(port); other <= port && len(other) == len(port) || s.addr != fmt.Sprintf("127.0.0.1:%s", other) {
		t.Errorf("%s after %d", s.addr, n)
	}
}

func TestSplitAddr(t *testing.T) {
	for addr, want := range map[string]string{
		"": "127.0.0.1 4173", ":8080": "127.0.0.1 8080", "0.0.0.0": "0.0.0.0 4173", "localhost": "localhost 4173", "[::1]:80": "::1 80", "[::1]": "::1 4173", "desk.local:": "desk.local 4173",
	} {
		host, port, err := splitAddr(addr)
		if got := fmt.Sprint(host, " ", port); got != want || err != nil {
			t.Errorf("%q is %s, %v", addr, got, err)
		}
	}
	for _, addr := range []string{"::1", "a:b:c", "localhost:http", "localhost:-1", "localhost:65536", "http://localhost:80", "a b:80", "localhost:80/x"} {
		if _, _, err := splitAddr(addr); err == nil {
			t.Errorf("%q is an address", addr)
		}
	}
	if _, err := Listen(Options{Addr: "203.0.113.7:0", Asked: true}); err == nil || !strings.HasPrefix(err.Error(), "cannot listen on 203.0.113.7:0: ") {
		t.Errorf("%v", err)
	}
}

func TestScriptTag(t *testing.T) {
	now := &shown{View: View{Site: &published{base: `/"><가/`}}, version: 7}
	if got, want := string(scriptTag("RUN", now)), `<script src="/.sitegen/live.js" data-run="RUN" data-version="7" data-base="/&#34;&gt;&lt;가/"></script>`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestURL(t *testing.T) {
	s := show(t, &published{base: "/repo/", files: notes().files})
	if want := "http://" + s.addr + "/repo/"; s.URL() != want {
		t.Errorf("%s, want %s", s.URL(), want)
	}
	for _, target := range []string{"/", "/repo"} {
		if a := s.get(target); a.StatusCode != 302 || a.Header.Get("Location") != "/repo/" {
			t.Errorf("%s: %d to %s", target, a.StatusCode, a.Header.Get("Location"))
		}
	}
	if a := s.get("/aws/"); a.StatusCode != 404 || a.body != "There is nothing here. The site is at /repo/\n" {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := s.get("/.sitegen/live.css"); a.StatusCode != 200 {
		t.Errorf("%d", a.StatusCode)
	}
}

func TestEditors(t *testing.T) {
	cases := []struct{ asked, file, want string }{
		{"", "/n/가 b.md", "vscode://file/n/%EA%B0%80%20b.md:3:7"},
		{"vscode", "C:/n/a.md", "vscode://file/C:/n/a.md:3:7"},
		{"cursor", "/n/a.md", "cursor://file/n/a.md:3:7"},
		{"zed", "/n/a.md", "zed://file/n/a.md:3:7"},
		{"idea", "/n/a&b=c+d.md", "idea://open?file=/n/a%26b%3Dc%2Bd.md&line=3&column=7"},
		{"idea", "C:/n/a.md", "idea://open?file=C:/n/a.md&line=3&column=7"},
		{"sublime", "/n/a.md", "subl://open?url=file:///n/a.md&line=3&column=7"},
		{"none", "/n/a.md", ""},
		{"x-mine://{line}/{file}#{column}{file}", "/n/a:b.md", "x-mine://3/n/a%3Ab.md#7n/a%3Ab.md"},
		{"http://localhost:63342/api/file{file}", "/n/\"><.md", "http://localhost:63342/api/file/n/%22%3E%3C.md"},
	}
	for _, c := range cases {
		ed, err := newEditor(c.asked)
		if got := ed.link(c.file, 3, 7); err != nil || got != c.want {
			t.Errorf("%s: %s, %v", c.asked, got, err)
		}
	}
	if got := editors[0].address.link("/a.md", 0, 0); got != "vscode://file/a.md:1:1" {
		t.Error(got)
	}
	for _, asked := range []string{"vi", "VSCode://", "vscode://file", "{file}", "javascript:alert('{file}')", "JavaScript:{file}", "data:text/html,{file}"} {
		if _, err := newEditor(asked); err == nil {
			t.Errorf("%q is an editor", asked)
		}
	}
	if _, err := Listen(Options{Addr: "127.0.0.1:0", Editor: "emacs"}); err == nil || !strings.Contains(err.Error(), "vscode, cursor, zed, idea, sublime, none") {
		t.Errorf("%v", err)
	}
}

func TestMergeMoves(t *testing.T) {
	m := func(pairs ...string) map[string]string {
		out := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			out[pairs[i]] = pairs[i+1]
		}
		return out
	}
	many := map[string]string{}
	for i := range 2000 {
		many[fmt.Sprintf("%04d/", i)] = "x/"
	}
	cases := []struct{ old, newer, want map[string]string }{
		{nil, nil, m()},
		{m("a", "b"), nil, m("a", "b")},
		{m("a", "b"), m("b", "c"), m("a", "c", "b", "c")},
		{m("a", "b"), m("b", "a"), m("b", "a")},
		{m("a", "b"), m("a", "c"), m("a", "c")},
		{many, m("a", "b"), m("a", "b")},
	}
	for _, c := range cases {
		if got := mergeMoves(c.old, c.newer); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%v and %v: %v, want %v", c.old, c.newer, got, c.want)
		}
	}
	if n := len(mergeMoves(m("a", "b"), many)); n != 1000 {
		t.Errorf("%d moves", n)
	}
}
