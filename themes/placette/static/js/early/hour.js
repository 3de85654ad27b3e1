// The hour where the visitor is, for the drawn horizon.
const hour = new Date().getHours();
document.documentElement.dataset.hour =
  hour < 6 || hour > 21 ? "night" : hour < 9 ? "dawn" : hour > 18 ? "dusk" : "day";
