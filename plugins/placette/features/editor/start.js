import CMS from "./sveltia/npm/index.js";
import { formatOf } from "./texts.js";
import { CONFIGURATION, FORMATS } from "./site.js";

for (const [kind, keys] of Object.entries(FORMATS.kinds)) {
  CMS.registerCustomFormat(`placette-${kind}`, "md", formatOf(keys, FORMATS));
}
document.querySelector("[data-waiting]")?.remove();
CMS.init({ config: { ...CONFIGURATION, load_config_file: false } });
