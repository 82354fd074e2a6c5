package screens

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// homeScreen is the list of sessions, newest first and by their use, below what has come due;
// or the welcome while there is none.
type homeScreen struct {
	o *Options
	// set is nil until it has been read.
	set  *assessment.Set
	uses usesOf
	// order are the rows as sorted, shown those that the filter leaves.
	order, shown []int32
	// narrowed is the place for what a filter leaves.
	narrowed []int32
	sort     int
	// list has a row for what has come due, where something has, and one for each shown.
	list      list
	filter    textinput.Model
	filtering bool
	// come counts the uses in which something has come due, oldest is the row of the first.
	come   int
	oldest int32
	// seek is the session that the cursor was on before the list was read anew, until it is
	// found or a key is pressed.
	seek string
	// loaded is true after the first page, whole after the last.
	loaded, whole bool
	problem       string
	// comparing is the session to compare with the next one chosen, or empty.
	comparing string
	// meets is true where the sessions meet those of other computers.
	meets bool
}

func newHome(o *Options) *homeScreen {
	return &homeScreen{o: o, filter: newFilterField()}
}

// newFilterField is a field for a filter, in which nothing blinks.
func newFilterField() textinput.Model {
	filter := textinput.New()
	filter.Prompt = "Filter: "
	filter.CharLimit = assessment.MaxName
	look := filter.Styles()
	look.Cursor.Blink = false
	filter.SetStyles(look)
	return filter
}

// isHome reports whether a screen is the list, and so not about an open session.
func isHome(s screen) bool {
	_, is := s.(*homeScreen)
	return is
}

func (h *homeScreen) Init() tea.Cmd { return nil }

// add takes in a page of heads; the first page starts over.
func (h *homeScreen) add(heads []assessment.Head, first bool) {
	if first {
		on, id := h.row(), h.selected()
		h.uses, h.order, h.seek = usesOf{today: today(h.o.Now())}, nil, id
		h.loaded, h.whole, h.problem = true, false, ""
		h.uses.take(newListed(heads))
		h.resort()
		h.list.at = 0
		if on >= 0 && id != "" {
			h.find()
		}
		return
	}
	rows := newListed(heads)
	if !h.uses.take(rows) && h.seek == "" {
		lead := h.lead()
		for range rows {
			h.order = append(h.order, int32(len(h.order)))
		}
		h.narrow("")
		if h.list.at >= lead {
			h.list.at += h.lead() - lead
		}
		return
	}
	h.keep(h.resort)
	if slices.ContainsFunc(rows, named(h.seek)) {
		h.find()
	}
}

// find goes to the session that the cursor was on before.
func (h *homeScreen) find() {
	if h.selectID(h.seek) {
		h.seek = ""
	}
}

// complete says that all pages are there.
func (h *homeScreen) complete() {
	h.whole, h.seek = true, ""
	h.uses.places, h.uses.oldest = nil, nil
	if h.sort != 0 {
		h.keep(h.resort)
	}
}

// resort puts the rows into their order. While more are read, that is the one in which they
// come: sorting them for every page would take longer than reading them.
func (h *homeScreen) resort() {
	way := 0
	if h.whole {
		way = h.sort
	}
	h.order = h.uses.sorted(way, h.order)
	h.narrow("")
}

// keep leaves the cursor on what it is on, whatever a change does to the rows.
func (h *homeScreen) keep(change func()) {
	on, id := h.row(), h.selected()
	change()
	if on < 0 {
		h.list.at = 0
	} else {
		h.selectID(id)
	}
}

// knows takes in the set, whose words of the stages may be in the filter.
func (h *homeScreen) knows(set *assessment.Set) {
	h.set = set
	if h.filter.Value() != "" {
		h.keep(func() { h.narrow("") })
	}
}

// dueFound takes in what was worked out after the list was read, of sessions that stood in these
// rows. The list may be another one by now.
func (h *homeScreen) dueFound(rows []int32, found []assessment.DueFound) {
	days := map[string]uint16{}
	for _, f := range found {
		days[f.Session] = dayOf(f.Due)
	}
	for _, at := range rows {
		if int(at) >= h.count() {
			continue
		}
		if day := days[h.uses.rows[at].ID()]; day != noDay {
			h.uses.found(at, day)
		}
	}
	if h.sort == byNextDay {
		h.keep(h.resort)
	} else {
		h.keep(func() { h.narrow("") })
	}
}

// unread is true where no list could be read, so that nobody knows whether there are
// sessions.
func (h *homeScreen) unread() bool { return h.problem != "" && h.count() == 0 }

// count is how many sessions there are, as far as they are read.
func (h *homeScreen) count() int { return len(h.uses.rows) }

// failed shows why the list could not be read.
func (h *homeScreen) failed(problem string) { h.loaded, h.problem = true, problem }

func (h *homeScreen) remove(id string) {
	at := slices.IndexFunc(h.uses.rows, named(id))
	if at < 0 {
		return
	}
	on := h.row()
	h.uses = h.uses.without(at)
	h.resort()
	h.list.at = max(0, on+h.lead())
	h.list.has(h.list.rows)
}

// lead is how many rows of the list stand before those shown: one where something has come due.
func (h *homeScreen) lead() int { return min(h.come, 1) }

// row is the place among those shown that the cursor is on, or -1 where it is on what has come
// due.
func (h *homeScreen) row() int { return h.list.at - h.lead() }

// under is the session under the cursor, or nil.
func (h *homeScreen) under() *listed {
	if at := h.row(); at >= 0 && at < len(h.shown) {
		return h.uses.rows[h.shown[at]]
	}
	return nil
}

