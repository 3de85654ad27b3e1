// The corpus as an Astro site: the same texts, lists and feeds as the small Hugo site.
import { defineConfig } from "astro/config";

export default defineConfig({ site: "https://banc.example", outDir: "./built", cacheDir: "./cache" });
