package publish

import (
	"errors"

	"golang.org/x/sys/windows"
)

func tooLong(err error) bool { return errors.Is(err, windows.ERROR_FILENAME_EXCED_RANGE) }

func notFolder(err error) bool { return errors.Is(err, windows.ERROR_DIRECTORY) }

// busy tells whether a rename may succeed a moment later: another program has the file open.
func busy(err error) bool {
	return errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION)
}
