package screens

import (
	"fmt"
)

func (r *roomScreen) questions(st *styles, b *body, width int) {
	for i := range r.work.Flow.Len() {
		q := r.work.Flow.At(i)
		pointer, style := r.lists[questionsTab].pointer(st, i)
		if i == r.lists[questionsTab].at {
			b.focus = len(b.lines)
		}
		state := r.state(q.ID)
		at := len(b.lines)
		b.lines = append(b.lines, hang(pointer, style, q.Text, width)...)
		b.lines = append(b.lines, "    "+st.dim.Render(state))
		b.clickable(at, r.chooses(i))
		if i == r.lists[questionsTab].at {
			b.focusEnd = len(b.lines) - 1
		}
	}
}

// state says how far the room is with a question.
func (r *roomScreen) state(question string) string {
	state := fmt.Sprintf("%d of %d", r.view.Voted[question], len(r.view.People))
	switch _, decided := r.view.Shown.Decisions[question]; {
	case decided:
		return "decided"
	case r.view.Shown.Again(question):
		state = "voting again: " + state
	case r.view.Shown.Revealed[question]:
		state = "shown"
	default:
		state += " voted"
	}
	if r.view.InStep && question == r.view.Step {
		state += ", the room is here"
	}
	return state
}
