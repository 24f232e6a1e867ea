// Whether a person who uses a keyboard, a screen reader or little contrast gets along: axe-core's rules.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../ui/package.json', import.meta.url));
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What the page violates, one line a rule with the first element. A frame of it has no scripts, so that nothing can look
 * into it from here: the pages shown in one are looked at in tests/pages.
 */
export async function violations(session) {
  await session.run(`${axe}; window.axe = axe;`);
  return session.wait(
    `const [rules, done] = arguments;
     axe.run(document, { runOnly: rules, iframes: false }).then(
       ({ violations }) => done(violations.map((v) => v.id + ': ' + v.nodes[0].html + ' ' + v.nodes[0].failureSummary)),
       (error) => done([String(error)]),
     );`,
    RULES,
  );
}

/**
 * What has the focus, and how that is shown: whether there is an outline, its contrast to what is around it, and whether the element is
 * in sight. Null where nothing of the page has it.
 */
export function focus(session) {
  return session.run(() => {
    const element = document.activeElement;
    if (!document.hasFocus() || element === document.body) return null;
    const colour = (name) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext(
        '2d',
      );
      canvas.fillStyle = name;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([red, green, blue]) => {
      const [r, g, b] = [red, green, blue]
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const style = getComputedStyle(element);
    // The outline stands outside, on what the element itself stands on.
    let around = element.parentElement;
    while (around.parentElement && colour(getComputedStyle(around).backgroundColor)[3] < 255) {
      around = around.parentElement;
    }
    const [one, other] = [style.outlineColor, getComputedStyle(around).backgroundColor]
      .map((name) => luminance(colour(name)))
      .sort((a, b) => b - a);
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const middle = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return {
      element: `${element.tagName} "${element.textContent.trim().slice(0, 40)}"`,
      shown:
        element.matches(':focus-visible') &&
        style.outlineStyle !== 'none' &&
        parseFloat(style.outlineWidth) >= 2,
      contrast: (one + 0.05) / (other + 0.05),
      inside:
        left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && element.contains(middle),
    };
  });
}
