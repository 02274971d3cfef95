// Package static holds the default theme's stylesheets, scripts and pictures. A
// site's own static/ folder lies over them, file by file.
//
// Every file of assets/css becomes part of one stylesheet, assets/style.css, in
// the order of their names; url() in them is relative to assets/. A file of
// assets/class comes only to pages with an element of the class it is named for.
// All rules stand in one cascade layer, so rules outside of a layer always win.
package static

import "embed"

// FS holds the files under "assets/".
//
//go:embed assets
var FS embed.FS
