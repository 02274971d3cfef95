package equivalence_test

import (
	"path"
	"slices"
	"strings"
)

// part makes a kind that changes a file that pages are made of.
func part(name string, shows effect, after, file string, f func(d *desk, text string) string) kind {
	return kind{name: name, shows: shows, after: after, do: func(d *desk) string {
		at := d.at(file)
		if !d.exists(at) {
			return ""
		}
		return d.change(at, func(text string) string { return f(d, text) })
	}}
}

// at is a name below the content folder, whatever that is called now.
func (d *desk) at(name string) string {
	if rest, ok := strings.CutPrefix(name, "content/"); ok {
		return d.content() + "/" + rest
	}
	return name
}

// comesAndGoes makes two kinds: one removes a file, the other brings one back.
func comesAndGoes(goes, comes string, shows effect, file, text string) []kind {
	return []kind{
		{name: goes, shows: shows, do: func(d *desk) string {
			at := d.at(file)
			if !d.exists(at) {
				return ""
			}
			d.remove(at)
			return at
		}},
		{name: comes, shows: shows, after: goes, do: func(d *desk) string {
			at := d.at(file)
			if d.exists(at) {
				return ""
			}
			d.write(at, text)
			return at
		}},
	}
}

// unlinked is a file, below the content folder, that no note links to at first.
const unlinked = "data/남는.csv"

// leadTo is the path to write in page so that it leads to file; both are below
// the root.
func leadTo(page, file string) string {
	return strings.Repeat("../", strings.Count(page, "/")) + file
}

var partKinds = slices.Concat([]kind{
	part("part: changed", onPages, "", "content/parts/setup.md", func(d *desk, text string) string { return text + "\n" + d.word() + "\n" }),
	part("part: a part of a part changed", onPages, "", "content/parts/warning.md", func(d *desk, text string) string { return text + "\n" + d.word() + "\n" }),
	part("part: an abbreviation in it", onPages, "", "content/parts/terms.md", func(d *desk, text string) string {
		return replaceLine(text, "*[IAM]", func(string) string { return "*[IAM]: " + d.word() })
	}),
	part("part: its front matter", nothing, "", "content/parts/setup.md", func(d *desk, text string) string { return setKey(text, "title", d.word()) }),
	part("part: what a region holds", onPages, "", "content/parts/setup.md", func(d *desk, text string) string { return strings.Replace(text, "`apt`", "`apt` "+d.word(), 1) }),
	part("part: where a region ends", onPages, "", "content/parts/setup.md", func(_ *desk, text string) string {
		return strings.Replace(text, "<!-- #endregion -->\n\n<!-- #region mac -->\n", "", 1)
	}),
	part("part: a region gets another name", onReport, "", "content/parts/setup.md", func(_ *desk, text string) string {
		return strings.Replace(text, "#region linux", "#region 리눅스", 1)
	}),
	part("part: a circle", stops, "", "content/parts/terms.md", func(_ *desk, text string) string { return text + "\n<!-- include: setup.md -->\n" }),
	part("part: the circle broken up", onReport, "part: a circle", "content/parts/terms.md", func(_ *desk, text string) string {
		return strings.Replace(text, "\n<!-- include: setup.md -->\n", "", 1)
	}),
	{name: "part: taken in by a page more", shows: onPages, do: func(d *desk) string {
		name := d.pick(d.without(d.leaves(), "include:"))
		return d.change(name, func(text string) string {
			return text + "\n<!-- include: " + leadTo(path.Dir(name), "parts/setup.md") + " -->\n"
		})
	}},
	{name: "part: a page takes in another", shows: onPages, do: func(d *desk) string {
		name := d.pick(d.without(d.leaves(), "include:"))
		other := d.pick(slices.DeleteFunc(d.without(d.leaves(), "include:"), func(f string) bool { return f == name }))
		if name == "" || other == "" {
			return ""
		}
		return d.change(name, func(text string) string {
			return text + "\n<!-- include: " + leadTo(path.Dir(name), strings.TrimPrefix(other, d.content()+"/")) + " -->\n"
		})
	}},
	body("part: no longer taken in", onPages, "\n<!-- include:", func(_ *desk, b string) string { return cutLine(b, "<!-- include:") }),
	{name: "part: becomes a page", shows: onPages, do: func(d *desk) string {
		from, to := d.content()+"/parts/terms.md", d.content()+"/약어.md"
		if !d.exists(from) || d.exists(to) {
			return ""
		}
		d.write(to, "# 약어\n\n"+strings.Replace(d.read(from), "../", "", 1))
		return to
	}},
	part("part: text of another encoding", onReport, "", "content/parts/terms.md", func(_ *desk, text string) string { return utf16le(text) }),
	part("code: changed outside of the region", nothing, "", "src/main.go", func(_ *desk, text string) string { return text + "\n// 끝\n" }),
	part("code: a region changed", onPages, "", "src/main.go", func(d *desk, text string) string {
		return strings.Replace(text, "serve()\n}", "serve() // "+d.word()+"\n}", 1)
	}),
	part("code: a region moves down", onPages, "", "src/main.go", func(_ *desk, text string) string { return "// 위\n" + text }),
	part("code: the region goes", onReport, "", "src/main.go", func(_ *desk, text string) string { return strings.Replace(text, "#region wire", "구역", 1) }),
	part("code: lines changed", onPages, "", "src/app.py", func(d *desk, text string) string { return strings.Replace(text, "끝", d.word(), 1) }),
	part("code: too few lines", onReport, "", "src/app.py", func(*desk, string) string { return "import sys\n" }),
	body("code: other lines shown", onPages, `lines="2-3"`, func(_ *desk, b string) string { return strings.Replace(b, `lines="2-3"`, `lines="1-2"`, 1) }),
	{name: "link: to a page", shows: onPages, do: func(d *desk) string {
		name, to := d.pick(d.pages()), d.pick(d.leaves())
		if name == "" || to == "" {
			return ""
		}
		return d.change(name, func(text string) string {
			return text + "\n[" + d.word() + "](<" + leadTo(path.Dir(name), strings.TrimPrefix(to, d.content()+"/")) + "#왜>)\n"
		})
	}},
	body("link: that leads nowhere", onReport, "", func(d *desk, b string) string { return b + "\n[" + d.word() + "](없는쪽.md)\n" }),
	{name: "link: what it leads to appears", shows: onReport, do: func(d *desk) string {
		for _, from := range d.pages() {
			for _, target := range []string{"아직-없음.md", "없는쪽.md"} {
				if to := path.Dir(from) + "/" + target; strings.Contains(d.read(from), "("+target+")") && !d.exists(to) {
					d.write(to, note(d.word(), "노트", "#왜"))
					return to
				}
			}
		}
		return ""
	}},
	body("link: to a draft", onReport, "", func(d *desk, b string) string { return b + "\n[초안](/notes/초안.md)\n" }),
	{name: "link: to a file", shows: onPages, do: func(d *desk) string {
		name := d.pick(d.leaves())
		file := path.Dir(name) + "/붙임-" + d.word() + ".csv"
		if name == "" || d.exists(file) {
			return ""
		}
		d.write(file, "a,b\n")
		return d.change(name, func(text string) string { return text + "\n[표](" + path.Base(file) + ")\n" })
	}},
	{name: "file: one that nobody links to", shows: nothing, do: func(d *desk) string {
		name := d.content() + "/" + unlinked
		if d.exists(name) {
			return ""
		}
		d.write(name, "5,6\n")
		return name
	}},
	{name: "link: to that file", shows: onPages, after: "file: one that nobody links to", do: func(d *desk) string {
		name := d.pick(d.without(d.leaves(), path.Base(unlinked)))
		if name == "" || !d.exists(d.content()+"/"+unlinked) {
			return ""
		}
		return d.change(name, func(text string) string {
			return text + "\n[남는 것](" + leadTo(path.Dir(name), unlinked) + ")\n"
		})
	}},
	body("link: to a file goes", onPages, "](data/table.csv)", func(_ *desk, b string) string { return cutLine(b, "- [표]") }),
	body("picture: one more", onPages, "", func(d *desk, b string) string { return b + "\n![" + d.word() + "](/img/map.png)\n" }),
	part("picture: other bytes, same size", onPages, "", "content/img/map.png", func(*desk, string) string { return string(picture(40, 30, 200)) }),
	part("picture: other size", onPages, "", "content/img/server.png", func(d *desk, _ string) string { return string(picture(10+d.dice.IntN(90), 48, 160)) }),
	part("picture: size of a drawing", onPages, "", "content/img/flow.svg", func(_ *desk, text string) string { return strings.Replace(text, `width="120"`, `width="240"`, 1) }),
	part("picture: no picture any more", onPages, "", "content/img/map.png", func(*desk, string) string { return "no picture" }),
	part("file: changed", onPages, "", "content/data/table.csv", func(_ *desk, text string) string { return text + "3,4\n" }),
},
	comesAndGoes("part: deleted", "part: there again", onReport, "content/parts/setup.md", "처음부터 다시.\n\n<!-- #region linux -->\n다시\n<!-- #endregion -->\n"),
	comesAndGoes("part: a part of a part deleted", "part: a part of a part there again", onReport, "content/parts/warning.md", "조심하세요.\n\n<!-- include: terms.md -->\n"),
	comesAndGoes("code: deleted", "code: there again", onReport, "src/main.go", "package main\n\n// #region wire\nvar again = true\n\n// #endregion\n"),
	comesAndGoes("picture: deleted", "picture: there again", onReport, "content/img/map.png", string(picture(20, 20, 0))),
	comesAndGoes("file: deleted", "file: there again", onReport, "content/data/table.csv", "새,표\n"),
)

