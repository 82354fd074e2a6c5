package tui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// questionScreen asks one question: one thing to decide.
type questionScreen struct {
	work     *work
	question *assessment.Question
	// cursor is the row under the cursor; moved says that the person moved it here.
	cursor int
	moved  bool
}

func newQuestion(w *work, id string) screen {
	w.position = id
	q := &questionScreen{work: w}
	q.find(w.flow.Near(id))
	return q
}

// find shows the question at a position of the walk.
func (q *questionScreen) find(position int) {
	q.question = q.work.flow.At(position)
	q.work.position = q.question.ID
	q.moved = false
	q.cursor = max(0, slices.Index(q.rows(), q.answer().Level))
}

func (q *questionScreen) answer() assessment.Answer { return q.work.session.Answers[q.question.ID] }

// rows are the levels that can be chosen, in the order shown.
func (q *questionScreen) rows() []assessment.Level {
	rows := make([]assessment.Level, 0, len(q.question.Choices)+2)
	for _, c := range q.question.Choices {
		rows = append(rows, c.Level)
	}
	rows = append(rows, assessment.Unsure)
	if q.question.AllowNA {
		rows = append(rows, assessment.NA)
	}
	return rows
}

func (q *questionScreen) rowText(row int) string {
	if row < len(q.question.Choices) {
		return q.question.Choices[row].Text
	}
	if q.rows()[row] == assessment.NA {
		return doesNotApply
	}
	return notSure
}

func (q *questionScreen) Init() tea.Cmd { return nil }

func (q *questionScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return q, q.key(msg), nil
	case tea.MouseWheelMsg:
		q.move(wheel(msg) / 3)
	case workChanged:
		// The walk may have changed under this screen; stay as near as can be.
		q.find(q.work.flow.Near(q.question.ID))
	}
	return q, nil, nil
}

func (q *questionScreen) move(by int) {
	q.cursor = max(0, min(q.cursor+by, len(q.rows())-1))
	q.moved = true
}

func (q *questionScreen) key(msg tea.KeyPressMsg) action {
	answer := q.answer()
	switch {
	case key.Matches(msg, keys.pick):
		row := int(msg.String()[0] - '1')
		if row < len(q.rows()) {
			q.cursor = row
			return q.choose(row, nil)
		}
	case key.Matches(msg, keys.choose):
		return q.choose(q.cursor, nil)
	case key.Matches(msg, keys.next):
		// Whoever moves to a row and presses enter means that row, but an answer that
		// is there already changes only by space or its number.
		if q.moved && answer.Level == assessment.Unanswered && msg.String() == "enter" {
			return q.choose(q.cursor, q.following())
		}
		return q.following()
	case key.Matches(msg, keys.back):
		if at := q.position(); at > 0 {
			q.find(at - 1)
		}
	case key.Matches(msg, keys.up):
		q.move(-1)
	case key.Matches(msg, keys.down):
		q.move(1)
	case key.Matches(msg, keys.known):
		at := slices.Index(knownOrder[:], answer.Known)
		answer.Known = knownOrder[(at+1)%len(knownOrder)]
		return saveAnswer{q.question.ID, answer}
	case key.Matches(msg, keys.note):
		return openPage{newNote(q.question, answer)}
	case key.Matches(msg, keys.owner):
		return openPage{newOwner(q.question.ID, answer)}
	case key.Matches(msg, keys.undo):
		return undoAnswer{}
	case key.Matches(msg, keys.jump):
		return goJump{}
	case key.Matches(msg, keys.review):
		return goReview{}
	case key.Matches(msg, keys.about):
		return goSetup{}
	case key.Matches(msg, keys.later):
		if next := q.nextOpen(); next != nil {
			return next
		}
	case key.Matches(msg, keys.home):
		return goHome{}
	}
	return nil
}

// choose answers with a row. "Doesn't apply" asks why first.
func (q *questionScreen) choose(row int, then action) action {
	answer := q.answer()
	level := q.rows()[row]
	if level == assessment.NA {
		return openPage{newReason(q.question.ID, answer)}
	}
	answer.Level, answer.Reason = level, ""
	if then != nil {
		return both{saveAnswer{q.question.ID, answer}, then}
	}
	return saveAnswer{q.question.ID, answer}
}

// both is two actions in order.
type both struct{ first, second action }

func (q *questionScreen) position() int { return q.work.flow.Position(q.question.ID) }

// following is the next question, or the review after the last one.
func (q *questionScreen) following() action { return openNext{q.question.ID} }

