package screens

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// Voter is what the screens of one person in a workshop need of the room. Every call is
// about that person's own seat.
type Voter interface {
	// View is the room as this person may see it.
	View() BallotView
	// Changed gets a value when the view may be another one.
	Changed() <-chan struct{}
	// Sit takes a seat and returns when it is on disk.
	Sit(name string, role assessment.Role) error
	// Vote queues a vote; the channel gets one value when it is on disk.
	Vote(question string, vote assessment.Answer) <-chan assessment.Saved
	// At says which question the person looks at.
	At(question string)
	// Drafts are what the person typed and did not save, KeepDraft takes one in. They stay in
	// memory.
	Drafts() []assessment.Draft
	KeepDraft(assessment.Draft)
}

// BallotView is a room as one person may see it.
type BallotView struct {
	Set *assessment.Set
	// Session has this person's votes for answers.
	Session *assessment.Session
	// Name is empty until the person has taken a seat.
	Name string
	Role assessment.Role
	// Command and Code lead back to this seat. They may be empty.
	Command, Code string
	// Keyless is true where only they lead back, as the person has no SSH key.
	Keyless bool
	// Position is the question that the person looked at last.
	Position string
	// InStep keeps everybody at the question Step.
	InStep bool
	Step   string
	// Shown holds the votes that the room has seen, and no others.
	Shown *assessment.Team
	// Over is why it is over for this person, or empty.
	Over string
}

// wayBack are the lines that lead back to a seat, each to be copied by itself; none where the
// view has no code for it.
func (v *BallotView) wayBack() string {
	if v.Code == "" {
		return ""
	}
	return v.Command + "\nCode: " + v.Code
}

// BallotOptions are what a person's screens need besides the room.
type BallotOptions struct {
	Now func() time.Time
	Log io.Writer
	// Profile is what the person's terminal can show.
	Profile colorprofile.Profile
}

// BallotProgram is one person's screens.
type BallotProgram struct {
	program *tea.Program
	screens *guard
}

// NewBallot makes the screens of one person. They can vote, and do nothing else: no file is
// written, nothing of the session but that person's votes changes.
func NewBallot(voter Voter, o BallotOptions, with ...tea.ProgramOption) *BallotProgram {
	m := newModel(Options{
		Options: interview.Options{
			Store: ballotStore{voter}, Set: func() *assessment.Set { return voter.View().Set }, Now: o.Now, Log: o.Log,
		},
		noClipboard: true, who: asVoter(voter),
	})
	m.sixteen = o.Profile == colorprofile.ANSI
	m.restyle()
	screens := &guard{model: m, log: o.Log}
	program := tea.NewProgram(screens, append([]tea.ProgramOption{tea.WithFPS(framesPerSecond)}, with...)...)
	screens.quit, screens.pace.program = program.Quit, program
	return &BallotProgram{program, screens}
}

// Run shows the screens until the person leaves, is sent away, or the connection ends.
func (p *BallotProgram) Run() error {
	_, err := p.program.Run()
	leave(p.screens.model)
	drain(p.program)
	if p.screens.fault != nil {
		return p.screens.fault
	}
	return err
}

// Send gives the screens a message, such as a new size. It does not wait once they ended.
func (p *BallotProgram) Send(msg tea.Msg) { p.program.Send(msg) }

// voterKeys are all keys of somebody in a room but letters and signs. They are a list of
// what is allowed, since fields bring keys of their own, and some of those read or write the
// clipboard of the computer that the workshop runs on.
var voterKeys = []string{
	"enter", "tab", "shift+tab", "esc", "ctrl+c", "ctrl+s",
	"up", "down", "left", "right", "home", "end", "pgup", "pgdown",
	"alt+left", "alt+right", "ctrl+left", "ctrl+right", "ctrl+home", "ctrl+end", "ctrl+a", "ctrl+e",
	"backspace", "delete", "ctrl+h", "ctrl+d", "ctrl+w", "ctrl+u", "ctrl+k", "alt+backspace", "ctrl+backspace", "alt+delete", "ctrl+delete",
}

