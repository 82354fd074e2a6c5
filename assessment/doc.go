// Package assessment turns plain answers about one use of AI into an honest verdict.
//
// It is pure: it opens no file, reads no clock and draws nothing. The words below mean the same
// thing in the code, the question set, the screens and the reports.
//
//   - A question [Set] is the content: sections, items, questions, advice, rules and phrases.
//   - A section is a chapter that the owner walks through, such as Access or Training.
//   - A [Lens] is one of two views that are never merged into one number: integration (is the AI
//     safely connected?) and deployment (are people ready to rely on it?).
//   - An [Item] is one line of the two checklists, I1 to I7 and D1 to D7. Stages are decided on items.
//   - A [Question] belongs to one item and one section. Each item has exactly one lead question;
//     the others are follow-ups.
//   - A [Setup] is the short interview at the start. It decides which questions apply.
//   - An [Answer] is a [Level], how it is [Known], a note, an owner and a due date.
//   - A [Stage] is none, experiment, pilot, limited (limited production) or broad (broader rollout).
//     Each is earned.
//   - A [Session] is one business, one use of AI and one set of answers.
//   - A [Summary] is the verdict with its reasons: a pure function of a question set and a session.
package assessment
