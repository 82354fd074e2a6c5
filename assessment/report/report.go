package report

import (
	"cmp"
	"fmt"
	"time"

	"readycheck/assessment"
)

// Report is a session with its verdict, to be written in some format.
type Report struct {
	Set     *assessment.Set
	Session *assessment.Session
	Summary assessment.Summary
	// ClientSafe leaves out the business, its use of AI, the names of people, and whatever
	// anybody wrote.
	ClientSafe bool
	// Brand is the consultant's firm, printed on top.
	Brand Brand
	// OnePage leaves all out but the first page, Appendix adds all answers at the end.
	OnePage, Appendix bool
	// Others are other uses of AI of the same business, for one document of all of them.
	Others []Report
	// Earlier is an earlier session of the same business and use, or nil. What changed
	// since then has a part of its own.
	Earlier *assessment.Session
	// CheckedAgain is true where a later session of the same business and use is written into
	// the same file: then this one tells how things were.
	CheckedAgain bool
	// Now is the date of the report. Due dates before it are said to have passed.
	Now time.Time
	// Fonts finds fonts for letters that those in the program lack, or is nil. Only a PDF
	// needs them.
	Fonts Fonts
}

// New makes a report of a session and its verdict, as of now.
func New(set *assessment.Set, session *assessment.Session, now time.Time) Report {
	return Report{Set: set, Session: session, Summary: assessment.Evaluate(set, session), Now: now}
}

// place is where a part stands: in what a terminal shows, in what is handed over, or among
// what is added to that on request.
type place int

const (
	onTerminal place = 1 << iota
	onPaper
	inAppendix
)

// parts are all parts in their order. One without blocks has no place in the report.
var parts = []struct {
	Part
	in     place
	blocks func(*builder) []Block
}{
	{Part{Name: Front, Title: "In short"}, onPaper, (*builder).front},
	{Part{Name: Sentence, Title: "In one sentence"}, onTerminal, func(b *builder) []Block { return Verdict(&b.Summary) }},
	{Part{Name: May, Title: "What you may do now", OwnPage: true}, onTerminal | onPaper, func(b *builder) []Block { return bullets(b.Summary.May, "Nothing yet.") }},
	{Part{Name: NotYet, Title: "What not yet"}, onTerminal | onPaper, func(b *builder) []Block { return bullets(b.Summary.NotYet, "Nothing is ruled out.") }},
	{Part{Name: Lenses, Title: "The two sides"}, onTerminal, (*builder).lenses},
	{Part{Name: First}, onTerminal, (*builder).firstSteps},
	{Part{Name: Plan, Title: "The plan"}, onPaper, (*builder).planTable},
	{Part{Name: Connecting, Title: checklistFor(assessment.Integration), OwnPage: true}, onPaper, func(b *builder) []Block { return b.checklist(assessment.Integration) }},
	{Part{Name: RollingOut, Title: checklistFor(assessment.Deployment), OwnPage: true}, onPaper, func(b *builder) []Block { return b.checklist(assessment.Deployment) }},
	{Part{Name: GoodShape, Title: "What is in good shape", OwnPage: true}, onTerminal | onPaper, (*builder).goodShape},
	{Part{Name: CouldNot, Title: "What we could not tell"}, onTerminal | onPaper, (*builder).couldNotTell},
	{Part{Name: Alerts, Title: "Contradictions and warnings"}, onTerminal | onPaper, (*builder).alerts},
	{Part{Name: NotApplying, Title: "What you said does not apply"}, onTerminal | onPaper, (*builder).notApplying},
	{Part{Name: TeamSaid, Title: "What the team said"}, onTerminal | onPaper, (*builder).team},
	{Part{Name: Changed}, onTerminal | onPaper, (*builder).changed},
	{Part{Name: Sections, Title: "By section"}, onTerminal, (*builder).sections},
	{Part{Name: Limits, Title: "The limits of this advice"}, onTerminal | onPaper, func(b *builder) []Block { return []Block{Paragraph(b.Summary.Limits)} }},
	{Part{Name: StageTable, Title: "The stages, and your place", OwnPage: true}, inAppendix, (*builder).stages},
	{Part{Name: HowToRest, Title: "How the other steps are done"}, inAppendix, (*builder).howToRest},
	{Part{Name: Appendix, Title: "Appendix: all answers", OwnPage: true}, inAppendix, (*builder).appendix},
	{Part{Name: Words, Title: "The words used"}, inAppendix, func(b *builder) []Block { return glossary(b.Set) }},
}

