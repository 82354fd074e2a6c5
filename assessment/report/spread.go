package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"readycheck/assessment"
)

// bestFirst is the order in which a sentence tells levels.
var bestFirst = [...]assessment.Level{assessment.InPlace, assessment.Partly, assessment.Unsure, assessment.No, assessment.NA}

// tally counts the votes of each level.
func tally(votes []assessment.SeatVote) (count [assessment.NA + 1]int) {
	for _, v := range votes {
		count[v.Vote.Level]++
	}
	return count
}

// counted says how many gave which answer, best first.
func counted(words *assessment.Words, votes []assessment.SeatVote) string {
	var said []string
	count := tally(votes)
	for _, level := range bestFirst {
		if count[level] > 0 {
			said = append(said, fmt.Sprintf("%d %s", count[level], words.Level(level)))
		}
	}
	return strings.Join(said, ", ")
}

// most is the answer that more people gave than any other, if there is one.
func most(votes []assessment.SeatVote) (assessment.Level, bool) {
	count := tally(votes)
	top, alone := assessment.Unanswered, false
	for _, level := range bestFirst {
		if count[level] >= count[top] && count[level] > 0 {
			top, alone = level, count[level] > count[top]
		}
	}
	return top, alone
}

// agreed says how many gave the answer that most gave.
func agreed(words *assessment.Words, votes []assessment.SeatVote) string {
	if level, ok := most(votes); ok {
		return fmt.Sprintf("%d of %d said: %s.", tally(votes)[level], len(votes), words.Level(level))
	}
	level, _ := most(votes)
	if top := tally(votes)[level]; top > 1 {
		return fmt.Sprintf("No more than %d of %d said the same.", top, len(votes))
	}
	return "No two said the same."
}

// sideName is a role as those who have it.
func sideName(role assessment.Role) string {
	if role == assessment.RoleOther {
		return "Others"
	}
	return assessment.Capital(role.Words())
}

// eachRoleOnce reports whether everybody has a name, and a role that nobody else has: then a
// role stands best beside the name.
func eachRoleOnce(votes []assessment.SeatVote) bool {
	var roles [len(assessment.Roles)]int
	for _, v := range votes {
		roles[v.Seat.Role]++
		if nameless(v.Seat) || roles[v.Seat.Role] > 1 {
			return false
		}
	}
	return true
}

// nameless reports whether a report tells no name of somebody.
func nameless(seat assessment.Seat) bool { return seat.Anonymous || seat.Name == "" }

// bySide says of each role what it answered, or nothing where there is one only.
func bySide(words *assessment.Words, votes []assessment.SeatVote) string {
	sides := map[string][]assessment.SeatVote{}
	var order []string
	for _, role := range assessment.Roles {
		order = append(order, sideName(role))
	}
	const without = "Without a name"
	for _, v := range votes {
		side := sideName(v.Seat.Role)
		if v.Seat.Anonymous {
			side = without
		}
		sides[side] = append(sides[side], v)
	}
	if len(sides) < 2 {
		return ""
	}
	var said []string
	for _, side := range append(order, without) {
		if theirs := sides[side]; len(theirs) > 0 {
			said = append(said, fmt.Sprintf("%s (%d): %s.", side, len(theirs), levelsOf(words, theirs)))
		}
	}
	return strings.Join(said, " ")
}

// levelsOf lists the answers of a side, each once.
func levelsOf(words *assessment.Words, votes []assessment.SeatVote) string {
	count := tally(votes)
	var said []string
	for _, level := range bestFirst {
		switch n := count[level]; {
		case n == 0:
		case n == 1 || n == len(votes):
			said = append(said, words.Level(level))
		default:
			said = append(said, fmt.Sprintf("%s (%d)", words.Level(level), n))
		}
	}
	return strings.Join(said, ", ")
}

