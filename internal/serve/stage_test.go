package serve

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// longest is how long a test waits for what must come.
const longest = 30 * time.Second

// published is a site in memory.
type published struct {
	base  string
	files map[string]string
	disk  map[string]func() (io.ReadSeekCloser, error)
}

func (p *published) Base() string { return p.base }

func (p *published) File(name string) (File, bool) {
	if open, ok := p.disk[name]; ok {
		return File{Open: open}, true
	}
	text, ok := p.files[name]
	return File{Data: []byte(text)}, ok
}

// secret stands in every page, and so in no answer to those who may not read it.
const secret = "남몰래 쓴 글"

func notes() *published {
	return &published{base: "/", files: map[string]string{
		"index.html":           page("홈"),
		"404.html":             page("없는 쪽"),
		"aws/index.html":       page("AWS"),
		"aws/az/index.html":    page("가용 영역"),
		"내 노트 (초안)/index.html": page("초안"),
		"100%25/index.html":    page("백"),
		"assets/style.1a.css":  "body { color: red }",
		"assets/app.2b.js":     "console.log(1)",
		"feed.xml":             "<feed/>",
	}}
}

func page(title string) string {
	return "<!doctype html>\n<html><head><title>" + title + "</title></head><body><p>" + secret + "</p></body></html>\n"
}

// stage is a server that runs.
type stage struct {
	*Server
	t    *testing.T
	addr string
	end  func() error // ends it and says how it ended

	mu   sync.Mutex
	said []string
}

// open starts a server on a port of its own. arrange may change it before.
func open(t *testing.T, o Options, arrange ...func(*Server)) *stage {
	t.Helper()
	st := &stage{t: t}
	if o.Addr == "" {
		o.Addr, o.Asked = "127.0.0.1:0", true
	}
	o.Log = func(line string) {
		st.mu.Lock()
		defer st.mu.Unlock()
		st.said = append(st.said, line)
	}
	s, err := Listen(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range arrange {
		f(s)
	}
	st.Server, st.addr = s, s.listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	st.end = sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() {
		if err := st.end(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// show is open with a site.
func show(t *testing.T, site Site) *stage {
	t.Helper()
	s := open(t, Options{})
	s.Show(View{Site: site})
	return s
}

func (s *stage) saidAll() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.said, "\n")
}

// dial opens a connection to the server.
func (s *stage) dial() net.Conn {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(longest))
	return conn
}

// answer is a response and its whole body.
type answer struct {
	*http.Response
	body string
}

// raw sends a request as it is written; a client would mend it.
func (s *stage) raw(request string) answer {
	s.t.Helper()
	conn := s.dial()
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		s.t.Fatal(err)
	}
	method, _, _ := strings.Cut(request, " ")
	r, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		s.t.Fatalf("%q: %v", request, err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatalf("%q: %v", request, err)
	}
	return answer{r, string(body)}
}

// get asks for a path as it is written, with more header lines.
func (s *stage) get(target string, header ...string) answer {
	s.t.Helper()
	return s.ask("GET", target, header...)
}

func (s *stage) ask(method, target string, header ...string) answer {
	s.t.Helper()
	return s.raw(fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n", method, target, s.addr, lineEnds(header)))
}

func lineEnds(header []string) string {
	var b strings.Builder
	for _, line := range header {
		b.WriteString(line + "\r\n")
	}
	return b.String()
}

// await waits for what must come.
func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for late := time.Now().Add(longest); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("never came: %s", what)
		}
	}
}

// leavesNothing calls f and waits until no more goroutines run than before.
func leavesNothing(t *testing.T, f func()) {
	t.Helper()
	before := runtime.NumGoroutine()
	f()
	defer func() {
		if t.Failed() {
			var b bytes.Buffer
			stacks := make([]byte, 1<<20)
			b.Write(stacks[:runtime.Stack(stacks, true)])
			t.Log(b.String())
		}
	}()
	await(t, fmt.Sprintf("the end of all but %d goroutines", before), func() bool { return runtime.NumGoroutine() <= before })
}
