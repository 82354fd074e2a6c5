package postgres

import (
	"context"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	_ "embed" // for the schema
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/sync"
)

//go:embed schema.sql
var schema string

// Firm is what a hub is made for.
type Firm struct {
	// ID is a UUID.
	ID, Name string
	Probe    []byte
}

// Create makes the hub of a firm in an empty database, or a further firm in one that has a hub.
// Whoever is connected owns the firm.
func (h *Hub) Create(ctx context.Context, firm Firm) error {
	id, err := uuid.Parse(firm.ID)
	if err != nil {
		return err
	}
	there := false
	if err := h.call(ctx, "SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'readycheck'", func([][]byte) error { there = true; return nil }); err != nil {
		return err
	}
	if there {
		at, err := h.At(ctx, 0)
		if err == nil {
			return &sync.Error{Kind: sync.ErrRefused, Cause: errors.New("the role has a firm"), Says: fmt.Sprintf("The hub at %s belongs to %s already. To use it: `readycheck sync` with its address. For another firm, name another database.", hostOf(h.cfg), at.Name)}
		}
		if errors.Is(err, sync.ErrNewer) || errors.Is(err, sync.ErrAway) {
			return err
		}
	}
	return h.inOne(ctx, func(conn *pgconn.PgConn) error {
		if !there {
			if _, err := conn.Exec(ctx, schema).ReadAll(); err != nil {
				return err
			}
		}
		if err := run(ctx, conn, "INSERT INTO readycheck.firm (id, name, probe) VALUES ($1, $2, $3)", session(id), text(firm.Name), blob(firm.Probe)); err != nil {
			return err
		}
		return run(ctx, conn, "INSERT INTO readycheck.member (role, firm, name, owner) VALUES (session_user, $1, 'owner', true)", session(id))
	})
}

// inOne runs statements in one transaction.
func (h *Hub) inOne(ctx context.Context, fn func(*pgconn.PgConn) error) error {
	ctx, stop := context.WithTimeout(ctx, callTime)
	defer stop()
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := h.connect(ctx, &h.conn); err != nil {
		return err
	}
	_, err := h.conn.Exec(ctx, "BEGIN").ReadAll()
	if err == nil {
		err = fn(h.conn)
	}
	if err == nil {
		_, err = h.conn.Exec(ctx, "COMMIT").ReadAll()
	}
	if err != nil {
		hangUp(&h.conn) // which takes all of it back
		return h.explain(ctx, err)
	}
	return nil
}

func run(ctx context.Context, conn *pgconn.PgConn, sql string, values ...value) error {
	data, kinds, formats := make([][]byte, len(values)), make([]uint32, len(values)), make([]int16, len(values))
	for i, v := range values {
		data[i], kinds[i], formats[i] = v.data, v.kind, 1
	}
	_, err := conn.ExecParams(ctx, sql, data, kinds, formats, nil).Close()
	return err
}

// Invitation is what somebody needs to come in, beside the firm's key.
type Invitation struct {
	// Address is that of the hub with their own name in it, without a password.
	Address string
	// PasswordLine is for the file of passwords of PostgreSQL. It is known nowhere else.
	PasswordLine string
	// Role is their name in the hub.
	Role string
}

// Invite makes a login for somebody.
func (h *Hub) Invite(ctx context.Context, address, who string) (Invitation, error) {
	role := roleFor(who)
	secret := make([]byte, 24)
	_, _ = rand.Read(secret) // never fails
	password := base64.RawURLEncoding.EncodeToString(secret)
	verifier, err := scram(password)
	if err != nil {
		return Invitation{}, err
	}
	err = h.inOne(ctx, func(conn *pgconn.PgConn) error {
		// The server gets no password, so that none stands in what it logs. Both texts are made of
		// signs that need no quotes.
		if _, err := conn.Exec(ctx, fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", role, verifier)).ReadAll(); err != nil {
			return err
		}
		return run(ctx, conn, "SELECT readycheck.invite($1, $2)", name(role), text(who))
	})
	if err != nil {
		return Invitation{}, err
	}
	host, port := h.cfg.Host, h.cfg.Port
	if strings.HasPrefix(host, "/") || host == "" {
		host = "localhost"
	}
	return Invitation{
		Role: role, Address: asRole(address, role),
		PasswordLine: fmt.Sprintf("%s:%d:%s:%s:%s", host, port, h.cfg.Database, role, password),
	}, nil
}

