//go:build !linux && !darwin

package watch

// remoteKind knows no file system from which events do not arrive.
func remoteKind(string) string { return "" }
