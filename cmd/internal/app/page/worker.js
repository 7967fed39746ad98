// The worker runs pbt: it unpacks the program, reads one document at a time, and asks
// the page for the net where a picture comes.
'use strict';
const bytesOf = (base64) => {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const s = atob(base64);
  const out = new Uint8Array(s.length);
  for (let i = 0; i < s.length; i++) out[i] = s.charCodeAt(i);
  return out;
};
const ungzipped = (bytes) => new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
let weights;
const ready = new Promise((resolve) => { globalThis.pbtReady = resolve; });
globalThis.pbtProgress = (page) => postMessage({ page });
globalThis.pbtWeights = async () => {
  if (!weights) {
    postMessage({ wants: 'weights' });
    weights = await new Promise((resolve) => { globalThis.gotWeights = resolve; });
    weights = new Uint8Array(await new Response(ungzipped(bytesOf(weights))).arrayBuffer());
  }
  return weights;
};
async function start(program) {
  const go = new Go();
  // All at once: a piece at a time takes several times as long.
  const { instance } = await WebAssembly.instantiate(fzstd.decompress(bytesOf(program)), go.importObject);
  go.run(instance);
  await ready;
  postMessage({ started: true });
}
onmessage = async ({ data }) => {
  try {
    if (data.program) await start(data.program);
    else if (data.weights) globalThis.gotWeights(data.weights);
    else postMessage({ id: data.id, answer: await globalThis.pbtRead(data.name, new Uint8Array(data.bytes), data.lang, '') });
  } catch (e) {
    postMessage({ id: data.id, error: String(e) });
  }
};
