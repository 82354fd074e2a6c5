package screens

import (
	"fmt"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// plan lists every step. The one under the cursor opens with enter.
func (s *summaryScreen) plan(st *styles, width int) []string {
	steps := s.work.Summary.Steps
	if len(steps) == 0 {
		return wrapped(st.text, "There is no step to take: either nothing is answered yet, or all is "+s.work.Set.Words.Level(assessment.InPlace)+" and seen.", width)
	}
	lines := wrapped(st.dim, report.StepsOrder(&s.work.Summary), width)
	lines = append(lines, "")
	for i := range steps {
		if i == s.step {
			s.focusLine = len(lines)
		}
		lines = append(lines, s.work.stepLines(st, i, i == s.step, width)...)
	}
	return lines
}

// stepDetail says how to do a step.
func (w *work) stepDetail(st *styles, step assessment.Step, width int) []string {
	q, ok := w.Set.Question(step.Question)
	if !ok {
		return nil
	}
	q = q.For(&w.Session.Setup)
	answer := w.Session.Answers[q.ID]
	lines := wrapped(st.dim, q.Text, width)
	lines = append(lines, hang("You said: "+st.sign(answer.Level)+" ", st.text, interview.Said(w.Set, q, answer), width)...)
	lines = append(lines, "")
	part := func(title, text string) {
		if text != "" {
			lines = append(lines, st.accent.Render(title))
			lines = append(lines, wrapped(st.text, text, width)...)
			lines = append(lines, "")
		}
	}
	switch step.Kind {
	case assessment.Fix:
		lines = append(lines, st.accent.Render("How"))
		for i, text := range q.Fix.Steps {
			lines = append(lines, hang(fmt.Sprintf(" %d  ", i+1), st.text, text, width)...)
		}
		lines = append(lines, "")
		part("Who usually does it", q.Fix.Who)
		part("Done when", q.Fix.Done)
	case assessment.FindOut:
		part("Whom to ask", q.FindOut.Ask)
		part("A message to send", q.FindOut.Message)
	case assessment.Confirm:
		part("What to look at", q.Confirm.Text)
	}
	if step.Blocks != nil {
		part("What it is for", "Do this, "+w.Set.Then(*step.Blocks)+".")
	}
	part("Owner", clean(step.Owner))
	part("By", interview.Due(step.Due))
	return lines
}

// bySection lists the answers by section.
func (s *summaryScreen) bySection(st *styles, width int) []string {
	w := s.work
	var lines []string
	section := ""
	for p := range w.Flow.Len() {
		q := w.Flow.At(p)
		if q.Section != section {
			if section != "" {
				lines = append(lines, "")
			}
			section = q.Section
			lines = append(lines, st.accent.Render(w.Section(q)))
		}
		a := w.Session.Answers[q.ID]
		lines = append(lines, hang("  "+st.sign(a.Level)+" ", st.text, q.Text, width)...)
		said := interview.Said(w.Set, q, a)
		if a.Level.IsKnown() {
			said += " " + w.Set.Words.Known[a.Known] + "."
		}
		lines = append(lines, hang("    ", st.dim, said, width)...)
		if a.Reason != "" {
			lines = append(lines, hang("    ", st.dim, "Because: "+clean(a.Reason), width)...)
		}
		if a.Note != "" {
			lines = append(lines, hang("    ", st.dim, "Note: "+clean(a.Note), width)...)
		}
	}
	return lines
}

// checklists draws the two lists, each whole by itself, with what the other side needs.
func (s *summaryScreen) checklists(st *styles, width int) []string {
	w := s.work
	var lines []string
	for _, lens := range []assessment.Lens{assessment.Integration, assessment.Deployment} {
		title, gives := "For whoever connects the AI", "What the people side needs from you"
		if lens == assessment.Deployment {
			title, gives = "For whoever runs the rollout", "What the connection side needs from you"
		}
		lines = append(lines, wrapped(st.accent, title+" · "+w.Set.Words.Lens(lens), width)...)
		lines = append(lines, wrapped(st.dim, w.Summary.Lenses.Of(lens).Text+" "+w.Set.Words.Counts(w.Summary.Lenses.Of(lens).Counts)+".", width)...)
		for _, item := range w.Summary.Items {
			if item.Lens != lens {
				continue
			}
			text := item.Title + " " + st.dim.Render("("+st.words().Level(item.Status)+")")
			if item.Blocks != nil {
				text += st.dim.Render(" needed for " + w.Set.StageName(*item.Blocks))
			}
			lines = append(lines, hang("  "+st.sign(item.Status)+" "+column(item.ID, 3), st.text, text, width)...)
		}
		lines = append(lines, "", st.dim.Render("  "+gives))
		for i := range w.Set.Items {
			if item := &w.Set.Items[i]; item.Lens == lens && item.Hands != "" {
				lines = append(lines, hang("    · ", st.dim, item.Hands, width)...)
			}
		}
		lines = append(lines, "")
	}
	return lines
}

// stages shows the way from trying out to a broader rollout, with the place in it.
func (s *summaryScreen) stages(st *styles, width int) []string {
	w, sum := s.work, &s.work.Summary
	var lines []string
	for stage := assessment.StageNone; stage <= assessment.Broad; stage++ {
		lead, style := "  ", st.text
		if stage == sum.Stage {
			lead, style = st.accent.Render(cursorMark), st.chosen
		}
		name := w.Set.StageName(stage)
		here := ""
		for _, lens := range []assessment.Lens{assessment.Integration, assessment.Deployment} {
			if sum.Lenses.Of(lens).Stage == stage {
				here += "   " + w.Set.Words.Lens(lens) + " is here"
			}
		}
		if w.Session.Setup.StageNow != "" && stage == w.Session.Setup.CurrentStage() && stage > 0 {
			here += "   you use it like this today"
		}
		lines = append(lines, lead+style.Render(name))
		lines = append(lines, hang("    ", st.dim, w.Set.Phrases.StageMeanings[stage], width)...)
		if here != "" {
			lines = append(lines, hang("    ", st.text, here[3:], width)...)
		}
		lines = append(lines, "")
	}
	return lines
}

// why says what decides the verdict, for each lens on its own.
func (w *work) why(st *styles, width int) []string {
	lines := wrapped(st.text, "Together: "+w.Set.StageName(w.Summary.Stage)+". The weaker side decides.", width)
	for _, held := range w.Summary.Held {
		lines = append(lines, wrapped(st.text, held.Text, width)...)
	}
	lines = append(lines, "")
	for _, lens := range []assessment.Lens{assessment.Integration, assessment.Deployment} {
		why := assessment.Explain(w.Set, w.Session, &w.Summary, lens)
		lines = append(lines, st.accent.Render(w.Set.Words.Lens(lens))+": "+st.strong.Render(w.stageText(why.Stage)))
		if why.Next == assessment.StageNone {
			lines = append(lines, "  Nothing is missing on this side.", "")
			continue
		}
		lines = append(lines, wrapped(st.text, "The next stage is "+w.Set.StageName(why.Next)+". These lines keep it from there:", width)...)
		for _, reason := range why.Reasons {
			lines = append(lines, "")
			lines = append(lines, hang("  "+st.sign(reason.Status)+" "+column(reason.Item.ID, 3), st.text, reason.Item.Title, width)...)
			have := st.words().Level(reason.Status)
			if reason.Need.Known > reason.Known && reason.Status >= reason.Need.Level {
				have += ", but " + knownWordsShort[reason.Known]
			}
			lines = append(lines, hang("       ", st.dim, "It is: "+have+". It needs: "+needWords(st, reason.Need)+".", width)...)
			if reason.Raised != "" {
				lines = append(lines, hang("       ", st.dim, "More is needed here than usual. "+reason.Raised, width)...)
			}
			for _, q := range reason.Decide {
				a := w.Session.Answers[q.ID]
				lines = append(lines, hang("       "+st.sign(a.Level)+" ", st.dim, q.Text, width)...)
			}
		}
		lines = append(lines, "")
	}
	return append(lines, wrapped(st.dim, "The smallest change that passes: lift the answers named here to what is needed. A stage counts only when both sides reach it.", width)...)
}

var knownWordsShort = [...]string{assessment.Assumed: "only assumed", assessment.Told: "only told", assessment.Seen: "seen"}

func needWords(st *styles, n assessment.Need) string {
	text := st.words().Level(n.Level)
	switch {
	case n.Level == assessment.Partly:
		text += ", or better"
	case n.Known == assessment.Seen:
		text += ", and seen with your own eyes"
	case n.Known == assessment.Told:
		text += ", and no guess"
	}
	return text
}

// changed says what is different from the earlier session of the same business and use.
func (s *summaryScreen) changed(st *styles, width int) []string {
	changes := assessment.Compare(s.work.Set, s.work.Earlier, s.work.Session)
	lines := wrapped(st.dim, "Since "+s.work.Earlier.Changed.Local().Format("2 January 2006")+", when this was checked before.", width)
	return append(append(lines, ""), drawBlocks(st, report.Changes(s.work.Set, &changes), width)...)
}

// team says what people said in a workshop.
func (s *summaryScreen) team(st *styles, width int) []string {
	return drawBlocks(st, report.Team(s.work.Set, s.work.Session), width)
}
