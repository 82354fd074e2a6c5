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
		Team: &assessment.Team{Seats: []assessment.Seat{{Name: "Björn"}}, Decisions: map[string]assessment.Decision{"own-login": {By: "Ann"}}},
	}
	for text, want := range map[string][]string{
		"ai-readiness.html": nil, "planning.pdf": nil, "devices.pdf": nil, "": nil,
		"rosas-bakery.pdf": {"Rosa's Bakery"}, "ROSA’S BAKERY_2.pdf": {"Rosa's Bakery"},
		"for ann and björn": {"Ann", "Björn"}, "dev-patel.md": {"Dev Patel"},
	} {
		if got := NamesIn(session, text); !slices.Equal(got, want) {
			t.Errorf("%q has %v, not %v", text, got, want)
		}
	}
}
