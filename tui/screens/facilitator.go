package screens

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/workshop"
)

// Room is what the facilitator's screens need of a workshop.
type Room interface {
	// View is the room as the facilitator sees it.
	View() workshop.RoomView
	// Changed gets a value when the view may be another one.
	Changed() <-chan struct{}
	// Lock keeps new people out.
	Lock(locked bool)
	// Step brings everybody to a question, where the room goes in step.
	Step(question string)
	// The calls that follow are queued; the channel gets one value when it is on disk.

	// HandOver gives a seat back to whoever asks for it.
	HandOver(seat string) <-chan assessment.Saved
	// Remove takes somebody out of the room.
	Remove(seat string) <-chan assessment.Saved
	// Reveal shows the room its votes on a question, RevealAnswered those on questions that
	// everybody who is here has answered.
	Reveal(question string) <-chan assessment.Saved
	RevealAnswered(questions []string) <-chan assessment.Saved
	// Decide records what the room settled on, with the answer's level, how it is known, its
	// reason and its note.
	Decide(question string, answer assessment.Answer, by string) <-chan assessment.Saved
}

// manyStrangers is how many connections without a code are no longer people who are about to
// show theirs.
const manyStrangers = 8

// RunRoom shows the facilitator's screens until the workshop ends.
func RunRoom(o Options, room Room) error {
	o.room, o.Start = room, interview.StartSession
	return Run(o)
}

// What the facilitator's screens ask of the root.
type (
	goRoom         struct{}
	goReveal       struct{}
	goSpread       struct{ question string }
	revealVotes    struct{ question string }
	revealAnswered struct{ questions []string }
	decideVote     struct {
		question string
		answer   assessment.Answer
		by       string
	}
	lockRoom struct{ locked bool }
	sendAway struct{ seat string }
	handOver struct{ seat, name string }
	stepTo   struct{ question string }
	endRoom  struct{}
)

// roomSaved is what became of a change in the room.
type roomSaved struct {
	saved assessment.Saved
	then  string
}

func awaitRoomSaved(saved <-chan assessment.Saved, then string) tea.Cmd {
	return func() tea.Msg { return roomSaved{<-saved, then} }
}

// roomAct does what is the facilitator's. It reports whether the action was such a one.
func (m *model) roomAct(a action) (tea.Cmd, bool) {
	room := m.o.room
	switch a := a.(type) {
	case goHome, goRoom:
		return m.show(newRoom(room, m.work), nil), true
	case goReveal:
		return m.show(newReveal(m.work, room.View()), nil), true
	case goSpread:
		return m.show(newSpread(m.work, room.View(), a.question), nil), true
	case revealVotes:
		return tea.Batch(m.show(newReveal(m.work, room.View()), nil), awaitRoomSaved(room.Reveal(a.question), "")), true
	case revealAnswered:
		return tea.Batch(m.show(newReveal(m.work, room.View()), nil), awaitRoomSaved(room.RevealAnswered(a.questions), "")), true
	case decideVote:
		return awaitRoomSaved(room.Decide(a.question, a.answer, a.by), "Decided, and saved."), true
	case lockRoom:
		room.Lock(a.locked)
		m.notice = "The room is open: people can come in."
		if a.locked {
			m.notice = "The room is locked. Nobody new can come in; whoever has a seat can come back."
		}
		return nil, true
	case sendAway:
		return awaitRoomSaved(room.Remove(a.seat), "Taken out. Those votes do not count any more."), true
	case handOver:
		return awaitRoomSaved(room.HandOver(a.seat), quoted(a.name)+" has the seat back."), true
	case stepTo:
		room.Step(a.question)
		return nil, true
	case endRoom:
		return tea.Quit, true
	case quit:
		kept := m.keepTyped()
		m.page = m.confirmEnd()
		return kept, true
	case goSetup, deleteSession, recheckSession, goNew:
		return nil, true
	}
	return nil, false
}

