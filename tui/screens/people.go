package screens

import (
	"fmt"

	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// manyStrangers is how many connections without a code are no longer people who are about to
// show theirs.
const manyStrangers = 8

// people draws who is here and how far, and beside it how late people come in by a phone.
func (r *roomScreen) people(st *styles, b *body, room size) {
	width, height := room.width, room.height-2
	beside := st.shows(r.view.PhoneQR) && width >= besideQR && height >= len(r.view.PhoneQR)
	if beside {
		width -= ansi.StringWidth(r.view.PhoneQR[0]) + 3
	}
	b.lines = append(b.lines, wrapped(st.text, r.gathering(), width)...)
	if r.view.Codeless >= manyStrangers {
		b.lines = append(b.lines, wrapped(st.warn, fmt.Sprintf("%d connections without a code. Somebody may be trying to get in, or to be in the way. Who has the code still gets in.", r.view.Codeless), width)...)
	}
	way, code := r.view.Command, st.dim.Render("Code: ")+st.accent.Render(r.view.Code)
	if r.view.PhoneURL != "" {
		way = phoneAddress(&r.view)
	}
	var right []string
	if beside {
		right = pictureLines(st, r.view.PhoneQR)
	}
	switch {
	case beside && height >= len(right)+2:
		// Below the picture it stays in sight too.
		right = append(right, st.accent.Render(way), code)
	case width < 60:
		b.lines = append(b.lines, st.accent.Render(cut(way, width)), code)
	default:
		b.lines = append(b.lines, st.dim.Render("To come in: ")+st.accent.Render(way)+"   "+code)
	}
	b.lines = append(b.lines, "")
	if len(r.view.People) == 0 {
		b.lines = append(b.lines, wrapped(st.dim, "Nobody is here yet. 3 shows how to come in.", width)...)
	}
	for i, p := range r.everybody() {
		if i == len(r.view.People) {
			b.lines = append(b.lines, "", st.dim.Render("Taken out; h gives the seat back:"))
		}
		r.row(st, b, i, p, width)
	}
	if beside {
		// The picture stays where it is while the list moves.
		_, b.scroll = window(*b, height)
		b.scrolls = true
		b.lines = setBeside(b.lines, b.scroll, right, width)
	}
}

// gathering says how many are here, and whether more can come.
func (r *roomScreen) gathering() string {
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
	return said
}

// row draws one person: the name, the side, how far, and whether they are here.
func (r *roomScreen) row(st *styles, b *body, i int, p workshop.Person, width int) {
	pointer, style := r.lists[peopleTab].pointer(st, i)
	if i == r.lists[peopleTab].at {
		b.focus, b.focusEnd = len(b.lines), len(b.lines)
	} else if i >= len(r.view.People) {
		style = st.dim
	}
	if len(r.marked) > 0 {
		box := "[ ] "
		switch {
		case r.marked[p.Seat]:
			box = "[x] "
		case i >= len(r.view.People):
			box = "    "
		}
		pointer += style.Render(box)
	}
	where := "here"
	switch {
	case i >= len(r.view.People):
		where = "taken out"
	case p.Paper:
		where = "on paper"
	case p.Asks:
		where = "asks for it"
	case !p.Here:
		where = "away"
	}
	count, at := fmt.Sprintf("%d of %d", p.Voted, p.Total), len(b.lines)
	switch room := width - ansi.StringWidth(pointer); {
	case width < 60:
		name := style.Render(clean(p.Name))
		if !r.view.Anonymous {
			name += "  " + st.dim.Render(p.Role.Words())
		}
		b.lines = append(b.lines, pointer+sides(name, st.dim.Render(count+" "+where), room))
	case r.view.Anonymous:
		b.lines = append(b.lines, pointer+style.Render(column(clean(p.Name), 22))+" "+bar(st, p.Voted, p.Total, 14)+"  "+st.dim.Render(column(count, 9)+where))
	default:
		b.lines = append(b.lines, pointer+style.Render(column(clean(p.Name), 22))+" "+st.dim.Render(column(p.Role.Words(), 11))+
			bar(st, p.Voted, p.Total, 14)+"  "+st.dim.Render(column(count, 9)+where))
	}
	b.clickable(at, r.chooses(i))
}
