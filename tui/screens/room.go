package screens

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

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
