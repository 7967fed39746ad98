package compare

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/pbt-cli/pbt/indicator/value"
	"github.com/pbt-cli/pbt/schema"
)

// indicatorOf is an indicator as a reader makes it of a printed target.
func indicatorOf(name, target string, year int) *schema.Indicator {
	v := value.Parse(target, value.Context{Name: name, Year: year})
	return &schema.Indicator{Name: name, Value: &v}
}

// form is a declaration with one indicator a line: "L1/L2/name = target × weight".
func form(year int, lines ...string) *schema.Declaration {
	d := &schema.Declaration{Form: "generic", Year: year, Project: schema.Project{Name: "路灯维护"}}
	for _, line := range lines {
		path, target, _ := strings.Cut(line, " = ")
		target, weight, _ := strings.Cut(target, " × ")
		parts := strings.Split(path, "/")
		nodes := &d.Indicators
		for _, label := range parts[:len(parts)-1] {
			if n := len(*nodes); n == 0 || (*nodes)[n-1].Name != label {
				*nodes = append(*nodes, &schema.Indicator{Name: label})
			}
			nodes = &(*nodes)[len(*nodes)-1].Children
		}
		x := indicatorOf(parts[len(parts)-1], target, year)
		x.Weight = weight
		*nodes = append(*nodes, x)
	}
	return d
}

func TestTargets(t *testing.T) {
	for _, c := range []struct {
		name, old, new string
		change         Change
		number         string
	}{
		{"养护里程", "≥60公里", "≥45公里", Loosened, "-25.0"},
		{"养护里程", "≥60公里", "≥45000米", Loosened, "-25.0"},
		{"养护里程", "≥60公里", "≥60000米", Restyled, ""},
		{"养护里程", "≥60公里", "＞60公里", Tightened, "0.0"},
		{"投诉次数", "≤5次", "≤8次", Loosened, "60.0"},
		{"投诉次数", "≤5次", "不超过5次", Restyled, ""},
		{"差错率", "≤5‰", "≤0.5%", Restyled, ""},
		{"合格率", "=100%", "=95%", Loosened, "-5.0"},
		{"安全事故数", "=0起", "≤1起", Loosened, ""},
		{"开展培训场次", "每季度3场", "12场/年", Restyled, ""},
		{"办理时限", "3-5个工作日", "3-7个工作日", Loosened, ""},
		{"死亡率", "下降10%", "下降8%", Loosened, "-20.0"},
		{"死亡率", "下降10%以上", "下降12%以上", Tightened, "20.0"},
		{"单位能耗", "较上年下降5%", "较上年下降≥3%", Loosened, "-40.0"},
		{"税收", "增加100万元", "增加120万元", Tightened, "20.0"},
		{"业务增长率", "5%", "增长5%", Restyled, ""},
		{"业务量", "增长5%", "下降5%", Retargeted, ""},
		{"巡查", "≥1e400000000个", "≥1e300000000个", Retargeted, ""},
		{"工程质量", "合格率≥95%", "返修率≥95%", Retargeted, ""},
		{"服务", "满意率≥95%", "服务满意率≥95%", Restyled, ""},
		{"办理时限", "≤2小时", "≤90分钟", Tightened, "-25.0"},
		{"上线时间", "10月底前", "8月底前", Tightened, ""},
		{"上线时间", "2024年10月底前", "2025年10月底前", Restyled, ""},
		{"上线时间", "2024年6月底前", "2025年9月底前", Loosened, ""},
		{"制度健全性", "健全", "基本健全", Loosened, ""},
		{"制度健全性", "基本健全", "健全", Tightened, ""},
		{"制度健全性", "健全", "规范", Retargeted, ""},
		{"知晓率", "有效提升", "≥85%", Retargeted, ""},
		{"业务收入", "较上年增长5%", "较上年增长3%", Loosened, "-40.0"},
		{"能耗", "较上年下降5%", "较上年下降3%", Loosened, "-40.0"},
		{"满意度", "≥90%", "≥90%", "", ""},
		{"满意度", "≥90%", "≧90％", Restyled, ""},
		{"满意度", "≥90%", "", Retargeted, ""},
	} {
		old, new := leaves(form(2024, "产出/数量/"+c.name+" = "+c.old)), leaves(form(2025, "产出/数量/"+c.name+" = "+c.new))
		change, number := compareTargets(old[0], new[0], yearShift{2024, 2025})
		if change != c.change || number != c.number {
			t.Errorf("%s %s → %s: %q %q, want %q %q", c.name, c.old, c.new, change, number, c.change, c.number)
		}
	}
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		about    string
		old, new []string
		want     string // each line: changes old → new
	}{
		{
			"words in another order, a qualifier more, another measure",
			[]string{"产出/数量/更换路灯盏数 = ≥300盏", "产出/数量/新增用户数 = ≥500户", "产出/质量/系统可用率 = ≥99%"},
			[]string{"产出/数量/路灯更换盏数 = ≥300盏", "产出/数量/流失用户数 = ≤20户", "产出/质量/核心业务系统可用率 = ≥99.9%"},
			"renamed 更换路灯盏数 → 路灯更换盏数\nadded  → 流失用户数\ndropped 新增用户数 → \nrenamed,tightened 系统可用率 → 核心业务系统可用率",
		},
		{
			"one name under two labels",
			[]string{"产出/数量/覆盖率 = ≥90%", "产出/质量/覆盖率 = ≥95%"},
			[]string{"产出/质量/覆盖率 = ≥90%", "产出/数量/覆盖率 = ≥90%"},
			"loosened 覆盖率 → 覆盖率",
		},
		{
			"moved, and weights",
			[]string{"产出/成本/单价 = ≤400元 × 10", "效益/社会效益/受益人数 = ≥30人 × 20"},
			[]string{"成本/经济成本/单价 = ≤400元 × 10", "效益/社会效益/受益人数 = ≥30人 × 15"},
			"moved 单价 → 单价\nreweighted 受益人数 → 受益人数",
		},
		{
			"the best assignment of all, not the first that fits",
			[]string{"产出/数量/培训人数 = ≥10人", "产出/数量/培训教师人数 = ≥20人"},
			[]string{"产出/数量/骨干教师培训人数 = ≥20人", "产出/数量/培训总人数 = ≥10人"},
			"renamed 培训教师人数 → 骨干教师培训人数\nrenamed 培训人数 → 培训总人数",
		},
	} {
		rows, _ := compareRows(form(2024, c.old...), form(2025, c.new...))
		var got []string
		for i := range rows {
			x := &rows[i]
			if x.Has(Same) {
				continue
			}
			var names [2]string
			for k, l := range []*Leaf{x.Old, x.New} {
				if l != nil {
					names[k] = l.Name
				}
			}
			var changes []string
			for _, ch := range x.Change {
				changes = append(changes, string(ch))
			}
			got = append(got, strings.Join(changes, ",")+" "+names[0]+" → "+names[1])
		}
		if g := strings.Join(got, "\n"); g != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.about, g, c.want)
		}
	}
}

