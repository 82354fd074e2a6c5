package plain

import (
	"cmp"

	"readycheck/tui/interview"
)

const aboutHelp = "Type a number to change that answer. full asks the whole picture in the place of the quick check. An empty line goes back to where you were, h goes home, q ends."

// about reads out all that was said at the start, and changes one answer of it after another.
// back is where one came from. A setup that was left half-way goes on instead.
func (t *talk) about(back place) place {
	if t.refused() {
		return back
	}
	if !t.work.Session.Setup.Complete() {
		return t.setup(t.work.Session)
	}
	return func() (place, error) {
		t.readAbout()
		t.hint("about", aboutHelp)
		for {
			line, err := t.ask("Which answer would you like to change?")
			n := number(line, len(interview.Pages))
			switch {
			case err != nil:
				return nil, err
			case n > 0:
				if err := t.changeAbout(n - 1); err != nil {
					return nil, err
				}
			case is(line, "", "b", "back"):
				return back, nil
			case is(line, "full"):
				return t.deepen(back), nil
			case is(line, "h", "home"):
				return nil, nil
			case is(line, "q", "quit"):
				return nil, errEnd
			case is(line, "?"):
				t.readAbout()
				t.say(aboutHelp)
			default:
				t.lost(line)
			}
		}
	}
}

func (t *talk) readAbout() {
	t.gap()
	t.say("About this use you said:")
	for i := range interview.Pages {
		page := &interview.Pages[i]
		t.say("%d. %s %s", i+1, t.set.Setup[page.Name].Title, cmp.Or(clean(page.Says(t.set, t.work.Session)), "Nothing."))
	}
}

// changeAbout asks one page once more, and reads back what was taken.
func (t *talk) changeAbout(at int) error {
	page, edited := &interview.Pages[at], *t.work.Session
	t.say("%s %s", t.set.Setup[page.Name].Title, t.set.Setup[page.Name].About)
	before := page.Says(t.set, &edited)
	for {
		step, err := t.page(&edited, map[string]bool{page.Name: true}, at)
		switch {
		case err != nil:
			return err
		case step == pageAgain:
			continue
		case step != pageNext || page.Says(t.set, &edited) == before:
			t.say("Nothing was changed.")
			return nil
		}
		if err := t.storeSetup(&edited); err != nil {
			t.problem(err)
			return nil
		}
		t.say("Saved: %s.", cmp.Or(clean(page.Says(t.set, &edited)), "nothing"))
		t.grew()
		return nil
	}
}

// grew says once why more questions are asked now, or fewer.
func (t *talk) grew() {
	said := t.work.Grew()
	if said != "" && said != t.grown {
		t.say("%s", said)
	}
	t.grown = said
}

// deepen goes from the quick check to the whole picture, and back to where one came from.
func (t *talk) deepen(back place) place {
	if t.refused() {
		return back
	}
	about, ok := t.work.Deepened()
	if !ok {
		t.say("The whole picture is asked already.")
		return back
	}
	if err := t.storeSetup(about); err != nil {
		t.problem(err)
		return back
	}
	t.say("Saved: the whole picture.")
	t.grew()
	return back
}
