package report

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// practice are three sessions of two uses.
func practice(t testing.TB) (Reports, []Report) {
	later, earlier, blank := read(t, "bakery.yaml"), read(t, "bakery.yaml"), read(t, "blank.yaml")
	later.Session.ID, earlier.Session.ID, blank.Session.ID = "01b", "01a", "01c"
	later.Session.Changed = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)
	earlier.CheckedAgain = true
	all := []Report{later, earlier, blank}
	return walk(all), all
}

func walk(all []Report) Reports {
	return func(yield func(Report, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func manyWritten(t testing.TB, write func(io.Writer, Reports) error, reports Reports) string {
	t.Helper()
	return written(t, func(w io.Writer, _ Report) error { return write(w, reports) }, Report{})
}

// A practice has a row a use, whose levels are told by words, and all steps of all sessions.
func TestAPracticeAsAWorkbook(t *testing.T) {
	reports, all := practice(t)
	file := opened(t, manyWritten(t, XLSXOfMany, reports))
	if got := file.GetSheetList(); !slices.Equal(got, []string{"Practice", "Plans"}) {
		t.Fatalf("the sheets are %q", got)
	}
	sameRows(t, "the plans", rowsOf(t, file, "Plans"), plansOf(all...))
	rows := rowsOf(t, file, "Practice")
	if len(rows) != 3 || len(rows[0]) != 8+14+1 {
		t.Fatalf("%d rows of %d columns", len(rows), len(rows[0]))
	}
	if want := []string{"Rosa's Bakery", "Answer customer emails about orders"}; !slices.Equal(rows[1][:2], want) {
		t.Errorf("the first use is %q", rows[1])
	}
	for title, want := range map[string]string{"Overdue": "1", "Next date": "2026-11-15", "Last change": "2026-11-20", "Session": "01b"} {
		if got := rows[1][slices.Index(rows[0], title)]; got != want {
			t.Errorf("%s is %q, want %q", title, got, want)
		}
	}
	grounds := map[string]string{}
	for i, item := range all[0].Summary.Items {
		word := item.Status.Sign() + " " + all[0].Set.Words.Level(item.Status)
		if got := rows[1][8+i]; got != word || rows[0][8+i] != item.ID+" "+all[0].Set.Items[i].Short {
			t.Errorf("%s is %q under %q", item.ID, got, rows[0][8+i])
		}
		cell, _ := excelize.CoordinatesToCellName(9+i, 2)
		style, _ := file.GetCellStyle("Practice", cell)
		if _, err := file.GetStyle(style); err != nil {
			t.Fatal(err)
		}
		grounds[word] = file.Styles.Fills.Fill[*file.Styles.CellXfs.Xf[style].FillID].PatternFill.FgColor.RGB
	}
	if len(grounds) < 2 {
		t.Errorf("all lines say the same: %v", grounds)
	}
	seen := map[string]bool{}
	for word, ground := range grounds {
		if ground == "" || seen[ground] {
			t.Errorf("%s has the ground of another level: %v", word, grounds)
		}
		seen[ground] = true
	}
	everyCellIsAText(t, file)
}

// The first error of the disk is the error of all.
func TestAWorkbookOnAFullDisk(t *testing.T) {
	reports, _ := practice(t)
	for room := range 12 {
		disk := nearlyFull(room << 8)
		if err := XLSXOfMany(&disk, reports); !errors.Is(err, errFull) {
			t.Errorf("with %d bytes: %v", room<<8, err)
		}
	}
}

// nearlyFull is a disk with so many bytes left.
type nearlyFull int

func (d *nearlyFull) Write(data []byte) (int, error) {
	if *d -= nearlyFull(len(data)); *d < 0 {
		return 0, errFull
	}
	return len(data), nil
}

// A real spreadsheet reads what we meant. It takes half a minute, so it has to be asked for:
// READYCHECK_SOFFICE names the program.
func TestAWorkbookReadByASpreadsheet(t *testing.T) {
	office := os.Getenv("READYCHECK_SOFFICE")
	if office == "" {
		t.Skip("READYCHECK_SOFFICE is not set")
	}
	folder := t.TempDir()
	reports, all := practice(t)
	reported := hostileReport(t)
	for name, book := range map[string]string{"one": written(t, XLSX, reported), "many": manyWritten(t, XLSXOfMany, reports)} {
		path := filepath.Join(folder, name+".xlsx")
		if err := os.WriteFile(path, []byte(book), 0o600); err != nil {
			t.Fatal(err)
		}
		// The last of them asks for a file a sheet.
		out, err := exec.Command(office, "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to",
			"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", folder, path).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	sheet := func(name string) [][]string {
		file, err := os.Open(filepath.Join(folder, name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		rows, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	sameRows(t, "the plan", sheet("one-Plan"), plansOf(reported))
	sameRows(t, "the plans", sheet("many-Plans"), plansOf(all...))
	if got := sheet("many-Practice"); len(got) != 3 || got[1][6] != "2026-11-15" {
		t.Errorf("the practice is %q", got)
	}
	if got := sheet("one-Answers"); len(got) < 20 {
		t.Errorf("%d answers", len(got))
	}
}

// BenchmarkWorkbook is a practice of a hundred sessions as a workbook, and the same plans as a
// plain table: one against the other is what a workbook costs.
func BenchmarkWorkbook(b *testing.B) {
	r := read(b, "bakery.yaml")
	var all []Report
	for i := range 100 {
		session := *r.Session
		session.ID = fmt.Sprint("01a", i)
		all = append(all, Report{Set: r.Set, Session: &session, Summary: r.Summary, Now: r.Now})
	}
	for name, write := range map[string]func() error{
		"xlsx": func() error { return XLSXOfMany(io.Discard, walk(all)) },
		"csv":  func() error { return CSVOfMany(io.Discard, walk(all)) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := write(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
