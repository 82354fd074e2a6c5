package screens

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

var (
	clientNames = [...]string{"Rosa's Bakery", "Sam's Garage", "Flora", "Müller & Söhne Schreinerei", "Tom's Farm", "Kiosk 24", "Dental Practice Dr. Okafor", "Nail Bar", "Harbour Hotel", "北京面包店"}
	clientUses  = [...]string{"It drafts replies to cake orders", "Answers about bookings", "Posts and product texts", "Finds things in our own files"}
)

// manyClients are clients who stand in different places.
func manyClients(n int) *memory {
	store := &memory{}
	for i := range n {
		session := bakery(15)
		session.ID = fmt.Sprintf("client-%04d", i)
		session.Business = clientNames[i%len(clientNames)]
		if i >= len(clientNames) {
			session.Business += fmt.Sprint(" ", i/len(clientNames)+1)
		}
		session.Use = clientUses[i%len(clientUses)]
		session.Changed = noon.AddDate(0, 0, i-n)
		if i%3 == 0 {
			session.Labels.Tags = "retail"
		}
		questions := slices.Sorted(func(yield func(string) bool) {
			for id := range session.Answers {
				if !yield(id) {
					return
				}
			}
		})
		for at, id := range questions {
			answer := session.Answers[id]
			switch (at*7 + i*5 + at*i) % 11 {
			case 0, 1:
				answer = answer.With(assessment.No, 0)
			case 2:
				answer = answer.With(assessment.Partly, 0)
			case 3:
				answer = answer.With(assessment.Unsure, 0)
			case 4:
				delete(session.Answers, id)
				continue
			default:
				answer = answer.With(assessment.InPlace, 0)
			}
			if i%4 == 0 && at == 2 {
				answer.Due = "2026-11-20"
			}
			session.Answers[id] = answer
		}
		store.Sessions = append(store.Sessions, session)
	}
	return store
}

// letterbox takes the letters that are written.
type letterbox struct{ orders []interview.LetterOrder }

func (l *letterbox) in(o *Options) {
	o.Letters = func(_ *assessment.Set, clients []assessment.Head, lines []int, folder string) (int, error) {
		l.orders = append(l.orders, interview.LetterOrder{Clients: clients, Lines: lines, Folder: folder})
		return len(clients), nil
	}
}

// A consultant's way: all clients, those without an off switch, and a letter to each.
func TestAConsultantWritesToAllWhoLackALine(t *testing.T) {
	box := &letterbox{}
	d := drive(t, manyClients(40), box.in)
	d.shows("p practice")
	d.press("p")
	d.shows("Practice", "40 clients, overdue first", "I1 I2 I3 I4 I5 I6 I7", "D7", "lack it:", "● in place", "– does not apply", "enter open")
	d.press("/gap:")
	d.shows("Nothing stands after “gap:”")
	d.press("kitchen enter")
	d.shows("is no line of the checklists", "enter keep the filter")
	d.press(strings.Repeat("backspace ", len("kitchen")) + "off-switch")
	d.shows("Filter: gap:off-switch", "I6 You can cut the AI off, and put back what it did.")
	d.press("enter")
	p := d.m.screen.(*practiceScreen)
	lack := len(p.WhoLack(5))
	if lack == 0 || lack == 40 || len(p.Shown) != lack {
		t.Fatalf("%d lack it, %d are shown", lack, len(p.Shown))
	}
	d.shows("▸I6", fmt.Sprintf("%d of %d lack it.", lack, lack), "enter who lacks it")
	d.press("enter")
	d.shows("I6 You can cut the AI off", "w letters")
	d.press("w")
	d.shows(fmt.Sprintf("%d letters: Off switch", lack), "In which folder?", "~/letters-off-switch-2026-11-22")
	d.press("enter")
	d.shows(fmt.Sprintf("%d letters, each as a text", lack), "Read them first.")
	if len(box.orders) != 1 || len(box.orders[0].Clients) != lack || fmt.Sprint(box.orders[0].Lines) != "[5]" {
		t.Fatalf("the letters are %+v", box.orders)
	}
	if len(d.store.Kept) != 0 {
		t.Errorf("a folder that was used is kept as a draft: %v", d.store.Kept)
	}
	// From a client one comes back to the list that one came from, and from there to all.
	d.press("end enter")
	if d.m.work == nil {
		t.Fatal("enter opens no client")
	}
	d.shows("esc who lacks it")
	d.press("esc")
	d.shows("I6 You can cut the AI off", "w letters")
	d.press("esc")
	d.shows("Filter: gap:off-switch")
	d.press("esc")
	d.shows("40 clients")
	d.press("esc")
	d.shows("Your sessions")
}

