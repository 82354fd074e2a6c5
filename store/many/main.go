// Command many makes a data file with many sessions, to measure with:
//
//	go run ./store/many FILE NUMBER
//
// The file must not exist yet.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"
	"time"

	"readycheck/assessment"
	"readycheck/store"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("give a file and how many sessions: many FILE NUMBER")
	}
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return fmt.Errorf("how many sessions: %w", err)
	}
	if _, err := os.Stat(args[0]); err == nil {
		return fmt.Errorf("%s is there already", args[0])
	}
	s := store.New(args[0], time.Now)
	// Many at a time, so that they fold into few commits.
	const writers = 256
	faults := make([]error, writers)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := w; i < n && faults[w] == nil; i += writers {
				session := &assessment.Session{Business: fmt.Sprintf("Shop %06d", i), Use: "Answer customer emails about orders"}
				faults[w] = s.Create(session, assessment.Standing{Total: 14, Answered: i % 15, Due: assessment.NoDue})
			}
		})
	}
	all.Wait()
	return errors.Join(append(faults, s.Close())...)
}
