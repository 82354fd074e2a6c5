package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"readycheck/assessment"
	"readycheck/assessment/look"
)

// unzipped writes what is in the files of a zip, one after the other.
func unzipped(write func(io.Writer, Report) error) func(io.Writer, Report) error {
	return func(w io.Writer, r Report) error {
		var packed bytes.Buffer
		if err := write(&packed, r); err != nil {
			return err
		}
		files, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
		if err != nil {
			return err
		}
		for _, file := range files.File {
			text, err := file.Open()
			if err != nil {
				return err
			}
			if _, err := io.Copy(w, text); err != nil {
				return err
			}
		}
		return nil
	}
}

// opened reads a workbook with a library that knows nothing of ours.
func opened(t testing.TB, book string) *excelize.File {
	t.Helper()
	file, err := excelize.OpenReader(strings.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file
}

// rowsOf are the cells of a sheet as they are shown, each row as long as the head.
func rowsOf(t testing.TB, file *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := file.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		rows[i] = append(rows[i], make([]string, max(0, len(rows[0])-len(rows[i])))...)
	}
	return rows
}

func sameRows(t *testing.T, about string, got, want [][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s has %d rows, want %d", about, len(got), len(want))
		return
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("%s, row %d:\n%q, want\n%q", about, i+1, got[i], want[i])
		}
	}
}

// plansOf is a plan with its head, as a table for spreadsheets has it.
func plansOf(reports ...Report) [][]string {
	rows := [][]string{planTitles(nil)}
	for _, r := range reports {
		rows = slices.AppendSeq(rows, planRows(r))
	}
	return rows
}

// A workbook holds every step, every line and every answer, cell by cell, and works nothing out.
func TestAWorkbookReadBack(t *testing.T) {
	for about, r := range map[string]Report{"bakery": read(t, "bakery.yaml"), "blank": read(t, "blank.yaml"), "hostile": hostileReport(t), "canary": canary(t)} {
		t.Run(about, func(t *testing.T) {
			r.Session.ID = "01a20a4c-930a-7630-b98c-8010c70ba77a"
			file := opened(t, written(t, XLSX, r))
			if got := file.GetSheetList(); !slices.Equal(got, []string{"Plan", "Lines", "Answers"}) {
				t.Fatalf("the sheets are %q", got)
			}
			sameRows(t, "the plan", rowsOf(t, file, "Plan"), plansOf(r))
			lines := rowsOf(t, file, "Lines")
			for i, item := range r.Summary.Items {
				word := item.Status.Sign() + " " + r.Set.Words.Level(item.Status)
				keeps := ""
				if item.Blocks != nil {
					keeps = r.Set.StageName(*item.Blocks)
				}
				if got := lines[i+1]; got[0] != item.ID || got[1] != item.Title || got[3] != word || got[5] != keeps {
					t.Errorf("line %d is %q", i+1, got)
				}
			}
			if len(lines) != 15 {
				t.Errorf("there are %d lines", len(lines)-1)
			}
			answersReadBack(t, r, rowsOf(t, file, "Answers"))
			everyCellIsAText(t, file)
		})
	}
}

// answersReadBack looks for each answer and each note in the rows of the sheet.
func answersReadBack(t *testing.T, r Report, rows [][]string) {
	t.Helper()
	at := func(title string) int { return slices.Index(rows[0], title) }
	flow := assessment.NewFlow(r.Set, r.Session)
	counted := 0
	for i := range r.Set.Questions {
		q := r.Set.Questions[i].For(&r.Session.Setup)
		given := r.Session.Answers[q.ID]
		counts := flow.Position(q.ID) >= 0
		if counts {
			counted++
		} else if given.Empty() {
			continue
		}
		found := slices.IndexFunc(rows, func(row []string) bool { return row[at("Question")] == q.Text })
		if found < 0 {
			t.Errorf("%s is not there", q.ID)
			continue
		}
		row := rows[found]
		for title, want := range map[string]string{
			"Note": assessment.Clean(given.Note, assessment.MaxNote), "Owner": name(given.Owner), "Due": given.Due, "Counts": map[bool]string{true: "yes", false: "no"}[counts],
			"Answered by": name(given.By),
		} {
			if row[at(title)] != want {
				t.Errorf("%s: %s is %.80q, want %.80q", q.ID, title, row[at(title)], want)
			}
		}
	}
	if counted == 0 || len(rows) < 1+len(assessment.SetupFields)+counted {
		t.Errorf("%d rows for %d questions", len(rows), counted)
	}
}

