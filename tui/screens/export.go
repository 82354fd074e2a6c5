package screens

import (
	"path/filepath"
	"strings"

	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// newExport asks for a format, whether names stay in, and for a place.
func newExport(id, business string) screen {
	// ending is the format that the path has the ending of.
	format, whole := report.Formats[0].Name, "full"
	ending := format
	suggested := report.FileName(business, format, false)
	path := suggested
	var formats []huh.Option[string]
	for _, f := range report.Formats {
		formats = append(formats, huh.NewOption(f.Offer, f.Name))
	}
	f := &formScreen{title: "Export " + assessment.Quoted(business), name: assessment.Form{Session: id, Name: exportForm}, form: newForm([]formPage{
		listPage("What do you need?", "", formList{options: formats, one: &format}),
		listPage("With names and notes?", "", formList{options: []huh.Option[string]{
			huh.NewOption("Yes, all of it", "full"),
			huh.NewOption("No: leave out the business, its use of AI, names and notes", "client-safe"),
		}, one: &whole}),
		{
			field: func() huh.Field {
				fresh := report.FileName(business, format, whole == "client-safe")
				if path == suggested {
					path = fresh
				}
				suggested = fresh
				if ending != format {
					path = strings.TrimSuffix(path, filepath.Ext(path)) + report.EndingOf(format)
				}
				ending = format
				return huh.NewInput().Title("Where?").Description("A file that is not there yet.").CharLimit(assessment.MaxUse).Value(&path)
			},
			check: func() string {
				if strings.TrimSpace(path) == "" {
					return "Name a file, such as report.md."
				}
				return ""
			},
		},
	}, 0), done: func() action {
		return exportSession{Session: id, Format: format, Path: strings.TrimSpace(path), ClientSafe: whole == "client-safe"}
	}}
	names := report.FormatNames()
	f.form.fields = []formField{
		{name: "format", value: &format, choices: names},
		{name: "whole", value: &whole, choices: []string{"full", "client-safe"}},
		{name: "ending", value: &ending, choices: names},
		{name: "path", value: &path, was: &suggested},
	}
	return f
}
