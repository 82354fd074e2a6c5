package screens

import (
	"path/filepath"
	"strings"

	"charm.land/huh/v2"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// newExport asks for a format, whether names stay in, and for a place.
func newExport(id, business string) screen {
	// ending is the format that the path has the ending of.
	format, extent := report.Formats[0].Name, string(interview.Handed)
	ending := format
	suggested := report.FileName(business, format, false)
	path := suggested
	var formats []huh.Option[string]
	for _, f := range report.Formats {
		formats = append(formats, huh.NewOption(f.Offer, f.Name))
	}
	var extents []huh.Option[string]
	var extentNames []string
	for _, e := range interview.Extents {
		extents = append(extents, huh.NewOption(e.Offer, string(e.Extent)))
		extentNames = append(extentNames, string(e.Extent))
	}
	f := &formScreen{title: "Export " + assessment.Quoted(business), name: assessment.Form{Session: id, Name: exportForm}, form: newForm([]formPage{
		listPage("What do you need?", "", formList{options: formats, one: &format}),
		listPage("How much of it?", "", formList{options: extents, one: &extent}),
		{
			field: func() huh.Field {
				fresh := report.FileName(business, format, extent == string(interview.ClientSafe))
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
		return exportSession{Session: id, Format: format, Path: strings.TrimSpace(path), Extent: interview.Extent(extent)}
	}}
	names := report.FormatNames()
	f.form.fields = []formField{
		{name: "format", value: &format, choices: names},
		{name: "whole", value: &extent, choices: extentNames},
		{name: "ending", value: &ending, choices: names},
		{name: "path", value: &path, was: &suggested},
	}
	return f
}
