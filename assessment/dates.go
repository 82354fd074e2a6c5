package assessment

import (
	"fmt"
	"strings"
	"time"
)

// DateLayout is the form of a due date.
const DateLayout = "2006-01-02"

// FarthestYears is how many years away from now a day may be that is read: what is further
// away is mostly a slip in the year.
const FarthestYears = 5

// MaxDay is the longest text that is read as a day, in characters.
const MaxDay = 60

// ReadDay reads a day as people say it, in English or German, and gives it in DateLayout. No
// text is no day, and no error. Capital letters, commas, full stops and words such as "on" or
// "the" make no difference. It knows
//
//	today, tomorrow, the day after tomorrow, yesterday
//	friday              the next one, after today
//	next friday         the one of the next week; weeks begin on Monday
//	in 10 days, in two weeks, a month from now, next month
//	end of [next] week  its Friday
//	end of [next] month or year, end of december
//	4 dec, december 4, fri 4 dec 2026
//	mid december, beginning of december, christmas, new year's eve
//	4.12., 4.12.2026: the day stands first
//	25/12/26, 4/4, 13-12-2026: where only one of the numbers can be the month, or both are the same
//	2026-12-04
//
// The time of a day, as in monday morning, is left out. What may be read as two days, as 4/12, is
// asked back.
//
// A day without a year is the next such day, which may be today. The day lies at most
// FarthestYears before or after now. An error is a sentence with what to write instead.
func ReadDay(text string, now time.Time) (due string, err error) {
	if text = CleanLine(text, MaxDay+1); text == "" {
		return "", nil
	}
	said, ok := sayingOf(text)
	switch {
	case !ok:
		return "", unknownDay(text)
	case said.shape() == string(haste):
		return "", dayError(fmt.Sprintf("“%s” is no day. Write the last day on which it is still in time, such as today, friday or in 2 weeks.", text))
	}
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	day, err := said.day(today)
	switch {
	case err != nil:
		return "", err
	case day.IsZero():
		return "", unknownDay(text)
	case day.Before(today.AddDate(-FarthestYears, 0, 0)) || day.After(today.AddDate(FarthestYears, 0, 0)):
		return "", dayError(fmt.Sprintf("%s is more than %d years away. Look at the year once more, and write a nearer day.", SayDay(day), FarthestYears))
	}
	return day.Format(DateLayout), nil
}

// SayDay says a day so that nobody reads it as another one: with its weekday, and the month
// as a word.
func SayDay(day time.Time) string { return day.Format("Mon 2 Jan 2006") }

// SayDayNear is SayDay without the year, where that is the year of now.
func SayDayNear(day, now time.Time) string {
	if day.Year() == now.Year() {
		return day.Format("Mon 2 Jan")
	}
	return SayDay(day)
}

// SayDue says a due date as SayDay does; what is no day says nothing.
func SayDue(due string) string {
	day, err := time.Parse(DateLayout, due)
	if err != nil {
		return ""
	}
	return SayDay(day)
}

// dayError is why a text is no day, and what to write instead.
type dayError string

func (e dayError) Error() string { return string(e) }

// Sentence is what a person reads of it.
func (e dayError) Sentence() string { return string(e) }

func unknownDay(text string) error {
	if short := CleanLine(text, MaxDay/2); short != text {
		text = short + "…"
	}
	return dayError(fmt.Sprintf("“%s” is no day that is understood here. Write it such as friday, in 2 weeks, 4 dec or 2026-12-04.", text))
}

// day is the day that is said, or none where the words say none.
func (s saying) day(today time.Time) (time.Time, error) {
	switch shape := s.shape(); shape {
	case "T":
		return today.AddDate(0, 0, s[0].value), nil
	case "UfT": // day after tomorrow
		if s[0].value == unitDay && s[2].value == 1 {
			return today.AddDate(0, 0, 2), nil
		}
	case "W":
		return comingWeekday(today, s[0].value), nil
	case "xW":
		return weekdayNextWeek(today, s[1].value), nil
	case "WxU":
		if s[2].value == unitWeek {
			return weekdayNextWeek(today, s[0].value), nil
		}
	case "NU", "AU":
		return later(today, s[0].value, s[1].value), nil
	case "iNU", "iAU":
		return later(today, s[1].value, s[2].value), nil
	case "xU":
		return later(today, 1, s[1].value), nil
	case "eU":
		return endOf(today, 0, s[1].value), nil
	case "exU":
		return endOf(today, 1, s[2].value), nil
	case "eM", "eMN":
		return endOfMonth(today, s[1].value, s[2:])
	case "mM", "mMN":
		return dateSaid{day: dayWord{value: midMonth}, month: s[1].value, year: s[2:]}.on(today)
	case "sM", "sMN":
		return dateSaid{day: dayWord{value: 1}, month: s[1].value, year: s[2:]}.on(today)
	case "F", "FN":
		return dateSaid{day: dayWord{value: s[0].value % 100}, month: s[0].value / 100, year: s[1:]}.on(today)
	case "xF":
		return time.Time{}, dayError("Say which one by its year, such as 25 dec 2027.")
	default:
		return s.dated(today)
	}
	return time.Time{}, nil
}

