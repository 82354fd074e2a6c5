// Package report writes a summary for people to read: as Markdown for a file, as plain
// text for a terminal.
//
// What a report says is built once, as a [Document]; each writer only lays it out. The
// package is pure: it opens no file and reads no clock.
package report

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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

// What stands for the texts that a client-safe report leaves out. They are replaced and not
// dropped, so that "somebody answers for this" stays true.
const (
	someBusiness = "A business (name left out)"
	someUse      = "A use of AI (left out)"
	someReason   = "the reason is left out"
	somebody     = "a named person"
)

// WithoutNames copies a session without what could tell whose it is: the business, its use
// of AI and its tool, the names of people, and every text that somebody wrote. It gets the
// same verdict as the session itself.
func WithoutNames(session *assessment.Session) *assessment.Session {
	out := *session
	out.Business, out.Use, out.Setup.Tool = someBusiness, someUse, ""
	out.Answers = make(map[string]assessment.Answer, len(session.Answers))
	for id, answer := range session.Answers {
		answer.Note, answer.By = "", ""
		if answer.Owner != "" {
			answer.Owner = somebody
		}
		if answer.Reason != "" {
			answer.Reason = someReason
		}
		out.Answers[id] = answer
	}
	if session.Team != nil {
		out.Team = withoutTeamNames(session.Team)
	}
	return &out
}

// NamesIn finds the names of a session that a text still tells: its business, and its people.
// For a text of one's own beside a client-safe report, such as its file's name.
func NamesIn(session *assessment.Session, text string) []string {
	names := []string{session.Business}
	for _, answer := range session.Answers {
		names = append(names, answer.Owner, answer.By)
	}
	if session.Team != nil {
		for _, seat := range session.Team.Seats {
			names = append(names, seat.Name)
		}
		for _, decision := range session.Team.Decisions {
			names = append(names, decision.By)
		}
	}
	// Only letters and digits count: a file's name has others between its words.
	text = " " + lettersOf(text) + " "
	var found []string
	for _, called := range names {
		called = name(called)
		if words := lettersOf(called); words != "" && strings.Contains(text, " "+words+" ") && !slices.Contains(found, called) {
			found = append(found, called)
		}
	}
	slices.Sort(found)
	return found
}

