// Package region draws.
package region

import (
	"sitegen/internal/diag"
	"sitegen/internal/diagram/scene"
)

// Draw draws.
func Draw(src string, lang scene.Language) (*scene.Diagram, []diag.Diag) {
	return nil, nil
}
