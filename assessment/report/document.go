package report

import (
	"cmp"
	"strings"
	"time"

	"readycheck/assessment"
)

// Document is what a report says, in the order it says it. A writer decides only how
// that looks, so that all formats say the same sentences in the same order.
//
// Every text in it is plain and clean (see assessment.Clean), and stays on one line
// unless it says otherwise. A writer escapes it for its own format.
type Document struct {
	Title string
	// Business is whose report it is, empty where names are left out.
	Business string
	// Language is that of its words, as BCP 47 names it.
	Language string
	// Date is when it was made, zero where nobody said.
	Date time.Time
	// Day is that day in words, BoxName what a box to tick is for.
	Day, BoxName string
	// PageNumber says a page's number, in the place of {n}, and how many there are in that of {all}.
	PageNumber string
	// Brand is who hands the report over, empty for nobody.
	Brand Brand
	// Facts say what the report is about: business, use, date.
	Facts Facts
	Parts []Part
	// Fonts finds fonts for letters that those in the program lack, or is nil.
	Fonts Fonts
}

// Fact is a name and what stands behind it.
type Fact struct{ Name, Text string }

// Part is one chapter. It always has something to say: where nothing was found, that.
type Part struct {
	Name  Name
	Title string
	// Use is the number of the use of AI that it is about where a document is about several,
	// or 0; About names it, on each page that begins with such a part.
	Use   int
	About string
	// OwnPage marks a part that begins a page: it is handed out by itself, or ends what is.
	OwnPage bool
	Blocks  []Block
}

// Name tells a part from the others, for links and styles.
type Name string

// The parts in their order.
const (
	Register    Name = "register"
	Front       Name = "front"
	Sentence    Name = "sentence"
	May         Name = "may"
	NotYet      Name = "not-yet"
	Lenses      Name = "lenses"
	First       Name = "first"
	GoodShape   Name = "good-shape"
	CouldNot    Name = "could-not-tell"
	Alerts      Name = "alerts"
	NotApplying Name = "does-not-apply"
	Changed     Name = "changed"
	TeamSaid    Name = "team"
	Sections    Name = "sections"
	Connecting  Name = "connecting"
	RollingOut  Name = "rolling-out"
	StageTable  Name = "stages"
	Plan        Name = "plan"
	Limits      Name = "limits"
	HowToRest   Name = "how-to"
	Words       Name = "words"
	Appendix    Name = "appendix"
)

// Block is one piece of a part, of one of the types below. Whoever draws blocks has a way to
// draw each.
type Block interface {
	// texts tells each every text in it, for which a writer needs letters.
	texts(each func(string))
}

type (
	// Headline is the verdict in a few words, the largest on its page.
	Headline string
	// Lead is the one sentence to remember.
	Lead string
	// Paragraph is a sentence or a few.
	Paragraph string
	// Warning is a paragraph that nobody should miss.
	Warning string
	// Heading opens a stretch of a part.
	Heading string
	// Subject names what the blocks after it are about, a step below a heading.
	Subject string
	// Bullets are short sentences of the same kind.
	Bullets []string
	// Columns stand side by side where there is room. All have the same number of lines.
	Columns []Column
	// Marks are lines with a level each.
	Marks []Mark
	// Pairs are lines with two levels each, of two sessions.
	Pairs []Pair
	// Sides are the two sides, each in a line.
	Sides []Side
	// Steps are numbered from 1, but for those with a number of their own.
	Steps []Step
	// Answers are the questions with what was said.
	Answers []Answer
	// Facts are names, each with what stands behind it.
	Facts []Fact
	// Message is ready to send. It may have several lines.
	Message string
)

// Picture shows how far each side reaches: a row of stages each, filled up to its own.
type Picture struct {
	// Title says what it shows, for those who do not see it.
	Title  string
	Stages []string
	Rows   []Reach
	// Yes and No say of a stage that a side has reached it, or not yet.
	Yes, No string
}

// Reach is how many of the stages a side has reached.
type Reach struct {
	Name    string
	Reached int
}

// Lines say the picture in a line for each side.
func (p Picture) Lines() []string {
	var lines []string
	for _, row := range p.Rows {
		reached := "–"
		if row.Reached > 0 {
			reached = strings.Join(p.Stages[:row.Reached], ", ")
		}
		lines = append(lines, row.Name+": "+reached)
	}
	return lines
}

// Column is a title with lines below it.
type Column struct {
	Title string
	Lines []string
}

// Mark is a line with a level: an item of a checklist, or a question.
type Mark struct {
	Level assessment.Level
	// Word says the level, in the set's words: no meaning hangs on its sign alone.
	Word string
	Text string
	// Asides say more in a few words each.
	Asides []string
}

// Pair is a line with a level in a first session and in a second one. Its marks have no text.
type Pair struct {
	Text          string
	First, Second Mark
}

// Differs reports whether the two sessions say different things.
func (p Pair) Differs() bool { return p.First.Level != p.Second.Level }

// Side is where one side stands, in few words.
type Side struct {
	Name, Stage string
	// InPlace says how much of it is in place.
	InPlace string
	// Lacking are its lines that are not in place, by their short names.
	Lacking []Mark
}

// line is a side in one line of text. Its marks are told by a label each.
func (s Side) line(label func(Mark) string) string {
	text := s.Name + ": " + s.Stage + "; " + s.InPlace
	for _, lack := range s.Lacking {
		text += "; " + label(lack) + ": " + lack.Text
	}
	return text + "."
}

