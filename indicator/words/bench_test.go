package words

import "testing"

func BenchmarkNameOf(b *testing.B) {
	names := []string{"系统宕机次数", "投诉处理及时率", "培训人次", "服务对象满意度", "农村生活垃圾无害化处理率", "单位成本控制数"}
	for i := range b.N {
		NameOf(names[i%len(names)])
	}
}
