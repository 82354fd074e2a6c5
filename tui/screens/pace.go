package screens

import (
	"reflect"
	"sync"
	"time"
	"unsafe"

	tea "charm.land/bubbletea/v2"
)

// Bubble Tea draws by a ticker that never rests: 120 times a second it finds that nothing
// has changed, which costs a laptop one to two percent of a core all day. pace lets the
// ticker rest while nothing happens, and makes it quicker than Bubble Tea allows for a
// moment after each message, so that a key shows sooner.
//
// The ticker is a private field of the program, found by its name and type, and the only one
// that is touched. Where a later version has none, the program draws as Bubble Tea does by
// itself; a test says so. Delete this file when Bubble Tea rests by itself while nothing
// changes: github.com/charmbracelet/bubbletea issues 1776 and 1796.
type pace struct {
	program *tea.Program
	ticker  *time.Ticker

	mu       sync.Mutex
	rest     *time.Timer
	until    time.Time
	sleeping bool
}

const (
	quick = 4 * time.Millisecond
	// awake is how long after a message frames may come quickly.
	awake = 300 * time.Millisecond
	// asleep is the longest that a frame can be late, were it ever missed.
	asleep = time.Second
)

// wake is called for each message, in the program's own goroutine.
func (p *pace) wake() {
	if p.ticker == nil {
		if p.ticker = private[*time.Ticker](p.program, "ticker"); p.ticker == nil {
			return
		}
		p.sleeping = true
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.until = time.Now().Add(awake)
	if !p.sleeping {
		// Resetting a ticker that runs would put its next tick off, key by key.
		return
	}
	p.sleeping = false
	p.ticker.Reset(quick)
	if p.rest == nil {
		p.rest = time.AfterFunc(awake, p.slow)
		return
	}
	p.rest.Reset(awake)
}

// slow lets the ticker rest, unless something happened meanwhile.
func (p *pace) slow() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if left := time.Until(p.until); left > 0 {
		p.rest.Reset(left)
		return
	}
	p.sleeping = true
	p.ticker.Reset(asleep)
}

// private is a field that Bubble Tea keeps to itself, or nothing where there is none of
// that name and type.
func private[T any](program *tea.Program, name string) (value T) {
	field := reflect.ValueOf(program).Elem().FieldByName(name)
	if !field.IsValid() || field.Type() != reflect.TypeFor[T]() {
		return value
	}
	return *(*T)(unsafe.Pointer(field.UnsafeAddr()))
}
