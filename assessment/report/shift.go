package report

import (
	"fmt"
	"strconv"
	"strings"

	"readycheck/assessment"
)

// numberWords are the numbers that a sentence says as a word.
var numberWords = [...]string{
	"none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
}

// inWords is how many, as a sentence says it.
func inWords(n int) string {
	if n < len(numberWords) {
		return numberWords[n]
	}
	return strconv.Itoa(n)
}

// move is how one answer became another one.
type move struct{ from, to assessment.Level }

// way is where a move goes. A question either applies or not, so that is no step on the way
// between no and in place.
type way int

const (
	stayed way = iota
	weaker
	stronger
	out
	back
	ways
)

func (m move) way() way {
	switch {
	case m.from == m.to:
		return stayed
	case m.to == assessment.NA:
		return out
	case m.from == assessment.NA:
		return back
	}
	if m.to < m.from {
		return weaker
	}
	return stronger
}

// words say where several people moved.
func (w way) words(words *assessment.Words) string {
	return [...]string{
		weaker: "towards " + words.Level(assessment.No), stronger: "towards " + words.Level(assessment.InPlace),
		out: "to “" + words.Level(assessment.NA) + "”", back: "away from “" + words.Level(assessment.NA) + "”",
	}[w]
}

// Shift says in words what moved between the two rounds on a question, or nothing where there
// was one round. It counts people and names none. Whoever did not vote once more did not move.
func Shift(words *assessment.Words, s *assessment.Spread) string {
	if s.Before == nil {
		return ""
	}
	first := map[string]assessment.Level{}
	for _, v := range s.Before {
		first[v.Seat.ID] = v.Vote.Level
	}
	var moves []move
	both, late := 0, 0
	for _, v := range s.Votes {
		from, voted := first[v.Seat.ID]
		if !voted {
			late++
			continue
		}
		both++
		if m := (move{from, v.Vote.Level}); m.way() != stayed {
			moves = append(moves, m)
		}
	}
	text := moved(words, moves, both)
	if late > 0 {
		text += " " + assessment.Capital(inWords(late)) + " voted only the second time."
	}
	return strings.TrimSpace(text)
}

// moved says how so many people moved of those who voted both times.
func moved(words *assessment.Words, moves []move, both int) string {
	var count [ways]int
	var each []string
	for _, m := range moves {
		count[m.way()]++
	}
	for w := weaker; w < ways; w++ {
		if count[w] > 0 {
			each = append(each, inWords(count[w])+" "+w.words(words))
		}
	}
	who := fmt.Sprintf("%s of %s", assessment.Capital(inWords(len(moves))), inWords(both))
	switch {
	case both == 0:
		return "Nobody voted both times."
	case both == 1:
		who = "The one who voted both times"
	case len(moves) == both && both == 2:
		who = "Both"
	case len(moves) == both:
		who = "All " + inWords(both)
	}
	switch {
	case len(moves) == 0:
		return "Nobody moved."
	case len(moves) == 1:
		return fmt.Sprintf("%s moved from %s to %s.", who, levelInWords(words, moves[0].from), levelInWords(words, moves[0].to))
	case len(each) == 1:
		return who + " moved " + moves[0].way().words(words) + "."
	case len(each) == 2 && count[weaker] == count[stronger] && count[weaker] > 0:
		return who + " moved, " + inWords(count[weaker]) + " each way."
	}
	return who + " moved: " + strings.Join(each, ", ") + "."
}

// levelInWords says a level inside of a sentence.
func levelInWords(words *assessment.Words, level assessment.Level) string {
	if level == assessment.NA || level == assessment.Unsure {
		return "“" + words.Level(level) + "”"
	}
	return words.Level(level)
}
