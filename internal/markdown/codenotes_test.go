package markdown

import (
	"strings"
	"testing"

	"sitegen/internal/memo"
	"sitegen/internal/site"
)

// The list below a block of code holds the notes on it if, and only if, the code
// refers to them.
func TestCodeNotes(t *testing.T) {
	fences := plainFences
	fences.Draw = func(f site.Fence, _ *memo.Reader) site.Drawn {
		d := site.HTML([]byte("<pre>" + f.Text + "</pre>\n"))
		for n := 1; n <= f.Notes; n++ {
			if strings.Contains(f.Text, "("+string(rune('0'+n))+")!") {
				d.Noted = append(d.Noted, n)
			}
		}
		return d
	}
	tests := []struct{ name, in, want string }{
		{"marked", "```\n(2)!\n```\n\n1. 가\n2. 나\n",
			`<pre>(2)!
</pre>
<ol class="notes-on">
<li><span class="an" data-n="1"></span>가</li>
<li id="sg-f1-n2"><a class="an" href="#sg-f1-m2" data-n="2" aria-label="코드의 2로"></a>나</li>
</ol>
`},
		{"loose", "```\n(1)!\n```\n\n1. 가\n\n   나\n",
			`<pre>(1)!
</pre>
<ol class="notes-on">
<li id="sg-f1-n1"><a class="an" href="#sg-f1-m1" data-n="1" aria-label="코드의 1로"></a>
<p>가</p>
<p>나</p>
</li>
</ol>
`},
		{"not marked", "```\nx\n```\n1. 가\n", "<pre>x\n</pre>\n<ol>\n<li>가</li>\n</ol>\n"},
		{"another list", "```\n(1)!\n```\n- 가\n", "<pre>(1)!\n</pre>\n<ul>\n<li>가</li>\n</ul>\n"},
		{"from another number", "```\n(1)!\n```\n3. 가\n", "<pre>(1)!\n</pre>\n<ol start=\"3\">\n<li>가</li>\n</ol>\n"},
		{"in a group", "::: code-group\n```\n(1)!\n```\n1. 가\n\n```\nx\n```\n1. 나\n:::\n", `<ol>
<li>나</li>
</ol>
<div class="tabs" role="group" aria-label="tabs" data-g="text|text">
<input class="vh" type="radio" name="sg-t1" id="sg-t1-0" value="text" checked><label for="sg-t1-0">text</label><div>
<pre>(1)!
</pre>
<ol class="notes-on">
<li id="sg-f1-n1"><a class="an" href="#sg-f1-m1" data-n="1" aria-label="코드의 1로"></a>가</li>
</ol>
</div>
<input class="vh" type="radio" name="sg-t1" id="sg-t1-1" value="text"><label for="sg-t1-1">text</label><div>
<pre>x
</pre>
</div>
</div>
`},
		{"text between", "```\n(1)!\n```\n글\n1. 가\n", "<pre>(1)!\n</pre>\n<p>글</p>\n<ol>\n<li>가</li>\n</ol>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := In{File: "content/a.md", Rel: "a.md", Options: Options{HTML: HTMLSafe, Words: memo.Seal(site.Strings{"code_note_back": "코드의 %d로"})}}
			d := Parse(in, fences, memo.NewReader(files{"content/a.md": []byte(tt.in)}))
			_, got, _ := strings.Cut(dump(d), "\n\n")
			if strings.TrimSpace(got) != strings.TrimSpace(tt.want) {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}
