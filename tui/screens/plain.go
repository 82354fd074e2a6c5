package screens

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	xterm "golang.org/x/term"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// Plain is the same interview as the screens, as lines of text: for screen readers, for
// simple terminals, and for input that comes out of a file. It only ever adds lines. The
// letters mean what the keys of the screens mean. The end of the input ends it; every
// answer is saved by then, and none is ever chosen for the person.
func Plain(in io.Reader, out io.Writer, o Options) error {
	if o.Now == nil {
		o.Now = time.Now
	}
	t := &talk{o: o, in: bufio.NewReader(in), out: out, st: &styles{spoken: true}, silent: true}
	if file, ok := in.(*os.File); ok {
		t.silent = !xterm.IsTerminal(int(file.Fd()))
	}
	t.set = o.Set()
	t.st.words = func() *assessment.Words { return &t.set.Words }
	err := t.begin()
	if errors.Is(err, errEnd) {
		err = nil
	}
	t.farewell()
	return err
}

// ErrUnread means that the sessions could not be read. The person has heard why.
var ErrUnread = errors.New("the sessions could not be read")

// errEnd means that the person leaves, or that the input has ended.
var errEnd = errors.New("the end")

// talk is one conversation in lines.
type talk struct {
	o    Options
	in   *bufio.Reader
	out  io.Writer
	st   *styles
	set  *assessment.Set
	work *work
	undo func() error
	// silent is true where the input does not show on the output, so that a prompt must be
	// ended by us.
	silent bool
	// failed is the first error of writing: nobody hears us any more.
	failed error
}

// plainWidth keeps lines short enough for any terminal.
const plainWidth = 76

// mostRead is the longest line that is taken in; what is longer is cut off by Clean.
const mostRead = 4 * assessment.MaxNote

// say writes a text, wrapped at words.
func (t *talk) say(format string, args ...any) {
	text := format
	if len(args) > 0 {
		text = fmt.Sprintf(format, args...)
	}
	t.lines(strings.Split(ansi.Wordwrap(text, plainWidth, ""), "\n"))
}

// lines writes lines as they are.
func (t *talk) lines(lines []string) {
	for _, line := range lines {
		if _, err := fmt.Fprintln(t.out, strings.TrimRight(ansi.Strip(line), " ")); err != nil && t.failed == nil {
			t.failed = err
		}
	}
}

// ask writes a prompt and reads one line. The error is errEnd at the end of the input.
func (t *talk) ask(prompt string) (string, error) {
	if _, err := fmt.Fprint(t.out, prompt+" "); err != nil || t.failed != nil {
		return "", errEnd
	}
	var line []byte
	for {
		piece, more, err := t.in.ReadLine()
		if len(line) < mostRead {
			line = append(line, piece...)
		}
		if err != nil {
			if len(line) == 0 {
				t.lines([]string{""})
				return "", errEnd
			}
			break
		}
		if !more {
			break
		}
	}
	if t.silent {
		t.lines([]string{""})
	}
	return strings.TrimSpace(assessment.Clean(string(line), assessment.MaxNote)), nil
}

// number reads a line as a number from 1 to most; 0 is none.
func number(text string, most int) int {
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= most {
		return n
	}
	return 0
}

// is reports whether a word is one of these: a letter, or the word that it stands for.
func is(word string, names ...string) bool { return slices.Contains(names, strings.ToLower(word)) }

func (t *talk) begin() error {
	switch t.o.Start {
	case StartNew:
		if err := t.setup(&assessment.Session{}); err != nil {
			return err
		}
	case StartSession:
		if err := t.open(t.o.Session); err != nil {
			return err
		}
	}
	return t.home()
}

// farewell says that nothing is lost, and how to go on.
func (t *talk) farewell() {
	switch {
	case t.work == nil || t.work.readOnly:
		t.say("Goodbye.")
	case t.work.unwritten() > 0:
		t.say("%s not saved. %s", many(t.work.unwritten(), "answer is", "answers are"), t.work.problem)
	default:
		// The command stays in one piece, so that it can be copied.
		t.lines([]string{"All your answers are saved. To go on:", t.typed("--plain", "resume", t.work.session.ID)})
	}
}

