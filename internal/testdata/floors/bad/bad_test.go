package bad

import "testing/fstest"

var _ fstest.MapFS
