package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"

	"sitegen/internal/memo"
)

// joinersShown makes joiners visible.
func joinersShown(html string) string { return strings.ReplaceAll(html, joiner, "¦") }

func TestGlue(t *testing.T) {
	const x = "<math><mi>x</mi></math>"
	tests := []struct{ name, in, want string }{
		{"a particle behind a bracket", "<p>영역(AZ)은</p>", "<p>영역(AZ)¦은</p>"},
		{"behind a tag that closes", "<p><strong>영역(AZ)</strong>은 <em>다</em></p>", "<p><strong>영역(AZ)</strong>¦은 <em>다</em></p>"},
		{"behind tags and a comment", "<p><a href=\"#)\"><b>(AZ)</b></a><!-- 은 --><i>은</i></p>", "<p><a href=\"#)\"><b>(AZ)</b></a><!-- 은 --><i>¦은</i></p>"},
		{"before a dot in the next element", "<p><b>리전</b>·가용</p>", "<p><b>리전</b>¦·가용</p>"},
		{"not across blocks", "<p>(AZ)</p><p>은</p>", "<p>(AZ)</p><p>은</p>"},
		{"not across cells", "<td>(AZ)<td>은", "<td>(AZ)<td>은"},
		{"not across a line break", "<p>(AZ)<br>은</p>", "<p>(AZ)<br>은</p>"},
		{"not where a break is asked for", "<p>(AZ)<wbr>은</p>", "<p>(AZ)<wbr>은</p>"},
		{"behind code", "<p><code>f()</code>을</p>", "<p><code>f()</code>¦을</p>"},
		{"behind an escaped sign in code", "<p><code>&lt;div&gt;</code>은</p>", "<p><code>&lt;div&gt;</code>¦은</p>"},
		{"never in code", "<p><code>f()을 가·나</code> <pre>(가)은</pre></p>", "<p><code>f()을 가·나</code> <pre>(가)은</pre></p>"},
		{"never in code in pre", "<pre><code>(가)은 <span class=\"s\">(나)를</span></code></pre>", "<pre><code>(가)은 <span class=\"s\">(나)를</span></code></pre>"},
		{"never in pictures", "<svg><svg><text>(가)은</text></svg><text>(나)는</text></svg>", "<svg><svg><text>(가)은</text></svg><text>(나)는</text></svg>"},
		{"never in scripts", "<script>if (a<b) \"(가)은\"</script>", "<script>if (a<b) \"(가)은\"</script>"},
		{"never in attributes", `<p title="(가)은 > (나)은">다</p>`, `<p title="(가)은 > (나)은">다</p>`},
		{"nor in a formula", "<p><math><mtext>(가)은</mtext></math> 다</p>", "<p><math><mtext>(가)은</mtext></math> 다</p>"},
		{"a quote that browsers write", "<p><q>안녕</q>이라고</p>", "<p><q>안녕</q>¦이라고</p>"},
		{"an escaped mark", "<p>a &gt;이고 &amp;은</p>", "<p>a &gt;이고 &amp;은</p>"},
		{"a formula and its particle", "<p>" + x + "은</p>", `<p><span class="nb">` + x + "¦</span>은</p>"},
		{"a formula at the end of bold", "<p><b>값 " + x + "</b>은</p>", `<p><b>값 <span class="nb">` + x + "¦</span></b>은</p>"},
		{"a formula in brackets", "<p>(" + x + ")은</p>", `<p>(<span class="nb">¦` + x + "¦</span>)¦은</p>"},
		{"a formula and a full stop", "<p>" + x + ". 다</p>", `<p><span class="nb">` + x + "¦</span>. 다</p>"},
		{"a formula before an entity", "<p>" + x + "&quot;</p>", `<p><span class="nb">` + x + "¦</span>&quot;</p>"},
		{"a formula alone", "<p>가 " + x + " 나 " + x + "</p>", "<p>가 " + x + " 나 " + x + "</p>"},
		{"a formula before what may break", "<p>" + x + "/" + x + "~3</p>", "<p>" + x + "/" + x + "~3</p>"},
		{"a formula before a bracket", "<p>" + x + "(가)</p>", "<p>" + x + "(가)</p>"},
		{"a displayed formula", `<p>(<math display="block"><mi>x</mi></math>)은</p>`, `<p>(<math display="block"><mi>x</mi></math>)¦은</p>`},
		{"a picture and its particle", `<p><a><img alt="로고"></a>는</p>`, `<p><a><span class="nb"><img alt="로고">¦</span></a>는</p>`},
		{"a picture alone", `<figure><img alt="(가)은"><figcaption>그림(가)은</figcaption></figure>`, `<figure><img alt="(가)은"><figcaption>그림(가)¦은</figcaption></figure>`},
		{"what never ends", `<p>(가)은<pre>(가)은`, `<p>(가)¦은<pre>(가)은`},
		{"what is no tag", "1 < 2 (가)은 <3 <", "1 < 2 (가)¦은 <3 <"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := joinersShown(string(glue(tt.in, nil))); got != tt.want {
				t.Errorf("\ngot  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestGlueMovesHoles(t *testing.T) {
	// § stands for a hole.
	in := `§<p>(가)은 <a href="§">(나)</a>은 <img src="§" alt="로고">는 <a href="§">다</a></p>§`
	want := `§<p>(가)¦은 <a href="§">(나)</a>¦은 <span class="nb"><img src="§" alt="로고">¦</span>는 <a href="§">다</a></p>§`
	var holes []hole
	text := ""
	for part := range strings.SplitSeq(in, "§") {
		if text += part; len(holes) < strings.Count(in, "§") {
			holes = append(holes, hole{len(text), len(holes)})
		}
	}
	glued := glue(text, holes)
	got, from := "", 0
	for _, h := range holes {
		got += string(glued[from:h.offset]) + "§"
		from = h.offset
	}
	if got = joinersShown(got + string(glued[from:])); got != want {
		t.Errorf("\ngot  %s\nwant %s", got, want)
	}
}

// What is made of a page beside its HTML has no joiners: they would be searched
// for, linked to and copied.
func TestJoinersStayInText(t *testing.T) {
	text := "# 영역(AZ)은\n\n첫 문단(가)은 `f(x)을`\n\n## 절(나)은 리전·가용\n\n```go\n// (다)은\n```\n\n[링크](b.md \"(라)은\") ![그림(마)은](c.png)\n"
	d := Parse(In{File: "content/a.md", Rel: "a.md", Options: Options{HTML: HTMLSafe}}, plainFences, memo.NewReader(files{"content/a.md": []byte(text)}))
	said := []string{d.Title, d.Lead, d.H1.ID, string(d.Markdown), strings.Join(d.Anchors, " ")}
	for _, h := range d.Heads {
		said = append(said, h.ID, h.Text)
	}
	for _, s := range said {
		if strings.Contains(s, joiner) {
			t.Errorf("a joiner in %q", s)
		}
	}
	html := d.H1.HTML
	for _, p := range d.Body.Pieces {
		html += string(p.HTML)
	}
	if n := strings.Count(html, joiner); n != 4 {
		t.Errorf("%d joiners in %s, want 4", n, joinersShown(html))
	}
}

// Glue only ever adds: without what it adds the HTML is what it was.
func FuzzGlue(f *testing.F) {
	for _, s := range []string{"<p>(가)은", "<img a='>'>은", "<math><mi>x</mi></math>은", "<code>)</code>은<pre", "<!-- ", "<a <b>)은", "&quot;<img>&", "</q>은", "<p =\">"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Contains(s, joiner) || strings.Contains(s, `<span class="nb">`) || strings.Contains(s, "</span>") || !utf8.ValidString(s) {
			t.Skip()
		}
		glued := string(glue(s, nil))
		if got := strings.NewReplacer(joiner, "", `<span class="nb">`, "", "</span>", "").Replace(glued); got != s {
			t.Errorf("%q became %q", s, glued)
		}
	})
}

func BenchmarkGlue(b *testing.B) {
	html := strings.Repeat("<p>리전은 <strong>가용 영역(AZ)</strong>을 여럿 담고, <a href=\"#\">서브넷</a>·라우팅을 <code>10.0.0.0/16</code>으로 나눕니다.</p>\n", 200)
	b.SetBytes(int64(len(html)))
	for b.Loop() {
		glue(html, nil)
	}
}
