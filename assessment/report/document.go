package report

import "readycheck/assessment"

// Document is what a report says, in the order it says it. A writer decides only how
// that looks, so that all formats say the same sentences in the same order.
//
// Every text in it is plain and clean (see assessment.Clean), and stays on one line
// unless it says otherwise. A writer escapes it for its own format.
type Document struct {
	Title string
	// Brand is who hands the report over, empty for nobody.
	Brand Brand
	// Facts say what the report is about: business, use, date.
	Facts []Fact
	Parts []Part
}

// Brand is the name of a firm, and a line below it.
type Brand struct{ Name, Line string }

// Fact is a name and what stands behind it.
type Fact struct{ Name, Text string }

// Part is one chapter. It always has something to say: where nothing was found, that.
type Part struct {
	Name  Name
	Title string
	// Brief parts make up the short form, for a terminal.
	Brief bool
	// OwnPage marks a part that is handed out by itself.
	OwnPage bool
	Blocks  []Block
}

// Name tells a part from the others, for links and styles.
type Name string

// The parts in their order.
const (
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
	Words       Name = "words"
	Appendix    Name = "appendix"
)

// Block is one piece of a part: a Paragraph, Lead, Heading, Subject, Bullets, Columns,
// Marks, Steps, Table or Answers.
type Block interface{ block() }

type (
	// Lead is the one sentence to remember.
	Lead string
	// Paragraph is a sentence or a few.
	Paragraph string
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
	// Steps are numbered from 1.
	Steps []Step
	// Answers are the questions with what was said.
	Answers []Answer
)

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

// Step is one thing to do.
type Step struct {
	Title string
	// Asides are effort, owner, due date and what the step unblocks.
	Asides []string
	// Do says how, in order. It is empty in the short list.
	Do    []string
	Facts []Fact
	// Message is ready to send. It may have several lines.
	Message string
}

// Table has a head and rows of as many cells.
type Table struct {
	Head []string
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
	Facts []Fact
	// Note may have several lines.
	Note string
}

func (Lead) block()      {}
func (Paragraph) block() {}
func (Heading) block()   {}
func (Subject) block()   {}
func (Bullets) block()   {}
func (Columns) block()   {}
func (Marks) block()     {}
func (Steps) block()     {}
func (Table) block()     {}
func (Answers) block()   {}

// Label is the level's sign with its word: no meaning hangs on the sign alone.
func (m Mark) Label() string { return m.Level.Sign() + " " + m.Word }

// mark is a line with a level, said in the set's words.
func mark(set *assessment.Set, level assessment.Level, text string, asides ...string) Mark {
	return Mark{Level: level, Word: set.Words.Level(level), Text: text, Asides: asides}
}
