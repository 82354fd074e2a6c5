//go:build unix

package postgres_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"readycheck/store/sync"
	"readycheck/store/sync/hubtest"
	"readycheck/store/sync/postgres"
)

// Each case has a firm of its own, of many in one database.
func TestAHubInPostgreSQLKeepsTheContract(t *testing.T) {
	t.Parallel()
	first := newFirm(t)
	hubtest.Hub(t, func(t *testing.T) hubtest.Opened {
		f := first.neighbour(t)
		here, _ := f.invite(t, "dana")
		there, _ := f.invite(t, "olga")
		owner := open(t, f.url)
		return hubtest.Opened{
			Hub: open(t, here), Other: open(t, there),
			Another: func() sync.Hub { return open(t, here) },
			Erase: func(mark sync.Row) {
				if err := owner.Erase(t.Context(), mark); err != nil {
					t.Fatal(err)
				}
			},
			Firm: f.id, Name: "Butcher", Probe: []byte("another probe"),
		}
	})
}

// neighbour is another firm in the same database. Whoever runs it may do all, since the schema is
// not theirs.
func (f firm) neighbour(t testing.TB) firm {
	t.Helper()
	f.id, f.owner = uuid.NewString(), fmt.Sprintf("owner%d", count.Add(1))
	f.SQL("postgres", "CREATE ROLE "+f.owner+" LOGIN SUPERUSER")
	f.url = f.As(f.owner, f.db)
	if err := postgres.Create(t.Context(), f.url, "Butcher", f.id, []byte("another probe")); err != nil {
		t.Fatal(err)
	}
	return f
}
