// Package plain is the interview as lines of text: for screen readers, for simple terminals,
// and for input that comes out of a file. It only ever adds lines. The letters mean what the
// keys of the screens mean. The end of the input ends it; every answer is saved by then, and
// none is ever chosen for the person. What is said to be saved is on disk by then. What can be
// typed is said once at each kind of place, and later when ? asks for it.
//
// A place is what the talk is at: the list of sessions, the questions, the review. It reads
// lines until it leads to another one, which it returns.
package plain

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	xterm "golang.org/x/term"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// Run talks until the person leaves or the input ends.
func Run(in io.Reader, out io.Writer, o interview.Options) error {
	if o.Now == nil {
		o.Now = time.Now
	}
	t := &talk{o: o, in: bufio.NewReader(in), out: out, set: o.Set(), silent: true, hinted: map[string]bool{}}
	if file, ok := in.(*os.File); ok {
		t.silent = !xterm.IsTerminal(int(file.Fd()))
	}
	t.width = widest
	if file, ok := out.(*os.File); ok {
		if columns, _, err := xterm.GetSize(int(file.Fd())); err == nil && columns > 0 {
			t.width = max(narrowest, min(widest, columns-1))
		}
	}
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
	o    interview.Options
	in   *bufio.Reader
	out  io.Writer
	set  *assessment.Set
	work *interview.Work
	// deleted are the sessions that were deleted, the last one at the end.
	deleted []deleted
	// listed is the list that was read out last, filter and sort are how it is narrowed and
	// sorted, and dated is true once missing days were worked out.
	listed list
	filter string
	sort   int
	dated  bool
	// clients are those of the practice, as they were chosen last.
	clients interview.Clients
	// width is how long lines may be.
	width int
	// hinted are the places where the person has heard what can be typed.
	hinted map[string]bool
	// here is the question of the step that was read out last, or "".
	here string
	// numbered are the steps in the order in which they were read out last: a number means the
	// same one until they are read out again.
	numbered []assessment.Step
	// grown is what was said last of the number of questions.
	grown string
	// ahead is a line that was read already and is still to be taken, or "".
	ahead string
	// silent is true where the input does not show on the output, so that a prompt must be
	// ended by us.
	silent bool
	// failed is the first error of writing: nobody hears us any more.
	failed error
}

// deleted is a session that was deleted, and how it comes back.
type deleted struct {
	name string
	undo func() error
}

// place is where the talk is. It returns where it leads to: nil is home.
type place func() (place, error)

// walk goes from place to place until it leads home.
func walk(at place) (err error) {
	for at != nil && err == nil {
		at, err = at()
	}
	if errors.Is(err, errHome) {
		return nil
	}
	return err
}

func (t *talk) begin() error {
	var err error
	switch t.o.Start {
	case interview.StartNew:
		err = walk(t.setup(&assessment.Session{}))
	case interview.StartSession:
		err = walk(t.open(t.o.Session))
	}
	if err != nil {
		return err
	}
	return t.home()
}

// farewell says that nothing is lost, and how to go on.
func (t *talk) farewell() {
	switch {
	case t.work == nil || t.work.ReadOnly:
		t.say("Goodbye.")
	case t.unsaved():
	default:
		// The command stays in one piece, so that it can be copied.
		t.lines([]string{"All your answers are saved. To go on:", t.o.Command("--plain", "resume", t.work.Session.ID)})
	}
}

// unsaved says what of the open session could not be saved, if anything.
func (t *talk) unsaved() bool {
	n := t.work.Unwritten()
	if n > 0 {
		t.say("%s not saved. %s", assessment.Counted(n, "answer is", "answers are"), t.work.Problem)
	}
	return n > 0
}

// problem says an error and goes on.
func (t *talk) problem(err error) {
	t.o.Note(err)
	t.say("%s", assessment.Sentence(err))
}

