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

// manual writes the manual page from the commands themselves. The macros are few enough
// to do without a library, which would slow down every start.
func manual(root *cobra.Command) string {
	var b strings.Builder
	text := func(text string) {
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
	item := func(name, about string) {
		b.WriteString(".TP\n.B ")
		text(name)
		text(about)
	}
	flags := func(set *pflag.FlagSet) {
		set.VisitAll(func(flag *pflag.Flag) {
			if flag.Name == "help" {
				return
			}
			value, about := pflag.UnquoteUsage(flag)
			name := strings.TrimSpace("--" + flag.Name + " " + value)
			if flag.Shorthand != "" {
				name = "-" + flag.Shorthand + ", " + name
			}
			item(name, about)
		})
	}
	b.WriteString(".TH READYCHECK 1\n.SH NAME\n")
	text("readycheck - " + root.Short)
	b.WriteString(".SH SYNOPSIS\n.B readycheck\n[COMMAND] [FLAGS]\n.SH DESCRIPTION\n")
	text(root.Long)
	text("")
	text(aboutSession)
	b.WriteString(".SH COMMANDS\n")
	var command func(*cobra.Command)
	command = func(cmd *cobra.Command) {
		about := cmd.Short + "."
		if cmd.Long != "" && cmd.Name() != "completion" {
			about = strings.ReplaceAll(strings.TrimSuffix(cmd.Long, "\n\n"+aboutSession), "\n\n", "\n")
		}
		item(strings.TrimPrefix(cmd.CommandPath(), "readycheck ")+strings.TrimPrefix(cmd.Use, cmd.Name()), about)
		if cmd.LocalNonPersistentFlags().HasFlags() {
			b.WriteString(".RS\n")
			flags(cmd.LocalNonPersistentFlags())
			b.WriteString(".RE\n")
		}
		if cmd.Name() == "completion" {
			return // one for each shell
		}
		for _, child := range cmd.Commands() {
			command(child)
		}
	}
	for _, child := range root.Commands() {
		if child.Name() != "help" && !child.Hidden {
			command(child)
		}
	}
	b.WriteString(".SH FLAGS FOR ALL COMMANDS\n")
	flags(root.PersistentFlags())
	b.WriteString(".SH EXIT STATUS\n")
	item("0", "Done.")
	item("1", "It did not work. Standard error says why.")
	item("2", "The call was wrong. Standard error says how it should be.")
	b.WriteString(".SH FILES\n")
	item("$XDG_DATA_HOME/readycheck/sessions.db", "Your answers, unless --data or READYCHECK_DATA name another file. The default of $XDG_DATA_HOME is ~/.local/share.")
	return b.String()
}
