package bad

import (
	"html/template"

	"sitegen/internal/build"
)

var page = template.New(build.Name)

func init() { page.Option() }
