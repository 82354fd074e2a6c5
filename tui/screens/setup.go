package screens

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// setupScreen is the short interview at the start. The session is stored as soon as it
// has a name and a use, and again after every page, so that nothing is lost half-way.
type setupScreen struct {
	words assessment.SetupWords
	// session is edited in place; work is nil until it is stored.
	session *assessment.Session
	work    *work
	form    *form
	// texts and lists hold what huh edits.
	texts map[string]*string
	lists map[string]*[]string
	// creating is true while the session is being stored; behind says that pages were
	// passed meanwhile.
	creating, behind bool
	finished         bool
	// first is the first page of the form among all, and alone is true where it has no other.
	first int
	alone bool
}

// newChange is the setup of a session with one page alone, to change what was said there.
func newChange(w *work, page int) *setupScreen {
	s := newSetup(w.Set, w.Session, w)
	s.first, s.alone = page, true
	s.form = newForm(s.form.pages[page:page+1], 0)
	return s
}

// page is the one that is shown, among all pages of the setup.
func (s *setupScreen) page() int { return s.first + s.form.at }

func newSetup(set *assessment.Set, session *assessment.Session, w *work) *setupScreen {
	edited := *session
	s := &setupScreen{session: &edited, work: w, words: set.Setup, texts: map[string]*string{}, lists: map[string]*[]string{}}
	var pages []formPage
	for i := range interview.Pages {
		page := &interview.Pages[i]
		switch {
		case page.Field == nil:
			s.text(page.Name, page.Text(session))
			pages = append(pages, s.line(page))
		case page.Several():
			given := page.Codes(session)
			s.lists[page.Name] = &given
			pages = append(pages, s.several(*page.Field))
		default:
			s.text(page.Name, strings.Join(page.Codes(session), ""))
			pages = append(pages, s.one(*page.Field))
		}
	}
	// A setup that was left half-way goes on at its first gap.
	at := interview.Gap(session)
	s.form = newForm(pages, at)
	return s
}

func (s *setupScreen) text(name, value string) { s.texts[name] = &value }

func (s *setupScreen) line(page *interview.Page) formPage {
	words := s.words[page.Name]
	return formPage{
		field: func() huh.Field {
			return huh.NewInput().Title(words.Title).Description(words.About).CharLimit(page.Limit).Value(s.texts[page.Name])
		},
		check: func() string { return page.Check(*s.texts[page.Name]) },
	}
}

func (s *setupScreen) one(field assessment.SetupField) formPage {
	words := s.words[field.Name]
	return listPage(words.Title, words.About, formList{options: setupOptions(field, words), one: s.texts[field.Name]})
}

func (s *setupScreen) several(field assessment.SetupField) formPage {
	words := s.words[field.Name]
	page := listPage(words.Title, words.About, formList{options: setupOptions(field, words), many: s.lists[field.Name]})
	page.check = func() string {
		if len(*s.lists[field.Name]) > 0 {
			return ""
		}
		if slices.Contains(field.Codes, assessment.Unknown) {
			return "Choose at least one, by its number. “I don't know” is fine too."
		}
		return "Choose at least one, by its number."
	}
	return page
}

func setupOptions(field assessment.SetupField, words assessment.SetupQuestion) []huh.Option[string] {
	var options []huh.Option[string]
	for _, code := range field.Codes {
		options = append(options, huh.NewOption(words.Options[code], code))
	}
	return options
}

func (s *setupScreen) Init() tea.Cmd { return s.form.open() }

func (s *setupScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	before := s.page()
	chosen := s.chosen()
	outcome, cmd := s.form.Update(msg)
	s.exclude(before, chosen)
	switch outcome {
	case formLeft:
		if s.alone {
			return s, closePage{}, cmd
		}
		return s, goBack{}, cmd
	case formNext, formDone:
		s.take(before)
		if s.alone {
			return s, closePage{saveSetup{s.session}}, cmd
		}
		s.finished = outcome == formDone
		return s, s.store(before), cmd
	}
	return s, nil, cmd
}

// fieldAt is the field of a page with codes.
func fieldAt(page int) (field assessment.SetupField, ok bool) {
	if page < 0 || page >= len(interview.Pages) || interview.Pages[page].Field == nil {
		return assessment.SetupField{}, false
	}
	return *interview.Pages[page].Field, true
}

