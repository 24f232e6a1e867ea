// Opens pages in Chromium, wide and narrow, in light and dark colours: run.mjs FOLDER PAGE…. What a person with a keyboard, a
// screen reader or little contrast would stumble over, whatever the page fetches, and what does not fit fails. A picture of
// each goes to FOLDER. Prints one line a page; exit code 1 where one failed.

import { writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { violations } from "../window/accessible.mjs";
import { Browser } from "./browser.mjs";

const WIDE = 1000;
/** The narrowest window that is supported, in CSS pixels. */
const NARROW = 320;

const [folder, ...pages] = process.argv.slice(2);
if (pages.length === 0) throw new Error("run.mjs FOLDER PAGE…");

const browser = await Browser.open();
let failed = 0;
try {
  for (const page of pages) {
    for (const width of [WIDE, NARROW]) {
      for (const dark of [false, true]) {
        const name = `${basename(page, ".html")}-${width}-${dark ? "dark" : "light"}`;
        await browser.show(pathToFileURL(resolve(page)).href, { dark, width });
        const faults = await look(dark);
        writeFileSync(
          join(folder, `${name}.png`),
          await browser.picture(width),
        );
        if (faults.length > 0) failed += 1;
        console.log(
          [
            `${faults.length === 0 ? "ok    " : "FAILED"} ${name}`,
            ...faults,
          ].join("\n    "),
        );
      }
    }
  }
} finally {
  await browser.close();
}
process.exitCode = failed === 0 ? 0 : 1;

/** What is wrong with the page that is shown. */
async function look(dark) {
  const { session } = browser;
  const page = await session.run(`return {
    title: document.title,
    language: document.documentElement.lang,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
    background: getComputedStyle(document.body).backgroundColor,
    fetched: performance.getEntriesByType('resource').map((entry) => entry.name),
    scripts: document.scripts.length,
    over: document.documentElement.scrollWidth - innerWidth,
  }`);
  const faults = [];
  if (page.title === "" || page.language === "")
    faults.push("it has no title or no language");
  if (page.fetched.length > 0)
    faults.push(`it fetches ${page.fetched.join(" ")}`);
  if (page.scripts > 0) faults.push("it holds a script");
  if (page.over > 0)
    faults.push(`it is ${page.over} pixels wider than the window`);
  // The mean of red, green and blue tells dark from light.
  const parts = page.background
    .match(/[\d.]+/g)
    .slice(0, 3)
    .map(Number);
  const isDark = parts.reduce((sum, part) => sum + part, 0) / 3 < 128;
  if (page.dark !== dark || isDark !== dark)
    faults.push(`its background is ${page.background}`);
  return [...faults, ...(await violations(session))];
}
