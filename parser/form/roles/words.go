package roles

import "github.com/pbt-cli/pbt/parser/internal/pattern"

// Words is what the profiles know of a text. The names are folded as labels are
// compared; Norm folds them.
type Words interface {
	// Norm is a text as labels are compared, with the note in its brackets; flat is
	// the text folded and without spaces.
	Norm(text, flat string) (name, note string)
	// Column is the role of the column that a name heads, "" where none is known.
	Column(norm string) string
	// Answered reports whether the role of a column was given by a person.
	Answered(norm string) bool
	// Label is the key of the field that a name labels, "" where none is known.
	Label(norm string) string
	// Depths has a bit for each depth, from 0, at which some profile has a level
	// of this name.
	Depths(norm string) uint8
	// Foreign reports whether profiles know both names and none has the inner
	// one below the outer one.
	Foreign(inner, outer string) bool
}

// known are a few kinds of cells, and what speaks for or against a column being the
// target of the form's year: expressions on the folded text without spaces.
var known = struct {
	kinds, sums, notes, titles, ticks, serials, counted *pattern.Pattern
	earlier, current, indicators, money                 *pattern.Pattern
	years, dated, seasons, planned                      *pattern.Pattern
	superseded, superseding                             *pattern.Pattern
}{
	// kinds are cells that say how a target is to be read, where no comparator stands.
	kinds: pattern.MustCompile(`^(正向|反向|逆向|负向|定性|定量|正|逆)(指标)?$`),
	// sums are rows of sums.
	sums: pattern.MustCompile(`^(合计|小计|总计|权重合计|分值合计|合计分值|总分|本级小计|.{0,8}(小计|合计))[:]?\d*%?$`),
	// notes are lines that stand below a table and are no part of it.
	notes: pattern.MustCompile(`^(注|备注|说明|填表说明|填报说明)[:]|^(填报人|填表人|审核人|负责人|联系电话|联系人|经办人|单位负责人|制表人|填报日期|填表日期)|^.{0,8}审核意见|\(盖章\)|^\(?转下页|^\(?接上页|^\(?续表|年月日`),
	// titles are lines over a table: what stands below them is another one.
	titles: pattern.MustCompile(`表(\(.*\))?$|^\(?20\d\d年?度?\)?$|^\(?(金额)?单位[:]`),
	// ticks are ticked and unticked answers.
	ticks: pattern.MustCompile(`^[√✓□☑■×是否有无]{1,4}$`),
	// serials are rows' numbers.
	serials: pattern.MustCompile(`^(指标)?[\d一二三四五六七八九十]{1,3}[.、:)]?$`),
	// counted is text that ends in a number without being a quantity: 任务1-1.
	counted: pattern.MustCompile(`^[^\d≥≤<>=%每不第]{2,}\d+([-.]\d+)?$`),
	// earlier are heads of columns that hold something of another year, or no target.
	earlier: pattern.MustCompile(`上年|前年|去年|历史|往年|上一年|基期|基准|完成情况|实际|已完成|中期|长期|实施期|权重|分值|得分|现状|全国|全省|行业|参考`),
	// current are heads of columns that hold the target of the form's year.
	current: pattern.MustCompile(`本年|当年|年度|今年|目标|计划|预期`),
	// superseded and superseding are heads of columns of targets as they were before a
	// change, and after it.
	superseded:  pattern.MustCompile(`([调变修更优][整更订改正化]|^调)前|原(指标|目标|定|批|计划|申报|值)|(^|值)\(?原\)?$`),
	superseding: pattern.MustCompile(`([调变修更优][整更订改正化]|^调)后|调整(目标|指标|值)|现(指标|目标|值)|拟调整|(^|值)\(?现\)?$`),
	// years are heads of targets by year, seasons those by parts of the form's year.
	years:   pattern.MustCompile(`^20\d\d年(度)?$`),
	seasons: pattern.MustCompile(`^第?[一二三四1-4]季度|^[上下]半年|^\d{1,2}月(底|末)?$`),
	// dated are heads of what a year was to bring, or brought.
	dated: pattern.MustCompile(`^20\d\d年(度)?(完成|实际|目标|计划|预期|预计|执行)(完成|实现)?(值|数|情况|水平|目标)?$`),
	// indicators are heads that speak of indicators at all.
	indicators: pattern.MustCompile(`指标|目标|标准|名称|考核`),
	// money are rows of money, not of indicators.
	money: pattern.MustCompile(`资金|拨款|经费|财政|金额|自筹|预算|收入|支出`),
	// planned is a target that holds plan and result: 目标:95%;实际:96%.
	planned: pattern.MustCompile(`^\s*(?:计划|目标|年初目标|目标值|指标值|计划值|预期|年度目标|应完成)\s*[:：](.+?)[;；,，、/\s]\s*(?:实际|完成|实际完成|完成值|实际值|结果|已完成|实际完成值|完成情况)\s*[:：](.+)$`),
}
