package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// voterQuestion is a question as somebody in a room sees it.
type voterQuestion struct {
	*questionScreen
	view workshop.VoterView
}

func (b *voterQuestion) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok && key.Matches(k, keys.owner, keys.about) {
		return b, nil, nil
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "enter" && b.keeps() {
		// Whoever keeps their vote has voted again too.
		return b, both{saveAnswer{b.ID, b.Answer()}, b.following()}, nil
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
func (b *voterQuestion) off() []offKey {
	var off []offKey
	if b.view.InStep {
		for _, k := range []key.Binding{keys.back, keys.jump, keys.later} {
			off = append(off, offKey{k, inStepNotice})
		}
	}
	if b.seen() {
		off = append(off, offAll("The room has seen the votes on this question, so yours stays as it is.", keys.pick, keys.choose, keys.seen, keys.told, keys.undo)...)
		if _, decided := b.view.Shown.Decisions[b.ID]; decided {
			off = append(off, offKey{keys.note, "The room has decided this, so your vote stays as it is."})
		} else if b.Answer().Level == assessment.Unanswered {
			off = append(off, offKey{keys.note, "You did not vote on this. Tell the room."})
		}
	}
	if b.open() && !b.view.VotedAgain[b.ID] {
		off = append(off, offKey{keys.undo, "You have not voted again yet. What you said first is kept."})
	}
	return append(off, b.questionScreen.off()...)
}

// seen reports whether the votes on the question were shown to all and stay as they are.
func (b *voterQuestion) seen() bool { return b.view.Closed(b.ID) }

// open reports whether the room votes once more on the question.
func (b *voterQuestion) open() bool { return b.view.Again[b.ID] }

// keeps reports whether enter keeps what this person said first, where the room votes once more.
func (b *voterQuestion) keeps() bool {
	return b.open() && !b.view.VotedAgain[b.ID] && b.list.at >= 0 && b.list.at == b.Answered()
}

// again says that the room votes once more, and what this person said.
func (b *voterQuestion) again() string {
	said := b.work.Set.Words.Level(b.Answer().Level)
	switch {
	case b.view.VotedAgain[b.ID]:
		return fmt.Sprintf("You voted again: %s. You can change it until the facilitator shows it.", said)
	case b.Answer().Level == assessment.Unanswered:
		return "The room votes once more on this. You did not vote before; now you can."
	}
	return fmt.Sprintf("The room votes once more on this. You said: %s. Vote again, or keep it with enter.", said)
}

// asksWhy asks somebody why they voted as they did, where the room would like to hear it.
func (b *voterQuestion) asksWhy() string {
	spread, ok := spreadOf(b.Question.Question, b.view.Shown)
	mine := b.Answer()
	switch {
	case !ok || mine.Note != "" || !spread.Differs(mine.Level):
		return ""
	case spread.Gave(mine.Level) == 1:
		return "Nobody else said this. n says why, if you like: a note beside your vote."
	}
	return "Others see it otherwise. n says why, if you like: a note beside your vote."
}

func (b *voterQuestion) ShortHelp() []key.Binding {
	bindings := make([]key.Binding, 0, 8)
	switch {
	case b.keeps():
		bindings = append(bindings, described(keys.enter, "keep it"))
	case b.asks() && !b.seen():
		bindings = append(bindings, keys.seen, keys.told, described(keys.enter, b.enterWords()))
	}
	note := keys.note
	if b.seen() {
		note = described(keys.note, "say why")
	}
	bindings = append(bindings, note, described(keys.help, "explain"))
	if !b.view.InStep {
		bindings = append(bindings, keys.next, keys.back, keys.jump, keys.later)
	}
	return append(bindings, described(keys.esc, "my votes"))
}

func (b *voterQuestion) groups() []keyGroup {
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

func (b *voterQuestion) View(st *styles, room size) body {
	drawn := b.questionScreen.View(st, room)
	if b.open() {
		return b.viewAgain(st, drawn, room)
	}
	if !b.seen() {
		return drawn
	}
	lines := wrapped(st.strong, b.Text, room.width)
	if asks := b.asksWhy(); asks != "" {
		lines = append(lines, wrapped(st.accent, asks, room.width)...)
	}
	lines = append(append(lines, ""), spreadLines(st, b.Question.Question, b.view.Shown, false, room.width)...)
	return body{header: drawn.header, lines: lines}
}

// viewAgain draws a question that is voted on once more: what that means above the answers, and
// below them what the room said first.
func (b *voterQuestion) viewAgain(st *styles, drawn body, room size) body {
	words := b.again()
	if b.keeps() && room.width < 60 {
		words = fmt.Sprintf("Once more. You said: %s. Vote again, or enter keeps it.", b.work.Set.Words.Level(b.Answer().Level))
	}
	said := wrapped(st.accent, words, room.width)
	if room.height >= 16 {
		said = append(said, "")
	}
	drawn.lines = append(said, drawn.lines...)
	drawn.focus, drawn.focusEnd = drawn.focus+len(said), drawn.focusEnd+len(said)
	for i := range drawn.spots {
		if !drawn.spots[i].header {
			drawn.spots[i].from, drawn.spots[i].to = drawn.spots[i].from+len(said), drawn.spots[i].to+len(said)
		}
	}
	if spread, ok := spreadOf(b.Question.Question, b.view.Shown); ok {
		drawn.lines = append(drawn.lines, "", st.dim.Render("The room said first:"))
		drawn.lines = append(drawn.lines, voteRows(st, &spread, room.width)...)
	}
	return drawn
}
