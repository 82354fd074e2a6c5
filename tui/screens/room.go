package screens

import (
	"fmt"
	"maps"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/workshop"
)

// roomScreen is the facilitator's overview: who is here, what is voted, how to come in.
type roomScreen struct {
	room Room
	work *work
	view workshop.RoomView
	tabs tabs
	// lists are the rows of the pages that have some, text is how to come in.
	lists [joinTab]list
	text  scroll
	// marked are the seats to be taken out together.
	marked map[string]bool
}

const (
	peopleTab = iota
	questionsTab
	joinTab
)

var roomTabs = [...]string{"People", "Questions", "How to come in"}

func newRoom(room Room, w *work) screen {
	r := &roomScreen{room: room, work: w, tabs: tabs{pages: len(roomTabs), numbered: true}, marked: map[string]bool{}}
	r.take(room.View())
	if len(r.view.People) == 0 {
		r.tabs.at = joinTab
	}
	if at := w.Flow.Position(r.view.Step); at >= 0 {
		r.lists[questionsTab].at = at
	}
	return r
}

// take takes in how the room looks now.
func (r *roomScreen) take(view workshop.RoomView) {
	here, _, chosen := r.person()
	r.view = view
	r.lists[peopleTab].has(len(view.People) + len(view.Away))
	if at := slices.IndexFunc(r.everybody(), func(p workshop.Person) bool { return p.Seat == here.Seat }); chosen && at >= 0 {
		r.lists[peopleTab].at = at // whoever came in meanwhile moves nobody from under the cursor
	}
	maps.DeleteFunc(r.marked, func(seat string, _ bool) bool {
		return !slices.ContainsFunc(view.People, func(p workshop.Person) bool { return p.Seat == seat })
	})
	r.lists[questionsTab].has(r.work.Flow.Len())
}

func (r *roomScreen) Init() tea.Cmd { return nil }

// move takes a key or the wheel, and reports whether the page moves by it.
func (r *roomScreen) move(msg tea.Msg) bool {
	if r.tabs.at == joinTab {
		return r.text.take(msg, &pageMoves)
	}
	return r.lists[r.tabs.at].take(msg, &pageMoves)
}

// everybody is who stands on the page People: below those in the room, those taken out.
func (r *roomScreen) everybody() []workshop.Person { return slices.Concat(r.view.People, r.view.Away) }

// person is who is under the cursor of the page People, and whether they were taken out.
func (r *roomScreen) person() (p workshop.Person, away, ok bool) {
	all, at := r.everybody(), r.lists[peopleTab].at
	if r.tabs.at != peopleTab || at >= len(all) {
		return p, false, false
	}
	return all[at], at >= len(r.view.People), true
}

// question is the question under the cursor of the page Questions, or "".
func (r *roomScreen) question() string {
	if r.tabs.at != questionsTab || r.work.Flow.Len() == 0 {
		return ""
	}
	return r.work.Flow.At(r.lists[questionsTab].at).ID
}

func (r *roomScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		r.move(msg)
	case workChanged:
		r.take(r.view)
	case tea.KeyPressMsg:
		return r, r.key(msg), nil
	}
	return r, nil, nil
}

