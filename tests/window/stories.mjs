// Every story page in the system's web view, light and dark, wide and narrow: photographed, looked at by axe, and no
// wider than its window. Pictures go to target/window-test/stories/.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { violations } from './accessible.mjs';
import { openDesk } from './desk.mjs';
import { MINI_BROWSER, serveStories } from './pages.mjs';
import { Session, until } from './webdriver.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SHOTS = join(ROOT, 'target', 'window-test', 'stories');
const LANGUAGES = ['en', 'ja', 'de', 'fr', 'es'];
/** Widths in CSS pixels: a desktop's, what 125 % and 200 % leave of it, a phone's, and the narrowest. */
const WIDTHS = { wide: 1100, zoomed: 880, doubled: 550, phone: 360, narrowest: 320 };
const PHOTOGRAPHED = ['wide', 'narrowest'];
const HEIGHT = 900;
/** The browser around the frame. */
const WINDOW = [1150, 1050];

execFileSync('npm', ['run', '--silent', 'build:stories', '--prefix', 'ui'], { cwd: ROOT, stdio: 'inherit' });
mkdirSync(SHOTS, { recursive: true });
const wanted = process.argv.slice(2);
const names = storyNames().filter((name) => wanted.length === 0 || wanted.includes(name));
const pages = await serveStories(HEIGHT);
let failures = 0;
for (const dark of [false, true]) {
  const desk = await openDesk({ dark });
  const session = await Session.browse(desk.browsers, MINI_BROWSER);
  try {
    await session.size(...WINDOW);
    for (const [at, name] of names.entries()) {
      const title = `${name} (${dark ? 'dark' : 'light'})`;
      try {
        await look(session, name, LANGUAGES[(at + Number(dark)) % LANGUAGES.length], dark);
        console.log(`ok      ${title}`);
      } catch (error) {
        failures += 1;
        console.error(`FAILED  ${title}\n${error.stack}`);
      }
    }
  } finally {
    await session.close();
    await desk.close();
  }
}
pages.close();
process.exitCode = failures === 0 ? 0 : 1;

/** One story in one language, at every width. */
async function look(session, name, language, dark) {
  const page = `stories.html?story=${name}&language=${language}`;
  // In a frame the page has the width that is asked for, however narrow a window the system allows.
  await session.go(`${pages.address}/frame?${encodeURIComponent(page)}`);
  await session.enter('iframe');
  for (const [size, width] of Object.entries(WIDTHS)) {
    await session.run("frameElement.style.width = arguments[0] + 'px'", width);
    await until('the story stands', () =>
      session.run(
        "return document.documentElement.dataset.story === 'stands' && innerWidth === arguments[0]",
        width,
      ),
    );
    const content = await session.run('return document.documentElement.scrollWidth');
    assert.ok(content <= width, `${size}: ${content} px of content in ${width} px`);
    if (!PHOTOGRAPHED.includes(size)) continue;
    const as = `${name}-${size}-${language}-${dark ? 'dark' : 'light'}.png`;
    writeFileSync(join(SHOTS, as), await session.screenshot());
    assert.deepEqual(await violations(session), []);
  }
  assert.equal(await session.run("return matchMedia('(prefers-color-scheme: dark)').matches"), dark);
  assert.equal(await session.run('return document.documentElement.lang'), language);
  // No text of a log became a part of the page.
  assert.equal(await session.run("return document.querySelectorAll('main img, main script').length"), 0);
  assert.notEqual(await session.run('return document.title'), '1');
}

/** The names, as the page's own source has them. */
function storyNames() {
  const source = readFileSync(join(ROOT, 'ui', 'src', 'stories', 'stories.ts'), 'utf8');
  const stories = source.slice(source.indexOf('export const STORIES'));
  const found = [...stories.matchAll(/^  (?:'([a-z-]+)'|([a-z]+)): \{/gm)].map(
    ([, quoted, plain]) => quoted ?? plain,
  );
  assert.ok(found.length > 20, found.join(' '));
  return found;
}
