import type { VerdictView } from '../generated/types';
import { visible } from './format';
import { idOf, lookUp, t, words } from './i18n.svelte';

/** The verdict's sentence in the chosen language. */
export function verdictSentence({ id, host, milestone, cause }: VerdictView): string {
  const args = {
    title: cause === null ? '' : t(idOf('cause', cause)),
    step: milestone === null ? '' : t(idOf('milestone', milestone)),
  };
  if (host !== null) return t(id, { ...args, host: visible(host) });
  return lookUp(words.language, `${id}.nohost`, args) ?? t(id, args);
}
