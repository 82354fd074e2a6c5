package merge_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// Ids come by chance, so what must not follow from them is looked at with other ids again and again.
const again = 12

// Who decided and when is nothing that a decision says, and why is.
func TestDecisionsThatDifferInWhoAndWhy(t *testing.T) {
	for name, c := range map[string]struct {
		other func(*assessment.Decision)
		sides int
	}{
		"nothing":       {func(*assessment.Decision) {}, 0},
		"who":           {func(d *assessment.Decision) { d.By = "Olga" }, 0},
		"when":          {func(d *assessment.Decision) { d.At = beginning.AddDate(0, 0, 1) }, 0},
		"why":           {func(d *assessment.Decision) { d.Note = "another reason" }, 2},
		"who disagreed": {func(d *assessment.Decision) { d.Dissent = []assessment.Dissent{{Name: "Ann", Level: assessment.No}} }, 2},
		"the level":     {func(d *assessment.Decision) { d.Level = assessment.InPlace }, 2},
	} {
		w := newWorld(t, 2)
		for computer := range 2 {
			d := assessment.Decision{Question: own.Question, Level: assessment.Partly, By: "Dana", Note: "why", At: beginning}
			if computer == 1 {
				c.other(&d)
			}
			// The answer is the same, so that the decisions alone can differ.
			w.say(computer, own, merge.Value{Answer: &assessment.Answer{Level: assessment.Partly, Note: "why"}, Decision: &d})
		}
		w.meet()
		s := w.state(w.hub)
		has(t, s, assessment.Partly, c.sides)
		if got := s.Session.Team.Decisions[own.Question].Level; got != assessment.Partly {
			t.Errorf("decisions that differ in %s: %s counts", name, got)
		}
		if len(s.Disputes) > 1 || (len(s.Disputes) == 1) != (c.sides > 0) {
			t.Errorf("decisions that differ in %s: disputes %+v", name, s.Disputes)
		}
	}
}

// Of setups in dispute all counts that is asked in either.
func TestTheDepthOfSetupsInDispute(t *testing.T) {
	for i := range again {
		for _, depths := range [][]assessment.Depth{{assessment.Quick, assessment.Full}, {assessment.Full, assessment.Quick}, {assessment.Quick, assessment.Quick}} {
			w := newWorld(t, 2)
			for c, depth := range depths {
				value := described(fmt.Sprint("Bakery ", i, c), "pilot", "read")
				value.Setup.Setup.Depth = depth
				w.say(c, setup, value)
			}
			w.meet()
			s := w.state(w.hub)
			if got := s.Session.Setup.Depth; got != slices.Max(depths) || len(s.Disputes) != 1 {
				t.Fatalf("of %v %s counts, disputes %+v", depths, got, s.Disputes)
			}
		}
	}
}

// All sides of a setup count, as do all that it names.
func TestWhatIsAtStakeOfSetupsInDispute(t *testing.T) {
	for i := range again {
		w := newWorld(t, 2)
		for c, value := range []merge.Value{described(fmt.Sprint("a", i), "broad", "read", "draft"), described(fmt.Sprint("b", i), "pilot", "send")} {
			value.Setup.Setup.Audience = []string{[]string{"me", "customers"}[c]}
			value.Setup.Setup.Information = []string{[]string{"public", "personal"}[c]}
			value.Setup.Setup.Connection = []string{[]string{"none", "connector"}[c]}
			w.say(c, setup, value)
		}
		w.meet()
		got := w.state(w.hub).Session.Setup
		if fmt.Sprint(got.Powers) != "[read draft send]" || got.StageNow != "pilot" || len(got.Audience) != 2 || len(got.Information) != 2 {
			t.Fatalf("%+v", got)
		}
	}
}

// What is a matter of words alone is that of one side, whose id is the smaller one.
func TestTheWordsOfSetupsInDispute(t *testing.T) {
	for i := range again {
		w := newWorld(t, 2)
		for c, kind := range []string{"documents", "marketing"} {
			value := described(kind+" of a bakery", "pilot", "read")
			value.Setup.Use, value.Setup.Setup.Kind = fmt.Sprint(kind, i), kind
			w.say(c, setup, value)
		}
		w.meet()
		s := w.state(w.hub)
		first := s.Heads(setup)[0].Change().Value.Setup
		if got := s.Session; got.Business != first.Business || got.Use != first.Use || got.Setup.Kind != first.Setup.Kind {
			t.Fatalf("%q for %q of the kind %q, want all of %+v", got.Business, got.Use, got.Setup.Kind, first)
		}
	}
}

