// The data of a page on its own: one that pbt review --static wrote. It offers what
// api.mjs does, but for changes.

const refuse = () => Promise.reject(new Error('read-only'))

export function kept(box) {
  return {
    readOnly: true,
    words: async () => box.words,
    queue: async () => ({ items: box.queue, revision: 1, total: box.queue.length }),
    look: async (id) => box.docs[id].reading.look,
    doc: async (id) => structuredClone(box.docs[id].reading),
    grids: async (id) => box.docs[id].grids,
    page: async (id, n) => box.docs[id].pages[n - 1],
    picture: async (id, n) => URL.createObjectURL(new Blob([bytes(box.docs[id].pictures[n - 1].data)], { type: box.docs[id].pictures[n - 1].kind })),
    retype: refuse, change: refuse, export: refuse, profile: refuse,
    pdf: async (id, password) => {
      const lib = await box.module('pdfjs/build/pdf.min.mjs')
      globalThis.pdfjsWorker = await box.module('pdfjs/build/pdf.worker.min.mjs')
      const part = (name) => {
        const s = box.parts[name]
        if (s === undefined) throw new Error(name + ' is not in this page')
        return bytes(s)
      }
      class Maps {
        async fetch({ name }) {
          return { cMapData: part('cmaps/' + name + '.bcmap'), isCompressed: true, compressionType: 1 }
        }
      }
      class Fonts {
        async fetch({ filename }) {
          return part('standard_fonts/' + filename)
        }
      }
      return lib.getDocument({
        data: bytes(box.docs[id].raw), password, isEvalSupported: false, enableXfa: false,
        cMapUrl: 'cmaps/', cMapPacked: true, CMapReaderFactory: Maps, standardFontDataUrl: 'standard_fonts/', StandardFontDataFactory: Fonts, useWorkerFetch: false,
      }).promise
    },
  }
}

// bytes reads base64.
function bytes(s) {
  const bin = atob(s)
  const out = new Uint8Array(bin.length)
  for (let i = 0; i < bin.length; i++) out[i] = bin.charCodeAt(i)
  return out
}
