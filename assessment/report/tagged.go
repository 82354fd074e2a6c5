package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// tags are the structure of a PDF: what a program that reads it aloud goes by. The PDF library
// knows none, so each text is marked where it is drawn, and the tree is added to what the
// library wrote.
type tags struct {
	root *node
	// at is what is being drawn, and open whether its mark is begun.
	at   *node
	open bool
	// owners are the nodes of each page's marks, by their numbers.
	owners [][]*node
}

// node is an element of the structure. Its kids stand in the order in which they are read.
type node struct {
	kind, attr, alt string
	box             [4]float64 // of a picture, from the page's top
	kids            []kid
	object          int
}

// kid is an element, or a mark on a page.
type kid struct {
	node     *node
	page, id int
}

func newTags() tags { return tags{root: &node{kind: "Document"}} }

func (n *node) add(kind string) *node {
	inner := &node{kind: kind}
	n.kids = append(n.kids, kid{node: inner})
	return inner
}

// take adds what stands in another node.
func (n *node) take(other *node) { n.kids = append(n.kids, other.kids...) }

// within draws what a node says.
func (p *paper) within(n *node, draw func()) {
	outer := p.tags.at
	p.tags.at = n
	draw()
	p.tags.at = outer
}

// content marks what is drawn as that of the node at hand, or as a paragraph of its own.
func (p *paper) content(draw func()) {
	t := &p.tags
	if t.open {
		draw()
		return
	}
	n := t.at
	if n == nil {
		n = t.root.add("P")
	}
	page := p.pdf.PageNo()
	for len(t.owners) < page {
		t.owners = append(t.owners, nil)
	}
	id := len(t.owners[page-1])
	t.owners[page-1] = append(t.owners[page-1], n)
	n.kids = append(n.kids, kid{page: page, id: id})
	p.marked(fmt.Sprintf("/%s <</MCID %d>> BDC", n.kind, id), draw)
}

// artifact marks what is drawn as nothing to read: lines, boxes, the foot of a page.
func (p *paper) artifact(begin string, draw func()) {
	if p.tags.open {
		draw()
		return
	}
	p.marked(begin, draw)
}

func (p *paper) marked(begin string, draw func()) {
	p.pdf.RawWriteStr(begin)
	p.tags.open = true
	draw()
	p.tags.open = false
	p.pdf.RawWriteStr("EMC")
}

// objects are the numbered objects of a PDF, and what its end says of them.
type objects struct {
	list    [][]byte // from number 1 on, each with its number
	trailer string
}

// parsed cuts what the library wrote into its objects. It writes one table of them, at the end.
func parsed(pdf []byte) objects {
	at, table := 0, bytes.LastIndex(pdf, []byte("\nxref\n"))+1
	lines := strings.Split(string(pdf[table:]), "\n")
	_, _ = fmt.Sscanf(lines[1], "0 %d", &at)
	offsets := make([]int, at)
	for i := range offsets {
		offsets[i], _ = strconv.Atoi(lines[2+i][:10])
	}
	order := slices.Sorted(slices.Values(append(slices.Clone(offsets[1:]), table)))
	o := objects{trailer: strings.Join(lines[2+at:], "\n")}
	for _, from := range offsets[1:] {
		next, _ := slices.BinarySearch(order, from+1)
		o.list = append(o.list, pdf[from:order[next]])
	}
	return o
}

func (o *objects) add(text string) int {
	o.list = append(o.list, nil)
	o.put(len(o.list), text)
	return len(o.list)
}

func (o *objects) put(number int, text string) {
	o.list[number-1] = fmt.Appendf(nil, "%d 0 obj\n%s\nendobj\n", number, text)
}

// insert puts text behind the beginning of an object.
func (o *objects) insert(number int, behind, text string) {
	o.list[number-1] = bytes.Replace(o.list[number-1], []byte(behind), []byte(behind+text), 1)
}

// written is a whole file. The same objects give the same file.
func (o *objects) written(root, info int) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(o.list))
	for i, object := range o.list {
		offsets[i] = out.Len()
		out.Write(object)
	}
	id := sha256.Sum256(out.Bytes())
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(o.list)+1)
	for _, offset := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>]>>\nstartxref\n%d\n%%%%EOF\n", len(o.list)+1, root, info, id[:16], id[:16], table)
	return out.Bytes()
}

