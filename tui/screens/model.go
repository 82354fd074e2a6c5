package screens

import (
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"charm.land/bubbles/v2/cursor"
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// model is the root: size, theme, the screen and a page laid over it, and the open
// session. It alone acts on actions.
type model struct {
	o    Options
	size size
	dark bool
	// sixteen is true on a terminal with only sixteen colours.
	sixteen bool
	styles  *styles

	screen screen
	page   screen
	home   *homeScreen
	work   *work
	// opening is the session being loaded, so that a late result finds its place.
	opening string
	// loading is true while a page is read that will take the place of this one, or a
	// session is on its way out of the list; relisting while one that came back is put into
	// it. ahead are the keys typed meanwhile.
	loading, relisting bool
	ahead              []tea.KeyPressMsg
	// undo brings back the session that was deleted last, whose id is deleted.
	undo    func() error
	deleted string
	// drafts is what was typed and not saved, by form; unread is true until what there was
	// before is read. due is true while somebody has typed and it is about to be kept. sent is
	// what was passed and may not be saved yet, by what it is about.
	drafts map[assessment.Form]assessment.Draft
	unread bool
	due    bool
	sent   map[string][]assessment.Draft
	// firstList is the reading of the list that began before the screens.
	firstList tea.Cmd

	notice  string
	leaving bool
	hits    hits
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
	m := &model{
		o: o, size: size{80, 24}, dark: o.Theme != "light", unread: o.voter == nil,
		drafts: map[assessment.Form]assessment.Draft{}, sent: map[string][]assessment.Draft{},
	}
	m.home = newHome(&m.o)
	m.screen = m.home
	m.restyle()
	if o.voter != nil {
		m.startBallot()
		return m
	}
	switch o.Start {
	case interview.StartNew:
		m.screen = newSetup(m.o.Set(), &assessment.Session{}, nil)
	case interview.StartSession:
		m.opening, m.loading = o.Session, true
	}
	return m
}

// words are those of the set at hand.
func (m *model) words() *assessment.Words {
	if m.o.voter != nil {
		return &m.o.voter.View().Set.Words
	}
	return &m.o.Set().Words
}

func (m *model) restyle() {
	m.styles = newStyles(m.words, m.o.Theme, m.dark, m.sixteen)
	m.styles.fewSigns = m.o.fewSigns
}

func (m *model) Init() tea.Cmd {
	if m.o.voter != nil {
		return tea.Batch(m.screen.Init(), awaitRoom(m.o.voter.Changed()), tea.RequestBackgroundColor)
	}
	list := listHeads(m.o.Store, 0)
	if m.firstList != nil {
		list = m.firstList
	}
	commands := []tea.Cmd{m.screen.Init(), list, readDrafts(m.o.Store), warmWidths}
	if m.o.room != nil {
		commands = append(commands, awaitRoom(m.o.room.Changed()))
	}
	if m.o.Theme == "" || m.o.Theme == "auto" || m.o.Theme == "contrast" {
		commands = append(commands, tea.RequestBackgroundColor)
	}
	if m.opening != "" {
		commands = append(commands, loadSession(&m.o.Options, m.opening))
	}
	return tea.Batch(commands...)
}

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.size = size{msg.Width, msg.Height}
		return m, m.pass(msg)
	case tea.BackgroundColorMsg:
		m.dark = msg.IsDark()
		m.restyle()
		return m, nil
	case tea.ColorProfileMsg:
		if sixteen := msg.Profile == colorprofile.ANSI; sixteen != m.sixteen {
			m.sixteen = sixteen
			m.restyle()
		}
		return m, nil
	case roomChanged:
		if m.o.voter != nil {
			return m, m.ballotChanged()
		}
		return m, m.roomChanged()
	case seated:
		return m, m.arrived(m.ballotSeated(msg), nil)
	case roomSaved:
		return m, m.roomSaved(msg)
	case hangUp:
		return m, tea.Quit
	case cursor.BlinkMsg:
		// Nothing blinks here, and a field that is told nothing lets the program rest.
		return m, nil
	case tea.KeyPressMsg:
		return m, m.key(msg)
	case tea.PasteMsg:
		msg.Content = assessment.Clean(msg.Content, assessment.MaxNote)
		return m, m.pass(msg)
	case tea.MouseWheelMsg:
		return m, m.pass(msg)
	case tea.MouseClickMsg:
		return m, m.clicked(msg)
	case headsLoaded:
		waited := m.waiting() && !m.loading
		back := m.relisting && msg.first
		m.relisting = m.relisting && !back
		cmd := m.headsLoaded(msg)
		if back {
			m.home.selectID(m.deleted)
		}
		if waited {
			cmd = m.arrived(cmd, nil)
		}
		return m, cmd
	case draftsRead:
		return m, m.draftsRead(msg)
	case draftDue:
		m.due = false
		return m, m.keepTyped()
	case draftKept:
		if msg.err != nil {
			m.o.Note(msg.err)
		}
		return m, nil
	case setRead:
		m.home.set = msg.set
		return m, nil
	case sessionLoaded:
		if msg.id != m.opening {
			return m, nil
		}
		return m, m.arrived(m.sessionLoaded(msg), msg.err)
	case sessionReread:
		return m, m.sessionReread(msg)
	case exampleLoaded:
		return m, m.arrived(m.exampleLoaded(msg), msg.err)
	case earlierLoaded:
		if m.work != nil && m.work.Session.ID == msg.id {
			m.work.Earlier = msg.earlier
		}
		return m, nil
	case compared:
		if m.failed(msg.err) {
			return m, m.arrived(nil, msg.err)
		}
		return m, m.arrived(m.show(newCompare(msg.set, msg.a, msg.b), nil), nil)
	case rechecked:
		return m, m.arrived(m.rechecked(msg), msg.err)
	case sessionCreated:
		return m, m.arrived(m.sessionCreated(msg), msg.err)
	case answerSaved:
		return m, m.saved(assessment.Saved(msg))
	case sessionDeleted:
		return m, m.arrived(m.sessionDeleted(msg), msg.err)
	case deleteUndone:
		if m.failed(msg.err) {
			return m, m.arrived(nil, msg.err)
		}
		m.undo, m.notice = nil, "It is back, at the top of the list."
		m.loading, m.relisting = false, true
		return m, listHeads(m.o.Store, 0)
	case exported:
		if !m.failed(msg.err) {
			m.notice = "Written to " + clean(msg.path)
		}
		return m, m.settled(exportForm, msg.err)
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
	due := m.typed(msg)
	next, a, cmd := m.front().Update(msg)
	if m.page != nil {
		m.page = next
	} else {
		m.screen = next
	}
	return tea.Batch(cmd, m.act(a), due)
}

