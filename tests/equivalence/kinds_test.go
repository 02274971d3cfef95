package equivalence_test

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"sitegen/internal/diag"
)

// kind is one thing that people do to a site.
type kind struct {
	name  string
	do    func(d *desk) string // says what it did; "" where it finds nothing to do it to
	shows effect               // on the site that stories begin with
	after string               // the kind that must have been before; "" for none
}

// effect is what a kind changes.
type effect string

const (
	onPages  effect = "pages"       // what is published
	onReport effect = "diagnostics" // what is said, and maybe pages too
	stops    effect = "stops"       // the site is not published
	nothing  effect = "nothing"     // neither; every file stays as it is
	heals    effect = "heals"       // what was published is gone, and comes back
)

// kinds are all of them.
var kinds = slices.Concat(textKinds, frontKinds, formKinds, pageKinds, sectionKinds, partKinds, fileKinds, themeKinds, configKinds, worldKinds, []kind{mend})

func kindNamed(name string) *kind {
	i := slices.IndexFunc(kinds, func(k kind) bool { return k.name == name })
	if i < 0 {
		return nil
	}
	return &kinds[i]
}

// body makes a kind that changes the body of a page with a text in it.
func body(name string, shows effect, holds string, f func(d *desk, body string) string) kind {
	return kind{name: name, shows: shows, do: func(d *desk) string {
		pages := slices.DeleteFunc(d.pages(), func(p string) bool { _, b, _ := splitFront(d.read(p)); return !strings.Contains(b, holds) })
		return d.change(d.pick(pages), func(text string) string {
			return editBody(text, func(body string) string { return f(d, body) })
		})
	}}
}

// cutLine removes the first line that begins with a text, and all up to the
// next heading if it is a heading itself.
func cutLine(text, start string) string {
	lines := strings.SplitAfter(text, "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, start) })
	if i < 0 {
		return text
	}
	end := i + 1
	for strings.HasPrefix(start, "#") && end < len(lines) && !strings.HasPrefix(lines[end], "#") {
		end++
	}
	return strings.Join(slices.Delete(lines, i, end), "")
}

// replaceLine changes the first line that begins with a text.
func replaceLine(text, start string, f func(line string) string) string {
	lines := strings.Split(text, "\n")
	if i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, start) }); i >= 0 {
		lines[i] = f(lines[i])
	}
	return strings.Join(lines, "\n")
}

