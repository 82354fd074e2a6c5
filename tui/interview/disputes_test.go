package interview

import (
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
)

// A vote in dispute is named with its round, and with whose it is where the room asked for names.
func TestAVoteInDisputeIsNamed(t *testing.T) {
	set := assessment.Default()
	session := &assessment.Session{SetID: set.ID, SetVersion: set.Version, Team: assessment.NewTeam()}
	session.Team.Put(assessment.Seat{ID: "a", Name: "Dana"})
	session.Team.Put(assessment.Seat{ID: "b", Name: "7", Anonymous: true, Role: assessment.RoleOther})
	now := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		seat       string
		second     bool
		says, hide string
	}{
		{"a", false, "The vote of Dana on: ", "second"},
		{"a", true, "The second vote of Dana on: ", "The vote"},
		{"b", false, "The vote of somebody without a name on: ", "7"},
		{"b", true, "The second vote of somebody without a name on: ", "7"},
	} {
		session.Disputes = []assessment.Dispute{{About: assessment.DisputedVote, Question: "own-login", Seat: c.seat, Second: c.second, Sides: []assessment.DisputeSide{
			{Answer: &assessment.Answer{Level: assessment.No, By: "voter 7"}, By: "voter 7"},
			{Answer: &assessment.Answer{Level: assessment.InPlace, By: "voter 7"}, By: "voter 7", Elsewhere: true},
		}}}
		d := Disputes(set, session, now)[0]
		text := d.About
		for _, side := range d.Sides {
			if side.Says == "" || side.Who == "" {
				t.Errorf("%+v", side)
			}
			if c.seat == "b" {
				text += side.Who
			}
		}
		if !strings.HasPrefix(text, c.says) || strings.Contains(text, c.hide) {
			t.Errorf("%+v is named %q", c, text)
		}
	}
}
