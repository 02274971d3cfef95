package main

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
)

// openBrowser opens an address in the browser of whoever sits here. That it
// cannot be done is no more than a note: the address is on the screen.
func openBrowser(address string, getenv func(string) string, note func(string)) {
	opener, err := browserOpener(runtime.GOOS, getenv)
	if err == nil {
		err = exec.Command(opener[0], append(opener[1:], address)...).Run()
	}
	if err != nil {
		note(fmt.Sprintf("no browser could be opened (%v); open %s yourself", err, address))
	}
}

// browserOpener is the command that opens an address on an operating system. A
// program of that name in the project's folder is not what is meant.
func browserOpener(goos string, getenv func(string) string) ([]string, error) {
	switch goos {
	case "darwin":
		return []string{"/usr/bin/open"}, nil
	case "windows":
		root := getenv("SystemRoot")
		if !filepath.IsAbs(root) {
			return nil, errors.New("SystemRoot is not set")
		}
		return []string{filepath.Join(root, "System32", "rundll32.exe"), "url.dll,FileProtocolHandler"}, nil
	}
	opener, err := exec.LookPath("xdg-open")
	if err == nil {
		opener, err = filepath.Abs(opener)
	}
	return []string{opener}, err
}
