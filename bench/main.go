//go:build unix

// Command bench measures sitegen on generated Korean documentation sites of
// several sizes, against the floor: goldmark and chroma alone on the same
// pages. New builds, builds after an edit and the floor take turns, so that a busy
// minute hits all, and medians are reported as tables ready for docs/performance.md.
//
//	go run ./bench -sitegen ./sitegen -pages 100,1000,10000 -runs 3
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
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
	runs := flag.Int("runs", 3, "how often each is run; the median counts")
	seed := flag.Uint64("seed", 1, "of the generated sites")
	flag.Parse()
	if err := run(*program, *sizes, *runs, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(program, sizes string, runs int, seed uint64) error {
	program, err := filepath.Abs(program)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "sitegen-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	floor := filepath.Join(temp, "floor")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", floor, "sitegen/bench/floor").CombinedOutput(); err != nil {
		return fmt.Errorf("build the floor: %w\n%s", err, out)
	}
	var results []result
	for size := range strings.SplitSeq(sizes, ",") {
		pages, err := strconv.Atoi(strings.TrimSpace(size))
		if err != nil {
			return fmt.Errorf("-pages: %w", err)
		}
		r, err := measure(contest{program, floor, filepath.Join(temp, "site")}, pages, runs, seed)
		if err != nil {
			return err
		}
		results = append(results, r)
	}
	fmt.Printf("%s, %d cores, %s, medians of %d\n\n", runtime.GOARCH, runtime.NumCPU(), runtime.Version(), runs)
	printTotals(results)
	fmt.Println()
	printRatios(results)
	fmt.Println()
	printSteps(results)
	return nil
}

// contest is who runs on what.
type contest struct {
	sitegen, floor string // programs
	site           string // folder of the generated site
}

// The ways to run, in their order. Each build but the first finds what those
// before it have remembered and published.
const (
	floorWay = iota
	aloneWay
	newWay
	againWay
	bodyWay
	titleWay
	ways
)

var names = [ways]string{
	"floor: goldmark + chroma",
	"new folder, `--no-cache`",
	"new folder, steps are remembered",
	"the same again, nothing changed",
	"after an edit of one text",
	"after an edit of one title",
}

// result is what was measured at one size.
type result struct {
	pages         int
	input, output int64
	files         int
	ways          [ways]sample
	steps         []step // of a new build
}

// sample is what one run of a program cost.
type sample struct {
	wall, cpu time.Duration
	peak      int64 // bytes
}

type step struct {
	Name string  `json:"name"`
	MS   float64 `json:"ms"`
}

func measure(c contest, pages, runs int, seed uint64) (result, error) {
	r := result{pages: pages}
	if err := os.RemoveAll(c.site); err != nil {
		return r, err
	}
	var err error
	if r.input, err = (gen.Site{Pages: pages, Seed: seed}).Write(c.site); err != nil {
		return r, err
	}
	note, text, err := gen.Note(c.site)
	if err != nil {
		return r, err
	}
	var samples [ways][]sample
	var steps [][]step
	for n := range runs {
		fmt.Fprintf(os.Stderr, "%d pages, run %d of %d\n", pages, n+1, runs)
		for way := range ways {
			s, report, err := c.run(way, note, text)
			if err != nil {
				return r, err
			}
			samples[way] = append(samples[way], s)
			if way == aloneWay {
				steps = append(steps, stepsOf(report))
			}
		}
	}
	for way := range ways {
		r.ways[way] = median(samples[way])
	}
	r.steps = medianSteps(steps)
	r.files, r.output, err = sizeOf(filepath.Join(c.site, "public"))
	return r, err
}

// run prepares the site for a way, and goes it.
func (c contest) run(way int, note, text string) (sample, []byte, error) {
	build := []string{"build", "--json", "--root", c.site}
	switch way {
	case floorWay:
		return timed(c.floor, filepath.Join(c.site, "content"))
	case aloneWay, newWay:
		for _, old := range []string{"public", ".sitegen"} {
			if err := os.RemoveAll(filepath.Join(c.site, old)); err != nil {
				return sample{}, nil, err
			}
		}
		if err := os.WriteFile(note, []byte(text), 0o644); err != nil {
			return sample{}, nil, err
		}
		if way == aloneWay {
			build = append(build, "--no-cache")
		}
	case bodyWay:
		if err := os.WriteFile(note, []byte(text+"\n한 문장을 더했다.\n"), 0o644); err != nil {
			return sample{}, nil, err
		}
	case titleWay:
		if err := os.WriteFile(note, []byte(gen.Retitled(text, "다른 제목")), 0o644); err != nil {
			return sample{}, nil, err
		}
	}
	return timed(c.sitegen, build...)
}

