package plain

import (
	"testing"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

func TestTheTalkSaysWhatAFormatLoses(t *testing.T) {
	said := talkedFrom(t, interview.Options{
		Store:  &memory{Sessions: []*assessment.Session{bakery(15)}},
		Export: func(*assessment.Set, *assessment.Session, interview.Export) error { return nil },
		Lost: func(_ *assessment.Set, _ *assessment.Session, e interview.Export) string {
			return "Some letters are lost in " + e.Format + "."
		},
	}, "e 1", "2", "1", "", "q")
	says(t, said, "Written to ", "Some letters are lost in pdf.", "Goodbye.")
}
