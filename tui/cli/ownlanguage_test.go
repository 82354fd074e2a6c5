//go:build !windows

package cli

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"readycheck/assessment"
)

// told is what the program tells of a session that is answered with a set: in the talk, on the
// terminal and in each format of a report.
func told(t *testing.T, program, set string, answers []byte, talk []string) map[string]string {
	t.Helper()
	folder := t.TempDir()
	run := func(input string, args ...string) string {
		command := exec.Command(program, append(args, "--data", filepath.Join(folder, "data.db"))...)
		if set != "" {
			command.Args = append(command.Args, "--questions", set)
		}
		command.Stdin = strings.NewReader(input)
		var out, problems bytes.Buffer
		command.Stdout, command.Stderr = &out, &problems
		if err := command.Run(); err != nil {
			t.Fatalf("%q: %v: %s", args, err, &problems)
		}
		return out.String()
	}
	file := filepath.Join(folder, "answers.yaml")
	if err := os.WriteFile(file, answers, 0o600); err != nil {
		t.Fatal(err)
	}
	run("", "import", file)
	said := map[string]string{
		"talk": run(strings.Join(talk, "\n")+"\n", "new", "--plain"),
		"show": run("", "show", "lola"), "plan": run("", "plan", "lola"),
		"md": run("", "export", "lola", "--format", "md", "--appendix"), "client-safe": run("", "export", "lola", "--format", "md", "--client-safe", "--appendix"),
		"html": run("", "export", "lola", "--format", "html", "--appendix"),
		"csv":  run("", "export", "lola", "--format", "csv"), "ics": run("", "export", "lola", "--format", "ics"),
		"questions": run("", "questions"),
	}
	pdf := filepath.Join(folder, "report.pdf")
	run("", "export", "lola", "--format", "pdf", "--appendix", "-o", pdf)
	if reader, err := exec.LookPath("pdftotext"); err == nil {
		out, err := exec.Command(reader, pdf, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		said["pdf"] = string(out)
	}
	docx := filepath.Join(folder, "report.docx")
	run("", "export", "lola", "--format", "docx", "--appendix", "-o", docx)
	parts, err := zip.OpenReader(docx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = parts.Close() }()
	for _, part := range parts.File {
		if name := part.Name; name != "word/document.xml" && !strings.HasPrefix(name, "word/footer") {
			continue
		}
		file, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		said["docx"] += string(data)
	}
	return said
}

// contentWords are words in which the set that comes with the program says what it asks, what was
// answered and what comes of it: none of them belongs to a menu.
func contentWords() []string {
	own := assessment.Default()
	w := &own.Words
	words := slices.Concat(w.Levels[:], w.Known[:], w.ReadBack[:], w.Lenses[:], w.LensShort[:], own.Phrases.StageNames[:], own.Phrases.StageMeanings[:], own.Phrases.Then[:], w.Months,
		[]string{w.NotSure, w.DoesNotApply, own.Title, own.Phrases.Limits})
	for _, section := range own.Sections {
		words = append(words, section.Title, section.About)
	}
	for i := range own.Items {
		words = append(words, own.Items[i].Title, own.Items[i].Short, own.Items[i].Hands)
	}
	for i := range own.Questions {
		q := &own.Questions[i]
		words = append(words, q.Text, q.Why, q.Fix.Title, q.FindOut.Title, q.Confirm.Title)
	}
	for _, term := range own.Glossary {
		words = append(words, term.Text)
	}
	for _, field := range own.Setup {
		words = append(words, field.Title, field.About, field.Name)
		for _, text := range field.Options {
			words = append(words, text)
		}
		for _, text := range field.Said {
			words = append(words, text)
		}
	}
	for _, name := range assessment.SayNames() {
		// What stands around a gap is looked for piece by piece.
		words = append(words, regexp.MustCompile(`\{\w+\}`).Split(own.Words.Says[name], -1)...)
	}
	for i := range words {
		words[i] = strings.Trim(words[i], " .,:;()")
	}
	slices.Sort(words)
	return slices.DeleteFunc(slices.Compact(words), func(word string) bool {
		// Words of the program's own keys and questions, or that Spanish has too.
		return len(word) < 3 || slices.Contains(alsoElse, strings.ToLower(word))
	})
}

// alsoElse are words of the content that the program says of itself in the talk, such as "a full
// stop", or that are Spanish as well.
var alsoElse = []string{
	"see", "seen", "full", "not", "are", "and", "ask", "questions", "question", "what", "step", "who", "note", "purpose",
	"answer", "answered", "no", "what is your answer", "done", "why", "and more", "more", "day", "how", "then", "session", "owner", "by", "due", "use", "may", "about", "look", "questions.", "none", "what you said at the start", "line", "before", "was", "the plan", "now",
}

// form is what is no text in a format, and in the talk the help on what can be typed.
var form = regexp.MustCompile(`(?s)<style>.*?</style>|<[^>]*>|VERSION:2\.0|(?:Type the number of your answer|First 10 short|To hear what would change it|Of the step that was read last)\b.*?\n(?:What |\n)`)

func withoutForm(text string) string { return form.ReplaceAllString(text, " ") }

// found are the words that a text has.
func found(text string, words []string) []string {
	text = " " + strings.ToLower(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \n\r\t.,:;()\"'<>*|“”·", r) }), " ")) + " "
	var out []string
	for _, word := range words {
		plain := strings.ToLower(strings.Join(strings.FieldsFunc(word, func(r rune) bool { return strings.ContainsRune(" \n\r\t.,:;()\"'<>*|“”·", r) }), " "))
		if plain != "" && strings.Contains(text, " "+plain+" ") {
			out = append(out, word)
		}
	}
	return out
}

