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
		for _, k := range []key.Binding{keys.pick, keys.choose, keys.seen, keys.told, keys.note, keys.undo} {
			off = append(off, offKey{k, "The room has seen the votes on this question, so yours stays as it is."})
		}
	}
	return append(off, b.questionScreen.off()...)
}

// seen reports whether the votes on the question were shown to all.
func (b *voterQuestion) seen() bool { return b.view.Shown.Revealed[b.ID] }

func (b *voterQuestion) ShortHelp() []key.Binding {
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
	if !b.seen() {
		return drawn
	}
	lines := wrapped(st.strong, b.Text, room.width)
	lines = append(append(lines, ""), spreadLines(st, b.Question.Question, b.view.Shown, room.width)...)
	return body{header: drawn.header, lines: lines}
}
