package assessment

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// maxSeats is far more than the people of any room.
const maxSeats = 1000

// votedCodes are the levels that a vote or a decision may have.
var votedCodes = levelCodes[No:]

// team reads what a workshop left, in the form in which an export has it: nothing that the room
// has not seen, and nothing that lets anybody come back to a seat.
func (r *reader) team(set *Set, s *Session, n *yaml.Node) {
	f, ok := r.mapping(n, `"team"`, "seats", "votes", "revealed", "decisions", "second")
	if !ok {
		return
	}
	t := NewTeam()
	seated := r.seats(f, t)
	for _, key := range f.byQuestion("revealed") {
		if _, ok := r.question(set, s, key.name); ok && r.oneOf(key.value, fmt.Sprintf("%q", shown(key.name.Value)), []string{"true"}) == 0 {
			t.Revealed[key.name.Value] = true
		}
	}
	for _, key := range f.byQuestion("votes") {
		r.seatVotes(set, s, t, key, seated, func(seat string, vote Answer) { t.Vote(seat, key.name.Value, vote) })
	}
	if f.has("second") {
		for _, key := range f.byQuestion("second") {
			r.secondRound(set, s, t, key, seated)
		}
	}
	for _, key := range f.byQuestion("decisions") {
		if q, ok := r.question(set, s, key.name); ok {
			t.Decisions[key.name.Value] = r.decision(key.value, key.name.Value, q)
		}
	}
	s.Team = t
	// A file that was written elsewhere may tell what this program would not.
	for question := range t.Revealed {
		t.mix(question)
	}
	// What the room has seen counts, also where a file leaves out what follows from it.
	for question := range t.Revealed {
		if _, answered := s.Answers[question]; !answered {
			s.TakeVotes(question)
		}
	}
	if n := len(s.Answers); n > maxAnswers {
		r.fault(FaultTooMany, f.node, fmt.Sprintf("there are %d answers with those of the room", n), fmt.Sprintf("at most %d", maxAnswers))
	}
}

// seatVotes reads the votes on one question, each with the id of a seat.
func (r *reader) seatVotes(set *Set, s *Session, t *Team, on named, seated map[string]bool, take func(seat string, vote Answer)) {
	question := on.name.Value
	q, ok := r.question(set, s, on.name)
	if !ok {
		return
	}
	votes, ok := r.mapping(on.value, fmt.Sprintf("the votes on %q", shown(question)))
	switch {
	case !ok:
		return
	case !t.Revealed[question]:
		r.fault(FaultWrongValue, on.name, fmt.Sprintf("the room has not seen the votes on %q", shown(question)), `votes only on questions that stand under "revealed"`)
		return
	}
	for _, seat := range votes.keys() {
		if !seated[seat.Value] {
			r.fault(FaultWrongValue, seat, fmt.Sprintf("there is no seat %q", shown(seat.Value)), `the id of one of the "seats"`)
			continue
		}
		take(seat.Value, r.seatVote(votes.at(seat.Value), question, q))
	}
}

// secondRound reads a second round on one question. Votes that the room has not seen are in no
// file.
func (r *reader) secondRound(set *Set, s *Session, t *Team, on named, seated map[string]bool) {
	question := on.name.Value
	f, ok := r.mapping(on.value, fmt.Sprintf("the second round on %q", shown(question)), "votes", "shown")
	if _, there := r.question(set, s, on.name); !ok || !there {
		return
	}
	if !t.Revealed[question] {
		r.fault(FaultWrongValue, on.name, fmt.Sprintf("the room has not seen the votes on %q", shown(question)), `second rounds only on questions that stand under "revealed"`)
		return
	}
	seen := f.code("shown", []string{"false", "true"}, true) == 1
	t.OpenAgain(question)
	if !f.has("votes") {
		r.fault(FaultMissing, f.node, f.what+` has no "votes"`, "the ids of seats, each with its vote")
		return
	}
	cast := 0
	r.seatVotes(set, s, t, named{on.name, f.at("votes")}, seated, func(seat string, vote Answer) {
		cast++
		t.VoteAgain(seat, question, vote)
	})
	switch {
	case seen:
		t.Show(question, true)
	case cast > 0 && f.has("shown"):
		r.fault(FaultWrongValue, f.at("votes"), fmt.Sprintf("the room has not seen the second votes on %q", shown(question)), "votes of a second round only once it was shown")
	}
}

