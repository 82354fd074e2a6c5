//go:build unix

package postgres_test

import (
	"testing"

	"readycheck/store/sync"
	"readycheck/store/sync/hubtest"
)

// All cases have one hub, which is emptied before each: to make one takes longer than most of them.
func TestAHubInPostgreSQLKeepsTheContract(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	here, _ := f.invite(t, "dana")
	there, _ := f.invite(t, "olga")
	hub, other, owner := open(t, here), open(t, there), open(t, f.url)
	hubtest.Hub(t, func(t *testing.T) hubtest.Opened {
		f.SQL(f.db, `DELETE FROM readycheck.change; DELETE FROM readycheck.erased;
			UPDATE readycheck.firm SET last = 0, chain = decode(repeat('00', 32), 'hex')`)
		return hubtest.Opened{
			Hub: hub, Other: other,
			Another: func() sync.Hub { return open(t, here) },
			Erase: func(mark sync.Row) {
				if err := owner.Erase(t.Context(), mark); err != nil {
					t.Fatal(err)
				}
			},
			Firm: f.id, Name: "Bakery", Probe: []byte("probe"),
		}
	})
}
