package serve

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

// paths are of every kind of answer.
var paths = []string{"/", "/aws/az/", "/aws/az", "/assets/style.1a.css", "/feed.xml", "/none/", "/.sitegen/live.js", "/.sitegen/live.css", "/.sitegen/none", "/%00"}

// no page of another site may read an answer.
func TestNoAnswerAllowsOtherOrigins(t *testing.T) {
	good, bad := show(t, notes()), show(t, nil)
	for _, s := range []*stage{good, bad} {
		for _, origin := range []string{"http://evil.example", "null", "http://" + s.addr, ""} {
			header := []string{"Accept: */*"}
			if origin != "" {
				header = append(header, "Origin: "+origin)
			}
			answers := []answer{
				s.ask("OPTIONS", "/", append(header, "Access-Control-Request-Method: GET")...),
				s.ask("HEAD", "/.sitegen/events", header...),
			}
			for _, path := range paths {
				answers = append(answers, s.get(path, header...))
			}
			for _, a := range answers {
				for name := range a.Header {
					if strings.HasPrefix(name, "Access-Control-") {
						t.Errorf("origin %q: %d answers with %s: %s", origin, a.StatusCode, name, a.Header.Get(name))
					}
				}
			}
		}
	}
}

// only names that nobody else can own are answered.
func TestHosts(t *testing.T) {
	s := show(t, notes())
	_, port, _ := net.SplitHostPort(s.addr)
	cases := []struct {
		host   string
		status int
	}{
		{"localhost", 200}, {"LocalHost", 200}, {"127.0.0.1", 200}, {"[::1]", 200}, {"notes.localhost", 200}, {"a.b.localhost", 200}, {"127.0.0.2", 200},
		{"localhost:", 200}, {"localhost:1", 200}, {"[::1]:9999", 200},
		{"evil.example", 403}, {"localhost.evil.example", 403}, {"127.0.0.1.nip.io", 403}, {"notlocalhost", 403}, {".localhost", 403}, {"localhost.", 403},
		{"2130706433", 403}, {"0x7f000001", 403}, {"127.1", 403}, {"0177.0.0.1", 403}, {"127.0.0.01", 403}, {"0.0.0.0", 403}, {"192.168.0.5", 403}, {"1.2.3.4", 403},
		{"[::ffff:7f00:1]", 403}, {"[::ffff:127.0.0.1]", 403}, {"[::]", 403}, {"[::1%25lo]", 403}, {"::1", 403}, {"[127.0.0.1]", 403}, {"[::1", 403},
		{"localhost:80@evil.example", 403}, {"localhost:port", 403}, {"evil.example:" + port, 403}, {"evil.example,localhost", 403}, {"", 403},
	}
	for _, c := range cases {
		for _, host := range []string{c.host, c.host + ":" + port} {
			if host != c.host && strings.Contains(c.host, ":") && !strings.HasSuffix(c.host, "]") {
				continue // has a port
			}
			for _, path := range paths {
				a := s.raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
				switch {
				case c.status == 200 && a.StatusCode == 403:
					t.Errorf("Host %q, %s: refused", host, path)
				case c.status == 403 && a.StatusCode != 403 && a.StatusCode != 400:
					t.Errorf("Host %q, %s: %d", host, path, a.StatusCode)
				case c.status == 403 && strings.Contains(a.body, secret):
					t.Errorf("Host %q, %s: the text of a page is in the answer", host, path)
				}
			}
		}
	}
	for _, request := range []string{
		"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n\r\n",
		"GET / HTTP/1.1\r\n\r\n",
		"GET / HTTP/1.0\r\n\r\n",
		"GET / HTTP/1.1\r\nHost:\r\nX-Forwarded-Host: localhost\r\n\r\n",
		"GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\n\r\n",
		"GET http://evil/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"GET http://evil/ HTTP/1.1\r\nHost: evil\r\n\r\n",
		"GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"GET http://localhost@evil/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
	} {
		if a := s.raw(request); a.StatusCode != 400 && a.StatusCode != 403 || strings.Contains(a.body, secret) {
			t.Errorf("%q: %d %s", request, a.StatusCode, a.body)
		}
	}
	if a := show(t, nil).raw("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n"); a.StatusCode != 400 {
		t.Errorf("without a site: %d", a.StatusCode)
	}
	if a := s.raw("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"); a.StatusCode != 200 {
		t.Errorf("HTTP/1.0: %d", a.StatusCode)
	}
}

