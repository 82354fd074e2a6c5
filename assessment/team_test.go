package assessment

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func votesOf(levels ...Level) []SeatVote {
	var out []SeatVote
	for i, level := range levels {
		out = append(out, SeatVote{Seat{ID: fmt.Sprint(i)}, Answer{Level: level, Known: Seen}})
	}
	return out
}

func TestMostCautious(t *testing.T) {
	for _, c := range []struct {
		votes []Level
		want  Level
	}{
		{[]Level{InPlace}, InPlace},
		{[]Level{InPlace, Partly, InPlace}, Partly},
		{[]Level{Unsure, No, InPlace}, No},
		{[]Level{Partly, Unsure}, Unsure},
		{[]Level{NA, InPlace}, InPlace},
		{[]Level{NA, NA}, NA},
		{[]Level{NA, No}, No},
	} {
		if got := MostCautious(votesOf(c.votes...)); got.Level != c.want {
			t.Errorf("%v: %v, want %v", c.votes, got.Level, c.want)
		}
	}
	same := votesOf(InPlace, InPlace)
	same[1].Vote.Known = Assumed
	if got := MostCautious(same); got.Known != Assumed {
		t.Errorf("of two yes the one seen stands, and the other is only assumed: %v", got.Known)
	}
}

// room is a team with a seat for each role, and votes on the questions of a set.
func room(votes map[string][]Level) *Team {
	team := NewTeam()
	for i, role := range Roles {
		team.Put(Seat{ID: fmt.Sprint(i), Name: fmt.Sprint("Person ", i), Role: role})
	}
	for question, levels := range votes {
		for i, level := range levels {
			team.Vote(fmt.Sprint(i), question, Answer{Level: level, Known: Seen})
		}
		team.Revealed[question] = true
	}
	return team
}

func TestTheLargestDisagreementComesFirst(t *testing.T) {
	set := Default()
	ids := []string{set.Questions[0].ID, set.Questions[1].ID, set.Questions[2].ID, set.Questions[3].ID, set.Questions[4].ID, set.Questions[5].ID}
	team := room(map[string][]Level{
		ids[0]: {InPlace, InPlace, InPlace}, ids[1]: {Partly, InPlace, InPlace}, ids[2]: {No, InPlace, InPlace, InPlace},
		ids[3]: {No, No, InPlace, InPlace}, ids[4]: {NA, InPlace, InPlace}, ids[5]: {No, No},
	})
	delete(team.Revealed, ids[5])
	var got []string
	for _, s := range team.Spreads(set, &Setup{}) {
		got = append(got, s.Question.ID)
	}
	if want := []string{ids[3], ids[2], ids[4], ids[1], ids[0]}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if team.Hidden() != 1 {
		t.Errorf("%d questions are hidden", team.Hidden())
	}
}

func TestRemovedPeopleCountNowhere(t *testing.T) {
	set := Default()
	id := set.Questions[0].ID
	team := room(map[string][]Level{id: {No, InPlace}})
	seat := team.Seats[0]
	seat.Removed = true
	team.Put(seat)
	if stands, ok := team.Stands(id); !ok || stands.Level != InPlace {
		t.Errorf("%v, %v", stands, ok)
	}
	if spreads := team.Spreads(set, &Setup{}); len(spreads) != 1 || !spreads[0].Agreed() || len(spreads[0].Votes) != 1 {
		t.Errorf("%+v", spreads)
	}
	if d := team.Decide(id, Partly, "Rosa", "", time.Time{}); len(d.Dissent) != 1 || d.Dissent[0].Name != "Person 1" {
		t.Errorf("%+v", d.Dissent)
	}
	if len(team.Seats) != len(Roles) {
		t.Error("changing a seat added one")
	}
}

func TestNothingStandsThatNobodySawOrThatIsDecided(t *testing.T) {
	id := Default().Questions[0].ID
	team := room(map[string][]Level{id: {No}})
	delete(team.Revealed, id)
	if _, ok := team.Stands(id); ok {
		t.Error("a hidden vote stands")
	}
	team.Revealed[id] = true
	if _, ok := team.Stands(id); !ok {
		t.Error("a vote that was shown does not stand")
	}
	team.Decisions[id] = team.Decide(id, InPlace, "Rosa", "", time.Time{})
	if _, ok := team.Stands(id); ok {
		t.Error("a vote stands against the decision")
	}
}

