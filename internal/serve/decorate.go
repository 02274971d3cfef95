package serve

import (
	"bytes"
	"embed"
	"fmt"
	"html"
	"io/fs"
	"slices"
)

// own is the folder of what the preview itself has to say. It is at the root
// of the server whatever the site's base is, and no site publishes such a name.
const own = "/.sitegen/"

// The client: what keeps a page in the browser current. Its parts are sent as
// one script.
var (
	//go:embed live/*.js
	liveParts embed.FS
	//go:embed live.css
	liveStyle []byte

	liveScript = joinScripts(liveParts, "live")
)

// joinScripts makes one script of the files of a folder. The file that is called
// like the folder comes last: it sets to work what the others define. Nothing of
// them can be seen by the scripts of a page.
func joinScripts(files fs.FS, folder string) []byte {
	script := []byte("(() => {\n\"use strict\";\n")
	main := folder + "/" + folder + ".js"
	names, err := fs.Glob(files, folder+"/*.js")
	if err == nil {
		names = append(slices.DeleteFunc(names, func(name string) bool { return name == main }), main)
	}
	for _, name := range names {
		var part []byte
		if part, err = fs.ReadFile(files, name); err != nil {
			break
		}
		script = append(append(script, part...), '\n')
	}
	if err != nil {
		panic(err) // the files are part of the program
	}
	return append(script, "})();\n"...)
}

// scriptTag starts the client. It says which state of the site a page is of, so
// that the page is not asked for again before there is a newer one, and below
// which path the addresses lie that have moved.
func scriptTag(run string, now *shown) []byte {
	base := "/"
	if now.Site != nil {
		base = now.Site.Base()
	}
	return fmt.Appendf(nil, `<script src="%slive.js" data-run="%s" data-version="%d" data-base="%s"></script>`, own, run, now.version, html.EscapeString(base))
}

// decorate puts a script into a page, as the last thing before the end of its body.
func decorate(page, script []byte) []byte {
	at := lastIndexFold(page, "</body>")
	if at < 0 {
		at = len(page)
	}
	return slices.Concat(page[:at], script, page[at:])
}

// lastIndexFold is where the last tag begins, in whatever case it is written.
func lastIndexFold(page []byte, tag string) int {
	for end := len(page); ; {
		at := bytes.LastIndexByte(page[:end], tag[0])
		if at < 0 || len(page)-at >= len(tag) && bytes.EqualFold(page[at:at+len(tag)], []byte(tag)) {
			return at
		}
		end = at
	}
}
