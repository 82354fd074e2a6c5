package screens

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"readycheck/assessment"
)

// due is a bakery's session of another name in which something is open by a day.
func due(id, business, day string) *assessment.Session {
	s := bakery(3)
	s.ID, s.Business = id, business
	if day != "" {
		first := assessment.NewFlow(assessment.Default(), s).At(1).ID
		s.Answers[first] = assessment.Answer{Level: assessment.No, Owner: "Dev", Due: day}
	}
	return s
}

// practice is a store of several uses: one overdue, one due today, one to come, one without a
// day, and one that was checked twice, whose old day does not count.
func practice() *memory {
	before, after := due("a-1", "Café Müller", "2025-11-20"), due("a-2", "CAFE Muller", "2026-12-04")
	before.Changed = noon.AddDate(0, -6, 0)
	return &memory{Sessions: []*assessment.Session{
		before, due("b", "Sam's Garage", "2026-11-22"), due("c", "Rosa's Bakery", "2026-11-20"), due("d", "Tom's Farm", ""), after,
	}}
}

// rows are the lines of the list, without the spaces between their parts.
func (d *driver) rows() (rows []string) {
	lines := strings.Split(d.text(), "\n")
	for _, line := range lines {
		if strings.Contains(line, " of ") && !strings.Contains(line, "sessions") {
			rows = append(rows, strings.Join(strings.Fields(line), " "))
		}
	}
	return rows
}

func TestHomeSaysFirstWhatHasComeDue(t *testing.T) {
	d := drive(t, practice(), nil)
	d.shows("▸ 2 uses have something due. First:", "Rosa's Bakery, overdue since Fri 20 Nov It drafts replies", "enter see to it")
	d.shows("5 sessions", "Sam's Garage", "due today", "overdue 20 Nov", "by 4 Dec")
	d.hides("2025")
	d.press("d")
	d.shows("Go down to a session first.")
	d.press("enter")
	if d.m.work == nil || d.m.work.Session.ID != "c" {
		t.Fatalf("enter opens %+v", d.m.work)
	}
	// What is done is no longer due, and the next one stands there.
	question := assessment.NewFlow(assessment.Default(), d.m.work.Session).At(1).ID
	d.send(d.m.act(saveAnswer{question, assessment.Answer{Level: assessment.InPlace, Known: assessment.Seen}})())
	d.press("esc esc")
	d.shows("▸ One use has something due:", "Sam's Garage, due today")
	d.press("down enter")
	if d.m.work.Session.ID != "c" {
		t.Errorf("the first row opens %s", d.m.work.Session.ID)
	}
}

func TestNothingIsSaidWhereNothingIsDue(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{due("a", "Rosa's Bakery", "2026-11-23"), due("b", "Sam's Garage", "")}}, nil)
	d.hides("something due")
	d.shows("▸ Sam's Garage", "by 23 Nov")
	d.press("enter")
	if d.m.work.Session.ID != "b" {
		t.Errorf("enter opens %s", d.m.work.Session.ID)
	}
}

// The mouse leads to what is due, too.
func TestTheMouseOpensWhatIsDue(t *testing.T) {
	d := drive(t, practice(), nil)
	d.click("Tom's Farm")
	d.shows("▸ Tom's Farm")
	d.click("something due")
	d.shows("▸ 2 uses")
	d.click("something due")
	if d.m.work == nil || d.m.work.Session.ID != "c" {
		t.Error("it is not open")
	}
}

