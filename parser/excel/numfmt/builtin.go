package numfmt

// Builtin gives the code of a format that workbooks name by number alone, "" for
// General and for numbers that mean nothing. 27 to 36 and 50 to 58 are those of
// the Chinese programs (ECMA-376 part 1, 18.8.30).
func Builtin(id int) string {
	switch id {
	case 1:
		return "0"
	case 2:
		return "0.00"
	case 3:
		return "#,##0"
	case 4:
		return "#,##0.00"
	case 5:
		return `"¥"#,##0;"¥"\-#,##0`
	case 6:
		return `"¥"#,##0;[Red]"¥"\-#,##0`
	case 7:
		return `"¥"#,##0.00;"¥"\-#,##0.00`
	case 8:
		return `"¥"#,##0.00;[Red]"¥"\-#,##0.00`
	case 9:
		return "0%"
	case 10:
		return "0.00%"
	case 11:
		return "0.00E+00"
	case 12:
		return "# ?/?"
	case 13:
		return "# ??/??"
	case 14, 30:
		return "yyyy/m/d"
	case 15:
		return "d-mmm-yy"
	case 16:
		return "d-mmm"
	case 17:
		return "mmm-yy"
	case 18, 19, 21, 33, 35, 56:
		return "h:mm:ss"
	case 20, 32, 34, 55:
		return "h:mm"
	case 22:
		return "yyyy/m/d h:mm"
	case 27, 36, 50, 52, 57:
		return `yyyy"年"m"月"`
	case 28, 29, 51, 53, 54, 58:
		return `m"月"d"日"`
	case 31:
		return `yyyy"年"m"月"d"日"`
	case 37, 38:
		return `#,##0;\-#,##0`
	case 39, 40:
		return `#,##0.00;\-#,##0.00`
	case 41, 42:
		return `_ * #,##0_ ;_ * \-#,##0_ ;_ * "-"_ ;_ @_ `
	case 43, 44:
		return `_ * #,##0.00_ ;_ * \-#,##0.00_ ;_ * "-"??_ ;_ @_ `
	case 45:
		return "mm:ss"
	case 46:
		return "[h]:mm:ss"
	case 47:
		return "mm:ss.0"
	case 48:
		return "##0.0E+0"
	case 49:
		return "@"
	}
	return ""
}