// openNext shows what comes after a question. It is decided when the answer before it
// has been taken in, since that may open or close questions.
type openNext struct{ after string }

// nextOpen leaves a question for later: the next one without an answer, round the end,
// or the review.
func (q *questionScreen) nextOpen() action {
	at, n := q.position(), q.work.flow.Len()
	for step := 1; step < n; step++ {
		next := q.work.flow.At((at + step) % n)
		if q.work.session.Answers[next.ID].Level == assessment.Unanswered {
			return openQuestion{next.ID}
		}
	}
	return goReview{}
}

func (q *questionScreen) capturesText() bool { return false }

func (q *questionScreen) ShortHelp() []key.Binding {
	return []key.Binding{
		keys.next, keys.back, keys.note, keys.owner, described(keys.help, "explain"), keys.jump, keys.later, q.work.home("home"),
	}
}

func (q *questionScreen) groups() []keyGroup {
	return []keyGroup{
		{"Answer", []key.Binding{
			bind(fmt.Sprintf("1–%d", len(q.rows())), "choose, and save", keys.pick.Keys()...), keys.up, keys.down,
			described(keys.choose, "choose the one under the cursor"), described(keys.known, "how you know: seen, told, assumed"),
			described(keys.note, "a note"), described(keys.owner, "who sees to it, and by when"),
			described(keys.undo, "take the last change back"), described(keys.retry, "save again, where saving failed"),
		}},
		{"Go", []key.Binding{
			described(keys.next, "the next question"), described(keys.back, "the one before"),
			described(keys.later, "leave it for later: the next open question"), described(keys.jump, "jump to any question"),
			described(keys.review, "what is open, and the end"), described(keys.about, "what you said about this use"),
			q.work.home("all sessions"),
		}},
		{"The program", []key.Binding{keys.help, keys.suspend, keys.quitNow}},
	}
}

func (q *questionScreen) off() []offKey {
	var off []offKey
	switch q.answer().Level {
	case assessment.Unanswered:
		off = append(off, offKey{keys.known, "Choose an answer first, then say how you know."})
	case assessment.NA:
		off = append(off, offKey{keys.known, "It does not apply, so there is nothing to know."})
	}
	if q.position() == 0 {
		off = append(off, offKey{keys.back, "This is the first question."})
	}
	if len(q.work.before) == 0 {
		off = append(off, offKey{keys.undo, "Nothing was changed since you opened this session."})
	}
	if q.work.unwritten() == 0 {
		off = append(off, offKey{keys.retry, "Everything is saved."})
	}
	return off
}

// hint goes when the first answer is given: then "Saved" stands there.
func (q *questionScreen) hint() string {
	if answered, _ := q.work.flow.Progress(); answered > 0 {
		return ""
	}
	return "A number answers, and is saved at once. enter goes on."
}

// sidebarFrom is the width from which the sections stand on the left.
const sidebarFrom = 96

func (q *questionScreen) View(st *styles, room size) body {
	var b body
	width := room.width
	var side []string
	if width >= sidebarFrom {
		side = q.sections(st)
		width -= sidebarWidth
	}
	b.header = []string{q.progress(st, room.width)}
	tight := room.height < 14
	b.lines = append(b.lines, wrapped(st.strong, q.question.Text, width)...)
	if !tight {
		b.lines = append(b.lines, "")
	}
	if room.height >= 14 || width >= 60 {
		b.lines = append(b.lines, wrapped(st.dim, q.question.Why, width)...)
		b.lines = append(b.lines, "")
	}
	if look := q.answer().LookAgain(q.work.now()); look.Old || look.Overdue {
		b.lines = append(b.lines, wrapped(st.warn, lookWords(look), width)...)
		b.lines = append(b.lines, "")
	}
	if q.work.conflicts[q.question.ID] {
		b.lines = append(b.lines, wrapped(st.warn, "Another window changed this answer. You see that one now. Choose again if yours is right.", width)...)
		b.lines = append(b.lines, "")
	}
	b.lines = q.drawRows(st, &b, width)
	b.lines = append(b.lines, q.beside(st, width)...)
	b.status = q.work.status()
	if side != nil {
		b.lines = alongside(side, b.lines)
	}
	return b
}

// lookWords says why an answer should be looked at again.
func lookWords(look assessment.Look) string {
	switch {
	case look.Old && look.Overdue:
		return "You saw this over half a year ago, and its date has passed. Look again, and choose what is so now."
	case look.Old:
		return "You saw this over half a year ago. Look again, and choose what is so now."
	}
	return "Its date has passed. Look again, and choose what is so now."
}

