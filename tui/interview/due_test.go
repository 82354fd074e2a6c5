package interview

import (
	"strings"
	"testing"
	"time"
)

var sunday = time.Date(2026, time.November, 22, 14, 3, 0, 0, time.UTC)

// A day that has passed is taken the second time, or with a yes; what is there already may stay.
func TestAPassedDueDateIsQuestioned(t *testing.T) {
	for name, c := range map[string]struct {
		was     string
		entered []string
		due     string
		// asked is how often it was asked again.
		asked int
	}{
		"none":                   {"", []string{""}, "", 0},
		"to come":                {"", []string{"friday"}, "2026-11-27", 0},
		"today":                  {"", []string{"today"}, "2026-11-22", 0},
		"twice":                  {"", []string{"yesterday", "yesterday"}, "2026-11-21", 1},
		"twice in other words":   {"", []string{"yesterday", " 21.11.2026 "}, "2026-11-21", 1},
		"with a yes":             {"", []string{"yesterday", "Y"}, "2026-11-21", 1},
		"then a later one":       {"", []string{"yesterday", "tomorrow"}, "2026-11-23", 1},
		"another passed day":     {"", []string{"yesterday", "20.11.2026", "yesterday", "yesterday"}, "2026-11-21", 3},
		"a yes to nothing":       {"", []string{"y", "today"}, "2026-11-22", 1},
		"no day":                 {"", []string{"soon", "today"}, "2026-11-22", 1},
		"as it was":              {"2020-01-01", []string{"2020-01-01"}, "2020-01-01", 0},
		"as it was, far away":    {"2099-01-01", []string{"2099-01-01"}, "2099-01-01", 0},
		"taken out":              {"2026-12-04", []string{""}, "", 0},
		"as it was, other words": {"2026-11-21", []string{"yesterday"}, "2026-11-21", 0},
	} {
		entry := DueEntry{Was: c.was, Now: sunday}
		asked := 0
		for i, text := range c.entered {
			due, problem := entry.Enter(text)
			if problem != "" {
				asked++
			}
			if last := i == len(c.entered)-1; last != (problem == "") || last && due != c.due || !last && due != "" {
				t.Errorf("%s: %q is %q, %q", name, text, due, problem)
			}
		}
		if asked != c.asked {
			t.Errorf("%s: asked again %d times, want %d", name, asked, c.asked)
		}
	}
	entry := DueEntry{Now: sunday}
	if _, problem := entry.Enter("yesterday"); problem != "Sat 21 Nov 2026 has passed. Enter it once more to keep it, or write a later day." {
		t.Error(problem)
	}
	if _, problem := entry.Enter("soon"); !strings.Contains(problem, "“soon”") {
		t.Error(problem)
	}
	for text, want := range map[string]string{"4 dec": "Fri 4 Dec 2026", "yesterday": "Sat 21 Nov 2026", "": "", "4 de": ""} {
		if got := entry.Says(text); got != want {
			t.Errorf("%q says %q, want %q", text, got, want)
		}
	}
}
