package form

// Role is what a column of an indicator table holds. Its text is the name that
// profiles use for it.
type Role string

// The roles of columns.
const (
	RoleNone        Role = ""
	RoleLevel1      Role = "level1"
	RoleLevel2      Role = "level2"
	RoleLevel3      Role = "level3" // 三级指标: the name, unless a deeper level is
	RoleLevel4      Role = "level4" // 四级指标: the name; 三级指标 beside it is kept
	RoleName        Role = "name"
	RoleContent     Role = "content" // 指标内容: the name where no other column is
	RoleValue       Role = "value"
	RoleOperator    Role = "operator"
	RoleUnit        Role = "unit"
	RolePolarity    Role = "polarity"
	RoleNature      Role = "nature"
	RoleWeight      Role = "weight"
	RoleExplanation Role = "explanation"
	RoleStandard    Role = "standard"
	RoleActual      Role = "actual"
	RoleScore       Role = "score"
	RoleDeviation   Role = "deviation"
	RoleCode        Role = "code"
	RoleRemark      Role = "remark"
	RoleNumber      Role = "number" // 序号: of the row, not kept
	RoleGroup       Role = "group"  // 绩效指标 down the left edge
	RoleKept        Role = "kept"   // a column that is known and has no key: it goes to extra
)

// profileRoles are the roles that a profile may name.
var profileRoles = []Role{RoleLevel1, RoleLevel2, RoleLevel3, RoleLevel4, RoleName, RoleContent, RoleValue, RoleOperator, RoleUnit, RolePolarity,
	RoleNature, RoleWeight, RoleExplanation, RoleStandard, RoleActual, RoleScore, RoleDeviation, RoleCode, RoleRemark, RoleNumber, RoleGroup, RoleKept}

// isLevel reports whether a column of the role names an indicator or what it
// stands under.
func (r Role) isLevel() bool {
	switch r {
	case RoleLevel1, RoleLevel2, RoleLevel3, RoleLevel4, RoleName, RoleContent:
		return true
	}
	return false
}

// Key is what a printed label stands for: the path of a field in a declaration,
// or one of the keys below.
type Key string

// The keys of labels that are no path of a declaration.
const (
	KeyNone    Key = ""
	KeyGroup   Key = "group"            // a heading over what stands beside or below it
	KeySum     Key = "sum"              // 合计
	KeyTotal   Key = "total_score"      // 总分
	KeyYear    Key = "year"             //
	KeyFiscal  Key = "funds.fiscal"     // of the total or of the year, by where it stands
	KeyOther   Key = "funds.other"      // likewise
	KeyFiler   Key = "unit.applicant"   // the four labels of who files
	KeyDoer    Key = "unit.implementer" //
	KeyUnit    Key = "unit.project"     //
	KeyBudget  Key = "unit.budget"      //
	KeyName    Key = "project.name"
	KeyCode    Key = "project.code"
	KeyStart   Key = "project.start"
	KeyEnd     Key = "project.end"
	KeyBought  Key = "project.government_purchase"
	KeyAmount  Key = "funds.total"
	KeyAnnual  Key = "funds.year"
	KeyPurpose Key = "goals.annual"
	KeyResults Key = "goals.results"
)

// family is the part of a key before its point: unit, project, funds …
func (k Key) family() string {
	for i := range k {
		if k[i] == '.' {
			return string(k[:i])
		}
	}
	return string(k)
}
