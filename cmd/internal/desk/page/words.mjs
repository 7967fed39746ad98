// What the page says, in both languages.

const zh = {
  app: '绩效目标表复核', queue: '文件', hideQueue: '收起文件栏', showQueue: '文件栏', search: '按名称找', all: '全部', withDoubts: '有存疑', withErrors: '有错误', undone: '未核完', done: '已核完',
  progress: '已核完 {0} / {1}', reading: '正在读取…', waiting: '待读', unreadable: '读不出', noForm: '没有表', forms: '{0} 张表', doubtsN: '{0} 存疑', errorsN: '{0} 错误', warningsN: '{0} 警告', clean: '无待办',
  prevFile: '上一份文件', nextFile: '下一份文件', export: '导出', workbook: '工作簿 .xlsx', yaml: 'YAML', thisFile: '这份文件', allFiles: '全部 {0} 份', exporting: '正在导出…', exported: '已导出 {0}',
  help: '快捷键', language: 'English', zoomIn: '放大', zoomOut: '缩小', zoomFit: '适合宽度', page: '第{0}页', pageOf: '{0} / {1}', document: '原件', result: '读出的内容',
  noLook: '这份文件没有可以显示的原件。', lookFailed: '原件显示不出：{0}', cut: '还有 {0} 个单元格没有显示', hiddenSheet: '隐藏的工作表', sheet: '工作表', table: '表格',
  form: '第{0}张表', issues: '存疑与发现', issueOf: '{0} / {1}', noIssues: '没有要处理的存疑和发现', settled: '这份文件已核完', prevIssue: '上一条', nextIssue: '下一条', list: '列表', doubt: '存疑', finding: '发现',
  error: '错误', warning: '警告', info: '提示', showInfos: '也列提示', showAccepted: '也列已接受的', accepted: '已接受', onlyDoubts: '只看存疑', readAs: '读作', under: '现归在', theColumn: '指标值现取自这一列：', keep: '照此确认', other: '另改', orElse: '也可能是',
  q_level1: '归在哪个一级指标', q_level2: '归在哪个二级指标', q_column: '这一列是什么', q_target: '哪个是指标值', q_text: '文字有疑问', q_form: '属于哪张表',
  accept: '接受…', acceptTitle: '接受这条发现', reason: '理由（会写进更正文件）', reasonNeeded: '请写理由', cancel: '取消', save: '保存', saved: '已存入 {0}', notSaved: '没有保存：{0}', undo: '撤回', undone1: '已撤回', takeBack: '不再接受',
  edit: '改', editOf: '更正：{0}', whyOptional: '缘由（可不写）', typing: '读作', empty: '（空）', remove: '删去这一项',
  basics: '基本信息', narrative: '项目内容', goals: '绩效目标', funds: '资金', execution: '预算执行', tasks: '年度主要任务', indicators: '绩效指标', medium: '中期指标', extra: '其他栏目', repairs: '修正', corrections: '人工更正',
  showEmpty: '列出空栏', hideEmpty: '收起空栏', level: '{0}级指标', name: '指标', value: '指标值', actual: '实际完成值', points: '分', yuan: '元', hiddenRow: '隐藏行', from: '印的', to: '读作', why: '原因', at: '位置', by: '更正人', when: '时间', confirmed: '确认',
  columns: '说明各列…', columnsTitle: '这些列是什么', columnsHint: '选出表头所在的行，给看得懂的列选上角色；右边立刻显示这样读出的结果。', headRow: '表头在', rowN: '第{0}行', role: '角色', none: '（不说明）', tryRead: '这样读出', saveHere: '用于这份文件', savePile: '也用于后面的文件', saveProfile: '另存为表样…', profileSaved: '表样已下载，以后用 --profile {0} 读', whichTable: '哪张表', tried: '{0} 张表，{1} 个指标，{2} 处存疑', noTables: '这份文件里没有可以说明的表。',
  static: '这是一份离线副本，只能看，不能改。', noToken: '请用 pbt review 打印的完整地址打开本页。', offline: 'pbt 已停止，或连接已断开。', loading: '正在打开…', print: '打印',
  keysTitle: '快捷键', close: '关闭', retyped: '按语法读作 {0}', nothing: '没有读出绩效目标表。', unreadableDoc: '这份文件读不出。', stale: '原件已变，先前的更正没有采用',
  k_next: '下一条存疑或发现', k_prev: '上一条', k_confirm: '照现在的读法确认', k_alt: '改用第几种读法', k_edit: '更正所指的值', k_accept: '接受这条发现', k_undo: '撤回最近一次更正', k_file: '上一份、下一份文件', k_queue: '显示或收起文件栏', k_list: '展开或收起列表', k_filter: '只看存疑', k_columns: '说明表的各列', k_zoom: '放大、缩小、适合宽度', k_export: '导出', k_move: '在值之间移动', k_lang: '中文、English', k_help: '这张表', k_tab: '依次走到各个按钮', k_esc: '关闭、取消',
}

