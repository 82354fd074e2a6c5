package screens

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// What is typed in a form outlives the form, the window and the program: while somebody
// types it is kept as a draft, and stands there again when the same form is opened. Saving
// the form takes the draft away.

// typing is a screen on which something is typed.
type typing interface {
	screen
	// draft is what was typed and is not saved. Its form is named also where nothing was.
	draft() assessment.Draft
	// restore puts a draft back into the form, before it is shown.
	restore(assessment.Draft)
}

// The names of forms: those of every interview, and those of a workshop.
const (
	setupForm    = interview.SetupForm
	exportForm   = interview.ExportForm
	noteForm     = interview.NoteForm
	reasonForm   = interview.ReasonForm
	ownerForm    = interview.OwnerForm
	putOffForm   = interview.PutOffForm
	papersForm   = interview.PapersForm
	labelsForm   = interview.LabelsForm
	lettersForm  = interview.LettersForm
	changeForm   = "change "
	seatForm     = "seat"
	decisionForm = "decision "
	renameForm   = "rename "
	meForm       = "me"
)

// draftPause is how long after a key what is typed is kept: no write for each key, and a
// power cut takes the last words at most.
const draftPause = time.Second

// draftDue says that somebody has typed, and it is time to keep that.
type draftDue struct{}

// draftsRead brings what was typed before the program began.
type draftsRead struct{ drafts []assessment.Draft }

func readDrafts(store interview.Store) tea.Cmd {
	return func() tea.Msg { return draftsRead{store.Drafts()} }
}

// draftKept says what became of a draft.
type draftKept struct{ err error }

// draftsRead takes in the drafts and gives the setup of a new session its own.
func (c *owner) draftsRead(msg draftsRead) tea.Cmd {
	m := c.m
	waited := m.waiting()
	c.unread = false
	for _, d := range msg.drafts {
		m.drafts[d.Form] = d
	}
	var cmd tea.Cmd
	if setup, ok := m.screen.(*setupScreen); ok && setup.draft().Empty() {
		m.offer(setup)
		cmd = setup.Init()
	}
	if waited && !m.waiting() {
		return m.arrived(cmd, nil)
	}
	return cmd
}

// draftsOf takes in the drafts of a session that was read: another window may have changed
// them.
func (m *model) draftsOf(session string, drafts []assessment.Draft) {
	for form := range m.drafts {
		if form.Session == session {
			delete(m.drafts, form)
		}
	}
	for _, d := range drafts {
		if d.Form.Session == session {
			m.drafts[d.Form] = d
		}
	}
}

// offer gives a form what was typed in it before.
func (m *model) offer(s screen) {
	form, ok := s.(typing)
	if !ok {
		return
	}
	if d := m.drafts[form.draft().Form]; !d.Empty() {
		form.restore(d)
	}
}

// typed sees that somebody types.
func (m *model) typed(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
	default:
		return nil
	}
	if _, ok := m.front().(typing); !ok || m.due {
		return nil
	}
	m.due = true
	return tea.Tick(draftPause, func(time.Time) tea.Msg { return draftDue{} })
}

// form is the form that is laid over the screen, or nil.
func (m *model) form() typing {
	for _, page := range []screen{m.page, m.below} {
		if form, ok := page.(typing); ok {
			return form
		}
	}
	return nil
}

// keepTyped keeps what stands in the forms on the screen, where it is not kept already.
func (m *model) keepTyped() tea.Cmd {
	var commands []tea.Cmd
	for _, s := range []screen{m.screen, m.below, m.page} {
		form, ok := s.(typing)
		if !ok {
			continue
		}
		d := form.draft()
		if d.Empty() && m.work != nil && (m.work.Saving() || m.work.Unwritten() > 0) {
			continue // what became of it is not known yet
		}
		commands = append(commands, m.keep(d))
	}
	return tea.Batch(commands...)
}

// keep keeps a draft in the place of the one before. An empty one takes that away.
func (m *model) keep(d assessment.Draft) tea.Cmd {
	before := m.drafts[d.Form]
	if before.Form = d.Form; d.Same(before) {
		return nil
	}
	if d.Empty() {
		delete(m.drafts, d.Form)
	} else {
		m.drafts[d.Form] = d
	}
	kept := m.o.Store.KeepDraft(d)
	return func() tea.Msg { return draftKept{<-kept} }
}

func (m *model) forget(form assessment.Form) tea.Cmd { return m.keep(assessment.Draft{Form: form}) }

