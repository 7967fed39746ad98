// The worker runs pbt: it unpacks the program, reads one document at a time, and asks
// the page for the net where a picture comes.
'use strict';
const unpacked = (bytes) => new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
let weights;
const ready = new Promise((resolve) => { globalThis.pbtReady = resolve; });
globalThis.pbtProgress = (page) => postMessage({ page });
globalThis.pbtWeights = async () => {
  if (!weights) {
    postMessage({ wants: 'weights' });
    weights = await new Promise((resolve) => { globalThis.gotWeights = resolve; });
    weights = new Uint8Array(await new Response(unpacked(weights)).arrayBuffer());
  }
  return weights;
};
async function start(program) {
  const go = new Go();
  const answer = new Response(unpacked(program), { headers: { 'Content-Type': 'application/wasm' } });
  const { instance } = await WebAssembly.instantiateStreaming(answer, go.importObject);
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
