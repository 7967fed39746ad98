// Package schema is the output contract of pbt, version 1: the typed structs of
// a declaration (绩效目标表), the places its values stand at, the findings about
// it, and the encoders that write all of them deterministically.
//
// The structs are the contract's only home. The published JSON Schema is
// generated from them, and a key is never renamed or re-used. A key without a
// printed value is left out, never written empty.
package schema

// Version names the output format of a parsed document.
const Version = "pbt/v1"

// FindingsVersion names the output format of `pbt validate`.
const FindingsVersion = "pbt-findings/v1"