func (m *model) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, keys.quitNow) && m.o.room != nil && !m.asking():
		// A room full of people is not sent home by one slip. The second one does it.
		return m.act(quit{})
	case key.Matches(msg, keys.quitNow):
		return m.quit()
	case m.o.voter != nil && !voterMay(msg):
		if key.Matches(msg, keys.systemPaste) {
			m.notice = "Paste as your terminal does it, such as with ctrl+shift+v."
		}
		return nil
	case key.Matches(msg, keys.suspend) && m.o.voter == nil:
		return tea.Suspend
	}
	if m.waiting() {
		// Meant for the page that is about to come, not for this one.
		if len(m.ahead) < mostAhead {
			m.ahead = append(m.ahead, msg)
		}
		return nil
	}
	m.notice = ""
	if key.Matches(msg, keys.help) && !m.front().capturesText() && m.page == nil {
		m.page = newHelpPage(m.screen, m.off(m.screen), m.glossary())
		return nil
	}
	if key.Matches(msg, keys.retry) && !m.front().capturesText() && m.work != nil {
		return m.retry()
	}
	if !m.front().capturesText() {
		if why := m.whyOff(msg); why != "" {
			m.notice = why
			return nil
		}
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
func (m *model) waiting() bool {
	setup, ok := m.screen.(*setupScreen)
	reading := m.screen == screen(m.home) && m.page == nil && !m.home.loaded
	return m.loading || m.relisting || m.unread || reading || ok && setup.finished && setup.creating
}

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

// quit ends the program. Saves under way are written when the store is closed; answers
// that could not be written are said first.
func (m *model) quit() tea.Cmd {
	if m.work != nil && m.work.Unwritten() > 0 && !m.leaving {
		m.leaving = true
		kept := m.keepTyped()
		m.page = newConfirm(
			fmt.Sprintf("%s not saved. Leave all the same?", assessment.Counted(m.work.Unwritten(), "answer is", "answers are")),
			m.work.unsaid(), quit{})
		return kept
	}
	return tea.Quit
}

// act does what a screen asked for.
func (m *model) act(a action) tea.Cmd {
	if m.o.voter != nil {
		return m.ballotAct(a)
	}
	if m.o.room != nil {
		if cmd, done := m.roomAct(a); done {
			return cmd
		}
	}
	switch a := a.(type) {
	case nil:
	case quit:
		return m.quit()
	case press:
		return m.key(a.key)
	case notice:
		m.notice = a.text
	case both:
		return tea.Batch(m.act(a.first), m.act(a.second))
	case openPage:
		if m.work != nil && m.work.ReadOnly && m.screen != screen(m.home) && edits(a.page) {
			m.notice = exampleNotice
			return nil
		}
		return m.lay(a.page)
	case closePage:
		return m.close(a.then)
	case goHome:
		return m.show(m.home, listHeads(m.o.Store, 0))
	case goExample:
		m.loading = true
		return loadExample(&m.o.Options)
	case goNew:
		return m.show(newSetup(m.o.Set(), &assessment.Session{}, nil), nil)
	case openSession:
		m.opening, m.loading = a.id, true
		return loadSession(&m.o.Options, a.id)
	case createSession:
		return storeSession(&m.o.Options, a.session)
	case saveSetup:
		return m.saveSetup(a.session)
	case deleteSession:
		m.loading = true
		return removeSession(m.o.Store, a.id, a.business)
	case undoDelete:
		if m.undo == nil {
			return nil
		}
		m.loading = true
		return putBack(m.undo)
	case recheckSession:
		m.loading = true
		return recheck(&m.o.Options, a.id)
	case compareSessions:
		m.loading = true
		return loadBoth(&m.o.Options, a.a, a.b)
	case exportSession:
		return writeReport(&m.o.Options, interview.Export(a))
	default:
		if m.work == nil {
			return nil
		}
		if m.work.ReadOnly && changes(a) {
			m.notice = exampleNotice
			return nil
		}
		return m.actOnWork(a)
	}
	return nil
}

const exampleNotice = "This is an example, so nothing in it changes. Press esc, then n to start your own."

// edits reports whether a page is there to enter something.
func edits(page screen) bool { return page.capturesText() }

// changes reports whether an action would change the open session.
func changes(a action) bool {
	switch a.(type) {
	case saveAnswer, undoAnswer, goSetup:
		return true
	}
	return false
}

// actOnWork does what needs an open session.
func (m *model) actOnWork(a action) tea.Cmd {
	switch a := a.(type) {
	case goSetup:
		return m.show(newSetup(m.work.Set, m.work.Session, m.work), nil)
	case goJump:
		return m.show(newJump(m.work), nil)
	case goReview:
		return m.show(newReview(m.work), nil)
	case goSummary:
		return m.show(newSummary(m.work), nil)
	case openQuestion:
		return m.show(newQuestion(m.work, a.id), nil)
	case openNext:
		if next := m.work.Following(a.after); next != "" {
			return m.show(newQuestion(m.work, next), nil)
		}
		return m.show(newReview(m.work), nil)
	case copySummary:
		return m.copySummary()
	case undoAnswer:
		return m.undoAnswer()
	case saveAnswer:
		change := m.work.Answered(a.question, a.answer)
		return awaitSaved(m.o.Store.SaveAnswer(change))
	}
	return nil
}

// show goes to another screen. What was typed on the one before is kept.
func (m *model) show(s screen, also tea.Cmd) tea.Cmd {
	kept := m.keepTyped()
	m.screen, m.page = s, nil
	m.offer(s)
	return tea.Batch(s.Init(), also, kept)
}

// lay puts a page over the screen, with what was typed on it before.
func (m *model) lay(page screen) tea.Cmd {
	m.page = page
	m.offer(page)
	return page.Init()
}

// close takes the page away and goes on. A form that was left keeps what was typed.
func (m *model) close(then action) tea.Cmd {
	var kept tea.Cmd
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

// manyRows is a list that takes much more memory to read than it needs to keep. From there
// on, garbage is collected at a tenth of what is kept instead of at as much again: a
// collection costs some milliseconds beside the screens.
const (
	manyRows     = 10_000
	garbageShare = 10
)

// giveBack hands what reading took back to the system.
func giveBack() tea.Msg {
	debug.FreeOSMemory()
	return nil
}

func (m *model) headsLoaded(msg headsLoaded) tea.Cmd {
	if m.failed(msg.err) {
		m.home.failed(assessment.Sentence(msg.err))
		if len(m.home.rows) == 0 {
			m.notice = "" // the whole screen says it
		}
		return nil
	}
	few := len(m.home.rows) < manyRows
	m.home.add(msg.heads, msg.first)
	if few && len(m.home.rows) >= manyRows {
		debug.SetGCPercent(garbageShare)
	}
	var more tea.Cmd
	if n := len(msg.heads); n == firstPage && msg.first || n == nextPages {
		more = listHeads(m.o.Store, msg.heads[n-1].Sequence)
	} else {
		m.home.complete()
		if len(m.home.rows) > manyRows {
			more = giveBack
		}
	}
	if msg.first {
		return tea.Batch(more, warmSet(&m.o.Options))
	}
	return more
}

func (m *model) exampleLoaded(msg exampleLoaded) tea.Cmd {
	if m.failed(msg.err) {
		m.notice = interview.NoExample + " Press n to start a session of your own."
		return nil
	}
	m.work = m.newWork(msg.work)
	return m.show(newSummary(m.work), nil)
}

// sessionReread takes in what other windows changed of the open session.
func (m *model) sessionReread(msg sessionReread) tea.Cmd {
	if m.work == nil || m.work.Session.ID != msg.id {
		return nil
	}
	if m.failed(msg.err) {
		m.work.Unread()
		return nil
	}
	said := m.work.Merge(msg.session)
	switch {
	case m.o.voter != nil:
		// The room has its reason, and has said it.
		m.work.Settle()
	case m.o.room != nil:
	case said != "":
		// What this window wrote into the list did not know of the other's answers.
		m.o.Store.SaveStanding(msg.id, m.work.Standing())
		if m.notice == "" {
			m.notice = said
		}
	}
	return m.pass(workChanged{})
}

func (m *model) sessionLoaded(msg sessionLoaded) tea.Cmd {
	m.opening = ""
	if m.failed(msg.err) {
		return nil
	}
	m.work = m.newWork(msg.work)
	m.draftsOf(msg.id, msg.drafts)
	said := m.forgetSaid()
	if m.notice = m.work.News(); m.notice != "" {
		m.o.Store.SaveStanding(m.work.Session.ID, m.work.Standing())
	}
	return tea.Batch(said, m.openWork(), loadEarlier(&m.o.Options, m.work.Session))
}

// copySummary hands the summary to the terminal as text. A terminal does not say whether
// it took it; only some are known not to.
func (m *model) copySummary() tea.Cmd {
	var text strings.Builder
	err := report.Text(&text, m.work.report(), copiedWidth)
	if m.failed(err) {
		return nil
	}
	m.notice = "Sent to the clipboard. If nothing comes when you paste, your terminal does not allow it: e writes a file."
	return tea.SetClipboard(text.String())
}

// copiedWidth is how wide text is that goes into a mail.
const copiedWidth = 72

// undoAnswer shows the question whose answer is as it was before.
func (m *model) undoAnswer() tea.Cmd {
	change, ok := m.work.Undo()
	if !ok {
		return nil
	}
	saved := awaitSaved(m.o.Store.SaveAnswer(change))
	m.notice = "The answer is as it was before."
	return tea.Batch(saved, m.act(openQuestion{change.Question}))
}

// rechecked opens the new session at what must be looked at again.
func (m *model) rechecked(msg rechecked) tea.Cmd {
	if m.failed(msg.err) {
		return nil
	}
	m.work = m.newWork(msg.work)
	m.notice = "A new session with the answers of before. The old one stays as it is."
	return tea.Batch(m.show(newReview(m.work), nil), loadEarlier(&m.o.Options, m.work.Session))
}

// workChanged tells the screen that the open session is not what it was.
type workChanged struct{}

// openWork shows the open session where it was left: its setup, its first open
// question, or its summary.
func (m *model) openWork() tea.Cmd {
	w := m.work
	if m.o.room != nil {
		return m.show(newRoom(m.o.room, w), nil)
	}
	if !w.Session.Setup.Complete() {
		return m.show(newSetup(w.Set, w.Session, w), nil)
	}
	if at := w.Flow.FirstUnanswered(); at >= 0 {
		return m.show(newQuestion(w, w.Flow.At(at).ID), nil)
	}
	return m.show(newSummary(w), nil)
}

func (m *model) sessionCreated(msg sessionCreated) tea.Cmd {
	setup, ok := m.screen.(*setupScreen)
	if !ok {
		return nil
	}
	if m.failed(msg.err) {
		return m.act(setup.created(nil, nil))
	}
	m.work = m.newWork(msg.work)
	stored := m.forget(assessment.Form{Name: setupForm})
	return tea.Batch(m.act(setup.created(m.work.Session, m.work)), stored)
}

// newWork shows an open session in these screens.
func (m *model) newWork(w *interview.Work) *work { return &work{Work: w, room: m.o.room != nil} }

func (m *model) saveSetup(session *assessment.Session) tea.Cmd {
	if m.work == nil || m.work.Session.ID == "" {
		return nil
	}
	cmd := awaitSaved(m.o.Store.SaveSetup(m.work.About(session)))
	if setup, ok := m.screen.(*setupScreen); ok && setup.finished {
		return tea.Batch(cmd, m.openWork())
	}
	return cmd
}

// saved takes in the acknowledgement of a save.
func (m *model) saved(saved assessment.Saved) tea.Cmd {
	w := m.work
	if w == nil || w.Session.ID != saved.Session {
		return nil
	}
	reload := w.Acknowledged(saved)
	settled := m.settled(saved.Question, saved.Err)
	switch {
	case saved.Err == nil:
		settled = tea.Batch(settled, m.forgetSaid())
	case interview.IsConflict(saved.Err):
		m.notice = assessment.Sentence(saved.Err)
	default:
		m.o.Note(saved.Err)
		m.notice = "" // the line about saving says it
	}
	if reload {
		return tea.Batch(settled, reread(m.o.Store, w.Session.ID))
	}
	return tea.Batch(settled, m.pass(workChanged{}))
}

// retry saves again what could not be written.
func (m *model) retry() tea.Cmd {
	var commands []tea.Cmd
	answers, setup := m.work.Retry()
	for _, change := range answers {
		commands = append(commands, awaitSaved(m.o.Store.SaveAnswer(change)))
	}
	for _, change := range setup {
		commands = append(commands, awaitSaved(m.o.Store.SaveSetup(change)))
	}
	if len(commands) == 0 {
		m.notice = "Everything is saved."
	}
	return tea.Batch(commands...)
}

func (m *model) sessionDeleted(msg sessionDeleted) tea.Cmd {
	if m.failed(msg.err) {
		return nil
	}
	m.undo, m.deleted = msg.undo, msg.id
	m.home.remove(msg.id)
	m.draftsOf(msg.id, nil)
	if m.work != nil && m.work.Session.ID == msg.id {
		m.work = nil
	}
	m.notice = fmt.Sprintf("Deleted %s. u brings it back until you quit.", quoted(msg.business))
	return nil
}
