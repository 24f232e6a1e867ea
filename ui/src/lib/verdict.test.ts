import { describe, expect, it } from 'vitest';

import { words } from './i18n.svelte';
import { verdictSentence } from './verdict';

const verdict = {
  id: 'verdict-name',
  next: 'cause-dns-failure.user',
  host: null,
  milestone: null,
  cause: null,
};

describe('the verdict', () => {
  it('names the host where there is one', async () => {
    await words.choose('en');
    expect(verdictSentence({ ...verdict, host: 'scep.example' })).toBe(
      "This device can't find the server scep.example.",
    );
    expect(verdictSentence(verdict)).toBe("This device can't find the server.");
  });

  it('puts the title of the cause and the name of the step in, in the language chosen', async () => {
    await words.choose('ja');
    expect(verdictSentence({ ...verdict, id: 'verdict-likely', cause: 'dns_failure' })).toBe(
      'この端末に証明書が届いていません。おそらく: サーバーの名前が見つかりません。',
    );
    await words.choose('en');
    expect(verdictSentence({ ...verdict, id: 'verdict-failed-step', milestone: 'request_sent' })).toBe(
      'This device did not get its certificate. It failed at this step: Request sent.',
    );
  });
});
