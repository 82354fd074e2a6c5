package screens

import (
	"fmt"

	"readycheck/assessment"
)

// manyStrangers is how many connections without a code are no longer people who are about to
// show theirs.
const manyStrangers = 8

func (r *roomScreen) people(st *styles, b *body, width int) {
	state := "open"
	if r.view.Locked {
		state = "locked"
		if r.view.Gathered {
			state = "locked, since everybody whom you expect has come"
		}
	}
	here := 0
	for _, p := range r.view.People {
		if p.Here {
			here++
		}
	}
	said := fmt.Sprintf("%s, %d here. The room is %s.", assessment.Counted(len(r.view.People), "person", "people"), here, state)
	if r.view.Arriving > 0 {
		said += fmt.Sprintf(" %s just coming in.", assessment.Counted(r.view.Arriving, "is", "are"))
	}
	b.lines = append(b.lines, wrapped(st.text, said, width)...)
	if r.view.Codeless >= manyStrangers {
		b.lines = append(b.lines, wrapped(st.warn, fmt.Sprintf("%d connections without a code. Somebody may be trying to get in, or to be in the way. Who has the code still gets in.", r.view.Codeless), width)...)
	}
	if width < 60 {
		b.lines = append(b.lines, st.accent.Render(r.view.Command), st.dim.Render("Code: ")+st.accent.Render(r.view.Code), "")
	} else {
		b.lines = append(b.lines, st.dim.Render("To come in: ")+st.accent.Render(r.view.Command)+st.dim.Render("   Code: ")+st.accent.Render(r.view.Code), "")
	}
	if len(r.view.People) == 0 {
		b.lines = append(b.lines, wrapped(st.dim, "Nobody is here yet. 3 shows how to come in.", width)...)
	}
	for i, p := range r.view.People {
		pointer, style := r.lists[peopleTab].pointer(st, i)
		if i == r.lists[peopleTab].at {
			b.focus, b.focusEnd = len(b.lines), len(b.lines)
		}
		where := "here"
		switch {
		case p.Paper:
			where = "on paper"
		case p.Asks:
			where = "asks for it"
		case !p.Here:
			where = "away"
		}
		count := fmt.Sprintf("%d of %d", p.Voted, p.Total)
		at := len(b.lines)
		if width < 60 {
			b.lines = append(b.lines, pointer+sides(style.Render(clean(p.Name)), st.dim.Render(count+" "+where), width-2))
			b.clickable(at, r.chooses(i))
			continue
		}
		b.lines = append(b.lines, pointer+style.Render(column(clean(p.Name), 22))+" "+st.dim.Render(column(p.Role.Words(), 11))+
			bar(st, p.Voted, p.Total, 14)+"  "+column(count, 9)+st.dim.Render(where))
		b.clickable(at, r.chooses(i))
	}
}
