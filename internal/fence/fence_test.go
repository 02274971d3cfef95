package fence

import (
	"html"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/alecthomas/chroma/v2/lexers"

	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/site"
	"sitegen/internal/source"
)

var (
	caption = regexp.MustCompile(`<figcaption>[^<]*</figcaption>`)
	number  = regexp.MustCompile(`<span class="no">\d+</span>`)
	tag     = regexp.MustCompile(`<[^<>]*>`)
	allowed = regexp.MustCompile(`^<(figure class="code[a-z ]*"|pre( tabindex="0")?|code( class="language-[^"<>]*")?|` +
		`span class="([kscfntvpo]|cmd|(hl|gi|gd|er|wa|fo)( (hl|gi|gd|er|wa|fo))*)"|` +
		`a class="an"( id="f1-m\d+")? href="#f1-n\d+" data-n="\d+" aria-label="코드의 설명 \d+"|mark|/(span|mark|code|pre|figure|a))>$`)
)

// textOf is what a reader of the HTML sees.
func textOf(t *testing.T, out string) string {
	t.Helper()
	out = number.ReplaceAllString(caption.ReplaceAllString(out, ""), "")
	for _, tg := range tag.FindAllString(out, -1) {
		if !allowed.MatchString(tg) {
			t.Errorf("a tag that no drawer writes: %s", tg)
		}
	}
	if strings.Count(out, "<span") != strings.Count(out, "</span>") {
		t.Errorf("unbalanced spans in %q", out)
	}
	return html.UnescapeString(tag.ReplaceAllString(out, ""))
}

func fence(info, text string) site.Fence {
	f := site.Fence{Info: info, Text: text, Pos: diag.Pos{File: "a.md", Line: 1}, ID: "f1", Strings: words}
	f.Lang, f.Attrs, f.Marks = ParseInfo(info)
	return f
}

func draw(t *testing.T, info, text string) (string, site.Drawn) {
	t.Helper()
	d := Draw(fence(info, text), nil)
	return body(t, d), d
}

func codes(ds []diag.Diag) string {
	var cs []string
	for _, d := range ds {
		cs = append(cs, d.Code)
	}
	return strings.Join(cs, " ")
}

// snippets are pieces of many languages, and of none.
var snippets = []string{
	"", "\n", " ", "x", "\t\n\n  앞 공백  \n\t탭\n\n\n끝\\n `$ {x} &amp; <b>  \u200b\n", "끝에 줄바꿈이 없다", "a\n\n\n",
	"package main\n\nfunc main() { fmt.Println(\"안녕\") } // 끝\n",
	"<!doctype html>\n<p class=\"가\">글<script>if (a < b) alert('x')</script></p>\n<?php echo $a; ?>\n{{ x|y }}\n",
	"---\nname: 값\nlist:\n  - \"a: b\"\n  - |\n    여러\n    줄\n",
	"SELECT * FROM 표 WHERE a = 'x' -- 주석\n", "#!/bin/sh\nfor i in *; do echo \"$i\" 'x'; done # 끝\n",
	"@media (x) { a:hover { color: #fff; } }\n", "def f(x):\n    '''문서'''\n    return f\"{x!r}\"\n",
	"\\begin{a}$x^2$\\end{a} % 주석\n", "1 + 2 = 3; /* 열린 주석", "\"열린 글", "GET / HTTP/1.1\nHost: a\n\n{\"a\": 1}\n",
	"+a\n-b\n@@ c\n d\n", "$ ls\na\n> b\n", "\u2028\u2029\u00a0\U0001F469\u200d\U0001F680 e\u0301\n",
}

// random is text that looks like code to no one.
func random(rng *rand.Rand) string {
	const letters = "aZ09 \t\n\n{}[]()<>&;:'\"`\\/*#-+=|$@!%^~.,?_가힣é字🎉"
	rs := []rune(letters)
	var b strings.Builder
	for range rng.IntN(200) {
		b.WriteRune(rs[rng.IntN(len(rs))])
	}
	return b.String()
}