// a page whose name was given the address of this machine gets nothing.
func TestRebinding(t *testing.T) {
	s := show(t, notes())
	_, port, _ := net.SplitHostPort(s.addr)
	client := http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, s.addr)
		},
	}}
	for _, path := range paths[:len(paths)-1] {
		r, err := client.Get("http://evil.example:" + port + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != 403 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

// With an address that others reach, their requests name a number, which may be
// that of a machine in between, or the name that the author gave.
func TestHostsForOthers(t *testing.T) {
	cases := []struct {
		asked, host string
		want        bool
	}{
		{"0.0.0.0", "192.168.0.5:4173", true},
		{"0.0.0.0", "192.168.0.5", true},
		{"::", "192.168.0.5:4173", true},
		{"::", "[2001:db8::5]:4173", true},
		{"0.0.0.0", "localhost:4173", true},
		{"0.0.0.0", "evil.example:4173", false},
		{"0.0.0.0", "0.0.0.0:4173", false},
		{"::", "[::]:4173", false},
		{"desk.local", "desk.local:4173", true},
		{"desk.local", "DESK.local", true},
		{"desk.local", "192.168.0.5", true},
		{"desk.local", "other.local", false},
		{"192.168.0.5", "192.168.0.5:4173", true},
		{"127.0.0.1", "192.168.0.5", false},
		{"localhost", "evil.example", false},
	}
	for _, c := range cases {
		if got := hostsOf(c.asked).include(&http.Request{Host: c.host}); got != c.want {
			t.Errorf("--addr %s, Host %s: %v", c.asked, c.host, got)
		}
	}
}

// pages of other sites cannot listen to what changes.
func TestEventsRefuseOtherSites(t *testing.T) {
	s := show(t, notes())
	own := "http://" + s.addr
	refused := [][]string{
		{"Origin: http://1.2.3.4"}, {"Origin: http://evil.example"}, {"Origin: null"}, {"Origin: file://"}, {"Origin: "},
		{"Origin: https://" + s.addr}, {"Origin: http://127.0.0.1"}, {"Origin: " + own, "Origin: http://evil.example"},
		{"Sec-Fetch-Site: cross-site"}, {"Sec-Fetch-Site: same-site"}, {"Sec-Fetch-Site: new-site"},
		{"Origin: " + own, "Sec-Fetch-Site: cross-site"},
		{"Origin: http://evil.example", "X-Forwarded-Host: evil.example"},
		{"Origin: http://evil.example", "X-Forwarded-For: 127.0.0.1", "Forwarded: host=evil.example"},
	}
	for _, header := range refused {
		if a := s.get("/.sitegen/events", header...); a.StatusCode != 403 {
			t.Errorf("%q: %d", header, a.StatusCode)
		}
	}
	for _, header := range [][]string{nil, {"Origin: " + own}, {"Sec-Fetch-Site: same-origin"}, {"Sec-Fetch-Site: none"}, {"X-Forwarded-Host: evil.example"}} {
		l := s.listen(header...)
		if l.StatusCode != 200 {
			t.Errorf("%q: %d", header, l.StatusCode)
		}
		l.close()
	}
}

// a page of another site cannot use our files as scripts or pictures; a
// link that leads here is followed all the same.
func TestOtherSites(t *testing.T) {
	s := show(t, notes())
	cases := []struct {
		site, mode, dest string
		status           int
	}{
		{"cross-site", "no-cors", "script", 403},
		{"cross-site", "", "script", 403},
		{"cross-site", "no-cors", "image", 403},
		{"cross-site", "cors", "empty", 403},
		{"same-site", "no-cors", "style", 403},
		{"cross-site", "navigate", "object", 403},
		{"cross-site", "navigate", "embed", 403},
		{"cross-site", "", "", 403},
		{"cross-site", "no-cors", "document", 403},
		{"cross-site", "navigate", "document", 200},
		{"cross-site", "navigate", "iframe", 200},
		{"same-origin", "no-cors", "script", 200},
		{"none", "navigate", "document", 200},
		{"", "", "", 200},
	}
	for _, c := range cases {
		var header []string
		for _, h := range [][2]string{{"Site", c.site}, {"Mode", c.mode}, {"Dest", c.dest}} {
			if h[1] != "" {
				header = append(header, "Sec-Fetch-"+h[0]+": "+h[1])
			}
		}
		for _, path := range []string{"/", "/assets/app.2b.js", "/.sitegen/live.js"} {
			if a := s.get(path, header...); a.StatusCode != c.status {
				t.Errorf("%s %q: %d, want %d", path, header, a.StatusCode, c.status)
			}
		}
	}
	for _, path := range append(paths, "/..", "/aws/az/?x") {
		a := s.get(path)
		if a.Header.Get("Cross-Origin-Resource-Policy") != "same-origin" || a.Header.Get("X-Content-Type-Options") != "nosniff" || a.Header.Get("X-Sitegen") != "preview" {
			t.Errorf("%s: %v", path, a.Header)
		}
	}
}

// nothing but questions.
func TestMethods(t *testing.T) {
	s := show(t, notes())
	before := s.get("/")
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get"} {
		for _, path := range paths {
			a := s.raw(fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc", method, path, s.addr))
			if a.StatusCode != 405 || a.Header.Get("Allow") != "GET, HEAD" || strings.Contains(a.body, secret) || strings.Contains(a.body, "abc") {
				t.Errorf("%s %s: %d, Allow %q", method, path, a.StatusCode, a.Header.Get("Allow"))
			}
		}
	}
	for _, request := range []string{
		"CONNECT " + s.addr + " HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n",
		"CONNECT /x HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n",
		"OPTIONS * HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n",
	} {
		if a := s.raw(request); a.StatusCode != 405 || a.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%q: %d, Allow %q", request, a.StatusCode, a.Header.Get("Allow"))
		}
	}
	if a := s.raw("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n"); a.StatusCode != 403 {
		t.Errorf("CONNECT to elsewhere: %d", a.StatusCode)
	}
	if after := s.get("/"); after.body != before.body {
		t.Error("the page has changed")
	}
	for _, path := range paths {
		get, head := s.get(path), s.ask("HEAD", path)
		if head.StatusCode != get.StatusCode || head.body != "" || head.Header.Get("Content-Type") != get.Header.Get("Content-Type") || head.Header.Get("ETag") != get.Header.Get("ETag") {
			t.Errorf("HEAD %s: %d %v, GET: %d %v", path, head.StatusCode, head.Header, get.StatusCode, get.Header)
		}
	}
}
