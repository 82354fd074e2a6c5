package workshop

import "readycheck/assessment"

// What somebody types and does not save stays in the room's memory and is theirs alone: a
// connection that breaks takes no words along.

// Limits on what is kept of what people type.
const (
	// mostTypedBytes is what one person may have typed and not saved: a few of the longest
	// notes.
	mostTypedBytes = 64 << 10
	// mostTypists is for how many people it is kept, also before they have a seat.
	mostTypists = 256
)

// typedBy is a draft and the connection that it came by.
type typedBy struct {
	draft assessment.Draft
	from  *Voter
}

// typist is what somebody is known by who comes back: their seat or, before they have one,
// their key. It is empty where there is neither. The mutex is held.
func (v *Voter) typist() string {
	switch {
	case v.seat != "":
		return v.seat
	case v.key != "":
		return "key " + v.key
	}
	return ""
}

// Drafts are what this person typed and did not save.
func (v *Voter) Drafts() []assessment.Draft {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []assessment.Draft
	for _, kept := range r.typed[v.typist()] {
		out = append(out, kept.draft)
	}
	return out
}

// KeepDraft keeps what this person has typed in a form; an empty draft takes the one before
// away. An earlier connection does not undo what a later one of the same person has typed.
func (v *Voter) KeepDraft(d assessment.Draft) {
	r := v.room
	r.mu.Lock()
	defer r.mu.Unlock()
	who := v.typist()
	seat, seated := r.session.Team.Seat(v.seat)
	if who == "" || r.over != "" || seated && seat.Removed {
		return
	}
	forms := r.typed[who]
	if before, ok := forms[d.Form]; ok && before.from.came > v.came && r.entered[before.from] {
		return
	}
	delete(forms, d.Form)
	if d.Empty() {
		if len(forms) == 0 {
			delete(r.typed, who)
		}
		return
	}
	size := draftSize(d)
	for _, kept := range forms {
		size += draftSize(kept.draft)
	}
	if size > mostTypedBytes || forms == nil && len(r.typed) >= mostTypists {
		return
	}
	if forms == nil {
		forms = map[assessment.Form]typedBy{}
		r.typed[who] = forms
	}
	forms[d.Form] = typedBy{d, v}
}

func draftSize(d assessment.Draft) int {
	size := len(d.Form.Session) + len(d.Form.Name)
	for field, value := range d.Fields {
		size += len(field) + len(value)
	}
	return size
}
