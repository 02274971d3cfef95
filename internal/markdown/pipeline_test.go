package markdown

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"sitegen/internal/address"
	"sitegen/internal/memo"
	"sitegen/internal/site"
)

// specFences draws code as the specification prints it.
var specFences = Fences{
	Info: func(info string) (string, map[string]string, string) {
		lang, _, _ := strings.Cut(info, " ")
		return lang, map[string]string{}, ""
	},
	Draw: func(f site.Fence, _ *memo.Reader) site.Drawn {
		class := ""
		if f.Lang != "" {
			class = fmt.Sprintf(` class="language-%s"`, escape(f.Lang))
		}
		return site.HTML(fmt.Appendf(nil, "<pre><code%s>%s</code></pre>\n", class, escape(f.Text)))
	},
}

// wholePage is a page as one piece of HTML: the main heading back in its place,
// every hole filled with what the author wrote.
func wholePage(text string) string {
	in := In{File: "content/a.md", Rel: "a.md", Options: Options{HTML: HTMLRaw}}
	d := Parse(in, specFences, memo.NewReader(files{"content/a.md": []byte(text)}))
	var b strings.Builder
	if d.H1.HTML != "" || d.H1.ID != "" {
		fmt.Fprintf(&b, "<h1>%s</h1>", d.H1.HTML)
	}
	for _, p := range d.Body.Pieces {
		b.Write(p.HTML)
		if p.Link >= 0 {
			l := d.Body.Links[p.Link]
			b.WriteString(address.Escape(l.Path) + l.Rest)
		}
	}
	return b.String()
}

// outline is HTML as a browser understands it, one node a line, without what
// our pages add to the specification's output.
func outline(t *testing.T, text string) string {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(text), body)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range nodes {
		writeOutline(&b, n, 0, false)
	}
	return b.String()
}

// ours are attributes that our pages add.
var ours = []string{"rel", "loading", "decoding", "aria-label", "id"}

func writeOutline(b *strings.Builder, n *html.Node, depth int, pre bool) {
	indent := strings.Repeat("  ", depth)
	switch n.Type {
	case html.TextNode:
		s := n.Data
		if !pre {
			s = strings.Join(strings.Fields(s), " ")
		}
		if s != "" {
			fmt.Fprintf(b, "%s%q\n", indent, s)
		}
		return
	case html.ElementNode:
		heading := n.Parent != nil && len(n.Parent.Data) == 2 && n.Parent.Data[0] == 'h' && n.Data == "a" && strings.HasPrefix(attr(n, "href"), "#")
		if heading { // the heading's link to itself
			break
		}
		var attrs []string
		for _, a := range n.Attr {
			v := a.Val
			if slices.Contains(ours, a.Key) || a.Key == "class" && v == "nb" {
				continue
			}
			if a.Key == "href" || a.Key == "src" { // encoded or not, it is one address
				if d, err := url.PathUnescape(v); err == nil {
					v = d
				}
			}
			attrs = append(attrs, fmt.Sprintf("%s=%q", a.Key, v))
		}
		slices.Sort(attrs)
		fmt.Fprintf(b, "%s<%s %s>\n", indent, n.Data, strings.Join(attrs, " "))
		depth++
	case html.CommentNode:
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeOutline(b, c, depth, pre || n.Data == "pre")
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// otherwise lists the examples of the specification that a page shows in
// another way, each with its reason.
var otherwise = func() map[string]string {
	const (
		lifted   = "the main heading is printed in the head of the page, without links"
		front    = "text between two lines of --- at the top of a file is front matter"
		figure   = "an image alone with a title is a figure with a caption"
		scheme   = "only http, https, mailto and tel lead out of a page"
		autolink = "GFM makes links of bare addresses"
	)
	m := map[string]string{}
	for reason, numbers := range map[string]string{
		lifted:   "78 214 227",
		front:    "98",
		figure:   "572 573 576 577 584 585 586 588 589 591",
		scheme:   "596 598 599 601",
		autolink: "608 611 612",
	} {
		for n := range strings.FieldsSeq(numbers) {
			m[n] = reason
		}
	}
	return m
}()

// TestCommonMarkPages runs the specification through the very pages we publish:
// whatever conventions we add, plain CommonMark stays what it is.
func TestCommonMarkPages(t *testing.T) {
	same := 0
	for _, e := range specExamples(t) {
		got, want := outline(t, wholePage(e.markdown)), outline(t, e.html)
		_, excused := otherwise[e.name]
		switch {
		case got == want && excused:
			t.Errorf("example %s is as specified now; take it off the list", e.name)
		case got == want:
			same++
		case !excused:
			t.Errorf("example %s\n%s\ngot\n%s\nwant\n%s", e.name, e.markdown, got, want)
		}
	}
	t.Logf("%d of 652 examples as specified, %d in another way", same, len(otherwise))
}
