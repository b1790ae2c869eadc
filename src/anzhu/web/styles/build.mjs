// Builds what the site serves and the paper needs, from installed packages: `npm run build`.
// build/static/anzhu.css   Bootstrap reduced to what is used, and our theme
// build/static/anzhu.js    the small behaviours every page may use, in one file
// build/static/htmx.min.js build/fonts/*.ttf   copies
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..", "..");
const packages = join(root, "node_modules");
const out = join(root, "build", "static");
const fonts = join(root, "build", "fonts");
const behaviours = join(here, "..", "static", "anzhu", "js", "everywhere");
const CSS_AT_MOST = 24 * 1024;

mkdirSync(out, { recursive: true });
mkdirSync(fonts, { recursive: true });

const css = sass.compile(join(here, "anzhu.scss"), {
  style: "compressed",
  loadPaths: [packages],
  quietDeps: true,
  silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
}).css;
writeFileSync(join(out, "anzhu.css"), css);

const scripts = readdirSync(behaviours).filter((name) => name.endsWith(".js")).sort();
const js = scripts.map((name) => readFileSync(join(behaviours, name), "utf8")).join("\n");
writeFileSync(join(out, "anzhu.js"), js);
copyFileSync(join(packages, "htmx.org", "dist", "htmx.min.js"), join(out, "htmx.min.js"));

for (const [folder, family] of [["noto-serif-sc", "NotoSerifSC"], ["noto-sans-sc", "NotoSansSC"]]) {
  for (const weight of ["400Regular", "700Bold"]) {
    copyFileSync(
      join(packages, "@expo-google-fonts", folder, weight, `${family}_${weight}.ttf`),
      join(fonts, `${family}-${weight.slice(3)}.ttf`),
    );
  }
}

const size = gzipSync(css).length;
console.log(`anzhu.css ${size} bytes gzip, anzhu.js ${gzipSync(js).length}`);
if (size > CSS_AT_MOST) {
  console.error(`anzhu.css is larger than ${CSS_AT_MOST} bytes gzip`);
  process.exit(1);
}
