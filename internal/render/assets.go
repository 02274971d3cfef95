package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/parse/v2"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

const (
	assetRoot = "assets/"
	sheetRoot = "assets/css/"
	sheet     = "assets/style.css"
)

// bundle makes the published form of assets: the files of assets/css become one
// stylesheet; styles and scripts are made small and carry a digest in their
// name, so that a browser may keep them for ever. Other files keep theirs,
// because stylesheets refer to them by it.
func bundle(in map[string][]byte) (out []site.Output, paths map[string]string, ds []diag.Diag) {
	paths = map[string]string{}
	m := minify.New()
	m.AddFunc(".css", css.Minify)
	m.AddFunc(".js", js.Minify)
	if _, own := in[sheet]; own {
		ds = append(ds, diag.Warnf(diag.Pos{File: "static/" + sheet}, "URL003", "this file stands in the place of the theme's whole stylesheet").
			WithHint("to add to the theme, put it below static/%s instead", sheetRoot))
	}
	for _, f := range assetFiles(in) {
		published := f.path
		data := f.data
		if ext := path.Ext(f.path); ext == ".css" || ext == ".js" {
			small, err := m.Bytes(ext, bytes.Clone(data)) // it works in place
			if err != nil {
				ds = append(ds, badAsset(f, err))
				small = data
			}
			data = small
			published = fingerprint(f.path, data)
		}
		out = append(out, site.Output{Path: published, Data: data, From: f.from})
		paths[strings.TrimPrefix(f.path, assetRoot)] = published
	}
	return out, paths, ds
}

// assetFile is a file before it is made small.
type assetFile struct {
	path string // below static/
	from string // relative to the project's root; a folder for the bundled stylesheet
	data []byte
}

// assetFiles returns the files to publish, sorted. The bundled stylesheet is one
// of them, unless there is a file of its name.
func assetFiles(in map[string][]byte) []assetFile {
	var files []assetFile
	var bundled bytes.Buffer
	for _, p := range slices.Sorted(maps.Keys(in)) {
		switch {
		case strings.HasPrefix(p, sheetRoot) && path.Ext(p) == ".css":
			bundled.Write(in[p])
			bundled.WriteByte('\n')
		case strings.HasPrefix(p, assetRoot):
			files = append(files, assetFile{p, "static/" + p, in[p]})
		}
	}
	if _, own := in[sheet]; !own {
		files = append(files, assetFile{sheet, "static/" + sheetRoot, bundled.Bytes()})
	}
	slices.SortFunc(files, func(a, b assetFile) int { return strings.Compare(a.path, b.path) })
	return files
}

// fingerprint puts a digest of data into a name: style.css → style.1a2b3c4d.css.
func fingerprint(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
}

func badAsset(f assetFile, err error) diag.Diag {
	pos := diag.Pos{File: f.from}
	msg := err.Error()
	var at *parse.Error
	if errors.As(err, &at) {
		pos.Line, pos.Col, msg = at.Line, at.Column, at.Message
	}
	return diag.Errorf(pos, "TPL001", "%s", msg)
}