func TestRechecksStandUnderTheirUse(t *testing.T) {
	d := drive(t, practice(), nil)
	want := []string{
		"CAFE Muller It drafts repli… ━─── 3 of 15 by 4 Dec", "earlier, 22 May 2026 ━─── 3 of 15", "Tom's Farm It drafts repli… ━─── 3 of 15 yesterday",
		"Rosa's Bakery It drafts repli… ━─── 3 of 15 overdue 20 Nov", "Sam's Garage It drafts repli… ━─── 3 of 15 due today",
	}
	if got := d.rows(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, c := range []struct{ sort, first string }{
		{"by name", "CAFE"}, {"by stage", "CAFE"}, {"least answered first", "CAFE"}, {"next day first", "Rosa's"}, {"", "CAFE"},
	} {
		d.press("o")
		if c.sort != "" {
			d.shows("5 sessions, " + c.sort)
		}
		got := d.rows()
		if !strings.HasPrefix(got[0], c.first) {
			t.Errorf("%s: %q", c.sort, got)
		}
		if at := slices.IndexFunc(got, func(row string) bool { return strings.HasPrefix(row, "CAFE") }); !strings.HasPrefix(got[at+1], "earlier") {
			t.Errorf("%s: the earlier one is elsewhere: %q", c.sort, got)
		}
	}
	// An older one that was changed last draws its use up, and stays below the newest.
	d.press("down down enter")
	if d.m.work.Session.ID != "a-1" {
		t.Fatalf("%s is open", d.m.work.Session.ID)
	}
	question := assessment.NewFlow(assessment.Default(), d.m.work.Session).At(5).ID
	d.send(d.m.act(saveAnswer{question, assessment.Answer{Level: assessment.No}})())
	d.press("esc")
	if got := d.rows(); !strings.HasPrefix(got[0], "CAFE") || !strings.HasPrefix(got[1], "▸ earlier") {
		t.Errorf("%q", got)
	}
	// Without the newest, the older one is the newest, with its day.
	d.press("up d y")
	d.shows("Deleted “CAFE Muller” (It drafts replies to cake orders). u brings it back until you quit.", "3 uses have something due. First: Café Müller, overdue since Thu 20 Nov 2025")
	d.press("u")
	d.shows("“CAFE Muller” (It drafts replies to cake orders) is back in the list.", "▸ CAFE Muller", "2 uses have something due.")
}

func TestTheFilterFindsAnyWords(t *testing.T) {
	for filter, want := range map[string][]string{
		"muller":           {"CAFE", "earlier,"},
		"CAFÉ cake":        {"CAFE", "earlier,"},
		"cake rosa":        {"Rosa's"},
		"rosa’s  replies":  {"Rosa's"},
		"over":             {"Rosa's"},
		"due":              {"Rosa's", "Sam's"},
		"not ready garage": {"Sam's"},
		"pilot":            nil,
		"rosa sam":         nil,
		"cake":             {"CAFE", "earlier,", "Tom's", "Rosa's", "Sam's"},
	} {
		store := practice()
		for _, s := range store.Sessions {
			if s.ID != "b" {
				continue
			}
			flow := assessment.NewFlow(assessment.Default(), s)
			for i := range flow.Len() {
				if q := flow.At(i).ID; s.Answers[q].Level == assessment.Unanswered {
					s.Answers[q] = assessment.Answer{Level: assessment.No}
				}
			}
		}
		d := drive(t, store, nil)
		d.press("/")
		d.hides("something due")
		d.typed(filter)
		var got []string
		for _, at := range d.m.who.(*owner).home.shown {
			row := d.m.who.(*owner).home.uses.rows[at]
			if name, _, _ := strings.Cut(row.Business(), " "); row.earlier {
				got = append(got, "earlier,")
			} else {
				got = append(got, name)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", filter, got, want)
		}
		d.press("esc")
		d.shows("5 sessions", "2 uses have something due.")
	}
}

// A stage that was typed before the set was read is found once it is.
func TestTheFilterLearnsTheWordsOfTheSet(t *testing.T) {
	d := drive(t, &memory{Sessions: []*assessment.Session{bakery(15), due("b", "Sam's Garage", "")}}, nil)
	d.m.who.(*owner).home.set = nil
	d.press("/")
	d.typed("not ready")
	d.shows("0 sessions")
	d.send(setRead{assessment.Default()})
	d.shows("1 session", "Rosa's Bakery")
}

// What the filter found is opened by enter, whatever has come due.
func TestTheFirstFoundIsUnderTheCursor(t *testing.T) {
	d := drive(t, practice(), nil)
	d.press("/ Tom enter enter")
	if d.m.work == nil || d.m.work.Session.ID != "d" {
		t.Errorf("%+v is open", d.m.work)
	}
}

func TestDeletingSaysWhichAndWhat(t *testing.T) {
	d := drive(t, practice(), nil)
	d.press("down down d")
	d.shows("Delete “Café Müller”?", "It drafts replies to cake orders", "3 of 15 questions answered. Changed last: 22 May. A newer one of this use is there.", "All its answers go out of this file.")
	// The cursor goes to the next one, also where nothing is due any more.
	d = drive(t, &memory{Sessions: []*assessment.Session{due("a", "Anna", ""), due("b", "Berta", ""), due("c", "Clara", "2026-11-20"), due("d", "Dora", "")}}, nil)
	d.press("down down d y")
	d.hides("something due")
	d.shows("Deleted “Clara” (It drafts replies to cake orders).", "▸ Berta")
	d = drive(t, &memory{Sessions: []*assessment.Session{bakery(15)}}, nil)
	d.press("d")
	d.shows("15 of 15 questions answered: not ready yet. Changed last: yesterday.")
}

func TestTheListGrowsWithTheScreen(t *testing.T) {
	long := due("a", "The Landscape Gardening Partnership", "2026-11-20")
	long.Use = "It writes offers from what was said on the telephone"
	d := drive(t, &memory{Sessions: []*assessment.Session{long}}, nil)
	before := cells{}
	for width := minWidth; width <= 300; width++ {
		d.send(tea.WindowSizeMsg{Width: width, Height: 24})
		for _, line := range strings.Split(d.text(), "\n") {
			if strings.Contains(line, "…") && width >= 200 || len([]rune(line)) > width {
				t.Fatalf("at %d: %q", width, line)
			}
		}
		c := cellsFor(width - 4)
		if c.business < before.business || c.use < before.use && width >= narrow+4 {
			t.Errorf("at %d the columns shrink from %+v to %+v", width, before, c)
		}
		before = c
	}
	d.shows(long.Business, long.Use, "overdue since Fri 20 Nov", "changed yesterday")
	d.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	d.shows("One use has something due:", "The Landscape Gardeni…, overdue 20 Nov", "enter see to it")
}

func TestTheWelcomeIsFourLinesAndAKey(t *testing.T) {
	d := drive(t, &memory{}, nil)
	if got := strings.Count(d.text(), "· "); got != 4 {
		t.Errorf("%d lines:\n%s", got, d.text())
	}
	if lines := slices.DeleteFunc(strings.Split(d.text(), "\n"), func(line string) bool { return strings.TrimSpace(line) == "" }); len(lines) != 8 {
		t.Errorf("%d lines with the titles and the keys:\n%s", len(lines), d.text())
	}
	d.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	d.shows("one use of AI", "all is kept", "what to do first", "~/readycheck", "▸ Press enter to start")
}

// Sessions that an earlier version saved without their day get it after Home is there, and it
// is kept. The cursor stays on the session that it is on.
func TestADayThatIsMissingIsWorkedOut(t *testing.T) {
	store := practice()
	store.Undated = map[string]bool{"a-1": true, "a-2": true, "b": true, "c": true, "d": true}
	d := drive(t, store, func(o *Options) { o.Set = assessment.Default })
	d.shows("2 uses have something due. First: Rosa's Bakery", "▸ CAFE Muller", "by 4 Dec")
	if len(store.Undated) != 0 {
		t.Errorf("%v is not kept", store.Undated)
	}
}

// More of them than one run works out are left for the next, the oldest of them.
func TestMissingDaysAreWorkedOutWithinBounds(t *testing.T) {
	store := &memory{Undated: map[string]bool{}}
	for i := range mostUndated + 150 {
		s := due(fmt.Sprintf("s-%04d", i), fmt.Sprint("Shop ", i), "2026-11-20")
		store.Sessions = append(store.Sessions, s)
		store.Undated[s.ID] = true
	}
	d := drive(t, store, nil)
	d.shows(fmt.Sprintf("%d uses have something due.", mostUndated))
	if len(store.Undated) != 150 || !store.Undated["s-0000"] || !store.Undated["s-0149"] {
		t.Errorf("%d are left", len(store.Undated))
	}
	d.press("enter esc")
	if len(store.Undated) != 150 {
		t.Errorf("%d are left after coming back", len(store.Undated))
	}
}

// A file that takes nothing shows what is due all the same, and is not tried again and again.
func TestWhatCannotBeKeptIsStillSaid(t *testing.T) {
	store := practice()
	store.Undated = map[string]bool{"c": true}
	d := drive(t, store, nil)
	c := d.m.who.(*owner)
	c.undated = undated{rows: []int32{2}, ids: []string{"c"}}
	c.home.uses.rows[2].due, c.home.uses.dated = noDay, nil
	d.take(dueFound{[]int32{2}, []assessment.DueFound{{Session: "c", Due: "2026-11-20"}}, errFull})
	d.shows("One use has something due:", "Rosa's Bakery")
	if c.undated.tried != mostUndated || len(c.undated.ids) != 0 || d.m.notice != "" {
		t.Errorf("%+v, %q", c.undated, d.m.notice)
	}
}

// The rows of a list are in the order that the rule says, however they come.
func TestUsesAreOrderedAsTheRuleSays(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(0, 40).Draw(r, "sessions")
		ids := rapid.Permutation(slices.Collect(func(yield func(string) bool) {
			for i := range n {
				if !yield(fmt.Sprintf("%08d-0000-7000-8000-000000000000", i)) {
					return
				}
			}
		})).Draw(r, "ids")
		now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.Local)
		heads := make([]assessment.Head, n)
		for i := range heads {
			day := rapid.SampledFrom([]string{"", "-", "2026-11-20", "2026-11-22", "2026-11-23"}).Draw(r, "day")
			heads[i] = assessment.Head{
				ID: ids[i], Business: rapid.SampledFrom([]string{"Café", "cafe", "Bakery", "Garage"}).Draw(r, "business"),
				Use: "replies", Sequence: uint64(n - i), Standing: assessment.Standing{Due: day},
			}
		}
		u := usesOf{today: today(now)}
		left := heads
		for len(left) > 0 {
			some := rapid.IntRange(1, len(left)).Draw(r, "page")
			u.take(newListed(left[:some]))
			left = left[some:]
		}
		check := func(heads []assessment.Head) {
			newest, err := assessment.NewestOfEachUse(func(yield func(assessment.Head, error) bool) {
				for _, head := range heads {
					if !yield(head, nil) {
						return
					}
				}
			})
			if err != nil {
				r.Fatal(err)
			}
			uses, want := map[string][]string{}, []string{}
			var order []string
			come, oldest := 0, ""
			for _, head := range heads {
				key := assessment.UseKey(head.Business, head.Use)
				if uses[key] == nil {
					order = append(order, key)
				}
				uses[key] = append(uses[key], head.ID)
			}
			for _, key := range order {
				slices.SortFunc(uses[key], func(a, b string) int { return cmp.Compare(b, a) })
				want = append(want, uses[key]...)
			}
			for _, head := range newest {
				if day := head.Standing.NextDay(); day != "" && day <= now.Format(assessment.DateLayout) {
					come++
					if oldest == "" || day < oldest {
						oldest = day
					}
				}
			}
			var got []string
			for _, at := range u.sorted(0, nil) {
				got = append(got, u.rows[at].ID())
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				r.Fatalf("%q, want %q", got, want)
			}
			count, at := u.comeDue()
			if count != come || come > 0 && u.rows[at].nextDay() != oldest {
				r.Fatalf("%d have come due, want %d, the oldest by %s", count, come, oldest)
			}
		}
		check(heads)
		if n > 0 {
			gone := rapid.IntRange(0, n-1).Draw(r, "gone")
			u = u.without(gone)
			check(slices.Delete(slices.Clone(heads), gone, gone+1))
		}
	})
}