// TestTextIsKept holds the law of the package for all languages: what is shown
// is what was written. It also counts the languages whose highlighter fails.
func TestTextIsKept(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	failed := map[string]bool{}
	var names []string
	for _, l := range lexers.GlobalLexerRegistry.Lexers {
		names = append(names, strings.ToLower(slices.Concat(l.Config().Aliases, []string{l.Config().Name})[0]))
	}
	for i, name := range names {
		if testing.Short() && i%16 != 0 {
			continue // compiling the rules of all languages takes most of the time
		}
		texts := append([]string{random(rng), random(rng)}, snippets...)
		for _, text := range texts {
			f := site.Fence{Lang: name, Text: text}
			d := Draw(f, nil)
			if got := textOf(t, body(t, d)); got != text || d.Text != text {
				t.Errorf("%s: %q is shown as %q", name, text, got)
			}
			if codes(d.Diags) != "" {
				failed[name] = true
			}
		}
	}
	t.Logf("%d of %d highlighters failed on some text", len(failed), len(names))
	if len(failed) > 10 {
		t.Errorf("too many highlighters fail: %v", failed)
	}
}

// TestTextIsKeptWithOptions does the same for what splits tokens.
func TestTextIsKeptWithOptions(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	infos := []string{"go {1-3,5}", "js showLineNumbers", "python {2} linenums=7", "diff", "diff lang=go {1}", "console", "console {2} linenos",
		"text {1}", "html {2-}", "pycon", "mermaid", "bash file=no"}
	for _, info := range infos {
		texts := slices.Clone(snippets)
		for range 50 {
			texts = append(texts, random(rng))
		}
		for _, text := range texts {
			out, _ := draw(t, info, text)
			if got := textOf(t, out); got != text {
				t.Errorf("%s: %q is shown as %q", info, text, got)
			}
		}
	}
}

func TestTextIsCleaned(t *testing.T) {
	_, d := draw(t, "text", "a\r\nb\rc\x00\xff")
	if want := "a\nb\nc\uFFFD\uFFFD"; d.Text != want {
		t.Errorf("text %q, want %q", d.Text, want)
	}
}

// Some lexers need quadratic time, YANG's asks for a state that it does not have.
func TestHostileText(t *testing.T) {
	tests := []struct{ info, text string }{
		{"yaml", strings.Repeat(":", 4000)},
		{"yaml", strings.Repeat(":\n", 16000)},
		{"reg", strings.Repeat("\"\\\n", 8000)},
		{"yang", "/* /*"},
		{"yaml+jinja", strings.Repeat("}\n", 16000)},
		{"yaml+jinja", strings.Repeat(":\n", 16000)},
	}
	for _, tt := range tests {
		start := time.Now()
		out, d := draw(t, tt.info, tt.text)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s: took %v", tt.info, took)
		}
		if textOf(t, out) != tt.text {
			t.Errorf("%s: text is not kept", tt.info)
		}
		if c := codes(d.Diags); c != "COD004" && c != "" {
			t.Errorf("%s: diagnostics %s", tt.info, c)
		}
	}
	if _, d := draw(t, "yang", "/* /*"); codes(d.Diags) != "COD004" {
		t.Error("a panic of the highlighter is not reported")
	}
}

func TestTooMuch(t *testing.T) {
	tests := []struct{ info, text, codes string }{
		{"js", strings.Repeat("let a = 1; // 주석\n", 60000), "COD004"},
		{"json", "[" + strings.Repeat("{\"가\":1},", 60000) + "]\n", "COD004"},
		{"json", strings.Repeat("가", 5000) + "\n", ""},
		{"json", strings.Repeat("가", 5001) + "\n", "COD004"},
		{"diff lang=go", strings.Repeat("+x\n", 90000), "COD004"},
		{"console", strings.Repeat("$ a <<B\n", 33000), "COD004"},
		{"console", strings.Repeat("$ a <<B\n", 3000), ""},
		{"text", strings.Repeat("가", 100000), ""},
	}
	for _, tt := range tests {
		out, d := draw(t, tt.info, tt.text)
		if got := codes(d.Diags); got != tt.codes {
			t.Errorf("%s of %d bytes: diagnostics %q, want %q", tt.info, len(tt.text), got, tt.codes)
		}
		if textOf(t, out) != tt.text {
			t.Errorf("%s of %d bytes: text is not kept", tt.info, len(tt.text))
		}
	}
}