var textKinds = []kind{
	body("text: a paragraph more", onPages, "", func(d *desk, b string) string { return b + "\n" + d.word() + " 한 줄 더.\n" }),
	body("text: a paragraph less", onPages, "글.", func(d *desk, b string) string { return strings.Replace(b, "글.", "", 1) }),
	body("text: the first paragraph", onPages, "이야기입니다", func(d *desk, b string) string {
		return strings.Replace(b, "이야기입니다", d.word()+" 이야기입니다", 1)
	}),
	body("text: a heading more", onPages, "", func(d *desk, b string) string { return b + "\n## " + d.word() + "\n\n글.\n" }),
	body("text: a heading renamed", onPages, "\n## ", func(d *desk, b string) string {
		return replaceLine(b, "## ", func(string) string { return "## " + d.word() })
	}),
	{name: "text: a heading goes that others link to", shows: onReport, do: func(d *desk) string {
		for _, target := range [][2]string{{"\n## 가용 영역", "## 가용"}, {"(#왜)", "## 왜"}} {
			if name := d.pick(d.with(d.pages(), target[0])); name != "" {
				return d.change(name, func(text string) string { return cutLine(text, target[1]) })
			}
		}
		return ""
	}},
	body("text: two headings become equal", onPages, "\n## 어떻게", func(d *desk, b string) string { return strings.Replace(b, "## 어떻게", "## 왜", 1) }),
	body("text: the main heading", onPages, "# ", func(d *desk, b string) string {
		return replaceLine(b, "# ", func(string) string { return "# " + d.word() })
	}),
	body("text: the main heading goes", onReport, "# ", func(d *desk, b string) string { return cutLine(b, "# ") }),
	body("text: a second main heading", onReport, "# ", func(d *desk, b string) string { return b + "\n# " + d.word() + "\n" }),
	body("text: a footnote without a definition", onReport, "글.", func(d *desk, b string) string { return strings.Replace(b, "글.", "글[^없음].", 1) }),
	body("text: an abbreviation", onPages, "글.", func(d *desk, b string) string { return b + "\n*[글]: " + d.word() + "\n" }),
	body("text: raw HTML", onReport, "", func(d *desk, b string) string {
		return b + "\n<div onclick=\"x()\"><kbd>" + d.word() + "</kbd></div>\n"
	}),
	body("text: code", onPages, "", func(d *desk, b string) string { return b + "\n```go title=\"a.go\"\nvar " + d.word() + " = 1\n```\n" }),
	body("text: code in a language nobody knows", onReport, "", func(d *desk, b string) string { return b + "\n```" + d.word() + "\nx\n```\n" }),
	body("text: tabs", onPages, "", func(d *desk, b string) string {
		return b + "\n::: tabs\n== 하나\n" + d.word() + "\n== 둘\n글\n:::\n"
	}),
	{name: "text: all of it goes", shows: onReport, do: func(d *desk) string {
		return d.change(d.pick(d.leaves()), func(string) string { return "" })
	}},
	body("text: a diagram", onPages, "```loop", func(d *desk, b string) string { return strings.Replace(b, "```loop\n", "```loop\n"+d.word()+"\n", 1) }),
	body("text: boxes of a diagram", onPages, "```region", func(d *desk, b string) string {
		return strings.Replace(b, "  vm 앱 서버", "  vm 앱 서버\n  db "+d.word(), 1)
	}),
	body("text: a tree of files", onPages, "└── go.mod", func(d *desk, b string) string {
		return strings.Replace(b, "└── go.mod", "├── "+d.word()+".go\n└── go.mod", 1)
	}),
	body("text: a diagram breaks", onReport, "```region\n", func(d *desk, b string) string {
		return strings.Replace(b, "```region\n", "```region\n"+d.word()+" -->|x| y\n", 1)
	}),
	{name: "text: a diagram is mended", shows: onReport, after: "text: a diagram breaks", do: func(d *desk) string {
		return d.change(d.pick(d.with(d.pages(), "-->|x| y")), func(text string) string {
			lines := strings.SplitAfter(text, "\n")
			return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return strings.Contains(l, "-->|x| y") }), "")
		})
	}},
}

// set makes a kind that gives a key of front matter to a page.
func set(name, key string, shows effect, value func(d *desk) string) kind {
	return kind{name: name, shows: shows, do: func(d *desk) string {
		v := value(d)
		return d.change(d.pick(d.leaves()), func(text string) string { return setKey(text, key, v) })
	}}
}

// drop makes a kind that takes a key of front matter from a page.
func drop(name, key string, shows effect, after string) kind {
	return kind{name: name, shows: shows, after: after, do: func(d *desk) string {
		pages := slices.DeleteFunc(d.pages(), func(p string) bool { return !hasKey(d.read(p), key) })
		return d.change(d.pick(pages), func(text string) string { return dropKey(text, key) })
	}}
}

func always(value string) func(*desk) string { return func(*desk) string { return value } }

