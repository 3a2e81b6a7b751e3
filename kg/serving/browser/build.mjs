// Bundles src/ into ../static/bundle: `npm ci && node build.mjs`.
// Everything the pages load is written there, with the licences of what was bundled; nothing is fetched at run time.
import { existsSync } from "node:fs";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "bundle");

/**
 * Two libraries would add a <style> element, which `style-src 'self'` forbids. A patch that no longer fits fails the
 * build, so that an update can't quietly bring the blocked element back.
 */
const PATCHES = [
  {
    // style-mod adopts constructed style sheets in shadow roots only; documents can do so just as well
    file: /[\\/]style-mod[\\/]src[\\/]style-mod\.js$/,
    from: "if (!root.head && root.adoptedStyleSheets && win.CSSStyleSheet)",
    to: "if (root.adoptedStyleSheets && win.CSSStyleSheet)",
  },
  {
    // the one rule of cytoscape's own sheet is in explorer.css
    file: /[\\/]cytoscape[\\/]dist[\\/]cytoscape\.esm\.mjs$/,
    from: "var stylesheetAlreadyExists = document.getElementById(stylesheetId) != null;",
    to: "var stylesheetAlreadyExists = true;",
  },
];

/** Applies PATCHES to the files that they name. */
const patches = {
  name: "patches",
  setup(run) {
    const applied = new Set();
    for (const patch of PATCHES) {
      run.onLoad({ filter: patch.file }, async ({ path }) => {
        const text = await readFile(path, "utf8");
        if (text.split(patch.from).length !== 2) throw new Error(`the patch of ${path} no longer fits: see build.mjs`);
        applied.add(patch);
        return { contents: text.replace(patch.from, patch.to), loader: "js" };
      });
    }
    run.onEnd(() => {
      const missed = PATCHES.filter((patch) => !applied.has(patch));
      if (missed.length) return { errors: missed.map((patch) => ({ text: `no file was patched by ${patch.file}` })) };
      return undefined;
    });
  },
};

/** The names of the npm packages that went into a bundle. */
function packagesOf(metafile) {
  const names = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) names.add(match[1]);
  }
  return [...names].sort();
}

/** The text of LICENSES.txt: each bundled package with its version, licence and notice. */
async function licences(names) {
  const parts = ["The files beside this one contain code of these packages.\n"];
  for (const name of names) {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence file`);
    const notice = (await readFile(join(folder, file), "utf8")).trim();
    parts.push(`${"=".repeat(80)}\n${name} ${version} (${license})\n\n${notice}\n`);
  }
  return parts.join("\n");
}

await rm(out, { recursive: true, force: true });
const common = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "none", // LICENSES.txt has them in full
  logLevel: "warning",
  metafile: true,
  minify: true,
  outdir: out,
  target: "es2022",
};
const modules = await build({
  ...common,
  chunkNames: "[name]-[hash]",
  entryPoints: { explorer: "src/main.js" },
  format: "esm",
  plugins: [patches],
  splitting: true,
});
const early = await build({ ...common, entryPoints: { early: "src/early.js" }, format: "iife" });
await writeFile(join(out, "LICENSES.txt"), await licences(packagesOf(modules.metafile)));

for (const { outputs } of [modules.metafile, early.metafile]) {
  for (const path of Object.keys(outputs)) {
    const file = join(here, path);
    if (!existsSync(file)) continue;
    const bytes = await readFile(file);
    const size = (count) => `${(count / 1024).toFixed(1)} KB`.padStart(9);
    console.log(`${path.split("/").pop().padEnd(24)}${size(bytes.length)}${size(gzipSync(bytes).length)} gzip`);
  }
}