// voterMay reports whether a key may reach the screens of somebody in a room: one letter or
// sign, or one of the voterKeys. A terminal can name any text for a key, also the words by
// which a field knows another one, so the text of a key is one letter.
func voterMay(k tea.KeyPressMsg) bool {
	if k.Text != "" {
		one, _ := ansi.FirstGraphemeCluster(k.Text, ansi.GraphemeWidth)
		return one == k.Text
	}
	return slices.Contains(voterKeys, k.Keystroke())
}

// ballotStore lets the screens save votes as they save answers. Whatever else they could
// ask of a store is refused.
type ballotStore struct{ voter Voter }

var errNotYours = errors.New("a person in a workshop can only vote")

func (ballotStore) List(uint64, int) ([]assessment.Head, error)           { return nil, errNotYours }
func (ballotStore) Earlier(*assessment.Session) (string, error)           { return "", errNotYours }
func (ballotStore) Create(*assessment.Session, assessment.Standing) error { return errNotYours }
func (ballotStore) Delete(string) (func() error, error)                   { return nil, errNotYours }

func (b ballotStore) Load(string) (*assessment.Session, error) { return b.voter.View().Session, nil }

func (b ballotStore) SaveAnswer(c assessment.AnswerChange) <-chan assessment.Saved {
	return b.voter.Vote(c.Question, c.Answer)
}

func (b ballotStore) Drafts() []assessment.Draft { return b.voter.Drafts() }

func (b ballotStore) KeepDraft(d assessment.Draft) <-chan error {
	b.voter.KeepDraft(d)
	kept := make(chan error, 1)
	kept <- nil
	return kept
}

func (ballotStore) SaveSetup(c assessment.SetupChange) <-chan assessment.Saved {
	return refused(c.Session)
}

func (ballotStore) SaveStanding(id string, _ assessment.Standing) <-chan assessment.Saved {
	return refused(id)
}

func refused(session string) <-chan assessment.Saved {
	out := make(chan assessment.Saved, 1)
	out <- assessment.Saved{Session: session, Err: errNotYours}
	return out
}

// roomChanged says that a room may look otherwise now.
type roomChanged struct{}

// seated is what became of taking a seat.
type seated struct{ err error }

// takeSeat asks for a seat.
type takeSeat struct {
	name string
	role assessment.Role
}

// goDone shows the person's own votes.
type goDone struct{}

func awaitRoom(changed <-chan struct{}) tea.Cmd {
	return func() tea.Msg {
		<-changed
		return roomChanged{}
	}
}

// voter is the controller of one person in a workshop. They vote, and do nothing else: an
// action that is not named here is not there for them.
type voter struct {
	m    *model
	seat Voter
}

// asVoter shows where the person is: taking a seat, or at their question.
func asVoter(seat Voter) func(*model) controller {
	return func(m *model) controller {
		c := &voter{m, seat}
		view := seat.View()
		m.work = &work{Work: interview.New(view.Set, view.Session, m.o.Now)}
		m.work.NoteLimit = assessment.MaxVoteNote
		if view.Name == "" {
			m.screen = newJoin(view)
			c.freshDrafts(m.screen)
			m.offer(m.screen)
			return c
		}
		m.screen = c.place(view)
		return c
	}
}

func (c *voter) begin() tea.Cmd {
	return tea.Batch(awaitRoom(c.seat.Changed()), tea.RequestBackgroundColor)
}

// may lets through what is on the list of a voter's keys, and nothing else.
func (c *voter) may(k tea.KeyPressMsg) (ok bool, why string) {
	if voterMay(k) {
		return true, ""
	}
	if key.Matches(k, keys.systemPaste) {
		why = "Paste as your terminal does it, such as with ctrl+shift+v."
	}
	return false, why
}

func (c *voter) off(screen) []offKey { return nil }
func (c *voter) waiting() bool       { return false }

// leave saves nothing: somebody may only have lost the connection. What they typed is kept.
func (c *voter) leave() { c.m.keepTyped() }

