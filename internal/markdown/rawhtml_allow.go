package markdown

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"sitegen/internal/address"
	"sitegen/internal/site"
)

// allowedElement is the list of elements that safe HTML may use: text, lists,
// tables, figures and media, nothing that loads code, frames other pages, sends
// data or changes the page around it.
func allowedElement(name string) bool {
	switch name {
	case "p", "div", "span", "br", "hr", "wbr", "center", "section", "article", "aside", "address",
		"h1", "h2", "h3", "h4", "h5", "h6",
		"a", "b", "i", "em", "strong", "u", "s", "strike", "del", "ins", "mark", "small", "big", "sub", "sup",
		"abbr", "cite", "q", "dfn", "time", "bdi", "bdo", "ruby", "rb", "rt", "rp", "rtc",
		"code", "pre", "kbd", "samp", "var", "tt",
		"blockquote", "ul", "ol", "li", "dl", "dt", "dd",
		"details", "summary",
		"table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
		"figure", "figcaption", "picture", "source", "img", "video", "audio", "track",
		"input": // only as a disabled checkbox
		return true
	}
	return false
}

// dropsContent reports whether what stands in a forbidden element is not text
// for readers.
func dropsContent(name string) bool {
	switch name {
	case "script", "style", "iframe", "object", "applet", "svg", "math", "template", "noscript", "noembed", "noframes", "frameset", "canvas":
		return true
	}
	return false
}

func isVoid(name string) bool {
	switch name {
	case "br", "hr", "wbr", "img", "source", "track", "col", "input", "embed", "area", "base", "link", "meta", "param":
		return true
	}
	return false
}

// allowedAttr is the list of attributes, beside those that hold addresses.
// style= and handlers are on no list: the page's security policy blocks them.
func allowedAttr(element, name string) bool {
	switch name {
	case "id", "class", "title", "lang", "dir", "align", "role":
		return true
	case "width", "height":
		return isOneOf(element, "img", "video", "source", "table", "td", "th", "col")
	case "alt", "loading", "decoding":
		return element == "img"
	case "media", "sizes", "type":
		return isOneOf(element, "source", "img", "ol", "ul", "input")
	case "colspan", "rowspan", "scope", "headers", "abbr", "valign":
		return isOneOf(element, "td", "th", "tr", "thead", "tbody", "tfoot")
	case "span":
		return isOneOf(element, "col", "colgroup")
	case "open", "name":
		return element == "details"
	case "start", "reversed":
		return element == "ol"
	case "value":
		return element == "li"
	case "controls", "loop", "muted", "playsinline", "preload":
		return isOneOf(element, "video", "audio")
	case "kind", "srclang", "label", "default":
		return element == "track"
	case "datetime":
		return isOneOf(element, "time", "del", "ins")
	case "download", "hreflang":
		return element == "a"
	case "checked", "disabled":
		return element == "input"
	}
	aria, ok := strings.CutPrefix(name, "aria-")
	return ok && aria != "" && strings.Trim(aria, "abcdefghijklmnopqrstuvwxyz") == ""
}

func isOneOf(s string, list ...string) bool {
	for _, l := range list {
		if s == l {
			return true
		}
	}
	return false
}

// urlAttr reports whether an attribute holds one address, and of what kind.
func urlAttr(element, name string) (kind site.LinkKind, ok bool) {
	switch name {
	case "href":
		return site.LinkPage, element == "a"
	case "src":
		return site.LinkImage, isOneOf(element, "img", "source", "video", "audio", "track")
	case "poster":
		return site.LinkImage, element == "video"
	}
	return 0, false
}

// tagWriter writes one start tag.
type tagWriter struct {
	*cleaner
	name   string
	offset int
	w      *rawWriter
	seen   map[string]bool
	rel    []string
}

func (c *cleaner) writeTag(tok html.Token, offset int, w *rawWriter) {
	t := &tagWriter{cleaner: c, name: tok.Data, offset: offset, w: w, seen: map[string]bool{}}
	w.text("<" + t.name)
	for _, a := range tok.Attr {
		if !t.seen[a.Key] { // the first one counts
			t.seen[a.Key] = true
			t.attr(a.Key, a.Val)
		}
	}
	if t.name == "img" && !t.seen["alt"] {
		t.x.find(missingAlt(offset, "alt="))
		w.text(` alt=""`)
	}
	switch {
	case t.name == "img" && !t.seen["loading"]:
		w.text(` loading="lazy"`)
	case t.name == "input" && !t.seen["disabled"]:
		w.text(" disabled")
	case len(t.rel) > 0:
		w.text(` rel="` + strings.Join(t.rel, " ") + `"`)
	}
	w.text(">")
}

