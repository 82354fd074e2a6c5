package interview

import (
	"readycheck/assessment"
	"readycheck/assessment/papers"
)

// Paper is one of the papers that the advice to the open session asks for.
type Paper struct {
	papers.Paper
	// Settles are the questions that are in place once it is written.
	Settles []string
	// Written is true where all of them are in place and seen, so that nothing is left to mark.
	Written bool
	// Asked is true where a step of the plan asks for it.
	Asked bool
}

// Papers are the papers that the advice to the open session can ask for.
func (w *Work) Papers() []Paper {
	var out []Paper
	asked := map[string]bool{}
	for _, step := range w.Summary.Steps {
		if paper, ok := papers.ForQuestion(w.Set, w.Session, step.Question); ok && step.Kind == assessment.Fix {
			asked[paper.Name] = true
		}
	}
	for _, paper := range papers.For(w.Set, w.Session) {
		p := Paper{Paper: paper, Settles: paper.Settles(w.Set, w.Session), Asked: asked[paper.Name]}
		p.Written = len(p.Settles) > 0
		for _, question := range p.Settles {
			answer := w.Session.Answers[question]
			p.Written = p.Written && answer.Level == assessment.InPlace && answer.Known == assessment.Seen
		}
		out = append(out, p)
	}
	return out
}

// Wrote are the answers that follow when a person says that a paper is written: in place, and
// seen. What is so already is left as it is.
func (w *Work) Wrote(p Paper) map[string]assessment.Answer {
	out := map[string]assessment.Answer{}
	for _, question := range p.Settles {
		answer := w.Session.Answers[question]
		if answer.Level != assessment.InPlace || answer.Known != assessment.Seen {
			out[question] = answer.StepAfter(assessment.InPlace, 0, assessment.Seen)
		}
	}
	return out
}

// NothingToMark says why a paper cannot be marked as written, or "".
func (p Paper) NothingToMark() string {
	switch {
	case len(p.Settles) == 0:
		return "Writing this paper alone settles no question. Do what it says, then answer its questions."
	case p.Written:
		return "It is marked as written already."
	}
	return ""
}

// PapersForm asks where papers go.
const PapersForm = "papers"

// PaperOrder are papers that somebody asks to be written into a folder.
type PaperOrder struct {
	// Session is the session's id, Format one of papers.Formats by its name.
	Session, Format, Folder string
}

// WritePapers writes the papers of a session as it is stored, and says how many.
func (o *Options) WritePapers(order PaperOrder) (written int, err error) {
	session, err := o.load(order.Session)
	if err != nil {
		return 0, err
	}
	return o.Papers(o.Set(), session, order.Format, order.Folder)
}
