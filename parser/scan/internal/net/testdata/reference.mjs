// Makes reference.json: node reference.mjs NET.onnx, with the npm package
// onnxruntime-web and ImageMagick's convert at hand.
import * as ort from 'onnxruntime-web';
import fs from 'fs';
import { execFileSync } from 'child_process';

ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(fs.readFileSync(process.argv[2]));
const lines = [];
for (const file of fs.readdirSync('.').filter((f) => f.endsWith('.png')).sort()) {
  const pixels = execFileSync('convert', [file, '-depth', '8', 'gray:-']);
  const width = pixels.length / 48;
  const padded = Math.ceil((width < 110 ? 320 : width) / 8) * 8;
  const data = new Float32Array(3 * 48 * padded);
  for (let c = 0; c < 3; c++)
    for (let y = 0; y < 48; y++)
      for (let x = 0; x < width; x++) data[(c * 48 + y) * padded + x] = pixels[y * width + x] / 127.5 - 1;
  const out = (await session.run({ x: new ort.Tensor('float32', data, [1, 3, 48, padded]) }))[session.outputNames[0]];
  const [, columns, classes] = out.dims;
  const kept = [];
  for (let t = 0; t < columns; t++) {
    const row = [];
    for (let k = 0; k < classes; k++) {
      const p = out.data[t * classes + k];
      if (p >= 0.001) row.push([k, +p.toFixed(6)]);
    }
    kept.push(row.sort((a, b) => b[1] - a[1]));
  }
  lines.push(`${JSON.stringify(file)}: ${JSON.stringify(kept)}`);
}
fs.writeFileSync('reference.json', `{\n${lines.join(',\n')}\n}\n`);
