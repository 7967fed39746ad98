package schema

// Document is what one input file was read as.
type Document struct {
	Schema       string         `json:"schema" yaml:"schema"`
	Source       Source         `json:"source" yaml:"source"`
	Declarations []*Declaration `json:"declarations" yaml:"declarations"`
	// Problems are the findings of the reading itself: image-only pages,
	// undecodable fonts, no form found, limits met. One with SeverityError
	// means that the document, or a part of it, could not be read.
	Problems []Finding `json:"problems" yaml:"problems"`
}

// Source names the bytes a document was read from.
type Source struct {
	// File is the path as given by the user; a member of an archive is written
	// ARCHIVE!inner/path.pdf.
	File string `json:"file" yaml:"file"`
	// Format is one of the Format constants.
	Format string `json:"format" yaml:"format"`
	// SHA256 is the lower-case hex digest of the document's bytes.
	SHA256 string `json:"sha256" yaml:"sha256"`
	// OCR says how pages that are pictures were read, nil where there were none.
	OCR *OCR `json:"ocr,omitempty" yaml:"ocr,omitempty"`
}

// OCR is what read the pictures of a document.
type OCR struct {
	// Engine names what recognised the text.
	Engine string `json:"engine" yaml:"engine"`
	// Model is the SHA-256 of the engine's weights in lower-case hex; empty for an
	// engine of the user's own.
	Model string    `json:"model,omitempty" yaml:"model,omitempty"`
	Pages []OCRPage `json:"pages" yaml:"pages"`
}

// OCRPage is a page that was a picture.
type OCRPage struct {
	Page int `json:"page" yaml:"page"`
	// DPI is the picture's resolution in dots an inch.
	DPI int `json:"dpi" yaml:"dpi"`
	// Skew is the tilt that was set right, in degrees clockwise.
	Skew float64 `json:"skew" yaml:"skew"`
	// Turned is by how many degrees clockwise the picture was turned upright.
	Turned int `json:"turned" yaml:"turned"`
}

// The formats of Source.Format.
const (
	FormatPDF     = "pdf"
	FormatOFD     = "ofd"
	FormatXLSX    = "xlsx"
	FormatXLSM    = "xlsm"
	FormatXLS     = "xls"
	FormatET      = "et"
	FormatXLSB    = "xlsb"
	FormatSheetML = "sheetml"
	FormatODS     = "ods"
	FormatFODS    = "fods"
	FormatDOCX    = "docx"
	FormatDOC     = "doc"
	FormatWPS     = "wps"
	FormatWordML  = "wordml"
	FormatODT     = "odt"
	FormatRTF     = "rtf"
	FormatMHTML   = "mhtml"
	FormatHTML    = "html"
	FormatUOF     = "uof"
	FormatText    = "text"
	FormatImage   = "image"
	// FormatYAML and FormatJSON are normalised declarations that name no source.
	FormatYAML = "yaml"
	FormatJSON = "json"
)

// Unreadable reports whether the document, or a part of it, could not be read.
func (d *Document) Unreadable() bool {
	for _, p := range d.Problems {
		if p.Severity == SeverityError {
			return true
		}
	}
	return false
}

// Declaration is one filed form.
type Declaration struct {
	// Form is the id of the profile that matched, such as "sh-2020".
	Form string `json:"form" yaml:"form"`
	// Title is the name of the form as printed, without line breaks.
	Title string `json:"title,omitempty" yaml:"title,omitempty"`
	// Year is the fiscal year (年度).
	Year int `json:"year,omitempty" yaml:"year,omitempty"`
	// HeadingYear is the year of "2020年绩效目标" above the indicator table.
	HeadingYear int `json:"heading_year,omitempty" yaml:"heading_year,omitempty"`
	// Unit is who files: 申报单位 > 实施单位 > 项目单位 > 预算单位/单位名称.
	Unit       string  `json:"unit,omitempty" yaml:"unit,omitempty"`
	Department string  `json:"department,omitempty" yaml:"department,omitempty"`
	Project    Project `json:"project,omitzero" yaml:"project,omitempty"`

	Narrative Narrative `json:"narrative,omitzero" yaml:"narrative,omitempty"`
	Goals     Goals     `json:"goals,omitzero" yaml:"goals,omitempty"`
	Funds     Funds     `json:"funds,omitzero" yaml:"funds,omitempty"`

	// Indicators is the tree in printed order; leaves carry Value.
	Indicators []*Indicator `json:"indicators" yaml:"indicators"`
	// IndicatorsMediumTerm is the second tree of a form with two blocks side
	// by side (中期 ‖ 年度); Indicators is then the annual one.
	IndicatorsMediumTerm []*Indicator `json:"indicators_medium_term,omitempty" yaml:"indicators_medium_term,omitempty"`

	TotalScore string `json:"total_score,omitempty" yaml:"total_score,omitempty"`
	// Extra is every printed label and value with no typed home above.
	Extra []Pair `json:"extra,omitempty" yaml:"extra,omitempty"`
	// Repairs is every change between what was printed and what is reported.
	Repairs []Repair `json:"repairs,omitempty" yaml:"repairs,omitempty"`
	// Uncertain is every reading that the page leaves open.
	Uncertain []Doubt `json:"uncertain,omitempty" yaml:"uncertain,omitempty"`
	// Account says what became of every printed cell of the form, in printed
	// order. It is filled on request.
	Account []AccountEntry `json:"account,omitempty" yaml:"account,omitempty"`
	// Trace maps a path in the declaration to the place it was read from. It
	// is always filled by a reader and printed only on request.
	Trace map[string]Place `json:"trace,omitempty" yaml:"trace,omitempty"`
	// Unfilled are those of unit, department and project.name whose label the form prints
	// with nothing beside it: cells that were left blank, not cells that the form has not.
	Unfilled []string `json:"unfilled,omitempty" yaml:"unfilled,omitempty"`
}

