package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sitegen/internal/build"
	"sitegen/internal/watch"
)

// What a build has missed is asked for after it, built, and asked for again, until
// there is nothing left to ask for.
func TestKeepAsksForWhatWasMissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		var said bytes.Buffer
		a := &app{stdout: io.Discard, stderr: &said, getenv: noEnv}
		root := t.TempDir()
		k, err := a.keep(ctx, root, watch.Poll, build.Skips(build.Options{Root: root}))
		if err != nil {
			t.Fatal(err)
		}
		defer k.close()
		asked := 0
		k.missed = func() ([]string, bool, error) {
			asked++
			switch asked {
			case 1:
				return nil, true, errors.New("the machine is busy")
			case 2:
				return []string{"b.md", "a.md"}, true, nil
			case 3:
				return nil, true, nil
			}
			return nil, false, nil
		}
		var built [][]string
		var at []time.Time
		time.AfterFunc(time.Minute, stop)
		k.follow(ctx, func(_ context.Context, changed []string) error {
			built, at = append(built, changed), append(at, time.Now())
			if len(built) == 1 {
				go func() { // whoever speaks puts nothing off
					for range 50 {
						time.Sleep(again / 4)
						k.note("a word")
					}
				}()
				return errors.New("no room")
			}
			return nil
		})
		want := []string{"a.md", "b.md"}
		if len(built) != 2 || !slices.Equal(built[0], want) || !slices.Equal(built[1], want) {
			t.Errorf("built %q", built)
		}
		if took := at[1].Sub(at[0]); took > again {
			t.Errorf("tried again after %v", took)
		}
		if asked < 4 || asked > 5 || !strings.HasPrefix(said.String(), "sitegen: no room; trying again\n") || strings.Count(said.String(), "again") != 1 {
			t.Errorf("asked %d times, said %q", asked, said.String())
		}
	})
}