func (m *model) confirmEnd() screen {
	about := "People are told that it is over. Every vote and decision is kept, and `readycheck serve` goes on with them."
	view := m.o.room.View()
	if hidden := view.Hidden(); len(hidden) > 0 {
		about = fmt.Sprintf("%s nobody has seen. They are kept, and do not count before they are shown. ", assessment.Counted(len(hidden), "question has votes that", "questions have votes that")) + about
	}
	return newConfirm("End the workshop?", about, endRoom{})
}

// roomChanged takes in what is new in the room.
func (m *model) roomChanged() tea.Cmd {
	view := m.o.room.View()
	switch s := m.screen.(type) {
	case *roomScreen:
		s.view = view
		s.move(0)
	case *revealScreen:
		s.take(view)
	case *spreadScreen:
		s.view = view
	}
	return awaitRoom(m.o.room.Changed())
}

// roomSaved says what could not be saved, and reads the session again: votes that were
// shown and decisions change what stands.
func (m *model) roomSaved(msg roomSaved) tea.Cmd {
	settled := m.settled(msg.saved.Question, msg.saved.Err)
	if m.failed(msg.saved.Err) {
		if r, ok := m.screen.(*revealScreen); ok && len(r.spreads) == 0 {
			return tea.Batch(settled, m.show(newRoom(m.o.room, m.work), nil)) // nothing was shown
		}
		return settled
	}
	if msg.then != "" {
		m.notice = msg.then
	}
	if m.work == nil {
		return settled
	}
	m.work.Reload()
	return tea.Batch(settled, reread(m.o.Store, m.work.Session.ID))
}

// roomScreen is the facilitator's overview: who is here, what is voted, how to come in.
type roomScreen struct {
	room Room
	work *work
	view workshop.RoomView
	tab  int
	// cursor is the row that is chosen on each page; how to come in has none, and scrolls by
	// it, down to most.
	cursor [3]int
	most   int
}

const (
	peopleTab = iota
	questionsTab
	joinTab
)

var roomTabs = [...]string{"People", "Questions", "How to come in"}

func newRoom(room Room, w *work) screen {
	r := &roomScreen{room: room, work: w, view: room.View()}
	if len(r.view.People) == 0 {
		r.tab = joinTab
	}
	if at := w.Flow.Position(r.view.Step); at >= 0 {
		r.cursor[questionsTab] = at
	}
	return r
}

func (r *roomScreen) Init() tea.Cmd { return nil }

func (r *roomScreen) rows() int {
	switch r.tab {
	case peopleTab:
		return len(r.view.People)
	case questionsTab:
		return r.work.Flow.Len()
	}
	return r.most + 1
}

func (r *roomScreen) move(by int) {
	r.cursor[r.tab] = max(0, min(r.cursor[r.tab]+by, r.rows()-1))
}

func (r *roomScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		r.move(wheel(msg))
	case workChanged:
		r.move(0)
	case tea.KeyPressMsg:
		return r, r.key(msg), nil
	}
	return r, nil, nil
}