// typed is a command of the program as it is to be typed.
func (t *talk) typed(words ...string) string {
	if t.o.Typed == nil {
		return strings.Join(append([]string{"readycheck"}, words...), " ")
	}
	return t.o.Typed(words...)
}

// problem says an error and goes on.
func (t *talk) problem(err error) {
	if t.o.Log != nil {
		_, _ = fmt.Fprintln(t.o.Log, t.o.Now().UTC().Format(time.RFC3339), err)
	}
	t.say("%s", sentence(err))
}

// homeHelp and the others name what can be typed, in the words of the screens' keys.
const homeHelp = "Type a number to open a session. n starts a new one, / and a word finds sessions, x shows a finished example, " +
	"r 2 checks session 2 again, c 2 3 compares two, e 2 exports one, d 2 deletes one, u brings it back, q ends."

// mostListed is how many sessions are read out at once.
const mostListed = 20

func (t *talk) home() error {
	filter := ""
	for {
		heads, err := t.o.Store.List(0, 0)
		if err != nil {
			t.problem(err)
			return ErrUnread
		}
		var shown []assessment.Head
		for _, head := range heads {
			if strings.Contains(strings.ToLower(head.Business+"\n"+head.Use), strings.ToLower(filter)) {
				shown = append(shown, head)
			}
		}
		t.list(heads, shown, filter)
		if filter, err = t.choose(shown, filter); err != nil {
			return err
		}
	}
}

func (t *talk) list(heads, shown []assessment.Head, filter string) {
	t.lines([]string{""})
	switch {
	case len(heads) == 0:
		t.say("You have no session yet. You answer plain questions about one use of AI in your business. It takes 4 to 9 minutes, or up to 24 for the whole picture, " +
			"and you can stop at any time. Then you hear what you may do now, what not yet, and what to do first. Your answers stay on this computer.")
	case len(shown) == 0:
		t.say("No session fits %q. An empty line shows all again.", filter)
	default:
		t.say("Your sessions, the one changed last first:")
	}
	for i, head := range shown[:min(len(shown), mostListed)] {
		s := head.Standing
		said := fmt.Sprintf("%d of %d answered, %s", s.Answered, s.Total, t.set.StageName(s.Stage))
		if s.Answered == 0 {
			said = "not started"
		}
		t.say("%d. %s: %s. %s. Changed %s.", i+1, clean(head.Business), strings.TrimSuffix(clean(head.Use), "."), capital(said), dayWords(head.Changed, t.o.Now()))
	}
	if more := len(shown) - mostListed; more > 0 {
		t.say("And %d more. Type / and a word to find one.", more)
	}
}

// choose does one thing from home, and returns the filter from then on.
func (t *talk) choose(shown []assessment.Head, filter string) (string, error) {
	for {
		line, err := t.ask("What next? ? explains:")
		if err != nil {
			return filter, err
		}
		words := strings.Fields(line)
		if len(words) == 0 {
			return "", nil
		}
		head := func(at int) *assessment.Head {
			if at < len(words) {
				if n := number(words[at], len(shown)); n > 0 {
					return &shown[n-1]
				}
			}
			return nil
		}
		switch word := words[0]; {
		case head(0) != nil:
			return filter, t.open(head(0).ID)
		case is(word, "n", "new"):
			return filter, t.setup(&assessment.Session{})
		case strings.HasPrefix(word, "/"):
			return strings.TrimSpace(strings.TrimPrefix(line, "/")), nil
		case is(word, "x", "example"):
			return filter, t.example()
		case is(word, "q", "quit"):
			return filter, errEnd
		case is(word, "u", "undo"):
			t.undoDelete()
			return filter, nil
		case is(word, "r", "re-check", "c", "compare", "e", "export", "d", "delete") && head(1) == nil:
			t.say("Say which one by its number, such as %s 1.", word)
		case is(word, "r", "re-check"):
			return filter, t.recheck(head(1).ID)
		case is(word, "c", "compare") && head(2) == nil:
			t.say("Name two sessions by their numbers, such as %s 1 2.", word)
		case is(word, "c", "compare"):
			t.compare(head(1).ID, head(2).ID)
			return filter, nil
		case is(word, "e", "export"):
			return filter, t.export(head(1).ID, head(1).Business)
		case is(word, "d", "delete"):
			return filter, t.remove(head(1))
		default:
			t.say(homeHelp)
		}
	}
}