// chosen is what is marked on a page where several may be.
func (s *setupScreen) chosen() []string {
	if field, ok := fieldAt(s.page()); ok && field.Several {
		return slices.Clone(*s.lists[field.Name])
	}
	return nil
}

// exclude takes the marks away that a new one leaves no room for: nobody can know what it
// does, and not know it.
func (s *setupScreen) exclude(page int, before []string) {
	field, ok := fieldAt(page)
	if !ok || !field.Several || s.page() != page {
		return
	}
	list := s.lists[field.Name]
	for _, code := range *list {
		if slices.Contains(before, code) {
			continue
		}
		fits := field.Chosen(before, code)
		if len(fits) == len(*list) {
			return
		}
		*list = fits
		s.form.reopen(slices.Index(field.Codes, code))
		return
	}
}

// take moves what was entered on a page into the session.
func (s *setupScreen) take(page int) {
	field, ok := fieldAt(page)
	switch {
	case !ok:
		p := &interview.Pages[page]
		p.Say(s.session, *s.texts[p.Name], nil)
	case field.Several:
		s.session.Setup.Set(field.Name, *s.lists[field.Name])
	default:
		s.session.Setup.Set(field.Name, []string{*s.texts[field.Name]})
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

func (s *setupScreen) capturesText() bool { return s.form.types() }

// draft is what was entered and is not in the session that is stored. A choice of one counts
// when its page was passed, since a list always stands on something.
func (s *setupScreen) draft() assessment.Draft {
	stored := &assessment.Session{}
	if s.work != nil {
		stored = s.session
	}
	d := assessment.Draft{Form: assessment.Form{Session: stored.ID, Name: setupForm}}
	pages := interview.Pages
	if s.alone {
		pages = pages[s.first : s.first+1]
		d.Form.Name = changeForm + pages[0].Name
	}
	fields, typed := map[string]string{}, false
	add := func(name, value, was string) {
		fields[name] = value
		typed = typed || value != was
	}
	for i := range pages {
		page := &pages[i]
		if page.Field == nil {
			add(page.Name, page.Clean(*s.texts[page.Name]), page.Text(stored))
			continue
		}
		codes := page.Codes(s.session)
		if page.Several() {
			codes = *s.lists[page.Name]
		}
		add(page.Name, strings.Join(codes, ","), strings.Join(page.Codes(stored), ","))
	}
	if typed {
		d.Page, d.Fields = s.form.at, fields
	}
	return d
}

// restore puts back what was entered. In a new session the pages before the open one were
// passed already.
func (s *setupScreen) restore(d assessment.Draft) {
	for i := range interview.Pages {
		page := &interview.Pages[i]
		said, ok := d.Fields[page.Name]
		if !ok {
			continue // another version knew no such page, or it was one page alone
		}
		if page.Field == nil {
			*s.texts[page.Name] = page.Clean(said)
			continue
		}
		field := page.Field
		codes := strings.FieldsFunc(said, func(r rune) bool { return r == ',' })
		codes = slices.DeleteFunc(codes, func(code string) bool { return !slices.Contains(field.Codes, code) })
		switch {
		case field.Several:
			*s.lists[field.Name] = codes
		case len(codes) == 1:
			*s.texts[field.Name] = codes[0]
		}
	}
	if s.draft().Empty() {
		return
	}
	s.form.restore(d)
	for at := 0; s.work == nil && at < s.form.at; at++ {
		if check := s.form.pages[at].check; check != nil && check() != "" {
			s.form.at = at
			return
		}
		s.take(at)
	}
}

func (s *setupScreen) ShortHelp() []key.Binding {
	return append(append(s.form.choose(), s.form.turn()...), s.back())
}

// back is the key that leaves the setup, with where it leads.
func (s *setupScreen) back() key.Binding {
	switch {
	case s.alone:
		return keys.esc
	case s.work == nil:
		return keys.home
	}
	return s.work.home("home")
}

func (s *setupScreen) groups() []keyGroup { return []keyGroup{{"Keys", s.ShortHelp()}} }

func (s *setupScreen) View(st *styles, room size) body {
	b := s.form.View(st, belowHeader(room))
	where := ""
	if !s.alone {
		where = fmt.Sprintf("%d of %d", s.form.at+1, len(s.form.pages))
	}
	b.header = []string{sides(st.dim.Render(aboutTitle), st.dim.Render(where), room.width)}
	if s.work != nil {
		b.status = s.work.status()
	}
	return b
}
