// The sentences: the same Fluent files that the programs without a window use.

import { Sentences, type Arguments } from './sentences';

export const LANGUAGES = ['en', 'ja', 'de', 'fr', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];
export type { Arguments };

const KEPT = 'language';
/** Each language is a file of its own that is read when it is asked for. */
const FILES: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  en: () => import('../languages/en'),
  ja: () => import('../languages/ja'),
  de: () => import('../languages/de'),
  fr: () => import('../languages/fr'),
  es: () => import('../languages/es'),
};
const loaded = new Map<Language, Sentences>();

/** Reads a language: before that, none of its sentences can be looked up. */
export async function load(language: Language): Promise<void> {
  if (loaded.has(language)) return;
  const { default: files } = await FILES[language]();
  if (!loaded.has(language)) loaded.set(language, new Sentences(language, files));
}

/** The sentence of a message id (`id` or `id.attribute`) in a loaded language, or null where no file has it. */
export function lookUp(language: Language, id: string, args: Arguments = {}): string | null {
  return loaded.get(language)?.lookUp(id, args) ?? null;
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
  /** When the language of the start can be spoken. */
  readonly ready = load(this.language);

  /** Speaks another language, as soon as it is read. */
  async choose(language: Language): Promise<void> {
    await load(language);
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
  return lookUp(words.language, id, args) ?? id;
}

/** A label in front of what it names, with the colon as the language sets it. */
export function label(text: string): string {
  return t('report-label', { label: text });
}

/** A message id from a vocabulary id: `dns_failure` becomes `cause-dns-failure`. */
export function idOf(prefix: string, vocabulary: string): string {
  return `${prefix}-${vocabulary.replaceAll(/[_.]/g, '-')}`;
}
