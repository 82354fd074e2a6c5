package screens

import (
	"charm.land/bubbles/v2/key"

	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// work is the open session as the screens show it. They read it; only the root changes it.
type work struct {
	*interview.Work
	// room is true where a workshop is held on the session: its room is then home.
	room bool
	// from is the place that esc leads back to, or "" for home.
	from string
}

// home is the key that leads back to where one came from, with its name; words are the name of
// home.
func (w *work) home(words string) key.Binding {
	switch {
	case w.from != "":
		words = w.from
	case w.room:
		words = "the room"
	}
	return described(keys.home, words)
}

// report is the session with its verdict, to be put into words.
func (w *work) report() report.Report {
	return report.Report{Set: w.Set, Session: w.Session, Summary: w.Summary, Earlier: w.Earlier, Now: w.Now()}
}

// unsaid says what could not be saved, or "".
func (w *work) unsaid() string {
	if w.Problem == "" {
		return ""
	}
	return "Not saved. " + w.Problem + " ctrl+s saves again."
}

// status is the quiet line about saving.
func (w *work) status() string {
	switch {
	case w.ReadOnly:
		return "An example: nothing here is saved"
	case w.Problem != "":
		return w.unsaid()
	case w.Saving():
		return "Saving…"
	case w.SavedAt.IsZero():
		return ""
	}
	return "Saved " + w.SavedAt.Local().Format("15:04")
}
