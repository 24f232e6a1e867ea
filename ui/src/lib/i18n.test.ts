import { FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';

import { idOf, LANGUAGES, load, lookUp, preferred, type Language } from './i18n.svelte';

await Promise.all(LANGUAGES.map(load));

const locales = import.meta.glob<string>('../../../locales/*/*.ftl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const sources = import.meta.glob<string>(
  ['../**/*.svelte', '../**/*.ts', '!../**/*.test.ts', '!../stories/*'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);
const types = sources['../generated/types.ts'] ?? '';

function ids(language: string): string[] {
  return Object.entries(locales)
    .filter(([path]) => path.includes(`/${language}/`))
    .flatMap(([, text]) => new FluentResource(text).body)
    .flatMap(({ id, attributes }) => [id, ...Object.keys(attributes).map((name) => `${id}.${name}`)])
    .sort();
}

/** The values of a generated string enumeration. */
function values(type: string): string[] {
  const body = new RegExp(`export type ${type} =([^;]+);`).exec(types)?.[1] ?? '';
  return [...body.matchAll(/'([^']+)'/g)].map(([, value]) => value ?? '');
}

describe('the language files', () => {
  it('hold the same sentences in every language', () => {
    expect(ids('en').length).toBeGreaterThan(100);
    for (const language of LANGUAGES) expect(ids(language)).toEqual(ids('en'));
  });

  it('are of the languages that can be chosen, and no others', () => {
    const folders = new Set(Object.keys(locales).map((path) => path.split('/').at(-2)));
    expect([...folders].sort()).toEqual([...LANGUAGES].sort());
    const names = (within: Language) =>
      LANGUAGES.map((language) => lookUp(within, `window-language-${language}`));
    for (const language of LANGUAGES) {
      expect(names(language)).toEqual(['English', '日本語', 'Deutsch', 'Français', 'Español']);
    }
  });

  it('refer to nothing of another file, as each is read when something of it is said', () => {
    for (const [path, text] of Object.entries(locales)) {
      const own = new Set([...text.matchAll(/^(-?[a-z][\w-]*) *=/gm)].map(([, id]) => id ?? ''));
      const asked = [...text.matchAll(/\{ *(-?[a-z][\w-]*)(?:\.[\w-]+)? *[}(]/g)].map(([, id]) => id ?? '');
      expect([path, ...asked.filter((id) => !own.has(id))]).toEqual([path]);
    }
  });

  it('hold every sentence that the page names', () => {
    const named = Object.values(sources).flatMap((text) =>
      [...text.matchAll(/'((?:window|report|gap|error|compare)-[a-z0-9-]+[a-z0-9])'/g)].map(
        ([, id]) => id ?? '',
      ),
    );
    expect(named.length).toBeGreaterThan(30);
    for (const language of LANGUAGES) {
      expect(named.filter((id) => lookUp(language, id) === null)).toEqual([]);
    }
  });

  it('hold no sentence of the window that nothing names', () => {
    // Named by what a value is called: their own tests go through the values.
    const derived = /^(?:window-language|window-bundle|redaction|item|guide|error)-/;
    // The program says these beside the page; the last is not true on phones, where nothing goes on without the window.
    const icon = ['window-icon', 'window-icon-open', 'window-icon-send', 'window-icon-stop'];
    const later = ['window-background', ...icon, 'window-queued'];
    const text = Object.values(sources).join('\n');
    const own = new FluentResource(locales['../../../locales/en/window.ftl'] ?? '').body.map(({ id }) => id);
    expect(own.length).toBeGreaterThan(100);
    const unused = own.filter((id) => !derived.test(id) && !later.includes(id) && !text.includes(`'${id}'`));
    expect(unused).toEqual([]);
  });

  it.each([
    ['cause', 'Cause', ['', '.what', '.fix']],
    ['kind', 'SourceKind', ['']],
    ['state', 'MilestoneState', ['', '.meaning']],
    ['milestone', 'Milestone', ['']],
    ['outcome', 'Outcome', ['']],
    ['answer', 'Answer', ['']],
    ['confidence', 'Confidence', ['']],
    ['platform', 'Platform', ['']],
    ['item', 'ItemKind', ['']],
    ['level', 'Level', ['']],
    ['clock', 'Clock', ['']],
    ['error', 'ErrorCode', ['-what', '-next']],
    ['error', 'OwnErrorCode', ['-what', '-next']],
    ['error', 'FailureCode', ['-what', '-next']],
    ['gap-reason', 'Reason', ['']],
  ])('hold %s-… for every %s', (prefix, type, endings) => {
    const vocabulary = values(type);
    expect(vocabulary.length).toBeGreaterThan(1);
    const wanted = vocabulary.flatMap((value) => endings.map((ending) => idOf(prefix, value) + ending));
    for (const language of LANGUAGES) {
      expect(wanted.filter((id) => lookUp(language, id) === null)).toEqual([]);
    }
  });
});

describe('looking up', () => {
  it('puts values in without marks around them', () => {
    expect(lookUp('en', 'verdict-name', { host: 'scep.example' })).toBe(
      "This device can't find the server scep.example.",
    );
    expect(lookUp('en', 'no-such-id')).toBeNull();
    expect(lookUp('en', 'state-seen.no-such-attribute')).toBeNull();
  });

  it('sets the colon behind a label as each language does', () => {
    const labels = LANGUAGES.map((language) => lookUp(language, 'report-label', { label: 'X' }));
    expect(labels).toEqual(['X:', 'X:', 'X:', 'X\u00a0:', 'X:']);
  });

  it('counts as each language does', () => {
    const records = (count: number) =>
      LANGUAGES.map((language) =>
        lookUp(language, 'window-evidence-count', { count })?.replaceAll(/[\u00a0\u202f]/g, ' '),
      );
    expect(records(0)).toEqual(['0 records', '0 件の記録', '0 Einträge', '0 entrée', '0 entradas']);
    expect(records(1)).toEqual(['1 record', '1 件の記録', '1 Eintrag', '1 entrée', '1 entrada']);
    expect(records(12345)).toEqual([
      '12,345 records',
      '12,345 件の記録',
      '12.345 Einträge',
      '12 345 entrées',
      '12.345 entradas',
    ]);
  });

  it('makes message ids of vocabulary ids', () => {
    expect(idOf('cause', 'dns_failure')).toBe('cause-dns-failure');
  });
});

describe('the preferred language', () => {
  it.each([
    [['ja-JP', 'en'], 'ja'],
    [['de-DE', 'ja'], 'de'],
    [['it-IT', 'fr-CA', 'en'], 'fr'],
    [['es-419'], 'es'],
    [['en-GB'], 'en'],
    [['nl', 'jav', 'fro'], 'en'],
    [[], 'en'],
  ])('%j is %s', (wanted, language) => {
    expect(preferred(wanted)).toBe(language);
  });
});
