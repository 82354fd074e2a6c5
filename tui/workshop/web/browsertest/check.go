package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// smallest is how large a thing to tap is at least, in both directions.
const smallest = 44

// Sound checks what every page has to keep: that it fits a small phone, that all that is tapped
// is large enough, and that axe finds nothing. READYCHECK_AXE names axe.min.js of axe-core;
// without it axe is left out. The name is that of the page's pictures.
func (p *Page) Sound(name string) {
	p.t.Helper()
	for _, fault := range p.faults() {
		p.t.Errorf("%s: %s: %s", p.Name, name, fault)
	}
	p.Picture(name)
}

func (p *Page) faults() (faults []string) {
	p.t.Helper()
	defer p.Resize(p.width)
	p.Resize(320)
	if wide := p.says("String(document.scrollingElement.scrollWidth)"); wide != "320" {
		faults = append(faults, wide+" wide on a phone of 320")
	}
	for _, s := range p.Spoken() {
		if !slices.Contains(tappable, s.Role) {
			continue
		}
		at, err := p.placeOf(s)
		switch {
		case err != nil:
			faults = append(faults, fmt.Sprintf("%s: %v", s, err))
		case at.Width < smallest || at.Height < smallest:
			faults = append(faults, fmt.Sprintf("%s has %.0f × %.0f to tap", s, at.Width, at.Height))
		case at.Over != "":
			faults = append(faults, fmt.Sprintf("on %s lies %s", s, at.Over))
		}
	}
	defer p.Scheme("")
	for i, scheme := range schemes {
		p.Scheme(scheme)
		what := "{}"
		if i > 0 {
			what = `{runOnly: ["color-contrast"]}` // nothing else changes with the night
		}
		for _, found := range p.axe(what) {
			faults = append(faults, scheme+": axe finds "+found)
		}
	}
	return faults
}

var schemes = []string{"light", "dark"}

// Scheme is what the person likes: light, dark, or nothing.
func (p *Page) Scheme(name string) {
	p.t.Helper()
	do(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
}

// axeRun gives axe's findings, a line each.
const axeRun = `axe.run(document, Object.assign({preload: false, resultTypes: ["violations"]}, %s)).then(r => JSON.stringify(r.violations.map(v =>
	v.id + " (" + v.impact + "): " + v.help + ": " + v.nodes.map(n => n.html.slice(0, 120) + " " + (n.any.concat(n.all, n.none).map(c => c.message).join("; "))).join(" | "))))`

// axe is what axe finds. It runs in a world of its own, so the page's rules against scripts stay
// as they are. Axe waits for its own steps, which scripts have to be on for; those of a page that
// came while they were off stay silent.
func (p *Page) axe(what string) (faults []string) {
	p.t.Helper()
	path := axePath()
	if path == "" {
		return nil
	}
	script, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	p.Scripts(true)
	defer p.Scripts(false)
	if p.world("typeof axe") == "undefined" {
		p.world(string(script) + "; \"\"")
	}
	if err := json.Unmarshal([]byte(p.world(fmt.Sprintf(axeRun, what))), &faults); err != nil {
		p.t.Fatal(err)
	}
	return faults
}

func axePath() string { return os.Getenv("READYCHECK_AXE") }

// world evaluates a script beside the page.
func (p *Page) world(script string) string {
	p.t.Helper()
	frame := do(p, page.GetFrameTree, cdp.Empty{}).FrameTree.Frame.ID
	world := do(p, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame, WorldName: "readycheck"})
	yes := true
	result := do(p, runtime.Evaluate, runtime.EvaluateParams{Expression: script, ContextID: world.ExecutionContextID, AwaitPromise: &yes, ReturnByValue: &yes})
	if result.ExceptionDetails != nil {
		p.t.Fatalf("%s: %s", p.Name, result.ExceptionDetails.Text)
	}
	var said string
	if err := json.Unmarshal([]byte(result.Result.Value), &said); err != nil {
		p.t.Fatal(err)
	}
	return said
}

// says evaluates an expression that gives a string, or empty where the page just goes.
func (p *Page) says(expression string) (said string) {
	yes := true
	result, err := try(p, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ReturnByValue: &yes})
	if err != nil || result.ExceptionDetails != nil || json.Unmarshal([]byte(result.Result.Value), &said) != nil {
		return ""
	}
	return said
}

// Picture puts pictures of the whole page into the folder that READYCHECK_PICTURES names, on a
// small phone, a phone and a computer, by day and by night.
func (p *Page) Picture(name string) {
	p.t.Helper()
	folder := os.Getenv("READYCHECK_PICTURES")
	if folder == "" {
		return
	}
	width := p.width
	defer p.Resize(width)
	defer p.Scheme("")
	for _, width := range []int{320, 390, 1280} {
		p.Resize(width)
		for _, scheme := range schemes {
			p.Scheme(scheme)
			yes := true
			size := do(p, page.GetLayoutMetrics, cdp.Empty{}).CSSContentSize
			shot := do(p, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &yes, Clip: &page.Viewport{Width: size.Width, Height: size.Height, Scale: 1}})
			path := filepath.Join(folder, fmt.Sprintf("%s-%d-%s.png", strings.ReplaceAll(name, "/", "-"), width, scheme))
			if err := os.WriteFile(path, shot.Data, 0o600); err != nil {
				p.t.Fatal(err)
			}
		}
	}
}
