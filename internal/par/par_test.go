package par

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
)

func TestMapKeepsOrder(t *testing.T) {
	for _, procs := range []int{1, 2, 8} {
		old := runtime.GOMAXPROCS(procs)
		got, err := Map(context.Background(), 1000, func(i int) int { return i * i })
		runtime.GOMAXPROCS(old)
		if err != nil || len(got) != 1000 {
			t.Fatal(len(got), err)
		}
		for i, n := range got {
			if n != i*i {
				t.Fatalf("%d processors: result %d is %d", procs, i, n)
			}
		}
	}
}

func TestMapOfNothing(t *testing.T) {
	got, err := Map(context.Background(), 0, func(int) int { panic("called") })
	if len(got) != 0 || err != nil {
		t.Error(got, err)
	}
}

func TestEachCallsOnce(t *testing.T) {
	calls := make([]atomic.Int32, 500)
	if err := each(context.Background(), len(calls), func(i int) { calls[i].Add(1) }); err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(pointers(calls), func(n *atomic.Int32) bool { return n.Load() != 1 }); i >= 0 {
		t.Errorf("f(%d) was called %d times", i, calls[i].Load())
	}
}

func pointers(calls []atomic.Int32) []*atomic.Int32 {
	ps := make([]*atomic.Int32, len(calls))
	for i := range calls {
		ps[i] = &calls[i]
	}
	return ps
}

func TestEachIsBounded(t *testing.T) {
	var now, most atomic.Int32
	err := each(context.Background(), 200, func(int) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		runtime.Gosched()
		now.Add(-1)
	})
	if limit := int32(runtime.GOMAXPROCS(0)); err != nil || most.Load() > limit {
		t.Errorf("%d at a time, want at most %d (%v)", most.Load(), limit, err)
	}
}

func TestEachStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var calls atomic.Int32
	err := each(ctx, 1_000_000, func(int) {
		if calls.Add(1) == 10 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if n := int(calls.Load()); n > 10+runtime.GOMAXPROCS(0) {
		t.Errorf("%d calls after the cancel", n-10)
	}
}

func TestEachWithCancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := each(ctx, 5, func(int) { t.Error("called") })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