// dated is a day that is said by its number, after its weekday or without one.
func (s saying) dated(today time.Time) (time.Time, error) {
	weekday := -1
	if s[0].kind == weekdayWord {
		weekday, s = s[0].value, s[1:]
	}
	var at dateSaid
	switch shape := s.shape(); {
	case shape == "NM" || shape == "NMN":
		at = dateSaid{day: s[0], month: s[1].value, year: s[2:]}
	case shape == "M" || shape == "MN" && s[1].digits == 4 || shape == "NN" && (s[0].digits == 4 || s[1].digits == 4):
		return time.Time{}, dayError("Name a day of that month too, such as 4 dec, or write end of dec.")
	case shape == "MN" || shape == "MNN":
		at = dateSaid{day: s[1], month: s[0].value, year: s[2:]}
	case shape == "NNN" && s[0].digits == 4:
		at = dateSaid{day: s[2], month: s[1].value, year: s[:1]}
	case (shape == "NN" || shape == "NNN") && s[1].slashed && s[0].value != s[1].value && isMonth(s[0].value) && isMonth(s[1].value):
		return time.Time{}, ambiguous(s[0].value, s[1].value)
	case shape == "NN" || shape == "NNN":
		at = dateSaid{day: s[0], month: s[1].value, year: s[2:]}
	case shape == "N":
		return time.Time{}, dayError("Name the month too, such as 4 dec, or write in 4 days.")
	default:
		return time.Time{}, nil
	}
	day, err := at.on(today)
	if err == nil && weekday >= 0 && day.Weekday() != time.Weekday(weekday) {
		err = dayError(fmt.Sprintf("%s is not a %s. Write the day without its weekday, or look once more.", SayDay(day), time.Weekday(weekday)))
	}
	return day, err
}

// midMonth is the day that the middle of a month is taken for.
const midMonth = 15

func isMonth(n int) bool { return n >= 1 && n <= int(time.December) }

// ambiguous asks which of two days is meant: with a slash or a dash the day stands first in some
// countries, and the month in others.
func ambiguous(a, b int) error {
	return dayError(fmt.Sprintf("That may be %d %s or %d %s. Write the month as a word, such as %d %s.",
		a, time.Month(b), b, time.Month(a), a, strings.ToLower(time.Month(b).String()[:3])))
}

// dateSaid is a day of a month, with a year or without one.
type dateSaid struct {
	day   dayWord
	month int
	year  saying
}

// on finds the day: without a year it is the next one.
func (d dateSaid) on(today time.Time) (time.Time, error) {
	switch named := isMonth(d.month); {
	case !named && isMonth(d.day.value):
		return time.Time{}, dayError(fmt.Sprintf("There is no month %d. Write the day first and then the month, such as %d %s.", d.month, d.month, time.Month(d.day.value)))
	case !named:
		return time.Time{}, dayError(fmt.Sprintf("There is no month %d. Write the month as a word, such as 4 dec.", d.month))
	}
	year, err := yearSaid(today, d.year)
	if err != nil {
		return time.Time{}, err
	}
	month := time.Month(d.month)
	if len(d.year) > 0 {
		if last := lastDay(year, month); d.day.value < 1 || d.day.value > last {
			return time.Time{}, dayError(fmt.Sprintf("%s %d has %d days. Write one of them, such as %d %s.", month, year, last, last, month))
		}
		return time.Date(year, month, d.day.value, 0, 0, 0, 0, time.UTC), nil
	}
	// The 29th of February comes every fourth year, and once in eight.
	for range 9 {
		day := time.Date(year, month, d.day.value, 0, 0, 0, 0, time.UTC)
		if day.Month() == month && !day.Before(today) {
			return day, nil
		}
		year++
	}
	last := lastDay(2024, month)
	return time.Time{}, dayError(fmt.Sprintf("%s has %d days. Write one of them, such as %d %s.", month, last, lastDay(2025, month), month))
}

// yearSaid is the year, which is this one where none was said.
func yearSaid(today time.Time, said saying) (int, error) {
	switch {
	case len(said) == 0:
		return today.Year(), nil
	case said[0].digits == 2:
		return today.Year() - today.Year()%100 + said[0].value, nil
	case said[0].digits == 4:
		return said[0].value, nil
	}
	return 0, dayError(fmt.Sprintf("Write the year in full, such as %d.", today.Year()))
}

func lastDay(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// comingWeekday is the next such day after today.
func comingWeekday(today time.Time, weekday int) time.Time {
	days := (weekday - int(today.Weekday()) + 7) % 7
	if days == 0 {
		days = 7
	}
	return today.AddDate(0, 0, days)
}

// weekdayNextWeek is such a day of the week that begins on the next Monday.
func weekdayNextWeek(today time.Time, weekday int) time.Time {
	monday := comingWeekday(today, int(time.Monday))
	return monday.AddDate(0, 0, (weekday+6)%7)
}

// later is so many days, weeks, months or years from a day. A month that is shorter ends on
// its last day.
func later(from time.Time, n, unit int) time.Time {
	switch unit {
	case unitDay:
		return from.AddDate(0, 0, n)
	case unitWeek:
		return from.AddDate(0, 0, 7*n)
	case unitYear:
		n *= 12
	}
	first := time.Date(from.Year(), from.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, min(from.Day(), lastDay(first.Year(), first.Month()))-1)
}

// endOf is the last day of this week, month or year, or of a later one. A week ends on Friday,
// as work does.
func endOf(today time.Time, ahead, unit int) time.Time {
	switch unit {
	case unitWeek:
		friday := comingWeekday(today.AddDate(0, 0, -1), int(time.Friday))
		if ahead > 0 {
			return weekdayNextWeek(today, int(time.Friday))
		}
		return friday
	case unitMonth:
		return time.Date(today.Year(), today.Month()+time.Month(ahead)+1, 0, 0, 0, 0, 0, time.UTC)
	case unitYear:
		return time.Date(today.Year()+ahead, time.December, 31, 0, 0, 0, 0, time.UTC)
	}
	return time.Time{}
}

// endOfMonth is the last day of a month that is named.
func endOfMonth(today time.Time, month int, said saying) (time.Time, error) {
	year, err := yearSaid(today, said)
	end := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC)
	if err == nil && len(said) == 0 && end.Before(today) {
		end = time.Date(year+1, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return end, err
}
