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
	use := strings.TrimRight(line(b.Session.Use, assessment.MaxUse), ".")
	out := Letter{Owner: name(owner), Subject: b.Set.Say("mail_subject", "use", use)}
	var text strings.Builder
	if out.Owner != "" {
		text.WriteString(b.Set.Say("mail_hello", "name", out.Owner) + "\n\n")
	}
	text.WriteString(b.Set.Say("mail_about", "use", use) + "\n")
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
			if fact.Name == b.Set.Say("usually_done_by") {
				continue // it is theirs now
			}
			fmt.Fprintf(&text, "   %s: %s\n", fact.Name, fact.Text)
		}
		if whole.Message != "" {
			fmt.Fprintf(&text, "   %s\n   %s\n", b.Set.Say("mail_message"), strings.ReplaceAll(string(whole.Message), "\n", "\n   "))
		}
	}
	for _, q := range plan.Open {
		if theirs(q.Owner) {
			out.Steps++
			fmt.Fprintf(&text, "\n%d. %s\n", out.Steps, b.Set.Say("mail_find_out", "question", b.openQuestion(q)))
		}
	}
	text.WriteString("\n" + b.Set.Say("mail_thanks") + "\n")
	out.Text = text.String()
	return out
}

// StepMessage is the message that a step has ready to send, or "".
func (r Report) StepMessage(step assessment.Step) string {
	return string(r.builder().wholeStep(step).Message)
}
