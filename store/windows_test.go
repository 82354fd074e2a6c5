package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"readycheck/assessment"
)

// TestManyProcessesAtOnce has eight processes save to one session. A wait of over two
// seconds is an error of the store. READYCHECK_SAVES=500 is the long run.
func TestManyProcessesAtOnce(t *testing.T) {
	const processes = 8
	saves := long(t, "READYCHECK_SAVES", 25)
	path := filepath.Join(folderOf(t), "sessions.db")
	id := create(t, open(t, path), "Rosa's Bakery").ID
	slowest := make([]int, processes)
	var all sync.WaitGroup
	for p := range processes {
		all.Go(func() {
			out, err := child("save many", path, id, strconv.Itoa(p), strconv.Itoa(saves)).Output()
			if err == nil {
				slowest[p], err = strconv.Atoi(strings.TrimSpace(string(out)))
			}
			if err != nil {
				t.Errorf("process %d: %v: %s", p, err, out)
			}
		})
	}
	all.Wait()
	session, err := open(t, path).Load(id)
	if err != nil || len(session.Answers) != processes*saves || session.Revision != uint64(1+processes*saves) {
		t.Fatalf("%d answers, revision %d (%v)", len(session.Answers), session.Revision, err)
	}
	t.Logf("%d processes saved %d answers each; the slowest save of each took %v ms", processes, saves, slowest)
}

// Two windows answer the same questions in any order, and look again when they please. A
// save may only go through if the window has seen what the other one saved last.
func TestALostUpdateNeverHappens(t *testing.T) {
	folder := folderOf(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		path := filepath.Join(folder, fmt.Sprint(n, ".db"))
		windows := []*Store{open(t, path), open(t, path)}
		id := create(t, windows[0], "Rosa's Bakery").ID
		seen := []uint64{1, 1}
		// last is who saved a question last, and in which revision.
		type save struct {
			window   int
			revision uint64
		}
		last := map[string]save{}
		refused := 0
		for range rapid.IntRange(1, 12).Draw(r, "steps") {
			w := rapid.IntRange(0, 1).Draw(r, "window")
			if rapid.Bool().Draw(r, "look again") {
				session, err := windows[w].Load(id)
				if err != nil {
					r.Fatal(err)
				}
				seen[w] = session.Revision
			}
			question := rapid.SampledFrom([]string{"one", "two"}).Draw(r, "question")
			saved := <-windows[w].SaveAnswer(assessment.AnswerChange{Session: id, Question: question, Answer: answer(assessment.No, ""), Base: seen[w]})
			before, ok := last[question]
			unseen := ok && before.window != w && before.revision > seen[w]
			switch {
			case unseen && !errors.Is(saved.Err, assessment.ErrConflict):
				r.Fatalf("window %d wrote over revision %d, having seen %d: %v", w, before.revision, seen[w], saved.Err)
			case !unseen && saved.Err != nil:
				r.Fatalf("refused for nothing: %v", saved.Err)
			case unseen:
				refused++
			default:
				last[question] = save{w, saved.Revision}
			}
		}
		for _, s := range windows {
			s.changed = false // no backups of some hundred files
		}
	})
}