func TestTheCursorOfAPractice(t *testing.T) {
	d := drive(t, manyClients(12), nil)
	d.press("p")
	p := d.m.screen.(*practiceScreen)
	d.shows(p.Shown[0].Business + ": ")
	d.press("right right l")
	d.shows("▸I3", "I3 The AI is used under logins and keys that you control.", "of 12 lack it.", "● in place. Pilot, 1 overdue since Fri 20 Nov.")
	d.press("h left left left left")
	if p.line != onName {
		t.Errorf("the cursor is on line %d", p.line)
	}
	d.press(strings.Repeat("right ", 20))
	d.shows("▸D7", "It is written down when you would pause it")
	d.press("down j")
	if p.list.at != 2 {
		t.Errorf("the cursor is on row %d", p.list.at)
	}
	// Sorting keeps the client.
	on := p.under().ID
	for _, words := range []string{"by stage", "by name", "changed last first", "overdue first"} {
		d.press("o")
		if d.shows(words); p.under().ID != on {
			t.Errorf("%s, and the cursor is on %s", words, p.under().ID)
		}
	}
	// Any other key says that it does nothing.
	d.press("z")
	d.shows("z does nothing here.")
	// On a name enter opens the client.
	d.press(strings.Repeat("left ", 20) + "enter")
	if d.m.work == nil || d.m.work.Session.ID != on {
		t.Errorf("enter on a name does not open the client")
	}
}

func TestNobodyLacksALine(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(0)}}, nil)
	d.press("p right enter")
	d.shows("0 of 1 lack it.", "Nobody of those shown lacks this line.", "· not answered. Not started")
	d.press("b")
	d.shows("A benchmark needs the answers of at least 8 businesses, so that it gives nobody away. Here are 0.")
}

func TestTagsAndVisitsOfAPractice(t *testing.T) {
	d := drive(t, manyClients(5), nil)
	d.press("p t")
	d.shows("Tags and next visit:")
	id := d.m.screen.(*practiceScreen).under().ID
	d.press("space north, space Café enter in space 2 space weeks")
	d.shows("Sun 6 Dec 2026")
	d.press("enter")
	d.shows("Saved: tags café, north, next visit Sun 6 Dec 2026.")
	if got := d.store.Find(id).Labels; got.Tags != "café north" || got.Visit != "2026-12-06" {
		t.Errorf("the labels are %+v", got)
	}
	d.shows("tags café north, next visit Sun 6 Dec 2026")
	if len(d.store.Kept) != 0 {
		t.Errorf("what is saved is a draft too: %v", d.store.Kept)
	}
	// What cannot be saved is kept, and stands there again.
	d.press("t")
	d.typed(" !!")
	d.press("enter")
	d.shows("cannot be a tag")
	d.press("backspace backspace south enter")
	d.store.Fail = errFull
	d.press("enter")
	d.store.Fail = nil
	if len(d.store.Kept) != 1 {
		t.Errorf("what was typed is lost: %v", d.store.Kept)
	}
	d.press("esc p t")
	d.shows(interview.HadTyped)
	d.press("shift+tab")
	d.shows("south")
	d.press("enter enter")
	d.press("/tag:south enter")
	d.shows("1 of 5 clients")
}

// Sessions that were stored without their lines are worked out in the background, some at a time.
func TestAPracticeIsWorkedOutInTheBackground(t *testing.T) {
	store := manyClients(250)
	store.Undated = map[string]bool{}
	for _, session := range store.Sessions {
		store.Undated[session.ID] = true
	}
	d := drive(t, store, nil)
	store.Undated = map[string]bool{}
	for _, session := range store.Sessions[:230] {
		store.Undated[session.ID] = true
	}
	// The commands are run one at a time.
	_, cmd := d.m.Update(keyNamed("p"))
	var pending []tea.Msg
	step := func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		msgs := []tea.Msg{cmd()}
		for len(msgs) > 0 {
			msg := msgs[0]
			msgs = msgs[1:]
			if batch, ok := msg.(tea.BatchMsg); ok {
				for _, c := range batch {
					if c != nil {
						msgs = append(msgs, c())
					}
				}
				continue
			}
			pending = append(pending, msg)
		}
	}
	next := func() (cmd tea.Cmd) {
		for _, msg := range pending {
			if _, ours := msg.(practiceRead); !ours {
				if _, ours := msg.(practiceFound); !ours {
					continue
				}
			}
			_, cmd = d.m.Update(msg)
		}
		pending = nil
		return cmd
	}
	step(cmd)
	cmd = next()
	d.m.Update(keyNamed("end")) // a key is not kept waiting
	d.shows("working out 0 of 230", "not worked out yet")
	p := d.m.screen.(*practiceScreen)
	if p.list.at != 249 {
		t.Error("a key waits for what is worked out")
	}
	on := p.under().ID
	step(cmd)
	cmd = next()
	d.shows("working out 100 of 230")
	if p.under().ID != on {
		t.Error("the cursor jumped")
	}
	step(cmd)
	step(next())
	if next(); len(p.ToWorkOut()) != 0 || len(store.Undated) != 0 {
		t.Errorf("%d are not worked out, %d not kept", len(p.ToWorkOut()), len(store.Undated))
	}
	d.hides("working out")
}

