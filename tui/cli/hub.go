package cli

import (
	"cmp"
	"fmt"
	"os"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/store/shell"
	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
)

// hubEnvironment names the hub where neither the command nor the data file does; off keeps the
// screens from using one.
const hubEnvironment = "READYCHECK_HUB"

func (p *program) hubCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "hub", Short: "Set up the place where the changes of several computers meet",
		Long: "A practice with several computers keeps its answers on each of them, and lets the changes meet in a\n" +
			"PostgreSQL that it has or rents. What lies there is sealed: whoever runs it sees how much and when,\n" +
			"and not one word. These commands are for the one who sets it up.",
		Example: "  readycheck hub create postgres://dana@db.example.com/readycheck --firm \"Ready & Co\"\n  readycheck hub invite olga",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(cmd, args[0])
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.hubCreateCommand(), p.hubInviteCommand(), p.hubExpelCommand(), p.hubMembersCommand(), p.hubSheetCommand(), p.hubRekeyCommand(), p.hubEraseCommand())
	return cmd
}

func (p *program) hubCreateCommand() *cobra.Command {
	var firm string
	cmd := &cobra.Command{
		Use: "create URL", Short: "Make the hub of your firm in an empty database",
		Long: "Makes the hub in an empty database, and a key that seals all that goes there. The key is printed\n" +
			"once: keep it where you keep your contracts. Without it nobody can read the hub, and with it anybody.\n" +
			"From a data file that has a hub it makes the same one anew in another place, such as after a fire.\n\n" +
			"The address has no password in it. PostgreSQL takes that from the file which PGPASSFILE names, or\n~/.pgpass.",
		Example: "  readycheck hub create postgres://dana@db.example.com/readycheck --firm \"Ready & Co\"",
		Args:    takes(1, 1, "Name the address of the database, such as postgres://dana@host/readycheck."),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.hubCreate(cmd, args[0], assessment.CleanLine(strings.TrimSpace(firm), assessment.MaxName))
		},
	}
	cmd.Flags().StringVar(&firm, "firm", "", "the name of your firm, as its members read it")
	return cmd
}

// hubCreate makes the hub of a new firm or, from a data file that has one, that of the same firm in
// another place.
func (p *program) hubCreate(cmd *cobra.Command, url, firm string) error {
	sessions := p.store()
	defer closeStore(sessions)
	link, err := sessions.Link()
	if err != nil {
		return err
	}
	again := link.Firm != ""
	switch {
	case again && firm != "" && firm != link.Name:
		return wrongUse(fmt.Sprintf("This data file belongs to %s. Leave --firm out to make its hub anew, or name another data file with --data.", assessment.CleanLine(link.Name, assessment.MaxName)))
	case !again && firm == "":
		return wrongUse("Name your firm, such as --firm \"Ready & Co\".")
	case !again:
		id, err := uuid.NewV7()
		if err != nil {
			return err
		}
		link.Firm, link.Name, link.Keys = id.String(), firm, sync.Keyring{sync.NewKey()}
	}
	probe, err := link.Keys.Probe(link.Firm)
	if err != nil {
		return err
	}
	if err := postgres.Create(cmd.Context(), url, link.Name, link.Firm, probe); err != nil {
		return err
	}
	// First of all: from here on nothing else knows the key.
	if err := p.print(cmd, recoverySheet(assessment.CleanLine(link.Name, assessment.MaxName), url, link.Keys[0])); err != nil {
		return err
	}
	if err := sessions.Join(url, link.Firm, link.Name, link.Keys[0]); err != nil {
		return err
	}
	if again {
		return p.print(cmd, fmt.Sprintf("The hub is there anew. `%s` offers all that this computer has. Invite the others again: each names its new address once, with `readycheck sync URL`.", p.typed("sync", "--once")))
	}
	return p.print(cmd, fmt.Sprintf("The hub of %s is there, and this computer meets it from now on.\nNext: `%s` sends what you have, and `%s` lets somebody else in.",
		link.Name, p.typed("sync", "--once"), p.typed("hub", "invite", "NAME")))
}

// recoverySheet is the firm's key on a page to keep.
func recoverySheet(firm, url string, key sync.Key) string {
	groups := strings.Split(key.Text(), "-")
	var lines []string
	for i := 0; i < len(groups); i += 5 {
		lines = append(lines, "      "+strings.Join(groups[i:min(i+5, len(groups))], "-"))
	}
	return fmt.Sprintf(`RECOVERY SHEET OF %s

The key of your hub:

%s

The hub: %s

- Print this page, or write the key down, and keep it where you keep your contracts.
- Every new computer asks for the key once. Hand it over in person or by telephone, never in the
  message that has the invitation.
- Without the key nobody can read what lies in the hub, and we cannot help either. Your own data
  files stay readable.
- If somebody has the key who should not, readycheck hub rekey makes another one.
`, strings.ToUpper(firm), strings.Join(lines, "\n"), assessment.CleanLine(url, assessment.MaxNote))
}

