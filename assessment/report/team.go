package report

import (
	"fmt"
	"slices"
	"strings"

	"readycheck/assessment"
)

// hasTeam reports whether anybody took part in a workshop on the session.
func hasTeam(session *assessment.Session) bool {
	return session.Team != nil && slices.ContainsFunc(session.Team.Seats, func(s assessment.Seat) bool { return !s.Removed })
}

// Team puts a workshop into words, for reports and screens: who was there, where they
// agree and where not, what "ready" means to each role, and what was decided. It says
// nothing of votes that the room has not seen.
func Team(set *assessment.Set, session *assessment.Session) []Block {
	team := session.Team
	blocks := []Block{Paragraph(whoVoted(team))}
	if hidden := team.Hidden(); hidden > 0 {
		text := assessment.Counted(hidden, "question", "questions") + " have votes that nobody has seen yet. They do not count until they are shown."
		if hidden == 1 {
			text = "One question has votes that nobody has seen yet. They do not count until they are shown."
		}
		blocks = append(blocks, Paragraph(text))
	}
	spreads := team.Spreads(set, &session.Setup)
	if len(spreads) == 0 {
		return append(blocks, Paragraph("No votes have been shown yet."))
	}
	var agree Marks
	var apart []Block
	for i := range spreads {
		s := &spreads[i]
		if s.Agreed() {
			agree = append(agree, mark(set, s.Votes[0].Vote.Level, s.Question.Text, voted(len(s.Votes))))
			continue
		}
		apart = append(apart, disagreement(set, s)...)
	}
	blocks = append(blocks, Heading("Where you agree"))
	if len(agree) == 0 {
		blocks = append(blocks, Paragraph("On none of the questions that were shown."))
	} else {
		blocks = append(blocks, agree)
	}
	blocks = append(blocks, Heading("Where you do not agree"))
	if len(apart) == 0 {
		blocks = append(blocks, Paragraph("Nowhere: each question that was shown got one answer."))
	}
	blocks = append(blocks, apart...)
	blocks = append(blocks, Heading(`What "ready" means to each role`), readyToRoles(set, session))
	return append(blocks, decisions(set, session, spreads)...)
}

// whoVoted says how many people there were, and who.
func whoVoted(team *assessment.Team) string {
	var names []string
	for _, role := range assessment.Roles {
		for _, seat := range team.Seats {
			if seat.Role == role && !seat.Removed {
				names = append(names, person(seat.Name, seat.Role))
			}
		}
	}
	if len(names) == 1 {
		return "One person took part: " + names[0] + "."
	}
	return fmt.Sprintf("%d people took part: %s.", len(names), strings.Join(names, ", "))
}

func voted(n int) string {
	if n == 1 {
		return "one person voted"
	}
	return fmt.Sprintf("all %d who voted", n)
}

func person(called string, role assessment.Role) string {
	if called == "" {
		return "somebody (" + role.Words() + ")"
	}
	return name(called) + " (" + role.Words() + ")"
}

// disagreement says who gave which answer to a question, and what counts.
func disagreement(set *assessment.Set, s *assessment.Spread) []Block {
	var marks Marks
	for at := 0; at < len(s.Votes); {
		level := s.Votes[at].Vote.Level
		var names []string
		for ; at < len(s.Votes) && s.Votes[at].Vote.Level == level; at++ {
			names = append(names, person(s.Votes[at].Seat.Name, s.Votes[at].Seat.Role))
		}
		marks = append(marks, mark(set, level, strings.Join(names, ", ")))
	}
	blocks := []Block{Subject(s.Question.Text), marks}
	var said Bullets
	for _, v := range s.Votes {
		for _, text := range []string{v.Vote.Reason, v.Vote.Note} {
			if text = line(text, assessment.MaxNote); text != "" {
				said = append(said, person(v.Seat.Name, v.Seat.Role)+": "+text)
			}
		}
	}
	if len(said) > 0 {
		blocks = append(blocks, said)
	}
	return append(blocks, Outcome(&set.Words, s.Votes, s.Decision))
}

// Outcome says what was decided about a question on which people did not agree, or, where
// there is no decision, what counts until there is one.
func Outcome(words *assessment.Words, votes []assessment.SeatVote, decision *assessment.Decision) Block {
	if decision == nil {
		return Paragraph("Not decided yet. Until it is, the most cautious answer counts: " + words.Level(assessment.MostCautious(votes).Level) + ".")
	}
	return Paragraph(decided(words, decision))
}

// decided says what was decided, by whom, why, and who sees it otherwise.
func decided(words *assessment.Words, d *assessment.Decision) string {
	text := "Decided: " + words.Level(d.Level)
	if by := name(d.By); by != "" {
		text += ", by " + by
	}
	text += "."
	if note := line(d.Note, assessment.MaxNote); note != "" {
		text += " " + note
		if !strings.ContainsAny(note[len(note)-1:], ".!?") {
			text += "."
		}
	}
	var otherwise []string
	for _, v := range d.Dissent {
		otherwise = append(otherwise, person(v.Name, v.Role)+" said "+words.Level(v.Level))
	}
	if len(otherwise) > 0 {
		text += " Voted otherwise: " + strings.Join(otherwise, ", ") + "."
	}
	return text
}

func readyToRoles(set *assessment.Set, session *assessment.Session) Block {
	var out Bullets
	for _, r := range assessment.ReadyByRole(set, session) {
		people := assessment.Counted(r.People, "person", "people")
		out = append(out, fmt.Sprintf("%s (%s): the connection is ready for %s, the people for %s.",
			assessment.Capital(r.Role.Words()), people, set.ReadyFor(r.Integration), set.ReadyFor(r.Deployment)))
	}
	return out
}

// decisions lists what was decided, in the order of the questions, and says where the
// answer has changed since.
func decisions(set *assessment.Set, session *assessment.Session, spreads []assessment.Spread) []Block {
	blocks := []Block{Heading("What was decided")}
	var list Bullets
	for i := range spreads {
		d := spreads[i].Decision
		if d == nil {
			continue
		}
		text := spreads[i].Question.Text + " " + decided(&set.Words, d)
		if now := session.Answers[d.Question].Level; now != d.Level {
			text += " Changed since: it is " + set.Words.Level(now) + " now."
		}
		list = append(list, text)
	}
	if len(list) == 0 {
		return append(blocks, Paragraph("Nothing yet. Until there is a decision, the most cautious answer counts."))
	}
	return append(blocks, list)
}
