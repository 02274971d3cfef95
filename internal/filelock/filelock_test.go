package filelock

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestOneAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	first, err := Wait(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := Try(f); !errors.Is(err, ErrHeld) {
		t.Errorf("the lock was given twice: %v", err)
	}
	if _, err := Wait(path, 3*between); !errors.Is(err, ErrHeld) {
		t.Errorf("patience is over, and yet: %v", err)
	}
	first.Release()
	if err := Try(f); err != nil {
		t.Errorf("released, and yet: %v", err)
	}
}

func TestWaitsForItsTurn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	first, err := Wait(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(3*between, first.Release)
	second, err := Wait(path, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	second.Release()
}

func TestNoFolder(t *testing.T) {
	if _, err := Wait(filepath.Join(t.TempDir(), "none", "lock"), time.Minute); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
