package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/look"
	"readycheck/assessment/report"
	"readycheck/store/disk"
	"readycheck/store/shell"
)

// brandCall is what was asked for in a call of brand. A flag that was given with nothing in it
// takes that part back.
type brandCall struct {
	name, line, logo, logoPrint, colour, paper string
	remove                                     bool
}

func (p *program) brandCommand() *cobra.Command {
	var call brandCall
	cmd := &cobra.Command{
		Use: "brand", Short: "Look at the brand on your reports, or set it once and for all",
		Long: "Shows the brand of your firm, which stands on top of reports and papers, or sets parts of it. A logo is\n" +
			"a PNG or an SVG and is copied, so your file may move. What is given as \"\" is taken back.",
		Example: "  readycheck brand\n  readycheck brand --name \"Okafor & Lind\" --line \"Workshops for small firms\"\n" +
			"  readycheck brand --logo logo.png --colour teal --paper letter",
		Args: takesNothing,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.changeBrand(cmd, &call) },
	}
	flags := cmd.Flags()
	flags.StringVar(&call.name, "name", "", "the `NAME` of your firm")
	flags.StringVar(&call.line, "line", "", "a `TEXT` below the name")
	flags.StringVar(&call.logo, "logo", "", "the `FILE` of your logo, PNG or SVG")
	flags.StringVar(&call.logoPrint, "logo-print", "", "the `FILE` of a PNG, where the logo is an SVG: for PDF and DOCX")
	flags.StringVar(&call.colour, "colour", "", "the `COLOUR` of headings and pictures, such as \"#0b5c8a\" or teal")
	flags.StringVar(&call.paper, "paper", "", "the `PAPER` of reports: a4 or letter")
	flags.BoolVar(&call.remove, "remove", false, "take the whole brand back")
	_ = cmd.RegisterFlagCompletionFunc("colour", cobra.FixedCompletions(look.ColourNames(), cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("paper", cobra.FixedCompletions(papersOfBrand, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.MarkFlagFilename("logo", "png", "svg")
	_ = cmd.MarkFlagFilename("logo-print", "png")
	return cmd
}

// Parts of the brand, as the file of settings calls them.
const (
	brandName      = "brand-name"
	brandLine      = "brand-line"
	brandLogo      = "brand-logo"
	brandLogoPrint = "brand-logo-print"
	brandColour    = "brand-colour"
	brandPaper     = "brand-paper"
)

var papersOfBrand = []string{string(report.PaperA4), string(report.PaperLetter)}

// brandSettings stand in the file of settings, and no flag for all commands says the same.
var brandSettings = [...]setting{
	{name: brandName, read: labelUpTo(assessment.MaxName), values: fmt.Sprintf("a name of at most %d letters", assessment.MaxName)},
	{name: brandLine, read: labelUpTo(assessment.MaxShort), values: fmt.Sprintf("a line of at most %d letters", assessment.MaxShort)},
	{name: brandLogo, read: readPicture, values: "the whole path of a PNG or SVG"},
	{name: brandLogoPrint, read: readPicture, values: "the whole path of a PNG"},
	{name: brandColour, read: readColour, values: "a colour such as \"#0b5c8a\", or one of " + strings.Join(look.ColourNames(), ", ")},
	{name: brandPaper, read: readPaper, values: strings.Join(papersOfBrand, " or ")},
}

func brandSettingNamed(name string) (setting, bool) {
	for _, s := range brandSettings {
		if s.name == name {
			return s, true
		}
	}
	return setting{}, false
}

// labelUpTo takes a text that stands on its line as a whole.
func labelUpTo(most int) func(string) (string, bool) {
	return func(text string) (string, bool) {
		label := assessment.CleanLine(text, most+1)
		return label, label != "" && utf8.RuneCountInString(label) <= most
	}
}

// readPicture takes the name of a copy beside the settings, or what a person wrote there.
func readPicture(text string) (string, bool) {
	return text, text != "" && text == filepath.Base(text) && !strings.HasPrefix(text, ".") || filepath.IsAbs(atHome(text))
}

func readColour(text string) (string, bool) {
	colour, known := look.ReadColour(text)
	return string(colour), known
}

func readPaper(text string) (string, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	return text, text == papersOfBrand[0] || text == papersOfBrand[1]
}

// brandChange is what a call changes, by the names of the settings. Nothing in a value takes the
// setting back; pictures come with the names of their copies.
type brandChange struct {
	values   map[string]string
	pictures map[string]report.Logo
}

// changeBrand sets what was given, and shows what the brand is then. All is looked at before
// anything is written.
func (p *program) changeBrand(cmd *cobra.Command, call *brandCall) error {
	change := brandChange{values: map[string]string{}, pictures: map[string]report.Logo{}}
	for _, part := range []struct{ flag, setting, value string }{
		{"name", brandName, call.name},
		{"line", brandLine, call.line},
		{"logo", brandLogo, call.logo},
		{"logo-print", brandLogoPrint, call.logoPrint},
		{"colour", brandColour, call.colour},
		{"paper", brandPaper, call.paper},
	} {
		if !cmd.Flags().Changed(part.flag) {
			continue
		}
		if call.remove {
			return wrongUse("Choose one of --remove and --" + part.flag + ".")
		}
		if err := change.take(part.flag, part.setting, part.value); err != nil {
			return err
		}
	}
	if !call.remove && len(change.values) == 0 {
		if err := p.showBrand(cmd); err != nil || len(p.settings.faults) == 0 {
			return err
		}
		return sentence(strings.Join(p.settings.faults, "\n"))
	}
	if call.remove {
		for _, s := range brandSettings {
			change.values[s.name] = ""
		}
	}
	if err := p.fitsPrint(change); err != nil {
		return err
	}
	if err := p.keepBrand(change); err != nil {
		return err
	}
	if call.remove {
		return p.print(cmd, "The brand was taken back: reports have none now.")
	}
	return p.showBrand(cmd)
}

// take reads one part of the brand as it was typed.
func (c brandChange) take(flag, setting, text string) error {
	if text == "" {
		c.values[setting] = ""
		return nil
	}
	if flag == "logo" || flag == "logo-print" {
		logo, err := readLogo(text)
		if err != nil {
			return err
		}
		if flag == "logo-print" && logo.Kind != report.LogoPNG {
			return wrongUse(fmt.Sprintf("%s cannot be the logo for paper: it is an SVG. Give a PNG there.", spoken(text)))
		}
		c.values[setting] = setting + "." + string(logo.Kind)
		c.pictures[setting] = logo
		return nil
	}
	s, _ := brandSettingNamed(setting)
	value, fits := s.read(text)
	if !fits {
		return wrongUse(fmt.Sprintf("--%s cannot be %q. It is %s.", flag, assessment.CleanLine(text, assessment.MaxName), s.values))
	}
	c.values[setting] = value
	return nil
}

// fitsPrint sees that the picture for paper belongs to the logo.
func (p *program) fitsPrint(c brandChange) error {
	logo, given := c.values[brandLogo]
	if !given {
		logo = p.settings.values[brandLogo].value
	}
	if c.values[brandLogoPrint] != "" && !strings.EqualFold(filepath.Ext(logo), ".svg") {
		return wrongUse("--logo-print is for a logo that is an SVG, and goes with it. A logo that is a PNG goes on paper as it is: give it with --logo.")
	}
	if _, both := c.values[brandLogoPrint]; given && !both {
		c.values[brandLogoPrint] = "" // that of the logo before
	}
	return nil
}

// keepBrand writes the copies of pictures, then the settings, and takes away what nothing names
// any more.
func (p *program) keepBrand(c brandChange) error {
	f := p.settings
	switch {
	case f.path == "":
		return sentence("The brand cannot be kept: the system names no folder for settings. See that HOME is set.")
	case f.unread:
		return sentence(strings.Join(f.faults, "\n"))
	}
	folder := filepath.Dir(f.path)
	if err := disk.MakeFolder(folder); err != nil {
		return fileError(err, f.path, "written")
	}
	for name, logo := range c.pictures {
		err := writeNew(filepath.Join(folder, c.values[name]), func(w io.Writer) error {
			_, err := w.Write(logo.Data)
			return err
		}, true)
		if err != nil {
			return err
		}
	}
	changed := false
	for _, s := range brandSettings {
		if value, given := c.values[s.name]; given && (value != "" || f.has(s.name)) {
			f.put(s.name, value)
			changed = true
		}
	}
	if !changed {
		return nil
	}
	if err := f.write(); err != nil {
		return err
	}
	p.settings, p.ofFirm = readSettings(f.path), nil
	for _, name := range []string{brandLogo, brandLogoPrint} {
		for _, kind := range []look.LogoKind{look.PNG, look.SVG} {
			file := name + "." + string(kind)
			if _, given := c.values[name]; given && c.values[name] != file {
				_ = disk.Remove(filepath.Join(folder, file)) // most often it is not there
			}
		}
	}
	return nil
}

// showBrand says what the brand is, and what of it cannot be used as it stands.
func (p *program) showBrand(cmd *cobra.Command) error {
	read := p.readBrand()
	if err := p.print(cmd, brandWords(read.brand)); err != nil {
		return err
	}
	if len(read.faults) > 0 {
		return sentence(strings.Join(read.faults, "\n"))
	}
	return nil
}

func brandWords(b report.Brand) string {
	if !b.Says() && b.Colour == "" && b.Paper == "" {
		return "No brand is set. `" + shell.Command("readycheck", "brand", "--name", "Okafor & Lind") + "` puts a name on top of all reports."
	}
	or := func(text, none string) string {
		if text == "" {
			return none
		}
		return text
	}
	lines := []string{
		"name    " + or(b.Name, "none"),
		"line    " + or(b.Line, "none"),
		"logo    " + logoWords(b),
		"colour  " + or(string(b.Colour), "the program's own blue"),
		"paper   " + b.Paper.Name(),
	}
	if read := b.Colour.OnWhite(); b.Colour != "" && read != b.Colour {
		lines = append(lines, fmt.Sprintf("%s is too light to read on white. Reports use %s there, which is darker.", b.Colour, read))
	}
	if b.Logo.Is() && !b.PaperLogo().Is() {
		lines = append(lines, "A PDF and a DOCX cannot show an SVG, and go without the logo.\nGive them a PNG: `readycheck brand --logo-print logo.png`.")
	}
	return strings.Join(lines, "\n")
}

func logoWords(b report.Brand) string {
	if !b.Logo.Is() {
		return "none"
	}
	text := strings.ToUpper(string(b.Logo.Kind))
	if b.Logo.Kind == report.LogoPNG {
		text += fmt.Sprintf(" of %d by %d pixels", b.Logo.Width, b.Logo.Height)
	} else if b.PaperLogo().Is() {
		text += ", and a PNG for PDF and DOCX"
	}
	return text
}
