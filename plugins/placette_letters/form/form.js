/* The form with script: lighter photos, a text that is kept until it is sent, a proof of work, progress.
   One file for the page and for its worker, which solves the proof (ALTCHA, PoW v2). Everything works without it. */
(() => {
  "use strict";
  if (typeof document === "undefined") {
    const hex = buffer => Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, "0")).join("");
    const bytes = text => Uint8Array.from(text.match(/../g), pair => parseInt(pair, 16));
    const work = async challenge => {
      const { nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
      const rounds = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
      const start = bytes(nonce), password = new Uint8Array(start.length + 4), view = new DataView(password.buffer);
      password.set(start);
      for (let counter = 0; ; counter++) {
        view.setUint32(start.length, counter);
        const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
        const derivedKey = hex(await crypto.subtle.deriveBits(rounds, key, keyLength * 8));
        if (derivedKey.startsWith(keyPrefix)) return btoa(
          JSON.stringify({ challenge, solution: { counter, derivedKey } })
        );
      }
    };
    onmessage = ({ data }) => work(data).catch(() => "").then(proof => postMessage(proof));
    return;
  }

  const SIDE = 2400, QUALITY = .85, FRESH = 600000, PATIENCE = 60000, KEPT = ["title", "text"];
  const script = document.currentScript.src, opened = performance.now();
  let photos = [], busy = Promise.resolve(), proof = null, sending = false;
  const one = (selector, root = document) => root.querySelector(selector);
  const form = () => one("form");

  // A proof is begun when somebody begins to write, and made anew when it has waited too long.
  const prove = () => {
    if (!proof || Date.now() - proof.since > FRESH) proof = { since: Date.now(), made: solve().catch(() => "") };
    return proof.made;
  };
  const solve = async () => {
    const challenge = await (await fetch("/challenge")).json();
    const worker = new Worker(script);
    try {
      return await new Promise((done, failed) => {
        worker.onmessage = ({ data }) => done(data);
        worker.onerror = failed;
        setTimeout(failed, PATIENCE);
        worker.postMessage(challenge);
      });
    } finally { worker.terminate(); }
  };

  // Drawing a photo again keeps its orientation and nothing else that the file told. What can't be drawn goes as it is.
  const draw = async file => {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height)), canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const pen = canvas.getContext("2d", { alpha: false });
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const light = await new Promise(done => canvas.toBlob(done, "image/jpeg", QUALITY));
    return { file: light, name: `${file.name.replace(/\.\w+$/, "")}.jpg`, url: URL.createObjectURL(light) };
  };
  const shrink = file => draw(file).catch(() => ({ file, name: file.name }));
  const show = () => {
    const list = one(".photos");
    if (!list) return;
    list.hidden = !photos.length;
    list.replaceChildren(...photos.map(photo => {
      const item = document.createElement("li"),
        name = document.createElement("span"),
        remove = document.createElement("button");
      if (photo.url) { const image = new Image(); image.src = photo.url; image.alt = ""; item.append(image); }
      name.textContent = photo.name;
      remove.type = "button";
      remove.className = "plain";
      remove.textContent = form().dataset.remove;
      remove.setAttribute("aria-label", `${form().dataset.remove}, ${photo.name}`);
      remove.onclick = () => {
        photos = photos.filter(other => other !== photo);
        URL.revokeObjectURL(photo.url);
        show();
        one("#photos").focus();
      };
      item.append(name, remove);
      return item;
    }));
  };
  const choose = ({ target }) => {
    const files = [...target.files];
    target.value = "";
    busy = busy.then(async () => {
      for (const file of files) {
        const photo = await shrink(file);
        photos = [...photos, photo]; // as it is now: another may have been taken away meanwhile
        show();
      }
    });
  };

  // The text only: neither a name nor an address stays in a browser that others may use.
  const place = () => `letter:${form().elements.kind.value}`;
  const store = action => { try { return action(localStorage); } catch { return null; } };
  const texts = () => KEPT.map(name => form().elements[name]).filter(Boolean);
  const tell = sentence => {
    if (one(".draft span").textContent === sentence) return;
    one(".draft span").textContent = sentence;
    one(".draft").hidden = !sentence;
  };
  const keep = () => {
    const values = Object.fromEntries(texts().map(field => [field.name, field.value]));
    const any = Object.values(values).some(Boolean);
    store(kept => any ? kept.setItem(place(), JSON.stringify(values)) : kept.removeItem(place()));
    tell(any ? form().dataset.kept : "");
  };
  const restore = () => {
    const kept = store(all => JSON.parse(all.getItem(place())));
    if (!kept || texts().some(field => field.value)) return;
    texts().forEach(field => { field.value = kept[field.name] || ""; });
    tell(form().dataset.found);
  };
  const forget = () => {
    store(kept => kept.removeItem(place()));
    texts().forEach(field => { field.value = ""; });
    tell("");
    form().elements.text.focus();
  };

  const say = (sentence, share = null) => {
    one(".sending").textContent = sentence;
    one("progress").hidden = share === null;
    one("progress").value = share || 0;
    sending = share !== null;
    one("[type=submit]").toggleAttribute("aria-disabled", sending);
  };
  const post = data => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/");
    request.responseType = "document";
    request.upload.onprogress = ({ loaded, total }) => { one("progress").value = loaded / total; };
    request.onload = () => done(request);
    request.onerror = request.ontimeout = failed;
    request.send(data);
  });
  const send = async event => {
    event.preventDefault();
    if (sending) return;
    say(form().dataset.preparing, 0);
    await busy;
    const solved = await prove(), data = new FormData(form());
    data.set("proof", solved);
    data.delete("photos");
    photos.forEach(photo => data.append("photos", photo.file, photo.name));
    if (
      [...data.values()].reduce((sum, value) => sum + (value.size || 0), 0) > form().dataset.limit
    ) return say(form().dataset.large);
    const delay = form().dataset[solved ? "delay" : "delayWithoutProof"] * 1000 + 1000;
    await new Promise(done => setTimeout(done, Math.max(0, delay - (performance.now() - opened))));
    say(form().dataset.sending, 0);
    proof = null;
    try { answer(await post(data)); } catch { say(form().dataset.failed); }
  };
  const answer = request => {
    if (request.status === 200) {
      store(kept => kept.removeItem(place()));
      location.assign(request.responseURL);
      return;
    }
    const main = one("main", request.response), old = one("#document"), again = one("#document", main);
    say("");
    document.title = request.response.title;
    if (old && again) { old.className = again.className; again.replaceWith(old); }
    if (!one("form", main)) { say(one(".lead", main).textContent); return; }
    one("#summary", main)?.removeAttribute("autofocus");
    one("main").replaceWith(main);
    one(".again")?.remove();
    begin();
    one("#summary")?.focus();
  };

  const begin = () => {
    const page = form();
    page.addEventListener("input", () => { prove(); keep(); });
    page.addEventListener("submit", send);
    one("#photos")?.addEventListener("change", choose);
    one("#photos")?.classList.add("listed");
    one(".draft button").onclick = forget;
    show();
    restore();
  };
  begin();
})();
