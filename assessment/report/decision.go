package report

import (
	"fmt"
	"strings"

	"readycheck/assessment"
)

// Outcome says what was decided about a question on which people did not agree, or, where
// there is no decision, what counts until there is one.
func Outcome(words *assessment.Words, votes []assessment.SeatVote, decision *assessment.Decision) Block {
	if decision == nil {
		return Paragraph(undecided(words, assessment.MostCautious(votes).Level))
	}
	text := "Decided: " + words.Level(decision.Level)
	if by := name(decision.By); by != "" {
		text += ", by " + by
	}
	text += "."
	if note := line(decision.Note, assessment.MaxNote); note != "" {
		text += " " + stopped(note)
	}
	switch owner, due := name(decision.Owner), assessment.SayDue(decision.Due); {
	case owner != "" && due != "":
		text += " " + owner + " sees to it, by " + due + "."
	case owner != "":
		text += " " + owner + " sees to it."
	case due != "":
		text += " To be done by " + due + "."
	}
	if otherwise := dissent(words, decision.Dissent); otherwise != "" {
		text += " " + otherwise
	}
	return Paragraph(text)
}

// stopped is a sentence with its end.
func stopped(text string) string {
	if strings.HasSuffix(text, "…") || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

// dissent says who voted otherwise than a room decided, those with one answer together, and counts
// those without a name.
func dissent(words *assessment.Words, list []assessment.Dissent) string {
	var named []string
	var unnamed []assessment.SeatVote
	for i, d := range list {
		switch {
		case d.Name == "":
			unnamed = append(unnamed, assessment.SeatVote{Vote: assessment.Answer{Level: d.Level}})
			continue
		case i+1 < len(list) && list[i+1].Name != "" && list[i+1].Level == d.Level:
			named = append(named, person(d.Name, d.Role))
		default:
			named = append(named, person(d.Name, d.Role)+" said "+words.Level(d.Level))
		}
	}
	text := ""
	if len(named) > 0 {
		text = "Voted otherwise: " + strings.Join(named, ", ") + "."
	}
	if n := len(unnamed); n > 0 {
		levels := counted(words, unnamed)
		if level, _ := most(unnamed); tally(unnamed)[level] == n {
			levels = words.Level(level)
		}
		more := ""
		if len(named) > 0 {
			more = " more"
		}
		text += fmt.Sprintf(" %s%s voted otherwise: %s.", assessment.Capital(inWords(n)), more, levels)
	}
	return strings.TrimSpace(text)
}

// decisions lists what was decided, in the order of the questions, with what follows from it, and
// says where the answer has changed since.
func (r room) decisions(spreads []assessment.Spread) []Block {
	blocks := []Block{Heading("What was decided")}
	var list Answers
	for i := range r.set.Questions {
		q := r.set.Questions[i].For(&r.session.Setup)
		if d, ok := r.team.Decisions[q.ID]; ok {
			list = append(list, r.decision(q, &d))
		}
	}
	if len(list) > 0 {
		blocks = append(blocks, list)
	}
	open := 0
	for i := range spreads {
		if !spreads[i].Agreed() && spreads[i].Decision == nil {
			open++
		}
	}
	switch {
	case open > 0 && len(list) == 0:
		return append(blocks, Paragraph("Nothing yet. Until there is a decision, the most cautious answer counts."))
	case open > 0:
		return append(blocks, Paragraph(assessment.Capital(inWords(open))+assessment.Either(open,
			" question on which you do not agree is not decided yet.", " questions on which you do not agree are not decided yet.")))
	case len(list) == 0:
		return append(blocks, Paragraph("Nothing. There was nothing to settle."))
	}
	return blocks
}

// decision is what was decided on one question.
func (r room) decision(q *assessment.Question, d *assessment.Decision) Answer {
	by := "decided"
	if called := name(d.By); called != "" {
		by += " by " + called
	}
	out := Answer{Question: q.Text, Said: mark(r.set, d.Level, by)}
	add := func(name, text string) {
		if text != "" {
			out.Facts = append(out.Facts, Fact{name, text})
		}
	}
	add("Why", line(d.Note, assessment.MaxNote))
	now := r.session.Answers[q.ID]
	add("What follows", r.follows(d, now))
	otherwise := dissent(&r.set.Words, d.Dissent)
	add("Not all agreed", strings.TrimPrefix(otherwise, "Voted otherwise: "))
	if now.Level != d.Level && now.State != assessment.StepDone {
		add("Changed since", "it is "+r.set.Words.Level(now.Level)+" now")
	}
	return out
}

// follows says who sees to what follows from a decision, until when, and how far that is.
func (r room) follows(d *assessment.Decision, now assessment.Answer) string {
	owner, due := name(now.Owner), assessment.SayDue(now.Due)
	if now.State == assessment.StepDone {
		text := "done"
		if owner != "" {
			text += " by " + owner
		}
		if now.Level != d.Level {
			text += "; it is " + r.set.Words.Level(now.Level) + " now"
		}
		return text
	}
	settled := d.Level == assessment.InPlace || d.Level == assessment.NA
	var said []string
	switch {
	case owner != "" && settled:
		said = append(said, owner+" is in charge of it")
	case owner != "":
		said = append(said, owner+" sees to it")
	}
	switch {
	case due != "" && owner != "":
		said[0] += ", by " + due
	case due != "":
		said = append(said, "to be done by "+due)
	}
	switch {
	case now.State == assessment.StepDoing:
		said = append(said, "it is being done")
	case now.State == assessment.StepBlocked:
		said = append(said, "it is waiting for somebody or something")
	case owner == "" && !settled:
		said = append(said, "nobody has taken it on yet")
	}
	return strings.Join(said, "; ")
}
