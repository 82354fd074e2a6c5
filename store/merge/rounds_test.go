package merge_test

import (
	"reflect"
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// room is a world whose first computer held a first round: Ann and Ben voted, and saw it.
func room(t *testing.T, computers int) *world {
	w := newWorld(t, computers)
	for id, level := range map[string]assessment.Level{"ann": assessment.InPlace, "ben": assessment.Partly} {
		w.say(0, seat(id), seated(id, false))
		w.say(0, vote(id, "q"), voted(level))
	}
	w.say(0, question("q"), merge.Value{Shown: true})
	w.meet()
	return w
}

// stands checks what counts on the question for a computer, and how many disputes there are.
func (w *world) stands(computer int, want assessment.Level, disputes int) *assessment.Team {
	w.t.Helper()
	s := w.state(w.known[computer])
	if got := s.Session.Answers["q"].Level; got != want || len(s.Disputes) != disputes {
		w.t.Errorf("computer %d has %v and %d disputes, not %v and %d:\n%s", computer, got, len(s.Disputes), want, disputes, w.told())
	}
	return s.Session.Team
}

func TestTheFirstRoundStandsUntilTheSecondIsShown(t *testing.T) {
	w := room(t, 1)
	w.say(0, oneMore("q"), begun())
	w.say(0, voteAgain("ann", "q"), voted(assessment.No))
	team := w.stands(0, assessment.Partly, 0)
	if !team.Again("q") || len(team.Shown().Second["q"].Votes) > 0 || len(team.Waiting("q")) != 1 {
		t.Errorf("%+v", team.Second)
	}
	w.say(0, question("q"), shownAgain())
	team = w.stands(0, assessment.No, 0)
	if cast := team.Cast("q"); team.Again("q") || len(cast) != 2 || cast[1].Seat.ID != "ben" || cast[1].Vote.Level != assessment.Partly {
		t.Errorf("who did not vote once more does not keep the first vote: %+v", cast)
	}
	if first := team.First("q"); len(first) != 2 || first[1].Vote.Level != assessment.InPlace {
		t.Errorf("the first round was %+v", first)
	}
	// A second vote that is taken back gives the first one back.
	w.say(0, voteAgain("ann", "q"), voted(assessment.Unanswered))
	w.stands(0, assessment.Partly, 0)
}

func TestADecisionStaysOverASecondRound(t *testing.T) {
	w := room(t, 2)
	w.say(0, oneMore("q"), begun())
	w.say(0, voteAgain("ann", "q"), voted(assessment.No))
	w.say(0, question("q"), shownAgain())
	w.say(0, question("q"), decided("q", assessment.InPlace, "we said so"))
	w.meet()
	w.stands(1, assessment.InPlace, 0)
	// Also over one that is shown after it, here and elsewhere.
	before := w.state(w.known[1]).Session.Answers["q"]
	w.say(1, voteAgain("ben", "q"), voted(assessment.No))
	w.say(1, question("q"), merge.Value{Shown: true, Second: true, Answer: &before})
	w.meet()
	for c := range 2 {
		if team := w.stands(c, assessment.InPlace, 0); team.Decisions["q"].Note != "we said so" {
			t.Errorf("%+v", team.Decisions)
		}
	}
}

func TestTwoComputersBeginASecondRound(t *testing.T) {
	w := room(t, 2)
	w.say(0, oneMore("q"), begun())
	w.say(1, oneMore("q"), begun())
	w.say(0, voteAgain("ann", "q"), voted(assessment.Unsure))
	w.say(1, voteAgain("ben", "q"), voted(assessment.No))
	w.meet()
	for c := range 2 {
		if team := w.stands(c, assessment.Partly, 0); !team.Again("q") || len(team.Second["q"].Votes) != 2 {
			t.Errorf("%+v", team.Second)
		}
	}
	// Each shows what it has, without the other one's word.
	w.say(0, question("q"), shownAgain())
	w.say(1, question("q"), shownAgain())
	w.meet()
	for c := range 2 {
		w.stands(c, assessment.No, 0)
	}
}

func TestASecondVoteThatComesAfterTheRevealElsewhere(t *testing.T) {
	w := room(t, 2)
	w.say(0, oneMore("q"), begun())
	w.say(0, voteAgain("ann", "q"), voted(assessment.InPlace))
	w.meet()
	w.say(1, voteAgain("ben", "q"), voted(assessment.No)) // on the train
	w.say(0, question("q"), shownAgain())
	w.stands(0, assessment.Partly, 0)
	w.meet()
	for c := range 2 {
		w.stands(c, assessment.No, 0)
	}
}

// One seat on two computers: the more cautious second vote counts, and the first one is not touched.
func TestASecondVoteInDispute(t *testing.T) {
	w := room(t, 2)
	w.say(0, oneMore("q"), begun())
	w.meet()
	w.say(0, voteAgain("ann", "q"), voted(assessment.InPlace))
	w.say(1, voteAgain("ann", "q"), voted(assessment.No))
	w.say(0, question("q"), shownAgain())
	w.meet()
	team := w.stands(1, assessment.No, 1)
	if d := w.state(w.hub).Disputes[0]; d.Key != voteAgain("ann", "q") || len(d.Sides) != 2 {
		t.Errorf("%+v", d)
	}
	if team.Votes["q"]["ann"].Level != assessment.InPlace {
		t.Errorf("the first vote became %+v", team.Votes["q"])
	}
	w.say(1, voteAgain("ann", "q"), voted(assessment.InPlace))
	w.meet()
	w.stands(0, assessment.Partly, 0)
}

// What arrives first may be the second round: then it is seen, and the first one is too.
func TestASecondRevealAlone(t *testing.T) {
	w := room(t, 1)
	w.say(0, oneMore("q"), begun())
	w.say(0, voteAgain("ann", "q"), voted(assessment.No))
	last := w.say(0, question("q"), shownAgain())
	var part []*merge.Record
	for _, r := range w.records(w.known[0]) {
		if c := r.Change(); c.Key.Kind != merge.OfQuestion && c.Key.Kind != merge.OfAgain || r.ID() == last.ID() {
			part = append(part, r)
		}
	}
	state, err := merge.Merge(session, part)
	if err != nil {
		t.Fatal(err)
	}
	whole := w.state(w.known[0]).Session
	if !reflect.DeepEqual(state.Session.Answers, whole.Answers) || !reflect.DeepEqual(state.Session.Team, whole.Team) || len(state.Missing) != 1 {
		t.Errorf("%+v, %+v", state.Session, state.Session.Team)
	}
}
