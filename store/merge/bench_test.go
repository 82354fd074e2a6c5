package merge_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// made is a change that must be taken.
func made(t testing.TB, c merge.Change) *merge.Record {
	t.Helper()
	if c.Session == "" {
		c.Session = session
	}
	if c.Writer == (merge.Writer{}) {
		c.Writer = token(0)
	}
	r, err := merge.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// typical is an answer as people give it, made on the one before.
func typical(t testing.TB) *merge.Record {
	return made(t, merge.Change{
		Key: own, Parents: []merge.ID{{1, 2, 3}}, N: 37, At: beginning.Add(123456789),
		Value: merge.Value{Answer: &assessment.Answer{
			Level: assessment.Partly, Known: assessment.Told, Choice: 1,
			Note:  "Everyone in the shop has a login of their own, but the till still has one for all. Ben asks the supplier.",
			Owner: "Ben", Due: "2026-12-01", State: assessment.StepDoing, By: "Dana", At: beginning.In(time.FixedZone("", 3600)),
		}},
	})
}

func BenchmarkRead(b *testing.B) {
	r := typical(b)
	id, body := r.ID(), r.Body()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := merge.Read(id, body); err != nil {
			b.Fatal(err)
		}
	}
}

// sessionOf40 is a session as one person leaves it: a beginning, a setup and 30 answers, some of them
// changed once.
func sessionOf40(t testing.TB) []*merge.Record {
	records := []*merge.Record{
		made(t, merge.Change{Key: life, Value: created(), N: 1, At: beginning}),
		made(t, merge.Change{Key: setup, Value: described("Rosa's Bakery", "pilot", "read", "draft"), N: 1, At: beginning}),
	}
	before := map[int]merge.ID{}
	for n := 2; n <= 39; n++ {
		q := n % 30
		var parents []merge.ID
		if id, ok := before[q]; ok {
			parents = append(parents, id)
		}
		r := made(t, merge.Change{Key: question(fmt.Sprint("question-", q)), Value: answered(levels[n%3], fmt.Sprint("note ", n)), Parents: parents, N: uint64(n), At: beginning})
		before[q] = r.ID()
		records = append(records, r)
	}
	return records
}

// workshopOf is a room of people who vote on questions, all of which are revealed.
func workshopOf(t testing.TB, people, questions int) []*merge.Record {
	records := sessionOf40(t)[:2]
	n := uint64(1)
	say := func(key merge.Key, value merge.Value) {
		n++
		records = append(records, made(t, merge.Change{Key: key, Value: value, N: n, At: beginning}))
	}
	for p := range people {
		say(seat(fmt.Sprint("s", p)), seated(fmt.Sprint("s", p), false))
	}
	for q := range questions {
		for p := range people {
			say(vote(fmt.Sprint("s", p), fmt.Sprint("question-", q)), voted(levels[(p+q)%3]))
		}
	}
	for q := range questions {
		say(question(fmt.Sprint("question-", q)), merge.Value{Shown: true})
	}
	return records
}

func merged(b *testing.B, records []*merge.Record) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := merge.Merge(session, records); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMerge40Changes(b *testing.B)  { merged(b, sessionOf40(b)) }
func BenchmarkMerge11600Votes(b *testing.B) { merged(b, workshopOf(b, 290, 40)) }

// BenchmarkMerge2000OfOneQuestion is a question that was answered and revealed over and over.
func BenchmarkMerge2000OfOneQuestion(b *testing.B) {
	records := sessionOf40(b)[:2]
	var parents []merge.ID
	for n := range 2000 {
		r := made(b, merge.Change{Key: own, Value: merge.Value{Shown: n%2 == 0, Answer: answered(levels[n%3], "").Answer}, Parents: parents, N: uint64(n + 2), At: beginning})
		parents = []merge.ID{r.ID()}
		records = append(records, r)
	}
	merged(b, records)
}

// BenchmarkMerge2000RevealsOfOneQuestion is a question with 2,000 heads, all of them reveals in one room.
func BenchmarkMerge2000RevealsOfOneQuestion(b *testing.B) {
	merged(b, revealed(b, workshopOf(b, 290, 1), 2000, nil))
}

func BenchmarkMerge8000Seats(b *testing.B) { merged(b, workshopOf(b, 8000, 0)) }

// Twice as much of everything takes twice the memory and not four times: no head looks at the whole
// room, or at the whole past, by itself.
func TestWhatIsTwiceAsMuchTakesTwiceAsMuch(t *testing.T) {
	taken := func(records []*merge.Record) float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := merge.Merge(session, records); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	for name, of := range map[string]func(n int) []*merge.Record{
		"a room and reveals in it that did not see each other": func(n int) []*merge.Record {
			return revealed(t, workshopOf(t, n, 1), n, nil)
		},
		"a long past and reveals on it": func(n int) []*merge.Record {
			records := workshopOf(t, 1, 1)
			var parents []merge.ID
			for i := range n {
				r := made(t, merge.Change{Key: question("question-0"), Value: decided("question-0", levels[i%3], ""), Parents: parents, N: uint64(1000 + i), At: beginning})
				parents = []merge.ID{r.ID()}
				records = append(records, r)
			}
			return revealed(t, records, n, parents)
		},
	} {
		once, twice := taken(of(400)), taken(of(800))
		t.Logf("%s: %.0f bytes, and %.0f of twice as much", name, once, twice)
		if twice > 3*once {
			t.Errorf("%s: %.0f bytes, and %.0f of twice as much", name, once, twice)
		}
	}
}

// revealed adds reveals of one question that did not see each other.
func revealed(t testing.TB, records []*merge.Record, times int, parents []merge.ID) []*merge.Record {
	for n := range times {
		value := merge.Value{Shown: true, Answer: answered(levels[n%3], "").Answer}
		records = append(records, made(t, merge.Change{Key: question("question-0"), Value: value, Parents: parents, Writer: token(1), N: uint64(n + 1), At: beginning}))
	}
	return records
}
