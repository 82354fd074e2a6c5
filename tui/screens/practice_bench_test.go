package screens

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// headsOnly is a store of many sessions of which nothing but heads is read.
type headsOnly struct {
	*memory
	heads []assessment.Head
}

func (h *headsOnly) List(below uint64, n int) ([]assessment.Head, error) {
	from := 0
	if below > 0 {
		from = len(h.heads) - int(below) + 1
	}
	page := h.heads[from:]
	if n > 0 {
		page = page[:min(n, len(page))]
	}
	return page, nil
}

// BenchmarkPractice is what a practice of 1,000 clients takes, beside Home with the same store: to
// open it until all is there, and a key to a finished frame. Each is told as a ratio to Home.
func BenchmarkPractice(b *testing.B) {
	const clients = 1000
	known := manyClients(40)
	heads, err := known.List(0, 0)
	if err != nil {
		b.Fatal(err)
	}
	store := &headsOnly{memory: &memory{}}
	for i := range clients {
		head := heads[i%len(heads)]
		head.ID, head.Business, head.Sequence = fmt.Sprintf("%06d", i), fmt.Sprintf("Client %06d", i), uint64(clients-i)
		store.heads = append(store.heads, head)
	}
	d := drive(b, store.memory, func(o *Options) { o.Store = store })
	d.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	timed := func(do func()) time.Duration {
		began := time.Now()
		do()
		_ = d.m.View()
		return time.Since(began)
	}
	openHome := func() { d.run(d.m.act(goHome{})) }
	openPractice := func() {
		d.m.who.(*owner).practice = nil
		d.run(d.m.act(goPractice{}))
	}
	keys := [2]tea.KeyPressMsg{keyNamed("down"), keyNamed("up")}
	var home, practice, homeKey, practiceKey time.Duration
	i := 0
	for b.Loop() {
		home += timed(openHome)
		homeKey += timed(func() { d.m.Update(keys[i%2]) })
		practice += timed(openPractice)
		practiceKey += timed(func() { d.m.Update(keys[i%2]) })
		i++
	}
	p := d.m.screen.(*practiceScreen)
	if p.All() != clients || len(p.ToWorkOut()) != 0 {
		b.Fatalf("%d clients, %d to work out", p.All(), len(p.ToWorkOut()))
	}
	b.ReportMetric(float64(practice)/float64(home), "open/home")
	b.ReportMetric(float64(practiceKey)/float64(homeKey), "key/home")
	b.ReportMetric(float64(practice.Milliseconds())/float64(i), "ms/open")
}
