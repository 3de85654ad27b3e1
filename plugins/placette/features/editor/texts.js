// Reads and writes texts for the editor as «invoke check» reads them: every value is a text, a list or a table of
// texts.
// A key that nobody changed keeps its line, its spelling and its place, letter for letter.

const FENCE = /^---[ \t]*$/;
const KEY = /^(?:"([^"]+)"|'([^']+)'|([^\s#"'\-[{][^:]*?))[ \t]*:(?:[ \t]+(.*)|[ \t]*)$/;
const PLAIN = /^[\p{L}](?:[\p{L}\p{N} '’.()/-]*[\p{L}\p{N}).’'])?$/u;
const RESERVED = /^(?:true|false|yes|no|on|off|null|y|n)$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A text without case, accents and curved apostrophes, to compare. */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/’/g, "'")
    .replace(/œ/gi, "oe")
    .replace(/æ/gi, "ae")
    .toLowerCase();
}

/** What a file says: the keys of its information block with their lines, what stands around them, the text. */
export function split(text) {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const close = FENCE.test(lines[0]) ? lines.findIndex((line, place) => place && FENCE.test(line)) : -1;
  if (close < 0) return { before: [], chunks: [], gap: "", body: lines.join("\n") };
  const before = [];
  const chunks = [];
  for (const line of lines.slice(1, close)) {
    const found = KEY.exec(line);
    if (found) chunks.push({ key: found[1] ?? found[2] ?? found[3], lines: [line], first: found[4] ?? "" });
    else (chunks.at(-1)?.lines ?? before).push(line);
  }
  const rest = lines.slice(close + 1).join("\n");
  const body = rest.replace(/^(?:[ \t]*\n)+/, "");
  return { before, chunks, gap: rest.slice(0, rest.length - body.length), body };
}

