package assessment

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

// teamFile is an export in YAML whose workshop has what stands here, each from line 6 on.
func teamFile(parts ...string) string {
	return "format: readycheck/export/1\nsession:\n  {format: readycheck/session/1, business: B, use: U,\n   question_set: {id: ai-readiness, version: \"" + Default().Version + "\"}}\nteam:\n  " +
		strings.Join(parts, "\n  ") + "\n"
}

const (
	twoSeats  = "seats: [{id: a, name: Dana, role: business}, {id: b, name: Ali, role: technical}]"
	noVotes   = "votes: {}"
	noneShown = "revealed: {}"
	undecided = "decisions: {}"
)

// Everything that a workshop in a file may hold comes in, and what follows from it.
func TestAWorkshopIsReadFromAFile(t *testing.T) {
	session, err := ReadSession(Default(), "team.yaml", []byte(teamFile(
		`seats: [{id: a, name: " Dana\u202e (boss) ", role: risk, paper: true}, {id: b, name: "", role: other, removed: true}, {id: c, name: Ali, role: technical}]`,
		`votes:`,
		`  own-login: {a: {level: partly, known: told, choice: 1, note: "Two\nlines\e[31m", at: 2026-05-01T12:00:00+02:00}, b: {level: "no"}, c: {level: in_place, known: seen}}`,
		`  clean-cut: {a: {level: na, reason: Nobody sees it}}`,
		`revealed: {own-login: true, clean-cut: true, off-switch: true}`,
		`decisions: {clean-cut: {question: clean-cut, level: partly, by: Rosa, note: So be it., owner: Mia, due: "2026-06-01", at: 2026-05-01T11:00:00Z, dissent: [{name: Dana, role: risk, level: na}]}}`,
	)))
	if err != nil {
		t.Fatal(err)
	}
	cleanTeam(t, session.Team)
	at := func(hour int) time.Time { return time.Date(2026, 5, 1, hour, 0, 0, 0, time.UTC) }
	want := &Team{
		Seats: []Seat{{ID: "a", Name: "Dana boss", Role: RoleRisk, Paper: true}, {ID: "b", Role: RoleOther, Removed: true}, {ID: "c", Name: "Ali", Role: RoleTechnical}},
		Votes: map[string]map[string]Answer{
			"own-login": {"a": {Level: Partly, Known: Told, Choice: 1, Note: "Two\nlines", At: at(10)}, "b": {Level: No}, "c": {Level: InPlace, Known: Seen}},
			"clean-cut": {"a": {Level: NA, Reason: "Nobody sees it"}},
		},
		Revealed: map[string]bool{"own-login": true, "clean-cut": true, "off-switch": true},
		Decisions: map[string]Decision{"clean-cut": {
			Question: "clean-cut", Level: Partly, By: "Rosa", Note: "So be it.", Owner: "Mia", Due: "2026-06-01", At: at(11), Dissent: []Dissent{{Name: "Dana", Role: RoleRisk, Level: NA}},
		}},
	}
	if !reflect.DeepEqual(session.Team, want) {
		t.Errorf("got\n%+v\nwant\n%+v", session.Team, want)
	}
	// The most cautious vote counts, though the file has no answer. Whoever was sent away has none.
	if got := session.Answers; len(got) != 1 || got["own-login"] != (Answer{Level: Partly, Known: Told, Choice: 1}) {
		t.Errorf("the answers are %+v", got)
	}
	roundTrip(t, Default(), session)
}

// A later answer in the file stands, whatever the votes say.
func TestAnAnswerInTheFileIsTheLaterWord(t *testing.T) {
	data := teamFile(twoSeats, `votes: {own-login: {a: {level: "no"}}}`, `revealed: {own-login: true}`, undecided)
	data = strings.Replace(data, "use: U,", "use: U, answers: {own-login: {level: in_place, by: Rosa}},", 1)
	session, err := ReadSession(Default(), "team.yaml", []byte(data))
	if err != nil || session.Answers["own-login"].Level != InPlace {
		t.Errorf("%v, %+v", err, session)
	}
}

