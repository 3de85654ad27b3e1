// Larger, wider or plainer letters for those who read better so, remembered on this device.
const KEY = "placette-comfort";
const root = document.documentElement;
const panel = document.querySelector("[data-comfort-choices]");
const chosenNow = () => (root.dataset.comfort || "").split(" ").filter(Boolean);

const remember = (chosen) => {
  try {
    localStorage[chosen.length ? "setItem" : "removeItem"](KEY, chosen.join(" "));
  } catch { /* Storage is refused: the choice holds for this page. */ }
};

const apply = (chosen) => {
  if (chosen.length) root.dataset.comfort = chosen.join(" ");
  else delete root.dataset.comfort;
  for (const button of panel.querySelectorAll("[data-choice]")) {
    button.ariaPressed = chosen.includes(button.dataset.choice);
  }
};

if (panel) {
  panel.addEventListener("toggle", () => {
    panel.append(panel.querySelector("template").content);
    apply(chosenNow());
  });
  panel.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choice]")?.dataset.choice;
    if (!choice) return;
    const before = chosenNow();
    const chosen = before.includes(choice) ? before.filter((one) => one !== choice) : [...before, choice];
    remember(chosen);
    apply(chosen);
  });
}
