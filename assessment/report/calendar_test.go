package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"readycheck/assessment"
)

// event is what stands between BEGIN and END of a part of a calendar.
type event struct {
	kind  string
	props map[string]string
	parts []*event
}

// strictly reads a calendar, and takes nothing that RFC 5545 does not allow.
func strictly(text string) (*event, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("not UTF-8")
	}
	whole := &event{}
	stack := []*event{whole}
	lines := strings.Split(text, "\r\n")
	if lines[len(lines)-1] != "" {
		return nil, errors.New("the last line does not end")
	}
	var unfolded []string
	for i, line := range lines[:len(lines)-1] {
		if len(line) > 75 || strings.IndexFunc(line, unicode.IsControl) >= 0 {
			return nil, fmt.Errorf("line %d is %d bytes long, or has a control: %q", i+1, len(line), line)
		}
		if rest, folded := strings.CutPrefix(line, " "); folded && len(unfolded) > 0 {
			unfolded[len(unfolded)-1] += rest
			continue
		}
		unfolded = append(unfolded, line)
	}
	for _, line := range unfolded {
		name, value, ok := strings.Cut(line, ":")
		top := stack[len(stack)-1]
		switch {
		case !ok:
			return nil, fmt.Errorf("no property: %q", line)
		case name == "BEGIN":
			part := &event{kind: value, props: map[string]string{}}
			top.parts = append(top.parts, part)
			stack = append(stack, part)
		case name == "END":
			if value != top.kind || len(stack) == 1 {
				return nil, fmt.Errorf("%s ends in %s", value, top.kind)
			}
			stack = stack[:len(stack)-1]
		default:
			if _, twice := top.props[name]; twice || top.props == nil {
				return nil, fmt.Errorf("%s is there twice, or outside of all", name)
			}
			if name == "SUMMARY" || name == "DESCRIPTION" {
				plain, err := unescaped(value)
				if err != nil {
					return nil, err
				}
				value = plain
			}
			top.props[name] = value
		}
	}
	if len(stack) != 1 || len(whole.parts) != 1 || whole.parts[0].kind != "VCALENDAR" || len(whole.parts[0].parts) == 0 {
		return nil, errors.New("this is not one calendar with something in it")
	}
	return whole.parts[0], needed(whole.parts[0])
}

// needed looks for what each part has to have.
func needed(part *event) error {
	must := map[string][]string{
		"VCALENDAR": {"VERSION", "PRODID"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE", "SUMMARY", "DESCRIPTION"},
		"VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
	}
	props, known := must[part.kind]
	if !known {
		return fmt.Errorf("%s is no part", part.kind)
	}
	for _, name := range props {
		if part.props[name] == "" {
			return fmt.Errorf("%s has no %s", part.kind, name)
		}
	}
	for _, inner := range part.parts {
		if err := needed(inner); err != nil {
			return err
		}
	}
	return nil
}

func unescaped(value string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == ';' || c == ',':
			return "", fmt.Errorf("%q has a bare %q", value, c)
		case c != '\\':
			b.WriteByte(c)
		case i+1 < len(value) && value[i+1] == 'n':
			b.WriteByte('\n')
			i++
		case i+1 < len(value) && strings.IndexByte(`\;,`, value[i+1]) >= 0:
			b.WriteByte(value[i+1])
			i++
		default:
			return "", fmt.Errorf("%q ends its text wrongly", value)
		}
	}
	return b.String(), nil
}

// days are the events of a calendar, each with its day and title.
func days(t *testing.T, text string) (calendar *event, titles []string) {
	t.Helper()
	calendar, err := strictly(text)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, e := range calendar.parts {
		if names[e.props["UID"]] {
			t.Errorf("two events are called %s", e.props["UID"])
		}
		names[e.props["UID"]] = true
		titles = append(titles, e.props["DTSTART;VALUE=DATE"]+" "+e.props["SUMMARY"])
	}
	return calendar, titles
}

