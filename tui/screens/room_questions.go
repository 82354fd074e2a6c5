package screens

import (
	"fmt"
)

func (r *roomScreen) questions(st *styles, b *body, width int) {
	people := len(r.view.People)
	for i := range r.work.Flow.Len() {
		q := r.work.Flow.At(i)
		pointer, style := r.lists[questionsTab].pointer(st, i)
		if i == r.lists[questionsTab].at {
			b.focus = len(b.lines)
		}
		state := fmt.Sprintf("%d of %d voted", r.view.Voted[q.ID], people)
		switch _, decided := r.view.Shown.Decisions[q.ID]; {
		case decided:
			state = "decided"
		case r.view.Shown.Revealed[q.ID]:
			state = "shown"
		case r.view.InStep && q.ID == r.view.Step:
			state += ", the room is here"
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(pointer, style, q.Text, width)...)
		b.lines = append(b.lines, "    "+st.dim.Render(state))
		b.clickable(at, r.chooses(i))
		if i == r.lists[questionsTab].at {
			b.focusEnd = len(b.lines) - 1
		}
	}
}
