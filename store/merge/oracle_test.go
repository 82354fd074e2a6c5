package merge_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// view is what people see of a state, without the ids of changes.
type view struct {
	Life, Business, Stage, Powers string
	// Answers, Votes, Decisions: what counts, as text. Disputes: the key, and what its sides say.
	Answers, Votes, Decisions, Seats map[string]string
	Revealed                         map[string]bool
	// Second has "begun" or "shown" for a question, and a level for a seat and a question.
	Second   map[string]string
	Disputes map[string]int
}

func newView(life merge.Life) view {
	return view{Life: string(life), Answers: map[string]string{}, Votes: map[string]string{}, Decisions: map[string]string{}, Seats: map[string]string{}, Revealed: map[string]bool{}, Second: map[string]string{}, Disputes: map[string]int{}}
}

func said(a assessment.Answer) string {
	return fmt.Sprint(a.Level, " ", a.Known, " ", a.Note, " ", a.Owner)
}

func seenIn(s *merge.State) view {
	v := newView(s.Life)
	for _, d := range s.Disputes {
		v.Disputes[name(d.Key)] = len(d.Sides)
	}
	if s.Session == nil {
		return v
	}
	v.Business, v.Stage, v.Powers = s.Session.Business, s.Session.Setup.StageNow, strings.Join(s.Session.Setup.Powers, " ")
	for q, a := range s.Session.Answers {
		v.Answers[q] = said(a)
	}
	if team := s.Session.Team; team != nil {
		for _, seat := range team.Seats {
			v.Seats[seat.ID] = fmt.Sprint(seat.Removed, seat.Key)
		}
		for q, votes := range team.Votes {
			for seat, a := range votes {
				v.Votes[seat+" "+q] = a.Level.String()
			}
		}
		v.Revealed = team.Revealed
		for q, round := range team.Second {
			v.Second[q] = "begun"
			if round.Shown {
				v.Second[q] = "shown"
			}
			for seat, a := range round.Votes {
				v.Second[seat+" "+q] = a.Level.String()
			}
		}
		for q, d := range team.Decisions {
			v.Decisions[q] = fmt.Sprint(d.Level, " ", d.Note)
		}
	}
	return v
}

func name(k merge.Key) string {
	if k.Second {
		return "second " + k.Question + " " + k.Seat
	}
	return string(k.Kind) + " " + k.Question + " " + k.Seat
}

func sameView(a, b view) bool { return reflect.DeepEqual(a, b) }

// oracle works out by brute force what the words of a set come to: from who knew what when it was
// said, and not from parents. The set must hold what its words knew.
func oracle(w *world, of mask) view {
	var there []int
	for i := range w.words {
		if of.has(i) {
			there = append(there, i)
		}
	}
	// newest are the words of one kind of thing that nobody knew who said something of it later.
	newest := func(about func(word) bool) (out []int) {
		for _, i := range there {
			if !about(w.words[i]) {
				continue
			}
			known := false
			for _, j := range there {
				known = known || about(w.words[j]) && w.words[j].past.has(i)
			}
			if !known {
				out = append(out, i)
			}
		}
		slices.SortFunc(out, func(i, j int) int {
			return strings.Compare(w.words[i].record.ID().String(), w.words[j].record.ID().String())
		})
		return out
	}
	v := newView(oracleLife(w, there, newest))
	if v.Life == "there" {
		if lives := newest(func(o word) bool { return o.change.Key.Kind == "life" }); slices.ContainsFunc(lives, func(i int) bool { return w.words[i].change.Value.Deleted }) {
			v.Disputes["life  "] = len(lives)
		}
	}
	if v.Life == "deleted" {
		return v
	}
	oracleSetup(w, newest, &v)
	kinds := map[merge.Key]bool{}
	for _, i := range there {
		kinds[w.words[i].change.Key] = true
	}
	for key := range kinds {
		heads := newest(func(o word) bool { return o.change.Key == key })
		switch key.Kind {
		case "seat":
			oracleSeat(w, heads, key, &v)
		case "vote":
			oracleVote(w, heads, key, &v)
		case "again":
			v.Second[key.Question] = "begun"
		}
	}
	for key := range kinds {
		if key.Kind == "question" {
			heads := newest(func(o word) bool { return o.change.Key == key })
			decisions := newest(func(o word) bool { return o.change.Key == key && o.change.Value.Decision != nil })
			oracleQuestion(w, there, heads, decisions, key, &v)
		}
	}
	return v
}

