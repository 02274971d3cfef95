// Command fileserver serves a built site on this machine the way GitHub Pages
// does: a folder answers with its index.html, a missing path with 404.html.
//
//	go run ./tests/fileserver [-addr 127.0.0.1:4173] [-base /repo/] public
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"
	"time"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:4173", "where to listen")
	base := flag.String("base", "/", "the path the site lives under, as /repo/ on GitHub Pages")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: fileserver [-addr HOST:PORT] [-base /repo/] DIR")
		os.Exit(2)
	}
	if err := run(*addr, *base, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "fileserver:", err)
		os.Exit(1)
	}
}

func run(addr, base, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	base = "/" + strings.Trim(base, "/") + "/"
	base = strings.ReplaceAll(base, "//", "/")
	server := http.Server{
		Addr:              addr,
		Handler:           http.StripPrefix(strings.TrimSuffix(base, "/"), site(root.FS())),
		ReadHeaderTimeout: 5 * time.Second,
	}
	fmt.Printf("serving %s at http://%s%s (Ctrl+C stops)\n", dir, addr, base)
	return server.ListenAndServe()
}

// site answers from files, and with the site's own 404 page where there is no file.
func site(files fs.FS) http.Handler {
	inner := http.FileServerFS(files)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if !exists(files, r.URL.Path) {
			notFound(w, files)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

func exists(files fs.FS, url string) bool {
	name := strings.TrimPrefix(path.Clean("/"+url), "/")
	if name == "" {
		name = "."
	}
	info, err := fs.Stat(files, name)
	if err != nil {
		return false
	}
	if !info.IsDir() {
		return true
	}
	_, err = fs.Stat(files, path.Join(name, "index.html"))
	return err == nil
}

func notFound(w http.ResponseWriter, files fs.FS) {
	page, err := fs.ReadFile(files, "404.html")
	if errors.Is(err, fs.ErrNotExist) {
		page = []byte("404: no such page\n")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	w.Write(page)
}
