package serve

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"runtime"
	"strings"
	"time"
)

// ServeHTTP is the way of a request.
func (s *Server) ServeHTTP(plain http.ResponseWriter, r *http.Request) {
	w := s.patient(plain, r)
	defer s.survive(w, r)
	h := w.Header()
	h.Set("X-Sitegen", "preview")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-cache") // keep, but ask each time

	if no := s.admit(r); no != nil {
		if no.status == http.StatusMethodNotAllowed {
			h.Set("Allow", "GET, HEAD")
		}
		say(w, no.status, no.why)
		return
	}
	target, query, _ := strings.Cut(r.RequestURI, "?")
	if name, ok := strings.CutPrefix(target, own); ok {
		s.serveOwn(w, r, name)
		return
	}
	now := s.await(r)
	switch {
	case now == nil:
		say(w, http.StatusServiceUnavailable, "The preview has ended.")
	case now.Site == nil:
		s.serveProblems(w, r, now, now.state)
	default:
		at, file := resolve(now.Site, target, runtime.GOOS)
		s.servePlace(w, r, now, at, file, query)
	}
}

// await waits for something to show: who asks while the first build runs gets
// its page when it is done. It returns nil if that is not going to be.
func (s *Server) await(r *http.Request) *shown {
	select {
	case <-s.ready:
		return s.shown.Load()
	case <-r.Context().Done():
		return nil
	}
}

// servePlace answers with what the site has at a place.
func (s *Server) servePlace(w http.ResponseWriter, r *http.Request, now *shown, at place, file File, query string) {
	switch {
	case at.location != "":
		if query != "" {
			at.location += "?" + query
		}
		http.Redirect(w, r, at.location, at.status)
	case at.status == http.StatusOK:
		s.serveFile(w, r, now, at.name, file)
	case at.status == http.StatusNotFound && at.outside:
		say(w, at.status, "There is nothing here. The site is at "+now.Site.Base())
	case at.status == http.StatusNotFound:
		s.serveMissing(w, now)
	default:
		say(w, at.status, "This path cannot be read.")
	}
}

// serveFile answers with a file that the site has.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, now *shown, name string, file File) {
	if file.Data == nil && file.Open == nil && len(file.Diags) > 0 {
		s.serveProblems(w, r, now, stateOf(now.View, file.Diags, s.editor))
		return
	}
	c, err := s.contentOf(file)
	if err != nil {
		s.serveTrouble(w, name, err)
		return
	}
	defer s.done(c)
	h := w.Header()
	h.Set("Content-Type", typeOf(name))
	switch {
	case c.stream != nil:
		h.Set("Cache-Control", "no-store")
	case typeOf(name) == htmlType:
		h.Set("ETag", s.pageTag(c.data))
		c.data = decorate(c.data, scriptTag(s.run, now))
	default:
		h.Set("ETag", digest(c.data))
	}
	http.ServeContent(w, r, "", time.Time{}, c.reader())
}

// pageTag is the tag of a page. It is a weak one, as the same page is sent with
// another version of the site in its script; that is no change to anybody. Another
// run is, because its versions are counted anew.
func (s *Server) pageTag(page []byte) string {
	return "W/" + digest([]byte(s.run), page)
}

// serveMissing answers with the page that the site has for addresses that it has not.
func (s *Server) serveMissing(w http.ResponseWriter, now *shown) {
	file, ok := now.Site.File("404.html")
	c, err := s.contentOf(file)
	defer s.done(c)
	if !ok || err != nil || c.stream != nil {
		say(w, http.StatusNotFound, "There is no such page.")
		return
	}
	w.Header().Set("ETag", s.pageTag(c.data))
	sendHTML(w, http.StatusNotFound, decorate(c.data, scriptTag(s.run, now)))
}

// serveTrouble answers for a file that the site has and the disk does not give.
func (s *Server) serveTrouble(w http.ResponseWriter, name string, err error) {
	if errors.Is(err, fs.ErrNotExist) {
		say(w, http.StatusNotFound, "This file has just been removed.")
		return
	}
	s.log(fmt.Sprintf("%q cannot be shown: %v", name, err))
	say(w, http.StatusInternalServerError, "This file cannot be read; the terminal says why.")
}

// serveOwn answers with what belongs to the preview itself.
func (s *Server) serveOwn(w http.ResponseWriter, r *http.Request, name string) {
	var data []byte
	switch name {
	case "events":
		s.serveEvents(w, r)
		return
	case "live.js":
		data = liveScript
	case "live.css":
		data = liveStyle
	default:
		say(w, http.StatusNotFound, "There is no such thing.")
		return
	}
	w.Header().Set("Content-Type", typeOf(name))
	w.Header().Set("ETag", digest(data))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// say answers with a sentence.
func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	io.WriteString(w, text+"\n")
}

func sendHTML(w http.ResponseWriter, status int, page []byte) {
	w.Header().Set("Content-Type", htmlType)
	w.WriteHeader(status)
	w.Write(page)
}

// survive keeps the server running if an answer fails.
func (s *Server) survive(w http.ResponseWriter, r *http.Request) {
	trouble := recover()
	if trouble == nil {
		return
	}
	s.log(fmt.Sprintf("sitegen itself failed on %q: %v", r.RequestURI, trouble))
	say(w, http.StatusInternalServerError, "sitegen itself failed on this page; the terminal says why.")
}

// patientWriter gives a client some time for each piece of an answer, not for
// the whole of it: a film takes long, a client that takes nothing is gone.
type patientWriter struct {
	http.ResponseWriter
	control *http.ResponseController
	time    time.Duration
}

// patient makes sure that a client cannot keep an answer from ending.
func (s *Server) patient(w http.ResponseWriter, r *http.Request) *patientWriter {
	p := &patientWriter{ResponseWriter: w, control: http.NewResponseController(w), time: s.limits.write}
	if r.ContentLength != 0 {
		// Nobody waits for what comes after a question.
		p.control.SetReadDeadline(time.Now().Add(s.limits.header))
		w.Header().Set("Connection", "close")
	}
	return p
}

func (p *patientWriter) wait() { p.control.SetWriteDeadline(time.Now().Add(p.time)) }

// WriteHeader implements http.ResponseWriter.
func (p *patientWriter) WriteHeader(status int) {
	p.wait()
	p.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (p *patientWriter) Write(data []byte) (int, error) {
	p.wait()
	return p.ResponseWriter.Write(data)
}

// Unwrap is for http.ResponseController.
func (p *patientWriter) Unwrap() http.ResponseWriter { return p.ResponseWriter }
