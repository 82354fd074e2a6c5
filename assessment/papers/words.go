package papers

// The program's own words around what a paper says.
const (
	language  = "en"
	pileTitle = "Papers for this use of AI"
	notedAs   = "From your notes: "
)

// title is what a file of papers is called.
func title(docs []Document) string {
	if len(docs) == 1 {
		return docs[0].Title
	}
	return pileTitle
}
