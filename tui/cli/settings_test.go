package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAccessibleMeansNoWhereItSaysSo(t *testing.T) {
	plain, _ := settingNamed(plainSetting)
	for text, want := range map[string]string{"": "", "0": off, "false": off, "FALSE": off, "no": off, "Off": off, "1": on, "true": on, "yes": on, "2": on, "maybe": on, " ": on} {
		t.Setenv("ACCESSIBLE", text)
		if got := fromEnvironment(plain); got != want {
			t.Errorf("%q means %q, want %q", text, got, want)
		}
	}
}

// Whatever stands in the file, reading it ends with what can be used and a sentence for the
// rest, and setting something never takes away what was understood.
func FuzzSettings(f *testing.F) {
	for _, text := range []string{"", "plain: on\n", "theme: dark # why\nplian: yes\n", "- a", "a: [", "plain: {a: b}", "? a\n: b", "plain: on\nplain: off", "&a plain: *a", "theme: !!binary aGk=", "data: relative.db", "--- \n...\nplain: on\n"} {
		f.Add(text)
	}
	path := filepath.Join(f.TempDir(), "settings.yaml")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		before := readSettings(path)
		for _, fault := range before.faults {
			if !strings.HasPrefix(fault, path) || !strings.HasSuffix(fault, ".") {
				t.Errorf("%q is no sentence about the file", fault)
			}
		}
		if before.unread {
			return
		}
		if err := before.set("theme", "light"); err != nil {
			t.Fatal(err)
		}
		after := readSettings(path)
		if after.unread || after.values["theme"].value != "light" {
			t.Fatalf("%q became a file that says %+v: %q", text, after.values, after.faults)
		}
		for name, value := range before.values {
			if name != "theme" && after.values[name].value != value.value {
				t.Errorf("%s was %q and is %q", name, value.value, after.values[name].value)
			}
		}
	})
}