func (r *roomScreen) key(msg tea.KeyPressMsg) action {
	switch {
	case key.Matches(msg, keys.tab):
		r.tab = (r.tab + 1) % len(roomTabs)
	case key.Matches(msg, keys.shiftTab):
		r.tab = (r.tab + len(roomTabs) - 1) % len(roomTabs)
	case key.Matches(msg, keys.pick):
		if tab := int(msg.String()[0] - '1'); tab < len(roomTabs) {
			r.tab = tab
		}
	case key.Matches(msg, keys.up):
		r.move(-1)
	case key.Matches(msg, keys.down):
		r.move(1)
	case key.Matches(msg, keys.pageUp):
		r.move(-10)
	case key.Matches(msg, keys.pageDown):
		r.move(10)
	case key.Matches(msg, keys.lock):
		return lockRoom{!r.view.Locked}
	case key.Matches(msg, keys.reveal):
		return r.reveal()
	case key.Matches(msg, keys.verdict):
		return goSummary{}
	case key.Matches(msg, keys.end):
		return quit{}
	case key.Matches(msg, keys.sendAway):
		if r.tab == peopleTab && len(r.view.People) > 0 {
			p := r.view.People[r.cursor[peopleTab]]
			return openPage{newConfirm(fmt.Sprintf("Take %s out of the room?", quoted(p.Name)), "Their votes do not count any more, and nobody can come back to this seat. Lock the room with l if they should not come in anew.", sendAway{p.Seat})}
		}
	case key.Matches(msg, keys.handOver):
		if r.tab == peopleTab && len(r.view.People) > 0 {
			p := r.view.People[r.cursor[peopleTab]]
			if !p.Asks {
				return notice{"Nobody asks for this seat. Whoever lost it comes in with the room's code and writes the same name."}
			}
			return openPage{newConfirm(fmt.Sprintf("Give %s this seat back?", quoted(p.Name)), "Somebody who came in new wrote this name. Ask them whether it is them: they will see these votes and can change them. The screen that was on this seat ends.", handOver{p.Seat, p.Name})}
		}
	case r.view.InStep && key.Matches(msg, keys.next, keys.back) && msg.String() != "enter":
		return r.step(msg.String() == "right")
	case key.Matches(msg, keys.enter):
		return r.enter()
	}
	return nil
}

// enter opens the question under the cursor once its votes are shown, or takes the room to
// it.
func (r *roomScreen) enter() action {
	if r.tab != questionsTab || r.rows() == 0 {
		return nil
	}
	question := r.work.Flow.At(r.cursor[questionsTab]).ID
	switch {
	case r.view.Shown.Revealed[question]:
		return goSpread{question}
	case r.view.InStep:
		return stepTo{question}
	}
	return notice{"Nobody has seen these votes yet. v shows them to all."}
}

// step takes the room to the next question, or the one before.
func (r *roomScreen) step(forward bool) action {
	at := r.work.Flow.Position(r.view.Step)
	if forward {
		at++
	} else {
		at--
	}
	if at < 0 || at >= r.work.Flow.Len() {
		return notice{"There is no further question this way."}
	}
	r.tab, r.cursor[questionsTab] = questionsTab, at
	return stepTo{r.work.Flow.At(at).ID}
}

// reveal asks before it shows votes: on the question under the cursor, on the room's question
// where it goes in step, and else on all that the room says everybody here has answered.
func (r *roomScreen) reveal() action {
	switch {
	case r.view.InStep && r.view.Step != "":
		return r.revealOne(r.view.Step)
	case r.tab == questionsTab && r.rows() > 0:
		return r.revealOne(r.work.Flow.At(r.cursor[questionsTab]).ID)
	}
	hidden, answered := r.view.Hidden(), r.view.Answered()
	switch {
	case len(answered) > 0:
	case len(r.view.Shown.Revealed) > 0:
		return goReveal{}
	case len(hidden) > 0:
		return notice{"There is no question yet that everybody here has voted on. On the page Questions, v shows the one under the cursor."}
	default:
		return noVotesYet
	}
	about := revealWarning
	if waits := len(hidden) - len(answered); waits > 0 {
		about = fmt.Sprintf("%s for somebody who is here. ", assessment.Counted(waits, "more waits", "more wait")) + about
	}
	return confirmReveal(len(answered), about, revealAnswered{answered})
}

// revealOne asks before it shows the votes on one question, and says who has not voted on it.
func (r *roomScreen) revealOne(question string) action {
	if !slices.Contains(r.view.Hidden(), question) {
		switch {
		case r.view.Shown.Revealed[question]:
			return goSpread{question}
		case len(r.view.Hidden()) == 0 && len(r.view.Shown.Revealed) > 0:
			return goReveal{}
		}
		return noVotesYet
	}
	about := revealWarning
	if missing := r.view.Waiting[question]; missing > 0 {
		about = assessment.Counted(missing, "person here has", "people here have") + " not voted on it, and cannot after that. " + about
	}
	return confirmReveal(1, about, revealVotes{question})
}