// What a workshop cannot have is refused at its place.
func TestTheFaultsOfAWorkshop(t *testing.T) {
	seats := func(list string) []string { return []string{"seats: " + list, noVotes, noneShown, undecided} }
	votes := func(votes, revealed string) []string {
		return []string{twoSeats, "votes: " + votes, "revealed: " + revealed, undecided}
	}
	shown := func(vote string) []string { return votes("{own-login: {a: "+vote+"}}", "{own-login: true}") }
	decided := func(decisions string) []string {
		return []string{twoSeats, noVotes, noneShown, "decisions: " + decisions}
	}
	second := func(second string) []string {
		return append(votes(`{own-login: {a: {level: "no"}}}`, "{own-login: true}"), "second: "+second)
	}
	long := func(n int) string { return strings.Repeat("x", n) }
	many := func(n int, piece string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, piece+", ", i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		parts []string
		want  string
	}{
		"an empty one": {nil, ":5:6: \"team\" is not a list of named fields"},
		"a list":       {[]string{"- a"}, `:6:3: "team" is not a list of named fields`},
		"no seats":     {[]string{noVotes, noneShown, undecided}, `:6:3: "team" has no "seats"`},
		"no votes":     {[]string{twoSeats, noneShown, undecided}, `:6:3: "team" has no "votes"`},
		"none shown":   {[]string{twoSeats, noVotes, undecided}, `:6:3: "team" has no "revealed"`},
		"undecided":    {[]string{twoSeats, noVotes, noneShown}, `:6:3: "team" has no "decisions"`},
		"more":         {[]string{twoSeats, noVotes, noneShown, undecided, "code: k7f3"}, `:10:3: "team" has an unknown field "code"`},

		"seats by name":          {seats("{a: {name: Dana}}"), `:6:10: "seats" is not a list`},
		"a key":                  {seats(`[{id: a, name: Dana, role: risk, key: "SHA256:a"}]`), `:6:43: a seat has an unknown field "key"`},
		"a secret":               {seats(`[{id: a, name: Dana, role: risk, secret: abc}]`), `:6:43: a seat has an unknown field "secret"`},
		"a seat without an id":   {seats(`[{name: Dana, role: risk}]`), `:6:11: a seat has no "id"`},
		"an odd id":              {seats(`[{id: "a/../b", name: Dana, role: risk}]`), `:6:16: the id "a/../b" has other signs`},
		"a long id":              {seats(`[{id: ` + long(61) + `, name: Dana, role: risk}]`), `:6:16: "id" has 61 characters`},
		"a seat twice":           {seats(`[{id: a, name: Dana, role: risk}, {id: a, name: Ali, role: risk}]`), `:6:49: the seat "a" stands here twice`},
		"no name":                {seats(`[{id: a, role: risk}]`), `:6:11: a seat has no "name"`},
		"an invisible name":      {seats(`[{id: a, name: "()", role: risk}]`), `:6:25: "()" cannot be the name`},
		"the facilitator's name": {seats(`[{id: a, name: Fаcilitator, role: risk}]`), `:6:25: "Fаcilitator" cannot be the name`},
		"a long name":            {seats(`[{id: a, name: ` + long(121) + `, role: risk}]`), `:6:25: "name" has 121 characters`},
		"no role":                {seats(`[{id: a, name: Dana}]`), `:6:11: a seat has no "role"`},
		"an unknown role":        {seats(`[{id: a, name: Dana, role: queen}]`), `:6:37: "role" is "queen"`},
		"paper is a word":        {seats(`[{id: a, name: Dana, role: risk, paper: sometimes}]`), `:6:50: "paper" is "sometimes"`},
		"many seats":             {seats("[" + many(maxSeats+1, "{id: s%d, name: x, role: risk}") + "]"), `:6:10: there are 1001 seats`},

		"votes in a list":        {votes("[own-login]", "{}"), `:7:10: "votes" is not a list of named fields`},
		"a vote nobody has seen": {votes(`{own-login: {a: {level: "no"}}}`, "{off-switch: true}"), `:7:11: the room has not seen the votes on "own-login"`},
		"a vote on nothing":      {votes(`{no-such-question: {}}`, "{}"), `:7:11: there is no question "no-such-question"`},
		"nobody's vote":          {votes(`{own-login: {z: {level: "no"}}}`, "{own-login: true}"), `:7:23: there is no seat "z"`},
		"a seat votes twice":     {votes(`{own-login: {a: {level: "no"}, a: {level: partly}}}`, "{own-login: true}"), `:7:41: the votes on "own-login" has the field "a" twice`},
		"shown is false":         {votes("{}", "{own-login: false}"), `:8:25: "own-login" is "false"`},
		"shown on nothing":       {votes("{}", "{no-such-question: true}"), `:8:14: there is no question "no-such-question"`},
		"much shown":             {votes("{}", "{"+many(maxAnswers+1, "q%d: true")+"}"), `:8:13: "revealed" has 1001 questions`},

		"a vote without a level": {shown(`{known: seen}`), `:7:26: the vote on "own-login" has no "level"`},
		"an open vote":           {shown(`{level: unanswered}`), `:7:34: "level" is "unanswered"`},
		"an unknown level":       {shown(`{level: maybe}`), `:7:34: "level" is "maybe"`},
		"an unknown way":         {shown(`{level: "no", known: guessed}`), `:7:47: "known" is "guessed"`},
		"choice 7":               {shown(`{level: "no", choice: 7}`), `:7:48: "choice" is "7"`},
		"a vote with an owner":   {shown(`{level: "no", owner: Dev}`), `:7:40: the vote on "own-login" has an unknown field "owner"`},
		"na where it applies":    {votes(`{says-it-is-ai: {a: {level: na, reason: R}}}`, "{says-it-is-ai: true}"), `:7:38: the question "says-it-is-ai" always applies`},
		"na without a reason":    {shown(`{level: na}`), `:7:26: the vote on "own-login" does not say why`},
		"a long note":            {shown(`{level: "no", note: ` + long(MaxVoteNote+1) + `}`), `:7:46: "note" has 2001 characters`},
		"a long reason":          {shown(`{level: "no", reason: ` + long(MaxShort+1) + `}`), `:7:48: "reason" has 301 characters`},
		"no time":                {shown(`{level: "no", at: noon}`), `:7:44: "noon" is not a time`},

		"second rounds in a list":   {second("[own-login]"), `:10:11: "second" is not a list of named fields`},
		"a second round before":     {second(`{off-switch: {votes: {}, shown: false}}`), `:10:12: the room has not seen the votes on "off-switch"`},
		"a second round on nothing": {second(`{no-such-question: {votes: {}, shown: true}}`), `:10:12: there is no question "no-such-question"`},
		"a second round in words":   {second(`{own-login: again}`), `:10:23: the second round on "own-login" is not a list of named fields`},
		"a third round":             {second(`{own-login: {votes: {}, shown: true, third: {}}}`), `:10:48: the second round on "own-login" has an unknown field "third"`},
		"no second votes":           {second(`{own-login: {shown: true}}`), `:10:23: the second round on "own-login" has no "votes"`},
		"second, seen or not":       {second(`{own-login: {votes: {}}}`), `:10:23: the second round on "own-login" has no "shown"`},
		"shown perhaps":             {second(`{own-login: {votes: {}, shown: perhaps}}`), `:10:42: "shown" is "perhaps"`},
		"a second vote too early":   {second(`{own-login: {votes: {a: {level: "no"}}, shown: false}}`), `:10:31: the room has not seen the second votes on "own-login"`},
		"nobody's second vote":      {second(`{own-login: {votes: {z: {level: "no"}}, shown: true}}`), `:10:32: there is no seat "z"`},
		"a second vote, no level":   {second(`{own-login: {votes: {a: {known: seen}}, shown: true}}`), `:10:35: the vote on "own-login" has no "level"`},
		"a second round twice":      {second(`{own-login: {votes: {}, shown: true}, own-login: {votes: {}, shown: true}}`), `:10:49: "second" has the field "own-login" twice`},
		"anonymous is a word":       {seats(`[{id: a, name: Dana, role: risk, anonymous: sometimes}]`), `:6:54: "anonymous" is "sometimes"`},

		"a decision on nothing":          {decided("{no-such-question: {}}"), `:9:15: there is no question "no-such-question"`},
		"another question":               {decided(`{own-login: {question: off-switch, level: "no", by: R}}`), `:9:37: the decision on "own-login" names the question "off-switch"`},
		"no question":                    {decided(`{own-login: {level: "no", by: R}}`), `:9:26: the decision on "own-login" has no "question"`},
		"decided, and no level":          {decided(`{own-login: {question: own-login, by: R}}`), `:9:26: the decision on "own-login" has no "level"`},
		"decided by nobody":              {decided(`{own-login: {question: own-login, level: "no"}}`), `:9:26: the decision on "own-login" has no "by"`},
		"decided that it does not apply": {decided(`{says-it-is-ai: {question: says-it-is-ai, level: na, by: R}}`), `:9:63: the question "says-it-is-ai" always applies`},
		"a long why":                     {decided(`{own-login: {question: own-login, level: "no", by: R, note: ` + long(MaxNote+1) + `}}`), `"note" has 10001 characters`},
		"dissent in words":               {decided(`{own-login: {question: own-login, level: "no", by: R, dissent: Dana}}`), `"dissent" is not a list`},
		"dissent without a level":        {decided(`{own-login: {question: own-login, level: "no", by: R, dissent: [{name: Dana, role: risk}]}}`), `a vote that was another one has no "level"`},
		"dissent by nobody to be seen":   {decided(`{own-login: {question: own-login, level: "no", by: R, dissent: [{name: "\u200b:", role: risk, level: na}]}}`), `cannot be the name`},
		"much dissent":                   {decided(`{own-login: {question: own-login, level: "no", by: R, dissent: [` + many(maxSeats+1, "{name: x%d, role: risk, level: na}") + `]}}`), `has 1001 who voted otherwise`},
	} {
		session, err := ReadSession(Default(), "team.yaml", []byte(teamFile(c.parts...)))
		faults, ok := err.(Faults)
		if !ok || session != nil {
			t.Errorf("%s: got %v and %v, want faults", name, session, err)
			continue
		}
		if !strings.Contains(err.Error(), c.want) || faults[0].Expected == "" {
			t.Errorf("%s: got\n%v\nwant %s", name, err, c.want)
		}
		if len(faults) > 1 && name != "much shown" {
			t.Logf("%s: %d faults: %v", name, len(faults), faults)
		}
	}
	// The control: what is changed above is fine.
	if _, err := ReadSession(Default(), "team.yaml", []byte(teamFile(twoSeats, noVotes, noneShown, undecided))); err != nil {
		t.Error(err)
	}
}

