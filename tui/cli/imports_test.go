package cli_test

import (
	"cmp"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is a folder and all below it that no other room claims. Imports run one way:
// main → tui/cli → tui/workshop/sshd → tui/screens → {tui/interview, tui/workshop} → assessment ← store,
// and tui/cli → tui/workshop/web → {tui/interview, tui/workshop, tui/workshop/gate}, which sshd knows too.
type room struct {
	folder string
	// own are the packages of this module that the room may import, with all below them,
	// and but those that stand on the room itself.
	own, but []string
	// pure rooms have no files, no network and no terminal. Their tests may read files.
	pure bool
	// drawsNothing rooms know no library of a terminal, unconnected rooms no network.
	drawsNothing, unconnected bool
	// queries is true for the one room that speaks to a PostgreSQL.
	queries bool
}

// doors are the ways into a workshop, and what stands before them all.
var doors = []string{"readycheck/tui/workshop/gate", "readycheck/tui/workshop/sshd", "readycheck/tui/workshop/web"}

var rooms = []room{
	{folder: ".", own: []string{"readycheck/tui/cli"}},
	{folder: "assessment", own: []string{"readycheck/assessment"}, pure: true},
	{folder: "store", own: []string{"readycheck/assessment", "readycheck/store"}, but: []string{"readycheck/store/sync/postgres"}},
	{folder: "store/merge", own: []string{"readycheck/assessment", "readycheck/store/merge"}, but: []string{"readycheck/assessment/report"}, pure: true},
	{folder: "store/sync", own: []string{"readycheck/store/merge", "readycheck/store/sync", "readycheck/assessment"}, but: []string{"readycheck/store/sync/postgres"}},
	{folder: "store/sync/postgres", own: []string{"readycheck/assessment", "readycheck/store/merge", "readycheck/store/sync"}, queries: true},
	{folder: "tui/interview", own: []string{"readycheck/assessment", "readycheck/tui/interview"}, but: []string{"readycheck/assessment/report"}, drawsNothing: true},
	{folder: "tui/plain", own: []string{"readycheck/assessment", "readycheck/tui/interview"}},
	{folder: "tui/screens", own: []string{"readycheck/assessment", "readycheck/tui/interview", "readycheck/tui/screens", "readycheck/tui/workshop"}, but: doors},
	{folder: "tui/workshop", own: []string{"readycheck/assessment", "readycheck/tui/workshop"}, but: append([]string{"readycheck/assessment/report"}, doors...), drawsNothing: true, unconnected: true},
	{folder: "tui/workshop/gate", own: []string{"readycheck/tui/workshop/gate"}, drawsNothing: true},
	{folder: "tui/workshop/sshd", own: []string{"readycheck/assessment", "readycheck/tui/screens", "readycheck/tui/workshop"}, but: []string{"readycheck/assessment/report", "readycheck/tui/workshop/web"}},
	{folder: "tui/workshop/web", own: []string{"readycheck/assessment", "readycheck/tui/interview", "readycheck/tui/workshop"}, but: []string{"readycheck/tui/workshop/sshd"}, drawsNothing: true},
	{folder: "tui/measure", own: nil},
	{folder: "tui/cli", own: []string{"readycheck"}},
}

// drawing and connecting are what knows a terminal or a network. An address by itself is neither.
var (
	drawing    = []string{"charm.land", "github.com/charmbracelet"}
	connecting = []string{"net", "golang.org/x/net", "golang.org/x/crypto/ssh", "charm.land/ssh", "charm.land/wish"}
)

const address = "net/netip"

// notPure is what a pure room leaves to others.
var notPure = []string{"os", "net", "syscall", "charm.land", "github.com/charmbracelet"}

func TestImportsRunOneWay(t *testing.T) {
	files, faults := importFaults(t, os.DirFS(moduleRoot(t)))
	if files < 20 {
		t.Errorf("read %d Go files, so the folders were not found", files)
	}
	for _, fault := range faults {
		t.Error(fault)
	}
}

// A made-up tree shows that each rule can fail, and that it fails for nothing else.
func TestImportsControl(t *testing.T) {
	folder := t.TempDir()
	for name, imports := range map[string][]string{
		"main.go":                        {"os", "readycheck/tui/cli"},
		"version.go":                     {"readycheck/tui", "readycheck/store", "readycheck/assessment"},
		"assessment/set.go":              {"embed", "io/fs", "network", "readycheck/assessments"},
		"assessment/set_test.go":         {"os"},
		"assessment/load.go":             {"os", "readycheck/store"},
		"assessment/load_test.go":        {"readycheck/tui"},
		"assessment/report/html.go":      {"net/http", "readycheck/assessment"},
		"assessment/report/color.go":     {"charm.land/lipgloss/v2"},
		"assessment/testdata/skip.go":    {"os"},
		"store/store.go":                 {"os", "readycheck/assessment"},
		"store/queue.go":                 {"readycheck/tui", "readycheck/store/sync"},
		"store/hub.go":                   {"readycheck/store/sync/postgres", "github.com/jackc/pgx/v5/pgconn"},
		"store/merge/merge.go":           {"os", "readycheck/store", "readycheck/assessment", "readycheck/assessment/report"},
		"store/merge/merge_test.go":      {"os"},
		"store/sync/loop.go":             {"readycheck/store/merge", "readycheck/store", "readycheck/store/sync/postgres"},
		"store/sync/postgres/hub.go":     {"github.com/jackc/pgx/v5/pgconn", "github.com/jackc/pgx/v5", "readycheck/store/sync"},
		"tui/screens/home.go":            {"readycheck/assessment/report", "readycheck/tui/screens"},
		"tui/screens/home_test.go":       {"readycheck/store", "readycheck/store/storetest"},
		"tui/screens/list.go":            {"readycheck/store/storetest"},
		"tui/screens/model.go":           {"readycheck/tui/workshop", "readycheck/tui/workshop/sshd"},
		"tui/screens/run.go":             {"readycheck/tui/cli"},
		"tui/cli/list.go":                {"os", "readycheck/tui/workshop", "readycheck/tui/workshop/sshd", "readycheck/store", "readycheck/assessment/report"},
		"tui/cli/list_test.go":           {"readycheck/store/storetest"},
		"tui/plain/room.go":              {"readycheck/tui/workshop/sshd"},
		"tui/workshop/room.go":           {"readycheck/tui/cli", "readycheck/tui/screens", "readycheck/tui/workshop/workshoptest", "readycheck/assessment", "time"},
		"tui/workshop/view.go":           {"charm.land/lipgloss/v2", "github.com/charmbracelet/colorprofile", "readycheck/assessment/report"},
		"tui/workshop/room_test.go":      {"readycheck/tui/workshop/sshd"},
		"tui/workshop/address.go":        {"net", "net/netip", "net/http", "golang.org/x/crypto/ssh", "golang.org/x/time/rate"},
		"tui/workshop/sshd/server.go":    {"readycheck/tui/screens", "readycheck/tui/workshop", "readycheck/store", "net", "charm.land/wish/v2"},
		"tui/workshop/gate/gate.go":      {"net", "readycheck/tui/workshop", "readycheck/assessment"},
		"tui/workshop/web/server.go":     {"net/http", "readycheck/tui/workshop", "readycheck/tui/workshop/gate", "readycheck/tui/interview", "readycheck/assessment/report", "readycheck/tui/screens", "readycheck/tui/workshop/sshd", "readycheck/store", "charm.land/lipgloss/v2"},
		"tui/workshop/web/bench_test.go": {"readycheck/store", "readycheck/tui/cli"},
		"tui/new.go":                     {"readycheck/assessment"},
		"tui/interview/work.go":          {"charm.land/bubbletea/v2", "readycheck/assessment/report", "readycheck/tui/interview"},
		"tui/plain/talk.go":              {"readycheck/tui/screens", "readycheck/tui/interview"},
		"tui/screens/faces_test.go":      {"readycheck/tui/plain"},
		"tui/screens/faces.go":           {"readycheck/tui/plain"},
		"utils/utils.go":                 {"fmt"},
	} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		text.WriteString("package made\n")
		for _, path := range imports {
			fmt.Fprintf(&text, "import _ %q\n", path)
		}
		if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, got := importFaults(t, os.DirFS(folder))
	want := []string{
		"assessment/load.go may not import os",
		"assessment/load.go may not import readycheck/store",
		"assessment/load_test.go may not import readycheck/tui",
		"assessment/report/color.go may not import charm.land/lipgloss/v2",
		"assessment/report/html.go may not import net/http",
		"assessment/set.go may not import readycheck/assessments",
		"store/hub.go may not import github.com/jackc/pgx/v5/pgconn",
		"store/hub.go may not import readycheck/store/sync/postgres",
		"store/merge/merge.go may not import os",
		"store/merge/merge.go may not import readycheck/assessment/report",
		"store/merge/merge.go may not import readycheck/store",
		"store/queue.go may not import readycheck/tui",
		"store/sync/loop.go may not import readycheck/store",
		"store/sync/loop.go may not import readycheck/store/sync/postgres",
		"store/sync/postgres/hub.go may not import github.com/jackc/pgx/v5",
		"tui/interview/work.go may not import charm.land/bubbletea/v2",
		"tui/interview/work.go may not import readycheck/assessment/report",
		"tui/new.go stands in a folder that no rule names",
		"tui/plain/room.go may not import readycheck/tui/workshop/sshd",
		"tui/plain/talk.go may not import readycheck/tui/screens",
		"tui/screens/faces.go may not import readycheck/tui/plain",
		"tui/screens/home_test.go may not import readycheck/store",
		"tui/screens/list.go may not import readycheck/store/storetest",
		"tui/screens/model.go may not import readycheck/tui/workshop/sshd",
		"tui/screens/run.go may not import readycheck/tui/cli",
		"tui/workshop/address.go may not import golang.org/x/crypto/ssh",
		"tui/workshop/address.go may not import net",
		"tui/workshop/address.go may not import net/http",
		"tui/workshop/gate/gate.go may not import readycheck/assessment",
		"tui/workshop/gate/gate.go may not import readycheck/tui/workshop",
		"tui/workshop/room.go may not import readycheck/tui/cli",
		"tui/workshop/room.go may not import readycheck/tui/screens",
		"tui/workshop/room_test.go may not import readycheck/tui/workshop/sshd",
		"tui/workshop/sshd/server.go may not import readycheck/store",
		"tui/workshop/view.go may not import charm.land/lipgloss/v2",
		"tui/workshop/view.go may not import github.com/charmbracelet/colorprofile",
		"tui/workshop/view.go may not import readycheck/assessment/report",
		"tui/workshop/web/bench_test.go may not import readycheck/tui/cli",
		"tui/workshop/web/server.go may not import charm.land/lipgloss/v2",
		"tui/workshop/web/server.go may not import readycheck/store",
		"tui/workshop/web/server.go may not import readycheck/tui/screens",
		"tui/workshop/web/server.go may not import readycheck/tui/workshop/sshd",
		"utils/utils.go stands in a folder that no rule names",
		"version.go may not import readycheck/assessment",
		"version.go may not import readycheck/store",
		"version.go may not import readycheck/tui",
	}
	if !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// moduleRoot is the folder of go.mod, above this package.
func moduleRoot(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder
		}
		above := filepath.Dir(folder)
		if above == folder {
			t.Fatal("no folder above has a go.mod")
		}
		folder = above
	}
}