const revealWarning = "Everybody sees who answered what. These votes cannot be changed after that."

var noVotesYet = notice{"There are no votes to show yet."}

func confirmReveal(questions int, about string, then action) action {
	return openPage{newConfirm(fmt.Sprintf("Show the votes on %s?", assessment.Counted(questions, "question", "questions")), about, then)}
}

func (r *roomScreen) capturesText() bool { return false }

func (r *roomScreen) ShortHelp() []key.Binding {
	reveal := keys.reveal
	if len(r.view.Hidden()) == 0 && len(r.view.Shown.Revealed) > 0 {
		reveal = described(keys.reveal, "what the room said")
	}
	bindings := []key.Binding{keys.tab, reveal}
	if r.view.InStep {
		bindings = append(bindings, bind("← →", "the room's question", "left", "right"))
	}
	switch {
	case r.tab == questionsTab && r.rows() > 0 && r.view.Shown.Revealed[r.work.Flow.At(r.cursor[questionsTab]).ID]:
		bindings = append(bindings, described(keys.enter, "its votes"))
	case r.tab == peopleTab && len(r.view.People) > 0:
		if r.view.People[r.cursor[peopleTab]].Asks {
			bindings = append(bindings, keys.handOver)
		}
		bindings = append(bindings, keys.sendAway)
	}
	lock := keys.lock
	if r.view.Locked {
		lock = described(keys.lock, "unlock")
	}
	return append(bindings, lock, keys.verdict, keys.help, described(keys.end, "end"))
}

func (r *roomScreen) groups() []keyGroup {
	return []keyGroup{
		{"The room", []key.Binding{
			described(keys.reveal, "show the votes that everybody here has given, or those on the question under the cursor"), described(keys.lock, "let nobody new in, or open the room again"),
			described(keys.sendAway, "take the person under the cursor out"), described(keys.handOver, "give the seat under the cursor back to who lost it"), described(keys.enter, "the question under the cursor: its votes, or take the room to it"),
			bind("← →", "take the room to the question before or after, in step", "left", "right"),
		}},
		{"Pages", []key.Binding{keys.tab, keys.shiftTab, bind("1–3", "a page", keys.pick.Keys()...), keys.up, keys.down, keys.pageUp, keys.pageDown}},
		{"The workshop", []key.Binding{described(keys.verdict, "the summary: where you stand now"), keys.help, keys.end}},
	}
}

func (r *roomScreen) off() []offKey {
	var off []offKey
	if r.tab != peopleTab {
		off = append(off, offKey{keys.sendAway, "Choose somebody on the page People first."}, offKey{keys.handOver, "Choose somebody on the page People first."})
	} else if len(r.view.People) == 0 {
		off = append(off, offKey{keys.sendAway, "Nobody is here yet."}, offKey{keys.handOver, "Nobody is here yet."})
	}
	if !r.view.InStep {
		off = append(off, offKey{bind("← →", "", "left", "right"), "Everybody goes at their own pace. serve --in-step keeps the room together."})
	}
	return off
}

func (r *roomScreen) View(st *styles, room size) body {
	var b body
	line := ""
	for i, title := range roomTabs {
		if i > 0 {
			line += "   "
		}
		from := ansi.StringWidth(line)
		if i == r.tab {
			line += st.chosen.Render("[" + title + "]")
		} else {
			line += st.dim.Render(title)
		}
		b.spots = append(b.spots, spot{header: true, from: from, to: ansi.StringWidth(line), click: func() action {
			r.tab = i
			return nil
		}})
	}
	b.header = []string{cut(line, room.width)}
	if r.view.Problem != "" {
		b.lines = append(wrapped(st.warn, r.view.Problem, room.width), "")
	}
	switch r.tab {
	case peopleTab:
		r.people(st, &b, room.width)
	case questionsTab:
		r.questions(st, &b, room.width)
	default:
		b.lines, b.scrolls = append(b.lines, r.join(st, room)...), true
		r.most = max(0, len(b.lines)-max(1, room.height-2))
		r.move(0)
		b.scroll = r.cursor[joinTab]
	}
	return b
}

