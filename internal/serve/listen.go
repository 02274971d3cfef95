package serve

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
)

// DefaultAddr is where a preview is found if nobody says otherwise.
const DefaultAddr = "127.0.0.1:4173"

// otherPorts is how many ports after one that is taken are tried.
const otherPorts = 50

// Listen opens the port. From here on browsers can connect; they are answered
// once Serve runs, and see pages once Show has been called.
func Listen(o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = func(string) {}
	}
	ed, err := newEditor(o.Editor)
	if err != nil {
		return nil, err
	}
	host, port, err := splitAddr(o.Addr)
	if err != nil {
		return nil, err
	}
	listener, err := listen(host, port)
	if inUse(err) && !o.Asked {
		for next := port + 1; next <= min(port+otherPorts, maxPort) && inUse(err); next++ {
			listener, err = listen(host, next)
		}
		if err == nil {
			o.Log(fmt.Sprintf("port %d is in use; this is port %d", port, listener.Addr().(*net.TCPAddr).Port))
		}
	}
	switch {
	case inUse(err):
		return nil, fmt.Errorf("port %d of %s is in use; end the program that has it, or choose another one: --addr %s",
			port, host, net.JoinHostPort(host, strconv.Itoa(min(port+1, maxPort))))
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w", net.JoinHostPort(host, strconv.Itoa(port)), err)
	}
	return &Server{
		listener: listener,
		hosts:    hostsOf(host),
		editor:   ed,
		log:      once(o.Log),
		limits:   usual,
		run:      rand.Text()[:12],
		ready:    make(chan struct{}),
	}, nil
}

const maxPort = 65535

func listen(host string, port int) (net.Listener, error) {
	return net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
}

// inUse tells whether a port could not be had because somebody has it.
func inUse(err error) bool {
	const windows = syscall.Errno(10048) // WSAEADDRINUSE, which the syscall package calls by another number
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, windows)
}

// splitAddr reads HOST:PORT, where either may be missing. Without a host it is
// this machine alone: to be open to others is something to be asked for by name.
func splitAddr(addr string) (host string, port int, err error) {
	host, digits, err := net.SplitHostPort(addr)
	if err != nil {
		host, digits, err = net.SplitHostPort(addr + ":")
	}
	if err != nil || strings.ContainsAny(host, " /") {
		return "", 0, fmt.Errorf("%q is not an address; write HOST:PORT, as in %s", addr, DefaultAddr)
	}
	usualHost, usualPort, _ := net.SplitHostPort(DefaultAddr)
	if host == "" {
		host = usualHost
	}
	if digits == "" {
		digits = usualPort
	}
	port, err = strconv.Atoi(digits)
	if err != nil || port < 0 || port > maxPort {
		return "", 0, fmt.Errorf("%q is not a port; it is a number up to %d", digits, maxPort)
	}
	return host, port, nil
}

// URL is where the site is, as far as is known: before there is one, it is
// taken to lie at the root.
func (s *Server) URL() string { return s.url(s.host()) }

// host is the name by which this machine reaches the server.
func (s *Server) host() string {
	ip, err := netip.ParseAddr(s.hosts.asked)
	switch {
	case err != nil || !ip.IsUnspecified():
		return s.hosts.asked
	case ip.Is4():
		return "127.0.0.1"
	}
	return "[::1]"
}

// Elsewhere are the addresses by which other machines reach the server: none
// if only this one does.
func (s *Server) Elsewhere() []string {
	if s.hosts.local {
		return nil
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		addrs = nil // then it is not known which
	}
	var urls []string
	for _, ip := range reachable(s.listener.Addr().(*net.TCPAddr).AddrPort().Addr(), addrs) {
		host := ip.String()
		if !s.hosts.number {
			host = s.hosts.asked
		}
		urls = append(urls, s.url(host))
	}
	return urls
}

// reachable are the addresses by which others reach who listens at an address of
// a machine that has addrs.
func reachable(at netip.Addr, addrs []net.Addr) []netip.Addr {
	switch {
	case at.IsLoopback():
		return nil
	case !at.IsUnspecified():
		return []netip.Addr{at}
	}
	var all []netip.Addr
	for _, a := range addrs {
		network, ok := a.(*net.IPNet)
		if !ok || !network.IP.IsGlobalUnicast() {
			continue
		}
		ip, _ := netip.AddrFromSlice(network.IP)
		if ip = ip.Unmap(); ip.Is4() || at.Is6() {
			all = append(all, ip)
		}
	}
	return all
}

func (s *Server) url(host string) string {
	base := "/"
	if now := s.shown.Load(); now != nil && now.Site != nil {
		base = now.Site.Base()
	}
	port := s.listener.Addr().(*net.TCPAddr).Port
	return "http://" + net.JoinHostPort(strings.Trim(host, "[]"), strconv.Itoa(port)) + (&url.URL{Path: base}).EscapedPath()
}
