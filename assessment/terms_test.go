package assessment

import "testing"

// A page explains the words on it, in whatever form they stand there, and no others.
func TestOnlyTheWordsThatAreUsedAreExplained(t *testing.T) {
	q := &Question{Terms: []Term{
		{"work plan", "A subscription made for firms."},
		{"subscription", "Something you pay for."},
		{"sources", "Where it comes from."},
		{"vendor", "The firm that sells it."},
		{"key", "A code."},
	}}
	for text, want := range map[string][]string{
		"Is there a source?":                    {"sources"},
		"They are on two work plans.":           {"work plan", "subscription"},
		"The monkey is no reason to explain it": {},
		"Its keys and its vendors":              {"vendor", "key"},
		"":                                      {},
	} {
		got := []string{}
		for _, term := range q.TermsIn(text) {
			got = append(got, term.Term)
		}
		if len(got) != len(want) {
			t.Errorf("%q explains %q, want %q", text, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q explains %q, want %q", text, got, want)
			}
		}
	}
}

// The texts of the set explain nothing that none of their pages or steps uses.
func TestEveryTermOfTheSetIsUsedSomewhere(t *testing.T) {
	set := Default()
	for i := range set.Questions {
		q := &set.Questions[i]
		used := map[string]bool{}
		faces := []*Question{q}
		for _, variant := range q.Variants {
			faces = append(faces, variant.Question)
		}
		for _, face := range faces {
			texts := append(face.PageTexts(""), face.Advice()...)
			for kind := range face.Examples {
				texts = append(texts, face.Example(kind))
			}
			for _, term := range face.TermsIn(texts...) {
				used[term.Term] = true
			}
		}
		for _, face := range faces {
			for _, term := range face.Terms {
				if !used[term.Term] {
					t.Errorf("%s: no text uses %q", q.ID, term.Term)
				}
			}
		}
	}
}