// asRole is an address with another name in it.
func asRole(address, role string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	authority := rest[:min(indexOr(rest, '/'), indexOr(rest, '?'))]
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		rest = rest[at+1:]
	}
	return scheme + "://" + role + "@" + rest
}

// roleFor is a login made of somebody's name, and of chance: two people may have one name.
func roleFor(who string) string {
	var letters strings.Builder
	for _, r := range strings.ToLower(who) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			letters.WriteRune(r)
		}
	}
	chance := make([]byte, 3)
	_, _ = rand.Read(chance) // never fails
	called := letters.String()
	return "readycheck_" + called[:min(len(called), 20)] + "_" + hex.EncodeToString(chance)
}

// scram is what a server keeps of a password (RFC 5803): enough to check it, and not to use it.
func scram(password string) (string, error) {
	const rounds = 4096
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	salted, err := pbkdf2.Key(sha256.New, password, salt, rounds, sha256.Size)
	if err != nil {
		return "", err
	}
	mac := func(of string) []byte {
		m := hmac.New(sha256.New, salted)
		_, _ = m.Write([]byte(of)) // a hash never fails
		return m.Sum(nil)
	}
	stored := sha256.Sum256(mac("Client Key"))
	encode := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", rounds, encode(salt), encode(stored[:]), encode(mac("Server Key"))), nil
}

// Member is somebody who may come in.
type Member struct {
	Role, Name string
	Owner      bool
}

// Members are all who may come in, in the order in which they came.
func (h *Hub) Members(ctx context.Context) ([]Member, error) {
	var all []Member
	err := h.call(ctx, "SELECT role, name, owner FROM readycheck.member WHERE firm = (SELECT readycheck.firm_of()) ORDER BY since, role", func(v [][]byte) error {
		all = append(all, Member{string(v[0]), string(v[1]), len(v[2]) == 1 && v[2][0] == 1})
		return nil
	})
	return all, err
}

// Expel shuts somebody out. What they have on their computer stays there.
func (h *Hub) Expel(ctx context.Context, role string) error {
	was := false
	err := h.call(ctx, "SELECT readycheck.expel($1)", func(v [][]byte) error { was = len(v[0]) == 1 && v[0][0] == 1; return nil }, name(role))
	if err != nil {
		return err
	}
	if !was {
		return &sync.Error{Kind: sync.ErrRefused, Cause: errors.New("not a member"), Says: "There is nobody of that name to shut out, or it is you. Nothing was changed."}
	}
	// They are in no firm any more. That the login itself goes too is only tidy.
	if strings.HasPrefix(role, "readycheck_") && strings.IndexFunc(role, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_') }) < 0 {
		_ = h.inOne(ctx, func(conn *pgconn.PgConn) error {
			_, err := conn.Exec(ctx, "DROP ROLE "+role).ReadAll()
			return err
		})
	}
	return nil
}

// Erase drops all that the hub has of a session for good, and adds the row that tells of it: see
// [sync.Keyring.Erasure].
func (h *Hub) Erase(ctx context.Context, mark sync.Row) error {
	id, err := uuid.Parse(mark.Session)
	if err != nil {
		return err
	}
	return h.call(ctx, "SELECT readycheck.erase($1, $2, $3)", nil, session(id), blob(mark.ID[:]), blob(mark.Body))
}

// resealAtOnce is how many bodies are sealed anew in one commit.
const resealAtOnce = 500

// Reseal names the probe of a new key, and gives each body to seal, which returns it sealed anew. It
// can be cut anywhere and begun again.
func (h *Hub) Reseal(ctx context.Context, probe []byte, seal func(sync.Row) ([]byte, error)) error {
	if err := h.call(ctx, "SELECT readycheck.rekey($1)", nil, blob(probe)); err != nil {
		return err
	}
	for after := uint64(0); ; {
		rows, err := h.Pull(ctx, after, resealAtOnce)
		if err != nil || len(rows) == 0 {
			return err
		}
		var seqs, bodies [][]byte
		for _, row := range rows {
			after = row.Seq
			if len(row.Body) == 0 {
				continue
			}
			body, err := seal(row)
			if err != nil {
				return err
			}
			seqs, bodies = append(seqs, number(row.Seq).data), append(bodies, body)
		}
		if len(seqs) == 0 {
			continue
		}
		if err := h.call(ctx, "SELECT readycheck.reseal($1, $2)", nil, array(int8ArrayType, int8Type, seqs), array(byteaArrayType, byteaType, bodies)); err != nil {
			return err
		}
	}
}