// Document puts what is handed over into words: what was asked for of the report, or of the
// reports of several uses of a business, with a page of all of them before.
func (r Report) Document() Document {
	if len(r.Others) > 0 && !r.OnePage {
		return r.several()
	}
	doc := r.heading()
	doc.Parts = r.builder().pages()
	return doc
}

// pages are the parts that are handed over. Paper has no room for what is not there.
func (b *builder) pages() []Part {
	return b.partsIn(func(p Part, in place) bool {
		switch {
		case b.OnePage:
			return p.Name == Front
		case p.Name == Alerts && len(b.Summary.Alerts) == 0, p.Name == NotApplying && !b.leavesOut():
			return false
		}
		return in&onPaper != 0 || b.Appendix && in&inAppendix != 0
	})
}

// Brief is what a terminal shows.
func (r Report) Brief() Document {
	doc := r.heading()
	doc.Parts = r.builder().partsIn(func(_ Part, in place) bool { return in&onTerminal != 0 })
	return doc
}

// heading is a document without parts.
func (r Report) heading() Document {
	return Document{
		Title: r.Set.Title, Language: language(r.Set), Date: r.Now, Fonts: r.Fonts,
		Brand: cleanBrand(r.Brand), Facts: r.builder().facts(),
	}
}

// language is what a set is written in.
func language(set *assessment.Set) string { return cmp.Or(set.Language, "en") }

func (b *builder) partsIn(chosen func(Part, place) bool) []Part {
	var out []Part
	for i := range parts {
		if !chosen(parts[i].Part, parts[i].in) {
			continue
		}
		if part := b.part(i); len(part.Blocks) > 0 {
			out = append(out, part)
		}
	}
	return out
}

// Part is one part of the report alone, for a screen.
func (r Report) Part(name Name) Part {
	for i := range parts {
		if parts[i].Name == name {
			return r.builder().part(i)
		}
	}
	panic("no part " + string(name))
}

// builder turns a report into blocks.
type builder struct {
	Report
	flow assessment.Flow
}

func (r Report) builder() *builder {
	if r.ClientSafe {
		r.Session = WithoutNames(r.Session)
	}
	return &builder{Report: r, flow: assessment.NewFlow(r.Set, r.Session)}
}

func (b *builder) part(at int) Part {
	part := parts[at].Part
	part.Blocks = parts[at].blocks(b)
	switch part.Name {
	case First:
		part.Title = StepsTitle(&b.Summary)
	case Changed:
		part.Title = b.changedTitle()
	}
	return part
}

// The facts that a report of several uses has too.
const (
	businessFact = "Business"
	dateFact     = "Date"
	byFact       = "Prepared by"
)

func (b *builder) facts() Facts {
	var facts Facts
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, Fact{name, text})
		}
	}
	if !b.ClientSafe {
		add(businessFact, name(b.Session.Business))
		add("Use of AI", line(b.Session.Use, assessment.MaxUse))
	}
	if !b.Now.IsZero() {
		add(dateFact, dayWords(b.Now))
	}
	add(byFact, name(b.Brand.Name))
	answered, total := b.flow.Progress()
	add("Answered", fmt.Sprintf("%d of %s", answered, assessment.Counted(total, "question", "questions")))
	return facts
}
