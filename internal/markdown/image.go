package markdown

import (
	"bytes"
	"encoding/xml"
	"image"
	_ "image/gif"  // formats whose size is known
	_ "image/jpeg" //
	_ "image/png"  //
	"math"
	"path"
	"strconv"
	"strings"

	_ "golang.org/x/image/webp" //

	"sitegen/internal/site"
)

// imageSize reads the size in pixels of an image of the project, so that the
// browser can leave room for it. A missing image is for the link step to report.
func (p *page) imageSize(link site.Link) (image.Point, bool) {
	name := link.Path
	if name == "" || strings.HasPrefix(name, "/") {
		return image.Point{}, false
	}
	file := path.Join(dirOf(link.Pos.File), name)
	if strings.HasPrefix(file, "../") {
		return image.Point{}, false
	}
	data, err := p.r.ReadFile(file)
	if err != nil {
		return image.Point{}, false
	}
	if strings.EqualFold(path.Ext(file), ".svg") {
		return svgSize(data)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	return image.Pt(c.Width, c.Height), err == nil && c.Width > 0 && c.Height > 0
}

// svgSize takes the size from the root element: width and height in pixels,
// else the last two numbers of the viewBox.
func svgSize(data []byte) (image.Point, bool) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	for range 64 { // prologue and comments before the root are few
		tok, err := d.RawToken()
		if err != nil {
			return image.Point{}, false
		}
		root, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		attr := map[string]string{}
		for _, a := range root.Attr {
			attr[a.Name.Local] = a.Value
		}
		if w, h, ok := pixels(attr["width"], attr["height"]); ok {
			return image.Pt(w, h), true
		}
		box := strings.Fields(strings.ReplaceAll(attr["viewBox"], ",", " "))
		if len(box) != 4 {
			return image.Point{}, false
		}
		w, h, ok := pixels(box[2], box[3])
		return image.Pt(w, h), ok
	}
	return image.Point{}, false
}

func pixels(width, height string) (w, h int, ok bool) {
	parse := func(s string) int {
		f, err := strconv.ParseFloat(strings.TrimSuffix(s, "px"), 64)
		if err != nil || !(f >= 0.5 && f < 1e5) {
			return 0
		}
		return int(math.Round(f))
	}
	w, h = parse(width), parse(height)
	return w, h, w > 0 && h > 0
}
