package screens

import (
	"fmt"
	"strings"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/workshop"
)

// newDecision asks on one page what the room decided, who did, and who sees to what follows.
func newDecision(w *work, q *assessment.Question, view workshop.RoomView) screen {
	votes, stands := view.Shown.Cast(q.ID), w.Session.Answers[q.ID]
	decided, again := view.Shown.Decisions[q.ID]
	// A list must begin somewhere: at the decision that stands, or the most cautious vote.
	first := stands
	switch {
	case again && stands.Level != decided.Level:
		first = assessment.Answer{Level: decided.Level, Known: interview.KnownOf(votes, decided.Level)}
	case !again && len(votes) > 0:
		first = assessment.MostCautious(votes)
	}
	rows := q.Options(&w.Set.Words)
	level := oneOf("level", "Answer", codeOf(first.Level, first.Choice), answerOptions(rows))
	known := oneOf("known", "How known", first.Known.String(), knownOptions(&w.Set.Words))
	by := textOf("by", "Who decided", decided.By, assessment.MaxName)
	owner := textOf("owner", "Who sees to it", stands.Owner, assessment.MaxName)
	due := textOf("due", "By when", stands.Due, assessment.MaxDay)
	note := textOf("note", "Why", decided.Note, assessment.MaxShort)
	answer := func() assessment.Answer {
		row := max(0, level.row())
		return assessment.Answer{Level: rows[row].Level, Choice: assessment.ChoiceAt(rows, row)}
	}

	known.off = func() string {
		if answer().Level.IsKnown() {
			return ""
		}
		return "not asked of this answer"
	}
	by.check = func(f *sheetField) string {
		if assessment.CleanLine(f.text(), assessment.MaxName) == "" {
			return "Write who decided, so that somebody stands for it."
		}
		return ""
	}
	note.check = func(f *sheetField) string {
		if answer().Level == assessment.NA && assessment.CleanLine(f.text(), assessment.MaxShort) == "" {
			return "Write why it does not apply, so that the report can say it."
		}
		return ""
	}
	entry := interview.DueEntry{Was: stands.Due, Now: w.Now()}
	due.says = entry.Says
	due.check = func(f *sheetField) string {
		day, problem := entry.Enter(f.text())
		if problem == "" {
			f.input.SetValue(day)
		}
		return problem
	}

	return &sheet{
		title: "What did the room decide?", about: q.Text, name: assessment.Form{Session: w.Session.ID, Name: decisionForm + q.ID},
		below:  "Whose vote was another one is kept by itself, beside the decision.",
		fields: []*sheetField{level, known, by, owner, due, note},
		changed: func() {
			if !known.chosen {
				known.value = interview.KnownOf(votes, answer().Level).String()
			}
		},
		done: func() action {
			a := answer()
			if a.Level.IsKnown() {
				_ = a.Known.UnmarshalText([]byte(known.value)) // one of those that were offered
			}
			a.Note = assessment.CleanLine(note.text(), assessment.MaxShort)
			if a.Level == assessment.NA {
				a.Reason = a.Note
			}
			a.Owner, a.Due = assessment.CleanLine(owner.text(), assessment.MaxName), due.text()
			return decideVote{q.ID, a, strings.TrimSpace(by.text())}
		},
	}
}

// codeOf names a row by its level, and by which of that level it is where there are several.
func codeOf(level assessment.Level, choice int) string {
	if choice == 0 {
		return level.String()
	}
	return fmt.Sprint(level, " ", choice)
}

func answerOptions(rows []assessment.Choice) []sheetOption {
	var options []sheetOption
	for i, c := range rows {
		options = append(options, sheetOption{codeOf(c.Level, assessment.ChoiceAt(rows, i)), c.Text, c.Level})
	}
	return options
}

// knownOptions are the ways in which an answer can be known, the best one first.
func knownOptions(words *assessment.Words) []sheetOption {
	var options []sheetOption
	for _, known := range []assessment.Known{assessment.Seen, assessment.Told, assessment.Assumed} {
		options = append(options, sheetOption{code: known.String(), text: words.Known[known]})
	}
	return options
}
