package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"

	"sitegen/internal/filelock"
)

// lock keeps a second build out of the output folder. The kernel drops it when
// its process ends, however it ends.
type lock struct {
	root *os.Root
	f    *os.File
}

// takeLock fails at once if another process holds the lock, and says which.
func takeLock(root *os.Root, shown string) (*lock, error) {
	// Whoever releases the lock also removes its file, so the file we opened may
	// be gone by the time we hold it; then the lock is worth nothing.
	for range 100 {
		l, err := tryTakeLock(root, shown)
		if l != nil || err != nil {
			return l, err
		}
	}
	return nil, fmt.Errorf("lock %s: the lock file keeps changing", shown)
}

// tryTakeLock returns neither lock nor error if the lock file was replaced meanwhile.
func tryTakeLock(root *os.Root, shown string) (*lock, error) {
	if info, err := root.Lstat(lockName); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("lock %s: %s is not a regular file", shown, lockName)
	}
	f, err := root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, fileMode)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", shown, err)
	}
	if err := filelock.Try(f); err != nil {
		holder := holderOf(f)
		f.Close()
		if errors.Is(err, filelock.ErrHeld) {
			return nil, fmt.Errorf("another sitegen%s is building into %s", holder, shown)
		}
		return nil, fmt.Errorf("lock %s: %w", shown, err)
	}
	mine, errMine := f.Stat()
	there, errThere := root.Lstat(lockName)
	if errMine != nil || errThere != nil || !os.SameFile(mine, there) {
		f.Close()
		if errThere != nil && !errors.Is(errThere, fs.ErrNotExist) {
			return nil, fmt.Errorf("lock %s: %w", shown, errThere)
		}
		return nil, nil
	}
	err = f.Truncate(0)
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", shown, err)
	}
	return &lock{root, f}, nil
}

// holderOf reads who holds the lock: " (pid 123)", or "" if it has not said so yet.
func holderOf(f *os.File) string {
	buf := make([]byte, 32)
	n, _ := f.ReadAt(buf, 0)
	pid, err := strconv.Atoi(strings.TrimSpace(string(buf[:n])))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (pid %d)", pid)
}

func (l *lock) release() {
	// Removed while still held: afterwards it could be another's. Windows cannot
	// remove an open file, so there it is tried again.
	err := l.root.Remove(lockName)
	l.f.Close()
	if err != nil {
		_ = l.root.Remove(lockName)
	}
}