// meeting is a data file with the hub in which it meets others.
type meeting struct {
	sessions *store.Store
	link     sync.Link
	url      string
	hub      *postgres.Hub
}

// withHub does something with the hub of the data file.
func (p *program) withHub(do func(meeting) error) error {
	sessions := p.store()
	defer closeStore(sessions)
	link, err := sessions.Link()
	if err != nil {
		return err
	}
	url := hubURL(link, "")
	if link.Firm == "" || url == "" {
		return sentence(fmt.Sprintf("This data file meets no others yet. `%s` sets up a hub, and `%s` joins one.", p.typed("hub", "create", "URL"), p.typed("sync", "URL")))
	}
	hub, err := postgres.New(url)
	if err != nil {
		return err
	}
	defer hub.Close()
	return do(meeting{sessions, link, url, hub})
}

// hubURL is the address of the hub: named, in the environment, or that of the data file.
func hubURL(link sync.Link, named string) string {
	environment := os.Getenv(hubEnvironment)
	if environment == off {
		environment = ""
	}
	return cmp.Or(named, environment, link.URL)
}

func (p *program) hubInviteCommand() *cobra.Command {
	return &cobra.Command{
		Use: "invite NAME", Short: "Let somebody's computer in",
		Long: "Makes a login for somebody and prints what to do on their computer. The firm's key is not in it: they\n" +
			"are asked for it, and you give it to them in person or by telephone.",
		Example: "  readycheck hub invite olga",
		Args:    takes(1, mostWords, "Name whom you invite, such as `readycheck hub invite olga`."),
		RunE: func(cmd *cobra.Command, args []string) error {
			who := assessment.CleanLine(strings.Join(args, " "), assessment.MaxName)
			return p.withHub(func(m meeting) error { return p.invite(cmd, m, who) })
		},
	}
}

func (p *program) invite(cmd *cobra.Command, m meeting, who string) error {
	invitation, err := postgres.Invite(cmd.Context(), m.url, who)
	if err != nil {
		return err
	}
	return p.print(cmd, fmt.Sprintf(`For %s, on their computer:

1. This line goes into the file ~/.pgpass, which nobody else may read (chmod 600 ~/.pgpass). On
   Windows it is %%APPDATA%%\postgresql\pgpass.conf. It is a password: hand it over like one.

%s

2. %s

3. They are asked for the key of %s. It stands on your recovery sheet:
   %s prints it again.`,
		who, indented(invitation.PasswordLine), shell.Command("readycheck", "sync", invitation.URL), assessment.CleanLine(m.link.Name, assessment.MaxName), p.typed("hub", "sheet")))
}

func indented(lines string) string {
	return "   " + strings.ReplaceAll(strings.TrimSpace(lines), "\n", "\n   ")
}

func (p *program) hubMembersCommand() *cobra.Command {
	return &cobra.Command{
		Use: "members", Short: "Show who may come in", Args: takesNothing, Example: "  readycheck hub members",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withHub(func(m meeting) error { return p.members(cmd, m) })
		},
	}
}

func (p *program) members(cmd *cobra.Command, m meeting) error {
	members, err := m.hub.Members(cmd.Context())
	if err != nil {
		return err
	}
	for _, m := range members {
		line := assessment.CleanLine(m.Role, assessment.MaxName)
		if m.Owner {
			line += "  owns the hub"
		} else {
			line += "  " + assessment.CleanLine(m.Name, assessment.MaxName)
		}
		if err := p.print(cmd, line); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) hubExpelCommand() *cobra.Command {
	return &cobra.Command{
		Use: "expel NAME", Short: "Shut somebody out",
		Long: "Shuts somebody out of the hub. What is on their computer stays there, and they know the key: after\n" +
			"that, `readycheck hub rekey` makes another one. `readycheck hub members` shows the names.",
		Example: "  readycheck hub expel olga",
		Args:    takes(1, mostWords, "Name whom you shut out, such as `readycheck hub expel olga`."),
		RunE: func(cmd *cobra.Command, args []string) error {
			who := strings.Join(args, " ")
			return p.withHub(func(m meeting) error {
				if err := m.hub.Expel(cmd.Context(), who); err != nil {
					return err
				}
				return p.print(cmd, fmt.Sprintf("%s is shut out. What is on that computer stays there, and the key is known there: `%s` makes another one.", assessment.CleanLine(who, assessment.MaxName), p.typed("hub", "rekey")))
			})
		},
	}
}

func (p *program) hubSheetCommand() *cobra.Command {
	return &cobra.Command{
		Use: "sheet", Short: "Print the recovery sheet with the firm's key", Args: takesNothing,
		Example: "  readycheck hub sheet > sheet.txt",
		RunE: func(cmd *cobra.Command, _ []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			link, err := sessions.Link()
			if err != nil {
				return err
			}
			if len(link.Keys) == 0 {
				return sentence("This data file meets no others, so there is no key.")
			}
			return p.print(cmd, recoverySheet(assessment.CleanLine(link.Name, assessment.MaxName), hubURL(link, ""), link.Keys[0]))
		},
	}
}