func TestDisputesAreInTheOrderOfTheirKeys(t *testing.T) {
	want := []merge.Key{life, question("a"), question("b"), seat("a"), seat("b"), setup, vote("b", "a"), vote("a", "b"), vote("b", "b")}
	for i := range again {
		w := newWorld(t, 2)
		for c := range 2 {
			note := fmt.Sprint(i, c)
			w.say(c, setup, described(note, "pilot", "read"))
			for _, key := range []merge.Key{seat("b"), seat("a")} {
				value := seated(key.Seat, false)
				value.Seat.Name = note
				w.say(c, key, value)
			}
			for _, key := range []merge.Key{vote("b", "b"), vote("a", "b"), vote("b", "a")} {
				w.say(c, key, voted(levels[c]))
			}
			for _, key := range []merge.Key{question("b"), question("a")} {
				w.say(c, key, answered(levels[c], note))
			}
			w.say(c, life, []merge.Value{deleted(), created()}[c])
		}
		w.meet()
		s := w.state(w.hub)
		var got []merge.Key
		for _, d := range s.Disputes {
			got = append(got, d.Key)
			if len(d.Sides) != 2 || d.Sides[0].Record.ID().String() >= d.Sides[1].Record.ID().String() {
				t.Errorf("the sides of %v are in no order", d.Key)
			}
			for _, side := range d.Sides {
				if (side.Answer != nil) != (d.Key.Kind == merge.OfQuestion) {
					t.Errorf("a side of %v has the answer %v", d.Key, side.Answer)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("disputes on\n%v, want\n%v", got, want)
		}
	}
}

// A session that was kept began when it began, and with the set that it began with.
func TestASessionBeganWhenItBegan(t *testing.T) {
	for i := range again {
		for _, later := range []time.Duration{-time.Hour, time.Hour} {
			w := newWorld(t, 2)
			at := w.words[0].record.Change().At
			w.say(0, own, answered(assessment.No, fmt.Sprint(i)))
			w.say(0, life, deleted())
			w.say(0, own, answered(assessment.Partly, "late"))
			kept := made(t, merge.Change{
				Key: life, Value: merge.Value{Created: &assessment.SetRef{ID: "another", Version: fmt.Sprint(i)}},
				Parents: w.state(w.known[0]).Parents(life), Writer: token(1), N: 1, At: at.Add(later),
			})
			s, err := merge.Merge(session, append(w.records(w.known[0]), kept))
			if err != nil {
				t.Fatal(err)
			}
			if s.Life != merge.There || !s.Session.Created.Equal(at) || s.Session.SetID != "ai-readiness" || s.Session.SetVersion != "1" {
				t.Fatalf("%s since %s by %s, want %s", s.Life, s.Session.Created, s.Session.SetID, at)
			}
		}
	}
}

// Of two beginnings, which only somebody who made one up can have written, the smaller id counts.
func TestTwoBeginnings(t *testing.T) {
	for i := range again {
		var records []*merge.Record
		for c := range 2 {
			value := merge.Value{Created: &assessment.SetRef{ID: "set", Version: fmt.Sprint(i, c)}}
			records = append(records, made(t, merge.Change{Key: life, Value: value, Writer: token(c), N: 1, At: beginning.AddDate(0, 0, i*2+c)}))
		}
		s, err := merge.Merge(session, records)
		if err != nil {
			t.Fatal(err)
		}
		first := s.Heads(life)[0].Change()
		if s.Life != merge.There || len(s.Disputes) != 0 || !s.Session.Created.Equal(first.At) || s.Session.SetVersion != first.Value.Created.Version {
			t.Fatalf("%s since %s by version %s, disputes %+v", s.Life, s.Session.Created, s.Session.SetVersion, s.Disputes)
		}
	}
}

// A decision that is known by way of another key alone was not seen by who decided: both count.
func TestADecisionSeenByWayOfAnotherKey(t *testing.T) {
	records := sessionOf40(t)[:2]
	one := made(t, merge.Change{Key: own, Value: decided(own.Question, assessment.No, "one room"), N: 2, At: beginning})
	beside := made(t, merge.Change{Key: setup, Value: described("Rosa's", "pilot", "read"), Parents: []merge.ID{one.ID(), records[1].ID()}, N: 3, At: beginning})
	other := made(t, merge.Change{Key: own, Value: decided(own.Question, assessment.InPlace, "the other"), Parents: []merge.ID{beside.ID()}, Writer: token(1), N: 1, At: beginning})
	s, err := merge.Merge(session, append(records, one, beside, other))
	if err != nil {
		t.Fatal(err)
	}
	has(t, s, assessment.No, 2)
	if d := s.Session.Team.Decisions[own.Question]; d.Level != assessment.No {
		t.Errorf("%+v", d)
	}
}

// Somebody else takes over a workshop, and changes seats on another computer: people stay in the
// order in which they came.
func TestTheOrderOfSeatsAfterAHandOver(t *testing.T) {
	order := func(s *merge.State) (out string) {
		for _, seat := range s.Session.Team.Seats {
			out += seat.ID
		}
		return out
	}
	for first := range 2 {
		w := newWorld(t, 2)
		second := 1 - first
		for _, id := range []string{"c", "a", "d", "b"} {
			w.say(first, seat(id), seated(id, false))
		}
		w.meet()
		for _, id := range []string{"b", "a"} {
			w.say(second, seat(id), seated(id, true))
		}
		w.meet()
		w.say(first, seat("c"), seated("c", true))
		w.meet()
		if got := order(w.state(w.hub)); got != "cadb" {
			t.Errorf("from computer %d to %d: %s, want cadb", first, second, got)
		}
		// Those who come later come after those of the same computer, and the computers go by
		// their tokens: which came first of two that did not meet is nothing that can be known.
		w.say(second, seat("0"), seated("0", false))
		w.meet()
		if got, want := order(w.state(w.hub)), []string{"cadb0", "0cadb"}[first]; got != want {
			t.Errorf("from computer %d to %d: %s, want %s", first, second, got, want)
		}
	}
}

// One seat that was made on two computers came when the one of the smaller token made it.
func TestTheOrderOfASeatMadeTwice(t *testing.T) {
	for i := range again {
		w := newWorld(t, 2)
		w.say(1, seat("a"), seated("a", false))
		for c := range 2 {
			value := seated("twice", false)
			value.Seat.Name = fmt.Sprint(i, c)
			w.say(c, seat("twice"), value)
		}
		w.meet()
		if seats := w.state(w.hub).Session.Team.Seats; len(seats) != 2 || seats[0].ID != "twice" || seats[1].ID != "a" {
			t.Fatalf("%+v", seats)
		}
	}
}

// A parent of another key says nothing: the change that names it is as much a beginning as any.
func TestABeginningThatNamesAnotherKey(t *testing.T) {
	records := sessionOf40(t)[:2]
	one := func(id string, parents []merge.ID, writer int, n uint64) {
		records = append(records, made(t, merge.Change{Key: seat(id), Value: seated(id, false), Parents: parents, Writer: token(writer), N: n, At: beginning}))
	}
	one("x", []merge.ID{records[1].ID()}, 0, 2)
	one("x", nil, 1, 2)
	one("a", nil, 1, 1)
	s, err := merge.Merge(session, records)
	if err != nil {
		t.Fatal(err)
	}
	if seats := s.Session.Team.Seats; len(seats) != 2 || seats[0].ID != "x" {
		t.Errorf("%+v", seats)
	}
}

// Seats that one act made have one number, and are in the order of their ids.
func TestTheOrderOfSeatsOfOneAct(t *testing.T) {
	records := sessionOf40(t)[:2]
	for _, id := range []string{"4", "2", "5", "1", "3"} {
		records = append(records, made(t, merge.Change{Key: seat(id), Value: seated(id, false), N: 2, At: beginning}))
	}
	s, err := merge.Merge(session, records)
	if err != nil {
		t.Fatal(err)
	}
	for i, got := range s.Session.Team.Seats {
		if got.ID != fmt.Sprint(i+1) {
			t.Errorf("seat %d is %s", i+1, got.ID)
		}
	}
	if len(s.Copies) != 0 {
		t.Errorf("copies %+v", s.Copies)
	}
}

// What a merge is given and what a state gives are its caller's.
func TestAMergeKeepsItsHandsOff(t *testing.T) {
	w := newWorld(t, 2)
	for c := range 2 {
		w.say(c, own, answered(levels[c], ""))
	}
	w.meet()
	given := slices.Concat(w.records(w.hub), w.records(w.hub))
	slices.SortStableFunc(given, func(a, b *merge.Record) int { return -slices.Compare(a.Body(), b.Body()) })
	before := slices.Clone(given)
	s, err := merge.Merge(session, given)
	if err != nil {
		t.Fatal(err)
	}
	merge.Copies(given)
	if !slices.Equal(given, before) {
		t.Error("the changes are in another order, or fewer")
	}
	heads, parents := s.Heads(own), s.Parents(own)
	clear(s.Heads(own))
	clear(s.Parents(own))
	if !slices.Equal(s.Heads(own), heads) || !slices.Equal(s.Parents(own), parents) {
		t.Error("who clears the heads that a state gave changes it")
	}
}

// A session in which nobody held a workshop has no team, and any one thing of a workshop is enough
// for one.
func TestATeamIsOneOfAWorkshop(t *testing.T) {
	w := newWorld(t, 1)
	w.say(0, own, answered(assessment.No, ""))
	if s := w.state(w.known[0]); s.Session.Team != nil {
		t.Errorf("nobody's team is %+v", s.Session.Team)
	}
	w.say(0, vote("s", own.Question), voted(assessment.Unanswered))
	if s := w.state(w.known[0]); s.Session.Team != nil {
		t.Errorf("a vote that was taken back makes %+v", s.Session.Team)
	}
	for name, say := range map[string]func(*world){
		"a seat":     func(w *world) { w.say(0, seat("s"), seated("s", false)) },
		"a vote":     func(w *world) { w.say(0, vote("s", own.Question), voted(assessment.No)) },
		"a reveal":   func(w *world) { w.say(0, own, merge.Value{Shown: true}) },
		"a decision": func(w *world) { w.say(0, own, decided(own.Question, assessment.No, "")) },
	} {
		next := w.clone()
		say(next)
		if s := next.state(next.known[0]); s.Session.Team == nil {
			t.Errorf("%s makes no team", name)
		}
	}
}