// widest keeps lines short enough for most terminals; where one is narrower, lines are as long
// as it is wide, but never shorter than narrowest.
const (
	widest    = 76
	narrowest = 30
)

// mostRead is the longest line that is taken in; what is longer is cut off by Clean.
const mostRead = 4 * assessment.MaxNote

// say writes a text, wrapped at words.
func (t *talk) say(format string, args ...any) {
	text := format
	if len(args) > 0 {
		text = fmt.Sprintf(format, args...)
	}
	t.lines(strings.Split(t.wrapped(text), "\n"))
}

// wrapped breaks a text at spaces alone: a name of a file is read out in one piece.
func (t *talk) wrapped(text string) string {
	const joined = "\ue000" // a hyphen at which no line may end
	text = ansi.Wordwrap(strings.ReplaceAll(text, "-", joined), t.width, "")
	return strings.ReplaceAll(text, joined, "-")
}

// lines writes lines as they are.
func (t *talk) lines(lines []string) {
	for _, line := range lines {
		if _, err := fmt.Fprintln(t.out, strings.TrimRight(ansi.Strip(line), " ")); err != nil && t.failed == nil {
			t.failed = err
		}
	}
}

// hint says what can be typed, once for each kind of place; later ? says it.
func (t *talk) hint(place, text string) {
	if !t.hinted[place] {
		t.hinted[place] = true
		t.say("%s", text)
	}
}

// lost says that a line means nothing at a place.
func (t *talk) lost(line string) {
	t.say("%s means nothing here. Type ? to hear what you can type.", assessment.Quoted(clean(line)))
}

// gap is an empty line.
func (t *talk) gap() { t.lines([]string{""}) }

// level reads a level out before what it is about.
func (t *talk) level(level assessment.Level) string {
	return assessment.Capital(t.set.Words.Level(level)) + ":"
}

// ask writes a prompt and reads one line. The error is errEnd at the end of the input.
func (t *talk) ask(prompt string) (string, error) {
	if _, err := fmt.Fprint(t.out, t.wrapped(strings.ReplaceAll(ansi.Strip(prompt), "\r", ""))+" "); err != nil || t.failed != nil {
		return "", errEnd
	}
	if line := t.ahead; line != "" {
		t.ahead = ""
		t.say("%s", clean(line))
		return line, nil
	}
	var line []byte
	for {
		piece, more, err := t.in.ReadLine()
		if len(line) < mostRead {
			line = append(line, piece...)
		}
		if err != nil {
			if len(line) == 0 {
				t.gap()
				return "", errEnd
			}
			break
		}
		if !more {
			break
		}
	}
	if t.silent {
		t.gap()
	}
	return strings.TrimSpace(assessment.Clean(string(line), assessment.MaxNote)), nil
}

// nothing takes out what is there: an empty line keeps it.
const nothing = "-"

// keep asks for a line in the place of what is there.
func (t *talk) keep(prompt, now, help string) (string, error) {
	if now != "" {
		prompt += fmt.Sprintf(" Now %s. An empty line keeps it, a dash takes it out.", now)
	}
	line, err := t.value(prompt, help)
	switch {
	case err != nil:
		return "", err
	case line == "":
		return now, nil
	case line == nothing:
		return "", nil
	}
	return line, nil
}

// keepTyped keeps lines that were typed and are not saved yet; none takes them away. They are on
// the disk before the next line is asked for, since a signal ends the talk at once. A line that
// is half typed is the terminal's own, and nobody else knows it.
func (t *talk) keepTyped(form assessment.Form, fields map[string]string) {
	if t.work != nil && t.work.ReadOnly && form.Session != "" {
		return
	}
	if err := <-t.o.Store.KeepDraft(assessment.Draft{Form: form, Fields: fields}); err != nil {
		t.o.Note(err)
	}
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

// clean makes a person's text safe to say on one line.
func clean(text string) string { return assessment.CleanLine(text, assessment.MaxNote) }