// The cursor comes back to the session that was opened, also where that is far down the list.
func TestTheCursorComesBackFarDown(t *testing.T) {
	store := &memory{}
	for i := range firstPage + nextPages + 50 {
		store.Sessions = append(store.Sessions, due(fmt.Sprintf("s-%04d", i), fmt.Sprint("Shop ", i), ""))
	}
	d := drive(t, store, nil)
	d.press("end up up enter")
	if d.m.work.Session.ID != "s-0002" {
		t.Fatalf("%s is open", d.m.work.Session.ID)
	}
	d.press("esc")
	d.shows("▸ Shop 2 ")
}

func TestTheFarewellSaysWhereAllIsAndHowToGoOn(t *testing.T) {
	full := practice()
	for name, c := range map[string]struct {
		store *memory
		keys  string
		want  string
	}{
		"the welcome":        {&memory{}, "q", "Nothing is kept yet. To start: readycheck"},
		"what was typed":     {&memory{}, "enter Rosa", "What you typed is kept. To go on: readycheck new"},
		"home":               {practice(), "q", "Your answers are kept in ~/readycheck/sessions.db. To go on: readycheck"},
		"an open session":    {practice(), "enter ctrl+c", "Your answers are kept in ~/readycheck/sessions.db. To go on: readycheck resume c"},
		"back at home":       {practice(), "enter esc esc q", "Your answers are kept in ~/readycheck/sessions.db. To go on: readycheck"},
		"the example":        {practice(), "x ctrl+c", "Your answers are kept in ~/readycheck/sessions.db. To go on: readycheck"},
		"the example, first": {&memory{}, "x ctrl+c", "Nothing is kept yet. To start: readycheck"},
		"unread":             {&memory{Fail: errFull}, "q", ""},
		"not saved":          {full, "enter 1", "1 answer is not saved. The disk is full, so this was not saved."},
	} {
		d := drive(t, c.store, func(o *Options) { o.File = "~/readycheck/sessions.db" })
		if c.store == full {
			d.press("enter esc")
			full.Fail = errFull
			d.press("1 ctrl+c ctrl+c")
		} else {
			d.press(c.keys)
		}
		leave(d.m)
		if got := farewell(d.m); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := farewell(&model{who: &facilitator{}}); got != "" {
		t.Errorf("a workshop says %q", got)
	}
}

// A row in which something has come due opens at the walk, over where it was left; one that was
// checked again since does not.
func TestARowThatIsDueOpensAtTheWalk(t *testing.T) {
	d := drive(t, practice(), nil)
	d.press("/ garage enter enter")
	if _, walks := d.m.screen.(*walkScreen); !walks {
		t.Fatalf("it opens %T", d.m.screen)
	}
	d.press("esc")
	if _, asks := d.m.screen.(*questionScreen); !asks {
		t.Errorf("esc leads to %T", d.m.screen)
	}
	alone := bakery(15)
	alone.Answers[assessment.NewFlow(assessment.Default(), alone).At(1).ID] = assessment.Answer{Level: assessment.No, Due: "2026-11-01"}
	d = drive(t, &memory{Sessions: []*assessment.Session{alone}}, nil)
	d.press("down")
	d.shows("enter goes through what has come due.")
	before, now := bakery(15), bakery(15)
	before.ID, now.ID = "a", "b"
	question := assessment.NewFlow(assessment.Default(), before).At(1).ID
	before.Answers[question] = assessment.Answer{Level: assessment.No, Due: "2026-11-01"}
	d = drive(t, &memory{Sessions: []*assessment.Session{before, now}}, nil)
	d.press("down")
	if row := d.m.who.(*owner).home.under(); row == nil || !row.earlier {
		t.Fatalf("no earlier one is under the cursor:\n%s", d.text())
	}
	if _, plain := d.m.who.(*owner).home.opens(d.m.who.(*owner).home.under()).(openSession); !plain {
		t.Error("one that was checked again since opens at a walk")
	}
}
