package screens

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// joinScreen asks who somebody is.
type joinScreen struct {
	view workshop.VoterView
	form *form
	name string
	role string
}

func newJoin(view workshop.VoterView) screen {
	if view.Anonymous {
		return &namelessJoin{view}
	}
	j := &joinScreen{view: view, role: assessment.RoleBusiness.String()}
	name := textField("name", &j.name)
	j.form = newForm(seatPages(
		"What is your name?", "The others see it beside your answers, once the facilitator shows them.", nameless, &j.name,
		"From which side do you look at it?", &j.role,
	), 0)
	j.form.fields = []formField{name}
	return j
}

func (j *joinScreen) draft() assessment.Draft {
	return j.form.typed(assessment.Form{Session: j.view.Session.ID, Name: seatForm})
}

// restore puts back the name and asks for it again: it may be one that is taken.
func (j *joinScreen) restore(d assessment.Draft) {
	d.Page = 0
	j.form.restore(d)
}

const nameless = "Write your name, so that the others know who you are."

var roleChoices = [...]string{
	assessment.RoleBusiness:   "Business: what we gain and lose by it",
	assessment.RoleTechnical:  "Technical: I connect it or keep it running",
	assessment.RoleRisk:       "Risk: rules, private data, what can go wrong",
	assessment.RoleOperations: "Operations: I do the daily work with it",
	assessment.RoleOther:      "Another side",
}

func (j *joinScreen) Init() tea.Cmd { return j.form.open() }

func (j *joinScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && j.form.at > 0 && key.Matches(k, keys.esc) {
		// Whoever is about to come in does not go away by one key.
		msg = tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	outcome, cmd := j.form.Update(msg)
	switch outcome {
	case formLeft:
		return j, quit{}, cmd
	case formDone:
		return j, takeSeat{j.name, roleOf(j.role)}, cmd
	}
	return j, nil, cmd
}

// workshopAbout says what a workshop is about, in one line where there is little room.
func workshopAbout(st *styles, view *workshop.VoterView, room size) []string {
	about := "This workshop is about " + assessment.Quoted(view.Session.Use) + " at " + assessment.Quoted(view.Session.Business) + "."
	if room.height < 14 {
		return []string{st.text.Render(cut(about, room.width))} // the field needs the rest
	}
	return wrapped(st.text, about, room.width)
}

func (j *joinScreen) View(st *styles, room size) body {
	lines := workshopAbout(st, &j.view, room)
	if room.height >= 18 {
		lines = append(lines, wrapped(st.dim, "Everybody answers the same questions alone. Nobody sees another's answers before the facilitator shows them to all.", room.width)...)
	}
	lines = append(lines, "")
	return body{lines: append(lines, j.form.View(st, size{room.width, room.height - len(lines) - 2}).lines...)}
}

func (j *joinScreen) capturesText() bool { return j.form.types() }

func (j *joinScreen) ShortHelp() []key.Binding {
	leave := described(keys.esc, "leave")
	if j.form.at > 0 {
		leave = keys.esc
	}
	return []key.Binding{described(keys.enter, "next"), leave}
}

func (j *joinScreen) groups() []keyGroup { return []keyGroup{{"Keys", j.ShortHelp()}} }

// namelessJoin lets somebody into a room that asks for no names.
type namelessJoin struct{ view workshop.VoterView }

func (j *namelessJoin) Init() tea.Cmd { return nil }

func (j *namelessJoin) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case k.String() == "enter":
			return j, takeSeat{"", assessment.RoleOther}, nil
		case key.Matches(k, keys.esc):
			return j, quit{}, nil
		}
	}
	return j, nil, nil
}

func (j *namelessJoin) View(st *styles, room size) body {
	lines := append(workshopAbout(st, &j.view, room), "")
	lines = append(lines, wrapped(st.strong, noNamesHere+" enter comes in.", room.width)...)
	lines = append(lines, "")
	return body{lines: append(lines, wrapped(st.dim, "Everybody answers alone. Once the facilitator shows the votes, all see how many said what, and nobody sees who.", room.width)...)}
}

func (j *namelessJoin) capturesText() bool { return false }

func (j *namelessJoin) ShortHelp() []key.Binding {
	return []key.Binding{described(keys.enter, "come in"), keys.help, described(keys.esc, "leave")}
}

func (j *namelessJoin) groups() []keyGroup { return []keyGroup{{"Keys", j.ShortHelp()}} }

// newMe asks for another name and side of somebody who is in.
func newMe(view workshop.VoterView) screen {
	name := textOf("name", "Your name", view.Name, assessment.MaxPersonName)
	name.check = func(f *sheetField) string {
		if _, ok := assessment.PersonName(f.text()); !ok {
			return nameless
		}
		return ""
	}
	var sides []sheetOption
	for _, role := range assessment.Roles {
		sides = append(sides, sheetOption{code: role.String(), text: roleChoices[role]})
	}
	side := oneOf("role", "Your side", view.Role.String(), sides)
	return &sheet{
		title: "About you", name: assessment.Form{Session: view.Session.ID, Name: meForm},
		below:  "Your votes stay as they are.",
		fields: []*sheetField{name, side},
		done: func() action {
			role := assessment.RoleOther
			_ = role.UnmarshalText([]byte(side.value)) // one of those that were offered
			return renameMe{name.text(), role}
		},
	}
}