// Questions of an earlier version are kept, and answers with those of the room have one bound.
func TestAWorkshopOfAnotherVersion(t *testing.T) {
	other := func(data string) string {
		return strings.Replace(data, `version: "`+Default().Version, `version: "0.1`, 1)
	}
	data := other(teamFile(twoSeats, `votes: {dropped-since: {a: {level: "no"}}}`, `revealed: {dropped-since: true}`,
		`decisions: {dropped-too: {question: dropped-too, level: na, by: R}}`))
	session, err := ReadSession(Default(), "team.yaml", []byte(data))
	if err != nil || session.Team.Votes["dropped-since"]["a"].Level != No || session.Team.Decisions["dropped-too"].Level != NA || session.Answers["dropped-since"].Level != No {
		t.Fatalf("%v, %+v", err, session)
	}
	roundTrip(t, Default(), session)
	var answers, votes, revealed strings.Builder
	for i := range maxAnswers {
		fmt.Fprintf(&answers, "a%d: {level: partly}, ", i)
	}
	votes.WriteString("v: {a: {level: partly}}")
	revealed.WriteString("v: true")
	data = other(teamFile(twoSeats, "votes: {"+votes.String()+"}", "revealed: {"+revealed.String()+"}", undecided))
	data = strings.Replace(data, "use: U,", "use: U, answers: {"+answers.String()+"},", 1)
	if _, err := ReadSession(Default(), "team.yaml", []byte(data)); err == nil || !strings.Contains(err.Error(), ":6:3: there are 1001 answers with those of the room") {
		t.Errorf("got %v", err)
	}
}

