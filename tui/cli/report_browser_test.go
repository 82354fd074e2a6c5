//go:build !windows

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"readycheck/tui/workshop/web/browsertest"
)

// A report in HTML is read on a phone and on a large screen, by day and by night. A real
// browser opens what the real program wrote.
func TestReportsInARealBrowser(t *testing.T) {
	browser := browsertest.Start(t)
	program, err := realProgram()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	data := filepath.Join(folder, "data.db")
	greek := strings.NewReplacer("business: B", "business: Αρτοποιείο Ρόζα", "use: U", "use: Απαντά σε πελάτες, με πολλές λέξεις για κάθε παραγγελία").Replace(smallSession)
	files := map[string]string{
		"greek.yaml":   greek,
		"second.yaml":  strings.Replace(greek, "Απαντά σε πελάτες", "Γράφει αφίσες", 1),
		"hostile.yaml": strings.NewReplacer("business: B", `business: "<script>document.title='x'</script><img src=x onerror=alert(1)>"`, "use: U", "use: "+strings.Repeat("W", 200)).Replace(smallSession),
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) {
		t.Helper()
		command := exec.Command(program, append([]string{"--data", data}, args...)...)
		command.Dir = folder
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	run("import", "--yes", "greek.yaml", "second.yaml")
	for _, report := range []struct {
		name, shows string
		args        []string
	}{
		{"example", "Ready for: experiment", []string{"--example"}},
		{"one-page", "Do these first", []string{"--example", "--one-page"}},
		{"appendix", "Appendix: all answers", []string{"--example", "--appendix"}},
		{"greek", "Αρτοποιείο Ρόζα", []string{"Απαντά"}},
		{"several", "The uses of AI in the business", []string{"Αρτοποιείο", "--uses"}},
	} {
		t.Run(report.name, func(t *testing.T) {
			file := filepath.Join(folder, report.name+".html")
			run(append([]string{"export", "-o", file}, report.args...)...)
			phone := browser.For(t).Phone(report.name, 390)
			phone.Open("file://" + file)
			phone.Shows(report.shows)
			phone.Sound("report-" + report.name)
			phone.Leave()
		})
	}
	t.Run("hostile", func(t *testing.T) {
		run("import", "--yes", "hostile.yaml")
		file := filepath.Join(folder, "hostile.html")
		run("export", "script", "-o", file)
		phone := browser.For(t).Phone("hostile", 390)
		phone.Scripts(true) // its own policy keeps them out
		phone.Open("file://" + file)
		phone.Shows("onerror=alert(1)")
		if title := phone.Title(); title == "x" {
			t.Error("a script of the business's name ran")
		}
		phone.Sound("report-hostile")
	})
}

const smallSession = `format: readycheck/session/1
business: B
use: U
setup: {kind: customer-replies, stage_now: pilot, connection: [connector], powers: [read, draft], audience: [staff], information: [personal], depth: full}
answers:
  powers-listed: {level: partly, known: told, owner: Εύα, due: 2026-12-20, note: "Σημείωση με λέξεις."}
  owner-named: {level: in_place, known: seen}
`