// freshDrafts reads again what was typed in a form: the connection that was lost may have
// ended only after this one began.
func (c *voter) freshDrafts(s screen) {
	if form, ok := s.(typing); ok {
		c.m.draftsOf(form.draft().Form.Session, c.seat.Drafts())
	}
}

// act does what a person in a room may do.
func (c *voter) act(a action) tea.Cmd {
	m, view := c.m, c.seat.View()
	switch a := a.(type) {
	case quit:
		return m.quit()
	case openPage:
		c.freshDrafts(a.page)
		return m.lay(a.page)
	case takeSeat:
		m.loading = true
		return func() tea.Msg { return seated{c.seat.Sit(a.name, a.role)} }
	case saveAnswer:
		if view.Name == "" || view.Shown.Revealed[a.question] {
			return nil
		}
		a.answer.Owner, a.answer.Due, a.answer.By = "", "", ""
		return m.save(a)
	case undoAnswer:
		return m.undoAnswer()
	case openQuestion:
		return c.open(a.id, view)
	case openNext:
		if next := m.work.Following(a.after); next != "" {
			return c.open(next, view)
		}
		return m.act(goDone{})
	case goJump:
		if view.InStep {
			m.notice = inStepNotice
			return nil
		}
		return m.show(newJump(m.work), nil)
	case goDone, goHome, goReview:
		return m.show(newBallotDone(m.work, view), nil)
	}
	return nil
}

// take takes in what is new in the room.
func (c *voter) take(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case roomChanged:
		return c.roomChanged(), true
	case seated:
		return c.m.arrived(c.seated(msg), nil), true
	case sessionReread:
		if _, ok := c.m.merge(msg); !ok {
			return nil, true
		}
		// The room has its reason, and has said it.
		c.m.work.Settle()
		return c.m.pass(workChanged{}), true
	}
	return nil, false
}

// place is where somebody goes on: at the room's question, where they were, at the first one
// without a vote, or at the end.
func (c *voter) place(view BallotView) screen {
	question := view.Position
	if _, ok := view.Set.Question(question); !ok {
		question = ""
		if at := c.m.work.Flow.FirstUnanswered(); at >= 0 {
			question = c.m.work.Flow.At(at).ID
		}
	}
	if view.InStep {
		question = view.Step
	}
	if question == "" {
		return newBallotDone(c.m.work, view)
	}
	return c.question(question, view)
}

func (c *voter) question(id string, view BallotView) screen {
	q := newQuestion(c.m.work, id)
	c.seat.At(q.ID)
	return &ballotQuestion{questionScreen: q, view: view}
}

const inStepNotice = "The room goes together. The facilitator takes you to the next question."

// open shows a question, where the room does not go together.
func (c *voter) open(id string, view BallotView) tea.Cmd {
	if view.InStep && id != view.Step {
		c.m.notice = inStepNotice
		if _, done := c.m.screen.(*ballotDone); !done {
			return nil
		}
		id = view.Step
	}
	return c.m.show(c.question(id, view), nil)
}

func (c *voter) roomChanged() tea.Cmd {
	m, view := c.m, c.seat.View()
	await := awaitRoom(c.seat.Changed())
	if view.Over != "" {
		return tea.Quit
	}
	switch s := m.screen.(type) {
	case *ballotQuestion:
		moved := view.InStep && view.Step != s.view.Step
		s.view = view
		if moved {
			m.notice = ""
			if m.page != nil && m.page.capturesText() {
				m.notice = "The room has gone on to the next question."
			}
			m.keepTyped()
			m.page = nil
			m.screen = c.question(view.Step, view)
			return tea.Batch(m.screen.Init(), await)
		}
	case *ballotDone:
		s.view = view
	case *joinScreen:
		// The facilitator gave somebody their seat back.
		if view.Name != "" && !m.loading {
			return tea.Batch(c.seated(seated{}), await)
		}
	}
	return await
}

