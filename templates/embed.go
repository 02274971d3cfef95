// Package templates holds the default theme's templates and the words of its
// interface. A site's own templates/ folder lies over them, file by file.
//
// Each kind of page has a file of its name: page, home, section, tag, tags,
// contents and 404, and redirect for old addresses. They run by themselves; the
// defaults run base.html, which leaves places ("main", "shape", "style") that
// each of them defines. Every other .html file is a part any template may use
// under its path: {{ template "partials/toc.html" . }}.
//
// A template sees a site.View, and has the functions of text/template and
//
//	asset    the published path of a file of static/assets, below .Root
//	classes  those of the stylesheets in assets/class that a text has need of
//	dict     one value made of several
//	glue     plain Korean text that does not break before its particles
//	href     a whole href attribute
//	inOrder  the first pages of a list of cards, in reading order
//	rtl      whether a language is written from right to left
//	uses     whether a text has an element, by a class (".note") or by name ("table")
package templates

import "embed"

// FS holds the templates, and the words under "i18n/".
//
//go:embed *.html partials i18n
var FS embed.FS
