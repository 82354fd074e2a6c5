package interview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"readycheck/assessment"
)

// Side is one of the things that two people said on two computers, in words.
type Side struct {
	// Says is what was said, and Who says who said it, where and when.
	Says, Who string
}

// Dispute is what was said differently on two computers, in words.
type Dispute struct {
	assessment.Dispute
	// About is what it is about, Sides are in the order of those of the dispute.
	About string
	Sides []Side
	// Counts says which side counts until somebody chooses.
	Counts string
}

// Disputes are all of a session, in words.
func Disputes(set *assessment.Set, session *assessment.Session, now time.Time) []Dispute {
	out := make([]Dispute, 0, len(session.Disputes))
	for _, d := range session.Disputes {
		out = append(out, inWords(set, session, d, now))
	}
	return out
}

func inWords(set *assessment.Set, session *assessment.Session, d assessment.Dispute, now time.Time) Dispute {
	out := Dispute{Dispute: d}
	q, asked := set.Question(d.Question)
	switch d.About {
	case assessment.DisputedSetup:
		out.About = "What was said about this use"
		out.Counts = "Until then all that is at stake in either counts."
	case assessment.DisputedSeat:
		out.About = "The seat of " + seatName(session, d.Seat)
		out.Counts = "Until then its votes count, and nobody comes back to it."
	case assessment.DisputedLife:
		out.About = "Whether this session is deleted"
		out.Counts = "Until then it is kept."
	default:
		out.About = assessment.CleanLine(d.Question, assessment.MaxName)
		if asked {
			out.About = q.Text
		}
		if d.About == assessment.DisputedVote {
			out.About = fmt.Sprintf("%s %s on: %s", roundName(d.Second), voterName(session, d.Seat), out.About)
		}
		out.Counts = "Until then the more cautious one counts."
	}
	nameless := d.About == assessment.DisputedVote && anonymous(session, d.Seat)
	for _, side := range d.Sides {
		if nameless {
			side.By = ""
		}
		one := Side{Who: who(&side, now)}
		switch {
		case side.Answer != nil:
			one.Says = answerSays(set, q, side.Answer)
		case side.Setup != nil:
			one.Says = setupSays(set, &side, d.Sides)
		case side.Seat != nil && side.Seat.Removed:
			one.Says = "sent away"
		case side.Seat != nil:
			one.Says = assessment.CleanLine(side.Seat.Name, assessment.MaxName) + ", in the room"
		case side.Deleted:
			one.Says = "deleted"
		case d.About == assessment.DisputedLife:
			one.Says = "kept"
		default:
			one.Says = "nothing yet"
		}
		out.Sides = append(out.Sides, one)
	}
	return out
}

func seatName(session *assessment.Session, id string) string {
	if session.Team != nil {
		if seat, ok := session.Team.Seat(id); ok {
			return assessment.CleanLine(seat.Name, assessment.MaxName)
		}
	}
	return "somebody"
}

func roundName(second bool) string {
	if second {
		return "The second vote of"
	}
	return "The vote of"
}

// voterName is whose vote it is, where the room was told.
func voterName(session *assessment.Session, id string) string {
	if anonymous(session, id) {
		return "somebody without a name"
	}
	return seatName(session, id)
}

func anonymous(session *assessment.Session, id string) bool {
	if session.Team == nil {
		return false
	}
	seat, ok := session.Team.Seat(id)
	return ok && seat.Anonymous
}

func who(side *assessment.DisputeSide, now time.Time) string {
	place := "on this computer"
	if side.Elsewhere {
		place = "on another computer"
	}
	if by := assessment.CleanLine(side.By, assessment.MaxName); by != "" {
		place = by + " " + place
	}
	if side.At.IsZero() {
		return place
	}
	at := side.At.Local()
	return fmt.Sprintf("%s, %s %s", place, assessment.SayDayNear(at, now), at.Format("15:04"))
}

// answerSays is an answer with all that can differ in it.
func answerSays(set *assessment.Set, q *assessment.Question, a *assessment.Answer) string {
	says := set.Words.Level(a.Level)
	if q != nil {
		if said := q.Said(&set.Words, *a); said != "" {
			says = said
		}
	}
	if a.Level.IsKnown() {
		says += " (" + set.Words.Known[a.Known] + ")"
	}
	for _, beside := range []struct{ label, text string }{
		{"Why not", a.Reason}, {"Note", a.Note}, {"Owner", a.Owner}, {"By", set.Due(a.Due)},
	} {
		if text := assessment.CleanLine(beside.text, assessment.MaxShort); text != "" {
			says = strings.TrimSuffix(says, ".") + ". " + beside.label + ": " + text
		}
	}
	return says
}

// setupSays is what differs in one side of a setup from another one.
func setupSays(set *assessment.Set, side *assessment.DisputeSide, all []assessment.DisputeSide) string {
	var out []string
	differ := func(of func(*assessment.DisputeSide) string) bool {
		return slices.ContainsFunc(all, func(other assessment.DisputeSide) bool { return other.Setup != nil && of(&other) != of(side) })
	}
	add := func(of func(*assessment.DisputeSide) string) {
		if said := of(side); differ(of) && said != "" {
			out = append(out, said)
		}
	}
	add(func(s *assessment.DisputeSide) string { return assessment.CleanLine(s.Business, assessment.MaxName) })
	add(func(s *assessment.DisputeSide) string { return assessment.CleanLine(s.Use, assessment.MaxUse) })
	add(func(s *assessment.DisputeSide) string { return assessment.CleanLine(s.Setup.Tool, assessment.MaxTool) })
	for _, field := range assessment.SetupFields {
		add(func(s *assessment.DisputeSide) string { return setupField(set, field.Name, s.Setup.Values(field.Name)) })
	}
	if len(out) == 0 {
		return "the same, with less said"
	}
	return strings.Join(out, "; ")
}

// setupField is what was chosen of a field, in the words of a report.
func setupField(set *assessment.Set, name string, codes []string) string {
	words := set.Setup[name]
	var out []string
	for _, code := range codes {
		said := words.Said[code]
		if said == "" {
			said = words.Options[code]
		}
		out = append(out, said)
	}
	if len(out) == 0 {
		return ""
	}
	return words.Name + ": " + strings.Join(out, ", ")
}

// Disputed is the dispute about a question of the open session, in words; false where there is
// none.
func (w *Work) Disputed(question string) (Dispute, bool) {
	d, ok := w.Session.Disputed(question)
	if !ok {
		return Dispute{}, false
	}
	return inWords(w.Set, w.Session, d, w.Now()), true
}

// settled forgets a dispute that somebody here has just settled.
func (w *Work) settled(about assessment.DisputeAbout, question string) {
	w.Session.Disputes = slices.DeleteFunc(w.Session.Disputes, func(d assessment.Dispute) bool { return d.About == about && d.Question == question })
}

// disputed are the disputes as things to look at before the verdict.
func (w *Work) disputed() (open []Open) {
	for _, d := range Disputes(w.Set, w.Session, w.Now()) {
		o := Open{Group: "Said differently on two computers", Text: d.About, Alert: true}
		switch d.Dispute.About {
		case assessment.DisputedAnswer:
			if w.Flow.Position(d.Question) < 0 {
				continue // it is not asked any more
			}
			o.Question, o.Questions = d.Question, []string{d.Question}
			o.Level, o.Alert = w.Session.Answers[d.Question].Level, false
		case assessment.DisputedSetup:
			o.Setup = true
		default:
			o.Text += ". The command disputes shows both sides, and settles it"
		}
		open = append(open, o)
	}
	return open
}
