package sync_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"readycheck/assessment"
	"readycheck/store/merge"
)

func name(k merge.Key) string {
	return fmt.Sprintf("%s %s %s, second %v", k.Kind, k.Question, k.Seat, k.Second)
}

// viewOf is what people see of a state, as a text: its life, its answers, its
// second rounds, and what is in dispute.
func viewOf(s *merge.State) string {
	var lines []string
	for _, d := range s.Disputes {
		lines = append(lines, fmt.Sprintf("%s: %d sides", name(d.Key), len(d.Sides)))
	}
	if s.Session != nil {
		for q, a := range s.Session.Answers {
			lines = append(lines, fmt.Sprintf("%s is %s %q", q, a.Level, a.Note))
		}
		if s.Session.Team != nil {
			for q, round := range s.Session.Team.Second {
				lines = append(lines, secondLine(q, round.Shown))
				for seat, a := range round.Votes {
					lines = append(lines, secondVoteLine(q, seat, a.Level))
				}
			}
		}
	}
	slices.Sort(lines)
	return string(s.Life) + "; " + strings.Join(lines, "; ")
}

func secondLine(question string, shown bool) string {
	return fmt.Sprintf("%s, once more, shown %v", question, shown)
}

func secondVoteLine(question, seat string, level assessment.Level) string {
	return fmt.Sprintf("%s, once more, by %s: %s", question, seat, level)
}

// oracleSecond is whether there is a second round on a question, and whether it was shown.
func oracleSecond(present []*word, question string) (begun, shown bool) {
	for _, one := range present {
		if key, v := one.change.Key, one.change.Value; key.Question == question {
			begun = begun || v.Again || key.Second || v.Second
			shown = shown || v.Second
		}
	}
	return begun, shown
}

// oracleVotes are the votes on each question that count, each seat's last one of a round that was
// shown.
func oracleVotes(present []*word, keys []merge.Key, newest func(func(merge.Change) bool) []*word) (least map[string]assessment.Level, lines []string) {
	first, second := map[merge.Key]assessment.Level{}, map[merge.Key]assessment.Level{}
	questions := map[string]bool{}
	for _, key := range keys {
		questions[key.Question] = key.Question != ""
		if key.Kind != merge.OfVote {
			continue
		}
		heads := newest(func(c merge.Change) bool { return c.Key == key })
		various := map[string]bool{}
		level := heads[0].change.Value.Vote.Level
		for _, one := range heads {
			level = min(level, one.change.Value.Vote.Level)
			various[fmt.Sprint(one.change.Value.Vote.Level, one.change.Value.Vote.Note)] = true
		}
		if len(various) > 1 {
			lines = append(lines, fmt.Sprintf("%s: %d sides", name(key), len(heads)))
		}
		if key.Second {
			key.Second = false
			second[key] = level
			lines = append(lines, secondVoteLine(key.Question, key.Seat, level))
		} else {
			first[key] = level
		}
	}
	least = map[string]assessment.Level{}
	for question, asked := range questions {
		begun, shown := oracleSecond(present, question)
		if begun && asked {
			lines = append(lines, secondLine(question, shown))
		}
		if level, ok := leastOf(question, shown, first, second); ok {
			least[question] = level
		}
	}
	return least, lines
}

// leastOf is the most cautious vote on a question, of each seat the second one once it was shown.
func leastOf(question string, shown bool, first, second map[merge.Key]assessment.Level) (least assessment.Level, ok bool) {
	counts := maps.Clone(first)
	if shown {
		maps.Copy(counts, second)
	}
	for key, level := range counts {
		if key.Question == question && (!ok || level < least) {
			least, ok = level, true
		}
	}
	return least, ok
}

