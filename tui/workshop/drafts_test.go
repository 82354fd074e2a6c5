package workshop

import (
	"fmt"
	"strings"
	"testing"

	"readycheck/assessment"
)

func draftOf(name, text string) assessment.Draft {
	return assessment.Draft{Form: assessment.Form{Session: "bakery", Name: name}, Fields: map[string]string{"note": text}}
}

// What somebody types is theirs, and has a bound.
func TestDraftsOfARoom(t *testing.T) {
	room, m := openRoom(t, nil)
	seat := func(name, key string) *Voter {
		v, err := room.Enter(room.code, key)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Sit(name, assessment.RoleOther); err != nil {
			t.Fatal(err)
		}
		return v
	}
	ali, dana := seat("Ali", "key a"), seat("Dana", "key d")
	saves := m.Saves()
	ali.KeepDraft(draftOf("note one", "Quokka"))
	if len(dana.Drafts()) != 0 || len(ali.Drafts()) != 1 {
		t.Fatalf("%v %v", ali.Drafts(), dana.Drafts())
	}

	// Who comes back has them, and the connection before does not undo what they type now.
	again, err := room.Enter(room.code, "key a")
	if err != nil {
		t.Fatal(err)
	}
	ali.KeepDraft(draftOf("note one", "Quokka!"))
	if got := again.Drafts(); len(got) != 1 || got[0].Fields["note"] != "Quokka!" {
		t.Errorf("%v", got)
	}
	again.KeepDraft(draftOf("note one", "Quokkas"))
	ali.KeepDraft(draftOf("note one", "Quok"))
	ali.KeepDraft(assessment.Draft{Form: draftOf("note one", "").Form})
	if got := again.Drafts(); len(got) != 1 || got[0].Fields["note"] != "Quokkas" {
		t.Errorf("%v", got)
	}

	for i := range 100 {
		dana.KeepDraft(draftOf(fmt.Sprint("note ", i), strings.Repeat("ü", assessment.MaxVoteNote)))
	}
	size := 0
	for _, d := range dana.Drafts() {
		size += draftSize(d)
	}
	if size > mostTypedBytes || size < mostTypedBytes/2 {
		t.Errorf("%d bytes are kept for one person", size)
	}
	for i := range 2 * mostTypists {
		v, err := room.Enter(room.code, fmt.Sprint("stranger ", i))
		if err != nil {
			t.Fatal(err)
		}
		v.KeepDraft(draftOf("seat", "Quokka"))
		v.Leave()
	}
	if len(room.typed) != mostTypists {
		t.Errorf("kept for %d people", len(room.typed))
	}

	if result := <-room.Remove(again.seat); result.Err != nil {
		t.Fatal(result.Err)
	}
	again.KeepDraft(draftOf("note one", "Quokka"))
	if _, kept := room.typed[again.seat]; kept {
		t.Error("kept for somebody who was taken out")
	}
	if m.Saves() != saves+1 {
		t.Errorf("%d writes for drafts", m.Saves()-saves-1)
	}

	// A name that was half typed is not kept once it is a seat's.
	late, err := room.Enter(room.code, "key l")
	if err != nil {
		t.Fatal(err)
	}
	delete(room.typed, "key stranger 0") // who makes place for one more
	late.KeepDraft(draftOf("seat", "La"))
	if len(late.Drafts()) != 1 {
		t.Fatal("the control: a half typed name is not kept")
	}
	if err := late.Sit("Late", assessment.RoleOther); err != nil {
		t.Fatal(err)
	}
	if _, kept := room.typed["key key l"]; kept {
		t.Error("with the seat, the name is still kept")
	}
}
