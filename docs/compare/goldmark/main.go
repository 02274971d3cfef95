// Command goldmark turns Markdown from its input into HTML as goldmark does
// with GitHub's extensions and, with -cjk, its own extension for East Asian
// text. It is what docs/compare/emphasis.mjs measures us against.
package main

import (
	"flag"
	"io"
	"log"
	"os"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

func main() {
	cjk := flag.Bool("cjk", false, "use goldmark's CJK extension")
	flag.Parse()
	extensions := []goldmark.Extender{extension.GFM}
	if *cjk {
		extensions = append(extensions, extension.CJK)
	}
	src, err := io.ReadAll(os.Stdin)
	if err == nil {
		err = goldmark.New(goldmark.WithExtensions(extensions...)).Convert(src, os.Stdout)
	}
	if err != nil {
		log.Fatal(err)
	}
}
