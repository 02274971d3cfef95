package equivalence_test

import (
	"os"
	"slices"
	"strings"

	"sitegen/static"
	"sitegen/templates"
)

// own makes a kind that puts a template of one's own over the theme's, changed.
func own(name string, shows effect, file string, f func(d *desk, text string) string) kind {
	return kind{name: name, shows: shows, do: func(d *desk) string {
		at := "templates/" + file
		text := ""
		if d.exists(at) {
			text = d.read(at)
		} else if data, err := templates.FS.ReadFile(file); err == nil {
			text = string(data)
		}
		if strings.Contains(text, broken) {
			return ""
		}
		d.write(at, f(d, text))
		return at
	}}
}

// notOwn makes a kind that removes templates of one's own.
func notOwn(name string, shows effect, after, below string) kind {
	return kind{name: name, shows: shows, after: after, do: func(d *desk) string {
		file := d.pick(slices.DeleteFunc(d.files("templates"), func(f string) bool { return !strings.HasPrefix(f, "templates/"+below) }))
		if file != "" {
			d.remove(file)
		}
		return file
	}}
}

// failsOn is a part of a template that fails on a page with a title.
func failsOn(title string) string { return failsFrom + title + failsTo }

const (
	failsFrom = `{{ if eq .Title "`
	failsTo   = `" }}{{ index .Tags 99 }}{{ end }}`
)

