package schema

import "time"

// These are all problems of reading, and of accepting findings: the one list
// that readers, reports, `pbt rules explain`, --select and the reference page
// share. A new kind is an entry here. Where several readers have different words
// for a kind, its message is the general one and they use Say.
var (
	ExtractApart = Problem2[Text, []string]{kind("extract.apart", SeverityInfo,
		Text{"有不属于单元格的文字", "some ink is no text of the cells"},
		Text{"%[1]s没有当作表的内容：%[2]s", "%[1]s was not taken for the form: %[2]s"},
		Text{"如果它属于表，请在原始文件中改正", "if it belongs to the form, mend the original file"})}
	ExtractArchive = Problem0{kind("extract.archive", SeverityError,
		Text{"压缩包不能当作一个文件来读", "an archive is not read as one document"},
		Text{"文件是压缩包", "the file is an archive"},
		Text{"用 pbt convert 或 pbt validate 处理压缩包，或先解压", "read it with pbt convert or pbt validate, or unpack it first"})}
	ExtractArchiveBytes = Problem1[Bytes]{kind("extract.archive-bytes", SeverityError,
		Text{"压缩包解开后过大", "an archive unpacks to too much"},
		Text{"压缩包解压后超过 %[1]s", "the archive unpacks to more than %[1]s"},
		Text{"确认可信后用 --max-unpacked 放宽，或拆分压缩包", "if it can be trusted, allow more with --max-unpacked, or split it"})}
	ExtractArchiveDamaged = Problem1[error]{kind("extract.archive-damaged", SeverityError,
		Text{"压缩包已损坏", "an archive is damaged"},
		Text{"压缩包损坏：%[1]s", "the archive is damaged: %[1]s"},
		Text{"请重新获取压缩包；损坏处之前的文件已读取", "fetch it again; the members before the damage were read"})}
	ExtractArchiveDepth = Problem1[int]{kind("extract.archive-depth", SeverityError,
		Text{"压缩包嵌套过深", "archives are nested too deeply"},
		Text{"压缩包嵌套超过 %[1]s 层", "archives are nested more than %[1]s deep"},
		Text{"确认可信后用 --depth 放宽", "if it can be trusted, allow more with --depth"})}
	ExtractArchiveEncrypted = Problem0{kind("extract.archive-encrypted", SeverityError,
		Text{"压缩包已加密", "an archive is encrypted"},
		Text{"压缩包已加密，没有给出密码或密码不对", "the archive is encrypted, and its password was not given or is another"},
		Text{"请用 --password 给出密码，或解压后再处理", "give its password with --password, or unpack it first"})}
	ExtractArchiveMembers = Problem1[int64]{kind("extract.archive-members", SeverityError,
		Text{"压缩包内文件过多", "an archive has too many members"},
		Text{"压缩包内文件超过 %[1]s 个", "the archive has more than %[1]s members"},
		Text{"确认可信后用 --max-members 放宽，或拆分压缩包", "if it can be trusted, allow more with --max-members, or split it"})}
	ExtractArchiveRatio = Problem1[int64]{kind("extract.archive-ratio", SeverityError,
		Text{"压缩包的压缩比可疑", "an archive unpacks to suspiciously much"},
		Text{"压缩包解压后超过自身大小的 %[1]s 倍，疑为压缩炸弹", "the archive unpacks to more than %[1]s times its size, as a bomb does"},
		Text{"确认可信后用 --max-ratio 放宽", "if it can be trusted, allow more with --max-ratio"})}
	ExtractCancelled = Problem0{kind("extract.cancelled", SeverityError,
		Text{"读取被中断", "reading was interrupted"},
		Text{"读取被中断", "reading was interrupted"}, Text{})}
	ExtractCrash = Problem0{kind("extract.crash", SeverityError,
		Text{"读取进程异常退出", "the reading process ended abnormally"},
		Text{"读取这个文件的进程崩溃了", "the process that read this document crashed"},
		Text{"请把这个文件报告给 pbt", "please report this file to pbt"})}
	ExtractDamaged = Problem1[Text]{kind("extract.damaged", SeverityError,
		Text{"文件已损坏", "the file is damaged"},
		Text{"文件已损坏：%[1]s", "the file is damaged: %[1]s"},
		Text{"请重新取得该文件，并确认传输完整", "get the file again and check that it arrived whole"})}
	ExtractTruncated = Problem0{kind("extract.truncated", SeverityWarning,
		Text{"文件被截断", "the file was cut short"},
		Text{"文件被截断：结尾缺失，可能还有页没有读到", "the file was cut short: its end is missing, and there may be pages that were not read"},
		Text{"请重新取得该文件，并确认传输完整", "get the file again and check that it arrived whole"})}
	ExtractEmpty = Problem0{kind("extract.empty", SeverityError,
		Text{"文件是空的", "the file is empty"},
		Text{"文件是空的", "the file is empty"},
		Text{"请确认文件传输完整", "check that it was transferred whole"})}
	ExtractEncrypted = Problem0{kind("extract.encrypted", SeverityError,
		Text{"文件已加密", "the file is encrypted"},
		Text{"文档已加密，需要密码", "the document is encrypted and asks for a password"},
		Text{"请用 --password 给出密码", "give it with --password"})}
	ExtractFormulaUncached = Problem1[int]{kind("extract.formula-uncached", SeverityWarning,
		Text{"公式没有保存结果", "a formula has no saved result"},
		Text{"%[1]s 个公式没有保存结果", "formulas without a saved result: %[1]s"},
		Text{"请用 Excel 或 WPS 打开并另存后重试", "open it in Excel or WPS, save it and try again"})}
	ExtractGarbled = Problem1[int]{kind("extract.garbled", SeverityWarning,
		Text{"有无法解码的字符", "some characters could not be decoded"},
		Text{"%[1]s 处字符无法解码，显示为 \ufffd", "characters that could not be decoded and show as \ufffd: %[1]s"},
		Text{"请重新取得该文件，或用原软件另存为 UTF-8 文本", "get the file again, or save it from its own program as UTF-8 text"})}
	ExtractHidden = Problem1[[]string]{kind("extract.hidden", SeverityInfo,
		Text{"有隐藏的工作表、行或列", "sheets, rows or columns are hidden"},
		Text{"隐藏的部分没有当作表的内容：%[1]s", "what is hidden was not taken for the form: %[1]s"},
		Text{"如果它属于表，请取消隐藏", "if it belongs to the form, unhide it"})}
	ExtractImageOnly = Problem0{kind("extract.image-only", SeverityError,
		Text{"页面只有图像", "a page is only an image"},
		Text{"这是图片，没有文字可读", "the file is an image and holds no text"},
		Text{"请先做文字识别（OCR），再读取识别出的文本", "run a text recognition (OCR) on it first and read the text it gives"})}
	ExtractInferredTable = Problem1[string]{kind("extract.inferred-table", SeverityInfo,
		Text{"表格框线不全，行列系推断", "a table without all its rules was inferred"},
		Text{"第 %[1]s 页有表格没有完整的框线，其行列按文字对齐推断", "page %[1]s holds a table without all its rules; its rows and columns were inferred from the text"},
		Text{"请核对合并单元格的归属", "check which rows its merged labels speak for"})}
	ExtractInternal = Problem1[string]{kind("extract.internal", SeverityError,
		Text{"读取器出错", "the reader failed"},
		Text{"读取器出错：%[1]s", "the reader failed: %[1]s"},
		Text{"请把这个文件报告给 pbt", "please report this file to pbt"})}
	ExtractIO = Problem1[string]{kind("extract.io", SeverityError,
		Text{"文件不能读取", "the file cannot be read"},
		Text{"读取失败：%[1]s", "reading failed: %[1]s"},
		Text{"检查磁盘或网络盘，然后再运行一次", "check the disk or the network share, then run again"})}
	ExtractKeyDuplicate = Problem1[string]{kind("extract.key-duplicate", SeverityError,
		Text{"规范化文件的键重复", "a key of a normalised file stands twice"},
		Text{"键 %[1]s 重复", "the key %[1]s stands twice"},
		Text{"只保留其中一个", "keep one of the two"})}
	ExtractKeyMissing = Problem1[string]{kind("extract.key-missing", SeverityWarning,
		Text{"规范化文件缺少键", "a key of a normalised file is missing"},
		Text{"缺少键 %[1]s", "the key %[1]s is missing"},
		Text{"补上这个键", "add this key"})}
	ExtractKeyUnknown = Problem2[string, Text]{kind("extract.key-unknown", SeverityError,
		Text{"规范化文件有未知的键", "a normalised file has an unknown key"},
		Text{"未知的键 %[1]s", "unknown key %[1]s"},
		Text{"%[2]s", "%[2]s"})}
	ExtractLimit = Problem2[Bytes, Bytes]{kind("extract.limit", SeverityError,
		Text{"文件超过读取限度", "the file goes over a limit of the reading"},
		Text{"文件有 %[1]s，超过 %[2]s 的上限", "the file has %[1]s, more than the %[2]s that are read"},
		Text{"请先拆分文件", "split it first"})}
	ExtractMemberDamaged = Problem1[error]{kind("extract.member-damaged", SeverityError,
		Text{"压缩包内的文件已损坏", "a member of an archive is damaged"},
		Text{"压缩包内文件损坏：%[1]s", "the archive's member is damaged: %[1]s"},
		Text{"请重新获取压缩包", "fetch the archive again"})}
	ExtractMemberName = Problem1[Text]{kind("extract.member-name", SeverityWarning,
		Text{"压缩包内的文件名可疑", "a member of an archive has a suspicious name"},
		Text{"压缩包内的文件名%[1]s", "the name of the archive's member %[1]s"},
		Text{"输出改用安全的文件名", "the output has a safe name instead"})}
	ExtractMemory = Problem1[Bytes]{kind("extract.memory", SeverityError,
		Text{"读取需要的内存过多", "reading needs too much memory"},
		Text{"读取所需内存超过 %[1]s", "reading took more than %[1]s of memory"},
		Text{"用 --max-memory 放宽", "allow more with --max-memory"})}
	ExtractMergesLost = Problem1[int]{kind("extract.merges-lost", SeverityWarning,
		Text{"合并单元格在导出时丢失", "the merged cells were lost by an export"},
		Text{"表格没有任何竖向合并，像是导出时丢失了：%[1]s 处空白按上方的标签读取", "the table has no vertical merge at all, as if the export had lost them; blanks read as their label above: %[1]s"},
		Text{"请对照原表核对各级指标，或从原软件另存为 .docx", "compare the levels with the original, or save it as .docx from its own program"})}
	ExtractMissing = Problem0{kind("extract.missing", SeverityError,
		Text{"文件不存在", "there is no such file"},
		Text{"找不到文件", "the file does not exist"},
		Text{"检查路径；若文件在运行中被移走，请再运行一次", "check the path; if it was moved away during the run, run again"})}
	ExtractNestedTooDeep = Problem1[int]{kind("extract.nested-too-deep", SeverityWarning,
		Text{"内容嵌套过深", "the content is nested too deeply"},
		Text{"表格嵌套超过 %[1]s 层，更深的表格没有读取", "tables nest deeper than %[1]s, the inner ones were left out"},
		Text{"请把内层表格移到正文中", "move the inner tables out of their hosts"})}
	ExtractNoText = Problem1[string]{kind("extract.no-text", SeverityError,
		Text{"文字已转为轮廓线", "the letters are drawn as outlines"},
		Text{"第 %[1]s 页的文字已转为轮廓线，没有可读的文字", "page %[1]s shows letters drawn as outlines and holds no text"},
		Text{"请用文字版 PDF 或原始表格文件，或先做文字识别（OCR）再解析", "use the text PDF or the original workbook, or run OCR first"})}
	ExtractNotText = Problem0{kind("extract.not-text", SeverityError,
		Text{"不是文本", "the file is no text"},
		Text{"文件内容不是可识别的文本：既不是 UTF-8、UTF-16，也不是 GB18030（GBK）编码", "the bytes are no text: neither UTF-8, UTF-16 nor GB18030 (GBK)"},
		Text{"请确认文件没有损坏，或用原来的软件另存为 UTF-8 文本", "check that the file is whole, or save it from its own program as UTF-8 text"})}
	ExtractOCRDoubt = Problem1[int]{kind("extract.ocr-doubt", SeverityWarning,
		Text{"有从图片上认出的字没有把握", "characters recognised in a picture are unsure"},
		Text{"有 %[1]s 处文字识别没有把握", "places recognised without confidence: %[1]s"},
		Text{"请对照原图核对 uncertain 所列各处", "check the places that uncertain lists against the picture"})}
	ExtractOCRPoor = Problem2[int, int]{kind("extract.ocr-poor", SeverityWarning,
		Text{"页面图像太差，多处认不准", "the picture of a page is poor, and much of it unsure"},
		Text{"这一页有 %[1]s 行文字，其中 %[2]s 行认不准", "of the %[1]s lines of text on this page %[2]s were recognised without confidence"},
		Text{"请对照原图核对整页，或重新扫描（300 dpi、灰度）", "check the whole page against the picture, or scan it again at 300 dpi with greys"})}
	ExtractOpen = Problem2[string, Text]{kind("extract.open", SeverityError,
		Text{"文件打不开", "the file cannot be opened"},
		Text{"打不开 %[1]s：%[2]s", "cannot open %[1]s: %[2]s"},
		Text{"请检查路径和权限", "check the path and the permissions"})}
	ExtractPages = Problem1[int]{kind("extract.pages", SeverityError,
		Text{"没有所要的页", "there are no such pages"},
		Text{"文件只有 %[1]s 页，没有要读的页", "the file has none of the pages asked for; it ends with page %[1]s"},
		Text{"请改正 --pages", "mend --pages"})}
	ExtractOCR = Problem2[string, error]{kind("extract.ocr", SeverityError,
		Text{"外部识别程序出错", "the program that recognises text failed"},
		Text{"识别程序 %[1]s 出错：%[2]s", "the recognition program %[1]s failed: %[2]s"},
		Text{"请检查 --ocr-command，或不用它而由 pbt 自己识别", "check --ocr-command, or leave it out and let pbt recognise the text"})}
	ExtractPartial = Problem1[error]{kind("extract.partial", SeverityError,
		Text{"文件只读出一部分", "the file was read in part"},
		Text{"文件中途损坏，只读到损坏处为止：%[1]s", "the file breaks off, it was read up to there: %[1]s"},
		Text{"请用原软件打开修复后另存", "let its own program repair it and save it again"})}
	ExtractPermission = Problem0{kind("extract.permission", SeverityError,
		Text{"没有读取权限", "no permission to read the file"},
		Text{"没有读取权限", "permission to read is denied"},
		Text{"以有权限的用户运行，或修改文件权限", "run as a user who may read it, or change its mode"})}
	ExtractRaggedRows = Problem2[int, string]{kind("extract.ragged-rows", SeverityWarning,
		Text{"有的行单元格少于表头", "rows have fewer cells than their header"},
		Text{"%[1]s 行的单元格少于表头，无法确定各列归属（%[2]s）", "rows with fewer cells than the header, of which nothing tells which: %[1]s (%[2]s)"},
		Text{"请改用带合并单元格的原始表格（xlsx、docx、PDF）", "read the original table with its merged cells (xlsx, docx, PDF) instead"})}
	ExtractSchemaVersion = Problem1[string]{kind("extract.schema-version", SeverityError,
		Text{"规范化文件的格式版本不符", "a normalised file is of another format"},
		Text{"schema 为 %[1]q，应为 \"" + Version + "\"", "schema is %[1]q, expected \"" + Version + "\""},
		Text{"用本版 pbt parse 重新生成，或换用相应版本的 pbt", "write it anew with this pbt parse, or use the pbt of that format"})}
	ExtractSheet = Problem2[string, []string]{kind("extract.sheet", SeverityError,
		Text{"没有所要的工作表", "there is no such sheet"},
		Text{"没有名为“%[1]s”的工作表", "no sheet %[1]q in the workbook"},
		Text{"现有工作表：%[2]s", "the sheets are: %[2]s"})}
	ExtractSyntax = Problem1[string]{kind("extract.syntax", SeverityError,
		Text{"规范化文件的语法有误", "a normalised file has a syntax error"},
		Text{"不是合法的 YAML 或 JSON：%[1]s", "not valid YAML or JSON: %[1]s"},
		Text{"改正这一行的语法", "correct the syntax of this line"})}
	ExtractTimeout = Problem1[time.Duration]{kind("extract.timeout", SeverityError,
		Text{"读取超过时限", "reading took too long"},
		Text{"读取超过时限 %[1]s", "reading took longer than %[1]s"},
		Text{"用 --timeout 放宽时限，或用 --pages 缩小页码范围", "allow more with --timeout, or read fewer pages with --pages"})}
	ExtractTooLarge = Problem2[Bytes, Bytes]{kind("extract.too-large", SeverityError,
		Text{"文件过大", "the file is too large"},
		Text{"文件 %[1]s，超过上限 %[2]s", "the document has %[1]s, more than the limit of %[2]s"},
		Text{"确认文件可信后用 --max-document 放宽", "if it can be trusted, allow more with --max-document"})}
	ExtractType = Problem0{kind("extract.type", SeverityError,
		Text{"规范化文件的值类型不符", "a value of a normalised file has the wrong type"},
		Text{"值的类型不符", "the value has the wrong type"},
		Text{"改正这个值", "correct the value"})}
	ExtractUndecodableFont = Problem0{kind("extract.undecodable-font", SeverityError,
		Text{"字体没有给出字符编码", "a font does not state its characters"},
		Text{"字体没有给出字符编码", "a font does not state its Unicode"},
		Text{"请从原始文件重新导出 PDF（嵌入 ToUnicode），或做文字识别（OCR）", "export the PDF again from the original file (with ToUnicode), or run OCR"})}
	ExtractUnknownFormat = Problem0{kind("extract.unknown-format", SeverityError,
		Text{"文件格式不明", "the format of the file is unknown"},
		Text{"无法识别的文件", "the file is of no known kind"},
		Text{"请用原软件另存为 .xlsx、.docx 或 PDF", "save it from its own program as .xlsx, .docx or PDF"})}
	ExtractUnread = Problem2[int, []string]{kind("extract.unread", SeverityWarning,
		Text{"有印出的文字没有归到任何一项", "printed text was taken for nothing"},
		Text{"有 %[1]s 处文字没有归到任何一项：%[2]s", "printed texts that were taken for nothing: %[1]s (%[2]s)"},
		Text{"请对照原表核对这些单元格", "check these cells against the form"})}
	ExtractUnsupported = Problem1[Text]{kind("extract.unsupported", SeverityError,
		Text{"文件用了不支持的功能", "the file uses what is not supported"},
		Text{"文件用了不支持的功能：%[1]s", "the file uses what is not supported: %[1]s"},
		Text{"请用 Excel 或 WPS 打开并另存为 .xlsx 后重试", "open it in Excel or WPS, save it as .xlsx and try again"})}
	ExtractUnsupportedFormat = Problem0{kind("extract.unsupported-format", SeverityError,
		Text{"不支持的文件格式", "the format of the file is not supported"},
		Text{"不支持这种文件格式", "this format is not read"},
		Text{"请用原软件另存为 .xlsx、.docx 或 PDF", "save it from its own program as .xlsx, .docx or PDF"})}
	ExtractValueUnknown = Problem0{kind("extract.value-unknown", SeverityError,
		Text{"规范化文件的值不在可选范围", "a value of a normalised file is not one of those allowed"},
		Text{"值不在可选范围", "the value is not one of those allowed"},
		Text{"改成可选的值", "write one that is allowed"})}
	FormColumnUnknown = Problem2[string, []string]{kind("form.column-unknown", SeverityWarning,
		Text{"回答的表头不在表中", "an answer is about a head that is in no table"},
		Text{"没有表头“%[1]s”，这个回答没有用上；表里的表头是：%[2]s", "no table has the head %[1]q, so the answer was not used; the heads are: %[2]s"},
		Text{"按表里的写法给出表头，例如 --column 目标=value", "write a head as the table prints it, such as --column 目标=value"})}
	FormColumnsOpen = Problem2[Text, Text]{kind("form.columns-open", SeverityWarning,
		Text{"有的列说不准是什么", "what some columns hold is open"},
		Text{"这张表按各列的内容读取，但有疑问：%[1]s（%[2]s）", "this table was read by what its columns hold, and doubts remain: %[1]s (%[2]s)"},
		Text{"用 pbt parse --column 表头=角色 回答，例如 --column 目标=value", "answer with pbt parse --column HEAD=ROLE, such as --column 目标=value"})}
	FormExample = Problem1[[]string]{kind("form.example", SeverityInfo,
		Text{"填报说明里的示例不是表", "the example of an explaining sheet is no form"},
		Text{"说明或示例工作表里的表没有当作填报的表：%[1]s", "the form on a sheet that explains or shows an example was left out: %[1]s"},
		Text{"如果它是填报的表，请用 --sheet 读这张工作表", "if it was filled in to be filed, read that sheet with --sheet"})}
	FormFamilyUnknown = Problem1[Place]{kind("form.family-unknown", SeverityWarning,
		Text{"表样不在已知之列", "the form belongs to no known family"},
		Text{"表样不属于任何已知类别，按通用表样读取（%[1]s）", "the layout is of no known family and was read as a generic one (%[1]s)"},
		Text{"可用 --profile 提供自己的表样定义", "describe it in a profile of your own and give that with --profile"})}
	FormHeadsByEvidence = Problem1[[]string]{kind("form.heads-by-evidence", SeverityInfo,
		Text{"有的表头按内容认定", "some heads were read by what their columns hold"},
		Text{"这些表头不在词表中，按各列的内容认定：%[1]s", "these heads are in no vocabulary and were read by what their columns hold: %[1]s"},
		Text{"若认错，用 pbt parse --column 表头=角色 更正", "where one is wrong, correct it with pbt parse --column HEAD=ROLE"})}
	// FormNone is an error where there must be a form.
	FormNone = Problem0{kind("form.none", SeverityInfo,
		Text{"文件里没有绩效目标表", "there is no form in the file"},
		Text{"没有找到绩效指标表", "no table of performance indicators was found"},
		Text{"指标表的表头应有一级/二级/三级指标和指标值", "its header should name 一级/二级/三级指标 and 指标值"})}
	FormNotRead = Problem1[[]string]{kind("form.not-read", SeverityWarning,
		Text{"有绩效指标表的字样，但没有读成表", "words of an indicator table stand in the file, and no form was read"},
		Text{"文件里有绩效指标表的字样，但没有读成表：%[1]s", "words of an indicator table stand in the file, but no form could be read: %[1]s"},
		Text{"请改用带单元格的原始表格（xlsx、docx、PDF），或用 pbt parse --column 表头=角色 说明各列", "read the original table with its cells (xlsx, docx, PDF), or name the columns with pbt parse --column HEAD=ROLE"})}
	FormOtherYear = Problem0{kind("form.other-year", SeverityInfo,
		Text{"文件里只有其他年度的表", "the forms of the file are of other years"},
		Text{"没有所要年度的表", "no form is of the year asked for"}, Text{})}
	FormRowsLeft = Problem2[int, []string]{kind("form.rows-left", SeverityWarning,
		Text{"像指标的行没有读入", "rows that look like indicators were not read"},
		Text{"有 %[1]s 行像是指标，但不在读出的表内：%[2]s", "rows that look like indicators but stand in no table that was read: %[1]s (%[2]s)"},
		Text{"请核对这些行；用 pbt parse --column 或 --profile 说明这张表", "check these rows; describe the table with pbt parse --column or --profile"})}
	FormProfileLost = Problem2[[]string, Text]{kind("form.profile-lost", SeverityInfo,
		Text{"自己的表样没有用上", "a profile of the user's own does not read a form"},
		Text{"没有用的表样，用了的表样：%[1]s；%[2]s", "a profile was not used, and another was: %[1]s; %[2]s"},
		Text{"请在表样里补上这种表的题目（titles）、特征词（anchors）或一级指标", "add the form's titles, anchors or labels of level 1 to it"})}
	FormTableRefused = Problem2[Text, Text]{kind("form.table-refused", SeverityWarning,
		Text{"像绩效指标表，但没有读取", "what looks like a table of indicators was not read"},
		Text{"这张表像绩效指标表，但不能确定各列的含义，没有读取：%[1]s（%[2]s）", "this looks like a table of indicators, but what its columns hold is open, and it was not read: %[1]s (%[2]s)"},
		Text{"用 pbt parse --column 表头=角色 回答，例如 --column 目标=value", "answer with pbt parse --column HEAD=ROLE, such as --column 目标=value"})}
	IgnoreExpired = Problem0{kind("ignore.expired", SeverityWarning,
		Text{"豁免已到期", "an ignore has expired"},
		Text{"豁免已到期", "the ignore has expired"}, Text{})}
	IgnoreMalformed = Problem0{kind("ignore.malformed", SeverityWarning,
		Text{"豁免注释不合格式", "an ignore comment is malformed"},
		Text{"豁免注释不合格式", "the ignore comment is malformed"},
		Text{"写成 # pbt:ignore 规则 理由，放在所指的值的同一行或上一行", "write # pbt:ignore RULE reason, on the line of the value or right above it"})}
	IgnoreUnused = Problem1[string]{kind("ignore.unused", SeverityWarning,
		Text{"豁免没有匹配到任何发现", "an ignore matched no finding"},
		Text{"对 %[1]s 的豁免没有匹配到任何发现", "the ignore of %[1]s matched no finding"},
		Text{"删除这条注释，或改正规则名", "delete the comment, or correct the rule's name"})}
	OutputNotWritten = Problem1[string]{kind("output.not-written", SeverityError,
		Text{"输出无法写入", "an output could not be written"},
		Text{"输出无法写入：%[1]s", "the output could not be written: %[1]s"},
		Text{"检查输出目录的权限，然后再运行一次", "check the modes of the output folder, then run again"})}
	ReviewStale = Problem1[int]{kind("review.stale", SeverityWarning,
		Text{"更正所说的是另一份文件", "corrections speak of another document"},
		Text{"文件在更正之后变了，%[1]s 条更正都没有采用", "the document has changed since it was corrected; corrections that were not applied: %[1]s"},
		Text{"用 pbt review 对照新文件重新核对", "look at the new document with pbt review"})}
	ReviewUnfit = Problem2[string, Text]{kind("review.unfit", SeverityWarning,
		Text{"更正与读法对不上", "a correction does not fit the reading"},
		Text{"对 %[1]s 的更正没有采用：%[2]s", "the correction of %[1]s was not applied: %[2]s"},
		Text{"用 pbt review 重新核对这一处", "look at it again with pbt review"})}
	ReviewUnread = Problem2[string, Text]{kind("review.unread", SeverityError,
		Text{"更正文件读不出", "a file of corrections cannot be read"},
		Text{"更正文件 %[1]s 读不出：%[2]s", "the corrections in %[1]s cannot be read: %[2]s"},
		Text{"改正它，或删去后用 pbt review 重做", "mend it, or remove it and correct again with pbt review"})}
	ScoreNoActuals = Problem0{kind("score.no-actuals", SeverityInfo,
		Text{"表上没有实际完成值", "the form has no actual values"},
		Text{"表中没有实际完成值，不是自评表，没有可复核的得分", "the form has no actual values: it is no self-evaluation, and there is nothing to score"}, Text{})}
)