const en = {
  app: 'Review of performance forms', queue: 'Files', hideQueue: 'Hide the files', showQueue: 'Files', search: 'Find by name', all: 'All', withDoubts: 'In doubt', withErrors: 'With errors', undone: 'Open', done: 'Done',
  progress: '{0} of {1} done', reading: 'Reading…', waiting: 'waiting', unreadable: 'unreadable', noForm: 'no form', forms: '{0} form(s)', doubtsN: '{0} in doubt', errorsN: '{0} error(s)', warningsN: '{0} warning(s)', clean: 'nothing open',
  prevFile: 'Previous file', nextFile: 'Next file', export: 'Export', workbook: 'Workbook .xlsx', yaml: 'YAML', thisFile: 'this file', allFiles: 'all {0}', exporting: 'Exporting…', exported: 'Exported {0}',
  help: 'Keys', language: '中文', zoomIn: 'Larger', zoomOut: 'Smaller', zoomFit: 'Fit the width', page: 'Page {0}', pageOf: '{0} / {1}', document: 'Document', result: 'What was read',
  noLook: 'There is nothing of this file to show.', lookFailed: 'The document cannot be shown: {0}', cut: '{0} more cells are not shown', hiddenSheet: 'hidden sheet', sheet: 'Sheet', table: 'Table',
  form: 'Form {0}', issues: 'Doubts and findings', issueOf: '{0} / {1}', noIssues: 'No doubt and no finding is open', settled: 'This file is done', prevIssue: 'Previous', nextIssue: 'Next', list: 'List', doubt: 'Doubt', finding: 'Finding',
  error: 'Error', warning: 'Warning', info: 'Info', showInfos: 'infos too', showAccepted: 'accepted ones too', accepted: 'accepted', onlyDoubts: 'Doubts only', readAs: 'reads', under: 'stands under', theColumn: 'It is read from the column', keep: 'Confirm', other: 'Other', orElse: 'or',
  q_level1: 'Under which level 1 label', q_level2: 'Under which level 2 label', q_column: 'What this column holds', q_target: 'Which is the target', q_text: 'The text is in doubt', q_form: 'Which form it belongs to',
  accept: 'Accept…', acceptTitle: 'Accept this finding', reason: 'Reason (kept with the corrections)', reasonNeeded: 'Please give a reason', cancel: 'Cancel', save: 'Save', saved: 'Saved in {0}', notSaved: 'Not saved: {0}', undo: 'Undo', undone1: 'Taken back', takeBack: 'Accept no more',
  edit: 'Edit', editOf: 'Correct: {0}', whyOptional: 'Why (may stay empty)', typing: 'reads', empty: '(empty)', remove: 'Remove this entry',
  basics: 'Basics', narrative: 'Description', goals: 'Goals', funds: 'Funds', execution: 'Execution', tasks: 'Tasks of the year', indicators: 'Indicators', medium: 'Medium-term indicators', extra: 'Other entries', repairs: 'Repairs', corrections: 'Corrections',
  showEmpty: 'Show empty fields', hideEmpty: 'Hide empty fields', level: 'Level {0}', name: 'Indicator', value: 'Target', actual: 'Actual', points: 'pts', yuan: 'yuan', hiddenRow: 'hidden row', from: 'printed', to: 'reads', why: 'why', at: 'where', by: 'by', when: 'when', confirmed: 'confirmed',
  columns: 'Name the columns…', columnsTitle: 'What these columns hold', columnsHint: 'Choose the row of the heads, then a role for each column you know; at the right stands what is read that way.', headRow: 'Heads in', rowN: 'row {0}', role: 'Role', none: '(not said)', tryRead: 'Read that way', saveHere: 'Use for this file', savePile: 'and for the files behind it', saveProfile: 'Save as a profile…', profileSaved: 'The profile is downloaded: read with --profile {0}', whichTable: 'Table', tried: '{0} form(s), {1} indicators, {2} in doubt', noTables: 'This file has no table to name columns of.',
  static: 'This is a copy to look at; nothing can be changed in it.', noToken: 'Please open this page by the whole address that pbt review printed.', offline: 'pbt has ended, or the connection is lost.', loading: 'Opening…', print: 'Print',
  keysTitle: 'Keys', close: 'Close', retyped: 'typed as {0}', nothing: 'No performance form was read.', unreadableDoc: 'This file cannot be read.', stale: 'The document has changed: earlier corrections were not applied',
  k_next: 'next doubt or finding', k_prev: 'the one before', k_confirm: 'confirm it as it was read', k_alt: 'take the reading of that number', k_edit: 'correct the value', k_accept: 'accept the finding', k_undo: 'take the last correction back', k_file: 'previous, next file', k_queue: 'show or hide the files', k_list: 'open or close the list', k_filter: 'doubts only', k_columns: 'name the columns of a table', k_zoom: 'larger, smaller, fit', k_export: 'export', k_move: 'move among the values', k_lang: '中文, English', k_help: 'this table', k_tab: 'go from button to button', k_esc: 'close, cancel',
}

// roles are the roles of columns as people call them.
export const roles = {
  level1: ['一级指标', 'level 1'], level2: ['二级指标', 'level 2'], level3: ['三级指标', 'level 3'], name: ['指标名称', 'indicator'], content: ['指标内容', 'content'], value: ['指标值', 'target'], operator: ['比较符', 'comparator'],
  unit: ['计量单位', 'unit'], polarity: ['指标方向', 'polarity'], nature: ['指标性质', 'nature'], weight: ['分值', 'weight'], explanation: ['指标解释', 'explanation'], standard: ['评价标准', 'standard'], actual: ['实际完成值', 'actual value'],
  score: ['得分', 'score'], deviation: ['偏差原因', 'deviation'], code: ['指标编码', 'code'], remark: ['备注', 'remark'], number: ['序号', 'serial number'], group: ['左边的总栏', 'group at the left'], kept: ['其他栏目', 'another entry'],
}

let lang = 'zh'

// speak chooses the language.
export function speak(l) {
  lang = l === 'en' ? 'en' : 'zh'
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN'
}

export function language() {
  return lang
}

// t is a phrase in the language, with its blanks filled.
export function t(key, ...args) {
  const s = (lang === 'en' ? en : zh)[key] ?? key
  return s.replace(/\{(\d)\}/g, (_, i) => String(args[i] ?? ''))
}

// of is the part of a pair of texts that is in the language.
export function of(x) {
  if (!x) return ''
  return (lang === 'en' && x.en) || x.zh || x.en || ''
}

export const phrases = { zh, en }
