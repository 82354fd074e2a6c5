-- The hub of a firm: a set of changes, and nothing else. Bodies are sealed before they come here.
--
-- Members reach it by the functions push, firm_of and those that only an owner of the firm may
-- call; they may read the rows of their own firm and write to no table. Whose rows these are
-- follows from session_user alone, which no SET ROLE changes.

CREATE SCHEMA readycheck;
GRANT USAGE ON SCHEMA readycheck TO PUBLIC;

CREATE TABLE readycheck.about (version integer NOT NULL);
INSERT INTO readycheck.about VALUES (1);

CREATE TABLE readycheck.firm (
	id    uuid PRIMARY KEY,
	name  text NOT NULL,
	-- last is the number of the last row, chain the hash over the ids of all rows up to it.
	last  bigint NOT NULL DEFAULT 0,
	chain bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
	probe bytea NOT NULL
);

CREATE TABLE readycheck.member (
	role  name PRIMARY KEY,
	firm  uuid NOT NULL REFERENCES readycheck.firm (id),
	name  text NOT NULL,
	owner boolean NOT NULL DEFAULT false,
	since timestamptz NOT NULL DEFAULT now()
);

-- firm leads every key, so that the table can be divided by it.
CREATE TABLE readycheck.change (
	firm    uuid NOT NULL REFERENCES readycheck.firm (id),
	seq     bigint NOT NULL,
	id      bytea NOT NULL CHECK (length(id) = 16),
	session uuid NOT NULL,
	body    bytea NOT NULL,
	erased  boolean NOT NULL DEFAULT false,
	chain   bytea NOT NULL,
	at      timestamptz NOT NULL DEFAULT now(),
	by_role name NOT NULL DEFAULT session_user,
	PRIMARY KEY (firm, seq),
	UNIQUE (firm, id)
);
CREATE INDEX change_session ON readycheck.change (firm, session, seq);
-- A sealed body does not get smaller.
ALTER TABLE readycheck.change ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE readycheck.erased (
	firm    uuid NOT NULL REFERENCES readycheck.firm (id),
	session uuid NOT NULL,
	PRIMARY KEY (firm, session)
);

-- firm_of is the firm of whoever is connected, or null.
CREATE FUNCTION readycheck.firm_of() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT firm FROM readycheck.member WHERE role = session_user $$;

CREATE FUNCTION readycheck.is_member() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f uuid := readycheck.firm_of();
BEGIN
	IF f IS NULL THEN
		RAISE EXCEPTION 'not a member' USING ERRCODE = 'RC001';
	END IF;
	RETURN f;
END $$;

CREATE FUNCTION readycheck.is_owner() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM readycheck.member WHERE role = session_user AND owner) THEN
		RAISE EXCEPTION 'not an owner' USING ERRCODE = 'RC002';
	END IF;
	RETURN readycheck.is_member();
END $$;

