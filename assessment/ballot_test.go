package assessment

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const ballotHead = `format: readycheck/ballot/1
session: 0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071
name: "Dana"
role: "technical"
`

func TestReadBallot(t *testing.T) {
	for name, text := range map[string]string{
		"as it is written": ballotHead + `answers:
  purpose-clear:
    level: "in_place"
    known: "seen"
    note: "On the wall: all of it"
  # a comment
  own-login:
    level: "na"
    known: ""
    reason: "no login\tat all"
    note: ""
  powers-listed:
    level: "no"
  pause-rules:
    level: ""
    known: "told"
    note: ""
  needs-only:
  off-switch: {}
`,
		"without quotes": ballotHead + `answers:
  purpose-clear: {level: in_place, known: seen, note: "On the wall: all of it"}
  own-login: {level: na, known: , reason: no login at all}
  powers-listed: {level: no}
  off-switch: {level: }
  pause-rules: {level: ~, note: null}
`,
		"JSON": `{"format": "readycheck/ballot/1", "session": "0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071", "name": "Dana", "role": "technical",
"answers": {"purpose-clear": {"level": "in_place", "known": "seen", "note": "On the wall: all of it"},
"own-login": {"level": "na", "reason": "no login at all"}, "powers-listed": {"level": "no"}, "off-switch": {"level": null}, "needs-only": null}}`,
		"Windows": "\uFEFF" + strings.ReplaceAll(ballotHead, "\n", "\r\n") +
			"answers:\r\n  purpose-clear: {level: in_place, known: seen, note: \"On the wall: all of it\"}\r\n" +
			"  own-login: {level: na, reason: no login at all}\r\n  powers-listed: {level: no}\r\n",
	} {
		got, err := ReadBallot(Default(), "dana.yaml", []byte(text))
		want := &Ballot{
			Session: "0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071", Name: "Dana", Role: RoleTechnical,
			Votes: map[string]Answer{
				"purpose-clear": {Level: InPlace, Known: Seen, Note: "On the wall: all of it"},
				"own-login":     {Level: NA, Reason: "no login at all"},
				"powers-listed": {Level: No},
			},
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v (%v), want %+v", name, got, err, want)
		}
	}
}

