package assessment

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// caseFile is one case of testdata/cases.
type caseFile struct {
	name  string
	About string
	// Cause are the questions whose step would have prevented a failure, Unasked those of
	// them that the first version of the questions did not have.
	Cause, Unasked []string
	// Expect are the stages at which somebody who knows the trade sees the use.
	Expect []string
	// Rest is what every question counts as that the session does not answer; Seen are
	// those of them that were seen.
	Rest    *restOfAnswers
	Seen    []string
	Session yaml.Node
}

// cases reads the cases of a folder with their sessions.
func cases(t *testing.T, folder string) ([]caseFile, []*Session) {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/" + folder + "/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s (%v)", folder, err)
	}
	var list []caseFile
	var sessions []*Session
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c := caseFile{name: strings.TrimSuffix(filepath.Base(file), ".yaml")}
		if err := yaml.Unmarshal(data, &c); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		answers, err := yaml.Marshal(&c.Session)
		if err != nil {
			t.Fatal(err)
		}
		session, err := ReadSession(Default(), file, answers)
		if err != nil {
			t.Fatal(err)
		}
		c.Rest.fill(t, session, c.Seen)
		list, sessions = append(list, c), append(sessions, session)
	}
	return list, sessions
}

// restOfAnswers is one answer to all questions that a file does not name.
type restOfAnswers struct{ Level, Known string }

// fill answers them; those named count as seen.
func (r *restOfAnswers) fill(t *testing.T, session *Session, seen []string) {
	t.Helper()
	if r == nil {
		return
	}
	var a Answer
	if err := a.Level.UnmarshalText([]byte(r.Level)); err != nil {
		t.Fatal(err)
	}
	if err := a.Known.UnmarshalText([]byte(r.Known)); err != nil {
		t.Fatal(err)
	}
	fill(t, session, func(id string) Answer {
		a := a
		if slices.Contains(seen, id) {
			a.Known = Seen
		}
		return a
	})
}

// fill answers what a session leaves open.
func fill(t *testing.T, session *Session, answer func(id string) Answer) {
	t.Helper()
	for i := range Default().Questions {
		id := Default().Questions[i].ID
		if _, said := session.Answers[id]; !said {
			session.Answers[id] = answer(id)
		}
	}
}

