package sshd

import (
	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"

	"readycheck/tui/workshop"
	"readycheck/tui/workshop/gate"
)

// What a connection has shown at the door lies in its permissions: those are of the very try
// that let it in, and of no earlier one.
const (
	shownCode = "readycheck-code"
	provenKey = "readycheck-key"
)

// codePrompt is what SSH asks. What is typed behind it is not shown.
const codePrompt = "Code (hidden while you type): "

// entrance lets somebody in by a code. It may stand in the place of the user's name; since
// other users of a computer can read how a command was called, it is asked for where it does
// not. A key that somebody proves to hold leads back to a seat, and is no code.
func (s *Server) entrance(ctx ssh.Context) *gossh.ServerConfig {
	asked := func(key string) func(gossh.ConnMetadata, gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
		first, instruction := key == "", ""
		return func(conn gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
			if first {
				first = false
				if shown, err := s.show(ctx, conn.User(), key); err == nil {
					return shown, nil
				}
			}
			answers, err := ask("", instruction, []string{codePrompt}, []bool{false})
			if err != nil || len(answers) != 1 {
				return nil, ssh.ErrPermissionDenied
			}
			instruction = string(workshop.WrongCode)
			return s.show(ctx, answers[0], key)
		}
	}
	return &gossh.ServerConfig{
		MaxAuthTries:                tries,
		KeyboardInteractiveCallback: asked(""),
		PublicKeyCallback: func(conn gossh.ConnMetadata, public gossh.PublicKey) (*gossh.Permissions, error) {
			key := gossh.FingerprintSHA256(public)
			if shown, err := s.show(ctx, conn.User(), key); err == nil {
				return shown, nil
			}
			return nil, &gossh.PartialSuccessError{Next: gossh.ServerAuthCallbacks{KeyboardInteractiveCallback: asked(key)}}
		},
	}
}

// show looks at a code. What does not look like one is no guess, and costs nothing: it is the
// name that somebody has on their own computer. A seat's code is too long to be guessed, so
// whoever has one waits for nobody.
func (s *Server) show(ctx ssh.Context, code, key string) (*gossh.Permissions, error) {
	a, ok := ctx.Value(admissionKey).(*gate.Admission)
	if !ok || !workshop.IsCode(code) {
		return nil, ssh.ErrPermissionDenied
	}
	seat := s.room.SeatOf(code)
	if seat == "" && !s.guesses.Right(ctx, a.Network(), func() bool { return s.room.Knows(code) }) {
		return nil, ssh.ErrPermissionDenied
	}
	if !a.Prove(seat) {
		return nil, ssh.ErrPermissionDenied
	}
	return &gossh.Permissions{Extensions: map[string]string{shownCode: code, provenKey: key}}, nil
}
