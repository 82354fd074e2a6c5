-- What a hub is made of, version 1. Running it again changes nothing, so it also mends grants.
--
-- Members read their own firm's rows and call push; all else is for the firm's owner. Every function
-- that runs with the rights of the schema's owner takes the firm from session_user, which no member
-- can change, names all that it uses with its schema, and has a search path of its own.

CREATE SCHEMA IF NOT EXISTS readycheck;

CREATE TABLE IF NOT EXISTS readycheck.hub (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version integer NOT NULL
);

CREATE TABLE IF NOT EXISTS readycheck.firm (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  last bigint NOT NULL DEFAULT 0,
  chain bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
  probe bytea NOT NULL
);

CREATE TABLE IF NOT EXISTS readycheck.member (
  role name PRIMARY KEY,
  firm uuid NOT NULL REFERENCES readycheck.firm,
  owner boolean NOT NULL DEFAULT false,
  name text NOT NULL,
  UNIQUE (firm, name)
);

CREATE TABLE IF NOT EXISTS readycheck.change (
  -- No reference: push holds the firm's row, and to look for it again with each change costs as much
  -- as the change.
  firm uuid NOT NULL,
  seq bigint NOT NULL,
  id bytea NOT NULL,
  session uuid NOT NULL,
  body bytea NOT NULL,
  erased boolean NOT NULL DEFAULT false,
  -- The hash over all ids up to this one.
  chain bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  by_role name NOT NULL,
  PRIMARY KEY (firm, seq),
  UNIQUE (firm, id)
);
CREATE INDEX IF NOT EXISTS change_session ON readycheck.change (firm, session);
-- Sealed bodies do not become smaller.
ALTER TABLE readycheck.change ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE IF NOT EXISTS readycheck.erased (
  firm uuid NOT NULL REFERENCES readycheck.firm,
  session uuid NOT NULL,
  PRIMARY KEY (firm, session)
);

CREATE OR REPLACE FUNCTION readycheck.my_firm() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT firm FROM readycheck.member WHERE role = session_user
$$;

-- own_firm is the firm that the caller runs.
CREATE OR REPLACE FUNCTION readycheck.own_firm() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  f uuid;
BEGIN
  SELECT firm INTO f FROM readycheck.member WHERE role = session_user AND owner;
  IF f IS NULL THEN
    RAISE EXCEPTION 'only the owner of the hub may do that' USING ERRCODE = 'RC003';
  END IF;
  RETURN f;
END
$$;

-- push adds changes in their order. The firm's row is held until the end of the transaction, so that
-- a number is seen by others only after all smaller ones. Its key is not held, so that an invitation
-- waits for no push.
CREATE OR REPLACE FUNCTION readycheck.push(ids bytea[], sessions uuid[], bodies bytea[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  f uuid := readycheck.my_firm();
  n bigint;
  before bigint;
  link bytea;
  next bytea;
  gone uuid[];
  r record;
BEGIN
  IF f IS NULL THEN
    RAISE EXCEPTION 'no member of a firm' USING ERRCODE = 'RC001';
  END IF;
  IF coalesce(cardinality(ids), -1) NOT BETWEEN 0 AND 1000
     OR cardinality(ids) IS DISTINCT FROM cardinality(sessions)
     OR cardinality(ids) IS DISTINCT FROM cardinality(bodies)
     OR EXISTS (SELECT FROM unnest(ids, sessions, bodies) AS u(id, session, body)
                WHERE (octet_length(u.id) = 16 AND u.session IS NOT NULL AND octet_length(u.body) <= 1572864) IS NOT TRUE)
  THEN
    RAISE EXCEPTION 'a push of at most 1000 changes of at most 1.5 MiB' USING ERRCODE = 'RC002';
  END IF;
  SELECT last, chain INTO n, link FROM readycheck.firm WHERE id = f FOR NO KEY UPDATE;
  before := n;
  gone := ARRAY(SELECT e.session FROM readycheck.erased e WHERE e.firm = f AND e.session = ANY (sessions));
  FOR r IN SELECT u.id, u.session, u.body FROM unnest(ids, sessions, bodies) WITH ORDINALITY AS u(id, session, body, place) ORDER BY u.place LOOP
    CONTINUE WHEN r.session = ANY (gone);
    next := sha256(link || r.id);
    INSERT INTO readycheck.change (firm, seq, id, session, body, chain, by_role)
      VALUES (f, n + 1, r.id, r.session, r.body, next, session_user)
      ON CONFLICT (firm, id) DO NOTHING;
    IF FOUND THEN
      n := n + 1;
      link := next;
    END IF;
  END LOOP;
  IF n > before THEN
    UPDATE readycheck.firm SET last = n, chain = link WHERE id = f;
    PERFORM pg_notify('readycheck', '');
  END IF;
  RETURN n - before;
END
$$;

CREATE OR REPLACE FUNCTION readycheck.invite(name text, role name) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  f uuid := readycheck.own_firm();
BEGIN
  INSERT INTO readycheck.member (role, firm, name) VALUES (invite.role, f, invite.name);
  EXECUTE format('GRANT USAGE ON SCHEMA readycheck TO %I', role);
  EXECUTE format('GRANT SELECT ON readycheck.hub, readycheck.firm, readycheck.member, readycheck.change, readycheck.erased TO %I', role);
  EXECUTE format('GRANT EXECUTE ON FUNCTION readycheck.my_firm(), readycheck.push(bytea[], uuid[], bytea[]) TO %I', role);
  IF has_database_privilege(current_database(), 'CONNECT WITH GRANT OPTION') THEN
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), role);
  END IF;
