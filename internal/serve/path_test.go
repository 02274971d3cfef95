package serve

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestResolve(t *testing.T) {
	site := notes()
	site.files["odd:name\\x/index.html"] = page("이상한 이름")
	site.files["con/index.html"] = page("con")
	project := &published{base: "/repo/", files: site.files}
	ok := func(name string) place { return place{status: 200, name: name} }
	to := func(status int, location string) place { return place{status: status, location: location} }
	bad, none, outside := place{status: 400}, place{status: 404}, place{status: 404, outside: true}
	decomposed := norm.NFD.String("/내 노트 (초안)/")
	cases := []struct {
		site          Site
		target        string
		linux, window place
	}{
		{site, "/", ok("index.html"), ok("index.html")},
		{site, "/index.html", ok("index.html"), ok("index.html")},
		{site, "/aws/az/", ok("aws/az/index.html"), ok("aws/az/index.html")},
		{site, "/aws/az", to(301, "/aws/az/"), to(301, "/aws/az/")},
		{site, "/assets/style.1a.css", ok("assets/style.1a.css"), ok("assets/style.1a.css")},
		{site, "/assets/style.1a.css/", none, none},
		{site, "/assets/", none, none},
		{site, "/assets", none, none},
		{site, "/AWS/", none, none},

		// once decoded, "100%25" is the name of a page.
		{site, "/100%2525/", ok("100%25/index.html"), ok("100%25/index.html")},
		{site, "/100%2525", to(301, "/100%2525/"), to(301, "/100%2525/")},
		{site, "/100%25/", none, none},
		{site, "/100%/", bad, bad},

		// one name, four spellings.
		{site, "/내%20노트%20(초안)/", ok("내 노트 (초안)/index.html"), ok("내 노트 (초안)/index.html")},
		{site, "/" + url.PathEscape("내 노트 (초안)") + "/", ok("내 노트 (초안)/index.html"), ok("내 노트 (초안)/index.html")},
		{site, decomposed, ok("내 노트 (초안)/index.html"), ok("내 노트 (초안)/index.html")},
		{site, (&url.URL{Path: decomposed}).EscapedPath(), ok("내 노트 (초안)/index.html"), ok("내 노트 (초안)/index.html")},
		{site, "/" + url.PathEscape("내 노트 (초안)"), to(301, "/%EB%82%B4%20%EB%85%B8%ED%8A%B8%20%28%EC%B4%88%EC%95%88%29/"), to(301, "/%EB%82%B4%20%EB%85%B8%ED%8A%B8%20%28%EC%B4%88%EC%95%88%29/")},
		{site, "/%ED%95%9", bad, bad},
		{site, "/%ED%95", bad, bad},
		{site, "/\xed\x95", bad, bad},
		{site, "/%ED%95%9C", none, none},
		{site, "/ａｗｓ/", none, none}, // wide letters are other letters
		{site, "/aws\u2044az/", none, none},

		// what is not published is not there.
		{site, "/../etc/passwd", none, none},
		{site, "/%2e%2e/", none, none},
		{site, "/..%2f", none, none},
		{site, "/..%5c", bad, bad},
		{site, "/..%5c..%5cetc%5cpasswd", bad, bad},
		{site, "/..", none, none},
		{site, "/aws/..", none, none},
		{site, "/aws/../", none, none},
		{site, "/aws/../index.html", none, none},
		{site, "/aws/./az/", none, none},
		{site, "/aws%2Faz/", ok("aws/az/index.html"), ok("aws/az/index.html")}, // as on GitHub Pages
		{site, "//etc/passwd", none, none},
		{site, "//aws/az/", none, none},
		{site, "//evil.example/aws", none, none},
		{site, "/aws//az", none, none},
		{site, "/aws/az//", none, none},
		{site, "//", none, none},
		{site, "/./", none, none},
		{site, "/.", none, none},
		{site, "/%00", bad, bad},
		{site, "/index.html%00", bad, bad},
		{site, "/@fs/etc/passwd", none, none},
		{site, "/content/a.md", none, none},
		{site, "/sitegen.yaml", none, none},
		{site, "/.git/config", none, none},
		{site, "/.env", none, none},
		{site, "/.sitegen-manifest.json", none, none},
		{site, "/aws/az/#x", bad, bad},
		{site, "/#/../../etc/passwd", bad, bad},
		{site, "aws/az/", bad, bad},
		{site, "", bad, bad},
		{site, "*", bad, bad},

		// what Windows takes for the end of a name, or for another disk.
		{site, `/aws\az`, bad, bad},
		{site, "/aws%5Caz/", bad, bad},
		{site, "/c:/windows/win.ini", bad, bad},
		{site, "/C%3A%5Cwindows", bad, bad},
		{site, "/%5C%5Chost%5Cshare", bad, bad},
		{site, "/index.html::$DATA", bad, bad},
		{site, "/index.html%3A%3A$DATA", bad, bad},
		{site, "/odd:name%5Cx/", ok("odd:name\\x/index.html"), bad}, // elsewhere a note can have that name

		// other names of Windows for the same file, and devices.
		{site, "/INDEX~1.HTM", none, none},
		{site, "/index.html.", none, none},
		{site, "/index.html%20", none, none},
		{site, "/aws./az/", none, none},
		{site, "/aws%20/az/", none, none},
		{site, "/con", to(301, "/con/"), none},
		{site, "/con/", ok("con/index.html"), none},
		{site, "/aux.html", none, none},
		{site, "/NUL", none, none},

		// A project page.
		{project, "/", to(302, "/repo/"), to(302, "/repo/")},
		{project, "/repo", to(302, "/repo/"), to(302, "/repo/")},
		{project, "/repo/", ok("index.html"), ok("index.html")},
		{project, "/repo/aws/az", to(301, "/repo/aws/az/"), to(301, "/repo/aws/az/")},
		{project, "/repo/none", none, none},
		{project, "/repo//", none, none},
		{project, "/repo/..", none, none},
		{project, "/aws/az/", outside, outside},
		{project, "/repository/", outside, outside},
		{project, "/favicon.ico", outside, outside},
		{project, "/repo%2Faws/az/", ok("aws/az/index.html"), ok("aws/az/index.html")},
		{project, "//repo/", outside, outside},
	}
	for _, c := range cases {
		for goos, want := range map[string]place{"linux": c.linux, "darwin": c.linux, "windows": c.window} {
			if got, _ := resolve(c.site, c.target, goos); got != want {
				t.Errorf("%s of %s on %s: %+v, want %+v", c.target, c.site.Base(), goos, got, want)
			}
		}
	}
}