// seated goes on to the questions once the seat is there.
func (c *voter) seated(msg seated) tea.Cmd {
	m, view := c.m, c.seat.View()
	if m.failed(msg.err) {
		again := newJoin(view)
		c.freshDrafts(again)
		return m.show(again, nil)
	}
	m.forget(assessment.Form{Session: view.Session.ID, Name: seatForm})
	m.screen = nil // what was typed there is the seat's name
	m.notice = "You are in, " + clean(view.Name) + "."
	if view.Keyless {
		// A line of its own, so that it can be copied.
		m.notice += " If the connection breaks, come back with:\n" + view.wayBack()
	} else {
		m.notice += " Nobody sees your answers before the facilitator shows them to all."
	}
	return m.show(c.place(view), nil)
}

// joinScreen asks who somebody is.
type joinScreen struct {
	view BallotView
	form *form
	name string
	role string
}

func newJoin(view BallotView) screen {
	j := &joinScreen{view: view, role: assessment.RoleOther.String()}
	name := textField("name", &j.name)
	j.form = newForm([]formPage{
		{
			field: func() huh.Field {
				return huh.NewInput().Title("What is your name?").Description("The others see it beside your answers, once the facilitator shows them.").CharLimit(assessment.MaxPersonName).Value(&j.name)
			},
			check: func() string {
				if _, ok := assessment.PersonName(j.name); !ok {
					return "Write your name, so that the others know who you are."
				}
				return ""
			},
		},
		{field: func() huh.Field {
			var options []huh.Option[string]
			for _, role := range assessment.Roles {
				options = append(options, huh.NewOption(roleChoices[role], role.String()))
			}
			j.role = assessment.RoleBusiness.String()
			return huh.NewSelect[string]().Title("From which side do you look at it?").Options(options...).Value(&j.role)
		}},
	}, 0)
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

var roleChoices = [...]string{
	assessment.RoleBusiness:   "Business: what we gain and lose by it",
	assessment.RoleTechnical:  "Technical: I connect it or keep it running",
	assessment.RoleRisk:       "Risk: rules, private data, what can go wrong",
	assessment.RoleOperations: "Operations: I do the daily work with it",
	assessment.RoleOther:      "Another side",
}

func (j *joinScreen) Init() tea.Cmd { return j.form.open() }

func (j *joinScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	outcome, cmd := j.form.Update(msg)
	switch outcome {
	case formLeft:
		return j, quit{}, cmd
	case formDone:
		role := assessment.RoleOther
		_ = role.UnmarshalText([]byte(j.role)) // one of those that were offered
		return j, takeSeat{j.name, role}, cmd
	}
	return j, nil, cmd
}

func (j *joinScreen) View(st *styles, room size) body {
	lines := wrapped(st.text, "This workshop is about "+quoted(j.view.Session.Use)+" at "+quoted(j.view.Session.Business)+".", room.width)
	if room.height >= 18 {
		lines = append(lines, wrapped(st.dim, "Everybody answers the same questions alone. Nobody sees another's answers before the facilitator shows them to all.", room.width)...)
	}
	lines = append(lines, "")
	return body{lines: append(lines, j.form.View(st, size{room.width, room.height - len(lines) - 2}).lines...)}
}

func (j *joinScreen) capturesText() bool { return true }

func (j *joinScreen) ShortHelp() []key.Binding {
	return []key.Binding{described(keys.enter, "next"), described(keys.esc, "leave")}
}

func (j *joinScreen) groups() []keyGroup { return []keyGroup{{"Keys", j.ShortHelp()}} }

// ballotQuestion is a question as somebody in a room sees it.
type ballotQuestion struct {
	*questionScreen
	view BallotView
}

func (b *ballotQuestion) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && key.Matches(k, keys.owner, keys.about) {
		return b, nil, nil
	}
	before := b.ID
	_, a, cmd := b.questionScreen.Update(msg)
	if b.ID != before {
		// Going back moves within the screen; the room must hear of it.
		a = openQuestion{b.ID}
	}
	return b, a, cmd
}

