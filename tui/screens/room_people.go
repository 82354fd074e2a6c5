package screens

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

const noNamesHere = "This room asks for no names."

// seat does what a key means for the person under the cursor.
func (r *roomScreen) seat(msg tea.KeyPressMsg) action {
	person, away, _ := r.person()
	if away && (!key.Matches(msg, keys.sendAway) || len(r.marked) == 0) {
		return awaySeat(msg, person)
	}
	switch {
	case key.Matches(msg, keys.mark):
		if r.marked[person.Seat] = !r.marked[person.Seat]; !r.marked[person.Seat] {
			delete(r.marked, person.Seat)
		}
		return nil
	case key.Matches(msg, keys.rename):
		return openPage{newRename(r.work, person)}
	case key.Matches(msg, keys.sendAway):
		return r.takeOut(person)
	case !person.Asks:
		return notice{"Nobody asks for this seat. Whoever lost it comes in with the room's code and writes the same name."}
	}
	return openPage{newConfirm(fmt.Sprintf("Give %s this seat back?", assessment.Quoted(person.Name)), "Somebody who came in new wrote this name. Ask them whether it is them: they will see these votes and can change them. The screen that was on this seat ends.", handOver{person.Seat, person.Name})}
}

// awaySeat does what a key means for somebody who was taken out.
func awaySeat(msg tea.KeyPressMsg, person workshop.Person) action {
	if key.Matches(msg, keys.handOver) {
		return letBack{person.Seat, person.Name}
	}
	return notice{"This person was taken out. h gives the seat back."}
}

// takeOut asks once before it takes out all who are marked or, where nobody is, one person.
func (r *roomScreen) takeOut(person workshop.Person) action {
	var people []workshop.Person
	for _, p := range r.view.People {
		if r.marked[p.Seat] {
			people = append(people, p)
		}
	}
	if len(people) == 0 {
		people = []workshop.Person{person}
	}
	about := "Their votes do not count any more, until you give the seat back with h. Lock the room with l if they should not come in anew."
	return openPage{newConfirm(fmt.Sprintf("Take %s out of the room?", namesOf(people)), about, sendAway{people})}
}

// namesOf names some people in one line.
func namesOf(people []workshop.Person) string {
	names := make([]string, 0, len(people))
	for _, p := range people {
		names = append(names, assessment.Quoted(p.Name))
	}
	return listedNames(names)
}

// listedNames are names with an "and" before the last one.
func listedNames(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// newRename asks for another name of somebody.
func newRename(w *work, person workshop.Person) screen {
	name := person.Name
	f := &formScreen{title: "Rename", name: assessment.Form{Session: w.Session.ID, Name: renameForm + person.Seat}, form: newForm([]formPage{{
		field: func() huh.Field {
			return huh.NewInput().Title("Which name is right?").Description("The votes stay as they are.").CharLimit(assessment.MaxPersonName).Value(&name)
		},
		check: func() string {
			if _, ok := assessment.PersonName(name); !ok {
				return "Write a name of letters, or go back with esc."
			}
			return ""
		},
	}}, 0), done: func() action { return renameSeat{person, name} }}
	f.form.fields = []formField{textField("name", &name)}
	return f
}

// allIn says that all votes are there that can be, or nothing.
func allIn(view *workshop.RoomView, width int) string {
	switch {
	case !view.AllIn():
		return ""
	case width < 60:
		return "All have voted. v shows the votes."
	case view.InStep && view.Step != "":
		return "Everybody here has voted on this question. v shows the votes."
	}
	return "Everybody here has voted. v shows the votes."
}