/** The value of a key: a text, a list of texts or a table of texts; undefined for what is written in another way. */
function valueOf(chunk) {
  const first = uncommented(chunk.first);
  const more = chunk.lines.slice(1).filter((line) => line.trim() && !/^\s*#/.test(line));
  if (!first && more.length) return more[0].trim().startsWith("- ") ? items(more) : table(more);
  if (/^[|>]/.test(first)) return undefined;
  return scalar([first, ...more.map((line) => line.trim())].join(" "));
}

/** A line without the comment at its end; a # within quotation marks begins none. */
function uncommented(text) {
  const quoted = /^\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/.exec(text)?.[0] ?? "";
  return (quoted + text.slice(quoted.length).replace(/(?:^|\s)#.*$/, "")).trim();
}

function scalar(text) {
  if (text.startsWith("[")) return text.endsWith("]") ? flow(text.slice(1, -1)) : undefined;
  if (/^[{&*!%@`|>]/.test(text)) return undefined;
  if (text.startsWith('"')) return doubleQuoted(text);
  if (text.startsWith("'")) return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replace(/''/g, "'") : undefined;
  return text;
}

function doubleQuoted(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function flow(inside) {
  const parts = inside.match(/\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,[\]{}"'][^,[\]{}]*)?\s*(?:,|$)/g) ?? [];
  if (parts.join("") !== inside) return undefined;
  return known(parts.map((part) => scalar(part.replace(/,$/, "").trim())).filter((item) => item !== ""));
}

function items(lines) {
  if (!lines.every((line) => /^\s*- /.test(line))) return undefined;
  return known(lines.map((line) => scalar(uncommented(line.replace(/^\s*- +/, "")))));
}

function table(lines) {
  const found = lines.map((line) => KEY.exec(line.trim()));
  if (!found.every(Boolean)) return undefined;
  const values = known(found.map((part) => scalar(uncommented(part[4] ?? ""))));
  return values && Object.fromEntries(found.map((part, place) => [part[1] ?? part[2] ?? part[3], values[place]]));
}

function known(values) {
  return values.every((value) => typeof value === "string") ? values : undefined;
}

/** A value in the shape that its field has, or undefined. */
function shaped(value, key, meanings) {
  if (value === undefined) return undefined;
  const meant = (text) => meanings[key.meaning]?.[fold(text)] ?? text;
  if (key.shape === "map") return typeof value === "object" && !Array.isArray(value) ? value : undefined;
  if (key.shape === "list") {
    const list = typeof value === "string" ? value.split(/\s*[;,]\s*/).filter(Boolean) : value;
    return Array.isArray(list) ? list.map(meant) : undefined;
  }
  return typeof value === "string" ? meant(value) : undefined;
}

function isEmpty(value) {
  return value === undefined || value === null || value === ""
    || (typeof value === "object" && !Object.keys(value).length);
}

const quoted = (text) => ((PLAIN.test(text) && !RESERVED.test(text)) || DAY.test(text) ? text : JSON.stringify(text));
const oneLine = (value) => String(value).replace(/\s+/g, " ").trim();

function written(key, value) {
  if (Array.isArray(value)) {
    const list = value.map(oneLine).filter(Boolean);
    if (list.some((item) => item.length > 60)) return [`${key}:`, ...list.map((item) => `  - ${quoted(item)}`)];
    return [`${key}: [${list.map(quoted).join(", ")}]`];
  }
  if (typeof value === "object") {
    return [`${key}:`, ...Object.entries(value).map(([name, text]) => `  ${name}: ${quoted(oneLine(text))}`)];
  }
  return [`${key}: ${quoted(oneLine(value))}`];
}

/** A line without what a rich editor writes otherwise: escapes, the mark of emphasis, room in tables. */
const bare = (line) => line.replace(/\\(?=[!-/:-@[-`{-~])/g, "").replace(/_/g, "*").replace(/\s+/g, "");

/** A text in which every line that was there before is as it was. An abbreviation begins with *[, never with \*[. */
function kept(text, before) {
  const known = new Map(before.split("\n").map((line) => [bare(line), line]));
  return text
    .split("\n")
    .map((line) => known.get(bare(line)) ?? line.replace(/^\\\*(?=\[[^\]]+\]:)/, "*"))
    .join("\n");
}

/** How the texts of one kind are read and written. */
export function formatOf(keys, { meanings, source, body }) {
  const bySpelling = new Map(keys.flatMap((key) => key.spellings.map((spelling) => [spelling, key])));
  const keyOf = (chunk) => bySpelling.get(fold(chunk.key).replace(/[- ]/g, "_"));
  const valueIn = (chunk, key) => shaped(valueOf(chunk), key, meanings);

  function fromFile(text) {
    const parts = split(text);
    const values = {};
    for (const chunk of parts.chunks) {
      const key = keyOf(chunk);
      const value = key && valueIn(chunk, key);
      if (!isEmpty(value)) values[key.name] = value;
    }
    values[body] = parts.body.trimEnd();
    values[source] = text;
    return values;
  }

  function toFile(values) {
    const before = split(values[source] ?? "---\n---\n\n");
    const left = new Map(keys.map((key) => [key.name, key]));
    const lines = [...before.before];
    for (const chunk of before.chunks) {
      const key = keyOf(chunk);
      if (!key || !left.delete(key.name)) lines.push(...chunk.lines);
      else lines.push(...chunkWith(chunk, key, values[key.name]));
    }
    for (const key of left.values()) {
      if (!isEmpty(values[key.name])) lines.push(...written(key.name, values[key.name]));
    }
    const text = kept((values[body] ?? "").trimEnd(), before.body);
    const rest = values[source] && text === before.body.trimEnd() ? before.body : text && `${text}\n`;
    return ["---", ...lines, "---", ""].join("\n").concat(rest || values[source] ? before.gap : "", rest);
  }

  function chunkWith(chunk, key, value) {
    const old = valueIn(chunk, key);
    if (isEmpty(value)) return isEmpty(old) ? chunk.lines : [];
    if (JSON.stringify(old) === JSON.stringify(value)) return chunk.lines;
    return [...written(chunk.key, value), ...chunk.lines.slice(1).filter((line) => line.startsWith("#"))];
  }

  return { fromFile, toFile };
}
