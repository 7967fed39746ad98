package reading

import "github.com/pbt-cli/pbt/schema"

// Reason is why a text is not sure.
type Reason uint8

// The reasons.
const (
	Weak Reason = iota
	InkUnread
	MarkBefore
	RingsUnclear
	SignUnclear
	LooksDiffer
	SpeckStripped
	PointUnclear
	UnderSeal
	UnderPen
	WordMended
	ForeignEngine
	CutByEdge
	LayerDiffers
	Unlearned
)

var reasonTexts = [...]schema.Text{
	Weak:          {ZH: "字迹识别不清", EN: "a character was recognised with doubt"},
	InkUnread:     {ZH: "有墨迹未能识别", EN: "ink was not recognised"},
	MarkBefore:    {ZH: "数字前有残缺的符号", EN: "a broken mark stands before the figure"},
	RingsUnclear:  {ZH: "不能确定是 % 还是 ‰", EN: "% and ‰ cannot be told apart"},
	SignUnclear:   {ZH: "比较符号不清", EN: "the comparator is unclear"},
	LooksDiffer:   {ZH: "两次识别的结果不同", EN: "two looks read it differently"},
	SpeckStripped: {ZH: "去掉了疑似污点", EN: "what looks like a speck was left out"},
	PointUnclear:  {ZH: "小数点或逗号可能有误", EN: "a point or comma may be wrong"},
	UnderSeal:     {ZH: "文字在印章下", EN: "the text lies under a seal"},
	UnderPen:      {ZH: "手写笔迹盖过文字", EN: "handwriting runs over the text"},
	WordMended:    {ZH: "按行业用词补正", EN: "mended after a word of the domain"},
	ForeignEngine: {ZH: "外部识别程序给出的把握不足", EN: "the external engine was not sure"},
	LayerDiffers:  {ZH: "扫描件自带的文字层读法不同", EN: "the scan's own layer of text reads it differently"},
	Unlearned:     {ZH: "此处可能是识别模型没有学过的字", EN: "what may stand here is a character that the model never learned"},
	CutByEdge:     {ZH: "这一行文字被页边截断", EN: "the page's edge cuts through this line"},
}

// Text says the reason in both languages.
func (r Reason) Text() schema.Text { return reasonTexts[r] }
