package report

import (
	"bytes"
	"strings"
	"testing"

	"readycheck/assessment"
)

// workshop is the example after a workshop of three, whose names and notes are hostile.
func workshop(t testing.TB) Report {
	t.Helper()
	set := assessment.Default()
	session, err := assessment.Example(set)
	if err != nil {
		t.Fatal(err)
	}
	team := assessment.NewTeam()
	for i, name := range []string{"Dana canary", "<b>Ali</b> canary", "Mia\x1b[31m canary"} {
		team.Put(assessment.Seat{ID: string(rune('a' + i)), Name: name, Role: assessment.Roles[i], Key: "canary"})
	}
	vote := func(question string, levels ...assessment.Level) {
		for i, level := range levels {
			team.Vote(string(rune('a'+i)), question, assessment.Answer{Level: level, Known: assessment.Seen, Note: "canary =1+1"})
		}
	}
	vote("own-login", assessment.InPlace, assessment.InPlace)
	vote("off-switch", assessment.InPlace, assessment.No, assessment.Partly)
	vote("powers-listed", assessment.InPlace, assessment.No)
	vote("sources-approved", assessment.No, assessment.InPlace)
	for _, question := range []string{"own-login", "off-switch", "powers-listed"} {
		team.Revealed[question] = true
	}
	session.Team = team
	session.TakeVotes("powers-listed")
	d := team.Decide("off-switch", assessment.Partly, "Rosa canary", "Try it canary", today)
	team.Decisions["off-switch"] = d
	answer := session.Answers["off-switch"]
	answer.Level = assessment.Partly
	session.Answers["off-switch"] = answer
	return Report{Set: set, Session: session, Summary: assessment.Evaluate(set, session), Now: today}
}

func teamText(t testing.TB, r Report) string {
	t.Helper()
	var out bytes.Buffer
	if err := Text(&out, r, Page{Width: 400}); err != nil {
		t.Fatal(err)
	}
	_, part, ok := strings.Cut(out.String(), "WHAT THE TEAM SAID")
	if !ok {
		return ""
	}
	part, _, _ = strings.Cut(part, "BY SECTION")
	return part
}

func TestTheTeamsPart(t *testing.T) {
	text := teamText(t, workshop(t))
	flat, at := strings.Join(strings.Fields(text), " "), 0
	for _, piece := range []string{
		"Three people took part: Dana canary (business), <b>Ali</b> canary (technical), Mia canary (risk).",
		"One question has votes that nobody has seen yet.",
		"Where you agree", "● in place Is the AI used through a work login that you control? (2 of 2)",
		"Where you do not agree",
		"How fast could the AI be stopped this Saturday? No two said the same.",
		"○ no <b>Ali</b> canary (technical)", "◐ partly Mia canary (risk)", "● in place Dana canary (business)",
		"<b>Ali</b> canary, who said no: canary =1+1", "Decided: partly.",
		"Is it written down what the AI may read", "○ no <b>Ali</b> canary (technical)", "● in place Dana canary (business)", "Not decided yet. Until it is, the most cautious answer counts: no.",
		`What "ready" means to each role`, "Business (1 person):", "Technical (1 person):", "Risk (1 person):",
		"What was decided", "How fast could the AI be stopped this Saturday? ◐ partly: decided by Rosa canary Why: Try it canary What follows: nobody has taken it on yet",
		"Not all agreed: <b>Ali</b> canary (technical) said no, Dana canary (business) said in place.",
		"One question on which you do not agree is not decided yet.",
	} {
		i := strings.Index(flat[at:], piece)
		if i < 0 {
			t.Fatalf("%q is not there, or too early, in:\n%s", piece, text)
		}
		at += i
	}
	if strings.Contains(flat, "Is it settled which files") {
		t.Error("a question is told that nobody has seen the votes on")
	}
	if strings.ContainsRune(text, '\x1b') {
		t.Error("a control character came through")
	}
}

func TestADecisionThatChangedSince(t *testing.T) {
	r := workshop(t)
	answer := r.Session.Answers["off-switch"]
	answer.Level = assessment.InPlace
	r.Session.Answers["off-switch"] = answer
	if text := teamText(t, r); !strings.Contains(text, "Changed since: it is in place now") {
		t.Error(text)
	}
}

func TestNoTeamNoPart(t *testing.T) {
	r := workshop(t)
	r.Session.Team = nil
	if text := teamText(t, r); text != "" {
		t.Error(text)
	}
	r = workshop(t)
	for _, seat := range r.Session.Team.Seats {
		seat.Removed = true
		r.Session.Team.Put(seat)
	}
	if text := teamText(t, r); text != "" {
		t.Error(text)
	}
}

// A client-safe report names nobody of the team, in any format. The control is the same
// report with names.
func TestATeamWithoutNames(t *testing.T) {
	r := workshop(t)
	for id, answer := range r.Session.Answers {
		answer.Note, answer.Owner = "", ""
		r.Session.Answers[id] = answer
	}
	for format, write := range map[string]func(*bytes.Buffer, Report) error{
		"html":     func(out *bytes.Buffer, r Report) error { return HTML(out, r) },
		"markdown": func(out *bytes.Buffer, r Report) error { return Markdown(out, r) },
		"text":     func(out *bytes.Buffer, r Report) error { return Text(out, r, Page{Width: 80}) },
	} {
		for _, safe := range []bool{true, false} {
			r.ClientSafe = safe
			var out bytes.Buffer
			if err := write(&out, r); err != nil {
				t.Fatal(err)
			}
			if has := strings.Contains(out.String(), "canary"); has == safe {
				t.Errorf("%s, client-safe %v: the names are there: %v", format, safe, has)
			}
			if strings.Contains(out.String(), "<b>Ali") && format == "html" {
				t.Error("a name is not escaped")
			}
			// Each role has one person only, who is known by it.
			if strings.Contains(out.String(), "(technical)") == safe {
				t.Errorf("%s, client-safe %v: the roles are told, or gone", format, safe)
			}
		}
	}
}
