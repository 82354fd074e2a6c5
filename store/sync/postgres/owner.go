package postgres

import (
	"context"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/sync"
)

// Create makes a hub in a database and a firm in it, and brings an earlier one up to date. It changes
// nothing where both are there. The role of the URL runs the firm from then on; it has to own
// the database, and to invite it needs CREATEROLE.
func Create(ctx context.Context, url, firmName, firmID string, probe []byte) error {
	config, err := parse(url)
	if err != nil {
		return err
	}
	id, err := uuidBytes(firmID)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	conn, err := dial(ctx, config)
	if err != nil {
		return err
	}
	defer hangUp(conn) // an open transaction ends with it, and leaves nothing
	return explain(ctx, config, create(ctx, conn, firmName, id, probe))
}

func create(ctx context.Context, conn *pgconn.PgConn, firmName string, id, probe []byte) error {
	// Two that create at once would be in each other's way.
	if err := conn.Exec(ctx, "BEGIN; SELECT pg_advisory_xact_lock(7290815427)").Close(); err != nil {
		return err
	}
	rows, err := ask(ctx, conn, "SELECT 1::bigint WHERE to_regclass('readycheck.hub') IS NOT NULL")
	if err != nil {
		return err
	}
	version := 0
	if len(rows) > 0 {
		if version, err = versionOf(ctx, conn); err != nil {
			return err
		}
	}
	if version > schemaVersion {
		return newerHub(version)
	}
	if version < schemaVersion {
		if err := conn.Exec(ctx, schema).Close(); err != nil {
			return err
		}
	}
	mine, err := ask(ctx, conn, "SELECT f.id, f.name FROM readycheck.member m JOIN readycheck.firm f ON f.id = m.firm WHERE m.role = session_user")
	if err != nil {
		return err
	}
	if len(mine) > 0 && uuidText(mine[0][0]) != uuidText(id) {
		return &sync.Error{Kind: sync.ErrRefused, Says: "There is a hub already, of the firm " + string(mine[0][1]) + ", and you are in it. Nothing was changed. Another firm needs another database."}
	}
	if len(mine) == 0 {
		if _, err := ask(ctx, conn, "INSERT INTO readycheck.firm (id, name, probe) VALUES ($1, $2, $3)", value{uuidOID, id}, text(firmName), value{byteaOID, probe}); err != nil {
			return err
		}
		if _, err := ask(ctx, conn, "INSERT INTO readycheck.member (role, firm, owner, name) VALUES (session_user, $1, true, session_user)", value{uuidOID, id}); err != nil {
			return err
		}
	}
	return conn.Exec(ctx, "COMMIT").Close()
}

// Invitation is what a new member needs. The password stands nowhere else.
type Invitation struct {
	// URL is the hub's address for the member.
	URL string
	// Role is the member's name in the hub.
	Role string
	// PasswordLine is a line, or one for each host, for the member's file ~/.pgpass.
	PasswordLine string
}

// Invite makes a role for a new member. The hub is given what it checks a password by, and never the
// password.
func Invite(ctx context.Context, hubURL, name string) (Invitation, error) {
	h, err := Open(ctx, hubURL)
	if err != nil {
		return Invitation{}, err
	}
	defer h.Close()
	name = strings.TrimSpace(name)
	if name == "" {
		return Invitation{}, &sync.Error{Kind: sync.ErrRefused, Says: "An invitation needs a name. Say whom you invite, as in `readycheck hub invite dana`."}
	}
	role, password := newRole(name), randomText(20)
	err = h.do(ctx, func(ctx context.Context, conn *pgconn.PgConn) error {
		taken, err := ask(ctx, conn, "SELECT role::text FROM readycheck.member WHERE firm = readycheck.own_firm() AND name = $1", text(name))
		if err != nil {
			return err
		}
		if len(taken) > 0 {
			return &sync.Error{Kind: sync.ErrRefused, Says: name + " was invited before. Take another name, or take that one out first with `readycheck hub expel`."}
		}
		// The names are our own, of letters, digits and underscores, and so is the verifier.
		if err := conn.Exec(ctx, "BEGIN; CREATE ROLE "+role+" LOGIN PASSWORD '"+verifier(password)+"'").Close(); err != nil {
			return err
		}
		if _, err := ask(ctx, conn, "SELECT readycheck.invite($1, $2::text::name)", text(name), text(role)); err != nil {
			return err
		}
		return conn.Exec(ctx, "COMMIT").Close()
	})
	if err != nil {
		return Invitation{}, err
	}
	return Invitation{URL: withUser(hubURL, role), Role: role, PasswordLine: passwordLines(h.config, role, password)}, nil
}

// Expel lets a member in no longer. What they have on their computer stays there, and so does the
// key: a rekey follows.
func (h *Hub) Expel(ctx context.Context, name string) error {
	return h.do(ctx, func(ctx context.Context, conn *pgconn.PgConn) error {
		rows, err := ask(ctx, conn, "SELECT role::text, quote_ident(role::text) FROM readycheck.member WHERE firm = readycheck.own_firm() AND NOT owner AND (name = $1 OR role = $1::name)", text(name))
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return &sync.Error{Kind: sync.ErrRefused, Says: "The hub has no member by the name of " + name + " who could be taken out. Nothing was changed."}
		}
		if _, err := ask(ctx, conn, "SELECT readycheck.expel($1::text::name)", value{textOID, rows[0][0]}); err != nil {
			return err
		}
		// Out is who is no member. The role goes where it can: it may own something elsewhere.
		quoted := string(rows[0][1])
		if err := conn.Exec(ctx, "DROP ROLE IF EXISTS "+quoted).Close(); err != nil {
			return conn.Exec(ctx, "ALTER ROLE "+quoted+" NOLOGIN").Close()
		}
		return nil
	})
}

