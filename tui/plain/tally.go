package plain

import (
	"errors"
	"fmt"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// A room on paper: several people tick sheets alone, and one of them types all of them here. What
// one paper says is not read out again on the way to the next.

const (
	tallyHint = "+ adds a paper, v shows the votes, b closes the room. ? says all that you can type."
	tallyHelp = "+ and a name, such as + Olga, types that person's paper, or goes on with it. v shows everybody's votes, and once they were shown reads them out again. " +
		"d 2 writes down what you decided on the second of those, r 2 votes on it once more. b closes the room and goes to where you stand, h goes home, q ends."
	sheetHint = "Type the number that is ticked. An empty line leaves the question out. s says that the one typed last was seen, b goes back, f stops. ? says more."
	sheetHelp = "A number: what is ticked. 2 s if the paper says that it was seen.\nAn empty line: it is left out.\ns or t: the one typed last was seen, or told.\nn and some words: a note beside the one typed last.\n" +
		"b: go back.\nu: take the last change back.\nf: stop here. What was typed is kept.\nh: home.\nq: end."
)

// paperTable is a room on paper that is open.
type paperTable struct {
	*talk
	room interview.PaperRoom
	// shown are the questions whose votes were read out last, by their numbers.
	shown []assessment.Spread
}

// tally holds a room on paper, and leads back to the summary.
func (t *talk) tally() (place, error) {
	if t.refused() {
		return t.summary, nil
	}
	if t.o.PaperRoom == nil {
		t.say("There is no room on paper here.")
		return t.summary, nil
	}
	id := t.work.Session.ID
	room, err := t.o.PaperRoom(id)
	if err != nil {
		t.problem(err)
		return t.summary, nil
	}
	p := &paperTable{talk: t, room: room}
	to, err := p.lines()
	room.Close()
	if fresh, unread := t.o.Store.Load(id); unread == nil {
		t.work.Merge(fresh)
		t.o.Store.SaveStanding(id, t.work.Standing())
	} else {
		t.problem(unread)
	}
	t.say("%s", t.work.HeldClosed("votes"))
	return to, err
}

func (p *paperTable) lines() (place, error) {
	p.gap()
	p.say("A room on paper. Everybody ticks a sheet alone, and you type them here, one after the other. Nobody hears a vote before you show it.")
	p.hint("tally", tallyHint)
	for {
		line, err := p.ask("Whose paper is next? Type + and a name.")
		if err != nil {
			return nil, err
		}
		word, about, _ := strings.Cut(line, " ")
		if strings.HasPrefix(line, "+") {
			word, about = "+", line[1:]
		}
		switch about = strings.TrimSpace(about); {
		case word == "+":
			err = p.add(about)
		case is(line, "v", "votes"):
			err = p.show()
		case is(word, "d", "decide") && about != "":
			err = p.decide(about)
		case is(word, "r", "again") && about != "":
			p.again(about)
		case is(line, "b", "back", "f"):
			return p.summary, nil
		case is(line, "h", "home"):
			return nil, nil
		case is(line, "q", "quit"):
			return nil, errEnd
		case is(line, "?", ""):
			p.say(tallyHelp)
		default:
			p.lost(line)
		}
		if err != nil && !errors.Is(err, errBack) {
			return nil, err
		}
	}
}

// add types the paper of one person.
func (p *paperTable) add(name string) (err error) {
	for {
		if _, ok := assessment.PersonName(name); ok {
			break
		}
		if name, err = p.value(interview.NamePaper, "The name that the room knows this person by. One that is here already goes on with its paper."); err != nil {
			return err
		}
	}
	known, there := interview.PaperOf(p.room.Shown(), name)
	if !there {
		for i, role := range assessment.Roles {
			p.say("%d. %s", i+1, assessment.Capital(role.Words()))
		}
		n, err := p.pick("From which side do they look at it? Type a number, or an empty line to stop.", len(assessment.Roles))
		if err != nil || n == 0 {
			return err
		}
		known.Role = assessment.Roles[n-1]
	}
	seat, err := p.room.Paper(name, known.Role)
	if err != nil {
		p.problem(err)
		return nil
	}
	s := &sheet{paperTable: p, t: interview.NewTally(p.set, seat, p.o.Now)}
	if len(s.t.Open) == 0 {
		p.say(interview.AllShown)
		return nil
	}
	return s.lines()
}

// show reads out the votes, after it asked where some are shown for the first time.
func (p *paperTable) show() error {
	if hidden := p.room.Hidden(); len(hidden) > 0 {
		line, err := p.ask(fmt.Sprintf("Show the votes on %s? %s y or n.", assessment.Counted(len(hidden), "question", "questions"), interview.RevealAbout(p.room.Unfinished())))
		if err != nil {
			return err
		}
		if !is(line, "y", "yes") {
			p.say("Nothing was shown.")
			return nil
		}
		if saved := <-p.room.RevealAnswered(hidden); saved.Err != nil {
			p.problem(saved.Err)
			return nil
		}
	}
	p.spread()
	if len(p.shown) == 0 {
		p.say("There are no votes to show yet.")
	}
	words := &p.set.Words
	for i := range p.shown {
		s := &p.shown[i]
		p.gap()
		p.say("%d. %s", i+1, s.Question.Text)
		for _, v := range s.Votes {
			said := fmt.Sprintf("%s %s, %s.", p.level(v.Vote.Level), clean(v.Seat.Name), v.Seat.Role.Words())
			if note := strings.TrimSpace(clean(v.Vote.Reason) + " " + clean(v.Vote.Note)); note != "" {
				said += " " + note
			}
			p.say("%s", said)
		}
		if !s.Agreed() || s.Decision != nil {
			p.blocks([]report.Block{report.Outcome(words, s.Votes, s.Decision)})
		}
	}
	return nil
}

// spread takes in what was shown, those first on which people differ most.
func (p *paperTable) spread() {
	p.shown = p.room.Shown().Spreads(p.set, &p.work.Session.Setup)
}

// about is the question that a number means, of those that were read out.
func (p *paperTable) about(text string) *assessment.Spread {
	if p.shown == nil {
		p.spread()
	}
	n := number(text, len(p.shown))
	if n == 0 {
		p.say("Name one of the questions by its number. v reads them out once their votes were shown.")
		return nil
	}
	return &p.shown[n-1]
}

func (p *paperTable) again(text string) {
	s := p.about(text)
	if s == nil {
		return
	}
	if saved := <-p.room.VoteAgain(s.Question.ID); saved.Err != nil {
		p.problem(saved.Err)
		return
	}
	p.say("The room votes once more. Type everybody's paper again, and only this is asked: %s", s.Question.Text)
}

// decide records what the room settled on.
func (p *paperTable) decide(text string) error {
	s := p.about(text)
	if s == nil {
		return nil
	}
	rows := s.Question.Options(&p.set.Words)
	p.say("%s", s.Question.Text)
	for i, row := range rows {
		p.say("%d. %s", i+1, row.Text)
	}
	n, err := p.pick("What did the room decide? Type a number, or an empty line to leave it.", len(rows))
	if err != nil || n == 0 {
		return err
	}
	by := ""
	for by == "" {
		if by, err = p.value("Who decided? A name, or a few.", "Somebody stands for it."); err != nil {
			return err
		}
	}
	note := ""
	if rows[n-1].Level == assessment.NA {
		if note, err = p.reason(""); err != nil || note == "" {
			return err
		}
	} else if note, err = p.value("Why? And what did those say who see it otherwise? An empty line leaves that out.", "It is kept in the report."); err != nil {
		return err
	}
	answer := interview.Decided(s.Votes, rows[n-1], assessment.ChoiceAt(rows, n-1), assessment.CleanLine(note, assessment.MaxShort))
	if saved := <-p.room.Decide(s.Question.ID, answer, by); saved.Err != nil {
		p.problem(saved.Err)
		return nil
	}
	p.say("Decided, and saved: %s.", p.set.Words.Level(answer.Level))
	p.spread()
	return nil
}
