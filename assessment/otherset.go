package assessment

import "fmt"

// OtherSetError says that a session was answered with the questions of another set. Its
// answers count for nothing in this one, so a verdict by this one would be a wrong one.
type OtherSetError struct{ Asked, Here SetRef }

func (e *OtherSetError) Error() string {
	return fmt.Sprintf("a session of the set %s is read with the set %s", e.Asked.ID, e.Here.ID)
}

// Sentence says what to do.
func (e *OtherSetError) Sentence() string {
	return fmt.Sprintf("This was answered with the questions “%s”, and “%s” are open here. Say where its own are: --questions FILE. Nothing was changed.", e.Asked.ID, e.Here.ID)
}

// Fits gives an *OtherSetError where a session was answered with another set. An earlier
// version of the same set fits, and so does a session that names none.
func (s *Set) Fits(session *Session) error {
	if session.SetID == "" || session.SetID == s.ID {
		return nil
	}
	return &OtherSetError{SetRef{CleanLine(session.SetID, MaxName), CleanLine(session.SetVersion, MaxName)}, SetRef{s.ID, s.Version}}
}
