package tui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"charm.land/huh/v2"

	"readycheck/assessment"
)

// setupScreen is the short interview at the start. The session is stored as soon as it
// has a name and a use, and again after every page, so that nothing is lost half-way.
type setupScreen struct {
	// session is edited in place; work is nil until it is stored.
	session *assessment.Session
	work    *work
	form    *form
	// lists and words hold what huh edits.
	words map[string]*string
	lists map[string]*[]string
	// creating is true while the session is being stored; behind says that pages were
	// passed meanwhile.
	creating, behind bool
	finished         bool
}

func newSetup(session *assessment.Session, w *work) *setupScreen {
	edited := *session
	s := &setupScreen{session: &edited, work: w, words: map[string]*string{}, lists: map[string]*[]string{}}
	s.word("business", session.Business)
	s.word("use", session.Use)
	pages := []formPage{
		s.line("business", "What is your business called?", "The name you use every day.", assessment.MaxName),
		s.line("use", "What does the AI do for you, in one sentence?", "For example: It drafts replies to cake orders.", assessment.MaxUse),
	}
	first := -1
	for _, field := range assessment.SetupFields {
		empty := false
		if field.Several {
			given := session.Setup.Codes(field.Name)
			s.lists[field.Name] = &given
			pages = append(pages, s.several(field))
			empty = len(given) == 0
		} else {
			given := strings.Join(session.Setup.Codes(field.Name), "")
			s.word(field.Name, given)
			pages = append(pages, s.one(field))
			empty = given == ""
		}
		if empty && first < 0 {
			first = len(pages) - 1
		}
	}
	// A setup that was left half-way goes on at its first gap.
	at := 0
	if session.ID != "" && !session.Setup.Complete() {
		at = max(0, first)
	}
	s.form = newForm(pages, at)
	return s
}

func (s *setupScreen) word(name, value string) { s.words[name] = &value }

func (s *setupScreen) line(name, title, about string, limit int) formPage {
	return formPage{
		field: func() huh.Field {
			return huh.NewInput().Title(title).Description(about).CharLimit(limit).Value(s.words[name])
		},
		check: func() string {
			if assessment.CleanLine(*s.words[name], limit) == "" {
				return "Write a few words first. You can change them later."
			}
			return ""
		},
	}
}

func (s *setupScreen) one(field assessment.SetupField) formPage {
	text := setupTexts[field.Name]
	return formPage{field: func() huh.Field {
		return huh.NewSelect[string]().Title(text.title).Description(text.about).
			Options(setupOptions(field, text)...).Value(s.words[field.Name])
	}}
}

func (s *setupScreen) several(field assessment.SetupField) formPage {
	text := setupTexts[field.Name]
	return formPage{
		field: func() huh.Field {
			return huh.NewMultiSelect[string]().Title(text.title).Description(text.about).Filterable(false).Height(len(field.Codes) + 4).
				Options(setupOptions(field, text)...).Value(s.lists[field.Name])
		},
		check: func() string {
			if len(*s.lists[field.Name]) > 0 {
				return ""
			}
			if slices.Contains(field.Codes, assessment.Unknown) {
				return "Choose at least one with the space bar. “I don't know” is fine too."
			}
			return "Choose at least one with the space bar."
		},
	}
}

func setupOptions(field assessment.SetupField, text setupText) []huh.Option[string] {
	var options []huh.Option[string]
	for _, code := range field.Codes {
		options = append(options, huh.NewOption(text.options[code], code))
	}
	return options
}

func (s *setupScreen) Init() tea.Cmd { return s.form.open() }

func (s *setupScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	before := s.form.at
	outcome, cmd := s.form.Update(msg)
	switch outcome {
	case formLeft:
		if s.work != nil && s.session.Setup.Complete() {
			return s, goReview{}, cmd
		}
		return s, goHome{}, cmd
	case formNext, formDone:
		s.take(before)
		s.finished = outcome == formDone
		return s, s.store(before), cmd
	}
	return s, nil, cmd
}

// take moves what was entered on a page into the session.
func (s *setupScreen) take(page int) {
	switch page {
	case 0:
		s.session.Business = assessment.CleanLine(*s.words["business"], assessment.MaxName)
	case 1:
		s.session.Use = assessment.CleanLine(*s.words["use"], assessment.MaxUse)
	default:
		field := assessment.SetupFields[page-2]
		if field.Several {
			s.session.Setup.Set(field.Name, *s.lists[field.Name])
		} else {
			s.session.Setup.Set(field.Name, []string{*s.words[field.Name]})
		}
	}
}

// store asks for the session to be kept, once it has a name and a use.
func (s *setupScreen) store(page int) action {
	switch {
	case s.work != nil:
		return saveSetup{s.session}
	case s.creating:
		s.behind = true
	case page >= 1:
		s.creating = true
		return createSession{s.session}
	}
	return nil
}

// created takes in that the session is stored, or that it could not be.
func (s *setupScreen) created(stored *assessment.Session, w *work) action {
	s.creating = false
	if stored == nil {
		// The next page tries again; the last one asks to be passed once more.
		s.finished, s.behind = false, false
		return nil
	}
	s.work = w
	s.session.ID = stored.ID
	if s.behind || s.finished {
		return saveSetup{s.session}
	}
	return nil
}

func (s *setupScreen) capturesText() bool { return true }

func (s *setupScreen) ShortHelp() []key.Binding {
	bindings := []key.Binding{}
	if s.form.at >= 2 {
		bindings = append(bindings, bind("↑↓", "move", "up", "down"))
		if assessment.SetupFields[s.form.at-2].Several {
			bindings = append(bindings, keys.choose)
		}
	}
	return append(bindings, described(keys.enter, "next"), keys.esc)
}

func (s *setupScreen) groups() []keyGroup { return []keyGroup{{"Keys", s.ShortHelp()}} }

func (s *setupScreen) View(st *styles, room size) body {
	b := s.form.View(st, size{room.width, room.height - 2})
	b.header = []string{sides(st.dim.Render("About this use"), st.dim.Render(fmt.Sprintf("%d of %d", s.form.at+1, len(s.form.pages))), room.width)}
	if s.work != nil {
		b.status = s.work.status()
	}
	return b
}
