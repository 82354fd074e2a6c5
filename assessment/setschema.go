package assessment

// A shape is a part of a JSON Schema.
type shape map[string]any

// QuestionsSchema is a JSON Schema of a question set's files, for editors that check and complete
// while somebody writes. It is made of the same codes as the loader, and says no more than a
// schema can: what `questions check` says counts.
func QuestionsSchema() ([]byte, error) {
	return Indented(shape{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A question set of readycheck, whole or in several files",
		"type": "object", "additionalProperties": false, "properties": shape{
			"id": idShape(), "version": shape{"type": []string{"string", "number"}}, "title": text(maxTitle), "language": text(maxID),
			"sections": listOf(fieldsOf(shape{"id": idShape(), "title": text(maxTitle), "about": text(maxText)}, "id", "title")),
			"items": listOf(fieldsOf(shape{
				"id": idShape(), "lens": oneCode(lensCodes[:]), "title": text(maxTitle), "short": text(maxItemShort),
				"needs": each(stageCodes[1:], oneCode(needCodes)), "hands": text(maxText), "references": listOf(text(maxTitle)),
			}, "id", "lens", "title", "short", "needs")),
			"questions": listOf(questionShape()),
			"raises": listOf(fieldsOf(shape{
				"when": whenShape(raiseWhen), "stage": oneCode(stageCodes[1:]), "items": someOf(idShape()), "need": oneCode(needCodes), "why": text(maxText),
			}, "when", "stage", "items", "need", "why")),
			"caps": fieldsOf(shape{"today": shape{"enum": []int{1, 2, 3, 4}}, "quick": oneCode(stageCodes[1:])}),
			"alerts": listOf(fieldsOf(shape{
				"id": idShape(), "when": whenShape(alertWhen), "text": text(maxText), "rule_missing": shape{"type": "boolean"},
				"settle": fieldsOf(shape{"questions": listOf(idShape()), "setup": someOf(oneCode(setupNames()))}),
			}, "id", "when", "text")),
			"phrases": phrasesShape(), "setup": setupShape(), "words": wordsShape(),
			"glossary": listOf(fieldsOf(shape{"term": text(maxTitle), "text": text(maxText)}, "term", "text")),
			"former":   listOf(idShape()),
		},
	}, "")
}

func text(most int) shape { return shape{"type": "string", "minLength": 1, "maxLength": most} }

func idShape() shape {
	return shape{"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$", "maxLength": maxID}
}

func oneCode(codes []string) shape { return shape{"enum": codes} }

func listOf(entry shape) shape { return shape{"type": "array", "items": entry} }

func someOf(entry shape) shape { return shape{"type": "array", "items": entry, "minItems": 1} }

