package plain

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

const (
	practiceHint = "A number tells who lacks that line, l reads all clients. An empty line goes home. ? says all that you can type."
	practiceHelp = "Type the number of a line to hear who lacks it, and to write to them. l lists the clients. / and words chooses some, such as /stage:pilot, /overdue, /gap:off-switch, /tag:retail or words of a name, and / alone takes all again. " +
		"o sorts the clients in another way. An empty line goes home, q ends."
	clientsHint = "A number opens a client, t 1 changes tags and the next visit of client 1. ? says all that you can type."
	clientsHelp = "Type a number to open a client. t 2 changes the tags and the next visit of client 2, r 2 checks it again, b 2 sets it beside the others, m reads more of a long list, o sorts in another way. "
)

// practice reads how many clients lack each line, and leads to those who do.
func (t *talk) practice() (place, error) {
	c := &t.clients
	if !t.readPractice() {
		return nil, nil
	}
	if c.All() == 0 {
		t.say("There is no session yet, and so no client.")
		return nil, nil
	}
	t.readCounts()
	for {
		line, err := t.ask("Which line? Type its number, l for all clients, or an empty line to go home.")
		if err != nil {
			return nil, err
		}
		switch n := number(line, len(c.Set.Items)); {
		case n > 0 && len(c.WhoLack(n-1)) == 0:
			t.say("Nobody of them lacks it.")
		case n > 0:
			return t.clientList(n - 1), nil
		case strings.HasPrefix(line, "/"):
			t.filterClients(strings.TrimSpace(strings.TrimPrefix(line, "/")))
		case is(line, "", "b", "back", "h", "home"):
			return nil, nil
		case is(line, "l", "list"):
			return t.clientList(everyLine), nil
		case is(line, "o", "sort"):
			c.Sort()
			t.say("Sorted: %s.", c.SortedBy())
		case is(line, "q", "quit"):
			return nil, errEnd
		case is(line, "?"):
			t.readCounts()
			t.say(practiceHelp)
		default:
			t.lost(line)
		}
	}
}

// lookedAtATime is how many sessions are worked out at a time.
const lookedAtATime = 100

// readPractice reads the clients, and works out what was stored without its lines.
func (t *talk) readPractice() bool {
	c := &t.clients
	rows, err := t.o.Practice()
	if err != nil {
		t.problem(err)
		return false
	}
	c.Take(t.set, rows, t.o.Now)
	ids := c.ToWorkOut()
	if len(ids) > lookedAtATime {
		t.say("One moment: %s must be looked into first.", assessment.Counted(len(ids), "session", "sessions"))
	}
	for some := range slices.Chunk(ids, lookedAtATime) {
		found, err := t.o.FindStandings(some)
		if err != nil {
			t.o.Note(err)
		}
		c.WorkedOut(found)
	}
	return true
}

// readCounts says of each line how many lack it, in its short name.
func (t *talk) readCounts() {
	c := &t.clients
	t.gap()
	t.say("Practice: %s.", c.Found())
	for i := range c.Set.Items {
		t.say("%d. %s: %s.", i+1, strings.TrimSuffix(c.LackWords(i), " it"), lineName(c.Set, i))
	}
	if unknown := len(c.Shown) - c.Known; unknown > 0 {
		t.say("Of %s it is not known: asked with other questions.", assessment.Counted(unknown, "client", "clients"))
	}
	t.hint("practice", practiceHint)
}

// lineName is the short name of a line, for the middle of a sentence.
func lineName(set *assessment.Set, item int) string {
	return strings.ToLower(cmp.Or(set.Items[item].Short, set.Items[item].ID))
}

func (t *talk) filterClients(text string) {
	if problem := t.clients.Filter(text); problem != "" {
		t.say("%s", problem)
		return
	}
	if len(t.clients.Shown) == 0 {
		t.clients.Filter("")
		t.say("No client fits %s. All are there again.", assessment.Quoted(clean(text)))
		return
	}
	t.readCounts()
}

// everyLine is the line of a list that has all clients.
const everyLine = -1

// clientList lists the clients who lack a line, or all of them, and does something with one of them.
func (t *talk) clientList(line int) place {
	return func() (place, error) { return t.chooseClient(line) }
}

func (t *talk) chooseClient(line int) (place, error) {
	rows := t.clientRows(line)
	read := t.readClients(line, rows, 0)
	for {
		typed, err := t.ask("Which client? Type a number, or an empty line to go back.")
		if err != nil {
			return nil, err
		}
		words := strings.Fields(typed)
		switch {
		case len(words) == 0 || is(typed, "back"):
			return t.practice, nil
		case len(words) == 2 && number(words[1], len(rows)) > 0:
			row := &rows[number(words[1], len(rows))-1]
			next, err := t.onClient(words[0], row)
			if next != nil || err != nil {
				return next, err
			}
		case len(words) > 1:
			t.lost(typed)
		case number(typed, len(rows)) > 0:
			return t.open(rows[number(typed, len(rows))-1].ID), nil
		case is(typed, "t", "r", "b"):
			t.say("Say which one by its number, such as %s 1.", typed)
		case is(typed, "w", "write") && line != everyLine:
			if err := t.writeLetters(line, rows); err != nil {
				return nil, err
			}
		case is(typed, "m", "more") && read >= len(rows):
			t.say("That was the whole list.")
		case is(typed, "m", "more"):
			read = t.readClients(line, rows, read)
		case is(typed, "o", "sort"):
			t.clients.Sort()
			rows = t.clientRows(line)
			read = t.readClients(line, rows, 0)
		case is(typed, "h", "home"):
			return nil, nil
		case is(typed, "q", "quit"):
			return nil, errEnd
		case is(typed, "?"):
			t.say("%s", clientsHelp+wordsOfList(line)+"An empty line goes back, h goes home, q ends.")
		default:
			t.lost(typed)
		}
	}
}