// seats reads who was in the room, and gives the ids that votes may name.
func (r *reader) seats(f fields, into *Team) map[string]bool {
	seated := map[string]bool{}
	if !f.has("seats") {
		r.fault(FaultMissing, f.node, f.what+` has no "seats"`, "a list")
	}
	list := f.list("seats", false)
	if len(list) > maxSeats {
		r.fault(FaultTooMany, f.at("seats"), fmt.Sprintf("there are %d seats", len(list)), fmt.Sprintf("at most %d", maxSeats))
		return seated
	}
	for _, n := range list {
		s, ok := r.mapping(n, "a seat", "id", "name", "role", "paper", "removed", "anonymous")
		if !ok {
			continue
		}
		seat := Seat{ID: r.id(s, "id"), Paper: s.flag("paper"), Removed: s.flag("removed"), Anonymous: s.flag("anonymous")}
		seat.Name, seat.Role = s.participant()
		if seated[seat.ID] {
			r.fault(FaultDuplicate, s.at("id"), fmt.Sprintf("the seat %q stands here twice", shown(seat.ID)), "each seat once")
			continue
		}
		seated[seat.ID] = true
		into.Seats = append(into.Seats, seat)
	}
	return seated
}

// participant reads the name and the role of somebody in a room. A report without names leaves
// the name empty.
func (f fields) participant() (name string, role Role) {
	text := f.maybeEmpty("name", MaxName)
	name, ok := PersonName(text)
	if text != "" && !ok {
		f.r.fault(FaultWrongValue, f.at("name"), fmt.Sprintf("%q cannot be the name of a person in a room", shown(text)), "a name with letters that can be seen, or none")
	}
	if i := f.code("role", roleCodes[:], true); i >= 0 {
		role = Role(i)
	}
	return name, role
}

// maybeEmpty reads a field that must be there and may be empty.
func (f fields) maybeEmpty(name string, limit int) string {
	if !f.has(name) {
		f.r.fault(FaultMissing, f.node, fmt.Sprintf("%s has no %q", f.what, name), "a text, which may be empty")
	}
	return f.optional(name, limit)
}

// named is a field's name, and what stands under it.
type named struct{ name, value *yaml.Node }

// byQuestion reads a field that must be there, in which things stand under the ids of questions.
func (f fields) byQuestion(name string) []named {
	if !f.has(name) {
		f.r.fault(FaultMissing, f.node, fmt.Sprintf("%s has no %q", f.what, name), "the ids of questions, each with what belongs to it")
		return nil
	}
	by, ok := f.r.mapping(f.at(name), fmt.Sprintf("%q", name))
	if !ok {
		return nil
	}
	if n := len(by.by); n > maxAnswers {
		f.r.fault(FaultTooMany, by.node, fmt.Sprintf("%q has %d questions", name, n), fmt.Sprintf("at most %d", maxAnswers))
		return nil
	}
	var out []named
	for _, key := range by.keys() {
		out = append(out, named{key, by.at(key.Value)})
	}
	return out
}

// voted reads the level of a vote or a decision. There is none without one.
func (f fields) voted() Level {
	if i := f.code("level", votedCodes, true); i >= 0 {
		return No + Level(i)
	}
	return Unanswered
}

// seatVote reads one vote that the room has seen.
func (r *reader) seatVote(n *yaml.Node, id string, q *Question) Answer {
	f, ok := r.mapping(n, fmt.Sprintf("the vote on %q", shown(id)), "level", "known", "choice", "note", "reason", "at")
	if !ok {
		return Answer{}
	}
	a := Answer{
		Level: f.voted(), Note: f.optional("note", MaxVoteNote), Reason: CleanLine(f.optional("reason", MaxShort), MaxShort), At: f.time("at"),
	}
	f.manner(&a)
	if f.applies(a.Level, id, q) && a.Level == NA && a.Reason == "" {
		f.giveReason()
	}
	return a
}

// decision reads what a room decided on a question.
func (r *reader) decision(n *yaml.Node, id string, q *Question) Decision {
	f, ok := r.mapping(n, fmt.Sprintf("the decision on %q", shown(id)), "question", "level", "by", "note", "owner", "due", "at", "dissent")
	if !ok {
		return Decision{}
	}
	d := Decision{
		Question: id, Level: f.voted(), By: CleanLine(f.maybeEmpty("by", MaxName), MaxName), Note: f.optional("note", MaxNote), At: f.time("at"),
		Owner: CleanLine(f.optional("owner", MaxName), MaxName), Due: f.day("due"),
	}
	f.applies(d.Level, id, q)
	if other := f.text("question", maxID); other != "" && other != id {
		r.fault(FaultWrongValue, f.at("question"), fmt.Sprintf("%s names the question %q", f.what, shown(other)), shown(id))
	}
	list := f.list("dissent", false)
	if len(list) > maxSeats {
		r.fault(FaultTooMany, f.at("dissent"), fmt.Sprintf("%s has %d who voted otherwise", f.what, len(list)), fmt.Sprintf("at most %d", maxSeats))
		return d
	}
	for _, n := range list {
		who, ok := r.mapping(n, "a vote that was another one", "name", "role", "level")
		if !ok {
			continue
		}
		dissent := Dissent{Level: who.voted()}
		dissent.Name, dissent.Role = who.participant()
		d.Dissent = append(d.Dissent, dissent)
	}
	return d
}
