package assessment

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed sets
var embedded embed.FS

// Default is the question set that comes with the program. It is read once, on first
// use; a fault in it is a fault of the program and panics.
var Default = sync.OnceValue(func() *Set {
	folder, err := fs.Sub(embedded, "sets/ai-readiness")
	if err != nil {
		panic(err)
	}
	set, err := loadFS(folder, nil)
	if err != nil {
		panic("the question set in the program: " + err.Error())
	}
	return set
})

// LoadFS reads a question set that lies in several YAML files of one folder. The
// error is a Faults with every fault found.
func LoadFS(folder fs.FS) (*Set, error) { return loadFS(folder, Default) }

func loadFS(folder fs.FS, lender func() *Set) (*Set, error) {
	names, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, err
	}
	loader := newLoader(lender)
	for _, name := range names {
		data, err := readLimited(folder, name)
		if err != nil {
			return nil, err
		}
		loader.read(name, data)
	}
	return loader.finish()
}

// readLimited reads a byte more than is allowed at most, so that a huge file is refused
// and does not fill the memory.
func readLimited(folder fs.FS, name string) ([]byte, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, maxFileBytes+1))
}

// Load reads a question set from one YAML file. The name is used in faults only. The
// error is a Faults with every fault found.
func Load(name string, data []byte) (*Set, error) {
	loader := newLoader(Default)
	loader.read(name, data)
	return loader.finish()
}

// Lengths of texts in a question set, in characters.
const (
	maxID       = 60
	maxTitle    = 120
	maxText     = 600
	maxQuestion = 300
	maxFileName = 300
	// maxItemShort is the name of an item on a narrow screen.
	maxItemShort = 40
)

// idForm reports whether a text is letters, digits, dots and dashes, as an id must be.
func idForm(id string) bool {
	for i, r := range id {
		word := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !word && (i == 0 || r != '.' && r != '_' && r != '-') {
			return false
		}
	}
	return id != ""
}

// place remembers where something stands, for faults found after all files are read.
type place struct {
	file string
	node *yaml.Node
}

// loader reads all files of a set. No fault of a set hides another one, but where a file is not
// YAML at all: who mends all that were named is done.
type loader struct {
	reader
	set   Set
	files []string
	// asked counts the questions of all files.
	asked int
	top   map[string]place
	// places of ids by kind and id, such as "question/own-login".
	places map[string]place
	// named are the same ids by kind.
	named  map[string][]string
	checks []func()
	// asking are the questions' places, in the order of reading.
	asking []place
	// lender is the set whose words for the setup and the levels one without its own uses;
	// nil for that set itself.
	lender func() *Set
}

func newLoader(lender func() *Set) *loader {
	return &loader{
		reader: reader{wholly: true, most: maxSetFaults}, lender: lender,
		top: map[string]place{}, places: map[string]place{}, named: map[string][]string{},
		set: Set{questionIndex: map[string]int{}, itemIndex: map[string]int{}},
	}
}

var topFields = []string{
	"id", "version", "title", "language", "sections", "items", "questions", "raises", "caps", "alerts", "phrases", "setup", "words", "glossary", "former",
}

