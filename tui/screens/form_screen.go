package screens

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// formScreen is a form that is laid over a screen and passes on one action when done.
type formScreen struct {
	title string
	// name is the form's, for drafts.
	name assessment.Form
	form *form
	done func() action
}

func (f *formScreen) draft() assessment.Draft { return f.form.typed(f.name) }

func (f *formScreen) restore(d assessment.Draft) { f.form.restore(d) }

func (f *formScreen) Init() tea.Cmd { return f.form.open() }

func (f *formScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	outcome, cmd := f.form.Update(msg)
	switch outcome {
	case formLeft:
		return f, closePage{}, cmd
	case formDone:
		return f, closePage{f.done()}, cmd
	}
	return f, nil, cmd
}

func (f *formScreen) View(st *styles, room size) body {
	b := f.form.View(st, belowHeader(room))
	b.header = []string{st.dim.Render(f.title)}
	return b
}

func (f *formScreen) capturesText() bool { return f.form.types() }

func (f *formScreen) ShortHelp() []key.Binding {
	return append(append(f.form.choose(), f.form.turn()...), keys.esc)
}

func (f *formScreen) groups() []keyGroup { return []keyGroup{{"Keys", f.ShortHelp()}} }

// newOwnerForm asks who sees to something and by when.
func newOwnerForm(w *work, question string, answer assessment.Answer) screen {
	return ownerFormFor(w, question, answer, "Who sees to it?", "A name. Leave it empty if nobody does yet.", nil)
}

// newNameForm asks for the name that an answer lacks, and goes on.
func newNameForm(w *work, question string, then action) screen {
	return ownerFormFor(w, question, w.Session.Answers[question], interview.WhoIsIt, "Leave it empty if you do not know yet.", then)
}

// saved is an answer that a form saves, and what comes after it; nil stays.
func saved(question string, answer assessment.Answer, then action) action {
	if then == nil {
		return saveAnswer{question, answer}
	}
	return both{saveAnswer{question, answer}, then}
}

// dayPage asks for a day, or none.
func dayPage(title string, entry *interview.DueEntry, day *string) formPage {
	return formPage{
		field: func() huh.Field {
			return huh.NewInput().Title(title).Description(interview.DueHint + ", or empty.").CharLimit(assessment.MaxDay).Value(day)
		},
		says: func() string { return entry.Says(*day) },
		check: func() string {
			read, problem := entry.Enter(*day)
			if problem == "" {
				*day = read
			}
			return problem
		},
	}
}

// folderPage asks for a folder.
func folderPage(folder *string) formPage {
	return formPage{
		field: func() huh.Field {
			return huh.NewInput().Title("In which folder?").Description("It is made where it is not there. ~ is your home folder.").CharLimit(assessment.MaxUse).Value(folder)
		},
		check: func() string {
			if strings.TrimSpace(*folder) == "" {
				return "Name a folder, such as papers."
			}
			return ""
		},
	}
}

func ownerFormFor(w *work, question string, answer assessment.Answer, who, about string, then action) screen {
	owner, due := answer.Owner, answer.Due
	entry := interview.DueEntry{Was: due, Now: w.Now()}
	f := &formScreen{title: "Owner and date", name: assessment.Form{Session: w.Session.ID, Name: ownerForm + question}, form: newForm([]formPage{
		{field: func() huh.Field {
			return huh.NewInput().Title(who).Description(about).CharLimit(assessment.MaxName).Value(&owner)
		}},
		dayPage("By when?", &entry, &due),
	}, 0), done: func() action {
		answer.Owner, answer.Due = assessment.CleanLine(owner, assessment.MaxName), due
		return saved(question, answer, then)
	}}
	if then != nil {
		f.title, f.form.pages = "The name", f.form.pages[:1]
	}
	f.form.fields = []formField{textField("owner", &owner), textField("due", &due)}
	return f
}

// newReason asks why a question does not apply, answers it with that, and goes on.
func newReason(session, question string, answer assessment.Answer, then action) screen {
	reason := answer.Reason
	f := &formScreen{title: "Doesn't apply here", name: assessment.Form{Session: session, Name: reasonForm + question}, form: newForm([]formPage{{
		field: func() huh.Field {
			return huh.NewInput().Title("Why does it not apply?").Description("A few words, for whoever reads this later.").CharLimit(assessment.MaxShort).Value(&reason)
		},
		check: func() string {
			if assessment.CleanLine(reason, assessment.MaxShort) == "" {
				return "Write a few words, or go back with esc."
			}
			return ""
		},
	}}, 0), done: func() action {
		answer = answer.With(assessment.NA, 0)
		answer.Reason = assessment.CleanLine(reason, assessment.MaxShort)
		return saved(question, answer, then)
	}}
	f.form.fields = []formField{textField("reason", &reason)}
	return f
}
