// The visitor's own Mastodon server: asked for once, remembered on this device alone. Without script the link explains.
const KEY = "placette-mastodon";
const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const link = document.querySelector("[data-mastodon]");
const parts = document.querySelector(".share template")?.content;
const dialog = parts?.lastElementChild;

/** The server in what people write (piaille.fr, @me@piaille.fr, https://piaille.fr/@me); empty for anything else. */
const serverOf = (written) => {
  const found = written
    .trim()
    .replace(/^@?[^@/:\s]+@(?=[^@]+$)/, "")
    .match(/^(?:https?:\/\/)?([^/@:?#\s]+)(?:\/.*)?$/i);
  try {
    const { hostname } = new URL(`https://${found?.[1] ?? ""}`);
    return HOST.test(hostname) ? hostname : "";
  } catch { return ""; }
};

// What is stored may come from anywhere: a name of a server, or nothing.
const remembered = () => {
  try {
    const stored = localStorage.getItem(KEY) ?? "";
    return HOST.test(stored) ? stored : "";
  } catch { return ""; }
};

const remember = (server) => {
  try {
    localStorage[server ? "setItem" : "removeItem"](KEY, server);
  } catch { /* Storage is refused: the server holds for this page. */ }
};

const equip = () => {
  const explained = link.getAttribute("href");
  const named = link.textContent;
  const change = parts.firstElementChild;
  const fault = dialog.querySelector("#share-fault");
  const forget = dialog.querySelector("[data-mastodon-forget]");
  const [form, label, input] = ["form", "label", "input"].map((tag) => document.createElement(tag));
  let server = "";

  const show = (chosen) => {
    server = chosen;
    link.href = server ? link.dataset.mastodon.replace("{server}", server) : explained;
    link.textContent = named + (server && ` (${server})`);
    if (server) link.parentNode.after(change);
    else change.remove();
    forget.hidden = !server;
  };
  const blame = (words) => {
    fault.textContent = words;
    fault.hidden = !words;
    input.ariaInvalid = Boolean(words);
  };
  const ask = () => {
    blame("");
    input.value = server || dialog.dataset.server;
    if (!dialog.open) {
      document.body.append(dialog);
      dialog.showModal();
    }
    input.select();
  };

  form.className = "share__form";
  form.noValidate = true;
  form.append(...dialog.childNodes);
  dialog.append(form);
  Object.assign(input, {
    className: "chip share__server",
    name: "server",
    inputMode: "url",
    autocapitalize: "none",
    autocomplete: "off",
    spellcheck: false,
    maxLength: 300
  });
  input.setAttribute("aria-describedby", "share-fault share-note");
  const field = dialog.querySelector("p");
  label.append(...field.childNodes, input);
  field.append(label);

  link.addEventListener("click", (event) => {
    if (server) return;
    event.preventDefault();
    ask();
  });
  change.addEventListener("click", ask);
  dialog.querySelector("[data-mastodon-cancel]").addEventListener("click", () => dialog.close());
  forget.addEventListener("click", () => {
    remember("");
    show("");
    dialog.close();
    link.focus();
    document.querySelector("[data-share-status]").textContent = dialog.dataset.forgotten;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = serverOf(input.value);
    if (!chosen) {
      blame(fault.dataset.words);
      input.focus();
      return;
    }
    remember(chosen);
    show(chosen);
    dialog.close();
    link.click();
  });
  show(remembered());
};

if (link && dialog?.showModal) equip();
