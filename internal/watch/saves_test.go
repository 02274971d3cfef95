package watch

import (
	"testing"
	"testing/synctest"
	"time"
)

// swap files of vim, before and after it saves
const (
	vimOpens  = "make .a.md.swp; make .a.md.swx; remove .a.md.swx; remove .a.md.swp; make .a.md.swp; write .a.md.swp b0VIM; 665ms; write .a.md.swp b0VIM 하나; 1371ms"
	vimCloses = "write .a.md.swp b0VIM; remove .a.md.swp"
	vimProbes = "make 4913; mode 4913 644; remove 4913"
)

// saves are what programs do to files, as recorded on Linux: vim 9.0, neovim
// 0.7, nano 7.2, emacs 28, micro 2.0, kakoune, sed, perl, patch, rsync, git and,
// by their documented ways of saving, VS Code, JetBrains, Sublime Text, GIO, Qt,
// Helix and Syncthing. Times are those recorded. Each must be told once.
var saves = []struct {
	name, script string
	want         string // paths of each Change
}{
	// Editors.
	{"vim", vimOpens + "; " + vimProbes + "; move a.md a.md~; make a.md; write a.md 새 글; mode a.md 644; mode a.md 644; remove a.md~; " + vimCloses, "content/a.md"},
	{"vim, twice", vimOpens + "; " + vimProbes + "; move a.md a.md~; write .a.md.swp x; 3ms; make a.md; write a.md 새 글; 4ms; mode a.md 644; remove a.md~; 450ms; write .a.md.swp x; 1373ms; " +
		vimProbes + "; move a.md a.md~; 3ms; make a.md; write a.md 더 새 글; 2ms; mode a.md 644; remove a.md~; 951ms; remove .a.md.swp", "content/a.md | content/a.md"},
	{"vim, backupcopy=yes", vimOpens + "; make a.md~; write a.md~ 하나; mode a.md~ 644; write a.md 새 글; 1ms; mode a.md 644; remove a.md~; " + vimCloses, "content/a.md"},
	{"vim, backupcopy=no", vimOpens + "; move a.md a.md~; make a.md; write a.md 새 글; 1ms; mode a.md 644; remove a.md~; " + vimCloses, "content/a.md"},
	{"vim, nowritebackup", vimOpens + "; empty a.md; write a.md 새 글; mode a.md 644; " + vimCloses, "content/a.md"},
	{"vim, backup", vimOpens + "; " + vimProbes + "; move a.md a.md~; make a.md; write a.md 새 글; 1ms; mode a.md 644; " + vimCloses, "content/a.md"},
	{"vim, a new file", "make .new.md.swp; write .new.md.swp b0VIM; 688ms; write .new.md.swp b0VIM 새; 1365ms; make new.md; write new.md 새 글; write .new.md.swp x; 2ms; remove .new.md.swp", "content/new.md"},
	{"vim, killed before it saved", vimOpens, ""},
	{"vim, of a link that leads out", "!write /../outside.md 밖; !link ../../outside.md x.md; 2100ms; write a.md~ 하나; mode a.md~ 644; !write /../outside.md 밖의 새 글; remove a.md~", "content/x.md"},
	{"neovim", vimProbes + "; move a.md a.md~; make a.md; write a.md 새 글; mode a.md 644; remove a.md~", "content/a.md"},
	{"nano", "make .a.md.swp; write .a.md.swp x; 698ms; remove .a.md.swp; write .a.md.swp x; 913ms; empty a.md; 2ms; write a.md 새 글; 453ms; remove .a.md.swp", "content/a.md"},
	{"nano -B", "write a.md~ 하나; mode a.md~ 644; 1ms; mode a.md~ 644; empty a.md; write a.md 새 글; 457ms", "content/a.md"},
	{"emacs, twice", "link user@host.1 .#a.md; 910ms; move a.md a.md~; 36ms; make a.md; write a.md 새 글; 1ms; remove .#a.md; mode a.md 644; 416ms; link user@host.1 .#a.md; 914ms; empty a.md; write a.md 더 새 글; 4ms; remove .#a.md", "content/a.md | content/a.md"},
	{"emacs, file-precious-flag", "link user@host.1 .#a.md; 912ms; write a.md~ 하나; make tmpSdXhPF; 38ms; write tmpSdXhPF 새 글; 1ms; remove .#a.md; move tmpSdXhPF a.md; mode a.md 644", "content/a.md"},
	{"emacs, backup-by-copying", "link user@host.1 .#a.md; 927ms; write a.md~ 하나; 82ms; write a.md 새 글; 3ms; remove .#a.md", "content/a.md"},
	{"emacs, saves by itself only", "link user@host.1 .#a.md; 2ms; make #a.md#; write #a.md# 새 글; 2559ms; remove .#a.md", ""},
	{"micro", "empty a.md; write a.md 새 글", "content/a.md"},
	{"kakoune", "write a.md 새 글", "content/a.md"},
	{"kakoune, -method replace", "write .a.md.kak.Nhdiz2 새 글; move .a.md.kak.Nhdiz2 a.md; mode a.md 644", "content/a.md"},
	{"VS Code", "empty a.md; write a.md 새 글", "content/a.md"},
	{"VS Code, a slow disk", "empty a.md; 120ms; write a.md 새 글", "content/a.md"},
	{"VS Code, atomic", "make a.md.vsctmp; write a.md.vsctmp 새 글; move a.md.vsctmp a.md", "content/a.md"},
	{"JetBrains", "make a.md___jb_tmp___; write a.md___jb_tmp___ 새 글; move a.md a.md___jb_old___; move a.md___jb_tmp___ a.md; remove a.md___jb_old___", "content/a.md"},
	{"Sublime Text", "write .__subl1a2b.tmp 새 글; move .__subl1a2b.tmp a.md", "content/a.md"},
	{"GIO", "write .goutputstream-X1Y2Z3 새 글; move .goutputstream-X1Y2Z3 a.md", "content/a.md"},
	{"Qt", "make a.md.aBcDeF; write a.md.aBcDeF 새 글; move a.md.aBcDeF a.md", "content/a.md"},
	{"Helix", "move a.md a.mdQx1.bck; make a.md; 2ms; write a.md 새 글; remove a.mdQx1.bck", "content/a.md"},

	// Other programs.
	{"sed -i", "make sedDfMO3X; mode sedDfMO3X 644; write sedDfMO3X 새 글; move sedDfMO3X a.md", "content/a.md"},
	{"sed -i that matches nothing", "copy a.md sedtjhrTS; mode sedtjhrTS 644; move sedtjhrTS a.md", ""},
	{"perl -i", "make XXJkdPa4; 2ms; mode XXJkdPa4 644; write XXJkdPa4 새 글; move XXJkdPa4 a.md", "content/a.md"},
	{"echo >", "empty a.md; write a.md 새 글", "content/a.md"},
	{"echo >>", "add a.md 더", "content/a.md"},
	{"touch", "touch a.md", ""},
	{"chmod", "mode a.md 600", ""},
	{"the same bytes", "copy a.md /t; copy /t a.md; remove /t", ""},
	{"a slow writer", "empty a.md; 60ms; add a.md 1; 60ms; add a.md 2; 60ms; add a.md 3; 60ms; add a.md 4; 60ms; add a.md 5; 60ms; add a.md 6; 60ms; add a.md 7; 60ms; add a.md 8; 60ms; add a.md 9", "content/a.md | content/a.md"},
	{"mmap, a hard link", "!write a.md 새 글", "content/a.md"},
	{"patch", "copy a.md a.md.orig; write poXYZ1 새 글; remove a.md; move poXYZ1 a.md; mode a.md 644; remove a.md.orig", "content/a.md"},
	{"rsync", "write .a.md.Zx81Qr 새 글; touch .a.md.Zx81Qr; move .a.md.Zx81Qr a.md", "content/a.md"},
	{"Syncthing", "write .syncthing.a.md.tmp 새 글; move .syncthing.a.md.tmp a.md", "content/a.md"},
	{"other bytes, the same size", "write a.md # 다섯; 1s; write a.md # 여섯", "content/a.md | content/a.md"},

	// Moves.
	{"mv", "move a.md c.md", "content/a.md content/c.md"},
	{"mv over another", "move a.md b.md", "content/a.md content/b.md"},
	{"mv elsewhere", "move a.md guide/a.md", "content/a.md content/guide/a.md"},
	{"mv out", "move a.md /../a.md", "content/a.md"},
	{"mv in", "!write /../n.md 새 글; move /../n.md n.md", "content/n.md"},
	{"mv in, over another", "!write /../n.md 새 글; move /../n.md a.md", "content/a.md"},
	{"an exchange", "swap a.md b.md", "content/a.md content/b.md"},
	{"a slow exchange", "move a.md t; 15ms; move b.md a.md; 8ms; move t b.md", "content/a.md content/b.md"},
	{"mv, case only", "move a.md A.md", "content/A.md content/a.md"},

	// Folders.
	{"a folder renamed, then edited", "move guide handbook; 250ms; !write handbook/intro.md 새 글", "content/guide/intro.md content/handbook/intro.md"},
	{"a folder renamed, edited later", "move guide handbook; 400ms; write handbook/intro.md 새 글", "content/guide/intro.md content/handbook/intro.md | content/handbook/intro.md"},
	{"a folder renamed, edited unheard", "move guide handbook; 400ms; !write handbook/intro.md 새 글", "content/guide/intro.md content/handbook/intro.md | content/handbook/intro.md"},
	{"a folder renamed twice", "move guide g2; 2ms; move g2 g3; 254ms; write g3/intro.md 새 글", "content/g3/intro.md content/guide/intro.md"},
	{"a folder renamed with folders in it", "folder guide/x; write guide/x/y.md 글; 600ms; move guide g2; 600ms; write g2/x/y.md 새 글",
		"content/guide/x/y.md | content/g2/intro.md content/g2/x/y.md content/guide/intro.md content/guide/x/y.md | content/g2/x/y.md"},
	{"a folder moved out, edited there", "move guide /../guide; 100ms; write /../guide/intro.md 새 글", "content/guide/intro.md"},
	{"a folder moved in", "!folder /../book/ch1; !write /../book/p.md 글; !write /../book/ch1/q.md 글; 3s; move /../book book; 400ms; write book/ch1/q.md 새 글", "content/book/ch1/q.md content/book/p.md | content/book/ch1/q.md"},
	{"a file becomes a folder", "remove a.md; folder a.md; 2ms; write a.md/index.md 글", "content/a.md content/a.md/index.md"},
	{"a folder becomes a file", "remove guide; write guide x", "content/guide content/guide/intro.md"},
	{"mkdir -p and a file in each", "folder x; !folder x/y/z; write x/1.md 하나; write x/y/2.md 둘; write x/y/z/3.md 셋", "content/x/1.md content/x/y/2.md content/x/y/z/3.md"},
	{"an empty folder", "folder 빈폴더", "content/빈폴더"},
	{"a folder removed", "remove guide", "content/guide/intro.md"},
	{"content removed and made again", "remove /content; 115ms; folder /content; 106ms; write x.md 새 글", "content/a.md content/b.md content/guide/intro.md content/x.md"},

	// Removals.
	{"rm", "remove a.md", "content/a.md"},
	{"rm and the same bytes again", "copy a.md /t; 2ms; remove a.md; 32ms; make a.md; 2ms; copy /t a.md; 4ms; remove /t", ""},
	{"emptied for good", "empty a.md", "content/a.md"},
	{"touch of a new file", "make new.md", "content/new.md"},

	// Links.
	{"ln -sfn", "!link ../guide ext; 2s; link ../static CuC8fH21; move CuC8fH21 ext", "content/ext | content/ext"},
	{"a link to another file with the same bytes", "!link guide/intro.md c.md; 2500ms; copy guide/intro.md d.md; 1s; link d.md c2; move c2 c.md", "content/c.md | content/d.md | content/c.md"},
	{"a link to itself", "link . loop", "content/loop"},
	{"the target of a link", "link guide/intro.md c.md; 700ms; write guide/intro.md 새 글", "content/c.md | content/guide/intro.md | content/c.md"},

	// What is not an input.
	{"the output", "folder /public; write /public/index.html x; write /public/.sitegen-manifest.json {}; remove /public", ""},
	{"the output of another build", "!folder /old; !write /old/.sitegen-manifest.json {}; write /old/index.html x", ""},
	{"the cache", "folder /.sitegen/cache; write /.sitegen/cache/index x", ""},
	{"litter", "write .DS_Store x; write ._a.md x; write Thumbs.db x; write ~$a.docx x; write .~lock.a.odt# x; write a.md.orig x; write a.md.rej x; write x.icloud y; write a.md.kate-swp x", ""},
	{"the configuration, five times", "write /sitegen.yamlX title: 1; 1s; " +
		"make /sed1; write /sed1 title: 1; move /sed1 /sitegen.yaml; 1s; make /sed1; write /sed1 title: 2; move /sed1 /sitegen.yaml; 1s; move /sitegen.yaml /sitegen.yaml~; make /sitegen.yaml; write /sitegen.yaml title: 3; 1s; " +
		"empty /sitegen.yaml; write /sitegen.yaml title: 4; 1s; write /sitegen.yaml title: 5",
		"sitegen.yamlX | sitegen.yaml | sitegen.yaml | sitegen.yaml | sitegen.yaml | sitegen.yaml"},
}

func TestSaves(t *testing.T) {
	for _, c := range saves {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir() + "/site"
			writeProject(t, root)
			synctest.Test(t, func(t *testing.T) {
				s := raise(t, root, Auto, noRemote)
				time.Sleep(4100 * time.Millisecond) // the first patrol is over, files are known
				s.play(c.script)
				time.Sleep(3 * time.Second)
				if got := s.told(); got != c.want {
					t.Errorf("told %q\nwant %q", got, c.want)
				}
				s.checkTree()
			})
		})
	}
}
