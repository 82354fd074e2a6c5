// Package workshop is a room in which several people answer one session's questions, each
// alone, without seeing each other's answers before the room is shown them. It knows no
// terminal and no network: a door, package sshd for terminals or web for phones, lets people in
// and shows them screens or pages. A door holds no rule of its own.
//
// A [Room] is the workshop itself: who may come in, who sits where, what they voted. Three
// kinds of callers have three sets of calls:
//
//   - a door: Enter and what it asks before (door.go), and Visit for one request by a seat's
//     code (visit.go). Both give a [Voter]. Several may be on one seat at once.
//   - a person: what a [Voter] can do for the one seat that it sits on: Sit (seat.go), Vote
//     (vote.go), Rename and Explain (voter.go), and drafts of what is typed (drafts.go).
//   - the facilitator: Reveal, VoteAgain, Decide, Give, Lock, Step, Rename, Remove, GiveBack and
//     HandOver (facilitator.go), and what is typed from paper (paper.go).
//
// What they see are views (view.go, and for a projector screenview.go), which hold only what their reader may see, so that no
// screen can show a hidden vote by mistake. Why something may not be is a [Refusal].
//
// # Where a vote becomes an answer
//
//  1. Voter.Vote (vote.go) checks a vote and queues it in the [Store]. It is acknowledged
//     when it is on disk, counts as one more in RoomView.Voted, and nobody else sees it.
//  2. Room.Reveal and Room.RevealAnswered (facilitator.go) show votes to all. Their reveal
//     calls assessment.Session.TakeVotes: from then on the most cautious vote is the
//     session's answer, and nobody's vote on that question changes any more. Room.VoteAgain begins
//     a second round on it: its votes are as hidden, and the first count until it is shown too.
//  3. Room.Decide (facilitator.go) puts what the room settled on in its place, and keeps whose
//     vote was another one.
//
// The data file holds votes, reveals and decisions as a history; assessment.Session.Replay
// makes the same answers of it when the session is opened again.
//
// Ballots that were filled in on paper come in by [Plan] and [Intake.Save] (intake.go), without a room,
// or are typed in one without a door (paper.go).
package workshop
