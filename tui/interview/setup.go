package interview

import (
	"strings"

	"readycheck/assessment"
)

// Page is one question about the use, as it is asked before all others.
type Page struct {
	// Name is the one in the set's setup words and in drafts.
	Name string
	// Field has the codes that can be chosen; nil where the answer is in words.
	Field *assessment.SetupField
	// Limit is the longest text, in characters, and Optional true where nothing has to be said.
	Limit    int
	Optional bool

	text func(*assessment.Session) *string
}

// Pages are all questions about the use, in the order asked: those in words, then those with
// codes.
var Pages = pages()

func pages() []Page {
	all := []Page{
		{Name: "business", Limit: assessment.MaxName, text: func(s *assessment.Session) *string { return &s.Business }},
		{Name: "use", Limit: assessment.MaxUse, text: func(s *assessment.Session) *string { return &s.Use }},
		{Name: "tool", Limit: assessment.MaxTool, Optional: true, text: func(s *assessment.Session) *string { return &s.Setup.Tool }},
	}
	for i := range assessment.SetupFields {
		field := &assessment.SetupFields[i]
		all = append(all, Page{Name: field.Name, Field: field})
	}
	return all
}

// Several reports whether more than one code may be chosen.
func (p *Page) Several() bool { return p.Field != nil && p.Field.Several }

// Text is what a session says on a page in words.
func (p *Page) Text(s *assessment.Session) string { return *p.text(s) }

// Clean is a text as the page takes it.
func (p *Page) Clean(text string) string { return assessment.CleanLine(text, p.Limit) }

// Codes are what a session says on a page with codes.
func (p *Page) Codes(s *assessment.Session) []string { return s.Setup.Codes(p.Field.Name) }

// Says is what a session says on a page, in the words that were chosen; "" where nothing is
// said.
func (p *Page) Says(set *assessment.Set, s *assessment.Session) string {
	if p.Field == nil {
		return p.Clean(p.Text(s))
	}
	var said []string
	for _, code := range p.Codes(s) {
		said = append(said, set.Setup[p.Name].Options[code])
	}
	return strings.Join(said, "; ")
}

// Check says what is missing for the page to be passed with a text, or "".
func (p *Page) Check(text string) string {
	if !p.Optional && p.Clean(text) == "" {
		return "Write a few words first. You can change them later."
	}
	return ""
}

// Say puts a text or codes into a session.
func (p *Page) Say(s *assessment.Session, text string, codes []string) {
	if p.Field == nil {
		*p.text(s) = p.Clean(text)
		return
	}
	s.Setup.Set(p.Field.Name, codes)
}

// Gap is the first page without an answer of a setup that was left half-way, or 0: one that
// is new or whole begins at its beginning.
func Gap(s *assessment.Session) int {
	if s.ID == "" || s.Setup.Complete() {
		return 0
	}
	for at := range Pages {
		if p := &Pages[at]; p.Field != nil && len(p.Codes(s)) == 0 {
			return at
		}
	}
	return 0
}

// Deepened is what was said about the use, with the whole picture asked for in the place of
// the quick check; false where it is asked for already.
func (w *Work) Deepened() (about *assessment.Session, ok bool) {
	said := *w.Session
	said.Setup.Depth = assessment.Full
	return &said, w.Session.Setup.Depth != assessment.Full
}

// Storable reports whether a session has what it needs to be kept: a name and a use.
func Storable(s *assessment.Session) bool {
	return strings.TrimSpace(s.Business) != "" && strings.TrimSpace(s.Use) != ""
}
