package assessment

// Set is a question set: the content and the rules, read from YAML and never changed
// afterwards. It is safe for use by several goroutines.
type Set struct {
	ID, Version, Title, Language string

	Sections  []Section
	Items     []Item
	Questions []Question
	Raises    []Raise
	Alerts    []AlertRule
	Phrases   Phrases
	Glossary  []Term

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

	index, item int
}

// Example is the example for a kind of use, or the general one.
func (q *Question) Example(kind string) string {
	if text, ok := q.Examples[kind]; ok {
		return text
	}
	return q.Examples["other"]
}

// Choice returns the sentence that stands for a level, or "".
func (q *Question) Choice(level Level) string {
	for _, c := range q.Choices {
		if c.Level == level {
			return c.Text
		}
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

// StageName is the stage in the set's words, such as "limited production".
func (s *Set) StageName(stage Stage) string { return s.Phrases.StageNames[stage] }
