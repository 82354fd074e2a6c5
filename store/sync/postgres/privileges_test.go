//go:build unix

package postgres_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
)

// one is a push of one change, whose id ends with the byte.
func one(last byte) string {
	return fmt.Sprintf(`SELECT readycheck.push(ARRAY['\x0001020304050607080900000000%04x'::bytea], ARRAY['0b6c1c4e-7d1e-4a8e-9a51-2f6b7d3c9e10'::uuid], ARRAY['x'::bytea])`, last)
}

// role x action x object. A member of the firm, one of another firm in the same hub, one who was taken
// out, and a role of the server that was never invited.
func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	if err := open(t, f.url).Push(t.Context(), newRows(3)); err != nil {
		t.Fatal(err)
	}
	_, dana := f.invite(t, "dana")
	_, gone := f.invite(t, "gone")
	// Another firm in the same database, of an owner who may do all, and a member of it.
	other := f
	other.owner = fmt.Sprintf("boss%d", count.Add(1))
	f.SQL("postgres", "CREATE ROLE "+other.owner+" LOGIN SUPERUSER")
	other.url = f.As(other.owner, f.db)
	if err := postgres.Create(t.Context(), other.url, "Butcher", "0b6c1c4e-7d1e-4a8e-9a51-2f6b7d3c9e10", []byte("p")); err != nil {
		t.Fatal(err)
	}
	_, butcher := other.invite(t, "dana")
	stranger := fmt.Sprintf("stranger%d", count.Add(1))
	f.SQL("postgres", "CREATE ROLE "+stranger+" LOGIN")
	// One who is connected while being taken out.
	inside := raw(t, f.As(gone, f.db))
	if err := inside.Exec(t.Context(), one(1)).Close(); err != nil {
		t.Fatal(err)
	}
	// Keep the role, as where it cannot be dropped.
	f.SQL(f.db, "CREATE TABLE public.kept (i int); ALTER TABLE public.kept OWNER TO "+gone)
	if err := open(t, f.url).Expel(t.Context(), "gone"); err != nil {
		t.Fatal(err)
	}
	if err := inside.Exec(t.Context(), one(2)).Close(); err == nil {
		t.Error("who was taken out pushed over a line that was open")
	}
	if login := f.SQL(f.db, "SELECT rolcanlogin FROM pg_roles WHERE rolname = '"+gone+"'")[0][0]; login != "f" {
		t.Error("who was taken out may still come in")
	}
	f.SQL(f.db, "ALTER ROLE "+gone+" LOGIN")

	before := f.state(t)
	roles := []struct {
		name, role string
		rows       string // what they see of change, firm, member and erased; empty for refused
	}{
		{"member", dana, "4 1 2 0"},
		{"member of another firm", butcher, "0 1 2 0"},
		{"taken out", gone, ""},
		{"never invited", stranger, ""},
	}
	tables := []string{"hub", "firm", "member", "change", "erased"}
	for _, r := range roles {
		conn := raw(t, f.As(r.role, f.db))
		var refused []string
		for _, table := range tables {
			refused = append(refused,
				"DELETE FROM readycheck."+table, "TRUNCATE readycheck."+table+" CASCADE", "DROP TABLE readycheck."+table+" CASCADE",
				"INSERT INTO readycheck."+table+" SELECT * FROM readycheck."+table, "LOCK TABLE readycheck."+table+" IN EXCLUSIVE MODE",
				"ALTER TABLE readycheck."+table+" DISABLE ROW LEVEL SECURITY", "CREATE TRIGGER tr BEFORE INSERT ON readycheck."+table+" EXECUTE FUNCTION suppress_redundant_updates_trigger()",
				"CREATE POLICY mine ON readycheck."+table+" USING (true)", "COPY readycheck."+table+" FROM stdin",
				"CREATE RULE r AS ON INSERT TO readycheck."+table+" DO INSTEAD NOTHING",
			)
		}
		refused = append(refused,
			"UPDATE readycheck.firm SET last = 0", "UPDATE readycheck.firm SET probe = ''", "UPDATE readycheck.hub SET version = 9",
			"UPDATE readycheck.member SET owner = true", "UPDATE readycheck.member SET firm = '0b6c1c4e-7d1e-4a8e-9a51-2f6b7d3c9e10'",
			"UPDATE readycheck.change SET body = ''", "UPDATE readycheck.change SET seq = seq + 100", "UPDATE readycheck.change SET firm = '0b6c1c4e-7d1e-4a8e-9a51-2f6b7d3c9e10'",
			"SELECT * FROM readycheck.change FOR UPDATE", "SELECT * FROM readycheck.firm FOR SHARE",
			"SELECT readycheck.invite('x', '"+stranger+"')", "SELECT readycheck.expel('"+dana+"')", `SELECT readycheck.erase('0b6c1c4e-7d1e-4a8e-9a51-2f6b7d3c9e10', '\x000102030405060708090a0b0c0d0e0f', 'x')`,
			"SELECT readycheck.reseal(1, 'x')", "SELECT readycheck.set_probe('x')", "SELECT readycheck.own_firm()",
			"DROP SCHEMA readycheck CASCADE", "CREATE TABLE readycheck.mine (i int)", "CREATE FUNCTION readycheck.my_firm(int) RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
			"CREATE OR REPLACE FUNCTION readycheck.my_firm() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'", "ALTER FUNCTION readycheck.push(bytea[], uuid[], bytea[]) RESET search_path",
			"SET ROLE "+f.owner, "SET ROLE admin", "SET SESSION AUTHORIZATION "+f.owner, "GRANT "+f.owner+" TO "+r.role, "ALTER ROLE "+r.role+" SUPERUSER", "CREATE ROLE more LOGIN",
		)
		for _, sql := range refused {
			if err := conn.Exec(t.Context(), sql).Close(); err == nil {
				t.Errorf("a %s may %s", r.name, sql)
			}
		}
		_ = conn.Exec(t.Context(), "GRANT ALL ON ALL TABLES IN SCHEMA readycheck TO PUBLIC").Close()
		// RLS cannot be left: with row_security off a query is refused and not answered in full.
		if err := conn.Exec(t.Context(), "SET row_security = off; SELECT * FROM readycheck.change").Close(); err == nil {
			t.Errorf("a %s left row security", r.name)
		}
		_ = conn.Exec(t.Context(), "RESET row_security").Close()
		got, err := text(t, conn, "SELECT (SELECT count(*) FROM readycheck.change)||' '||(SELECT count(*) FROM readycheck.firm)||' '||(SELECT count(*) FROM readycheck.member)||' '||(SELECT count(*) FROM readycheck.erased)")
		if r.rows == "" && err == nil || r.rows != "" && (err != nil || got != r.rows) {
			t.Errorf("a %s sees %q, %v", r.name, got, err)
		}
		if r.rows == "" {
			if err := conn.Exec(t.Context(), one(3)).Close(); err == nil {
				t.Errorf("a %s pushed", r.name)
			}
			if _, err := postgres.Open(t.Context(), f.As(r.role, f.db)); !errors.Is(err, sync.ErrRefused) {
				t.Errorf("a %s came in: %v", r.name, err)
			}
		}
		if after := f.state(t); after != before {
			t.Fatalf("a %s changed the hub from %s to %s", r.name, before, after)
		}
	}
	// The control: what was refused to all is possible for the owner.
	for _, sql := range []string{"SELECT readycheck.set_probe('x')", "UPDATE readycheck.firm SET last = last", "SELECT readycheck.reseal(1, 'x')"} {
		if err := raw(t, f.url).Exec(t.Context(), sql).Close(); err != nil {
			t.Errorf("the owner may not %s: %v", sql, err)
		}
	}
	if f.state(t) == before {
		t.Error("the owner changed nothing, so the comparison sees nothing")
	}
	// The other firm's owner has no power over this one's rows, through the hub's functions.
	if err := open(t, other.url).Erase(t.Context(), rowOf(f.SQL(f.db, "SELECT session FROM readycheck.change WHERE seq = 2")[0][0], []byte("told"))); err != nil {
		t.Error(err)
	}
	if n := f.SQL(f.db, "SELECT count(*) FROM readycheck.change WHERE erased AND firm = '"+f.id+"'")[0][0]; n != "0" {
		t.Error("another firm's owner erased")
	}
}

