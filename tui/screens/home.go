package screens

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// homeScreen is the list of sessions, newest first, or the welcome while there is none.
type homeScreen struct {
	o *Options
	// set is nil until it has been read.
	set  *assessment.Set
	rows []*listed
	// order are indexes into rows as sorted, shown those that the filter leaves.
	order, shown []int32
	// narrowed is the place for what a filter leaves.
	narrowed  []int32
	sort      int
	list      list
	filter    textinput.Model
	filtering bool
	// loaded is true after the first page, whole after the last.
	loaded, whole bool
	problem       string
	// comparing is the session to compare with the next one chosen, or empty.
	comparing string
}

func newHome(o *Options) *homeScreen {
	filter := textinput.New()
	filter.Prompt = "Filter: "
	filter.CharLimit = assessment.MaxName
	look := filter.Styles()
	look.Cursor.Blink = false
	filter.SetStyles(look)
	return &homeScreen{o: o, filter: filter}
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
		selected := h.selected()
		h.rows, h.order = nil, nil
		h.loaded, h.whole, h.problem = true, false, ""
		defer h.selectID(selected)
	}
	for i := range heads {
		h.order = append(h.order, int32(len(h.rows)+i))
	}
	h.rows = append(h.rows, newListed(heads)...)
	if h.sort != 0 {
		h.sortHeads()
	}
	h.narrow("")
}

// complete says that all pages are there.
func (h *homeScreen) complete() { h.whole = true }

// unread is true where no list could be read, so that nobody knows whether there are
// sessions.
func (h *homeScreen) unread() bool { return h.problem != "" && len(h.rows) == 0 }

// failed shows why the list could not be read.
func (h *homeScreen) failed(problem string) { h.loaded, h.problem = true, problem }

func (h *homeScreen) remove(id string) {
	at := slices.IndexFunc(h.rows, named(id))
	if at < 0 {
		return
	}
	h.rows = slices.Delete(h.rows, at, at+1)
	h.order = h.order[:0]
	for i := range h.rows {
		h.order = append(h.order, int32(i))
	}
	h.sortHeads()
	h.narrow("")
}

func (h *homeScreen) selected() string {
	if h.list.at < len(h.shown) {
		return h.rows[h.shown[h.list.at]].ID()
	}
	return ""
}

func (h *homeScreen) selectID(id string) {
	is := named(id)
	h.list.at = max(0, slices.IndexFunc(h.shown, func(at int32) bool { return is(h.rows[at]) }))
}

// narrow keeps what the filter fits. When the filter only grew, what it left out before
// stays out.
func (h *homeScreen) narrow(before string) {
	text := strings.ToLower(strings.TrimSpace(h.filter.Value()))
	from := h.order
	if before != "" && strings.HasPrefix(text, before) {
		from = h.shown
	}
	if text == "" {
		h.shown = from
	} else {
		// What is left is never more than what there was, so the place is enough even
		// where it holds what is being read.
		h.narrowed = slices.Grow(h.narrowed[:0], len(from))
		shown := h.narrowed
		for _, at := range from {
			if strings.Contains(h.rows[at].low(), text) {
				shown = append(shown, at)
			}
		}
		h.shown = shown
	}
	h.list.has(len(h.shown))
}

func (h *homeScreen) sortHeads() {
	slices.SortStableFunc(h.order, func(a, b int32) int {
		x, y := h.rows[a], h.rows[b]
		byNews := cmp.Compare(y.sequence, x.sequence)
		switch h.sort {
		case 1:
			return cmp.Or(cmp.Compare(x.low(), y.low()), byNews)
		case 2:
			return cmp.Or(cmp.Compare(x.stage, y.stage), byNews)
		case 3:
			return cmp.Or(cmp.Compare(int(x.answered)*max(1, int(y.total)), int(y.answered)*max(1, int(x.total))), byNews)
		}
		return byNews
	})
}

func (h *homeScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
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
			h.filter.SetValue("")
			h.narrow("")
			return h, nil, nil
		case key.Matches(k, keys.enter):
			h.filtering = false
			h.filter.Blur()
			return h, nil, nil
		}
	}
	before := strings.ToLower(strings.TrimSpace(h.filter.Value()))
	var cmd tea.Cmd
	h.filter, cmd = h.filter.Update(msg)
	h.narrow(before)
	return h, nil, cmd
}

func (h *homeScreen) key(msg tea.KeyPressMsg) action {
	if h.unread() && key.Matches(msg, keys.enter, keys.choose) {
		return goHome{}
	}
	if len(h.rows) == 0 && key.Matches(msg, keys.enter, keys.choose) {
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
	case key.Matches(msg, keys.undo):
		return undoDelete{}
	case key.Matches(msg, keys.filter):
		h.filtering = true
		h.filter.Focus()
	case key.Matches(msg, keys.sort):
		h.sort = (h.sort + 1) % len(sortWords)
		selected := h.selected()
		h.sortHeads()
		h.narrow("")
		h.selectID(selected)
	case key.Matches(msg, keys.esc) && h.comparing != "":
		h.comparing = ""
	case key.Matches(msg, keys.esc):
		h.filter.SetValue("")
		h.narrow("")
	default:
		return h.onSelected(msg)
	}
	return nil
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
	if h.list.at >= len(h.shown) {
		return nil
	}
	row := h.rows[h.shown[h.list.at]]
	switch {
	case key.Matches(msg, keys.compare), h.comparing != "" && key.Matches(msg, keys.enter):
		return h.compare(row.ID())
	case key.Matches(msg, keys.enter):
		return openSession{row.ID()}
	case key.Matches(msg, keys.recheck):
		return openPage{newConfirm(
			fmt.Sprintf("Check %s again?", assessment.Quoted(row.Business())),
			"That begins a new session with the same answers, and shows which of them to look at again. This one stays as it is.",
			recheckSession{row.ID()},
		)}
	case key.Matches(msg, keys.export):
		return openPage{newExport(row.ID(), row.Business())}
	case key.Matches(msg, keys.remove):
		return openPage{newConfirm(
			fmt.Sprintf("Delete %s?", assessment.Quoted(row.Business())),
			"All its answers go out of this file. You can bring it back with u until you quit.",
			deleteSession{row.ID(), row.Business()},
		)}
	}
	return nil
}

