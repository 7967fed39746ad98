package word

import (
	"context"
	"strings"

	"github.com/pbt-cli/pbt/parser/grid"
	"github.com/pbt-cli/pbt/parser/text/charset"
	"github.com/pbt-cli/pbt/schema"
)

// Word XML comes in two kinds: WordprocessingML 2003, which has the elements of a
// .docx in another namespace and some of its own, and the flat package of later
// versions, which holds the parts of a .docx in one XML file.
const (
	spaceWordML = "http://schemas.microsoft.com/office/word/2003/wordml"
	spaceTags   = "urn:schemas-microsoft-com:office:smarttags"
)

// respelled are the elements of WordprocessingML 2003 that a .docx spells in
// another way.
var respelled = map[string]string{"vmerge": "vMerge", "hmerge": "hMerge", "wordDocument": "document", "cfChunk": "customXml"}

// ReadXML reads a Word XML document as Read reads a .docx.
func ReadXML(ctx context.Context, data []byte) (*grid.Document, error) {
	if len(data) > maxXML {
		return nil, schema.WordDocument.TooLarge(schema.MoreBytes(maxXML))
	}
	src, _, err := charset.Decode(data)
	if err != nil {
		return nil, schema.WordDocument.Damaged(schema.UnknownEncoding)
	}
	w := newWalker(ctx, src)
	w.lossy = true
	doc, err := w.read(ctx)
	if err != nil {
		return nil, err
	}
	doc.Format = schema.FormatWordML
	return doc, nil
}

// flatPart reports whether a part of a flat package is the document itself.
func (w *walker) flatPart() bool {
	name, _ := w.attr("name")
	kind, _ := w.attr("contentType")
	return strings.HasSuffix(kind, "document.main+xml") || strings.HasSuffix(kind, "template.main+xml") ||
		kind == "" && strings.EqualFold(name, "/word/document.xml")
}

// annotation reads what an aml:annotation holds: of revisions what was inserted,
// nothing of what was deleted or remarked.
func (w *walker) annotation(content func() error) error {
	if !w.inserted() {
		return w.skip()
	}
	return w.children(func(name string) error {
		if name == "aml:content" {
			return content()
		}
		return w.skip()
	})
}

func (w *walker) inserted() bool {
	kind, _ := w.attr("type")
	return kind == "Word.Insertion"
}

func (w *walker) deleted(name string) bool {
	switch name {
	case "w:del", "w:moveFrom":
		return true
	case "aml:annotation":
		kind, _ := w.attr("type")
		return kind == "Word.Deletion"
	}
	return false
}
