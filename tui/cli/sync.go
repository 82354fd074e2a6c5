package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/store/sync"
	"readycheck/store/sync/postgres"
	"readycheck/tui/interview"
)

func (p *program) syncCommand() *cobra.Command {
	var once, status, key bool
	cmd := &cobra.Command{
		Use: "sync [URL]", Short: "Exchange what you and others of your firm have saved",
		Long: "Sends what was saved here and takes what others saved, and goes on with that until you stop it with\n" +
			"ctrl+c. The screens do the same while they are open. Without a network everything works as before, and\n" +
			"goes out later.\n\n" +
			"The first time, name the address from your invitation; you are asked for the key of your firm. The\n" +
			"address is kept in the data file, or stands in " + hubEnvironment + "; `" + hubEnvironment + "=off` keeps the screens from\n" +
			"using a network.",
		Example: "  readycheck sync postgres://readycheck_olga_1a2b3c@db.example.com/readycheck\n  readycheck sync --once\n  readycheck sync --status",
		Args:    takes(0, 1, "Name the address from your invitation, or none for the one that is known."),
		RunE: func(cmd *cobra.Command, args []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			if status {
				return p.syncStatus(cmd, sessions)
			}
			return p.sync(cmd, sessions, strings.Join(args, ""), once, key)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&once, "once", false, "exchange once and end")
	flags.BoolVar(&status, "status", false, "say what waits and where; use no network")
	flags.BoolVar(&key, "key", false, "ask for the key of the firm, since there is another one")
	cmd.MarkFlagsMutuallyExclusive("once", "status")
	return cmd
}

// syncStatus says how the data file stands, without a network.
func (p *program) syncStatus(cmd *cobra.Command, sessions *store.Store) error {
	link, err := sessions.Link()
	if err != nil {
		return err
	}
	if link.Firm == "" {
		return p.print(cmd, fmt.Sprintf("Your answers stay on this computer alone. `%s` meets others of your firm.", p.typed("sync", "URL")))
	}
	host := "an address that cannot be read"
	if hub, err := postgres.New(hubURL(link, "")); err == nil {
		host = hub.Host()
	}
	said := fmt.Sprintf("You meet others of %s in the hub at %s. %s.", assessment.CleanLine(link.Name, assessment.MaxName), host, assessment.Capital(interview.Waits(link.Waiting-link.Held)))
	if link.Held > 0 {
		said += " " + interview.HeldBack(link.Held)
	}
	return p.print(cmd, said)
}

func (p *program) sync(cmd *cobra.Command, sessions *store.Store, named string, once, newKey bool) error {
	link, err := sessions.Link()
	if err != nil {
		return err
	}
	url := hubURL(link, named)
	if url == "" {
		return wrongUse("Name the address from your invitation the first time: `readycheck sync postgres://…`.")
	}
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	hub, err := postgres.New(url)
	if err != nil {
		return err
	}
	defer hub.Close()
	if err := p.linked(ctx, sessions, hub, url, link, named != "", newKey); err != nil {
		return err
	}
	loop := sync.New(p.journal(sessions), hub)
	if once {
		return p.syncOnce(ctx, cmd, sessions, hub, loop)
	}
	last := ""
	loop.Run(ctx, func(s sync.Status) {
		_ = eraseAgain(ctx, sessions, hub, s.Report) // the next exchange says what is wrong
		if said := p.syncLine(s); said != "" && said != last {
			_ = p.print(cmd, p.now().Local().Format("15:04  ")+said)
			last = said
		}
	})
	return nil
}

// linked sees that the data file is linked to the hub at an address: it asks for the key where it is
// not, or where there is another one, and takes another address of the same firm.
func (p *program) linked(ctx context.Context, sessions *store.Store, hub *postgres.Hub, url string, link sync.Link, another, newKey bool) error {
	switch {
	case link.Firm == "" || newKey:
		return p.join(ctx, sessions, hub, url, link)
	case !another:
		return nil
	}
	at, err := hub.At(ctx, 0)
	if err != nil {
		return err
	}
	if at.Firm != link.Firm {
		return otherFirm(link)
	}
	return sessions.Join(url, link.Firm, link.Name, link.Keys[0])
}

func otherFirm(link sync.Link) error {
	return sentence(fmt.Sprintf("This data file belongs to %s and that hub to another firm. Nothing was changed. Use another data file: name it with --data.", assessment.CleanLine(link.Name, assessment.MaxName)))
}

func (p *program) syncOnce(ctx context.Context, cmd *cobra.Command, sessions *store.Store, hub *postgres.Hub, loop *sync.Loop) error {
	r, err := loop.Once(ctx)
	if err == nil {
		err = eraseAgain(ctx, sessions, hub, r)
	}
	if said := interview.Exchange(exchanged(r), p.typed("disputes")); said != "" {
		if err := p.print(cmd, said); err != nil {
			return err
		}
	}
	if err != nil {
		return err
	}
	return p.print(cmd, "Everything is exchanged. "+assessment.Capital(interview.Waits(r.Waiting-r.Held))+".")
}

// syncLine says what an exchange came to, empty where there is nothing to say.
func (p *program) syncLine(s sync.Status) string {
	switch {
	case s.Working:
		return ""
	case s.Err != nil:
		return assessment.CleanLine(assessment.Sentence(s.Err), assessment.MaxNote)
	}
	said := interview.Exchange(exchanged(s.Report), p.typed("disputes"))
	if said == "" {
		said = "Everything is exchanged. " + assessment.Capital(interview.Waits(s.Waiting-s.Held)) + "."
	}
	return said
}

// journal is the data file for a loop.
func (p *program) journal(sessions *store.Store) store.Journal {
	return store.Journal{Store: sessions, Standing: p.standing}
}

// exchanged is what an exchange came to, in the words of the interview.
func exchanged(r sync.Report) interview.Exchanged {
	return interview.Exchanged{
		Changed: r.Sessions, Gone: r.Gone, CameBack: r.CameBack, Disputes: r.Disputes, Behind: r.Behind, Copied: r.Copied, Unread: len(r.Passed),
		Waiting: r.Waiting, Held: r.Held,
	}
}

// exchange is what the screens do beside all else where the data file meets others: it begins once
// they are there, so that nobody waits for it.
func (p *program) exchange(sessions *store.Store, log *logFile) (run func(context.Context, func(interview.Exchanged)), saved func()) {
	if os.Getenv(hubEnvironment) == off {
		return nil, nil
	}
	var loop atomic.Pointer[sync.Loop]
	run = func(ctx context.Context, told func(interview.Exchanged)) {
		link, err := sessions.Link()
		if err != nil || link.Firm == "" {
			return // the list says what is wrong with the file, and an address alone connects nothing
		}
		hub, err := postgres.New(hubURL(link, ""))
		if err != nil {
			told(interview.Exchanged{Problem: assessment.Sentence(err)})
			return
		}
		defer hub.Close()
		l := sync.New(p.journal(sessions), hub)
		loop.Store(l)
		l.Run(ctx, func(s sync.Status) {
			_ = eraseAgain(ctx, sessions, hub, s.Report) // the next exchange says what is wrong
			e := exchanged(s.Report)
			e.Working, e.Waiting, e.Held, e.At = s.Working, s.Waiting, s.Held, s.Last
			if s.Err != nil {
				e.Problem, e.Away = assessment.CleanLine(assessment.Sentence(s.Err), assessment.MaxNote), errors.Is(s.Err, sync.ErrAway)
				if !s.Working {
					_, _ = fmt.Fprintln(log, p.now().UTC().Format(time.RFC3339), s.Err)
				}
			}
			told(e)
		})
	}
	return run, func() {
		if l := loop.Load(); l != nil {
			l.Nudge()
		}
	}
}

// beside exchanges while somebody talks in lines. What waits at the end is said then.
func beside(o interview.Options) (end func()) {
	if o.Exchange == nil {
		return func() {}
	}
	ctx, stop := context.WithCancel(context.Background())
	var last interview.Exchanged
	done := make(chan struct{})
	go func() {
		defer close(done)
		o.Exchange(ctx, func(e interview.Exchanged) { last = e })
	}()
	return func() {
		stop()
		<-done
		if line := last.Line(); last.Problem != "" && line != "" {
			fmt.Fprintln(os.Stderr, assessment.Capital(line)+".")
		}
	}
}

// join asks for the firm's key, tries it, and links the data file to the hub.
func (p *program) join(ctx context.Context, sessions *store.Store, hub *postgres.Hub, url string, link sync.Link) error {
	at, err := hub.At(ctx, 0)
	if err != nil {
		return err
	}
	if link.Firm != "" && link.Firm != at.Firm {
		return otherFirm(link)
	}
	typed, err := askKey(fmt.Sprintf("The key of %s, from its recovery sheet: ", assessment.CleanLine(at.Name, assessment.MaxName)))
	if err != nil {
		return err
	}
	key, err := sync.ParseKey(typed)
	if err != nil {
		return err
	}
	if err := (sync.Keyring{key}).TryProbe(at.Firm, at.Probe); err != nil {
		if errors.Is(err, sync.ErrKey) {
			return sentence("This is a key, but not the one of this hub, so nothing was sent or taken. Look at the newest recovery sheet.")
		}
		return err
	}
	return sessions.Join(url, at.Firm, at.Name, key)
}

// askKey reads a key from the terminal, without showing it, or a line of standard input.
func askKey(question string) (string, error) {
	if term.IsTerminal(int(os.Stdin.Fd())) {
		fmt.Fprint(os.Stderr, question)
		typed, err := term.ReadPassword(int(os.Stdin.Fd()))
		fmt.Fprintln(os.Stderr)
		if err != nil {
			return "", sentence("No key was given, so nothing was changed.")
		}
		return string(typed), nil
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if strings.TrimSpace(line) == "" {
		return "", errors.Join(sentence("No key was given, so nothing was changed. Type it when you are asked, or give it as a line of standard input."), err)
	}
	return line, nil
}
