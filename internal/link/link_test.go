package link

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// doc is a page of a test site. links are written as they stand in Markdown.
func doc(rel string, links ...string) *site.Doc {
	d := &site.Doc{Facts: site.Facts{File: "content/" + rel, Rel: rel, Title: site.NameTitle(rel)}}
	for i, l := range links {
		path, frag, _ := strings.Cut(l, "#")
		rest := ""
		if frag != "" {
			rest = "#" + frag
		}
		kind := site.LinkPage
		if strings.HasSuffix(path, ".png") {
			kind = site.LinkImage
		}
		d.Body.Pieces = append(d.Body.Pieces, site.Piece{HTML: []byte(`<a href="`), Link: i})
		d.Body.Links = append(d.Body.Links, site.Link{Kind: kind, Path: path, Frag: frag, Rest: rest, Pos: diag.Pos{File: d.File, Line: i + 1}})
	}
	d.Body.Pieces = append(d.Body.Pieces, site.Piece{HTML: []byte(`">`), Link: -1})
	d.Body.Seal()
	return d
}

func with(d *site.Doc, change func(*site.Doc)) *site.Doc {
	change(d)
	return d
}

// joined is a site with all its texts in place.
type joined struct {
	*site.Site
	Assets []site.Asset
	texts  map[*site.Page]*Text
}

func join(docs []*site.Doc, in Input) *joined {
	var facts []*site.Facts
	byFile := map[string]*site.Doc{}
	for _, d := range docs {
		facts = append(facts, &d.Facts)
		byFile[d.File] = d
	}
	s, r := Site(facts, in)
	j := &joined{s, nil, map[*site.Page]*Text{}}
	var texts []*Text
	for _, p := range s.Pages {
		if p.Facts != nil {
			j.texts[p] = r.Text(p, byFile[p.Facts.File])
			texts = append(texts, j.texts[p])
		}
	}
	j.Assets = r.Assets(texts)
	all := make([]*Text, len(s.Pages))
	for i, p := range s.Pages {
		all[i] = j.texts[p]
	}
	Backlinks(s, all)
	j.Diags = append(j.Diags, r.Broken(texts)...)
	return j
}

func (j *joined) view(p *site.Page) *site.View { return View(j.Site, p, j.texts[p]) }

func page(t *testing.T, s *joined, rel string) *site.Page {
	t.Helper()
	for _, p := range s.Pages {
		if p.Facts != nil && p.Facts.Rel == rel {
			return p
		}
	}
	t.Fatalf("no page for %s", rel)
	return nil
}

func codes(s *joined) string {
	var out []string
	for _, d := range diag.Sort(s.Diags) {
		out = append(out, fmt.Sprintf("%s %s", d.Code, d.Pos))
	}
	return strings.Join(out, "\n")
}

func TestAddresses(t *testing.T) {
	s := join([]*site.Doc{
		doc("index.md"), doc("02-aws/README.md"), doc("02-aws/01-리전 소개.md"), doc("2026-회고.md"),
		doc("메모/1. 개요.md"), doc("메모/2. 개요.md"), doc("C++.md"), doc("404.md"),
		with(doc("slug.md"), func(d *site.Doc) { v := "짧게"; d.Meta.Slug = &v }),
		with(doc("moved.md"), func(d *site.Doc) { d.Meta.URL = "/guide/start/" }),
	}, Input{Content: "content"})
	for rel, want := range map[string]string{
		"index.md": "", "02-aws/README.md": "aws/", "02-aws/01-리전 소개.md": "aws/리전 소개/",
		"2026-회고.md": "2026-회고/", "메모/1. 개요.md": "메모/1. 개요/", "메모/2. 개요.md": "메모/2. 개요/",
		"C++.md": "C++/", "404.md": "404.html", "slug.md": "짧게/", "moved.md": "guide/start/",
	} {
		if got := page(t, s, rel).URL; got != want {
			t.Errorf("URL of %s = %q, want %q", rel, got, want)
		}
	}
	if len(s.Diags) > 0 {
		t.Errorf("diagnostics: %v", s.Diags)
	}
}

