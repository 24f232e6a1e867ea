// The sources of a device in words.

import { visible } from './format';
import { idOf, lookUp, words } from './i18n.svelte';

/** What a source is called; one that the language files do not name is called by its id. */
export function sourceName(id: string): string {
  return lookUp(words.language, idOf('source', id)) ?? visible(id);
}
