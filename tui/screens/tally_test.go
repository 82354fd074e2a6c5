package screens

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/plain"
	"readycheck/tui/workshop"
)

// history is a store in memory that keeps what a room writes as the data file does, and plays it
// again when the session is read.
type history struct {
	*memory
	changes  []assessment.TeamChange
	answered map[string]uint64
	// full is how many changes find room on the disk; 0 is as many as there are.
	full int
}

func newHistory(sessions ...*assessment.Session) *history {
	return &history{memory: &memory{Sessions: sessions}, answered: map[string]uint64{}}
}

func (h *history) Load(id string) (*assessment.Session, error) {
	session, err := h.memory.Load(id)
	if err == nil && len(h.changes) > 0 {
		session.Replay(h.changes, h.answered)
	}
	return session, err
}

// write takes a change of a room in.
func (h *history) write(session, question string, c assessment.TeamChange) <-chan assessment.Saved {
	done := make(chan assessment.Saved, 1)
	saved := assessment.Saved{Session: session, Question: question, Err: h.Fail}
	if h.full > 0 && len(h.changes) >= h.full {
		saved.Err = errFull
	}
	if saved.Err == nil {
		stored := h.Find(session)
		stored.Revision++
		saved.Revision, c.Revision = stored.Revision, stored.Revision
		h.changes = append(h.changes, c)
	}
	done <- saved
	return done
}

func (h *history) SaveSeat(c assessment.SeatChange) <-chan assessment.Saved {
	return h.write(c.Session, "", assessment.TeamChange{Seat: &c.Seat})
}

func (h *history) SaveVote(c assessment.VoteChange) <-chan assessment.Saved {
	return h.write(c.Session, c.Question, assessment.TeamChange{Voter: c.Seat, Question: c.Question, Vote: &c.Vote, Second: c.Second})
}

func (h *history) OpenAgain(c assessment.AgainChange) <-chan assessment.Saved {
	return h.write(c.Session, c.Question, assessment.TeamChange{Question: c.Question, Again: true})
}

func (h *history) Reveal(c assessment.RevealChange) <-chan assessment.Saved {
	return h.write(c.Session, "", assessment.TeamChange{Reveal: c.Questions, Second: c.Second})
}

func (h *history) SaveDecision(c assessment.DecisionChange) <-chan assessment.Saved {
	saved := h.write(c.Session, c.Decision.Question, assessment.TeamChange{Question: c.Decision.Question, Decision: &c.Decision})
	if stored := h.Find(c.Session); h.Fail == nil {
		stored.Answers[c.Decision.Question] = c.Answer
		h.answered[c.Decision.Question] = stored.Revision
	}
	return saved
}

// votes are the last votes of somebody by question, as the history has them.
func (h *history) votes(t *testing.T, name string) map[string]assessment.Answer {
	t.Helper()
	session, err := h.Load("bakery")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]assessment.Answer{}
	if session.Team == nil {
		return out
	}
	for _, seat := range session.Team.Seats {
		if seat.Name != name || seat.Removed {
			continue
		}
		if !seat.Paper {
			t.Errorf("the votes of %s are on no paper seat: %+v", name, seat)
		}
		for question := range session.Team.Votes {
			if vote, ok := session.Team.Last(seat.ID, question); ok {
				out[question] = vote
			}
		}
	}
	return out
}

// sheetRoom is a room on paper as the program opens it.
type sheetRoom struct{ *workshop.Room }

func (r sheetRoom) Paper(name string, role assessment.Role) (interview.PaperSeat, error) {
	seat, err := r.Room.Paper(name, role)
	if err != nil {
		return nil, err
	}
	return seat, nil
}

// tallying is the screens on a store, with rooms on paper. rooms are those that were opened.
func tallying(t *testing.T, store *history) (d *driver, rooms *[]*workshop.Room) {
	rooms = &[]*workshop.Room{}
	d = drive(t, store.memory, func(o *Options) {
		o.Store, o.Start, o.Session = store, interview.StartSession, "bakery"
		o.OpenRoom = func(session string) (PaperRoom, error) {
			room, err := workshop.Open(workshop.Options{Store: store, Set: o.Set(), Session: session, Now: o.Now})
			if err != nil {
				return nil, err
			}
			*rooms = append(*rooms, room)
			return sheetRoom{room}, nil
		}
	})
	if _, ok := d.m.screen.(*summaryScreen); !ok {
		d.run(d.m.act(goSummary{}))
	}
	return d, rooms
}

