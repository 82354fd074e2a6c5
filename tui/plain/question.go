package plain

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// questionHint is said after the first question, questionHelp and, where answers can
// change, changeHelp behind every explanation.
const (
	questionHint = "Type the number of your answer. Where you are asked how you know it, s says that you have seen it, t that someone told you, and an empty line that you think so. " +
		"You can say both on one line, such as 2 s. ? explains the question, and says all that you can type."
	questionHelp = "next: go to the next question, and change nothing.\nb: go back.\ng: list the questions. g 7 goes to question 7, g and a word finds some.\n" +
		"v: review what is open, and go to where you stand.\nh: home.\nq: end."
	changeHelp = "A number: your answer. 2 s if you have seen it, 2 t if someone told you.\nAn empty line: go on, once there is an answer.\nl: leave this for later.\nn: write a note.\no: name an owner and a day.\n" +
		"u: take the last change back.\na: hear and change what you said at the start.\nfull: ask the whole picture.\nsave: try again what could not be saved."
)

// asked is the walk through the questions.
type asked struct {
	*talk
	q *interview.Question
	// heard is the question that was read out last.
	heard string
	// fresh is true right after an answer, where how it is known is said next.
	fresh bool
	// given is true from such an answer on until one goes on from it.
	given bool
	// walking is true on the way through a review, whose further questions are rest.
	walking bool
	rest    []string
	// end is where the way ends; nil is the review.
	end place
}

// questions walks from a position of the flow.
func (t *talk) questions(at int) place {
	return func() (place, error) {
		walk := &asked{talk: t, q: t.work.At(t.work.Flow.At(at).ID)}
		return walk.lines()
	}
}

// through walks through questions of a review, and leads back to it.
func (t *talk) through(walk []string) place {
	return func() (place, error) {
		w := &asked{talk: t, walking: true, q: t.work.At(walk[0]), rest: walk[1:]}
		return w.lines()
	}
}

// aside asks one question, and leads to a place behind it.
func (t *talk) aside(question string, end place) place {
	return func() (place, error) {
		w := &asked{talk: t, walking: true, q: t.work.At(question), end: end}
		return w.lines()
	}
}

// lines reads lines until one leads to another place.
func (w *asked) lines() (place, error) {
	w.q.Stay()
	for {
		to, stays, err := w.line()
		if err != nil || !stays {
			return to, err
		}
		// The walk may have changed with the answer.
		w.q.Stay()
	}
}

// again is the walk as a place to come back to.
func (w *asked) again() (place, error) {
	w.heard = ""
	return w.lines()
}

// line reads one line at a question. It stays with the questions, or leads to a place.
func (w *asked) line() (to place, stays bool, err error) {
	if w.heard != w.q.ID {
		w.given = false
		w.read()
		w.heard = w.q.ID
		w.hint("question", questionHint)
	}
	line, err := w.ask(w.prompt())
	if err != nil {
		return nil, false, err
	}
	after := w.fresh
	w.fresh = false
	if row, behind := w.chosen(line); row >= 0 {
		return w.answer(row, behind)
	}
	if line == "" {
		return w.empty(after)
	}
	if after && line == "?" {
		w.fresh = true
		w.explainKnown()
		return nil, true, nil
	}
	for _, command := range questionCommands() {
		if is(line, command.words...) {
			return command.do(w)
		}
	}
	if word, rest, found := strings.Cut(line, " "); found && is(word, "g", "jump") {
		return w.jumpTo(rest)
	}
	w.fresh = after
	w.lost(line)
	return nil, true, nil
}

// questionCommand is what a word at a question does.
type questionCommand struct {
	words []string
	do    func(*asked) (to place, stays bool, err error)
}

