package equivalence_test

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// place makes a kind that writes a new page with a name.
func place(name string, shows effect, as func(d *desk) string) kind {
	return kind{name: name, shows: shows, do: func(d *desk) string {
		file := d.pick(d.folders(2)) + "/" + as(d)
		if d.exists(file) || strings.HasPrefix(file, "/") {
			return ""
		}
		d.write(file, note(d.word(), "노트", "#왜"))
		return file
	}}
}

// rename makes a kind that gives a page another name in its folder.
func rename(name string, shows effect, as func(d *desk, base string) string) kind {
	return kind{name: name, shows: shows, do: func(d *desk) string {
		names := slices.DeleteFunc(d.leaves(), func(f string) bool {
			to := as(d, path.Base(f))
			return to == "" || to == path.Base(f) || d.exists(path.Join(path.Dir(f), to))
		})
		from := d.pick(names)
		if from == "" {
			return ""
		}
		to := path.Join(path.Dir(from), as(d, path.Base(from)))
		if d.exists(to) {
			return ""
		}
		d.move(from, to)
		return from + " → " + to
	}}
}

var pageKinds = []kind{
	place("page: new", onPages, func(d *desk) string { return "new-" + d.word() + ".md" }),
	place("page: new, in Hangul", onPages, func(d *desk) string { return d.word() + ".md" }),
	place("page: new, decomposed", onPages, func(d *desk) string { return norm.NFD.String(d.word()) + ".md" }),
	place("page: new, with spaces", onPages, func(d *desk) string { return d.word() + " 그리고 (둘).md" }),
	place("page: new, with a number", onPages, func(d *desk) string { return "07-" + d.word() + ".md" }),
	{name: "page: a neighbour of the same name but for its number", shows: onPages, do: func(d *desk) string {
		from := d.pick(slices.DeleteFunc(d.leaves(), func(f string) bool { return !strings.HasPrefix(path.Base(f), "0") }))
		if from == "" {
			return ""
		}
		to := path.Join(path.Dir(from), "9"+path.Base(from)[1:])
		if d.exists(to) {
			return ""
		}
		d.write(to, note(d.word(), "노트", "#왜"))
		return to
	}},
	{name: "page: deleted", shows: onPages, do: func(d *desk) string {
		name := d.pick(d.leaves())
		if name == "" || len(d.notes()) < 12 {
			return ""
		}
		d.remove(name)
		return name
	}},
	{name: "page: deleted and written anew", shows: onPages, do: func(d *desk) string {
		name := d.pick(d.leaves())
		if name == "" {
			return ""
		}
		d.remove(name)
		d.write(name, note(d.word(), "새것", "#어떻게"))
		return name
	}},
	rename("page: renamed", onReport, func(d *desk, base string) string { return "renamed-" + base }),
	rename("page: renamed by case only", onPages, func(_ *desk, base string) string {
		if base[0] < 'a' || base[0] > 'z' {
			return ""
		}
		return strings.ToUpper(base[:1]) + base[1:]
	}),
	rename("page: renamed to the decomposed form", nothing, func(_ *desk, base string) string { return norm.NFD.String(base) }),
	rename("page: number changed", onPages, func(_ *desk, base string) string {
		if base[0] != '0' || len(base) < 3 || base[2] != '-' {
			return ""
		}
		return "1" + base[1:]
	}),
	{name: "page: moved to another folder", shows: onReport, do: func(d *desk) string {
		from, dir := d.pick(d.leaves()), d.pick(d.folders(2))
		to := path.Join(dir, path.Base(from))
		if from == "" || dir == "" || d.exists(to) {
			return ""
		}
		d.move(from, to)
		return from + " → " + to
	}},
	{name: "page: two swapped", shows: onPages, do: func(d *desk) string {
		a, b := d.pick(d.leaves()), d.pick(d.leaves())
		if a == b || a == "" {
			return ""
		}
		d.move(a, "swap.tmp")
		d.move(b, a)
		d.move("swap.tmp", b)
		return a + " ↔ " + b
	}},
	{name: "page: becomes a folder", shows: onReport, do: func(d *desk) string {
		from := d.pick(d.leaves())
		to := strings.TrimSuffix(from, ".md") + "/README.md"
		if from == "" || d.exists(path.Dir(to)) {
			return ""
		}
		d.move(from, to)
		return from + " → " + to
	}},
	{name: "page: beside a folder of its name", shows: onPages, do: func(d *desk) string {
		dir := d.pick(slices.DeleteFunc(d.folders(2), func(dir string) bool { return d.indexOf(dir) != "" || d.exists(dir+".md") }))
		if dir == "" {
			return ""
		}
		d.write(dir+".md", "# "+d.word()+"\n\n폴더 옆의 쪽.\n")
		return dir + ".md"
	}},
	{name: "page: symbolic link to a file of the project", shows: onReport, do: func(d *desk) string {
		name := d.pick(d.folders(1)) + "/link.md"
		if !d.exists("src/linked.md") {
			d.write("src/linked.md", note(d.word(), "노트", "#왜"))
		}
		return d.link("../../src/linked.md", name)
	}},
	{name: "page: symbolic link goes", shows: onReport, after: "page: symbolic link to a file of the project", do: func(d *desk) string {
		name := d.pick(slices.DeleteFunc(d.files(d.content()), func(f string) bool { return path.Base(f) != "link.md" }))
		if name != "" {
			d.remove(name)
		}
		return name
	}},
	{name: "page: ours for unknown addresses", shows: onPages, do: func(d *desk) string {
		return d.toggle(d.content()+"/404.md", "# 없는 주소\n\n[처음](README.md)\n")
	}},
	{name: "page: in the place of the list of all", shows: onPages, do: func(d *desk) string { return d.toggle(d.content()+"/contents.md", "# 모두\n") }},
	{name: "page: in the place of the list of tags", shows: stops, do: func(d *desk) string { return d.toggle(d.content()+"/tags.md", "# 꼬리표\n") }},
	{name: "page: what editors leave behind", shows: nothing, do: func(d *desk) string {
		name := d.pick(d.pages())
		dir, base := path.Split(name)
		d.write(dir+base+"~", "# 옛것\n")
		d.write(dir+"."+base+".swp", "x")
		d.write(dir+"#"+base+"#", "x")
		d.write(dir+"4913", "")
		return name
	}},
}