// everyCellIsAText holds that nothing in a workbook is a formula, a link or more than its text.
func everyCellIsAText(t *testing.T, file *excelize.File) {
	t.Helper()
	for _, sheet := range file.GetSheetList() {
		for y, row := range rowsOf(t, file, sheet) {
			for x, text := range row {
				cell, err := excelize.CoordinatesToCellName(x+1, y+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := file.GetCellFormula(sheet, cell)
				link, _, linkErr := file.GetCellHyperLink(sheet, cell)
				if formula != "" || link || err != nil || linkErr != nil {
					t.Errorf("%s %s is a formula %q or a link: %v %v", sheet, cell, formula, err, linkErr)
				}
				kind, err := file.GetCellType(sheet, cell)
				if err != nil || text != "" && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeUnset {
					t.Errorf("%s %s is of kind %v: %v", sheet, cell, kind, err)
				}
				style, err := file.GetCellStyle(sheet, cell)
				if err != nil || kind == excelize.CellTypeInlineString && text != inert(text) && style != quotedStyle {
					t.Errorf("%s %s, %.40q, becomes a formula when somebody types in it: %v", sheet, cell, text, err)
				}
			}
		}
	}
}

// Days and numbers are to be sorted and counted with; the head stays in view and is on each page.
func TestAWorkbookIsOneToWorkWith(t *testing.T) {
	r := read(t, "bakery.yaml")
	book := written(t, XLSX, r)
	file := opened(t, book)
	due, step := slices.Index(planHead, "due"), slices.Index(planHead, "step")
	for i, s := range r.Summary.Steps {
		number, _ := excelize.CoordinatesToCellName(step+1, i+2)
		if raw, err := file.GetCellValue("Plan", number, excelize.Options{RawCellValue: true}); err != nil || raw != strconv.Itoa(i+1) {
			t.Errorf("step %d is %q, %v", i+1, raw, err)
		}
		if s.Due == "" {
			continue
		}
		cell, _ := excelize.CoordinatesToCellName(due+1, i+2)
		raw, err := file.GetCellValue("Plan", cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		serial, err := strconv.ParseFloat(raw, 64)
		if err != nil {
			t.Fatalf("the day is %q", raw)
		}
		if day, err := excelize.ExcelDateToTime(serial, false); err != nil || day.Format(assessment.DateLayout) != s.Due {
			t.Errorf("%s became %v, %v", s.Due, day, err)
		}
	}
	for _, sheet := range file.GetSheetList() {
		panes, err := file.GetPanes(sheet)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: the head does not stay: %+v, %v", sheet, panes, err)
		}
		layout, err := file.GetPageLayout(sheet)
		if err != nil || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
			t.Errorf("%s is printed as %+v, %v", sheet, layout, err)
		}
		if fit, err := file.GetSheetProps(sheet); err != nil || !*fit.FitToPage {
			t.Errorf("%s does not fit its page: %v", sheet, err)
		}
		if wide, err := file.GetColWidth(sheet, "B"); err != nil || wide < 9 {
			t.Errorf("%s: a column is %v wide, %v", sheet, wide, err)
		}
		for _, want := range []string{"_xlnm.Print_Titles|'" + sheet + "'!$1:$1", "_xlnm._FilterDatabase|'" + sheet + "'!$A$1:"} {
			if !slices.ContainsFunc(file.GetDefinedName(), func(name excelize.DefinedName) bool {
				return name.Scope == sheet && strings.HasPrefix(name.Name+"|"+name.RefersTo, want)
			}) {
				t.Errorf("there is no %s in %+v", want, file.GetDefinedName())
			}
		}
		style, err := file.GetCellStyle(sheet, "C2")
		if err != nil {
			t.Fatal(err)
		}
		if look, err := file.GetStyle(style); err != nil || !look.Alignment.WrapText {
			t.Errorf("%s: a long text is not wrapped: %v", sheet, err)
		}
	}
	r.Brand.Paper = look.Letter
	if layout, err := opened(t, written(t, XLSX, r)).GetPageLayout("Plan"); err != nil || *layout.Size != 1 {
		t.Errorf("the paper of the brand is not taken: %v", err)
	}
	r.Brand.Paper = look.A4
	if again := written(t, XLSX, r); again != book {
		t.Error("the same session gives another file")
	}
}