func TestLanguages(t *testing.T) {
	tests := []struct{ name, want string }{
		{"ts", "TypeScript"}, {"tsx", "TypeScript"}, {"yml", "YAML"}, {"kt", "Kotlin"}, {"cs", "C#"}, {"h", "C"},
		{"tf", "Terraform"}, {"zsh", "Bash"}, {"sh", "Bash"}, {"dockerfile", "Docker"}, {"json5", "JSON"}, {"mjs", "JavaScript"},
	}
	for _, tt := range tests {
		if l := languages().byName[tt.name]; l == nil || l.Config().Name != tt.want {
			t.Errorf("%s is %v, want %s", tt.name, l, tt.want)
		}
	}
	for _, name := range []string{"text", "txt", "plain", "plaintext", ""} {
		if lang, ds := language(name, diag.Pos{}); lang != "" || ds != nil {
			t.Errorf("language(%q) = %q, %v; want plain text", name, lang, ds)
		}
	}
	for file, want := range map[string]string{"a/Dockerfile": "docker", "x.py": "python", "x.diff": "diff", "x": "", "x.nope": ""} {
		if got := languageOfFile(file); got != want {
			t.Errorf("languageOfFile(%q) = %q, want %q", file, got, want)
		}
	}
}

// What stands above a block is told apart from what is in it, for the search.
func TestTitles(t *testing.T) {
	for lang, text := range map[string]string{"go": "x := 1\n", "diff": "+a\n", "console": "$ ls\n", "tree": "a/\n  b\n", "": "a\n"} {
		d := Draw(site.Fence{Lang: lang, Attrs: map[string]string{"title": "a.go"}, Text: text}, nil)
		if d.Title != "a.go" || strings.Contains(d.Text, "a.go") {
			t.Errorf("%s: title %q, text %q", lang, d.Title, d.Text)
		}
	}
}

func TestFilePaths(t *testing.T) {
	files := archive{"content/a/x.go": []byte("package x\n"), "x.go": []byte("package x\n"), "secret": []byte("비밀\n"),
		"content/a/x.bin": {0x81, 0xff, 0x80, 0}, "content/a/cp949": {0xc7, 0xd1, 0xb1, 0xdb, 0x0a}, "content/a/bom": []byte("\uFEFFa\r\nb\n")}
	tests := []struct{ file, codes, text string }{
		{"x.go", "", "package x\n"},
		{"../../x.go", "", "package x\n"},
		{"bom", "", "a\nb\n"},
		{"없음.go", "INC001", ""},
		{"%2e%2e/%2e%2e/etc/passwd", "INC001", ""},
		{"", "INC001", ""},
		{"../../../secret", "INC004", ""},
		{"/etc/passwd", "INC004", ""},
		{`..\..\secret`, "INC004", ""},
		{`\\evil.example\share\x`, "INC004", ""},
		{`C:/x`, "INC004", ""},
		{"https://evil.example/x", "INC004", ""},
		{"a\x00.go", "INC004", ""},
		{"..", "INC001", ""},
		{"../../..", "INC004", ""},
		{"x.bin", "ENC001", ""},
		{"cp949", "ENC002", "한글\n"},
	}
	for _, tt := range tests {
		f := site.Fence{Lang: "text", Dir: "content/a", Attrs: map[string]string{"file": tt.file}}
		d := Draw(f, memo.NewReader(files))
		if got := codes(d.Diags); got != tt.codes || d.Text != tt.text {
			t.Errorf("file=%q: %q, diagnostics %q; want %q, %q", tt.file, d.Text, got, tt.text, tt.codes)
		}
	}
}

// locked answers every question with the same error.
type locked struct{ err error }

func (l locked) ReadFile(path string) ([]byte, error) {
	return nil, &fs.PathError{Op: "read", Path: path, Err: l.err}
}

func TestFileTrouble(t *testing.T) {
	for want, err := range map[string]error{"INC004": source.ErrOutside, "FS005": source.ErrIrregular, "FS006": fs.ErrPermission} {
		d := Draw(fence("go file=x.go", "남은 글\n"), memo.NewReader(locked{err}))
		if got := codes(d.Diags); got != want || d.Text != "남은 글\n" {
			t.Errorf("%v: %q, diagnostics %q; want %q", err, d.Text, got, want)
		}
	}
}

func TestLinesAreBounded(t *testing.T) {
	files := archive{"x.txt": []byte(strings.Repeat("글\n", 10000))}
	d := Draw(fence("text file=x.txt lines="+strings.Repeat("1-,", 10000)+"1", ""), memo.NewReader(files))
	if got := codes(d.Diags); got != "INC003" {
		t.Errorf("diagnostics %q, want INC003", got)
	}
}

