// Brings the files of the index: by fetch from a server, by script elements where a page was opened as a file.

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

/** What openIndex loads with: a function that brings the file of a name, from below an absolute address. */
export const makeLoader = (dataUrl) => (String(dataUrl).startsWith("file:") ? fromScripts(dataUrl) : fromServer(dataUrl));