// Project is what the money is for.
type Project struct {
	Name      string `json:"name,omitempty" yaml:"name,omitempty"`
	Code      string `json:"code,omitempty" yaml:"code,omitempty"`
	Category  string `json:"category,omitempty" yaml:"category,omitempty"`
	Nature    string `json:"nature,omitempty" yaml:"nature,omitempty"`
	Attribute string `json:"attribute,omitempty" yaml:"attribute,omitempty"`
	Period    string `json:"period,omitempty" yaml:"period,omitempty"`
	// Start and End are ISO dates (2020-01-31), or the printed text where it
	// is no calendar date.
	Start string `json:"start,omitempty" yaml:"start,omitempty"`
	End   string `json:"end,omitempty" yaml:"end,omitempty"`
	// GovernmentPurchase answers 是否含有政府购买服务; nil where the form does not.
	GovernmentPurchase *bool  `json:"government_purchase,omitempty" yaml:"government_purchase,omitempty"`
	PerformanceType    string `json:"performance_type,omitempty" yaml:"performance_type,omitempty"`
}

// Narrative holds the prose fields of the form.
type Narrative struct {
	Overview    string `json:"overview,omitempty" yaml:"overview,omitempty"`
	Basis       string `json:"basis,omitempty" yaml:"basis,omitempty"`
	Necessity   string `json:"necessity,omitempty" yaml:"necessity,omitempty"`
	Feasibility string `json:"feasibility,omitempty" yaml:"feasibility,omitempty"`
	Safeguards  string `json:"safeguards,omitempty" yaml:"safeguards,omitempty"`
	Plan        string `json:"plan,omitempty" yaml:"plan,omitempty"`
}

// Goals holds the goal texts: 总目标/总体目标/中期目标, 年度目标/预期目标, 实际完成情况.
type Goals struct {
	Overall string `json:"overall,omitempty" yaml:"overall,omitempty"`
	Annual  string `json:"annual,omitempty" yaml:"annual,omitempty"`
	Results string `json:"results,omitempty" yaml:"results,omitempty"`
}

// Funds holds amounts of money, all in yuan, as decimal strings without
// separators ("15630300", "389.5").
type Funds struct {
	// PrintedUnit is the unit the form prints its amounts in: 元, 千元, 万元 or 亿元.
	PrintedUnit      string         `json:"printed_unit,omitempty" yaml:"printed_unit,omitempty"`
	Total            string         `json:"total,omitempty" yaml:"total,omitempty"`
	TotalFiscal      string         `json:"total_fiscal,omitempty" yaml:"total_fiscal,omitempty"`
	TotalOther       string         `json:"total_other,omitempty" yaml:"total_other,omitempty"`
	Year             string         `json:"year,omitempty" yaml:"year,omitempty"`
	YearFiscal       string         `json:"year_fiscal,omitempty" yaml:"year_fiscal,omitempty"`
	Carryover        string         `json:"carryover,omitempty" yaml:"carryover,omitempty"`
	YearOther        string         `json:"year_other,omitempty" yaml:"year_other,omitempty"`
	Central          string         `json:"central,omitempty" yaml:"central,omitempty"`
	Local            string         `json:"local,omitempty" yaml:"local,omitempty"`
	Tasks            []Task         `json:"tasks,omitempty" yaml:"tasks,omitempty"`
	LastYearBudget   string         `json:"last_year_budget,omitempty" yaml:"last_year_budget,omitempty"`
	LastYearExecuted string         `json:"last_year_executed,omitempty" yaml:"last_year_executed,omitempty"`
	Execution        []ExecutionRow `json:"execution,omitempty" yaml:"execution,omitempty"`
}

// Task is one row of 年度主要任务 of a department's form; amounts in yuan.
type Task struct {
	Name    string `json:"name,omitempty" yaml:"name,omitempty"`
	Content string `json:"content,omitempty" yaml:"content,omitempty"`
	Total   string `json:"total,omitempty" yaml:"total,omitempty"`
	Fiscal  string `json:"fiscal,omitempty" yaml:"fiscal,omitempty"`
	Other   string `json:"other,omitempty" yaml:"other,omitempty"`
}