// lettersOf is a text in small letters and digits, with one space for whatever is between them.
func lettersOf(text string) string {
	text = strings.NewReplacer("'", "", "\u2019", "").Replace(strings.ToLower(text))
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
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

// StepsTitle heads the first steps. Where the stage in use today is carried, nothing is
// urgent: they are there for who wants to go further.
func StepsTitle(sum *assessment.Summary) string {
	if sum.Further() {
		return "If you want to go further"
	}
	return "Do these first"
}

// insert puts a part before another one.
func (d *Document) insert(before Name, part Part) {
	at := slices.IndexFunc(d.Parts, func(p Part) bool { return p.Name == before })
	d.Parts = slices.Insert(d.Parts, at, part)
}

func (b *builder) changed() Part {
	changes := assessment.Compare(b.Set, b.Earlier, b.Session)
	title := "What changed since last time"
	if !b.Earlier.Changed.IsZero() {
		title = "What changed since " + dayWords(b.Earlier.Changed)
	}
	return Part{Name: Changed, Title: title, Brief: true, Blocks: Changes(b.Set, &changes)}
}

// Verdict is the sentence to remember, with what holds it back.
func Verdict(sum *assessment.Summary) []Block {
	blocks := []Block{Lead(sum.Sentence)}
	for _, held := range sum.Held {
		blocks = append(blocks, Paragraph(held.Text))
	}
	return blocks
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
	add("Answered", fmt.Sprintf("%d of %s", answered, assessment.Counted(total, "question", "questions")))
	return facts
}

// bullets lists texts, or says that there are none.
func bullets(texts []string, none string) []Block {
	if len(texts) == 0 {
		return []Block{Paragraph(none)}
	}
	return []Block{Bullets(texts)}
}

func marks(list []Mark, none string) []Block {
	if len(list) == 0 {
		return []Block{Paragraph(none)}
	}
	return []Block{Marks(list)}
}

func (b *builder) lenses() []Block {
	var columns Columns
	for _, lens := range []assessment.Lens{assessment.Integration, assessment.Deployment} {
		of := b.Summary.Lenses.Of(lens)
		columns = append(columns, Column{Title: b.Set.Words.Lens(lens), Lines: []string{
			of.Text, "Stage: " + b.Set.StageName(of.Stage), b.Set.Words.Counts(of.Counts),
		}})
	}
	blocks := []Block{columns}
	for _, text := range [...]string{b.Summary.PatternText, b.Summary.AheadText, b.Summary.ProvisionalText} {
		if text != "" {
			blocks = append(blocks, Paragraph(text))
		}
	}
	return blocks
}

// steps lists the next steps, at most so many, in brief or with all it takes to do them.
func (b *builder) steps(most int, whole bool) []Block {
	if len(b.Summary.Steps) == 0 {
		return []Block{Paragraph("Nothing is left to do for the questions you answered.")}
	}
	var steps Steps
	for _, step := range b.Summary.Steps[:min(most, len(b.Summary.Steps))] {
		out := Step{Title: step.Title, Asides: b.stepAsides(step)}
		if q, ok := b.Set.Question(step.Question); ok && whole {
			q = q.For(&b.Session.Setup)
			switch step.Kind {
			case assessment.Fix:
				out.Do = q.Fix.Steps
				out.Facts = []Fact{{"Usually done by", q.Fix.Who}, {"Done when", q.Fix.Done}}
			case assessment.FindOut:
				out.Facts = []Fact{{"Ask", q.FindOut.Ask}}
				out.Message = q.FindOut.Message
			case assessment.Confirm:
				out.Do = []string{q.Confirm.Text}
			}
		}
		steps = append(steps, out)
	}
	return []Block{steps}
}

func (b *builder) stepAsides(step assessment.Step) []string {
	asides := make([]string, 0, 4)
	switch step.Kind {
	case assessment.Fix:
		asides = append(asides, step.Effort.Words())
	case assessment.FindOut:
		asides = append(asides, "a message to send")
	case assessment.Confirm:
		asides = append(asides, "a look")
	}
	owner := name(b.Session.Answers[step.Question].Owner)
	if owner == "" {
		owner = "nobody yet"
	}
	asides = append(asides, owner)
	if due := b.dueWords(step.Due); due != "" {
		asides = append(asides, due)
	}
	if step.Blocks != nil {
		return append(asides, b.Set.Then(*step.Blocks))
	}
	return append(asides, "good to have")
}

func (b *builder) goodShape() []Block {
	var list []Mark
	for _, item := range b.Summary.Items {
		if item.Status == assessment.InPlace {
			list = append(list, mark(b.Set, item.Status, item.Title, knownWords[item.Known]))
		}
	}
	return marks(list, "Nothing yet.")
}

func (b *builder) couldNotTell() []Block {
	var list []Mark
	open := 0
	for i := range b.flow.Len() {
		q := b.flow.At(i)
		switch b.level(q) {
		case assessment.Unsure:
			list = append(list, mark(b.Set, assessment.Unsure, q.Text))
		case assessment.Unanswered:
			open++
		}
	}
	var blocks []Block
	if len(list) > 0 {
		blocks = append(blocks, Marks(list))
	}
	switch {
	case open > 0:
		blocks = append(blocks, Paragraph(assessment.Counted(open, "question is", "questions are")+" not answered yet."))
	case len(list) == 0:
		blocks = append(blocks, Paragraph("Nothing. Every question that applies has a clear answer."))
	}
	return blocks
}

func (b *builder) alerts() []Block {
	var texts []string
	for _, alert := range b.Summary.Alerts {
		texts = append(texts, alert.Text)
	}
	return bullets(texts, "We found none.")
}

func (b *builder) notApplying() []Block {
	var list []Mark
	for i := range b.flow.Len() {
		if q := b.flow.At(i); b.level(q) == assessment.NA {
			list = append(list, b.questionMark(q))
		}
	}
	return marks(list, "Everything that was asked applies.")
}

func (b *builder) sections() []Block {
	var blocks []Block
	for _, section := range b.Set.Sections {
		var list []Mark
		for i := range b.flow.Len() {
			if q := b.flow.At(i); q.Section == section.ID {
				list = append(list, b.questionMark(q))
			}
		}
		if len(list) > 0 {
			blocks = append(blocks, Heading(section.Title), Marks(list))
		}
	}
	return blocks
}

// level is what an answer counts as: a question that always applies cannot be left out.
func (b *builder) level(q *assessment.Question) assessment.Level {
	level := b.Session.Answers[q.ID].Level
	if !q.Allows(level) {
		return assessment.Unanswered
	}
	return level
}

func (b *builder) questionMark(q *assessment.Question) Mark {
	answer := b.Session.Answers[q.ID]
	mark := mark(b.Set, b.level(q), q.Text)
	switch mark.Level {
	case assessment.InPlace, assessment.Partly:
		mark.Asides = []string{knownWords[answer.Known]}
	case assessment.NA:
		if reason := line(answer.Reason, assessment.MaxShort); reason != "" {
			mark.Asides = []string{reason}
		}
	}
	return mark
}

// other is the lens on the other side.
func other(lens assessment.Lens) assessment.Lens {
	if lens == assessment.Integration {
		return assessment.Deployment
	}
	return assessment.Integration
}

// peopleOf are the people of a lens, as its checklist calls them.
var peopleOf = [...]string{assessment.Integration: "whoever connects the AI", assessment.Deployment: "whoever runs the rollout"}

func (b *builder) checklist(lens assessment.Lens) []Block {
	of := b.Summary.Lenses.Of(lens)
	// The page is handed over alone, so it says by itself what it is about.
	blocks := []Block{
		Paragraph(b.about()),
		Paragraph(of.Text + " " + capital(b.Set.Words.Counts(of.Counts)) + "."),
	}
	var list Marks
	for _, item := range b.Summary.Items {
		if item.Lens != lens {
			continue
		}
		mark := mark(b.Set, item.Status, item.ID+" "+item.Title)
		if item.Status == assessment.InPlace || item.Status == assessment.Partly {
			mark.Asides = append(mark.Asides, knownWords[item.Known])
		}
		if item.Blocks != nil {
			mark.Asides = append(mark.Asides, "needed for "+b.Set.StageName(*item.Blocks))
		}
		list = append(list, mark)
	}
	blocks = append(blocks, list)
	if steps := b.stepsOf(lens); len(steps) > 0 {
		blocks = append(blocks, Heading("What to do"), steps)
	}
	if hands := b.hands(other(lens)); len(hands) > 0 {
		blocks = append(blocks, Heading("What you need from "+peopleOf[other(lens)]), Paragraph("Their checklist tells them this:"), hands)
	}
	if hands := b.hands(lens); len(hands) > 0 {
		blocks = append(blocks, Heading("What "+peopleOf[other(lens)]+" needs from you"), hands)
	}
	return blocks
}

// about says in a line what the report is about.
func (b *builder) about() string {
	about := someUse + "."
	if !b.ClientSafe {
		about = "Business: " + name(b.Session.Business) + ". Use of AI: " + strings.TrimRight(line(b.Session.Use, assessment.MaxUse), ".") + "."
	}
	if !b.Now.IsZero() {
		about += " " + dayWords(b.Now) + "."
	}
	return about
}

// stepsOf are the steps of one lens in brief.
func (b *builder) stepsOf(lens assessment.Lens) Steps {
	var out Steps
	for _, step := range b.Summary.Steps {
		if step.Lens == lens {
			out = append(out, Step{Title: step.Title, Asides: b.stepAsides(step)})
		}
	}
	return out
}

func (b *builder) hands(lens assessment.Lens) Bullets {
	var out Bullets
	for i := range b.Set.Items {
		if item := &b.Set.Items[i]; item.Lens == lens && item.Hands != "" {
			out = append(out, item.ID+" "+item.Hands)
		}
	}
	return out
}

func (b *builder) stages() []Block {
	table := Table{Head: []string{"Stage", "What it means", "Your place"}}
	connection, people := b.Summary.Lenses.Integration.Stage, b.Summary.Lenses.Deployment.Stage
	now := b.Session.Setup.CurrentStage()
	for stage := assessment.StageNone; stage <= assessment.Broad; stage++ {
		var place []string
		if stage == b.Summary.Stage {
			place = append(place, "You are here.")
		}
		switch {
		case connection == people:
		case stage == connection:
			place = append(place, "The connection reaches this.")
		case stage == people:
			place = append(place, "The people side reaches this.")
		}
		if stage == now && stage != assessment.StageNone {
			place = append(place, "You use it at this stage today.")
		}
		table.Rows = append(table.Rows, Row{
			Cells: []string{capital(b.Set.StageName(stage)), b.Set.Phrases.StageMeanings[stage], strings.Join(place, " ")},
			Here:  stage == b.Summary.Stage,
		})
	}
	return []Block{table}
}

func (b *builder) appendix() []Block {
	var said Bullets
	for _, field := range assessment.SetupFields {
		var words []string
		for _, code := range b.Session.Setup.Values(field.Name) {
			words = append(words, b.Set.Setup[field.Name].Said[code])
		}
		if len(words) == 0 {
			words = []string{"not said"}
		}
		said = append(said, b.Set.Setup[field.Name].Name+": "+strings.Join(words, "; "))
	}
	if tool := line(b.Session.Setup.Tool, assessment.MaxTool); tool != "" {
		said = append(said, b.Set.Setup["tool"].Name+": "+tool)
	}
	blocks := []Block{Heading("What you said at the start"), said}
	var uncounted Answers
	for _, section := range b.Set.Sections {
		var answers Answers
		for i := range b.Set.Questions {
			q := b.Set.Questions[i].For(&b.Session.Setup)
			switch {
			case q.Section != section.ID:
			case b.applies[q.ID]:
				answers = append(answers, b.answer(q))
			case !b.Session.Answers[q.ID].Empty():
				uncounted = append(uncounted, b.answer(q))
			}
		}
		if len(answers) > 0 {
			blocks = append(blocks, Heading(section.Title), answers)
		}
	}
	if len(uncounted) > 0 {
		blocks = append(blocks, Heading("Kept, but not counted now"), Paragraph("You answered these before. They do not apply as things are now."), uncounted)
	}
	if n := b.foreign(); n > 0 {
		blocks = append(blocks, Paragraph(fmt.Sprintf("%s from another question set: kept in the session, and not shown here.", assessment.Counted(n, "answer", "answers"))))
	}
	used := fmt.Sprintf("Question set: %s, version %s.", b.Set.ID, b.Set.Version)
	id, version := line(b.Session.SetID, assessment.MaxName), line(b.Session.SetVersion, assessment.MaxName)
	if id != "" && (id != b.Set.ID || version != b.Set.Version) {
		used += fmt.Sprintf(" The questions were first answered with %s, version %s.", id, version)
	}
	blocks = append(blocks, Heading("The questions used"), Paragraph(used))
	return append(blocks, guidance(b.Set)...)
}

// guidance points a consultant to public guidance on the same subject. It says
// "related" and nothing stronger: nobody has checked this use against it.
func guidance(set *assessment.Set) []Block {
	table := Table{Head: []string{"Line", "What it says", "Related in NIST AI RMF 1.0"}}
	for i := range set.Items {
		if item := &set.Items[i]; len(item.References) > 0 {
			table.Rows = append(table.Rows, Row{Cells: []string{item.ID, item.Title, strings.Join(item.References, ", ")}})
		}
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []Block{
		Heading("Related guidance, for a consultant"),
		Paragraph("These passages speak of the same subject. That is all: it does not mean that their demands are met."), table,
	}
}

// glossary explains the words, the first two beside each other, since integration and
// deployment are best understood by the difference.
func glossary(set *assessment.Set) []Block {
	terms := set.Glossary
	if len(terms) == 0 {
		return []Block{Paragraph("No word needs explaining.")}
	}
	var blocks []Block
	if len(terms) >= 2 {
		var columns Columns
		for _, t := range terms[:2] {
			columns = append(columns, Column{Title: capital(t.Term), Lines: []string{t.Text}})
		}
		blocks, terms = append(blocks, columns), terms[2:]
	}
	var rest Bullets
	for _, t := range terms {
		rest = append(rest, capital(t.Term)+": "+t.Text)
	}
	if len(rest) > 0 {
		blocks = append(blocks, rest)
	}
	return blocks
}

// foreign counts the answers to questions that the set does not have.
func (b *builder) foreign() int {
	n := 0
	for id := range b.Session.Answers {
		if _, ok := b.Set.Question(id); !ok {
			n++
		}
	}
	return n
}

func (b *builder) answer(q *assessment.Question) Answer {
	given := b.Session.Answers[q.ID]
	out := Answer{Question: q.Text, Said: mark(b.Set, b.level(q), b.said(q, given))}
	add := func(name, text string) {
		if text != "" {
			out.Facts = append(out.Facts, Fact{name, text})
		}
	}
	switch out.Said.Level {
	case assessment.InPlace, assessment.Partly:
		add("How known", knownWords[given.Known])
	case assessment.NA:
		add("Why", line(given.Reason, assessment.MaxShort))
	}
	add("Owner", name(given.Owner))
	if at, passed, ok := b.due(given.Due); ok && passed {
		add("Due", dayWords(at)+", which has passed")
	} else if ok {
		add("Due", dayWords(at))
	}
	add("Answered by", name(given.By))
	out.Note = assessment.Clean(given.Note, assessment.MaxNote)
	return out
}

// said is the sentence that was chosen; a level says all there is to "not sure".
func (b *builder) said(q *assessment.Question, given assessment.Answer) string {
	return ownWords(b.Set, assessment.Choice{Level: given.Level, Text: q.Said(&b.Set.Words, given)})
}

// line and name clean text of a person once more: a session may come from anywhere.
func line(text string, limit int) string { return assessment.CleanLine(text, limit) }
func name(text string) string            { return line(text, assessment.MaxName) }

const dayLayout = "2 January 2006"

func dayWords(at time.Time) string { return at.Format(dayLayout) }

// due reads a due date, and says if it has passed.
func (b *builder) due(due string) (at time.Time, passed, ok bool) {
	at, err := time.Parse(assessment.DateLayout, due)
	return at, !b.Now.IsZero() && due < b.Now.Format(assessment.DateLayout), err == nil
}

// dueWords says a due date within a line.
func (b *builder) dueWords(due string) string {
	switch at, passed, ok := b.due(due); {
	case !ok:
		return ""
	case passed:
		return "was due on " + dayWords(at)
	default:
		return "by " + dayWords(at)
	}
}

func capital(text string) string {
	_, first := utf8.DecodeRuneInString(text)
	return strings.ToUpper(text[:first]) + text[first:]
}

// StepsOrder says in what order the whole plan stands.
func StepsOrder(sum *assessment.Summary) string {
	if sum.Further() {
		return "What you do today is carried. The first steps lead on from there, and the last ones only make it better."
	}
	return "The first steps are what keeps you from using it as you do, or from the next stage. The last ones only make it better."
}
