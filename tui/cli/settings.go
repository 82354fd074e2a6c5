package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
)

// unset is the word for a value that takes a setting back.
const unset = byDefault

func (p *program) settingsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "settings [NAME [VALUE]]", Short: "Look at what is set for all commands, or set it once and for all",
		Long: "Shows what is set for all commands and where that comes from: a flag, the environment, the file\n" +
			"of settings, or the program itself, in this order. With a name and a value it sets one for good;\n" +
			"the value " + unset + " takes it back. The settings are " + settingNames() + ",\nas the flags for all commands.",
		Example: "  readycheck settings\n  readycheck settings plain on\n  readycheck settings theme dark\n  readycheck settings theme " + unset,
		Args:    takes(0, 2, "Name a setting and a value, such as `readycheck settings theme dark`."),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return completeSetting(args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return p.showSettings(cmd, strings.Join(args, ""))
			}
			return p.changeSetting(cmd, args[0], args[1])
		},
	}
}

// completeSetting offers names, then values.
func completeSetting(args []string) ([]cobra.Completion, cobra.ShellCompDirective) {
	switch len(args) {
	case 0:
		var names []cobra.Completion
		for i := range settings {
			names = append(names, settings[i].name)
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	case 1:
		if s, known := settingNamed(args[0]); known && len(s.offered) == 0 {
			return nil, cobra.ShellCompDirectiveDefault
		} else if known {
			return append([]cobra.Completion{unset}, s.offered...), cobra.ShellCompDirectiveNoFileComp
		}
	}
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// showSettings lists all settings, or the one that is named.
func (p *program) showSettings(cmd *cobra.Command, name string) error {
	if _, known := settingNamed(name); name != "" && !known {
		return noSetting(name)
	}
	for i := range settings {
		if s := settings[i]; name == "" || s.name == name {
			c := p.choice(s)
			if c.value == "" {
				c.value = p.unsaid(s)
			}
			if err := p.print(cmd, fmt.Sprintf("%-9s  %s  (%s)", s.name, assessment.CleanLine(c.value, assessment.MaxNote), c.from)); err != nil {
				return err
			}
		}
	}
	if name == "" {
		if err := p.print(cmd, p.aboutSettings()); err != nil {
			return err
		}
	}
	if len(p.settings.faults) > 0 {
		return sentence(strings.Join(p.settings.faults, "\n"))
	}
	return nil
}

// unsaid is what holds where nobody set anything.
func (p *program) unsaid(s setting) string {
	if s.name == dataSetting {
		return p.dataFile()
	}
	return "those of the program"
}

// aboutSettings says where the settings lie, and how to change one.
func (p *program) aboutSettings() string {
	path := p.settings.path
	if path == "" {
		return "The system names no folder for settings here: HOME is not set."
	}
	text := "Settings are kept in " + assessment.CleanLine(path, assessment.MaxNote)
	if p.settings.doc == nil && !p.settings.unread {
		text += ", which is not there yet"
	}
	return text + ".\n`readycheck settings theme dark` sets one, and `readycheck settings theme " + unset + "` takes it back."
}

func noSetting(name string) error {
	if _, known := brandSettingNamed(name); known {
		return wrongUse("The brand is set by `readycheck brand`, which shows it too.")
	}
	return wrongUse(fmt.Sprintf("There is no setting %q. The settings are %s.", name, settingNames()))
}

// changeSetting sets one, or takes it back. A name that is none can still be taken out of the
// file, so that a slip in it is mended.
func (p *program) changeSetting(cmd *cobra.Command, name, value string) error {
	s, known := settingNamed(name)
	switch {
	case !known && (value != unset || !p.settings.has(name)):
		return noSetting(name)
	case p.settings.path == "":
		return sentence("The settings cannot be kept: the system names no folder for them. See that HOME is set.")
	case p.settings.unread:
		return sentence(strings.Join(p.settings.faults, "\n"))
	case value == unset:
		return p.takeBack(cmd, name)
	}
	if s.name == dataSetting || s.name == questionsSetting {
		if whole, err := filepath.Abs(atHome(value)); err == nil {
			value = whole
		}
	}
	given, fits := s.read(value)
	if !fits {
		return wrongUse(fmt.Sprintf("%s cannot be %q. It is %s.", name, value, s.values))
	}
	if err := usable(s, given); err != nil {
		return err
	}
	if err := p.settings.set(name, given); err != nil {
		return err
	}
	return p.print(cmd, assessment.CleanLine(fmt.Sprintf("From now on %s is %s. %s", name, given, p.keptWhere(s)), assessment.MaxNote))
}

// takeBack takes a setting out of the file.
func (p *program) takeBack(cmd *cobra.Command, name string) error {
	if !p.settings.has(name) {
		return p.print(cmd, name+" was not set, so nothing was changed.")
	}
	if err := p.settings.set(name, ""); err != nil {
		return err
	}
	text := assessment.CleanLine(name, assessment.MaxName) + " is no longer set."
	if s, known := settingNamed(name); known {
		flag := p.flags.Lookup(name)
		value := flag.DefValue
		if given, ok := s.read(value); ok {
			value = given
		}
		if value != "" {
			text = name + " is no longer set: without a flag it is " + value + "."
		}
		text += p.goesFirst(s)
	}
	return p.print(cmd, text)
}

// keptWhere says where a setting is kept, and what goes before it now.
func (p *program) keptWhere(s setting) string {
	return "That is kept in " + p.settings.path + "." + p.goesFirst(s)
}

// goesFirst says that the environment says something else now.
func (p *program) goesFirst(s setting) string {
	if value := fromEnvironment(s); value != "" {
		return fmt.Sprintf(" But %s is set in this window, and goes first: %s.", s.environment, value)
	}
	return ""
}

// usable says why a setting that all commands would stumble over is not set.
func usable(s setting, value string) error {
	switch s.name {
	case questionsSetting:
		_, err := loadSet(value)
		return err
	case dataSetting:
		if info, err := os.Stat(value); err == nil && info.IsDir() {
			return wrongUse(fmt.Sprintf("%s is a folder. Name a file in it, such as %s.", value, filepath.Join(value, "sessions.db")))
		}
	}
	return nil
}
