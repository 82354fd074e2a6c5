package postgres

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/sync"
)

// The hub's own codes, as schema.sql raises them.
const (
	codeNoMember = "RC001"
	codeTooLarge = "RC002"
	codeNotOwner = "RC003"
)

const nothingLost = " What you saved is on this computer and is sent later."

// explain makes a sentence of what went wrong between this computer and the hub. The cause holds no
// password: pgconn's errors have none, and those of a URL are never passed on.
func explain(ctx context.Context, config *pgconn.Config, cause error) error {
	var said *sync.Error
	if cause == nil || errors.As(cause, &said) {
		return cause
	}
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err() // whoever asked does not wait for an answer
	}
	e := &sync.Error{Kind: sync.ErrRefused, Cause: cause}
	hub := "The hub at " + hostsOf(config)
	var server *pgconn.PgError
	if errors.As(cause, &server) {
		e.Says, e.Kind = fromServer(config, hub, server)
		return e
	}
	if says := fromCertificate(hub, config, cause); says != "" {
		e.Says = says
		return e
	}
	e.Kind = sync.ErrAway
	var name *net.DNSError
	switch {
	case errors.Is(cause, pgconn.ErrReadOnlyConnection):
		e.Says = hub + " takes no changes just now." + nothingLost
	case errors.As(cause, &name) && name.IsNotFound:
		e.Says = "No computer is known by the name of " + hostsOf(config) + ", so the hub was not found." + nothingLost + " Look at the network, and at the name."
	case errors.As(cause, &name):
		e.Says = "There is no network just now, so the hub was not found." + nothingLost
	case strings.Contains(cause.Error(), "connection refused"):
		e.Says = hub + " is not running, or its port is another." + nothingLost
	case pgconn.Timeout(cause) || errors.Is(ctx.Err(), context.DeadlineExceeded):
		e.Says = hub + " did not answer in time." + nothingLost
	default:
		e.Says = "The line to the hub at " + hostsOf(config) + " broke." + nothingLost
	}
	return e
}

func fromCertificate(hub string, config *pgconn.Config, cause error) string {
	var name x509.HostnameError
	var unknown x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	var other *tls.CertificateVerificationError
	const ask = " Ask whoever runs the hub."
	switch {
	case errors.As(cause, &name):
		return hub + " shows a certificate for another name, so nothing was sent." + ask
	case errors.As(cause, &unknown):
		return hub + " shows a certificate that nobody known to this computer vouches for, so nothing was sent. If the hub has an authority of its own, name its file in the address with sslrootcert=FILE."
	case errors.As(cause, &invalid) && invalid.Reason == x509.Expired:
		return hub + " shows a certificate that has run out, so nothing was sent." + ask
	case errors.As(cause, &invalid), errors.As(cause, &other):
		return hub + " shows a certificate that is not sound, so nothing was sent." + ask
	case strings.Contains(cause.Error(), "server refused TLS connection") && !plainToo(config):
		return hub + " does not encrypt the line, so nothing was sent." + ask
	}
	return ""
}

// plainToo is true where a line without encryption is tried as well, on this computer.
func plainToo(config *pgconn.Config) bool {
	plain := config.TLSConfig == nil
	for _, f := range config.Fallbacks {
		plain = plain || f.TLSConfig == nil
	}
	return plain
}

func fromServer(config *pgconn.Config, hub string, server *pgconn.PgError) (says string, kind error) {
	switch server.Code {
	case "28P01":
		if config.Password == "" {
			return hub + " asks for a password, and this computer has none for " + config.User + ". Put the line that came with your invitation into the file ~/.pgpass, which only you may read.", sync.ErrRefused
		}
		return hub + " does not take the password that this computer has for " + config.User + ". Look at the line in ~/.pgpass, or ask whoever runs the hub for a new invitation.", sync.ErrRefused
	case "28000":
		return hub + " does not know " + config.User + ", or does not let that name in from here. Look at the name in the hub's address, and ask whoever runs the hub.", sync.ErrRefused
	case "3D000":
		return hub + " has no database by the name of " + config.Database + ". Look at the end of the hub's address.", sync.ErrRefused
	case "3F000", "42P01", "42883":
		return "There is no readycheck hub in the database " + config.Database + " yet. Whoever runs it makes one with `readycheck hub create`.", sync.ErrRefused
	case codeNoMember:
		return noMember(config), sync.ErrRefused
	case "42501":
		return hub + " does not allow that to " + config.User + ". Ask whoever runs the hub for an invitation, or to do it.", sync.ErrRefused
	case codeNotOwner:
		return "Only the one who made the hub can do that, and " + config.User + " did not. Ask that person.", sync.ErrRefused
	case codeTooLarge:
		return "A change is too large for the hub, so it was not sent. It stays on this computer. A change may have 1.5 megabytes.", sync.ErrRefused
	case "53100":
		return hub + " has no room left on its disk, so nothing was sent." + nothingLost + " Tell whoever runs it.", sync.ErrAway
	case "53300":
		return hub + " has as many visitors as it takes." + nothingLost, sync.ErrAway
	case "25006":
		return hub + " takes no changes just now." + nothingLost, sync.ErrAway
	}
	if class := server.Code[:min(2, len(server.Code))]; class == "08" || class == "57" || class == "53" || class == "40" || class == "55" || class == "58" {
		return hub + " is busy or starting again." + nothingLost, sync.ErrAway
	}
	return hub + " did not do it, for a reason that readycheck does not know (" + server.Code + "). Nothing was changed. Tell whoever runs the hub.", sync.ErrRefused
}

func noMember(config *pgconn.Config) string {
	return "The hub at " + hostsOf(config) + " has no firm for " + config.User + ", or no longer. Ask whoever runs the hub for an invitation."
}

func newerHub(version int) error {
	return &sync.Error{Kind: sync.ErrNewer, Cause: fmt.Errorf("hub version %d, known is %d", version, schemaVersion), Says: "The hub was made by a newer version of readycheck, so nothing was sent or taken. Nothing of yours is lost. Update readycheck on this computer and synchronize again."}
}

func olderHub(version int) error {
	return &sync.Error{Kind: sync.ErrRefused, Cause: fmt.Errorf("hub version %d, known is %d", version, schemaVersion), Says: "The hub was made by an earlier version of readycheck. Whoever runs it brings it up to date with `readycheck hub create`, and nothing in it is lost."}
}
