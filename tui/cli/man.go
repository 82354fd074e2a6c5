package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (p *program) manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page", Args: takesNothing,
		Long:    "Prints the manual page in the form that man(1) reads.",
		Example: "  readycheck man > readycheck.1",
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), manual(cmd.Root()))
			return outputError(err)
		},
	}
}

// page is a manual page that is being written. The macros are few enough to do without a
// library, which would slow down every start.
type page struct{ strings.Builder }

// text writes a text, safe from being taken for macros.
func (b *page) text(text string) {
	for _, line := range strings.Split(text, "\n") {
		line = strings.NewReplacer(`\`, `\e`, `-`, `\-`).Replace(strings.TrimSpace(line))
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			line = `\&` + line
		}
		if line == "" {
			line = ".PP"
		}
		b.WriteString(line + "\n")
	}
}

func (b *page) item(name, about string) {
	b.WriteString(".TP\n.B ")
	b.text(name)
	b.text(about)
}

func (b *page) flags(set *pflag.FlagSet) {
	set.VisitAll(func(flag *pflag.Flag) {
		if flag.Name == "help" {
			return
		}
		value, about := pflag.UnquoteUsage(flag)
		name := strings.TrimSpace("--" + flag.Name + " " + value)
		if flag.Shorthand != "" {
			name = "-" + flag.Shorthand + ", " + name
		}
		b.item(name, about)
	})
}

// command writes a command with its flags, and those below it.
func (b *page) command(cmd *cobra.Command) {
	about := cmd.Short + "."
	if cmd.Long != "" && cmd.Name() != "completion" {
		about = strings.ReplaceAll(strings.TrimSuffix(cmd.Long, "\n\n"+aboutSession), "\n\n", "\n")
	}
	b.item(strings.TrimPrefix(cmd.CommandPath(), "readycheck ")+strings.TrimPrefix(cmd.Use, cmd.Name()), about)
	if cmd.LocalNonPersistentFlags().HasFlags() {
		b.WriteString(".RS\n")
		b.flags(cmd.LocalNonPersistentFlags())
		b.WriteString(".RE\n")
	}
	if cmd.Name() == "completion" {
		return // one for each shell
	}
	for _, child := range cmd.Commands() {
		b.command(child)
	}
}

// manual writes the manual page from the commands themselves.
func manual(root *cobra.Command) string {
	var b page
	b.WriteString(".TH READYCHECK 1\n.SH NAME\n")
	b.text("readycheck - " + root.Short)
	b.WriteString(".SH SYNOPSIS\n.B readycheck\n[COMMAND] [FLAGS]\n.SH DESCRIPTION\n")
	b.text(root.Long)
	b.text("")
	b.text(aboutSession)
	b.WriteString(".SH COMMANDS\n")
	for _, child := range root.Commands() {
		if child.Name() != "help" && !child.Hidden {
			b.command(child)
		}
	}
	b.WriteString(".SH FLAGS FOR ALL COMMANDS\n")
	b.flags(root.PersistentFlags())
	b.WriteString(".SH EXIT STATUS\n")
	b.item("0", "Done.")
	b.item("1", "It did not work. Standard error says why.")
	b.item("2", "The call was wrong. Standard error says how it should be.")
	b.WriteString(".SH ENVIRONMENT\n")
	b.item("READYCHECK_DATA", "The file that keeps your answers, where --data names none.")
	b.item("ACCESSIBLE", "Asks for lines of text, as --plain does, unless it is empty, 0, false, no or off.")
	b.item("NO_COLOR", "Where it is set there is no colour.")
	b.WriteString(".SH FILES\n")
	b.item("$XDG_DATA_HOME/readycheck/sessions.db", "Your answers, unless --data or READYCHECK_DATA name another file. The default of $XDG_DATA_HOME is ~/.local/share.")
	b.item("$XDG_CONFIG_HOME/readycheck/settings.yaml", "What `readycheck settings` set for all commands, and `readycheck brand` for all reports; the copy of a logo lies beside it. A flag goes before the environment, and that before this file. The default of $XDG_CONFIG_HOME is ~/.config.")
	return b.String()
}