// sheetsAt starts the screens on one store, again and again.
func sheetsAt(t *testing.T) func() *driver {
	store := newHistory(bakery(15))
	return func() *driver {
		d, _ := tallying(t, store)
		return d
	}
}

// heard passes on what the open room rings for.
func heard(d *driver) { d.send(roomChanged{}) }

// sheet is a paper with the same number on every question that has it.
func typeSheet(d *driver, number string) {
	for range 40 {
		q, asks := d.m.screen.(*tallyQuestion)
		if !asks {
			return
		}
		if number == "5" && len(q.Rows()) < 5 {
			d.press("4")
			continue
		}
		d.press(number)
		if d.m.page != nil {
			d.press("Nothing enter")
		}
	}
	d.t.Error("the paper has no end")
}

// Two people's papers, from the summary and back: typed, shown, decided. The most cautious vote
// stands, and not a mean.
func TestARoomOnPaper(t *testing.T) {
	store := newHistory(bakery(0))
	d, rooms := tallying(t, store)
	d.press("T")
	d.shows("No paper is in yet. Add one with +.", "[Papers]")
	d.hides("How to come in")
	d.hides("ssh")
	d.press("+ Olga enter 4")
	d.shows("Olga's paper", "1 of 15")
	typeSheet(d, "1")
	d.shows("Olga's paper is in: 15 of 15.", "Saved 15: in place, told.")
	d.press("+ Ali enter 2")
	d.shows("Ali's paper", "1 of 15")
	d.press("2 4 1")
	typeSheet(d, "1")
	d.shows("Ali's paper is in: 15 of 15.")
	d.press("esc")
	heard(d)
	d.shows("2 papers. Votes on 15 questions are not shown yet.", "Olga", "Ali", "15 of 15")
	d.press("v")
	d.shows("Show the votes on 15 questions?")
	d.press("y")
	heard(d)
	d.shows("What the room said", "From “no” to “in place”")
	flow := assessment.NewFlow(assessment.Default(), bakery(0))
	for i, want := range []assessment.Level{assessment.Partly, assessment.No, assessment.InPlace, assessment.InPlace} {
		if got := d.m.work.Session.Answers[flow.At(i).ID].Level; got != want {
			t.Errorf("question %d stands as %v, want %v", i+1, got, want)
		}
	}
	// The second question is the one they differ on most: it is decided.
	d.press("enter d 2 enter enter Rosa enter enter enter Agreed enter")
	d.shows("Decided, and saved.")
	d.press("esc esc q")
	d.shows("[Summary]", "The room is closed, and what was typed is kept.")
	if d.quits {
		t.Error("it leads out of the program")
	}
	second := flow.At(1).ID
	answer := d.m.work.Session.Answers[second]
	if answer.Level != assessment.Partly || answer.By != "Rosa" {
		t.Errorf("the decision is %+v", answer)
	}
	if summary := assessment.Evaluate(assessment.Default(), d.m.work.Session); !reflect.DeepEqual(summary, d.m.work.Summary) || store.Standing.Stage != d.m.work.Standing().Stage {
		t.Errorf("the summary is not of what was decided, or the list is not: %v", store.Standing)
	}
	if olga, ali := store.votes(t, "Olga"), store.votes(t, "Ali"); len(olga) != 15 || len(ali) != 15 || olga[second].Level != assessment.InPlace || ali[second].Level != assessment.No {
		t.Errorf("%d and %d votes", len(olga), len(ali))
	}
	if (*rooms)[0].View().Over == "" {
		t.Error("the room is still open")
	}
	// The session's own keys are back.
	d.press("a")
	d.shows("About this use")
}

