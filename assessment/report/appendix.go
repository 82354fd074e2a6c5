package report

import (
	"strings"

	"readycheck/assessment"
)

func (b *builder) appendix() []Block {
	var said Bullets
	for _, field := range assessment.SetupFields {
		var words []string
		for _, code := range b.Session.Setup.Values(field.Name) {
			words = append(words, b.Set.Setup[field.Name].Said[code])
		}
		if len(words) == 0 {
			words = []string{b.Set.Say("not_said")}
		}
		said = append(said, b.Set.Setup[field.Name].Name+": "+strings.Join(words, "; "))
	}
	if tool := line(b.Session.Setup.Tool, assessment.MaxTool); tool != "" {
		said = append(said, b.Set.Setup["tool"].Name+": "+tool)
	}
	blocks := []Block{Heading(b.Set.Say("at_the_start")), said}
	blocks = append(blocks, b.sectionAnswers()...)
	var uncounted Answers
	for _, section := range b.Set.Sections {
		for i := range b.Set.Questions {
			q := b.Set.Questions[i].For(&b.Session.Setup)
			if q.Section == section.ID && b.flow.Position(q.ID) < 0 && !b.Session.Answers[q.ID].Empty() {
				uncounted = append(uncounted, b.answer(q))
			}
		}
	}
	if len(uncounted) > 0 {
		blocks = append(blocks, Heading(b.Set.Say("kept_title")), Paragraph(b.Set.Say("kept")), uncounted)
	}
	if n := b.foreign(); n > 0 {
		blocks = append(blocks, Paragraph(b.Set.SayCount(n, "foreign")))
	}
	used := b.Set.Say("set_used", "set", b.Set.ID, "version", b.Set.Version)
	id, version := line(b.Session.SetID, assessment.MaxName), line(b.Session.SetVersion, assessment.MaxName)
	if id != "" && (id != b.Set.ID || version != b.Set.Version) {
		used += " " + b.Set.Say("set_first", "set", id, "version", version)
	}
	blocks = append(blocks, Heading(b.Set.Say("questions_used")), Paragraph(used))
	return append(blocks, guidance(b.Set)...)
}

// SectionAnswers are all questions that apply by section, with what was said.
func (r Report) SectionAnswers() []Block { return r.builder().sectionAnswers() }

func (b *builder) sectionAnswers() []Block {
	var blocks []Block
	for _, section := range b.Set.Sections {
		var answers Answers
		for i := range b.flow.Len() {
			if q := b.flow.At(i); q.Section == section.ID {
				answers = append(answers, b.answer(q))
			}
		}
		if len(answers) > 0 {
			blocks = append(blocks, Heading(section.Title), answers)
		}
	}
	return blocks
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
		add(b.Set.Say("how_known"), b.Set.SayKnown(given.Known))
	case assessment.NA:
		add(b.Set.Say("why"), line(given.Reason, assessment.MaxShort))
	}
	add(b.Set.Say("owner"), name(given.Owner))
	if at, passed, ok := b.due(given.Due); ok && passed {
		add(b.Set.Say("due"), b.Set.Say("day_passed", "day", b.Set.DayNear(at, b.Now)))
	} else if ok {
		add(b.Set.Say("due"), b.Set.DayNear(at, b.Now))
	}
	add(b.Set.Say("answered_by"), name(given.By))
	out.NoteWord, out.Note = b.Set.Say("note"), assessment.Clean(given.Note, assessment.MaxNote)
	return out
}

// said is the sentence that was chosen; a level says all there is to "not sure".
func (b *builder) said(q *assessment.Question, given assessment.Answer) string {
	return ownWords(b.Set, assessment.Choice{Level: given.Level, Text: q.Said(&b.Set.Words, given)})
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

// guidance points a consultant to public guidance on the same subject. It says
// "related" and nothing stronger: nobody has checked this use against it.
func guidance(set *assessment.Set) []Block {
	table := Table{Head: []string{set.Say("guidance_line"), set.Say("guidance_says"), set.Say("guidance_related")}}
	for i := range set.Items {
		if item := &set.Items[i]; len(item.References) > 0 {
			table.Rows = append(table.Rows, Row{Cells: []string{item.ID, item.Title, strings.Join(item.References, ", ")}})
		}
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return []Block{
		Heading(set.Say("guidance")),
		Paragraph(set.Say("guidance_about")), table,
	}
}
