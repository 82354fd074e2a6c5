package web

import (
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
	"readycheck/tui/workshop/workshoptest"
)

// BenchmarkVotes is a room of 200 phones, each voting on its own connection, on a real data file:
// how long it takes from a tap until the page says what was kept, which is on disk then.
func BenchmarkVotes(b *testing.B) {
	const people = 200
	data := store.New(filepath.Join(b.TempDir(), "sessions.db"), time.Now)
	defer func() { _ = data.Close() }()
	session := workshoptest.Bakery()
	session.ID = ""
	if err := data.Create(session, assessment.Standing{Total: 15, Due: assessment.NoDue}); err != nil {
		b.Fatal(err)
	}
	clock := newClock()
	room, err := workshop.Open(workshop.Options{Store: data, Set: assessment.Default(), Session: session.ID, Now: clock.Now, People: people, Host: "127.0.0.1", Local: true})
	if err != nil {
		b.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	s := &serving{t: b, room: room, clock: clock, address: listener.Addr().String(), log: &logged{}}
	s.server, err = NewServer(room, ServerOptions{Address: netip.MustParseAddrPort(s.address), People: people, Log: s.log, Guesses: gate.NewGuesses(0, 1e6)})
	if err != nil {
		b.Fatal(err)
	}
	s.server.goodbye, s.server.readFirst = 0, 0
	s.server.Start(listener)
	defer s.stop()
	before := inUse()
	phones := make([]*phone, people)
	for i := range phones {
		clock.wait(time.Minute)
		phones[i] = s.phone()
		phones[i].join(fmt.Sprint("Person ", i), assessment.Roles[i%len(assessment.Roles)])
		defer phones[i].client.CloseIdleConnections()
	}
	took := votesOf(b, s, phones)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(took[len(took)/2], "p50-ms")
	b.ReportMetric(took[len(took)*99/100], "p99-ms")
	// What the phones of the test hold is counted with it.
	b.ReportMetric(float64(inUse()-before)/people/1000, "kB/phone")
}

// inUse is the memory that is held, in bytes.
func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// votesOf lets every phone vote on one question after the other, with a moment between two taps
// as a person has it, and says how long each took, in milliseconds.
func votesOf(b *testing.B, s *serving, phones []*phone) (took []float64) {
	b.Helper()
	const between = 2 * time.Second
	var mu sync.Mutex
	for round := 0; b.Loop(); round++ {
		question := s.question(round % 10).ID
		path, value := "/q/"+question, []string{"no.0", "unsure.0"}[round/10%2]
		var all sync.WaitGroup
		for i, p := range phones {
			all.Go(func() {
				time.Sleep(between * time.Duration(i) / time.Duration(len(phones)))
				fields := p.get(path).fields(path, "answer", value)
				began := time.Now()
				a := p.post(path, fields)
				ms := time.Since(began).Seconds() * 1000
				if !strings.Contains(a.body, "Kept: ") {
					b.Errorf("%d %s", a.status, a.text())
				}
				mu.Lock()
				took = append(took, ms)
				mu.Unlock()
			})
		}
		all.Wait()
	}
	slices.Sort(took)
	return took
}