func (r *roomScreen) people(st *styles, b *body, width int) {
	state := "open"
	if r.view.Locked {
		state = "locked"
		if r.view.Gathered {
			state = "locked, since everybody whom you expect has come"
		}
	}
	here := 0
	for _, p := range r.view.People {
		if p.Here {
			here++
		}
	}
	said := fmt.Sprintf("%s, %d here. The room is %s.", assessment.Counted(len(r.view.People), "person", "people"), here, state)
	if r.view.Arriving > 0 {
		said += fmt.Sprintf(" %s just coming in.", assessment.Counted(r.view.Arriving, "is", "are"))
	}
	b.lines = append(b.lines, wrapped(st.text, said, width)...)
	if r.view.Codeless >= manyStrangers {
		b.lines = append(b.lines, wrapped(st.warn, fmt.Sprintf("%d connections without a code. Somebody may be trying to get in, or to be in the way. Who has the code still gets in.", r.view.Codeless), width)...)
	}
	if width < 60 {
		b.lines = append(b.lines, st.accent.Render(r.view.Command), st.dim.Render("Code: ")+st.accent.Render(r.view.Code), "")
	} else {
		b.lines = append(b.lines, st.dim.Render("To come in: ")+st.accent.Render(r.view.Command)+st.dim.Render("   Code: ")+st.accent.Render(r.view.Code), "")
	}
	if len(r.view.People) == 0 {
		b.lines = append(b.lines, wrapped(st.dim, "Nobody is here yet. 3 shows how to come in.", width)...)
	}
	for i, p := range r.view.People {
		pointer, style := "  ", st.text
		if i == r.cursor[peopleTab] {
			pointer, style = st.accent.Render(cursorMark), st.chosen
			b.focus, b.focusEnd = len(b.lines), len(b.lines)
		}
		where := "here"
		switch {
		case p.Paper:
			where = "on paper"
		case p.Asks:
			where = "asks for it"
		case !p.Here:
			where = "away"
		}
		count := fmt.Sprintf("%d of %d", p.Voted, p.Total)
		at := len(b.lines)
		if width < 60 {
			b.lines = append(b.lines, pointer+sides(style.Render(clean(p.Name)), st.dim.Render(count+" "+where), width-2))
			b.clickable(at, r.chooses(i))
			continue
		}
		b.lines = append(b.lines, pointer+style.Render(column(clean(p.Name), 22))+" "+st.dim.Render(column(p.Role.Words(), 11))+
			bar(st, p.Voted, p.Total, 14)+"  "+column(count, 9)+st.dim.Render(where))
		b.clickable(at, r.chooses(i))
	}
}

// chooses is a click on a row of the page that is open; a second one is enter.
func (r *roomScreen) chooses(row int) func() action {
	return func() action {
		if r.cursor[r.tab] == row {
			return r.enter()
		}
		r.cursor[r.tab] = row
		return nil
	}
}

func (r *roomScreen) questions(st *styles, b *body, width int) {
	people := len(r.view.People)
	for i := range r.work.Flow.Len() {
		q := r.work.Flow.At(i)
		pointer, style := "  ", st.text
		if i == r.cursor[questionsTab] {
			pointer, style = st.accent.Render(cursorMark), st.chosen
			b.focus = len(b.lines)
		}
		state := fmt.Sprintf("%d of %d voted", r.view.Voted[q.ID], people)
		switch _, decided := r.view.Shown.Decisions[q.ID]; {
		case decided:
			state = "decided"
		case r.view.Shown.Revealed[q.ID]:
			state = "shown"
		case r.view.InStep && q.ID == r.view.Step:
			state += ", the room is here"
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(pointer, style, q.Text, width)...)
		b.lines = append(b.lines, "    "+st.dim.Render(state))
		b.clickable(at, r.chooses(i))
		if i == r.cursor[questionsTab] {
			b.focusEnd = len(b.lines) - 1
		}
	}
}