func TestReadBallotNamesEachFaultWithItsPlace(t *testing.T) {
	const good = "answers: {powers-listed: {level: no}}\n"
	head := func(old, new string) string {
		if !strings.Contains(ballotHead, old) {
			t.Fatalf("nothing to change in the head: %q", old)
		}
		return strings.Replace(ballotHead, old, new, 1)
	}
	long := func(n int) string { return strings.Repeat("x", n) }
	for _, c := range []struct {
		text string
		kind FaultKind
		want string
	}{
		// The file as a whole.
		{"", FaultMissing, "b: the file is empty; expected a YAML or JSON file"},
		{"- a\n", FaultWrongShape, "b:1:1: the ballot is not a list of named fields; expected fields such as format, session, name"},
		{"\xff", FaultNotText, "b: the file is not text in UTF-8; expected a YAML or JSON file"},
		{long(maxFileBytes + 1), FaultTooBig, "b: the file has 1048577 bytes; expected at most 1 MiB"},
		{ballotHead + "answers: &a {powers-listed: {level: no}}\n", FaultNotPlain, "b:5:10: an anchor (&) stands here; expected the text without it"},
		{ballotHead + "answers: {powers-listed: {level: !!str no}}\n", FaultNotPlain, "b:5:34: a tag (!) stands here; expected the text without it"},
		// Its format.
		{head("ballot/1", "ballot/2") + good + "more: 1\n", FaultNewer, "b:1:9: the file was written by a newer version of readycheck; expected that version to read it, or a file in the format readycheck/ballot/1"},
		{"format: readycheck/session/1\nbusiness: Rosa\nuse: u\n", FaultWrongValue, `b:1:9: "format" is "readycheck/session/1"; expected one of readycheck/ballot/1`},
		{head("ballot/1", "ballot/0") + good, FaultWrongValue, `b:1:9: "format" is "readycheck/ballot/0"; expected one of readycheck/ballot/1`},
		{head("format: readycheck/ballot/1\n", "") + good, FaultMissing, `b:1:1: the ballot has no "format"; expected one of readycheck/ballot/1`},
		{head("readycheck/ballot/1", "[a]") + good, FaultWrongShape, `b:1:9: "format" is not a word; expected one of readycheck/ballot/1`},
		// Its head.
		{head("session: 0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071\n", "") + good, FaultMissing, `b:1:1: the ballot has no "session"; expected a text`},
		{head("0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071", `""`) + good, FaultMissing, `b:2:10: "session" is empty; expected a text`},
		{head("0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071", "rosa") + good, FaultWrongValue, "b:2:10: \"rosa\" cannot be the id of a session; expected the id that `readycheck export --ballot` wrote there"},
		{head("0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071", "0192f3c4-5d6e-7f80-9a1b-2c3d4e5f607") + good, FaultWrongValue, "b:2:10: \"0192f3c4-5d6e-7f80-9a1b-2c3d4e5f607\" cannot be the id of a session; expected the id that `readycheck export --ballot` wrote there"},
		{head("0192f3c4-5d6e", "0192f3c4/5d6e") + good, FaultWrongValue, "b:2:10: \"0192f3c4/5d6e-7f80-9a1b-2c3d4e5f6071\" cannot be the id of a session; expected the id that `readycheck export --ballot` wrote there"},
		{head(`name: "Dana"`+"\n", "") + good, FaultMissing, `b:1:1: the ballot has no "name"; expected a text`},
		{head(`"Dana"`, `""`) + good, FaultMissing, `b:3:7: "name" is empty; expected a text`},
		{head(`"Dana"`, `"\e[31m\u202e "`) + good, FaultMissing, `b:3:7: "name" is empty; expected a text`},
		{head(`"Dana"`, `"\u200b \u200d"`) + good, FaultWrongValue, `b:3:7: "name" has no letter that can be seen; expected the name of the person who filled it in`},
		{head(`"Dana"`, "[Dana]") + good, FaultWrongShape, `b:3:7: "name" is not a text; expected a text`},
		{head("Dana", long(MaxName+1)) + good, FaultTooLong, `b:3:7: "name" has 121 characters; expected at most 120`},
		{head(`role: "technical"`+"\n", "") + good, FaultMissing, `b:1:1: the ballot has no "role"; expected one of business, technical, risk, operations, other`},
		{head(`"technical"`, `""`) + good, FaultMissing, `b:4:7: "role" is empty; expected one of business, technical, risk, operations, other`},
		{head(`"technical"`, "boss") + good, FaultWrongValue, `b:4:7: "role" is "boss"; expected one of business, technical, risk, operations, other`},
		{head(`"technical"`, "{a: b}") + good, FaultWrongShape, `b:4:7: "role" is not a word; expected one of business, technical, risk, operations, other`},
		{ballotHead + good + "setup: {}\n", FaultUnknownField, `b:6:1: the ballot has an unknown field "setup"; expected one of format, session, name, role, answers`},
		{ballotHead + good + "name: Dev\n", FaultDuplicate, `b:6:1: the ballot has the field "name" twice; expected each field once`},
		// Its votes.
		{ballotHead, FaultMissing, `b:1:1: the ballot has no "answers"; expected the questions with a level each`},
		{ballotHead + "answers:\n", FaultWrongShape, `b:5:9: "answers" is not a list of named fields; expected names, each with what belongs to it`},
		{ballotHead + "answers: {}\n", FaultMissing, "b:5:10: no question has a level, so there is no vote in the file; expected a level for at least one question"},
		{ballotHead + "answers: {powers-listed: {level: \"\"}}\n", FaultMissing, "b:5:10: no question has a level, so there is no vote in the file; expected a level for at least one question"},
		{ballotHead + "answers: {powers-liste: {level: no}}\n", FaultWrongValue, "b:5:11: there is no question \"powers-liste\"; expected only questions that `readycheck export --ballot` wrote"},
		{ballotHead + "answers: {powers-listed: {level: no}, powers-listed: {level: no}}\n", FaultDuplicate, `b:5:39: "answers" has the field "powers-listed" twice; expected each field once`},
		{ballotHead + "answers: {powers-listed: no}\n", FaultWrongShape, `b:5:26: the answer "powers-listed" is not a list of named fields; expected fields such as level, known, reason`},
		{ballotHead + "answers: {powers-listed: {level: no, owner: Dev}}\n", FaultUnknownField, `b:5:38: the answer "powers-listed" has an unknown field "owner"; expected one of level, known, reason, note`},
		{ballotHead + "answers: {own-login: {level: \"yes, no\"}}\n", FaultWrongValue, `b:5:30: "level" is "yes, no"; expected one of in_place, partly, no, unsure, na`},
		{ballotHead + "answers: {own-login: {level: unanswered}}\n", FaultWrongValue, `b:5:30: "level" is "unanswered"; expected one of in_place, partly, no, unsure, na`},
		{ballotHead + "answers: {own-login: {level: [no]}}\n", FaultWrongShape, `b:5:30: "level" is not a word; expected one of in_place, partly, no, unsure, na`},
		{ballotHead + "answers: {own-login: {level: na}}\n", FaultMissing, `b:5:22: the answer "own-login" does not say why the question does not apply; expected a short "reason"`},
		{ballotHead + "answers: {own-login: {level: na, reason: \" \"}}\n", FaultMissing, `b:5:42: the answer "own-login" does not say why the question does not apply; expected a short "reason"`},
		{ballotHead + "answers: {powers-listed: {level: na, reason: r}}\n", FaultWrongValue, `b:5:34: the question "powers-listed" always applies, so its level cannot be na; expected one of in_place, partly, no, unsure`},
		{ballotHead + "answers: {powers-listed: {level: no, known: sure}}\n", FaultWrongValue, `b:5:45: "known" is "sure"; expected one of assumed, told, seen`},
		{ballotHead + "answers: {powers-listed: {level: \"\", known: sure}}\n", FaultWrongValue, `b:5:45: "known" is "sure"; expected one of assumed, told, seen`},
		{ballotHead + "answers: {powers-listed: {level: \"\", note: Ask Dev}}\n", FaultMissing, `b:5:34: the answer "powers-listed" has words but no level; expected one of in_place, partly, no, unsure`},
		{ballotHead + "answers: {own-login: {reason: None}}\n", FaultMissing, `b:5:22: the answer "own-login" has words but no level; expected one of in_place, partly, no, unsure, na`},
		{ballotHead + "answers: {powers-listed: {level: no, note: " + long(MaxNote+1) + "}}\n", FaultTooLong, `b:5:44: "note" has 10001 characters; expected at most 2000`},
		{ballotHead + "answers: {own-login: {level: na, reason: " + long(MaxShort+1) + "}}\n", FaultTooLong, `b:5:42: "reason" has 301 characters; expected at most 300`},
	} {
		ballot, err := ReadBallot(Default(), "b", []byte(c.text))
		var faults Faults
		if ballot != nil || !errors.As(err, &faults) || faults[0].Error() != c.want || faults[0].Kind != c.kind {
			t.Errorf("%.300q\n got %v (%v)\nwant %s", c.text, err, ballot, c.want)
			continue
		}
		// What follows from a fault is not said again.
		if len(faults) > 1 && c.kind != FaultTooLong {
			t.Errorf("%.300q: more than one fault: %v", c.text, err)
		}
	}
}