func (h *homeScreen) selected() string {
	if row := h.under(); row != nil {
		return row.ID()
	}
	return ""
}

// selectID puts the cursor on a session, or on the first where that is not shown.
func (h *homeScreen) selectID(id string) (found bool) {
	is := named(id)
	at := slices.IndexFunc(h.shown, func(at int32) bool { return is(h.uses.rows[at]) })
	h.list.at = h.lead() + max(0, at)
	h.list.has(h.list.rows)
	return at >= 0
}

func (h *homeScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		h.seek = ""
		if h.filtering {
			return h.filterKey(msg)
		}
		return h, h.key(msg), nil
	case tea.MouseWheelMsg:
		h.list.take(msg, &allMoves)
	case tea.PasteMsg:
		if h.filtering {
			return h.filterKey(msg)
		}
	}
	return h, nil, nil
}

func (h *homeScreen) filterKey(msg tea.Msg) (screen, action, tea.Cmd) {
	if h.list.take(msg, &fieldMoves) {
		return h, nil, nil
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keys.esc):
			h.filtering = false
			h.filter.Blur()
			h.showAll()
			return h, nil, nil
		case key.Matches(k, keys.enter):
			h.filtering = false
			h.filter.Blur()
			if h.filter.Value() == "" {
				h.showAll()
			}
			return h, nil, nil
		}
	}
	before := assessment.Fold(h.filter.Value())
	var cmd tea.Cmd
	h.filter, cmd = h.filter.Update(msg)
	h.narrow(before)
	return h, nil, cmd
}

func (h *homeScreen) key(msg tea.KeyPressMsg) action {
	if h.unread() && key.Matches(msg, keys.enter, keys.choose) {
		return goHome{}
	}
	if h.count() == 0 && key.Matches(msg, keys.enter, keys.choose) {
		return goNew{}
	}
	if h.list.take(msg, &allMoves) {
		return nil
	}
	switch {
	case key.Matches(msg, keys.quit):
		return quit{}
	case key.Matches(msg, keys.newSession) && h.problem != "":
		return notice{"Nothing new can be kept before this is mended."}
	case key.Matches(msg, keys.newSession):
		return goNew{}
	case key.Matches(msg, keys.example):
		return goExample{}
	case key.Matches(msg, practiceKeys.open):
		return goPractice{}
	case key.Matches(msg, keys.undo):
		return undoDelete{}
	case key.Matches(msg, keys.filter):
		h.filtering = true
		h.filter.Focus()
		h.keep(func() { h.narrow("") })
	case key.Matches(msg, keys.sort):
		h.sort = (h.sort + 1) % len(sorts)
		h.keep(h.resort)
	case key.Matches(msg, keys.esc) && h.comparing != "":
		h.comparing = ""
	case key.Matches(msg, keys.esc):
		h.showAll()
	default:
		return h.onSelected(msg)
	}
	return nil
}

// showAll takes the filter away.
func (h *homeScreen) showAll() {
	h.filter.SetValue("")
	h.keep(func() { h.narrow("") })
}

// compare remembers the first session, and compares it with the second.
func (h *homeScreen) compare(id string) action {
	switch first := h.comparing; first {
	case "":
		h.comparing = id
		return notice{"Go to the one to compare it with, and press c again."}
	case id:
		return notice{"That is the same one. Go to another, or press esc."}
	default:
		h.comparing = ""
		return compareSessions{first, id}
	}
}

// onSelected handles the keys that need a session under the cursor.
func (h *homeScreen) onSelected(msg tea.KeyPressMsg) action {
	if h.row() < 0 && key.Matches(msg, keys.enter) {
		return h.opensDue()
	}
	row := h.under()
	if row == nil {
		return nil
	}
	switch {
	case key.Matches(msg, keys.compare), h.comparing != "" && key.Matches(msg, keys.enter):
		return h.compare(row.ID())
	case key.Matches(msg, keys.enter):
		return h.opens(row)
	case key.Matches(msg, keys.recheck):
		return askRecheck(row.ID(), row.Business())
	case key.Matches(msg, keys.export):
		return openPage{newExport(row.ID(), row.Business())}
	case key.Matches(msg, keys.remove):
		return openPage{newConfirm(
			fmt.Sprintf("Delete %s?", assessment.Quoted(row.Business())),
			h.described(row)+"\n\nAll its answers go out of this file. You can bring it back with u until you quit.",
			deleteSession{row.ID(), row.Business(), row.Use()},
		)}
	}
	return nil
}

// opens opens a session: at the walk where something in it has come due. In one that was checked
// again since, that was looked at there.
func (h *homeScreen) opens(row *listed) action {
	if h.walksFirst(row) {
		return openDue{row.ID()}
	}
	return openSession{row.ID()}
}

func (h *homeScreen) walksFirst(row *listed) bool {
	return !row.earlier && row.due != noDay && row.due <= h.uses.today
}

// opensDue opens what came due first.
func (h *homeScreen) opensDue() action { return openDue{h.uses.rows[h.oldest].ID()} }

// described says which session a row is, for somebody about to part with it.
func (h *homeScreen) described(row *listed) string {
	standing := row.Standing()
	said := fmt.Sprintf("%s\n%d of %d questions answered", clean(row.Use()), standing.Answered, standing.Total)
	if standing.Finished() {
		said += ": " + h.stageName(standing.Stage)
	}
	said += fmt.Sprintf(". Changed last: %s.", interview.Day(row.changedAt(), h.o.Now()))
	if row.earlier {
		said += " A newer one of this use is there."
	}
	return said
}

func (h *homeScreen) capturesText() bool { return h.filtering }
