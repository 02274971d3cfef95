package render

import (
	"bytes"
	"errors"
	"html/template"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	texttemplate "text/template"
	"text/template/parse"
	"unicode/utf8"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// located is how the template packages write an error: where, and what.
var located = regexp.MustCompile(`(?s)^(?:html/)?template: ?(.+?):(\d+)(?::(\d+))?: (.*)$`)

// unknownField is what they say of a field that is not there.
var unknownField = regexp.MustCompile(`can't evaluate field (\w+) in type \*?site\.View`)

// explain turns an error of a template into a diagnostic. Errors found before a
// page is rendered are TPL001, those of one page's rendering TPL002.
func (t *Theme) explain(name string, err error) diag.Diag {
	pos := diag.Pos{File: "templates/" + name}
	if errors.Is(err, errTooLong) {
		return diag.Errorf(pos, "TPL002", "the page grew far beyond its content").
			WithHint("look for a range that does not end")
	}
	code := "TPL001"
	var exec texttemplate.ExecError
	if errors.As(err, &exec) {
		code = "TPL002"
	}
	msg := err.Error()
	m := located.FindStringSubmatch(msg)
	switch {
	case m != nil && m[1] == probeName: // the one thing the probe can find by itself
		msg = "ends in the midst of a tag, a script or a style"
	case m != nil:
		pos.File = "templates/" + m[1]
		pos.Line, _ = strconv.Atoi(m[2])
		if m[3] != "" {
			offset, _ := strconv.Atoi(m[3])
			pos.Col = t.column(m[1], pos.Line, offset)
		}
		msg = m[4]
	}
	if _, rest, ok := strings.Cut(msg, " at "); ok && strings.HasPrefix(msg, "executing ") {
		msg = rest
	}
	d := diag.Errorf(pos, code, "%s", strings.ReplaceAll(msg, "\n", " "))
	if m := unknownField.FindStringSubmatch(msg); m != nil {
		if near := diag.Nearest(m[1], fields); near != "" {
			d = d.WithHint("did you mean .%s?", near)
		}
	}
	return d
}

// column turns the offset of a byte in a line into a column.
func (t *Theme) column(name string, line, offset int) int {
	lines := bytes.SplitAfterN(t.sources[name], []byte("\n"), line+1)
	if line > len(lines) || offset > len(lines[line-1]) {
		return 0
	}
	return utf8.RuneCount(lines[line-1][:offset]) + 1
}

// fields are what a template may name.
var fields = func() []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[site.View]()) {
		names = append(names, f.Name)
	}
	return names
}()

// scripted warns of actions inside scripts and styles. html/template escapes
// them as best it can, but that best has been wrong many times, and the site's
// policy keeps inline scripts from running anyway.
func (t *Theme) scripted(set *template.Template) []diag.Diag {
	var ds []diag.Diag
	for _, tmpl := range set.Templates() {
		if tmpl.Tree == nil {
			continue
		}
		walk(tmpl.Tree.Root, func(n parse.Node) {
			action, ok := n.(*parse.ActionNode)
			if !ok || !inScript(action.Pipe) {
				return
			}
			ds = append(ds, diag.Warnf(diag.Pos{File: "templates/" + tmpl.Tree.ParseName, Line: action.Line}, "TPL003",
				"an action inside a script or a style").
				WithHint("put the value into an attribute such as data-value and read it from a script in static/assets"))
		})
	}
	return ds
}

// inScript tells whether html/template found the pipeline in the midst of
// JavaScript or CSS: it has then added the escaper for it.
func inScript(p *parse.PipeNode) bool {
	for _, cmd := range p.Cmds {
		id, ok := cmd.Args[0].(*parse.IdentifierNode)
		if ok && (strings.HasPrefix(id.Ident, "_html_template_js") || strings.HasPrefix(id.Ident, "_html_template_css")) {
			return true
		}
	}
	return false
}
