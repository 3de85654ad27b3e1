// Asks an engine one thing after the other, in Node.js and in a browser alike, and notes what each answer took.

// `open(load)` gives an engine with `search(query, typing)`, which gives the addresses that it found, best first.
// `read(name)` gives the text of a file at once, so that reading is no part of the script's time.
// Each session is a visitor: an engine just opened, and steps. Gives for each step what was found, loaded, and the milliseconds.
export async function runSessions(open, read, sessions) {
  const told = [];
  for (const steps of sessions) {
    let loaded = [];
    let reading = 0;
    const load = async (name) => {
      const start = performance.now();
      try {
        loaded.push(name);
        return JSON.parse(read(name, () => (reading += performance.now() - start)));
      } catch (error) {
        loaded.pop();
        throw error;
      }
    };
    let start = performance.now();
    const engine = await open(load);
    const opening = performance.now() - start - reading;
    const answers = [];
    for (const { query, typing } of steps) {
      reading = 0;
      start = performance.now();
      const found = await engine.search(query, typing);
      answers.push({ found, loaded, milliseconds: performance.now() - start - reading });
      loaded = [];
    }
    told.push({ opening, answers });
  }
  return told;
}
