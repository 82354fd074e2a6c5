package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// door is a made-up one, with what the pages of a workshop have and what a browser makes of it.
type door struct {
	// self is its own address, as it knows it.
	self          string
	posts, opened atomic.Int64
	origin        atomic.Value
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	body := ""
	switch {
	case r.Method == http.MethodPost:
		d.posts.Add(1)
		d.origin.Store(r.Header.Get("Origin"))
		_ = r.ParseForm()
		http.Redirect(w, r, "/kept?"+r.PostForm.Get("level")+"."+r.PostForm.Get("note"), http.StatusSeeOther)
		return
	case r.URL.Path == "/kept":
		body = "<h1>Kept</h1><p>You said " + strings.NewReplacer("<", "", "%20", " ").Replace(r.URL.RawQuery) + "</p><script>document.title='a script ran'</script>"
	case r.URL.Path == "/wait":
		w.Header().Set("Refresh", "1")
		body = fmt.Sprintf("<h1>Look %d</h1>", d.opened.Add(1))
	case r.URL.Path == "/faulty":
		body = `<h1>Faulty</h1><img src="x"><pre>` + strings.Repeat("wide", 40) + `</pre><a href="/kept">small</a>`
	default:
		body = `<h1>Is it settled?</h1><form method="post" action="/">
<fieldset><legend>Your answer</legend>
<label class="row"><input type="radio" name="level" value="no"> No</label>
<label class="row"><input type="radio" name="level" value="yes"> In place</label></fieldset>
<label class="row">Note <input name="note"></label>
<button class="row">Save</button></form>`
	}
	_, _ = fmt.Fprint(w, `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A room</title><main>`+body+`</main></html>`)
}

func opened(t *testing.T) (*door, *Browser, string) {
	t.Helper()
	if testing.Short() {
		t.Skip("a real browser takes its time")
	}
	b := Start(t)
	d := &door{}
	server := httptest.NewServer(d)
	t.Cleanup(server.Close)
	d.self = server.URL
	return d, b, "http://" + Relay(t, strings.TrimPrefix(server.URL, "http://")) + "/"
}

// What the journeys stand on: taps, keys, what is heard, two phones, and the way back.
func TestAPageIsUsedAsAPersonDoes(t *testing.T) {
	t.Parallel()
	d, b, address := opened(t)
	p := b.Phone("Dana", 320)
	p.Open(address)
	const want = `page: A room, focused
main:
heading: Is it settled?, level 1
group: Your answer
Your answer
radio: No, not checked
radio: In place, not checked
Note
textbox: Note
button: Save
`
	if heard := p.Shows("Save"); heard != want {
		t.Errorf("heard\n%s\nwant\n%s", heard, want)
	}
	p.Tap("In place")
	p.Shows("In place, checked")
	p.Type("Note", "Ask Ali")
	p.Follow("Save")
	p.Shows("You said yes.Ask Ali")
	if p.Title() != "A room" {
		t.Errorf("the page is called %q, so its script ran", p.Title())
	}
	if d.origin.Load() != d.self {
		t.Errorf("the form came from %q, want %q", d.origin.Load(), d.self)
	}
	p.Back()
	p.Shows("In place, checked")
	if kept, why := p.Kept(); !kept {
		t.Errorf("the way back was not kept: %v", why)
	}

	other := b.Phone("Ali", 390)
	other.Open(address)
	other.TabTo("No")
	other.Press("ArrowDown")
	other.Shows("In place, checked, focused")
	other.TabTo("Save")
	other.Enter()
	other.Shows("You said yes.")
	posts := d.posts.Load()
	other.Back()
	other.TapTwice("Save", 0)
	other.Shows("You said")
	if now := d.posts.Load(); now < posts+1 || now > posts+2 {
		t.Errorf("two taps make %d posts", now-posts)
	}

	wait := p.Tab()
	wait.Open(address + "wait")
	wait.Shows("Look 1")
	wait.ComesByItself()
	wait.Shows("Look 2")
}

// What is wrong with a page is found.
func TestSoundControl(t *testing.T) {
	t.Parallel()
	_, b, address := opened(t)
	p := b.Phone("Dana", 390)
	p.Open(address + "faulty")
	faults := strings.Join(p.faults(), "\n")
	for _, want := range []string{"wide on a phone of 320", "link: small has"} {
		if !strings.Contains(faults, want) {
			t.Errorf("%q is not found in\n%s", want, faults)
		}
	}
	if axePath() != "" && !strings.Contains(faults, "image-alt") {
		t.Errorf("axe does not find an image without a text:\n%s", faults)
	}
	started := time.Now()
	p.TapTwice("small", 700*time.Millisecond)
	if time.Since(started) < 700*time.Millisecond {
		t.Error("the second tap did not wait")
	}
}