func (r *roomScreen) join(st *styles, room size) []string {
	width := room.width
	beside := len(r.view.QR) > 0 && width >= 76 && room.height > len(r.view.QR)
	if beside {
		width -= len([]rune(r.view.QR[0])) + 3
	}
	lines := wrapped(st.text, "Everybody types this on their own computer, in a terminal, and then the code. Nothing needs to be installed.", width)
	lines = append(lines, "", "  "+st.chosen.Render(r.view.Command), "", "  "+st.dim.Render("Code: ")+st.chosen.Render(r.view.Code), "")
	if r.view.Local {
		lines = append(lines, wrapped(st.warn, "Only this computer can reach the room. For others, start it with --listen and this computer's address.", width)...)
		lines = append(lines, "")
	}
	lines = append(lines, wrapped(st.dim, "The first time, SSH asks whether this is the right computer. It is, if it shows:", width)...)
	lines = append(lines, wrapped(st.text, r.view.Fingerprint, width)...)
	if !beside {
		return lines
	}
	for i, line := range r.view.QR {
		if i >= len(lines) {
			lines = append(lines, "")
		}
		lines[i] = column(lines[i], width+3) + st.picture.Render(line)
	}
	return lines
}

// revealScreen lists what the room has seen, the largest disagreement first.
type revealScreen struct {
	work    *work
	view    workshop.RoomView
	spreads []assessment.Spread
	cursor  int
}

func newReveal(w *work, view workshop.RoomView) screen {
	r := &revealScreen{work: w}
	r.take(view)
	return r
}

func (r *revealScreen) take(view workshop.RoomView) {
	here := ""
	if r.cursor < len(r.spreads) {
		here = r.spreads[r.cursor].Question.ID
	}
	r.view, r.spreads = view, view.Shown.Spreads(r.work.Set, &r.work.Session.Setup)
	if at := slices.IndexFunc(r.spreads, func(s assessment.Spread) bool { return s.Question.ID == here }); at >= 0 {
		r.cursor = at
	}
	r.move(0)
}

func (r *revealScreen) move(by int) { r.cursor = max(0, min(r.cursor+by, len(r.spreads)-1)) }

func (r *revealScreen) Init() tea.Cmd { return nil }

func (r *revealScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		r.move(wheel(msg))
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, keys.up):
			r.move(-1)
		case key.Matches(msg, keys.down):
			r.move(1)
		case key.Matches(msg, keys.pageUp):
			r.move(-10)
		case key.Matches(msg, keys.pageDown):
			r.move(10)
		case key.Matches(msg, keys.enter, keys.choose) && len(r.spreads) > 0:
			return r, goSpread{r.spreads[r.cursor].Question.ID}, nil
		case key.Matches(msg, keys.decide) && len(r.spreads) > 0:
			return r, openPage{newDecision(r.work, r.spreads[r.cursor].Question, r.view)}, nil
		case key.Matches(msg, keys.verdict):
			return r, goSummary{}, nil
		case key.Matches(msg, keys.esc):
			return r, goRoom{}, nil
		}
	}
	return r, nil, nil
}

func (r *revealScreen) capturesText() bool { return false }

func (r *revealScreen) ShortHelp() []key.Binding {
	return []key.Binding{described(keys.enter, "who said what"), keys.decide, keys.verdict, keys.help, described(keys.esc, "the room")}
}

func (r *revealScreen) groups() []keyGroup {
	return []keyGroup{
		{"The question under the cursor", []key.Binding{described(keys.enter, "who said what"), described(keys.decide, "record what you decided")}},
		{"Go", []key.Binding{keys.up, keys.down, keys.pageUp, keys.pageDown, described(keys.verdict, "the summary: where you stand now"), described(keys.esc, "the room")}},
		{"The workshop", []key.Binding{keys.help, keys.quitNow}},
	}
}

