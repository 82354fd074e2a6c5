package cli_test

import (
	"cmp"
	"fmt"
	"go/ast"
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
// main → tui/cli → tui/workshop/sshd → tui/screens → {tui/interview, tui/workshop} → assessment ← store.
type room struct {
	folder string
	// own are the packages of this module that the room may import, with all below them,
	// and but those that stand on the room itself.
	own, but []string
	// tests are those that the room's tests may import beside them.
	tests []string
	// pure rooms have no files, no network, no terminal, no clock and no chance. Their tests
	// may read files. Of others' code, rooms that are standard too import nothing.
	pure, standard bool
	// drawsNothing rooms know no library of a terminal, unconnected rooms no network.
	drawsNothing, unconnected bool
}

var rooms = []room{
	{folder: ".", own: []string{"readycheck/tui/cli"}},
	{folder: "assessment", own: []string{"readycheck/assessment"}, pure: true},
	{folder: "store", own: []string{"readycheck/assessment", "readycheck/store"}, but: []string{"readycheck/store/sync"}},
	{folder: "store/merge", own: []string{"readycheck/assessment", "readycheck/store/merge"}, but: []string{"readycheck/assessment/look", "readycheck/assessment/papers", "readycheck/assessment/report"}, pure: true, standard: true},
	{folder: "store/sync", own: []string{"readycheck/assessment", "readycheck/store/merge", "readycheck/store/sync"}, but: []string{"readycheck/store/sync/hubtest", "readycheck/store/sync/memory", "readycheck/store/sync/postgres"}, tests: []string{"readycheck/store/sync/memory"}},
	{folder: "store/sync/memory", own: []string{"readycheck/store/merge", "readycheck/store/sync"}, but: []string{"readycheck/store/sync/hubtest", "readycheck/store/sync/postgres"}, tests: []string{"readycheck/assessment"}},
	{folder: "store/sync/postgres", own: []string{"readycheck/store/merge", "readycheck/store/sync"}, but: []string{"readycheck/store/sync/hubtest", "readycheck/store/sync/memory", "readycheck/store/sync/postgres/pgtest"}, tests: []string{"readycheck/assessment", "readycheck/store/sync/postgres/pgtest"}},
	{folder: "tui/interview", own: []string{"readycheck/assessment", "readycheck/tui/interview"}, but: []string{"readycheck/assessment/report"}, drawsNothing: true},
	{folder: "tui/plain", own: []string{"readycheck/assessment", "readycheck/tui/interview"}},
	{folder: "tui/screens", own: []string{"readycheck/assessment", "readycheck/tui/interview", "readycheck/tui/screens", "readycheck/tui/workshop"}, but: []string{"readycheck/tui/workshop/sshd"},
		// Both faces of one interview are held against each other.
		tests: []string{"readycheck/tui/plain"}},
	{folder: "tui/workshop", own: []string{"readycheck/assessment", "readycheck/tui/workshop"}, but: []string{"readycheck/assessment/report", "readycheck/tui/workshop/sshd"}, drawsNothing: true, unconnected: true},
	{folder: "tui/workshop/sshd", own: []string{"readycheck/assessment", "readycheck/tui/screens", "readycheck/tui/workshop"}, but: []string{"readycheck/assessment/report"}},
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
var notPure = []string{"os", "net", "syscall", "math/rand", "crypto/rand", "charm.land", "github.com/charmbracelet"}

// clocks are the functions of package time that say what time it is.
var clocks = []string{"Now", "Since", "Until"}

// Of the libraries for PostgreSQL the one room that speaks with it has the connection alone: the rest
// would more than double what it adds to the program.
const (
	postgres   = "github.com/jackc"
	connection = "github.com/jackc/pgx/v5/pgconn"
)

// shared are what any room's tests hold a store or a hub to.
var shared = []string{"readycheck/store/storetest", "readycheck/store/sync/hubtest"}

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
		"main.go":                               {"os", "readycheck/tui/cli"},
		"version.go":                            {"readycheck/tui", "readycheck/store", "readycheck/assessment"},
		"assessment/set.go":                     {"embed", "io/fs", "network", "readycheck/assessments"},
		"assessment/set_test.go":                {"os"},
		"assessment/load.go":                    {"os", "readycheck/store"},
		"assessment/load_test.go":               {"readycheck/tui"},
		"assessment/report/html.go":             {"net/http", "readycheck/assessment"},
		"assessment/report/color.go":            {"charm.land/lipgloss/v2"},
		"assessment/testdata/skip.go":           {"os"},
		"store/store.go":                        {"os", "readycheck/assessment", "readycheck/store/merge", "readycheck/store/sync", "github.com/jackc/pgx/v5/pgconn"},
		"store/merge/merge.go":                  {"crypto/sha256", "time", "readycheck/assessment", "readycheck/assessment/report", "readycheck/store"},
		"store/merge/chance.go":                 {"crypto/rand", "math/rand/v2", "net/url", "os/exec", "github.com/google/uuid"},
		"store/merge/merge_test.go":             {"os", "math/rand/v2", "pgregory.net/rapid", "readycheck/store/merge", "readycheck/store/sync"},
		"store/sync/loop.go":                    {"crypto/rand", "golang.org/x/crypto/chacha20poly1305", "readycheck/assessment", "readycheck/store/merge", "readycheck/store", "readycheck/store/sync/memory"},
		"store/sync/loop_test.go":               {"readycheck/store/sync/memory", "readycheck/store/sync/hubtest", "readycheck/store/sync/postgres", "readycheck/tui/cli"},
		"store/sync/hubtest/rows.go":            {"testing", "readycheck/store/merge", "readycheck/store/sync"},
		"store/sync/memory/hub.go":              {"readycheck/store/merge", "readycheck/store/sync", "readycheck/assessment", "readycheck/store/sync/hubtest", "github.com/jackc/pgx/v5/pgconn"},
		"store/sync/memory/x_test.go":           {"readycheck/assessment", "readycheck/store/sync/hubtest"},
		"store/sync/postgres/hub.go":            {"net", "github.com/jackc/pgx/v5/pgconn", "github.com/jackc/pgx/v5", "github.com/jackc/pgx/v5/pgxpool", "github.com/jackc/pgx/v5/pgconn/ctxwatch", "readycheck/store/merge", "readycheck/store/sync", "readycheck/assessment", "readycheck/store/sync/memory", "readycheck/store/sync/postgres/pgtest"},
		"store/sync/postgres/x_test.go":         {"readycheck/assessment", "github.com/jackc/pgx/v5/pgconn", "github.com/jackc/pgx/v5/pgtype", "readycheck/store/sync/hubtest", "readycheck/store/sync/postgres", "readycheck/store/sync/postgres/pgtest"},
		"store/sync/postgres/pgtest/cluster.go": {"os/exec", "github.com/jackc/pgx/v5/pgconn"},
		"tui/cli/sync.go":                       {"readycheck/store/merge", "readycheck/store/sync", "readycheck/store/sync/postgres", "github.com/jackc/pgx/v5/pgconn"},
		"tui/plain/sync.go":                     {"readycheck/store/merge", "readycheck/store/sync"},
		"store/queue.go":                        {"readycheck/tui"},
		"tui/screens/home.go":                   {"readycheck/assessment/report", "readycheck/tui/screens"},
		"tui/screens/home_test.go":              {"readycheck/store", "readycheck/store/storetest"},
		"tui/screens/list.go":                   {"readycheck/store/storetest"},
		"tui/screens/model.go":                  {"readycheck/tui/workshop", "readycheck/tui/workshop/sshd"},
		"tui/screens/run.go":                    {"readycheck/tui/cli"},
		"tui/cli/list.go":                       {"os", "readycheck/tui/workshop", "readycheck/tui/workshop/sshd", "readycheck/store", "readycheck/assessment/report"},
		"tui/cli/list_test.go":                  {"readycheck/store/storetest"},
		"tui/plain/room.go":                     {"readycheck/tui/workshop/sshd"},
		"tui/workshop/room.go":                  {"readycheck/tui/cli", "readycheck/tui/screens", "readycheck/tui/workshop/workshoptest", "readycheck/assessment", "time"},
		"tui/workshop/view.go":                  {"charm.land/lipgloss/v2", "github.com/charmbracelet/colorprofile", "readycheck/assessment/report"},
		"tui/workshop/room_test.go":             {"readycheck/tui/workshop/sshd"},
		"tui/workshop/address.go":               {"net", "net/netip", "net/http", "golang.org/x/crypto/ssh", "golang.org/x/time/rate"},
		"tui/workshop/sshd/server.go":           {"readycheck/tui/screens", "readycheck/tui/workshop", "readycheck/store", "net", "charm.land/wish/v2"},
		"tui/new.go":                            {"readycheck/assessment"},
		"tui/interview/work.go":                 {"charm.land/bubbletea/v2", "readycheck/assessment/report", "readycheck/tui/interview"},
		"tui/plain/talk.go":                     {"readycheck/tui/screens", "readycheck/tui/interview"},
		"tui/screens/faces_test.go":             {"readycheck/tui/plain"},
		"tui/screens/faces.go":                  {"readycheck/tui/plain"},
		"utils/utils.go":                        {"fmt"},
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
	// A clock is asked by a call and not by an import.
	clock := "package made\nimport \"time\"\nvar a, b, c = time.Now(), time.Since, time.Unix\n"
	for _, name := range []string{"assessment/clock.go", "assessment/clock_test.go", "store/merge/clock.go", "store/clock.go"} {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), []byte(clock), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, got := importFaults(t, os.DirFS(folder))
	want := []string{
		"assessment/clock.go may not ask for time.Now",
		"assessment/clock.go may not ask for time.Since",
		"assessment/load.go may not import os",
		"assessment/load.go may not import readycheck/store",
		"assessment/load_test.go may not import readycheck/tui",
		"assessment/report/color.go may not import charm.land/lipgloss/v2",
		"assessment/report/html.go may not import net/http",
		"assessment/set.go may not import readycheck/assessments",
		"store/merge/chance.go may not import crypto/rand",
		"store/merge/chance.go may not import github.com/google/uuid",
		"store/merge/chance.go may not import math/rand/v2",
		"store/merge/chance.go may not import net/url",
		"store/merge/chance.go may not import os/exec",
		"store/merge/clock.go may not ask for time.Now",
		"store/merge/clock.go may not ask for time.Since",
		"store/merge/merge.go may not import readycheck/assessment/report",
		"store/merge/merge.go may not import readycheck/store",
		"store/merge/merge_test.go may not import readycheck/store/sync",
		"store/queue.go may not import readycheck/tui",
		"store/store.go may not import github.com/jackc/pgx/v5/pgconn",
		"store/store.go may not import readycheck/store/sync",
		"store/sync/loop.go may not import readycheck/store",
		"store/sync/loop.go may not import readycheck/store/sync/memory",
		"store/sync/loop_test.go may not import readycheck/store/sync/postgres",
		"store/sync/loop_test.go may not import readycheck/tui/cli",
		"store/sync/memory/hub.go may not import github.com/jackc/pgx/v5/pgconn",
		"store/sync/memory/hub.go may not import readycheck/assessment",
		"store/sync/memory/hub.go may not import readycheck/store/sync/hubtest",
		"store/sync/postgres/hub.go may not import github.com/jackc/pgx/v5",
		"store/sync/postgres/hub.go may not import github.com/jackc/pgx/v5/pgconn/ctxwatch",
		"store/sync/postgres/hub.go may not import github.com/jackc/pgx/v5/pgxpool",
		"store/sync/postgres/hub.go may not import readycheck/assessment",
		"store/sync/postgres/hub.go may not import readycheck/store/sync/memory",
		"store/sync/postgres/hub.go may not import readycheck/store/sync/postgres/pgtest",
		"store/sync/postgres/x_test.go may not import github.com/jackc/pgx/v5/pgtype",
		"tui/cli/sync.go may not import github.com/jackc/pgx/v5/pgconn",
		"tui/interview/work.go may not import charm.land/bubbletea/v2",
		"tui/interview/work.go may not import readycheck/assessment/report",
		"tui/new.go stands in a folder that no rule names",
		"tui/plain/room.go may not import readycheck/tui/workshop/sshd",
		"tui/plain/sync.go may not import readycheck/store/merge",
		"tui/plain/sync.go may not import readycheck/store/sync",
		"tui/plain/talk.go may not import readycheck/tui/screens",
		"tui/screens/faces.go may not import readycheck/tui/plain",
		"tui/screens/home_test.go may not import readycheck/store",
		"tui/screens/list.go may not import readycheck/store/storetest",
		"tui/screens/model.go may not import readycheck/tui/workshop/sshd",
		"tui/screens/run.go may not import readycheck/tui/cli",
		"tui/workshop/address.go may not import golang.org/x/crypto/ssh",
		"tui/workshop/address.go may not import net",
		"tui/workshop/address.go may not import net/http",
		"tui/workshop/room.go may not import readycheck/tui/cli",
		"tui/workshop/room.go may not import readycheck/tui/screens",
		"tui/workshop/room_test.go may not import readycheck/tui/workshop/sshd",
		"tui/workshop/sshd/server.go may not import readycheck/store",
		"tui/workshop/view.go may not import charm.land/lipgloss/v2",
		"tui/workshop/view.go may not import github.com/charmbracelet/colorprofile",
		"tui/workshop/view.go may not import readycheck/assessment/report",
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
		r, ok := roomOf(path)
		if !ok {
			faults = append(faults, path+" stands in a folder that no rule names")
			return nil
		}
		mode := parser.ImportsOnly
		if r.pure && !strings.HasSuffix(name, "_test.go") {
			mode = parser.SkipObjectResolution // all of it
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, mode)
		if err != nil {
			return err
		}
		if r.pure {
			faults = append(faults, clockFaults(path, file)...)
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

// clockFaults finds where a file asks what time it is.
func clockFaults(path string, file *ast.File) (faults []string) {
	ast.Inspect(file, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if of, ok := selector.X.(*ast.Ident); ok && of.Name == "time" && slices.Contains(clocks, selector.Sel.Name) {
			faults = append(faults, path+" may not ask for time."+selector.Sel.Name)
		}
		return true
	})
	return faults
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
	test := strings.HasSuffix(file, "_test.go")
	if r.pure && !test && among(imported, notPure) {
		return false
	}
	first, _, _ := strings.Cut(imported, "/")
	if r.standard && !test && strings.Contains(first, ".") {
		return false
	}
	if among(imported, []string{postgres}) && (r.folder != "store/sync/postgres" || imported != connection) {
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
	if test && (slices.Contains(shared, imported) || slices.Contains(r.tests, imported)) {
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