func (t *talk) undoDelete() {
	if t.undo == nil {
		t.say("There is nothing to undo.")
		return
	}
	if err := t.undo(); err != nil {
		t.problem(err)
		return
	}
	t.undo = nil
	t.say("It is back, at the top of the list.")
}

func (t *talk) remove(head *assessment.Head) error {
	line, err := t.ask(fmt.Sprintf("Delete %s? All its answers go out of this file. You can bring it back with u until you quit. y or n:", quoted(head.Business)))
	if err != nil || !is(line, "y", "yes") {
		return err
	}
	undo, err := t.o.Store.Delete(head.ID)
	if err != nil {
		t.problem(err)
		return nil
	}
	if t.work != nil && t.work.session.ID == head.ID {
		t.work = nil
	}
	t.undo = undo
	t.say("%s is deleted. u brings it back.", quoted(head.Business))
	return nil
}

func (t *talk) compare(a, b string) {
	if msg := loadBoth(&t.o, a, b)().(compared); msg.err != nil {
		t.problem(msg.err)
	} else {
		c := newCompare(t.set, msg.a, msg.b).(*compareScreen)
		t.lines([]string{""})
		for _, side := range c.sides() {
			t.say("%s%s", side[0], side[1])
		}
		t.lines(append([]string{""}, report.Lines(c.blocks(), plainWidth)...))
	}
}

func (t *talk) recheck(id string) error {
	msg := recheck(&t.o, id)().(rechecked)
	if msg.err != nil {
		t.problem(msg.err)
		return nil
	}
	t.start(msg.session)
	t.say("A new session with the answers of before. The old one stays as it is.")
	return t.review()
}

// start takes up a session that is in the store.
func (t *talk) start(session *assessment.Session) {
	t.work = newWork(t.set, session, t.o.Now)
	if earlier, ok := loadEarlier(&t.o, session)().(earlierLoaded); ok {
		t.work.earlier = earlier.earlier
	}
}

// open goes on with a session where it was left.
func (t *talk) open(id string) error {
	session, err := t.o.Store.Load(id)
	if err == nil {
		err = t.o.Set().Fits(session)
	}
	if err != nil {
		t.problem(err)
		return nil
	}
	t.start(session)
	if said := t.work.news(); said != "" {
		t.o.Store.SaveStanding(session.ID, t.work.standing())
		t.say("%s", said)
	}
	if !session.Setup.Complete() {
		return t.setup(session)
	}
	return t.goOn()
}

// goOn opens the first question without an answer, or the summary.
func (t *talk) goOn() error {
	if at := t.work.flow.FirstUnanswered(); at >= 0 {
		return t.questions(at)
	}
	return t.summary()
}

func (t *talk) example() error {
	session, err := assessment.Example(t.set)
	if err != nil {
		t.say("This question set has no example. Type n to start a session of your own.")
		return nil
	}
	before := t.work
	t.work = newWork(t.set, session, t.o.Now)
	t.work.readOnly = true
	err = t.summary()
	if !errors.Is(err, errEnd) {
		t.work = before
	}
	return err
}

// setup is the short interview at the start. A session that is there keeps what an empty
// line leaves. The session is stored as the screens store it: from its use on, after
// every page.
func (t *talk) setup(session *assessment.Session) error {
	edited := *session
	// What was never said is not there to keep: quick would pass for an answer.
	said := map[string]bool{}
	for _, field := range assessment.SetupFields {
		said[field.Name] = session.Setup.Complete()
	}
	unstored := assessment.Form{Name: setupForm}
	if d := t.draft(unstored); edited.ID == "" && !d.Empty() {
		t.say("%s", hadTyped)
		for _, text := range setupTexts {
			*text.of(&edited) = assessment.CleanLine(d.Fields[text.name], text.limit)
		}
	}
	pages := len(setupTexts) + len(assessment.SetupFields)
	at := 0
	if edited.ID != "" && !edited.Setup.Complete() {
		for at = len(setupTexts); at < pages-1 && len(edited.Setup.Codes(assessment.SetupFields[at-len(setupTexts)].Name)) > 0; at++ {
		}
	}
	t.lines([]string{""})
	t.say("About this use. There are %d short questions. b goes back to the one before, h goes home.", pages)
	for at < pages {
		step, err := t.setupPage(&edited, said, at, pages)
		if err != nil {
			return err
		}
		switch step {
		case pageHome:
			return nil
		case pageBack:
			at = max(0, at-1)
		case pageNext:
			if err := t.storeSetup(&edited, at); err != nil {
				t.problem(err)
				continue
			}
			if edited.ID == "" {
				t.keepTyped(unstored, map[string]string{"business": edited.Business, "use": edited.Use, "tool": edited.Setup.Tool})
			} else {
				t.keepTyped(unstored, nil)
			}
			at++
		}
	}
	return t.goOn()
}

