package merge_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// written are changes of all kinds, with all that they can say.
func written(t testing.TB) map[string]*merge.Record {
	text := "Rosa & Söhne\n\t\"<\\>\" \u2028 \x7f 😀"
	full := assessment.Answer{
		Level: assessment.Partly, Known: assessment.Seen, Choice: 2, Note: text, Reason: text, Owner: text, Due: "2026-12-01",
		State: assessment.StepBlocked, By: text, At: beginning.In(time.FixedZone("", -5400)),
	}
	out := map[string]*merge.Record{"typical": typical(t)}
	for name, c := range map[string]merge.Change{
		"created":  {Key: life, Value: created()},
		"deleted":  {Key: life, Value: deleted(), Parents: []merge.ID{{1}, {2}, {3}}},
		"setup":    {Key: setup, Value: described(text, "pilot", "read", "send")},
		"answer":   {Key: own, Value: merge.Value{Answer: &full}},
		"empty":    {Key: own, Value: merge.Value{Answer: &assessment.Answer{}}},
		"vote":     {Key: vote("s", own.Question), Value: merge.Value{Vote: &full}},
		"seat":     {Key: seat("s"), Value: merge.Value{Seat: &assessment.Seat{ID: "s", Name: text, Role: assessment.Roles[1], Paper: true, Removed: true, Key: text}}},
		"person":   {Key: seat("s"), Value: seated("s", false)},
		"reveal":   {Key: own, Value: merge.Value{Shown: true}},
		"over":     {Key: own, Value: merge.Value{Answer: &full, Shown: true}},
		"decision": {Key: own, Value: decided(own.Question, assessment.No, text)},
	} {
		c.N, c.At = 1<<63, beginning.Add(1)
		out[name] = made(t, c)
	}
	return out
}

// bothWays reads a change as it is and with a blank behind it. The blank says nothing, and nothing
// that is written in another way than ours is read in one go.
func bothWays(body string) (quick, slow *merge.Record, wrong string) {
	quick, err := merge.Read(sum(body), []byte(body))
	slow, err2 := merge.Read(sum(body+" "), []byte(body+" "))
	switch {
	case (err == nil) != (err2 == nil):
		return nil, nil, "one is taken and one is not"
	case err != nil && (!errors.Is(err, merge.ErrUnreadable) || !errors.Is(err2, merge.ErrUnreadable)):
		return nil, nil, "one is refused for another reason"
	case err == nil && !reflect.DeepEqual(quick.Change(), slow.Change()):
		return nil, nil, "they say different things"
	}
	return quick, slow, ""
}

func TestWhatIsReadInOneGoIsReadAlike(t *testing.T) {
	for name, r := range written(t) {
		body := string(r.Body())
		quick, _, wrong := bothWays(body)
		if wrong != "" {
			t.Fatalf("%s: %s", name, wrong)
		}
		if !reflect.DeepEqual(quick.Change(), r.Change()) {
			t.Errorf("%s reads as %+v", name, quick.Change())
		}
		// Each sign left out, doubled, escaped, and others in its place.
		for i := range len(body) {
			for _, by := range []string{"", body[i:i+1] + body[i:i+1], `"`, `\`, "0", "-", "x", " ", ",", "}", "]", "null", "\n", "\x00", "\xff", `\n`, `\"`, `\u0041`, `\ud800`, `\x`, fmt.Sprintf(`\u%04x`, body[i])} {
				other := body[:i] + by + body[i+1:]
				if _, _, wrong := bothWays(other); wrong != "" {
					t.Fatalf("%s: %s: %s", name, wrong, other)
				}
			}
			if _, _, wrong := bothWays(body[:i]); wrong != "" {
				t.Fatalf("%s: %s: %s", name, wrong, body[:i])
			}
		}
	}
}

// What people make many of is read in one go: it costs less than half.
func TestWhatThereAreManyOfIsReadInOneGo(t *testing.T) {
	all := written(t)
	for _, name := range []string{"typical", "created", "deleted", "empty", "person", "reveal", "answer", "vote", "seat", "over"} {
		cost := func(body string) float64 {
			id, bytes := sum(body), []byte(body)
			return testing.AllocsPerRun(10, func() { _, _ = merge.Read(id, bytes) })
		}
		body := string(all[name].Body())
		quick, slow := cost(body), cost(body+" ")
		t.Logf("%s: %v allocations, and %v the long way", name, quick, slow)
		if quick > slow*3/4 {
			t.Errorf("%s: %v allocations, and %v the long way", name, quick, slow)
		}
	}
}

// What Read is given is its caller's to write into again.
func TestReadKeepsNothingOfItsBytes(t *testing.T) {
	for name, r := range written(t) {
		for _, body := range []string{string(r.Body()), string(r.Body()) + " "} {
			bytes := []byte(body)
			got, err := merge.Read(sum(body), bytes)
			if err != nil {
				t.Fatal(err)
			}
			for i := range bytes {
				bytes[i] = 'x'
			}
			if string(got.Body()) != body || !reflect.DeepEqual(got.Change(), r.Change()) {
				t.Errorf("%s changed with the bytes that it was read from", name)
			}
			if again, err := merge.Read(got.ID(), got.Body()); err != nil || again.ID() != sum(body) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// A field that is known, in another place than ours, is no unknown one.
func TestFieldsInAnotherOrder(t *testing.T) {
	body := strings.Replace(fine, `"level":"no","known":"assumed"`, `"known":"assumed","level":"no"`, 1)
	r, err := merge.Read(sum(body), []byte(body))
	if err != nil || r.Change().Value.Answer.Level != assessment.No {
		t.Errorf("%v %v", r, err)
	}
}