-- push adds changes in their order, each with the next number of the firm. The row of the firm is
-- held until the end, so that no number is seen before all earlier ones are.
CREATE FUNCTION readycheck.push(ids bytea[], sessions uuid[], bodies bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f uuid := readycheck.is_member();
	n bigint;
	c bytea;
	next bytea;
	many integer := coalesce(array_length(ids, 1), 0);
	before bigint;
BEGIN
	IF many > 1000 OR many <> coalesce(array_length(sessions, 1), 0) OR many <> coalesce(array_length(bodies, 1), 0) THEN
		RAISE EXCEPTION 'too many changes at once' USING ERRCODE = 'RC003';
	END IF;
	SELECT last, chain INTO n, c FROM readycheck.firm WHERE id = f FOR UPDATE;
	before := n;
	FOR i IN 1..many LOOP
		IF length(bodies[i]) > 1572864 OR length(bodies[i]) = 0 OR length(ids[i]) <> 16 THEN
			RAISE EXCEPTION 'a change is too large or is none' USING ERRCODE = 'RC003';
		END IF;
		CONTINUE WHEN EXISTS (SELECT FROM readycheck.erased e WHERE e.firm = f AND e.session = sessions[i]);
		next := sha256(c || ids[i]);
		INSERT INTO readycheck.change (firm, seq, id, session, body, chain)
		VALUES (f, n + 1, ids[i], sessions[i], bodies[i], next) ON CONFLICT (firm, id) DO NOTHING;
		IF FOUND THEN
			n := n + 1;
			c := next;
		END IF;
	END LOOP;
	IF n > before THEN
		UPDATE readycheck.firm SET last = n, chain = c WHERE id = f;
		-- A hint without content: anybody on this database hears it.
		NOTIFY readycheck;
	END IF;
END $$;

-- invite lets a role in that can log in.
CREATE FUNCTION readycheck.invite(who name, called text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f uuid := readycheck.is_owner();
BEGIN
	INSERT INTO readycheck.member (role, firm, name) VALUES (who, f, called);
END $$;

-- expel shuts a role out, and returns whether it was in.
CREATE FUNCTION readycheck.expel(who name) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f uuid := readycheck.is_owner();
BEGIN
	DELETE FROM readycheck.member WHERE role = who AND firm = f AND role <> session_user;
	RETURN FOUND;
END $$;

-- erase drops all that is known of a session, and keeps more from coming. The numbers and the ids
-- stay, so that nobody takes it for a loss; one row at the end, sealed by whoever erases it, tells the
-- computers of it.
CREATE FUNCTION readycheck.erase(which uuid, mark bytea, told bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f uuid := readycheck.is_owner();
	n bigint;
	c bytea;
BEGIN
	SELECT last, chain INTO n, c FROM readycheck.firm WHERE id = f FOR UPDATE;
	UPDATE readycheck.change SET body = '', erased = true WHERE firm = f AND session = which AND id <> mark;
	INSERT INTO readycheck.erased VALUES (f, which) ON CONFLICT DO NOTHING;
	INSERT INTO readycheck.change (firm, seq, id, session, body, erased, chain)
	VALUES (f, n + 1, mark, which, told, true, sha256(c || mark)) ON CONFLICT (firm, id) DO NOTHING;
	IF FOUND THEN
		UPDATE readycheck.firm SET last = n + 1, chain = sha256(c || mark) WHERE id = f;
	END IF;
	NOTIFY readycheck;
END $$;

-- reseal puts other bodies in the place of those that were sealed with an earlier key.
CREATE FUNCTION readycheck.reseal(seqs bigint[], bodies bytea[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f uuid := readycheck.is_owner();
BEGIN
	UPDATE readycheck.change c SET body = n.body
	FROM unnest(seqs, bodies) AS n (seq, body)
	WHERE c.firm = f AND c.seq = n.seq AND length(c.body) > 0 AND length(n.body) BETWEEN 1 AND 1572864;
END $$;

-- rekey names the probe of the key that is in use from now on.
CREATE FUNCTION readycheck.rekey(with_probe bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
	f uuid := readycheck.is_owner();
BEGIN
	UPDATE readycheck.firm SET probe = with_probe WHERE id = f;
	NOTIFY readycheck;
END $$;

ALTER TABLE readycheck.firm ENABLE ROW LEVEL SECURITY;
ALTER TABLE readycheck.member ENABLE ROW LEVEL SECURITY;
ALTER TABLE readycheck.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE readycheck.erased ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON readycheck.firm FOR SELECT USING (id = (SELECT readycheck.firm_of()));
CREATE POLICY own ON readycheck.member FOR SELECT USING (firm = (SELECT readycheck.firm_of()));
CREATE POLICY own ON readycheck.change FOR SELECT USING (firm = (SELECT readycheck.firm_of()));
GRANT SELECT ON readycheck.about, readycheck.firm, readycheck.member, readycheck.change TO PUBLIC;
