package numfmt

// Builtin gives the code of a format that workbooks name by number alone, "" for
// General and for numbers that mean nothing.
func Builtin(id int) string {
	if id < 0 || id >= len(builtin) {
		return ""
	}
	return builtin[id]
}

// Codes that several numbers name.
const (
	slashDate    = "yyyy/m/d"
	clock        = "h:mm"
	clockSeconds = "h:mm:ss"
	yearMonth    = `yyyy"年"m"月"`
	monthDay     = `m"月"d"日"`
	signed       = `#,##0;\-#,##0`
	signedCents  = `#,##0.00;\-#,##0.00`
	ledger       = `_ * #,##0_ ;_ * \-#,##0_ ;_ * "-"_ ;_ @_ `
	ledgerCents  = `_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ `
)

// builtin is the list of ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are those
// of the Chinese programs.
var builtin = [...]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
	5: `"¥"#,##0;"¥"\-#,##0`, 6: `"¥"#,##0;[Red]"¥"\-#,##0`,
	7: `"¥"#,##0.00;"¥"\-#,##0.00`, 8: `"¥"#,##0.00;[Red]"¥"\-#,##0.00`,
	9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
	14: slashDate, 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	18: clockSeconds, 19: clockSeconds, 20: clock, 21: clockSeconds, 22: "yyyy/m/d h:mm",
	27: yearMonth, 28: monthDay, 29: monthDay, 30: slashDate, 31: `yyyy"年"m"月"d"日"`,
	32: clock, 33: clockSeconds, 34: clock, 35: clockSeconds, 36: yearMonth,
	37: signed, 38: signed, 39: signedCents, 40: signedCents,
	41: ledger, 42: ledger, 43: ledgerCents, 44: ledgerCents,
	45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
	50: yearMonth, 51: monthDay, 52: yearMonth, 53: monthDay, 54: monthDay,
	55: clock, 56: clockSeconds, 57: yearMonth, 58: monthDay,
}
