package report

import "github.com/pbt-cli/pbt/schema"

// Builtin describes the rules that stand in no rule set: what can be wrong with
// the reading of a document, and with the ignores of findings.
func Builtin() []Rule {
	e, w, i := schema.SeverityError, schema.SeverityWarning, schema.SeverityInfo
	var out []Rule
	for _, r := range []struct {
		id     string
		sev    schema.Severity
		zh, en string
	}{
		{"extract.archive", e, "压缩包不能打开", "an archive cannot be opened"},
		{"extract.archive-bytes", e, "压缩包解开后过大", "an archive unpacks to too much"},
		{"extract.archive-damaged", e, "压缩包已损坏", "an archive is damaged"},
		{"extract.archive-depth", e, "压缩包嵌套过深", "archives are nested too deeply"},
		{"extract.archive-encrypted", e, "压缩包已加密", "an archive is encrypted"},
		{"extract.archive-members", e, "压缩包内文件过多", "an archive has too many members"},
		{"extract.archive-ratio", e, "压缩包的压缩比可疑", "an archive unpacks to suspiciously much"},
		{"extract.cancelled", e, "读取被中断", "reading was interrupted"},
		{"extract.crash", e, "读取进程异常退出", "the reading process ended abnormally"},
		{"extract.damaged", e, "文件已损坏", "the file is damaged"},
		{"extract.empty", e, "文件是空的", "the file is empty"},
		{"extract.encrypted", e, "文件已加密", "the file is encrypted"},
		{"extract.formula-uncached", w, "公式没有保存结果", "a formula has no saved result"},
		{"extract.image-only", e, "页面只有图像", "a page is only an image"},
		{"extract.inferred-table", i, "表格框线不全，行列系推断", "a table without all its rules was inferred"},
		{"extract.internal", e, "读取器出错", "the reader failed"},
		{"extract.io", e, "文件不能读取", "the file cannot be read"},
		{"extract.key-duplicate", e, "规范化文件的键重复", "a key of a normalised file stands twice"},
		{"extract.key-missing", w, "规范化文件缺少键", "a key of a normalised file is missing"},
		{"extract.key-unknown", e, "规范化文件有未知的键", "a normalised file has an unknown key"},
		{"extract.limit", e, "文件超过读取限度", "the file goes over a limit of the reading"},
		{"extract.member-damaged", e, "压缩包内的文件已损坏", "a member of an archive is damaged"},
		{"extract.member-name", w, "压缩包内的文件名可疑", "a member of an archive has a suspicious name"},
		{"extract.memory", e, "读取需要的内存过多", "reading needs too much memory"},
		{"extract.missing", e, "文件不存在", "there is no such file"},
		{"extract.nested-too-deep", e, "内容嵌套过深", "the content is nested too deeply"},
		{"extract.no-text", e, "文字已转为轮廓线", "the letters are drawn as outlines"},
		{"extract.not-text", e, "不是文本", "the file is no text"},
		{"extract.open", e, "文件打不开", "the file cannot be opened"},
		{"extract.partial", e, "文件只读出一部分", "the file was read in part"},
		{"extract.permission", e, "没有读取权限", "no permission to read the file"},
		{"extract.ragged-rows", w, "有的行单元格少于表头", "rows have fewer cells than their header"},
		{"extract.schema-version", e, "规范化文件的格式版本不符", "a normalised file is of another format"},
		{"extract.sheet", e, "没有所要的工作表", "there is no such sheet"},
		{"extract.syntax", e, "规范化文件的语法有误", "a normalised file has a syntax error"},
		{"extract.timeout", e, "读取超过时限", "reading took too long"},
		{"extract.too-large", e, "文件过大", "the file is too large"},
		{"extract.type", e, "规范化文件的值类型不符", "a value of a normalised file has the wrong type"},
		{"extract.undecodable-font", e, "字体没有给出字符编码", "a font does not state its characters"},
		{"extract.unknown-format", e, "文件格式不明", "the format of the file is unknown"},
		{"extract.unsupported", e, "文件用了不支持的功能", "the file uses what is not supported"},
		{"extract.unsupported-format", e, "不支持的文件格式", "the format of the file is not supported"},
		{"extract.value-unknown", e, "规范化文件的值不在可选范围", "a value of a normalised file is not one of those allowed"},
		{"form.family-unknown", w, "表样不在已知之列", "the form belongs to no known family"},
		{"form.none", i, "文件里没有绩效目标表", "there is no form in the file"},
		{"ignore.expired", w, "豁免已到期", "an ignore has expired"},
		{"ignore.malformed", w, "豁免注释不合格式", "an ignore comment is malformed"},
		{"ignore.unused", w, "豁免没有匹配到任何发现", "an ignore matched no finding"},
	} {
		out = append(out, Rule{ID: r.id, Severity: r.sev, Title: schema.Text{ZH: r.zh, EN: r.en}, Reading: true})
	}
	return out
}
