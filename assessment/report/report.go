// Package report writes a summary for people to read: as Markdown for a file, as plain
// text for a terminal.
//
// What a report says is built once, as a [Document]; each writer only lays it out. The
// package is pure: it opens no file and reads no clock.
package report

import (
	"fmt"
	"slices"
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

// Document puts the report into words.
func (r Report) Document() Document {
	if r.ClientSafe {
		r.Session = WithoutNames(r.Session)
	}
	flow := assessment.NewFlow(r.Set, r.Session)
	applies := make(map[string]bool, flow.Len())
	for i := range flow.Len() {
		applies[flow.At(i).ID] = true
	}
	b := builder{Report: r, flow: flow, applies: applies}
	doc := Document{
		Title: r.Set.Title,
		Brand: Brand{name(r.Brand.Name), line(r.Brand.Line, assessment.MaxShort)},
		Facts: b.facts(),
		Parts: []Part{
			{Name: Sentence, Title: "In one sentence", Brief: true, Blocks: Verdict(&r.Summary)},
			{Name: May, Title: "What you may do now", Brief: true, Blocks: bullets(r.Summary.May, "Nothing yet.")},
			{Name: NotYet, Title: "What not yet", Brief: true, Blocks: bullets(r.Summary.NotYet, "Nothing is ruled out.")},
			{Name: Lenses, Title: "The two sides", Brief: true, Blocks: b.lenses()},
			{Name: First, Title: StepsTitle(&r.Summary), Brief: true, Blocks: b.steps(assessment.SummarySteps, false)},
			{Name: GoodShape, Title: "What is in good shape", Brief: true, Blocks: b.goodShape()},
			{Name: CouldNot, Title: "What we could not tell", Brief: true, Blocks: b.couldNotTell()},
			{Name: Alerts, Title: "Contradictions and warnings", Brief: true, Blocks: b.alerts()},
			{Name: NotApplying, Title: "What you said does not apply", Brief: true, Blocks: b.notApplying()},
			{Name: Sections, Title: "By section", Brief: true, Blocks: b.sections()},
			{Name: Connecting, Title: "Checklist for whoever connects the AI", OwnPage: true, Blocks: b.checklist(assessment.Integration)},
			{Name: RollingOut, Title: "Checklist for whoever runs the rollout", OwnPage: true, Blocks: b.checklist(assessment.Deployment)},
			{Name: StageTable, Title: "The stages, and your place", OwnPage: true, Blocks: b.stages()},
			{Name: Plan, Title: "The whole plan", Blocks: b.steps(len(r.Summary.Steps), true)},
			{Name: Limits, Title: "The limits of this advice", Brief: true, Blocks: []Block{Paragraph(r.Summary.Limits)}},
			{Name: Words, Title: "The words used", Blocks: glossary(r.Set)},
			{Name: Appendix, Title: "Appendix: all answers", OwnPage: true, Blocks: b.appendix()},
		},
	}
	if r.Earlier != nil {
		doc.insert(Sections, b.changed())
	}
	if hasTeam(r.Session) {
		doc.insert(Sections, Part{Name: TeamSaid, Title: "What the team said", Brief: true, Blocks: Team(r.Set, r.Session)})
	}
	return doc
}

// insert puts a part before another one.
func (d *Document) insert(before Name, part Part) {
	at := slices.IndexFunc(d.Parts, func(p Part) bool { return p.Name == before })
	d.Parts = slices.Insert(d.Parts, at, part)
}

// builder turns the parts of a report into blocks.
type builder struct {
	Report
	flow    assessment.Flow
	applies map[string]bool
}

const businessFact = "Business"

func (b *builder) facts() []Fact {
	var facts []Fact
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
	add("Answered", fmt.Sprintf("%d of %s", answered, many(total, "question")))
	return facts
}
