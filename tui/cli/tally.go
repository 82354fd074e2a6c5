package cli

import (
	"fmt"
	"sync"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/interview"
	"readycheck/tui/screens"
	"readycheck/tui/workshop"
)

// paperRoom is a room without a door, as both faces hold it.
type paperRoom struct {
	*workshop.Room
	close func()
}

// Paper is the seat of somebody who votes on paper.
func (r *paperRoom) Paper(name string, role assessment.Role) (interview.PaperSeat, error) {
	seat, err := r.Room.Paper(name, role)
	if err != nil {
		return nil, err
	}
	return seat, nil
}

// Close ends the workshop. Many people's words cannot be asked for again, so a backup is made.
func (r *paperRoom) Close() { r.close() }

// paperRooms opens rooms on paper on sessions of this file.
func (p *program) paperRooms(sessions *store.Store, log *logFile, set func() *assessment.Set) func(string) (screens.PaperRoom, error) {
	return func(session string) (screens.PaperRoom, error) {
		room, err := workshop.Open(workshop.Options{Store: sessions, Set: set(), Session: session, Now: p.now})
		if err != nil {
			return nil, err
		}
		began, err := sessions.Load(session)
		if err != nil {
			return nil, err
		}
		return &paperRoom{room, sync.OnceFunc(func() {
			room.Close()
			if now, err := sessions.Load(session); err == nil && now.Revision == began.Revision {
				return // nothing was typed
			}
			if _, err := sessions.Backup(); err != nil {
				_, _ = fmt.Fprintln(log, err)
			}
		})}, nil
	}
}
