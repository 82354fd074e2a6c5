package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/tui/screens"
	"readycheck/tui/workshop"
)

// serving is how a workshop is to be held.
type serving struct {
	listen             string
	port, phones       int
	cert, key          string
	people, perAddress int
	inStep, anonymous  bool
}

// serveCommand holds a workshop: it is the one command that lets others in over a network.
func (p *program) serveCommand() *cobra.Command {
	var s serving
	var yes bool
	cmd := &cobra.Command{
		Use: "serve [SESSION]", Short: "Hold a workshop: several people answer, each alone",
		Long:              "Holds a workshop on one session. People come in with the phone in their hand, or with the ssh that\ntheir computer has, and answer alone. You show the votes to all, talk, vote once more where it\nhelps, and record what was decided.\nWithout --listen only this computer can reach it.\n\n" + aboutSession,
		Example:           "  readycheck serve rosa --listen 192.168.1.20 --phones 8080\n  readycheck serve rosa --listen 192.168.1.20 --people 6 --in-step",
		Args:              takes(0, mostWords, "Name one session, or none for the last one."),
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !inTerminal() || os.Getenv("TERM") == "dumb" {
				return wrongUse("A workshop is led from a terminal that can show a full screen. Start it in one.")
			}
			address, err := workshop.Address(s.listen, ownAddresses()...)
			if err != nil {
				return wrongUse(assessment.Sentence(err))
			}
			if err := s.check(); err != nil {
				return err
			}
			if !address.IsLoopback() && !yes {
				_, _ = fmt.Fprint(cmd.OutOrStdout(), s.warning(address)+"Open it? Type yes: ")
				line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
				if strings.ToLower(strings.TrimSpace(line)) != "yes" {
					return sentence("Not opened. Nothing was changed.")
				}
			}
			return p.serve(sessionNamed(args), address, s)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&s.listen, "listen", "", "the address in your local network by which the others reach this computer")
	flags.IntVar(&s.port, "port", 2222, "the port for terminals")
	flags.IntVar(&s.phones, "phones", 0, "let phones in as well, by a browser, at this port: 8080 is a usual one")
	flags.StringVar(&s.cert, "cert", "", "a certificate for the phones' door, with --key; without it the door is not encrypted")
	flags.StringVar(&s.key, "key", "", "the certificate's private key")
	flags.BoolVar(&s.inStep, "in-step", false, "keep everybody at the same question")
	flags.BoolVar(&s.anonymous, "anonymous", false, "ask for no names, and tell nobody who said what")
	flags.IntVar(&s.people, "people", 0, fmt.Sprintf("how many you expect: with the last of them the room locks itself (without it, up to %d may come)", workshop.DefaultPeople))
	flags.IntVar(&s.perAddress, "people-per-address", 0, "how many may be connected from one address (as many as from all)")
	flags.BoolVar(&yes, "yes", false, "do not ask before it is opened to the network")
	return cmd
}

// check refuses what does not fit together, before anything is opened.
func (s *serving) check() error {
	port := func(n int) bool { return n >= 0 && n <= 65535 }
	switch {
	case !port(s.port) || !port(s.phones) || s.people < 0 || s.perAddress < 0:
		return wrongUse("Ports go from 1 to 65535, and people are counted from 1.")
	case s.phones != 0 && s.phones == s.port:
		return wrongUse("Phones and terminals need a port each. Choose another one with --phones.")
	case (s.cert == "") != (s.key == ""):
		return wrongUse("--cert and --key belong together: name both files, or none.")
	case s.cert != "" && s.phones == 0:
		return wrongUse("A certificate is for the phones' door. Open that with --phones 8080.")
	}
	return nil
}

// warning says what opening a workshop to a network means.
func (s *serving) warning(address netip.Addr) string {
	text := fmt.Sprintf("Everybody in the network of %s can then reach this workshop.\nThey come in with its code.\n", address)
	if s.phones != 0 && s.cert == "" {
		text += "What phones send is not encrypted: whoever else is in this network could read names and votes.\n"
	}
	return text
}

// ownAddresses are those that this computer has in local networks.
func ownAddresses() []netip.Addr {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var own []netip.Addr
	for _, a := range all {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil && prefix.Addr().IsPrivate() {
			own = append(own, prefix.Addr())
		}
	}
	return own
}

// serve opens the room, lets people in, and shows the facilitator's screens until the end.
func (p *program) serve(which string, address netip.Addr, s serving) (err error) {
	set, err := p.set()
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	head, err := find(sessions, which)
	if err != nil {
		return err
	}
	session, err := sessions.Load(head.ID)
	if err != nil {
		return err
	}
	if !session.Setup.Complete() {
		return sentence(fmt.Sprintf("The first questions about this use are open. Answer them before the workshop: `%s`.", p.typed("resume", head.ID)))
	}
	doors, err := s.open(address)
	if err != nil {
		return err
	}
	defer doors.close()
	log := newLog(sessions)
	defer log.say()
	defer p.sayBrand()
	options := p.options(sessions, log, func() *assessment.Set { return set })
	options.Session = head.ID
	// It would write everybody's screens into a file of this computer.
	_ = os.Unsetenv("TEA_TRACE")
	// The library for SSH speaks to the standard log, which would be written across the screen.
	slog.SetDefault(slog.New(slog.NewTextHandler(options.Log, &slog.HandlerOptions{Level: slog.LevelError})))
	most := max(workshop.DefaultPeople, s.people)
	room, err := workshop.Open(workshop.Options{
		Store: sessions, Set: set, Session: head.ID, Now: p.now, InStep: s.inStep, Anonymous: s.anonymous, People: most, Expected: s.people, Host: address.String(), Port: doors.terminals.port(), Local: address.IsLoopback(),
	})
	if err != nil {
		return err
	}
	stop, err := doors.let(room, sessions.Path(), options.Log, cmp.Or(s.perAddress, most))
	if err != nil {
		return err
	}
	shown := screens.RunRoom(options, room)
	if err := stop(); err != nil {
		_, _ = fmt.Fprintln(options.Log, err)
	}
	// Many people's words cannot be asked for again. Closing makes a backup only where it is
	// quick.
	if _, err := sessions.Backup(); err != nil {
		_, _ = fmt.Fprintln(options.Log, err)
	}
	if shown != nil {
		return sentence("The screens stopped by a fault. What was saved is safe: start again with `readycheck serve`.")
	}
	return nil
}