// Draw must not write into what it was given: the fence may be remembered.
func TestFenceIsNotChanged(t *testing.T) {
	f := fence(`file=x.go`, "")
	Draw(f, memo.NewReader(archive{"x.go": []byte("package x\n")}))
	if len(f.Attrs) != 1 {
		t.Errorf("attributes became %v", f.Attrs)
	}
}

func TestPrompts(t *testing.T) {
	tests := []struct{ text, out string }{
		{"$ ls\n", `<span class="p">$ </span><span class="cmd">ls</span>`},
		{"$\n", `<span class="p">$</span>`},
		{"user@Mac work % ls\n", `<span class="p">user@Mac work % </span>`},
		{"[ec2-user@ip-10-0-0-1 ~]$ ls\n", `<span class="p">[ec2-user@ip-10-0-0-1 ~]$ </span>`},
		{"root@abc:/# ls\n", `<span class="p">root@abc:/# </span>`},
		{"bash-5.2$ ls\n", `<span class="p">bash-5.2$ </span>`},
		{"/ # ls\n", `<span class="p">/ # </span>`},
		{"% ls\n", `<span class="p">% </span>`},
		{"> SELECT 1\n", `<span class="p">&gt; </span><span class="cmd">SELECT 1</span>`},
		{"# 설치\n$ ls\n", `<span class="o"># 설치</span>` + "\n" + `<span class="p">$ </span>`},
		{"$ npm run build\n\n> app@1.0 build\n", "\n" + `<span class="o">&gt; app@1.0 build</span>`},
		{"$ df\n/dev/sda1 50% used\n", `<span class="o">/dev/sda1 50% used</span>`},
		{"$ a\nme@example.com 50% done\n", `<span class="o">me@example.com 50% done</span>`},
		{`$ echo \\` + "\nb\n", `<span class="o">b</span>`},
		{"PS> a `\n  b\nc\n", "`\n  b</span>\n<span class=\"o\">c</span>"},
	}
	for _, tt := range tests {
		if out, _ := draw(t, "console", tt.text); !strings.Contains(out, tt.out) {
			t.Errorf("%q: %s\nlacks %s", tt.text, out, tt.out)
		}
	}
}

func TestSourcesHaveNoStyles(t *testing.T) {
	names, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, out, _ := strings.Cut(string(data), "-- out.html --")
		if strings.Contains(out, "style=") || strings.Count(out, " id=") != strings.Count(out, ` id="f1-`) {
			t.Errorf("%s: a style, or an id that is not the fence's, in the output", name)
		}
	}
}

func FuzzDraw(f *testing.F) {
	for i, s := range snippets {
		f.Add([]string{"go {1}", "diff lang=js", "console", "html showLineNumbers", "yaml", "없음 {x"}[i%6], s)
	}
	f.Add("js", "a // [!code ++]\n// [!code focus:2]\nb\n")
	f.Add("js", "a // (1)!\n// (2)! (1)!\nb")
	f.Add("console", "$ a # (1)!\nb\n")
	f.Add("go", "a // [!code word:a b]\n// (1)!\nc := \"a b\" // [!code hl] [!code word:\\::2]")
	f.Fuzz(func(t *testing.T, info, text string) {
		fe := fence(info, text)
		delete(fe.Attrs, "file")
		fe.Notes = len(text) % 4
		d := Draw(fe, nil)
		out := body(t, d)
		if !strings.HasPrefix(out, `<figure class="code`) {
			return // a picture, see FuzzPicture
		}
		if got := textOf(t, out); got != d.Text {
			t.Errorf("%q is shown as %q", d.Text, got)
		}
		if !strings.Contains(text, "[!code ") && (fe.Notes == 0 || !strings.Contains(text, ")!")) && d.Text != clean(text) {
			t.Errorf("%q became %q", text, d.Text)
		}
	})
}

func TestSlowDrawingIsDoubted(t *testing.T) {
	for _, took := range []time.Duration{doubtful, doubtful + 1} {
		synctest.Test(t, func(t *testing.T) {
			d := drawer{draw: func(site.Fence) site.Drawn {
				time.Sleep(took)
				return site.Drawn{}
			}}
			steps := memo.InMemory()
			for range 2 {
				memo.Do(steps, archive{}, "draw", 1, func(_ int, r *memo.Reader) int {
					d.timed(site.Fence{}, r)
					return 1
				})
			}
			if hits, _ := steps.Counts(); (hits == 1) != (took == doubtful) {
				t.Errorf("%v: %d hits", took, hits)
			}
		})
	}
}
