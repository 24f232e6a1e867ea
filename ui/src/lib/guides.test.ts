import { describe, expect, it } from 'vitest';

import { GUIDES, SYSTEMS } from './guides';
import { LANGUAGES, load, lookUp } from './i18n.svelte';

await Promise.all(LANGUAGES.map(load));

describe('the guides', () => {
  it.each(LANGUAGES)('say every step in %s, and no other', (language) => {
    for (const system of SYSTEMS) {
      expect(GUIDES[system].length).toBeGreaterThan(0);
      for (const { id, pictures } of GUIDES[system]) {
        const name = `guide-${system}-${id}`;
        expect(lookUp(language, name)).not.toBeNull();
        const said = pictures.map((_, at) => lookUp(language, `${name}-${at + 1}`));
        expect(said).not.toContain(null);
        expect(lookUp(language, `${name}-${pictures.length + 1}`)).toBeNull();
      }
    }
  });
});
