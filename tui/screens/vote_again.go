package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"

	"readycheck/tui/workshop"
)

// A second vote on one question, as the facilitator opens and shows it.

// askVoteAgain asks before the room votes once more. What the room refuses anyway is refused
// without a question.
func askVoteAgain(view *workshop.RoomView, question string) action {
	_, decided := view.Shown.Decisions[question]
	_, begun := view.Shown.Second[question]
	if decided || begun {
		return voteAgain{question}
	}
	return openPage{newConfirm("Vote once more on this?", "The room votes once more on this. What it said first is kept, and counts until you show the second vote. Let those say why who see it otherwise, before anybody votes.", voteAgain{question})}
}

// revealAgain asks before it shows a second vote.
func revealAgain(view *workshop.RoomView, question string) action {
	switch {
	case !view.Shown.Again(question):
		return nil
	case view.Voted[question] == 0:
		return nobodyAgain
	}
	return confirmReveal(1, revealAbout(view, question), revealVotes{question})
}

// revealOff says why there is no second vote to show.
func revealOff(view *workshop.RoomView, question string) []offKey {
	if view.Shown.Again(question) {
		return nil
	}
	return []offKey{{keys.reveal, "Everybody sees these votes. r opens a second vote."}}
}

// nextKeys are what can be done next on a question: decide, and what there is to do about a second
// vote.
func nextKeys(view *workshop.RoomView, question string) []key.Binding {
	_, decided := view.Shown.Decisions[question]
	_, begun := view.Shown.Second[question]
	switch {
	case view.Shown.Again(question):
		return []key.Binding{described(keys.reveal, "show the second vote"), keys.decide}
	case decided || begun:
		return []key.Binding{keys.decide}
	}
	return []key.Binding{keys.decide, keys.voteAgain}
}

// againWords say how far a second vote is, or nothing where there is none.
func againWords(view *workshop.RoomView, question string) string {
	voted := view.Voted[question]
	switch {
	case !view.Shown.Again(question):
		return ""
	case voted > 0 && view.Waiting[question] == 0:
		return "Everybody here has voted again. v shows the votes."
	}
	return fmt.Sprintf("Voting again: %d of %d. Below is what the room said first.", voted, len(view.People))
}
