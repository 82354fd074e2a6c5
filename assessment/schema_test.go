package assessment

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
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
	export, summary, session, changes := schema("export"), schema("summary"), schema("session"), schema("changes")
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
		for schema, value := range map[*jsonschema.Schema]any{summary: verdict, session: s.Data()} {
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