// off says why keys are off that a person has in another place, or at another pace.
func (b *ballotQuestion) off() []offKey {
	var off []offKey
	if b.view.InStep {
		for _, k := range []key.Binding{keys.back, keys.jump, keys.later} {
			off = append(off, offKey{k, inStepNotice})
		}
	}
	if b.seen() {
		for _, k := range []key.Binding{keys.pick, keys.choose, keys.seen, keys.told, keys.note, keys.undo} {
			off = append(off, offKey{k, "The room has seen the votes on this question, so yours stays as it is."})
		}
	}
	return append(off, b.questionScreen.off()...)
}

// seen reports whether the votes on the question were shown to all.
func (b *ballotQuestion) seen() bool { return b.view.Shown.Revealed[b.ID] }

func (b *ballotQuestion) ShortHelp() []key.Binding {
	bindings := make([]key.Binding, 0, 8)
	if b.asks() && !b.seen() {
		bindings = append(bindings, keys.seen, keys.told, described(keys.enter, b.enterWords()))
	}
	bindings = append(bindings, keys.note, described(keys.help, "explain"))
	if !b.view.InStep {
		bindings = append(bindings, keys.next, keys.back, keys.jump, keys.later)
	}
	return append(bindings, described(keys.esc, "my votes"))
}

func (b *ballotQuestion) groups() []keyGroup {
	return []keyGroup{
		{"Vote", []key.Binding{
			bind(fmt.Sprintf("1–%d", len(b.Rows())), "choose, and save", keys.pick.Keys()...), keys.up, keys.down,
			described(keys.enter, "take the one under the cursor, and go on"), described(keys.choose, "take it, and stay"),
			described(keys.seen, b.work.Set.Words.Known[assessment.Seen]+", and go on"), described(keys.told, b.work.Set.Words.Known[assessment.Told]+", and go on"),
			described(keys.note, "a note"), described(keys.undo, "take the last change back"),
		}},
		{"Go", []key.Binding{
			described(keys.next, "the next question"), described(keys.back, "the one before"),
			described(keys.later, "leave it for later: the next open question"), described(keys.jump, "jump to any question"),
			described(keys.esc, "my votes"),
		}},
		{"The workshop", []key.Binding{keys.help, described(keys.quitNow, "leave; your votes are kept")}},
	}
}

func (b *ballotQuestion) View(st *styles, room size) body {
	drawn := b.questionScreen.View(st, room)
	if !b.seen() {
		return drawn
	}
	lines := wrapped(st.strong, b.Text, room.width)
	lines = append(append(lines, ""), spreadLines(st, b.Question.Question, b.view.Shown, room.width)...)
	return body{header: drawn.header, lines: lines}
}

// ballotDone lists a person's own votes.
type ballotDone struct {
	work   *work
	view   BallotView
	cursor int
}

func newBallotDone(w *work, view BallotView) screen {
	d := &ballotDone{work: w, view: view}
	d.cursor = max(0, w.Flow.FirstUnanswered())
	return d
}

func (d *ballotDone) Init() tea.Cmd { return nil }

func (d *ballotDone) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		d.move(wheel(msg))
	case workChanged:
		d.move(0)
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, keys.up):
			d.move(-1)
		case key.Matches(msg, keys.down):
			d.move(1)
		case key.Matches(msg, keys.pageUp):
			d.move(-10)
		case key.Matches(msg, keys.pageDown):
			d.move(10)
		case key.Matches(msg, keys.enter, keys.choose):
			return d, openQuestion{d.work.Flow.At(d.cursor).ID}, nil
		case key.Matches(msg, keys.quit):
			about := "Your votes are kept."
			if back := d.view.wayBack(); back != "" {
				about += " To come back:\n" + back
			}
			return d, openPage{newConfirm("Leave the workshop?", about, quit{})}, nil
		}
	}
	return d, nil, nil
}

func (d *ballotDone) move(by int) { d.cursor = max(0, min(d.cursor+by, d.work.Flow.Len()-1)) }

func (d *ballotDone) capturesText() bool { return false }