// ExecutionRow is one printed line of a self-evaluation's budget execution:
// amounts in yuan, Rate in percent without its sign.
type ExecutionRow struct {
	Item     string `json:"item" yaml:"item"`
	Initial  string `json:"initial,omitempty" yaml:"initial,omitempty"`
	Budget   string `json:"budget,omitempty" yaml:"budget,omitempty"`
	Executed string `json:"executed,omitempty" yaml:"executed,omitempty"`
	Weight   string `json:"weight,omitempty" yaml:"weight,omitempty"`
	Rate     string `json:"rate,omitempty" yaml:"rate,omitempty"`
	Score    string `json:"score,omitempty" yaml:"score,omitempty"`
}

// Indicator is a node of the indicator tree. A node with Children is a level
// label (一级指标, 二级指标); one without is an indicator and carries Value.
type Indicator struct {
	Name string `json:"name" yaml:"name"`
	// Points are those the label prints: 产出指标(50分).
	Points   string       `json:"points,omitempty" yaml:"points,omitempty"`
	Children []*Indicator `json:"children,omitempty" yaml:"children,omitempty"`

	Value       *Value `json:"value,omitempty" yaml:"value,omitempty"`
	Weight      string `json:"weight,omitempty" yaml:"weight,omitempty"`
	Actual      *Value `json:"actual,omitempty" yaml:"actual,omitempty"`
	Score       string `json:"score,omitempty" yaml:"score,omitempty"`
	Deviation   string `json:"deviation,omitempty" yaml:"deviation,omitempty"`
	Code        string `json:"code,omitempty" yaml:"code,omitempty"`
	Remark      string `json:"remark,omitempty" yaml:"remark,omitempty"`
	Explanation string `json:"explanation,omitempty" yaml:"explanation,omitempty"`
	Standard    string `json:"standard,omitempty" yaml:"standard,omitempty"`
	Polarity    string `json:"polarity,omitempty" yaml:"polarity,omitempty"`
	Nature      string `json:"nature,omitempty" yaml:"nature,omitempty"`
	// Targets are further target columns: 中期 beside 年度, 优/良/中/差 thresholds.
	Targets []Target `json:"targets,omitempty" yaml:"targets,omitempty"`
	Extra   []Pair   `json:"extra,omitempty" yaml:"extra,omitempty"`
	// Hidden marks a row that a workbook hides.
	Hidden bool `json:"hidden,omitempty" yaml:"hidden,omitempty"`
}

// Target is a further target column of an indicator.
type Target struct {
	Label string `json:"label" yaml:"label"`
	Value *Value `json:"value" yaml:"value"`
}

// Pair is a printed label with its printed text.
type Pair struct {
	Label string `json:"label" yaml:"label"`
	Text  string `json:"text" yaml:"text"`
}

// Repair is one change between what was printed and what is reported.
type Repair struct {
	// Path is where in the declaration the change shows.
	Path string `json:"path" yaml:"path"`
	From string `json:"from" yaml:"from"`
	To   string `json:"to" yaml:"to"`
	// Why is a slug such as label-garbled, wrap-space or formula-text.
	Why string `json:"why" yaml:"why"`
	// Confidence lies in (0, 1].
	Confidence float64 `json:"confidence" yaml:"confidence"`
}

// EntryKind is what became of a printed cell.
type EntryKind string

// The kinds of account entries.
const (
	EntryKey       EntryKind = "key"       // it gave the keys of Of their text
	EntryLabel     EntryKind = "label"     // a label that was understood
	EntryExtra     EntryKind = "extra"     // it has no typed home and stands in extra
	EntryRepair    EntryKind = "repair"    // a repair took it out
	EntryFinding   EntryKind = "finding"   // a finding names it
	EntryFurniture EntryKind = "furniture" // page numbers, repeated headers, blanks
)

// AccountEntry is what became of one printed cell of a form.
type AccountEntry struct {
	At    *Place    `json:"at,omitempty" yaml:"at,omitempty"`
	Text  string    `json:"text" yaml:"text"`
	Entry EntryKind `json:"entry" yaml:"entry"`
	// Of are the paths of the keys that the cell gave.
	Of []string `json:"of,omitempty" yaml:"of,omitempty"`
	// Why explains an entry without keys.
	Why string `json:"why,omitempty" yaml:"why,omitempty"`
}

// The questions of a Doubt.
const (
	QuestionLevel1 = "level1"
	QuestionLevel2 = "level2"
	QuestionColumn = "column"
	QuestionTarget = "target"
	QuestionText   = "text"
	QuestionForm   = "form"
)

// Doubt is a reading that the page leaves open.
type Doubt struct {
	Path string `json:"path" yaml:"path"`
	// At is where the text in doubt stands.
	At *Place `json:"at,omitempty" yaml:"at,omitempty"`
	// Question is what is open: level1 or level2, the label above an
	// indicator; column, what a column holds; target, which of several cells
	// is the target; text, what a cell says; form, which form it belongs to.
	Question     string   `json:"question" yaml:"question"`
	Chosen       string   `json:"chosen" yaml:"chosen"`
	Alternatives []string `json:"alternatives" yaml:"alternatives"`
	// Margin is how much worse the best alternative fits; 0 is a tie.
	Margin float64 `json:"margin" yaml:"margin"`
}
