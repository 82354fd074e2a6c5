package report

import (
	"fmt"
	"slices"
	"strings"

	"readycheck/assessment"
)

// hasTeam reports whether anybody took part in a workshop on the session.
func hasTeam(session *assessment.Session) bool {
	return session.Team != nil && slices.ContainsFunc(session.Team.Seats, func(s assessment.Seat) bool { return !s.Removed })
}

// Team puts a workshop into words, for reports and screens: who was there, where they
// agree and where not, what "ready" means to each role, what moved between two rounds, and what
// was decided. It says nothing of votes that the room has not seen, and nothing of whose a vote
// is where no names were given.
func Team(set *assessment.Set, session *assessment.Session) []Block {
	blocks := []Block{Paragraph(whoVoted(session.Team))}
	if hidden := session.Team.Hidden(); hidden > 0 {
		text := assessment.Counted(hidden, "question", "questions") + " have votes that nobody has seen yet. They do not count until they are shown."
		if hidden == 1 {
			text = "One question has votes that nobody has seen yet. They do not count until they are shown."
		}
		blocks = append(blocks, Paragraph(text))
	}
	// As it was shown, the order of votes tells nothing of people without a name.
	spoken := room{set, session, session.Team.Shown()}
	spreads := spoken.team.Spreads(set, &session.Setup)
	if len(spreads) == 0 {
		blocks = append(blocks, Paragraph("No votes have been shown yet."))
	}
	blocks = append(blocks, spoken.agreement(spreads)...)
	blocks = append(blocks, spoken.moved(spreads)...)
	blocks = append(blocks, spoken.readyToRoles()...)
	if len(spreads) > 0 || len(spoken.team.Decisions) > 0 {
		blocks = append(blocks, spoken.decisions(spreads)...)
	}
	return blocks
}

// whoVoted says how many people there were, and who gave a name.
func whoVoted(team *assessment.Team) string {
	var names []string
	nameless, unnamed := 0, 0
	for _, role := range assessment.Roles {
		for _, seat := range team.Seats {
			switch {
			case seat.Role != role || seat.Removed:
			case seat.Anonymous:
				nameless++
			case seat.Name == "":
				unnamed++
			default:
				names = append(names, person(seat.Name, seat.Role))
			}
		}
	}
	var said []string
	if len(names) > 0 {
		said = append(said, people(len(names))+" took part: "+strings.Join(names, ", ")+".")
	}
	if unnamed > 0 {
		said = append(said, people(unnamed)+" took part. "+assessment.Either(unnamed, "The name is", "Their names are")+" left out here.")
	}
	switch {
	case nameless > 0 && len(said) > 0:
		said = append(said, assessment.Capital(inWords(nameless))+" more took part without giving "+assessment.Either(nameless, "a name.", "names."))
	case nameless > 0:
		said = append(said, people(nameless)+" took part without giving "+assessment.Either(nameless, "a name.", "names."))
	}
	return strings.Join(said, " ")
}

// people counts people at the start of a sentence.
func people(n int) string {
	return assessment.Capital(inWords(n)) + " " + assessment.Either(n, "person", "people")
}

func person(called string, role assessment.Role) string {
	if called == "" {
		return "somebody (" + role.Words() + ")"
	}
	return name(called) + " (" + role.Words() + ")"
}

// room is a workshop of which a report tells what it has seen.
type room struct {
	set     *assessment.Set
	session *assessment.Session
	team    *assessment.Team
}

// agreement says on which questions people agree, in one list, and then where they do not.
func (r room) agreement(spreads []assessment.Spread) []Block {
	var agree, alone Marks
	var apart []*assessment.Spread
	for i := range spreads {
		s := &spreads[i]
		if !s.Agreed() {
			apart = append(apart, s)
			continue
		}
		line := mark(r.set, s.Votes[0].Vote.Level, s.Question.Text)
		if len(s.Votes) > 1 {
			line.Asides = append(line.Asides, fmt.Sprintf("%d of %d", len(s.Votes), len(s.Votes)))
		}
		if s.Decision == nil && r.team.Again(s.Question.ID) {
			line.Asides = append(line.Asides, "open for a second vote")
		}
		if len(s.Votes) > 1 {
			agree = append(agree, line)
		} else {
			alone = append(alone, line)
		}
	}
	var blocks []Block
	if len(agree) > 0 || len(apart) > 0 {
		blocks = append(blocks, Heading("Where you agree"))
		blocks = append(blocks, marks(agree, "On none of the questions that were shown.")...)
		blocks = append(blocks, Heading("Where you do not agree"))
		if len(apart) == 0 {
			blocks = append(blocks, Paragraph("Nowhere: "+assessment.Either(len(agree), "the question that more than one person answered", "each question that more than one person answered")+" got one answer."))
		}
		blocks = append(blocks, r.differences(apart)...)
	}
	if len(alone) > 0 {
		blocks = append(blocks, Heading("Where only one person answered"), alone)
	}
	return blocks
}

// differences are the questions on which people do not agree: the largest ones with room, and what
// is left in a list, since nobody reads pages of small ones.
func (r room) differences(spreads []*assessment.Spread) []Block {
	var blocks []Block
	for _, s := range spreads[:min(len(spreads), maxApart)] {
		blocks = append(blocks, r.disagreement(s)...)
	}
	var rest Answers
	for _, s := range spreads[min(len(spreads), maxApart):] {
		rest = append(rest, r.shortly(s))
	}
	if len(rest) > 0 {
		blocks = append(blocks, Subject("The others, in short"), rest)
	}
	return blocks
}

// maxApart is how many disagreements are told with room.
const maxApart = 8