// pageStep is where a page of the setup leads.
type pageStep int

const (
	pageAgain pageStep = iota
	pageNext
	pageBack
	pageHome
)

func (t *talk) setupPage(s *assessment.Session, said map[string]bool, at, pages int) (pageStep, error) {
	t.lines([]string{""})
	field, coded := fieldAt(at)
	if !coded {
		words, value := t.set.Setup[setupTexts[at].name], setupTexts[at].of(s)
		t.say("Question %d of %d. %s %s", at+1, pages, words.Title, words.About)
		if *value != "" {
			t.say("Now: %s. An empty line keeps it.", clean(*value))
		}
		line, err := t.ask("Your answer:")
		switch text := assessment.CleanLine(line, setupTexts[at].limit); {
		case err != nil:
			return pageAgain, err
		case is(text, "b", "back"):
			return pageBack, nil
		case is(text, "h", "home"):
			return pageHome, nil
		case text != "":
			*value = text
		case *value == "" && !setupTexts[at].optional:
			t.say("Write a few words first. You can change them later.")
			return pageAgain, nil
		}
		return pageNext, nil
	}
	words := t.set.Setup[field.Name]
	t.say("Question %d of %d. %s %s", at+1, pages, words.Title, words.About)
	for i, code := range field.Codes {
		t.say("%d. %s", i+1, words.Options[code])
	}
	var given []string
	if field.Several || said[field.Name] {
		given = s.Setup.Codes(field.Name)
	}
	if len(given) > 0 {
		var now []string
		for _, code := range given {
			now = append(now, words.Options[code])
		}
		t.say("Now: %s. An empty line keeps it.", strings.Join(now, "; "))
	}
	prompt := "Type a number:"
	if field.Several {
		prompt = "Type one number or several, such as 1 2:"
	}
	line, err := t.ask(prompt)
	switch {
	case err != nil:
		return pageAgain, err
	case is(line, "b", "back"):
		return pageBack, nil
	case is(line, "h", "home"):
		return pageHome, nil
	case line == "" && len(given) > 0:
		return pageNext, nil
	}
	codes := t.codes(line, field)
	if codes == nil {
		return pageAgain, nil
	}
	s.Setup.Set(field.Name, codes)
	said[field.Name] = true
	return pageNext, nil
}

// codes reads numbers as the codes of a field; nil where a line names none, or a wrong one.
func (t *talk) codes(line string, field assessment.SetupField) []string {
	var codes []string
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ',' }) {
		n := number(word, len(field.Codes))
		if n == 0 {
			t.say("%s is not one of the numbers from 1 to %d.", quoted(word), len(field.Codes))
			return nil
		}
		codes = append(codes, field.Codes[n-1])
	}
	if len(codes) > 1 && slices.ContainsFunc(codes, field.Excludes) {
		t.say("%s leaves no room for another answer. Type it alone, or only the others.", quoted(t.set.Setup[field.Name].Options[codes[slices.IndexFunc(codes, field.Excludes)]]))
		return nil
	}
	switch {
	case len(codes) == 0:
		t.say("Type one of the numbers.")
		return nil
	case len(codes) > 1 && !field.Several:
		t.say("Type only one of the numbers.")
		return nil
	}
	return codes
}

