package papers

import (
	"slices"

	"readycheck/assessment"
)

// always is for a question that a written paper settles in every setup.
func always(*desk) bool { return true }

// settled says for each paper which of its questions are in place once it is written, that
// is: once each line that belongs to the question is filled in, and no gap is left there. A
// paper shows what was decided and put in writing, and nothing else. It is no proof that
// something was tried, that it is done every day, that people know of it, or that somebody
// else said yes. So a question is here only where its "in place" asks for no more than words
// on a page, and where this page has a line for each of them.
var settled = map[string]map[string]func(*desk) bool{
	"job": {
		// "One written sentence says what it does, and for whom": the first line.
		"purpose-clear": always,
		// "One list says all that it may read, change, send, pay and approve": the table. But who
		// does not know what it can do has not listed all of it.
		"powers-listed": func(d *desk) bool { return !d.session.Setup.Has("powers", assessment.Unknown) },
		// Copied and pasted by hand, it asks for what may go in, and what never, in writing. With a
		// connection, the person in charge has to agree as well, and no list proves that.
		"sources-approved": func(d *desk) bool { return d.session.Setup.Only("connection", assessment.NotConnected) },
		// Not manager-yes: somebody has to say yes. Not restricted-out and strangers-text: what the
		// AI can get at is seen in its settings, and tried.
	},
	// A note that hangs is not yet a note that was read. People have to have seen good and bad
	// answers (limits-known), know whom to tell (owner-named), have been asked (own-tools); and
	// what is kept (requests-kept) or checked (check-source) is seen in the records.
	"staff": {},
	// The checks have to be made, and the rules followed: each of its questions says so.
	"checks": {},
	// The card is not the test. The AI has to have been stopped once (off-switch), with nothing
	// else stopping (clean-cut), a file put back (spare-copy), what does harm made to wait (undo),
	// and those who work with it know the card (help-when-fails).
	"off-switch": {},
	"incident": {
		// "A card says whom to call, how to cut it off, who must be told, and by when": the sheet,
		// with its upper half and the list of whom to tell filled in ahead.
		"leak-steps": always,
		// Not wrong-fixed: somebody puts wrong answers right, and tells whoever got them.
	},
	// An empty list is a place for mistakes. Someone has to have acted on one.
	"mistakes": {},
	"pause": {
		// "It is written down when to pause it, and who decides": the second part.
		"pause-rules": always,
		// "One person decides, and it is written down what must go well first": the last part.
		"more-access": always,
		// For one person it asks for a line and a day. With others, all have to say the same.
		"stages-apart": (*desk).alone,
		// Not success-measured: something has to be counted, and known from before. Not
		// read-only-first and narrow-first: that is how it is run.
	},
	// Words on paper are not yet words that a customer reads before the talk begins.
	"customers": {},
	// It names days and people. The looking is what counts, and that the records, the spare copy
	// and the two pages of the builder were opened.
	"upkeep": {},
	// Ten questions have to be asked, and asked again.
	"tests": {},
	// A list of logins closes none, and rights are picked in the settings.
	"logins": {},
	// Somebody who knows the rules has to read it and say yes.
	"risks": {},
	// All have to have been asked (own-tools), to know the name (owner-named), and what the makers
	// say has to have been read (maker-known).
	"register": {},
	// It only asks. The reply, and what is done with it, is what counts.
	"vendor": {},
}

// Settles are the questions, in the order of the paper, that are in place once the paper is
// written: known as seen, since whoever says so has it before them. They are among those that
// the session asks now; whatever their answer is so far. For a set that asks other things
// under the same names there are none.
func (p Paper) Settles(set *assessment.Set, session *assessment.Session) []string {
	var out []string
	now := assessment.NewFlow(set, session)
	d := &desk{set: set, session: session}
	for _, id := range p.Questions {
		holds := settled[p.Name][id]
		if holds != nil && now.Position(id) >= 0 && holds(d) && asksAsOurs(set, &session.Setup, id) {
			out = append(out, id)
		}
	}
	return out
}

// asksAsOurs reports whether a set means the same by "in place" as the one that the papers
// were written for.
func asksAsOurs(set *assessment.Set, setup *assessment.Setup, id string) bool {
	theirs, asked := set.Question(id)
	ours, known := assessment.Default().Question(id)
	return asked && known && slices.Equal(inPlace(theirs.For(setup)), inPlace(ours.For(setup)))
}

// inPlace are the sentences that say that something is in place.
func inPlace(q *assessment.Question) []string {
	var out []string
	for _, choice := range q.Choices {
		if choice.Level == assessment.InPlace {
			out = append(out, choice.Text)
		}
	}
	return out
}

// asksFor names the one paper that the advice to a question asks for. Where several papers
// have a line for it, it is the one that holds most of what has to be written. Questions
// that have a line on a paper, but whose advice is to look, to try or to talk, are not here. So
// none is for the letter: a message of its own goes with each question that the vendor can answer.
var asksFor = map[string]string{
	"purpose-clear":      "job",
	"manager-yes":        "job",
	"sources-approved":   "job",
	"powers-listed":      "job",
	"strangers-text":     "job",
	"limits-known":       "staff",
	"own-tools":          "staff",
	"review-rules":       "checks",
	"check-source":       "checks",
	"customer-standards": "checks",
	"about-people":       "checks",
	"off-switch":         "off-switch",
	"clean-cut":          "off-switch",
	"help-when-fails":    "off-switch",
	"undo":               "off-switch",
	"leak-steps":         "incident",
	"feedback":           "mistakes",
	"wrong-fixed":        "mistakes",
	"pause-rules":        "pause",
	"stages-apart":       "pause",
	"success-measured":   "pause",
	"more-access":        "pause",
	"narrow-first":       "pause",
	"says-it-is-ai":      "customers",
	"upkeep-owner":       "upkeep",
	"logs-read":          "upkeep",
	"can-maintain":       "upkeep",
	"after-change":       "tests",
	"tried-hard":         "tests",
	"own-login":          "logins",
	"keys-end":           "logins",
	"needs-only":         "logins",
	"rights-chosen":      "logins",
	"risk-reviewed":      "risks",
	"qualified-review":   "risks",
	"owner-named":        "register",
	"maker-known":        "register",
}

// asksForAlone names another paper where nobody but the owner meets the AI: whom to ask then stands
// on the note.
var asksForAlone = map[string]string{"owner-named": "staff"}

// ForQuestion is the paper that the step of a question asks for, if there is one and the
// question applies when all is asked.
func ForQuestion(set *assessment.Set, session *assessment.Session, question string) (Paper, bool) {
	d := &desk{set: set, session: session, whole: wholeFlow(set, session)}
	name := asksFor[question]
	if other := asksForAlone[question]; other != "" && d.alone() {
		name = other
	}
	if name == "" || !d.asks(question) {
		return Paper{}, false
	}
	return Named(name)
}
