package screens

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"readycheck/tui/interview"
)

// round is a way through what a review lists: whoever has looked at one thing is led to the next
// one that is still open, and at the end back to the review.
type round struct {
	// order are the questions from where it began, at is the one at hand.
	order []string
	at    int
	// all is how many the review lists.
	all int
}

// newRound begins at a row of a review; nil where the row leads to no question.
func newRound(rows []interview.Open, row int) *round {
	if rows[row].Question == "" {
		return nil
	}
	return &round{order: interview.WalkFrom(rows, row), all: len(interview.WalkFrom(rows, 0))}
}

func (r *round) question() string { return r.order[r.at] }

// to is the round at another of its questions, or nil.
func (r *round) to(question string) *round {
	if r == nil {
		return nil
	}
	at := slices.Index(r.order, question)
	if at < 0 {
		return nil
	}
	return &round{r.order, at, r.all}
}

// next is the round at its next question that is still open, or nil at the end.
func (r *round) next(w *work) *round {
	next, _ := w.GoOn(r.order[r.at+1:])
	return r.to(next)
}

// says is how far the round is.
func (r *round) says() string {
	return fmt.Sprintf("%d of %d to look at", r.all-len(r.order)+r.at+1, r.all)
}

type (
	// lookAt shows a question of a round.
	lookAt struct{ round *round }
	// lookOn goes on in a round. Where to is decided when the answer before has been taken in.
	lookOn struct{ round *round }
)

// look does what a round asks for.
func (m *model) look(a action) tea.Cmd {
	switch a := a.(type) {
	case lookAt:
		return m.show(newLook(m.work, a.round), nil)
	case lookOn:
		if next := a.round.next(m.work); next != nil {
			return m.show(newLook(m.work, next), nil)
		}
		m.notice = "That was the last one to look at."
		return m.review()
	}
	return nil
}

// review shows what is open, or goes back there.
func (m *model) review() tea.Cmd {
	if m.trail.last() == reviewPlace {
		return m.back()
	}
	return m.show(newReview(m.work), nil)
}

// newLook is a question on a round.
func newLook(w *work, r *round) screen {
	q := newQuestion(w, r.question())
	q.round = r
	return q
}

// again is what shows a question once more: on the round that one is on, where it belongs to it.
func (m *model) again(question string) action {
	if q, ok := m.screen.(*questionScreen); ok {
		if r := q.round.to(question); r != nil {
			return lookAt{r}
		}
	}
	return openQuestion{question}
}