func (t *talk) storeSetup(s *assessment.Session, at int) error {
	if s.ID == "" {
		// Nothing is kept before it has a name and a use.
		if s.Business == "" || s.Use == "" {
			return nil
		}
		msg := storeSession(&t.o, s)().(sessionCreated)
		if msg.err != nil {
			return msg.err
		}
		s.ID = msg.session.ID
		t.start(msg.session)
		return nil
	}
	t.work.session.Business, t.work.session.Use, t.work.session.Setup = s.Business, s.Use, s.Setup
	return t.acknowledge(<-t.o.Store.SaveSetup(t.work.setupChange()))
}

// acknowledge takes in what became of a save, and what other windows changed meanwhile.
func (t *talk) acknowledge(saved assessment.Saved) error {
	reload := t.work.acknowledged(saved, t.o.Now())
	if isConflict(saved.Err) {
		t.work.conflicts[saved.Question] = true
		reload = true
	}
	if reload {
		fresh, err := t.o.Store.Load(t.work.session.ID)
		if err != nil {
			return err
		}
		if said := t.work.merge(fresh); said != "" {
			t.o.Store.SaveStanding(fresh.ID, t.work.standing())
			t.say("%s", said)
		}
	}
	return saved.Err
}

// save keeps an answer. It is on disk where the result is true; else the person has been told.
func (t *talk) save(question string, answer assessment.Answer) bool {
	if t.work.readOnly {
		t.say("This is an example, so nothing in it changes.")
		return false
	}
	err := t.acknowledge(<-t.o.Store.SaveAnswer(t.work.answered(question, answer)))
	if err != nil {
		t.problem(err)
		if !isConflict(err) {
			t.work.unsaved[question], t.work.problem = answer, sentence(err)
			t.say("Your answer is kept here. Give it once more to save it.")
		}
		return false
	}
	return true
}

const questionHelp = "Type a number to answer. Then say how you know and go on: s if you have seen it, t if someone told you, an empty line if you think so. " +
	"next goes to the next question and changes nothing, b goes back, l leaves this for later, n writes a note, o names an owner and a date, u takes the last change back, ? explains, g jumps to a question, v reviews what is open, a changes what you said at the start, h goes home, q ends."

// questions walks from a position of the flow.
func (t *talk) questions(at int) error {
	q := newQuestion(t.work, t.work.flow.At(at).ID).(*questionScreen)
	heard, fresh := "", false
	for {
		if heard != q.question.ID {
			t.question(q)
			heard = q.question.ID
		}
		line, err := t.ask(t.questionPrompt(q, fresh))
		if err != nil {
			return err
		}
		a := q.answer()
		id := q.question.ID
		fresh = false
		switch n := number(line, len(q.rows())); {
		case n > 0:
			if err := t.answer(q, n-1); err != nil {
				return err
			}
			fresh = true
		case is(line, "s", "seen", "t", "told") && q.asks():
			a.Known = assessment.Told
			if is(line, "s", "seen") {
				a.Known = assessment.Seen
			}
			t.kept(id, a)
			if !t.next(q) {
				return t.review()
			}
		case is(line, "s", "seen", "t", "told"):
			t.say("%s", q.off()[0].why)
		case line == "" && q.answered() < 0:
			t.say("Choose an answer first, by its number. l leaves the question for later.")
		case line == "" || is(line, "next", ">"):
			if !t.next(q) {
				return t.review()
			}
		case is(line, "b", "back"):
			if p := q.position(); p > 0 {
				q.find(p - 1)
			} else {
				t.say("This is the first question.")
			}
		case is(line, "l", "later"):
			next, ok := q.nextOpen().(openQuestion)
			if !ok {
				return t.review()
			}
			q.find(t.work.flow.Position(next.id))
		case is(line, "n", "note"):
			if err := t.note(id, a); err != nil {
				return err
			}
		case is(line, "o", "owner"):
			if err := t.owner(id, a); err != nil {
				return err
			}
		case is(line, "u", "undo"):
			if was, ok := t.work.back(); !ok {
				t.say("There is nothing to undo since you opened this session.")
			} else {
				kept := len(t.work.before)
				t.kept(was.question, was.answer)
				t.work.before = t.work.before[:kept]
				t.say("The answer is as it was before.")
				q.find(t.work.flow.Near(was.question))
				heard = ""
			}
		case is(line, "g", "jump"):
			position, err := t.jump()
			if err != nil {
				return err
			}
			if position >= 0 {
				q.find(position)
				heard = ""
			}
		case is(line, "v", "review"):
			return t.review()
		case is(line, "a", "about"):
			return t.setup(t.work.session)
		case is(line, "h", "home"):
			return nil
		case is(line, "q", "quit"):
			return errEnd
		case line == "?":
			t.lines(q.explain(t.st, plainWidth))
			t.say(questionHelp)
		default:
			t.say(questionHelp)
		}
		// The walk may have changed with the answer.
		q.find(t.work.flow.Near(q.question.ID))
	}
}

