package assessment

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

// scored is one hand-worked case of testdata/scores.
type scored struct {
	About string
	// Rest is what every question counts as that the session does not answer.
	Rest    *restOfAnswers
	Session yaml.Node
	Want    struct {
		Stage, Carries, Pattern string
		// Cap is empty where nothing holds the stage back.
		Cap                     string
		IfConfirmed             string `yaml:"if_confirmed"`
		AheadOfSafeguards       bool   `yaml:"ahead_of_safeguards"`
		Provisional             bool
		Integration, Deployment struct {
			Stage  string
			Counts map[string]int
		}
		Items     map[string]string
		Blocks    map[string]string
		Alerts    []string
		FirstStep *struct{ Question, Kind, Blocks string } `yaml:"first_step"`
	}
}

func TestHandWorkedSessions(t *testing.T) {
	files, err := filepath.Glob("testdata/scores/*.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("found %d cases (%v), want at least 40", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			c, session := readScored(t, file)
			c.hold(t, Evaluate(Default(), session))
		})
	}
}

// readScored reads a case and the session in it, which is an answers file of its own.
func readScored(t *testing.T, file string) (c scored, session *Session) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	answers, err := yaml.Marshal(&c.Session)
	if err != nil {
		t.Fatal(err)
	}
	if session, err = ReadSession(Default(), file, answers); err != nil {
		t.Fatal(err)
	}
	c.Rest.fill(t, session, nil)
	return c, session
}

func (c *scored) hold(t *testing.T, got Summary) {
	t.Helper()
	equal := func(what string, got, want any) {
		t.Helper()
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %v, want %v (%s)", what, got, want, c.About)
		}
	}
	want := &c.Want
	equal("stage", got.Stage, want.Stage)
	equal("carries", got.Carries, want.Carries)
	equal("cap", strings.Replace(got.Cap.String(), "null", "", 1), want.Cap)
	equal("if_confirmed", got.IfConfirmed, want.IfConfirmed)
	equal("pattern", got.Pattern, want.Pattern)
	equal("ahead_of_safeguards", got.AheadOfSafeguards, want.AheadOfSafeguards)
	equal("provisional", got.Provisional, want.Provisional)
	equal("integration stage", got.Lenses.Integration.Stage, want.Integration.Stage)
	equal("deployment stage", got.Lenses.Deployment.Stage, want.Deployment.Stage)
	equal("integration counts", countMap(got.Lenses.Integration.Counts), want.Integration.Counts)
	equal("deployment counts", countMap(got.Lenses.Deployment.Counts), want.Deployment.Counts)
	for _, item := range got.Items {
		if status, ok := want.Items[item.ID]; ok {
			equal("status of "+item.ID, item.Status, status)
		}
		if blocks, ok := want.Blocks[item.ID]; ok {
			equal("blocks of "+item.ID, blocksCode(item.Blocks), blocks)
		}
	}
	if want.Alerts != nil {
		var ids []string
		for _, a := range got.Alerts {
			ids = append(ids, a.ID)
		}
		slices.Sort(ids)
		slices.Sort(want.Alerts)
		equal("alerts", ids, want.Alerts)
	}
	if want.FirstStep != nil {
		if len(got.Steps) == 0 {
			t.Fatalf("no next step, want %v", *want.FirstStep)
		}
		s := got.Steps[0]
		equal("first step", []string{s.Question, s.Kind.String(), blocksCode(s.Blocks)},
			[]string{want.FirstStep.Question, want.FirstStep.Kind, want.FirstStep.Blocks})
	}
}

func blocksCode(stage *Stage) string {
	if stage == nil {
		return ""
	}
	return stage.String()
}

func countMap(c Counts) map[string]int {
	return map[string]int{
		"in_place": c.InPlace, "partly": c.Partly, "no": c.No, "unsure": c.Unsure, "na": c.NA, "unanswered": c.Unanswered,
	}
}

