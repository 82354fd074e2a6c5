package interview

import "readycheck/assessment"

// The names of forms on which something is typed. Those about a question have its id behind
// them.
const (
	SetupForm  = "setup"
	ExportForm = "export"
	NoteForm   = "note "
	ReasonForm = "reason "
	OwnerForm  = "owner "
	PutOffForm = "put-off "
	// LabelsForm is for the tags and the next visit of a session, LettersForm for the folder of letters.
	LabelsForm  = "labels"
	LettersForm = "letters"
)

// HadTyped stands beside what was not typed just now.
const HadTyped = "This is what you had typed."

// Draft is what was typed in a form before, and not saved.
func (o *Options) Draft(form assessment.Form) assessment.Draft {
	for _, d := range o.Store.Drafts() {
		if d.Form == form {
			return d
		}
	}
	return assessment.Draft{Form: form}
}

// NoteAgain is the note that was typed. Where another one was saved since, both are there.
func NoteAgain(d assessment.Draft, saved string) string {
	if saved == "" || saved == d.Fields["was"] {
		return d.Fields["note"]
	}
	return saved + "\n\n" + d.Fields["note"]
}