// questionCommands are the words at a question, but for the numbers of its answers.
func questionCommands() []questionCommand {
	stay := func(do func(*asked) error) func(*asked) (place, bool, error) {
		return func(w *asked) (place, bool, error) { return nil, true, do(w) }
	}
	lead := func(to func(*asked) place) func(*asked) (place, bool, error) {
		return func(w *asked) (place, bool, error) { return to(w), false, nil }
	}
	return []questionCommand{
		{[]string{"s", "seen"}, func(w *asked) (place, bool, error) { return w.known(assessment.Seen) }},
		{[]string{"t", "told"}, func(w *asked) (place, bool, error) { return w.known(assessment.Told) }},
		{[]string{"next", ">"}, (*asked).next},
		{[]string{"b", "back"}, (*asked).back},
		{[]string{"l", "later"}, (*asked).later},
		{[]string{"n", "note"}, stay(func(w *asked) error { return w.note(w.q.ID, w.q.Answer()) })},
		{[]string{"o", "owner"}, stay(func(w *asked) error { return w.owner(w.q.ID, w.q.Answer(), nil) })},
		{[]string{"u", "undo"}, stay((*asked).takeBack)},
		{[]string{"g", "jump"}, func(w *asked) (place, bool, error) { return w.jumpTo("") }},
		{[]string{"v", "review"}, lead(func(w *asked) place { return w.review })},
		{[]string{"a", "about"}, lead(func(w *asked) place { return w.about(w.again) })},
		{[]string{"full"}, lead(func(w *asked) place { return w.deepen(w.again) })},
		{[]string{"save"}, stay(func(w *asked) error { w.retry(); return nil })},
		{[]string{"h", "home"}, lead(func(*asked) place { return nil })},
		{[]string{"q", "quit"}, func(*asked) (place, bool, error) { return nil, false, errEnd }},
		{[]string{"?"}, stay((*asked).explain)},
	}
}

// known says how the answer that is there is known, and goes on.
func (w *asked) known(known assessment.Known) (place, bool, error) {
	if why := w.q.WhyNotAsked(w.q.Answered()); why != "" {
		w.say("%s", why)
		return nil, true, nil
	}
	a := w.q.Answer()
	if a.Known = known; !w.take(a, true) {
		return nil, true, nil
	}
	return w.answered()
}

// empty goes on from an answer. Right after one, it leaves what is known as it stands, and that
// is read back.
func (w *asked) empty(after bool) (place, bool, error) {
	switch {
	case w.q.Answered() < 0:
		w.say("Choose an answer first, by its number. l leaves the question for later.")
		return nil, true, nil
	case after:
		w.say("Saved: %s", w.work.ReadBack(w.q.Answer()))
		return w.answered()
	case w.given:
		return w.answered()
	}
	return w.goOn()
}

// goOn leads to what comes next: the next question or, on the way through a review, the next
// one that is open there.
func (w *asked) goOn() (place, bool, error) {
	if !w.walking {
		return w.next()
	}
	next, rest := w.work.GoOn(w.rest)
	switch {
	case next == "" && w.end != nil:
		return w.end, false, nil
	case next == "":
		w.say("That was the last one to look at.")
		return w.review, false, nil
	}
	w.rest = rest
	w.q.Turn(w.work.Flow.Position(next))
	return nil, true, nil
}

// next goes to the question after the one at hand, or to the review after the last.
func (w *asked) next() (place, bool, error) { return w.turn(w.q.Following()) }

// later leaves a question open.
func (w *asked) later() (place, bool, error) {
	if w.walking {
		return w.goOn()
	}
	return w.turn(w.q.NextOpen())
}

// turn goes to a question, or to the review where there is none.
func (w *asked) turn(question string) (place, bool, error) {
	if question == "" {
		return w.review, false, nil
	}
	w.q.Turn(w.work.Flow.Position(question))
	return nil, true, nil
}

func (w *asked) back() (place, bool, error) {
	if p := w.q.Position(); p > 0 {
		w.q.Turn(p - 1)
	} else {
		w.say("This is the first question.")
	}
	return nil, true, nil
}

func (w *asked) takeBack() error {
	if question := w.undoAnswer(); question != "" {
		w.q.Turn(w.work.Flow.Near(question))
		w.heard = ""
	}
	return nil
}

// undoAnswer takes the last change of an answer back, and says what that was; "" is none.
func (t *talk) undoAnswer() (question string) {
	before := maps.Clone(t.work.Session.Answers)
	change, ok := t.work.Undo()
	if !ok {
		t.say("There is nothing to undo since you opened this session.")
		return ""
	}
	if t.saved(change) {
		was := before[change.Question]
		t.say("Taken back: %s “%s”.", changedPart(was, change.Answer), clean(t.work.At(change.Question).Text))
		t.grew()
	}
	return change.Question
}