// mainHeading is the line of the main heading of a note.
func (d *desk) mainHeading(name string) string {
	if name == "" {
		return ""
	}
	for line := range strings.Lines(d.read(name)) {
		if strings.HasPrefix(line, "# ") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}

var themeKinds = slices.Concat([]kind{
	own("theme: a part of the footer", onPages, "partials/footer.html", func(d *desk, text string) string { return text + "<p>" + d.word() + "</p>" }),
	own("theme: the page of a note", onPages, "page.html", func(d *desk, text string) string {
		return strings.Replace(text, `define "main" }}`, `define "main" }}<p>`+d.word()+`</p>`, 1)
	}),
	own("theme: the page at an old address", onPages, "redirect.html", func(d *desk, text string) string { return text + "<!-- --><p>" + d.word() + "</p>" }),
	own("theme: a part nobody had", onPages, "partials/meta.html", func(d *desk, text string) string {
		d.write("templates/partials/mine.html", "<p>"+d.word()+"</p>\n")
		return text + `{{ template "partials/mine.html" . }}`
	}),
	own("theme: the list of pages of a tag", onPages, "partials/cards.html", func(d *desk, text string) string { return text + "<p>" + d.word() + "</p>" }),
	own("theme: a template that does not parse", stops, "partials/head.html", func(_ *desk, text string) string { return text + "{{ if " + broken + " }}" }),
	own("theme: a template that fails", stops, "section.html", func(_ *desk, text string) string {
		return text + `{{ define "shape" }}{{ .Nope }}` + broken + `{{ end }}`
	}),
	{name: "theme: a template that fails on one page", shows: stops, do: func(d *desk) string {
		title := strings.TrimPrefix(d.mainHeading(d.pick(d.with(d.leaves(), "\n# "))), "# ")
		if title == "" || d.exists("templates/page.html") {
			return ""
		}
		data, err := templates.FS.ReadFile("page.html")
		d.must(err)
		d.write("templates/page.html", strings.Replace(string(data), `define "main" }}`, `define "main" }}`+failsOn(title), 1))
		return title
	}},
	{name: "theme: a template that fails on another page", shows: stops, after: "theme: a template that fails on one page", do: func(d *desk) string {
		title := strings.TrimPrefix(d.mainHeading(d.pick(d.with(d.leaves(), "\n# "))), "# ")
		if title == "" || !d.exists("templates/page.html") {
			return ""
		}
		return d.change("templates/page.html", func(text string) string {
			from, rest, fails := strings.Cut(text, failsFrom)
			_, to, _ := strings.Cut(rest, failsTo)
			if !fails {
				return text
			}
			return from + failsOn(title) + to
		})
	}},
	{name: "theme: a broken template mended", shows: onReport, after: "theme: a template that does not parse", do: func(d *desk) string {
		return d.change(d.pick(d.with(d.files("templates"), broken)), func(text string) string {
			text, _, _ = strings.Cut(text, "{{ if "+broken)
			text, _, _ = strings.Cut(text, `{{ define "shape" }}{{ .Nope }}`)
			return text
		})
	}},
	notOwn("theme: our part goes", onPages, "", "partials/"),
	notOwn("theme: our template goes", onPages, "theme: the page of a note", ""),
	own("words: one changed", onPages, "i18n/ko.yaml", func(d *desk, text string) string { return setLine(text, "contents", d.word()) }),
	own("words: broken", stops, "i18n/ko.yaml", func(_ *desk, text string) string { return setLine(text, "contents", broken) }),
	{name: "words: mended", shows: onReport, after: "words: broken", do: func(d *desk) string {
		if !d.exists("templates/i18n/ko.yaml") {
			return ""
		}
		return d.change("templates/i18n/ko.yaml", func(text string) string { return setLine(text, "contents", d.word()) })
	}},
	notOwn("words: the theme's again", onPages, "words: one changed", "i18n/"),
	part("style: changed", onPages, "", "static/assets/css/99-mine.css", func(d *desk, text string) string {
		return text + "\n.a" + string(rune('a'+d.dice.IntN(26))) + " { color: red; }\n"
	}),
	{name: "style: one more", shows: onPages, do: func(d *desk) string {
		return d.toggle("static/assets/css/98-more.css", "article { max-inline-size: 40em; }\n")
	}},
	{name: "style: that of the theme replaced", shows: onPages, do: func(d *desk) string {
		return d.toggle("static/assets/css/00-tokens.css", ":root { --bg: white; }\n")
	}},
	{name: "style: all of it replaced", shows: onReport, do: func(d *desk) string { return d.toggle("static/assets/style.css", "body { margin: 0; }\n") }},
	{name: "script: the theme's changed", shows: onPages, do: func(d *desk) string {
		data, err := static.FS.ReadFile("assets/app.js")
		d.must(err)
		return d.toggle("static/assets/app.js", string(data)+"\nconsole.log(1);\n")
	}},
	{name: "script: broken", shows: stops, do: func(d *desk) string { return d.toggle("static/assets/app.js", "function (") }},
	{name: "theme: a picture", shows: onPages, do: func(d *desk) string { return d.toggle("static/assets/mark.svg", "<svg/>") }},
},
	comesAndGoes("style: goes", "style: there again", onPages, "static/assets/css/99-mine.css", ":root { --r: 1rem; }\n"),
)

// key makes a kind that sets a key of sitegen.yaml.
func key(name, key string, shows effect, value func(d *desk) string) kind {
	return kind{name: name, shows: shows, do: func(d *desk) string {
		v := value(d)
		if d.config(func(text string) string { return setLine(text, key, v) }) == "" {
			return ""
		}
		return key + ": " + v
	}}
}

var configKinds = []kind{
	key("config: title", "title", onPages, (*desk).word),
	key("config: description", "description", onPages, (*desk).word),
	key("config: base_url", "base_url", onPages, func(d *desk) string { return "https://" + string(rune('a'+d.dice.IntN(26))) + ".example/x/" }),
	key("config: language", "lang", onPages, func(d *desk) string { return []string{"en", "ko", "ja", "en-GB"}[d.dice.IntN(4)] }),
	key("config: raw HTML", "html", onReport, func(d *desk) string { return []string{"raw", "none", "safe"}[d.dice.IntN(3)] }),
	key("config: hue", "hue", onPages, func(d *desk) string { return []string{"0", "120", "260"}[d.dice.IntN(3)] }),
	key("config: author", "author", onPages, (*desk).word),
	key("config: license", "license", onPages, always("CC BY 4.0")),
	key("config: repository", "repo", onPages, func(d *desk) string { return "other/repo" + string(rune('a'+d.dice.IntN(26))) }),
	key("config: edit_url", "edit_url", onPages, always("https://edit.example/main/")),
	key("config: folders left out", "ignore", onPages, func(d *desk) string {
		return "[parts, " + []string{"go", "데이터", "runbooks"}[d.dice.IntN(3)] + "]"
	}),
	key("config: parts are pages", "ignore", onPages, always(`["*.draft.md"]`)),
	key("config: an order of the pages", "nav", onReport, func(d *desk) string {
		return "\n  - README.md\n  - 묶음:\n      - guide/start.md\n      - " + d.word() + ": guide/code.md\n"
	}),
	key("config: an order that names what is not there", "nav", stops, always("\n  - 없는.md\n")),
	{name: "config: no order any more", shows: onReport, after: "config: an order of the pages", do: func(d *desk) string {
		return d.config(func(text string) string { return dropLine(text, "nav") })
	}},
	{name: "config: no title", shows: onPages, do: func(d *desk) string {
		return d.config(func(text string) string { return dropLine(text, "title") })
	}},
	{name: "config: no base_url", shows: onPages, do: func(d *desk) string {
		return d.config(func(text string) string { return dropLine(text, "base_url") })
	}},
	key("config: a key nobody knows", "titel", stops, (*desk).word),
	{name: "config: that key goes", shows: onReport, after: "config: a key nobody knows", do: func(d *desk) string {
		return d.config(func(text string) string { return dropLine(text, "titel") })
	}},
	{name: "config: broken", shows: stops, do: func(d *desk) string {
		return d.config(func(text string) string { return text + "title: " + broken + "\n" })
	}},
	{name: "config: mended", shows: onReport, after: "config: broken", do: func(d *desk) string {
		if !d.exists("sitegen.yaml") || !strings.Contains(d.read("sitegen.yaml"), broken) {
			return ""
		}
		d.startOver()
		return "sitegen.yaml"
	}},
	{name: "config: none", shows: onReport, do: func(d *desk) string {
		if !d.exists("sitegen.yaml") || d.content() != "content" {
			return ""
		}
		d.remove("sitegen.yaml")
		return "sitegen.yaml"
	}},
	{name: "config: another folder of notes", shows: onPages, do: func(d *desk) string {
		from, to := d.content(), "docs"
		if from == "docs" {
			to = "content"
		}
		if d.config(func(text string) string { return setLine(text, "content", to) }) == "" {
			return ""
		}
		d.move(from, to)
		return to
	}},
	{name: "config: another output folder", shows: heals, do: func(d *desk) string {
		to := "site"
		if d.output() == "site" {
			to = "public"
		}
		if d.config(func(text string) string { return setLine(text, "output", to) }) == "" {
			return ""
		}
		return to
	}},
}

// output is the folder that the configuration names.
func (d *desk) output() string {
	if d.exists("sitegen.yaml") {
		for line := range strings.Lines(d.read("sitegen.yaml")) {
			if value, ok := strings.CutPrefix(line, "output: "); ok {
				return strings.TrimSpace(value)
			}
		}
	}
	return "public"
}

// worldKinds are what happens beside the sources.
var worldKinds = []kind{
	{name: "git: a repository, and all committed", shows: onPages, do: func(d *desk) string {
		if d.exists(".git") {
			return ""
		}
		d.write(".gitignore", "/public/\n/site/\n")
		d.git("init", "-q", "-b", "main")
		return d.commit()
	}},
	{name: "git: what was changed is committed", shows: onPages, after: "git: a repository, and all committed", do: func(d *desk) string {
		if !d.exists(".git") {
			return ""
		}
		d.change(d.pick(d.leaves()), func(text string) string { return text + "\n" + d.word() + "\n" })
		return d.commit()
	}},
	{name: "git: the same files with another date", shows: onPages, after: "git: a repository, and all committed", do: func(d *desk) string {
		if !d.exists(".git") {
			return ""
		}
		d.commits++
		d.git("commit", "-q", "--amend", "--allow-empty", "--no-edit")
		return "amended"
	}},
	{name: "git: the same moment in another zone", shows: onPages, after: "git: a repository, and all committed", do: func(d *desk) string {
		if !d.exists(".git") {
			return ""
		}
		d.abroad = !d.abroad
		d.git("commit", "-q", "--amend", "--allow-empty", "--no-edit")
		return "amended"
	}},
	{name: "git: no repository any more", shows: onPages, after: "git: a repository, and all committed", do: func(d *desk) string {
		if !d.exists(".git") {
			return ""
		}
		d.remove(".git")
		return ".git"
	}},
	{name: "project: moved away, and a copy in its place", shows: onPages, do: func(d *desk) string {
		d.moveAway()
		return d.change(d.pick(d.with(d.pages(), "글.")), func(text string) string { return strings.Replace(text, "글.", d.word(), 1) })
	}},
	{name: "program: another version", shows: nothing, do: func(d *desk) string {
		d.must(os.WriteFile(d.program, []byte(d.word()), 0o755))
		return "sitegen"
	}},
	{name: "flags: --drafts", shows: onReport, do: func(d *desk) string { return flip(&d.drafts) }},
	{name: "flags: CI", shows: stops, do: func(d *desk) string { return flip(&d.ci) }},
	{name: "flags: --base-url", shows: onPages, do: func(d *desk) string {
		if d.baseURL != "" {
			d.baseURL = ""
			return "no more"
		}
		d.baseURL = "https://flag.example/" + d.word() + "/"
		return d.baseURL
	}},
	{name: "store: gone", shows: nothing, do: func(d *desk) string {
		if !d.exists(cacheFolder) {
			return ""
		}
		d.remove(cacheFolder)
		return cacheFolder
	}},
	{name: "store: of another machine", shows: nothing, do: func(d *desk) string {
		if !d.exists(cacheFolder + "/index") {
			return ""
		}
		return d.change(cacheFolder+"/index", func(text string) string { return text[:len(text)/2] + "x" + text[len(text)/2:] })
	}},
	{name: "output: gone", shows: heals, do: func(d *desk) string {
		if !d.exists(d.output()) {
			return ""
		}
		d.remove(d.output())
		return d.output()
	}},
	{name: "output: a page changed by hand", shows: heals, do: func(d *desk) string {
		pages := slices.DeleteFunc(d.files(d.output()), func(f string) bool { return !strings.HasSuffix(f, ".html") })
		return d.change(d.pick(pages), func(text string) string { return text + "손으로" })
	}},
	{name: "output: a page deleted by hand", shows: heals, do: func(d *desk) string {
		name := d.pick(slices.DeleteFunc(d.files(d.output()), func(f string) bool { return !strings.HasSuffix(f, ".html") }))
		if name != "" {
			d.remove(name)
		}
		return name
	}},
}

// commit commits all there is.
func (d *desk) commit() string {
	d.commits++
	d.git("add", "-A")
	d.git("commit", "-q", "--allow-empty", "-m", "x")
	return "commit"
}

func flip(b *bool) string {
	*b = !*b
	if *b {
		return "on"
	}
	return "off"
}
