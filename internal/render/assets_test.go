package render

import (
	"bytes"
	"html/template"
	"path"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"sitegen/static"
	"sitegen/templates"
)

func TestBundle(t *testing.T) {
	in := read(t, static.FS)
	in["assets/font.woff2"] = []byte("font")
	in["assets/css/99-mine.css"] = []byte(".mine { color : red }")
	in["CNAME"] = []byte("example.kr")
	outs, paths, ds := bundle(in)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	named := regexp.MustCompile(`^assets/(class/)?[a-z-]+\.[0-9a-f]{8}\.(css|js)$`)
	byPath := map[string][]byte{}
	for _, o := range outs {
		byPath[o.Path] = o.Data
		switch ext := path.Ext(o.Path); {
		case ext == ".css" || ext == ".js":
			if !named.MatchString(o.Path) {
				t.Errorf("%s has no digest", o.Path)
			}
			if bytes.Contains(o.Data, []byte("/*")) || bytes.Contains(o.Data, []byte("\n\n")) {
				t.Errorf("%s is not small", o.Path)
			}
		case o.Path != "assets/icon.svg" && o.Path != "assets/font.woff2":
			t.Errorf("unexpected %s", o.Path)
		}
		if o.From == "" {
			t.Errorf("%s comes from nowhere", o.Path)
		}
	}
	style := string(byPath[paths["style.css"]])
	if !strings.HasSuffix(style, ".mine{color:red}") || !strings.HasPrefix(style, "@layer sg{:root{") {
		t.Errorf("the stylesheet begins %.40q and ends %q", style, style[len(style)-40:])
	}
	if string(in["assets/css/99-mine.css"]) != ".mine { color : red }" {
		t.Error("sources were changed")
	}

	again, _, _ := bundle(in)
	if !reflect.DeepEqual(outs, again) {
		t.Error("the same files make different assets")
	}
	in["assets/css/99-mine.css"] = []byte(".mine{color:blue}")
	if _, changed, _ := bundle(in); changed["style.css"] == paths["style.css"] || changed["app.js"] != paths["app.js"] {
		t.Error("a digest does not follow its file")
	}
	in["assets/style.css"] = []byte("b{color:red}")
	outs, paths, _ = bundle(in)
	for _, o := range outs {
		if o.Path == paths["style.css"] && string(o.Data) != "b{color:red}" {
			t.Errorf("a whole stylesheet of one's own became %q", o.Data)
		}
	}
}

// A brace too many or too few goes unnoticed by the minifier and takes the rules after it along.
func TestStylesAreWhole(t *testing.T) {
	for name, data := range read(t, static.FS) {
		if open, closed := bytes.Count(data, []byte("{")), bytes.Count(data, []byte("}")); path.Ext(name) == ".css" && open != closed {
			t.Errorf("%s opens %d braces and closes %d", name, open, closed)
		}
	}
}

// What the minifier does not know it must not lose.
func TestModernStylesSurvive(t *testing.T) {
	outs, _, _ := bundle(read(t, static.FS))
	var all strings.Builder
	for _, o := range outs {
		all.Write(o.Data)
	}
	for _, want := range []string{
		"light-dark(oklch(", "@view-transition{navigation:auto", "::view-transition-group(*)", "@supports (animation-timeline",
		"@media (width>=56rem)", "@media (scripting:none)", "details::details-content", "@bottom-right", "oklab", ":has(", ":popover-open",
		`content:"#"/""`,
	} {
		if !strings.Contains(strings.ReplaceAll(all.String(), " ", ""), strings.ReplaceAll(want, " ", "")) {
			t.Errorf("the assets lack %s", want)
		}
	}
}

// A page brings the styles of the classes that are on it, and of no other.
func TestClassSheets(t *testing.T) {
	in := read(t, static.FS)
	in["assets/class/zz.css"] = []byte(".zz{color:red}")
	th, ds := ParseTheme(read(t, templates.FS), in)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	links := regexp.MustCompile(`"stylesheet" href="../../assets/class/(\w+)\.[0-9a-f]{8}\.css"`)
	for content, want := range map[string]string{
		"":                              "",
		`<p>dg zz</p>`:                  "",
		`<p class="zzz x-dg">zz</p>`:    "",
		`<pre>class=&#34;zz&#34;</pre>`: "",
		`<p class="zz"></p><b class="a zz dg"></b><i class="zz">`:        "dg zz",
		`<figure class="fig dg"><svg class="x"/></figure><p class="open`: "dg",
	} {
		v := note(t)
		v.Content = template.HTML(content)
		var got []string
		for _, m := range links.FindAllStringSubmatch(mustPage(t, th, v), -1) {
			got = append(got, m[1])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s brings %v, want %s", content, got, want)
		}
	}
	v := note(t)
	v.TitleHTML, v.Content = `<i class="zz">제목</i>`, ""
	if got := links.FindAllStringSubmatch(mustPage(t, th, v), -1); len(got) != 1 || got[0][1] != "zz" {
		t.Errorf("a title brings %v, want zz", got)
	}
}

func TestUses(t *testing.T) {
	for _, tt := range []struct {
		text, selector string
		want           bool
	}{
		{`<p class="a note b">`, ".note", true},
		{`<p class="notes">note</p>`, ".note", false},
		{`<p id="note">`, ".note", false},
		{"<table>", "table", true},
		{"<p><table\nclass=x>", "table", true},
		{"<tablet><p>&lt;table></p>", "table", false},
		{"<tablet><table/>", "table", true},
		{"table", "table", false},
		{"", "table", false},
		{"", ".note", false},
	} {
		if got := uses(template.HTML(tt.text), ".never", "never", tt.selector); got != tt.want {
			t.Errorf("uses(%q, %q) = %v", tt.text, tt.selector, got)
		}
	}
}

func TestBrokenScript(t *testing.T) {
	in := read(t, static.FS)
	in["assets/app.js"] = []byte("let a = 1;\nlet = = 2;")
	_, ds := ParseTheme(nil, in)
	if len(ds) != 1 || ds[0].Pos.File != "static/assets/app.js" || ds[0].Pos.Line != 2 || ds[0].Code != "TPL001" {
		t.Errorf("got %v", ds)
	}
}
