package browsertest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
)

// tappable roles are what a finger is for.
var tappable = []string{"radio", "checkbox", "button", "link", "textbox", "DisclosureTriangle", "combobox", "spinbutton"}

// Find is the one thing to tap that is called so, or begins with it. It waits until it is there.
func (p *Page) Find(name string) Spoken {
	p.t.Helper()
	name = flat(name)
	var found []Spoken
	if !p.until(func() bool {
		found = nil
		for _, s := range p.Spoken() {
			if slices.Contains(tappable, s.Role) && s.Name == name {
				found = append(found, s)
			}
		}
		if len(found) > 0 {
			return true
		}
		for _, s := range p.Spoken() {
			if slices.Contains(tappable, s.Role) && strings.HasPrefix(s.Name, name) {
				found = append(found, s)
			}
		}
		return len(found) > 0
	}) {
		p.fatal("there is no %q to tap", name)
	}
	if len(found) > 1 {
		p.fatal("%q is the name of several things: %v", name, found)
	}
	return found[0]
}

// place is where a thing is on the screen, after it was moved into sight. Over is what a finger
// would meet there that is not the thing itself.
type place struct {
	X, Y, Width, Height float64
	Over                string
	// Age is how long its page has been there, in milliseconds.
	Age float64
}

// A radio is tapped by its label, as people do.
const findPlace = `function() {
	const tapped = this.labels && this.labels.length && this.type !== "text" && this.type !== "textarea" ? this.labels[0] : this;
	tapped.scrollIntoView({block: "center", behavior: "instant"});
	const r = tapped.getClientRects()[0] || tapped.getBoundingClientRect();
	const x = r.left + r.width / 2, y = r.top + r.height / 2;
	const there = document.elementFromPoint(x, y);
	const own = there && (tapped.contains(there) || there.contains(tapped) || (this.labels && [...this.labels].some(l => l.contains(there))));
	return JSON.stringify({X: x, Y: y, Width: r.width, Height: r.height, Age: performance.now(), Over: own ? "" : there ? there.outerHTML.slice(0, 80) : "nothing"});
}`

// placeOf says where a thing is.
func (p *Page) placeOf(s Spoken) (at place, err error) {
	p.t.Helper()
	node, err := try(p, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: s.node})
	if err != nil {
		return at, err
	}
	yes := true
	result, err := try(p, runtime.CallFunctionOn, runtime.CallFunctionOnParams{ObjectID: node.Object.ObjectID, FunctionDeclaration: findPlace, ReturnByValue: &yes})
	if err != nil {
		return at, err
	}
	var said string
	if err := json.Unmarshal([]byte(result.Result.Value), &said); err != nil {
		return at, err
	}
	return at, json.Unmarshal([]byte(said), &at)
}

// Tap touches what is called so: a radio, a field, a button.
func (p *Page) Tap(name string) {
	p.t.Helper()
	var at place
	// A page that comes anew takes its things along.
	if !p.until(func() (ok bool) {
		var err error
		at, err = p.placeOf(p.Find(name))
		return err == nil && at.Age >= enough
	}) {
		p.fatal("%q cannot be touched", name)
	}
	if at.Over != "" {
		p.fatal("%q cannot be touched: there lies %s", name, at.Over)
	}
	p.touch(at.X, at.Y)
}

// enough is how long a page must have been there before it is answered, in milliseconds: the door
// takes no answer before a person could have read the page.
const enough = 1200

// read waits until the page has been there long enough.
func (p *Page) read() {
	p.t.Helper()
	if !p.until(func() bool {
		at, err := p.placeOf(p.Focused())
		return err == nil && at.Age >= enough
	}) {
		p.fatal("the page does not stay")
	}
}

// Unfold opens what is folded, where it is not open already.
func (p *Page) Unfold(name string) {
	p.t.Helper()
	if slices.Contains(p.Find(name).States, "not expanded") {
		p.Tap(name)
	}
	if !p.until(func() bool { return slices.Contains(p.Find(name).States, "expanded") }) {
		p.fatal("%q does not open", name)
	}
}

// Follow touches what brings another page: a link, a button.
func (p *Page) Follow(name string) {
	p.t.Helper()
	p.comes(func() { p.Tap(name) })
}

// TapTwice touches a button twice, a while apart, at the same place of the screen, whatever is
// there by then. A finger that trembles does, and an impatient one.
func (p *Page) TapTwice(name string, apart time.Duration) {
	p.t.Helper()
	p.comes(func() {
		p.Tap(name)
		if apart > 0 {
			<-time.After(apart) // the time is what is tried
		}
		p.touch(p.lastX, p.lastY)
	})
}

// touch is a finger, or a mouse where the window is a computer's.
func (p *Page) touch(x, y float64) {
	p.t.Helper()
	p.Taps++
	p.lastX, p.lastY = x, y
	if p.width < widest {
		do(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}})
		do(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
		return
	}
	for _, kind := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
		do(p, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: "left", ClickCount: 1})
	}
}

// Type types into a field, over what is there.
func (p *Page) Type(field, text string) {
	p.t.Helper()
	p.Fields++
	p.Tap(field)
	if !p.until(func() bool { return strings.HasPrefix(p.Focused().Name, flat(field)) }) {
		p.fatal("nobody can type into %q", field)
	}
	const all = 2 // ctrl
	do(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "a", Code: "KeyA", WindowsVirtualKeyCode: 'A', Modifiers: all, Commands: []string{"selectAll"}})
	do(p, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: "a", Code: "KeyA", WindowsVirtualKeyCode: 'A', Modifiers: all})
	p.Write(text)
}

// Write types where the focus is.
func (p *Page) Write(text string) {
	p.t.Helper()
	do(p, input.InsertText, input.InsertTextParams{Text: text})
}

// keys are those that a page is used with where there is no mouse.
var keys = map[string]input.DispatchKeyEventParams{
	"Tab": {WindowsVirtualKeyCode: 9}, "Enter": {WindowsVirtualKeyCode: 13, Text: "\r"}, "Space": {WindowsVirtualKeyCode: 32, Key: " ", Text: " "},
	"Escape": {WindowsVirtualKeyCode: 27}, "ArrowDown": {WindowsVirtualKeyCode: 40}, "ArrowUp": {WindowsVirtualKeyCode: 38},
}

// Press presses keys, each by its name.
func (p *Page) Press(names ...string) {
	p.t.Helper()
	for _, name := range names {
		if name == "Enter" || name == "Space" {
			p.read()
		}
		key, ok := keys[name]
		if !ok {
			p.t.Fatalf("there is no key %q", name)
		}
		key.Code = name
		if key.Key == "" {
			key.Key = name
		}
		key.Type = input.DispatchKeyEventTypeKeyDown
		if key.Text == "" {
			key.Type = input.DispatchKeyEventTypeRawKeyDown
		}
		do(p, input.DispatchKeyEvent, key)
		key.Type, key.Text = input.DispatchKeyEventTypeKeyUp, ""
		do(p, input.DispatchKeyEvent, key)
	}
}

// TabTo presses Tab until the focus is on what is called so.
func (p *Page) TabTo(name string) {
	p.t.Helper()
	var passed []string
	for range 60 {
		p.Press("Tab")
		at := p.Focused()
		if strings.HasPrefix(at.Name, flat(name)) {
			return
		}
		passed = append(passed, at.String())
	}
	p.fatal("no Tab leads to %q, only to %q", name, passed)
}

// Enter presses Enter where it brings another page.
func (p *Page) Enter() {
	p.t.Helper()
	p.comes(func() { p.Press("Enter") })
}