// pageObject is the number of a page's object: each stands before that of what is on it.
func pageObject(page int) int { return 1 + 2*page }

// tagged adds the structure to what the library wrote.
func (t *tags) tagged(pdf []byte, doc Document, high float64) []byte {
	o := parsed(pdf)
	catalog := len(o.list) // the library writes it last, and before it what is said of the file
	tree, parents := o.add(""), o.add("")
	t.number(&o, t.root)
	t.write(&o, t.root, tree, high)
	o.put(tree, fmt.Sprintf("<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>", t.root.object, parents, len(t.owners)))
	var nums strings.Builder
	for i, owners := range t.owners {
		o.insert(pageObject(i+1), "<</Type /Page\n", fmt.Sprintf("/StructParents %d /Tabs /S\n", i))
		fmt.Fprintf(&nums, "%d [", i)
		for _, owner := range owners {
			fmt.Fprintf(&nums, "%d 0 R ", owner.object)
		}
		nums.WriteString("]\n")
	}
	o.put(parents, "<</Nums [\n"+nums.String()+"]>>")
	said := metadata(doc)
	meta := o.add(fmt.Sprintf("<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\nendstream", len(said), said))
	o.insert(catalog, "/Type /Catalog\n", fmt.Sprintf("/MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /Metadata %d 0 R /ViewerPreferences <</DisplayDocTitle true>>\n", tree, meta))
	return o.written(catalog, catalog-1)
}

// number gives each element an object, in the order in which they are read.
func (t *tags) number(o *objects, n *node) {
	n.object = o.add("")
	for _, kid := range n.kids {
		if kid.node != nil {
			t.number(o, kid.node)
		}
	}
}

func (t *tags) write(o *objects, n *node, parent int, high float64) {
	text := fmt.Sprintf("<</Type /StructElem /S /%s /P %d 0 R", n.kind, parent)
	page := 0
	for _, kid := range n.kids {
		if kid.node == nil && page == 0 {
			page = kid.page
			text += fmt.Sprintf(" /Pg %d 0 R", pageObject(page))
		}
	}
	if n.alt != "" {
		const points = 1 / pointInMM
		text += fmt.Sprintf(" /Alt %s /A <</O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]>>", utf16Text(n.alt),
			n.box[0]*points, (high-n.box[3])*points, n.box[2]*points, (high-n.box[1])*points)
	}
	if n.attr != "" {
		text += " " + n.attr
	}
	var kids []string
	for _, kid := range n.kids {
		switch {
		case kid.node != nil:
			kids = append(kids, fmt.Sprintf("%d 0 R", kid.node.object))
			t.write(o, kid.node, n.object, high)
		case kid.page == page:
			kids = append(kids, strconv.Itoa(kid.id))
		default:
			kids = append(kids, fmt.Sprintf("<</Type /MCR /Pg %d 0 R /MCID %d>>", pageObject(kid.page), kid.id))
		}
	}
	if len(kids) > 0 {
		text += " /K [" + strings.Join(kids, " ") + "]"
	}
	o.put(n.object, text+">>")
}

// utf16Text is a text as PDF has it where it is no name.
func utf16Text(text string) string {
	out := "<FEFF"
	for _, unit := range utf16.Encode([]rune(text)) {
		out += fmt.Sprintf("%04X", unit)
	}
	return out + ">"
}

// metadata says once more what the file is, for programs that keep many.
func metadata(doc Document) string {
	var title bytes.Buffer
	_ = xml.EscapeText(&title, []byte(pageTitle(doc)))
	day := dated(doc).Format("2006-01-02T15:04:05")
	return `<?xpacket begin="` + "\uFEFF" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + title.String() + `</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>` + day + `</xmp:CreateDate><xmp:ModifyDate>` + day + `</xmp:ModifyDate><xmp:CreatorTool>readycheck</xmp:CreatorTool>
<pdf:Producer>readycheck</pdf:Producer><pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
}
