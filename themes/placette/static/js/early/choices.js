// What a visitor chose on this device, before anything is drawn: the page would flash otherwise.
try {
  const { dataset } = document.documentElement;
  const theme = localStorage.getItem("placette-theme");
  const comfort = localStorage.getItem("placette-comfort");
  if (theme === "light" || theme === "dark") dataset.theme = theme;
  if (comfort) dataset.comfort = comfort;
} catch { /* Storage is refused: nothing was chosen. */ }
