// Package form turns grids into declarations: it finds the forms among the
// tables of a document, matches each to a profile, and reads its fields and its
// indicators by their labels.
package form

// Profiles is a set of form families in order of preference.
type Profiles struct{}

// Embedded gives the profiles that come with pbt.
func Embedded() *Profiles { return &Profiles{} }
