package report

import (
	"cmp"
	"strconv"
	"strings"
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

// parts are all parts in their order, each with a title in the words of the set. One without
// blocks has no place in the report.
var parts = []struct {
	Part
	in     place
	blocks func(*builder) []Block
}{
	{Part{Name: Front}, onPaper, (*builder).front},
	{Part{Name: Sentence}, onTerminal, func(b *builder) []Block { return Verdict(b.Set, &b.Summary) }},
	{Part{Name: May, OwnPage: true}, onTerminal | onPaper, func(b *builder) []Block { return bullets(b.Summary.May, b.Set.Say("nothing_yet")) }},
	{Part{Name: NotYet}, onTerminal | onPaper, func(b *builder) []Block { return bullets(b.Summary.NotYet, b.Set.Say("nothing_ruled_out")) }},
	{Part{Name: Lenses}, onTerminal, (*builder).lenses},
	{Part{Name: First}, onTerminal, (*builder).firstSteps},
	{Part{Name: Plan}, onPaper, (*builder).planTable},
	{Part{Name: Connecting, OwnPage: true}, onPaper, func(b *builder) []Block { return b.checklist(assessment.Integration) }},
	{Part{Name: RollingOut, OwnPage: true}, onPaper, func(b *builder) []Block { return b.checklist(assessment.Deployment) }},
	{Part{Name: GoodShape, OwnPage: true}, onTerminal | onPaper, (*builder).goodShape},
	{Part{Name: CouldNot}, onTerminal | onPaper, (*builder).couldNotTell},
	{Part{Name: Alerts}, onTerminal | onPaper, (*builder).alerts},
	{Part{Name: NotApplying}, onTerminal | onPaper, (*builder).notApplying},
	{Part{Name: TeamSaid}, onTerminal | onPaper, (*builder).team},
	{Part{Name: Changed}, onTerminal | onPaper, (*builder).changed},
	{Part{Name: Sections}, onTerminal, (*builder).sections},
	{Part{Name: Limits}, onTerminal | onPaper, func(b *builder) []Block { return []Block{Paragraph(b.Summary.Limits)} }},
	{Part{Name: StageTable, OwnPage: true}, inAppendix, (*builder).stages},
	{Part{Name: HowToRest}, inAppendix, (*builder).howToRest},
	{Part{Name: Appendix, OwnPage: true}, inAppendix, (*builder).appendix},
	{Part{Name: Words}, inAppendix, func(b *builder) []Block { return glossary(b.Set) }},
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
	business := ""
	if !r.ClientSafe {
		business = name(r.Session.Business)
	}
	day := ""
	if !r.Now.IsZero() {
		day = r.Set.DayLong(r.Now)
	}
	return Document{
		Day: day, BoxName: r.Set.Say("done"),
		Title: r.Set.Title, Business: business, Language: language(r.Set), PageNumber: r.Set.Say("page_number"), Date: r.Now, Fonts: r.Fonts,
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
		r.Session = r.withoutNames()
	}
	return &builder{Report: r, flow: assessment.NewFlow(r.Set, r.Session)}
}

func (b *builder) part(at int) Part {
	part := parts[at].Part
	part.Blocks = parts[at].blocks(b)
	switch part.Name {
	case First:
		part.Title = StepsTitle(b.Set, &b.Summary)
	case Changed:
		part.Title = b.changedTitle()
	default:
		part.Title = titleOf(b.Set, part.Name)
	}
	return part
}

// titleOf is what a part is called.
func titleOf(set *assessment.Set, part Name) string {
	return set.Say("title_" + strings.ReplaceAll(string(part), "-", "_"))
}

func (b *builder) facts() Facts {
	var facts Facts
	add := func(name, text string) {
		if text != "" {
			facts = append(facts, Fact{name, text})
		}
	}
	if !b.ClientSafe {
		add(b.Set.Say("fact_business"), name(b.Session.Business))
		add(b.Set.Say("fact_use"), line(b.Session.Use, assessment.MaxUse))
	}
	if !b.Now.IsZero() {
		add(b.Set.Say("fact_date"), b.Set.DayLong(b.Now))
	}
	add(b.Set.Say("fact_by"), name(b.Brand.Name))
	answered, total := b.flow.Progress()
	add(b.Set.Say("fact_answered"), b.Set.Say(assessment.Either(total, "answered_of_one", "answered_of"), "n", strconv.Itoa(answered), "all", strconv.Itoa(total)))
	return facts
}
