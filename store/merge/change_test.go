package merge_test

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// sum is an id as [merge.Record.Body] defines it, by other means.
func sum(body string) merge.ID {
	whole := sha256.Sum256([]byte("readycheck/change/1\n" + body))
	return merge.ID(whole[:16])
}

func hex(t *testing.T, text string) (id merge.ID) {
	t.Helper()
	if err := id.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return id
}

// The vectors hold the encoding: what one version wrote, every later one must give the same id.
func TestVectors(t *testing.T) {
	parents := []merge.ID{{2}, {1}, {2}}
	at := time.Date(2026, 11, 2, 14, 3, 0, 500, time.FixedZone("", 3600))
	for _, c := range []struct {
		name, id, body string
		change         merge.Change
	}{
		{
			"life", "2c9987455048a1784dd8f1fa5d603b3d",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"life"},"parents":[],"value":{"created":{"id":"ai-readiness","version":"3"}},"writer":"01000000000000000000000000000000","n":1,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: life, Value: merge.Value{Created: &assessment.SetRef{ID: "ai-readiness", Version: "3"}}, N: 1},
		},
		{
			"answer", "c5ef38e1ba6aadd398cbad7acf32eb44",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"question","question":"own-login"},"parents":["01000000000000000000000000000000","02000000000000000000000000000000"],"value":{"answer":{"level":"partly","known":"seen","choice":1,"note":"Rosa \u0026 Söhne","owner":"Rosa","due":"2026-12-01","state":"doing","by":"Dana","at":"2026-11-02T14:03:00.0000005+01:00"}},"writer":"01000000000000000000000000000000","n":18446744073709551615,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: own, Parents: parents, N: 1<<64 - 1, Value: merge.Value{Answer: &assessment.Answer{
				Level: assessment.Partly, Known: assessment.Seen, Choice: 1, Note: "Rosa & Söhne", Owner: "Rosa", Due: "2026-12-01", State: assessment.StepDoing, By: "Dana", At: at,
			}}},
		},
		{
			"reveal", "309bc319cf9fb832240fc4a9bf7d1c09",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"question","question":"own-login"},"parents":[],"value":{"shown":true},"writer":"01000000000000000000000000000000","n":2,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: own, Value: merge.Value{Shown: true}, N: 2},
		},
		{
			"decision", "213e1efefba40aea8873e7e32c1b25cc",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"question","question":"own-login"},"parents":[],"value":{"answer":{"level":"no","known":"assumed"},"decision":{"question":"own-login","level":"no","by":"Olga","dissent":[{"name":"Ann","role":"business","level":"na"}]}},"writer":"01000000000000000000000000000000","n":3,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: own, N: 3, Value: merge.Value{Answer: &assessment.Answer{Level: assessment.No}, Decision: &assessment.Decision{
				Question: "own-login", Level: assessment.No, By: "Olga", Dissent: []assessment.Dissent{{Name: "Ann", Level: assessment.NA}},
			}}},
		},
		{
			"seat", "4897ea06c343bb3fc0040f288d861d50",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"seat","seat":"s1"},"parents":[],"value":{"seat":{"id":"s1","name":"Ann","role":"business","removed":true,"key":"SHA256:x"}},"writer":"01000000000000000000000000000000","n":4,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: seat("s1"), N: 4, Value: merge.Value{Seat: &assessment.Seat{ID: "s1", Name: "Ann", Removed: true, Key: "SHA256:x"}}},
		},
		{
			"vote", "eb45c9c18b0d48f0c12b720c553d9f98",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"vote","question":"own-login","seat":"s1"},"parents":[],"value":{"vote":{"level":"na","known":"assumed","reason":"\u003cnobody\u003e logs in"}},"writer":"01000000000000000000000000000000","n":5,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: vote("s1", "own-login"), N: 5, Value: merge.Value{Vote: &assessment.Answer{Level: assessment.NA, Reason: "<nobody> logs in"}}},
		},
		{
			"again", "fc533b13047ed2efe3ceeee2ab190f5e",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"again","question":"own-login"},"parents":[],"value":{"again":true},"writer":"01000000000000000000000000000000","n":8,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: oneMore("own-login"), Value: begun(), N: 8},
		},
		{
			"second vote", "9adf8dd26363f08a760c7b56e1f84390",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"vote","question":"own-login","seat":"s1","second":true},"parents":[],"value":{"vote":{"level":"partly","known":"told"}},"writer":"01000000000000000000000000000000","n":9,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: voteAgain("s1", "own-login"), N: 9, Value: merge.Value{Vote: &assessment.Answer{Level: assessment.Partly, Known: assessment.Told}}},
		},
		{
			"second reveal", "5c81e2ef5948d4d03910b8f05d832b35",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"question","question":"own-login"},"parents":[],"value":{"shown":true,"second":true},"writer":"01000000000000000000000000000000","n":10,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: own, Value: shownAgain(), N: 10},
		},
		{
			"anonymous seat", "f1ab5bc6078874fc1e4d2e189277bc47",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"seat","seat":"s2"},"parents":[],"value":{"seat":{"id":"s2","name":"2","role":"other","anonymous":true}},"writer":"01000000000000000000000000000000","n":11,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: seat("s2"), N: 11, Value: merge.Value{Seat: &assessment.Seat{ID: "s2", Name: "2", Role: assessment.RoleOther, Anonymous: true}}},
		},
		{
			"setup", "f0e12f3371f490ffb630ccf77f15101f",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"setup"},"parents":[],"value":{"setup":{"business":"Rosa's Bakery","use":"It drafts replies","setup":{"kind":"other","stage_now":"idea","connection":["none"],"powers":["read","send"],"audience":["me"],"information":["public"],"depth":"full"}}},"writer":"01000000000000000000000000000000","n":6,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: setup, N: 6, Value: described("Rosa's Bakery", "idea", "read", "send")},
		},
		{
			"delete", "ad0785cb0b40ed0652eeee0670f4d0a7",
			`{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"life"},"parents":[],"value":{"deleted":true},"writer":"01000000000000000000000000000000","n":7,"at":"2026-11-02T13:03:00.0000005Z"}`,
			merge.Change{Key: life, Value: deleted(), N: 7},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.change.Session, c.change.Writer, c.change.At = session, token(0), at
			r, err := merge.New(c.change)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(r.Body()); got != c.body {
				t.Errorf("the body is\n%s\nwant\n%s", got, c.body)
			}
			if r.ID() != sum(c.body) || r.ID().String() != c.id {
				t.Errorf("the id is %s, want %s, and %s by the definition", r.ID(), c.id, sum(c.body))
			}
			again, err := merge.Read(hex(t, r.ID().String()), []byte(c.body))
			if err != nil {
				t.Fatal(err)
			}
			if once, err := merge.New(again.Change()); err != nil || once.ID() != r.ID() {
				t.Errorf("written anew it is %v, %v", once, err)
			}
		})
	}
}

