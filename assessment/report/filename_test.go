package report

import "testing"

// A proposed name can be made on every system.
func TestProposedNamesCanBeMadeAnywhere(t *testing.T) {
	for business, want := range map[string]string{
		"Rosa's Bakery": "rosas-bakery.md", "Bäckerei Müller & Söhne": "baeckerei-mueller--soehne.md", "Café Élan": "cafe-elan.md", "Con": "session-con.md", "nul": "session-nul.md",
		"COM1": "session-com1.md", "ミア": "session.md", "": "session.md", "Łódź": "lodz.md", "Aux Délices": "aux-delices.md",
	} {
		if got := FileName(business, "md", false); got != want {
			t.Errorf("%q is proposed as %q, want %q", business, got, want)
		}
	}
	if got := FileName("Rosa's Bakery", "html", true); got != "ai-readiness.html" {
		t.Errorf("a report without names is proposed as %q", got)
	}
}