// disagreement says who gave which answer to a question, why, and what counts.
func (r room) disagreement(s *assessment.Spread) []Block {
	words := &r.set.Words
	withRoles := eachRoleOnce(s.Votes)
	var list Marks
	for _, votes := range alike(s.Votes) {
		list = append(list, mark(r.set, votes[0].Vote.Level, who(votes, withRoles)))
	}
	blocks := []Block{Subject(s.Question.Text), Paragraph(r.agreed(s)), list}
	if why := reasons(words, s); len(why) > 0 {
		blocks = append(blocks, why)
	}
	return append(blocks, Paragraph(r.outcome(s)))
}

// agreed says how many agree on a question, and what each side said.
func (r room) agreed(s *assessment.Spread) string {
	said := agreed(&r.set.Words, s.Votes)
	if by := bySide(&r.set.Words, s.Votes); by != "" && !eachRoleOnce(s.Votes) {
		said += " " + by
	}
	return said
}

// shortly is a disagreement in a few lines. Whoever said what most said is not named.
func (r room) shortly(s *assessment.Spread) Answer {
	words := &r.set.Words
	now := r.session.Answers[s.Question.ID].Level
	out := Answer{Question: s.Question.Text, Said: mark(r.set, now, "counts until you decide")}
	switch {
	case s.Decision != nil:
		out.Said = mark(r.set, s.Decision.Level, "decided")
	case now != assessment.MostCautious(s.Votes).Level:
		out.Said.Text = "the answer since then, which counts"
	case r.team.Again(s.Question.ID):
		out.Said.Text = "counts until the second vote is shown"
	}
	middle, ok := most(s.Votes)
	var others []string
	differing := *s
	differing.Votes = nil
	for _, votes := range alike(s.Votes) {
		if level := votes[0].Vote.Level; !ok || level != middle {
			others = append(others, words.Level(level)+": "+who(votes, eachRoleOnce(s.Votes)))
			differing.Votes = append(differing.Votes, votes...)
		}
	}
	out.Facts = Facts{{"The room", r.agreed(s)}, {"Otherwise", strings.Join(others, "; ")}}
	for _, why := range reasons(words, &differing) {
		out.Facts = append(out.Facts, Fact{"Why", why})
	}
	return out
}

// outcome says in few words what counts on a question. A decision is told in full with the others.
func (r room) outcome(s *assessment.Spread) string {
	words := &r.set.Words
	cautious, now := assessment.MostCautious(s.Votes).Level, r.session.Answers[s.Question.ID].Level
	switch {
	case s.Decision != nil:
		return "Decided: " + words.Level(s.Decision.Level) + "."
	case now != cautious:
		return "Not decided by the room. The answer was changed since, and that one counts: " + words.Level(now) + "."
	case r.team.Again(s.Question.ID):
		return "Open for a second vote. Until that is shown, the most cautious answer of the first round counts: " + words.Level(cautious) + "."
	case s.Before != nil:
		return "Not decided yet. Until it is, the most cautious answer of the last round counts: " + words.Level(cautious) + "."
	}
	return undecided(words, cautious)
}

func undecided(words *assessment.Words, cautious assessment.Level) string {
	return "Not decided yet. Until it is, the most cautious answer counts: " + words.Level(cautious) + "."
}

// moved says of each question with two rounds how both went.
func (r room) moved(spreads []assessment.Spread) []Block {
	var blocks []Block
	words := &r.set.Words
	for i := range spreads {
		s := &spreads[i]
		if s.Before == nil {
			continue
		}
		if blocks == nil {
			blocks = append(blocks, Heading("What moved when you voted again"))
		}
		blocks = append(blocks, Subject(s.Question.Text),
			Paragraph(fmt.Sprintf("At first: %s. After talking: %s. %s", counted(words, s.Before), counted(words, s.Votes), Shift(words, s))))
		if why := firstReasons(words, s); len(why) > 0 {
			blocks = append(blocks, why)
		}
	}
	return blocks
}

// readyToRoles says what "ready" means to each role, where there are any.
func (r room) readyToRoles() []Block {
	ready := assessment.ReadyByRole(r.set, r.session)
	if len(ready) == 0 {
		return nil
	}
	blocks := []Block{Heading(`What "ready" means to each role`)}
	nameless := slices.ContainsFunc(r.team.Seats, func(s assessment.Seat) bool { return s.Anonymous && !s.Removed })
	if len(ready) == 1 && !nameless {
		by := "Only one side was there: " + ready[0].Role.Words() + ". By its answers"
		if ready[0].Role == assessment.RoleOther {
			by = "By the answers of those who voted,"
		}
		return append(blocks, Paragraph(by+" "+r.readyFor(&ready[0])))
	}
	same := !slices.ContainsFunc(ready, func(other assessment.RoleReady) bool {
		return other.Integration != ready[0].Integration || other.Deployment != ready[0].Deployment
	})
	if same && len(ready) > 1 && !nameless {
		all := "both"
		if len(ready) > 2 {
			all = "all " + inWords(len(ready))
		}
		return append(blocks, Paragraph("The same to "+all+" sides: "+r.readyFor(&ready[0])))
	}
	var list Bullets
	for i := range ready {
		list = append(list, fmt.Sprintf("%s (%s): %s", sideName(ready[i].Role), assessment.Counted(ready[i].People, "person", "people"), r.readyFor(&ready[i])))
	}
	return append(blocks, list)
}

func (r room) readyFor(ready *assessment.RoleReady) string {
	return fmt.Sprintf("the connection is ready for %s, the people for %s.", r.set.ReadyFor(ready.Integration), r.set.ReadyFor(ready.Deployment))
}
