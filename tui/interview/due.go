package interview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"readycheck/assessment"
)

// DueHint says how a due date may be written.
const DueHint = "A day such as friday, in 2 weeks or 4 dec"

// DueEntry takes the due date that a person enters. A day that has passed is taken only when
// it is entered once more, or with a yes.
type DueEntry struct {
	// Was is the due date that is there already. It may stay whatever day it is.
	Was string
	Now time.Time
	// questioned is a day that has passed and was entered once.
	questioned string
}

// Says is the day that a text is read as, or nothing where it is none.
func (d *DueEntry) Says(text string) string {
	due, err := assessment.ReadDay(text, d.Now)
	if err != nil {
		return ""
	}
	return assessment.SayDue(due)
}

// Enter takes a text. It is not taken where there is a problem, which is a sentence that says
// what to do.
func (d *DueEntry) Enter(text string) (due, problem string) {
	text = strings.TrimSpace(text)
	if text == d.Was {
		return d.Was, ""
	}
	if d.questioned != "" && slices.Contains([]string{"y", "yes", "j", "ja"}, strings.ToLower(text)) {
		return d.questioned, ""
	}
	due, err := assessment.ReadDay(text, d.Now)
	switch {
	case err != nil:
		return "", assessment.Sentence(err)
	case due == "" || due >= d.Now.Format(assessment.DateLayout) || due == d.Was || due == d.questioned:
		return due, ""
	}
	d.questioned = due
	return "", fmt.Sprintf("%s has passed. Enter it once more to keep it, or write a later day.", assessment.SayDue(due))
}