// Nothing that one person ticked is on the screen while the next one's paper is typed, nor anywhere
// in the room before the votes are shown.
func TestOnePaperIsNotSeenOnTheNext(t *testing.T) {
	store := newHistory(bakery(0))
	d, _ := tallying(t, store)
	d.press("T + Olga enter 1")
	d.press("1 s")
	d.shows("Saved 1: in place, seen.")
	d.press("n Quokka ctrl+s 4")
	typeSheet(d, "3")
	said := []string{"Quokka", "in place", "Saved", "[1]", "[3]", "[4]", ", seen", "Kept:"}
	hidden := func(where string) {
		t.Helper()
		for _, piece := range said {
			if strings.Contains(d.text(), piece) {
				t.Errorf("%s shows %q:\n%s", where, piece, d.text())
			}
		}
	}
	d.press("+")
	hidden("the form")
	d.press("Ali enter 1")
	hidden("the first question")
	d.press("right")
	hidden("the second question")
	d.press("left n")
	hidden("a note before an answer")
	d.press("2 n")
	d.hides("Quokka")
	d.press("esc esc")
	heard(d)
	hidden("the room")
	d.press("tab")
	hidden("the questions")
	d.press("tab v")
	d.shows("Show the votes on 15 questions?", "Ali's paper leaves something out, which cannot be typed after that.")
	d.press("n")
	d.press("s")
	if len(d.m.work.Session.Answers) > 0 {
		t.Errorf("votes that nobody has seen count: %v", d.m.work.Session.Answers)
	}
	d.hides("Quokka")
	if note := store.votes(t, "Olga")[assessment.NewFlow(assessment.Default(), bakery(0)).At(0).ID]; note.Note != "Quokka" || note.Known != assessment.Seen {
		t.Errorf("the vote is %+v", note)
	}
}

// What is on a paper besides ticks: one left out, a word that it was seen, a note, one that does not
// apply, a slip that is taken back.
func TestAPaperSaysMoreThanTicks(t *testing.T) {
	store := newHistory(bakery(0))
	d, _ := tallying(t, store)
	flow := assessment.NewFlow(assessment.Default(), bakery(0))
	d.press("T + Olga enter 4")
	d.press("s")
	d.shows(interview.TickFirst)
	d.press("u")
	d.shows(interview.NothingTicked)
	d.press("left")
	d.shows("This is the first question.")
	d.press("9")
	d.shows("1 of 15")
	d.press("3 s")
	d.shows("Question 1: That is asked only of what is in place, or partly.", "2 of 15")
	d.press("2 s s")
	d.shows("Question 2 says so already: partly, seen.", "3 of 15")
	d.press("t")
	d.shows("Saved 2: partly, told.")
	d.press("1 u")
	d.shows("The vote is as it was before.", "3 of 15")
	d.hides("[1]")
	d.press("right left left 1")
	d.shows("3 of 15", "Saved 2: in place, told.")
	d.press("left")
	d.shows("2 of 15", "[1]", "Kept: in place, told.")
	d.press("n Ask Dev esc")
	d.shows("2 of 15", "Note", "AskDev")
	votes := store.votes(t, "Olga")
	if one, two := votes[flow.At(0).ID], votes[flow.At(1).ID]; len(votes) != 2 || one.Level != assessment.No || two.Level != assessment.InPlace || two.Known != assessment.Told || two.Note != "AskDev" {
		t.Errorf("%+v", votes)
	}
	// One that does not apply asks why.
	for i := range flow.Len() {
		if q := flow.At(i); q.AllowNA {
			d.run(d.m.act(goPaper{q.ID}))
			row := fmt.Sprint(len(q.Options(&assessment.Default().Words)))
			d.press(row)
			d.shows("Why does it not apply?")
			d.press("enter esc")
			if len(store.votes(t, "Olga")) != 2 {
				t.Error("it is voted without a reason")
			}
			d.press(row + " No enter")
			d.shows("Saved", "does not apply.")
			if got := store.votes(t, "Olga")[q.ID]; got.Level != assessment.NA || got.Reason != "No" {
				t.Errorf("%+v", got)
			}
			break
		}
	}
	d.press("esc")
	heard(d)
	d.shows("Olga's paper is kept so far: 3 of 15. Add the name again to go on with it.", "3 of 15")
	d.press("+ olga enter enter")
	d.shows("Olga's paper")
	if session, _ := store.Load("bakery"); session.Team.Seats[0].Role != assessment.RoleOperations || len(session.Team.Seats) != 1 {
		t.Errorf("%+v", session.Team.Seats)
	}
	if at := d.m.screen.(*tallyQuestion).ID; at != flow.At(2).ID {
		t.Errorf("it goes on at %s", at)
	}
	d.press("esc enter")
	d.shows("Olga's paper", "3 of 15")
}