func (q *questionScreen) drawRows(st *styles, b *body, width int) []string {
	lines := b.lines
	chosen := q.answer().Level
	for row, level := range q.rows() {
		pointer, style, number := "  ", st.text, fmt.Sprintf(" %d ", row+1)
		if row == q.cursor {
			pointer = st.accent.Render(cursorMark)
		}
		if level == chosen {
			style, number = st.chosen, st.chosen.Render(fmt.Sprintf("[%d]", row+1))
		}
		at := len(lines)
		lines = append(lines, hang(pointer+number+" "+st.sign(level)+" ", style, q.rowText(row), width)...)
		b.spots = append(b.spots, spot{from: at, to: len(lines), click: func() action {
			q.cursor = row
			return q.choose(row, nil)
		}})
		if row == q.cursor {
			b.focus, b.focusEnd = at, len(lines)-1
		}
	}
	return lines
}

// beside is what stands with an answer: how it is known, the reason, note, owner, date.
func (q *questionScreen) beside(st *styles, width int) []string {
	answer := q.answer()
	var lines []string
	if answer.Level != assessment.Unanswered && answer.Level != assessment.NA {
		row := ""
		for _, known := range knownOrder {
			if known == answer.Known {
				row += st.chosen.Render(cursorMark+knownWords[known]) + "   "
			} else {
				row += "  " + st.dim.Render(knownWords[known]) + "   "
			}
		}
		lead := "  How do you know? (k)  "
		if len(lead)+58 > width {
			lines = append(lines, "", lead)
			lead = "  "
			if width < 62 {
				row = st.chosen.Render(cursorMark + knownWords[answer.Known])
			}
		} else {
			lines = append(lines, "")
		}
		lines = append(lines, lead+strings.TrimRight(row, " "))
	}
	for _, part := range []struct{ label, text string }{
		{"Why not", answer.Reason}, {"Note", answer.Note}, {"Owner", answer.Owner}, {"By", dueWords(answer.Due)},
	} {
		if part.text == "" {
			continue
		}
		most := hang(st.dim.Render(fmt.Sprintf("  %-8s ", part.label)), st.text, clean(part.text), width)
		if len(most) > 3 {
			most = append(most[:2], "           "+st.dim.Render("… n shows it all"))
		}
		lines = append(lines, most...)
	}
	return lines
}

// progress is the line that says where in the walk this is.
func (q *questionScreen) progress(st *styles, width int) string {
	flow := q.work.flow
	left := leftWords(flow.Left())
	count := fmt.Sprintf("%d of %d", q.position()+1, flow.Len())
	section := q.work.section(q.question)
	right := count + " · " + left
	if width < 60 {
		return sides(st.accent.Render(section), st.dim.Render(right), width)
	}
	answered, total := flow.Progress()
	room := width - len([]rune(section)) - len([]rune(right)) - 4
	return st.accent.Render(section) + "  " + bar(st, answered, total, min(room, 40)) +
		strings.Repeat(" ", max(0, room-min(room, 40))) + "  " + st.dim.Render(right)
}

const sidebarWidth = 26

// sections lists the sections with what is answered in each.
func (q *questionScreen) sections(st *styles) []string {
	lines := []string{""}
	flow := q.work.flow
	for i := range q.work.set.Sections {
		s := &q.work.set.Sections[i]
		total, answered := 0, 0
		for p := range flow.Len() {
			if at := flow.At(p); at.Section == s.ID {
				total++
				if q.work.session.Answers[at.ID].Level != assessment.Unanswered {
					answered++
				}
			}
		}
		if total == 0 {
			continue
		}
		text := fmt.Sprintf("%-15s %d of %d", s.Title, answered, total)
		if s.ID == q.question.Section {
			lines = append(lines, st.accent.Render(cursorMark)+st.chosen.Render(text))
		} else {
			lines = append(lines, "  "+st.dim.Render(text))
		}
	}
	return lines
}

// alongside puts lines to the right of a sidebar.
func alongside(side, lines []string) []string {
	out := make([]string, max(len(side), len(lines)))
	for i := range out {
		left, right := "", ""
		if i < len(side) {
			left = side[i]
		}
		if i < len(lines) {
			right = lines[i]
		}
		out[i] = column(left, sidebarWidth) + right
	}
	return out
}
