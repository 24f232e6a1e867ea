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
