package browsertest

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is only ever needed where something is broken, and a slow computer is not.
const patience = 2 * time.Minute

// chromiums are what the browser is called.
var chromiums = []string{"chromium", "chromium-browser", "google-chrome", "chrome"}

// Browser is one Chromium.
type Browser struct {
	t   *testing.T
	ctx context.Context
}

// Start runs a Chromium until the test ends, where READYCHECK_CHROMIUM is set: a browser takes
// more time than all other tests of a package. Where there is none the test is skipped, or fails
// where the variable is "required".
func Start(t *testing.T) *Browser {
	t.Helper()
	wanted, path := os.Getenv("READYCHECK_CHROMIUM"), ""
	if wanted == "" {
		t.Skip("READYCHECK_CHROMIUM=1 tries the pages in a browser")
	}
	for _, name := range chromiums {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	switch {
	case path != "":
	case wanted == "required":
		t.Fatal("chromium is not installed")
	default:
		t.Skip("chromium is not installed, so no page is tried in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("host-resolver-rules", "MAP "+RoomAddress+" 127.0.0.1"),
		chromedp.Flag("no-proxy-server", true),
		chromedp.Flag("disable-gpu", true),
		// Drivers turn off what phones keep for the way back. It is on here, as on a phone.
		chromedp.Flag("enable-features", "BackForwardCache"),
		chromedp.Flag("disable-features", "Translate,BackForwardCacheMemoryControls"),
	)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &Browser{t, ctx}
	if _, err := chromedp.Run(ctx, itself); err != nil {
		t.Fatal(err)
	}
	return b
}

// For is the same browser for a part of a test.
func (b *Browser) For(t *testing.T) *Browser { return &Browser{t, b.ctx} }

// Phone is a new phone of a width, which has been nowhere. Its name is in what a test says.
func (b *Browser) Phone(name string, width int) *Page {
	b.t.Helper()
	return b.open(name, width, chromedp.WithNewBrowserContext())
}

// Tab is a second window of the same phone.
func (p *Page) Tab() *Page {
	p.t.Helper()
	other := &Browser{p.t, p.ctx}
	return other.open(p.Name+", second tab", p.width)
}

func (b *Browser) open(name string, width int, o ...chromedp.ContextOption) *Page {
	b.t.Helper()
	p := &Page{Name: name, t: b.t}
	p.ctx, p.close = chromedp.NewContext(b.ctx, append(o, chromedp.WithListener(p.noted))...)
	b.t.Cleanup(p.close)
	target, err := chromedp.Run(p.ctx, itself)
	if err != nil {
		b.t.Fatal(err)
	}
	p.target = target
	p.Resize(width)
	p.Scripts(false)
	return p
}

// itself is the window that commands are for.
func itself(_ context.Context, window *chromedp.Target) (*chromedp.Target, error) { return window, nil }

// noted keeps what the browser says by itself of a page.
func (p *Page) noted(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch event := event.(type) {
	case *page.EventFrameNavigated:
		if event.Frame.ParentID == "" {
			p.loads++
			p.restored = event.Type == page.NavigationTypeBackForwardCacheRestore
		}
	case *page.EventBackForwardCacheNotUsed:
		for _, why := range event.NotRestoredExplanations {
			p.notKept = append(p.notKept, string(why.Reason))
		}
	}
}
