package plain

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/papers"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

const papersHelp = "Type a number to hear a paper, as far as it is filled in. d 2 says that paper 2 is written. w writes all of them into a folder, to print or to change. An empty line goes back, h goes home, q ends."

// papers lists the papers that the advice asks for, reads them, writes them, and takes one as
// written.
func (t *talk) papers() (place, error) {
	t.listPapers()
	for {
		all := t.work.Papers()
		line, err := t.ask("Which paper? Type a number, w to write them all into a folder, or an empty line to go back.")
		word, about, _ := strings.Cut(line, " ")
		switch n := number(line, len(all)); {
		case err != nil:
			return nil, err
		case n > 0:
			t.readPaper(&all[n-1])
		case is(line, "", "b", "back"):
			return t.summary, nil
		case is(line, "w", "write"):
			err = t.writePapers(all)
		case is(word, "d", "done") && number(about, len(all)) > 0:
			err = t.wrote(all[number(about, len(all))-1])
		case is(word, "d", "done"):
			t.say("Say which paper by its number, such as d 1.")
		case is(line, "u", "undo"):
			t.undoAnswer()
		case is(line, "h", "home"):
			return nil, nil
		case is(line, "q", "quit"):
			return nil, errEnd
		case is(line, "?"):
			t.listPapers()
			t.say(papersHelp)
		default:
			t.lost(line)
		}
		if err != nil {
			return nil, err
		}
	}
}

func (t *talk) listPapers() {
	all := t.work.Papers()
	t.gap()
	if len(all) == 0 {
		t.say("There are no papers for these questions. They belong to the questions that come with the program.")
		return
	}
	t.say("Each paper is one page, filled in as far as your answers go.")
	for i, paper := range all {
		about := ""
		switch {
		case paper.Written:
			about = " It is written."
		case paper.Asked:
			about = " A step asks for it."
		}
		t.say("%d. %s.%s", i+1, paper.Title, about)
	}
	t.hint("papers", "d 2 says that paper 2 is written.")
}

// readPaper reads a paper out; what is to be filled in is said to be a gap.
func (t *talk) readPaper(paper *interview.Paper) {
	var text strings.Builder
	doc := paper.Of(t.set, t.work.Session, t.o.Now())
	if err := papers.Markdown(&text, []papers.Document{doc}); err != nil {
		t.problem(err)
		return
	}
	t.gap()
	for line := range strings.SplitSeq(text.String(), "\n") {
		if line = paperLine(line); line != "" {
			t.say("%s", line)
		}
	}
}

// paperLine is a line of a paper for the ear: without the marks, and with a word for a gap.
func paperLine(line string) string {
	line = strings.NewReplacer(`\`, "", "**", "").Replace(line)
	line = strings.Trim(strings.TrimLeft(line, "#> "), "* ")
	if cells := strings.Split(strings.Trim(line, "|"), "|"); strings.HasPrefix(line, "|") {
		line = ""
		for _, cell := range cells {
			if cell = strings.TrimSpace(cell); strings.Trim(cell, "-:") != "" {
				line += cell + "; "
			}
		}
		line = strings.TrimSuffix(line, "; ")
	}
	for {
		at := strings.Index(line, "___")
		if at < 0 {
			return line
		}
		line = line[:at] + "(to fill in)" + strings.TrimLeft(line[at:], "_")
	}
}

// writePapers writes all papers into a folder.
func (t *talk) writePapers(all []interview.Paper) error {
	if t.work.ReadOnly {
		t.say("This is an example. `readycheck papers --example` writes its papers.")
		return nil
	}
	if len(all) == 0 {
		t.say("There is nothing to write.")
		return nil
	}
	for i, format := range papers.Formats {
		t.say("%d. %s", i+1, assessment.Capital(format.Help))
	}
	n, err := t.pick("How do you want them? Type a number, or an empty line to stop.", len(papers.Formats))
	if err != nil || n == 0 {
		return err
	}
	folder := strings.TrimSuffix(report.FileName(t.work.Session.Business, "md", false), ".md") + "-papers"
	line, err := t.ask(fmt.Sprintf("In which folder? It is made where it is not there. An empty line takes %s.", folder))
	if err != nil {
		return err
	}
	order := interview.PaperOrder{Session: t.work.Session.ID, Format: papers.Formats[n-1].Name, Folder: cmp.Or(line, folder)}
	written, err := t.o.WritePapers(order)
	if err != nil {
		t.problem(err)
		return nil
	}
	t.say("%s written to %s. Read them before others do.", assessment.Counted(written, "paper is", "papers are"), clean(order.Folder))
	return nil
}

// wrote takes a paper as written: its questions are in place, and seen.
func (t *talk) wrote(paper interview.Paper) error {
	if t.refused() {
		return nil
	}
	if why := paper.NothingToMark(); why != "" {
		t.say("%s", why)
		return nil
	}
	answers := t.work.Wrote(paper)
	t.say("Is %s written? All its lines are filled in, and you have it before you. Then this counts as in place, and seen:", assessment.Quoted(paper.Title))
	for _, question := range slices.Sorted(maps.Keys(answers)) {
		t.say("- %s", t.work.At(question).Text)
	}
	line, err := t.ask("Type y, or n to leave it open.")
	if err == nil && is(line, "y", "yes") {
		t.keepStep(answers, "Saved", "written.")
	} else if err == nil {
		t.say("Nothing was changed.")
	}
	return err
}
