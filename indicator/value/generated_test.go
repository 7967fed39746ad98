package value

import (
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/indicator/words"
	"github.com/pbt-cli/pbt/schema"
)

// generated are the pieces that a plain value is made of, each with what it says.
var (
	generatedPeriods  = []struct{ text, per string }{{"", ""}, {"每月", "月"}, {"每季度", "季度"}, {"全年", "年"}, {"每周", "周"}, {"每学期", "学期"}}
	generatedSubjects = []string{"", "培训", "设备巡检", "管网漏损率", "服务对象满意度", "新建充电桩", "人均住院费用", "3岁以下婴幼儿入托率", "5G基站建设", "规模以上企业"}
	generatedNumbers  = []struct{ text, number string }{{"95", "95"}, {"3.5", "3.5"}, {"1,200", "1200"}, {"0.8", "0.8"}, {"12", "12"}}
	generatedUnits    = []string{"", "%", "次", "人次", "万元", "平方米", "小时", "个工作日", "公里", "元/人", "台(套)", "分"}
)

// TestGeneratedValues puts values together from a period, a noun, every comparator of
// the lexicon, a number and a unit, and wants each of them back: a reading that says
// something else than was put in is wrong, none at all is a doubt, of which there may
// be a few.
func TestGeneratedValues(t *testing.T) {
	type bound struct {
		front, back string
		op          schema.Op
	}
	bounds := []bound{{op: schema.OpEQ}, {"≥", "", schema.OpGE}, {"<", "", schema.OpLT}, {"≤", "", schema.OpLE}, {"=", "", schema.OpEQ}}
	for _, c := range words.Front() {
		bounds = append(bounds, bound{front: c.Word, op: c.Op})
	}
	for _, c := range words.Back() {
		if c.Word != "起" { // a unit where no other stands in front of it
			bounds = append(bounds, bound{back: c.Word, op: c.Op})
		}
	}
	read, doubted, wrong := 0, 0, 0
	n := 0
	for _, b := range bounds {
		for _, p := range generatedPeriods {
			for _, subject := range generatedSubjects {
				n++
				number := generatedNumbers[n%len(generatedNumbers)]
				unit := generatedUnits[n%len(generatedUnits)]
				text := p.text + subject + b.front + number.text + unit + b.back
				v := Parse(text, Context{})
				switch {
				case v.Kind == schema.KindUnparsed || v.Kind == schema.KindQualitative:
					doubted++
				case v.Kind != schema.KindQuantity, v.Op != b.op, v.Number != number.number, v.Unit != unit && !strings.HasPrefix(v.Unit, unit), p.per != v.Per:
					wrong++
					t.Errorf("%s reads %s", text, describe(v))
				default:
					read++
				}
			}
		}
	}
	if wrong > 0 || 100*doubted > read {
		t.Errorf("%d read, %d doubted, %d wrong", read, doubted, wrong)
	}
}

// TestGeneratedChanges is the same of spans (培训20至30人次) and of changes against a
// baseline (较上年增长不低于5%).
func TestGeneratedChanges(t *testing.T) {
	doubted, tried := 0, 0
	for n, dash := range []string{"-", "~", "至", "到", "—"} {
		for _, p := range generatedPeriods {
			for i, subject := range generatedSubjects {
				unit := generatedUnits[(n+i)%len(generatedUnits)]
				text := p.text + subject + "20" + dash + "30" + unit
				v := Parse(text, Context{})
				tried++
				switch {
				case v.Kind == schema.KindUnparsed:
					doubted++
				case v.Kind != schema.KindInterval || v.Min != "20" || v.Max != "30" || v.Per != p.per || !strings.HasPrefix(v.Unit, unit):
					t.Errorf("%s reads %s", text, describe(v))
				}
			}
		}
	}
	for _, base := range []string{"上年", "2024年", "去年同期", "计划", "全省平均水平"} {
		for _, trend := range []string{"增长", "提高", "下降", "减少", "压缩", "提升"} {
			for _, c := range words.Front() {
				if c.Op == schema.OpApprox || !strings.HasPrefix(c.Word, "不") && !strings.HasSuffix(c.Word, "于") {
					continue
				}
				text := "较" + base + trend + c.Word + "5%"
				v := Parse(text, Context{})
				tried++
				switch {
				case v.Kind == schema.KindUnparsed:
					doubted++
				case v.Kind != schema.KindQuantity || v.Op != c.Op || v.Number != "5" || v.Unit != "%" || v.Reference != base || v.Note != trend:
					t.Errorf("%s reads %s", text, describe(v))
				}
			}
		}
	}
	if 50*doubted > tried {
		t.Errorf("%d of %d doubted", doubted, tried)
	}
}
