package merge_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// alone is one computer's session as the store keeps it today: the answers as they were saved, and
// the history that Replay plays.
type alone struct {
	answers  map[string]assessment.Answer
	answered map[string]uint64
	changes  []assessment.TeamChange
}

// replayed is the session as it is opened today.
func (a *alone) replayed() *assessment.Session {
	s := &assessment.Session{Answers: map[string]assessment.Answer{}}
	for q, answer := range a.answers {
		s.Answers[q] = answer
	}
	s.Replay(a.changes, a.answered)
	return s
}

// Where nobody else writes, merging comes to what Replay makes of the same history.
func TestOneComputerIsAsReplayed(t *testing.T) {
	histories, _ := merges(t, 200)
	workshops, twice := 0, 0
	for seed := range uint64(histories) {
		r := rand.New(rand.NewPCG(seed, 3))
		w := newWorld(t, 1)
		a := alone{answers: map[string]assessment.Answer{}, answered: map[string]uint64{}}
		for revision := uint64(3); revision < 60; revision++ {
			q, s := fmt.Sprint("q", r.IntN(3)), fmt.Sprint("s", r.IntN(4))
			level := assessment.No + assessment.Level(r.IntN(5))
			answer := assessment.Answer{Level: level, Known: assessment.Known(r.IntN(3)), Choice: r.IntN(2), Note: fmt.Sprint("note ", revision), State: assessment.StepState(r.IntN(3))}
			c := assessment.TeamChange{Revision: revision, Question: q}
			key, value := question(q), merge.Value{}
			switch r.IntN(9) {
			case 0:
				value.Answer = &answer
				a.answers[q], a.answered[q] = answer, revision
			case 1:
				c.Seat = seated(s, r.IntN(3) == 0).Seat
				key, value = seat(s), merge.Value{Seat: c.Seat}
			case 2, 3:
				if r.IntN(5) == 0 {
					answer = assessment.Answer{}
				}
				c.Voter, c.Vote = s, &answer
				key, value = vote(s, q), merge.Value{Vote: &answer}
			case 4:
				c.Reveal = []string{q}
				value.Shown = true
				if before, ok := a.answers[q]; ok {
					value.Answer = &before
				}
			case 5:
				c.Decision = decided(q, level, "the room").Decision
				value.Answer, value.Decision = &answer, c.Decision
				a.answers[q], a.answered[q] = answer, revision
			case 6:
				c.Again = true
				key, value = oneMore(q), begun()
			case 7:
				if r.IntN(5) == 0 {
					answer = assessment.Answer{}
				}
				c.Voter, c.Vote, c.Second = s, &answer, true
				key, value = voteAgain(s, q), merge.Value{Vote: &answer}
			case 8:
				c.Reveal, c.Second = []string{q}, true
				value.Shown, value.Second = true, true
				if before, ok := a.answers[q]; ok {
					value.Answer = &before
				}
			}
			w.say(0, key, value)
			a.changes = append(a.changes, c)
		}
		got, want := w.state(w.known[0]), a.replayed()
		if len(got.Disputes) > 0 || got.Life != merge.There {
			t.Fatalf("history %d: %s, disputes %+v", seed, got.Life, got.Disputes)
		}
		workshops += len(want.Team.Revealed)
		for _, round := range want.Team.Second {
			if round.Shown && len(round.Votes) > 0 {
				twice++
			}
		}
		if !reflect.DeepEqual(got.Session.Answers, want.Answers) || !reflect.DeepEqual(got.Session.Team, want.Team) {
			t.Fatalf("history %d:\n%sgot  %+v\n     %+v\nwant %+v\n     %+v", seed, w.told(), got.Session.Answers, got.Session.Team, want.Answers, want.Team)
		}
	}
	if workshops == 0 || twice == 0 {
		t.Error("nothing was revealed, so this test finds nothing")
	}
}

// Until a dispute is settled, the verdict is no milder than that of either side: of answers, of
// votes and of setups.
func TestADisputeNeverMakesAVerdictMilder(t *testing.T) {
	pairs, _ := merges(t, 300)
	set := assessment.Default()
	sides, better := 0, 0
	for seed := range uint64(pairs) {
		r := rand.New(rand.NewPCG(seed, 4))
		w := newWorld(t, 2)
		for c := range 2 {
			for range 2 {
				q := set.Questions[r.IntN(8)]
				w.say(c, question(q.ID), merge.Value{Answer: &assessment.Answer{Level: assessment.No + assessment.Level(r.IntN(4)), Known: assessment.Known(r.IntN(3))}})
			}
			w.say(c, setup, merge.Value{Setup: &merge.Setup{Business: "Rosa's", Use: "It drafts replies", Setup: randomSetup(r)}})
		}
		w.meet()
		s := w.state(w.hub)
		for i := range set.Questions {
			if q := set.Questions[i].ID; s.Session.Answers[q].Level == assessment.Unanswered {
				s.Session.Answers[q] = assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}
			}
		}
		merged := assessment.Evaluate(set, s.Session)
		// Each side of the setup, with the answers that count.
		for _, d := range s.Disputes {
			for _, side := range d.Sides {
				one := *s.Session
				one.Answers = map[string]assessment.Answer{}
				for q, a := range s.Session.Answers {
					one.Answers[q] = a
				}
				if d.Key == setup {
					one.Setup = side.Record.Change().Value.Setup.Setup
					// A quick check says less, whatever is so: it asks less.
					one.Setup.Depth = s.Session.Setup.Depth
				} else {
					one.Answers[d.Key.Question] = *side.Answer
				}
				after := assessment.Evaluate(set, &one)
				sides++
				if after.Stage > merged.Stage {
					better++
				}
				if after.Stage < merged.Stage {
					t.Errorf("pair %d: %v counts as %s, and the side %+v alone as %s", seed, d.Key, merged.Stage, side.Record.Change().Value.Setup, after.Stage)
				}
			}
		}
	}
	t.Logf("%d of %d sides would be a milder verdict", better, sides)
	if better == 0 {
		t.Error("no side is milder than what counts, so this test finds nothing")
	}
}

func randomSetup(r *rand.Rand) assessment.Setup {
	var s assessment.Setup
	for _, f := range assessment.SetupFields {
		codes := slices.Clone(f.Codes)
		r.Shuffle(len(codes), func(i, j int) { codes[i], codes[j] = codes[j], codes[i] })
		n := 1
		if f.Several {
			n = r.IntN(3)
		}
		s.Set(f.Name, codes[:n])
	}
	return s
}