func TestClashes(t *testing.T) {
	tests := []struct {
		name string
		docs []*site.Doc
		want string
	}{
		{"case", []*site.Doc{doc("guide.md"), doc("Guide.md")}, "URL002 content/guide.md"},
		{"file and folder", []*site.Doc{doc("guide.md"), doc("guide/index.md")}, "URL002 content/guide/index.md"},
		{"alias over page", []*site.Doc{
			with(doc("a.md"), func(d *site.Doc) {
				d.Meta.Aliases = []string{"/b/"}
				d.Meta.Pos = map[string]diag.Pos{"aliases.0": {File: d.File, Line: 3}}
			}), doc("b.md")}, "URL002 content/a.md:3"},
		{"tags", []*site.Doc{with(doc("tags.md"), func(d *site.Doc) { d.Meta.Tags = []string{"x"} })}, "URL002 content/tags.md"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := codes(join(tt.docs, Input{Content: "content"})); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	target := with(doc("aws/02-az.md"), func(d *site.Doc) { d.Anchors = []string{"가용-영역"} })
	tests := []struct{ from, link, href, code, hint string }{
		{"a.md", "aws/02-az.md", "../aws/az/", "", ""},
		{"a.md", "aws/02-az.md#가용-영역", "../aws/az/#가용-영역", "", ""},
		{"a.md", "aws/02-az.md#가용영역", "../aws/az/#가용영역", "LNK002", "#가용-영역"},
		{"a.md", "aws/", "../aws/", "", ""},
		{"a.md", "aws", "../aws/", "", ""},
		{"aws/x.md", "02-az.md", "../az/", "", ""},
		{"aws/x.md", "../a.md", "../../a/", "", ""},
		{"a.md", "02-az.md", "02-az.md", "LNK001", "aws/02-az.md"},
		{"a.md", "aws/02-ax.md", "aws/02-ax.md", "LNK001", "aws/02-az.md"},
		{"a.md", "aws/02-AZ.md", "aws/02-AZ.md", "LNK001", "aws/02-az.md"},
		{"a.md", "aws/az/", "aws/az/", "LNK001", "aws/02-az.md"},
		{"a.md", "draft.md", "draft.md", "LNK001", "--drafts"},
		{"a.md", "img/그림.png", "../img/%EA%B7%B8%EB%A6%BC.png", "", ""},
		{"a.md", "img/그린.png", "img/%EA%B7%B8%EB%A6%B0.png", "LNK003", "img/그림.png"},
		{"a.md", "file.pdf", "file.pdf", "LNK003", ""},
		{"a.md", "/aws/02-az.md", "../aws/az/", "LNK004", "aws/02-az.md"},
		{"a.md", "/aws/az/", "/aws/az/", "LNK004", "aws/02-az.md"},
		{"a.md", "../Makefile", "../Makefile", "LNK005", ""},
		{"a.md", "", "./", "", ""},
		{"a.md", "cv.pdf", "../cv.pdf", "", ""},
		{"a.md", "../static/cv.pdf", "../cv.pdf", "", ""},
		{"a.md", "/cv.pdf", "../cv.pdf", "LNK004", "cv.pdf"},
		{"a.md", "contents/", "../contents/", "", ""},
		{"a.md", "llms.txt", "../llms.txt", "", ""},
		{"a.md", "feed.xml", "feed.xml", "LNK003", ""},
		{"a.md", "/", "../", "LNK004", "index.md"},
		{"a.md", "업는.md", "%EC%97%85%EB%8A%94.md", "LNK001", ""},
		{"a.md", "C#.md", "C#.md", "LNK001", "%23"},
	}
	for _, tt := range tests {
		t.Run(tt.from+" "+tt.link, func(t *testing.T) {
			docs := []*site.Doc{target, doc("C#.md"), with(doc("draft.md"), func(d *site.Doc) { d.Meta.Draft = true })}
			docs = append(docs, doc(tt.from, tt.link))
			if tt.from != "a.md" {
				docs = append(docs, doc("a.md"))
			}
			docs = append(docs, doc("index.md"))
			s := join(docs, Input{Content: "content", Files: []string{"img/그림.png"}, Static: []site.Asset{{From: "static/cv.pdf", Out: "cv.pdf"}}})
			if got := s.texts[page(t, s, tt.from)].Hrefs[0]; got != tt.href {
				t.Errorf("href = %q, want %q", got, tt.href)
			}
			if tt.code == "" {
				if len(s.Diags) > 0 {
					t.Errorf("unexpected %v", s.Diags)
				}
				return
			}
			if len(s.Diags) != 1 || s.Diags[0].Code != tt.code || !s.Diags[0].Strict || !strings.Contains(s.Diags[0].Hint, tt.hint) || tt.hint == "" && strings.HasPrefix(s.Diags[0].Hint, "did you mean") {
				t.Errorf("got %+v, want %s with a hint of %q", s.Diags, tt.code, tt.hint)
			}
		})
	}
}

func TestOnlyReferredFilesArePublished(t *testing.T) {
	s := join([]*site.Doc{doc("a/b.md", "x.png", "x.png"), doc("index.md")}, Input{Content: "content", Files: []string{"a/x.png", "private.key"}})
	want := []site.Asset{{From: "content/a/x.png", Out: "a/x.png"}}
	if !slices.Equal(s.Assets, want) {
		t.Errorf("assets = %v, want %v", s.Assets, want)
	}
}

func labels(pages []*site.Page) string {
	var out []string
	for _, p := range pages {
		out = append(out, p.Label)
	}
	return strings.Join(out, " ")
}

func TestFolderOrder(t *testing.T) {
	order := func(rel string, n int) *site.Doc {
		return with(doc(rel), func(d *site.Doc) { d.Meta.Order = &n })
	}
	s := join([]*site.Doc{
		doc("10-j.md"), doc("9-i.md"), doc("Beta.md"), doc("alpha.md"), order("z.md", 1), doc("2-sec/x.md"),
		with(doc("hidden.md"), func(d *site.Doc) { d.Meta.Hidden = true }), doc("index.md"),
	}, Input{Content: "content"})
	if got, want := labels(s.Home.Kids), "z sec i j alpha Beta"; got != want {
		t.Errorf("order = %q, want %q", got, want)
	}
	x := page(t, s, "2-sec/x.md")
	if labels(x.Up) != "home sec" || x.Prev.Label != "z" || x.Next.Label != "i" {
		t.Errorf("x stands in %q between %q and %q", labels(x.Up), x.Prev.Label, x.Next.Label)
	}
	if h := page(t, s, "hidden.md"); h.Prev != nil || h.Next != nil || h.Parent != s.Home {
		t.Errorf("a hidden page has neighbours or no parent: %+v", h)
	}
}

func TestWrittenOrder(t *testing.T) {
	nav := []site.Entry{
		{Label: "처음", Path: "index.md"},
		{Label: "묶음", Kids: []site.Entry{{Path: "b.md"}, {Label: "에이", Path: "a.md"}, {Path: "b.md", Pos: diag.Pos{File: "sitegen.yaml", Line: 6}}}},
		{Path: "c.md", Pos: diag.Pos{File: "sitegen.yaml", Line: 7}},
	}
	s := join([]*site.Doc{doc("a.md"), doc("b.md"), doc("index.md"), doc("left.md")}, Input{Content: "content", Nav: nav})
	if got, want := labels(s.Home.Kids), "묶음"; got != want {
		t.Fatalf("home has %q, want %q", got, want)
	}
	if got, want := labels(s.Home.Kids[0].Kids), "b 에이"; got != want {
		t.Errorf("the group has %q, want %q", got, want)
	}
	if got, want := codes(s), "CFG007 content/left.md\nCFG006 sitegen.yaml:6\nCFG005 sitegen.yaml:7"; got != want {
		t.Errorf("diagnostics\n%s\nwant\n%s", got, want)
	}
	if a := page(t, s, "a.md"); a.Prev.Label != "b" || a.Next != nil {
		t.Errorf("neighbours of a: %v %v", a.Prev, a.Next)
	}
}

// A draft, an address elsewhere and the 404 page in a written order do not stop
// the build; the children of what is left out move up.
func TestWrittenOrderLeavesOut(t *testing.T) {
	nav := []site.Entry{
		{Path: "draft.md", Kids: []site.Entry{{Path: "a.md"}}},
		{Label: "밖", Path: "https://example.kr/", Pos: diag.Pos{File: "sitegen.yaml", Line: 5}},
		{Path: "404.md", Pos: diag.Pos{File: "sitegen.yaml", Line: 6}},
	}
	draft := with(doc("draft.md"), func(d *site.Doc) { d.Meta.Draft = true })
	s := join([]*site.Doc{doc("index.md"), doc("a.md"), draft, doc("404.md")}, Input{Content: "content", Nav: nav})
	if got := labels(s.Home.Kids); got != "a" {
		t.Errorf("home has %q, want a", got)
	}
	if got, want := codes(s), "CFG008 sitegen.yaml:5\nCFG008 sitegen.yaml:6"; got != want {
		t.Errorf("diagnostics\n%s\nwant\n%s", got, want)
	}
}

// A README with an address of its own is still the page of its folder.
func TestSectionWithItsOwnAddress(t *testing.T) {
	readme := with(doc("aws/README.md"), func(d *site.Doc) { d.Meta.URL = "/다른/" })
	s := join([]*site.Doc{doc("index.md", "aws/"), readme, doc("aws/a.md")}, Input{Content: "content"})
	if got := s.texts[page(t, s, "index.md")].Hrefs[0]; got != "%EB%8B%A4%EB%A5%B8/" {
		t.Errorf("the folder leads to %q", got)
	}
	if up := page(t, s, "aws/a.md").Up; up[len(up)-1] != page(t, s, "aws/README.md") {
		t.Errorf("a stands below %q", labels(up))
	}
}

// Obsidian's aliases are names: one that is taken says so and stops nothing.
func TestNameAliases(t *testing.T) {
	alias := func(rel string, names ...string) *site.Doc {
		return with(doc(rel), func(d *site.Doc) { d.Meta.Aliases = names })
	}
	s := join([]*site.Doc{alias("aws/README.md", "AWS"), alias("a.md", "별명"), alias("b.md", "별명")}, Input{Content: "content"})
	if got, want := codes(s), "URL004 content/b.md"; got != want || len(s.Aliases) != 1 {
		t.Errorf("diagnostics %q, want %q; %d redirects", got, want, len(s.Aliases))
	}
}

// A link in an included text is relative to the file it stands in.
func TestLinksOfIncludedText(t *testing.T) {
	d := doc("index.md", "x.md", "img/p.png")
	for i := range d.Body.Links {
		d.Body.Links[i].Pos.File = "content/parts/inc.md"
	}
	s := join([]*site.Doc{d, doc("parts/x.md")}, Input{Content: "content", Files: []string{"parts/img/p.png"}})
	if got := s.texts[page(t, s, "index.md")].Hrefs; got[0] != "parts/x/" || got[1] != "parts/img/p.png" || len(s.Diags) > 0 {
		t.Errorf("%q %v", got, s.Diags)
	}
}

// A hint is for the file that the author will open.
func TestHintsInIncludedText(t *testing.T) {
	d := doc("index.md", "aws/x.md")
	d.Body.Links[0].Pos.File = "content/parts/inc.md"
	s := join([]*site.Doc{d, doc("aws/x.md")}, Input{Content: "content"})
	if len(s.Diags) != 1 || s.Diags[0].Hint != `did you mean "../aws/x.md"?` {
		t.Errorf("%+v", s.Diags)
	}
}

// A README beside an index is a page like any other.
func TestTwoIndexes(t *testing.T) {
	s := join([]*site.Doc{doc("README.md"), doc("index.md"), doc("_index.md"), doc("a/README.md")}, Input{Content: "content"})
	if len(s.Diags) > 0 {
		t.Errorf("%v", s.Diags)
	}
	for rel, want := range map[string]string{"index.md": "", "_index.md": "_index/", "README.md": "README/", "a/README.md": "a/"} {
		if got := page(t, s, rel).URL; got != want {
			t.Errorf("%s at %q, want %q", rel, got, want)
		}
	}
}

// A picture that is missing was not meant to be a program.
func TestPictureHints(t *testing.T) {
	s := join([]*site.Doc{doc("a.md", "main.png")}, Input{Content: "content", Files: []string{"main.go"}})
	if len(s.Diags) != 1 || s.Diags[0].Hint != "" {
		t.Errorf("%+v", s.Diags)
	}
}

// The list of all pages follows the navigation; what stands beside the sections
// comes after them.
func TestContentsInOrder(t *testing.T) {
	order := func(rel string, n int) *site.Doc {
		return with(doc(rel), func(d *site.Doc) { d.Meta.Order = &n })
	}
	s := join([]*site.Doc{doc("index.md"), order("a/README.md", 1), doc("a/x.md"), order("z.md", 2)}, Input{Content: "content"})
	var titles []string
	for _, p := range s.Pages {
		if p.Kind == site.KindContents {
			for _, g := range s.view(p).Groups {
				titles = append(titles, g.Title)
				for _, item := range g.Items {
					titles = append(titles, item.Title)
				}
			}
		}
	}
	if got, want := strings.Join(titles, " "), "a x home z"; got != want {
		t.Errorf("contents %q, want %q", got, want)
	}
}

// A folder of notes that is called tags keeps its address.
func TestTagsBesideAFolderOfThatName(t *testing.T) {
	s := join([]*site.Doc{with(doc("index.md"), func(d *site.Doc) { d.Meta.Tags = []string{"가"} }), doc("tags/intro.md")}, Input{Content: "content"})
	if len(s.Diags) > 0 || s.TagList[0].URL != "tag/가/" {
		t.Errorf("%q %v", s.TagList[0].URL, s.Diags)
	}
}

func TestHiddenPagesAreNotListedByTag(t *testing.T) {
	s := join([]*site.Doc{with(doc("a.md"), func(d *site.Doc) { d.Meta.Tags, d.Meta.Hidden = []string{"가"}, true })}, Input{Content: "content"})
	if len(s.TagList) > 0 {
		t.Errorf("tags %v", s.TagList)
	}
}

// A thousand broken links in a folder of a thousand notes must not compare a
// million names.
func TestHintsAreBounded(t *testing.T) {
	var docs []*site.Doc
	for i := range 2000 {
		docs = append(docs, doc(fmt.Sprintf("p%04d.md", i), fmt.Sprintf("없는%04d.md", i)))
	}
	s := join(docs, Input{Content: "content"})
	if len(s.Diags) != 2000 {
		t.Errorf("%d diagnostics", len(s.Diags))
	}
	hinted := 0
	for _, d := range s.Diags {
		if d.Hint != "" {
			hinted++
		}
	}
	if hinted*2000 > maxHintWork {
		t.Errorf("%d hints", hinted)
	}
}

func TestTags(t *testing.T) {
	tagged := func(rel string, tags ...string) *site.Doc {
		return with(doc(rel), func(d *site.Doc) { d.Meta.Tags = tags })
	}
	s := join([]*site.Doc{tagged("a.md", "AWS", "C++"), tagged("b.md", "aws", "C#", "../x", " ")}, Input{Content: "content"})
	var got []string
	for _, tag := range s.TagList {
		got = append(got, fmt.Sprintf("%s=%s(%d)", tag.Name, tag.URL, len(s.Tagged[tag.Name])))
	}
	if want := "../x=tags/x/(1) AWS=tags/aws/(2) C#=tags/c#/(1) C++=tags/c++/(1)"; strings.Join(got, " ") != want {
		t.Errorf("tags %v, want %s", got, want)
	}
}

// The page for unknown addresses is served at any depth.
func TestMissingPageLinksAreAbsolute(t *testing.T) {
	s := join([]*site.Doc{doc("404.md", "a.md"), doc("a.md")}, Input{Content: "content", Info: site.Info{BasePath: "/repo/"}})
	p := page(t, s, "404.md")
	if s.texts[p].Hrefs[0] != "/repo/a/" || s.view(p).Root != "/repo/" {
		t.Errorf("link %q, root %q; want them below /repo/", s.texts[p].Hrefs[0], s.view(p).Root)
	}
}

// The sidebar of a page must not grow with the site.
func TestSidebarIsBounded(t *testing.T) {
	var docs []*site.Doc
	for i := range 3000 {
		docs = append(docs, doc(fmt.Sprintf("많음/p%04d.md", i)), doc(fmt.Sprintf("s%02d/p%04d.md", i%30, i)))
	}
	s := join(docs, Input{Content: "content"})
	for _, rel := range []string{"많음/p0000.md", "많음/p1500.md", "많음/p2999.md", "s07/p0007.md"} {
		v := s.view(page(t, s, rel))
		items, current := 0, 0
		var walk func([]site.NavItem)
		walk = func(nav []site.NavItem) {
			for _, n := range nav {
				items++
				if n.Current {
					current++
				}
				walk(n.Kids)
			}
		}
		walk(v.Nav)
		if items > 2*maxNeighbour+4 || current != 1 {
			t.Errorf("%s: %d entries, %d current", rel, items, current)
		}
	}
}

func BenchmarkSite(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		var docs []*site.Doc
		for i := range n {
			docs = append(docs, doc(fmt.Sprintf("s%03d/p%05d.md", i/30, i), fmt.Sprintf("p%05d.md", i/30*30)))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				s := join(docs, Input{Content: "content"})
				for _, p := range s.Pages {
					s.view(p)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/page")
		})
	}
}

func TestBacklinks(t *testing.T) {
	hidden := with(doc("hidden.md", "z.md"), func(d *site.Doc) { d.Meta.Hidden = true })
	s := join([]*site.Doc{doc("b.md", "z.md", "z.md#x", "b.md"), doc("a.md", "z.md", "nowhere.md"), doc("z.md"), hidden}, Input{Content: "content"})
	var got []string
	for _, r := range s.view(page(t, s, "z.md")).Back {
		got = append(got, r.Title+" "+r.Href)
	}
	if want := []string{"a ../a/", "b ../b/"}; !slices.Equal(got, want) {
		t.Errorf("z is linked by %q, want %q", got, want)
	}
	if back := s.view(page(t, s, "b.md")).Back; back != nil {
		t.Errorf("a page links to itself: %v", back)
	}
}

// A title that is no heading of the text is glued and escaped as one would be.
func TestHeadingFromTitle(t *testing.T) {
	titled := with(doc("a.md"), func(d *site.Doc) { d.Title = "영역(AZ)은 <b>" })
	marked := with(doc("b.md"), func(d *site.Doc) { d.H1 = site.H1{HTML: "<em>나</em>", ID: "나"} })
	s := join([]*site.Doc{titled, marked}, Input{Content: "content"})
	if got, want := string(s.view(page(t, s, "a.md")).TitleHTML), "영역(AZ)\u2060은 &lt;b&gt;"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := string(s.view(page(t, s, "b.md")).TitleHTML); got != "<em>나</em>" {
		t.Errorf("got %q", got)
	}
}

// TestChange tells which texts have to be filled again when one page, about.md, or
// its place has changed.
func TestChange(t *testing.T) {
	named := func(title string, anchors ...string) *site.Doc {
		return with(doc("about.md"), func(d *site.Doc) { d.Title, d.Anchors = title, anchors })
	}
	others := map[string]*site.Doc{
		"no links":         doc("a.md"),
		"another page":     doc("b.md", "a.md#x"),
		"its top":          doc("c.md", "about.md"),
		"its anchor":       doc("d.md", "a.md", "about.md#old"),
		"a missing anchor": doc("e.md", "about.md#new"),
	}
	known := func(about *site.Doc) (*site.Site, *Resolver) {
		facts := []*site.Facts{&about.Facts}
		for _, d := range others {
			facts = append(facts, &d.Facts)
		}
		return Site(facts, Input{})
	}
	s, before := known(named("About", "old"))
	texts := map[string]*Text{}
	for what, d := range others {
		i := slices.IndexFunc(s.Pages, func(p *site.Page) bool { return p.Facts == &d.Facts })
		texts[what] = before.Text(s.Pages[i], d)
	}
	linked, all := []string{"a missing anchor", "its anchor", "its top"}, slices.Sorted(maps.Keys(others))
	for name, c := range map[string]struct {
		about *site.Doc
		want  []string
	}{
		"title":   {named("Other", "old"), nil},
		"anchors": {named("About", "new"), linked},
		"address": {with(named("About", "old"), func(d *site.Doc) { d.Meta.Slug = new("elsewhere") }), all},
	} {
		_, now := known(c.about)
		change := now.Since(before)
		var got []string
		for what, text := range texts {
			if change.Concerns(text) {
				got = append(got, what)
			}
		}
		if slices.Sort(got); !slices.Equal(got, c.want) {
			t.Errorf("another %s concerns texts with links to %q, want %q", name, got, c.want)
		}
	}
}