// changedPart says what is different between two answers to one question.
func changedPart(a, b assessment.Answer) string {
	switch {
	case a.Level != b.Level || a.Known != b.Known || a.Choice != b.Choice || a.Reason != b.Reason:
		return "the answer to"
	case a.Note != b.Note:
		return "the note on"
	case a.Owner != b.Owner || a.Due != b.Due:
		return "the owner and the day of"
	}
	return "what was said of the step of"
}

// jumpTo goes to a question by its number, or to one of those that a few words find.
func (w *asked) jumpTo(text string) (place, bool, error) {
	n := number(text, w.work.Flow.Len())
	if n == 0 {
		found := w.find(text)
		switch len(found) {
		case 0:
			w.say("No question fits %s.", assessment.Quoted(clean(text)))
			return nil, true, nil
		case 1:
			n = found[0] + 1
		default:
			w.listQuestions(found)
			var err error
			if n, err = w.pick("Type the number of a question, or an empty line to stay.", w.work.Flow.Len()); err != nil || n == 0 {
				return nil, err == nil, err
			}
		}
	}
	w.q.Turn(n - 1)
	w.heard = ""
	return nil, true, nil
}

// find gives the positions of the questions that have all the words, or of all.
func (w *asked) find(text string) (found []int) {
	words := strings.Fields(assessment.Fold(text))
	for i := range w.work.Flow.Len() {
		q := w.work.Flow.At(i)
		in := assessment.Fold(q.Text + "\n" + w.work.Section(q))
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(in, word) }) {
			found = append(found, i)
		}
	}
	return found
}

// listQuestions reads out questions by section.
func (w *asked) listQuestions(positions []int) {
	section := ""
	for _, i := range positions {
		q := w.work.Flow.At(i)
		if title := w.work.Section(q); title != section {
			section = title
			w.say("%s:", section)
		}
		w.say("%d. %s %s", i+1, w.level(w.work.Session.Answers[q.ID].Level), q.Text)
	}
}

func (w *asked) explain() error {
	w.say("%s", w.q.Text)
	w.gap()
	for _, part := range w.q.Explain() {
		w.say("%s: %s", part.Title, part.Text)
		w.gap()
	}
	help := questionHelp
	if !w.work.ReadOnly {
		help = changeHelp + "\n" + help
	}
	for line := range strings.SplitSeq(help, "\n") {
		w.say("%s", line)
	}
	return nil
}

// prompt asks for an answer or, right after one that can be known, how it is.
func (w *asked) prompt() string {
	if !w.fresh {
		return "What is your answer?"
	}
	words := &w.set.Words
	return fmt.Sprintf("How do you know? s: %s. t: %s. An empty line: %s.", words.Known[assessment.Seen], words.Known[assessment.Told], words.Known[w.q.Answer().Known])
}

// read reads the question out, with what is said about it.
func (w *asked) read() {
	q := w.q
	w.gap()
	w.say("Question %d of %d. %s. %s.", q.Position()+1, w.work.Flow.Len(), w.work.Section(q.Question), assessment.Capital(w.work.Left()))
	w.say("%s", q.Text)
	w.say("%s", q.Why)
	for i, row := range q.Rows() {
		w.say("%d. %s", i+1, row.Text)
	}
	for _, warning := range q.Warnings() {
		w.say("%s", warning)
	}
	a := q.Answer()
	if a.Level != assessment.Unanswered {
		said := "You said: " + q.Said()
		if a.Level.IsKnown() {
			said += " " + w.set.Words.Known[a.Known] + "."
		}
		w.say("%s", said)
	}
	for _, part := range []struct{ label, text string }{{"Because", a.Reason}, {"Note", a.Note}, {"Owner", a.Owner}, {"By", w.set.Due(a.Due)}} {
		if part.text != "" {
			w.say("%s: %s", part.label, clean(part.text))
		}
	}
}