func TestForms(t *testing.T) {
	named := func(code, name string) *schema.Declaration {
		return &schema.Declaration{Project: schema.Project{Code: code, Name: name}}
	}
	olds := []*schema.Declaration{named("1", "甲"), named("", "2024年道路养护"), named("", "农村公路提升改造"), named("", "奖学金")}
	news := []*schema.Declaration{named("", "2025年道路养护"), named("1", "乙"), named("", "农村公路改造提升工程"), named("", "教师培训")}
	links, onlyOld, onlyNew := pairForms(olds, news)
	want := []link{{1, 0, ByName}, {0, 1, ByCode}, {2, 2, BySimilarName}}
	if len(links) != len(want) || links[0] != want[0] || links[1] != want[1] || links[2] != want[2] {
		t.Errorf("links %v, want %v", links, want)
	}
	if len(onlyOld) != 1 || onlyOld[0] != 3 || len(onlyNew) != 1 || onlyNew[0] != 3 {
		t.Errorf("without a partner %v %v, want [3] [3]", onlyOld, onlyNew)
	}
}

func TestFiles(t *testing.T) {
	got := Files([]string{"a/2024年甲局.xlsx", "b.pdf", "c.docx", "道路养护项目.xlsx"}, []string{"c.pdf", "a/2025年甲局.pdf", "道路养护工程项目.pdf", "b.pdf"})
	for i, want := range []int{1, 3, 0, 2} {
		if got[i] != want {
			t.Errorf("partner of %d is %d, want %d", i, got[i], want)
		}
	}
}

// A document differs from itself in nothing, whatever its order of rows.
func TestSame(t *testing.T) {
	lines := []string{"产出/数量/培训人数 = ≥10人", "产出/数量/培训教师人数 = ≥20人", "产出/质量/合格率 = 100%", "效益/社会效益/满意度 = ≥90%"}
	rapid.Check(t, func(t *rapid.T) {
		shuffled := rapid.Permutation(lines).Draw(t, "lines")
		doc := func(d *schema.Declaration) *schema.Document {
			return &schema.Document{Declarations: []*schema.Declaration{d}}
		}
		d := Documents(doc(form(2024, lines...)), doc(form(2024, shuffled...)), Options{})
		if d.Differs() {
			b, _ := json.Marshal(d)
			t.Fatalf("differs: %s", b)
		}
	})
}

