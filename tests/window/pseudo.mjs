// Two languages that nobody speaks, made of the English while the test runs: a long one, and one from right to left.
// They show what a translation would break. Neither is part of the program: the page is built once more, and put in the
// place of the one that the window shows.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const UI = fileURLToPath(new URL('../../ui/', import.meta.url));
const require = createRequire(new URL('../../ui/package.json', import.meta.url));

/** The line of the page at which its sentences can be changed, as it stands in its source. */
const AT = '{ useIsolating: false }';

/** Longer, accented, in brackets: a sentence that is cut off lacks its last bracket. */
function lengthened(text) {
  const accents = { a: 'á', e: 'ë', i: 'í', o: 'ö', u: 'ü', A: 'Â', E: 'É', I: 'Ï', O: 'Ö', U: 'Û', n: 'ñ' };
  // Short words grow most when they are translated.
  const growth = (length) => (length <= 10 ? 1 : length <= 30 ? 0.6 : 0.4);
  const line = (words) => {
    const [, number, rest, space] = /^(\s*(?:\d+\.\s+)?)(.*?)(\s*)$/s.exec(words);
    if (!/[a-z]/i.test(rest)) return words;
    const filling = 'lörem ïpsum dolör sít ámet '
      .repeat(20)
      .slice(0, Math.ceil(rest.length * growth(rest.length)));
    return `${number}[${rest.replaceAll(/[aeiouAEIOUn]/g, (letter) => accents[letter])} ${filling.trim()}]${space}`;
  };
  return text.split('\n').map(line).join('\n');
}

/** Written from right to left, by the control characters that Arabic and Hebrew text does without. */
function mirrored(text) {
  const line = (words) => words.replace(/^(\s*(?:\d+\.\s+)?)(.*\S)/s, '$1\u202E$2\u202C');
  return text.split('\n').map(line).join('\n');
}

export const PSEUDO = {
  long: { change: lengthened, direction: 'ltr' },
  mirrored: { change: mirrored, direction: 'rtl' },
};

let built;

/** The page's code and style, with `globalThis.pseudo` between the sentences and the page. */
function page() {
  built ??= (async () => {
    const { build } = await import(pathToFileURL(require.resolve('vite')));
    let changed = 0;
    const { output } = await build({
      root: UI,
      logLevel: 'error',
      plugins: [
        {
          name: 'pseudo',
          enforce: 'pre',
          transform(code, id) {
            if (!id.endsWith('/lib/sentences.ts')) return undefined;
            changed = code.split(AT).length - 1;
            return code.replace(AT, '{ useIsolating: false, transform: globalThis.pseudo }');
          },
        },
      ],
      build: {
        write: false,
        cssCodeSplit: false,
        rolldownOptions: { input: `${UI}src/main.ts`, output: { format: 'iife', codeSplitting: false } },
      },
    });
    assert.equal(changed, 1, `the page has ${changed} times ${AT}`);
    const of = (end) => {
      const found = output.filter(({ fileName }) => fileName.endsWith(end));
      assert.equal(found.length, 1, `${found.length} files end in ${end}`);
      return found[0].code ?? found[0].source;
    };
    return { code: of('.js'), style: of('.css') };
  })();
  return built;
}

/** Puts the page in a language of `PSEUDO` in the place of the one that is shown; the program goes on where it is. */
export async function speak(session, { change, direction }) {
  const { code, style } = await page();
  await session.run(
    `const [style, direction] = arguments;
     globalThis.pseudo = ${change};
     document.querySelectorAll('link[rel=stylesheet]').forEach((link) => link.remove());
     const sheet = new CSSStyleSheet();
     sheet.replaceSync(style);
     document.adoptedStyleSheets = [sheet];
     document.documentElement.dir = direction;
     const app = document.createElement('div');
     app.id = 'app';
     document.body.replaceChildren(app);`,
    style,
    direction,
  );
  // As a task of the page: inside a driver's call the web view runs promises in the middle of what is synchronous.
  const start = `setTimeout(() => { try { ${code}\n done(null); } catch (error) { done(String(error)); } });`;
  assert.equal(await session.wait(`const [done] = arguments; ${start}`), null);
}

/** Text that stands outside of the window or of its box, or that its box cuts off; and a page that scrolls sideways. */
export function misfits(session) {
  return session.run(() => {
    /** A glyph may stand a little out of a line that is set close. */
    const SIDEWAYS = 1.5;
    const UPRIGHT = 6;
    const found = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} px wide`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const { currentNode: node } = walker;
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest('.visually-hidden, select, svg, script, style')) continue;
      if (!parent.checkVisibility()) continue;
      range.selectNodeContents(node);
      const say = (what) => found.push(`${what}: ${parent.tagName} ${node.data.trim().slice(0, 60)}`);
      let block = parent;
      while (getComputedStyle(block).display.startsWith('inline')) {
        if (getComputedStyle(block).display !== 'inline') break;
        block = block.parentElement;
      }
      for (const text of range.getClientRects()) {
        if (text.width === 0) continue;
        if (text.left < -SIDEWAYS || text.right > innerWidth + SIDEWAYS) say('outside of the window');
        const box = block.getBoundingClientRect();
        // The space at the end of a line of preformatted text hangs out, and is not to be seen.
        if (
          block.scrollWidth > block.clientWidth + SIDEWAYS &&
          (text.left < box.left - SIDEWAYS || text.right > box.right + SIDEWAYS)
        )
          say('wider than its box');
        const scrolls = /auto|scroll/.test(getComputedStyle(block).overflowY);
        if (!scrolls && (text.top < box.top - UPRIGHT || text.bottom > box.bottom + UPRIGHT))
          say('higher than its box');
        for (let above = block; above; above = above.parentElement) {
          const { overflowX, overflowY, textOverflow } = getComputedStyle(above);
          const around = above.getBoundingClientRect();
          const cuts = (overflow) => overflow === 'hidden' || overflow === 'clip';
          if (textOverflow === 'ellipsis' && above.scrollWidth > above.clientWidth) say('cut short');
          if (cuts(overflowX) && (text.left < around.left - SIDEWAYS || text.right > around.right + SIDEWAYS))
            say('cut off');
          if (cuts(overflowY) && text.bottom > around.bottom + UPRIGHT) say('cut off below');
        }
      }
    }
    return [...new Set(found)];
  });
}
