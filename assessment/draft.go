package assessment

import "maps"

// Form names a form in which something is typed: the session that it is about, empty for one
// that is not stored yet, and which form of the session it is.
type Form struct {
	Session string `json:"session"`
	Name    string `json:"name"`
}

// Draft is what a person has typed in a form and not saved. It is kept, so that it stands
// there again when the form is opened again.
type Draft struct {
	Form Form `json:"form"`
	// Page is the page of the form that was open.
	Page int `json:"page,omitempty"`
	// Fields are what stands in the form, by the names of its fields. Without any, there is
	// no draft.
	Fields map[string]string `json:"fields"`
}

// Empty reports whether nothing was typed.
func (d Draft) Empty() bool { return len(d.Fields) == 0 }

// Same reports whether two drafts say the same.
func (d Draft) Same(other Draft) bool {
	return d.Form == other.Form && (d.Page == other.Page || d.Empty()) && maps.Equal(d.Fields, other.Fields)
}
