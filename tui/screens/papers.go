package screens

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/assessment/papers"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// papersScreen lists the papers that the advice asks for, writes them, and takes one as written.
type papersScreen struct {
	work *work
	all  []interview.Paper
	list list
}

func newPapers(w *work) screen {
	p := &papersScreen{work: w}
	p.read()
	return p
}

func (p *papersScreen) read() {
	p.all = p.work.Papers()
	p.list.has(len(p.all))
}

func (p *papersScreen) place() (name string, about *work) { return "papers", p.work }

func (p *papersScreen) Init() tea.Cmd { return nil }

func (p *papersScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case workChanged:
		p.read()
	case tea.MouseWheelMsg:
		p.list.take(msg, &allMoves)
	case tea.KeyPressMsg:
		return p, p.key(msg), nil
	}
	return p, nil, nil
}

func (p *papersScreen) key(msg tea.KeyPressMsg) action {
	if p.list.take(msg, &allMoves) {
		return nil
	}
	switch {
	case key.Matches(msg, keys.esc):
		return goBack{}
	case len(p.all) == 0:
	case key.Matches(msg, keys.enter, keys.export, keys.papers):
		return openPage{newPaperOrder(p.work)}
	case key.Matches(msg, keys.written):
		paper := p.all[p.list.at]
		return openPage{newConfirm(
			fmt.Sprintf("Is %s written?", assessment.Quoted(paper.Title)),
			"All its lines are filled in, and you have it before you. Then this counts as in place, and seen:\n"+strings.Join(p.settled(paper), "\n"),
			markWritten{paper},
		)}
	}
	return nil
}

// settled are the questions that a written paper settles, in their own words.
func (p *papersScreen) settled(paper interview.Paper) []string {
	var out []string
	for question := range p.work.Wrote(paper) {
		out = append(out, "· "+p.work.At(question).Text)
	}
	return out
}

func (p *papersScreen) capturesText() bool { return false }

func (p *papersScreen) ShortHelp() []key.Binding {
	if len(p.all) == 0 {
		return []key.Binding{keys.help, p.work.home("home")}
	}
	return []key.Binding{described(keys.enter, "write them"), keys.written, keys.up, keys.down, keys.help, p.work.home("home")}
}

func (p *papersScreen) groups() []keyGroup {
	return []keyGroup{{"Papers", []key.Binding{
		described(keys.enter, "write all of them into a folder, to print or to change"),
		described(keys.written, "the one under the cursor is written: its questions count as in place, and seen"),
		p.work.home("back"),
	}}, {"Moving", allMoves.named()}}
}

func (p *papersScreen) off() []offKey {
	if len(p.all) == 0 {
		return nil
	}
	if why := p.all[p.list.at].NothingToMark(); why != "" {
		return []offKey{{keys.written, why}}
	}
	return nil
}

func (p *papersScreen) View(st *styles, room size) body {
	b := body{header: []string{sides(st.strong.Render("Papers"), st.dim.Render(assessment.Counted(len(p.all), "page", "pages")), room.width)}}
	if len(p.all) == 0 {
		b.lines = wrapped(st.text, "There are no papers for these questions. They belong to the questions that come with the program.", room.width)
		return b
	}
	b.lines = append(wrapped(st.dim, "Each is one page, filled in as far as your answers go. What is open is a line to write on.", room.width), "")
	for i, paper := range p.all {
		pointer, style := p.list.pointer(st, i)
		about := ""
		switch {
		case paper.Written:
			about = "written"
		case paper.Asked:
			about = "a step asks for it"
		}
		at := len(b.lines)
		if room.width >= 60 {
			b.lines = append(b.lines, sides(pointer+style.Render(paper.Title), st.dim.Render(about), min(room.width, longestLine+6)))
		} else {
			b.lines = append(b.lines, hang(pointer, style, paper.Title, room.width)...)
			if about != "" {
				b.lines = append(b.lines, "  "+st.dim.Render(about))
			}
		}
		b.clickable(at, func() action { p.list.at = i; return nil })
		if i == p.list.at {
			b.focus, b.focusEnd = at, len(b.lines)-1
		}
	}
	b.status = p.work.status()
	return b
}

// newPaperOrder asks for a format and a folder.
func newPaperOrder(w *work) screen {
	format := papers.Formats[0].Name
	folder := strings.TrimSuffix(report.FileName(w.Session.Business, "md", false), ".md") + "-papers"
	f := &formScreen{title: "Papers", name: assessment.Form{Session: w.Session.ID, Name: papersForm}, form: newForm([]formPage{
		{field: func() huh.Field {
			var options []huh.Option[string]
			for _, f := range papers.Formats {
				options = append(options, huh.NewOption(assessment.Capital(f.Help), f.Name))
			}
			return huh.NewSelect[string]().Title("How do you want them?").Options(options...).Value(&format)
		}},
		folderPage(&folder),
	}, 0), done: func() action {
		return writePapers{Session: w.Session.ID, Format: format, Folder: strings.TrimSpace(folder)}
	}}
	f.form.fields = []formField{{name: "format", value: &format, choices: papers.FormatNames()}, textField("folder", &folder)}
	return f
}
