//go:build unix

package postgres_test

import "testing"

// A hub burned down, and a dump from before is put back into an empty database, as
// docs/several-computers.md says. The computers notice, and offer all that they have.
func TestADumpIsPutBack(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	url, _ := f.invite(t, "dana")
	_, olga := f.invite(t, "olga")
	boss, dana := open(t, f.url), newComputer(t, url, false)
	meet := func() {
		t.Helper()
		dana.save()
		if err := dana.meet(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	meet()
	dump := f.Dump(f.db)
	meet()
	before := dana.at
	// Olga is shut out after the dump, so that it names a login that is no more.
	if err := boss.Expel(t.Context(), "olga"); err != nil {
		t.Fatal(err)
	}
	boss.Close()
	f.PutBack(f.db, f.owner, dump)

	at, err := dana.hub.At(t.Context(), before.Seq)
	if err != nil || at.Firm != f.id || at.Known || at.Last != 1 {
		t.Fatalf("the hub that was put back says %+v, %v", at, err)
	}
	for range 2 {
		meet()
	}
	rows := pull(t, dana.hub)
	follows(t, dana.hub, rows)
	if len(rows) != 4 || len(dana.outbox) != 0 {
		t.Errorf("the hub has %d changes of 4, and %d wait", len(rows), len(dana.outbox))
	}
	// She is on the list again, and can be taken off it and invited once more.
	boss = open(t, f.url)
	if err := boss.Expel(t.Context(), olga); err != nil {
		t.Error(err)
	}
	again, _ := f.invite(t, "olga")
	if err := open(t, again).Push(t.Context(), newRows(1)); err != nil {
		t.Error(err)
	}
	if at, err := dana.hub.At(t.Context(), 0); err != nil || at.Last != 5 {
		t.Errorf("at the end the hub says %+v, %v", at, err)
	}
}
