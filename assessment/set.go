package assessment

import (
	"slices"
	"time"
)

// Set is a question set: the content and the rules, read from YAML and never changed
// afterwards. It is safe for use by several goroutines.
type Set struct {
	ID, Version, Title, Language string

	Sections  []Section
	Items     []Item
	Questions []Question
	Raises    []Raise
	// Caps hold a stage back that the answers alone would carry.
	Caps     Caps
	Alerts   []AlertRule
	Phrases  Phrases
	Setup    SetupWords
	Words    Words
	Glossary []Term
	// Former are ids of questions that an earlier version asked. Answers to them are kept
	// and never counted.
	Former []string

	// lent are the parts of the setup and the words that come from the set in the program.
	lent []string

	questionIndex map[string]int
	itemIndex     map[string]int
}

// Section is a chapter of questions, in the order they are asked.
type Section struct {
	ID, Title string
	// About is one sentence on what the section is for.
	About string
}

// Need is what an item must show for a stage. The zero Need asks for nothing.
type Need struct {
	Level Level
	Known Known
}

// Met reports whether a status, known so well, is enough. NA passes every need.
func (n Need) Met(status Level, known Known) bool {
	if n.Level == Unanswered || status == NA {
		return true
	}
	return status >= n.Level && known >= n.Known
}

// Raised is the stronger of two needs.
func (n Need) Raised(by Need) Need {
	return Need{Level: max(n.Level, by.Level), Known: max(n.Known, by.Known)}
}

// Code writes the need as the question set does: "partly", "in_place", "in_place seen", or "".
func (n Need) Code() string {
	if n.Level == Unanswered {
		return ""
	}
	if n.Known == Assumed {
		return n.Level.String()
	}
	return n.Level.String() + " " + n.Known.String()
}

// Item is one line of a checklist.
type Item struct {
	ID    string
	Lens  Lens
	Title string
	// Short is the title in two or three words, for a narrow screen.
	Short string
	// Needs are indexed by stage; Needs[StageNone] is empty.
	Needs [len(stageCodes)]Need
	// Hands says what the other side needs from this item (requirements.tsv H1).
	Hands string
	// References point a consultant to related public guidance.
	References []string

	must []int
}

// Choice is one whole sentence that an owner can pick, and the level it stands for.
type Choice struct {
	Level Level
	Text  string
}

// Question is one thing that is asked.
type Question struct {
	ID      string
	Section string
	Item    string
	Lens    Lens
	// Lead is true for the one question that a quick check asks of its item.
	Lead    bool
	Weight  Weight
	Depth   Depth
	When    Condition
	AllowNA bool
	// Covers are ids of requirements.tsv.
	Covers  []string
	Text    string
	Choices []Choice
	// Why is a consequence for the business, Good what good looks like.
	Why, Good string
	// Examples are keyed by the setup's kind, with "other" for the rest.
	Examples map[string]string
	Terms    []Term
	Fix      FixAdvice
	FindOut  FindOutAdvice
	Confirm  ConfirmAdvice
	// References point a consultant to related public guidance; owners never see them.
	References []string
	// Reworded is the version of the set in which the words of the question or its choices
	// last changed, or in which it was new; empty for the first version.
	Reworded string
	// Variants are the same question in other words, for a setup in which its own would
	// make no sense. The first that holds is asked.
	Variants []Variant

	index, item int
	// takes is how long it takes to answer.
	takes time.Duration
}

// Variant is a question in other words, for a setup. Question is whole: what the variant
// does not say anew is the question's own.
type Variant struct {
	When     Condition
	Question *Question
	// Changed names the parts that are the variant's own, in the order of a question.
	Changed []string
}

// For is the question in the words that fit a setup.
func (q *Question) For(setup *Setup) *Question {
	if len(q.Variants) == 0 {
		return q
	}
	in := circumstances{session: &Session{Setup: *setup}}
	for i := range q.Variants {
		if q.Variants[i].When.holds(&in) {
			return q.Variants[i].Question
		}
	}
	return q
}

// Example is the example for a kind of use, or the general one.
func (q *Question) Example(kind string) string {
	if text, ok := q.Examples[kind]; ok {
		return text
	}
	return q.Examples["other"]
}

// Options are all rows that can be chosen, in the order shown: the choices, "not sure" in
// the question's own words or the set's, and "does not apply" where it is allowed.
func (q *Question) Options(words *Words) []Choice {
	rows := make([]Choice, 0, len(q.Choices)+2)
	rows = append(rows, q.Choices...)
	if n := len(rows); n == 0 || rows[n-1].Level != Unsure {
		rows = append(rows, Choice{Unsure, words.NotSure})
	}
	if q.AllowNA {
		rows = append(rows, Choice{NA, words.DoesNotApply})
	}
	return rows
}

// Allows reports whether a level can be an answer to the question.
func (q *Question) Allows(level Level) bool { return level != NA || q.AllowNA }

// Row is the place of an answer among the options, or -1 where it is none of them.
func (q *Question) Row(options []Choice, answer Answer) int {
	first := slices.IndexFunc(options, func(c Choice) bool { return c.Level == answer.Level })
	if row := first + answer.Choice; first >= 0 && answer.Choice >= 0 && row < len(options) && options[row].Level == answer.Level {
		return row
	}
	return first
}

// ChoiceAt is which of the options of the same level a row is: 0 for the first.
func ChoiceAt(options []Choice, row int) int {
	return row - slices.IndexFunc(options, func(c Choice) bool { return c.Level == options[row].Level })
}

