package postgres

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/sync"
)

// readOnly is what a server says that only follows another one.
const readOnly = "25006"

// explain makes a sentence of what went wrong. What a server says is kept for whoever mends the
// program, and never an address: it could hold a password.
func (h *Hub) explain(ctx context.Context, err error) error {
	host := hostOf(h.cfg)
	refused := func(says string) error {
		return &sync.Error{Kind: sync.ErrRefused, Cause: told(err), Says: fmt.Sprintf(says, host)}
	}
	away := func(says string) error {
		return &sync.Error{Kind: sync.ErrAway, Cause: told(err), Says: fmt.Sprintf(says, host)}
	}
	const kept = " Nothing is lost: what you save stays here and goes out later."
	var wrongName x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var said *pgconn.PgError
	switch {
	case errors.As(err, &wrongName):
		return refused("The hub at %s shows a certificate for another name, so nothing was sent. Look at the address, and ask whoever runs the hub which name is in the certificate.")
	case errors.As(err, &unknown):
		return refused("The hub at %s shows a certificate that this computer does not know, so nothing was sent. Ask whoever runs the hub for its root certificate, and name the file in the address: sslrootcert=FILE.")
	case errors.As(err, &invalid):
		return refused("The certificate of the hub at %s is not valid, such as one that has run out, so nothing was sent. Ask whoever runs the hub for a new one, and see that the clock of this computer is right.")
	case errors.As(err, &said):
		return h.says(said, refused, away)
	case strings.Contains(err.Error(), "server refused TLS"):
		return refused("The hub at %s offers no encryption, so nothing was sent. Ask whoever runs it to turn it on.")
	case strings.Contains(err.Error(), "no password supplied"), strings.Contains(err.Error(), "failed SASL"):
		return refused("There is no password for the hub at %s here, so nothing was sent. Put the line from the invitation into the file that PGPASSFILE names, or ~/.pgpass, and keep that file to yourself (chmod 600).")
	}
	var network *net.OpError
	var lookup *net.DNSError
	switch {
	case errors.As(err, &lookup) && lookup.IsNotFound:
		return away("There is no computer with the name %s in this network." + kept)
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case errors.Is(ctx.Err(), context.DeadlineExceeded), pgconn.Timeout(err):
		return away("The hub at %s does not answer in time." + kept)
	case errors.As(err, &network):
		return away("The hub at %s cannot be reached." + kept)
	}
	return away("The line to the hub at %s was cut." + kept)
}

// says makes a sentence of what a server said, by its code.
func (h *Hub) says(said *pgconn.PgError, refused, away func(string) error) error {
	const kept = " Nothing is lost: what you save stays here and goes out later."
	switch said.Code {
	case "28P01":
		return refused("The hub at %s does not take this password, so nothing was sent. Look at the line in the file that PGPASSFILE names, or ~/.pgpass, or ask for a new invitation.")
	case "28000":
		return refused("The hub at %s does not let this name in, so nothing was sent. Look at the name in the address, or ask whoever runs the hub to let this computer in.")
	case "3D000":
		return refused("There is no such database on the hub at %s, so nothing was sent. Look at the end of the address.")
	case "3F000", "42P01", "42883":
		return refused("Nobody has made a hub in this database at %s yet, so nothing was sent. `readycheck hub create` makes one, or look at the end of the address.")
	case "RC001":
		return h.notAMember()
	case "RC002", "42501":
		return refused("Only whoever made the hub at %s may do that. Nothing was changed.")
	case "RC003":
		return refused("The hub at %s does not take a change of this size, so nothing of it was sent. Nothing is lost here. Tell whoever mends the program.")
	case "42710":
		return refused("Somebody of that name is a member of the hub at %s already. Choose another name.")
	case "53100":
		return away("The disk of the hub at %s is full, so it took nothing." + kept + " Tell whoever runs it.")
	case "53300":
		return away("The hub at %s has too many visitors just now." + kept)
	case readOnly:
		return away("The hub at %s only follows another one just now and takes nothing." + kept)
	}
	return away("The hub at %s could not do it just now." + kept)
}

func (h *Hub) notAMember() error {
	return &sync.Error{Kind: sync.ErrRefused, Cause: errors.New("not a member"), Says: fmt.Sprintf("The hub at %s knows this name and lets it into no firm, so nothing was sent. Ask whoever runs it for an invitation: `readycheck hub invite NAME`.", hostOf(h.cfg))}
}

func (h *Hub) newer(spoken uint32) error {
	return &sync.Error{Kind: sync.ErrNewer, Cause: fmt.Errorf("the hub has version %d", spoken), Says: fmt.Sprintf("The hub at %s was made by a newer version of readycheck, so nothing was sent. Nothing is lost. Update readycheck on this computer and synchronize again.", hostOf(h.cfg))}
}

// told is an error without what a connection was made with.
func told(err error) error {
	var said *pgconn.PgError
	if errors.As(err, &said) {
		return fmt.Errorf("%s (%s)", said.Message, said.Code)
	}
	var connecting *pgconn.ConnectError
	if errors.As(err, &connecting) {
		return connecting.Unwrap()
	}
	return err
}
