package assessment

import (
	"strings"
	"testing"
	"time"
)

// A Tuesday, in a zone where it is another day in UTC.
var tuesday = time.Date(2026, time.November, 24, 0, 30, 0, 0, time.FixedZone("", 2*60*60))

func TestReadDay(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "",
		"  ":                     "",
		"today":                  "2026-11-24",
		"heute":                  "2026-11-24",
		"Tomorrow":               "2026-11-25",
		"morgen":                 "2026-11-25",
		"the day after tomorrow": "2026-11-26",
		"übermorgen":             "2026-11-26",
		"u\u0308bermorgen":       "2026-11-26",
		"yesterday":              "2026-11-23",

		"friday":           "2026-11-27",
		"Fri":              "2026-11-27",
		"by Friday.":       "2026-11-27",
		"this friday":      "2026-11-27",
		"bis Freitag":      "2026-11-27",
		"monday":           "2026-11-30",
		"tuesday":          "2026-12-01", // not today
		"so":               "2026-11-29",
		"next friday":      "2026-12-04",
		"nächsten Freitag": "2026-12-04",
		"next monday":      "2026-11-30",
		"next sunday":      "2026-12-06",
		"friday next week": "2026-12-04",

		"in 10 days":         "2026-12-04",
		"10 days":            "2026-12-04",
		"in 2 weeks":         "2026-12-08",
		"two weeks from now": "2026-12-08",
		"in zwei Wochen":     "2026-12-08",
		"in a week":          "2026-12-01",
		"next week":          "2026-12-01",
		"in a month":         "2026-12-24",
		"in einem Monat":     "2026-12-24",
		"in 3 months":        "2027-02-24",
		"in a year":          "2027-11-24",
		"in 0 days":          "2026-11-24",

		"end of month":         "2026-11-30",
		"end of the month":     "2026-11-30",
		"Monatsende":           "2026-11-30",
		"Ende des Monats":      "2026-11-30",
		"end of next month":    "2026-12-31",
		"Ende nächsten Monats": "2026-12-31",
		"end of december":      "2026-12-31",
		"end of february 2028": "2028-02-29",
		"end of november":      "2026-11-30",
		"end of october":       "2027-10-31",
		"end of year":          "2026-12-31",
		"end of the week":      "2026-11-27",
		"end of next week":     "2026-12-04",

		"4 dec":              "2026-12-04",
		"4dec":               "2026-12-04",
		"4. Dez.":            "2026-12-04",
		"4th of December":    "2026-12-04",
		"december 4":         "2026-12-04",
		"Dec 4, 2026":        "2026-12-04",
		"4 december 2026":    "2026-12-04",
		"4. Dezember 2026":   "2026-12-04",
		"4-dec-2026":         "2026-12-04",
		"4 dec 26":           "2026-12-04",
		"Fri 4 Dec 2026":     "2026-12-04",
		"Friday, 4 December": "2026-12-04",
		"3. März":            "2027-03-03",
		"23 nov":             "2027-11-23",
		"24 nov":             "2026-11-24",
		"23 nov 2026":        "2026-11-23",
		"29 feb":             "2028-02-29",

		"4.12.":       "2026-12-04",
		"4.12":        "2026-12-04",
		"04.12.":      "2026-12-04",
		"4.12.2026":   "2026-12-04",
		"4. 12. 2026": "2026-12-04",
		"4.12.26":     "2026-12-04",
		"25/12/2026":  "2026-12-25",
		"25/12":       "2026-12-25",
		"25-12-2026":  "2026-12-25",
		"１３/1/2027":   "2027-01-13",
		"12/12":       "2026-12-12",

		"christmas":             "2026-12-25",
		"before Christmas":      "2026-12-25",
		"xmas 2027":             "2027-12-25",
		"Weihnachten":           "2026-12-25",
		"christmas eve":         "2026-12-24",
		"new year's eve":        "2026-12-31",
		"Silvester":             "2026-12-31",
		"new year":              "2027-01-01",
		"mid december":          "2026-12-15",
		"mid-december":          "2026-12-15",
		"middle of january":     "2027-01-15",
		"Mitte Dezember":        "2026-12-15",
		"mid november":          "2027-11-15",
		"beginning of december": "2026-12-01",
		"Anfang Dezember":       "2026-12-01",
		"monday morning":        "2026-11-30",
		"Monday afternoon":      "2026-11-30",
		"tomorrow evening":      "2026-11-25",
		"tonight":               "2026-11-24",
		"Freitag Nachmittag":    "2026-11-27",
		"2026-12-04":            "2026-12-04",
		"2026/12/4":             "2026-12-04",
		"2021-11-24":            "2021-11-24",
		"2031-11-24":            "2031-11-24",
	} {
		if got, err := ReadDay(text, tuesday); err != nil || got != want {
			t.Errorf("%q is %q (%v), want %q", text, got, err, want)
		}
	}
}

func TestReadDayOnOtherDays(t *testing.T) {
	for _, c := range []struct{ today, text, want string }{
		{"2026-11-27", "friday", "2026-12-04"},
		{"2026-11-27", "end of week", "2026-11-27"},
		{"2026-11-27", "end of next week", "2026-12-04"},
		{"2026-11-28", "end of week", "2026-12-04"},
		{"2026-11-29", "next friday", "2026-12-04"},
		{"2026-11-30", "next monday", "2026-12-07"},
		{"2026-11-30", "end of month", "2026-11-30"},
		{"2027-01-31", "in a month", "2027-02-28"},
		{"2028-01-31", "in one month", "2028-02-29"},
		{"2028-02-29", "in a year", "2029-02-28"},
		{"2026-12-31", "in a month", "2027-01-31"},
		{"2026-12-05", "end of next month", "2027-01-31"},
		{"2026-12-31", "tomorrow", "2027-01-01"},
		{"2099-12-30", "4 jan", "2100-01-04"},
	} {
		now, err := time.Parse(DateLayout, c.today)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ReadDay(c.text, now); err != nil || got != c.want {
			t.Errorf("on %s %q is %q (%v), want %s", c.today, c.text, got, err, c.want)
		}
	}
}