func (r *roomScreen) key(msg tea.KeyPressMsg) action {
	switch {
	case r.tabs.take(msg), r.move(msg):
	case key.Matches(msg, keys.lock):
		return lockRoom{!r.view.Locked}
	case key.Matches(msg, keys.reveal):
		return r.reveal()
	case key.Matches(msg, keys.verdict):
		return goSummary{}
	case key.Matches(msg, keys.time):
		return openPage{newTime()}
	case key.Matches(msg, keys.end):
		return quit{}
	case key.Matches(msg, keys.sendAway, keys.handOver, keys.rename, keys.mark) && r.tabs.at == peopleTab:
		return r.seat(msg)
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
	question := r.question()
	switch {
	case question == "":
		return nil
	case r.view.Shown.Revealed[question] && (!r.view.InStep || !r.view.Shown.Again(question) || r.view.Step == question):
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
	r.tabs.at, r.lists[questionsTab].at = questionsTab, at
	return stepTo{r.work.Flow.At(at).ID}
}

// reveal asks before it shows votes: on the question under the cursor, on the room's question
// where it goes in step, and else on all that the room says everybody here has answered.
func (r *roomScreen) reveal() action {
	switch one := r.question(); {
	case r.view.InStep && r.view.Step != "":
		return r.revealOne(r.view.Step)
	case one != "":
		return r.revealOne(one)
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
	about := interview.RevealWarning
	if waits := len(hidden) - len(answered); waits > 0 {
		about = fmt.Sprintf("%s for somebody who is here. ", assessment.Counted(waits, "more waits", "more wait")) + about
	}
	return confirmReveal(len(answered), about, revealAnswered{answered})
}

// revealOne asks before it shows the votes on one question, and says who has not voted on it.
func (r *roomScreen) revealOne(question string) action {
	if !slices.Contains(r.view.Hidden(), question) {
		switch {
		case r.view.Shown.Again(question):
			return nobodyAgain
		case r.view.Shown.Revealed[question]:
			return goSpread{question}
		case len(r.view.Hidden()) == 0 && len(r.view.Shown.Revealed) > 0:
			return goReveal{}
		}
		return noVotesYet
	}
	return confirmReveal(1, revealAbout(&r.view, question), revealVotes{question})
}

// revealAbout says what it means to show the votes on a question now.
func revealAbout(view *workshop.RoomView, question string) string {
	missing := view.Waiting[question]
	switch {
	case missing == 0:
		return interview.RevealWarning
	case view.Shown.Again(question):
		return assessment.Counted(missing, "person here has", "people here have") + " not voted again. What they said first stands. " + interview.RevealWarning
	}
	return assessment.Counted(missing, "person here has", "people here have") + " not voted on it, and cannot after that. " + interview.RevealWarning
}

var (
	noVotesYet  = notice{"There are no votes to show yet."}
	nobodyAgain = notice{"Nobody has voted again on this yet."}
)

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
	switch person, away, chosen := r.person(); {
	case r.view.Shown.Revealed[r.question()]:
		bindings = append(bindings, described(keys.enter, "its votes"))
	case chosen && away:
		bindings = append(bindings, keys.handOver)
	case chosen:
		if person.Asks {
			bindings = append(bindings, keys.handOver)
		}
		bindings = append(bindings, keys.sendAway)
		if !r.view.Anonymous {
			bindings = append(bindings, keys.rename)
		}
	}
	lock := keys.lock
	if r.view.Locked {
		lock = described(keys.lock, "unlock")
	}
	return append(bindings, described(keys.time, "time"), lock, keys.verdict, keys.help, described(keys.end, "end"))
}

func (r *roomScreen) groups() []keyGroup {
	return []keyGroup{
		{"The room", []key.Binding{
			described(keys.reveal, "show the votes that everybody here has given, or those on the question under the cursor"), described(keys.lock, "let nobody new in, or open the room again"),
			described(keys.time, "give everybody a time, or take it back"), described(keys.enter, "the question under the cursor: its votes, or take the room to it"),
			bind("← →", "take the room to the question before or after, in step", "left", "right"),
		}},
		{"People", []key.Binding{
			described(keys.sendAway, "take out the person under the cursor, or all that are marked"), described(keys.mark, "mark somebody, to take several out together"),
			described(keys.handOver, "give the seat under the cursor back: to who lost it, or to who was taken out"), described(keys.rename, "give the person under the cursor another name"),
		}},
		{"Pages", []key.Binding{keys.tab, keys.shiftTab, bind("1–3", "a page", keys.pick.Keys()...), keys.up, keys.down, keys.pageUp, keys.pageDown}},
		{"The workshop", []key.Binding{described(keys.verdict, "the summary: where you stand now"), keys.help, keys.end}},
	}
}

func (r *roomScreen) off() []offKey {
	var off []offKey
	seats := []key.Binding{keys.sendAway, keys.handOver, keys.rename, keys.mark}
	switch {
	case r.tabs.at != peopleTab:
		off = append(off, offAll("Choose somebody on the page People first.", seats...)...)
	case len(r.everybody()) == 0:
		off = append(off, offAll("Nobody is here yet.", seats...)...)
	case r.view.Anonymous:
		off = append(off, offKey{keys.rename, noNamesHere})
	}
	if !r.view.InStep {
		off = append(off, offKey{bind("← →", "", "left", "right"), "Everybody goes at their own pace. serve --in-step keeps the room together."})
	}
	return off
}

func (r *roomScreen) View(st *styles, room size) body {
	var b body
	r.tabs.draw(&b, st, roomTabs[:], false, func() {})
	if r.view.Problem != "" {
		b.lines = append(wrapped(st.warn, r.view.Problem, room.width), "")
	}
	if said := allIn(&r.view, room.width); said != "" && r.tabs.at != joinTab {
		b.lines = append(append(b.lines, wrapped(st.accent, said, room.width)...), "")
	}
	switch r.tabs.at {
	case peopleTab:
		r.people(st, &b, room)
	case questionsTab:
		r.questions(st, &b, room.width)
	default:
		b.lines, b.scrolls = append(b.lines, r.join(st, room)...), true
		r.text.fit(len(b.lines), room.height-2)
		b.scroll = r.text.from
	}
	return b
}

// chooses is a click on a row of the page that is open; a second one is enter.
func (r *roomScreen) chooses(row int) func() action {
	return func() action {
		list := &r.lists[r.tabs.at]
		if list.at == row {
			return r.enter()
		}
		list.at = row
		return nil
	}
}
