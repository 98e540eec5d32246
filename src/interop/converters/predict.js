// Runs what tensorflowjs_converter made, in plain JavaScript. usage: predict.js FOLDER SHAPES:
// the model in FOLDER/web, each input's values in a file of its name; writes a file for each output, and
// prints their shapes.
const tf = require('@tensorflow/tfjs');
const fs = require('fs');
const path = require('path');

const [folder, shapes] = process.argv.slice(2);
const web = path.join(folder, 'web');

function floats(file) {
  const bytes = fs.readFileSync(file);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

async function main() {
  await tf.setBackend('cpu');
  const model = JSON.parse(fs.readFileSync(path.join(web, 'model.json')));
  const groups = model.weightsManifest;
  const shards = groups.flatMap((group) => group.paths).map((p) => fs.readFileSync(path.join(web, p)));
  const bytes = Buffer.concat(shards);
  const weights = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const graph = await tf.loadGraphModel(tf.io.fromMemory({
    ...model, weightSpecs: groups.flatMap((group) => group.weights), weightData: weights }));
  const inputs = {};
  for (const [name, shape] of Object.entries(JSON.parse(shapes))) {
    // Some inputs the converter calls by the signature's names, others by the graph's.
    const node = graph.inputs.find((input) => input.name.endsWith('.' + name)) || graph.inputs[0];
    inputs[node.name] = tf.tensor(floats(path.join(folder, name)), shape);
  }
  const names = graph.outputs.map((output) => output.name);
  const outputs = [].concat(graph.execute(inputs, names)); // of a single one it makes no array
  outputs.forEach((output, i) => fs.writeFileSync(
    path.join(folder, names[i]), Float32Array.from(output.dataSync())));
  console.log(JSON.stringify(Object.fromEntries(outputs.map((output, i) => [names[i], output.shape]))));
}

main();
