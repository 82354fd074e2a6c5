package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/workshop"
)

// tallyRoom is the room of the facilitator where nobody comes in: its people are papers.
type tallyRoom struct {
	*roomScreen
	sheets PaperRoom
}

var tallyTabs = roomTabs[:joinTab]

func newTallyRoom(room PaperRoom, w *work) screen {
	r := &tallyRoom{&roomScreen{room: room, work: w, tabs: tabs{pages: len(tallyTabs), numbered: true}}, room}
	r.take(room.View())
	return r
}

func (r *tallyRoom) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		_, a, cmd := r.roomScreen.Update(msg)
		return r, a, cmd
	}
	person, away, chosen := r.person()
	switch {
	case key.Matches(k, tallyKeys.add):
		return r, addPaper{}, nil
	case key.Matches(k, keys.end, keys.esc):
		return r, leaveTally{}, nil
	case key.Matches(k, keys.lock, keys.time, keys.mark), key.Matches(k, keys.handOver) && !away:
		return r, nil, nil // there is no door
	case key.Matches(k, keys.sendAway) && chosen && !away:
		return r, openPage{newConfirm(fmt.Sprintf("Take the paper of %s out?", assessment.Quoted(person.Name)), "These votes do not count any more. The name can be added anew, with an empty paper.", sendAway{[]workshop.Person{person}})}, nil
	case key.Matches(k, keys.enter) && away:
		return r, notice{"This paper was taken out. h puts it back."}, nil
	case key.Matches(k, keys.enter) && chosen && !person.Paper:
		return r, notice{assessment.Quoted(person.Name) + " has voted on a screen, so there is no paper to go on with."}, nil
	case key.Matches(k, keys.enter) && chosen:
		return r, takePaper{newPaperForm(r.work.Session.ID, r.view.Shown), person.Name, person.Role}, nil
	}
	a := r.key(k)
	if key.Matches(k, keys.reveal) {
		if page, ok := a.(openPage); ok {
			if confirm, ok := page.page.(*confirmScreen); ok {
				confirm.about = interview.RevealAbout(r.sheets.Unfinished())
			}
		}
	}
	return r, a, nil
}

func (r *tallyRoom) ShortHelp() []key.Binding {
	reveal := keys.reveal
	if len(r.view.Hidden()) == 0 && len(r.view.Shown.Revealed) > 0 {
		reveal = described(keys.reveal, "what the room said")
	}
	bindings := []key.Binding{tallyKeys.add}
	if len(r.view.People) > 0 {
		bindings = append(bindings, reveal, keys.tab)
	}
	switch _, away, chosen := r.person(); {
	case away:
		bindings = append(bindings, described(keys.handOver, "put it back"))
	case chosen:
		bindings = append(bindings, described(keys.enter, "go on with it"), keys.sendAway)
	}
	if r.view.Shown.Revealed[r.question()] {
		bindings = append(bindings, described(keys.enter, "its votes"))
	}
	return append(bindings, keys.verdict, keys.help, described(keys.esc, "the summary"))
}

func (r *tallyRoom) groups() []keyGroup {
	return []keyGroup{
		{"Papers", []key.Binding{
			described(tallyKeys.add, "type the paper of one person"), described(keys.enter, "go on with the paper under the cursor, or see the votes on a question that were shown"),
			described(keys.sendAway, "take the paper under the cursor out"), described(keys.handOver, "put back one that was taken out"), described(keys.rename, "another name for it"),
			described(keys.reveal, "show the votes on all questions, or on the one under the cursor"),
		}},
		{"Pages", []key.Binding{keys.tab, keys.shiftTab, bind("1–2", "a page", keys.pick.Keys()...), keys.up, keys.down, keys.pageUp, keys.pageDown}},
		{"Go", []key.Binding{described(keys.verdict, "the summary: where you stand now"), described(keys.esc, "close the room, and back to the summary"), keys.help, keys.quitNow}},
	}
}

func (r *tallyRoom) off() []offKey {
	switch _, away, chosen := r.person(); {
	case away:
		return []offKey{{keys.sendAway, "This paper was taken out already. h puts it back."}}
	case chosen:
		return []offKey{{keys.handOver, "This paper is in. h puts back one that was taken out."}}
	}
	return []offKey{{keys.sendAway, "Choose a paper on the first page."}}
}