// What is no day is said in a sentence that names what to write instead.
func TestReadDaySaysWhatToWrite(t *testing.T) {
	for text, want := range map[string]string{
		"whenever":                 "“whenever” is no day that is understood here. Write it such as friday, in 2 weeks, 4 dec or 2026-12-04.",
		"soon":                     "“soon” is no day. Write the last day on which it is still in time, such as today, friday or in 2 weeks.",
		"ASAP":                     "“ASAP” is no day. Write the last day",
		"as soon as possible":      "“as soon as possible” is no day.",
		"so bald wie möglich":      "“so bald wie möglich” is no day.",
		"morning":                  "Write it such as friday",
		"next christmas":           "Say which one by its year, such as 25 dec 2027.",
		"12/5":                     "That may be 12 May or 5 December. Write the month as a word, such as 12 may.",
		"4/12/2026":                "That may be 4 December or 12 April. Write the month as a word, such as 4 dec.",
		"4-12-26":                  "That may be 4 December or 12 April.",
		"when it is ready":         "Write it such as friday",
		"-5 days":                  "Write it such as friday",
		"in -5 days":               "Write it such as friday",
		"1.5 weeks":                "Write it such as friday",
		"week":                     "Write it such as friday",
		"the":                      "Write it such as friday",
		"friday friday":            "Write it such as friday",
		"4..12":                    "Write it such as friday",
		"2026-12-04T10:00":         "Write it such as friday",
		"20261204":                 "Write it such as friday",
		"\x1b[31mred\u202e":        "“red” is no day",
		strings.Repeat("fri ", 40): "fr…” is no day",
		"4":                        "Name the month too, such as 4 dec, or write in 4 days.",
		"december":                 "Name a day of that month too, such as 4 dec, or write end of dec.",
		"december 2026":            "Name a day of that month too",
		"2026-12":                  "Name a day of that month too",
		"12/2026":                  "Name a day of that month too",
		"12/25/2026":               "There is no month 25. Write the day first and then the month, such as 25 December.",
		"2026-13-04":               "There is no month 13. Write the day first and then the month, such as 13 April.",
		"14/13":                    "There is no month 13. Write the month as a word, such as 4 dec.",
		"0.0.":                     "There is no month 0.",
		"31 nov":                   "November has 30 days. Write one of them, such as 30 November.",
		"30 feb":                   "February has 29 days. Write one of them, such as 28 February.",
		"29 feb 2027":              "February 2027 has 28 days. Write one of them, such as 28 February.",
		"0 dec":                    "December has 31 days.",
		"4 dec 126":                "Write the year in full, such as 2026.",
		"mon 4 dec 2026":           "Fri 4 Dec 2026 is not a Monday. Write the day without its weekday, or look once more.",
		"4 dec 2206":               "Thu 4 Dec 2206 is more than 5 years away. Look at the year once more, and write a nearer day.",
		"2021-11-23":               "is more than 5 years away",
		"2031-11-25":               "is more than 5 years away",
		"in 9999 years":            "is more than 5 years away",
	} {
		got, err := ReadDay(text, tuesday)
		if err == nil {
			t.Errorf("%q is %s", text, got)
			continue
		}
		said, ok := OwnSentence(err)
		if got != "" || !ok || !strings.Contains(said, want) {
			t.Errorf("%q: %q, %q; want %q", text, got, said, want)
		}
	}
}

// What is read is a real day near by, and what is said of it is read as the same day.
func FuzzReadDay(f *testing.F) {
	for _, text := range []string{"", "friday", "next friday", "in 2 weeks", "end of feb 2028", "4. Dezember 2026", "29 feb", "4/12/26", "2026-12-04", "31 dec", "\xff4 d\u0308ec"} {
		f.Add(text, int64(0))
	}
	f.Fuzz(func(t *testing.T, text string, days int64) {
		now := tuesday.AddDate(0, 0, int(days%50_000))
		due, err := ReadDay(text, now)
		switch {
		case err != nil:
			if said, ok := OwnSentence(err); !ok || due != "" || said != CleanLine(said, MaxShort) {
				t.Fatalf("%q: %q, %v", text, due, err)
			}
			return
		case due == "":
			if CleanLine(text, MaxDay) != "" {
				t.Fatalf("%q is no day, and no error", text)
			}
			return
		}
		day, err := time.Parse(DateLayout, due)
		if err != nil || due != day.Format(DateLayout) {
			t.Fatalf("%q is %q: %v", text, due, err)
		}
		if years := float64(day.Sub(now)) / float64(365*24*time.Hour); years < -FarthestYears-0.1 || years > FarthestYears+0.1 {
			t.Fatalf("%q is %s on %s", text, due, now)
		}
		for _, again := range []string{due, SayDay(day), day.Format("2.1.2006"), day.Format("January 2, 2006")} {
			if same, err := ReadDay(again, now); same != due || err != nil {
				t.Fatalf("%q is %s, and said as %q it is %q (%v)", text, due, again, same, err)
			}
		}
	})
}