// toggle writes a file, or removes it where it is.
func (d *desk) toggle(name, text string) string {
	if d.exists(name) {
		d.remove(name)
		return name + " removed"
	}
	d.write(name, text)
	return name
}

// indexOf is the page of a folder, "" if it has none.
func (d *desk) indexOf(dir string) string {
	for _, f := range d.notes() {
		if path.Dir(f) == dir && isIndex(f) {
			return f
		}
	}
	return ""
}

// indexes are the pages of folders, that of the whole site left out.
func (d *desk) indexes() []string {
	return slices.DeleteFunc(d.pages(), func(f string) bool { return !isIndex(f) || path.Dir(f) == d.content() })
}

// noOrder is a SUMMARY.md that lists no page.
const noOrder = "# 요약\n\n글.\n"

// order is a SUMMARY.md that lists most pages.
func (d *desk) order() string {
	var b strings.Builder
	b.WriteString("# Summary\n\n")
	for i, f := range d.notes() {
		if i%3 != 2 {
			b.WriteString("- [" + d.word() + "](<" + norm.NFC.String(strings.TrimPrefix(f, d.content()+"/")) + ">)\n")
		}
	}
	return b.String()
}

var sectionKinds = []kind{
	{name: "section: new, without a page of its own", shows: onPages, do: func(d *desk) string {
		dir := d.pick(append(d.folders(1), d.content())) + "/새-" + d.word()
		if d.exists(dir) {
			return ""
		}
		d.write(dir+"/a.md", note(d.word(), "노트", "b.md"))
		d.write(dir+"/b.md", note(d.word(), "노트", "a.md#왜"))
		return dir
	}},
	{name: "section: gets a page of its own", shows: onPages, do: func(d *desk) string {
		dir := d.pick(slices.DeleteFunc(d.folders(3), func(dir string) bool { return d.indexOf(dir) != "" }))
		if dir == "" {
			return ""
		}
		d.write(dir+"/README.md", "---\norder: 5\n---\n# "+d.word()+"\n\n머리말.\n")
		return dir
	}},
	{name: "section: loses the page of its own", shows: onPages, do: func(d *desk) string {
		name := d.pick(d.indexes())
		if name != "" {
			d.remove(name)
		}
		return name
	}},
	{name: "section: an index beside the README", shows: onPages, do: func(d *desk) string {
		dir := d.pick(slices.DeleteFunc(d.folders(2), func(dir string) bool { return !d.exists(dir+"/README.md") || d.exists(dir+"/index.md") }))
		if dir == "" {
			return ""
		}
		d.write(dir+"/index.md", "# "+d.word()+"\n")
		return dir
	}},
	{name: "section: more pages than a sidebar shows", shows: onPages, do: func(d *desk) string {
		dir := d.content() + "/많은-쪽"
		if d.exists(dir) {
			return ""
		}
		for i := range 90 {
			d.write(fmt.Sprintf("%s/p%02d.md", dir, i), fmt.Sprintf("# 쪽 %d\n\n글.\n", i))
		}
		return dir
	}},
	{name: "section: so many pages no more", shows: onPages, after: "section: more pages than a sidebar shows", do: func(d *desk) string {
		dir := d.content() + "/많은-쪽"
		if !d.exists(dir) {
			return ""
		}
		d.remove(dir)
		return dir
	}},
	{name: "section: title", shows: onPages, do: func(d *desk) string {
		return d.change(d.pick(d.indexes()), func(text string) string { return setKey(text, "title", d.word()) })
	}},
	{name: "section: order", shows: onPages, do: func(d *desk) string {
		return d.change(d.pick(d.indexes()), func(text string) string { return setKey(text, "order", []string{"-5", "50"}[d.dice.IntN(2)]) })
	}},
	{name: "section: hidden", shows: onPages, do: func(d *desk) string {
		return d.change(d.pick(d.indexes()), func(text string) string { return setKey(text, "hidden", "true") })
	}},
	{name: "section: description", shows: onPages, do: func(d *desk) string {
		return d.change(d.pick(d.indexes()), func(text string) string { return setKey(text, "description", d.word()) })
	}},
	{name: "section: renamed", shows: onPages, do: func(d *desk) string {
		from := d.pick(d.folders(2))
		to := path.Join(path.Dir(from), "이름-"+d.word())
		if from == "" || d.exists(to) {
			return ""
		}
		d.move(from, to)
		return from + " → " + to
	}},
	{name: "section: moved into another", shows: onReport, do: func(d *desk) string {
		from, into := d.pick(d.folders(1)), d.pick(d.folders(1))
		to := path.Join(into, path.Base(from))
		if from == into || from == "" || d.exists(to) {
			return ""
		}
		d.move(from, to)
		return from + " → " + to
	}},
	{name: "section: deleted", shows: onPages, do: func(d *desk) string {
		dir := d.pick(d.folders(2))
		inside := slices.DeleteFunc(d.notes(), func(f string) bool { return !strings.HasPrefix(f, dir+"/") })
		if dir == "" || len(d.notes())-len(inside) < 12 {
			return ""
		}
		d.remove(dir)
		return dir
	}},
	{name: "section: becomes a page", shows: onReport, do: func(d *desk) string {
		dir := d.pick(slices.DeleteFunc(d.folders(3), func(dir string) bool { return d.exists(dir + ".md") }))
		inside := slices.DeleteFunc(d.notes(), func(f string) bool { return !strings.HasPrefix(f, dir+"/") })
		if dir == "" || len(d.notes())-len(inside) < 12 {
			return ""
		}
		d.remove(dir)
		d.write(dir+".md", "# "+d.word()+"\n")
		return dir
	}},
	{name: "section: an order for all that was written down", shows: onReport, do: func(d *desk) string {
		return d.toggle(d.content()+"/SUMMARY.md", d.order())
	}},
	{name: "section: that order becomes a page, or an order again", shows: onReport, after: "section: an order for all that was written down", do: func(d *desk) string {
		name := d.content() + "/SUMMARY.md"
		if !d.exists(name) {
			return ""
		}
		return d.change(name, func(text string) string {
			if text == noOrder {
				return d.order()
			}
			return noOrder
		})
	}},
	{name: "section: that order changed", shows: onPages, after: "section: an order for all that was written down", do: func(d *desk) string {
		name := d.content() + "/SUMMARY.md"
		if !d.exists(name) {
			return ""
		}
		return d.change(name, func(text string) string {
			lines := strings.SplitAfter(text, "\n")
			if len(lines) < 6 {
				return text
			}
			lines[2], lines[4] = lines[4], lines[2]
			lines[3] = "  " + lines[3]
			return strings.Join(lines, "")
		})
	}},
	{name: "section: that order names what is not there", shows: stops, after: "section: an order for all that was written down", do: func(d *desk) string {
		name := d.content() + "/SUMMARY.md"
		if !d.exists(name) {
			return ""
		}
		return d.change(name, func(text string) string { return text + "- [없음](없는-" + d.word() + ".md)\n" })
	}},
}