// fine is a change that is taken, as JSON, for the hostile ones to differ from.
const fine = `{"session":"0190d5a0-0000-7000-8000-000000000001","key":{"kind":"question","question":"own-login"},"parents":["01000000000000000000000000000000"],"value":{"answer":{"level":"no","known":"assumed"}},"writer":"01000000000000000000000000000000","n":1,"at":"2026-11-02T13:03:00Z"}`

func TestHostileChangesAreRefused(t *testing.T) {
	if _, err := merge.Read(sum(fine), []byte(fine)); err != nil {
		t.Fatal(err)
	}
	with := func(old, by string) string {
		if !strings.Contains(fine, old) {
			t.Fatalf("no %q to replace", old)
		}
		return strings.Replace(fine, old, by, 1)
	}
	many, _ := json.Marshal(make([]merge.ID, 100_000))
	var ascending []merge.ID
	for i := range merge.MaxParents + 1 {
		ascending = append(ascending, merge.ID{byte(i >> 8), byte(i)})
	}
	more, _ := json.Marshal(ascending)
	parents := `["01000000000000000000000000000000"]`
	answer := `"answer":{"level":"no","known":"assumed"}`
	for name, body := range map[string]string{
		"nothing":                   "",
		"no object":                 "[]",
		"null":                      "null",
		"half a change":             fine[:len(fine)/2],
		"two changes":               fine + fine,
		"something behind it":       fine + " x",
		"far too long":              with(`"n":1`, `"n":1`+strings.Repeat(" ", merge.MaxBody)),
		"deep":                      with(parents, strings.Repeat("[", 100_000)),
		"a field of tomorrow":       with(`"n":1`, `"n":1,"mood":"good"`),
		"another session's form":    with("0190d5a0-", "0190D5A0-"),
		"a path for a session":      with(`"0190d5a0-0000-7000-8000-000000000001"`, `"../../../etc/passwd"`),
		"no number":                 with(`"n":1`, `"n":0`),
		"a negative number":         with(`"n":1`, `"n":-1`),
		"a number of another size":  with(`"n":1`, `"n":18446744073709551616`),
		"no writer":                 with(`"writer":"01`, `"writer":"00`),
		"a long writer":             with(`"writer":"01`, `"writer":"0100`),
		"a short parent":            with(parents, `["01"]`),
		"a parent of no digits":     with(parents, `["zz000000000000000000000000000000"]`),
		"a parent twice":            with(parents, `["01000000000000000000000000000000","01000000000000000000000000000000"]`),
		"parents in another order":  with(parents, `["02000000000000000000000000000000","01000000000000000000000000000000"]`),
		"a hundred thousand":        with(parents, string(many)),
		"one parent too many":       with(parents, string(more)),
		"a kind that is none":       with(`"question",`, `"mood",`),
		"a question without one":    with(`,"question":"own-login"`, ``),
		"a setup with a question":   with(`"question",`, `"setup",`),
		"a long question":           with("own-login", strings.Repeat("x", 61)),
		"two kinds of value":        with(answer, answer+`,"vote":{"level":"no","known":"assumed"}`),
		"no value":                  with(answer, ``),
		"a level that is none":      with(`"no"`, `"maybe"`),
		"a choice that is none":     with(`"assumed"`, `"assumed","choice":-1`),
		"a day that is none":        with(`"assumed"`, `"assumed","due":"2026-02-30"`),
		"a long note":               with(`"assumed"`, `"assumed","note":"`+strings.Repeat("x", assessment.MaxNote+1)+`"`),
		"a note of broken UTF-8":    with(`"assumed"`, "\"assumed\",\"note\":\"\xff\""),
		"a decision elsewhere":      with(answer, answer+`,"decision":{"question":"other","level":"no","by":""}`),
		"a reveal that decides":     with(answer, answer+`,"shown":true,"decision":{"question":"own-login","level":"no","by":""}`),
		"a second round unshown":    with(answer, answer+`,"second":true`),
		"a second round decided":    with(answer, answer+`,"second":true,"decision":{"question":"own-login","level":"no","by":""}`),
		"a second answer":           with(`"own-login"`, `"own-login","second":true`),
		"a second seat":             strings.Replace(with(`"question","question":"own-login"`, `"seat","seat":"s1","second":true`), answer, `"seat":{"id":"s1","name":"","role":"business"}`, 1),
		"a second beginning":        strings.Replace(with(`"question","question":"own-login"`, `"again","question":"own-login","second":true`), answer, `"again":true`, 1),
		"a second vote shown":       strings.Replace(with(`"question","question":"own-login"`, `"vote","question":"own-login","seat":"s1","second":true`), answer, `"vote":{"level":"no","known":"assumed"},"second":true`, 1),
		"nothing begun":             strings.Replace(with(`"question","question":"own-login"`, `"again","question":"own-login"`), answer, `"again":false`, 1),
		"begun with an answer":      strings.Replace(with(`"question","question":"own-login"`, `"again","question":"own-login"`), answer, answer+`,"again":true`, 1),
		"begun on nothing":          strings.Replace(with(`"question","question":"own-login"`, `"again"`), answer, `"again":true`, 1),
		"begun by a seat":           strings.Replace(with(`"question","question":"own-login"`, `"again","question":"own-login","seat":"s1"`), answer, `"again":true`, 1),
		"an answer that begins":     with(answer, answer+`,"again":true`),
		"dissent without end":       with(answer, answer+`,"decision":{"question":"own-login","level":"no","by":"","dissent":[`+strings.Repeat(`{"name":"","role":"business","level":"no"},`, 1000)+`{"name":"","role":"business","level":"no"}]}`),
		"created and deleted":       strings.Replace(with(`"question","question":"own-login"`, `"life"`), answer, `"created":{"id":"","version":""},"deleted":true`, 1),
		"a seat of another key":     strings.Replace(with(`"question","question":"own-login"`, `"seat","seat":"s1"`), answer, `"seat":{"id":"s2","name":"","role":"business"}`, 1),
		"a setup of too many codes": strings.Replace(with(`"question","question":"own-login"`, `"setup"`), answer, `"setup":{"business":"","use":"","setup":{"powers":[`+strings.Repeat(`"read",`, 16)+`"read"],"depth":"full"}}`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			r, err := merge.Read(sum(body), []byte(body))
			if r != nil || !errors.Is(err, merge.ErrUnreadable) {
				t.Fatalf("%v, want ErrUnreadable", err)
			}
			t.Log(err)
			if said := assessment.Sentence(err); !strings.Contains(said, "Nothing was changed") {
				t.Error(said)
			}
		})
	}
}

