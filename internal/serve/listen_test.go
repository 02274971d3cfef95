package serve

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
)

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