func (t *tagWriter) attr(name, value string) {
	if kind, ok := urlAttr(t.name, name); ok {
		t.url(name, strings.TrimSpace(value), kind)
		return
	}
	switch {
	case name == "srcset" && isOneOf(t.name, "img", "source"):
		t.srcset(value)
	case name == "name" && t.name == "a":
		if !t.seen["id"] { // the old way to write an anchor
			t.seen["id"] = true
			t.id(value)
		}
	case name == "target" && t.name == "a" && strings.EqualFold(value, "_blank"):
		t.plain(name, "_blank")
		t.addRel("noopener")
	case name == "rel" && t.name == "a":
		for _, rel := range strings.Fields(strings.ToLower(value)) {
			if isOneOf(rel, "noopener", "noreferrer", "nofollow") {
				t.addRel(rel)
			}
		}
	case !allowedAttr(t.name, name):
		t.refuse(name)
	case name == "id":
		t.id(value)
	default:
		t.plain(name, value)
	}
}

// id writes an id, if it can be linked to and no other element has it.
func (t *tagWriter) id(value string) {
	switch {
	case value == "" || strings.ContainsAny(value, " \t\n"):
		t.warn(t.offset, "SEC002", fmt.Sprintf("id=%q on <%s> cannot be linked to and was left out", value, t.name), "use an id without spaces")
	case strings.HasPrefix(value, themePrefix):
		t.warn(t.offset, "ID002", fmt.Sprintf("id=%q on <%s> begins with %s and was left out", clip(value, 60), t.name, themePrefix), "ids of the theme begin so; choose another")
	case !t.x.ids.claim(value):
		t.warn(t.offset, "ID002", fmt.Sprintf("id=%q on <%s> is already taken on this page and was left out", clip(value, 60), t.name), "give each element an id of its own")
	default:
		t.plain("id", value)
	}
}

func (t *tagWriter) plain(name, value string) {
	if value == "" && name != "alt" && name != "title" {
		t.w.text(" " + name)
		return
	}
	t.w.text(" " + name + `="` + escape(value) + `"`)
}

func (t *tagWriter) addRel(rel string) {
	if !isOneOf(rel, t.rel...) {
		t.rel = append(t.rel, rel)
	}
}

func (t *tagWriter) refuse(name string) {
	hint := rawHint
	if name == "style" {
		hint = "use class=, and put the style into a stylesheet"
	}
	t.warn(t.offset, "SEC002", fmt.Sprintf("attribute %s= is not allowed on <%s> and was left out", clip(name, 30), t.name), hint)
}

// url writes an attribute that holds an address; one into the project as a hole.
func (t *tagWriter) url(name, dest string, kind site.LinkKind) {
	if dest == "" || !t.allowedURL(dest, kind) {
		return
	}
	t.w.text(" " + name + `="`)
	t.address(dest, kind)
	t.w.text(`"`)
	if rel := address.Rel(dest); kind == site.LinkPage && rel != "" {
		t.addRel(rel)
	}
}

func (t *tagWriter) address(dest string, kind site.LinkKind) {
	if address.Outside(dest) {
		t.w.text(address.Escape(dest))
		return
	}
	t.w.hole(rawLink{Kind: kind, Dest: dest, Offset: t.offset})
}

func (t *tagWriter) allowedURL(dest string, kind site.LinkKind) bool {
	ok, problems := address.Check(dest, kind == site.LinkImage && t.name == "img")
	for _, f := range findings(problems, t.offset) {
		t.x.find(f)
	}
	return ok
}

// srcset writes a list of addresses with their widths or densities.
func (t *tagWriter) srcset(value string) {
	type candidate struct{ dest, descriptor string }
	var all []candidate
	for _, part := range strings.Split(value, ",") {
		fields := strings.Fields(part)
		if len(fields) == 0 || len(fields) > 2 {
			continue
		}
		// Candidates are split at commas, so a data: address cannot be one.
		if !t.allowedURL(fields[0], site.LinkPage) {
			return
		}
		c := candidate{dest: fields[0]}
		if len(fields) == 2 {
			c.descriptor = " " + fields[1]
		}
		all = append(all, c)
	}
	if len(all) == 0 {
		return
	}
	t.w.text(` srcset="`)
	for i, c := range all {
		if i > 0 {
			t.w.text(", ")
		}
		t.address(c.dest, site.LinkImage)
		t.w.text(escape(c.descriptor))
	}
	t.w.text(`"`)
}
