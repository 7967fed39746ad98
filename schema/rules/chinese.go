package rules

import "github.com/pbt-cli/pbt/schema"

// inChinese gives the faults of a rule file in Chinese, by their English form;
// both take the same arguments in the same order.
var inChinese = map[string]string{
	"the rule file is empty; expected extends: default on the first line": "规则文件是空的；第一行请写 extends: default",
	"a second document begins here; a rule file holds one":                "这里又开始了一份文档；一个规则文件只能有一份",
	"the file is too large: more than %d values":                          "文件太大：超过 %d 个值",

	// what a value is
	"expected a number, found %s":                                   "应为数字，实为%s",
	"expected a number, found %q":                                   "应为数字，实为 %q",
	"expected a whole number, found %s":                             "应为整数，实为%s",
	"expected true or false, found %s":                              "应为 true 或 false，实为%s",
	"expected %s, found %s":                                         "应为%s，实为%s",
	"expected keys (%s), found %s":                                  "应为若干个键（%s），实为%s",
	"expected a list of names with values, found %s":                "应为“名称: 值”的列表，实为%s",
	"expected a list of names with their contents, found %s":        "应为“名称: 内容”的列表，实为%s",
	"expected a list of rules, each beginning with - id:, found %s": "应为规则的列表，每条以“- id:”开头，实为%s",
	"expected a rule file with the keys %s, found %s":               "这不是规则文件：应有 %s 等键，实为%s",
	"expected the name of a rule set, such as %s, found %s":         "应为规则集的名称，如 %s，实为%s",
	"the key %q stands twice":                                       "键 %q 写了两次",
	"unknown key %q%s; expected one of: %s":                         "没有键 %q%s；可以用的有：%s",
	"unknown word %q%s; expected one of: %s":                        "没有 %q 这个词%s；可以用的有：%s",
	"unknown kind %q%s; expected one of: %s":                        "没有检查种类 %q%s；可以用的有：%s",
	"unknown %s %q%s; expected one of: %s":                          "没有%s %q%s；可以用的有：%s",
	"unknown field %q%s; expected one of: %s":                       "没有栏目 %q%s；可以用的有：%s",
	"unknown field %q%s; expected one of: %s, extra[LABEL]":         "没有栏目 %q%s；可以用的有：%s、extra[栏目名]",
	"unknown lexicon %q%s; expected one of: %s":                     "没有词表 %q%s；可以用的有：%s",
	"unknown lexicon %q%s":                                          "没有词表 %q%s",
	"unknown profile %q%s; expected one of: %s":                     "没有表式 %q%s；可以用的有：%s",
	"unknown placeholder {%s}%s; expected one of: {%s}":             "提示语里没有 {%s} 可用%s；可以用的有：{%s}",
	"unknown class of units %q; expected one of: %s":                "没有单位类别 %q；可以用的有：%s",
	"unknown rule set %q%s; expected %s":                            "没有规则集 %q%s；应为 %s",
	"the target %q is no slug; expected lower-case letters, digits and hyphens, such as system-export": "目标系统 %q 不合写法；应为小写英文字母、数字和连字符，如 system-export",

	// files that build on each other
	"the built-in set does not load: %v":                                    "内置规则集不能加载：%v",
	"%q extends itself, or too many files build on each other (at most %d)": "%q 扩展了它自己，或一层层扩展的文件太多（最多 %d 个）",
	"the rule set %q cannot be read: %v%s; expected %s or a rule file":      "规则集 %q 读不出：%v%s；应为 %s 或规则文件",

	// rules
	"a rule without an id; expected id: FAMILY.WHAT-IS-WRONG":                                                                              "规则没有 id；应写成 id: 类别.问题，如 id: ours.unit-price-missing",
	"the id %q is no slug; expected lower-case letters, digits and hyphens in two parts: ours.unit-price-missing":                          "规则名 %q 不合写法；应分两部分，用小写英文字母、数字和连字符：ours.unit-price-missing",
	"the rule %q stands twice in this file":                                                                                                "规则 %q 在这个文件里写了两次",
	"there is no rule %q to change%s; expected the id of a rule of the extended set, or a new rule with a kind":                            "没有规则 %q 可改%s；应为所扩展的规则集里的规则，新规则则要写 kind",
	"there is no rule %q to change, since the file extends no set; begin it with extends: default, or give the rule a kind":                "没有规则 %q 可改：这个文件没有扩展任何规则集；第一行请写 extends: default，新规则则要写 kind",
	"the rule %q exists already with its kind; expected a change of severity, params, where, message or disabled, or another id":           "规则 %q 已有种类；只能改 severity、params、where、message 或 disabled，新规则请另取 id",
	"no rule matches %q%s; expected the id of a rule or a family such as text.*":                                                           "没有规则符合 %q%s；应为规则名，或一类规则，如 text.*",
	"no rule matches %q, since the file extends no set; begin it with extends: default":                                                    "没有规则符合 %q：这个文件没有扩展任何规则集；第一行请写 extends: default",
	"the rule %q has no title; expected title: {zh: …, en: …}":                                                                             "规则 %q 没有标题；应写 title: 标题",
	"the rule %q has no severity; expected error, warning or info":                                                                         "规则 %q 没有级别；应写 severity: error、warning 或 info",
	"the rule %q has no message; expected message: {zh: …, en: …}":                                                                         "规则 %q 没有提示语；应写 message: 提示语",
	"the parameter %s is missing; expected %s":                                                                                             "缺少参数 %s；应为%s",
	"unknown condition %q; expected FIELD, not FIELD, FIELD in LEXICON or FIELD not in LEXICON":                                            "看不懂条件 %q；应写成：栏目、not 栏目、栏目 in 词表、栏目 not in 词表",
	"this build reads plain expressions alone: %v":                                                                                         "这个构建只读简单的表达式：%v",
	"the expression is longer than %d bytes":                                                                                               "表达式超过 %d 字节",
	"the expression does not compile: %s; the names are the keys of the output, such as project.name, funds.total, rows, row.value.number": "表达式有误：%s；可用的名字是输出格式里的键，如 project.name、funds.total、rows、row.value.number",
	"the regular expression is longer than %d bytes":                                                                                       "正则表达式超过 %d 字节",
	"no regular expression: %v": "不是正则表达式：%v",

	// lexicons
	"one of its values": "该参数列出的取值之一",
	"unknown list of names %q%s; expected one of: %s":             "没有名为“%s”的名称词表%s；可用的有：%s",
	"too many lexicons: a set holds at most %d":                   "词表太多：最多 %d 个",
	"the lexicon %q refers to itself":                             "词表 %q 引用了它自己",
	"an empty word in a lexicon; expected at least one character": "词表里有空的词；至少要有一个字",
	"too many words in the lexicons: at most %d":                  "词表里的词太多：最多 %d 个",
	"the word %q holds a full-width comma, and is taken for one word; divide words with “, ”, or put it in quotes if it is one": "%q 里有全角逗号，会当成一个词；各词之间请用半角逗号“, ”，确是一个词的请加双引号",

	// examples
	"no profile %q with a base for examples; expected one of: %s":                                 "没有可作样例底表的表式 %q；可以用的有：%s",
	"no form to build examples on, since the file extends no set; begin it with extends: default": "没有可作样例底表的表式：这个文件没有扩展任何规则集；第一行请写 extends: default",
	"nothing to remove at %q; expected a field or a level of the form %s":                         "%q 处没有可去掉的内容；应为表式 %s 的栏目或层级",
	"no level %q in the form %s; write the labels from the top, divided by “/”: %s":               "表式 %[2]s 没有层级 %[1]q；请从一级指标写起，用“/”隔开：%[3]s",

	// parameters
	"valid, deadline-valid, order, in-year, deadline-in-year, text-after-end, text-span, other-year or nature": " valid、deadline-valid、order、in-year、deadline-in-year、text-after-end、text-span、other-year 或 nature",
	"a condition":                             "一个条件",
	"fields, list or of":                      " fields、list 或 of",
	"the name of a field":                     "栏目名",
	"a list of words":                         "词的列表",
	"a regular expression":                    "正则表达式",
	"fields or of":                            " fields 或 of",
	"the name of a lexicon under any or none": " any 或 none 下的词表名",
	"changes that pbt diff names":             "pbt diff 所用的变动词",
	"why, question or residue":                " why、question 或 residue",
	"level1-unknown, level2-unknown, missing, wanted, parent, order, split or place": " level1-unknown、level2-unknown、missing、wanted、parent、order、split 或 place",
	"total and parts, or over": " total 和 parts，或 over",
	"op or ratio":              " op 或 ratio",
	"min, max or equals":       " min、max 或 equals",
	"a share between 0 and 1":  " 0 到 1 之间的比例",
	"min or max":               " min 或 max",
	"name or code":             " name 或 code",
	"sum, scheme, positive, blank, points or dominant": " sum、scheme、positive、blank、points 或 dominant",
	"ops, text or max":          " ops、text 或 max",
	"classes, bases or missing": " classes、bases 或 missing",
	"same, short, truncated, conflict, echo, mixed, subject or unmatched": " same、short、truncated、conflict、echo、mixed、subject 或 unmatched",
}

// inLang gives the arguments of a message in one language: those that are the
// same in both stay.
func inLang(lang schema.Lang, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(schema.Text); ok {
			a = t.EN
			if lang == schema.ZH {
				a = t.ZH
			}
		}
		out[i] = a
	}
	return out
}

// said is a phrase in both languages, by its English form.
func said(en string) schema.Text {
	if zh, ok := inChinese[en]; ok {
		return schema.Text{ZH: zh, EN: en}
	}
	return schema.Text{ZH: en, EN: en}
}
