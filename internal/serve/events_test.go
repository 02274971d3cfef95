package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"sitegen/internal/diag"
)

// listener is a browser that listens to events.
type listener struct {
	*http.Response
	t      *testing.T
	conn   net.Conn
	reader *bufio.Reader
}

// listen opens a stream of events.
func (s *stage) listen(header ...string) *listener {
	s.t.Helper()
	conn := s.dial()
	fmt.Fprintf(conn, "GET /.sitegen/events HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n%s\r\n", s.addr, lineEnds(header))
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &listener{r, s.t, conn, bufio.NewReader(r.Body)}
}

func (l *listener) close() { l.conn.Close() }

// block reads up to the next empty line.
func (l *listener) block() string {
	l.t.Helper()
	var b strings.Builder
	for {
		line, err := l.reader.ReadString('\n')
		if err != nil {
			l.t.Fatalf("after %q: %v", b.String(), err)
		}
		if line == "\n" {
			return b.String()
		}
		b.WriteString(line)
	}
}

// state reads the next state.
func (l *listener) state() state {
	l.t.Helper()
	for {
		lines := strings.Split(strings.TrimSuffix(l.block(), "\n"), "\n")
		if lines[0] != "event: state" {
			continue
		}
		if len(lines) != 3 {
			l.t.Fatalf("an event of %d lines: %q", len(lines), lines)
		}
		var st state
		if err := json.Unmarshal([]byte(strings.TrimPrefix(lines[2], "data: ")), &st); err != nil {
			l.t.Fatal(err)
		}
		if want := fmt.Sprintf("id: %s-%d", st.Run, st.Version); lines[1] != want {
			l.t.Errorf("%s, want %s", lines[1], want)
		}
		return st
	}
}

func TestEvents(t *testing.T) {
	s := open(t, Options{})
	early := s.listen() // before there is anything to show
	defer early.close()
	if got := early.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("it is %q", got)
	}
	if got := early.block(); got != "retry: 500\n" {
		t.Errorf("begins with %q", got)
	}
	mistake := diag.Errorf(diag.Pos{File: "content/a b.md", Line: 2, Col: 3}, "LNK001", "it is\n<wrong>").WithHint("do it right")
	line := func(file string, line int) string { return fmt.Sprintf("line %d of %s\r\n", line, file) }
	first := View{Site: notes(), Diags: []diag.Diag{diag.Warnf(diag.Pos{File: "w.md"}, "W", "w"), mistake}, Line: line, Root: "/notes"}
	s.Show(first)

	got := early.state()
	if got.Run == "" || got.Version != 1 || got.Errors != 1 || got.Warnings != 1 || got.Moved == nil {
		t.Errorf("%+v", got)
	}
	want := problem{Severity: "error", Code: "LNK001", File: "content/a b.md", Line: 2, Col: 3, Message: "it is\n<wrong>", Hint: "do it right",
		Source: "line 2 of content/a b.md", Editor: "vscode://file/notes/content/a%20b.md:2:3"}
	if got.Problems[0] != want {
		t.Errorf("%+v, want %+v", got.Problems[0], want)
	}
	if got.Problems[1].Code != "W" {
		t.Error("errors do not come first")
	}

	// Who comes later hears the same; who is there hears each change.
	late := s.listen()
	defer late.close()
	if st := late.state(); st.Version != 1 || st.Run != got.Run {
		t.Errorf("%+v", st)
	}
	s.Show(first) // nothing that anybody could see
	again := first
	again.Diags = nil
	s.Show(again)
	for _, l := range []*listener{early, late} {
		if st := l.state(); st.Version != 2 || st.Errors+st.Warnings+len(st.Problems) != 0 || st.Problems == nil {
			t.Errorf("%+v", st)
		}
	}
	again.Site = notes()
	s.Show(again)
	again.Moved = map[string]string{"a/": "b/"}
	s.Show(again)
	for late.state().Version < 4 {
	}
	s.Show(View{Site: again.Site, Moved: map[string]string{"b/": "c/"}})
	if st := late.state(); fmt.Sprint(st.Moved) != "map[a/:c/ b/:c/]" {
		t.Errorf("moved: %v", st.Moved)
	}
}

func TestManyProblems(t *testing.T) {
	var ds []diag.Diag
	for i := range 150 {
		ds = append(ds, diag.Warnf(diag.Pos{File: "a.md", Line: i + 1}, "W", "w"), diag.Errorf(diag.Pos{File: "b.md", Line: i + 1}, "E", "%s", strings.Repeat("길", 10_000)))
	}
	st := stateOf(View{Line: func(string, int) string { return strings.Repeat("x", 1<<20) }}, ds[:200], editor(""))
	if st.Errors != 100 || st.Warnings != 100 || len(st.Problems) != 100 || st.Problems[99].Severity != "error" {
		t.Errorf("%d errors, %d warnings, %d problems", st.Errors, st.Warnings, len(st.Problems))
	}
	if n := len(st.json()); n > 1<<20 {
		t.Errorf("an event of %d bytes", n)
	}
	if strings.Contains(string(event("state", "x", st.json())), "\n\n\n") {
		t.Error("more than one event")
	}
}