var fileKinds = slices.Concat([]kind{
	{name: "static: one more", shows: onPages, do: func(d *desk) string {
		name := "static/files/" + d.word() + ".txt"
		d.write(name, d.word())
		return name
	}},
	part("static: changed", onPages, "", "static/logo.svg", func(d *desk, text string) string {
		return strings.Replace(text, "</svg>", "<!-- "+d.word()+" --></svg>", 1)
	}),
	{name: "static: where a page is", shows: stops, do: func(d *desk) string {
		return d.toggle("static/glossary/index.html", "<!doctype html><title>내 것</title>")
	}},
	{name: "static: where a page was", shows: onReport, after: "static: where a page is", do: func(d *desk) string {
		name := "static/glossary"
		if !d.exists(name) {
			return ""
		}
		d.remove(name)
		return name
	}},
	{name: "static: a file where pages need a folder", shows: stops, do: func(d *desk) string { return d.toggle("static/guide", "파일") }},
	{name: "static: no such file any more", shows: onReport, after: "static: a file where pages need a folder", do: func(d *desk) string {
		if !d.exists("static/guide") {
			return ""
		}
		d.remove("static/guide")
		return "static/guide"
	}},
	{name: "static: in the place of what we make", shows: onReport, do: func(d *desk) string { return d.toggle("static/robots.txt", "User-agent: *\nDisallow: /\n") }},
	{name: "static: hidden", shows: onReport, do: func(d *desk) string { return d.toggle("static/.env", "SECRET=1") }},
	{name: "static: CNAME", shows: onPages, do: func(d *desk) string { return d.toggle("static/CNAME", "docs.example\n") }},
},
	comesAndGoes("static: deleted", "static: there again", onReport, "static/files/자료.txt", "다시"),
)
