package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// walkScreen is what a person comes back to: one by one what was planned and has come due, what
// somebody is at, and what has aged. It takes about 90 seconds, and can be left at any time.
type walkScreen struct {
	work *work
	// all are the things that are asked about, at is the one that is asked now.
	all []interview.Return
	at  int
	// began is the verdict before the walk.
	began assessment.Summary
	text  scroll
}

func newWalk(w *work) screen {
	return &walkScreen{work: w, all: w.ComingBack(), began: w.Summary}
}

// walkOn asks about the next thing of the walk.
type walkOn struct{}

// over reports whether everything was asked about.
func (s *walkScreen) over() bool { return s.at >= len(s.all) }

func (s *walkScreen) on() {
	s.at++
	s.text.from = 0
}

func (s *walkScreen) place() (name string, about *work) { return "coming back", s.work }

func (s *walkScreen) Init() tea.Cmd { return nil }

func (s *walkScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		s.text.take(msg, &reportMoves)
	case tea.KeyPressMsg:
		return s, s.key(msg), nil
	}
	return s, nil, nil
}

var (
	walkYes  = bind("y", "done", "y")
	walkNo   = bind("n", "not yet", "n")
	walkSkip = bind("enter", "next", "enter", "right")
	walkBack = bind("←", "the one before", "left")
)

func (s *walkScreen) key(msg tea.KeyPressMsg) action {
	switch {
	case key.Matches(msg, keys.home):
		return goBack{}
	case s.text.take(msg, &pageMoves):
		return nil
	case key.Matches(msg, walkBack):
		s.at = max(0, s.at-1)
		return nil
	case s.over():
		if key.Matches(msg, keys.enter) {
			return goPlan{}
		}
		return nil
	}
	now := s.all[s.at]
	switch {
	case key.Matches(msg, walkSkip):
		s.on()
	case key.Matches(msg, walkYes) && now.Aged:
		return both{saveAnswer{now.Question, s.work.Still(now.Question)}, walkOn{}}
	case key.Matches(msg, walkYes), key.Matches(msg, walkNo) && now.Aged:
		return openPage{askAgain(s.work, now.Question, "What is so now?", walkOn{})}
	case key.Matches(msg, walkNo):
		return openPage{newPutOff(s.work, now)}
	case key.Matches(msg, keys.explain):
		if step, ok := s.work.Step(now.Question); ok {
			return openPage{readBlocks(step.Title, s.work.report().StepDetails(step))}
		}
		return openQuestion{now.Question}
	}
	return nil
}

func (s *walkScreen) capturesText() bool { return false }

func (s *walkScreen) ShortHelp() []key.Binding {
	switch {
	case s.over():
		return []key.Binding{described(keys.enter, "the plan"), keys.help, s.work.home("home")}
	case s.all[s.at].Aged:
		return []key.Binding{described(walkYes, "still so"), described(walkNo, "not so any more"), walkSkip, keys.help, s.work.home("home")}
	}
	return []key.Binding{walkYes, walkNo, walkSkip, described(keys.explain, "how to do it"), keys.help, s.work.home("home")}
}

func (s *walkScreen) groups() []keyGroup {
	return []keyGroup{{"What is it about", []key.Binding{
		described(walkYes, "it is done, or still so"), described(walkNo, "not yet, or not so any more"),
		described(walkSkip, "leave it as it is, and go on"), walkBack, described(keys.explain, "how to do it"), s.work.home("all sessions"),
	}}}
}

func (s *walkScreen) View(st *styles, room size) body {
	var b body
	if s.over() {
		b.header = []string{st.strong.Render("That was all")}
		if len(s.all) == 0 {
			b.lines = wrapped(st.text, "Nothing has come due, and nothing has aged.", room.width)
			return b
		}
		b.lines = append(wrapped(st.text, s.work.report().Moved(&s.began), room.width), "")
		if left := len(s.work.ComingBack()); left > 0 {
			b.lines = append(b.lines, wrapped(st.dim, fmt.Sprintf("%s left as before. Come back when you know more.", assessment.Counted(left, "thing is", "things are")), room.width)...)
		}
		return b
	}
	now := s.all[s.at]
	title, asked := "Planned", "Done?"
	switch {
	case now.Aged:
		title, asked = "Seen a while ago", "Is this still so?"
	case now.Answer.State == assessment.StepDoing:
		title = "Somebody is at it"
	case now.Answer.State == assessment.StepBlocked:
		title = "It waits for something"
	}
	b.header = []string{sides(st.accent.Render(title), st.dim.Render(fmt.Sprintf("%d of %d", s.at+1, len(s.all))), room.width)}
	b.lines = append(wrapped(st.strong, now.Text, room.width), "")
	for _, about := range s.about(now) {
		b.lines = append(b.lines, hang(st.dim.Render(column(about[0], 10)), st.text, about[1], room.width)...)
	}
	b.lines = append(append(b.lines, ""), wrapped(st.text, asked, room.width)...)
	b.status = s.work.status()
	s.text.fit(len(b.lines), room.height-len(b.header)-1)
	b.scrolls, b.scroll = true, s.text.from
	return b
}

// about is what is known of a thing, each with its name.
func (s *walkScreen) about(now interview.Return) [][2]string {
	var about [][2]string
	add := func(name, text string) {
		if text != "" {
			about = append(about, [2]string{name, text})
		}
	}
	q := s.work.At(now.Question)
	if !now.Aged {
		add("Question", q.Text)
	}
	if row := q.Answered(); row >= 0 {
		add("You said", q.Rows()[row].Text)
	}
	if !now.Answer.At.IsZero() && now.Aged {
		add("Seen on", s.work.Set.Day(now.Answer.At.Local()))
	}
	add("Owner", clean(now.Answer.Owner))
	add("By", s.work.Set.Due(now.Answer.Due))
	add("Note", clean(now.Answer.Note))
	return about
}

// newPutOff asks for another day for what is not done.
func newPutOff(w *work, about interview.Return) screen {
	due := ""
	entry := interview.DueEntry{Now: w.Now()}
	f := &formScreen{title: "Not yet", name: assessment.Form{Session: w.Session.ID, Name: putOffForm + about.Question}, form: newForm([]formPage{{
		field: func() huh.Field {
			return huh.NewInput().Title("By when then?").Description(interview.DueHint + ". Empty leaves the day as it is.").CharLimit(assessment.MaxDay).Value(&due)
		},
		says: func() string { return entry.Says(due) },
		check: func() string {
			day, problem := entry.Enter(due)
			if problem == "" {
				due = day
			}
			return problem
		},
	}}, 0), done: func() action {
		if due == "" {
			return walkOn{}
		}
		return both{saveAnswer{about.Question, w.PutOff(about.Question, due)}, walkOn{}}
	}}
	f.form.fields = []formField{textField("due", &due)}
	return f
}
