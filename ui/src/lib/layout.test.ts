import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>(['../**/*.svelte', '../**/*.css'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The rules of every style sheet and component. */
const styles = Object.entries(sources).map(([path, text]): [string, string] => [
  path,
  path.endsWith('.css') ? text : (/<style>([^]*)<\/style>/.exec(text)?.[1] ?? ''),
]);

/** What knows left and right. Four values that differ do, too. */
const SIDES =
  /^\s*(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b|(?:left|right)\s*:|border-(?:top|bottom)-(?:left|right)|(?:text-align|float|clear)\s*:\s*(?:left|right))/;
const FOUR_VALUES = /^\s*(?:margin|padding|inset|border-width)\s*:\s*([^;]+);/;

/** The values of a shorthand; a function is one. */
function values(text: string): string[] {
  let depth = 0;
  const parts = [''];
  for (const letter of text.trim()) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ' ' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.filter((part) => part !== '');
}

function sided(line: string): boolean {
  const [, right, , left] = values(FOUR_VALUES.exec(line)?.[1] ?? '');
  return SIDES.test(line) || (left !== undefined && left !== right);
}

describe('the layout', () => {
  it('says start and end, so that it is mirrored where text runs from right to left', () => {
    expect(styles.filter(([, rules]) => rules !== '').length).toBeGreaterThan(10);
    const found = styles.flatMap(([path, rules]) =>
      rules
        .split('\n')
        .filter(sided)
        .map((line) => `${path}: ${line.trim()}`),
    );
    // A sign drawn of two edges and turned by an angle: it is mirrored by a rule of its own.
    expect(found).toEqual(['../styles/base.css: border-width: 0 2px 2px 0;']);
  });

  it('knows what has sides', () => {
    expect(
      ['left: 0;', 'margin: 0 1px 2px 3px;', 'text-align: right;', 'padding-left: 1px'].every(sided),
    ).toBe(true);
    expect(
      ['inset-inline-start: 0;', 'margin: 0 1px 2px 1px;', 'padding: 1px calc(2px + 1px);'].some(sided),
    ).toBe(false);
  });
});

describe('the focus', () => {
  it('is outlined wherever the keyboard takes it, and no component takes that back', () => {
    // Not seen in the window test: a display without a window manager gives no page the focus.
    const rules = styles.flatMap(([path, text]) =>
      [...text.matchAll(/([^{}]+)\{([^{}]*outline[^{}]*)\}/g)].map(([, selector, body]) => ({
        path,
        selector: (selector ?? '').replace(/\/\*.*?\*\//gs, '').trim(),
        body: (body ?? '').trim().split(/\s*;\s*/),
      })),
    );
    expect(rules).toEqual([
      {
        path: expect.stringMatching(/styles\/base\.css$/),
        selector: ':focus-visible',
        body: ['outline: 3px solid var(--accent)', 'outline-offset: 2px', ''],
      },
      // Headings are no stop of Tab: a screen reader goes on from there.
      {
        path: expect.stringMatching(/styles\/base\.css$/),
        selector: 'h1:focus',
        body: ['outline: none', ''],
      },
    ]);
  });
});