// timed runs a program as a process of its own.
func timed(program string, args ...string) (sample, []byte, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "CI=") })
	start := time.Now()
	err := cmd.Run()
	if err != nil {
		return sample{}, nil, fmt.Errorf("%s: %w\n%s%s", filepath.Base(program), err, head(stdout.Bytes()), head(stderr.Bytes()))
	}
	state := cmd.ProcessState
	return sample{time.Since(start), state.UserTime() + state.SystemTime(), peak(state)}, stdout.Bytes(), nil
}

func head(b []byte) []byte { return b[:min(len(b), 2000)] }

func peak(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	if runtime.GOOS == "darwin" { // counts bytes where others count KiB
		return int64(usage.Maxrss)
	}
	return int64(usage.Maxrss) << 10
}

// stepsOf takes the times of the steps from what sitegen build --json printed.
func stepsOf(report []byte) []step {
	var found struct{ Steps []step }
	if err := json.Unmarshal(report, &found); err != nil {
		return nil
	}
	return found.Steps
}

func median(samples []sample) sample {
	return sample{
		wall: middle(samples, func(s sample) time.Duration { return s.wall }),
		cpu:  middle(samples, func(s sample) time.Duration { return s.cpu }),
		peak: middle(samples, func(s sample) int64 { return s.peak }),
	}
}

func medianSteps(runs [][]step) []step {
	var out []step
	for i, s := range runs[0] {
		s.MS = middle(runs, func(r []step) float64 {
			if i < len(r) {
				return r[i].MS
			}
			return 0
		})
		out = append(out, s)
	}
	return out
}

func middle[T any, N int64 | float64 | time.Duration](all []T, of func(T) N) N {
	values := make([]N, len(all))
	for i, v := range all {
		values[i] = of(v)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func sizeOf(dir string) (files int, size int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		files++
		size += info.Size()
		return nil
	})
	return files, size, err
}

func printTotals(results []result) {
	fmt.Println("| pages | | wall s | pages/s | CPU s | CPU ms/page | peak MB | output MB | files |")
	fmt.Println("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, r := range results {
		for way, s := range r.ways {
			output, files := "", ""
			if way == aloneWay {
				output, files = fmt.Sprintf("%.1f", mb(r.output)), fmt.Sprint(r.files)
			}
			fmt.Println(r.row(names[way], s, output, files))
		}
	}
}

// printRatios says what each way costs in terms of another of the same runs.
func printRatios(results []result) {
	fmt.Println("| pages | | of | wall | CPU | peak memory |")
	fmt.Println("| ---: | --- | --- | ---: | ---: | ---: |")
	for _, r := range results {
		for way := aloneWay; way < ways; way++ {
			of := aloneWay
			if way == aloneWay {
				of = floorWay
			}
			a, b := r.ways[way], r.ways[of]
			fmt.Printf("| %d | %s | %s | %.3f | %.3f | %.2f |\n", r.pages, names[way], names[of], ratio(a.wall, b.wall), ratio(a.cpu, b.cpu), ratio(a.peak, b.peak))
		}
	}
}

func (r result) row(who string, s sample, output, files string) string {
	return fmt.Sprintf("| %d | %s | %.2f | %.0f | %.2f | %.2f | %.0f | %s | %s |", r.pages, who,
		s.wall.Seconds(), float64(r.pages)/s.wall.Seconds(), s.cpu.Seconds(), s.cpu.Seconds()*1000/float64(r.pages), mb(s.peak), output, files)
}

func ratio[N int64 | time.Duration](a, b N) float64 { return float64(a) / float64(max(b, 1)) }

func mb(bytes int64) float64 { return float64(bytes) / 1e6 }

// printSteps shows where a build's wall time goes, one column a size.
func printSteps(results []result) {
	if len(results) == 0 || len(results[0].steps) == 0 {
		fmt.Println("(the program reports no steps)")
		return
	}
	fmt.Print("| step, ms |")
	for _, r := range results {
		fmt.Printf(" %d pages |", r.pages)
	}
	fmt.Print("\n| --- |" + strings.Repeat(" ---: |", len(results)) + "\n")
	for i, s := range results[0].steps {
		fmt.Printf("| %s |", s.Name)
		for _, r := range results {
			if i < len(r.steps) {
				fmt.Printf(" %.0f |", r.steps[i].MS)
			} else {
				fmt.Print(" |")
			}
		}
		fmt.Println()
	}
}
