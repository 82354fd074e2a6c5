package web

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
	"readycheck/tui/workshop"
)

// Before the reveal nothing of any page tells how anybody voted: all pages of another person, of
// the big screen and of a stranger are the same, byte for byte and header for header, in rooms
// that differ only in what somebody else voted.
func TestNothingTellsHowAnotherVoted(t *testing.T) {
	for _, mode := range []struct {
		name   string
		change func(*workshop.Options)
	}{
		{"at their own pace", nil},
		{"together", func(o *workshop.Options) { o.InStep = true }},
		{"without names", func(o *workshop.Options) { o.Anonymous = true }},
	} {
		t.Run(mode.name, func(t *testing.T) {
			votes := map[string][]string{
				"yes, with a long note": {"in_place.0", "known", "seen", "note", strings.Repeat("All is well. ", 100)},
				"no":                    {"no.0"},
				"partly, told":          {"partly.0", "known", "told", "note", "short"},
				"not sure":              {"unsure.0"},
			}
			var want map[string]string
			first := ""
			for _, name := range slices.Sorted(maps.Keys(votes)) {
				got := allPages(t, mode.change, votes[name])
				if want == nil {
					want, first = got, name
					continue
				}
				for page, text := range got {
					if text != want[page] {
						t.Errorf("%s tells %q from %q:\n%s\n---\n%s", page, name, first, text, want[page])
					}
				}
			}
			if len(want) < 20 {
				t.Errorf("only %d pages were looked at", len(want))
			}
		})
	}
}

// The control: after the reveal the same comparison sees it.
func TestSecrecyControl(t *testing.T) {
	told := map[string]bool{}
	var texts []string
	for _, vote := range []string{"no.0", "in_place.0"} {
		s, ali, _ := twoPeople(t, nil, []string{vote})
		s.reveal(s.question(0).ID)
		texts = append(texts, s.blind(ali.get("/q/"+s.question(0).ID)))
		told[texts[len(texts)-1]] = true
	}
	if len(told) != 2 {
		t.Errorf("the comparison is blind: %s", texts[0])
	}
}

// twoPeople is a room in which Dana voted on the first question as she is told, Ali is there, and
// the big screen is on.
func twoPeople(t *testing.T, options func(*workshop.Options), danas []string) (s *serving, ali, screen *phone) {
	t.Helper()
	s = serve(t, change{room: options})
	dana, ali, screen := s.phone(), s.phone(), s.phone()
	dana.join("Dana", assessment.RoleRisk)
	ali.join("Ali", assessment.RoleTechnical)
	screen.post("/", url.Values{"code": {s.room.ScreenCode()}})
	dana.vote(s.question(0).ID, danas[0], danas[1:]...)
	return s, ali, screen
}

func allPages(t *testing.T, options func(*workshop.Options), danas []string) map[string]string {
	t.Helper()
	s, ali, screen := twoPeople(t, options, danas)
	out := map[string]string{}
	keep := func(who string, a answer) answer {
		out[fmt.Sprintf("%02d %s: %s", len(out), who, strings.Split(s.blind(answer{path: a.path, header: http.Header{}}), "\n")[0])] = s.blind(a)
		return a
	}
	question, other := s.question(0).ID, s.question(1).ID
	look := func() {
		for _, path := range []string{"/", "/votes", "/seat", "/other", "/wait", "/q/" + question, "/q/" + other, "/kept/" + question} {
			keep("Ali", ali.get(path))
		}
		keep("the screen", screen.get("/screen"))
		keep("the screen", screen.get("/screen?q="+question))
	}
	look()
	keep("Ali", ali.vote(question, "partly.0"))
	keep("Ali", ali.vote(question, "no.0", "note", "mine"))
	look()
	stranger := s.phone()
	keep("a stranger", stranger.get("/"))
	keep("a stranger", stranger.get(s.path()))
	keep("a stranger", stranger.get("/screen"))
	keep("a stranger", stranger.get("/q/"+question))
	return out
}

// blind is an answer with what is random in each room taken out, at the same length: codes, what
// this server alone can have made, and the picture of a code.
func (s *serving) blind(a answer) string {
	text := a.path + "\n" + fmt.Sprint(a.status) + "\n"
	for _, name := range slices.Sorted(maps.Keys(a.header)) {
		if name != "Date" {
			text += name + ": " + strings.Join(a.header[name], ", ") + "\n"
		}
	}
	text += a.body
	for _, code := range []string{s.room.Code(), s.room.ScreenCode()} {
		for _, form := range []string{code, plain(code), strings.ToUpper(plain(code)), spelled(code)} {
			text = strings.ReplaceAll(text, form, strings.Repeat("c", len(form)))
		}
	}
	text = regexp.MustCompile(` d="[^"]*"`).ReplaceAllString(text, "")
	text = strings.ReplaceAll(text, s.address, "here")
	text = regexp.MustCompile(`[0-9a-f]{64}|[0-9a-f]{32}\.|rj-[0-9a-f]{8}`).ReplaceAllStringFunc(text, func(made string) string { return strings.Repeat("m", len(made)) })
	for _, p := range []string{`[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}`, `>([0-9a-z] ){11}[0-9a-z]<`, `Content-Length: \d+`} {
		text = regexp.MustCompile(p).ReplaceAllStringFunc(text, func(found string) string {
			if strings.HasPrefix(found, "Content-Length") {
				return s.length(found, a)
			}
			return strings.Repeat("s", len(found))
		})
	}
	return text
}

// length keeps the length of a page, but where the picture of a code stands in it, which is as
// long as the code makes it, or the port of a test's server.
func (s *serving) length(found string, a answer) string {
	if strings.Contains(a.body, "<svg") {
		return "Content-Length: of a picture"
	}
	return found
}