// sentOff remembers what stood in a form that was passed, until it is known whether it was
// saved.
func (m *model) sentOff(page screen, then action) {
	form, ok := page.(typing)
	if !ok {
		return
	}
	d := form.draft()
	if more, ok := then.(both); ok {
		then = more.first
	}
	switch a := then.(type) {
	case both:
		m.sentOff(page, a.first)
	case writePapers:
		m.sent[papersForm] = append(m.sent[papersForm], d)
	case saveLabels:
		m.sent[labelsForm+a.Session] = append(m.sent[labelsForm+a.Session], d)
	case writeLetters:
		m.sent[lettersForm] = append(m.sent[lettersForm], d)
	case saveAnswer:
		m.sent[a.question] = append(m.sent[a.question], d)
	case decideVote:
		m.sent[a.question] = append(m.sent[a.question], d)
	case renameMe:
		m.sent[meForm] = append(m.sent[meForm], d)
	case renameSeat:
		m.sent[renameForm+a.person.Seat] = append(m.sent[renameForm+a.person.Seat], d)
	case saveSetup:
		m.sent[""] = append(m.sent[""], d)
	case exportSession:
		m.sent[exportForm] = append(m.sent[exportForm], d)
	}
}

// settled takes in what became of what was sent off: saved, it is no draft any more; else it
// stands in its form again.
func (m *model) settled(about string, err error) tea.Cmd {
	var commands []tea.Cmd
	for _, d := range m.sent[about] {
		if err == nil {
			d.Fields = nil
		}
		if form := m.form(); form != nil && form.draft().Form == d.Form {
			continue // it is open again, and has what is typed now
		}
		commands = append(commands, m.keep(d))
	}
	delete(m.sent, about)
	return tea.Batch(commands...)
}

// forgetSaid lets go of the drafts that say no more than the answers that are on disk.
func (m *model) forgetSaid() tea.Cmd {
	var commands []tea.Cmd
	for form, d := range m.drafts {
		kind, question, _ := strings.Cut(form.Name, " ")
		_, sent := m.sent[question]
		open := m.form() != nil
		if form.Session != m.work.Session.ID || open || sent || m.work.OnTheWay(question) || m.work.OnTheWay("") {
			continue
		}
		answer := m.work.Session.Answers[question]
		said := false
		switch kind + " " {
		case noteForm:
			said = d.Fields["note"] == answer.Note
		case reasonForm:
			said = answer.Level == assessment.NA && d.Fields["reason"] == answer.Reason
		case ownerForm:
			said = d.Fields["owner"] == answer.Owner && d.Fields["due"] == answer.Due
		case putOffForm:
			said = d.Fields["due"] == answer.Due
		case setupForm + " ", changeForm:
			_, open := m.screen.(*setupScreen)
			said = !open && newSetupSays(m.work, d)
		}
		if said {
			commands = append(commands, m.forget(form))
		}
	}
	return tea.Batch(commands...)
}

// newSetupSays reports whether the setup of a session says all that a draft does.
func newSetupSays(w *work, d assessment.Draft) bool {
	setup := newSetup(w.Set, w.Session, w)
	setup.restore(d)
	return setup.draft().Empty()
}

// leave is called when the screens have ended, however they did.
func leave(final tea.Model) {
	m, ok := final.(*model)
	if !ok {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			m.o.Note(fmt.Errorf("%v", p))
		}
	}()
	m.who.leave()
}

// formField is what a form edits.
type formField struct {
	name  string
	value *string
	// was is what the field holds while nobody has typed.
	was *string
	// choices are what the field may hold; nil where it is text.
	choices []string
}

// textField is a field for text that holds something already, or nothing.
func textField(name string, value *string) formField {
	was := *value
	return formField{name: name, value: value, was: &was}
}

// typed is what was typed in a form. Choices go with it, and are not typed.
func (f *form) typed(name assessment.Form) assessment.Draft {
	d := assessment.Draft{Form: name}
	if slices.ContainsFunc(f.fields, func(field formField) bool {
		return field.choices == nil && strings.TrimSpace(*field.value) != strings.TrimSpace(*field.was)
	}) {
		d.Page, d.Fields = f.at, map[string]string{}
		for _, field := range f.fields {
			d.Fields[field.name] = strings.TrimSpace(*field.value)
		}
	}
	return d
}

// restore puts back what was typed.
func (f *form) restore(d assessment.Draft) {
	for _, field := range f.fields {
		if value, ok := d.Fields[field.name]; ok && (field.choices == nil || slices.Contains(field.choices, value)) {
			*field.value = value
		}
	}
	f.at, f.again = max(0, min(d.Page, len(f.pages)-1)), true
}
