package screens

import (
	"strings"

	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// newDecision asks what the room decided, and who did.
func newDecision(w *work, q *assessment.Question, view workshop.RoomView) screen {
	rows := q.Options(&w.Set.Words)
	level, by, note, reason := "", "", "", ""
	if d, ok := view.Shown.Decisions[q.ID]; ok {
		level, by, note = d.Level.String(), d.By, d.Note
	}
	// A list must begin somewhere: at the most cautious vote.
	if votes := view.Shown.Cast(q.ID); level == "" && len(votes) > 0 {
		level = assessment.MostCautious(votes).Level.String()
	}
	var options []huh.Option[string]
	for _, c := range rows {
		options = append(options, huh.NewOption(c.Text, c.Level.String()))
	}
	pages := []formPage{
		listPage("What did the room decide?", "", formList{options: options, one: &level}),
		{
			field: func() huh.Field {
				return huh.NewInput().Title("Who decided?").Description("A name, or a few.").CharLimit(assessment.MaxName).Value(&by)
			},
			check: func() string {
				if assessment.CleanLine(by, assessment.MaxName) == "" {
					return "Write who decided, so that somebody stands for it."
				}
				return ""
			},
		},
		{
			field: func() huh.Field {
				title := "Why? And what did those say who see it otherwise?"
				if level == assessment.NA.String() {
					title = "Why does it not apply?"
				}
				return huh.NewInput().Title(title).Description("It is kept in the report. Whose vote was another one is kept by itself.").CharLimit(assessment.MaxShort).Value(&note)
			},
			check: func() string {
				if level == assessment.NA.String() && assessment.CleanLine(note, assessment.MaxShort) == "" {
					return "Write a few words, so that the report can say why."
				}
				return ""
			},
		},
	}
	f := &formScreen{title: "Decision", name: assessment.Form{Session: w.Session.ID, Name: decisionForm + q.ID}, form: newForm(pages, 0), done: func() action {
		answer := assessment.Answer{Known: assessment.Told}
		_ = answer.Level.UnmarshalText([]byte(level)) // one of those that were offered
		answer.Note = assessment.CleanLine(note, assessment.MaxShort)
		if reason = answer.Note; answer.Level == assessment.NA {
			answer.Reason = reason
		}
		answer.Known = knownOf(view.Shown.Cast(q.ID), answer.Level)
		return decideVote{q.ID, answer, strings.TrimSpace(by)}
	}}
	var choices []string
	for _, c := range rows {
		choices = append(choices, c.Level.String())
	}
	f.form.fields = []formField{{name: "level", value: &level, choices: choices}, textField("by", &by), textField("note", &note)}
	return f
}

// knownOf is how a decided answer is known: by the best knowledge that anybody who gave the
// same answer named. A decision that nobody voted for is only assumed.
func knownOf(votes []assessment.SeatVote, level assessment.Level) assessment.Known {
	known := assessment.Assumed
	for _, v := range votes {
		if v.Vote.Level == level {
			known = max(known, v.Vote.Known)
		}
	}
	return known
}
