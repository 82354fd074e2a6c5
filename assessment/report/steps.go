package report

import (
	"time"

	"readycheck/assessment"
)

// StepsTitle heads the first steps. Where the stage in use today is carried, nothing is
// urgent: they are there for who wants to go further.
func StepsTitle(sum *assessment.Summary) string {
	if sum.Further() {
		return "If you want to go further"
	}
	return "Do these first"
}

// StepsOrder says in what order the whole plan stands.
func StepsOrder(sum *assessment.Summary) string {
	if sum.Further() {
		return "What you do today is carried. The first steps lead on from there, and the last ones only make it better."
	}
	return "The first steps are what keeps you from using it as you do, or from the next stage. The last ones only make it better."
}

// steps lists the next steps, at most so many, in brief or with all it takes to do them.
func (b *builder) steps(most int, whole bool) []Block {
	if len(b.Summary.Steps) == 0 {
		return []Block{Paragraph("Nothing is left to do for the questions you answered.")}
	}
	var steps Steps
	for _, step := range b.Summary.Steps[:min(most, len(b.Summary.Steps))] {
		out := Step{Title: step.Title, Asides: b.stepAsides(step)}
		if q, ok := b.Set.Question(step.Question); ok && whole {
			q = q.For(&b.Session.Setup)
			switch step.Kind {
			case assessment.Fix:
				out.Do = q.Fix.Steps
				out.Facts = []Fact{{"Usually done by", q.Fix.Who}, {"Done when", q.Fix.Done}}
			case assessment.FindOut:
				out.Facts = []Fact{{"Ask", q.FindOut.Ask}}
				out.Message = q.FindOut.Message
			case assessment.Confirm:
				out.Do = []string{q.Confirm.Text}
			}
		}
		steps = append(steps, out)
	}
	return []Block{steps}
}

func (b *builder) stepAsides(step assessment.Step) []string {
	asides := make([]string, 0, 4)
	switch step.Kind {
	case assessment.Fix:
		asides = append(asides, step.Effort.Words())
	case assessment.FindOut:
		asides = append(asides, "a message to send")
	case assessment.Confirm:
		asides = append(asides, "a look")
	}
	owner := name(b.Session.Answers[step.Question].Owner)
	if owner == "" {
		owner = "nobody yet"
	}
	asides = append(asides, owner)
	if due := b.dueWords(step.Due); due != "" {
		asides = append(asides, due)
	}
	if step.Blocks != nil {
		return append(asides, b.Set.Then(*step.Blocks))
	}
	return append(asides, "good to have")
}

// stepsOf are the steps of one lens in brief.
func (b *builder) stepsOf(lens assessment.Lens) Steps {
	var out Steps
	for _, step := range b.Summary.Steps {
		if step.Lens == lens {
			out = append(out, Step{Title: step.Title, Asides: b.stepAsides(step)})
		}
	}
	return out
}

// due reads a due date, and says if it has passed.
func (b *builder) due(due string) (at time.Time, passed, ok bool) {
	at, err := time.Parse(assessment.DateLayout, due)
	return at, !b.Now.IsZero() && due < b.Now.Format(assessment.DateLayout), err == nil
}

// dueWords says a due date within a line.
func (b *builder) dueWords(due string) string {
	switch at, passed, ok := b.due(due); {
	case !ok:
		return ""
	case passed:
		return "was due on " + dayWords(at)
	default:
		return "by " + dayWords(at)
	}
}
