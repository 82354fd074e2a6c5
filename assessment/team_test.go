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