var frontKinds = []kind{
	set("front: title", "title", onPages, func(d *desk) string { return "'" + d.word() + ": 제목'" }),
	drop("front: title goes", "title", onPages, "front: title"),
	set("front: description", "description", onPages, (*desk).word),
	drop("front: description goes", "description", onPages, ""),
	set("front: order", "order", onPages, func(d *desk) string { return []string{"-1", "3", "7", "100"}[d.dice.IntN(4)] }),
	drop("front: order goes", "order", onPages, ""),
	set("front: date", "date", onPages, func(d *desk) string { return "2026-0" + string(rune('1'+d.dice.IntN(9))) + "-15" }),
	set("front: date and time", "date", onPages, always("2026-02-01T01:00:00+09:00")),
	{name: "front: the same moment in another zone", shows: onPages, after: "front: date and time", do: func(d *desk) string {
		return d.change(d.pick(d.with(d.pages(), "01:00:00+09:00")), func(text string) string {
			return strings.Replace(text, "2026-02-01T01:00:00+09:00", "2026-01-31T11:00:00-05:00", 1)
		})
	}},
	set("front: draft", "draft", onPages, always("true")),
	drop("front: draft no more", "draft", onReport, ""),
	set("front: hidden", "hidden", onPages, always("true")),
	drop("front: hidden no more", "hidden", onPages, ""),
	set("front: tags", "tags", onPages, func(d *desk) string { return "[AWS, " + d.word() + "]" }),
	drop("front: tags go", "tags", onPages, ""),
	{name: "front: a tag renamed in all pages but one", shows: onPages, do: func(d *desk) string {
		pages := d.with(d.pages(), "네트워크]")
		if len(pages) < 2 {
			return ""
		}
		for _, p := range pages[1:] {
			d.change(p, func(text string) string { return strings.Replace(text, "네트워크]", "통신]", 1) })
		}
		return strings.Join(pages[1:], ", ")
	}},
	{name: "front: the case of a tag", shows: onPages, do: func(d *desk) string {
		for _, p := range d.with(d.pages(), "tags: [Go]") { // the first one gives the tag its name
			return d.change(p, func(text string) string { return strings.Replace(text, "[Go]", "[GO]", 1) })
		}
		return ""
	}},
	{name: "front: no table of contents", shows: onPages, do: func(d *desk) string {
		return d.change(d.pick(d.with(d.leaves(), "\n## ")), func(text string) string { return setKey(text, "toc", "false") })
	}},
	set("front: language", "lang", onPages, always("en")),
	set("front: slug", "slug", onPages, (*desk).word),
	drop("front: slug goes", "slug", onPages, "front: slug"),
	set("front: url", "url", onPages, func(d *desk) string { return "/" + d.word() + "/" }),
	drop("front: url goes", "url", onPages, ""),
	{name: "front: the address of another page", shows: stops, do: func(d *desk) string {
		a := d.pick(d.leaves())
		b := d.pick(slices.DeleteFunc(d.leaves(), func(p string) bool {
			return p == a || path.Dir(p) != path.Dir(a) || strings.ContainsAny(path.Base(p)[:1], "0123456789")
		}))
		if b == "" {
			return ""
		}
		d.change(a, func(text string) string {
			return setKey(text, "slug", norm.NFC.String(strings.TrimSuffix(path.Base(b), ".md")))
		})
		return a + " takes that of " + b
	}},
	drop("front: the address of another page given back", "slug", onReport, "front: the address of another page"),
	set("front: alias", "aliases", onPages, func(d *desk) string { return "[/옛날/" + d.word() + "/]" }),
	drop("front: alias goes", "aliases", onPages, ""),
	{name: "front: alias of a page that comes later", shows: onPages, do: func(d *desk) string {
		return d.change(d.pick(d.leaves()), func(text string) string { return setKey(text, "aliases", "[/나중에/]") })
	}},
	{name: "front: the page that an alias was of", shows: stops, after: "front: alias of a page that comes later", do: func(d *desk) string {
		name := d.content() + "/나중에.md"
		if d.exists(name) {
			return ""
		}
		d.write(name, "# 나중에\n")
		return name
	}},
	{name: "front: the page that an alias was of goes", shows: onReport, after: "front: the page that an alias was of", do: func(d *desk) string {
		name := d.content() + "/나중에.md"
		if !d.exists(name) {
			return ""
		}
		d.remove(name)
		return name
	}},
	set("front: another name", "aliases", onPages, func(d *desk) string { return d.word() }),
	set("front: a key nobody knows", "titel", onReport, (*desk).word),
	{name: "front: all of it goes", shows: onPages, do: func(d *desk) string {
		return d.change(d.pick(d.with(d.leaves(), "---\ntags: ")), func(text string) string { _, body, _ := splitFront(text); return body })
	}},
	{name: "front: broken", shows: stops, do: func(d *desk) string {
		return d.change(d.pick(d.leaves()), func(text string) string { return setKey(text, "title", broken) })
	}},
	{name: "front: mended", shows: onReport, after: "front: broken", do: func(d *desk) string {
		return d.change(d.pick(d.with(d.notes(), broken)), func(text string) string { return dropKey(text, "title") })
	}},
}

// form makes a kind that stores a page in another form.
func form(name string, shows effect, f func(text string) string) kind {
	return kind{name: name, shows: shows, do: func(d *desk) string { return d.change(d.pick(d.leaves()), f) }}
}

