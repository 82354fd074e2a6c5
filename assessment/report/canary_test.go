package report

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
)

// canary is a session in which every text that a person can write has the word in it.
func canary(t *testing.T) Report {
	t.Helper()
	r := workshop(t)
	s := r.Session
	s.Business, s.Use, s.Setup.Tool = "CANARY business", "CANARY use", "CANARY tool"
	s.Labels = assessment.Labels{Tags: "CANARYtag", Visit: "2031-12-01"}
	for i := range r.Set.Questions {
		q := &r.Set.Questions[i]
		answer := s.Answers[q.ID]
		answer.Note, answer.Reason, answer.By, answer.Owner, answer.Due = "CANARY note", "CANARY reason", "CANARY by", "CANARY owner", "2026-12-01"
		if q.AllowNA && i%2 == 0 {
			answer.Level = assessment.NA
		}
		s.Answers[q.ID] = answer
	}
	for i := range s.Team.Seats {
		s.Team.Seats[i].Name, s.Team.Seats[i].Key = "CANARY seat", "CANARY key"
	}
	for question, votes := range s.Team.Votes {
		for seat, vote := range votes {
			vote.Note, vote.Reason, vote.By, vote.Owner = "CANARY vote", "CANARY reason", "CANARY by", "CANARY owner"
			s.Team.Votes[question][seat] = vote
		}
	}
	s.Team.Put(assessment.Seat{ID: "d", Name: "CANARY number", Role: assessment.RoleOther, Anonymous: true, Key: "CANARY key"})
	for i, seat := range s.Team.Seats {
		s.Team.VoteAgain(seat.ID, "own-login", assessment.Answer{
			Level: assessment.Partly + assessment.Level(i%2), Known: assessment.Told, Note: "CANARY again", Reason: "CANARY reason", By: "CANARY by", Owner: "CANARY owner",
		})
		s.Team.VoteAgain(seat.ID, "powers-listed", assessment.Answer{Level: assessment.No, Note: "CANARY unseen"})
	}
	s.Team.Show("own-login", true)
	for question, d := range s.Team.Decisions {
		d.By, d.Note = "CANARY decider", "CANARY decision"
		for i := range d.Dissent {
			d.Dissent[i].Name = "CANARY dissent"
		}
		s.Team.Decisions[question] = d
	}
	r.Summary = assessment.Evaluate(r.Set, s)
	earlier := *s
	r.Earlier = &earlier
	return r
}

// A client-safe report tells nothing that anybody wrote, in any format. The control is the
// same report with everything.
func TestNothingThatWasWrittenIsInAClientSafeReport(t *testing.T) {
	writers := map[string]func(io.Writer, Report) error{"text": func(w io.Writer, r Report) error { return Text(w, r, Page{Width: 80}) }}
	for _, format := range Formats {
		writers[format.Name] = readable(t, format)
	}
	for format, write := range writers {
		t.Run(format, func(t *testing.T) {
			r := canary(t)
			var full, safe bytes.Buffer
			if err := write(&full, r); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(full.String(), "CANARY use") || !strings.Contains(full.String(), "CANARY owner") {
				t.Error("the control: what was written is not in the full one")
			}
			r.ClientSafe = true
			if err := write(&safe, r); err != nil {
				t.Fatal(err)
			}
			if at := strings.Index(safe.String(), "CANARY"); at >= 0 {
				t.Errorf("it says %q", safe.String()[max(0, at-80):min(safe.Len(), at+80)])
			}
		})
	}
}

// What a client-safe report leaves out changes nothing of what it says: both rounds are in it, as
// levels, and a round that the room has not seen still does not count.
func TestWithoutNamesBothRoundsCountAsBefore(t *testing.T) {
	s := canary(t).Session
	safe := WithoutNames(s)
	levels := func(votes []assessment.SeatVote) (out []assessment.Level) {
		for _, v := range votes {
			if v.Seat.Name != "" || v.Vote.Note != "" || v.Vote.By != "" || v.Vote.Owner != "" || v.Vote.Reason != "" && v.Vote.Reason != someReason {
				t.Errorf("it tells %+v", v)
			}
			out = append(out, v.Vote.Level)
		}
		return out
	}
	bare := func(votes []assessment.SeatVote) (out []assessment.Level) {
		for _, v := range votes {
			out = append(out, v.Vote.Level)
		}
		return out
	}
	for question := range s.Team.Votes {
		before, after := s.Team, safe.Team
		if got, want := levels(after.Cast(question)), bare(before.Cast(question)); !slices.Equal(got, want) {
			t.Errorf("on %s %v counts and not %v", question, got, want)
		}
		if got, want := levels(after.First(question)), bare(before.First(question)); !slices.Equal(got, want) {
			t.Errorf("on %s the first round was %v and not %v", question, got, want)
		}
		if before.Again(question) != after.Again(question) || before.Second[question].Shown != after.Second[question].Shown {
			t.Errorf("on %s the second round is another one", question)
		}
	}
	if !safe.Team.Second["own-login"].Shown || !safe.Team.Again("powers-listed") || !safe.Team.Seats[3].Anonymous {
		t.Errorf("%+v", safe.Team)
	}
	if got := s.Team.Second["own-login"].Votes["d"].Note; got != "CANARY again" {
		t.Errorf("the session itself lost a note: %q", got)
	}
}

// Somebody who is the only one of a role is known by it.
func TestARoleOfOneIsNotTold(t *testing.T) {
	r := workshop(t)
	alone := map[assessment.Role]int{}
	for _, seat := range r.Session.Team.Seats {
		alone[seat.Role]++
	}
	team := WithoutNames(r.Session).Team
	told := map[assessment.Role]int{}
	for _, seat := range team.Seats {
		told[seat.Role]++
	}
	for role, people := range told {
		if role != assessment.RoleOther && people < 2 || role != assessment.RoleOther && people != alone[role] {
			t.Errorf("%d of %v are told, of %d", people, role, alone[role])
		}
	}
	for _, d := range team.Decisions {
		for _, dissent := range d.Dissent {
			if dissent.Role != assessment.RoleOther && told[dissent.Role] < 2 {
				t.Errorf("a dissent tells %v", dissent.Role)
			}
		}
	}
}

func TestNamesIn(t *testing.T) {
	session := &assessment.Session{
		Business: "Rosa's Bakery", Answers: map[string]assessment.Answer{"own-login": {Owner: "Ann", By: "Dev Patel"}},
		Team: &assessment.Team{Seats: []assessment.Seat{{Name: "Björn"}}, Decisions: map[string]assessment.Decision{"own-login": {By: "Ann", Owner: "Mia Weiss"}}},
	}
	for text, want := range map[string][]string{
		"ai-readiness.html": nil, "planning.pdf": nil, "devices.pdf": nil, "": nil,
		"rosas-bakery.pdf": {"Rosa's Bakery"}, "ROSA’S BAKERY_2.pdf": {"Rosa's Bakery"},
		"for ann and björn": {"Ann", "Björn"}, "dev-patel.md": {"Dev Patel"}, "mia_weiss.pdf": {"Mia Weiss"},
	} {
		if got := NamesIn(session, text); !slices.Equal(got, want) {
			t.Errorf("%q has %v, not %v", text, got, want)
		}
	}
}
