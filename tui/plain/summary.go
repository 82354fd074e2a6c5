package plain

import (
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// summaryHint is said behind the first verdict, summaryHelp at ?.
const (
	summaryHint = "A number reads a step, p reads the whole plan, w says why you stand there. ? says all that you can type."
	summaryHelp = "m says more: what you may do now, what not yet, and the rest. A number reads a step, and an empty line then goes to its question. p reads the whole plan. " +
		"d 2 says that step 2 is worked on and asks what is so now, i 2 that somebody is at it, o 2 gives it an owner and a day, y 2 reads its message. " +
		"u takes the last change back. mails reads a mail for each person. papers lists the papers that the steps ask for. " +
		"votes opens a room on paper: several people vote, and you type their sheets. " +
		"w says why you stand there, w 1 3 where you would stand with steps 1 and 3 done. " +
		"sections, checklists and stages read those pages, changes says what is new since last time, team says what people said in a workshop, words explains the words used. " +
		"e writes a report, b goes to the questions, v reviews what is open, a shows what you said at the start, full asks the whole picture, h goes home, q ends."
)

// summary reads out the verdict with the first steps, and leads on from it.
func (t *talk) summary() (place, error) {
	t.here = ""
	t.verdict()
	t.hint("summary", summaryHint)
	for {
		line, err := t.ask("What would you like to do? m says more.")
		if err != nil {
			return nil, err
		}
		word, about, _ := strings.Cut(line, " ")
		switch n := number(line, len(t.numbered)); {
		case n > 0:
			t.readStep(n)
		case is(line, "b", "questions", "back"):
			return t.questions(max(0, t.work.Flow.Position(t.work.FirstOpen()))), nil
		case is(line, "v", "review"):
			return t.review, nil
		case line == "" && t.here != "":
			return t.aside(t.here, t.summary), nil
		case line == "P", is(line, "papers"):
			return t.papers, nil
		case line == "T", is(line, "votes", "votes on paper"):
			return t.tally, nil
		case is(line, "a", "about"):
			return t.about(t.summary), nil
		case is(line, "full"):
			if _, quick := t.work.Deepened(); !quick {
				return t.deepen(t.summary), nil
			}
			return t.deepen(func() (place, error) { return t.goOn(), nil }), nil
		case is(line, "h", "home"):
			return nil, nil
		case is(line, "q", "quit"):
			return nil, errEnd
		default:
			if err := t.summaryWord(line, word, strings.TrimSpace(about)); err != nil {
				return nil, err
			}
		}
	}
}

// summaryWord does what stays with the summary.
func (t *talk) summaryWord(line, word, about string) error {
	for _, page := range summaryPages {
		if is(line, page.words...) {
			page.read(t)
			return nil
		}
	}
	if mine, err := t.stepWord(word, about); mine {
		return err
	}
	switch {
	case is(word, "w", "why"):
		t.whatIf(about)
	case is(line, "u", "undo"):
		t.undoAnswer()
	case is(line, "mails", "mail"):
		return t.mails()
	case is(word, "e", "export") && t.work.ReadOnly:
		t.say("This is an example. `readycheck export --example` writes it.")
	case is(word, "e", "export"):
		return t.export(t.work.Session.ID, t.work.Session.Business)
	case is(line, "?", ""):
		t.say(summaryHelp)
	default:
		t.lost(line)
	}
	return nil
}

// summaryPages are what the summary reads out at a word.
var summaryPages = []struct {
	words []string
	read  func(*talk)
}{
	{[]string{"m", "more"}, (*talk).more},
	{[]string{"w", "why"}, (*talk).why},
	{[]string{"p", "plan"}, (*talk).plan},
	{[]string{"sections", "section", "by section"}, func(t *talk) { t.blocks(t.report().SectionAnswers()) }},
	{[]string{"checklists", "checklist"}, func(t *talk) { t.blocks(t.report().Checklists()) }},
	{[]string{"stages", "stage"}, func(t *talk) { t.part(report.StageTable) }},
	{[]string{"changes", "change"}, (*talk).sinceThen},
	{[]string{"team"}, (*talk).team},
	{[]string{"words", "glossary"}, func(t *talk) { t.part(report.Words) }},
}

// why says why the verdict is what it is, and how to hear what would change it.
func (t *talk) why() {
	t.blocks(t.report().Why())
	if len(t.work.Summary.Steps) > 0 {
		t.say("To hear what would change it, type w with the numbers of steps, such as w 1 3, or w next for all that the next stage needs. Nothing is saved by it.")
	}
}

// report is the open session with its verdict, to be put into words.
func (t *talk) report() report.Report {
	w := t.work
	return report.Report{Set: t.set, Session: w.Session, Summary: w.Summary, Earlier: w.Earlier, Now: w.Now()}
}

// firstRead is how many steps are read out behind the verdict.
const firstRead = 3

// verdict reads out what is so and what holds it back, the first steps, and each side in a line.
func (t *talk) verdict() {
	r, sum := t.report(), &t.work.Summary
	t.numbered = sum.Steps
	t.gap()
	t.say("%s: %s", clean(t.work.Session.Business), clean(t.work.Session.Use))
	t.gap()
	t.blocks(report.Opening(t.set, sum))
	t.gap()
	if len(sum.Steps) > 0 {
		t.say("%s:", report.StepsTitle(t.set, sum))
	}
	t.blocks(r.Steps(firstRead))
	if more := len(sum.Steps) - firstRead; more > 0 {
		t.say("And %d more. p reads the whole plan.", more)
	}
	t.gap()
	t.blocks(append(r.Sides(), r.Open()...))
}

// more reads out what the verdict leaves for later.
func (t *talk) more() {
	r := t.report()
	t.blocks(r.BothSides())
	for _, name := range [...]report.Name{report.May, report.NotYet, report.Alerts, report.GoodShape, report.CouldNot, report.NotApplying} {
		t.part(name)
	}
	if len(t.work.Summary.Alerts) > 0 {
		t.say("v leads to the answers behind a warning.")
	}
	if t.work.Session.Setup.Depth == assessment.Quick && t.work.Summary.Progress.Answered > 0 {
		t.gap()
		t.say("This was the quick check. full goes on with the whole picture, and nothing is asked twice.")
	}
	t.part(report.Limits)
	t.gap()
	t.say("There is more to hear: %s.", strings.Join(t.pages(), ", "))
}

// pages are the words for the pages of the summary that there is something on.
func (t *talk) pages() []string {
	pages := []string{"why", "plan", "sections", "checklists", "stages", "words"}
	if t.work.Earlier != nil {
		pages = append(pages, "changes")
	}
	if t.hasTeam() {
		pages = append(pages, "team")
	}
	return pages
}

func (t *talk) hasTeam() bool {
	return t.work.Session.Team != nil && len(t.work.Session.Team.Seats) > 0
}

// part reads out one part of the report under its title.
func (t *talk) part(name report.Name) {
	part := t.report().Part(name)
	if len(part.Blocks) == 0 {
		return
	}
	t.gap()
	t.say("%s:", part.Title)
	t.blocks(part.Blocks)
}

func (t *talk) sinceThen() {
	if t.work.Earlier == nil {
		t.say("There is no earlier session of this use to compare with.")
		return
	}
	t.part(report.Changed)
}

func (t *talk) team() {
	if !t.hasTeam() {
		t.say("No workshop was held on this.")
		return
	}
	t.part(report.TeamSaid)
}

// blocks reads out what a report says.
func (t *talk) blocks(blocks []report.Block) {
	if len(blocks) > 0 {
		t.lines(report.Lines(blocks, t.width))
	}
}
