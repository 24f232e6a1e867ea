// The sentences: the same Fluent files that the programs without a window use.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

export const LANGUAGES = ['en', 'ja', 'de', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Arguments = Record<string, FluentVariable>;

const KEPT = 'language';
/** What only the administrator's program says is not part of the window. */
const files = import.meta.glob<string>(
  ['../../../locales/*/*.ftl', '!../../../locales/*/{fleet,inspection}.ftl'],
  { query: '?raw', import: 'default', eager: true },
);
/** Filled as languages are asked for: opening the window costs the parsing of one. */
const bundles = new Map<Language, FluentBundle>();

function bundleOf(language: Language): FluentBundle {
  let bundle = bundles.get(language);
  if (!bundle) {
    bundle = load(language);
    bundles.set(language, bundle);
  }
  return bundle;
}

function load(language: Language): FluentBundle {
  // Without isolation marks: a host name is copied out of a sentence as it is.
  const bundle = new FluentBundle(language, { useIsolating: false });
  for (const [path, text] of Object.entries(files)) {
    if (path.includes(`/locales/${language}/`)) bundle.addResource(new FluentResource(text));
  }
  return bundle;
}

/** The sentence of a message id (`id` or `id.attribute`), or null where no file has it. */
export function lookUp(language: Language, id: string, args: Arguments = {}): string | null {
  const [name = '', attribute] = id.split('.', 2);
  const bundle = bundleOf(language);
  const message = bundle.getMessage(name);
  const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
  return pattern ? bundle.formatPattern(pattern, args, []) : null;
}

/** The language that fits the system's best. */
export function preferred(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = LANGUAGES.find((known) => tag === known || tag.startsWith(`${known}-`));
    if (language) return language;
  }
  return 'en';
}

declare global {
  /** The system's languages, as the program knows them: a web view may know less. */
  var systemLanguages: readonly string[] | undefined;
}

class Words {
  language = $state<Language>(
    kept() ?? preferred([...(globalThis.systemLanguages ?? []), ...(globalThis.navigator?.languages ?? [])]),
  );

  choose(language: Language): void {
    this.language = language;
    try {
      localStorage.setItem(KEPT, language);
    } catch {
      // Without storage the choice lasts as long as the window.
    }
  }
}

function kept(): Language | null {
  try {
    const language = localStorage.getItem(KEPT);
    return LANGUAGES.find((known) => known === language) ?? null;
  } catch {
    return null;
  }
}

export const words = new Words();

/** The sentence in the chosen language; follows a change of it. An id that no file has shows itself. */
export function t(id: string, args?: Arguments): string {
  return lookUp(words.language, id, args) ?? lookUp('en', id, args) ?? id;
}

/** A message id from a vocabulary id: `dns_failure` becomes `cause-dns-failure`. */
export function idOf(prefix: string, vocabulary: string): string {
  return `${prefix}-${vocabulary.replaceAll(/[_.]/g, '-')}`;
}
