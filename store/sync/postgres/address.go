package postgres

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/sync"
)

const (
	connectTime = 5 * time.Second
	// callTime is how long a call may take that reads or writes rows.
	callTime = 30 * time.Second
	// waitTime is after how long somebody who waits looks for themselves: some servers and
	// what stands before them carry no notices.
	waitTime = 30 * time.Second
)

// parse reads an address. Nothing is sent to another computer without encryption, and to none
// whose name is not that of its certificate.
func parse(address string) (*pgconn.Config, error) {
	rest, ok := strings.CutPrefix(address, "postgres://")
	if !ok {
		rest, ok = strings.CutPrefix(address, "postgresql://")
	}
	if !ok {
		return nil, badAddress("An address of a hub looks like postgres://name@host/database.")
	}
	authority := rest[:min(indexOr(rest, '/'), indexOr(rest, '?'))]
	if at := strings.LastIndexByte(authority, '@'); at >= 0 && strings.Contains(authority[:at], ":") || named(rest, "password") != "" {
		return nil, badAddress("Keep the password out of the address: others can read it in the list of running programs. Put it into the file that PGPASSFILE names, or ~/.pgpass.")
	}
	if named(rest, "target_session_attrs") == "" {
		address = with(address, "target_session_attrs=read-write")
	}
	cfg, err := pgconn.ParseConfig(address)
	if err != nil {
		return nil, unread(err)
	}
	if remote(cfg) {
		switch mode := named(rest, "sslmode"); mode {
		case "verify-full":
		case "":
			address = with(address, "sslmode=verify-full")
		default:
			return nil, badAddress(fmt.Sprintf("With sslmode=%s, others could read or answer in the place of the hub. Leave it out: the certificate is always looked at.", mode))
		}
		if cfg, err = pgconn.ParseConfig(address); err != nil {
			return nil, unread(err)
		}
		if open(cfg) {
			return nil, badAddress("This address would go out without encryption. Leave sslmode out.")
		}
	}
	cfg.ConnectTimeout = connectTime
	cfg.RuntimeParams["application_name"] = "readycheck"
	return cfg, nil
}

func indexOr(text string, sign byte) int {
	if at := strings.IndexByte(text, sign); at >= 0 {
		return at
	}
	return len(text)
}

// named is a parameter of an address, empty where it is not named.
func named(address, name string) string {
	_, query, _ := strings.Cut(address, "?")
	for part := range strings.SplitSeq(query, "&") {
		if value, ok := strings.CutPrefix(part, name+"="); ok {
			return value
		}
	}
	return ""
}

func with(address, parameter string) string {
	if strings.Contains(address, "?") {
		return address + "&" + parameter
	}
	return address + "?" + parameter
}

// remote reports whether any host of an address is another computer.
func remote(cfg *pgconn.Config) bool {
	if !here(cfg.Host) {
		return true
	}
	for _, other := range cfg.Fallbacks {
		if !here(other.Host) {
			return true
		}
	}
	return false
}

func here(host string) bool {
	if host == "" || host == "localhost" || strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// open reports whether an address of another computer would be spoken to without encryption.
func open(cfg *pgconn.Config) bool {
	if !here(cfg.Host) && cfg.TLSConfig == nil {
		return true
	}
	for _, other := range cfg.Fallbacks {
		if !here(other.Host) && other.TLSConfig == nil {
			return true
		}
	}
	return false
}

// hostOf is what a person calls the hub's computer.
func hostOf(cfg *pgconn.Config) string {
	if strings.HasPrefix(cfg.Host, "/") || cfg.Host == "" {
		return "this computer"
	}
	if cfg.Port != 5432 {
		return fmt.Sprintf("%s:%d", cfg.Host, cfg.Port)
	}
	return cfg.Host
}

func badAddress(says string) error {
	return &sync.Error{Kind: sync.ErrRefused, Cause: errors.New("the address is refused"), Says: says + " Nothing was sent."}
}

// unread hides what pgconn says of an address: it may repeat parts of it.
func unread(err error) error {
	var bad *pgconn.ParseConfigError
	if errors.As(err, &bad) {
		err = errors.New("the address cannot be read")
	}
	return &sync.Error{Kind: sync.ErrRefused, Cause: err, Says: "This address of a hub cannot be read. It looks like postgres://name@host/database, and a file that it names, such as sslrootcert, must be there. Nothing was sent."}
}
