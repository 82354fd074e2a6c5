package plain

import (
	"errors"
	"fmt"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// homeHint is said behind the first list, homeHelp at ?: what can be typed, in the words of the
// screens' keys.
const (
	homeHint = "A number opens one, n begins a new one, q ends. ? says all that you can type."
	homeHelp = "Type a number to open a session. n begins a new one, / and a few words finds sessions, o sorts them in another way, m reads more of a long list, x shows a finished example, " +
		"r 2 checks session 2 again, c 2 3 compares two, e 2 writes a report of one, d 2 deletes one, u brings it back, q ends."
)

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
	t.gap()
	switch {
	case len(heads) == 0:
		t.say("You have no session yet. You answer plain questions about one use of AI in your business. It takes 4 to 9 minutes, or up to 24 for the whole picture, " +
			"and you can stop at any time. Then you hear what you may do now, what not yet, and what to do first. Your answers stay on this computer.")
		t.say("Type n to begin, or x to see a finished example.")
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
		t.say("%d. %s: %s. %s. Changed %s.", i+1, clean(head.Business), strings.TrimSuffix(clean(head.Use), "."), assessment.Capital(said), interview.Day(head.Changed, t.o.Now()))
	}
	if len(shown) > 0 {
		defer t.hint("home", homeHint)
	}
	if more := len(shown) - mostListed; more > 0 {
		t.say("And %d more. Type / and a word to find one.", more)
	}
}

// choose does one thing from home, and returns the filter from then on.
func (t *talk) choose(shown []assessment.Head, filter string) (string, error) {
	for {
		line, err := t.ask("What would you like to do?")
		if err != nil {
			return filter, err
		}
		words := strings.Fields(line)
		if len(words) == 0 && len(shown) == 0 && filter == "" {
			words = []string{"n"} // as enter does on the screens
		}
		if len(words) == 0 {
			return "", nil
		}
		if strings.HasPrefix(words[0], "/") {
			return strings.TrimSpace(strings.TrimPrefix(line, "/")), nil
		}
		if done, err := t.homeWord(words, shown); done || err != nil {
			return filter, err
		}
	}
}

// homeWord does what a line at home says; done is false where the list need not be read out
// again.
func (t *talk) homeWord(words []string, shown []assessment.Head) (done bool, err error) {
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
		return true, walk(t.open(head(0).ID))
	case is(word, "n", "new"):
		return true, walk(t.setup(&assessment.Session{}))
	case is(word, "x", "example"):
		return true, t.example()
	case is(word, "q", "quit"):
		return true, errEnd
	case is(word, "u", "undo"):
		t.undoDelete()
		return true, nil
	case is(word, "r", "re-check", "c", "compare", "e", "export", "d", "delete"):
		return t.homeAct(word, head(1), head(2))
	case is(word, "?"):
		t.say(homeHelp)
	default:
		t.lost(strings.Join(words, " "))
	}
	return false, nil
}

// homeAct does something with a session that was named.
func (t *talk) homeAct(word string, one, other *assessment.Head) (done bool, err error) {
	switch {
	case one == nil:
		t.say("Say which one by its number, such as %s 1.", word)
		return false, nil
	case is(word, "r", "re-check"):
		return true, walk(t.recheck(one.ID))
	case is(word, "c", "compare") && other == nil:
		t.say("Name two sessions by their numbers, such as %s 1 2.", word)
		return false, nil
	case is(word, "c", "compare"):
		t.compare(one.ID, other.ID)
		return true, nil
	case is(word, "e", "export"):
		return true, t.export(one.ID, one.Business)
	}
	return true, t.remove(one)
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

// whole names a session so that nobody takes it for another: a business has several uses.
func whole(head *assessment.Head) string {
	return assessment.Quoted(head.Business) + ", " + strings.TrimSuffix(clean(head.Use), ".")
}

func (t *talk) remove(head *assessment.Head) error {
	line, err := t.ask(fmt.Sprintf("Delete %s? All its answers go out of this file. You can bring it back with u until you quit. Type y or n.", whole(head)))
	if err != nil || !is(line, "y", "yes") {
		return err
	}
	undo, err := t.o.Store.Delete(head.ID)
	if err != nil {
		t.problem(err)
		return nil
	}
	if t.work != nil && t.work.Session.ID == head.ID {
		t.work = nil
	}
	t.undo = undo
	t.say("%s is deleted. u brings it back.", whole(head))
	return nil
}

func (t *talk) compare(a, b string) {
	before, after, err := t.o.Both(a, b)
	if err != nil {
		t.problem(err)
		return
	}
	t.gap()
	t.changed(before, after)
}

func (t *talk) recheck(id string) place {
	return func() (place, error) {
		w, err := t.o.Recheck(id)
		if err != nil {
			t.problem(err)
			return nil, nil
		}
		t.start(w)
		t.say("A new session with the answers of before. The old one stays as it is.")
		return t.review, nil
	}
}

// start takes up a session that is in the store.
func (t *talk) start(w *interview.Work) {
	t.work = w
	w.Earlier = t.o.Earlier(w.Session)
}

// open goes on with a session where it was left.
func (t *talk) open(id string) place {
	return func() (place, error) {
		w, err := t.o.Open(id)
		if err != nil {
			t.problem(err)
			return nil, nil
		}
		t.start(w)
		if said := w.News(); said != "" {
			t.o.Store.SaveStanding(id, w.Standing())
			t.say("%s", said)
		}
		if !w.Session.Setup.Complete() {
			return t.setup(w.Session), nil
		}
		return t.goOn(), nil
	}
}

// goOn opens the first question without an answer, or the summary.
func (t *talk) goOn() place {
	if at := t.work.Flow.FirstUnanswered(); at >= 0 {
		return t.questions(at)
	}
	return t.summary
}

func (t *talk) example() error {
	w, err := t.o.Example()
	if err != nil {
		t.say(interview.NoExample + " Type n to start a session of your own.")
		return nil
	}
	before := t.work
	t.work = w
	err = walk(t.summary)
	if !errors.Is(err, errEnd) {
		t.work = before
	}
	return err
}

// changed says what is different between two sessions.
func (t *talk) changed(before, after *assessment.Session) {
	for i, s := range []*assessment.Session{before, after} {
		t.say("%s %s, %s", [...]string{"First:", "Second:"}[i], clean(s.Business), clean(s.Use))
	}
	changes := assessment.Compare(t.set, before, after)
	t.blocks(report.Changes(t.set, &changes))
}