// questionPrompt asks for an answer or, right after one that can be known, how it is.
func (t *talk) questionPrompt(q *questionScreen, fresh bool) string {
	if !fresh || !q.asks() {
		return "Your answer, or ? for help:"
	}
	words := &t.set.Words
	return fmt.Sprintf("How do you know? s: %s. t: %s. An empty line: %s.", words.Known[assessment.Seen], words.Known[assessment.Told], words.Known[q.answer().Known])
}

// next goes to the question after the one at hand; false after the last.
func (t *talk) next(q *questionScreen) bool {
	next := t.work.flow.Near(q.question.ID) + 1
	if next >= t.work.flow.Len() {
		return false
	}
	q.find(next)
	return true
}

// question reads a question out.
func (t *talk) question(q *questionScreen) {
	t.lines([]string{""})
	t.say("Question %d of %d. %s. %s.", q.position()+1, t.work.flow.Len(), t.work.section(q.question), capital(leftWords(t.work.flow.Left())))
	t.say("%s", q.question.Text)
	t.say("%s", q.question.Why)
	for i, row := range q.rows() {
		t.say("%d. %s", i+1, row.Text)
	}
	a := q.answer()
	if look := a.LookAgain(t.o.Now()); look.Old || look.Overdue {
		t.say("%s", lookWords(look))
	}
	if t.work.conflicts[q.question.ID] {
		t.say("Another window changed this answer. You see that one now. Choose again if yours is right.")
	}
	if a.Level != assessment.Unanswered {
		said := "You said: " + answerText(t.set, q.question, a)
		if a.Level.IsKnown() {
			said += " " + t.set.Words.Known[a.Known] + "."
		}
		t.say("%s", said)
	}
	for _, part := range []struct{ label, text string }{{"Because", a.Reason}, {"Note", a.Note}, {"Owner", a.Owner}, {"By", dueWords(a.Due)}} {
		if part.text != "" {
			t.say("%s: %s", part.label, clean(part.text))
		}
	}
}

// answer takes a row for the answer, and reads back what was taken.
func (t *talk) answer(q *questionScreen, row int) error {
	a := q.chosen(row)
	if a.Level != assessment.NA {
		if t.save(q.question.ID, a) {
			t.say("Saved: %s.", t.set.Words.Level(a.Level))
		}
		return nil
	}
	for {
		line, err := t.ask("Why does it not apply? A few words, or b to go back:")
		switch reason := assessment.CleanLine(line, assessment.MaxShort); {
		case err != nil:
			return err
		case is(reason, "b", "back"):
			return nil
		case reason != "":
			a.Reason = reason
			if t.save(q.question.ID, a) {
				t.say("Saved: %s.", t.set.Words.Level(a.Level))
			}
			return nil
		}
		t.say("Write a few words, so that it can be understood later.")
	}
}

func (t *talk) note(question string, a assessment.Answer) error {
	form := assessment.Form{Session: t.work.session.ID, Name: noteForm + question}
	before := t.draft(form)
	var lines []string
	t.say("Write your note. A line with nothing but a full stop ends it.")
	switch {
	case !before.Empty() && before.Fields["note"] != a.Note:
		lines = strings.Split(noteAgain(before, a.Note), "\n")
		t.say(hadTyped + " Go on behind it. A full stop at once saves it as it is, a dash alone takes it out.")
		t.lines(lines)
	case a.Note != "":
		t.say("It takes the place of the one that is there. A full stop at once keeps that one, a dash alone takes it out.")
	}
	had, length := len(lines), 0
	for {
		line, err := t.ask(">")
		switch {
		case err == nil && line != ".":
			lines = append(lines, line)
			if length += len(line); length <= assessment.MaxNote {
				t.keepTyped(form, map[string]string{"note": strings.Join(lines, "\n"), "was": a.Note})
			}
			continue
		case len(lines) == 0:
			t.say("Nothing was changed.")
			return err
		case len(lines) == had+1 && lines[had] == nothing:
			lines = nil
		}
		a.Note = assessment.Clean(strings.Join(lines, "\n"), assessment.MaxNote)
		if t.kept(question, a) {
			t.keepTyped(form, nil)
		}
		return err
	}
}

