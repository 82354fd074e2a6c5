package workshop

// Refusal is why somebody may not come in, or may not do something, as a sentence for them.
type Refusal string

// Error is the sentence.
func (r Refusal) Error() string { return string(r) }

// Sentence says what happened, and what to do next.
func (r Refusal) Sentence() string { return string(r) }

// What a door itself says: to whoever shows a code that opens nothing, and where it is over.
const (
	WrongCode = Refusal("This code opens no room here. Ask for the one on the facilitator's screen.")
	RoomOver  = Refusal("This workshop is over. Thank you for coming.")
)

const (
	roomLocked   = Refusal("The room is locked, so nobody new can come in. Ask the facilitator to open it.")
	roomFull     = Refusal("The room is full, so nobody new can come in. Tell the facilitator.")
	sentAway     = Refusal("The facilitator has taken this seat out of the room.")
	elsewhere    = Refusal("You came in on another screen, so this one ends. Your votes are there.")
	roomBusy     = Refusal("Many people are coming in at this moment. Wait a minute, and write your name again.")
	nameTaken    = Refusal("Somebody here has this name already. Add a letter to yours. If it is you, ask the facilitator to give you your seat back.")
	nameMissing  = Refusal("Write your name, so that the others know who you are.")
	notSeated    = Refusal("Take a seat first: write your name.")
	tooOften     = Refusal("You have changed your votes so often that no more fits here. What you voted last stands.")
	alreadySeen  = Refusal("The room has seen the votes on this question, so yours stays as it is.")
	notThis      = Refusal("This question is not asked here.")
	otherThing   = Refusal("The room is at another question now.")
	noReason     = Refusal("Say in a few words why it does not apply.")
	nobodyAsks   = Refusal("Nobody is asking for this seat. Whoever lost it comes in with the room's code and writes the same name; then press this again.")
	somebodyLate = Refusal("Somebody who is here has not voted on these, so nothing was shown. Wait for them, and press v again.")
	notAway      = Refusal("This seat was not taken out of the room.")
	noSeatLeft   = Refusal("The room is full. Take somebody else out first.")
	nameGiven    = Refusal("Somebody here has this name already. Add a letter to it.")
	noNames      = Refusal("This room asks for no names.")
	notSeenYet   = Refusal("Show the room its votes first, with v.")
	decidedYet   = Refusal("The room has decided this. d changes the decision.")
	votedTwice   = Refusal("The room has begun a second vote on this already. Decide now, with d.")
	nothingSaid  = Refusal("You did not vote on this, so there is no answer to say more about. Tell the room.")
	closedToSeat = Refusal("You have a seat already.")
)

// unsaved is an error of the data file as somebody in the room hears of it. Where the file
// lies, and what is wrong with the disk, is for the facilitator and the log.
type unsaved struct{ cause error }

func (u unsaved) Error() string { return u.cause.Error() }
func (u unsaved) Sentence() string {
	return "The facilitator's computer could not write it. Please tell them."
}
