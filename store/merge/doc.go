// Package merge makes one session of what was written on several computers. It is pure: no
// file, no network, no clock.
//
// # What a change is
//
// A [Change] is one thing that somebody said about a session, under a [Key]: a question (its
// answer, a reveal of its votes and a decision share the key), the setup, a seat, a vote (seat
// and question), or the session's life. It names its parents: the changes of its key that were
// there, and that the person had seen, when it was made. Its [ID] is a hash over all of it, so
// that two equal ids are one change, a change cannot be altered, and no circle of parents can
// be made. [New] makes a [Record] of a change, [Read] one of what came from elsewhere.
//
// A value says all that there is to say: the store keeps it as what a history record has after
// the change, one record a change. A reveal of several questions is a change for each.
//
// # What they come to
//
// [Merge] gives the [State] of a set of changes: of which they are, not of the order in which
// they came, nor of how often. So two computers that have the same changes have the same
// session, in whatever way these went around. Three rules make it:
//
//   - Heads. The changes of a key that no other of the key names as a parent are its heads, and
//     what a head says counts. Parents of another key say nothing here, and a parent that is not
//     here hides nothing: until it comes there may be one head too many, and it is in
//     [State.Missing].
//   - Disputes. Heads that say the same are none, whoever said it and when. If they differ, all
//     are reported and the most cautious counts: the weakest answer, and of these the one known
//     least, as among votes; of setups, all that is at stake in any of them; of seats, the one
//     that was not removed, with no key to come back by. Tags and the
//     next visit are never in dispute: all tags count, and the first day. A change that has all heads as
//     parents settles it. Where two words are equally cautious, the smaller id counts.
//   - Deletes. A delete names the heads of all keys, and so has seen them and all before them.
//     A session whose last life is a delete is gone if that saw everything, or several deletes
//     did between them. What it had not seen brings the session back with all that it was:
//     [CameBack]. A change of its life that names all heads, as [State.Parents] gives them, keeps
//     the session or deletes it again. To keep and to delete at once is a dispute, and keeps. A
//     session of more heads than [MaxParents] is deleted by several deletes, each of a part of
//     them, in one transaction.
//
// A question's answer follows from its heads alone: after an answer or a decision it is that one,
// after a reveal the most cautious vote, over the note, the owner and the day that the reveal
// carries. That a question was shown, and the last decision on it, follow from all of its
// changes. What a list shows of a verdict is never merged: it is worked out anew.
//
// # An example
//
// Dana and Olga have the same session. The answer to own-login is change a, "in place".
//
//	Dana, in the train:   b = "no",     parents a
//	Olga, at her desk:    c = "partly", parents a
//	both meet:            heads of own-login: b, c; in dispute; "no" counts
//	Dana settles it:      d = "partly", parents b, c
//	both meet:            head: d; no dispute
//
// Had Olga's clock been a day late, or c been there first, nothing would differ. And had a third
// person deleted the session with the parents a and the other heads, then b and c, which that
// delete had not seen, would bring it back.
//
// # What is refused
//
// A change is refused by itself, for its size, its form or an id that is not its own, and never
// for what another one says: else it would matter which of the two came first. So a parent
// that belongs to another session cannot be told from one that has not come: it is missing, and
// hides nothing. What one member of a firm can do to another's words is to put others beside
// them or after them; all stay in the history.
//
// # Numbers
//
// A change has the token of the data file that it was made in, and the revision that the session
// had there after it. Changes of one act share it and differ in their key. So a number that one
// token gave twice on one key of a session tells that two computers write with one token:
// [Copies]. The program then gives its file a new token. Of two changes with one number nothing is
// lost: they are two, and as much in dispute as any.
package merge