// A set in another language and about another subject says all of its content in its own words, in
// every format.
func TestASetInSpanishSaysNoEnglish(t *testing.T) {
	program, err := realProgram()
	if err != nil {
		t.Fatal(err)
	}
	tienda, err := filepath.Abs(filepath.Join("..", "..", "assessment", "testdata", "sets", "tienda.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	answers := []byte(`format: readycheck/session/1
business: Cestas Lola
use: Cestas de regalo con entrega en la ciudad
setup: {kind: customer-replies, stage_now: experiment, connection: [none], powers: [draft, act], audience: [customers], information: [personal], depth: full}
answers:
  existencias: {level: partly, known: told, owner: Marta, due: 2026-12-04}
  precios: {level: in_place, known: seen}
  cobrar: {level: in_place, known: seen}
  devolver: {level: "no"}
  plazo: {level: unsure}
  cierre: {level: "no", owner: Luis, due: 2026-05-01}
  responsable: {level: in_place, known: assumed}
  preparar: {level: in_place, known: told}
  condiciones: {level: partly, known: assumed}
  quejas: {level: na, reason: Solo vendemos en la puerta, note: Preguntar a Ana}
`)
	// The interview to its end, and then all pages of the verdict that are read aloud.
	talk := []string{
		"Tienda Sol", "Ropa de segunda mano", "", "4", "2", "1", "2 5", "3", "3", "2",
		"2 t", "1 s", "1 s", "2 t", "4", "3", "1 t", "Eva", "2 t", "3", "2 t", "3", "f", "m", "p", "w", "sections", "checklists", "stages", "words", "w 1 2", "d 1", "1 s", "p", "2", "mails", "h", "q",
	}
	words := contentWords()
	if len(words) < 500 {
		t.Fatalf("%d words are looked for", len(words))
	}
	spanish := told(t, program, tienda, answers, talk)
	for name, text := range spanish {
		if english := found(withoutForm(text), words); len(english) > 0 {
			t.Errorf("%s says %q\n%s", name, english, text)
		}
	}
	for name, want := range map[string][]string{
		"talk":        {"Saved: a medias, según te han dicho.", "Si quieres llegar más lejos:", "hace falta", "La etapa siguiente es", "Lo que ya puedes hacer:", "Suele hacerlo"},
		"show":        {"EMPIEZA POR ESTO", "una hora", "para el vie, 4 dic", "con retraso desde el vie, 1 may", "2 resuelto", "Deja de vender por ahora. Primero resuelve esto: Cobro."},
		"md":          {"## El plan", "| Quién | Para cuándo |", "- Cómo se sabe: alguien lo ha dicho", "## Las palabras que usamos"},
		"html":        {`<html lang="es">`, "<h2", "Lista para: nada todavía", "Hasta dónde llega cada lado"},
		"csv":         {`"Cuánto lleva"`, `"una hora"`, `"hacer"`, `"falta"`},
		"client-safe": {"Una venta por internet (sin detalle)", "una persona con nombre", "el motivo no se indica"},
	} {
		for _, piece := range want {
			if !strings.Contains(spanish[name], piece) {
				t.Errorf("%s does not say %q\n%s", name, piece, spanish[name])
			}
		}
	}
	if text, made := spanish["pdf"]; made && (!secondPage.MatchString(text) || !strings.Contains(text, "Está hecho cuando")) {
		t.Errorf("the pdf says\n%s", text)
	}
}

// secondPage is the foot of the second page.
var secondPage = regexp.MustCompile(`(?m)\b2 de \d+$`)

// The words that are looked for are found where they are: in each format of the program's own set.
func TestEnglishIsFoundWhereItIs(t *testing.T) {
	program, err := realProgram()
	if err != nil {
		t.Fatal(err)
	}
	answers := []byte(`format: readycheck/session/1
business: Lola's Baskets
use: It drafts replies
setup: {kind: customer-replies, stage_now: experiment, connection: [none], powers: [draft], audience: [staff], information: [personal], depth: full}
answers:
  owner-named: {level: partly, known: told, owner: Marta, due: 2026-12-04}
`)
	talk := []string{"Sun", "It drafts", "", "1", "2", "1", "2", "2", "3", "1", "2 t", "v", "f", "m", "q"}
	words := contentWords()
	for name, text := range told(t, program, "", answers, talk) {
		if english := found(text, words); len(english) < 3 {
			t.Errorf("%s says %q\n%s", name, english, text)
		}
	}
}
