//go:build unix

// Command saves measures how long a preview needs from a save to the first byte
// of the new page, on generated sites of several sizes. It does what an editor and
// a browser do: it writes a note, waits for the event that announces a change, and
// asks for the page. The sites take turns, one save each, so that a busy moment
// hits all.
//
//	go run ./bench/saves -sitegen ./sitegen -pages 100,1000,10000 -saves 40
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"sitegen/bench/gen"
)

func main() {
	program := flag.String("sitegen", "./sitegen", "the program to measure")
	sizes := flag.String("pages", "100,1000,10000", "site sizes, separated by commas")
	saves := flag.Int("saves", 40, "saves of each kind")
	seed := flag.Uint64("seed", 1, "of the generated sites")
	flag.Parse()
	if err := run(*program, *sizes, *saves, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "saves:", err)
		os.Exit(1)
	}
}

func run(program, sizes string, saves int, seed uint64) error {
	program, err := filepath.Abs(program)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "sitegen-saves")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	var previews []*preview
	defer func() {
		for _, p := range previews {
			p.cmd.Process.Kill()
		}
	}()
	for size := range strings.SplitSeq(sizes, ",") {
		pages, err := strconv.Atoi(strings.TrimSpace(size))
		if err != nil {
			return fmt.Errorf("-pages: %w", err)
		}
		fmt.Fprintf(os.Stderr, "%d pages: starting\n", pages)
		p, err := start(program, filepath.Join(temp, size), pages, seed)
		if err != nil {
			return err
		}
		previews = append(previews, p)
	}
	for n := range saves {
		for _, p := range previews {
			if err := p.saveBoth(n); err != nil {
				return fmt.Errorf("%d pages: %w", p.pages, err)
			}
		}
	}
	for _, p := range previews {
		if err := p.end(); err != nil {
			return err
		}
	}
	print(previews, saves)
	return nil
}

// preview is a running sitegen serve, and what was measured of it.
type preview struct {
	pages  int
	source int64 // bytes of Markdown
	root   string
	cmd    *exec.Cmd
	url    string // of the site
	news   chan struct{}
	cancel context.CancelFunc

	file, text, page string // the note that is edited, and its page
	ready            time.Duration
	body, title      []time.Duration
	peak             int64
}

var address = regexp.MustCompile(`http://\S+`)

func start(program, root string, pages int, seed uint64) (*preview, error) {
	p := &preview{pages: pages, root: root, news: make(chan struct{}, 1)}
	var err error
	if p.source, err = (gen.Site{Pages: pages, Seed: seed}).Write(root); err != nil {
		return nil, err
	}
	if err := p.choose(); err != nil {
		return nil, err
	}
	p.cmd = exec.Command(program, "serve", "--root", root, "--addr", "127.0.0.1:0")
	p.cmd.Stderr = os.Stderr
	p.cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "CI=") })
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if p.url = address.FindString(lines.Text()); p.url != "" {
			break
		}
	}
	if p.url == "" {
		return nil, fmt.Errorf("%s serve ended without a word of its address", filepath.Base(program))
	}
	p.ready = time.Since(began)
	go io.Copy(io.Discard, out)
	return p, p.listen()
}

// choose picks the note to edit.
func (p *preview) choose() (err error) {
	if p.file, p.text, err = gen.Note(p.root); err != nil {
		return err
	}
	rel, err := filepath.Rel(filepath.Join(p.root, "content"), p.file)
	for part := range strings.SplitSeq(strings.TrimSuffix(filepath.ToSlash(rel), ".md"), "/") {
		p.page += ordered.ReplaceAllString(part, "") + "/"
	}
	return err
}

// ordered is the number in front of a name, which is no part of its address.
var ordered = regexp.MustCompile(`^\d+-`)

// listen receives the events of the preview as a browser would.
func (p *preview) listen() error {
	site, err := url.Parse(p.url)
	if err != nil {
		return err
	}
	site.Path = "/.sitegen/events"
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, site.String(), nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	go func() {
		defer resp.Body.Close()
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			if strings.HasPrefix(lines.Text(), "data:") {
				select {
				case p.news <- struct{}{}:
				default:
				}
			}
		}
	}()
	<-p.news // the state at the beginning
	return nil
}

// saveBoth saves a change of the note's text and then one of its title.
func (p *preview) saveBoth(n int) error {
	took, err := p.save(fmt.Sprintf("%s\n측정한 문장 %d번이다.\n", p.text, n), fmt.Sprintf("측정한 문장 %d번이다", n))
	if err != nil {
		return err
	}
	p.body = append(p.body, took)
	title := fmt.Sprintf("측정한 제목 %d번", n)
	took, err = p.save(gen.Retitled(p.text, title), title)
	p.title = append(p.title, took)
	if err != nil {
		return err
	}
	_, err = p.save(p.text, "")
	return err
}

// patience is how long a save may take to show.
const patience = 20 * time.Second

// save writes the note and returns the time until the first byte of a page that
// holds mark.
func (p *preview) save(text, mark string) (time.Duration, error) {
	time.Sleep(300 * time.Millisecond) // a person pauses
	select {
	case <-p.news:
	default:
	}
	began := time.Now()
	if err := os.WriteFile(p.file, []byte(text), 0o644); err != nil {
		return 0, err
	}
	for time.Since(began) < patience {
		select {
		case <-p.news:
		case <-time.After(patience):
		}
		first, page, err := p.get()
		if err != nil {
			return 0, err
		}
		if strings.Contains(page, mark) {
			return first.Sub(began), nil
		}
	}
	return 0, fmt.Errorf("a save did not show for %s", patience)
}

// get asks for the page and tells when its first byte came.
func (p *preview) get() (first time.Time, page string, err error) {
	resp, err := http.Get(p.url + p.page)
	if err != nil {
		return first, "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return first, "", fmt.Errorf("%s: %s", p.page, resp.Status)
	}
	body := bufio.NewReader(resp.Body)
	if _, err := body.Peek(1); err != nil {
		return first, "", err
	}
	first = time.Now()
	data, err := io.ReadAll(body)
	return first, string(data), err
}

// end stops the preview and takes its peak memory.
func (p *preview) end() error {
	p.cancel()
	if err := p.cmd.Process.Signal(syscall.SIGINT); err != nil {
		return err
	}
	_ = p.cmd.Wait() // a signal ended it, which is an error
	usage, ok := p.cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return nil
	}
	p.peak = int64(usage.Maxrss)
	if runtime.GOOS != "darwin" { // which counts bytes where others count KiB
		p.peak <<= 10
	}
	return nil
}

func print(previews []*preview, saves int) {
	fmt.Printf("%s, %d cores, %s, %d saves of each kind\n\n", runtime.GOARCH, runtime.NumCPU(), runtime.Version(), saves)
	fmt.Println("| pages | ready s | body, median ms | p95 | × smallest | title, median ms | p95 | peak MB | × source |")
	fmt.Println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, p := range previews {
		fmt.Printf("| %d | %.1f | %.1f | %.1f | %.2f | %.1f | %.1f | %.0f | %.1f |\n", p.pages, p.ready.Seconds(),
			ms(p.body, 50), ms(p.body, 95), ms(p.body, 50)/ms(previews[0].body, 50), ms(p.title, 50), ms(p.title, 95),
			float64(p.peak)/1e6, float64(p.peak)/float64(p.source))
	}
}

// ms is a percentile in milliseconds.
func ms(times []time.Duration, percent int) float64 {
	sorted := slices.Clone(times)
	slices.Sort(sorted)
	return float64(sorted[(len(sorted)-1)*percent/100]) / float64(time.Millisecond)
}
