import { openIndex } from "./index.js";
const { files, lang, calls } = given;
const [answers, waves] = [[], []];
let waiting = [];
const load = (name) => new Promise((resolve, reject) => waiting.push({ name, resolve, reject }));
const pause = () => new Promise((resume) => setImmediate(resume));
const index = openIndex(load, lang);
for (const [query, options] of calls) {
  let ended = false;
  const own = [];
  const search = index.search(query, options)
    .catch((error) => ({ error: error.name, message: error.message })).finally(() => { ended = true; });
  while (!ended) {
    await pause();
    if (!waiting.length) continue;
    const wave = waiting;
    waiting = [];
    own.push(wave.map(({ name }) => name));
    for (const { name, resolve, reject } of wave) {
      try {
        if (!Object.hasOwn(files, name)) throw new Error("missing");
        resolve(JSON.parse(files[name]));
      } catch (error) { reject(error); }
    }
  }
  answers.push(await search);
  waves.push(own);
}
give({ answers, waves });
