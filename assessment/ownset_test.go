package assessment

import (
	"os"
	"testing"
)

// A consultant's own set has other items, other needs and another language, and runs
// like the one that comes with the program.
func TestAnOwnQuestionSetRunsEndToEnd(t *testing.T) {
	data, err := os.ReadFile("testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load("werkstatt.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	head := "format: readycheck/session/1\nbusiness: Werkstatt Müller\nuse: Angebote schreiben\n"
	for name, c := range map[string]struct {
		rest                string
		stage, conn, people Stage
		asked               int
		alerts              int
	}{
		"blank":                            {"setup: {depth: full}", StageNone, StageNone, StageNone, 4, 0},
		"a named person and half a list":   {"setup: {powers: [read], depth: full}\nanswers: {person: {level: in_place, owner: Eva}, liste: {level: partly}, ausschalter: {level: no}, pruefen: {level: no}}", Experiment, Experiment, Experiment, 4, 0},
		"all but seen":                     {"setup: {powers: [read], depth: full}\nanswers: {person: {level: in_place, owner: Eva}, liste: {level: in_place}, ausschalter: {level: in_place, known: told}, pruefen: {level: in_place}}", Limited, Limited, Broad, 4, 0},
		"all, and seen":                    {"setup: {powers: [read], depth: full}\nanswers: {person: {level: in_place, owner: Eva}, liste: {level: in_place}, ausschalter: {level: in_place, known: seen}, pruefen: {level: na, reason: Nur intern}}", Broad, Broad, Broad, 4, 0},
		"it sends, so undo is asked too":   {"setup: {powers: [send], depth: full}\nanswers: {person: {level: in_place}, liste: {level: in_place}, ausschalter: {level: in_place, known: seen}, pruefen: {level: in_place}}", Experiment, Experiment, Broad, 5, 1},
		"customers raise the need at once": {"setup: {powers: [read], audience: [customers], depth: full}\nanswers: {person: {level: in_place, owner: Eva}, liste: {level: in_place}, ausschalter: {level: partly}, pruefen: {level: in_place}}", Experiment, Experiment, Broad, 4, 0},
	} {
		session, err := ReadSession(set, name, []byte(head+c.rest))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sum := Evaluate(set, session)
		if sum.Stage != c.stage || sum.Lenses.Integration.Stage != c.conn || sum.Lenses.Deployment.Stage != c.people ||
			sum.Progress.Total != c.asked || len(sum.Alerts) != c.alerts || sum.Sentence == "" {
			t.Errorf("%s: %s, %s and %s, %d asked, %d alerts; want %s, %s and %s, %d, %d", name,
				sum.Stage, sum.Lenses.Integration.Stage, sum.Lenses.Deployment.Stage, sum.Progress.Total, len(sum.Alerts),
				c.stage, c.conn, c.people, c.asked, c.alerts)
		}
		if session.SetID != "werkstatt" || session.Data().QuestionSet.Version != "2026.1" {
			t.Errorf("%s: the session does not keep its set: %s %s", name, session.SetID, session.SetVersion)
		}
	}
}

// A session asked with another version keeps answers that the set no longer has, and
// counts only what fits.
func TestASessionOfAnotherVersionKeepsWhatFits(t *testing.T) {
	data := []byte("format: readycheck/session/1\nbusiness: B\nuse: U\nquestion_set: {id: ai-readiness, version: \"0.1\"}\n" +
		"answers: {owner-named: {level: in_place, owner: Dana}, dropped-since: {level: no}}")
	session, err := ReadSession(Default(), "old.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	if _, kept := session.Answers["dropped-since"]; !kept || session.SetVersion != "0.1" {
		t.Errorf("%+v", session)
	}
	for _, item := range Evaluate(Default(), session).Items {
		if item.ID == "D2" && item.Status != InPlace {
			t.Errorf("D2 is %s", item.Status)
		}
	}
	// The same unknown question in a session of this very version is a mistake.
	if _, err := ReadSession(Default(), "new.yaml", []byte("format: readycheck/session/1\nbusiness: B\nuse: U\nanswers: {dropped-since: {level: no}}")); err == nil {
		t.Error("an unknown question passes")
	}
}

// PowerShell turns what a program writes into UTF-16.
func TestAFileInUTF16IsRead(t *testing.T) {
	for _, name := range []string{"utf16-le.yaml", "utf16-be.yaml"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		session, err := ReadSession(Default(), name, data)
		if err != nil || session.Business != "Rosa's Bakery" {
			t.Errorf("%s: %+v, %v", name, session, err)
		}
	}
}