// apartWords say how far a room is apart.
func apartWords(words *assessment.Words, s *assessment.Spread) string {
	switch {
	case s.Decision != nil:
		return "Decided: " + words.Level(s.Decision.Level)
	case len(s.Votes) == 1:
		return "One vote: " + words.Level(s.Votes[0].Vote.Level)
	case s.Agreed():
		return "All say: " + words.Level(s.Votes[0].Vote.Level)
	}
	first, last := s.Votes[0].Vote.Level, s.Votes[len(s.Votes)-1].Vote.Level
	return fmt.Sprintf("From “%s” to “%s”", words.Level(first), words.Level(last))
}

func (r *revealScreen) View(st *styles, room size) body {
	apart := 0
	for i := range r.spreads {
		if !r.spreads[i].Agreed() && r.spreads[i].Decision == nil {
			apart++
		}
	}
	b := body{header: []string{sides(st.strong.Render("What the room said"), st.dim.Render(fmt.Sprintf("%d to talk about", apart)), room.width)}}
	if len(r.spreads) == 0 {
		b.lines = wrapped(st.dim, "The votes are on their way to the screen.", room.width)
	}
	for i := range r.spreads {
		s := &r.spreads[i]
		pointer, style := "  ", st.text
		if i == r.cursor {
			pointer, style = st.accent.Render(cursorMark), st.chosen
			b.focus = len(b.lines)
		}
		at := len(b.lines)
		b.lines = append(b.lines, hang(pointer, style, s.Question.Text, room.width)...)
		counts := map[assessment.Level]int{}
		for _, v := range s.Votes {
			counts[v.Vote.Level]++
		}
		row := "    "
		for level := assessment.No; level <= assessment.NA; level++ {
			if counts[level] > 0 {
				row += st.sign(level) + st.dim.Render(fmt.Sprintf(" %d  ", counts[level]))
			}
		}
		words := apartWords(st.words(), s)
		if s.Agreed() || s.Decision != nil {
			words = st.dim.Render(words)
		} else {
			words = st.warn.Render(words)
		}
		b.lines = append(b.lines, row+words)
		b.clickable(at, func() action { return goSpread{s.Question.ID} })
		if i == r.cursor {
			b.focusEnd = len(b.lines) - 1
		}
	}
	return b
}

// spreadScreen is one question with everybody's answer.
type spreadScreen struct {
	work     *work
	view     workshop.RoomView
	question *assessment.Question
	from     int
	most     int
}

func newSpread(w *work, view workshop.RoomView, question string) screen {
	q, ok := w.Set.Question(question)
	if !ok {
		return newReveal(w, view)
	}
	return &spreadScreen{work: w, view: view, question: q.For(&w.Session.Setup)}
}

func (s *spreadScreen) Init() tea.Cmd { return nil }

func (s *spreadScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		s.scroll(wheel(msg))
	case tea.KeyPressMsg:
		switch {
		case key.Matches(msg, keys.up):
			s.scroll(-1)
		case key.Matches(msg, keys.down):
			s.scroll(1)
		case key.Matches(msg, keys.pageUp):
			s.scroll(-10)
		case key.Matches(msg, keys.pageDown):
			s.scroll(10)
		case key.Matches(msg, keys.decide, keys.enter):
			return s, openPage{newDecision(s.work, s.question, s.view)}, nil
		case key.Matches(msg, keys.verdict):
			return s, goSummary{}, nil
		case key.Matches(msg, keys.esc):
			return s, goReveal{}, nil
		}
	}
	return s, nil, nil
}

func (s *spreadScreen) scroll(by int) { s.from = max(0, min(s.from+by, s.most)) }

func (s *spreadScreen) capturesText() bool { return false }

func (s *spreadScreen) ShortHelp() []key.Binding {
	return []key.Binding{keys.decide, keys.verdict, keys.help, described(keys.esc, "what the room said")}
}

