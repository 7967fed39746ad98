package value

import "testing"

func TestSatisfies(t *testing.T) {
	for _, c := range []struct {
		target, actual string
		want           Verdict
		ratio          string
	}{
		{"≥95%", "96%", Met, "1.0105"}, {"≥95%", "95.00%", Met, "1"}, {"≥95%", "90%", NotMet, "0.9474"}, {">95%", "95%", NotMet, "1"}, {"=100%", "100", Met, "1"}, {"=100%", "99.5%", NotMet, "0.995"}, {"100%", "100%", Met, "1"},
		{"≤5次", "3次", Met, "1"}, {"≤5次", "10次", NotMet, "0.5"}, {"<5个", "5个", NotMet, "1"}, {"=0", "0次", Met, "1"}, {"=0次", "2次", NotMet, "0"}, {"≤120万元", "1150000元", Met, "1"}, {"≤4小时", "240分钟", Met, "1"}, {"≤4小时", "5小时", NotMet, "0.8"}, {"≥1.2万吨", "13000吨", Met, "1.0833"},
		{"≥95百分比", "96%", Met, "1.0105"}, {"≥5‰", "0.4%", NotMet, "0.8"}, {"每月2次", "2次/月", Met, "1"}, {"每月2次", "2次/年", CannotTell, ""}, {"≥95%", "95次", CannotTell, ""}, {"≥95%", "优", CannotTell, ""}, {"≥95%", "/", CannotTell, ""},
		{"≥95%", "达成预期指标", Met, "1"}, {"≥95%", "未完成", NotMet, "0"}, {"合规", "部分达成预期指标并具有一定效果", NotMet, ""}, {"≥95%", "≥96%", Met, "1.0105"}, {"≥95%", "≥90%", CannotTell, ""}, {"≤5%", "≥6%", NotMet, "0.8333"},
		{"90%-95%", "92%", Met, "1"}, {"90%-95%", "45%", NotMet, "0.5"}, {"90%-95%", "100%", NotMet, "0.95"}, {"大于90%小于95%", "95%", NotMet, "1"}, {"±3%", "-2%", Met, "1"},
		{"2020年12月底前", "2020年12月15日", Met, "1"}, {"2020年12月底前", "2021年1月5日", NotMet, ""}, {"2020年6月", "2020年6月", Met, "1"}, {"2020年6月30日前", "完成", Met, "1"}, {"12月底前", "2020年12月", CannotTell, ""}, {"合同签订后30日内", "20日", CannotTell, ""},
		{"合规", "合规", Met, "1"}, {"合格", "不合格", NotMet, "0"}, {"不断提高", "有所提升", Met, ""}, {"提高", "降低", NotMet, ""}, {"健全", "较好", CannotTell, ""}, {"是", "否", NotMet, "0"},
		{"良好及以上", "优秀", Met, "1"}, {"良好及以上", "合格", NotMet, ""}, {"优/良/中/差", "优", CannotTell, ""}, {"≤中介评估价", "500元", CannotTell, ""},
		// as self-evaluations print them
		{"≥50个", "50", Met, "1"}, {"≥100百分比", "100", Met, "1"}, {"≤90万元", "89.97", Met, "1"}, {"≤90万元", "90", Met, "1"}, {"≥90%", "95%", Met, "1.0556"}, {"100%", "99.8%", NotMet, "0.998"}, {"90%", "95%", Met, "1.0556"},
		{"≤300元/人", "280元/人", Met, "1"}, {"≤300元/人", "350元/人", NotMet, "0.8571"}, {"效果明显", "达成预期指标", Met, "1"}, {"符合相关规定", "部分达成预期指标并具有一定效果", NotMet, ""}, {"按时完成", "已完成", Met, "1"},
		{"2024年12月底前", "2024年11月", Met, "1"}, {"2024年12月31日前", "2024年12月31日", Met, "1"}, {"2024年11月底前", "2024年12月5日", NotMet, ""},
		{"≥12次", "12次", Met, "1"}, {"每月1次", "12次", CannotTell, ""}, {"每月1次", "每月1次", Met, "1"}, {"1次/月", "2次/月", CannotTell, ""}, {"每年2次", "2次", Met, "1"}, {"≥2次/年", "3次", Met, "1.5"},
		{"零投诉", "0", Met, "1"}, {"零投诉", "1起", NotMet, "0"}, {"≤3次", "0次", Met, "1"}, {"0起", "无", Met, "1"}, {"≤3次", "无", Met, "1"}, {"≥3次", "无", CannotTell, ""},
		{"≥1000人次", "1,256人次", Met, "1.256"}, {"≥1.2万人次", "12560人次", Met, "1.0467"}, {"≤5个工作日", "3个工作日", Met, "1"}, {"≤24小时", "1天", CannotTell, ""},
		{"较上年增长5%", "6%", Met, "1.2"}, {"较上年下降5%", "较上年下降6%", Met, "1.2"}, {"较上年下降5%", "3%", NotMet, "0.6"}, {"80%-90%", "85%", Met, "1"}, {"合格率100%，优良率≥90%", "合格率100%，优良率92%", Met, "1"},
		{"2024年6月底前完成50%", "52%", Met, "1.04"}, {"完成培训3次", "4次", Met, "1.3333"}, {"培训人次200人次", "180人次", NotMet, "0.9"}, {"22个", "25个", CannotTell, ""}, {"22个", "22个", Met, "1"}, {"≥95分", "96.5", Met, "1.0158"}, {"不低于80%或比2023年提升不少于5个百分点", "82%", Met, "1"},
		{"≤预算数", "98万元", CannotTell, ""}, {"≥95%", "未开展", CannotTell, ""}, {"优", "良", CannotTell, ""}, {"全覆盖", "100%", Met, "1"}, {"≤12/10万", "10.5/10万", Met, "1"},
		{"100%；及时", "100%；及时", Met, "1"}, {"100%；≤5次", "90%；3次", NotMet, "0.9"}, {"100%；及时", "100%", CannotTell, ""}, {"3次或4次", "4次", Met, "1"}, {"约100人", "100人", CannotTell, ""}, {"≥9O%", "95%", CannotTell, ""},
	} {
		got := Satisfies(Parse(c.target, Context{}), Parse(c.actual, Context{}))
		if got.Verdict != c.want || got.Ratio != c.ratio {
			t.Errorf("Satisfies(%s, %s) = %s %q (%s), want %s %q", c.target, c.actual, got.Verdict, got.Ratio, got.Reason.EN, c.want, c.ratio)
		}
		if got.Reason.ZH == "" || got.Reason.EN == "" {
			t.Errorf("Satisfies(%s, %s) gives no reason in both languages", c.target, c.actual)
		}
	}
}

// FuzzSatisfies wants an answer for any two values.
func FuzzSatisfies(f *testing.F) {
	f.Add("≥95%", "1/3")
	f.Add("0.000001", "99999999999999999999")
	f.Fuzz(func(t *testing.T, target, actual string) {
		if len(target) > 200 || len(actual) > 200 {
			return
		}
		if r := Satisfies(Parse(target, Context{}), Parse(actual, Context{})); r.Reason.EN == "" {
			t.Fatalf("Satisfies(%q, %q) gives no reason", target, actual)
		}
	})
}