func TestAClientBesideTheOthers(t *testing.T) {
	d := drive(t, manyClients(12), nil)
	d.press("p b")
	d.shows("beside the others", "Among your clients: 12 uses of AI in 12 businesses.", "This one has", "Off switch: in place at")
	d.press("esc r")
	d.shows("again?")
	d.press("n /tag:retail enter b")
	d.shows("A benchmark needs the answers of at least 8 businesses")
}

// What was seen of an example or of an open session is no part of a practice.
func TestAPracticeIsAboutNoSession(t *testing.T) {
	d := drive(t, manyClients(3), nil)
	d.press("x esc esc p t")
	d.shows("Tags and next visit:")
	d.press("esc")
	d.hides("Hollis")
	d.hides("an example")
}

// practiceSizes are the sizes that a practice is looked at in.
var practiceSizes = append(slices.Clone(goldenSizes), tea.WindowSizeMsg{Width: 40, Height: 12}, tea.WindowSizeMsg{Width: 200, Height: 60})

func TestGoldenPractice(t *testing.T) {
	for _, c := range []struct{ name, keys string }{
		{"practice", "p right right right right right down"},
		{"practice-name", "p"},
		{"practice-filter", "p / gap:off"},
		{"practice-wrong", "p / gap:kitchen"},
		{"practice-lack", "p / gap:off-switch enter enter"},
		{"practice-tags", "p t"},
	} {
		d := drive(t, manyClients(40), nil)
		d.press(c.keys)
		for _, size := range practiceSizes {
			d.send(size)
			compareGolden(t, fmt.Sprintf("%s-%dx%d", c.name, size.Width, size.Height), d.text())
			for _, line := range strings.Split(d.text(), "\n") {
				if width(line) > size.Width {
					t.Errorf("%s at %d×%d has a line of %d cells: %q", c.name, size.Width, size.Height, width(line), line)
				}
			}
		}
	}
}

// Where a terminal has few signs, a practice is drawn in letters that every one has.
func TestAPracticeInASCII(t *testing.T) {
	store := &memory{}
	for i := range 3 {
		session := bakery(15)
		session.ID, session.Business = fmt.Sprint("client-", i), fmt.Sprint("Client ", i)
		session.Answers["off-switch"] = session.Answers["off-switch"].With(assessment.No, 0)
		store.Sessions = append(store.Sessions, session)
	}
	d := drive(t, store, func(o *Options) { o.fewSigns = true })
	for _, keys := range []string{"p", "right down", strings.Repeat("right ", 5) + "enter", "w", "esc esc ?"} {
		d.press(keys)
		for _, r := range d.text() {
			if r > 127 {
				t.Errorf("after %q there is %q:\n%s", keys, r, d.text())
				break
			}
		}
	}
	d.press("esc")
	d.shows("* in place", "+ partly", "o no", "- does not apply", ". not answered", ">I6")
}

// A set of somebody's own has other lines, and the clients of the set that comes with the program
// are not known there.
func TestAPracticeOfAnotherSet(t *testing.T) {
	set := ownSet(t)
	d := drive(t, manyClients(3), func(o *Options) { o.Set = func() *assessment.Set { return set } })
	d.press("p")
	d.shows("other questions", "lack it:")
	for _, size := range practiceSizes {
		d.send(size)
		d.press(strings.Repeat("right ", len(set.Items)+1))
		for _, line := range strings.Split(d.text(), "\n") {
			if width(line) > size.Width {
				t.Errorf("at %d×%d there is a line of %d cells: %q", size.Width, size.Height, width(line), line)
			}
		}
	}
	d.press("enter")
	d.shows("Nobody of those shown lacks this line.")
}

// What cannot be read is said, and tried again.
func TestAPracticeThatCannotBeRead(t *testing.T) {
	store := manyClients(3)
	d := drive(t, store, nil)
	store.Fail = errFull
	d.press("p")
	d.shows(assessment.Sentence(errFull), "enter try again")
	d.press("t")
	d.shows("Your clients could not be read. enter tries again.")
	store.Fail = nil
	d.press("enter")
	d.shows("3 clients")
	d.press("esc")
	d.shows("Your sessions")
}