// wordsOfList is what can be typed only where a line is lacking.
func wordsOfList(line int) string {
	if line == everyLine {
		return ""
	}
	return "w writes a letter to each of them into a folder. "
}

func (t *talk) clientRows(line int) []assessment.PracticeRow {
	if line == everyLine {
		return t.clients.Shown
	}
	return t.clients.WhoLack(line)
}

// readClients reads the list out from a row on, and says how far.
func (t *talk) readClients(line int, rows []assessment.PracticeRow, from int) (read int) {
	c := &t.clients
	t.gap()
	switch {
	case from > 0:
	case line == everyLine:
		t.say("%s, %s:", c.Found(), c.SortedBy())
	default:
		t.say("%s", c.LineSaid(line))
	}
	to := min(len(rows), from+mostListed)
	for i := from; i < to; i++ {
		t.say("%d. %s", i+1, t.client(&rows[i], line))
	}
	if more := len(rows) - to; more > 0 {
		t.say("And %d more. m reads on.", more)
	}
	if line != everyLine {
		t.hint("letters", "w writes a letter to each of them.")
	}
	t.hint("clients", clientsHint)
	return to
}

// client says a client in a line: how the line stands, or which lines are lacking.
func (t *talk) client(row *assessment.PracticeRow, line int) string {
	c := &t.clients
	said := fmt.Sprintf("%s: %s. ", clean(row.Business), strings.TrimSuffix(clean(row.Use), "."))
	if line != everyLine {
		return said + assessment.Capital(t.set.Words.Level(row.Level(line))) + ". " + assessment.Capital(report.ClientWords(t.set, row, t.o.Now())) + "."
	}
	said += assessment.Capital(report.ClientWords(t.set, row, t.o.Now())) + "."
	if lacks := c.Lacks(row); lacks != "" {
		said += " Lacks: " + lacks + "."
	}
	return said
}

// onClient does something with a client that was named. It leads on, or stays where next is nil.
func (t *talk) onClient(word string, row *assessment.PracticeRow) (next place, err error) {
	switch {
	case is(word, "t", "tags"):
		return nil, t.label(row)
	case is(word, "r", "re-check"):
		return t.recheck(row.ID), nil
	case is(word, "b", "benchmark"):
		lines, problem := report.BenchmarkOf(t.set, t.clients.Shown, row.ID)
		if problem != "" {
			t.say("%s", problem)
			return nil, nil
		}
		t.gap()
		t.lines(lines(t.width))
		return nil, nil
	}
	t.lost(word)
	return nil, nil
}

// label changes the tags and the next visit of a client.
func (t *talk) label(row *assessment.PracticeRow) error {
	form := assessment.Form{Session: row.ID, Name: interview.LabelsForm}
	labels, err := t.askLabels(form, row)
	if errors.Is(err, errBack) {
		t.keepTyped(form, nil)
		t.say("Nothing was changed.")
		return nil
	}
	if err != nil {
		return err
	}
	saved := <-t.o.Store.SaveLabels(assessment.LabelsChange{Session: row.ID, Labels: labels, Base: row.Revision})
	if saved.Err != nil {
		t.problem(saved.Err)
		return nil
	}
	if t.o.Saved != nil {
		t.o.Saved()
	}
	t.keepTyped(form, nil)
	t.say("Saved: %s", interview.LabelsSaid(labels))
	// The list that was read out keeps its numbers.
	row.Labels, row.Revision = labels, saved.Revision
	t.readPractice()
	return nil
}

func (t *talk) askLabels(form assessment.Form, row *assessment.PracticeRow) (assessment.Labels, error) {
	labels := row.Labels
	now := strings.Join(labels.Tags.List(), " ")
	if d := t.o.Draft(form); !d.Empty() && d.Fields["tags"] != now {
		t.say("%s", interview.HadTyped)
		now = assessment.CleanLine(d.Fields["tags"], assessment.MaxUse)
	}
	for problem := "?"; problem != ""; {
		text, err := t.keep("Tags? Short words with a space between them, or an empty line.", now, "A tag is a short word, such as retail. /tag:retail finds all clients that have it.")
		if err != nil {
			return labels, err
		}
		if labels.Tags, problem = interview.ReadTags(text); problem != "" {
			t.say("%s", problem)
		}
	}
	t.keepTyped(form, map[string]string{"tags": strings.Join(labels.Tags.List(), " "), "visit": labels.Visit})
	var err error
	labels.Visit, err = t.askDay("When is your next visit?", labels.Visit, "Write the day of your next visit")
	return labels, err
}

// writeLetters writes a letter to each of some clients.
func (t *talk) writeLetters(line int, rows []assessment.PracticeRow) error {
	suggested := interview.LettersFolder(t.set, line, t.o.Now())
	folder, err := t.value(fmt.Sprintf("In which folder? It is made where it is not there. An empty line takes %s.", suggested), "Each letter says why the line matters and what to do. Nothing that is there already is written over.")
	if errors.Is(err, errBack) {
		t.say("Nothing was written.")
		return nil
	}
	if err != nil {
		return err
	}
	order := interview.LetterOrder{Clients: interview.HeadsOf(rows), Lines: []int{line}, Folder: cmp.Or(folder, suggested)}
	n, err := t.o.WriteLetters(order)
	if err != nil {
		t.problem(err)
		return nil
	}
	t.say("%s", interview.LettersSaid(n, order.Folder))
	return nil
}