func oracleLife(w *world, there []int, newest func(func(word) bool) []int) merge.Life {
	lives := newest(func(o word) bool { return o.change.Key.Kind == "life" })
	if len(lives) == 0 {
		return "unbegun"
	}
	var seen mask
	for _, i := range lives {
		if !w.words[i].change.Value.Deleted {
			return "there"
		}
		seen |= w.words[i].past | 1<<i
	}
	for _, i := range there {
		if !seen.has(i) {
			return "came_back"
		}
	}
	return "deleted"
}

func oracleSetup(w *world, newest func(func(word) bool) []int, v *view) {
	heads := newest(func(o word) bool { return o.change.Key.Kind == "setup" })
	powers, texts := map[string]bool{}, map[string]bool{}
	for n, i := range heads {
		s := w.words[i].change.Value.Setup
		for _, p := range s.Setup.Powers {
			powers[p] = true
		}
		texts[fmt.Sprint(s.Business, s.Setup.StageNow, s.Setup.Powers)] = true
		if n == 0 {
			v.Business, v.Stage = s.Business, s.Setup.StageNow
		}
		if s.Setup.StageNow == "idea" { // the worlds have two, and this is the lower one
			v.Stage = "idea"
		}
	}
	var list []string
	for _, p := range []string{"read", "draft", "write", "send"} {
		if powers[p] {
			list = append(list, p)
		}
	}
	v.Powers = strings.Join(list, " ")
	if len(texts) > 1 {
		v.Disputes["setup  "] = len(heads)
	}
}

func oracleSeat(w *world, heads []int, key merge.Key, v *view) {
	removed, stays := 0, 0
	for _, i := range heads {
		if w.words[i].change.Value.Seat.Removed {
			removed++
		} else {
			stays++
		}
	}
	bound := "key of " + key.Seat
	if removed > 0 && stays > 0 {
		bound = ""
		v.Disputes[name(key)] = len(heads)
	}
	v.Seats[key.Seat] = fmt.Sprint(stays == 0, bound)
}

func oracleVote(w *world, heads []int, key merge.Key, v *view) {
	votes := v.Votes
	if key.Second {
		votes, v.Second[key.Question] = v.Second, "begun"
	}
	levels := map[assessment.Level]bool{}
	for _, i := range heads {
		levels[w.words[i].change.Value.Vote.Level] = true
	}
	for level := assessment.NA; level > assessment.Unanswered; level-- {
		if levels[level] {
			votes[key.Seat+" "+key.Question] = level.String()
		}
	}
	if len(levels) > 1 {
		v.Disputes[name(key)] = len(heads)
	}
}

// oracleQuestion runs after votes and seats are known.
func oracleQuestion(w *world, there, heads, decisions []int, key merge.Key, v *view) {
	q := key.Question
	for _, i := range there {
		if w.words[i].change.Key == key && w.words[i].change.Value.Shown {
			v.Revealed[q] = true
			if w.words[i].change.Value.Second {
				v.Second[q] = "shown"
			}
		}
	}
	level := func(code string) (l assessment.Level) { _ = l.UnmarshalText([]byte(code)); return l }
	var least *assessment.Answer
	answers, notes := map[string]bool{}, map[string]bool{}
	for _, i := range heads {
		one := w.words[i].change.Value
		a := one.Answer
		if one.Decision != nil {
			notes[fmt.Sprint(one.Decision.Level, one.Decision.Note)] = true
		}
		decidedBefore := false
		for _, j := range there {
			o := w.words[j].change
			decidedBefore = decidedBefore || w.words[i].past.has(j) && o.Key == key && o.Value.Decision != nil
		}
		if one.Shown && !decidedBefore {
			weakest := assessment.Level(200)
			for seat, state := range v.Seats {
				code, ok := v.Votes[seat+" "+q]
				// Whoever did not vote once more keeps the first vote, and until the second round was
				// shown everybody does.
				if later, voted := v.Second[seat+" "+q]; voted && v.Second[q] == "shown" {
					code, ok = later, true
				}
				if ok && strings.HasPrefix(state, "false") {
					weakest = min(weakest, level(code))
				}
			}
			if weakest < 200 {
				made := assessment.Answer{Level: weakest}
				if a != nil {
					made.Note, made.Owner = a.Note, a.Owner
				}
				a = &made
			}
		}
		if a == nil {
			continue
		}
		answers[said(*a)] = true
		if least == nil || int(a.Level)*10+int(a.Known) < int(least.Level)*10+int(least.Known) {
			least = a
		}
	}
	if least != nil {
		v.Answers[q] = said(*least)
	}
	if len(answers) > 1 || len(notes) > 1 {
		v.Disputes[name(key)] = len(heads)
	}
	weakest := assessment.Level(200)
	for _, i := range decisions {
		if d := w.words[i].change.Value.Decision; d.Level < weakest {
			weakest = d.Level
			v.Decisions[q] = fmt.Sprint(d.Level, " ", d.Note)
		}
	}
}
