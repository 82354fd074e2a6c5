//go:build unix

package postgres_test

import (
	"testing"

	"readycheck/store/sync"
	"readycheck/store/sync/hubtest"
)

func TestAHubInPostgreSQLKeepsTheContract(t *testing.T) {
	t.Parallel()
	hubtest.Hub(t, func(t *testing.T) hubtest.Opened {
		f := newFirm(t)
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
			Firm: f.id, Name: "Bakery", Probe: []byte("probe"),
		}
	})
}