// A name that somebody with a screen of their own has is refused with the room's words, and what
// was typed stays.
func TestANameInUseIsRefused(t *testing.T) {
	store := newHistory(bakery(0))
	store.changes = []assessment.TeamChange{{Revision: 1, Seat: &assessment.Seat{ID: "1", Name: "Dana", Role: assessment.RoleRisk}}}
	d, _ := tallying(t, store)
	d.press("T enter")
	d.shows("“Dana” has voted on a screen")
	d.press("+ Dana enter 3")
	d.shows("Somebody here has this name already. Add a letter to it.", "Whose paper is it?", "> Dana")
	d.press("B enter enter")
	d.shows("DanaB's paper", "1 of 15")
	if session, _ := store.Load("bakery"); len(session.Team.Seats) != 2 || session.Team.Seats[1].Role != assessment.RoleRisk {
		t.Errorf("%+v", session.Team.Seats)
	}
	if len(store.Kept) != 0 {
		t.Errorf("a draft stays: %v", store.Kept)
	}
}

// A vote that could not be saved is said, is not shown as kept, and what was typed ahead lands on no
// other question.
func TestAVoteThatIsNotSavedIsNotShown(t *testing.T) {
	store := newHistory(bakery(0))
	d, _ := tallying(t, store)
	d.press("T + Olga enter 1 2")
	store.Fail = errFull
	// The keys come before the disk has answered.
	_, cmd := d.m.Update(tea.KeyPressMsg{Code: '1', Text: "1"})
	d.typed("33")
	d.run(cmd)
	d.shows("2 of 15", "The disk is full, so this was not saved.")
	for _, piece := range []string{"[1]", "[3]", "Saved 2", "Kept:"} {
		d.hides(piece)
	}
	if votes := store.votes(t, "Olga"); len(votes) != 1 {
		t.Errorf("%v", votes)
	}
	d.press("n")
	d.hides("Quokka")
	d.press("esc")
	store.Fail = nil
	d.press("4")
	d.shows("3 of 15", "Saved 2: no.")
	store.Fail = errFull
	d.press("esc + Ali enter 1")
	d.shows("The disk is full, so this was not saved.", "Whose paper is it?", "Ali")
	d.press("esc esc")
	d.shows("[Summary]")
}

// Whoever stops, leaves or is cut off finds every vote there.
func TestAPaperSurvivesItsEnd(t *testing.T) {
	for _, e := range endings {
		t.Run(e.name, func(t *testing.T) {
			store := newHistory(bakery(0))
			d, _ := tallying(t, store)
			d.press("T + Olga enter 1 2 4 n")
			d.typed("Quokka")
			e.end(d)
			question := assessment.NewFlow(assessment.Default(), bakery(0)).At(1).ID
			votes := store.votes(t, "Olga")
			if len(votes) != 2 || votes[question].Level != assessment.No {
				t.Errorf("%+v", votes)
			}
			if len(store.Sessions[0].Answers) != 0 {
				t.Errorf("a word on a paper became the session's answer: %+v", store.Sessions[0].Answers)
			}
			if saved := votes[question].Note == "Quokka"; saved != (e.name != "power cut") {
				t.Errorf("the note is saved: %v", saved)
			}
			// Another person's note does not begin with it, the same one's does.
			d, _ = tallying(t, store)
			d.press("T + Ali enter 1 2 3 n")
			d.hides("Quokka")
			d.press("esc esc + Olga enter 1 left n")
			d.shows("Quokka")
		})
	}
}

// In a second round a paper is asked what the room votes on once more, and nothing else.
func TestASecondRoundOnPaper(t *testing.T) {
	store := newHistory(bakery(0))
	d, rooms := tallying(t, store)
	d.press("T + Olga enter 1")
	typeSheet(d, "1")
	d.press("+ Ali enter 2")
	typeSheet(d, "3")
	d.press("esc v y")
	flow := assessment.NewFlow(assessment.Default(), bakery(0))
	question := flow.At(1).ID
	d.press("esc + Olga enter 1")
	d.shows("The room has seen the votes on every question")
	if saved := <-(*rooms)[0].VoteAgain(question); saved.Err != nil {
		t.Fatal(saved.Err)
	}
	d.press("+ Olga enter 1")
	d.shows("Olga's paper", "1 of 1")
	d.hides("[1]")
	if at := d.m.screen.(*tallyQuestion).ID; at != question {
		t.Errorf("it asks %s", at)
	}
	d.press("2")
	d.shows("Olga's paper is in: 1 of 1.")
	d.press("esc + Ali enter 2 2 esc v")
	d.shows("Show the votes on 1 question?")
	d.press("y")
	if got := d.m.work.Session.Answers[question].Level; got != assessment.Partly {
		t.Errorf("%v stands", got)
	}
	if got := store.votes(t, "Ali")[question].Level; got != assessment.Partly {
		t.Errorf("Ali's vote is %v", got)
	}
}

