package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
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
	for _, text := range []string{"", "plain: on\n", "theme: dark # why\nplian: yes\n", "- a", "a: [", "plain: {a: b}", "? a\n: b", "plain: on\nplain: off", "&a plain: *a", "theme: !!binary aGk=", "data: relative.db", "brand-name: 'Okafor: & Lind' # ours\nbrand-colour: '#09c'\nbrand-logo: ../x.png\nbrand-paper: a5\n", "brand-name: {a: b}\nbrand-line: |\n  a\n  b\n", "--- \n...\nplain: on\n"} {
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

// A firm may be called anything that stands on a line, and is called that when it is read again.
func TestABrandIsReadAsItWasSet(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.yaml")
	read := labelUpTo(40)
	rapid.Check(t, func(t *rapid.T) {
		f := &settingsFile{path: path, values: map[string]settingValue{}}
		want := map[string]string{}
		for _, name := range []string{brandName, brandLine} {
			text := rapid.OneOf(rapid.StringN(0, 40, -1), rapid.StringMatching("[-#:&*!|>'\"%@`{}~, ynulo.0-9]{1,8}")).Draw(t, name)
			if label, fits := read(text); fits {
				want[name] = label
				f.put(name, label)
			}
		}
		f.put("theme", "dark")
		if err := f.write(); err != nil {
			t.Fatal(err)
		}
		again := readSettings(path)
		if len(again.faults) > 0 {
			t.Fatalf("%q became %q", want, again.faults)
		}
		for name, label := range want {
			if got := again.values[name].value; got != label {
				t.Fatalf("%s was %q and is %q", name, label, got)
			}
		}
	})
}
