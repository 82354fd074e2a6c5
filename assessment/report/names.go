package report

import (
	"slices"
	"strings"
	"unicode"

	"readycheck/assessment"
)

// What stands for the texts that a client-safe report leaves out. They are replaced and not
// dropped, so that "somebody answers for this" stays true.
const (
	someBusiness = "A business (name left out)"
	someUse      = "A use of AI (left out)"
	someReason   = "the reason is left out"
	somebody     = "a named person"
)

// WithoutNames copies a session without what could tell whose it is: the business, its use
// of AI and its tool, the names of people, and every text that somebody wrote. It gets the
// same verdict as the session itself.
func WithoutNames(session *assessment.Session) *assessment.Session {
	out := *session
	out.Business, out.Use, out.Setup.Tool = someBusiness, someUse, ""
	out.Labels = assessment.Labels{}
	out.Answers = make(map[string]assessment.Answer, len(session.Answers))
	for id, answer := range session.Answers {
		answer.Note, answer.By = "", ""
		if answer.Owner != "" {
			answer.Owner = somebody
		}
		if answer.Reason != "" {
			answer.Reason = someReason
		}
		out.Answers[id] = answer
	}
	if session.Team != nil {
		out.Team = withoutTeamNames(session.Team)
	}
	return &out
}

// withoutNames is the session of a client-safe report, with what stands for the texts left out in
// the words of the set.
func (r Report) withoutNames() *assessment.Session {
	out := WithoutNames(r.Session)
	out.Business, out.Use = r.Set.Say("business_left_out"), r.Set.Say("use_left_out")
	for id, answer := range out.Answers {
		if answer.Owner != "" {
			answer.Owner = r.Set.Say("name_left_out")
		}
		if answer.Reason != "" {
			answer.Reason = r.Set.Say("reason_left_out")
		}
		out.Answers[id] = answer
	}
	return out
}

// withoutTeamNames is a team without the names and the notes of people.
func withoutTeamNames(team *assessment.Team) *assessment.Team {
	out := assessment.NewTeam()
	people := map[assessment.Role]int{}
	for _, seat := range team.Seats {
		people[seat.Role]++
	}
	// The only one of a role is known by it.
	role := func(role assessment.Role) assessment.Role {
		if people[role] < 2 {
			return assessment.RoleOther
		}
		return role
	}
	for _, seat := range team.Seats {
		seat.Role = role(seat.Role)
		seat.Name, seat.Key = "", ""
		out.Seats = append(out.Seats, seat)
	}
	take := func(second bool, question string, votes map[string]assessment.Answer) {
		for seat, vote := range votes {
			out.VoteIn(second, seat, question, voteWithoutNames(vote))
		}
	}
	for question, votes := range team.Votes {
		take(false, question, votes)
	}
	for question := range team.Revealed {
		out.Show(question, false)
	}
	for question, round := range team.Second {
		out.OpenAgain(question)
		take(true, question, round.Votes)
		if round.Shown {
			out.Show(question, true)
		}
	}
	for question, d := range team.Decisions {
		d.Note = ""
		if d.By != "" {
			d.By = somebody
		}
		if d.Owner != "" {
			d.Owner = somebody
		}
		d.Dissent = slices.Clone(d.Dissent)
		for i := range d.Dissent {
			d.Dissent[i].Name, d.Dissent[i].Role = "", role(d.Dissent[i].Role)
		}
		out.Decisions[question] = d
	}
	return out
}

func voteWithoutNames(vote assessment.Answer) assessment.Answer {
	vote.Note, vote.By, vote.Owner = "", "", ""
	if vote.Reason != "" {
		vote.Reason = someReason
	}
	return vote
}

// NamesIn finds the names of a session that a text still tells: its business, and its people.
// For a text of one's own beside a client-safe report, such as its file's name.
func NamesIn(session *assessment.Session, text string) []string {
	names := []string{session.Business}
	for _, answer := range session.Answers {
		names = append(names, answer.Owner, answer.By)
	}
	if session.Team != nil {
		for _, seat := range session.Team.Seats {
			names = append(names, seat.Name)
		}
		for _, decision := range session.Team.Decisions {
			names = append(names, decision.By, decision.Owner)
		}
	}
	// Only letters and digits count: a file's name has others between its words.
	text = " " + lettersOf(text) + " "
	var found []string
	for _, called := range names {
		called = name(called)
		if words := lettersOf(called); words != "" && strings.Contains(text, " "+words+" ") && !slices.Contains(found, called) {
			found = append(found, called)
		}
	}
	slices.Sort(found)
	return found
}

// lettersOf is a text in small letters and digits, with one space for whatever is between them.
func lettersOf(text string) string {
	text = strings.NewReplacer("'", "", "\u2019", "").Replace(strings.ToLower(text))
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