// A paper is taken out; ctrl+c leaves the program and not only the room; an example has none.
func TestTheWaysOutOfARoomOnPaper(t *testing.T) {
	store := newHistory(bakery(0))
	d, rooms := tallying(t, store)
	d.press("T + Olga enter 1 2 esc x")
	d.shows("Take the paper of “Olga” out?")
	d.press("y")
	heard(d)
	d.shows("No paper is in now.", "Olga", "taken out")
	for _, key := range []string{"l", "t", "3"} {
		d.press(key)
		d.shows("No paper is in now.", "does nothing here")
	}
	d.press("h")
	heard(d)
	d.shows("1 paper.", "1 of 15")
	d.press("esc T")
	if len(*rooms) != 2 {
		t.Fatalf("%d rooms", len(*rooms))
	}
	d.press("s T")
	d.shows("The room is open.")
	d.press("ctrl+c")
	leave(d.m)
	if !d.quits || (*rooms)[1].View().Over == "" {
		t.Error("still here")
	}
	d = drive(t, &memory{}, nil)
	d.press("x T")
	d.shows(exampleNotice)
}

// Everything fits where there is little room.
func TestARoomOnPaperIsSmall(t *testing.T) {
	store := newHistory(bakery(0))
	d, _ := tallying(t, store)
	w := &walker{driver: d, t: t}
	for _, to := range []tea.WindowSizeMsg{{Width: 40, Height: 12}, {Width: 80, Height: 24}, {Width: 120, Height: 40}} {
		d.send(to)
		for _, keys := range []string{"T", "?", "esc", "+", "Olga", "enter", "2", "1", "?", "esc", "n", "esc", "left", "right", "s", "esc", "tab", "tab", "q"} {
			d.press(keys)
			if fault := w.fits(); fault != "" {
				t.Errorf("%dx%d, %s: %s", to.Width, to.Height, keys, fault)
			}
		}
	}
	if !slices.ContainsFunc(store.changes, func(c assessment.TeamChange) bool { return c.Vote != nil }) {
		t.Error("nothing was typed")
	}
}

// written is what a history holds, with names in the place of the ids of seats.
func (h *history) written() []string {
	names, out := map[string]string{}, []string{}
	for _, c := range h.changes {
		switch {
		case c.Seat != nil:
			names[c.Seat.ID] = c.Seat.Name
			out = append(out, fmt.Sprintf("%s sits as %v, paper %v", c.Seat.Name, c.Seat.Role, c.Seat.Paper))
		case c.Vote != nil:
			out = append(out, fmt.Sprintf("%s votes on %s, second %v: %+v", names[c.Voter], c.Question, c.Second, *c.Vote))
		case c.Decision != nil:
			out = append(out, fmt.Sprintf("decided %+v", *c.Decision))
		default:
			slices.Sort(c.Reveal)
			out = append(out, fmt.Sprintf("shown %v, second %v; again %v %s", c.Reveal, c.Second, c.Again, c.Question))
		}
	}
	return out
}

// spoken is a talk in lines on a store, with rooms on paper.
func spoken(t *testing.T, store *history, lines string) string {
	t.Helper()
	var said strings.Builder
	o := interview.Options{Store: store, Set: assessment.Default, Now: func() time.Time { return noon }}
	o.PaperRoom = func(session string) (interview.PaperRoom, error) {
		room, err := workshop.Open(workshop.Options{Store: store, Set: o.Set(), Session: session, Now: o.Now})
		if err != nil {
			return nil, err
		}
		return sheetRoom{room}, nil
	}
	if err := plain.Run(strings.NewReader(strings.ReplaceAll(lines, "|", "\n")+"\n"), &said, o); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(said.String()), " ")
}

