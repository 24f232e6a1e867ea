import { describe, expect, it } from 'vitest';

import { words } from './i18n.svelte';
import { sourceName } from './sources';

describe('the sources of a device', () => {
  it('have names, and the id where they have none', async () => {
    await words.choose('en');
    expect(sourceName('windows.events.mdm_admin')).toBe('Event log of device management');
    expect(sourceName('future.source')).toBe('future.source');
    expect(sourceName('a\u202Eb')).toBe('a\uFFFDb');
  });
});