// The assignment is the best of all: no other one has a greater sum.
func TestAssign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 5).Draw(t, "n"), rapid.IntRange(0, 5).Draw(t, "m")
		w := make([][]float64, n)
		for i := range w {
			w[i] = make([]float64, m)
			for j := range w[i] {
				w[i][j] = float64(rapid.IntRange(-2, 9).Draw(t, "w"))
			}
		}
		got := 0.0
		used := map[int]bool{}
		for i, j := range assign(n, m, func(l, r int) float64 { return w[l][r] }) {
			if j < 0 {
				continue
			}
			if used[j] {
				t.Fatalf("column %d is assigned twice", j)
			}
			used[j] = true
			got += w[i][j]
		}
		if best := bruteForce(w, 0, 0); got != best {
			t.Fatalf("sum %v, best %v of %v", got, best, w)
		}
	})
}

func bruteForce(w [][]float64, row int, used uint) float64 {
	if row == len(w) {
		return 0
	}
	best := bruteForce(w, row+1, used)
	for j, x := range w[row] {
		if x > 0 && used>>j&1 == 0 {
			best = max(best, x+bruteForce(w, row+1, used|1<<j))
		}
	}
	return best
}

// A crafted form with thousands of equal rows is compared in reasonable time.
func TestManyRows(t *testing.T) {
	var a, b []string
	for range 3000 {
		a, b = append(a, "产出/数量/人数 = ≥10人"), append(b, "产出/数量/人数 = ≥11人")
	}
	rows, copied := compareRows(form(2024, a...), form(2025, b...))
	if len(rows) != 3000 || copied.Of != 3000 || copied.Targets != 0 {
		t.Errorf("%d rows, copied %+v", len(rows), copied)
	}
}

// Thousands of rows that are all alike and none equal are cut into runs.
func TestManyLikeRows(t *testing.T) {
	var a, b []string
	for i := range 2500 {
		n := strconv.Itoa(i)
		a, b = append(a, "产出/数量/第"+n+"号泵站维护次数 = ≥10次"), append(b, "产出/数量/第"+n+"座泵站维护次数 = ≥10次")
	}
	start := time.Now()
	if _, copied := compareRows(form(2024, a...), form(2025, b...)); copied.Of < 2000 {
		t.Errorf("%d pairs of 2500", copied.Of)
	}
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}

// Two phrases are no same reading for being phrases both.
func TestWordsAreNoSameReading(t *testing.T) {
	row := func(name, target string) *Leaf {
		return leaves(form(2024, "效益/社会效益/"+name+" = "+target))[0]
	}
	old, new := row("制度建设情况", "健全"), row("队伍建设能力", "提高")
	if rowScore(old, new, nil) > 0 {
		t.Error("names that share two characters were paired for their words")
	}
	if sameReading(old.value, new.value) {
		t.Error("健全 and 提高 are the same reading")
	}
}

// Names that are one measure in other words, and names that are two measures,
// whatever else they share.
func TestNames(t *testing.T) {
	row := func(name, target string) *Leaf {
		l := leaves(form(2024, "产出/数量/"+name+" = "+target))
		return l[0]
	}
	opposites := parseOpposites(oppositesTSV)
	for _, c := range []struct {
		old, new, target string
		one              bool
	}{
		{"新建垃圾中转站数量", "垃圾中转站新建个数", "≥3个", true},
		{"危房改造户数", "农村危房改造户数", "≥120户", true},
		{"门诊人次", "年门诊服务人次", "≥3000人次", true},
		{"资助资金发放及时率", "资助资金及时发放率", "≥95%", true},
		{"群众满意度", "受益群众满意度", "≥90%", true},
		{"满意度", "服务对象满意度", "≥90%", true},
		{"水质监测断面个数", "监测水质断面数", "≥40个", true},
		{"路面合格率", "桥梁合格率", "≥95%", false},
		{"老年人满意度", "儿童满意度", "≥90%", false},
		{"小学巩固率", "初中巩固率", "≥98%", false},
		{"受理案件数", "办结案件数", "≥50件", false},
		{"新增床位数", "减少床位数", "≥50张", false},
		{"项目开工率", "项目竣工率", "100%", false},
		{"男性体检人数", "女性体检人数", "≥500人", false},
		{"签约家庭医生老人数", "解约家庭医生老人数", "≥1500人", false},
		{"产品进口批次", "产品出口批次", "≥20批次", false},
	} {
		if got := rowScore(row(c.old, c.target), row(c.new, c.target), opposites) > 0; got != c.one {
			t.Errorf("%s and %s: one measure %v, want %v", c.old, c.new, got, c.one)
		}
	}
}
