package report

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"

	"readycheck/assessment"
)

// Of a format that takes many sessions into one file, both ways to write it.
func tableFormats(t *testing.T, each func(t *testing.T, format Format)) {
	t.Helper()
	found := 0
	for _, format := range Formats {
		if format.WriteMany != nil {
			found++
			t.Run(format.Name, func(t *testing.T) { each(t, format) })
		}
	}
	if found < 3 {
		t.Errorf("%d formats take many sessions", found)
	}
}

// tableText is what a table format says of many sessions, unpacked where it is packed.
func tableText(t *testing.T, format Format, reports Reports) string {
	t.Helper()
	write := func(w io.Writer, _ Report) error { return format.WriteMany(w, reports) }
	if format.Binary {
		write = unzipped(write)
	}
	return written(t, write, Report{})
}

// inertTables say for each table format what no text of a person may become in it. A new format
// needs a line here.
var inertTables = map[string]func(t *testing.T, file string){
	"csv": func(t *testing.T, file string) {
		for _, row := range csvRows(t, file) {
			for _, cell := range row {
				if start := strings.TrimLeft(cell, " \n\u00a0"); start != "" && strings.ContainsRune(formulaSigns, []rune(start)[0]) {
					t.Errorf("a formula: %.40q", cell)
				}
			}
		}
	},
	"xlsx": func(t *testing.T, file string) { everyCellIsAText(t, opened(t, file)) },
	"ics": func(t *testing.T, file string) {
		calendar, _ := days(t, file)
		for _, e := range calendar.parts {
			if len(e.props) != 7 || e.kind != "VEVENT" {
				t.Errorf("a text became a property: %v", e.props)
			}
		}
	},
}

// A hostile session is inert in each table format, alone and among others, and nothing that
// controls a terminal or turns the reading direction gets into the file.
func TestAHostileSessionIsInertInEachTable(t *testing.T) {
	hostile := hostileReport(t)
	for about, all := range map[string][]Report{"alone": {hostile}, "among others": {read(t, "bakery.yaml"), hostile, canary(t)}} {
		t.Run(about, func(t *testing.T) {
			tableFormats(t, func(t *testing.T, format Format) {
				check := inertTables[format.Name]
				if check == nil {
					t.Fatal("nobody has said what is inert in this format")
				}
				for i := range all {
					all[i].Session.ID = "01a" + string(rune('a'+i))
				}
				check(t, manyWritten(t, format.WriteMany, walk(all)))
				text := tableText(t, format, walk(all))
				for _, r := range strings.TrimPrefix(text, "\uFEFF") {
					if unicode.IsControl(r) && r != '\n' && r != '\r' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0xfeff {
						t.Fatalf("it holds %U", r)
					}
				}
				if format.Name == "xlsx" && (strings.Contains(text, "<f>") || strings.Contains(text, "<script") || strings.Contains(text, "<hyperlink")) {
					t.Error("a text is more than a text")
				}
			})
		})
	}
}

// Nothing that was written is in a client-safe table of many sessions.
func TestNothingThatWasWrittenIsInAClientSafeTable(t *testing.T) {
	tableFormats(t, func(t *testing.T, format Format) {
		r := canary(t)
		full := tableText(t, format, walk([]Report{r, r}))
		if !strings.Contains(full, "CANARY business") || !strings.Contains(full, "CANARY owner") {
			t.Error("the control: what was written is not in the full one")
		}
		r.ClientSafe = true
		safe := tableText(t, format, walk([]Report{r, r}))
		if at := strings.Index(safe, "CANARY"); at >= 0 {
			t.Errorf("it says %q", safe[max(0, at-80):min(len(safe), at+80)])
		}
	})
}

// One session and a walk of one give the same table, but for the workbook, which has other sheets
// for one.
func TestOneIsManyOfOne(t *testing.T) {
	tableFormats(t, func(t *testing.T, format Format) {
		r := read(t, "bakery.yaml")
		if one, many := written(t, format.Write, r), manyWritten(t, format.WriteMany, alone(r)); one != many && format.Name != "xlsx" {
			t.Errorf("%q, and of many %q", one, many)
		}
	})
}

// An error on the way ends each table, and a disk that is full is said.
func TestAnErrorEndsATable(t *testing.T) {
	tableFormats(t, func(t *testing.T, format Format) {
		broken := errors.New("broken")
		reports := func(yield func(Report, error) bool) {
			if yield(read(t, "bakery.yaml"), nil) {
				yield(Report{}, broken)
			}
		}
		if err := format.WriteMany(io.Discard, reports); !errors.Is(err, broken) {
			t.Errorf("it says %v", err)
		}
		if err := format.WriteMany(fullDisk{}, alone(read(t, "bakery.yaml"))); !errors.Is(err, errFull) {
			t.Errorf("of a full disk it says %v", err)
		}
	})
}

func csvRows(t *testing.T, file string) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(file, "\uFEFF")
	if !marked {
		t.Error("a spreadsheet would take it for something else than UTF-8")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// A plain table has every step of every session, with who sees to it and by when.
func TestATableReadBack(t *testing.T) {
	reports, all := practice(t)
	hostile := hostileReport(t)
	rows := csvRows(t, manyWritten(t, CSVOfMany, func(yield func(Report, error) bool) {
		for r, err := range reports {
			if !yield(r, err) {
				return
			}
		}
		yield(hostile, nil)
	}))
	at := func(title string) int { return slices.Index(rows[0], title) }
	next := 1
	for _, r := range append(slices.Clone(all), hostile) {
		for i, step := range r.Summary.Steps {
			row := rows[next]
			next++
			for title, want := range map[string]string{
				"Session": name(r.Session.ID), "Business": name(r.Session.Business), "Use of AI": line(r.Session.Use, assessment.MaxUse), "What to do": step.Title, "Due": step.Due,
				"Owner": name(r.Session.Answers[step.Question].Owner), "Checklist line": step.Item, "Then": (&builder{Report: r}).then(step),
			} {
				if got := strings.TrimPrefix(row[at(title)], "'"); got != want {
					t.Errorf("step %d: %s is %q, want %q", i+1, title, got, want)
				}
			}
		}
	}
	if next != len(rows) || next < 20 {
		t.Errorf("%d rows for %d steps", len(rows)-1, next-1)
	}
}
