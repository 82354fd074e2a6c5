package sync_test

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync/memory"
)

var levels = []assessment.Level{assessment.No, assessment.Unsure, assessment.Partly, assessment.InPlace, assessment.NA}

// edit makes a person do something by chance in one of some sessions.
func (w *world) edit(p *person, sessions int) {
	session := sessionID(w.r.IntN(sessions))
	for range 9 { // most often one that is known here
		if len(p.shows(session)) > 0 {
			break
		}
		session = sessionID(w.r.IntN(sessions))
	}
	if len(p.sessions[session]) == 0 && len(w.of[session]) == 0 {
		w.begin(p, session)
		return
	}
	if w.r.IntN(3) > 0 {
		p.refresh(session)
	}
	shown := p.shown(session)
	if len(shown) == 0 || merged(session, records(shown)).Life == merge.Unbegun {
		return
	}
	on := fmt.Sprint("q", w.r.IntN(3))
	level, note := levels[w.r.IntN(len(levels))], fmt.Sprint("note ", w.r.IntN(3))
	kind := w.r.IntN(25)
	if kind == 17 && w.r.IntN(2) == 0 {
		kind = 0 // fewer deletes, so that sessions grow
	}
	switch kind {
	case 0, 1, 2, 3, 4, 5:
		w.say(p, session, question(on), answered(level, note))
	case 6, 7:
		w.say(p, session, setup, described(fmt.Sprint("Rosa's ", w.r.IntN(3))))
	case 8, 9, 10, 11, 12:
		p.refresh(session) // a room shows all that there is
		w.vote(p, session, on, level)
	case 13, 14:
		value := merge.Value{Shown: true}
		if w.r.IntN(2) == 0 {
			value.Answer = answered(level, note).Answer
		}
		w.say(p, session, question(on), value)
	case 15, 16:
		value := answered(level, note)
		value.Decision = &assessment.Decision{Question: on, Level: level, Note: note}
		w.say(p, session, question(on), value)
	case 17:
		w.say(p, session, life, merge.Value{Deleted: true})
	case 18:
		w.say(p, session, life, merge.Value{Created: &assessment.SetRef{ID: "ai-readiness", Version: "1"}})
	case 20:
		w.say(p, session, merge.Key{Kind: merge.OfAgain, Question: on}, merge.Value{Again: true})
	case 21, 22, 23:
		p.refresh(session)
		w.voteIn(true, p, session, on, level)
	case 24:
		value := merge.Value{Shown: true, Second: true}
		if w.r.IntN(2) == 0 {
			value.Answer = answered(level, note).Answer
		}
		w.say(p, session, question(on), value)
	case 19:
		if w.r.IntN(6) == 0 && len(w.erased) < sessions/4 {
			w.erased[session] = true
			w.erase(session)
		}
	}
}

// chance is a fault by chance.
func (w *world) chance(string) memory.Fault {
	switch w.r.IntN(24) {
	case 0:
		return memory.Before
	case 1:
		return memory.After
	case 2:
		return memory.Twice
	}
	return memory.Fine
}

// simulate lets some facilitators work, with lines that are cut and a hub that loses its end, and
// says what is wrong when all have met.
func (w *world) simulate(steps, sessions int) (wrong string, behind, cuts int) {
	for _, p := range w.people {
		p.line.Fault, p.cut = w.chance, w.chance
	}
	for range steps {
		p := w.people[w.r.IntN(len(w.people))]
		switch n := w.r.IntN(100); {
		case n < 60:
			w.edit(p, sessions)
		case n < 98:
			report, err := p.loop.Once(w.t.Context())
			if err != nil {
				cuts++
			}
			if report.Behind {
				behind++
			}
			if len(report.Passed) > 0 {
				w.t.Fatalf("passed over %+v", report.Passed)
			}
			if wrong := w.unsafe(p); wrong != "" {
				return wrong, behind, cuts
			}
		case w.r.IntN(1+steps/400) == 0:
			w.hub.Lose(w.r.IntN(30))
		}
	}
	w.hub.Lose(w.r.IntN(20))
	w.reveal()
	w.meet()
	return w.wrong(), behind, cuts
}

// facilitators is how many are simulated.
func facilitators(t testing.TB, otherwise int) (n int, long bool) {
	text := os.Getenv("READYCHECK_SYNCS")
	if text == "" {
		return otherwise, false
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("READYCHECK_SYNCS is %q and should be a number", text)
	}
	return n, true
}

// Firms of a few people have the most to dispute about.
func TestFacilitatorsOfSmallFirmsComeToTheSame(t *testing.T) {
	n, long := facilitators(t, 60)
	steps := 100
	if long {
		steps = 150
	}
	behind, cuts, disputes, deleted, back, twice, unshown := 0, 0, 0, 0, 0, 0, 0
	for seed := range uint64(n) {
		w := newWorld(t, 2+int(seed%4), seed)
		wrong, b, c := w.simulate(steps, 4)
		if wrong != "" {
			t.Fatalf("firm %d: %s", seed, wrong)
		}
		behind, cuts = behind+b, cuts+c
		for session := range w.of {
			s := w.people[0].state(session)
			disputes += len(s.Disputes)
			switch s.Life {
			case merge.Deleted:
				deleted++
			case merge.CameBack:
				back++
			}
			if s.Session == nil || s.Session.Team == nil {
				continue
			}
			for _, round := range s.Session.Team.Second {
				if !round.Shown {
					unshown++
				} else if len(round.Votes) > 0 {
					twice++
				}
			}
		}
	}
	t.Logf("%d firms: %d times the hub was behind, %d exchanges were cut; in the end %d disputes, %d sessions deleted, %d came back, %d second rounds with votes, %d begun alone", n, behind, cuts, disputes, deleted, back, twice, unshown)
	if behind == 0 || cuts == 0 || disputes == 0 || deleted == 0 || back == 0 || twice == 0 || unshown == 0 {
		t.Error("so this test finds nothing")
	}
}

// All in one firm.
func TestFacilitatorsOfOneFirmComeToTheSame(t *testing.T) {
	n, _ := facilitators(t, 60)
	w := newWorld(t, n, 1)
	shared := map[merge.ID]*merge.Record{}
	for _, p := range w.people {
		p.shared = shared
	}
	wrong, behind, cuts := w.simulate(n*12, 2+n/4)
	if wrong != "" {
		t.Error(wrong)
	}
	disputes, back := 0, 0
	for session := range w.of {
		s := w.people[0].state(session)
		disputes += len(s.Disputes)
		if s.Life == merge.CameBack {
			back++
		}
	}
	t.Logf("%d facilitators, %d changes, %d rows: %d times the hub was behind, %d exchanges were cut; in the end %d disputes, %d of %d sessions came back", n, len(w.words), len(w.hub.Rows()), behind, cuts, disputes, back, len(w.of))
}
