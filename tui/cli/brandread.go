package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/assessment/look"
	"readycheck/assessment/report"
)

// brandRead is the brand as it is set, without what cannot be used, and why, a sentence each.
type brandRead struct {
	brand  report.Brand
	faults []string
}

// brand is the brand for a report. What of it cannot be used is left out and said: a report is
// not held up by it.
func (p *program) brand() report.Brand {
	read := p.readBrand()
	read.say()
	return read.brand
}

// say says the faults, once.
func (b *brandRead) say() {
	for _, fault := range b.faults {
		fmt.Fprintln(os.Stderr, assessment.CleanLine(fault, 10_000))
	}
	b.faults = nil
}

// sayBrand says, once the screens have ended, what was left out of reports that they wrote.
func (p *program) sayBrand() {
	p.brandLock.Lock()
	defer p.brandLock.Unlock()
	if p.ofFirm != nil {
		p.ofFirm.say()
	}
}

// readBrand reads the brand, once. The screens may ask for it twice at a time.
func (p *program) readBrand() *brandRead {
	p.brandLock.Lock()
	defer p.brandLock.Unlock()
	if p.ofFirm != nil {
		return p.ofFirm
	}
	read := &brandRead{}
	p.ofFirm = read
	set := func(name string) string { return p.settings.values[name].value }
	read.brand = report.Brand{
		Name: set(brandName), Line: set(brandLine),
		Colour: report.Colour(set(brandColour)), Paper: report.Paper(set(brandPaper)),
	}
	for _, picture := range []struct {
		setting, flag string
		logo          *report.Logo
	}{{brandLogo, "logo", &read.brand.Logo}, {brandLogoPrint, "logo-print", &read.brand.PrintLogo}} {
		path := set(picture.setting)
		if path == "" {
			continue
		}
		if path == filepath.Base(path) {
			path = filepath.Join(filepath.Dir(p.settings.path), path)
		}
		logo, err := readLogo(path)
		if err != nil {
			read.faults = append(read.faults, fmt.Sprintf("Reports go without the logo of your brand. %s `readycheck brand --%s FILE` sets it anew.", assessment.Sentence(err), picture.flag))
			continue
		}
		*picture.logo = logo
	}
	return read
}

// readLogo reads a logo from a file that may come from anywhere.
func readLogo(path string) (report.Logo, error) {
	data, err := readFile(path)
	if err != nil {
		return report.Logo{}, err
	}
	logo, err := look.CheckLogo(data)
	if err != nil {
		return report.Logo{}, sentence(fmt.Sprintf("%s cannot be a logo: %s.", assessment.CleanLine(spoken(path), assessment.MaxNote), err))
	}
	return logo, nil
}

// brandFor is the brand for a report with what the flags of a call say over it. Another firm's
// name goes without this one's line and logo.
func (p *program) brandFor(cmd *cobra.Command, said report.Brand) report.Brand {
	flags := cmd.Flags()
	b := p.brand()
	if flags.Changed("brand") && said.Name != b.Name {
		b = report.Brand{Name: said.Name, Paper: b.Paper}
	}
	if flags.Changed("brand-line") {
		b.Line = said.Line
	}
	return b
}
