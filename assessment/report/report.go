package report

import (
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

// parts are all parts in their order. One without blocks has no place in the report.
var parts = []struct {
	Part
	blocks func(*builder) []Block
}{
	{Part{Name: Sentence, Title: "In one sentence", Brief: true}, func(b *builder) []Block { return Verdict(&b.Summary) }},
	{Part{Name: May, Title: "What you may do now", Brief: true}, func(b *builder) []Block { return bullets(b.Summary.May, "Nothing yet.") }},
	{Part{Name: NotYet, Title: "What not yet", Brief: true}, func(b *builder) []Block { return bullets(b.Summary.NotYet, "Nothing is ruled out.") }},
	{Part{Name: Lenses, Title: "The two sides", Brief: true}, (*builder).lenses},
	{Part{Name: First, Brief: true}, (*builder).firstSteps},
	{Part{Name: GoodShape, Title: "What is in good shape", Brief: true}, (*builder).goodShape},
	{Part{Name: CouldNot, Title: "What we could not tell", Brief: true}, (*builder).couldNotTell},
	{Part{Name: Alerts, Title: "Contradictions and warnings", Brief: true}, (*builder).alerts},
	{Part{Name: NotApplying, Title: "What you said does not apply", Brief: true}, (*builder).notApplying},
	{Part{Name: TeamSaid, Title: "What the team said", Brief: true}, (*builder).team},
	{Part{Name: Changed, Brief: true}, (*builder).changed},
	{Part{Name: Sections, Title: "By section", Brief: true}, (*builder).sections},
	{Part{Name: Connecting, Title: checklistFor(assessment.Integration), OwnPage: true}, func(b *builder) []Block { return b.checklist(assessment.Integration) }},
	{Part{Name: RollingOut, Title: checklistFor(assessment.Deployment), OwnPage: true}, func(b *builder) []Block { return b.checklist(assessment.Deployment) }},
	{Part{Name: StageTable, Title: "The stages, and your place", OwnPage: true}, (*builder).stages},
	{Part{Name: Plan, Title: "The whole plan"}, (*builder).wholePlan},
	{Part{Name: Limits, Title: "The limits of this advice", Brief: true}, func(b *builder) []Block { return []Block{Paragraph(b.Summary.Limits)} }},
	{Part{Name: Words, Title: "The words used"}, func(b *builder) []Block { return glossary(b.Set) }},
	{Part{Name: Appendix, Title: "Appendix: all answers", OwnPage: true}, (*builder).appendix},
}

// Document puts the report into words.
func (r Report) Document() Document {
	b := r.builder()
	doc := Document{Title: r.Set.Title, Brand: Brand{name(r.Brand.Name), line(r.Brand.Line, assessment.MaxShort)}, Facts: b.facts()}
	for i := range parts {
		if part := b.part(i); len(part.Blocks) > 0 {
			doc.Parts = append(doc.Parts, part)
		}
	}
	return doc
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

const businessFact = "Business"

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
		add("Date", dayWords(b.Now))
	}
	answered, total := b.flow.Progress()
	add("Answered", fmt.Sprintf("%d of %s", answered, assessment.Counted(total, "question", "questions")))
	return facts
}
