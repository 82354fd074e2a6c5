package cli

import (
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"readycheck/assessment"
	"readycheck/assessment/papers"
	"readycheck/assessment/report"
	"readycheck/store"
	"readycheck/tui/interview"
	"readycheck/tui/plain"
	"readycheck/tui/screens"
)

// screens opens the full-screen program. Nothing that takes time comes before its first frame.
func (p *program) screens(start interview.Start, session string) error {
	set := assessment.Default
	if p.questions != "" {
		other, err := p.set()
		if err != nil {
			return err
		}
		set = func() *assessment.Set { return other }
	}
	inTerminal := inTerminal()
	inLines := p.plain || inTerminal && os.Getenv("TERM") == "dumb"
	if !inLines && !inTerminal {
		return wrongUse("The questions need a terminal that can show a full screen. Without one, add --plain to talk in lines of text, or use `readycheck score FILE`.")
	}
	if !inLines {
		if err := showsScreens(); err != nil {
			return err
		}
	}
	sessions := p.store()
	defer closeStore(sessions)
	if start == interview.StartSession {
		head, err := find(sessions, session)
		if err != nil {
			return err
		}
		session = head.ID
	}
	log := newLog(sessions)
	defer log.say()
	defer p.sayBrand()
	options := p.options(sessions, log, set)
	options.Start, options.Session = start, session
	options.Exchange, options.Saved = p.exchange(sessions, log)
	options.OpenRoom = p.paperRooms(sessions, log, set)
	options.PaperRoom = func(session string) (interview.PaperRoom, error) { return options.OpenRoom(session) }
	if inLines {
		end := beside(options.Options)
		err := plain.Run(os.Stdin, os.Stdout, options.Options)
		end()
		if errors.Is(err, plain.ErrUnread) {
			return sentence("The sessions could not be read. Nothing was changed.")
		}
		return outputError(err)
	}
	err := screens.Run(options)
	if err != nil {
		return sentence("The screens stopped by a fault. What was saved is safe: start again with `readycheck resume`.")
	}
	return nil
}

func inTerminal() bool {
	return term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd()))
}

// asked is a report as it was asked for on a screen.
func (p *program) asked(sessions *store.Store, set *assessment.Set, session *assessment.Session, e interview.Export) (report.Report, error) {
	r, err := p.report(sessions, set, session)
	r.Brand = p.readBrand().brand
	r.ClientSafe, r.OnePage, r.Appendix = e.Extent == interview.ClientSafe, e.Extent == interview.OnePage, e.Extent == interview.Appendix
	return r, err
}

// options are what all screens need.
func (p *program) options(sessions *store.Store, log *logFile, set func() *assessment.Set) screens.Options {
	folder := filepath.Dir(sessions.Path())
	return screens.Options{Theme: p.theme, Mouse: p.mouse, Folder: folder, File: sessions.Path(), Options: interview.Options{
		Store: sessions, Set: set, Now: p.now, Log: log,
		Export: func(set *assessment.Set, session *assessment.Session, e interview.Export) error {
			f, known := report.FormatNamed(e.Format)
			if !known {
				return chooseFormat()
			}
			r, err := p.asked(sessions, set, session, e)
			if err != nil {
				return err
			}
			return writeNew(atHome(e.Path), formatted(r, f), false)
		},
		Lost: func(set *assessment.Set, session *assessment.Session, e interview.Export) string {
			f, known := report.FormatNamed(e.Format)
			r, err := p.asked(sessions, set, session, e)
			if !known || err != nil {
				return ""
			}
			return f.LostIn(fonted(r))
		},
		Papers: func(set *assessment.Set, session *assessment.Session, format, folder string) (int, error) {
			f, known := papers.FormatNamed(format)
			if !known {
				return 0, choosePaperFormat()
			}
			r := report.New(set, session, p.now())
			r.Brand = p.readBrand().brand
			docs, err := pile(r)
			if err != nil {
				return 0, err
			}
			return len(docs), writePapers(atHome(folder), f, docs, false)
		},
		Letters: func(set *assessment.Set, clients []assessment.Head, lines []int, folder string) (int, error) {
			return p.writeLetters(sessions, set, letterCall{clients, lines, atHome(folder), false, func() {}})
		},
		Typed: p.typed,
	}}
}
