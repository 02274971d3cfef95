package watch

import (
	"fmt"
	"runtime"
	"time"
)

// How often the whole project is looked at, whatever was heard.
const (
	seldom = 2 * time.Second        // where events arrive
	often  = 500 * time.Millisecond // where they do not
)

// share is how much of a processor looking may take: a look that took 50 ms is
// followed by 1 s of rest at least.
const share = 20

// sentry watches a project. All of it belongs to one goroutine.
type sentry struct {
	o      Options
	kindOf func(folder string) string // of file systems that keep silent
	tree   *tree
	ledger *ledger
	git    gitInput
	alarm  alarm // nil: only looking

	entered int // folders that were entered so far

	every  time.Duration // from one look at everything to the next
	looked time.Time     // when everything was looked at last; zero for at once
	took   time.Duration // and for how long
	lost   bool          // the project's folder was not there
	missed int           // changes in a row that no event announced

	burst   *burst          // nil: it is quiet
	hints   map[string]bool // where something happened since the last look
	blind   bool            // something happened, nobody knows where
	spilled bool            // it was said that events were lost
	told    time.Time       // when there was news last
	ready   []string        // news that nobody has listened to yet
}

func newSentry(o Options, kindOf func(string) string) *sentry {
	s := &sentry{o: o, kindOf: kindOf, tree: newTree(o.Root, o.Skip), every: seldom, hints: map[string]bool{}}
	s.tree.entered = s.enter
	return s
}

func (s *sentry) say(format string, args ...any) { s.o.Say(fmt.Sprintf(format, args...)) }

// begin takes the first look, then sets the alarm.
func (s *sentry) begin(openAlarm func() (alarm, error)) error {
	began := time.Now()
	if !s.tree.lookAtAll(look{lazy: true, now: began}) {
		return fmt.Errorf("%s is not a folder that can be watched", s.o.Root)
	}
	s.ledger = newLedger(s.tree)
	s.git.look(s.o.Root, s.tree.hash)
	s.git.tell()
	s.git.atWork(began) // a lock that lies there from the start is seen as that
	s.looked, s.took = began, time.Since(began)
	if s.o.Mode == Poll {
		s.every = often
		return nil
	}
	if n := s.tree.files(); perFile && s.o.Mode == Auto && n > manyFiles {
		s.pollBecause(fmt.Sprintf("to be told of changes in %d files would take as many open files", n))
		return nil
	}
	a, err := openAlarm()
	if err != nil {
		s.giveUp(err)
		return nil
	}
	s.alarm = a
	s.post()
	s.looked = time.Time{} // nobody announced what came between the look and the alarm
	return nil
}

// manyFiles is how many files are watched where each costs a descriptor.
const manyFiles = 2000

func (s *sentry) end() {
	if s.alarm != nil {
		s.alarm.Close()
	}
}

func (s *sentry) rings() <-chan []ring {
	if s.alarm == nil {
		return nil
	}
	return s.alarm.Rings()
}

// enter is called for every folder before it is listed for the first time.
func (s *sentry) enter(rel string, otherDevice bool) {
	s.entered++
	full := s.tree.path(rel)
	if s.alarm != nil {
		s.add(full)
	}
	if !otherDevice || s.o.Mode != Auto || s.every == often {
		return // it was said already
	}
	if kind := s.kindOf(full); kind != "" {
		// Events of what is done here still come, and are welcome. To try whether
		// they do would prove nothing of what others do.
		s.pollBecause(fmt.Sprintf("%s lies on %s, where changes that others make are not announced", shown(rel), kind))
	}
}

func shown(rel string) string {
	if rel == "" {
		return "the project"
	}
	return rel
}

func (s *sentry) pollBecause(why string) {
	s.every = often
	s.say("looking for changes twice a second: %s", why)
}

// giveUp goes on without an alarm.
func (s *sentry) giveUp(err error) {
	if s.alarm != nil {
		s.alarm.Close()
		s.alarm = nil
	}
	why := err.Error()
	if outOfWatches(err) {
		why = "the system's limit of watched folders is reached"
		if runtime.GOOS == "linux" {
			why += "; raise it with: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512"
		}
	}
	if s.o.Mode == Event {
		s.say("changes are noticed within two seconds only: %s", why)
		return
	}
	s.pollBecause(why)
}

// add sets the alarm on a folder.
func (s *sentry) add(folder string) {
	// Any other trouble is the folder's: it has gone, or may not be read.
	if err := s.alarm.Add(folder); err != nil && outOfWatches(err) {
		s.giveUp(err)
	}
}

// post sets the alarm on every folder that has none, and takes it off those
// that are gone: a folder that was renamed loses its alarm, or keeps it under
// its old name.
func (s *sentry) post() {
	if s.alarm == nil {
		return
	}
	wanted := map[string]bool{}
	if !s.lost {
		for rel := range s.tree.folders {
			wanted[s.tree.path(rel)] = true
		}
	}
	for _, folder := range s.git.folders() {
		wanted[folder] = true
	}
	for _, folder := range s.alarm.Folders() {
		if !wanted[folder] {
			s.alarm.Remove(folder)
		}
		delete(wanted, folder)
	}
	for folder := range wanted {
		if s.alarm == nil {
			return
		}
		s.add(folder)
	}
}
