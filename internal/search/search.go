// Package search makes the files that the search of a site reads. Two steps:
//
//	Page    what one page says, in passages       In → Passages
//	Index   all pages together                    Entries → files
//
// Page is a function of one page and may be remembered: it cuts the page's text
// into passages, takes their words apart and tells how much each says of a
// passage. Index decides what only all pages together can tell, which words are
// forms of one, and writes lists of passages by word in shards that a client loads
// as it needs them. The client, static/assets/search-engine.js, is the only one who
// reads them; docs/search.md describes the files and the way of a query.
package search

import (
	"context"
	"fmt"

	"sitegen/internal/site"
)

// Entry is a page with its place in the site.
type Entry struct {
	URL      string   // on the site, decoded, without a slash in front
	Title    string   // as the page shows it
	Crumbs   []string // titles of its ancestors, without home's
	Passages Passages
}

// Index makes the files of the search out of all pages, in their order. Equal
// pages give equal bytes.
func Index(ctx context.Context, pages []Entry) ([]site.Output, error) {
	c := takeCensus(pages)
	if len(c.pageOf) > mostRows {
		return nil, fmt.Errorf("search: the site has %d rows of text, and the search holds %d", len(c.pageOf), mostRows)
	}
	c.findStems()
	c.collect()
	c.collectPairs()
	l, err := c.lists(ctx)
	if err != nil {
		return nil, err
	}
	return publish(ctx, c, l)
}
