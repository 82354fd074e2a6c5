//go:build unix

package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
	"readycheck/store/sync/postgres/pgtest"
)

// says fails unless the error is of a kind, has a sentence with some words, and tells no secret.
func says(t testing.TB, err, kind error, words string, secrets ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, instead of %q", words)
		return
	}
	sentence, ok := assessment.OwnSentence(err)
	if !ok || !errors.Is(err, kind) || !strings.Contains(sentence, words) {
		t.Errorf("%q is said, of %v", sentence, err)
	}
	for _, secret := range secrets {
		if strings.Contains(err.Error()+sentence+fmt.Sprintf("%+v %#v", err, err), secret) {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

func TestAURLHasNoPasswordAndNoUncheckedLine(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"postgres://dana:s3cret@hub.example.com/db", "postgresql://dana:s3cret@/db", "postgres://dana:s3/cr?et@hub.example.com/db", "postgres://dana:@s3cret@h/db",
		"postgres://dana@hub.example.com/db?password=s3cret", "postgres://dana@hub.example.com/db?%70assword=s3cret", "postgres://dana@h/db?sslpassword=s3cret",
	} {
		_, err := postgres.Open(t.Context(), url)
		says(t, err, sync.ErrRefused, "password in the hub's address", "s3cret")
		says(t, postgres.Create(t.Context(), url, "F", "0b6c1c4e-7d1e-4a8e-9a51-2f6b7d3c9e10", nil), sync.ErrRefused, "password in the hub's address", "s3cret")
	}
	for _, query := range []string{"sslmode=disable", "sslmode=allow", "sslmode=prefer", "sslmode=require", "sslmode=verify-ca", "ssl=true", "sslmode=verify-full&sslmode=disable", "sslmode="} {
		_, err := postgres.Open(t.Context(), "postgres://dana@192.0.2.1/db?"+query)
		says(t, err, sync.ErrRefused, "not checked")
		_, err = postgres.Open(t.Context(), "postgres://dana@127.0.0.1,192.0.2.1/db?"+query)
		says(t, err, sync.ErrRefused, "not checked")
	}
	for _, url := range []string{"host=hub.example.com password=s3cret", "http://hub.example.com", ""} {
		_, err := postgres.Open(t.Context(), url)
		says(t, err, sync.ErrRefused, "begins with postgres://", "s3cret")
	}
	for _, url := range []string{"postgres://dana@h:port/db", "postgres://dana@h/db?servicefile=/x", "postgres://dana@h/db?search_path=x", "postgres://dana@h/%zz"} {
		_, err := postgres.Open(t.Context(), url)
		says(t, err, sync.ErrRefused, "cannot be understood")
	}
	_, err := postgres.Open(t.Context(), "postgres://dana@h/db?sslrootcert="+filepath.Join(t.TempDir(), "none"))
	says(t, err, sync.ErrRefused, "cannot be read")
}

// What the environment or a service file says of an unchecked line counts for this computer alone.
func TestTheSurroundingsCannotOpenTheLine(t *testing.T) {
	service := filepath.Join(t.TempDir(), "service")
	if err := os.WriteFile(service, []byte("[hub]\nhost=192.0.2.1\ndbname=db\nuser=dana\nsslmode=disable\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PGSERVICEFILE", service)
	t.Setenv("PGSSLMODE", "disable")
	for _, url := range []string{"postgres://dana@192.0.2.1/db", "postgres:///?service=hub", "postgres://dana@192.0.2.1,127.0.0.1/db?sslmode=verify-full"} {
		checked, err := postgres.Checked(url)
		if err != nil || !checked {
			t.Errorf("%s: checked %t, %v", url, checked, err)
		}
	}
	if checked, err := postgres.Checked("postgres://dana@127.0.0.1/db"); err != nil || checked {
		t.Errorf("on this computer: checked %t, %v", checked, err)
	}
}

func TestWhatGoesWrongIsSaid(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	url, role := f.invite(t, "dana")
	proxy := pgtest.NewProxy(t, 0) // takes visitors and never answers
	pass := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte("*:*:*:*:wr0ng\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	try := func(kind error, words, url string) {
		t.Helper()
		h, err := postgres.Open(t.Context(), url)
		if err == nil {
			h.Close()
		}
		says(t, err, kind, words, "wr0ng")
	}
	plain, query, _ := strings.Cut(url, "?")
	try(sync.ErrRefused, "does not take the password", plain+"?passfile="+pass)
	try(sync.ErrRefused, "this computer has none", plain+"?passfile=/nowhere")
	try(sync.ErrRefused, "does not take the password", strings.Replace(plain, role, "nobody", 1)+"?passfile="+pass)
	try(sync.ErrRefused, "does not know nobody", f.As("nobody", f.db))
	try(sync.ErrRefused, "has no database by the name of none", f.As(f.owner, "none"))
	try(sync.ErrRefused, "no readycheck hub in the database postgres", f.Admin("postgres"))
	try(sync.ErrRefused, "has no firm for admin", f.Admin(f.db))
	try(sync.ErrRefused, "does not encrypt", url+"&sslmode=verify-full")
	try(sync.ErrAway, "is not running", fmt.Sprintf("postgres://dana@127.0.0.1:%d/db", pgtest.FreePort(t)))
	try(sync.ErrAway, "the hub was not found", "postgres://dana@hub.invalid/db")

	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := postgres.Open(ctx, strings.Replace(plain, fmt.Sprint(f.Port), fmt.Sprint(proxy.Port), 1)+"?"+query)
	says(t, err, sync.ErrAway, "did not answer in time")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}

	for version, words := range map[int]string{9: "newer version of readycheck", 0: "earlier version of readycheck"} {
		f.SQL(f.db, fmt.Sprintf("UPDATE readycheck.hub SET version = %d", version))
		kind := sync.ErrRefused
		if version > 1 {
			kind = sync.ErrNewer
			says(t, postgres.Create(t.Context(), f.url, "Bakery", f.id, nil), kind, words)
		}
		try(kind, words, url)
	}
	f.SQL(f.db, "UPDATE readycheck.hub SET version = 0; DROP FUNCTION readycheck.set_probe")
	if err := postgres.Create(t.Context(), f.url, "Bakery", f.id, nil); err != nil {
		t.Fatal(err)
	}
	if n := f.SQL(f.db, "SELECT version, to_regproc('readycheck.set_probe') FROM readycheck.hub")[0]; n[0] != "1" || n[1] == "" {
		t.Errorf("brought up to date, the hub has %v", n)
	}
}

func TestAServerOfItsOwn(t *testing.T) {
	t.Parallel()
	pgtest.Programs(t)
	c := pgtest.New(t, "max_connections=8", "superuser_reserved_connections=3", "max_wal_senders=0")
	f := newFirmOn(t, c)
	t.Run("away and back", func(t *testing.T) { awayAndBack(t, c, f) })
	t.Run("certificates", func(t *testing.T) { certificates(t, c, f) })
}

// The server is stopped, hangs, takes no changes, is full of visitors, and comes back: with a hub that
// is open all the while.
func awayAndBack(t *testing.T, c *pgtest.Cluster, f firm) {
	proxy := pgtest.NewProxy(t, c.Port)
	url, _ := f.invite(t, "dana", proxy.Port)
	h := open(t, url)
	push := func() error { return h.Push(t.Context(), newRows(1)) }

	proxy.Hold(true)
	h.Hurry(200*time.Millisecond, time.Second)
	began := time.Now()
	says(t, push(), sync.ErrAway, "did not answer in time")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	proxy.Hold(false)
	h.Hurry(time.Minute, time.Second)
	if err := push(); err != nil {
		t.Errorf("after a hold: %v", err)
	}

	c.Stop()
	says(t, push(), sync.ErrAway, "")
	c.Start()
	if err := push(); err != nil {
		t.Errorf("after a stop: %v", err)
	}

	c.Configure("default_transaction_read_only=on")
	c.SQL("postgres", "SELECT pg_reload_conf()")
	until(t, "the hub to take no changes", func() bool {
		err := push()
		return err != nil && strings.Contains(assessment.Sentence(err), "takes no changes just now") && errors.Is(err, sync.ErrAway)
	})
	c.Configure("default_transaction_read_only=off")
	c.SQL("postgres", "SELECT pg_reload_conf()")
	until(t, "the hub to take changes", func() bool { return push() == nil })

	h.Close()
	var full error
	for range 10 {
		conn, err := postgres.Open(t.Context(), url)
		if err != nil {
			full = err
			break
		}
		t.Cleanup(conn.Close)
	}
	says(t, full, sync.ErrAway, "as many visitors")
}

func certificates(t *testing.T, c *pgtest.Cluster, f firm) {
	for i, test := range []struct {
		name  string
		until time.Time
		known bool
		words string
	}{
		{"127.0.0.1", time.Now().AddDate(1, 0, 0), true, ""},
		{"hub.example.com", time.Now().AddDate(1, 0, 0), true, "The hub at 127.0.0.1 shows a certificate for another name, so nothing was sent."},
		{"127.0.0.1", time.Now().AddDate(0, 0, -1), true, "has run out"},
		{"127.0.0.1", time.Now().AddDate(1, 0, 0), false, "nobody known to this computer"},
	} {
		authority := c.Certify(test.name, test.until)
		c.SQL("postgres", "SELECT pg_reload_conf()")
		url, _ := f.invite(t, fmt.Sprint("olga", i))
		url += "&sslmode=verify-full"
		if test.known {
			url += "&sslrootcert=" + authority
		}
		var err error
		until(t, "the server to show it", func() bool {
			var h *postgres.Hub
			if h, err = postgres.Open(t.Context(), url); err == nil {
				h.Close()
			}
			return err == nil && test.words == "" || err != nil && strings.Contains(assessment.Sentence(err), test.words) && test.words != ""
		})
		if test.words != "" {
			says(t, err, sync.ErrRefused, test.words)
		}
	}
}
