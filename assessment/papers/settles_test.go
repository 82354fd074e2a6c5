package papers

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
)

// settling is what all papers settle in a setup, as "paper: question".
func settling(set *assessment.Set, setup assessment.Setup) []string {
	var out []string
	for _, paper := range Papers {
		for _, id := range paper.Settles(set, &assessment.Session{Setup: setup}) {
			out = append(out, paper.Name+": "+id)
		}
	}
	return out
}

func TestAWrittenPaperSettlesOnlyWhatAsksForWriting(t *testing.T) {
	team := assessment.Setup{
		Kind: "customer-replies", StageNow: "limited", Connection: []string{"connector"}, Powers: []string{"read", "send"},
		Audience: []string{"staff", "customers"}, Information: []string{"personal"}, Depth: assessment.Full,
	}
	alone := assessment.Setup{
		Kind: "marketing", StageNow: "pilot", Connection: []string{"none"}, Powers: []string{"draft"},
		Audience: []string{"me"}, Information: []string{"public"}, Depth: assessment.Full,
	}
	unknown, pasting, quick := team, team, team
	unknown.Powers = []string{assessment.Unknown}
	pasting.Connection, pasting.Powers = []string{"none"}, []string{"draft"}
	quick.Depth = assessment.Quick
	for _, c := range []struct {
		name  string
		setup assessment.Setup
		want  string
	}{
		{"a team, connected", team, "job: purpose-clear, job: powers-listed, incident: leak-steps, pause: pause-rules, pause: more-access"},
		{"nobody knows what it can do", unknown, "job: purpose-clear, incident: leak-steps, pause: pause-rules, pause: more-access"},
		{"a team that pastes", pasting, "job: purpose-clear, job: sources-approved, incident: leak-steps, pause: pause-rules"},
		{"an owner who pastes", alone, "job: purpose-clear, job: sources-approved, pause: pause-rules, pause: stages-apart"},
		{"a quick check", quick, "job: purpose-clear, job: powers-listed, pause: pause-rules"},
	} {
		if got := strings.Join(settling(assessment.Default(), c.setup), ", "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// The words that a paper was found to be enough for. Who changes one of them has to look again
// at the paper, and at the reason in settled.
var enough = map[string][]string{
	"purpose-clear": {
		"One written sentence says what it does, and for whom.",
		"I have written it down in one sentence.",
	},
	"powers-listed": {
		"One list says all that it may read, change, send, pay and approve.",
		"My list says all that it may read, change, send, pay and approve.",
	},
	"sources-approved": {"It is written down what may be pasted or uploaded, and what never."},
	"leak-steps": {
		"A card says whom to call, how to cut it off, who must be told, and by when.",
		"A card says whom I call, how I cut it off, who must be told, and by when.",
	},
	"pause-rules": {
		"It is written down when to pause it, and who decides.",
		"I wrote down what would make me pause it.",
	},
	"more-access": {
		"One person decides, and it is written down what must go well first.",
		"Only I can give it more, and I wrote down what must go well first.",
	},
	"stages-apart": {"I wrote down which it is and the day on which I decide again."},
}

// Over all setups: nothing is settled in words that nobody looked at, and each that somebody
// looked at is met.
func TestWhatIsSettledIsInTheWordsThatWereLookedAt(t *testing.T) {
	set := assessment.Default()
	met := map[string]bool{}
	for _, audience := range [][]string{{"me"}, {"staff"}, {"customers"}, {"me", "customers"}} {
		for _, connection := range []string{"none", "builtin", "connector", "custom", "unknown"} {
			for _, powers := range []string{"draft", "act", "unknown"} {
				session := &assessment.Session{Setup: assessment.Setup{
					Kind: "admin", StageNow: "limited", Connection: []string{connection}, Powers: []string{powers},
					Audience: audience, Information: []string{"personal"}, Depth: assessment.Full,
				}}
				for _, paper := range Papers {
					for _, id := range paper.Settles(set, session) {
						q, _ := set.Question(id)
						for _, text := range inPlace(q.For(&session.Setup)) {
							met[text] = true
							if !slices.Contains(enough[id], text) {
								t.Errorf("%s settles %s, whose words nobody has looked at: %q", paper.Name, id, text)
							}
						}
					}
				}
			}
		}
	}
	for _, texts := range enough {
		for _, text := range texts {
			if !met[text] {
				t.Errorf("%q is settled by nothing", text)
			}
		}
	}
}

// What is in place only once it was tried, is done, or was agreed to is never settled by paper.
func TestNoPaperProvesThatSomethingWasDone(t *testing.T) {
	for _, id := range []string{
		"off-switch", "clean-cut", "undo", "spare-copy", "tried-hard", "after-change", "limits-known", "check-source", "review-rules",
		"feedback", "manager-yes", "risk-reviewed", "qualified-review", "owner-named", "help-when-fails", "logs-read", "requests-kept",
	} {
		for paper, questions := range settled {
			if questions[id] != nil {
				t.Errorf("%s settles %s", paper, id)
			}
		}
	}
}

func TestEachPaperSaysWhatItSettles(t *testing.T) {
	for _, paper := range Papers {
		questions, said := settled[paper.Name]
		if !said {
			t.Errorf("nobody has said what %s settles", paper.Name)
		}
		for id := range questions {
			if !slices.Contains(paper.Questions, id) {
				t.Errorf("%s settles %s, which it has no line for", paper.Name, id)
			}
		}
	}
	if len(settled) != len(Papers) {
		t.Errorf("%v are not all papers", slices.Sorted(maps.Keys(settled)))
	}
}

// Another set may ask something else under the same name.
func TestAPaperSettlesNothingOfASetThatAsksOtherThings(t *testing.T) {
	other := *assessment.Default()
	other.Questions = slices.Clone(other.Questions)
	for i := range other.Questions {
		q := &other.Questions[i]
		q.Variants = nil
		q.Choices = slices.Clone(q.Choices)
		q.Choices[0].Text = "It was tried for a month, and all went well."
	}
	setup := assessment.Setup{Kind: "admin", StageNow: "idea", Connection: []string{"connector"}, Powers: []string{"act"}, Audience: []string{"staff"}, Information: []string{"personal"}}
	if got := settling(assessment.Default(), setup); len(got) == 0 {
		t.Fatal("the set of the house settles nothing, so nothing was looked for")
	}
	if got := settling(&other, setup); len(got) > 0 {
		t.Errorf("%v is settled in other words", got)
	}
}

func TestThePaperThatAStepAsksFor(t *testing.T) {
	set := assessment.Default()
	for question, name := range asksFor {
		if paper, ok := Named(name); !ok || !slices.Contains(paper.Questions, question) {
			t.Errorf("%s asks for %q, which has no line for it", question, name)
		}
	}
	for question, name := range asksForAlone {
		if paper, ok := Named(name); !ok || !slices.Contains(paper.Questions, question) || asksFor[question] == "" {
			t.Errorf("alone, %s asks for %q, which has no line for it", question, name)
		}
	}
	// What a paper settles, its step asks for.
	for paper, questions := range settled {
		for id := range questions {
			if asksFor[id] != paper {
				t.Errorf("%s settles %s, whose step asks for %q", paper, id, asksFor[id])
			}
		}
	}
	alone := &assessment.Session{Setup: assessment.Setup{
		Kind: "marketing", StageNow: "idea", Connection: []string{"none"}, Powers: []string{"draft"},
		Audience: []string{"me"}, Information: []string{"public"}, Depth: assessment.Quick,
	}}
	team := &assessment.Session{Setup: assessment.Setup{
		Kind: "marketing", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"send"},
		Audience: []string{"staff"}, Information: []string{"personal"},
	}}
	for _, c := range []struct {
		session        *assessment.Session
		question, want string
	}{
		{alone, "pause-rules", "pause"},
		{alone, "owner-named", "staff"},
		{alone, "success-measured", "pause"},
		{alone, "off-switch", ""},
		{team, "owner-named", "register"},
		{team, "off-switch", "off-switch"},
		{team, "source-shown", ""},
		{team, "spare-copy", ""},
		{team, "no-such-question", ""},
	} {
		paper, ok := ForQuestion(set, c.session, c.question)
		if paper.Name != c.want || ok != (c.want != "") {
			t.Errorf("%s asks for %q, %v, want %q", c.question, paper.Name, ok, c.want)
		}
	}
}
