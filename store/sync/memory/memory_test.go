package memory_test

import (
	"testing"

	"readycheck/store/sync/hubtest"
	"readycheck/store/sync/memory"
)

func TestAHubInMemoryKeepsTheContract(t *testing.T) {
	hubtest.Hub(t, func(*testing.T) hubtest.Opened {
		h := memory.New("firm", "Rosa's Bakery", []byte("probe"))
		return hubtest.Opened{Hub: h.Line(), Other: h.Line(), Erase: h.Erase, Firm: "firm", Name: "Rosa's Bakery", Probe: []byte("probe")}
	})
}