// Whatever a text holds, a spreadsheet reads back its letters and nothing else.
func TestEveryCellOfAWorkbookIsInert(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.OneOf(rapid.StringMatching(`[=+@\t \-|%"',;\n＝a1(<>&_xX0-9A-F]*`), rapid.String(), rapid.Just("_x003D_1+1"), rapid.Just("\xff\ufffe\x00=1")), 2, 2).Draw(t, "texts")
		var packed bytes.Buffer
		book := newWorkbook(&packed)
		book.sheet(bookSheet{name: "One", columns: []bookColumn{{"A", 9, textCell}, {"B", 9, levelCell}}})
		book.row(texts)
		if err := book.end(); err != nil {
			t.Fatal(err)
		}
		file, err := excelize.OpenReader(bytes.NewReader(packed.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		for i, cell := range [...]string{"A2", "B2"} {
			want := strings.Map(func(r rune) rune {
				if unicode.IsControl(r) && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
					return -1
				}
				return r
			}, strings.ToValidUTF8(texts[i], ""))
			got, err := file.GetCellValue("One", cell)
			formula, formulaErr := file.GetCellFormula("One", cell)
			if err != nil || formulaErr != nil || formula != "" || got != want {
				t.Fatalf("%q became %q (formula %q)", texts[i], got, formula)
			}
		}
	})
}

// A cell holds 32,767 units, and a letter that is two of them is not cut in half.
func TestATextTooLongForACell(t *testing.T) {
	for _, text := range []string{strings.Repeat("a", 40_000), strings.Repeat("<", 40_000), strings.Repeat("🥐", 20_000)} {
		var got struct {
			Text string `xml:",chardata"`
		}
		if err := xml.Unmarshal([]byte("<t>"+cellText(text)+"</t>"), &got); err != nil {
			t.Fatal(err)
		}
		if n := len(utf16.Encode([]rune(got.Text))); n > mostInCell || n < mostInCell-1 || !strings.HasPrefix(text, got.Text) {
			t.Errorf("%d units are left of %.4q", n, text)
		}
	}
}

// A sheet that is full goes on in another one.
func TestAFullSheetGoesOn(t *testing.T) {
	var packed bytes.Buffer
	book := newWorkbook(&packed)
	book.most = 3
	book.sheet(bookSheet{name: "Plans", columns: []bookColumn{{"A", 9, numberCell}}})
	for i := range 5 {
		book.row([]string{strconv.Itoa(i)})
	}
	if err := book.end(); err != nil {
		t.Fatal(err)
	}
	file := opened(t, packed.String())
	var got []string
	for _, sheet := range file.GetSheetList() {
		for _, row := range rowsOf(t, file, sheet) {
			got = append(got, sheet+" "+row[0])
		}
	}
	if want := []string{"Plans A", "Plans 0", "Plans 1", "Plans 2 A", "Plans 2 2", "Plans 2 3", "Plans 3 A", "Plans 3 4"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// Days that spreadsheets count otherwise stay texts.
func TestDaysBeforeTheirCalendarStayTexts(t *testing.T) {
	for text, want := range map[string]int{"1900-03-01": 61, "2026-11-28": 46354, "9999-12-31": 2958465} {
		if got, ok := serialDay(text); !ok || got != want {
			t.Errorf("%s is %d", text, got)
		}
	}
	for _, text := range []string{"1900-02-28", "0001-01-01", "soon", ""} {
		if got, ok := serialDay(text); ok {
			t.Errorf("%q is %d", text, got)
		}
	}
}

// A row is as high as its longest text needs it.
func TestLinesInAColumn(t *testing.T) {
	for text, want := range map[string]int{
		"": 1, "one": 1, "1234567890": 1, "12345678901": 2, "one two three four": 2, "one\ntwo": 2, "one\n\ntwo": 3, "aaaaaaaa bbbbbbbb cccccccc": 3,
		"01a20a4c-930a-7630-b98c-8010c70ba77a": 5, "パン屋パン屋": 2, "a b c d e ": 1,
	} {
		if got := linesIn(text, 10); got != want {
			t.Errorf("%q takes %d lines, want %d", text, got, want)
		}
	}
}
