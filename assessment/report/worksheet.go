package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"readycheck/assessment"
)

// box is what a person ticks on paper.
const box = "☐ "

// newPage is how a Markdown file asks a printer for a new page.
const newPage = `<div style="page-break-before: always"></div>`

// What both the worksheet in Markdown and the one in PDF say.
const (
	stagesIntro = "A stage counts only when both sides reach it. Tick where each side stands, and where you use it today."
	allThatFit  = " (tick all that fit)"
	becauseOf   = ", because:"
	whoAndWhen  = "Note, who and by when"
	inTheCells  = "How you know, who, by when"
)

// worksheetBlanks are the lines to write on at the beginning.
var worksheetBlanks = [...]string{"Business", "What the AI does, in one sentence", "Who is in the room", "Date"}

// worksheetIntro says how a worksheet is filled in.
func worksheetIntro(set *assessment.Set) string {
	return "For a room without computers. Take one sheet for one use of AI. Tick what is so today, not what is planned. " +
		"If people disagree, write down both. Who is not sure ticks “" + set.Words.Level(assessment.Unsure) + "”: that is a good answer too."
}

// Worksheet writes a question set as Markdown to print and fill in by hand: the setup,
// the two checklists on a page each, the stages, and then every question.
func Worksheet(w io.Writer, set *assessment.Set) error {
	m := markdown{Writer: bufio.NewWriter(w)}
	m.line("# " + escape(set.Title))
	m.paragraph(worksheetIntro(set))
	for _, blank := range worksheetBlanks {
		m.blank(blank)
	}
	m.setup(set)
	for _, lens := range bothLenses {
		m.page(checklistFor(set, lens))
		m.paperChecklist(set, lens)
	}
	m.page("The stages")
	m.paragraph(stagesIntro)
	m.line("")
	m.row([]string{"Stage", "What it means", set.Words.LensShort[assessment.Integration], set.Words.LensShort[assessment.Deployment], "Today"})
	m.rule(5)
	for stage := assessment.Experiment; stage <= assessment.Broad; stage++ {
		m.row([]string{assessment.Capital(set.StageName(stage)), set.Phrases.StageMeanings[stage], box, box, box})
	}
	m.page("All questions")
	number := 0
	for _, section := range set.Sections {
		m.line("")
		m.line("### " + escape(section.Title))
		for i := range set.Questions {
			if q := &set.Questions[i]; q.Section == section.ID {
				number++
				m.paperQuestion(set, number, q)
			}
		}
	}
	m.page("The words used")
	for _, block := range glossary(set) {
		m.line("")
		m.block(block)
	}
	m.paragraph(set.Phrases.Limits)
	m.paragraph(fmt.Sprintf("Question set: %s, version %s.", set.ID, set.Version))
	return m.Flush()
}

func (m markdown) paragraph(text string) {
	m.line("")
	m.line(escape(text))
}

// blank is a line to write on.
func (m markdown) blank(name string) {
	m.line("")
	m.line(escape(name) + ": " + strings.Repeat("_", 40))
}

func (m markdown) page(title string) {
	m.line("")
	m.line(newPage)
	m.line("")
	m.line("## " + escape(title))
}

func (m markdown) boxes(choices []string) {
	m.line("")
	for _, choice := range choices {
		m.line("- " + box + escape(choice))
	}
}

func (m markdown) setup(set *assessment.Set) {
	m.line("")
	m.line("## Before you start")
	for _, field := range assessment.SetupFields {
		if field.Name == "depth" {
			continue
		}
		words := set.Setup[field.Name]
		name := words.Name
		if field.Several {
			name += allThatFit
		}
		m.line("")
		m.line("**" + escape(name) + "**")
		var choices []string
		for _, code := range field.Codes {
			choices = append(choices, assessment.Capital(words.Options[code]))
		}
		m.boxes(choices)
	}
}

func (m markdown) paperChecklist(set *assessment.Set, lens assessment.Lens) {
	m.line("")
	head := []string{"Line"}
	for _, level := range sheetLevels {
		head = append(head, assessment.Capital(set.Words.Level(level)))
	}
	m.row(append(head, inTheCells))
	// Printers that set widths by the dashes give the words the room, so that a list
	// stays on its page.
	m.line("|" + strings.Repeat("-", 48) + strings.Repeat("|------", 5) + "|" + strings.Repeat("-", 20) + "|")
	for i := range set.Items {
		if item := &set.Items[i]; item.Lens == lens {
			m.row([]string{item.ID + " " + item.Title, box, box, box, box, box, ""})
		}
	}
	m.line("")
	m.line("### " + neededFrom(set, lens))
	m.line("")
	for i := range set.Items {
		if item := &set.Items[i]; item.Lens == lens && item.Hands != "" {
			m.line("- " + box + escape(item.Hands))
		}
	}
}

func (m markdown) paperQuestion(set *assessment.Set, number int, q *assessment.Question) {
	m.line("")
	m.line(fmt.Sprintf("#### %d. %s", number, escape(q.Text)))
	if only := onlyIf(set, q.When); only != "" {
		m.line("")
		m.line("*" + escape(only) + "*")
	}
	m.paragraph(q.Why)
	var choices []string
	for _, c := range q.Options(&set.Words) {
		if c.Level == assessment.NA {
			c.Text += becauseOf
		}
		choices = append(choices, c.Text)
	}
	m.boxes(choices)
	m.line("")
	m.line(howKnown + " " + box + set.Words.Known[assessment.Seen] + " " + box + set.Words.Known[assessment.Told] + " " + box + set.Words.Known[assessment.Assumed])
	m.blank(whoAndWhen)
}

// onlyIf says in plain words when a question is asked.
func onlyIf(set *assessment.Set, when assessment.Condition) string {
	var ways []string
	for _, clause := range when {
		var parts []string
		test := func(tests []assessment.SetupTest, is string) {
			for _, test := range tests {
				var words []string
				for _, code := range test.Codes {
					words = append(words, set.Setup[test.Field].Said[code])
				}
				parts = append(parts, "“"+set.Setup[test.Field].Name+"” "+is+": "+strings.Join(words, ", or "))
			}
		}
		test(clause.Setup, "is")
		test(clause.Only, "is only")
		if len(clause.Answers) > 0 {
			parts = append(parts, "your answers above lead here")
		}
		ways = append(ways, strings.Join(parts, "; and "))
	}
	if len(ways) == 0 {
		return ""
	}
	return "Only if " + strings.Join(ways, " — or if ") + "."
}
