package filelock

import (
	"os"

	"golang.org/x/sys/windows"
)

var errTaken error = windows.ERROR_LOCK_VIOLATION

// lockFile locks one byte far behind the text, which others may still read.
func lockFile(f *os.File) error {
	at := &windows.Overlapped{OffsetHigh: 1}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, at)
}
