package assessment

// News is what is new about a question set for a session that was asked with an earlier
// version of it. All its answers are kept.
type News struct {
	// Was is the set that the session was asked with.
	Was SetRef
	// New counts questions that are not answered, and are new or have new words; Reworded
	// those that were answered in other words.
	New, Reworded int
	// Aside counts answers to questions that the set no longer asks. They do not count.
	Aside int
}

// NewsFor says what is new for a session, and false where nothing is: it was asked with the
// very set, or its owner has been told.
func NewsFor(set *Set, session *Session) (News, bool) {
	n := News{Was: SetRef{ID: session.SetID, Version: session.SetVersion}}
	if n.Was.ID == "" || n.Was == (SetRef{ID: set.ID, Version: set.Version}) || session.Told == set.Version {
		return n, false
	}
	flow := NewFlow(set, session)
	for i := range flow.Len() {
		q := flow.At(i)
		since := n.Was.ID == set.ID && q.Reworded != "" && olderVersion(n.Was.Version, q.Reworded)
		switch answered := session.Answers[q.ID].Level != Unanswered; {
		case answered && since:
			n.Reworded++
		case !answered && since:
			n.New++
		}
	}
	for id := range session.Answers {
		if _, ok := set.Question(id); !ok {
			n.Aside++
		}
	}
	return n, true
}