// oracle works out by brute force what the words of one session come to: from who knew what when it
// was said, and not from parents.
func oracle(present []*word) string {
	newest := func(about func(merge.Change) bool) (out []*word) {
		for _, one := range present {
			if about(one.change) && !slices.ContainsFunc(present, func(later *word) bool {
				return about(later.change) && later.past.has(one.place)
			}) {
				out = append(out, one)
			}
		}
		return out
	}
	is, lines := oracleLife(present, newest(func(c merge.Change) bool { return c.Key == life }))
	if is == merge.Deleted {
		return string(is) + "; "
	}
	var keys []merge.Key
	for _, one := range present {
		if !slices.Contains(keys, one.change.Key) {
			keys = append(keys, one.change.Key)
		}
	}
	votes, of := oracleVotes(present, keys, newest)
	lines = append(lines, of...)
	for _, key := range keys {
		heads := newest(func(c merge.Change) bool { return c.Key == key })
		switch key.Kind {
		case merge.OfSetup:
			texts := map[string]bool{}
			for _, one := range heads {
				texts[one.change.Value.Setup.Business] = true
			}
			if len(texts) > 1 {
				lines = append(lines, fmt.Sprintf("%s: %d sides", name(key), len(heads)))
			}
		case merge.OfQuestion:
			lines = append(lines, oracleQuestion(present, heads, votes)...)
		}
	}
	slices.Sort(lines)
	return string(is) + "; " + strings.Join(lines, "; ")
}

func oracleLife(present, lives []*word) (is merge.Life, lines []string) {
	if len(lives) == 0 {
		return merge.Unbegun, nil
	}
	deletes := 0
	for _, one := range lives {
		if one.change.Value.Deleted {
			deletes++
		}
	}
	if deletes < len(lives) {
		if deletes > 0 {
			lines = append(lines, fmt.Sprintf("%s: %d sides", name(life), len(lives)))
		}
		return merge.There, lines
	}
	seen := seenBy(lives, present)
	for _, one := range present {
		if !seen.has(one.place) {
			return merge.CameBack, nil
		}
	}
	return merge.Deleted, nil
}

// seenBy are some words of a session's life and what was shown where they were said: of that, what
// others had said of its life counts with what was shown there, and so on.
func seenBy(some, present []*word) (seen bits) {
	todo := slices.Clone(some)
	done := map[*word]bool{}
	for len(todo) > 0 {
		one := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if done[one] {
			continue
		}
		done[one] = true
		seen = seen.with(one.past).and(one.place)
		for _, other := range present {
			if one.past.has(other.place) && other.change.Key == life {
				todo = append(todo, other)
			}
		}
	}
	return seen
}

// deletedBy is what somebody who deleted the session had seen, of all words that there ever were.
func deletedBy(present, all []*word) bits {
	var deletes []*word
	for _, one := range present {
		if one.change.Value.Deleted {
			deletes = append(deletes, one)
		}
	}
	return seenBy(deletes, all)
}

func oracleQuestion(present, heads []*word, votes map[string]assessment.Level) (lines []string) {
	key := heads[0].change.Key
	// Of two that are equally cautious, the one with the smaller id counts.
	slices.SortFunc(heads, func(a, b *word) int { return strings.Compare(a.id.String(), b.id.String()) })
	texts, notes := map[string]bool{}, map[string]bool{}
	var least *assessment.Answer
	for _, one := range heads {
		v := one.change.Value
		answer := v.Answer
		if v.Decision != nil {
			notes[fmt.Sprint(v.Decision.Level, v.Decision.Note)] = true
		}
		decided := slices.ContainsFunc(present, func(o *word) bool {
			return o.change.Key == key && o.change.Value.Decision != nil && one.past.has(o.place)
		})
		if level, ok := votes[key.Question]; v.Shown && !decided && ok {
			made := assessment.Answer{Level: level}
			if answer != nil {
				made.Note = answer.Note
			}
			answer = &made
		}
		if answer == nil {
			continue
		}
		texts[fmt.Sprint(answer.Level, answer.Note)] = true
		if least == nil || answer.Level < least.Level {
			least = answer
		}
	}
	if least != nil {
		lines = append(lines, fmt.Sprintf("%s is %s %q", key.Question, least.Level, least.Note))
	}
	if len(texts) > 1 || len(notes) > 1 {
		lines = append(lines, fmt.Sprintf("%s: %d sides", name(key), len(heads)))
	}
	return lines
}
