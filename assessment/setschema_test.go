package assessment

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

func TestTheSchemaOfAQuestionSetFits(t *testing.T) {
	data, err := QuestionsSchema()
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("questions.json", instance(t, data)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("questions.json")
	if err != nil {
		t.Fatal(err)
	}
	validates := func(text []byte) error {
		var value any
		if err := yaml.Unmarshal(text, &value); err != nil {
			t.Fatal(err)
		}
		asJSON, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(instance(t, asJSON))
	}
	// What the loader takes, it takes.
	read := 0
	for _, pattern := range []string{"sets/ai-readiness/*.yaml", "testdata/sets/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Load(file, text); err != nil && !strings.HasPrefix(file, filepath.FromSlash("sets/")) {
				continue
			}
			read++
			if err := validates(text); err != nil {
				t.Errorf("%s passes the loader, and not the schema (setschema.go): %v", file, err)
			}
		}
	}
	if read < 10 {
		t.Errorf("%d files were read", read)
	}
	// What it cannot take, it names.
	for _, bad := range []string{
		"quetsions: []", "id: two words", "questions: [{id: x}]", "caps: {today: 9}", "items: [{id: I1, lens: people, title: T, short: S, needs: {pilot: in_place}}]",
		"items: [{id: I1, lens: integration, title: T, short: S, needs: {pilot: in place}}]",
		"alerts: [{id: a, when: {setup: {kind: [nonsense]}}, text: T}]", "alerts: [{id: a, when: {}, text: T}]", "alerts: [{id: a, when: {blank: true}, text: T}]",
		"raises: [{when: {stage: [pilot]}, stage: pilot, items: [I1], need: partly, why: W}]", "glossary: [{term: T, text: T, more: M}]",
		"words: {levels: {}}", "setup: {kind: {title: T, name: N}}",
	} {
		if validates([]byte(bad)) == nil {
			t.Errorf("%s passes", bad)
		}
	}
	if bytes.Contains(data, []byte(": null")) {
		t.Error("it has an empty part")
	}
}