func TestAForgedIDIsRefused(t *testing.T) {
	id := sum(fine)
	for name, body := range map[string]string{"altered": strings.Replace(fine, `"no"`, `"in_place"`, 1), "a blank more": fine + " "} {
		if r, err := merge.Read(id, []byte(body)); r != nil || !errors.Is(err, merge.ErrForged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	id[15] ^= 1
	if r, err := merge.Read(id, []byte(fine)); r != nil || !errors.Is(err, merge.ErrForged) || assessment.Sentence(err) == "" {
		t.Errorf("%v", err)
	}
}

// What is made here is held to the same, and says so before anything is written.
func TestWhatIsMadeHereIsHeldToTheSame(t *testing.T) {
	c := merge.Change{Session: session, Key: own, Value: answered(assessment.No, ""), Writer: token(0), N: 1, At: beginning}
	for name, change := range map[string]func(*merge.Change){
		"a level that has no code": func(c *merge.Change) { c.Value = answered(assessment.NA+1, "") },
		"a role that has no code": func(c *merge.Change) {
			c.Key, c.Value = seat("s"), merge.Value{Seat: &assessment.Seat{ID: "s", Role: 200}}
		},
		"a year of five digits": func(c *merge.Change) { c.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"broken UTF-8":          func(c *merge.Change) { c.Value = answered(assessment.No, "\xff") },
		"too many parents": func(c *merge.Change) {
			for i := range merge.MaxParents + 1 {
				c.Parents = append(c.Parents, merge.ID{byte(i >> 8), byte(i)})
			}
		},
	} {
		bad := c
		change(&bad)
		if r, err := merge.New(bad); r != nil || !errors.Is(err, merge.ErrUnreadable) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What is written to afterwards is not the record's.
	r, err := merge.New(c)
	if err != nil {
		t.Fatal(err)
	}
	c.Value.Answer.Level = assessment.InPlace
	r.Body()[0] = 'x'
	if r.Change().Value.Answer.Level != assessment.No || r.Body()[0] != '{' {
		t.Error("a record changed after it was made")
	}
}

func TestAChangeOfAnotherSessionIsRefused(t *testing.T) {
	w := newWorld(t, 1)
	s, err := merge.Merge("0190d5a0-0000-7000-8000-000000000002", w.records(w.hub))
	if s != nil || !errors.Is(err, merge.ErrOtherSession) || !strings.Contains(assessment.Sentence(err), "Nothing was changed") {
		t.Errorf("%v, %v", s, err)
	}
}

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
		"again":    {Key: oneMore(own.Question), Value: begun()},
		"second":   {Key: voteAgain("s", own.Question), Value: merge.Value{Vote: &full}},
		"shown":    {Key: own, Value: shownAgain()},
		"twice":    {Key: own, Value: merge.Value{Answer: &full, Shown: true, Second: true}},
		"number":   {Key: seat("s"), Value: merge.Value{Seat: &assessment.Seat{ID: "s", Name: "1", Role: assessment.RoleOther, Anonymous: true}}},
		"decision": {Key: own, Value: decided(own.Question, assessment.No, text)},
	} {
		c.N, c.At = 1<<63, beginning.Add(1)
		out[name] = made(t, c)
	}
	return out
}

// FuzzRead reads what another computer may send, with an id that fits. What is taken can be
// merged, and written anew says the same.
func FuzzRead(f *testing.F) {
	f.Add([]byte(fine))
	for _, r := range written(f) {
		f.Add(r.Body())
	}
	f.Add([]byte(strings.Replace(fine, `"answer":{"level":"no","known":"assumed"}`, `"shown":true`, 1)))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := merge.Read(sum(string(body)), body)
		if err != nil {
			if r != nil || assessment.Sentence(err) == assessment.Unexplained {
				t.Fatalf("%v %v", r, err)
			}
			return
		}
		if _, err := merge.Merge(r.Change().Session, []*merge.Record{r, r}); err != nil {
			t.Fatal(err)
		}
		again, err := merge.New(r.Change())
		if err != nil {
			t.Fatalf("%s cannot be written anew: %v", body, err)
		}
		if third, err := merge.New(again.Change()); err != nil || third.ID() != again.ID() {
			t.Fatalf("%s is another change each time: %v", body, err)
		}
	})
}
