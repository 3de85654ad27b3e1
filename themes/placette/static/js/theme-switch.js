// Light, dark or the device's choice, remembered on this device. Without script the device's choice stands.
const KEY = "placette-theme";
const root = document.documentElement;
const group = document.querySelector("[data-theme-switch]");

const remembered = () => {
  try { return localStorage.getItem(KEY) || "auto"; } catch { return "auto"; }
};

const remember = (choice) => {
  try {
    localStorage[choice === "auto" ? "removeItem" : "setItem"](KEY, choice);
  } catch { /* Storage is refused: the choice holds for this page. */ }
};

const apply = (choice) => {
  const known = choice === "light" || choice === "dark";
  if (known) root.dataset.theme = choice;
  else delete root.dataset.theme;
  for (const button of group?.querySelectorAll("[data-theme-choice]") ?? []) {
    button.ariaPressed = button.dataset.themeChoice === (known ? choice : "auto");
  }
};

apply(remembered());
if (group) {
  group.hidden = false;
  group.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!choice) return;
    remember(choice);
    apply(choice);
  });
  addEventListener("storage", (event) => { if (event.key === KEY) apply(remembered()); });
}