// Said returns the sentence that an answer stands for, or "" for one that has none.
func (q *Question) Said(words *Words, answer Answer) string {
	options := q.Options(words)
	if row := q.Row(options, answer); row >= 0 {
		return options[row].Text
	}
	return ""
}

// Term is a word and its plain meaning.
type Term struct {
	Term, Text string
}

// FixAdvice is what to do when something is only partly there, or not at all.
type FixAdvice struct {
	Title  string
	Steps  []string
	Effort Effort
	// Who usually does it.
	Who string
	// Done is a sentence that is true when it is done.
	Done string
}

// FindOutAdvice is whom to ask when nobody is sure, with a message ready to send.
type FindOutAdvice struct {
	Title, Ask, Message string
}

// ConfirmAdvice is what to look at to see for oneself.
type ConfirmAdvice struct {
	Title, Text string
}

// Caps hold the stage below what the answers carry. The zero Caps hold nothing back.
type Caps struct {
	// Today is how many stages above the one in use today a verdict may be; 0 is any
	// number. A stage is earned by living the one before.
	Today int
	// Quick is the highest stage that a quick check may give; StageNone is any. It has
	// not asked enough for more.
	Quick Stage
}

// SetupWords are the questions of the setup in the set's words, keyed by the field's name;
// "business", "use" and "tool" are text.
type SetupWords map[string]SetupQuestion

// SetupQuestion is how one question of the setup is put to a person.
type SetupQuestion struct {
	Title, About string
	// Name is what reports call it.
	Name string
	// Options are the texts of its codes, Said the same as a report says them.
	Options, Said map[string]string
}

// Words are the set's words for what every verdict speaks of.
type Words struct {
	// Levels and Known are indexed by level and by how an answer is known.
	Levels [len(levelCodes)]string
	Known  [len(knownCodes)]string
	// ReadBack is Known as it is said to the person who answered, such as "you saw it". A set
	// may leave it out; then all are empty.
	ReadBack [len(knownCodes)]string
	// Lenses are the names of the two sides, such as "Connection (integration)"; LensShort
	// the same for a narrow screen.
	Lenses, LensShort [len(lensCodes)]string
	// NotSure and DoesNotApply are the last rows under a question.
	NotSure, DoesNotApply string
	// Says are what the program says around all this, by name, where the set says it in its own
	// words; see [Set.Say].
	Says map[string]string
	// Months and MonthsShort begin with January, WeekdaysShort with Monday. They are empty where
	// the set is in another language and does not give them; a day is then said in figures.
	Months, MonthsShort, WeekdaysShort []string
}

// Raise makes needs stronger for a setup, from one stage on. It never lowers one.
type Raise struct {
	When  Condition
	Stage Stage
	Items []string
	Need  Need
	// Why is said when the raise decides a verdict.
	Why string

	items []int
}

// AlertRule is a contradiction between answers, or a standing warning.
type AlertRule struct {
	ID   string
	When Condition
	Text string
	// Questions would settle it, and so would another answer to the fields of Setup.
	Questions, Setup []string
	// RuleMissing is true for one that merely says that a rule is missing. Its questions
	// do not come before other urgent steps.
	RuleMissing bool
}

// Phrase is a sentence of the summary, said where its condition holds.
type Phrase struct {
	When Condition
	Text string
}

// Phrases are the sentences of the summary.
type Phrases struct {
	// Sentence: the first that holds is the verdict in one sentence.
	Sentence []Phrase
	// May and NotYet: all that hold are said, in order.
	May, NotYet []Phrase
	// Lenses: the first that holds says where a lens stands.
	Lenses [len(lensCodes)][]Phrase
	// Pattern: the first that holds says how the two lenses stand to each other.
	Pattern []Phrase
	// Ahead: the first that holds is said when the use runs ahead of its safeguards.
	Ahead []Phrase
	// Provisional is said while the verdict is not final.
	Provisional []Phrase
	// Held say what holds the verdict back, one list for each kind; the first of a list
	// that holds is said. Where a set has none, nothing is said.
	Held [len(heldCodes)][]Phrase
	// Then says what a stage allows, as the end of "do this, …"; empty where the set has none.
	Then [len(stageCodes)]string
	// StageNames and StageMeanings are indexed by stage.
	StageNames, StageMeanings [len(stageCodes)]string
	// Limits says what this advice is not (requirements.tsv V3).
	Limits string
}

// Question finds a question by its id.
func (s *Set) Question(id string) (*Question, bool) {
	i, ok := s.questionIndex[id]
	if !ok {
		return nil, false
	}
	return &s.Questions[i], true
}

// Item finds an item by its id.
func (s *Set) Item(id string) (*Item, bool) {
	i, ok := s.itemIndex[id]
	if !ok {
		return nil, false
	}
	return &s.Items[i], true
}

// Section finds a section by its id.
func (s *Set) Section(id string) (*Section, bool) {
	for i := range s.Sections {
		if s.Sections[i].ID == id {
			return &s.Sections[i], true
		}
	}
	return nil, false
}

// Then says what a stage allows, as the end of "do this, …".
func (s *Set) Then(stage Stage) string {
	if then := s.Phrases.Then[stage]; then != "" {
		return then
	}
	return s.Say("needed_for", "stage", s.StageName(stage))
}

// StageName is the stage in the set's words, such as "limited production".
func (s *Set) StageName(stage Stage) string { return s.Phrases.StageNames[stage] }

// ReadyFor is what somebody at a stage is ready for, as the end of "ready for …".
func (s *Set) ReadyFor(stage Stage) string {
	if stage == StageNone {
		return s.Say("ready_for_nothing")
	}
	return s.StageName(stage)
}
