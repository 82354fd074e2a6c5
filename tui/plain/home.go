package plain

import (
	"errors"
	"fmt"
	"slices"
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
		"r 2 checks session 2 again, c 2 3 compares two, e 2 writes a report of one, d 2 deletes one, u brings it back, p looks at all clients beside each other, q ends."
)

func (t *talk) home() error {
	for {
		heads, err := t.o.Store.List(0, 0)
		if err != nil {
			t.problem(err)
			return ErrUnread
		}
		t.dates(heads)
		t.listed = t.sessions(heads)
		t.readList(0)
		if err := t.choose(); err != nil {
			return err
		}
	}
}

// choose reads lines at home until one leads on, or changes the list.
func (t *talk) choose() error {
	for {
		line, err := t.ask("What would you like to do?")
		if err != nil {
			return err
		}
		words := strings.Fields(line)
		switch {
		case len(words) > 0 && strings.HasPrefix(words[0], "/"):
			t.filter = strings.TrimSpace(strings.TrimPrefix(line, "/"))
			return nil
		case len(words) == 0 && t.listed.all == 0: // as enter does on the screens
			return walk(t.setup(&assessment.Session{}))
		case len(words) == 0 && t.listed.due != nil:
			return walk(t.open(t.listed.due.ID))
		case len(words) == 0:
			t.filter = ""
			return nil
		}
		if done, err := t.homeWord(words); done || err != nil {
			return err
		}
	}
}

// homeWord does what a line at home says; done is false where the list need not be read out
// again.
func (t *talk) homeWord(words []string) (done bool, err error) {
	shown := t.listed.rows
	head := func(at int) *assessment.Head {
		if at < len(words) {
			if n := number(words[at], len(shown)); n > 0 {
				return shown[n-1].Head
			}
		}
		return nil
	}
	switch word := words[0]; {
	case head(0) != nil && len(words) == 1:
		return true, walk(t.open(head(0).ID))
	case is(word, "r", "re-check", "c", "compare", "e", "export", "d", "delete"):
		return t.homeAct(words, head(1), head(2))
	case len(words) > 1:
		t.lost(strings.Join(words, " "))
	case is(word, "n", "new"):
		return true, walk(t.setup(&assessment.Session{}))
	case is(word, "x", "example"):
		return true, t.example()
	case is(word, "p", "practice"):
		return true, walk(t.practice)
	case is(word, "q", "quit"):
		return true, errEnd
	case is(word, "u", "undo"):
		t.undoDelete()
		return true, nil
	case is(word, "o", "sort"):
		t.sort = (t.sort + 1) % len(sorts)
		return true, nil
	case is(word, "m", "more"):
		t.readList(t.listed.read)
	case is(word, "?"):
		t.say(homeHelp)
	default:
		t.lost(word)
	}
	return false, nil
}

// homeAct does something with a session that was named.
func (t *talk) homeAct(words []string, one, other *assessment.Head) (done bool, err error) {
	switch word := words[0]; {
	case one == nil:
		t.say("Say which one by its number, such as %s 1.", word)
		return false, nil
	case is(word, "r", "re-check"):
		return true, walk(t.recheck(one.ID))
	case is(word, "c", "compare") && (other == nil || other.ID == one.ID):
		t.say("Name two sessions by their numbers, such as %s 1 2.", word)
		return false, nil
	case is(word, "c", "compare"):
		t.compare(one.ID, other.ID, words)
		return false, nil
	case is(word, "e", "export"):
		return true, t.export(one.ID, one.Business)
	}
	return true, t.remove(one)
}

func (t *talk) undoDelete() {
	last := len(t.deleted) - 1
	if last < 0 {
		t.say("Nothing deleted is left to bring back.")
		return
	}
	back := t.deleted[last]
	if err := back.undo(); err != nil {
		t.problem(err)
		return
	}
	t.deleted = t.deleted[:last]
	t.say("%s is back, at the top of the list.", back.name)
	if last > 0 {
		t.say("u brings back the one deleted before it.")
	}
}

func (t *talk) remove(head *assessment.Head) error {
	use := strings.TrimSuffix(clean(head.Use), ".")
	standing := head.Standing
	said := fmt.Sprintf("%d of %d questions answered", standing.Answered, standing.Total)
	if standing.Finished() {
		said += ": " + t.set.StageName(standing.Stage)
	}
	t.say("%s, %s. %s. Changed last: %s.", assessment.Quoted(head.Business), use, said, interview.Day(head.Changed, t.o.Now()))
	if slices.ContainsFunc(t.listed.rows, func(r row) bool { return r.ID == head.ID && r.earlier }) {
		t.say("A newer one of this use is there.")
	}
	line, err := t.ask("Delete it? All its answers go out of this file. You can bring it back with u until you quit. Type y or n.")
	if err != nil {
		return err
	}
	if !is(line, "y", "yes") {
		t.say("Nothing was deleted.")
		return nil
	}
	undo, err := t.o.Store.Delete(head.ID)
	if err != nil {
		t.problem(err)
		return nil
	}
	if t.work != nil && t.work.Session.ID == head.ID {
		t.work = nil
	}
	name := assessment.Quoted(head.Business) + ", " + use
	t.deleted = append(t.deleted, deleted{name, undo})
	t.say("Deleted: %s. u brings it back.", name)
	return nil
}

// compare says what is different between two sessions or, with the word all behind their
// numbers, sets all lines of the checklists side by side.
func (t *talk) compare(a, b string, words []string) {
	before, after, err := t.o.Both(a, b)
	if err != nil {
		t.problem(err)
		return
	}
	t.gap()
	for i, s := range []*assessment.Session{before, after} {
		t.say("%s %s, %s", [...]string{"First:", "Second:"}[i], clean(s.Business), clean(s.Use))
	}
	if len(words) > 3 && is(words[3], "all") {
		t.blocks(report.SideBySide(t.set, before, after))
		return
	}
	changes := assessment.Compare(t.set, before, after)
	t.blocks(report.Changes(t.set, &changes))
	t.say("%s all reads every line of the checklists, as it was and as it is.", strings.Join(words[:3], " "))
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
	if t.work != nil && t.work.Unwritten() > 0 {
		t.retry()
		t.unsaved()
	}
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
		if len(assessment.ComeDue(t.set, t.work.Session, t.o.Now())) > 0 {
			return t.comingBack(func() (place, error) { return t.goOn(), nil }), nil
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