// The hand-worked cases are worth what they cover: each stage, pattern, raise and
// alert of the set must decide at least one of them.
func TestHandWorkedSessionsCoverTheRules(t *testing.T) {
	set := Default()
	seen := map[string]bool{}
	files, _ := filepath.Glob("testdata/scores/*.yaml")
	for _, file := range files {
		_, session := readScored(t, file)
		sum := Evaluate(set, session)
		seen["stage "+sum.Stage.String()] = true
		seen["pattern "+sum.Pattern.String()] = true
		for lens := range Lens(len(lensCodes)) {
			seen[fmt.Sprintf("%s at %s", lens, sum.Lenses.Of(lens).Stage)] = true
		}
		for _, alert := range sum.Alerts {
			seen["alert "+alert.ID] = true
		}
		in := circumstances{set: set, session: session, levels: set.levels(session, make([]Level, len(set.Questions)))}
		for i := range set.Raises {
			if set.Raises[i].When.holds(&in) {
				seen[fmt.Sprint("raise ", i)] = true
			}
		}
	}
	for _, stage := range stageCodes {
		for _, what := range []string{"stage " + stage, "integration at " + stage, "deployment at " + stage} {
			if !seen[what] {
				t.Errorf("no case shows %s", what)
			}
		}
	}
	for _, p := range patternCodes {
		if !seen["pattern "+p] {
			t.Errorf("no case shows the pattern %s", p)
		}
	}
	for i := range set.Raises {
		if !seen[fmt.Sprint("raise ", i)] {
			t.Errorf("no case shows raise %d", i)
		}
	}
	for i := range set.Alerts {
		if !seen["alert "+set.Alerts[i].ID] {
			t.Errorf("no case fires the alert %s", set.Alerts[i].ID)
		}
	}
}

func TestABlankSessionIsNoneAndProvisional(t *testing.T) {
	for _, depth := range []Depth{Quick, Full} {
		sum := Evaluate(Default(), &Session{Setup: Setup{Depth: depth}})
		if sum.Stage != StageNone || !sum.Provisional || len(sum.Steps) != 0 {
			t.Errorf("%s: stage %s, provisional %v, %d steps", depth, sum.Stage, sum.Provisional, len(sum.Steps))
		}
		if sum.Lenses.Integration.Counts.Unanswered != 7 || sum.Lenses.Deployment.Counts.Unanswered != 7 {
			t.Errorf("%s: counts %+v", depth, sum.Lenses)
		}
	}
}

// An answer that the question does not allow never counts in anyone's favour.
func TestNAWhereItIsNotOfferedCountsAsUnanswered(t *testing.T) {
	session := &Session{Answers: map[string]Answer{"powers-listed": {Level: NA, Reason: "because"}}}
	for _, item := range Evaluate(Default(), session).Items {
		if item.ID == "I2" && item.Status != Unanswered {
			t.Errorf("I2 is %s", item.Status)
		}
	}
}

// drawSession makes any session of the set, with answers to questions that apply and
// to questions that do not.
func drawSession(t *rapid.T, set *Set) *Session {
	session := &Session{Answers: map[string]Answer{}}
	for _, field := range SetupFields {
		session.Setup.Set(field.Name, rapid.SliceOfN(rapid.SampledFrom(field.Codes), 0, 3).Draw(t, field.Name))
	}
	for i := range set.Questions {
		session.Answers[set.Questions[i].ID] = Answer{
			Level: Level(rapid.IntRange(0, int(NA)).Draw(t, "level")), Known: Known(rapid.IntRange(0, 2).Draw(t, "known")),
		}
	}
	return session
}

// clone copies a session, so that a test can change the copy.
func clone(s *Session) *Session {
	out := *s
	out.Answers = maps.Clone(s.Answers)
	return &out
}

func TestABetterAnswerNeverLowersAStage(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		session := drawSession(t, set)
		q := rapid.SampledFrom(set.Questions).Draw(t, "question").ID
		worse := session.Answers[q]
		if worse.Level == NA {
			t.Skip("na is neither better nor worse")
		}
		better := worse
		better.Level = Level(rapid.IntRange(int(worse.Level), int(InPlace)).Draw(t, "better level"))
		better.Known = Known(rapid.IntRange(int(worse.Known), int(Seen)).Draw(t, "better known"))
		after := clone(session)
		after.Answers[q] = better
		before, now := Evaluate(set, session), Evaluate(set, after)
		if now.Stage < before.Stage ||
			now.Lenses.Integration.Stage < before.Lenses.Integration.Stage ||
			now.Lenses.Deployment.Stage < before.Lenses.Deployment.Stage {
			t.Fatalf("%s from %s/%s to %s/%s lowers %s to %s", q, worse.Level, worse.Known, better.Level, better.Known, before.Stage, now.Stage)
		}
	})
}

