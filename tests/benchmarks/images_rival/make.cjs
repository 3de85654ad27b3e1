// Makes every photo of a folder small with eleventy-img, its settings as they come: node make.cjs PHOTOS OUTPUT WIDTHS FORMATS
const fs = require("node:fs");
const path = require("node:path");
const Image = require("@11ty/eleventy-img");

const [photos, outputDir, widths, formats] = process.argv.slice(2);
const options = {
  widths: widths.split(",").map(Number),
  formats: formats.split(","),
  outputDir,
  filenameFormat: (_id, source, width, format) => `${path.parse(source).name}-${width}.${format}`,
};

Promise.all(fs.readdirSync(photos).sort().map((name) => Image(path.join(photos, name), options))).catch((error) => {
  console.error(error);
  process.exit(1);
});