// draft is what was typed in a form before, and not saved.
func (t *talk) draft(form assessment.Form) assessment.Draft {
	for _, d := range t.o.Store.Drafts() {
		if d.Form == form {
			return d
		}
	}
	return assessment.Draft{Form: form}
}

// keepTyped keeps lines that were typed and are not saved yet; none takes them away. A line
// that is half typed is the terminal's own, and nobody else knows it.
func (t *talk) keepTyped(form assessment.Form, fields map[string]string) {
	if t.work == nil || !t.work.readOnly || form.Session == "" {
		t.o.Store.KeepDraft(assessment.Draft{Form: form, Fields: fields})
	}
}

// kept saves what stands beside an answer, and says so.
func (t *talk) kept(question string, answer assessment.Answer) bool {
	saved := t.save(question, answer)
	if saved {
		t.say("Saved.")
	}
	return saved
}

// nothing takes out what is there: an empty line keeps it.
const nothing = "-"

// keep asks for a line in the place of what is there.
func (t *talk) keep(prompt, now string) (string, error) {
	if now != "" {
		prompt += fmt.Sprintf(" Now %s. An empty line keeps it, a dash takes it out.", now)
	}
	line, err := t.ask(strings.ReplaceAll(ansi.Wordwrap(prompt, plainWidth, ""), "\r", ""))
	switch line {
	case "":
		return now, err
	case nothing:
		return "", err
	}
	return line, err
}

func (t *talk) owner(question string, a assessment.Answer) error {
	form := assessment.Form{Session: t.work.session.ID, Name: ownerForm + question}
	if d := t.draft(form); !d.Empty() && d.Fields["owner"] != a.Owner {
		t.say("%s", hadTyped)
		a.Owner = assessment.CleanLine(d.Fields["owner"], assessment.MaxName)
	}
	line, err := t.keep("Who sees to it? A name, or an empty line if nobody does yet.", clean(a.Owner))
	if err != nil {
		return err
	}
	a.Owner = assessment.CleanLine(line, assessment.MaxName)
	t.keepTyped(form, map[string]string{"owner": a.Owner, "due": a.Due})
	for {
		line, err := t.keep("By when? A day as 2026-12-01, or an empty line.", a.Due)
		if err != nil {
			return err
		}
		if _, wrong := time.Parse(assessment.DateLayout, line); wrong == nil || line == "" {
			a.Due = line
			if t.kept(question, a) {
				t.keepTyped(form, nil)
			}
			return nil
		}
		t.say("Write the day as year, month and day, such as 2026-12-01.")
	}
}

// jump lists the questions and returns the position chosen, or -1.
func (t *talk) jump() (int, error) {
	section := ""
	for i := range t.work.flow.Len() {
		q := t.work.flow.At(i)
		if title := t.work.section(q); title != section {
			section = title
			t.say("%s:", section)
		}
		t.say("%d. %s %s", i+1, t.st.sign(t.work.session.Answers[q.ID].Level), q.Text)
	}
	line, err := t.ask("Type the number of a question, or an empty line to stay:")
	return number(line, t.work.flow.Len()) - 1, err
}

