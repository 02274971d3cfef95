package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

func TestAnswersLikePages(t *testing.T) {
	handler := site(fstest.MapFS{
		"index.html":      {Data: []byte("home")},
		"가/index.html":    {Data: []byte("page")},
		"empty/x.css":     {Data: []byte("css")},
		"404.html":        {Data: []byte("missing")},
		"assets/style.js": {Data: []byte("js")},
	})
	for _, c := range []struct {
		path   string
		status int
		body   string
	}{
		{"/", 200, "home"},
		{"/%EA%B0%80/", 200, "page"},
		{"/assets/style.js", 200, "js"},
		{"/empty/", 404, "missing"},
		{"/nowhere/at/all/", 404, "missing"},
		{"/../main.go", 404, "missing"},
	} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, c.path, nil))
		if answer.Code != c.status || answer.Body.String() != c.body {
			t.Errorf("%s: %d %q, want %d %q", c.path, answer.Code, answer.Body, c.status, c.body)
		}
	}
}
