package serve

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"slices"
)

// own is the folder of what the preview itself has to say. It is at the root
// of the server whatever the site's base is, and no site publishes such a name.
const own = "/.sitegen/"

// The client: what keeps a page in the browser current.
var (
	//go:embed live.js
	liveScript []byte
	//go:embed live.css
	liveStyle []byte
)

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