func TestAliasOnWindows(t *testing.T) {
	for name, want := range map[string]bool{
		"con": true, "CON": true, "con.html": true, "con.tar.gz": true, "con .html": true, "aux": true, "com0": true, "nul": true, "prn": true, "com1": true, "LPT9.txt": true, "com¹": true,
		"conin$": true, "INDEX~1.HTM": true, "a~1": true, "index~12": true, "a.": true, "a ": true, "a. .": true, "...": true,
		"": false, ".": false, "..": false, "context": false, "com": false, "com10": false, "console.md": false, "a.b": false, "~": false, "a~b": false, "a~": false,
		"longer-than-six~1": false, "a~1.html": false, "가": false, "10~20": true,
	} {
		if got := aliasOnWindows(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// However a path is written, it leads to what is published, or nowhere.
func FuzzResolve(f *testing.F) {
	for _, seed := range []string{"/", "/aws/az", "/100%2525/", "/..%2f..%5c", "//aws", "/repo/aws/./az/", "/%ed%95%9c", "/\u1112\u1161\u11ab/", "/a:b", "/con.", "/%00#"} {
		f.Add(seed)
	}
	root := notes()
	project := &published{base: "/repo/", files: root.files}
	f.Fuzz(func(t *testing.T, target string) {
		for _, site := range []*published{root, project} {
			for _, goos := range []string{"linux", "windows"} {
				at, file := resolve(site, target, goos)
				switch at.status {
				case 200:
					if text, ok := site.files[at.name]; !ok || at.location != "" || string(file.Data) != text {
						t.Errorf("%q leads to %+v", target, at)
					}
				case 301, 302:
					if !strings.HasPrefix(at.location, site.base) || strings.HasPrefix(at.location, "//") {
						t.Errorf("%q leads away: %+v", target, at)
					}
					if next, _ := resolve(site, at.location, goos); next.status != 200 {
						t.Errorf("%q leads to %q, which is %+v", target, at.location, next)
					}
				case 400, 404:
					if at.name != "" || at.location != "" {
						t.Errorf("%q is %+v", target, at)
					}
				default:
					t.Errorf("%q: %+v", target, at)
				}
			}
		}
	})
}