END
$$;

-- expel takes effect at once, also for who is connected: the firm is looked up at every call.
CREATE OR REPLACE FUNCTION readycheck.expel(role name) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  f uuid := readycheck.own_firm();
BEGIN
  DELETE FROM readycheck.member m WHERE m.firm = f AND m.role = expel.role AND NOT m.owner;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  -- A hub that was put back from a dump may name a login that is no more.
  IF NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = expel.role) THEN
    RETURN true;
  END IF;
  EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA readycheck FROM %I', role);
  EXECUTE format('REVOKE ALL ON ALL FUNCTIONS IN SCHEMA readycheck FROM %I', role);
  EXECUTE format('REVOKE ALL ON SCHEMA readycheck FROM %I', role);
  IF has_database_privilege(current_database(), 'CONNECT WITH GRANT OPTION') THEN
    EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM %I', current_database(), role);
  END IF;
  RETURN true;
END
$$;

-- erase empties all that a session has, and adds one row, by which every computer learns of it. Its
-- body is sealed by whoever erases, since no computer erases at the word of a hub.
CREATE OR REPLACE FUNCTION readycheck.erase(gone uuid, mark bytea, told bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  f uuid := readycheck.own_firm();
  n bigint;
  link bytea;
BEGIN
  IF (octet_length(mark) = 16 AND octet_length(told) BETWEEN 1 AND 1572864) IS NOT TRUE THEN
    RAISE EXCEPTION 'a mark of 16 bytes and what it tells' USING ERRCODE = 'RC002';
  END IF;
  SELECT last, chain INTO n, link FROM readycheck.firm WHERE id = f FOR NO KEY UPDATE;
  INSERT INTO readycheck.erased (firm, session) VALUES (f, gone) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE readycheck.change SET body = '', erased = true WHERE firm = f AND session = gone;
  link := sha256(link || mark);
  INSERT INTO readycheck.change (firm, seq, id, session, body, erased, chain, by_role)
    VALUES (f, n + 1, mark, gone, told, true, link, session_user);
  UPDATE readycheck.firm SET last = n + 1, chain = link WHERE id = f;
  PERFORM pg_notify('readycheck', '');
  RETURN true;
END
$$;

CREATE OR REPLACE FUNCTION readycheck.reseal(number bigint, sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  f uuid := readycheck.own_firm();
BEGIN
  IF (octet_length(sealed) <= 1572864) IS NOT TRUE THEN
    RAISE EXCEPTION 'a change of at most 1.5 MiB' USING ERRCODE = 'RC002';
  END IF;
  UPDATE readycheck.change SET body = sealed WHERE firm = f AND seq = number AND octet_length(body) > 0;
END
$$;

CREATE OR REPLACE FUNCTION readycheck.set_probe(sealed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  f uuid := readycheck.own_firm();
BEGIN
  UPDATE readycheck.firm SET probe = sealed WHERE id = f;
END
$$;

REVOKE ALL ON SCHEMA readycheck FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA readycheck FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA readycheck FROM PUBLIC;

ALTER TABLE readycheck.hub ENABLE ROW LEVEL SECURITY;
ALTER TABLE readycheck.firm ENABLE ROW LEVEL SECURITY;
ALTER TABLE readycheck.member ENABLE ROW LEVEL SECURITY;
ALTER TABLE readycheck.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE readycheck.erased ENABLE ROW LEVEL SECURITY;

-- A policy cannot be replaced. The inner SELECT is worked out once a query and not once a row.
DROP POLICY IF EXISTS readable ON readycheck.hub;
DROP POLICY IF EXISTS own ON readycheck.firm;
DROP POLICY IF EXISTS own ON readycheck.member;
DROP POLICY IF EXISTS own ON readycheck.change;
DROP POLICY IF EXISTS own ON readycheck.erased;
CREATE POLICY readable ON readycheck.hub FOR SELECT USING (true);
CREATE POLICY own ON readycheck.firm FOR SELECT USING (id = (SELECT readycheck.my_firm()));
CREATE POLICY own ON readycheck.member FOR SELECT USING (firm = (SELECT readycheck.my_firm()));
CREATE POLICY own ON readycheck.change FOR SELECT USING (firm = (SELECT readycheck.my_firm()));
CREATE POLICY own ON readycheck.erased FOR SELECT USING (firm = (SELECT readycheck.my_firm()));

INSERT INTO readycheck.hub (version) VALUES (1) ON CONFLICT (one) DO UPDATE SET version = 1;