// importFaults reads the imports of every Go file, sorted by path.
func importFaults(t *testing.T, tree fs.FS) (files int, faults []string) {
	t.Helper()
	err := fs.WalkDir(tree, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			// Go itself builds nothing in such folders.
			if name == "testdata" || path != "." && strings.ContainsAny(name[:1], "._") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		files++
		text, err := fs.ReadFile(tree, path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		r, ok := roomOf(path)
		if !ok {
			faults = append(faults, path+" stands in a folder that no rule names")
			return nil
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if !r.mayImport(path, imported) {
				faults = append(faults, path+" may not import "+imported)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(faults)
	return files, faults
}

// roomOf finds the deepest room that a file stands in.
func roomOf(path string) (room, bool) {
	var in []room
	for _, r := range rooms {
		if r.folder == "." && !strings.Contains(path, "/") || strings.HasPrefix(path, r.folder+"/") {
			in = append(in, r)
		}
	}
	if len(in) == 0 {
		return room{}, false
	}
	return slices.MaxFunc(in, func(a, b room) int { return cmp.Compare(len(a.folder), len(b.folder)) }), true
}

func (r room) mayImport(file, imported string) bool {
	if among(imported, []string{"github.com/jackc"}) {
		return r.queries && imported == "github.com/jackc/pgx/v5/pgconn" // the rest of pgx weighs twice as much
	}
	if r.pure && !strings.HasSuffix(file, "_test.go") && among(imported, notPure) {
		return false
	}
	if r.drawsNothing && among(imported, drawing) {
		return false
	}
	if r.unconnected && imported != address && among(imported, connecting) {
		return false
	}
	if !among(imported, []string{"readycheck"}) {
		return true
	}
	// Both faces of one interview are held against each other.
	if strings.HasSuffix(file, "_test.go") && imported == "readycheck/tui/plain" && r.folder == "tui/screens" {
		return true
	}
	// Where the screens' own store is held to what every store promises.
	if strings.HasSuffix(file, "_test.go") && imported == "readycheck/store/storetest" {
		return true
	}
	// Where votes from phones are timed until they are on disk.
	if file == "tui/workshop/web/bench_test.go" && imported == "readycheck/store" {
		return true
	}
	return among(imported, r.own) && !among(imported, r.but)
}

// among reports whether a package is one of these or stands below one.
func among(imported string, packages []string) bool {
	return slices.ContainsFunc(packages, func(p string) bool {
		return imported == p || strings.HasPrefix(imported, p+"/")
	})
}