func TestTheLaterWordCounts(t *testing.T) {
	const q, other = "own-login", "off-switch"
	seat := func(id string, removed bool) TeamChange {
		return TeamChange{Seat: &Seat{ID: id, Name: id, Removed: removed}}
	}
	vote := func(voter string, level Level) TeamChange {
		return TeamChange{Voter: voter, Question: q, Vote: &Answer{Level: level}}
	}
	reveal := func(questions ...string) TeamChange { return TeamChange{Reveal: questions} }
	decision := func(level Level) TeamChange {
		return TeamChange{Question: q, Decision: &Decision{Question: q, Level: level}, Vote: &Answer{Level: level}}
	}
	voted := []TeamChange{seat("a", false), seat("b", false), vote("a", InPlace), vote("b", No)}
	given := Answer{Level: Unsure, Known: Told, Note: "a note", Owner: "Dev", Due: "2026-12-01", By: "Rosa"}
	for name, c := range map[string]struct {
		changes  []TeamChange
		answered uint64 // the revision of the given answer
		want     Answer
	}{
		"votes that nobody has seen":       {voted, 1, given},
		"an answer before the reveal":      {append(voted[:4:4], reveal(q)), 1, Answer{Level: No, Note: "a note", Owner: "Dev", Due: "2026-12-01"}},
		"an answer after the reveal":       {append(voted[:4:4], reveal(q)), 6, given},
		"an answer between two reveals":    {append(voted[:4:4], reveal(q), TeamChange{}, reveal(q)), 6, Answer{Level: No, Note: "a note", Owner: "Dev", Due: "2026-12-01"}},
		"another question was shown":       {append(voted[:4:4], reveal(other)), 1, given},
		"a vote in the place of a vote":    {append(voted[:4:4], vote("b", Partly), reveal(q)), 1, Answer{Level: Partly, Note: "a note", Owner: "Dev", Due: "2026-12-01"}},
		"a vote that was taken back":       {append(voted[:4:4], vote("b", Unanswered), reveal(q)), 1, Answer{Level: InPlace, Note: "a note", Owner: "Dev", Due: "2026-12-01"}},
		"somebody was sent away after it":  {append(voted[:4:4], reveal(q), seat("b", true)), 1, Answer{Level: InPlace, Note: "a note", Owner: "Dev", Due: "2026-12-01"}},
		"a decision, with its own answer":  {append(voted[:4:4], reveal(q), decision(Unsure)), 6, given},
		"a change that is of no workshop":  {append(voted[:4:4], TeamChange{Question: q, Vote: &Answer{Level: NA}}, reveal(q)), 1, Answer{Level: No, Note: "a note", Owner: "Dev", Due: "2026-12-01"}},
		"a reveal before anybody has come": {append([]TeamChange{reveal(q)}, voted...), 0, Answer{Level: No, Note: "a note", Owner: "Dev", Due: "2026-12-01"}},
	} {
		for i := range c.changes {
			c.changes[i].Revision = uint64(i + 1)
		}
		session := &Session{Answers: map[string]Answer{q: given}}
		session.Replay(c.changes, map[string]uint64{q: c.answered})
		if got := session.Answers[q]; got != c.want {
			t.Errorf("%s: %+v stands, want %+v", name, got, c.want)
		}
		if got := session.Team.FollowsFromVotes(session.Answers[q], q); got != (c.want != given) {
			t.Errorf("%s: that it follows from the votes is %v", name, got)
		}
	}
}

func TestALaterDecisionTakesThePlaceOfTheOneBefore(t *testing.T) {
	team := NewTeam()
	for _, level := range []Level{No, Partly} {
		team.Apply(TeamChange{Question: "own-login", Decision: &Decision{Question: "own-login", Level: level}})
	}
	if len(team.Decisions) != 1 || team.Decisions["own-login"].Level != Partly {
		t.Errorf("%+v", team.Decisions)
	}
}

func TestReadyByRole(t *testing.T) {
	set := Default()
	session, err := Example(set)
	if err != nil {
		t.Fatal(err)
	}
	flow := NewFlow(set, session)
	votes := map[string][]Level{}
	for i := range flow.Len() {
		// Business says yes to all, technical sees nothing in place.
		votes[flow.At(i).ID] = []Level{InPlace, No}
	}
	session.Team = room(votes)
	got := ReadyByRole(set, session)
	if len(got) != 2 || got[0].Role != RoleBusiness || got[1].Role != RoleTechnical || got[0].People != 1 {
		t.Fatalf("%+v", got)
	}
	if got[0].Integration != Broad || got[0].Deployment != Broad || got[1].Integration != StageNone || got[1].Deployment != StageNone {
		t.Errorf("%+v", got)
	}
}

// One more voice never makes the verdict milder, whatever it says and whoever says it.
func TestAVoteNeverRaisesTheStage(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		session := drawSession(t, set)
		flow := NewFlow(set, session)
		if flow.Len() == 0 {
			return
		}
		id := flow.At(rapid.IntRange(0, flow.Len()-1).Draw(t, "question")).ID
		level := rapid.SampledFrom([]Level{No, Unsure, Partly, InPlace})
		var levels []Level
		for i := range rapid.IntRange(1, 4).Draw(t, "people") {
			levels = append(levels, level.Draw(t, fmt.Sprint("vote ", i)))
		}
		stage := func(levels []Level) Stage {
			with := clone(session)
			with.Answers[id], _ = room(map[string][]Level{id: levels}).Stands(id)
			summary := Evaluate(set, with)
			return summary.Stage
		}
		if before, after := stage(levels), stage(append(levels, level.Draw(t, "one more"))); after > before {
			t.Fatalf("%s: from %s to %s", id, before, after)
		}
	})
}