func (d *ballotDone) ShortHelp() []key.Binding {
	return []key.Binding{described(keys.enter, "go to it"), keys.help, described(keys.quit, "leave")}
}

func (d *ballotDone) groups() []keyGroup {
	return []keyGroup{
		{"Go", []key.Binding{described(keys.enter, "to the question under the cursor"), keys.up, keys.down, keys.pageUp, keys.pageDown}},
		{"The workshop", []key.Binding{keys.help, described(keys.quit, "leave; your votes are kept")}},
	}
}

func (d *ballotDone) View(st *styles, room size) body {
	answered, total := d.work.Flow.Progress()
	b := body{header: []string{sides(st.strong.Render("Your votes"), st.dim.Render(fmt.Sprintf("%d of %d", answered, total)), room.width)}}
	said := "Something is open. Go to it, or leave it to the others."
	if answered == total {
		said = "You have voted on everything. You can change a vote until the facilitator shows them."
	}
	if answered == total && len(d.view.Shown.Revealed) > 0 {
		said = "You have voted on everything, and the facilitator has shown the votes. Go to a question to see who said what."
	}
	if d.view.InStep {
		said = "The facilitator takes you to the next question."
	}
	b.lines = wrapped(st.text, said, room.width)
	if d.view.Code != "" && room.height >= 16 {
		b.lines = append(b.lines, wrapped(st.dim, "If you lose the connection, come back to your seat with:", room.width)...)
		b.lines = append(b.lines, st.accent.Render(d.view.Command)+"   Code: "+st.accent.Render(d.view.Code))
	}
	b.lines = append(b.lines, "")
	for i := range d.work.Flow.Len() {
		q := d.work.Flow.At(i)
		pointer, style := "  ", st.text
		if i == d.cursor {
			pointer, style = st.accent.Render(cursorMark), st.chosen
			b.focus = len(b.lines)
		}
		level := d.work.Session.Answers[q.ID].Level
		text, word := q.Text, st.dim.Render(column(st.words().Level(level), 15))
		if room.width < 60 {
			text, word = st.words().Level(level)+": "+q.Text, ""
		}
		if d.view.Shown.Revealed[q.ID] {
			text += " " + st.dim.Render("Shown to all.")
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(pointer+st.sign(level)+" "+word, style, text, room.width)...)
		b.clickable(at, func() action { return openQuestion{q.ID} })
		if i == d.cursor {
			b.focusEnd = len(b.lines) - 1
		}
	}
	b.status = d.work.status()
	return b
}

// spreadLines say how a room answered a question: who gave which answer, and what stands.
func spreadLines(st *styles, q *assessment.Question, shown *assessment.Team, width int) []string {
	votes := shown.Cast(q.ID)
	if len(votes) == 0 {
		return wrapped(st.dim, "Nobody voted on this question.", width)
	}
	var lines []string
	for at := 0; at < len(votes); {
		level := votes[at].Vote.Level
		var names []string
		for ; at < len(votes) && votes[at].Vote.Level == level; at++ {
			names = append(names, fmt.Sprintf("%s (%s)", clean(votes[at].Seat.Name), votes[at].Seat.Role.Words()))
		}
		word := st.strong.Render(column(st.words().Level(level), 15))
		if width < 60 {
			word = st.strong.Render(st.words().Level(level)) + ": "
		}
		lines = append(lines, hang(st.sign(level)+" "+word, st.text, strings.Join(names, ", "), width)...)
	}
	for _, vote := range votes {
		if said := strings.Join(slices.DeleteFunc([]string{clean(vote.Vote.Reason), clean(vote.Vote.Note)}, func(s string) bool { return s == "" }), " "); said != "" {
			lines = append(lines, "")
			lines = append(lines, hang(st.dim.Render("“ "), st.dim, said+" – "+clean(vote.Seat.Name), width)...)
		}
	}
	lines = append(lines, "")
	var decision *assessment.Decision
	if d, ok := shown.Decisions[q.ID]; ok {
		decision = &d
	}
	return append(lines, drawBlock(st, report.Outcome(st.words(), votes, decision), width)...)
}
