package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"readycheck/assessment"
)

// The styles of cells, by their place in workbookStyles.
const (
	headStyle = iota + 1
	textStyle
	// quotedStyle is a text that stays one when somebody types in its cell.
	quotedStyle
	numberStyle
	dayStyle
	// firstLevelStyle is the first of those of the levels, in their order.
	firstLevelStyle
)

// levelGrounds are light, so that the words on them are read well, and tell nothing that the sign
// and the word do not say.
var levelGrounds = [...]string{
	assessment.Unanswered: "F2F2F2", assessment.No: "FBE3E3", assessment.Unsure: "EBE4F7",
	assessment.Partly: "FCF0D0", assessment.InPlace: "E0F1E6", assessment.NA: "FFFFFF",
}

// workbookStyles are the styles in the order of their numbers.
func workbookStyles() string {
	const (
		ownDay = 164
		top    = `<alignment horizontal="left" vertical="top" wrapText="1"/></xf>`
		wrap   = ` applyAlignment="1">` + top
		// The first two fills are the format's own; then that of the head, and of the levels.
		headFill, firstLevel = 2, 3
	)
	var fills, cells strings.Builder
	solid := func(colour string) {
		fills.WriteString(`<fill><patternFill patternType="solid"><fgColor rgb="FF` + colour + `"/><bgColor indexed="64"/></patternFill></fill>`)
	}
	fills.WriteString(`<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>`)
	solid("DCE6EC")
	style := func(format, font, fill, border int, more string) {
		fmt.Fprintf(&cells, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1"%s%s`, format, font, fill, border, more, wrap)
	}
	cells.WriteString(`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>`)
	style(0, 1, headFill, 1, "")
	style(0, 0, 0, 0, "")
	style(0, 0, 0, 0, ` quotePrefix="1"`)
	style(1, 0, 0, 0, "")
	style(ownDay, 0, 0, 0, "")
	for i, ground := range levelGrounds {
		solid(ground)
		style(0, 0, firstLevel+i, 0, "")
	}
	font := func(bold string) string {
		return `<font>` + bold + `<sz val="11"/><color rgb="FF000000"/><name val="Calibri"/><family val="2"/></font>`
	}
	const side = `<left/><right/><top/>`
	return `<styleSheet ` + sheetSpace + `><numFmts count="1"><numFmt numFmtId="` + strconv.Itoa(ownDay) + `" formatCode="yyyy\-mm\-dd"/></numFmts>` +
		`<fonts count="2">` + font("") + font("<b/>") + `</fonts>` +
		`<fills count="` + strconv.Itoa(firstLevel+len(levelGrounds)) + `">` + fills.String() + `</fills>` +
		`<borders count="2"><border>` + side + `<bottom/><diagonal/></border><border>` + side + `<bottom style="thin"><color rgb="FF7F7F7F"/></bottom><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="` + strconv.Itoa(firstLevelStyle+len(levelGrounds)) + `">` + cells.String() + `</cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

// lettersOfColumn name a column: A to Z, then AA.
func lettersOfColumn(at int) string {
	const letters = 26
	name := string(rune('A' + at%letters))
	if at >= letters {
		return lettersOfColumn(at/letters-1) + name
	}
	return name
}

// serialDay is a day as spreadsheets count it. They take 1900 for a leap year, so what lies
// before its March is left to be a text.
func serialDay(text string) (int, bool) {
	day, err := time.Parse(assessment.DateLayout, text)
	if err != nil || day.Before(time.Date(1900, time.March, 1, 0, 0, 0, 0, time.UTC)) {
		return 0, false
	}
	return int((day.Unix() - time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).Unix()) / (24 * 60 * 60)), true
}

// levelOfSign is the level whose sign stands first.
func levelOfSign(text string) (assessment.Level, bool) {
	for level := range assessment.Level(len(levelGrounds)) {
		if strings.HasPrefix(text, level.Sign()+" ") {
			return level, true
		}
	}
	return 0, false
}

// cellText escapes a text for XML, leaves out what XML cannot hold, and cuts what is too long
// for a cell. "_x0041_" would be read as a letter by its number, so its first sign is told by
// one.
func cellText(text string) string {
	const mark = len("_x0041_")
	plain := len(text) <= mostInCell
	for i := 0; plain && i < len(text); i++ {
		c := text[i]
		plain = c >= ' ' && c < 0x7f && c != '<' && c != '>' && c != '&' && c != '_' || c == '\n'
	}
	if plain {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	units := 0
	for i, r := range text {
		size := 1
		if r > 0xffff {
			size = 2
		}
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"), unicode.IsControl(r) && r != '\n' && r != '\t', r == 0xfffe, r == 0xffff:
			continue
		}
		if units += size; units > mostInCell {
			break
		}
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '_' && len(text[i:]) >= mark && isNumbered(text[i:i+mark]):
			b.WriteString("_x005F_")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isNumbered tells the form of a letter that is told by its number.
func isNumbered(text string) bool {
	if text[1] != 'x' && text[1] != 'X' || text[len(text)-1] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:len(text)-1], 16, 32)
	return err == nil
}

// lineHeight and mostHeight are the heights of a line and of the highest row, in points.
const lineHeight, mostHeight = 15, 409

// linesIn is how many lines a text takes in a column, about.
func linesIn(text string, wide int) int {
	lines, used, word := 1, 0, 0
	end := func() {
		if used > 0 && used+word > wide {
			lines, used = lines+1, 0
		}
		for word > wide {
			lines, word = lines+1, word-wide
		}
		used, word = used+word+1, 0
	}
	for _, r := range text {
		switch {
		case r == '\n':
			end()
			lines, used = lines+1, 0
		case r == ' ':
			end()
		case r == '-':
			word++
			end()
			used-- // no space stands behind it
		case r >= 0x1100: // most of these are as wide as two
			word += 2
		default:
			word++
		}
	}
	end()
	return lines
}