// Names of one's own in front of the hub's change nothing, and neither does another role.
func TestShadowsDoNothing(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	_, dana := f.invite(t, "dana")
	_, olga := f.invite(t, "olga")
	f.SQL(f.db, "GRANT "+olga+" TO "+dana+"; GRANT CREATE ON SCHEMA public TO PUBLIC")
	conn := raw(t, f.As(dana, f.db))
	for _, sql := range []string{
		"CREATE TEMP TABLE firm (id uuid, last bigint, chain bytea)", "CREATE TEMP TABLE member AS SELECT session_user AS role, gen_random_uuid() AS firm, true AS owner",
		"CREATE TEMP TABLE change (firm uuid, seq bigint)", "CREATE TEMP TABLE erased (firm uuid, session uuid)",
		"CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT 'x'::bytea $$",
		"CREATE FUNCTION public.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT 'x'::bytea $$",
		"CREATE FUNCTION public.my_firm() RETURNS uuid LANGUAGE sql AS $$ SELECT gen_random_uuid() $$",
		"CREATE FUNCTION public.never(uuid, uuid) RETURNS bool LANGUAGE sql AS 'SELECT true'", "CREATE OPERATOR public.= (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = public.never)",
		"SET search_path = pg_temp, public, pg_catalog", "SET ROLE " + olga,
		one(1),
	} {
		if err := conn.Exec(t.Context(), sql).Close(); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	// The control: what calls it by its plain name meets the shadow.
	if got, err := text(t, conn, "RESET ROLE; SELECT encode(sha256('a'), 'escape')"); err != nil || got != "x" {
		t.Errorf("the shadow does not stand in front: %q, %v", got, err)
	}
	h := open(t, f.url)
	rows := pull(t, h)
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	}
	follows(t, h, rows)
	if by := f.SQL(f.db, "SELECT by_role FROM readycheck.change")[0][0]; by != dana {
		t.Errorf("pushed by %s", by)
	}
}

// state is all that the hub has.
func (f firm) state(t testing.TB) string {
	t.Helper()
	var all []string
	for _, table := range []string{"hub", "firm", "member", "change", "erased"} {
		all = append(all, f.SQL(f.db, "SELECT md5(coalesce(string_agg(x::text, ',' ORDER BY x::text), '')) FROM readycheck."+table+" x")[0][0])
	}
	// Who gives a right that they have not is told so, and it is no error.
	all = append(all, f.SQL(f.db, "SELECT string_agg(relacl::text, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = 'readycheck'::regnamespace")[0][0])
	return strings.Join(all, " ")
}

func text(t testing.TB, conn *pgconn.PgConn, sql string) (string, error) {
	t.Helper()
	results, err := conn.Exec(t.Context(), sql).ReadAll()
	if err != nil {
		return "", err
	}
	return string(results[len(results)-1].Rows[0][0]), nil
}