// utf16le is a text in that encoding, with its mark.
func utf16le(text string) string {
	out := []byte{0xff, 0xfe}
	for _, r := range text {
		if r > 0xffff {
			return text // no edit of ours writes such a character
		}
		out = append(out, byte(r), byte(r>>8))
	}
	return string(out)
}

var formKinds = []kind{
	form("form: CRLF", nothing, func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }),
	form("form: CR", nothing, func(text string) string { return strings.ReplaceAll(text, "\n", "\r") }),
	form("form: byte order mark", nothing, func(text string) string { return "\ufeff" + text }),
	form("form: decomposed", nothing, func(text string) string { return norm.NFD.String(text) }),
	form("form: UTF-16", onReport, utf16le),
	form("form: CP949", onReport, func(string) string {
		return "# \xc5\xac\xb6\xf3\xbf\xec\xb5\xe5\n\n\xc0\xcc\xbe\xdf\xb1\xe2\xc0\xd4\xb4\xcf\xb4\xd9. \xb3\xa1.\n"
	}),
	form("form: no text at all", stops, func(text string) string { return text + "\xff\xfe\x80 " + broken + "\n" }),
	{name: "form: as it was", shows: nothing, after: "form: CRLF", do: func(d *desk) string {
		odd := slices.DeleteFunc(d.notes(), func(f string) bool { return isPlain(d.read(f)) })
		return d.change(d.pick(odd), func(text string) string {
			switch {
			case strings.Contains(text, "\r\n"):
				return strings.ReplaceAll(text, "\r\n", "\n")
			case strings.Contains(text, "\r"):
				return strings.ReplaceAll(text, "\r", "\n")
			case strings.HasPrefix(text, "\ufeff"):
				return strings.TrimPrefix(text, "\ufeff")
			}
			return note(d.word(), "노트", "#왜")
		})
	}},
	{name: "form: touched", shows: nothing, do: func(d *desk) string {
		name := d.pick(d.pages())
		d.touch(name, 1_000_000_000)
		return name
	}},
	{name: "form: same bytes in a new file", shows: nothing, do: func(d *desk) string {
		name := d.pick(d.pages())
		text := d.read(name)
		d.remove(name)
		d.write(name, text)
		return name
	}},
	{name: "form: other bytes, same size and time", shows: onPages, do: func(d *desk) string {
		name := d.pick(d.with(d.pages(), "글."))
		if name == "" {
			return ""
		}
		d.touch(name, 1_000_000_000)
		d.change(name, func(text string) string { return strings.Replace(text, "글.", "끝.", 1) })
		d.touch(name, 1_000_000_000)
		return name
	}},
}

// mend does what the first error of the last build asks for, in the bluntest way.
var mend = kind{name: "mend what is reported", shows: onReport, after: "front: broken", do: func(d *desk) string {
	i := slices.IndexFunc(d.said, func(g diag.Diag) bool { return g.Severity == diag.Error })
	if i < 0 {
		return ""
	}
	g := d.said[i]
	d.said = slices.Delete(slices.Clone(d.said), i, i+1)
	top, file := d.content(), d.spelled(g.Pos.File)
	switch {
	case d.ci:
		d.ci = false
		return "CI no more"
	case g.Pos.File == "sitegen.yaml", strings.HasPrefix(g.Code, "CFG"):
		d.remove(top + "/SUMMARY.md")
		d.startOver()
		return "a new sitegen.yaml"
	case strings.HasPrefix(file, top+"/parts/"):
		d.write(file, "이제 됐습니다.\n")
		return file
	case isIndex(file) && path.Dir(file) == top:
		d.write(file, "# 처음\n")
		return file
	case file != "" && d.exists(file):
		d.remove(file)
		return file + " removed"
	}
	return ""
}}

// startOver writes a configuration that is right.
func (d *desk) startOver() {
	text := "title: 새로\nignore: [parts]\n"
	if d.content() != "content" {
		text += "content: " + d.content() + "\n"
	}
	d.write("sitegen.yaml", text)
}

// spelled is a file as the disk spells its name.
func (d *desk) spelled(name string) string {
	for _, n := range []string{name, norm.NFD.String(name)} {
		if d.exists(n) {
			return n
		}
	}
	for _, f := range d.files(d.content()) {
		if norm.NFC.String(f) == name {
			return f
		}
	}
	return ""
}
