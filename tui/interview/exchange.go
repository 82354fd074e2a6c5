package interview

import (
	"fmt"
	"time"

	"readycheck/assessment"
)

// Exchanged is what became of exchanging changes with the other computers of a firm.
type Exchanged struct {
	// Working is true while something is exchanged.
	Working bool
	// Waiting are changes that have not come back from the hub, Held how many of them are votes
	// that no room has seen: those stay here until then.
	Waiting, Held int
	// At is when everything was exchanged last, zero for not yet.
	At time.Time
	// Problem is why it could not be, and what to do; "" where it was. Away is true where that
	// passes by itself.
	Problem string
	Away    bool
	// Changed are the sessions that others changed. Gone were deleted or erased elsewhere, and
	// CameBack were deleted by somebody who had not seen all of them.
	Changed, Gone, CameBack []string
	// Disputes is how many things are in dispute in the sessions that changed.
	Disputes int
	// Behind is true where the hub was older than what was read from it, Copied where another
	// computer uses a copy of this data file. Unread are changes that nobody can read.
	Behind, Copied bool
	Unread         int
}

// Waits says how much waits to be sent.
func Waits(n int) string {
	if n <= 0 {
		return "nothing waits to be sent"
	}
	return fmt.Sprintf("%s to be sent", assessment.Counted(n, "change waits", "changes wait"))
}

// HeldBack says why some changes are not sent.
func HeldBack(n int) string {
	return assessment.Counted(n, "vote stays here until the room has seen it.", "votes stay here until the room has seen them.")
}

// Exchange says what somebody should hear of an exchange, or "" where nothing but the usual came
// of it. Disputes is the command that shows those.
func Exchange(e Exchanged, disputes string) string {
	said := ""
	add := func(text string) {
		if said != "" {
			said += " "
		}
		said += text
	}
	if e.Behind {
		add("The hub is older than your copy; yours was sent again. Nothing is lost.")
	}
	if n := len(e.Changed); n > 0 {
		add(assessment.Counted(n, "session was", "sessions were") + " changed on other computers.")
	}
	if n := len(e.Gone); n > 0 {
		add(assessment.Counted(n, "session was", "sessions were") + " deleted on another computer.")
	}
	if n := len(e.CameBack); n > 0 {
		add(assessment.Counted(n, "session was deleted on one computer while somebody wrote in it on another. It is", "sessions were deleted on one computer while somebody wrote in them on another. They are") + " back.")
	}
	if e.Disputes > 0 {
		add(assessment.Counted(e.Disputes, "thing was", "things were") + " said differently on two computers: `" + disputes + "` shows both sides.")
	}
	if e.Copied {
		add("Two copies of one data file are in use. Nothing is lost, and this one has a name of its own from now on. Use one file on each computer.")
	}
	if e.Unread > 0 {
		add(assessment.Counted(e.Unread, "change in the hub", "changes in the hub") + " cannot be read, because somebody altered it or it was damaged. Whoever made it still has it. Ask who runs the hub.")
	}
	return said
}

// Line says in a few words how the exchange stands, for the foot of a screen; "" where there is no
// hub.
func (e *Exchanged) Line() string {
	if e == nil {
		return ""
	}
	switch waits := e.Waiting - e.Held; {
	case e.Problem != "" && !e.Away:
		return "not exchanged"
	case waits > 0 && e.Away:
		return assessment.Counted(waits, "change waits", "changes wait") + " for the network"
	case e.Away:
		return "the hub is away"
	case e.At.IsZero():
		return ""
	}
	return "exchanged " + e.At.Local().Format("15:04")
}