// alike parts votes into those of one answer each, weakest first.
func alike(votes []assessment.SeatVote) [][]assessment.SeatVote {
	var out [][]assessment.SeatVote
	for i, v := range votes {
		if i == 0 || v.Vote.Level != votes[i-1].Vote.Level {
			out = append(out, nil)
		}
		out[len(out)-1] = append(out[len(out)-1], v)
	}
	return out
}

// who names those who voted alike, and counts those without a name.
func who(votes []assessment.SeatVote, withRoles bool) string {
	var names []string
	unnamed := 0
	for _, v := range votes {
		switch {
		case nameless(v.Seat):
			unnamed++
		case withRoles:
			names = append(names, person(v.Seat.Name, v.Seat.Role))
		default:
			names = append(names, name(v.Seat.Name))
		}
	}
	switch {
	case unnamed > 0 && len(names) > 0:
		names = append(names, inWords(unnamed)+" without a name")
	case unnamed > 0:
		return inWords(unnamed) + " " + assessment.Either(unnamed, "person", "people")
	}
	return strings.Join(names, ", ")
}

// maxReason is how much of a note the team's part tells. A room of many who write much would
// drown what it decided.
const maxReason = 600

// reason is what somebody wrote with a vote, in one line.
func reason(vote assessment.Answer) string {
	because, note := line(vote.Reason, assessment.MaxShort), line(vote.Note, assessment.MaxNote)
	if because == someReason {
		because = ""
	}
	text := strings.TrimSpace(because + " " + note)
	if because == note {
		text = note
	}
	if short := line(text, maxReason); short != text {
		return short + " …"
	}
	return text
}

// distance is how far two answers are from each other.
func distance(a, b assessment.Level) int {
	if a != b && (a == assessment.NA || b == assessment.NA) {
		return int(assessment.InPlace - assessment.No)
	}
	return max(int(a)-int(b), int(b)-int(a))
}

// byDistance are votes with those first that are farthest from what most said.
func byDistance(votes []assessment.SeatVote) []assessment.SeatVote {
	votes = slices.Clone(votes)
	if middle, ok := most(votes); ok {
		slices.SortStableFunc(votes, func(a, b assessment.SeatVote) int {
			return cmp.Compare(distance(b.Vote.Level, middle), distance(a.Vote.Level, middle))
		})
	}
	return votes
}

// reasons are what people wrote with their votes, those first who differ from most. Who gave the
// same answer in both rounds, and wrote a reason with the first only, still has it.
func reasons(words *assessment.Words, s *assessment.Spread) Bullets {
	var out Bullets
	for _, v := range byDistance(s.Votes) {
		text := reason(v.Vote)
		if first, ok := voteOf(s.Before, v.Seat.ID); ok && text == "" && first.Level == v.Vote.Level {
			text = reason(first)
		}
		if text != "" {
			out = append(out, speaker(words, v, "")+text)
		}
	}
	return out
}

// firstReasons are what people wrote in the first round that reasons does not tell, and with the
// last votes where everybody agrees by now.
func firstReasons(words *assessment.Words, s *assessment.Spread) Bullets {
	var out Bullets
	for _, v := range byDistance(s.Before) {
		text := reason(v.Vote)
		last, ok := voteOf(s.Votes, v.Seat.ID)
		told := ok && (reason(last) == text || last.Level == v.Vote.Level && reason(last) == "")
		if text != "" && !told {
			out = append(out, speaker(words, v, " at first")+text)
		}
	}
	if s.Agreed() {
		out = append(out, reasons(words, s)...)
	}
	return out
}

func voteOf(votes []assessment.SeatVote, seat string) (assessment.Answer, bool) {
	for _, v := range votes {
		if v.Seat.ID == seat {
			return v.Vote, true
		}
	}
	return assessment.Answer{}, false
}

// speaker is whose words follow.
func speaker(words *assessment.Words, v assessment.SeatVote, when string) string {
	switch {
	case !nameless(v.Seat):
		return name(v.Seat.Name) + ", who said " + levelInWords(words, v.Vote.Level) + when + ": "
	case when != "":
		return "Somebody," + when + ": "
	}
	return "Somebody: "
}
