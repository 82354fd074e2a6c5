package assessment

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// What the program says by a name has words in the set that comes with it, and no words are there
// that nobody says.
func TestWhatIsSaidByNameHasWords(t *testing.T) {
	inQuotes := regexp.MustCompile(`"([a-z][a-z_]*)"`)
	said := map[string]bool{}
	for _, pattern := range []string{"*.go", "report/*.go", "papers/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || file == "setschema.go" {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := string(data)
			for _, m := range inQuotes.FindAllStringSubmatch(text, -1) {
				said[m[1]] = true
			}
			for _, m := range regexp.MustCompile(`\b(?:[Ss]ay\(|SayCount\([a-z]+, )"([^"]+)"`).FindAllStringSubmatch(text, -1) {
				name := m[1]
				switch {
				case strings.HasSuffix(name, "_"): // put together
				case Default().Words.Says[name] == "" && (Default().Words.Says[name+"_one"] == "" || Default().Words.Says[name+"_many"] == ""):
					t.Errorf("%s says %q, and the set has no words for it", file, name)
				}
			}
		}
	}
	for _, name := range SayNames() {
		base := strings.TrimSuffix(strings.TrimSuffix(name, "_one"), "_many")
		part, isTitle := strings.CutPrefix(name, "title_")
		column, isColumn := strings.CutPrefix(name, "csv_")
		switch {
		case said[name], said[base]:
		case isTitle && (said[part] || hasQuoted(t, strings.ReplaceAll(part, "_", "-"))):
		case isColumn && said[column]:
		default:
			t.Errorf("nobody says %q", name)
		}
	}
}

func hasQuoted(t *testing.T, text string) bool {
	t.Helper()
	data, err := os.ReadFile("report/document.go")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(data), `"`+text+`"`)
}

// A set says what it likes in its own words, and the rest is said as in the program's own.
func TestASetSaysWhatItLikesInItsOwnWords(t *testing.T) {
	data, err := os.ReadFile("testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	with := func(more string) (*Set, error) {
		return Load("own.yaml", []byte(strings.Replace(string(data), "  not_sure: Weiß ich nicht\n", "  not_sure: Weiß ich nicht\n"+more, 1)))
	}
	set, err := with("  says: {hour: eine Stunde, by_day: \"bis {day}\", day_near: \"{weekday}, {day}. {month}\"}\n" +
		"  months_short: [Jan, Feb, März, Apr, Mai, Juni, Juli, Aug, Sept, Okt, Nov, Dez]\n  weekdays_short: [Mo, Di, Mi, Do, Fr, Sa, So]\n")
	if err != nil {
		t.Fatal(err)
	}
	now, day := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 6, 0, 0, 0, 0, time.UTC)
	for got, want := range map[string]string{
		set.SayEffort(Hour): "eine Stunde", set.SayEffort(Day): "a day", set.Say("by_day", "day", set.DayNear(day, now)): "bis So, 6. Dez",
		// Without the names of whole months, a day is said in figures.
		set.DayLong(day): "2026-12-06",
		// A day that is in the text is not filled once more.
		set.Say("by_day", "day", "{day}"):       "bis {day}",
		(*Set)(nil).Say("by_day", "day", "x"):   "by x",
		Default().Day(day):                      SayDay(day),
		Default().DayNear(day, now):             SayDayNear(day, now),
		Default().DayLong(day):                  "6 December 2026",
		Default().Due("2026-12-06"):             "Sun 6 Dec 2026",
		Default().Due("some day"):               "",
		Default().SayCount(1, "open"):           "1 question is not answered yet.",
		Default().SayCount(3, "open"):           "3 questions are not answered yet.",
		Default().ReadyFor(StageNone):           "nothing yet",
		set.Then(Pilot):                         "needed for Probelauf",
		strings.Join(gaps("{b} and {a} {"), ""): "ab",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for more, want := range map[string]string{
		"  says: {stunde: eine Stunde}\n":   "says has an unknown name \"stunde\"",
		"  says: {by_day: \"bis {tag}\"}\n": "\"by_day\" fills in {tag}; expected {day}, as in: by {day}",
		"  says: {by_day: bald}\n":          "\"by_day\" fills in nothing; expected {day}",
		"  says: {hour: \"\"}\n":            "\"hour\" is empty",
		"  says: [eine Stunde]\n":           "says is not a list of named fields",
		"  months: [Januar]\n":              "\"months\" has 1 entries; expected 12",
		"  weekdays_short: Mo\n":            "\"weekdays_short\" is not a list",
	} {
		if _, err := with(more); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", more, err)
		}
	}
}