// fieldsOf is a mapping with these fields and no others.
func fieldsOf(fields shape, required ...string) shape {
	out := shape{"type": "object", "additionalProperties": false, "properties": fields}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

// each is a mapping with the same for each code; every makes all of them required.
func each(codes []string, entry shape) shape {
	fields := shape{}
	for _, code := range codes {
		fields[code] = entry
	}
	return fieldsOf(fields)
}

func every(codes []string, entry shape) shape {
	out := each(codes, entry)
	out["required"] = codes
	return out
}

// under is a mapping with the same for any id.
func under(entry shape) shape { return shape{"type": "object", "additionalProperties": entry} }

// whenShape is a condition with the tests that are allowed at its place: one clause, or a list
// of which one must hold.
func whenShape(allowed []string) shape {
	setup := shape{}
	for _, field := range SetupFields {
		setup[field.Name] = someOf(oneCode(field.Codes))
	}
	tests := shape{
		"setup": fieldsOf(setup), "only": fieldsOf(setup), "mixed": someOf(oneCode(setupNames())),
		"answers": under(someOf(oneCode(levelCodes[:]))), "items": under(someOf(oneCode(levelCodes[:]))),
		"unnamed": listOf(idShape()), "stage": someOf(oneCode(stageCodes[:])), "pattern": someOf(oneCode(patternCodes[:])),
		"blank": shape{"type": "boolean"}, "provisional": shape{"type": "boolean"}, "cap": someOf(oneCode(capCodes[1:])),
		"count": someOf(oneCode(countCodes[:])), "confirmed": someOf(oneCode(stageCodes[:])),
	}
	here := shape{}
	for _, name := range allowed {
		here[name] = tests[name]
	}
	clause := fieldsOf(here)
	clause["minProperties"] = 1
	return shape{"anyOf": []shape{clause, someOf(clause)}}
}

func questionShape() shape {
	parts := shape{
		"text": text(maxText), "why": text(maxText), "good": text(maxText),
		"choices":  shape{"type": "array", "minItems": 2, "maxItems": 7, "items": fieldsOf(shape{"level": oneCode([]string{"in_place", "partly", "no", "unsure"}), "text": text(maxQuestion)}, "level", "text")},
		"examples": each(kinds, text(maxText)), "terms": under(text(maxText)),
		"fix": fieldsOf(shape{"title": text(maxTitle), "steps": someOf(text(maxText)), "effort": oneCode(effortCodes[:]), "who": text(maxTitle), "done": text(maxText)},
			"title", "steps", "effort", "who", "done"),
		"find_out": fieldsOf(shape{"title": text(maxTitle), "ask": text(maxText), "message": text(maxText)}, "title", "ask", "message"),
		"confirm":  fieldsOf(shape{"title": text(maxTitle), "text": text(maxText)}, "title", "text"),
	}
	variant := shape{"when": whenShape(variantWhen)}
	question := shape{
		"id": idShape(), "section": idShape(), "item": idShape(), "lead": shape{"type": "boolean"}, "weight": oneCode(weightCodes[:]),
		"depth": oneCode(depthCodes[:]), "covers": listOf(text(maxID)), "when": whenShape(questionWhen), "allow_na": shape{"type": "boolean"},
		"references": listOf(text(maxTitle)), "reworded": shape{"type": []string{"string", "number"}},
	}
	for _, name := range variantParts {
		variant[name], question[name] = parts[name], parts[name]
	}
	question["variants"] = listOf(fieldsOf(variant, "when"))
	return fieldsOf(question, "id", "section", "item", "weight", "depth", "text", "choices", "why", "good", "fix", "find_out", "confirm")
}

func phrasesShape() shape {
	said := someOf(fieldsOf(shape{"when": whenShape(phraseWhen), "text": text(maxText)}, "text"))
	fields := shape{
		"held": each(heldCodes[:], said), "then": every(stageCodes[1:], text(maxTitle)), "limits": text(2 * maxText),
		"stage_names": every(stageCodes[:], text(maxTitle)), "stage_meanings": every(stageCodes[:], text(maxText)),
	}
	for _, name := range [...]string{"sentence", "may", "not_yet", "integration", "deployment", "pattern", "ahead", "provisional"} {
		fields[name] = said
	}
	return fieldsOf(fields, "sentence", "may", "not_yet", "integration", "deployment", "pattern", "ahead", "provisional", "limits", "stage_names", "stage_meanings")
}

func setupShape() shape {
	question := func(codes []string) shape {
		fields := shape{"title": text(maxQuestion), "about": text(maxText), "name": text(maxTitle)}
		if codes == nil {
			return fieldsOf(fields, "title", "name")
		}
		both := fieldsOf(shape{"text": text(maxQuestion), "said": text(maxQuestion)}, "text", "said")
		fields["options"] = every(codes, shape{"anyOf": []shape{text(maxQuestion), both}})
		return fieldsOf(fields, "title", "name", "options")
	}
	fields := shape{"business": question(nil), "use": question(nil), "tool": question(nil)}
	for _, field := range SetupFields {
		fields[field.Name] = question(field.Codes)
	}
	return fieldsOf(fields)
}

func wordsShape() shape {
	fields := shape{
		"levels": every(levelCodes[:], text(maxTitle)), "known": every(knownCodes[:], text(maxTitle)),
		"read_back": every(knownCodes[:], text(maxTitle)),
		"lenses":    every(lensCodes[:], text(maxTitle)), "lenses_short": every(lensCodes[:], text(maxTitle)),
	}
	required := []string{"levels", "known", "lenses", "lenses_short"}
	for _, word := range rowWords {
		fields[word.name] = text(maxTitle)
		required = append(required, word.name)
	}
	for _, list := range dayNames {
		fields[list.name] = shape{"type": "array", "items": text(maxID), "minItems": list.many, "maxItems": list.many}
	}
	fields["says"] = each(SayNames(), text(maxText))
	return fieldsOf(fields, required...)
}
