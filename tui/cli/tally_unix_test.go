//go:build !windows

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
)

// A room on paper in the real program: the power goes in the middle of a paper, and what the screen
// said is saved stands in the data file, on seats of paper. Then it goes on to a decision.
func TestARoomOnPaperSurvivesAKill(t *testing.T) {
	t.Parallel()
	r := newRealTerminal(t)
	answers := filepath.Join(t.TempDir(), "rosa.yaml")
	text := "format: readycheck/session/1\nbusiness: Rosa's Bakery\nuse: It drafts replies\n" +
		"setup: {kind: customer-replies, stage_now: pilot, connection: [connector], powers: [read], audience: [staff], information: [personal], depth: quick}\n"
	if err := os.WriteFile(answers, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r.run("import", answers)
	enter := func(window string) {
		r.start(window, "resume")
		r.shows(window, "1 of ")
		r.press(window, "v")
		r.shows(window, "Before you see")
		r.press(window, "f", "T")
		r.shows(window, "[Papers]")
	}
	paper := func(window, name string) {
		r.press(window, "+")
		r.shows(window, "Whose paper is it?")
		r.write(window, name)
		r.press(window, "Enter", "1")
		r.shows(window, name+"'s paper")
	}
	enter("first")
	paper("first", "Olga")
	r.press("first", "1", "1", "1")
	r.shows("first", "Saved 3: in place, told.")
	r.kill("first")

	enter("second")
	r.shows("second", "Votes on 3 questions are not shown yet.")
	paper("second", "Dev")
	r.press("second", "4", "4")
	r.shows("second", "Saved 2: no.")
	r.press("second", "Escape")
	r.shows("second", "Dev's paper is kept so far")
	r.press("second", "v")
	r.shows("second", "2 papers leave something out")
	r.press("second", "y")
	r.shows("second", "to talk about")
	r.shows("second", "From “no” to “in place”")
	r.press("second", "d", "2")
	r.shows("second", "Who decided?")
	r.write("second", "Rosa")
	r.press("second", "Enter", "Enter")
	r.shows("second", "Decided, and saved.")
	r.press("second", "Escape")
	r.shows("second", "[Papers]")
	r.press("second", "q")
	r.shows("second", "The room is closed, and what was typed is kept.")
	r.press("second", "C-c")
	if !comes(func() bool { return !strings.Contains(r.tmux("list-sessions"), "second") }) {
		t.Fatal("it does not end")
	}

	sessions := store.New(r.data, time.Now)
	defer func() { _ = sessions.Close() }()
	heads, err := sessions.List(0, 1)
	if err != nil || len(heads) != 1 {
		t.Fatal(heads, err)
	}
	session, err := sessions.Load(heads[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	team := session.Team
	if team == nil || len(team.Seats) != 2 || len(team.Revealed) != 3 || len(team.Decisions) != 1 {
		t.Fatalf("the room left %+v", team)
	}
	for _, seat := range team.Seats {
		if !seat.Paper {
			t.Errorf("%s voted on no paper", seat.Name)
		}
	}
	for question := range team.Revealed {
		want := assessment.MostCautious(team.Cast(question)).Level
		if decision, ok := team.Decisions[question]; ok {
			want = decision.Level
		}
		if got := session.Answers[question].Level; got != want {
			t.Errorf("%s stands as %v, want %v", question, got, want)
		}
	}
	backups, err := sessions.Backups()
	if err != nil || len(backups) == 0 {
		t.Errorf("no backup of it: %v, %v", backups, err)
	}
}
