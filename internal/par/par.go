// Package par runs a function over a slice on all processors. Results stand at
// the index of their argument, so what a run produces does not depend on how
// many processors there were or which one was quickest.
package par

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Map returns f(0) … f(n-1) in order. When ctx is cancelled no further call is
// started, and Map returns ctx's error once those under way have ended.
func Map[T any](ctx context.Context, n int, f func(i int) T) ([]T, error) {
	out := make([]T, n)
	err := each(ctx, n, func(i int) { out[i] = f(i) })
	return out, err
}

// each calls f(0) … f(n-1), at most GOMAXPROCS of them at a time.
func each(ctx context.Context, n int, f func(i int)) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				f(i)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
