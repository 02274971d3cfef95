package serve

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
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

// Whoever asks for many large files and takes none fills no memory with them.
func TestFilesInMemory(t *testing.T) {
	site, picture := notes(), strings.Repeat("picture ", readable/8)
	site.disk = map[string]func() (io.ReadSeekCloser, error){"a.png": func() (io.ReadSeekCloser, error) {
		return opened{strings.NewReader(picture), new(int)}, nil
	}}
	s := open(t, Options{}, func(s *Server) { s.limits.held = 3 * readable })
	s.Show(View{Site: site})
	var takers []net.Conn
	for range 5 {
		conn := s.dial()
		defer conn.Close()
		conn.(*net.TCPConn).SetReadBuffer(4096)
		fmt.Fprintf(conn, "GET /a.png HTTP/1.1\r\nHost: localhost\r\n\r\n")
		if _, err := conn.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		takers = append(takers, conn)
	}
	if held := s.held.Load(); held != s.limits.held {
		t.Errorf("answers hold %d bytes, %d are enough", held, s.limits.held)
	}
	if a := s.get("/a.png"); a.body != picture || a.Header.Get("ETag") != "" || a.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d bytes, %v", len(a.body), a.Header)
	}
	for _, conn := range takers {
		conn.Close()
	}
	await(t, "an end of what is held", func() bool { return s.held.Load() == 0 })
	if a := s.get("/a.png"); a.body != picture || a.Header.Get("ETag") == "" {
		t.Errorf("%d bytes, %v", len(a.body), a.Header)
	}
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

func TestScriptTag(t *testing.T) {
	now := &shown{View: View{Site: &published{base: `/"><가/`}}, version: 7}
	if got, want := string(scriptTag("RUN", now)), `<script src="/.sitegen/live.js" data-run="RUN" data-version="7" data-base="/&#34;&gt;&lt;가/"></script>`; got != want {
		t.Errorf("%s, want %s", got, want)
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
