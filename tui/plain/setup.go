package plain

import (
	"fmt"
	"slices"
	"strings"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// unstored names the form of a setup that is no session yet.
var unstored = assessment.Form{Name: interview.SetupForm}

// setup is the short interview at the start. A session that was left half-way keeps what an
// empty line leaves. The session is stored as the screens store it: from its use on, after
// every page.
func (t *talk) setup(session *assessment.Session) place {
	return func() (place, error) {
		edited := *session
		// What was never said is not there to keep: quick would pass for an answer.
		said := map[string]bool{}
		for _, page := range interview.Pages {
			said[page.Name] = session.Setup.Complete()
		}
		t.resumeSetup(&edited)
		t.gap()
		t.hint("setup", fmt.Sprintf("First %d short questions about this use. b goes back to the one before, h goes home.", len(interview.Pages)))
		for at := interview.Gap(&edited); at < len(interview.Pages); {
			t.gap()
			words := t.set.Setup[interview.Pages[at].Name]
			t.say("Question %d of %d. %s %s", at+1, len(interview.Pages), words.Title, words.About)
			step, err := t.page(&edited, said, at)
			if err != nil || step == pageHome {
				if edited.ID == "" && !t.o.Draft(unstored).Empty() {
					t.say("What you typed is kept. n goes on with it.")
				}
				return nil, err
			}
			if step == pageBack {
				at = max(0, at-1)
			}
			if step == pageNext && t.keepSetup(&edited) {
				if said := interview.Pages[at].Says(t.set, &edited); said != "" && edited.ID != "" {
					t.say("Saved: %s.", strings.TrimSuffix(clean(said), "."))
				}
				at++
			}
		}
		return t.goOn(), nil
	}
}

// resumeSetup puts back what was typed before for a session that is not stored.
func (t *talk) resumeSetup(s *assessment.Session) {
	d := t.o.Draft(unstored)
	if s.ID != "" || d.Empty() {
		return
	}
	t.say("%s", interview.HadTyped)
	for _, page := range interview.Pages {
		if page.Field == nil {
			page.Say(s, d.Fields[page.Name], nil)
		}
	}
}

// keepSetup keeps what a page said: as a draft while the session has no name and use, and
// stored from then on. Where it cannot be stored, the person has heard why.
func (t *talk) keepSetup(s *assessment.Session) bool {
	if err := t.storeSetup(s); err != nil {
		t.problem(err)
		return false
	}
	var fields map[string]string
	if s.ID == "" {
		fields = map[string]string{"business": s.Business, "use": s.Use, "tool": s.Setup.Tool}
	}
	t.keepTyped(unstored, fields)
	return true
}

// pageStep is where a page of the setup leads.
type pageStep int

const (
	pageAgain pageStep = iota
	pageNext
	pageBack
	pageHome
)

// leaves is where a line leads that answers nothing.
func leaves(line string) (pageStep, error) {
	switch {
	case is(line, "b", "back"):
		return pageBack, nil
	case is(line, "h", "home"):
		return pageHome, nil
	case is(line, "q", "quit"):
		return pageHome, errEnd
	}
	return pageAgain, nil
}

// page asks one page of the setup.
func (t *talk) page(s *assessment.Session, said map[string]bool, at int) (pageStep, error) {
	page := &interview.Pages[at]
	if page.Field != nil {
		return t.codesPage(page, s, said)
	}
	now := page.Text(s)
	switch {
	case now != "" && page.Optional:
		t.say("Now: %s. An empty line keeps it, a dash takes it out.", clean(now))
	case now != "":
		t.say("Now: %s. An empty line keeps it.", clean(now))
	}
	for {
		line, err := t.ask("What is your answer?")
		if err != nil {
			return pageHome, err
		}
		text := page.Clean(line)
		if step, err := leaves(text); step != pageAgain {
			return step, err
		}
		switch {
		case text == "?":
			t.explainPage("Type your answer in a few words. You can change it later.")
			continue
		case text == "":
			text = now
		case text == nothing && page.Optional:
			text = ""
		}
		if missing := page.Check(text); missing != "" {
			t.say("%s", missing)
			continue
		}
		page.Say(s, text, nil)
		return pageNext, nil
	}
}

// explainPage says how a page of the setup is answered, and what else can be typed.
func (t *talk) explainPage(how string) {
	t.say("%s", how)
	t.say("b goes back, h goes home, q ends. What you said so far is kept.")
}

func (t *talk) codesPage(page *interview.Page, s *assessment.Session, said map[string]bool) (pageStep, error) {
	words := t.set.Setup[page.Name]
	for i, code := range page.Field.Codes {
		t.say("%d. %s", i+1, words.Options[code])
	}
	given := (page.Several() || said[page.Name]) && len(page.Codes(s)) > 0
	if given {
		t.say("Now: %s. An empty line keeps it.", page.Says(t.set, s))
	}
	prompt := "Type a number."
	if page.Several() {
		prompt = "Type one number or several, such as 1 2."
	}
	for {
		line, err := t.ask(prompt)
		if err != nil {
			return pageHome, err
		}
		if step, err := leaves(line); step != pageAgain {
			return step, err
		}
		if line == "?" {
			t.explainPage("The answers have numbers. " + prompt + " You can change it later.")
			continue
		}
		if line == "" && given {
			return pageNext, nil
		}
		if codes := t.codes(line, page.Field); codes != nil {
			page.Say(s, "", codes)
			said[page.Name] = true
			return pageNext, nil
		}
	}
}

// codes reads numbers as the codes of a field; nil where a line names none, or a wrong one.
func (t *talk) codes(line string, field *assessment.SetupField) []string {
	var codes []string
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == ',' }) {
		n := number(word, len(field.Codes))
		if n == 0 {
			t.say("%s is not one of the numbers from 1 to %d.", assessment.Quoted(word), len(field.Codes))
			return nil
		}
		codes = append(codes, field.Codes[n-1])
	}
	alone := slices.IndexFunc(codes, field.Excludes)
	switch {
	case len(codes) > 1 && alone >= 0:
		t.say("%s leaves no room for another answer. Type it alone, or only the others.", assessment.Quoted(t.set.Setup[field.Name].Options[codes[alone]]))
		return nil
	case len(codes) == 0:
		t.say("Type one of the numbers.")
		return nil
	case len(codes) > 1 && !field.Several:
		t.say("Type only one of the numbers.")
		return nil
	}
	return codes
}

func (t *talk) storeSetup(s *assessment.Session) error {
	if s.ID != "" {
		return t.acknowledge(<-t.o.Store.SaveSetup(t.work.About(s)))
	}
	if !interview.Storable(s) {
		return nil
	}
	w, err := t.o.Create(s)
	if err != nil {
		return err
	}
	s.ID = w.Session.ID
	t.start(w)
	return nil
}

// acknowledge takes in what became of a save, and what other windows changed meanwhile.
func (t *talk) acknowledge(saved assessment.Saved) error {
	if saved.Err == nil && t.o.Saved != nil {
		t.o.Saved()
	}
	if t.work.Acknowledged(saved) {
		fresh, err := t.o.Store.Load(t.work.Session.ID)
		if err != nil {
			t.work.Unread()
			return err
		}
		if said := t.work.Merge(fresh); said != "" {
			t.o.Store.SaveStanding(fresh.ID, t.work.Standing())
			t.say("%s", said)
		}
	}
	return saved.Err
}
