package plain

import (
	"strings"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// sheet is one person's paper as it is typed, question after question.
type sheet struct {
	*paperTable
	t *interview.Tally
	// heard is the question that was read out last.
	heard string
}

// lines reads lines until the paper is in, or put aside.
func (s *sheet) lines() error {
	for at := s.t.Begin(); at != ""; {
		if s.heard != at {
			s.read(at)
			s.heard = at
			s.hint("sheet", sheetHint)
		}
		line, err := s.ask("What is ticked?")
		if err != nil {
			return err
		}
		switch {
		case is(line, "f", "stop"):
			s.say("%s", s.t.Stopped())
			return nil
		case is(line, "h", "home"):
			return errHome
		case is(line, "q", "quit"):
			return errEnd
		}
		if at, err = s.line(at, line); err != nil {
			return err
		}
		if at != "" && s.t.Position(at) < 0 {
			at = s.t.Begin() // it is not asked any more
		}
	}
	s.say("%s + and a name takes the next person's.", s.t.In())
	return nil
}

// line does what a line says at a question, and leads to the next one; "" is the end.
func (s *sheet) line(at, line string) (string, error) {
	q := s.t.At(at)
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	word, words, _ := strings.Cut(line, " ")
	switch n := number(line[:digits], len(q.Rows())); {
	case n > 0:
		return s.tick(q, n-1, strings.TrimSpace(line[digits:]))
	case line == "":
		s.t.Ticked = ""
		return s.t.After(at), nil
	case is(line, "b", "back"):
		s.t.Ticked = ""
		if before := s.t.Before(at); before != "" {
			return before, nil
		}
		s.say("This is the first question.")
	case is(line, "u", "undo"):
		return s.undo(at), nil
	case is(line, "s", "seen", "t", "told"):
		known, _ := knownAs(line)
		s.known(at, known)
	case is(word, "n", "note"):
		s.remark(at, strings.TrimSpace(words))
	case line == "?":
		for help := range strings.SplitSeq(sheetHelp, "\n") {
			s.say("%s", help)
		}
	default:
		s.lost(line)
	}
	return at, nil
}

// tick takes a row for what is ticked, and goes on.
func (s *sheet) tick(q *interview.Question, row int, behind string) (next string, err error) {
	rows := q.Rows()
	vote := s.t.Tick(q.ID, rows[row].Level, assessment.ChoiceAt(rows, row))
	known, says := knownAs(behind)
	switch {
	case vote.Level == assessment.NA:
		if vote.Reason, err = s.reason(behind); err != nil || vote.Reason == "" {
			return q.ID, err
		}
	case behind != "" && !says:
		s.say("Behind the number stands s if the paper says that it was seen. Nothing was saved.")
		return q.ID, nil
	case says && vote.Level.IsKnown():
		vote.Known = known
	}
	if !s.vote(q.ID, vote) {
		return q.ID, nil
	}
	s.say("%s", s.t.Read())
	return s.t.After(q.ID), nil
}

// vote waits until a vote is on disk; else the person has been told.
func (s *sheet) vote(question string, vote assessment.Answer) bool {
	saved := <-s.t.Vote(question, vote)
	s.t.Voted(saved.Err)
	if saved.Err != nil {
		s.problem(saved.Err)
	}
	return saved.Err == nil
}

func (s *sheet) undo(at string) string {
	question, saved, ok := s.t.Undo()
	if !ok {
		s.say(interview.NothingTicked)
		return at
	}
	result := <-saved
	if s.t.Voted(result.Err); result.Err != nil {
		s.problem(result.Err)
		return at
	}
	s.say("The vote is as it was before.")
	s.heard = ""
	return question
}

// known says how the answer that was typed last is known.
func (s *sheet) known(at string, known assessment.Known) {
	about := s.t.About(at)
	if about == "" {
		s.say(interview.TickFirst)
		return
	}
	q := s.t.At(about)
	if why := q.WhyNotAsked(q.Answered()); why != "" {
		s.say("Question %d: %s", s.t.Position(about)+1, why)
		return
	}
	vote := q.Answer()
	vote.Known = known
	if s.vote(about, vote) {
		s.say("%s", s.t.Read())
	}
}

// remark keeps what is written beside the answer that was typed last.
func (s *sheet) remark(at, words string) {
	about := s.t.About(at)
	switch {
	case about == "":
		s.say(interview.TickFirst)
		return
	case words == "":
		s.say("Type n and the words that stand there, such as n Ask Dev first.")
		return
	}
	vote := s.t.Session.Answers[about]
	vote.Note = assessment.Clean(words, s.t.NoteLimit)
	if s.vote(about, vote) {
		s.say("Saved: a note beside question %d.", s.t.Position(about)+1)
	}
}

// read reads a question out as it stands on the sheet.
func (s *sheet) read(question string) {
	q := s.t.At(question)
	s.gap()
	s.say("%s paper, question %d of %d.", interview.Possessive(clean(s.t.Name())), s.t.Position(question)+1, len(s.t.Open))
	s.say("%s", q.Text)
	for i, row := range q.Rows() {
		s.say("%d. %s", i+1, row.Text)
	}
	if q.Answered() >= 0 {
		s.say("Kept: %s", s.t.Says(q.Answer()))
	}
}