// datesOf are the days that the plans of sessions have.
func datesOf(reports ...Report) (want []string) {
	for _, r := range reports {
		for _, step := range r.Summary.Steps {
			if step.Due != "" {
				want = append(want, strings.ReplaceAll(step.Due, "-", "")+" "+name(r.Session.Business)+": "+step.Title)
			}
		}
	}
	return want
}

// Every day of every plan is in the one calendar of a practice, under the name of its business.
func TestACalendarOfManyReadBack(t *testing.T) {
	reports, all := practice(t)
	calendar, got := days(t, manyWritten(t, CalendarOfMany, reports))
	// The second one was checked again, and the third has no days.
	if want := datesOf(all[0]); !slices.Equal(got, want) || len(want) < 2 {
		t.Errorf("%q, want %q", got, want)
	}
	passed, coming := calendar.parts[0], calendar.parts[1]
	if len(passed.parts) != 0 {
		t.Error("what is overdue rings")
	}
	if len(coming.parts) != 1 {
		t.Fatal("what is coming does not ring")
	}
	alarm := coming.parts[0].props
	if alarm["ACTION"] != "DISPLAY" || alarm["TRIGGER"] != "-PT15H" || alarm["DESCRIPTION"] != coming.props["SUMMARY"] {
		t.Errorf("the alarm is %v", alarm)
	}
	if !strings.Contains(passed.props["DESCRIPTION"], "\nOwner: Dev\n") || !strings.Contains(passed.props["DESCRIPTION"], "Answer customer emails") {
		t.Errorf("it is about %q", passed.props["DESCRIPTION"])
	}
}

// A client-safe calendar tells neither the business nor anybody's name.
func TestAClientSafeCalendar(t *testing.T) {
	r := canary(t)
	r.ClientSafe = true
	text := written(t, Calendar, r)
	_, got := days(t, text)
	if len(got) < 10 || strings.Contains(text, "CANARY") || strings.Contains(got[0], ":") {
		t.Errorf("%q", got)
	}
}

func TestNothingForACalendar(t *testing.T) {
	var b strings.Builder
	err := Calendar(&b, read(t, "blank.yaml"))
	said, ok := assessment.OwnSentence(err)
	if !ok || !strings.HasPrefix(said, "No step has a day yet") || b.Len() > 0 {
		t.Errorf("%q, %v, %q", said, err, b.String())
	}
}

// Whatever a text holds, a calendar reads back its letters and nothing else.
func TestEveryTextOfACalendarIsInert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(`[\\;,:n\r\n"END VCALENDAR🥐ü]*`), rapid.String(), rapid.Just(strings.Repeat("\x80", 200))).Draw(t, "text")
		r := Report{Set: assessment.Default(), Now: time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC), Session: &assessment.Session{ID: "01a"}}
		r.Summary.Steps = []assessment.Step{{Question: "own-login", Title: text + ".", Due: "2026-12-01"}}
		var b strings.Builder
		if err := Calendar(&b, r); err != nil {
			t.Fatal(err)
		}
		calendar, err := strictly(b.String())
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\n' {
				return -1
			}
			return r
		}, strings.ToValidUTF8(text, ""))
		if got := calendar.parts[0].props["SUMMARY"]; got != want+"." {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

// What is broken is found by the reader of these tests.
func TestTheStrictReaderControl(t *testing.T) {
	good := written(t, Calendar, read(t, "bakery.yaml"))
	if _, err := strictly(good); err != nil {
		t.Fatal(err)
	}
	for about, bad := range map[string]string{
		"no end": strings.TrimSuffix(good, "END:VCALENDAR\r\n"), "bare line ends": strings.ReplaceAll(good, "\r\n", "\n"),
		"unfolded": strings.ReplaceAll(good, "\r\n ", ""), "no name": strings.Replace(good, "UID:", "X-UID:", 1),
		"a bare comma": strings.Replace(good, "SUMMARY:", "SUMMARY:a,b", 1), "twice": strings.Replace(good, "TRANSP:TRANSPARENT", "SUMMARY:again", 1),
	} {
		if _, err := strictly(bad); err == nil {
			t.Errorf("%s: it was taken", about)
		}
	}
}