// Member is somebody whom the hub lets in.
type Member struct {
	Name, Role string
	Owner      bool
}

// Members are those whom the hub lets in, in the order of their names.
func (h *Hub) Members(ctx context.Context) ([]Member, error) {
	var out []Member
	err := h.do(ctx, func(ctx context.Context, conn *pgconn.PgConn) error {
		rows, err := ask(ctx, conn, "SELECT name, role::text, owner FROM readycheck.member WHERE firm = (SELECT readycheck.my_firm()) ORDER BY name")
		out = nil
		for _, r := range rows {
			out = append(out, Member{Name: string(r[0]), Role: string(r[1]), Owner: r[2][0] == 1})
		}
		return err
	})
	return out, err
}

// Erase empties all that the hub has of a session, for good, and adds the row by which every computer
// learns of it: see [sync.Keyring.Erasure].
func (h *Hub) Erase(ctx context.Context, mark sync.Row) error {
	id, err := uuidBytes(mark.Session)
	if err != nil {
		return err
	}
	return h.do(ctx, func(ctx context.Context, conn *pgconn.PgConn) error {
		_, err := ask(ctx, conn, "SELECT readycheck.erase($1, $2, $3)", value{uuidOID, id}, value{byteaOID, mark.ID[:]}, value{byteaOID, mark.Body})
		return err
	})
}

// resealAtOnce is how many rows are sealed anew in a transaction.
const resealAtOnce = 200

// Reseal puts the probe of a new key into the hub, so that nobody sends with the old one any more,
// and then a new body in the place of each. Where seal gives nil the body stays: so a rekey that
// was cut off goes on when it is called again.
func (h *Hub) Reseal(ctx context.Context, probe []byte, seal func(sync.Row) ([]byte, error)) error {
	err := h.do(ctx, func(ctx context.Context, conn *pgconn.PgConn) error {
		_, err := ask(ctx, conn, "SELECT readycheck.set_probe($1)", value{byteaOID, probe})
		return err
	})
	for after := uint64(0); err == nil; {
		var rows []sync.Row
		if rows, err = h.Pull(ctx, after, resealAtOnce); err != nil || len(rows) == 0 {
			return err
		}
		after = rows[len(rows)-1].Seq
		err = h.reseal(ctx, rows, seal)
	}
	return err
}

func (h *Hub) reseal(ctx context.Context, rows []sync.Row, seal func(sync.Row) ([]byte, error)) error {
	type sealed struct {
		seq  uint64
		body []byte
	}
	var anew []sealed
	for _, row := range rows {
		if len(row.Body) == 0 {
			continue
		}
		body, err := seal(row)
		if err != nil {
			return err
		}
		if body != nil {
			anew = append(anew, sealed{row.Seq, body})
		}
	}
	if len(anew) == 0 {
		return nil
	}
	return h.do(ctx, func(ctx context.Context, conn *pgconn.PgConn) error {
		batch := new(pgconn.Batch) // sent once only
		for _, s := range anew {
			batch.ExecParams("SELECT readycheck.reseal($1, $2)", [][]byte{bigint(s.seq).data, s.body}, []uint32{bigintOID, byteaOID}, []int16{1, 1}, nil)
		}
		return conn.ExecBatch(ctx, batch).Close()
	})
}

// newRole is a name for a role that no other has: roles belong to the server and not to one database.
func newRole(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
	return "rc_" + plain[:min(len(plain), 20)] + "_" + randomText(4)
}

func randomText(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// verifier is what the hub keeps of a password, as RFC 5803 has it. Sent in its place, the password
// stands in no log of the server.
func verifier(password string) string {
	const rounds = 4096
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	salted, err := pbkdf2.Key(sha256.New, password, salt, rounds, sha256.Size)
	if err != nil {
		panic(err) // lengths that never change
	}
	mac := func(word string) []byte {
		m := hmac.New(sha256.New, salted)
		_, _ = m.Write([]byte(word))
		return m.Sum(nil)
	}
	stored := sha256.Sum256(mac("Client Key"))
	b64 := base64.StdEncoding.EncodeToString
	return "SCRAM-SHA-256$" + strconv.Itoa(rounds) + ":" + b64(salt) + "$" + b64(stored[:]) + ":" + b64(mac("Server Key"))
}

// withUser is a URL for another role. One that names its user elsewhere is overruled.
func withUser(hubURL, role string) string {
	scheme, rest, _ := strings.Cut(hubURL, "://")
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	authority, tail := rest[:end], rest[end:]
	authority = authority[strings.LastIndex(authority, "@")+1:]
	if path, query, ok := strings.Cut(tail, "?"); ok {
		if values, err := url.ParseQuery(query); err == nil && values.Has("user") {
			values.Del("user")
			tail = path + "?" + values.Encode()
		}
	}
	return scheme + "://" + role + "@" + authority + strings.TrimSuffix(tail, "?")
}

// passwordLines are for ~/.pgpass: the library looks for the first host and libpq for each.
func passwordLines(config *pgconn.Config, role, password string) string {
	escape := strings.NewReplacer(`\`, `\\`, ":", `\:`).Replace
	line := func(host string, port uint16) string {
		if network, _ := pgconn.NetworkAddress(host, port); network == "unix" {
			host = "localhost"
		}
		return strings.Join([]string{escape(host), strconv.Itoa(int(port)), escape(config.Database), role, password}, ":")
	}
	lines := []string{line(config.Host, config.Port)}
	for _, f := range config.Fallbacks {
		if l := line(f.Host, f.Port); l != lines[len(lines)-1] {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}