func (t *talk) review() error {
	for {
		r := newReview(t.work).(*reviewScreen)
		answered, total := t.work.flow.Progress()
		t.lines([]string{""})
		t.say("Before you see where you stand: %d of %d answered.", answered, total)
		group := ""
		var listed []action
		for _, row := range r.rows {
			if row.group != group {
				group = row.group
				t.say("%s:", group)
			}
			switch opens := row.opens(); {
			case opens == nil:
				t.say("- %s", row.text)
			case row.alert:
				listed = append(listed, opens)
				t.say("%d. %s", len(listed), row.text)
			default:
				listed = append(listed, opens)
				t.say("%d. %s %s", len(listed), t.st.sign(row.level), row.text)
			}
		}
		if len(r.rows) == 0 {
			t.say("Nothing is open, and nothing contradicts.")
		}
		line, err := t.ask("f shows where you stand, a number goes to it, b goes back to the questions:")
		n := number(line, len(listed))
		switch {
		case err != nil:
			return err
		case is(line, "f", "finish"):
			return t.summary()
		case n > 0:
			if to, ok := listed[n-1].(openQuestion); ok {
				return t.questions(t.work.flow.Position(to.id))
			}
			return t.setup(t.work.session)
		case is(line, "b", "back", "questions"):
			return t.questions(max(0, t.work.flow.Position(t.work.position)))
		case is(line, "h", "home"):
			return nil
		case is(line, "q", "quit"):
			return errEnd
		default:
			t.say("Type f, a number, b, h for home or q to end.")
		}
	}
}

const summaryHelp = "w says why, p reads the whole plan, o 2 gives step 2 an owner and a date, e exports a report, b goes back to the questions, v reviews, h goes home, q ends."

func (t *talk) summary() error {
	t.verdict()
	for {
		line, err := t.ask("What next? ? explains:")
		if err != nil {
			return err
		}
		words := strings.Fields(line + " ")
		first := ""
		if len(words) > 0 {
			first = words[0]
		}
		switch {
		case is(first, "w", "why"):
			t.lines(report.Lines(t.work.report().Why(), plainWidth))
		case is(first, "p", "plan"):
			t.plan()
		case is(first, "o", "owner"):
			n := 0
			if len(words) > 1 {
				n = number(words[1], len(t.work.summary.Steps))
			}
			if n == 0 {
				t.say("Say which step by its number in the plan, such as o 1.")
				continue
			}
			question := t.work.summary.Steps[n-1].Question
			if err := t.owner(question, t.work.session.Answers[question]); err != nil {
				return err
			}
		case is(first, "e", "export"):
			if t.work.readOnly {
				t.say("This is an example. `readycheck export --example` writes it.")
				continue
			}
			if err := t.export(t.work.session.ID, t.work.session.Business); err != nil {
				return err
			}
		case is(first, "b", "questions", "back") && !t.work.readOnly:
			return t.questions(max(0, t.work.flow.Position((&summaryScreen{work: t.work}).firstOpen())))
		case is(first, "v", "review") && !t.work.readOnly:
			return t.review()
		case is(first, "h", "home"):
			return nil
		case is(first, "q", "quit"):
			return errEnd
		default:
			t.say(summaryHelp)
		}
	}
}

// verdict reads out the summary as a report does.
func (t *talk) verdict() {
	t.lines(append([]string{""}, report.Aloud(t.work.report(), plainWidth)...))
}

func (t *talk) plan() {
	if len(t.work.summary.Steps) == 0 {
		t.lines(report.Lines(t.work.report().Steps(0), plainWidth))
	}
	for i, step := range t.work.summary.Steps {
		t.say("%d. %s.", i+1, step.Title)
		t.lines(report.Lines(t.work.report().StepDetails(step), plainWidth))
	}
}

func (t *talk) export(id, business string) error {
	for i, format := range report.Formats {
		t.say("%d. %s", i+1, format.Offer)
	}
	line, err := t.ask("What do you need? A number, or an empty line to stop:")
	n := number(line, len(report.Formats))
	if err != nil || n == 0 {
		return err
	}
	a := exportSession{id: id, format: report.Formats[n-1].Name}
	if line, err = t.ask("With names and notes? y for all of it, n to leave them out:"); err != nil {
		return err
	}
	if !is(line, "y", "yes", "n", "no") {
		t.say("Nothing was written: type y or n next time.")
		return nil
	}
	a.clientSafe = is(line, "n", "no")
	suggested := suggestedPath(business, a.format, a.clientSafe)
	if a.path, err = t.ask(fmt.Sprintf("Where? An empty line writes %s:", suggested)); err != nil {
		return err
	}
	if a.path == "" {
		a.path = suggested
	}
	if msg := writeReport(&t.o, a)().(exported); msg.err != nil {
		t.problem(msg.err)
	} else {
		t.say("Written to %s", clean(filepath.ToSlash(msg.path)))
	}
	return nil
}
