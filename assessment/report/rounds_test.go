package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
)

// seated is the example after a workshop of such people; one without a role gave no name. Each
// vote is a letter, as in rounds.
func seated(t testing.TB, roles ...assessment.Role) (Report, func(second bool, question, votes string, notes ...string)) {
	t.Helper()
	set := assessment.Default()
	session, err := assessment.Example(set)
	if err != nil {
		t.Fatal(err)
	}
	session.Team = assessment.NewTeam()
	for i, role := range roles {
		seat := assessment.Seat{ID: string(rune('a' + i)), Name: fmt.Sprintf("Dana%d", i), Role: role}
		if role == assessment.Role(len(assessment.Roles)) {
			seat.Name, seat.Role, seat.Anonymous = fmt.Sprintf("Person %d", i), assessment.RoleOther, true
		}
		session.Team.Put(seat)
	}
	levels := map[rune]assessment.Level{'n': assessment.No, 'u': assessment.Unsure, 'p': assessment.Partly, 'i': assessment.InPlace, 'x': assessment.NA}
	return Report{Set: set, Session: session, Now: today}, func(second bool, question, votes string, notes ...string) {
		for i, letter := range votes {
			vote := assessment.Answer{Level: levels[letter]}
			if i < len(notes) {
				vote.Note = notes[i]
			}
			session.Team.VoteIn(second, string(rune('a'+i)), question, vote)
		}
		session.Team.Show(question, second)
		session.TakeVotes(question)
	}
}

// unnamed is a role in seated for somebody without a name.
const unnamed = assessment.Role(len(assessment.Roles))

func flatTeam(t testing.TB, r Report) string {
	r.Summary = assessment.Evaluate(r.Set, r.Session)
	return strings.Join(strings.Fields(teamText(t, r)), " ")
}

// inOrder looks for texts one behind the other.
func inOrder(t testing.TB, text string, pieces ...string) {
	t.Helper()
	at := 0
	for _, piece := range pieces {
		i := strings.Index(text[at:], piece)
		if i < 0 {
			t.Fatalf("%q is not there, or too early, in:\n%s", piece, text)
		}
		at += i + len(piece)
	}
}

func TestBothRoundsAreTold(t *testing.T) {
	r, vote := seated(t, assessment.RoleBusiness, assessment.RoleBusiness, assessment.RoleTechnical, assessment.RoleOperations)
	vote(false, "off-switch", "iipi", "", "I did it once.", "Half a plan.", "Easy.")
	vote(true, "off-switch", "npni", "The office is locked.")
	vote(false, "own-login", "iini")
	vote(true, "own-login", "iiii")
	text := flatTeam(t, r)
	inOrder(t, text,
		"Where you agree", "Is the AI used through a work login that you control? (4 of 4)",
		"How fast could the AI be stopped this Saturday? 2 of 4 said: no. Business (2): partly, no. Technical (1): no. Operations (1): in place.",
		"○ no Dana0, Dana2", "◐ partly Dana1", "● in place Dana3",
		"- Dana3, who said in place: Easy.", "- Dana0, who said no: The office is locked.",
		"Not decided yet. Until it is, the most cautious answer of the last round counts: no.",
		"What moved when you voted again",
		"How fast could the AI be stopped this Saturday? At first: 3 in place, 1 partly. After talking: 1 in place, 1 partly, 2 no. Three of four moved towards no.",
		"- Dana2, who said partly at first: Half a plan.", "- Dana1, who said in place at first: I did it once.",
		"Is the AI used through a work login that you control? At first: 3 in place, 1 no. After talking: 4 in place. One of four moved from no to in place.",
	)
	if n := strings.Count(text, "Easy."); n != 1 {
		t.Errorf("a reason that stands is told %d times", n)
	}
}

