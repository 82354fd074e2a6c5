package screens

import (
	"fmt"
	"time"

	"charm.land/bubbles/v2/cursor"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// model is the shell round the screens: size, theme, the screen and a page laid over it, keys
// typed ahead, and the open session. What can be done in it is up to its controller.
type model struct {
	o    Options
	size size
	dark bool
	// sixteen is true on a terminal with only sixteen colours.
	sixteen bool
	// colourless is true on a terminal that shows no colours.
	colourless bool
	styles     *styles

	who    controller
	screen screen
	page   screen
	// below is the page that was explained by the one that is laid over it.
	below screen
	work  *work
	// trail is how one came here.
	trail trail
	// seasoned is true for somebody who has seen the screens before.
	seasoned bool
	// loading is true while a page is read that will take the place of this one, or a
	// session is on its way out of the list. ahead are the keys typed meanwhile.
	loading bool
	ahead   []tea.KeyPressMsg
	// drafts is what was typed and not saved, by form. due is true while somebody has typed
	// and it is about to be kept. sent is what was passed and may not be saved yet, by what
	// it is about.
	drafts map[assessment.Form]assessment.Draft
	due    bool
	sent   map[string][]assessment.Draft

	// exchange is how the exchange with other computers stands, nil where there is none.
	exchange *interview.Exchanged

	notice  string
	leaving bool
	hits    hits
	// room is what the front screen had last.
	room size
}

// The smallest screen that everything works on.
const (
	minWidth  = 40
	minHeight = 12
)

func newModel(o Options) *model {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.who == nil {
		o.who = asOwner
	}
	m := &model{
		o: o, size: size{80, 24}, room: size{76, 18}, dark: o.Theme != "light",
		drafts: map[assessment.Form]assessment.Draft{}, sent: map[string][]assessment.Draft{},
	}
	m.restyle()
	m.who = o.who(m)
	return m
}

// words are those of the set at hand.
func (m *model) words() *assessment.Words { return &m.o.Set().Words }

func (m *model) restyle() {
	m.styles = newStyles(m.words, m.o.Theme, m.dark, m.sixteen)
	m.styles.fewSigns, m.styles.colourless = m.o.fewSigns, m.colourless
}

func (m *model) Init() tea.Cmd { return tea.Batch(m.screen.Init(), m.who.begin()) }

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.BackgroundColorMsg:
		m.dark = msg.IsDark()
		m.restyle()
		return m, nil
	case tea.ColorProfileMsg:
		sixteen, colourless := msg.Profile == colorprofile.ANSI, msg.Profile <= colorprofile.ASCII
		if sixteen != m.sixteen || colourless != m.colourless {
			m.sixteen, m.colourless = sixteen, colourless
			m.restyle()
		}
		return m, nil
	case hangUp:
		return m, tea.Quit
	case cursor.BlinkMsg:
		// Nothing blinks here, and a field that is told nothing lets the program rest.
		return m, nil
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.MouseClickMsg:
		return m, m.clicked(msg)
	case tea.PasteMsg:
		msg.Content = assessment.Clean(msg.Content, assessment.MaxNote)
		return m, m.pass(msg)
	case tea.WindowSizeMsg:
		m.size = size{msg.Width, msg.Height}
		return m, m.pass(msg)
	case draftDue:
		m.due = false
		return m, m.keepTyped()
	case draftKept:
		if msg.err != nil {
			m.o.Note(msg.err)
		}
		return m, nil
	case answerSaved:
		return m, m.saved(assessment.Saved(msg))
	}
	if cmd, mine := m.who.take(msg); mine {
		return m, cmd
	}
	return m, m.pass(msg)
}

// front is what gets the keys.
func (m *model) front() screen {
	if m.page != nil {
		return m.page
	}
	return m.screen
}

// pass gives a message to the front screen and acts on what comes back.
func (m *model) pass(msg tea.Msg) tea.Cmd {
	cmd, _ := m.passed(msg)
	return cmd
}

// passed is pass, and reports whether anything came back.
func (m *model) passed(msg tea.Msg) (after tea.Cmd, did bool) {
	due := m.typed(msg)
	next, a, cmd := m.front().Update(msg)
	if m.page != nil {
		m.page = next
	} else {
		m.screen = next
	}
	return tea.Batch(cmd, m.act(a), due), a != nil || cmd != nil
}

