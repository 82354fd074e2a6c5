//go:build unix

package postgres_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
)

func TestCreateAgainChangesNothing(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	if err := open(t, f.url).Push(t.Context(), newRows(2)); err != nil {
		t.Fatal(err)
	}
	before := f.state(t)
	ended := make(chan error, 2)
	for range 2 { // both at once
		go func() { ended <- postgres.Create(t.Context(), f.url, "Other name", f.id, []byte("other")) }()
	}
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	says(t, postgres.Create(t.Context(), f.url, "Butcher", uuid.NewString(), nil), sync.ErrRefused, "of the firm Bakery")
	says(t, postgres.Create(t.Context(), f.url, "Butcher", "none", nil), sync.ErrRefused, "not the id")
	if f.state(t) != before {
		t.Error("creating again changed the hub")
	}
}

func TestAnInvitationLetsInAndExpelPutsOut(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	c := f.Cluster
	_, err := postgres.Invite(t.Context(), strings.Replace(f.url, "host="+c.Dir, "host=127.0.0.1,"+c.Dir, 1), "Dana Müller")
	says(t, err, sync.ErrRefused, "asks for a password") // the first host of the two
	in, err := postgres.Invite(t.Context(), f.url, "Dana Müller")
	if err != nil {
		t.Fatal(err)
	}
	where, role, password := cut3(in.PasswordLine)
	if role != in.Role || len(password) != 40 || !strings.HasPrefix(where, "localhost:") || strings.Contains(in.URL, password) || !strings.Contains(in.URL, in.Role+"@/") {
		t.Errorf("the invitation is %+v", in)
	}
	if strings.Contains(c.Log(), password) || !strings.Contains(c.Log(), "CREATE ROLE "+in.Role) {
		t.Error("the server's log has the password, or no log of it at all")
	}
	_, err = postgres.Invite(t.Context(), f.url, "Dana Müller")
	says(t, err, sync.ErrRefused, "was invited before")
	_, err = postgres.Invite(t.Context(), f.url, " ")
	says(t, err, sync.ErrRefused, "needs a name")
	url, dana := f.invite(t, "olga") // comes in with the password
	h := open(t, url)
	_, err = postgres.Invite(t.Context(), c.As(dana, f.db), "more")
	says(t, err, sync.ErrRefused, "does not allow that")
	says(t, h.Expel(t.Context(), "Dana Müller"), sync.ErrRefused, "does not allow that")
	members, err := h.Members(t.Context())
	if err != nil || len(members) != 3 || members[0].Name != "Dana Müller" || !members[2].Owner {
		t.Errorf("the members are %v, %v", members, err)
	}
	boss := open(t, f.url)
	says(t, boss.Expel(t.Context(), "nobody"), sync.ErrRefused, "no member by the name of nobody")
	says(t, boss.Expel(t.Context(), f.owner), sync.ErrRefused, "could be taken out") // the hub would be nobody's
	if err := boss.Expel(t.Context(), "olga"); err != nil {
		t.Fatal(err)
	}
	says(t, h.Push(t.Context(), newRows(1)), sync.ErrRefused, "")
	_, err = postgres.Open(t.Context(), url)
	says(t, err, sync.ErrRefused, "does not take the password")
	if n := c.SQL(f.db, "SELECT count(*) FROM pg_roles WHERE rolname = '"+dana+"'")[0][0]; n != "0" {
		t.Error("the role is still there")
	}
	f.invite(t, "olga") // she may come again, under another role
}

func TestErasedIsGoneForGood(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	url, _ := f.invite(t, "dana")
	h, boss := open(t, url), open(t, f.url)
	gone, kept := newRows(3), newRows(2)
	if err := h.Push(t.Context(), append(gone, kept...)); err != nil {
		t.Fatal(err)
	}
	session := gone[0].Session
	mark, err := sync.Keyring{sync.NewKey()}.Erasure(f.id, session)
	if err != nil {
		t.Fatal(err)
	}
	says(t, h.Erase(t.Context(), mark), sync.ErrRefused, "does not allow that")
	for range 2 { // the second time adds nothing
		if err := boss.Erase(t.Context(), mark); err != nil {
			t.Fatal(err)
		}
	}
	// Who has read the five learns of it from what comes after them, and what waits elsewhere stays out.
	if err := h.Push(t.Context(), []sync.Row{rowOf(session, []byte("late")), gone[1]}); err != nil {
		t.Fatal(err)
	}
	news, err := h.Pull(t.Context(), 5, 100)
	if err != nil || len(news) != 1 || !news[0].Erased || news[0].Session != session || !bytes.Equal(news[0].Body, mark.Body) {
		t.Fatalf("the news are %v, %v", news, err)
	}
	rows := pull(t, h)
	for i, row := range rows {
		if erased := row.Session == session; erased != row.Erased || erased != (len(row.Body) == 0 || row.ID == mark.ID) {
			t.Errorf("row %d is %+v", i, row)
		}
	}
	follows(t, h, rows)
}