func (l *loader) read(name string, data []byte) {
	name = CleanLine(name, maxFileName)
	l.file = name
	l.files = append(l.files, name)
	root := l.parse(data)
	if root == nil {
		l.unread = append(l.unread, name)
		if n := len(l.faults); n > 0 {
			l.faults[n-1].Expected += "; all else in this file could not be looked at"
		}
		return
	}
	f, ok := l.mapping(root, "the file", topFields...)
	if !ok {
		return
	}
	for _, key := range f.keys() {
		if before, twice := l.top[key.Value]; twice && key.Value != "questions" {
			l.fault(FaultDuplicate, key, fmt.Sprintf("%q stands in %s too", key.Value, before.file), "it once in a set")
			continue
		}
		l.top[key.Value] = place{name, key}
	}
	if f.has("id") {
		l.set.ID = l.id(f, "id")
	}
	if f.has("version") {
		l.set.Version = CleanLine(f.text("version", maxID), maxID)
	}
	if f.has("title") {
		l.set.Title = f.text("title", maxTitle)
	}
	if f.has("language") {
		l.set.Language = l.language(f)
	}
	for _, n := range f.list("sections", false) {
		l.section(n)
	}
	for _, n := range f.list("items", false) {
		l.item(n)
	}
	// A session holds no more answers than that, so a set may ask no more.
	questions := f.list("questions", false)
	if l.asked += len(questions); l.asked > maxAnswers {
		l.fault(FaultTooMany, f.at("questions"), fmt.Sprintf("the set has %d questions", l.asked), fmt.Sprintf("at most %d", maxAnswers))
		questions = questions[:max(0, len(questions)-l.asked+maxAnswers)]
	}
	for _, n := range questions {
		l.question(n)
	}
	for _, n := range f.list("raises", false) {
		l.raise(n)
	}
	if f.has("caps") {
		l.caps(f.at("caps"))
	}
	for _, n := range f.list("alerts", false) {
		l.alert(n)
	}
	if f.has("setup") {
		l.setupWords(f.at("setup"))
	}
	if f.has("words") {
		l.words(f.at("words"))
	}
	if f.has("phrases") {
		l.phrases(f.at("phrases"))
	}
	l.set.Former = append(l.set.Former, f.texts("former", maxID, false)...)
	for _, n := range f.list("glossary", false) {
		if g, ok := l.mapping(n, "a glossary entry", "term", "text"); ok {
			l.set.Glossary = append(l.set.Glossary, Term{g.text("term", maxTitle), g.text("text", maxText)})
		}
	}
}

// later runs a check after all files are read, with faults placed in this file.
func (l *loader) later(check func()) {
	file := l.file
	l.checks = append(l.checks, func() {
		l.file = file
		check()
	})
}

func (r *reader) id(f fields, name string) string {
	id := CleanLine(f.text(name, maxID), maxID)
	if id != "" && !idForm(id) {
		r.fault(FaultWrongValue, f.at(name), fmt.Sprintf("the id %q has other signs than letters, digits, dot and dash", shown(id)), "an id such as own-login")
	}
	return id
}

// language reads the code of the language that a set is written in. Browsers and screen readers
// go by it, so a word such as "spanish" would do nobody any good.
func (l *loader) language(f fields) string {
	code := CleanLine(f.optional("language", maxID), maxID)
	if code != "" && !languageForm(code) {
		l.fault(FaultWrongValue, f.at("language"), fmt.Sprintf("%q is not the code of a language", shown(code)), "a code such as es or pt-BR")
	}
	return code
}

// languageForm reports whether a text has the form of a language's code as BCP 47 has it: two or
// three letters, and parts of letters and digits after dashes.
func languageForm(code string) bool {
	parts := strings.Split(code, "-")
	for i, part := range parts {
		for _, r := range part {
			letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
			if !letter && (i == 0 || r < '0' || r > '9') {
				return false
			}
		}
		if part == "" || len(part) > 8 {
			return false
		}
	}
	// A single letter says what the parts after it are about.
	return (len(parts[0]) == 2 || len(parts[0]) == 3) && len(parts[len(parts)-1]) > 1
}

func (l *loader) unique(kind, id string, n *yaml.Node) bool {
	if id == "" {
		return true
	}
	if before, twice := l.places[kind+"/"+id]; twice {
		l.fault(FaultDuplicate, n, fmt.Sprintf("the %s %q stands in %s line %d too", kind, id, before.file, before.node.Line), "each id once")
		return false
	}
	l.places[kind+"/"+id] = place{l.file, n}
	l.named[kind] = append(l.named[kind], id)
	return true
}

func (l *loader) known(kind, id string) bool { _, ok := l.places[kind+"/"+id]; return ok }

// ids lists what a reference may name, for a fault's expectation.
func (l *loader) ids(kind string) string {
	ids := l.named[kind]
	if len(ids) == 0 {
		return fmt.Sprintf("a %s with this id in the set", kind)
	}
	if len(ids) > 20 {
		return fmt.Sprintf("the id of one of the %d %ss of this set", len(ids), kind)
	}
	return "one of " + strings.Join(slices.Sorted(slices.Values(ids)), ", ")
}

func (l *loader) reference(kind string, f fields, name string) string {
	id := f.text(name, maxID)
	if id != "" {
		n := f.at(name)
		l.later(func() { l.exists(kind, id, n) })
	}
	return id
}

