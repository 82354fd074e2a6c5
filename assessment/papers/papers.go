// Package papers makes ready documents out of a session: what the advice asks people to write
// down, each on one page, filled in as far as the session goes. What nobody has said yet is a
// line to write on. Nothing is made up, and no paper promises that a use is within the law.
package papers

import (
	"slices"
	"time"

	"readycheck/assessment"
)

// Paper is one document that can be made of any session.
type Paper struct {
	// Name is its file's name without the ending, Title what stands on top.
	Name, Title string
	// Questions are those whose steps ask for it.
	Questions []string
	// make writes it.
	make func(*desk) Document
}

// Papers are all papers in the order of the pile. A new one is a file and a line here.
var Papers = []Paper{
	{"job", "The job of the AI, and what it may do", []string{"purpose-clear", "manager-yes", "sources-approved", "restricted-out", "powers-listed", "strangers-text"}, job},
	{"staff", "A note for all who work with the AI", []string{"limits-known", "sources-approved", "own-tools", "owner-named", "requests-kept", "check-source"}, staff},
	{"checks", "What a person checks", []string{"review-rules", "check-source", "customer-standards", "about-people"}, checks},
	{"off-switch", "How to stop the AI", []string{"off-switch", "clean-cut", "help-when-fails", "undo", "spare-copy"}, offSwitch},
	{"incident", "When something went wrong: one sheet for each time", []string{"leak-steps", "wrong-fixed"}, incident},
	{"mistakes", "The list of the AI's mistakes", []string{"feedback", "wrong-fixed"}, mistakes},
	{"pause", "When to pause it, and when it may grow", []string{"pause-rules", "stages-apart", "success-measured", "more-access", "read-only-first", "narrow-first"}, pause},
	{"customers", "A notice for customers", []string{"says-it-is-ai"}, customers},
	{"upkeep", "Looking after the AI", []string{"upkeep-owner", "logs-read", "requests-kept", "can-maintain", "sources-current", "spare-copy"}, upkeep},
	{"tests", "Questions to try the AI with", []string{"after-change", "tried-hard"}, tests},
	{"logins", "The logins and keys of the AI", []string{"own-login", "keys-end", "needs-only", "rights-chosen"}, logins},
	{"risks", "What could go wrong: a page for your adviser", []string{"risk-reviewed", "qualified-review"}, risks},
	{"register", "All uses of AI in this business", []string{"owner-named", "own-tools", "maker-known"}, register},
	{"vendor", "A letter to the firm behind the AI", []string{"vendor-terms", "maker-known", "after-change", "daily-limit", "actions-logged"}, vendor},
}

// Unwritten are the lines of the checklists and the questions that count, for which there is no
// paper, each with the reason.
var Unwritten = map[string]string{
	"source-shown": "It is done in the AI's settings or instructions, and seen in its answers: there is nothing to print.",
}

// Named finds a paper by its name.
func Named(name string) (Paper, bool) {
	i := slices.IndexFunc(Papers, func(p Paper) bool { return p.Name == name })
	if i < 0 {
		return Paper{}, false
	}
	return Papers[i], true
}

// For are the papers that the advice to a session can ask for: those of a question that
// applies when all is asked, whatever was asked so far.
func For(set *assessment.Set, session *assessment.Session) []Paper {
	d := newDesk(set, session, time.Time{})
	var out []Paper
	for _, paper := range Papers {
		if slices.ContainsFunc(paper.Questions, d.asks) {
			out = append(out, paper)
		}
	}
	return out
}

// Of fills the paper in from a session. Due dates before now are said to have passed.
func (p Paper) Of(set *assessment.Set, session *assessment.Session, now time.Time) Document {
	d := newDesk(set, session, now)
	d.paper = p
	doc := p.make(d)
	doc.Name, doc.Title = p.Name, p.Title
	return doc
}

// Pile fills several papers in.
func Pile(papers []Paper, set *assessment.Set, session *assessment.Session, now time.Time) []Document {
	out := make([]Document, len(papers))
	for i, paper := range papers {
		out[i] = paper.Of(set, session, now)
	}
	return out
}
