package shell

import (
	"os/exec"
	"strings"
	"testing"
)

// awkward are words that a shell would take apart.
var awkward = []string{
	"plain", "", "two words", "Rosa's", `say "yes"`, "Bäckerei Müller/sessions.db", "$HOME", "`id`", "a;b", "a&b", "*.db", "~", "tab\there", `back\slash`, "–dash",
	"curly ‘quotes’", "100%", "(x)", "#1", "!",
}

// A real shell gets back each word as it was.
func TestAShellReadsEachWordAsItWas(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell here")
	}
	for _, word := range awkward {
		out, err := exec.Command(sh, "-c", "printf %s "+quoted(word, false)).Output()
		if err != nil || string(out) != word {
			t.Errorf("%q is typed as %s and read as %q (%v)", word, quoted(word, false), out, err)
		}
	}
}

// A name on Windows cannot hold a double quote, so that one needs no care there.
func TestWordsForWindows(t *testing.T) {
	for word, want := range map[string]string{
		`C:\data\sessions.db`: `C:\data\sessions.db`, `C:\my data\s.db`: `"C:\my data\s.db"`, "Rosa's": `"Rosa's"`, "a$b c": "'a$b c'", "Müller": "Müller",
		"a&b": `"a&b"`, "100%": `"100%"`, "": `""`,
	} {
		if got := quoted(word, true); got != want {
			t.Errorf("%q is typed as %s, want %s", word, got, want)
		}
	}
	if got := Command("readycheck", "restore", "a b"); !strings.HasPrefix(got, "readycheck restore ") {
		t.Error(got)
	}
}