func (l *loader) exists(kind, id string, n *yaml.Node) {
	if !l.known(kind, id) {
		l.fault(FaultWrongValue, n, fmt.Sprintf("there is no %s %q", kind, shown(id)), l.ids(kind)+l.orUnread())
	}
}

// orUnread says that something may stand in a file that nobody could make sense of.
func (l *loader) orUnread() string {
	if len(l.unread) == 0 {
		return ""
	}
	return ", if it does not stand in " + CleanLine(strings.Join(l.unread, ", "), maxFileName) + ", which could not be read"
}

// hasAll names what every set has and this one has not.
func (l *loader) hasAll() {
	if len(l.faults) > 0 && len(l.top) == 0 {
		return // nothing of it could be read
	}
	for _, name := range [...]string{"id", "version", "title", "sections", "items", "questions", "phrases"} {
		if _, ok := l.top[name]; !ok {
			l.fault(FaultMissing, nil, fmt.Sprintf("the set has no %q", name), "it at the left edge of a file"+l.orUnread())
		}
	}
}

// finish orders the questions by section, ties all references and holds what only the
// whole set can show.
func (l *loader) finish() (*Set, error) {
	for _, check := range l.checks {
		check()
	}
	l.file = CleanLine(strings.Join(l.files, ", "), maxFileName)
	if len(l.files) == 0 {
		l.fault(FaultMissing, nil, "there is no question set here", "at least one YAML file")
	}
	l.hasAll()
	set := &l.set
	for i := range set.Questions {
		// Until they are in order, it is the place among those that were read.
		set.Questions[i].index = i
	}
	for i := range set.Items {
		set.itemIndex[set.Items[i].ID] = i
	}
	order := map[string]int{}
	for i := range set.Sections {
		order[set.Sections[i].ID] = i
	}
	slices.SortStableFunc(set.Questions, func(a, b Question) int { return order[a.Section] - order[b.Section] })
	leads := map[string]int{}
	asking := make([]place, len(set.Questions))
	for i := range set.Questions {
		q := &set.Questions[i]
		asking[i] = l.asking[q.index]
		q.index, q.takes = i, q.reading()
		if _, twice := set.questionIndex[q.ID]; !twice {
			set.questionIndex[q.ID] = i
		}
		at, ok := set.itemIndex[q.Item]
		if !ok {
			continue
		}
		q.item, q.Lens = at, set.Items[at].Lens
		if q.Lead {
			leads[q.Item]++
		}
		if q.Weight == Must {
			set.Items[at].must = append(set.Items[at].must, i)
		}
	}
	l.asking = asking
	l.wholeSet(leads)
	l.unreachable()
	l.tieVariants()
	l.lendWords()
	for i := range set.Raises {
		for _, id := range set.Raises[i].Items {
			set.Raises[i].items = append(set.Raises[i].items, set.itemIndex[id])
		}
	}
	if n := len(l.faults); n >= maxSetFaults {
		l.faults[n-1] = Fault{Kind: FaultTooMany, Problem: fmt.Sprintf("there are more faults than the %d that are named", n-1), Expected: "these to be mended first"}
	}
	if err := l.sorted(); err != nil {
		return nil, err
	}
	return set, nil
}

func (l *loader) wholeSet(leads map[string]int) {
	set := &l.set
	lenses := map[Lens]bool{}
	for i := range set.Items {
		item := &set.Items[i]
		lenses[item.Lens] = true
		// One without an id has its fault already, and no place.
		if n := leads[item.ID]; n != 1 && item.ID != "" {
			l.faultAt(FaultWrongValue, l.places["item/"+item.ID], fmt.Sprintf("the item %s has %d lead questions", item.ID, n), "exactly one question with lead: true"+l.orUnread())
		}
	}
	if len(set.Items) > 0 && len(lenses) < len(lensCodes) {
		l.faultAt(FaultWrongValue, l.top["items"], "all items belong to one lens", "items of integration and of deployment")
	}
}

func (l *loader) faultAt(kind FaultKind, at place, problem, expected string) {
	l.file = at.file
	l.fault(kind, at.node, problem, expected)
}