// Both faces leave the same votes, reveals and decisions of the same papers.
func TestBothFacesHoldTheSameRoomOnPaper(t *testing.T) {
	keys := "T + Olga enter 4 1 s 1 n Dev ctrl+s u 2 left left right 3" + strings.Repeat(" 1", 13) +
		" + Ali enter 1 2 4" + strings.Repeat(" 1", 13) + " esc v y | enter d 2 enter enter Rosa enter enter enter Fine enter esc esc q"
	lines := "1|v|f|votes|+ Olga|4|1|s|1|n Dev|u|2|b|b||3" + strings.Repeat("|1", 13) +
		"|+ Ali|1|2|4" + strings.Repeat("|1", 13) + "|v|y|d 1|2|Rosa|Fine|b|q"
	onScreens, inLines := newHistory(bakery(0)), newHistory(bakery(0))
	d, _ := tallying(t, onScreens)
	for part := range strings.SplitSeq(keys, "|") {
		d.press(part)
		heard(d)
	}
	d.shows("[Summary]")
	said := spoken(t, inLines, lines)
	if a, b := onScreens.written(), inLines.written(); !slices.Equal(a, b) {
		t.Errorf("the screens have\n%s\nthe talk\n%s\nthe talk said\n%s", strings.Join(a, "\n"), strings.Join(b, "\n"), said)
	}
	if a, b := leftIn(onScreens.memory), leftIn(inLines.memory); !slices.Equal(a, b) {
		t.Errorf("the screens have\n%s\nthe talk\n%s", a, b)
	}
	for _, piece := range []string{
		"A room on paper.", "Olga's paper, question 1 of 15.", "Saved 1: in place, told.", "Saved 1: in place, seen.", "Olga's paper is in: 15 of 15.",
		"Show the votes on 15 questions?", "Not decided yet.", "Decided, and saved: partly.", "The room is closed, and what was typed is kept. votes goes on with it.",
	} {
		if !strings.Contains(said, piece) {
			t.Errorf("the talk does not say %q:\n%s", piece, said)
		}
	}
	// Nothing of a paper is read out between it and the showing.
	between := said[strings.Index(said, "Ali's paper, question 1"):strings.Index(said, "Show the votes on")]
	for _, piece := range []string{"Dev", "seen.", "Kept:", "Olga"} {
		if strings.Contains(between, piece) {
			t.Errorf("it says %q of the paper before:\n%s", piece, between)
		}
	}
}

// The talk refuses what the room refuses, stops without loss, says a fault of the disk, and votes
// once more.
func TestATalkOnPaper(t *testing.T) {
	store := newHistory(bakery(0))
	said := spoken(t, store, "1|v|f|votes|?|d 1|v|+|?|Olga|7|1|s|u|4 t|1 what|?|what|f|+ olga|s|b|b|b|2 s|n||"+strings.Repeat("|", 14)+"b")
	for _, piece := range []string{
		"+ and a name, such as + Olga", "Name one of the questions by its number.", "There are no votes to show yet.", "is not one of the numbers", interview.TickFirst, interview.NothingTicked,
		"Behind the number stands s", "“what” means nothing here.", "Olga's paper is kept so far: 1 of 15.", "Olga's paper, question 2 of 15.", "This is the first question.", "Saved 1: partly, seen.",
	} {
		if !strings.Contains(said, piece) {
			t.Errorf("the talk does not say %q:\n%s", piece, said)
		}
	}
	if votes := store.votes(t, "Olga"); len(votes) == 0 {
		t.Errorf("%+v\n%s", votes, said)
	}
	store = newHistory(bakery(0))
	store.changes = []assessment.TeamChange{{Revision: 1, Seat: &assessment.Seat{ID: "1", Name: "Dana"}}}
	said = spoken(t, store, "1|v|f|votes|+ Dana|1|+ Olga|1|1|f|v|y|r 1|+ Olga|3|v|y|r 1|d 1|1|Rosa||r 1|q")
	for _, piece := range []string{"Somebody here has this name already.", "The room votes once more.", "Olga's paper, question 1 of 1.", "Olga's paper is in: 1 of 1.", "The room has begun a second vote on this already.", "The room has decided this."} {
		if !strings.Contains(said, piece) {
			t.Errorf("the talk does not say %q:\n%s", piece, said)
		}
	}
	store = newHistory(bakery(0))
	store.full = 2
	said = spoken(t, store, "1|v|f|votes|+ Olga|1|1|2|f|q")
	if strings.Count(said, "The disk is full, so this was not saved.") != 1 || strings.Contains(said, "Saved 2") || strings.Contains(said, "question 3") || !strings.Contains(said, "kept so far: 1 of 15.") {
		t.Errorf("a vote that is on no disk is said to be saved:\n%s", said)
	}
}
