package render

import (
	"encoding/json"
	"strings"

	"sitegen/internal/site"
)

const (
	// WordsFile is what the dialog of the search reads its words from. Pages do
	// not carry them, as few readers of a page search.
	WordsFile = "assets/search/words.json"

	searchWord = "search_"
)

// searchWords are the words that the dialog of the search shows, in the language
// of the site; their keys are those of the language file, less what they begin with.
func searchWords(s *site.Site) []byte {
	words := map[string]string{}
	for key, text := range s.Strings {
		if name, ok := strings.CutPrefix(key, searchWord); ok {
			words[name] = text
		}
	}
	data, err := json.Marshal(words)
	if err != nil {
		panic(err) // strings can be written
	}
	return data
}
