package sshd

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"
)

// BenchmarkCrowd has 200 people on one server, alone in a process, over loopback. Read
// "ms-p99" and "ms-median" (from a key to the changed screen while all of them vote, each
// about once a second), "MB-each" (the server's memory), and "%-idle" (of one core, while
// nobody does anything):
//
//	go test -run xxx -bench Crowd -benchtime 1x ./tui/workshop/sshd
func BenchmarkCrowd(b *testing.B) {
	const n, presses = 200, 15
	o := serveElsewhere(b, "guarded")
	empty := o.memory("VmRSS")
	people := o.crowd(n)
	// What is left of coming in settles.
	time.Sleep(3 * time.Second)
	for b.Loop() {
		before := o.processor()
		time.Sleep(10 * time.Second)
		b.ReportMetric(float64(o.processor()-before)/float64(10*time.Second)*100, "%-idle")
		var mu sync.Mutex
		var times []time.Duration
		var all sync.WaitGroup
		for _, c := range people {
			all.Go(func() {
				for i := range presses {
					time.Sleep(time.Duration(rand.IntN(2000)) * time.Millisecond)
					took, err := c.react([]string{"1", "2", "3"}[i%3])
					if err != nil {
						b.Error(err)
						return
					}
					mu.Lock()
					times = append(times, took)
					mu.Unlock()
				}
			})
		}
		all.Wait()
		slices.Sort(times)
		b.ReportMetric(ms(times[len(times)/2]), "ms-median")
		b.ReportMetric(ms(times[len(times)*99/100]), "ms-p99")
		b.ReportMetric((o.memory("VmRSS")-empty)/n, "MB-each")
		if here, voted, _ := o.holds(); here != n || voted != n {
			b.Errorf("%d people have %d votes", here, voted)
		}
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
