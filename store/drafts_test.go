package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"readycheck/assessment"
)

func noteDraft(session, text string) assessment.Draft {
	return assessment.Draft{Form: assessment.Form{Session: session, Name: "note own-login"}, Fields: map[string]string{"note": text}}
}

// What was typed is there for the next program that opens the file, also where nobody closed
// this one, and of several drafts of a form the last.
func TestADraftIsThereAgain(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := New(path, time.Now)
	t.Cleanup(func() { _ = s.Close() })
	for _, text := range []string{"Ask", "Ask Dev", "Ask Dev\nabout the inbox."} {
		if err := <-s.KeepDraft(noteDraft("bakery", text)); err != nil {
			t.Fatal(err)
		}
	}
	page := assessment.Draft{Form: assessment.Form{Name: "setup"}, Page: 1, Fields: map[string]string{"business": "Rosa's Bakery"}}
	s.KeepDraft(page)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	next := New(path, time.Now)
	t.Cleanup(func() { _ = next.Close() })
	got := map[assessment.Form]assessment.Draft{}
	for _, d := range next.Drafts() {
		got[d.Form] = d
	}
	if want := noteDraft("bakery", "Ask Dev\nabout the inbox."); len(got) != 2 || !got[want.Form].Same(want) || !got[page.Form].Same(page) {
		t.Errorf("after a new start: %+v", got)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a draft makes a data file: %v", err)
	}
	if err := <-next.KeepDraft(assessment.Draft{Form: page.Form}); err != nil {
		t.Fatal(err)
	}
	if left := next.Drafts(); len(left) != 1 {
		t.Errorf("after one was taken away: %+v", left)
	}
}

// A draft is for its owner alone, and a link in the place of its folder or file is not
// followed.
func TestADraftGoesNowhereElse(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := New(path, time.Now)
	t.Cleanup(func() { _ = s.Close() })
	d := noteDraft("bakery", "Ask Dev")
	if err := <-s.KeepDraft(d); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(path+typedSuffix, draftName(d.Form))
	for path, mode := range map[string]fs.FileMode{name: 0o600, filepath.Dir(name): 0o700} {
		if info, err := os.Stat(path); err != nil || os.PathSeparator == '/' && info.Mode().Perm() != mode {
			t.Errorf("%s: %v %v", path, info, err)
		}
	}

	if runtime.GOOS == "windows" {
		return // making a link in somebody's folder takes rights to it there
	}
	elsewhere := t.TempDir()
	victim := filepath.Join(elsewhere, draftName(d.Form))
	if err := os.Rename(name, victim); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, name); err != nil {
		t.Skip("there are no links here: ", err)
	}
	if got := s.Drafts(); len(got) != 0 {
		t.Errorf("read through a link: %+v", got)
	}
	if err := <-s.KeepDraft(noteDraft("bakery", "overwritten")); err == nil {
		t.Error("written in the place of a link")
	}
	if err := removeAll(path + typedSuffix); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path+typedSuffix); err != nil {
		t.Fatal(err)
	}
	s.KeepDraft(assessment.Draft{Form: d.Form})
	if err := s.Close(); !errors.Is(err, ErrNoDraft) {
		t.Errorf("a draft through a linked folder: %v", err)
	}
	if text, err := os.ReadFile(victim); err != nil || !bytes.Contains(text, []byte("Ask Dev")) {
		t.Errorf("what the link leads to holds %q, %v", text, err)
	}
}

// What is no draft, or another form's, is none.
func TestOnlyADraftIsRead(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := New(path, time.Now)
	t.Cleanup(func() { _ = s.Close() })
	if err := <-s.KeepDraft(noteDraft("bakery", "Ask \x1b[2JDev")); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(path+typedSuffix, draftName(noteDraft("bakery", "").Form))
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for other, text := range map[string][]byte{
		draftName(noteDraft("florist", "").Form): text, "half.json": text[:len(text)/2], "notes.txt": []byte("mine"),
		draftName(noteDraft("large", "").Form): bytes.Repeat([]byte(" "), longestDraft+1),
	} {
		if err := os.WriteFile(filepath.Join(path+typedSuffix, other), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Drafts(); len(got) != 1 || !got[0].Same(noteDraft("bakery", "Ask Dev")) {
		t.Errorf("%+v", got)
	}
}

// Deleted means gone, also what was typed in a form of the session; until the person leaves
// it can come back.
func TestADraftGoesWithItsSession(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := New(path, time.Now)
	t.Cleanup(func() { _ = s.Close() })
	session := &assessment.Session{Business: "Rosa", Use: "Answer emails"}
	if err := s.Create(session, assessment.Standing{}); err != nil {
		t.Fatal(err)
	}
	const canary = "the safe is behind the oven"
	if err := <-s.KeepDraft(noteDraft(session.ID, canary)); err != nil {
		t.Fatal(err)
	}
	found := func() (n int) {
		_ = filepath.WalkDir(filepath.Dir(path), func(path string, entry fs.DirEntry, _ error) error {
			if text, err := os.ReadFile(path); err == nil && bytes.Contains(text, []byte(canary)) {
				n++
			}
			return nil
		})
		return n
	}
	if found() != 1 {
		t.Fatalf("the words are in %d files", found())
	}
	undo, err := s.Delete(session.ID)
	if err != nil {
		t.Fatal(err)
	}
	if found() != 0 {
		t.Errorf("after the session was deleted, its draft is there")
	}
	if err := undo(); err != nil {
		t.Fatal(err)
	}
	if got := s.Drafts(); len(got) != 1 || !got[0].Same(noteDraft(session.ID, canary)) {
		t.Errorf("after it came back: %+v", got)
	}
	// An earlier version deletes the session alone, and a kill leaves a half-written file.
	if _, err := s.Delete(session.ID); err != nil {
		t.Fatal(err)
	}
	for _, d := range []assessment.Draft{noteDraft(session.ID, canary), noteDraft("", "a new one")} {
		if err := <-s.KeepDraft(d); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(path+typedSuffix, ".readycheck-123"), []byte(canary), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	if found() != 0 {
		t.Errorf("after compacting, the words are in %d files", found())
	}
	if got := s.Drafts(); len(got) != 1 {
		t.Errorf("the draft of a session that is not stored yet: %+v", got)
	}
}

// A draft that could not be written is written later, and the older one never comes after it.
func TestADraftIsTriedAgain(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := New(path, time.Now)
	t.Cleanup(func() { _ = s.Close() })
	if err := os.WriteFile(path+typedSuffix, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := <-s.KeepDraft(noteDraft("bakery", "Ask Dev")); err == nil {
		t.Fatal("written into a file in the place of the folder")
	}
	if err := os.Remove(path + typedSuffix); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	next := New(path, time.Now)
	t.Cleanup(func() { _ = next.Close() })
	if got := next.Drafts(); len(got) != 1 || !got[0].Same(noteDraft("bakery", "Ask Dev")) {
		t.Errorf("%+v", got)
	}
}
