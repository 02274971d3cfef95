package serve

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// A preview listens where only its author should be heard. But the browser of
// an author visits pages of others, and these can send requests to any address
// that the browser reaches. What they could do, and what stands against it:
//
//   - Give a name of their own the address of this machine, so that the browser
//     takes the preview for a part of their site (DNS rebinding): only names
//     that nobody else can own are answered.
//   - Read answers, or run them as scripts, across sites: no answer allows that
//     (no CORS header, CORP, nosniff), and what says that it comes from another
//     site is refused, unless it is somebody following a link.
//   - Cause something: a question changes nothing, and nothing else is taken.

// refusal is the answer to a request that is not taken.
type refusal struct {
	status int
	why    string
}

// admit says why a request is not taken, nil if it is.
func (s *Server) admit(r *http.Request) *refusal {
	switch {
	case !s.hosts.include(r):
		return &refusal{http.StatusForbidden, "This preview is not known under that name: it answers to addresses of this machine, " +
			"and to the name that it was started with (sitegen serve --addr NAME:PORT)."}
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return &refusal{http.StatusMethodNotAllowed, "A preview can be looked at, and nothing else."}
	case !strings.HasPrefix(r.RequestURI, "/"):
		return &refusal{http.StatusBadRequest, "This is not a proxy: a request names a path that begins with a slash."}
	case foreign(r):
		return &refusal{http.StatusForbidden, "Pages of other sites cannot use this preview."}
	}
	return nil
}

// foreign tells whether a page of another site makes the browser ask. Following
// a link to a page, or showing one in a frame, as editors do, is no such thing.
func foreign(r *http.Request) bool {
	for _, origin := range r.Header.Values("Origin") {
		if !strings.EqualFold(origin, "http://"+r.Host) {
			return true
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	if r.Header.Get("Sec-Fetch-Mode") != "navigate" {
		return true
	}
	switch r.Header.Get("Sec-Fetch-Dest") {
	case "document", "iframe", "frame":
		return false
	}
	return true
}

// hosts are the names under which a server is known.
type hosts struct {
	asked  string // the host of --addr
	number bool   // it is an address, not a name
	local  bool   // only this machine reaches the server
}

func hostsOf(asked string) hosts {
	ip, err := netip.ParseAddr(asked)
	if err != nil {
		return hosts{asked: asked, local: localName(asked)}
	}
	return hosts{asked: asked, number: true, local: ip.IsLoopback()}
}

// include tells whether the host that a request names is one of them. Numbers
// are safe, because nobody can point them elsewhere: those of this machine
// itself and, if others may reach it, any, as it may be behind a port that another
// machine passes on.
func (h hosts) include(r *http.Request) bool {
	name := withoutPort(r.Host)
	if ip, ok := literal(name); ok {
		return ip.IsLoopback() || !h.local && !ip.IsUnspecified()
	}
	return localName(name) || !h.local && strings.EqualFold(name, h.asked)
}

// localName tells whether a name means this machine wherever it is asked for.
func localName(name string) bool {
	name = strings.ToLower(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") && !strings.HasPrefix(name, ".")
}

// withoutPort is the name in a Host header; "" for one that is not well formed.
func withoutPort(host string) string {
	at := strings.LastIndexByte(host, ':')
	if at < 0 || strings.HasSuffix(host, "]") {
		return host
	}
	if strings.Trim(host[at+1:], "0123456789") != "" {
		return ""
	}
	return host[:at]
}

// literal reads an address as it stands in a Host header. There is one way to
// write each address; what needs another one is up to something.
func literal(name string) (netip.Addr, bool) {
	inner, bracketed := strings.CutPrefix(name, "[")
	if bracketed {
		inner, bracketed = strings.CutSuffix(inner, "]")
	}
	ip, err := netip.ParseAddr(inner)
	ok := err == nil && ip.Is6() == bracketed && !ip.Is4In6() && ip.Zone() == ""
	return ip, ok
}

// fromHere tells whether a request comes from this machine.
func fromHere(r *http.Request) bool { return ipOf(r.RemoteAddr).IsLoopback() }

// ipOf is the address in HOST:PORT, without what tells one network card from
// another; the zero Addr if there is none.
func ipOf(hostPort string) netip.Addr {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		return netip.Addr{}
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	return ip.WithZone("")
}
