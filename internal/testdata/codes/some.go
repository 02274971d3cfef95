package codes

// "AB999" in a comment is no code.
const (
	short  = "AB001"
	long   = `ABC002`
	lower  = "ab003"
	within = "see AB004"
)
