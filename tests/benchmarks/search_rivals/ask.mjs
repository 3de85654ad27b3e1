// Runs sessions in Node.js: node ask.mjs ENGINE.mjs FORM LIBRARY FOLDER < sessions.json > answers.json
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runSessions } from "./session.mjs";

const [engine, form, library, folder] = process.argv.slice(2);
globalThis.snowballFactory = createRequire(import.meta.url)("snowball-stemmers");
const open = (await import(`./${engine}`))[form](await import(pathToFileURL(resolve(library))));
const read = (name, whenRead) => {
  const text = readFileSync(`${folder}/${name}.json`, "utf8");
  whenRead();
  return text;
};
const sessions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(await runSessions(open, read, sessions)));
