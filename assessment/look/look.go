// Package look is what reports and papers share when they become files: the style sheet of a
// page and its head, and how a text stands for itself in Markdown.
package look

import (
	"crypto/sha256"
	_ "embed" // for the style sheet
	"encoding/base64"
	"html"
)

// StyleSheet is the look of a page, on a screen, light and dark, and on paper.
//
//go:embed look.css
var StyleSheet string

// PageHead begins an HTML page in a look of its own, up to its body. A browser may use that
// style sheet and nothing else at all: no script, no picture, no font, no address.
func PageHead(lang, title, style string) string {
	sum := sha256.Sum256([]byte(style))
	policy := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
	return `<!DOCTYPE html>
<html lang="` + html.EscapeString(lang) + `">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="` + policy + `">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="generator" content="readycheck">
<title>` + html.EscapeString(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n"
}
