//go:build unix

package badinputs_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// file is one entry of a case: exactly one of text, b64, gen, symlink, fifo,
// socket, dir, sparse, many_files and rawname_b64 says what it is.
type file struct {
	Text      *string `json:"text"`
	B64       *string `json:"b64"`
	Gen       []part  `json:"gen"`
	Symlink   *string `json:"symlink"`
	Fifo      bool    `json:"fifo"`
	Socket    bool    `json:"socket"`
	Dir       bool    `json:"dir"`
	Sparse    int64   `json:"sparse"`
	ManyFiles int     `json:"many_files"` // that many files named by fmt, each holding text with its number
	Fmt       string  `json:"fmt"`
	RawName   string  `json:"rawname_b64"` // a name that is not UTF-8, in the folder that is the key
	Mode      string  `json:"mode"`
}

// part is one piece of a large generated file.
type part struct {
	Text             *string `json:"text"`
	Repeat           *string `json:"repeat"`
	Seq              *string `json:"seq"` // like repeat, with %d replaced by the count
	N                int     `json:"n"`
	IndentList       int     `json:"indent_list"`       // a list that is that many levels deep
	GrowingBackticks int     `json:"growing_backticks"` // runs of 1, 2, 3 … backticks
}

const (
	homeConfig = "title: 시험\nbaseURL: https://example.kr/docs/\n"
	homePage   = "---\ntitle: 홈\n---\n\n# 홈\n\n[가](a.md)\n"
)

// materialise lays the case out in dir. Unless the case is bare, a
// configuration and a home page that links to a.md are there too.
func (c badCase) materialise(dir string) error {
	if !c.Bare {
		for name, text := range map[string]string{"sitegen.yaml": homeConfig, "content/index.md": homePage} {
			if _, own := c.Files[name]; own {
				continue
			}
			if err := writeFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text)); err != nil {
				return err
			}
		}
	}
	names := sortedNames(c.Files)
	for _, name := range names {
		if err := c.Files[name].create(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, name := range names {
		if mode := c.Files[name].Mode; mode != "" {
			bits, err := strconv.ParseUint(mode, 8, 32)
			if err != nil {
				return err
			}
			if err := os.Chmod(filepath.Join(dir, filepath.FromSlash(name)), os.FileMode(bits)); err != nil {
				return err
			}
		}
	}
	if c.Setup == "" {
		return nil
	}
	setup := exec.Command("sh", "-c", c.Setup)
	setup.Dir = dir
	return setup.Run()
}

func sortedNames(files map[string]file) []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

func (f file) create(path string) error {
	if f.Dir || f.ManyFiles > 0 || f.RawName != "" {
		if err := os.MkdirAll(path, 0o755); err != nil {
			return err
		}
	} else if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	switch {
	case f.Dir:
		return nil
	case f.ManyFiles > 0:
		for i := range f.ManyFiles {
			if err := writeFile(filepath.Join(path, fmt.Sprintf(f.Fmt, i)), []byte(numbered(*f.Text, i))); err != nil {
				return err
			}
		}
		return nil
	case f.RawName != "":
		name, err := base64.StdEncoding.DecodeString(f.RawName)
		if err != nil {
			return err
		}
		return writeFile(path+"/"+string(name), []byte(*f.Text))
	case f.Symlink != nil:
		return os.Symlink(*f.Symlink, path)
	case f.Fifo:
		return syscall.Mkfifo(path, 0o644)
	case f.Socket:
		return socket(path)
	case f.Sparse > 0:
		if err := writeFile(path, nil); err != nil {
			return err
		}
		return os.Truncate(path, f.Sparse)
	}
	data, err := f.data()
	if err != nil {
		return err
	}
	return writeFile(path, data)
}

// socket makes a socket file. It is bound under a short name first, because
// the path of a socket may hold about a hundred bytes only.
func socket(path string) error {
	dir, err := os.MkdirTemp("", "s")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	short := filepath.Join(dir, "s")
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: short, Net: "unix"})
	if err != nil {
		return err
	}
	listener.SetUnlinkOnClose(false)
	listener.Close()
	return os.Rename(short, path)
}

func (f file) data() ([]byte, error) {
	if f.Text != nil {
		return []byte(*f.Text), nil
	}
	if f.B64 != nil {
		return base64.StdEncoding.DecodeString(*f.B64)
	}
	var out bytes.Buffer
	for _, p := range f.Gen {
		p.write(&out)
	}
	return out.Bytes(), nil
}

func (p part) write(out *bytes.Buffer) {
	switch {
	case p.Text != nil:
		out.WriteString(*p.Text)
	case p.Repeat != nil:
		out.WriteString(strings.Repeat(*p.Repeat, p.N))
	case p.Seq != nil:
		for i := range p.N {
			out.WriteString(numbered(*p.Seq, i))
		}
	case p.IndentList > 0:
		for i := range p.IndentList {
			out.WriteString(strings.Repeat("  ", i) + "- a\n")
		}
	case p.GrowingBackticks > 0:
		for i := 1; i < p.GrowingBackticks; i++ {
			out.WriteString("e" + strings.Repeat("`", i))
		}
	}
}

var number = regexp.MustCompile(`%0?\d*d`)

// numbered puts i in the place of each %d.
func numbered(format string, i int) string {
	return number.ReplaceAllStringFunc(format, func(verb string) string { return fmt.Sprintf(verb, i) })
}