// Links into an editor are for this machine.
func TestEditorLinksAreForThisMachine(t *testing.T) {
	m := stateOf(View{Root: "/home/me/notes"}, []diag.Diag{diag.Errorf(diag.Pos{File: "a.md"}, "E", "e")}, editors[0].address).message()
	if !strings.Contains(string(m.here), "vscode://file/home/me/notes/a.md:1:1") {
		t.Errorf("here: %s", m.here)
	}
	if strings.Contains(string(m.there), "/home/me") || strings.Contains(string(m.there), "vscode") {
		t.Errorf("there: %s", m.there)
	}
}

func TestWhoGetsEditorLinks(t *testing.T) {
	s := open(t, Options{Addr: "0.0.0.0:0", Asked: true})
	s.Show(View{Diags: []diag.Diag{diag.Errorf(diag.Pos{File: "a.md"}, "E", "e")}, Root: "/home/me/notes"})
	for from, want := range map[string]bool{"127.0.0.1:9": true, "[::1]:9": true, "192.168.0.7:9": false, "[2001:db8::7]:9": false} {
		for _, path := range []string{"/", "/.sitegen/events"} {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			r := httptest.NewRequestWithContext(ctx, "GET", path, nil)
			r.Host, r.RemoteAddr = "localhost", from
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			cancel()
			if body := w.Body.String(); !strings.Contains(body, "a.md") || strings.Contains(body, "/home/me") != want {
				t.Errorf("%s from %s: %s", path, from, body)
			}
		}
	}
}

// Places outside of the project are not opened.
func TestEditorLinksStayInTheProject(t *testing.T) {
	for _, file := range []string{"../a.md", "../../etc/passwd", "/etc/passwd", "a/../../b", ""} {
		if p := problemOf(View{Root: "/n"}, diag.Errorf(diag.Pos{File: file}, "E", "e"), editors[0].address); p.Editor != "" {
			t.Errorf("%q: %s", file, p.Editor)
		}
	}
}

// Who is slow hears the newest state, not all that he has missed.
func TestOneSlotMailbox(t *testing.T) {
	var h hub
	st, _ := h.join(1)
	for i := range 10 {
		h.tell(&message{here: fmt.Append(nil, i)})
	}
	if m := <-st.mailbox; string(m.here) != "9" {
		t.Errorf("heard %s", m.here)
	}
	if _, ok := h.join(1); ok {
		t.Error("more streams than there may be")
	}
	h.leave(st)
	later, ok := h.join(1)
	if m := <-later.mailbox; !ok || string(m.here) != "9" {
		t.Errorf("heard %s", m.here)
	}
}

func TestTooManyStreams(t *testing.T) {
	s := open(t, Options{}, func(s *Server) { s.limits.streams = 3 })
	s.Show(View{Site: notes()})
	var all []*listener
	for range 3 {
		all = append(all, s.listen())
	}
	if a := s.get("/.sitegen/events"); a.StatusCode != 503 {
		t.Errorf("the fourth: %d", a.StatusCode)
	}
	for _, l := range all {
		l.state()
		l.close()
	}
	await(t, "room for another", func() bool {
		l := s.listen()
		defer l.close()
		return l.StatusCode == 200
	})
}

func TestHeartbeat(t *testing.T) {
	s := open(t, Options{}, func(s *Server) { s.limits.heartbeat = time.Millisecond })
	l := s.listen()
	defer l.close()
	l.block()
	for range 3 {
		if got := l.block(); got != ":\n" {
			t.Errorf("hears %q", got)
		}
	}
}

func (h *hub) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.streams)
}

// streams that were dropped leave nothing behind.
func TestDroppedStreams(t *testing.T) {
	s := show(t, notes())
	s.get("/")
	leavesNothing(t, func() {
		for range 10 {
			s.Show(View{Site: notes()}) // not after the last, which nothing must wake
			var all sync.WaitGroup
			for range 100 {
				all.Go(func() { s.listen().close() })
			}
			all.Wait()
		}
	})
	await(t, "the end of all streams", func() bool { return s.hub.count() == 0 })
}

// A client that takes nothing any more is let go.
func TestDeafStream(t *testing.T) {
	s := open(t, Options{}, func(s *Server) {
		s.limits.write = 50 * time.Millisecond
		s.limits.heartbeat = time.Hour
	})
	s.Show(View{Site: notes()})
	deaf := s.listen()
	defer deaf.close()
	deaf.state()
	if s.hub.count() != 1 {
		t.Fatal("nobody listens")
	}
	var ds []diag.Diag
	for i := range 100 {
		ds = append(ds, diag.Errorf(diag.Pos{File: "a.md", Line: i + 1}, "E", "%s", strings.Repeat("x", longestText)))
	}
	await(t, "the end of the stream", func() bool {
		s.Show(View{Site: notes(), Diags: ds})
		return s.hub.count() == 0
	})
}

// Streams end when the server does.
func TestStreamsEnd(t *testing.T) {
	s := show(t, notes())
	l := s.listen()
	defer l.close()
	l.state()
	if err := s.end(); err != nil {
		t.Error(err)
	}
	if line, err := l.reader.ReadString('\n'); err != io.EOF {
		t.Errorf("%q, %v, not a proper end", line, err)
	}
}

// Who asks only for the head of the stream gets no more.
func TestHeadOfEvents(t *testing.T) {
	s := show(t, notes())
	conn := s.dial()
	defer conn.Close()
	fmt.Fprintf(conn, "HEAD /.sitegen/events HTTP/1.1\r\nHost: localhost\r\n\r\nGET /assets/app.2b.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	both, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(both), "text/event-stream") || !strings.HasSuffix(string(both), "console.log(1)") {
		t.Errorf("%v, %s", err, both)
	}
}
