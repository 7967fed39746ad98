// Where the page gets its data: from the server of pbt review, which takes nobody
// without the token, or from what a page on its own brings along (kept.mjs).

export class Refusal extends Error {
  constructor(text) {
    super(text.zh)
    this.text = text
  }
}

// server speaks with the server that the page came from.
export function server(token) {
  const head = { 'X-Pbt-Token': token }
  const get = async (path) => check(await ask(path, { headers: head }))
  const json = async (path) => (await get(path)).json()
  const post = async (path, body) => check(await ask(path, { method: 'POST', headers: { ...head, 'Content-Type': 'application/json' }, body: JSON.stringify(body) }))
  return {
    readOnly: false,
    words: () => json('/api/words'),
    queue: (since) => json('/api/queue?since=' + since),
    look: (id) => json(`/api/doc/${id}/look`),
    doc: (id) => json('/api/doc/' + id),
    grids: (id) => json(`/api/doc/${id}/grids`),
    page: (id, n) => json(`/api/doc/${id}/page/${n}`),
    picture: async (id, n) => URL.createObjectURL(await (await get(`/api/doc/${id}/picture/${n}`)).blob()),
    retype: async (id, set) => (await post(`/api/doc/${id}/retype`, set)).json(),
    change: async (id, change) => (await post(`/api/doc/${id}/change`, change)).json(),
    export: async (format, id) => (await get(`/api/export?format=${format}` + (id === undefined ? '' : '&id=' + id))).blob(),
    profile: async (name, columns) => (await post('/api/profile', { id: name, columns })).blob(),
    // pdf opens a PDF with pdf.js.
    pdf: async (id, password) => {
      const lib = await import('/pdfjs/build/pdf.min.mjs')
      lib.GlobalWorkerOptions.workerSrc = '/pdfjs/build/pdf.worker.min.mjs'
      return lib.getDocument({
        url: `/api/doc/${id}/raw`, httpHeaders: head, password, isEvalSupported: false, enableXfa: false,
        cMapUrl: '/pdfjs/cmaps/', cMapPacked: true, standardFontDataUrl: '/pdfjs/standard_fonts/', disableAutoFetch: true,
      }).promise
    },
  }
}

async function ask(path, options) {
  try {
    return await fetch(path, options)
  } catch (e) {
    throw new Refusal({ zh: 'pbt 已停止，或连接已断开。', en: 'pbt has ended, or the connection is lost.' })
  }
}

async function check(answer) {
  if (answer.ok) return answer
  let text
  try {
    text = (await answer.json()).error
  } catch {
    text = { zh: `请求没有成功（${answer.status}）`, en: `the request failed (${answer.status})` }
  }
  throw new Refusal(text)
}
