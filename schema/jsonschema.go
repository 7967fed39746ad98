package schema

import _ "embed"

// declarationSchema is generated from the structs of this package and their
// comments: go test ./schema -run TestPublishedSchema -update.
//
//go:embed declaration.schema.json
var declarationSchema []byte

// DeclarationSchema is the JSON Schema (draft 2020-12) of a Document.
func DeclarationSchema() []byte { return declarationSchema }
