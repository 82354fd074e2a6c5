package postgres

import (
	"context"
	"errors"
	"io/fs"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/sync"
)

// connectTimeout is how long one host may take to let us in.
const connectTimeout = 5 * time.Second

// mayTell is what a URL may hold. A service file may name hosts and files, and stands on this
// computer; "servicefile" in a URL could name any.
var mayTell = []string{
	"host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslnegotiation",
	"service", "passfile", "options", "channel_binding", "target_session_attrs",
}

// parse reads the URL of a hub, with what the environment, a service file and a password file add.
func parse(text string) (*pgconn.Config, error) {
	rest, ok := strings.CutPrefix(text, "postgres://")
	if !ok {
		rest, ok = strings.CutPrefix(text, "postgresql://")
	}
	if !ok {
		return nil, badURL("A hub's address begins with postgres://, as in postgres://dana@hub.example.com/readycheck. Look at yours once more.")
	}
	if holdsPassword(rest) {
		return nil, badURL("There is a password in the hub's address, where others may come to read it. Put it into the file ~/.pgpass, and take it out of the address.")
	}
	config, err := read(text)
	if err != nil {
		return nil, err
	}
	if !onlyHere(config) {
		if config, err = verified(text, rest); err != nil {
			return nil, err
		}
	}
	config.ConnectTimeout = connectTimeout
	if options := config.RuntimeParams["options"]; options != "" {
		config.RuntimeParams = map[string]string{"options": options}
	} else {
		config.RuntimeParams = map[string]string{}
	}
	config.RuntimeParams["application_name"] = "readycheck"
	config.RuntimeParams["client_encoding"] = "UTF8"
	// What a standby says may be late. Of several hosts the one that takes changes is sought.
	config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	return config, nil
}

// read keeps what the library says of a bad URL to itself, since it may quote it.
func read(text string) (*pgconn.Config, error) {
	config, err := pgconn.ParseConfigWithOptions(text, pgconn.ParseConfigOptions{ConnStringAllowedKeys: mayTell})
	if err == nil {
		return config, nil
	}
	var missing *fs.PathError
	if errors.As(err, &missing) {
		return nil, badURL("A file that the hub's address names cannot be read: a certificate, a key or pg_service.conf. Look at its name and whether you may read it.")
	}
	return nil, badURL("The hub's address cannot be understood. It looks like postgres://dana@hub.example.com/readycheck. Look at it once more.")
}

// verified reads a URL so that the hub has to show that it is the one that is meant.
func verified(text, rest string) (*pgconn.Config, error) {
	_, query, asked := strings.Cut(rest, "?")
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, badURL("The hub's address cannot be understood after its question mark. Look at it once more.")
	}
	for key, all := range values {
		for _, value := range all {
			if key == "ssl" || key == "sslmode" && value != "verify-full" {
				return nil, badURL("The hub's address asks for a line that is not checked (" + key + "=" + value + "), and the hub is on another computer. Take that out of the address: readycheck always checks who answers.")
			}
		}
	}
	switch {
	case !asked:
		text += "?sslmode=verify-full"
	case !values.Has("sslmode"):
		text += "&sslmode=verify-full"
	}
	config, err := read(text)
	if err != nil {
		return nil, err
	}
	checked := config.TLSConfig != nil && !config.TLSConfig.InsecureSkipVerify
	for _, f := range config.Fallbacks {
		checked = checked && f.TLSConfig != nil && !f.TLSConfig.InsecureSkipVerify
	}
	if !checked {
		return nil, badURL("The line to the hub would not be checked, so nothing was sent. Take all that begins with ssl out of the hub's address.")
	}
	return config, nil
}

// holdsPassword is true rather once too often: a password may hold signs that end it for a parser.
func holdsPassword(rest string) bool {
	if at := strings.LastIndex(rest, "@"); at >= 0 && strings.Contains(rest[:at], ":") {
		return true
	}
	_, query, _ := strings.Cut(rest, "?")
	for _, pair := range strings.FieldsFunc(query, func(r rune) bool { return r == '&' || r == ';' }) {
		key, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(key); err == nil {
			key = plain
		}
		if strings.Contains(strings.ToLower(key), "password") {
			return true
		}
	}
	return false
}

// onlyHere is true where the hub is on this computer, whichever of its hosts answers.
func onlyHere(config *pgconn.Config) bool {
	here := isHere(config.Host)
	for _, f := range config.Fallbacks {
		here = here && isHere(f.Host)
	}
	return here
}

func isHere(host string) bool {
	if host == "localhost" || filepath.IsAbs(host) {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// hostsOf names the hosts for a person.
func hostsOf(config *pgconn.Config) string {
	names := []string{config.Host}
	for _, f := range config.Fallbacks {
		if f.Host != names[len(names)-1] {
			names = append(names, f.Host)
		}
	}
	return strings.Join(names, " or ")
}

func badURL(says string) error { return &sync.Error{Kind: sync.ErrRefused, Says: says} }

// dial opens a line.
func dial(ctx context.Context, config *pgconn.Config) (*pgconn.PgConn, error) {
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return nil, explain(ctx, config, err)
	}
	return conn, nil
}
