package value_test

import (
	"fmt"

	"github.com/pbt-cli/pbt/indicator/value"
)

func ExampleParse() {
	for _, text := range []string{"≥95%", "每季度不少于1次", "2024年12月底前", "较上年增长5%"} {
		v := value.Parse(text, value.Context{})
		fmt.Printf("%s op=%s number=%s unit=%s per=%s reference=%s\n", v.Kind, v.Op, v.Number, v.Unit, v.Per, v.Reference)
	}
	// Output:
	// quantity op=>= number=95 unit=% per= reference=
	// quantity op=>= number=1 unit=次 per=季度 reference=
	// deadline op=<= number= unit= per= reference=
	// quantity op== number=5 unit=% per= reference=上年
}
