package report

import (
	"fmt"
	"strings"

	"readycheck/assessment"
)

// Letter is what one person has to do, ready to send.
type Letter struct {
	// Owner is whom it is for, or "" for the steps that nobody has yet.
	Owner string
	// Steps is how many there are.
	Steps int
	// Subject is a line, Text the letter itself, in lines as long as they come.
	Subject, Text string
}

// Letters are a letter for each person who sees to a step, in the order of the plan, and at the
// end one of the steps that nobody has yet.
func (r Report) Letters(plan assessment.Plan) []Letter {
	var letters []Letter
	for _, owner := range plan.Owners() {
		letters = append(letters, r.letter(owner, plan, func(name string) bool { return assessment.SameName(name, owner) }))
	}
	if rest := r.letter("", plan, func(name string) bool { return name == "" }); rest.Steps > 0 {
		letters = append(letters, rest)
	}
	return letters
}

func (r Report) letter(owner string, plan assessment.Plan, theirs func(name string) bool) Letter {
	b := r.builder()
	out := Letter{Owner: name(owner), Subject: "What we need to do for: " + strings.TrimRight(line(b.Session.Use, assessment.MaxUse), ".")}
	var text strings.Builder
	if out.Owner != "" {
		fmt.Fprintf(&text, "Hello %s,\n\n", out.Owner)
	}
	fmt.Fprintf(&text, "This is about our use of AI: %s.\n", strings.TrimRight(line(b.Session.Use, assessment.MaxUse), "."))
	for _, step := range plan.Steps {
		if !theirs(step.Owner) {
			continue
		}
		out.Steps++
		whole := b.wholeStep(step.Step)
		title := step.Title
		if due := b.dueWords(step.Due); due != "" {
			title += " (" + due + ")"
		}
		fmt.Fprintf(&text, "\n%d. %s\n", out.Steps, title)
		for _, do := range whole.Do {
			fmt.Fprintf(&text, "   - %s\n", do)
		}
		for _, fact := range whole.Facts {
			if fact.Name == usuallyDoneBy {
				continue // it is theirs now
			}
			fmt.Fprintf(&text, "   %s: %s\n", fact.Name, fact.Text)
		}
		if whole.Message != "" {
			fmt.Fprintf(&text, "   A message that you can send as it is:\n   %s\n", strings.ReplaceAll(string(whole.Message), "\n", "\n   "))
		}
	}
	for _, q := range plan.Open {
		if theirs(q.Owner) {
			out.Steps++
			fmt.Fprintf(&text, "\n%d. Please find out: %s\n", out.Steps, b.openQuestion(q))
		}
	}
	text.WriteString("\nPlease tell me when something is done, and what you saw. If you are stuck, tell me too. Thank you.\n")
	out.Text = text.String()
	return out
}

// StepMessage is the message that a step has ready to send, or "".
func (r Report) StepMessage(step assessment.Step) string {
	return string(r.builder().wholeStep(step).Message)
}