func (r *tallyRoom) purpose() string {
	return "A room on paper: everybody ticks a sheet alone, and you type the sheets in, one after the other. Nobody sees a vote before you show it with v. Then you talk, and write down what is decided."
}

func (r *tallyRoom) View(st *styles, room size) body {
	var b body
	r.tabs.draw(&b, st, []string{"Papers", "Questions"}, false, func() {})
	if r.view.Problem != "" {
		b.lines = append(wrapped(st.warn, r.view.Problem, room.width), "")
	}
	switch {
	case r.tabs.at == questionsTab:
		r.questions(st, &b, room.width)
	case len(r.everybody()) == 0:
		b.lines = append(b.lines, wrapped(st.text, "No paper is in yet. Add one with +.", room.width)...)
		b.lines = append(append(b.lines, ""), wrapped(st.dim, "A name, a side, and then a number for each tick. Nobody sees a vote before you show it with v.", room.width)...)
		b.lines = append(append(b.lines, ""), wrapped(st.dim, "Nobody has a sheet yet? `readycheck questions --pdf --quick -o ballot.pdf` makes one.", room.width)...)
	default:
		r.papers(st, &b, room.width)
	}
	return b
}

// papers lists who has a paper here, and how much of it is in.
func (r *tallyRoom) papers(st *styles, b *body, width int) {
	said := assessment.Counted(len(r.view.People), "paper.", "papers.")
	if len(r.view.People) == 0 {
		said = "No paper is in now."
	}
	if hidden := len(r.view.Hidden()); hidden > 0 {
		said += fmt.Sprintf(" Votes on %s are not shown yet.", assessment.Counted(hidden, "question", "questions"))
	}
	b.lines = append(append(b.lines, wrapped(st.text, said, width)...), "")
	for i, p := range r.everybody() {
		pointer, style := r.lists[peopleTab].pointer(st, i)
		at, count := len(b.lines), fmt.Sprintf("%d of %d", p.Voted, p.Total)
		if i == r.lists[peopleTab].at {
			b.focus, b.focusEnd = at, at
		}
		if i >= len(r.view.People) {
			count, style = "taken out", st.dim
		}
		row := style.Render(clean(p.Name))
		if width >= 60 {
			row = style.Render(column(clean(p.Name), 26)) + " " + st.dim.Render(column(p.Role.Words(), 12)) + bar(st, p.Voted, p.Total, 14)
		}
		b.lines = append(b.lines, pointer+sides(row, st.dim.Render(count), min(width, longestLine)-2))
		b.clickable(at, r.chooses(i))
	}
}

// paperForm is the name of the form that asks whose paper it is.
const paperForm = "paper"

// newPaperForm asks whose paper is typed next. Who has one here already is seen from the side that
// was said then.
func newPaperForm(session string, team *assessment.Team) *formScreen {
	name, role := "", assessment.RoleBusiness.String()
	f := &formScreen{title: "A paper", name: assessment.Form{Session: session, Name: paperForm}}
	f.form = newForm(seatPages(
		"Whose paper is it?", "A name that is here already goes on with its paper.", interview.NamePaper, &name,
		"From which side do they look at it?", &role,
	), 0)
	missing := f.form.pages[0].check
	f.form.pages[0].check = func() string {
		if seat, there := interview.PaperOf(team, name); there {
			role = seat.Role.String()
		}
		return missing()
	}
	var sides []string
	for _, r := range assessment.Roles {
		sides = append(sides, r.String())
	}
	f.form.fields = []formField{textField("name", &name), {name: "side", value: &role, choices: sides}}
	f.done = func() action { return takePaper{f, name, roleOf(role)} }
	return f
}

// seatPages ask who somebody is, and from which side they look at it.
func seatPages(who, about, missing string, name *string, side string, role *string) []formPage {
	var roles []huh.Option[string]
	for _, r := range assessment.Roles {
		roles = append(roles, huh.NewOption(roleChoices[r], r.String()))
	}
	return []formPage{
		{
			field: func() huh.Field {
				return huh.NewInput().Title(who).Description(about).CharLimit(assessment.MaxPersonName).Value(name)
			},
			check: func() string {
				if _, ok := assessment.PersonName(*name); !ok {
					return missing
				}
				return ""
			},
		},
		listPage(side, "", formList{options: roles, one: role}),
	}
}

// roleOf is the role of one of the rows that were offered.
func roleOf(row string) assessment.Role {
	role := assessment.RoleOther
	_ = role.UnmarshalText([]byte(row))
	return role
}
