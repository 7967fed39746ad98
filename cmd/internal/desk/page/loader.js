// Starts a page on its own: makes its scripts of the texts that it holds.
{
  const box = JSON.parse(document.getElementById('pbt-box').textContent)
  const urls = {}
  const made = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  for (const [name, text] of box.scripts) urls[name] = made(text.replace(/ from '\.\/([\w.]+)'/g, (_, n) => ` from '${urls[n]}'`))
  box.module = async (name) => {
    const packed = Uint8Array.from(atob(box.modules[name]), (c) => c.charCodeAt(0))
    const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
    return import(made(text))
  }
  globalThis.pbtKept = box
  import(urls['app.mjs'])
}