func (s *spreadScreen) groups() []keyGroup {
	return []keyGroup{
		{"This question", []key.Binding{described(keys.decide, "record what you decided"), keys.up, keys.down, keys.pageUp, keys.pageDown}},
		{"Go", []key.Binding{described(keys.verdict, "the summary: where you stand now"), described(keys.esc, "what the room said")}},
	}
}

func (s *spreadScreen) View(st *styles, room size) body {
	lines := wrapped(st.strong, s.question.Text, room.width)
	lines = append(lines, "")
	for _, c := range s.question.Choices {
		lines = append(lines, hang(st.sign(c.Level)+" ", st.dim, c.Text, room.width)...)
	}
	lines = append(lines, "")
	lines = append(lines, spreadLines(st, s.question, s.view.Shown, room.width)...)
	s.most = max(0, len(lines)-max(1, room.height-2))
	s.from = min(s.from, s.most)
	return body{header: []string{st.dim.Render("Who said what")}, lines: lines, scrolls: true, scroll: s.from}
}

// newDecision asks what the room decided, and who did.
func newDecision(w *work, q *assessment.Question, view workshop.RoomView) screen {
	rows := q.Options(&w.Set.Words)
	level, by, note, reason := "", "", "", ""
	if d, ok := view.Shown.Decisions[q.ID]; ok {
		level, by, note = d.Level.String(), d.By, d.Note
	}
	pages := []formPage{
		{field: func() huh.Field {
			var options []huh.Option[string]
			for _, c := range rows {
				options = append(options, huh.NewOption(c.Text, c.Level.String()))
			}
			// A list must begin somewhere: at the most cautious vote.
			if votes := view.Shown.Cast(q.ID); level == "" && len(votes) > 0 {
				level = assessment.MostCautious(votes).Level.String()
			}
			return huh.NewSelect[string]().Title("What did the room decide?").Options(options...).Value(&level)
		}},
		{
			field: func() huh.Field {
				return huh.NewInput().Title("Who decided?").Description("A name, or a few.").CharLimit(assessment.MaxName).Value(&by)
			},
			check: func() string {
				if assessment.CleanLine(by, assessment.MaxName) == "" {
					return "Write who decided, so that somebody stands for it."
				}
				return ""
			},
		},
		{
			field: func() huh.Field {
				title := "Why? And what did those say who see it otherwise?"
				if level == assessment.NA.String() {
					title = "Why does it not apply?"
				}
				return huh.NewInput().Title(title).Description("It is kept in the report. Whose vote was another one is kept by itself.").CharLimit(assessment.MaxShort).Value(&note)
			},
			check: func() string {
				if level == assessment.NA.String() && assessment.CleanLine(note, assessment.MaxShort) == "" {
					return "Write a few words, so that the report can say why."
				}
				return ""
			},
		},
	}
	f := &formScreen{title: "Decision", name: assessment.Form{Session: w.Session.ID, Name: decisionForm + q.ID}, form: newForm(pages, 0), done: func() action {
		answer := assessment.Answer{Known: assessment.Told}
		_ = answer.Level.UnmarshalText([]byte(level)) // one of those that were offered
		answer.Note = assessment.CleanLine(note, assessment.MaxShort)
		if reason = answer.Note; answer.Level == assessment.NA {
			answer.Reason = reason
		}
		answer.Known = knownOf(view.Shown.Cast(q.ID), answer.Level)
		return decideVote{q.ID, answer, strings.TrimSpace(by)}
	}}
	var choices []string
	for _, c := range rows {
		choices = append(choices, c.Level.String())
	}
	f.form.fields = []formField{{name: "level", value: &level, choices: choices}, textField("by", &by), textField("note", &note)}
	return f
}

// knownOf is how a decided answer is known: by the best knowledge that anybody who gave the
// same answer named. A decision that nobody voted for is only assumed.
func knownOf(votes []assessment.SeatVote, level assessment.Level) assessment.Known {
	known := assessment.Assumed
	for _, v := range votes {
		if v.Vote.Level == level {
			known = max(known, v.Vote.Known)
		}
	}
	return known
}
