// The pictures of the guides, out of the pages that the test left: pictures.mjs PAGES OUT. Commit what changed.

import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { Browser } from "./browser.mjs";

const WIDTH = 1000;
/** How much is left around what is pictured. */
const MARGIN = 12;

/** By the picture's name: the page, and what of it. Text is a CSS selector of the first and the last element. */
const PICTURES = {
  analysis: { page: "analysis-25-admin-android-iis-500-1346", height: 560 },
  "analysis-flow": {
    page: "analysis-25-admin-android-iis-500-1346",
    elements: ["svg.flow", "svg.sequence"],
  },
  inspection: { page: "inspection", height: 900 },
  fleet: { page: "fleet", height: 1180 },
};

const [pages, out] = process.argv.slice(2);
if (out === undefined) throw new Error("pictures.mjs PAGES OUT");

const browser = await Browser.open();
try {
  for (const language of ["en", "ja"]) {
    for (const [name, { page, height, elements }] of Object.entries(PICTURES)) {
      const path = resolve(pages, `${page}-${language}.html`);
      await browser.show(pathToFileURL(path).href, {
        dark: false,
        width: WIDTH,
      });
      const clip = elements
        ? await around(elements)
        : { x: 0, y: 0, width: WIDTH, height };
      writeFileSync(
        join(out, `${name}-${language}.png`),
        await browser.part(clip),
      );
    }
  }
} finally {
  await browser.close();
}

/** The strip of the page from the first to the last of these elements. */
async function around(selectors) {
  const edges = await browser.session.run(
    `return arguments[0].map((selector) => document.querySelector(selector).getBoundingClientRect())
       .map(({ top, bottom }) => [top + scrollY, bottom + scrollY])`,
    selectors,
  );
  const top = Math.min(...edges.map(([top]) => top)) - MARGIN;
  const bottom = Math.max(...edges.map(([, bottom]) => bottom)) + MARGIN;
  return { x: 0, y: top, width: WIDTH, height: bottom - top };
}
