// The live preview.
