package postgres

import "time"

// Hurry shortens how long a call may take and how long Wait waits.
func (h *Hub) Hurry(call, poll time.Duration) { h.timeout, h.ears.poll = call, poll }

// Listening is true where the hub may give a hint.
func (h *Hub) Listening() bool {
	h.ears.mu.Lock()
	defer h.ears.mu.Unlock()
	return h.ears.conn != nil
}

// Verifier is what the hub keeps of a password.
var Verifier = verifier
