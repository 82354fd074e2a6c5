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

// Checked is true where each way to the hub of a URL is one on which it has to show who it is.
func Checked(url string) (bool, error) {
	config, err := parse(url)
	if err != nil {
		return false, err
	}
	checked := config.TLSConfig != nil && !config.TLSConfig.InsecureSkipVerify && config.TLSConfig.ServerName != ""
	for _, f := range config.Fallbacks {
		checked = checked && f.TLSConfig != nil && !f.TLSConfig.InsecureSkipVerify && f.TLSConfig.ServerName != ""
	}
	return checked, nil
}
