package screens

import "testing"

// Pages turn round the ends, and open by their number only where they have one.
func TestTabsTurnAndAreNumbered(t *testing.T) {
	for _, c := range []struct {
		tabs  tabs
		key   string
		at    int
		taken bool
	}{
		{tabs{at: 0, pages: 3}, "tab", 1, true},
		{tabs{at: 2, pages: 3}, "tab", 0, true},
		{tabs{at: 0, pages: 3}, "shift+tab", 2, true},
		{tabs{at: 0, pages: 3, numbered: true}, "3", 2, true},
		{tabs{at: 0, pages: 3, numbered: true}, "4", 0, false},
		{tabs{at: 0, pages: 3}, "3", 0, false},
		{tabs{at: 0, pages: 3}, "down", 0, false},
	} {
		got := c.tabs
		if taken := got.take(keyNamed(c.key)); got.at != c.at || taken != c.taken {
			t.Errorf("%+v, %s: page %d, taken %v", c.tabs, c.key, got.at, taken)
		}
	}
	shrunk := tabs{at: 6, pages: 7}
	if shrunk.has(5); shrunk.at != 4 {
		t.Errorf("of 5 pages, number %d is open", shrunk.at)
	}
}