// anonymousRounds is a session whose workshop has had all that two rounds can have, with a word in
// it that nobody but the room's owner may read.
func anonymousRounds(set *Set) *Session {
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	s := &Session{Business: "B", Use: "U", SetID: set.ID, SetVersion: set.Version, Created: at, Changed: at, Answers: map[string]Answer{}, Team: NewTeam()}
	t := s.Team
	for _, seat := range []Seat{
		{ID: "a", Name: "Dana", Role: RoleRisk, Key: "SHA256:canary"},
		{ID: "b", Name: "Ali", Role: RoleTechnical},
		{ID: "c", Name: "3", Role: RoleOther, Anonymous: true, Key: "SHA256:canary"},
		{ID: "d", Name: "4", Role: RoleOther, Anonymous: true},
		{ID: "e", Name: "5", Role: RoleOther, Anonymous: true, Removed: true},
		{ID: "f", Name: "6", Role: RoleOther, Anonymous: true},
	} {
		t.Put(seat)
	}
	vote := func(second bool, question string, levels ...Level) {
		for i, level := range levels {
			if level != Unanswered {
				t.VoteIn(second, t.Seats[i].ID, question, Answer{Level: level, Known: Told, Note: fmt.Sprintf("%v of %v", level, second), At: at})
			}
		}
	}
	// Shown twice, and not everybody voted once more.
	vote(false, "own-login", InPlace, No, Partly, InPlace, No)
	t.Show("own-login", false)
	vote(true, "own-login", Partly, Unanswered, InPlace, Partly, No, Unsure)
	t.Show("own-login", true)
	// Begun once more, and not shown.
	vote(false, "off-switch", Partly, Partly, Unanswered, Unsure)
	t.Show("off-switch", false)
	t.OpenAgain("off-switch")
	t.VoteAgain("b", "off-switch", Answer{Level: No, Note: "canary"})
	t.VoteAgain("c", "off-switch", Answer{Level: No, Note: "canary"})
	// Never shown.
	t.Vote("a", "powers-listed", Answer{Level: No, Note: "canary"})
	// Shown twice, and decided, with somebody who sees to it.
	vote(false, "clean-cut", No, InPlace)
	t.Show("clean-cut", false)
	vote(true, "clean-cut", Partly, InPlace)
	t.Show("clean-cut", true)
	for _, question := range []string{"own-login", "off-switch"} {
		s.TakeVotes(question)
	}
	t.Decisions["clean-cut"] = t.Decide("clean-cut", Partly, "Rosa", "So be it.", at)
	s.Answers["clean-cut"] = Answer{Level: Partly, Known: Told, By: "Rosa", Owner: "Dana", Due: "2026-12-01", Note: "So be it.", At: at}
	return s
}