func (h *homeScreen) capturesText() bool { return h.filtering }

func (h *homeScreen) ShortHelp() []key.Binding {
	switch {
	case h.filtering:
		return []key.Binding{described(keys.enter, "keep the filter"), described(keys.esc, "show all")}
	case !h.loaded:
		return []key.Binding{keys.help, keys.quit}
	case h.unread():
		return []key.Binding{described(keys.enter, "try again"), keys.example, keys.help, keys.quit}
	case len(h.rows) == 0:
		return []key.Binding{described(keys.enter, "start"), keys.example, keys.help, keys.quit}
	}
	if h.comparing != "" {
		return []key.Binding{described(keys.compare, "with this one"), described(keys.esc, "stop comparing"), keys.help, keys.quit}
	}
	return []key.Binding{
		keys.enter, keys.newSession, keys.filter, keys.sort, keys.recheck, keys.compare, keys.export, keys.remove, keys.undo, keys.help, keys.quit,
	}
}

func (h *homeScreen) groups() []keyGroup {
	return []keyGroup{
		{"The session under the cursor", []key.Binding{
			described(keys.enter, "open: at its first open question, or its summary"),
			described(keys.recheck, "check again: a new session with the same answers"),
			described(keys.compare, "compare with another one"), described(keys.export, "write a report or the answers to a file"),
			described(keys.remove, "delete, after asking"),
		}},
		{"All sessions", []key.Binding{
			described(keys.newSession, "begin a new one"), described(keys.filter, "show only some, as you type"), described(keys.sort, "sort in another way"),
			described(keys.undo, "bring back what you deleted last"), described(keys.example, "look at a finished example"),
		}},
		{"Moving", allMoves.named()},
		{"The program", []key.Binding{keys.help, keys.suspend, keys.quit}},
	}
}

func (h *homeScreen) off() []offKey {
	needSession := []key.Binding{keys.recheck, keys.compare, keys.export, keys.remove}
	var off []offKey
	say := func(why string, bindings ...key.Binding) {
		for _, b := range bindings {
			off = append(off, offKey{b, why})
		}
	}
	switch {
	case !h.loaded:
	case h.unread():
		say("Your sessions could not be read. enter tries again.", append(needSession, keys.filter, keys.sort)...)
	case len(h.rows) == 0:
		say("There is no session yet. enter starts one.", append(needSession, keys.filter, keys.sort)...)
	case len(h.shown) == 0:
		say("Nothing fits the filter. esc shows all again.", append(needSession, keys.enter)...)
	case len(h.rows) == 1:
		say("There is only one session, and nothing to compare it with.", keys.compare)
	}
	return off
}

func (h *homeScreen) hint() string {
	if len(h.rows) != 1 || h.filtering {
		return ""
	}
	if h.rows[0].Standing().Finished() {
		return "enter shows where you stand. r checks again later."
	}
	return "enter goes on where you stopped."
}

func (h *homeScreen) View(st *styles, room size) body {
	switch {
	case h.unread():
		return body{lines: wrapped(st.warn, h.problem, room.width)}
	case !h.loaded:
		return body{lines: []string{st.dim.Render("Reading your sessions…")}}
	case len(h.rows) == 0:
		return body{lines: h.welcome(st, room.width)}
	}
	var b body
	if h.filtering || h.filter.Value() != "" {
		line := st.accent.Render("Filter: ") + h.filter.Value()
		if h.filtering {
			line += st.accent.Render("▏")
		}
		b.header = append(b.header, sides(line, st.dim.Render(h.found()), room.width))
	} else {
		b.header = append(b.header, sides(st.strong.Render("Your sessions"), st.dim.Render(h.found()), room.width))
	}
	if len(h.shown) == 0 {
		b.lines = []string{"", st.dim.Render("Nothing fits. esc shows all again.")}
		return b
	}
	// Only the rows around the cursor are drawn: the list may be very long.
	height := max(1, room.height-len(b.header)-1)
	from := max(0, min(h.list.at-height/2, len(h.shown)-height))
	for i := from; i < min(from+height, len(h.shown)); i++ {
		at := len(b.lines)
		b.lines = append(b.lines, h.row(st, i, room.width))
		b.clickable(at, func() action { return h.clicked(i) })
	}
	b.focus, b.focusEnd = h.list.at-from, h.list.at-from
	return b
}

// clicked goes to a row, and opens the session of the one that it is on already.
func (h *homeScreen) clicked(row int) action {
	if row != h.list.at || row >= len(h.shown) {
		h.list.at = row
		return nil
	}
	return openSession{h.rows[h.shown[row]].ID()}
}

func (h *homeScreen) found() string {
	text := assessment.Counted(len(h.shown), "session", "sessions")
	if !h.whole {
		text += " so far"
	}
	if h.sort != 0 {
		text += ", " + sortWords[h.sort]
	}
	return text
}
