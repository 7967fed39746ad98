// Places: where something stands in a document.

// keyOf names a place, so that two that are the same can be told.
export function keyOf(p) {
  if (!p) return ''
  if (p.page) return 'p' + p.page + ':' + (p.box ?? []).join(',')
  if (p.cell) return 's' + p.sheet + '!' + p.cell
  if (p.table) return 't' + p.table + ':' + (p.row ?? 0) + ':' + (p.column ?? 0)
  if (p.line) return 'l' + p.line + ':' + (p.column ?? 0)
  return p.sheet ? 's' + p.sheet : ''
}

// cellOf reads D31 as its column and row, from 1.
export function cellOf(s) {
  const m = /^([A-Z]+)(\d+)$/.exec(s ?? '')
  if (!m) return null
  let col = 0
  for (const c of m[1]) col = col * 26 + c.charCodeAt(0) - 64
  return { row: Number(m[2]), col }
}

// letters writes a column as workbooks do.
export function letters(n) {
  let s = ''
  for (; n > 0; n = Math.floor((n - 1) / 26)) s = String.fromCharCode(65 + ((n - 1) % 26)) + s
  return s
}

// where says a place so that a person finds it.
export function where(p, lang) {
  if (!p) return ''
  const en = lang === 'en'
  if (p.page) return en ? 'page ' + p.page : '第' + p.page + '页'
  if (p.cell) return (p.sheet ? p.sheet + ' ' : '') + p.cell
  if (p.table) return en ? `table ${p.table}, row ${p.row}, column ${p.column}` : `第${p.table}个表 第${p.row}行 第${p.column}列`
  if (p.line) return en ? 'line ' + p.line : '第' + p.line + '行'
  return p.sheet ?? ''
}
