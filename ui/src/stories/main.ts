// The story pages: `stories.html?story=NAME&language=TAG`. Only a test opens them.

import { mount, tick } from 'svelte';

import App from '../App.svelte';
import { LANGUAGES, words } from '../lib/i18n.svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import { STORIES } from './stories';

const asked = new URLSearchParams(location.search);
const language = LANGUAGES.find((known) => known === asked.get('language'));
await (language ? words.choose(language) : words.ready);
const target = document.getElementById('app');
if (target) mount(App, { target });
void press(STORIES[asked.get('story') ?? '']?.press ?? []);

/** Presses one thing after the other, then says that the story stands. */
async function press(selectors: string[]): Promise<void> {
  await tick();
  for (const selector of selectors) {
    (await there(selector)).click();
    await tick();
  }
  document.documentElement.dataset['story'] = 'stands';
}

/** An element, once it is there. */
async function there(selector: string): Promise<HTMLElement> {
  for (;;) {
    const found = document.querySelector<HTMLElement>(selector);
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
}
