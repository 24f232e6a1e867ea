import { describe, expect, it } from 'vitest';

import { STORIES } from './stories';

const components = Object.keys(import.meta.glob('../components/*.svelte')).map((path) =>
  path.replace(/^.*\/(\w+)\.svelte$/, '$1'),
);

describe('the story pages', () => {
  it('show every component, and none that is not there', () => {
    expect(components.length).toBeGreaterThan(20);
    const shown = new Set(Object.values(STORIES).flatMap(({ shows }) => shows));
    expect([...shown].toSorted()).toEqual(components.toSorted());
  });
});
