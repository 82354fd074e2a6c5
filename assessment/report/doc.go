// Package report puts a verdict into words, once for all who show it. It is pure: it opens
// no file and reads no clock.
//
// # Where a sentence comes from
//
// A [Report] is a session with its verdict. Its makers turn that into blocks ([Block]): a
// part of the report ([Report.Part]; the table of parts with their headings is in report.go,
// what they say in parts.go, steps.go, checklist.go and appendix.go), why the
// verdict is as it is ([Report.Why]), what a step takes ([Report.StepDetails]), what changed
// ([Changes]). Words of questions, answers, stages and of the verdict itself come from the
// question set; what the program says around them stands here, and nowhere else.
//
// A [Document] is all parts in their order. The writers lay it out, a file each: text.go,
// markdown.go, html.go, pdf.go, docx.go; formats.go is the table of them. The screens draw the same
// blocks in their own way, and a talk in lines reads out [Lines]. So to change a sentence
// about a result, look for it in this package and then in the set: every face and every format has it then.
//
// A new kind of block is a type in document.go and a case in each writer and in the screens.
package report
