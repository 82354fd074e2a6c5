package screens

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// What ? says first: what a screen is for. A question explains itself.

// purposed is a screen that says itself what it is for.
type purposed interface{ purpose() string }

// purpose is what a screen is for, in a sentence or two.
func purpose(of screen) string {
	switch s := of.(type) {
	case purposed:
		return s.purpose()
	case *homeScreen:
		if s.count() == 0 {
			return "Here your sessions will stand. One session is about one use of AI in one business. enter starts the first one, and x shows a finished example."
		}
		return "All your sessions. One session is about one use of AI in one business. What has come due stands first. Open one to go on with it, or to see where it stands."
	case *setupScreen:
		return "These are the questions about your use of AI. They decide what you are asked, and which examples you see. You can change every answer later, with a."
	case *aboutScreen:
		return "All that you said about this use of AI. A change may bring other questions, or take some away. No answer is lost by it."
	case *jumpScreen:
		return "All questions, with your answers. Write a few letters to see those that hold them, and go to one with enter."
	case *reviewScreen:
		return "What is worth another look before you see where you stand: what is open, what you are not sure of, what does not fit together, and what is missing. enter goes to a thing, and from there you are led to the next. You need not do all of it."
	case *summaryScreen:
		return "Where you stand with this use of AI, why, and what to do first. It is worked out anew with every answer."
	case *whyScreen:
		return "Why you stand there, and on the second page what would change if steps were done. Mark some, and see. Nothing of that is saved."
	case *walkScreen:
		return "What was planned and has come due, one thing after another: is it done, is it still so, or does it need another day? You can leave at any time."
	case *papersScreen:
		return "The papers that the advice asks for, ready to fill in. Most of what you have answered stands in them already."
	case *lettersScreen:
		return "A mail for each person who sees to a step, ready to copy."
	case *doneScreen:
		return "A step was done, so something else is true now. Say what, and how you know it."
	case *compareScreen:
		return "Two sessions beside each other: what has become better or worse from the first to the second."
	case *noteScreen:
		return "Your own words beside an answer: who knows it, where it is written, what is left to do. Your report shows them, unless you leave notes out."
	case *confirmScreen:
		return "This is asked before something that is not easily taken back. Nothing has been done yet."
	case *roomScreen:
		return "Your workshop: who is here, what has been voted on, and how people come in. Nobody sees a vote before you show it."
	case *revealScreen:
		return "What the room said, with the questions first on which people differ most. Talk about those, vote once more if you like, and write down what is decided."
	case *spreadScreen:
		return "Who said what on this question. Ask those why who see it otherwise, open a second vote with r if you like, and write down with d what the room decides."
	case *voterDone:
		return "Your own votes. Only you see them before the facilitator shows them to all. What the room votes on once more stands first."
	case *joinScreen:
		return "Who you are in this workshop. The others see your name once the votes are shown."
	case *namelessJoin:
		return "The way into this workshop. It asks for no names, and nobody is told which votes are yours."
	}
	return ""
}

// purpose of a form is that of the page that is open.
func (f *formScreen) purpose() string {
	const kept = "What you type here is kept when you leave with esc, and stands here again when you come back."
	if f.form.pages[f.form.at].list != nil {
		return "Choose one by its number. esc leaves everything as it was."
	}
	return kept
}

// dark are keys that mean nothing by themselves.
func dark(k tea.KeyPressMsg) bool {
	return k.Code >= tea.KeyCapsLock && k.Code <= tea.KeyIsoLevel5Shift
}

// moving are the keys that may well do nothing, such as up on the first row.
var moving = []key.Binding{
	keys.up, keys.down, keys.pageUp, keys.pageDown, keys.top, keys.bottom, keys.next, keys.back, keys.choose, keys.tab, keys.shiftTab,
}
