package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"readycheck/assessment"
)

const ballotSession = "0192f3c4-5d6e-7f80-9a1b-2c3d4e5f6071"

func ballotOf(t testing.TB, session *assessment.Session) string {
	t.Helper()
	var b strings.Builder
	session.ID = ballotSession
	if err := Ballot(&b, assessment.Default(), session); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGoldenBallot(t *testing.T) {
	golden(t, "ballot.yaml", []byte(ballotOf(t, read(t, "bakery.yaml").Session)))
}

// Who fills it in must not be led by what others said.
func TestABallotHoldsNobodysAnswers(t *testing.T) {
	session := read(t, "bakery.yaml").Session
	session.Business = "The bakery" // its own name is an owner's too
	bare := ballotOf(t, session)
	session.Team = assessment.NewTeam()
	session.Team.Put(assessment.Seat{ID: "a", Name: "Marisol"})
	session.Team.Vote("a", "own-login", assessment.Answer{Level: assessment.No, Note: "Quetzal"})
	if ballotOf(t, session) != bare {
		t.Error("a vote changes what others are asked")
	}
	texts := 0
	for id, a := range session.Answers {
		for _, text := range []string{a.Note, a.Owner, a.Reason, a.By, a.Due} {
			if text != "" {
				texts++
			}
			if text != "" && strings.Contains(bare, text) {
				t.Errorf("%q of %s stands in it", text, id)
			}
		}
	}
	if texts < 5 {
		t.Errorf("the session has only %d texts to look for", texts)
	}
	flow := assessment.NewFlow(assessment.Default(), session)
	if got := strings.Count(bare, "\n    level: \"\"\n"); got != flow.Len() || got < 20 {
		t.Errorf("%d empty levels, want %d", got, flow.Len())
	}
	if _, err := assessment.ReadBallot(assessment.Default(), "bare", []byte(bare)); err == nil {
		t.Error("an empty ballot is read as if somebody had voted")
	}
}

// Every question, level and line of the ballot can be used: with each choice written in,
// it is read back as just that.
func TestEveryChoiceOfABallotCanBeTaken(t *testing.T) {
	session := read(t, "bakery.yaml").Session
	text := filledIn(ballotOf(t, session), "Dana", "risk")
	flow := assessment.NewFlow(assessment.Default(), session)
	for _, level := range []assessment.Level{assessment.InPlace, assessment.Partly, assessment.No, assessment.Unsure, assessment.NA} {
		full, want := text, map[string]bool{}
		for i := range flow.Len() {
			q := flow.At(i)
			head := "  " + q.ID + ":\n"
			_, about, found := strings.Cut(text, head)
			if !found || strings.Count(text, head) != 1 {
				t.Fatalf("%s does not stand there once", q.ID)
			}
			before := text[:strings.Index(text, head)]
			before = before[strings.LastIndex(before, "\n\n"):]
			offered := strings.Contains(before, "\n#     "+level.String()+" ")
			if offered != (level == assessment.Unsure || level == assessment.NA && q.AllowNA || level != assessment.NA && q.Said(&assessment.Default().Words, assessment.Answer{Level: level}) != "") {
				t.Errorf("%s: %s is offered: %t", q.ID, level, offered)
			}
			if !offered {
				continue
			}
			body, _, _ := strings.Cut(about, "\n\n")
			written := strings.Replace(body, `level: ""`, `level: "`+level.String()+`"`, 1)
			written = strings.Replace(written, `reason: ""`, `reason: "none"`, 1)
			full = strings.Replace(full, head+body, head+written, 1)
			want[q.ID] = true
		}
		ballot, err := assessment.ReadBallot(assessment.Default(), level.String(), []byte(full))
		if err != nil {
			t.Errorf("%s: %v", level, err)
			continue
		}
		for id, vote := range ballot.Votes {
			if vote.Level != level || !want[id] {
				t.Errorf("%s: %s is %s", level, id, vote.Level)
			}
		}
		if len(ballot.Votes) != len(want) || len(want) == 0 {
			t.Errorf("%s: %d votes, want %d", level, len(ballot.Votes), len(want))
		}
	}
}

// filledIn puts a name and a role where the ballot asks for them.
func filledIn(text, name, role string) string {
	text = strings.Replace(text, "\nname: \"\"\n", "\nname: \""+name+"\"\n", 1)
	return strings.Replace(text, "\nrole: \"\"\n", "\nrole: \""+role+"\"\n", 1)
}

// No name of a business and no use can break out of its comment.
func TestABallotIsReadBackWhateverTheBusinessIsCalled(t *testing.T) {
	hostile := []string{
		"Rosa\nname: \"Mallory\"", "Rosa\r\rrole: risk", "a\u0085name: x", "a\u2028name: x", "a\u2029name: x", "\uFFFE\uFFFF", "\uFEFF",
		"---\n- a", "...", "%TAG ! x", "ж%TAG", "%\uFFFETAG ! x", "ж%\uFFFFTAG", "# # #", "&a *a !!a", "\"", "'", "{[", "\x1b[31m", "\x00\x07", "\xff\xfe", "\u202Ex", strings.Repeat("w", 2000),
		strings.Repeat("# ", 900), "Ωмега 株式会社 👩‍🍳", "\U0001FFFE", "\U000E0041", "\uD7FF\uE000",
	}
	texts := rapid.OneOf(rapid.SampledFrom(hostile), rapid.String(), rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOf(rapid.SampledFrom(hostile)).Draw(t, "parts"), rapid.StringN(0, 3, -1).Draw(t, "between"))
	}))
	rapid.Check(t, func(rt *rapid.T) {
		session := &assessment.Session{
			Business: texts.Draw(rt, "business"), Use: texts.Draw(rt, "use"), Answers: map[string]assessment.Answer{},
			Setup: assessment.Setup{Depth: rapid.SampledFrom([]assessment.Depth{assessment.Quick, assessment.Full}).Draw(rt, "depth")},
		}
		text := filledIn(ballotOf(t, session), "Dana", "other")
		text = strings.Replace(text, `level: ""`, `level: "unsure"`, 1)
		ballot, err := assessment.ReadBallot(assessment.Default(), "ballot.yaml", []byte(text))
		if err != nil {
			rt.Fatalf("%v\n%s", err, text[:min(len(text), 1500)])
		}
		if ballot.Name != "Dana" || ballot.Role != assessment.RoleOther || ballot.Session != ballotSession || len(ballot.Votes) != 1 {
			rt.Fatalf("read as %+v", ballot)
		}
	})
}
