package papers

import (
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
)

// The sheets begin with the job as it was said, in words that fit a whole sentence, and a sheet
// for all who work with the AI speaks for nobody.
func TestTheSheetsBeginWithTheJob(t *testing.T) {
	set := assessment.Default()
	for _, audience := range []string{"me", "staff", "customers"} {
		session := &assessment.Session{Business: "B", Use: "It drafts answers to orders", Answers: map[string]assessment.Answer{}, Setup: assessment.Setup{
			Audience: []string{audience}, Powers: []string{"draft"}, Connection: []string{"none"}, Information: []string{"personal"},
		}}
		for name, first := range map[string]string{"job": "The job", "staff": "Its job"} {
			paper, _ := Named(name)
			doc := paper.Of(set, session, time.Time{})
			var fields Fields
			for _, block := range doc.Blocks {
				if found, ok := block.(Fields); ok && fields == nil {
					fields = found
				}
				found, _ := block.(Fields)
				for _, field := range found {
					if strings.Contains(" "+field.Name, " I ") {
						t.Errorf("%s for %s: %q", name, audience, field.Name)
					}
				}
			}
			if len(fields) < 2 || fields[0] != (Field{Name: first, Text: session.Use}) {
				t.Errorf("%s for %s begins with %+v", name, audience, fields)
			}
		}
	}
}
