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
	set := assessment.Default()
	standings, tags := standings(set), []assessment.Tags{"", "retail", "food north"}
	// Many at a time, so that they fold into few commits.
	const writers = 256
	faults := make([]error, writers)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := w; i < n && faults[w] == nil; i += writers {
				session := &assessment.Session{
					Business: fmt.Sprintf("Shop %06d", i), Use: "Answer customer emails about orders", SetID: set.ID, SetVersion: set.Version,
					Labels: assessment.Labels{Tags: tags[i%len(tags)]},
				}
				faults[w] = s.Create(session, standings[i%len(standings)])
			}
		})
	}
	all.Wait()
	return errors.Join(append(faults, s.Close())...)
}

// standings are what a list shows of sessions that are answered more and more. The sessions have no
// answers, so that many of them take little room.
func standings(set *assessment.Set) []assessment.Standing {
	session := &assessment.Session{Answers: map[string]assessment.Answer{}}
	var all []assessment.Standing
	for i := range 15 {
		sum := assessment.Evaluate(set, session)
		all = append(all, sum.Standing())
		question := assessment.NewFlow(set, session).At(i).ID
		session.Answers[question] = assessment.Answer{Level: assessment.No + assessment.Level(i%4), Known: assessment.Told}
	}
	return all
}
