package assessment

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas reads the published schemas: anyone who writes a program for our JSON goes by them.
func schemas(t *testing.T) func(name string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	return func(name string) *jsonschema.Schema {
		schema, err := compiler.Compile(filepath.Join("schema", name+".schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		return schema
	}
}

func instance(t *testing.T, data []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// Everything that the program writes fits its schema.
func TestOutputFitsTheSchemas(t *testing.T) {
	schema := schemas(t)
	export, summary, session, changes, plan, list := schema("export"), schema("summary"), schema("session"), schema("changes"), schema("plan"), schema("list")
	set := Default()
	files, err := filepath.Glob("testdata/scores/*.yaml")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	var before *Session
	for _, file := range files {
		_, s := readScored(t, file)
		verdict := Evaluate(set, s)
		data, err := MarshalExport(s, verdict)
		if err != nil {
			t.Fatal(err)
		}
		check := func(schema *jsonschema.Schema, value any) {
			t.Helper()
			if err := schema.Validate(value); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
		check(export, instance(t, data))
		due := DueSession{Head{ID: "1", Business: s.Business, Standing: verdict.Standing()}, []DueStep{{Question: "own-login", Due: "2026-11-24"}}}
		for schema, value := range map[*jsonschema.Schema]any{
			summary: verdict, session: s.Data(), plan: NewPlan(set, s, &verdict, tuesday), list: []any{due.Head, due},
		} {
			data, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			check(schema, instance(t, data))
		}
		if before != nil {
			data, err := json.Marshal(Compare(set, before, s))
			if err != nil {
				t.Fatal(err)
			}
			check(changes, instance(t, data))
		}
		before = s
	}
}

// What the reader refuses as JSON, the schema refuses too, wherever a schema can say it.
func TestSchemasRefuseHostileFiles(t *testing.T) {
	schema := schemas(t)
	session, export := schema("session"), schema("export")
	refused := 0
	for _, folder := range []string{"unknown-field", "wrong-shape", "wrong-value", "missing", "too-long", "newer"} {
		files, err := filepath.Glob(filepath.Join("testdata", "hostile", folder, "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			value := instance(t, data)
			if session.Validate(value) != nil && export.Validate(value) != nil {
				refused++
				continue
			}
			// Text that is only signs, and questions that a set lacks, no schema can know.
			t.Logf("%s passes the schema", file)
		}
	}
	if refused < 30 {
		t.Errorf("only %d are refused", refused)
	}
}

// What the reader refuses of a workshop, the schema refuses too, in a file that is whole otherwise:
// only what stands in two places of it, and what a set or an eye would have to know, passes.
func TestTheSchemaRefusesWhatAWorkshopCannotHave(t *testing.T) {
	set := Default()
	whole := anonymousRounds(set)
	data, err := MarshalExport(whole, Evaluate(set, whole))
	if err != nil {
		t.Fatal(err)
	}
	full := instance(t, data).(map[string]any)
	schema := schemas(t)("export")
	passes := map[string]bool{
		"harmless/second-round.json": true, "harmless/workshop.json": true,
		"wrong-value/vote-not-shown.json": true, "wrong-value/second-not-shown.json": true,
		"wrong-value/vote-without-seat.json": true, "wrong-value/second-without-seat.json": true,
		"wrong-value/decision-on-another.json": true, "wrong-value/invisible-name.json": true,
	}
	files := 0
	hostileFiles(t, func(folder, name string, data []byte) {
		var file map[string]any
		if folder == "duplicate" || json.Unmarshal(data, &file) != nil || file["session"] == nil {
			return
		}
		team, there := instance(t, data).(map[string]any)["team"]
		if !there {
			return
		}
		files++
		full["team"] = team
		if where := folder + "/" + name; (schema.Validate(full) == nil) != passes[where] {
			t.Errorf("%s passes the schema: %v", where, !passes[where])
		}
	})
	if files < 30 {
		t.Errorf("only %d files have a workshop", files)
	}
}

// An export of a session with a workshop fits the schema, tells no vote that nobody has
// seen and no secret, and is read back with what the room has seen.
func TestAnExportedWorkshop(t *testing.T) {
	set := Default()
	session, err := Example(set)
	if err != nil {
		t.Fatal(err)
	}
	session.Team = room(map[string][]Level{"own-login": {No, InPlace}, "off-switch": {Partly, NA}})
	delete(session.Team.Revealed, "off-switch")
	seat := session.Team.Seats[0]
	seat.Key = "a canary"
	session.Team.Put(seat)
	session.Team.Vote("0", "off-switch", Answer{Level: No, Note: "a canary"})
	session.Team.Decisions["own-login"] = session.Team.Decide("own-login", Partly, "Rosa", "So be it.", session.Created)
	data, err := MarshalExport(session, Evaluate(set, session))
	if err != nil {
		t.Fatal(err)
	}
	if err := schemas(t)("export").Validate(instance(t, data)); err != nil {
		t.Error(err)
	}
	if strings.Contains(string(data), "canary") || !strings.Contains(string(data), "So be it.") {
		t.Errorf("the export says too much or too little:\n%s", data)
	}
	back, err := ReadSession(set, "export.json", data)
	if err != nil || !reflect.DeepEqual(back.Team, session.Team.Shown()) || !reflect.DeepEqual(back.Answers, session.Answers) {
		t.Errorf("%v, %+v", err, back)
	}
}

// A vote whose seat a repair could not find is left out, so that the export can be read.
func TestAVoteWithoutASeatIsNotExported(t *testing.T) {
	set := Default()
	session := &Session{Business: "B", Use: "U", SetID: set.ID, SetVersion: set.Version, Answers: map[string]Answer{}}
	session.Team = room(map[string][]Level{"own-login": {No, InPlace}})
	session.Team.Vote("lost", "own-login", Answer{Level: No})
	session.Team.Vote("lost", "off-switch", Answer{Level: No})
	session.Team.Revealed["off-switch"] = true
	session.Answers["own-login"], _ = session.Team.Stands("own-login")
	data, err := MarshalExport(session, Evaluate(set, session))
	if err != nil {
		t.Fatal(err)
	}
	if err := schemas(t)("export").Validate(instance(t, data)); err != nil {
		t.Error(err)
	}
	back, err := ReadSession(set, "export.json", data)
	if err != nil || len(back.Team.Votes) != 1 || len(back.Team.Votes["own-login"]) != 2 || !back.Team.Revealed["off-switch"] {
		t.Errorf("%v, %+v", err, back)
	}
	if votes := session.Team.Votes["own-login"]; len(votes) != 3 {
		t.Errorf("the export took a vote out of the session: %v", votes)
	}
}
