package report

import (
	"fmt"
	"strings"

	"readycheck/assessment"
)

func (b *builder) team() []Block {
	if !hasTeam(b.Session) {
		return nil
	}
	return Team(b.Set, b.Session)
}

func (b *builder) changed() []Block {
	if b.Earlier == nil {
		return nil
	}
	changes := assessment.Compare(b.Set, b.Earlier, b.Session)
	return Changes(b.Set, &changes)
}

func (b *builder) changedTitle() string {
	if b.Earlier == nil || b.Earlier.Changed.IsZero() {
		return b.Set.Say("title_changed_last")
	}
	return b.Set.Say("title_changed", "day", b.Set.DayLong(b.Earlier.Changed))
}

// Verdict is the sentence to remember, with what holds it back, and with what is not agreed on.
func Verdict(set *assessment.Set, sum *assessment.Summary) []Block {
	blocks := []Block{Lead(sum.Sentence)}
	for _, held := range sum.Held {
		blocks = append(blocks, Paragraph(held.Text))
	}
	if n := sum.Disputes(); n > 0 {
		blocks = append(blocks, Warning(set.SayCount(n, "disputes")))
	}
	return blocks
}

// Opening is the verdict for a first screen: with what holds it back, and a warning where the
// use goes further than it may. That it is not final is said where nothing above says why.
func Opening(set *assessment.Set, sum *assessment.Summary) []Block {
	blocks := Verdict(set, sum)
	if sum.AheadText != "" {
		blocks = append(blocks, Warning(sum.AheadText))
	}
	if sum.ProvisionalText != "" && len(sum.Held) == 0 {
		blocks = append(blocks, Warning(sum.ProvisionalText))
	}
	return blocks
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
	blocks := b.bothSides()
	for _, text := range [...]string{b.Summary.PatternText, b.Summary.AheadText, b.Summary.ProvisionalText} {
		if text != "" {
			blocks = append(blocks, Paragraph(text))
		}
	}
	return blocks
}

// bothSides says where each side stands. They are never one number.
func (b *builder) bothSides() []Block {
	var columns Columns
	for _, lens := range bothLenses {
		of := b.Summary.Lenses.Of(lens)
		columns = append(columns, Column{Title: b.Set.Words.Lens(lens), Lines: []string{
			of.Text, b.Set.Say("stage_is", "stage", b.Set.StageName(of.Stage)), b.Set.Words.Counts(of.Counts),
		}})
	}
	return []Block{columns}
}

// BothSides says where each side stands, one beside the other.
func (r Report) BothSides() []Block { return r.builder().bothSides() }

// Sides say in a line each where the sides stand and what they lack, and then how they stand
// to each other.
func (r Report) Sides() []Block {
	var sides Sides
	for _, lens := range bothLenses {
		of := r.Summary.Lenses.Of(lens)
		side := Side{
			Name: r.Set.Words.LensShort[lens], Stage: r.Set.StageName(of.Stage),
			InPlace: fmt.Sprintf("%d %s", of.Counts.InPlace, r.Set.Words.Level(assessment.InPlace)),
		}
		for _, level := range [...]assessment.Level{assessment.No, assessment.Unsure, assessment.Unanswered, assessment.Partly} {
			for i, item := range r.Summary.Items {
				if item.Lens == lens && item.Status == level {
					side.Lacking = append(side.Lacking, mark(r.Set, level, r.Set.Items[i].Short))
				}
			}
		}
		sides = append(sides, side)
	}
	blocks := []Block{sides}
	if r.Summary.PatternText != "" {
		blocks = append(blocks, Paragraph(r.Summary.PatternText))
	}
	return blocks
}

func (b *builder) goodShape() []Block {
	var list []Mark
	for _, item := range b.Summary.Items {
		if item.Status == assessment.InPlace {
			list = append(list, mark(b.Set, item.Status, item.Title, b.Set.SayKnown(item.Known)))
		}
	}
	return marks(list, b.Set.Say("nothing_yet"))
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
		blocks = append(blocks, Paragraph(b.Set.SayCount(open, "open")))
	case len(list) == 0:
		blocks = append(blocks, Paragraph(b.Set.Say("nothing_open")))
	}
	return blocks
}