// typicalFirm is what testdata/cases/typical.yaml says of each question.
func typicalFirm(t *testing.T) map[string]Level {
	t.Helper()
	data, err := os.ReadFile("testdata/cases/typical.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var by map[string][]string
	if err := yaml.Unmarshal(data, &by); err != nil {
		t.Fatal(err)
	}
	out := map[string]Level{}
	for code, ids := range by {
		for _, id := range ids {
			if _, ok := Default().Question(id); !ok {
				t.Errorf("the typical firm answers %q, which is not asked", id)
			}
			level := out[id]
			if err := level.UnmarshalText([]byte(code)); err != nil {
				t.Fatal(err)
			}
			out[id] = level
		}
	}
	for i := range Default().Questions {
		if _, ok := out[Default().Questions[i].ID]; !ok {
			t.Errorf("the typical firm does not answer %s", Default().Questions[i].ID)
		}
	}
	return out
}

// variants of a failure: what is not known is not sure, or is as in a typical firm, or is
// all in place as somebody said.
func withUnknown(t *testing.T, session *Session, answer func(id string) Answer) *Session {
	t.Helper()
	out := clone(session)
	fill(t, out, answer)
	return out
}

// oneBetter makes each answer that is bad one level better.
func oneBetter(session *Session) *Session {
	out := clone(session)
	for id, a := range session.Answers {
		switch a.Level {
		case No:
			out.Answers[id] = Answer{Level: Partly, Known: a.Known}
		case Partly:
			out.Answers[id] = Answer{Level: InPlace, Known: a.Known}
		}
	}
	return out
}

func asked(session *Session, depth Depth) *Session {
	out := clone(session)
	out.Setup.Depth = depth
	return out
}

// among reports whether a step of one of the questions is among the first six.
func among(sum *Summary, questions []string) bool {
	for _, step := range sum.Steps[:min(SummarySteps, len(sum.Steps))] {
		if slices.Contains(questions, step.Question) {
			return true
		}
	}
	return false
}

func firstSteps(sum *Summary) string {
	var ids []string
	for _, step := range sum.Steps[:min(SummarySteps, len(sum.Steps))] {
		ids = append(ids, step.Question)
	}
	return strings.Join(ids, " ")
}

// The failures, and what the program would have said before: see CONTRIBUTING.md.
func TestFailuresWouldHaveBeenHeldBack(t *testing.T) {
	set, typical := Default(), typicalFirm(t)
	unsure := func(string) Answer { return Answer{Level: Unsure} }
	firm := func(id string) Answer { return Answer{Level: typical[id], Known: Told} }
	sound := func(string) Answer { return Answer{Level: InPlace, Known: Told} }
	list, sessions := cases(t, "failures")
	shown, shownTypical, inUse := 0, 0, 0
	below := map[string]int{}
	t.Logf("%-30s %-10s %-34s %s", "failure", "used at", "not sure · typical · sound", "one better: typical full, quick · sound full, quick")
	for i, c := range list {
		session := sessions[i]
		notSure, asTypical := withUnknown(t, session, unsure), withUnknown(t, session, firm)
		a, b := Evaluate(set, notSure), Evaluate(set, asTypical)
		s := Evaluate(set, withUnknown(t, session, sound))
		if among(&a, c.Cause) {
			shown++
		} else {
			t.Logf("  %s, not sure: none of %v in %s", c.name, c.Cause, firstSteps(&a))
		}
		if among(&b, c.Cause) {
			shownTypical++
		} else {
			t.Logf("  %s, typical: none of %v in %s", c.name, c.Cause, firstSteps(&b))
		}
		for _, id := range c.Unasked {
			flow := NewFlow(set, session)
			if flow.Position(id) < 0 {
				t.Errorf("%s: %s is not asked", c.name, id)
			}
		}
		if len(c.Unasked) > 0 && !among(&a, c.Unasked) {
			t.Errorf("%s: no step of %v, which nothing asked before, is among the first six, which are %s", c.name, c.Unasked, firstSteps(&a))
		}
		better := oneBetter(session)
		var stages []string
		used := session.Setup.CurrentStage()
		if used > StageNone {
			inUse++
			for _, sum := range []Summary{a, b, s} {
				if sum.Carries >= used {
					t.Errorf("%s: used at %s, carried at %s", c.name, used, sum.Carries)
				}
			}
		}
		for _, fillWith := range []struct {
			name string
			with func(string) Answer
		}{{"typical", firm}, {"sound", sound}} {
			for _, depth := range []Depth{Full, Quick} {
				sum := Evaluate(set, asked(withUnknown(t, better, fillWith.with), depth))
				stages = append(stages, sum.Stage.String())
				if sum.Stage < used {
					below[fillWith.name+" "+depth.String()]++
				} else if used > StageNone {
					t.Logf("  %s, one better, %s, %s: %s", c.name, fillWith.name, depth, sum.Stage)
				}
			}
		}
		t.Logf("%-30s %-10s %-34s %s", c.name, used, fmt.Sprintf("%s · %s · %s", a.Carries, b.Carries, s.Carries), strings.Join(stages, " "))
	}
	t.Logf("a preventing step among the first six: %d and, as a typical firm, %d of %d", shown, shownTypical, len(list))
	for _, name := range slices.Sorted(maps.Keys(below)) {
		t.Logf("below the stage in use, each bad answer one better, %s: %d of %d", name, below[name], inUse)
		// A sound firm with the same faults is harder to tell, and is only shown.
		if strings.HasPrefix(name, "typical") && below[name]*10 < inUse*9 {
			t.Errorf("%s: %d of %d below the stage in use, want nine of ten", name, below[name], inUse)
		}
	}
	if shown*6 < len(list)*5 || shownTypical*6 < len(list)*5 {
		t.Errorf("a preventing step is among the first six in %d and %d of %d", shown, shownTypical, len(list))
	}
}

func TestWellRunUsesGoOn(t *testing.T) {
	list, sessions := cases(t, "well-run")
	for i, c := range list {
		sum := Evaluate(Default(), sessions[i])
		used := sessions[i].Setup.CurrentStage()
		t.Logf("%-20s used at %-10s carried at %s", c.name, used, sum.Carries)
		if sum.Carries < used || sum.Stage < used {
			t.Errorf("%s: used at %s and refused: %s\n%s", c.name, used, sum.Stage, firstSteps(&sum))
		}
	}
}

func TestOrdinaryBusinessesStandWhereTheTradeSeesThem(t *testing.T) {
	list, sessions := cases(t, "businesses")
	inside := 0
	for i, c := range list {
		sum := Evaluate(Default(), sessions[i])
		t.Logf("%-22s expected %-18v is %s", c.name, c.Expect, sum.Stage)
		if slices.Contains(c.Expect, sum.Stage.String()) {
			inside++
			continue
		}
		off := int(Broad)
		for _, code := range c.Expect {
			off = min(off, max(int(sum.Stage)-slices.Index(stageCodes[:], code), slices.Index(stageCodes[:], code)-int(sum.Stage)))
		}
		if off > 1 {
			t.Errorf("%s: expected %v, is %s\n%s", c.name, c.Expect, sum.Stage, firstSteps(&sum))
		}
	}
	if inside*8 < len(list)*7 {
		t.Errorf("%d of %d inside the range", inside, len(list))
	}
}
