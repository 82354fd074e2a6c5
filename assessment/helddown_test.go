package assessment

import "testing"

// A line names the one answer that holds it down, and none where several do or where it has
// no other.
func TestALineNamesTheQuestionThatHoldsItDown(t *testing.T) {
	set := Default()
	personal := func(change func(*Session)) *Session {
		session := calm()
		session.Setup.Information = []string{"personal"}
		change(session)
		return session
	}
	for name, c := range map[string]struct {
		session *Session
		item    string
		want    string
	}{
		"the terms alone":          {personal(func(s *Session) { s.say("vendor-terms", No) }), "D5", "vendor-terms"},
		"the terms below a guess":  {personal(func(s *Session) { s.say("vendor-terms", No); s.say("risk-reviewed", Partly) }), "D5", "vendor-terms"},
		"the other one":            {personal(func(s *Session) { s.say("risk-reviewed", Unsure) }), "D5", "risk-reviewed"},
		"one that is not answered": {personal(func(s *Session) { s.say("vendor-terms", Unanswered) }), "D5", "vendor-terms"},
		"both are as weak":         {personal(func(s *Session) { s.say("vendor-terms", No); s.say("risk-reviewed", No) }), "D5", ""},
		"all is in place":          {personal(func(*Session) {}), "D5", ""},
		"no such line":             {personal(func(*Session) {}), "D99", ""},
	} {
		got := ""
		if q := HeldDown(set, c.session, c.item); q != nil {
			got = q.ID
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