// Open says how many questions are open, once some are answered.
func (r Report) Open() []Block {
	open := r.Summary.Progress.Total - r.Summary.Progress.Answered
	if open == 0 || r.Summary.Progress.Answered == 0 {
		return nil
	}
	return []Block{Paragraph(r.Set.SayCount(open, "open"))}
}

func (b *builder) alerts() []Block {
	var texts []string
	for _, alert := range b.Summary.Alerts {
		texts = append(texts, alert.Text)
	}
	return bullets(texts, b.Set.Say("no_alerts"))
}

func (b *builder) notApplying() []Block {
	var list []Mark
	for i := range b.flow.Len() {
		if q := b.flow.At(i); b.level(q) == assessment.NA {
			list = append(list, b.questionMark(q))
		}
	}
	return marks(list, b.Set.Say("all_applies"))
}

// leavesOut reports whether somebody said of a question that it does not apply.
func (b *builder) leavesOut() bool {
	for i := range b.flow.Len() {
		if b.level(b.flow.At(i)) == assessment.NA {
			return true
		}
	}
	return false
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
		mark.Asides = []string{b.Set.SayKnown(answer.Known)}
	case assessment.NA:
		if reason := line(answer.Reason, assessment.MaxShort); reason != "" {
			mark.Asides = []string{reason}
		}
	}
	return mark
}

// about says in a line what the report is about.
func (b *builder) about() string {
	about := b.Set.Say("use_left_out") + "."
	if !b.ClientSafe {
		about = b.Set.Say("about", "business", name(b.Session.Business), "use", strings.TrimRight(line(b.Session.Use, assessment.MaxUse), "."))
	}
	if !b.Now.IsZero() {
		about += " " + b.Set.DayLong(b.Now) + "."
	}
	return about
}

func (b *builder) stages() []Block {
	table := Table{Head: []string{b.Set.Say("table_stage"), b.Set.Say("table_meaning"), b.Set.Say("table_place")}}
	connection, people := b.Summary.Lenses.Integration.Stage, b.Summary.Lenses.Deployment.Stage
	now := b.Session.Setup.CurrentStage()
	for stage := assessment.StageNone; stage <= assessment.Broad; stage++ {
		var place []string
		if stage == b.Summary.Stage {
			place = append(place, b.Set.Say("you_are_here"))
		}
		switch {
		case connection == people:
		case stage == connection:
			place = append(place, b.Set.Say("connection_here"))
		case stage == people:
			place = append(place, b.Set.Say("people_here"))
		}
		if stage == now && stage != assessment.StageNone {
			place = append(place, b.Set.Say("used_here"))
		}
		table.Rows = append(table.Rows, Row{
			Cells: []string{assessment.Capital(b.Set.StageName(stage)), b.Set.Phrases.StageMeanings[stage], strings.Join(place, " ")},
			Here:  stage == b.Summary.Stage,
		})
	}
	return []Block{table}
}

// glossary explains the words, the first two beside each other, since integration and
// deployment are best understood by the difference.
func glossary(set *assessment.Set) []Block {
	terms := set.Glossary
	if len(terms) == 0 {
		return []Block{Paragraph(set.Say("no_words"))}
	}
	var blocks []Block
	if len(terms) >= 2 {
		var columns Columns
		for _, t := range terms[:2] {
			columns = append(columns, Column{Title: assessment.Capital(t.Term), Lines: []string{t.Text}})
		}
		blocks, terms = append(blocks, columns), terms[2:]
	}
	var rest Bullets
	for _, t := range terms {
		rest = append(rest, assessment.Capital(t.Term)+": "+t.Text)
	}
	if len(rest) > 0 {
		blocks = append(blocks, rest)
	}
	return blocks
}
