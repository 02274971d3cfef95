package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"path"
	"strings"
)

// types is what files are, by extension. The tables of an operating system
// differ from machine to machine, and pages break where one is wrong.
var types = map[string]string{
	".atom":        "application/atom+xml; charset=utf-8",
	".avif":        "image/avif",
	".bmp":         "image/bmp",
	".css":         "text/css; charset=utf-8",
	".csv":         "text/csv; charset=utf-8",
	".gif":         "image/gif",
	".gz":          "application/gzip",
	".htm":         htmlType,
	".html":        htmlType,
	".ico":         "image/x-icon",
	".jpeg":        "image/jpeg",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".m4a":         "audio/mp4",
	".markdown":    "text/markdown; charset=utf-8",
	".md":          "text/markdown; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".mov":         "video/quicktime",
	".mp3":         "audio/mpeg",
	".mp4":         "video/mp4",
	".ogg":         "audio/ogg",
	".otf":         "font/otf",
	".pdf":         "application/pdf",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".ttf":         "font/ttf",
	".txt":         "text/plain; charset=utf-8",
	".vtt":         "text/vtt; charset=utf-8",
	".wasm":        "application/wasm",
	".wav":         "audio/wav",
	".webm":        "video/webm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff":        "font/woff",
	".woff2":       "font/woff2",
	".xml":         "application/xml; charset=utf-8",
	".zip":         "application/zip",
}

const htmlType = "text/html; charset=utf-8"

func typeOf(name string) string {
	if t, ok := types[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return "application/octet-stream"
}

// readable is the largest file on the disk that is read as a whole, to have its
// digest. What is larger is passed on piece by piece, and never kept by a browser.
const readable = 8 << 20

// content is what a file holds: the bytes themselves or, if data is nil, a way
// to read them.
type content struct {
	data   []byte
	stream io.ReadSeekCloser
	held   int64 // bytes that were read for this answer alone
}

func (s *Server) contentOf(f File) (content, error) {
	if f.Data != nil || f.Open == nil {
		return content{data: f.Data}, nil
	}
	stream, err := f.Open()
	if err != nil {
		return content{}, err
	}
	size, err := stream.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = stream.Seek(0, io.SeekStart)
	}
	if err == nil && !s.hold(size) {
		return content{stream: stream}, nil
	}
	defer stream.Close()
	if err != nil {
		return content{}, err
	}
	// Whoever writes the file now may make it longer than it was.
	data, err := io.ReadAll(io.LimitReader(stream, size))
	if err != nil {
		s.held.Add(-size)
		return content{}, err
	}
	return content{data: data, held: size}, nil
}

// hold tells whether a file may be read as a whole. Those who ask for many large
// ones at once, and take them slowly, would otherwise fill the memory.
func (s *Server) hold(size int64) bool {
	if size > readable {
		return false
	}
	if s.held.Add(size) <= s.limits.held {
		return true
	}
	s.held.Add(-size)
	return false
}

func (c content) reader() io.ReadSeeker {
	if c.stream != nil {
		return c.stream
	}
	return bytes.NewReader(c.data)
}

func (s *Server) done(c content) {
	s.held.Add(-c.held)
	if c.stream != nil {
		c.stream.Close()
	}
}

// digest is the tag of an answer made of parts: the same for the same bytes.
func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return `"` + base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:15]) + `"`
}
