package assessment

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Say is what the program says under a name, in the words of the set, or in those of the set in
// the program where it has none. Gaps are filled with pairs of a name and a text, as in
//
//	set.Say("by_day", "day", "Fri 4 Dec")
func (s *Set) Say(name string, filling ...string) string {
	text, own := "", false
	if s != nil {
		text, own = s.Words.Says[name]
	}
	if !own {
		text = Default().Words.Says[name]
	}
	if len(filling) == 0 {
		return text
	}
	// All at once: what is filled in has no gaps.
	pairs := slices.Clone(filling)
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// SayCount says a number of something: under name_one for one, and under name_many for any other.
func (s *Set) SayCount(n int, name string) string {
	return s.Say(name+Either(n, "_one", "_many"), "n", strconv.Itoa(n))
}

// SayEffort says how long something takes, such as "an hour".
func (s *Set) SayEffort(effort Effort) string { return s.Say(effort.String()) }

// SayKnown says how an answer is known, such as "someone said so".
func (s *Set) SayKnown(known Known) string { return s.Say(known.String()) }

// DayLong says a day with the whole month, as on top of a report.
func (s *Set) DayLong(at time.Time) string { return s.sayDay("day_long", at) }

// Day says a day so that nobody reads it as another one, as [SayDay] does in English.
func (s *Set) Day(at time.Time) string { return s.sayDay("day_short", at) }

// DayNear is Day without the year, where that is the year of now.
func (s *Set) DayNear(at, now time.Time) string {
	if at.Year() == now.Year() {
		return s.sayDay("day_near", at)
	}
	return s.Day(at)
}

// Due says a due date as Day does; what is no day says nothing.
func (s *Set) Due(due string) string {
	day, err := time.Parse(DateLayout, due)
	if err != nil {
		return ""
	}
	return s.Day(day)
}

func (s *Set) sayDay(form string, at time.Time) string {
	if s == nil {
		s = Default()
	}
	w := &s.Words
	months := w.MonthsShort
	if form == "day_long" {
		months = w.Months
	}
	if len(months) == 0 || len(w.WeekdaysShort) == 0 && form != "day_long" {
		return at.Format(DateLayout)
	}
	weekday := ""
	if len(w.WeekdaysShort) > 0 {
		weekday = w.WeekdaysShort[(int(at.Weekday())+6)%7]
	}
	return s.Say(form, "weekday", weekday, "day", strconv.Itoa(at.Day()), "month", months[at.Month()-1], "year", strconv.Itoa(at.Year()))
}

// SayNames are all names that Say knows, sorted.
func SayNames() []string { return slices.Sorted(maps.Keys(Default().Words.Says)) }

// english reports whether a set is in the language of the program. One that does not say is.
func (s *Set) english() bool {
	return s.Language == "" || s.Language == "en" || strings.HasPrefix(s.Language, "en-")
}

// InEnglish names what a set in another language leaves to the words of the set in the program:
// parts of the setup, the words, and names of what it says.
func (s *Set) InEnglish() []string {
	if s.english() {
		return nil
	}
	names := slices.Clone(s.lent)
	if slices.Contains(names, "words") {
		return names
	}
	for _, name := range SayNames() {
		if _, own := s.Words.Says[name]; !own {
			names = append(names, "words.says."+name)
		}
	}
	return names
}

// gaps are the names of what is filled into a text.
func gaps(text string) []string {
	var found []string
	for {
		_, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			slices.Sort(found)
			return found
		}
		found, text = append(found, name), after
	}
}