// What is read back is written anew byte for byte the same: both rounds, those without a name, and
// who sees to a decision.
func TestTwoRoundsAreReadBackAndWrittenTheSame(t *testing.T) {
	set := Default()
	session := anonymousRounds(set)
	data, err := MarshalExport(session, Evaluate(set, session))
	if err != nil {
		t.Fatal(err)
	}
	if err := schemas(t)("export").Validate(instance(t, data)); err != nil {
		t.Error(err)
	}
	if strings.Contains(string(data), "canary") {
		t.Errorf("it tells what no room has seen:\n%s", data)
	}
	back, err := ReadSession(set, "export.json", data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := MarshalExport(back, Evaluate(set, back))
	if err != nil || string(again) != string(data) {
		t.Errorf("%v: it went out as\n%s\nand goes out as\n%s", err, data, again)
	}
	for _, question := range []string{"own-login", "off-switch", "clean-cut"} {
		if got, want := fmt.Sprint(levelsOf(back.Team.Cast(question))), fmt.Sprint(levelsOf(session.Team.Cast(question))); got != want {
			t.Errorf("on %s %s counts and not %s", question, got, want)
		}
		if got, want := fmt.Sprint(levelsOf(back.Team.First(question))), fmt.Sprint(levelsOf(session.Team.First(question))); got != want {
			t.Errorf("on %s the first round was %s and not %s", question, got, want)
		}
	}
	if got := fmt.Sprint(levelsOf(back.Team.Cast("own-login"))); got != "[no unsure partly partly in_place]" {
		t.Errorf("on own-login %s counts", got)
	}
	if round := back.Team.Second["off-switch"]; !back.Team.Again("off-switch") || len(round.Votes) > 0 || back.Answers["off-switch"].Level != Unsure {
		t.Errorf("the round that was begun came back as %+v, and %+v stands", round, back.Answers["off-switch"])
	}
	if got := back.Answers["clean-cut"]; got != session.Answers["clean-cut"] {
		t.Errorf("decided was %+v and is %+v", session.Answers["clean-cut"], got)
	}
	roundTrip(t, set, back)
}

func levelsOf(votes []SeatVote) (levels []string) {
	for _, v := range votes {
		levels = append(levels, v.Vote.Level.String())
	}
	return levels
}

// The votes of people without a name tell nothing by their order, their seat or their time,
// wherever the file is from.
func TestAFileDoesNotTellWhoseAVoteIs(t *testing.T) {
	seats := "seats: [{id: a, name: Dana, role: risk}, {id: c, name: \"1\", role: other, anonymous: true}, {id: d, name: \"2\", role: other, anonymous: true}]"
	read := func(c, d string) *Session {
		t.Helper()
		s, err := ReadSession(Default(), "team.yaml", []byte(teamFile(seats,
			`votes: {own-login: {a: {level: partly}, c: {level: `+c+`, at: 2026-05-01T12:00:00Z}, d: {level: `+d+`, at: 2026-05-01T12:01:00Z}}}`,
			`revealed: {own-login: true}`, undecided, `second: {own-login: {votes: {c: {level: partly}, d: {level: partly}}, shown: true}}`)))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	one, other := read(`"no"`, "in_place"), read("in_place", `"no"`)
	if !reflect.DeepEqual(one.Team, other.Team) {
		t.Errorf("it tells who voted what:\n%+v\n%+v", one.Team, other.Team)
	}
	if one.Team.Votes["own-login"]["c"].Level != No || len(one.Team.Cast("own-login")) != 3 {
		t.Errorf("%+v", one.Team)
	}
}
