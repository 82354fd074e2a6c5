package browsertest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Page is one window of a phone or a computer.
type Page struct {
	// Name is whose it is, in what a test says.
	Name string
	// Taps and Fields count what a person did: touches of the screen, and fields typed into.
	Taps, Fields int

	t      *testing.T
	ctx    context.Context
	close  context.CancelFunc
	target *chromedp.Target
	width  int

	// lastX and lastY are where the screen was touched last.
	lastX, lastY float64

	mu sync.Mutex
	// loads counts the pages that came.
	loads int
	// restored is true where the last one was kept as it had been left, and notKept says why
	// not.
	restored bool
	notKept  []string
}

// widest is where a phone ends: a wider window is a computer with a mouse.
const widest = 600

// Resize makes the window as wide as a small phone (320), a phone (390) or a computer (1280).
func (p *Page) Resize(width int) {
	p.t.Helper()
	height := map[bool]int{true: 844, false: 800}[width < widest]
	phone := width < widest
	p.width = width
	do(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: int64(height), DeviceScaleFactor: 1, Mobile: phone})
	do(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: phone})
}

// Scripts says whether scripts of a page run. They do not in a new one.
func (p *Page) Scripts(run bool) {
	p.t.Helper()
	do(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !run})
}

// Leave closes the window. With the last one of a phone all goes that it kept, and its
// connections.
func (p *Page) Leave() { p.close() }

// Open types an address. Another page that is just coming gives way to it.
func (p *Page) Open(address string) {
	p.t.Helper()
	p.comes(func() {
		why := ""
		if !p.until(func() bool {
			why = do(p, page.Navigate, page.NavigateParams{URL: address}).ErrorText
			return why != "net::ERR_ABORTED"
		}) || why != "" {
			p.fatal("%s does not open: %s", address, why)
		}
	})
}

// Reload asks for the page once more.
func (p *Page) Reload() {
	p.t.Helper()
	p.comes(func() { do(p, page.Reload, page.ReloadParams{}) })
}

// Back goes to the page before, as the phone's own button does.
func (p *Page) Back() {
	p.t.Helper()
	history := do(p, page.GetNavigationHistory, cdp.Empty{})
	if history.CurrentIndex == 0 {
		p.fatal("there is no way back")
	}
	to := history.Entries[history.CurrentIndex-1].ID
	p.mu.Lock()
	p.restored, p.notKept = false, nil
	p.mu.Unlock()
	p.comes(func() { do(p, page.NavigateToHistoryEntry, page.NavigateToHistoryEntryParams{EntryID: to}) })
}

// Address is where the page lies.
func (p *Page) Address() string {
	p.t.Helper()
	return do(p, page.GetFrameTree, cdp.Empty{}).FrameTree.Frame.URL
}

// Kept reports whether the page was shown again as it had been left, without a word to the
// door, and if not, why.
func (p *Page) Kept() (kept bool, why []string) {
	p.t.Helper()
	if !p.until(func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		kept, why = p.restored, p.notKept
		return kept || len(why) > 0
	}) {
		p.fatal("the browser does not say whether it kept the page")
	}
	return kept, why
}

func (p *Page) loaded() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.loads
}

// comes does what brings another page, and waits for it.
func (p *Page) comes(brings func()) {
	p.t.Helper()
	// A page that is listened to is not kept for the way back.
	do(p, accessibility.Disable, cdp.Empty{})
	before := p.loaded()
	brings()
	if !p.until(func() bool { return p.loaded() > before && p.says("document.readyState") == "complete" }) {
		p.fatal("no page came")
	}
}

// Shows waits until a screen reader would hear a text.
func (p *Page) Shows(text string) (heard string) {
	p.t.Helper()
	text = flat(text)
	if !p.until(func() bool {
		heard = p.Heard()
		return strings.Contains(flat(heard), text)
	}) {
		p.fatal("%q never came", text)
	}
	return heard
}

// ComesByItself waits until the page has come anew with nobody asking for it.
func (p *Page) ComesByItself() {
	p.t.Helper()
	p.comes(func() {})
}

// until asks again and again whether something is so.
func (p *Page) until(is func() bool) bool {
	again := time.NewTicker(40 * time.Millisecond)
	defer again.Stop()
	for deadline := time.Now().Add(patience); !is(); <-again.C {
		if time.Now().After(deadline) || p.ctx.Err() != nil {
			return false
		}
	}
	return true
}

// fatal ends the test with what the page shows.
func (p *Page) fatal(format string, values ...any) {
	p.t.Helper()
	heard := p.Heard()
	p.Picture("failed-" + p.t.Name() + "-" + p.Name)
	p.t.Fatalf("%s: %s\n%s\n%s", p.Name, fmt.Sprintf(format, values...), p.Address(), heard)
}

// flat is a text with one space where it has several, and lines.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// do gives the browser a command for this page.
func do[P, R any](p *Page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	result, err := try(p, command, params)
	if err != nil {
		p.t.Fatalf("%s: %s: %v", p.Name, command.Method, err)
	}
	return result
}

// try is a command that may fail, since the page may just go.
func try[P, R any](p *Page, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return cdp.Call(ctx, p.target, command, params)
}