func TestHiddenAnswersNeverCount(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		session := drawSession(t, set)
		shown := clone(session)
		flow := NewFlow(set, session)
		for i := range set.Questions {
			if id := set.Questions[i].ID; flow.Position(id) < 0 {
				delete(shown.Answers, id)
			}
		}
		if all, counted := Evaluate(set, session), Evaluate(set, shown); !reflect.DeepEqual(all, counted) {
			t.Fatalf("hidden answers change the summary:\n%+v\n%+v", all, counted)
		}
	})
}

func TestAStrongerSetupNeverRaisesAStage(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		session := drawSession(t, set)
		session.Setup.Depth = Quick
		risky := clone(session)
		risky.Setup.Set("powers", append([]string{"act"}, session.Setup.Powers...))
		risky.Setup.Set("audience", append([]string{"customers"}, session.Setup.Audience...))
		if before, now := Evaluate(set, session), Evaluate(set, risky); now.Stage > before.Stage {
			t.Fatalf("more powers and customers raise %s to %s", before.Stage, now.Stage)
		}
	})
}

func TestFlowWalksOnlyWhatApplies(t *testing.T) {
	set := Default()
	quick := NewFlow(set, &Session{Setup: Setup{Depth: Quick}})
	// The 14 leads, and what cannot wait.
	if quick.Len() != 15 {
		t.Errorf("a quick check asks %d questions, want 15", quick.Len())
	}
	typical := Setup{
		Kind: "customer-replies", StageNow: "pilot", Connection: []string{"connector"}, Powers: []string{"read", "draft"},
		Audience: []string{"staff"}, Information: []string{"personal"}, Depth: Full,
	}
	full := NewFlow(set, &Session{Setup: typical, Answers: map[string]Answer{"requests-kept": {Level: InPlace}}})
	if full.Len() < 28 || full.Len() > 36 {
		t.Errorf("a typical full check asks %d questions, want 28 to 36", full.Len())
	}
	if q, f := quick.Left(), full.Left(); q < 4 || q > 9 || f < 12 || f > 20 {
		t.Errorf("quick takes %d minutes, full %d; want 4 to 9, and 12 to 20", q, f)
	}
}

// The smallest change that Explain names is enough: it lifts the lens by a stage.
func TestTheSmallestChangeLiftsTheLens(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		session := drawSession(t, set)
		sum := Evaluate(set, session)
		lens := Lens(rapid.IntRange(0, 1).Draw(t, "lens"))
		why := Explain(set, session, &sum, lens)
		if sum.Lenses.Of(lens).Stage == Broad {
			if len(why.Reasons) != 0 {
				t.Fatalf("broad, yet %d reasons", len(why.Reasons))
			}
			return
		}
		if len(why.Reasons) == 0 {
			t.Fatal("no reason for not reaching the next stage")
		}
		lifted := clone(session)
		for _, reason := range why.Reasons {
			for _, q := range reason.Decide {
				lifted.Answers[q.ID] = Answer{Level: reason.Need.Level, Known: reason.Need.Known}
			}
		}
		after := Evaluate(set, lifted)
		// Lifting the answer on records opens the question who reads them, which counts
		// towards I7 and may still be open.
		if len(NewFlow(set, lifted).applies) == len(NewFlow(set, session).applies) && after.Lenses.Of(lens).Stage < why.Next {
			t.Fatalf("%s stays at %s", lens, after.Lenses.Of(lens).Stage)
		}
	})
}

func BenchmarkEvaluate(b *testing.B) {
	set := Default()
	session := fullSession(set)
	b.ReportAllocs()
	for b.Loop() {
		Evaluate(set, session)
	}
}

// fullSession answers everything, with every power, so that all questions apply.
func fullSession(set *Set) *Session {
	session := &Session{Answers: map[string]Answer{}}
	for _, field := range SetupFields {
		session.Setup.Set(field.Name, field.Codes)
	}
	session.Setup.Set("kind", []string{"customer-replies"})
	session.Setup.Set("stage_now", []string{"limited"})
	session.Setup.Set("depth", []string{"full"})
	for i := range set.Questions {
		session.Answers[set.Questions[i].ID] = Answer{Level: [...]Level{InPlace, Partly, Unsure}[i%3], Known: Told}
	}
	return session
}

func BenchmarkLoad(b *testing.B) {
	folder, err := fs.Sub(embedded, "sets/ai-readiness")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := LoadFS(folder); err != nil {
			b.Fatal(err)
		}
	}
}