// aloud is a side in one line for the ear: a level is said once for all its lines.
func (s Side) aloud() string {
	text, level := s.Name+": "+s.Stage+"; "+s.InPlace, ""
	for _, lack := range s.Lacking {
		if lack.Word == level {
			text += ", " + lack.Text
			continue
		}
		level = lack.Word
		text += "; " + level + ": " + lack.Text
	}
	return text + "."
}

// Step is one thing to do.
type Step struct {
	// Number is its place in the plan where it stands elsewhere, or 0.
	Number int
	Title  string
	// Tick asks for a box to tick when it is done.
	Tick bool
	// Sign asks for who does it and by when, with lines to fill where nobody has said. Its
	// asides do not say it then.
	Sign    bool
	Who, By string
	// SignWho and SignBy are the words before those lines.
	SignWho, SignBy string
	// Asides are effort, owner and due date.
	Asides []string
	// Then is what the step leads to.
	Then string
	// Do says how, in order. It is empty in the short list.
	Do      []string
	Facts   Facts
	Message Message
}

// About is what is said of a step beside its title, in one line. It may be empty.
func (s Step) About() string {
	about := strings.Join(s.Asides, " · ")
	if about != "" && s.Then != "" {
		about += " · "
	}
	return about + s.Then
}

// number is what stands before a step that is the n-th of its list.
func (s Step) number(n int) int {
	if s.Number > 0 {
		return s.Number
	}
	return n
}

// signGap is drawn where a line to fill is empty.
const signGap = "________"

// signed is the two lines of a step in one, with gaps to fill.
func (s Step) signed() string {
	gap := func(text string) string { return cmp.Or(text, signGap) }
	return s.SignWho + " " + gap(s.Who) + "   " + s.SignBy + " " + gap(s.By)
}

// Table has a head and rows of as many cells.
type Table struct {
	Head []string
	// Tick puts a box to tick before each row, in a column of its own that has no head.
	Tick bool
	// Wide are how wide the columns are beside each other, nil where the first is narrow and
	// the others are alike.
	Wide []int
	Rows []Row
}

// Row is a row of a table. Here marks the one that the verdict stands at.
type Row struct {
	Cells []string
	Here  bool
}

// Answer is a question with what was said about it.
type Answer struct {
	Question string
	// Said is the level and the sentence that was chosen.
	Said  Mark
	Facts Facts
	// Note may have several lines. NoteWord stands before it.
	Note, NoteWord string
}

// Label is the level's sign with its word: no meaning hangs on the sign alone.
func (m Mark) Label() string { return m.Level.Sign() + " " + m.Word }

// mark is a line with a level, said in the set's words.
func mark(set *assessment.Set, level assessment.Level, text string, asides ...string) Mark {
	return Mark{Level: level, Word: set.Words.Level(level), Text: text, Asides: asides}
}

// texts tells each every text of a document.
func (d Document) texts(each func(string)) {
	each(d.Title)
	each(d.Brand.Name)
	each(d.Brand.Line)
	d.Facts.texts(each)
	for _, part := range d.Parts {
		each(part.Title)
		each(part.About)
		for _, block := range part.Blocks {
			block.texts(each)
		}
	}
}

func (t Headline) texts(each func(string))  { each(string(t)) }
func (t Lead) texts(each func(string))      { each(string(t)) }
func (t Paragraph) texts(each func(string)) { each(string(t)) }
func (t Warning) texts(each func(string))   { each(string(t)) }
func (t Heading) texts(each func(string))   { each(string(t)) }
func (t Subject) texts(each func(string))   { each(string(t)) }

func (t Message) texts(each func(string)) { all(strings.Split(string(t), "\n"), each) }

func (b Bullets) texts(each func(string)) { all(b, each) }

func (f Facts) texts(each func(string)) {
	for _, fact := range f {
		each(fact.Name)
		each(fact.Text)
	}
}

func (p Picture) texts(each func(string)) {
	all(p.Stages, each)
	for _, row := range p.Rows {
		each(row.Name)
	}
}

func (c Columns) texts(each func(string)) {
	for _, column := range c {
		each(column.Title)
		all(column.Lines, each)
	}
}

func (m Mark) texts(each func(string)) {
	each(m.Word)
	each(m.Text)
	all(m.Asides, each)
}

func (m Marks) texts(each func(string)) {
	for _, mark := range m {
		mark.texts(each)
	}
}

func (p Pairs) texts(each func(string)) {
	for _, pair := range p {
		pair.First.texts(each)
		pair.Second.texts(each)
		each(pair.Text)
	}
}

func (s Sides) texts(each func(string)) {
	for _, side := range s {
		all([]string{side.Name, side.Stage, side.InPlace}, each)
		Marks(side.Lacking).texts(each)
	}
}

func (s Steps) texts(each func(string)) {
	for _, step := range s {
		each(step.Title)
		all(step.Asides, each)
		each(step.Then)
		if step.Sign {
			all([]string{step.SignWho, step.Who, step.SignBy, step.By}, each)
		}
		all(step.Do, each)
		step.Facts.texts(each)
		step.Message.texts(each)
	}
}

func (t Table) texts(each func(string)) {
	all(t.Head, each)
	for _, row := range t.Rows {
		all(row.Cells, each)
	}
}

func (a Answers) texts(each func(string)) {
	for _, answer := range a {
		each(answer.Question)
		answer.Said.texts(each)
		answer.Facts.texts(each)
		all(strings.Split(answer.Note, "\n"), each)
	}
}

func all(texts []string, each func(string)) {
	for _, text := range texts {
		each(text)
	}
}