func TestAnOpenSecondVote(t *testing.T) {
	r, vote := seated(t, assessment.RoleBusiness, assessment.RoleTechnical)
	vote(false, "off-switch", "in")
	vote(false, "own-login", "ii")
	r.Session.Team.OpenAgain("off-switch")
	r.Session.Team.OpenAgain("own-login")
	r.Session.Team.VoteAgain("a", "off-switch", assessment.Answer{Level: assessment.Partly, Note: "hidden"})
	text := flatTeam(t, r)
	inOrder(t, text, "One question has votes that nobody has seen yet.", "(2 of 2; open for a second vote)",
		"● in place Dana0 (business) Open for a second vote. Until that is shown, the most cautious answer of the first round counts: no.")
	for _, not := range []string{"hidden", "moved", "partly"} {
		if strings.Contains(text, not) {
			t.Errorf("it says %q of a round that nobody has seen", not)
		}
	}
}

// What the room sees of a decision says who sees to what follows.
func TestTheOutcomeSaysWhoSeesToIt(t *testing.T) {
	votes := []assessment.SeatVote{{Vote: assessment.Answer{Level: assessment.No}}}
	for want, d := range map[string]assessment.Decision{
		"Decided: no, by Rosa. Ali sees to it, by Fri 4 Dec 2026.": {Level: assessment.No, By: "Rosa", Owner: "Ali\x1b[1m", Due: "2026-12-04"},
		"Decided: no, by Rosa. Ali sees to it.":                    {Level: assessment.No, By: "Rosa", Owner: "Ali"},
		"Decided: no. To be done by Fri 4 Dec 2026.":               {Level: assessment.No, Due: "2026-12-04"},
		"Decided: no.": {Level: assessment.No},
	} {
		if got := Outcome(&assessment.Default().Words, votes, &d); got != Paragraph(want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestWhatFollowsFromADecision(t *testing.T) {
	for _, test := range []struct {
		decided assessment.Level
		now     assessment.Answer
		want    string
	}{
		{assessment.Partly, assessment.Answer{Level: assessment.Partly, Owner: "Ali\x1b[1m", Due: "2026-12-04"}, "Ali sees to it, by Fri 4 Dec 2026"},
		{assessment.No, assessment.Answer{Level: assessment.No, Owner: "Ali", State: assessment.StepBlocked}, "Ali sees to it; it is waiting for somebody or something"},
		{assessment.No, assessment.Answer{Level: assessment.No, Due: "2026-12-04", State: assessment.StepDoing}, "to be done by Fri 4 Dec 2026; it is being done"},
		{assessment.No, assessment.Answer{Level: assessment.No}, "nobody has taken it on yet"},
		{assessment.InPlace, assessment.Answer{Level: assessment.InPlace}, ""},
		{assessment.InPlace, assessment.Answer{Level: assessment.InPlace, Owner: "Ali"}, "Ali is in charge of it"},
		{assessment.InPlace, assessment.Answer{Level: assessment.InPlace, Due: "2026-12-04"}, "to be done by Fri 4 Dec 2026"},
		{assessment.Partly, assessment.Answer{Level: assessment.InPlace, Owner: "Ali", State: assessment.StepDone}, "done by Ali; it is in place now"},
		{assessment.Partly, assessment.Answer{Level: assessment.InPlace, State: assessment.StepDone}, "done; it is in place now"},
	} {
		r := room{set: assessment.Default()}
		if got := r.follows(&assessment.Decision{Level: test.decided}, test.now); got != test.want {
			t.Errorf("decided %v, now %+v: %q, want %q", test.decided, test.now, got, test.want)
		}
	}
}

func TestNotTheVotesCountAfterAnotherAnswer(t *testing.T) {
	r, vote := seated(t, assessment.RoleBusiness, assessment.RoleTechnical)
	vote(false, "off-switch", "in")
	r.Session.Answers["off-switch"] = assessment.Answer{Level: assessment.InPlace}
	inOrder(t, flatTeam(t, r), "Not decided by the room. The answer was changed since, and that one counts: in place.")
}

// Whoever gave no name is counted and nothing else: in no format is there a name, a number or a side.
func TestARoomWithoutNames(t *testing.T) {
	r, vote := seated(t, unnamed, unnamed, unnamed, unnamed, unnamed, unnamed)
	vote(false, "off-switch", "iiiiin", "", "", "", "", "", "Not on Saturdays.")
	vote(true, "off-switch", "iiiinn", "", "", "", "", "Not on Sundays.")
	team := r.Session.Team
	team.Decisions["off-switch"] = team.Decide("off-switch", assessment.InPlace, "Rosa", "", today)
	vote(false, "powers-listed", "iiiinp")
	team.Decisions["powers-listed"] = team.Decide("powers-listed", assessment.InPlace, "Rosa", "", today)
	text := flatTeam(t, r)
	inOrder(t, text, "Six people took part without giving names.", "4 of 6 said: in place.", "○ no two people", "● in place four people",
		"Somebody: Not on S", "Somebody: Not on S", "Two voted otherwise: 1 partly, 1 no.", "Two voted otherwise: no.")
	if !strings.Contains(text, "One of six moved from in place to no.") || strings.Contains(text, "each role") {
		t.Errorf("it says\n%s", text)
	}
	r.Summary = assessment.Evaluate(r.Set, r.Session)
	for _, format := range Formats {
		if format.Name == "json" {
			continue // it has the seats, for a computer that takes the room in
		}
		var out bytes.Buffer
		if err := readable(t, format)(&out, r); err != nil {
			t.Fatal(err)
		}
		if i := strings.Index(out.String(), "Person "); i >= 0 {
			t.Errorf("%s says %q", format.Name, out.String()[i:min(i+40, out.Len())])
		}
	}
	// One who gave no name on paper is told as little, whatever the facilitator typed.
	one, vote := seated(t, unnamed)
	one.Session.Team.Put(assessment.Seat{ID: "a", Name: "Olga", Role: assessment.RoleRisk, Paper: true, Anonymous: true})
	vote(false, "off-switch", "n")
	if text := flatTeam(t, one); !strings.HasPrefix(text, "One person took part without giving a name. Where only one person answered ○ no How fast") || strings.Contains(text, "Olga") || strings.Contains(strings.ToLower(text), "(risk") {
		t.Errorf("it says\n%s", text)
	}
}

func TestARoomOfSomeNames(t *testing.T) {
	r, vote := seated(t, unnamed, assessment.RoleRisk, unnamed, assessment.RoleRisk)
	vote(false, "off-switch", "ninn", "Never.", "Always.")
	team := r.Session.Team
	team.Decisions["off-switch"] = team.Decide("off-switch", assessment.InPlace, "Rosa", "", today)
	inOrder(t, flatTeam(t, r), "Two people took part: Dana1 (risk), Dana3 (risk). Two more took part without giving names.",
		"3 of 4 said: no. Risk (2): in place, no. Without a name (2): no.",
		"○ no Dana3, two without a name", "● in place Dana1", "- Dana1, who said in place: Always.", "- Somebody: Never.",
		"Risk (2 people): the connection", "Not all agreed: Dana3 (risk) said no. Two more voted otherwise: no.")
}

func TestOneRoleAndAllAgreed(t *testing.T) {
	r, vote := seated(t, assessment.RoleBusiness, assessment.RoleBusiness)
	vote(false, "off-switch", "ii")
	inOrder(t, flatTeam(t, r), "Two people took part:", "Where you agree ● in place How fast", "(2 of 2)",
		"Where you do not agree Nowhere:", "Only one side was there: business. By its answers the connection is ready for",
		"What was decided Nothing. There was nothing to settle.")
}

// Where ready means the same to every side, it is said once.
func TestReadyMeansTheSameToAll(t *testing.T) {
	r, vote := seated(t, assessment.RoleBusiness, assessment.RoleRisk)
	vote(false, "off-switch", "ii")
	inOrder(t, flatTeam(t, r), `What "ready" means to each role The same to both sides: the connection is ready for`)
	r, vote = seated(t, assessment.RoleBusiness, assessment.RoleRisk, assessment.RoleOther)
	vote(false, "off-switch", "iii")
	inOrder(t, flatTeam(t, r), "The same to all three sides: the connection is ready for")
	r, vote = seated(t, assessment.RoleBusiness, assessment.RoleRisk)
	vote(false, "off-switch", "in")
	inOrder(t, flatTeam(t, r), "Business (1 person): the connection", "Risk (1 person): the connection")
}

func TestOnePersonAloneAgreesWithNobody(t *testing.T) {
	r, vote := seated(t, assessment.RoleBusiness)
	vote(false, "off-switch", "i", "It is by the door.")
	text := flatTeam(t, r)
	inOrder(t, text, "One person took part: Dana0 (business).", "Where only one person answered ● in place How fast")
	for _, not := range []string{"agree", "1 of 1", "each question"} {
		if strings.Contains(text, not) {
			t.Errorf("of one person it says %q in\n%s", not, text)
		}
	}
}

// Where many questions are not agreed on, only the largest disagreements have room.
func TestTheSmallerDisagreementsAreAList(t *testing.T) {
	r, vote := seated(t, assessment.RoleBusiness, assessment.RoleTechnical, assessment.RoleTechnical)
	for i, q := range r.Set.Questions {
		if i%2 == 0 {
			vote(false, q.ID, "iip", "Said by most", "", "Said by one")
		} else if i < 2*maxApart {
			vote(false, q.ID, "iin", "", "", "Look at it once more")
		}
	}
	blocks := Team(r.Set, r.Session)
	subjects := 0
	for _, block := range blocks {
		if _, ok := block.(Subject); ok {
			subjects++
		}
	}
	if subjects != maxApart+1 {
		t.Errorf("%d disagreements are told with room", subjects-1)
	}
	at := slices.Index(blocks, Block(Subject("The others, in short")))
	text := said([]Block{blocks[at+1].(Answers)[:1]})
	inOrder(t, text, "partly: counts until you decide", "The room: 2 of 3 said: in place. Business (1): in place. Technical (2): in place, partly.", "Otherwise: partly: Dana2", "Why: Dana2, who said partly: Said by one")
	if strings.Contains(text, "Said by most") {
		t.Errorf("in short it tells why most said what they said:\n%s", text)
	}
}

// What people in a room write is cut where it is long, and acts in no format.
func TestHostileNotesOfTwoRounds(t *testing.T) {
	r, vote := seated(t, assessment.RoleBusiness, assessment.RoleTechnical)
	long := strings.Repeat("ä", assessment.MaxVoteNote)
	vote(false, "off-switch", "in", "=1+1\x1b]52;c;eA==\x07\u202egnirts", long)
	vote(true, "off-switch", "pn", "<script>[x](y)\u2028", "")
	text := teamText(t, r)
	for _, not := range []string{"\x1b", "\u202e", "\u2028", "52;c", strings.Repeat("ä", maxReason+1)} {
		if strings.Contains(text, not) {
			t.Errorf("it says %q", not)
		}
	}
	inOrder(t, text, "ä …", "=1+1gnirts")
	r.Summary = assessment.Evaluate(r.Set, r.Session)
	var page bytes.Buffer
	if err := HTML(&page, r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(page.String(), "<script>[") {
		t.Error("a note acts in HTML")
	}
}

// A client-safe report counts the second round, as the full one does.
func TestTheSecondRoundIsKeptWithoutNames(t *testing.T) {
	r, vote := seated(t, assessment.RoleBusiness, assessment.RoleTechnical)
	vote(false, "off-switch", "in", "", "CANARY")
	vote(true, "off-switch", "ip", "CANARY", "CANARY")
	r.Session.Team.OpenAgain("own-login")
	safe := WithoutNames(r.Session).Team
	round := safe.Second["off-switch"]
	if !round.Shown || len(round.Votes) != 2 || round.Votes["b"].Level != assessment.Partly || round.Votes["a"].Note != "" || safe.Second["own-login"].Shown {
		t.Errorf("%+v", safe.Second)
	}
	if r.Session.Team.Second["off-switch"].Votes["a"].Note == "" {
		t.Error("the session itself has lost a note")
	}
	r.ClientSafe = true
	text := flatTeam(t, r)
	inOrder(t, text, "Two people took part. Their names are left out here.", "One of two moved from no to partly.")
}
