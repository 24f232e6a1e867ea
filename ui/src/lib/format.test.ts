import { describe, expect, it } from 'vitest';

import { baseName, count, duration, list, moment, size, stamp, steps, visible } from './format';

/** Which of the spaces that do not break is written depends on the age of the system's tables. */
const spaced = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('lists', () => {
  it('are written as the language writes them', () => {
    expect(list(['a', 'b', 'c'], 'en')).toBe('a, b, and c');
    expect(list(['a', 'b'], 'ja')).toBe('a、b');
    expect(list(['a', 'b'], 'de')).toBe('a und b');
    expect(list(['a'], 'fr')).toBe('a');
  });
});

describe('sizes and counts', () => {
  it('takes the largest unit that leaves at least 1', () => {
    expect(size(0, 'en')).toBe('0 bytes');
    expect(size(999, 'en')).toBe('999 bytes');
    expect(size(1_000, 'en')).toBe('1 kB');
    expect(size(1_540_000, 'en')).toBe('1.5 MB');
    expect(size(123_456_789, 'en')).toBe('123 MB');
    expect(size(5e15, 'en')).toBe('5,000 TB');
  });

  it('separates thousands as the language does', () => {
    expect(count(1234567, 'en')).toBe('1,234,567');
    expect(count(1234567, 'de')).toBe('1.234.567');
    expect(spaced(count(1234567, 'fr'))).toBe('1 234 567');
    expect(count(1234567, 'es')).toBe('1.234.567');
  });

  it('writes sizes as the language does', () => {
    expect(spaced(size(1_540_000, 'de'))).toBe('1,5 MB');
    expect(spaced(size(1_540_000, 'fr'))).toBe('1,5 Mo');
    expect(spaced(size(1_540_000, 'es'))).toBe('1,5 MB');
    expect(spaced(size(1, 'fr'))).toBe('1 octet');
  });
});

describe('times', () => {
  it('keeps what the source knew', () => {
    expect(stamp('2026-05-19T22:58:59.615Z')).toBe('2026-05-19 22:58:59.615 UTC');
    expect(stamp('2026-05-05T15:30:00-07:00')).toBe('2026-05-05 15:30:00-07:00');
    expect(stamp('2026-09-29T08:53:00')).toBe('2026-09-29 08:53:00');
    expect(stamp('09:14:25.5')).toBe('09:14:25.5');
  });
});

describe('names', () => {
  it('is the last part of a path or of an entry in an archive', () => {
    expect(baseName('/logs/OMADM.log')).toBe('OMADM.log');
    expect(baseName('C:\\logs\\a.evtx')).toBe('a.evtx');
    expect(baseName('/logs/diag.zip!inner/b.log')).toBe('b.log');
    expect(baseName('/logs/folder/')).toBe('folder');
    expect(baseName('/')).toBe('/');
  });
});

describe('remedies', () => {
  it('splits numbered lines and drops their numbers', () => {
    expect(steps('1. Open 10.0.0.1 first.\n  2. Then wait.\n\n')).toEqual([
      'Open 10.0.0.1 first.',
      'Then wait.',
    ]);
  });
});

describe('text out of a log', () => {
  it('shows what hides or reorders, and keeps lines', () => {
    expect(visible('a\u202Egol.exe')).toBe('a\uFFFDgol.exe');
    expect(visible('\u001B[31mred\u0007')).toBe('\uFFFD[31mred\uFFFD');
    expect(visible('x\u200By\uFEFF')).toBe('x\uFFFDy\uFFFD');
    expect(visible('one\n\ttwo 日本語 é')).toBe('one\n\ttwo 日本語 é');
    expect(visible('<img src=x>')).toBe('<img src=x>');
  });
});

describe('time spans', () => {
  it('are seconds below a minute and whole minutes from there on', () => {
    expect(duration(1, 'en')).toBe('1 second');
    expect(duration(59, 'en')).toBe('59 seconds');
    expect(duration(61, 'en')).toBe('2 minutes');
    expect(duration(120, 'ja')).toBe('2 分');
    expect(spaced(duration(60, 'de'))).toBe('1 Minute');
    expect(spaced(duration(2, 'fr'))).toBe('2 secondes');
    expect(spaced(duration(180, 'es'))).toBe('3 minutos');
  });
});

describe('moments', () => {
  it('show what is no time as it is', () => {
    expect(moment('soon', 'en')).toBe('soon');
    const at = (language: string) => moment('2026-11-23T12:15:00Z', language);
    expect(at('en')).toMatch(/^Nov 2[34], 2026/);
    expect(at('ja')).toMatch(/^2026\/11\/2[34]/);
    expect(at('de')).toMatch(/^2[34]\.11\.2026/);
    expect(at('fr')).toMatch(/^2[34] nov\. 2026/);
    expect(at('es')).toMatch(/^2[34] nov 2026/);
  });
});
