// Package form turns grids into declarations: it finds the forms among the
// tables of a document, matches each to a profile, and reads its fields and its
// indicators by their labels and their structure, never by fixed coordinates.
//
// The way through it, each stage a function of what the one before gave (form.go):
//
//	grids ─text─▶ tables ─table─▶ headers ─rows─▶ sections ─fields─▶ ─profile─▶ ─levels─▶ ─declare─▶ declarations
//
//	text     lines.go, linecut.go: lines that hold one cell each become tables
//	table    header.go: the header of an indicator table, its columns with their roles
//	         evidence.go: beside it the reading by evidence (roles); evidencecompare.go: which one stands
//	rows     rows.go, rowragged.go, rowstray.go: the rows under a header, cell by role
//	         region.go: where each form begins and ends; heading.go: what a title looks like;
//	         above.go, sheets.go, notice.go: lines above, other sheets, sentences
//	fields   fields.go: labels and values around the tables; fieldtitle.go, fieldvalue.go, fieldinline.go,
//	         fieldloose.go, funds.go: where each kind of them is printed
//	profile  choose.go: the family that the evidence speaks for
//	levels   levels.go: the labels above every row
//	declare  declare.go, declaretree.go, declarelist.go: the typed declaration
//	account  account.go: what became of every printed cell
package form
