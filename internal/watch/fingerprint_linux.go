package watch

import (
	"io/fs"
	"syscall"
)

func (p *fingerprint) addNode(info fs.FileInfo) {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		p.dev, p.ino, p.changed = uint64(st.Dev), st.Ino, st.Ctim.Nano()
	}
}
