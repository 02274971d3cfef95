package config

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitegen/internal/hangul"
)

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// maxSegment keeps a name plus what we add to it below the 255 bytes that file
// systems allow.
const maxSegment = 240

// sitePath checks a path an author gives to a page and returns it decoded and
// composed. What it refuses could leave the output folder, another host's name
// in a redirect, or a file no server finds.
func sitePath(s string) (string, error) {
	for plain, depth := s, 0; ; depth++ {
		if err := checkPath(plain); err != nil {
			return "", err
		}
		next, err := url.PathUnescape(plain)
		if err != nil || next == plain {
			break
		}
		if depth == 3 {
			return "", errors.New("is percent-encoded several times over")
		}
		plain = next
	}
	if once, err := url.PathUnescape(s); err == nil {
		s = once
	}
	return hangul.NFC(s), nil
}

func checkPath(s string) error {
	switch {
	case !utf8.ValidString(s):
		return errors.New("is not valid UTF-8")
	case strings.ContainsFunc(s, unicode.IsControl):
		return errors.New("holds a control character")
	case strings.Contains(s, `\`):
		return errors.New("holds a backslash")
	case scheme.MatchString(s), strings.HasPrefix(s, "//"):
		return errors.New("leads to another site")
	case strings.ContainsAny(s, "?#"):
		return errors.New("holds ? or #, which end a path")
	}
	for seg := range strings.SplitSeq(s, "/") {
		switch {
		case seg == "." || seg == "..":
			return fmt.Errorf("holds a segment %q", seg)
		case len(seg) > maxSegment:
			return fmt.Errorf("holds a name of more than %d bytes", maxSegment)
		}
	}
	return nil
}

// BaseURL checks and normalises the address a site is published under: http or
// https, a host, no query, no fragment, a slash at the end.
func BaseURL(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(strings.TrimSpace(s))
	switch {
	case err != nil:
		return "", errors.New("is not a URL")
	case u.Scheme != "http" && u.Scheme != "https":
		return "", errors.New("does not begin with https:// or http://")
	case u.Hostname() == "":
		return "", errors.New("names no host")
	case u.User != nil:
		return "", errors.New("holds a user name")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", errors.New("holds a query or a fragment")
	}
	for seg := range strings.SplitSeq(u.Path, "/") {
		if seg == "." || seg == ".." {
			return "", fmt.Errorf("holds a segment %q", seg)
		}
	}
	if strings.ContainsFunc(u.Path, unicode.IsControl) || strings.Contains(u.Path, `\`) {
		return "", errors.New("holds a character that has no place in a URL")
	}
	plain := url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host), Path: hangul.NFC(strings.TrimRight(u.Path, "/") + "/")}
	return plain.String(), nil
}

// inside returns p cleaned if it names a folder inside the project, "" for the
// project itself.
func inside(p string) (string, error) {
	p = hangul.NFC(strings.TrimSuffix(strings.TrimPrefix(p, "./"), "/"))
	if p == "" || p == "." {
		return "", nil
	}
	if strings.HasPrefix(p, "/") || scheme.MatchString(p) {
		return "", errors.New("must be relative to the project")
	}
	if err := checkPath(p); err != nil {
		return "", err
	}
	return p, nil
}