func TestReadBallotNamesAllFaults(t *testing.T) {
	text := strings.Replace(ballotHead, "technical", "boss", 1) + "answers:\n  nothing: {level: no}\n  own-login: {level: maybe, knwon: told}\n"
	_, err := ReadBallot(Default(), "b", []byte(text))
	var got []string
	var faults Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			got = append(got, fmt.Sprintf("%s %d:%d", f.Kind, f.Line, f.Column))
		}
	}
	want := []string{"wrong-value 4:7", "wrong-value 6:3", "wrong-value 7:22", "unknown-field 7:29"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestReadBallotCleansItsTexts(t *testing.T) {
	text := strings.Replace(ballotHead, `"Dana"`, `"\u202E=cmd|' /C calc'!A0\e[31m\a\nDana\u0000"`, 1) +
		`answers: {own-login: {level: na, reason: "a\nb\u2066c", note: "one\r\ntwo\e]0;title\a"}}`
	b, err := ReadBallot(Default(), "b", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := Answer{Level: NA, Reason: "a bc", Note: "one\ntwo"}
	if b.Name != "=cmd|' /C calc'!A0 Dana" || b.Votes["own-login"] != want {
		t.Errorf("got %q and %+v", b.Name, b.Votes["own-login"])
	}
}

// "Yes" is no answer to "How fast?", and would be the bad one to a few questions.
func TestYesCountsOnlyWhereItCanBeSaid(t *testing.T) {
	set := Default()
	for _, id := range askedOtherwise {
		if _, ok := set.Question(id); !ok {
			t.Errorf("there is no question %q", id)
		}
	}
	for i := range set.Questions {
		q := &set.Questions[i]
		asks := false
		for _, piece := range strings.FieldsFunc(q.Text, func(r rune) bool { return r == '.' || r == ',' }) {
			word, _, _ := strings.Cut(strings.TrimSpace(piece), " ")
			asks = asks || slices.Contains([]string{"Who", "who", "How", "how", "What", "what", "Which", "Why", "Where"}, word)
		}
		if q.ID == "strangers-text" {
			asks = true // "yes" would be the bad answer
		}
		if got := levelMeant(set, q, "Yes"); got >= 0 == asks || got >= 0 && Level(got) != InPlace {
			t.Errorf("%s: %q: yes means %d", q.ID, q.Text, got)
		}
	}
	// A set of one's own says by its choices what a word means.
	own := &Set{ID: "own"}
	q := &Question{Choices: []Choice{{No, "Yes. All share one."}, {InPlace, "No, each has one."}, {Partly, "Some do."}}}
	if got := levelMeant(own, q, "yes"); got != int(No) {
		t.Errorf("yes means %d", got)
	}
	q.Choices[0].Text = "All share one."
	if got := levelMeant(own, q, "yes"); got >= 0 {
		t.Errorf("yes means %d", got)
	}
}

// What a ballot is forgiven, a session is not: it comes from programs and from those who write
// for them. How its signs are stored is no matter of the words, so that counts for both.
func TestASessionIsForgivenNothing(t *testing.T) {
	const session = "format: readycheck/session/1\nbusiness: B\nuse: U\nanswers:\n  own-login:\n    level: partly\n"
	wide := func(text string) string {
		out := ""
		for _, r := range text {
			out += string(r) + "\x00"
		}
		return out
	}
	for text, fine := range map[string]bool{
		session: true, "\uFEFF" + session: true, wide(session): true,
		strings.Replace(session, "partly", "Partly", 1):         false,
		strings.Replace(session, "partly", "in place", 1):       false,
		strings.Replace(session, "partly", "“partly”", 1):       false,
		strings.Replace(session, "level", "Level", 1):           false,
		strings.Replace(session, "    level", "\tlevel", 1):     false,
		strings.Replace(session, "    level", "\u00a0level", 1): false,
	} {
		if _, err := ReadSession(Default(), "s", []byte(text)); err == nil != fine {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// What is taken in elsewhere is told apart in one sentence.
func TestABallotIsNoSession(t *testing.T) {
	_, err := ReadSession(Default(), "b", []byte(ballotHead+"answers: {powers-listed: {level: no}}\n"))
	const want = "b:1:9: this is one person's ballot and not a session; expected a session: a ballot is taken in with `readycheck import --vote`"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// What is forgiven costs little, however long the file is: with cost that grows faster than the file
// these would take as long as the whole test may.
func TestALongBallotIsReadInAMoment(t *testing.T) {
	for name, text := range map[string]string{
		"fields": strings.Repeat("a:\n", 340_000), "tabs": strings.Repeat("\tx “y”\n", 90_000), "one line": "note: “" + strings.Repeat("x ", 500_000) + "”",
		"spaces": strings.Repeat(" ", 500_000) + "x" + strings.Repeat("\u00a0", 200_000),
	} {
		if _, err := ReadBallot(Default(), "b", []byte(text)); err == nil {
			t.Errorf("%s: it is taken", name)
		}
	}
}

// A vote that is taken back leaves no trace in the team: nobody counts it.
func TestAVoteWithoutALevelTakesItBack(t *testing.T) {
	team := NewTeam()
	team.Put(Seat{ID: "a", Name: "Dana"})
	team.Put(Seat{ID: "b", Name: "Dev"})
	team.Vote("a", "own-login", Answer{Level: No})
	team.Vote("b", "own-login", Answer{Level: Partly})
	team.Vote("a", "own-login", Answer{})
	if cast := team.Cast("own-login"); len(cast) != 1 || cast[0].Seat.ID != "b" || len(team.Votes["own-login"]) != 1 {
		t.Errorf("left: %+v", team.Votes)
	}
	team.Vote("b", "own-login", Answer{})
	team.Vote("b", "off-switch", Answer{})
	if len(team.Votes) != 0 || team.Hidden() != 0 {
		t.Errorf("left: %+v", team.Votes)
	}
}

// asBallot turns a hostile answers file into a hostile ballot.
func asBallot(data []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("readycheck/session/1"), []byte(BallotFormat)), []byte("business:"), []byte("name:"))
}

func TestHostileBallots(t *testing.T) {
	files := 0
	hostileFiles(t, func(folder, name string, data []byte) {
		files++
		checkBallot(t, asBallot(data), true)
	})
	if files < leastHostile {
		t.Errorf("%d hostile files", files)
	}
}

// checkBallot checks that reading ends in faults that can be shown, or in a ballot that is
// clean and holds only votes that count.
func checkBallot(t *testing.T, data []byte, refused bool) {
	t.Helper()
	b, err := ReadBallot(Default(), "fuzz.yaml", data)
	if err != nil {
		faults, ok := err.(Faults)
		if !ok || len(faults) == 0 || len(faults) > maxFaults || b != nil {
			t.Fatalf("%T: %v, %v", err, err, b)
		}
		for _, fault := range faults {
			if text := fault.Error(); text != CleanLine(text, 2000) || fault.Kind == "" {
				t.Errorf("%q is not a clean line", text)
			}
		}
		return
	}
	if refused || b.Name == "" || b.Name != CleanLine(b.Name, MaxName) || !sessionID(b.Session) || len(b.Votes) == 0 {
		t.Errorf("read as %+v", b)
	}
	for id, vote := range b.Votes {
		q, ok := Default().Question(id)
		na := vote.Level == NA
		if !ok || vote.Level == Unanswered || na && (!q.AllowNA || vote.Reason == "") {
			t.Errorf("%s: %+v", id, vote)
		}
		if vote.Note != Clean(vote.Note, MaxNote) || vote.Reason != CleanLine(vote.Reason, MaxShort) {
			t.Errorf("%s is not clean: %+v", id, vote)
		}
	}
}

// Whatever a file holds, reading it ends in faults or in a ballot that is clean.
func FuzzReadBallot(f *testing.F) {
	f.Add([]byte(ballotHead + "answers:\n  own-login:\n    level: \"na\"\n    known: \"\"\n    reason: \"none\"\n    note: \"\"\n"))
	f.Add([]byte(ballotHead + "answers: {powers-listed: {level: no, known: seen, note: \"\\e[31m\"}, off-switch: {level: }}\n"))
	f.Add([]byte("\uFEFF" + strings.ReplaceAll(ballotHead, `"`, "”") + "Answers:\n\towner-named:\n\t\tLevel\u00a0: “In place”\n\t\tknown: ‘Seen it’\n…\n"))
	f.Add([]byte(ballotHead + "answers:\n  own-login:\n\tlevel: Yes.\n\tnote: |\n\t  level: “no”\n"))
	f.Add([]byte("f\x00o\x00r\x00m\x00a\x00t\x00:\x00 \x00"))
	f.Add([]byte(`{"format": "readycheck/ballot/1", "session": "0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071", "name": "D", "role": "risk", "answers": {"powers-listed": {"level": "no"}}}`))
	hostileFiles(f, func(_, _ string, data []byte) {
		if len(data) < 4096 {
			f.Add(asBallot(data))
		}
	})
	f.Fuzz(func(t *testing.T, data []byte) { checkBallot(t, data, false) })
}