// A rekey that is cut off goes on where it was, and a dump of the hub tells nothing but to the key.
func TestADumpTellsNothingAndARekeyReachesAll(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	url, _ := f.invite(t, "dana")
	h, boss := open(t, url), open(t, f.url)
	const canary = "the canary sings of the oven"
	before := sync.Keyring{sync.NewKey()}
	rows := newRows(450)
	for i := range rows {
		var err error
		if rows[i].Body, err = before.Seal(f.id, rows[i].Session, rows[i].ID, []byte(canary)); err != nil {
			t.Fatal(err)
		}
	}
	open1 := rowOf(rows[0].Session, []byte(canary)) // the control is one that nobody sealed
	if err := h.Push(t.Context(), rows); err != nil {
		t.Fatal(err)
	}
	tells := func() bool {
		dump := f.Dump(f.db)
		if !strings.Contains(dump, rows[0].Session) {
			t.Fatal("the dump has no change at all")
		}
		return strings.Contains(dump, canary) || strings.Contains(dump, hexOf(canary))
	}
	if tells() {
		t.Error("the dump tells the canary")
	}
	after := append(sync.Keyring{sync.NewKey()}, before...)
	calls := 0
	seal := func(row sync.Row) ([]byte, error) {
		calls++
		if calls == 300 {
			return nil, os.ErrClosed
		}
		if _, err := after[:1].Open(f.id, row.Session, row.ID, row.Body); err == nil {
			return nil, nil // done before
		}
		body, err := after.Open(f.id, row.Session, row.ID, row.Body)
		if err != nil {
			return nil, err
		}
		return after.Seal(f.id, row.Session, row.ID, body)
	}
	says(t, h.Reseal(t.Context(), nil, seal), sync.ErrRefused, "does not allow that")
	if err := boss.Reseal(t.Context(), []byte("new probe"), seal); err != os.ErrClosed {
		t.Fatalf("cut off: %v", err)
	}
	if err := boss.Reseal(t.Context(), []byte("new probe"), seal); err != nil {
		t.Fatal(err)
	}
	got := pull(t, h)
	for _, row := range got {
		if body, err := after[:1].Open(f.id, row.Session, row.ID, row.Body); err != nil || !bytes.Equal(body, []byte(canary)) {
			t.Fatalf("row %d: %v", row.Seq, err)
		}
	}
	follows(t, h, got)
	if at, err := h.At(t.Context(), 0); err != nil || string(at.Probe) != "new probe" {
		t.Errorf("the probe is %q, %v", at.Probe, err)
	}
	if err := h.Push(t.Context(), []sync.Row{open1}); err != nil {
		t.Fatal(err)
	}
	if !tells() {
		t.Error("the dump hides a body that is not sealed, so it would hide any")
	}
}

func hexOf(s string) string {
	var out strings.Builder
	for _, b := range []byte(s) {
		const digits = "0123456789abcdef"
		out.WriteByte(digits[b>>4])
		out.WriteByte(digits[b&15])
	}
	return out.String()
}

// What PostgreSQL makes of a password is taken by it, and the password lines by what reads ~/.pgpass.
func TestAPasswordLineWorks(t *testing.T) {
	f := newFirm(t)
	in, err := postgres.Invite(t.Context(), f.url, "dana")
	if err != nil {
		t.Fatal(err)
	}
	_, role, password := cut3(in.PasswordLine)
	home := t.TempDir()
	line := strings.Replace(in.PasswordLine, "localhost", "127.0.0.1", 1)
	if err := os.WriteFile(filepath.Join(home, "pgpass"), []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PGPASSFILE", filepath.Join(home, "pgpass"))
	url := strings.Replace(in.URL, "host="+f.Dir, "host=127.0.0.1", 1)
	open(t, url)
	if v := postgres.Verifier(password); v == postgres.Verifier(password) || !strings.HasPrefix(v, "SCRAM-SHA-256$4096:") {
		t.Errorf("the verifier of %s is %s", role, v)
	}
}
