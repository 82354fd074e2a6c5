package report

import (
	"io"
	"iter"
	"slices"
	"strings"
)

// Format is one way to pass a session on.
type Format struct {
	// Name is how a person asks for it, and Ending what its files end in, without the dot.
	Name, Ending string
	// Holds is how much of the session it has.
	Holds Content
	// Help names it within a sentence of the help, and Offer as a line to choose.
	Help, Offer string
	// Binary ones are not for a terminal to show.
	Binary bool
	// Lost says what of a report the format cannot show, for whoever makes the file, or is nil
	// where it shows all.
	Lost func(Report) string
	// Write lays the report out. All that it needs, such as fonts, is in the report.
	Write func(io.Writer, Report) error
	// WriteMany lays many reports out in one file, as they come. It is nil where each of them
	// is a file of its own.
	WriteMany func(io.Writer, Reports) error
}

// Reports walks reports one after the other, so that nobody has to hold them all, or ends with
// an error.
type Reports = iter.Seq2[Report, error]

// alone walks one report.
func alone(r Report) Reports {
	return func(yield func(Report, error) bool) { yield(r, nil) }
}

// Content is how much of a session a format has.
type Content int

// What a format holds: all that a report says, something out of it, or the session itself
// to bring back.
const (
	WholeReport Content = iota
	PartOfReport
	SessionItself
)

// Formats are all formats in the order in which they are offered: a new one is a file with
// its writer, and a line here.
var Formats = []Format{
	{Name: "html", Ending: "html", Holds: WholeReport, Write: HTML, Help: "html (one file, for screen and paper)", Offer: "A report for the browser and for paper (HTML)"},
	{Name: "pdf", Ending: "pdf", Holds: WholeReport, Write: PDF, Lost: Unprintable, Binary: true, Help: "pdf", Offer: "A report to print and send on (PDF)"},
	{Name: "docx", Ending: "docx", Holds: WholeReport, Write: DOCX, Binary: true, Help: "docx (to change in a word processor)", Offer: "A report to edit and add to (DOCX)"},
	{Name: "md", Ending: "md", Holds: WholeReport, Write: Markdown, Help: "md (Markdown)", Offer: "A report as plain text with marks (Markdown)"},
	{Name: "csv", Ending: "csv", Holds: PartOfReport, Write: CSV, WriteMany: CSVOfMany, Help: "the plan as a table (csv)", Offer: "The plan for a spreadsheet (CSV)"},
	{Name: "xlsx", Ending: "xlsx", Holds: PartOfReport, Write: XLSX, WriteMany: XLSXOfMany, Binary: true, Help: "the plan, the lines and the answers as a workbook (xlsx)", Offer: "The plan and all answers for a spreadsheet (XLSX)"},
	{Name: "ics", Ending: "ics", Holds: PartOfReport, Write: Calendar, WriteMany: CalendarOfMany, Help: "its due dates for a calendar (ics)", Offer: "The due dates for a calendar (ICS)"},
	{Name: "json", Ending: "json", Holds: SessionItself, Write: JSON, Help: "the session with all its answers (json), which `readycheck import` reads", Offer: "All answers, to keep or to bring back (JSON)"},
}

// LostIn says what of a report a format cannot show, or nothing.
func (f *Format) LostIn(r Report) string {
	if f.Lost == nil {
		return ""
	}
	return f.Lost(r)
}

// FormatNamed finds a format by its name.
func FormatNamed(name string) (Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// FormatNames are the names of all formats in their order.
func FormatNames() []string {
	names := make([]string, len(Formats))
	for i := range Formats {
		names[i] = Formats[i].Name
	}
	return names
}

// IntoOneFile are the names of the formats that take many reports into one file, as a choice
// within a sentence.
func IntoOneFile() string {
	var names []string
	for i := range Formats {
		if Formats[i].WriteMany != nil {
			names = append(names, Formats[i].Name)
		}
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// FormatEnding finds the format whose files have the ending of a path.
func FormatEnding(path string) (Format, bool) {
	at := strings.LastIndexByte(path, '.')
	if at < 0 {
		return Format{}, false
	}
	i := slices.IndexFunc(Formats, func(f Format) bool { return strings.EqualFold(f.Ending, path[at+1:]) })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}
