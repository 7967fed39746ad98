package words

import (
	"regexp"
	"strings"
	"sync"

	"github.com/pbt-cli/pbt/indicator/fold"
)

// longestFurniture is the longest text in bytes that is asked about.
const longestFurniture = 48

var pageNumbers = sync.OnceValue(func() *regexp.Regexp { return readFurniture("page") })

func readFurniture(kind string) *regexp.Regexp {
	var all []string
	for f := range rows(furnitureTable) {
		if f[0] == kind {
			all = append(all, "(?:"+strings.NewReplacer("N", "(?:[0-9]{1,4})", "H", "(?:[0-9〇零一二三四五六七八九十百]{1,5})").Replace(f[1])+")")
		}
	}
	return regexp.MustCompile("^(?:" + strings.Join(all, "|") + ")$")
}

// IsPageNumber reports what stands at the edge of a page: a page number in any
// print (3, - 3 -, 第 3 页，共 5 页, 第十二页), or nothing but dashes.
func IsPageNumber(text string) bool {
	if len(text) > longestFurniture {
		return false
	}
	return pageNumbers().MatchString(strings.Join(strings.Fields(fold.Text(text)), ""))
}