// key hands a key on: ctrl+c first, then what the controller does not let through, then the
// keys of the program, and then the page or the screen.
func (m *model) key(msg tea.KeyPressMsg) tea.Cmd {
	if msg.Code == tea.KeyEscape && msg.Mod == tea.ModAlt {
		// A terminal cannot tell esc twice in a row from this, and nobody means this.
		once := tea.KeyPressMsg{Code: tea.KeyEscape}
		return tea.Batch(m.key(once), m.key(once))
	}
	if key.Matches(msg, keys.quitNow) {
		if m.asking() {
			// The second ctrl+c leaves, whatever the question is.
			return m.quit()
		}
		return m.act(quit{})
	}
	if may, why := m.who.may(msg); !may {
		if why != "" {
			m.notice = why
		}
		return nil
	}
	if key.Matches(msg, keys.suspend) {
		return m.act(pause{})
	}
	if m.waiting() {
		// Meant for the page that is about to come, not for this one.
		if len(m.ahead) < mostAhead {
			m.ahead = append(m.ahead, msg)
		}
		return nil
	}
	m.notice = ""
	text := m.front().capturesText()
	if key.Matches(msg, keys.help) && (!text || msg.Text == "") && m.explain() {
		return nil
	}
	if !text {
		switch why := m.whyOff(msg); {
		case key.Matches(msg, keys.deepen) && m.deepens(m.front()):
			return m.act(m.askDeepen())
		case key.Matches(msg, keys.retry) && m.work != nil:
			return m.retry()
		case why != "":
			m.notice = why
			return nil
		}
		return m.heard(msg)
	}
	return m.pass(msg)
}

// asking reports whether a question stands on the screen that is answered by yes or no.
func (m *model) asking() bool {
	_, asking := m.page.(*confirmScreen)
	return asking
}

// clicked does what a click on a choice, a row or a tab means.
func (m *model) clicked(msg tea.MouseClickMsg) tea.Cmd {
	click := m.hits.at(msg.X, msg.Y)
	if msg.Button != tea.MouseLeft || click == nil || m.waiting() {
		return nil
	}
	m.notice = ""
	return m.act(click())
}

// waiting reports whether a page is on its way that the next keys are meant for.
func (m *model) waiting() bool { return m.loading || m.who.waiting() }

// mostAhead is how many keys may be typed ahead of a page; a person never gets near it.
const mostAhead = 1024

// arrived takes in that the page is there, or that it will not come. Keys typed ahead
// are played on it; without it, they mean nothing.
func (m *model) arrived(show tea.Cmd, err error) tea.Cmd {
	ahead := m.ahead
	m.loading, m.ahead = false, nil
	commands := []tea.Cmd{show}
	if err != nil {
		ahead = nil
	}
	for i, msg := range ahead {
		commands = append(commands, m.key(msg))
		if m.waiting() {
			m.ahead = append(m.ahead, ahead[i+1:]...)
			break
		}
	}
	return tea.Batch(commands...)
}

// glossary is the words of the open session's question set.
func (m *model) glossary() []assessment.Term {
	if m.work == nil {
		return nil
	}
	return m.work.Set.Glossary
}

// act does what a screen asked for, as far as it is the same for everybody. All else is the
// controller's to do or to leave.
func (m *model) act(a action) tea.Cmd {
	switch a := a.(type) {
	case nil:
		return nil
	case notice:
		m.notice = a.text
		return nil
	case both:
		return tea.Batch(m.act(a.first), m.act(a.second))
	case closePage:
		return m.close(a.then)
	}
	return m.who.act(a)
}

// quit ends the program. Saves under way are written when the store is closed; answers
// that could not be written are said first.
func (m *model) quit() tea.Cmd {
	if m.work != nil && m.work.Unwritten() > 0 && !m.leaving {
		m.leaving = true
		kept := m.keepTyped()
		m.below = nil
		m.page = newConfirm(
			fmt.Sprintf("%s not saved. Leave all the same?", assessment.Counted(m.work.Unwritten(), "answer is", "answers are")),
			m.work.unsaid(), quit{})
		return kept
	}
	return tea.Quit
}

// show goes to another screen. What was typed on the one before is kept, and esc leads back
// to it.
func (m *model) show(s screen, also tea.Cmd) tea.Cmd {
	kept := m.keepTyped()
	m.trail = m.trail.after(m.screen, s, m.work)
	m.signpost()
	m.screen, m.page, m.below = s, nil, nil
	m.offer(s)
	return tea.Batch(s.Init(), also, kept)
}

// lay puts a page over the screen, with what was typed on it before.
func (m *model) lay(page screen) tea.Cmd {
	m.page, m.below = page, nil
	m.offer(page)
	return page.Init()
}

// close takes the page away and goes on. A form that was left keeps what was typed.
func (m *model) close(then action) tea.Cmd {
	var kept tea.Cmd
	if m.below != nil {
		m.page, m.below = m.below, nil
		return m.act(then)
	}
	if then == nil {
		kept = m.keepTyped()
		m.leaving = false
	} else {
		m.sentOff(m.page, then)
	}
	m.page = nil
	return tea.Batch(m.act(then), kept)
}

// failed shows an error as a sentence and logs the raw one.
func (m *model) failed(err error) bool {
	if err == nil {
		return false
	}
	m.notice = assessment.Sentence(err)
	m.o.Note(err)
	return true
}
