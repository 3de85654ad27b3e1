// Brings the files of the index: by fetch from a server, by script elements where a page was opened as a file.

const FIRST = "root";

/** Scripts that are awaited: each calls placetteIndex with the name of its file and what it holds. */
const fromScripts = (folder) => {
  const waiting = new Map();
  globalThis.placetteIndex = (name, value) => waiting.get(name)?.(value);
  return (name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    waiting.set(name, resolve);
    // Where the script has told what it holds, there is nothing left to reject.
    script.onload = script.onerror = () => {
      waiting.delete(name);
      script.remove();
      reject(new Error(name));
    };
    script.src = `${folder}${name}.js`;
    document.head.append(script);
  });
};

const fromServer = (folder) => async (name) => {
  const answer = await fetch(`${folder}${name}.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(name);
  return answer.json();
};

// A copy made for a disk holds scripts alone, and may lie on a server all the same: the first file tells.
const fromEither = (folder) => {
  let load = async (name) => {
    try {
      return await fromServer(folder)(name);
    } catch (error) {
      if (name !== FIRST) throw error;
      const scripts = fromScripts(folder);
      const value = await scripts(name);
      load = scripts;
      return value;
    }
  };
  return (name) => load(name);
};

/** What openIndex loads with: a function that brings the file of a name, from below an absolute address. */
export const makeLoader = (dataUrl) => (
  String(dataUrl).startsWith("file:") ? fromScripts(dataUrl) : fromEither(dataUrl)
);
