package schema

import (
	"strings"
	"testing"
)

func TestRedactText(t *testing.T) {
	for text, want := range map[string]string{
		"联系人：张小山 13812345678":     "联系人：（略） （略）",
		"（联系人张小山 138-1234-5678）":  "（联系人（略） （略））",
		"电话 +8613987654321，转办":    "电话 （略），转办",
		"手机138 1234 5678":         "手机（略）",
		"手机１３８１２３４５６７８":           "手机（略）",
		"（0871）65432100":          "（略）",
		"０８７１－６５４３２１００":           "（略）",
		"021-65432100":            "（略）",
		"座机：6543210":              "座机：（略）",
		"53010219800101123X":      "（略）",
		"信箱 a.b@c.cn。":            "信箱 （略）。",
		"微信：wx_12345":             "微信：（略）",
		"编号2025010112345678":      "编号2025010112345678",
		"热线12345接通":               "热线12345接通",
		"实行项目负责人制度":               "实行项目负责人制度",
		"2025年1月1日至2025年12月31日":   "2025年1月1日至2025年12月31日",
		"2025-01-01 — 2025-12-31": "2025-01-01 — 2025-12-31",
		"投资1300万元，惠及200000人":      "投资1300万元，惠及200000人",
	} {
		if got := redactText(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// Nothing of a declaration keeps what another part of it leaves out.
func TestRedactEverywhere(t *testing.T) {
	const phone = "13812345678"
	d := &Declaration{
		Title: "表" + phone, Project: Project{Name: "甲" + phone},
		Goals: Goals{Annual: "联系人：张小山"}, Funds: Funds{Total: phone},
		Indicators: []*Indicator{{Name: "产出" + phone, Children: []*Indicator{{
			Name: "数量", Remark: phone, Value: &Value{Text: "≥5次（" + phone + "）", Number: "5", Note: phone},
			Targets: []Target{{Label: "中期", Value: &Value{Text: phone + "元", Number: phone}}},
			Actual:  &Value{Text: "见" + phone},
		}}}},
		Extra:     []Pair{{Label: "制表", Text: "张小山"}},
		Uncertain: []Doubt{{Chosen: phone, Alternatives: []string{phone}}},
		Account:   []AccountEntry{{Text: "张小山", Entry: EntryExtra, Of: []string{"extra[0]"}}, {Text: phone, Entry: EntryKey}},
	}
	Redact(d)
	if d.Funds.Total != phone || d.Indicators[0].Children[0].Targets[0].Value.Text != phone+"元" {
		t.Error("an amount was taken for a telephone")
	}
	d.Funds.Total, d.Indicators[0].Children[0].Targets = "", nil
	var b strings.Builder
	if err := EncodeJSON(&b, d); err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{phone, "张小山"} {
		if strings.Contains(b.String(), left) {
			t.Errorf("%s is left in %s", left, b.String())
		}
	}
}
