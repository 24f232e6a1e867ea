// What the window shows: the program's last word, put together from its events.

import type { Post, PreviewLines, Screen, WindowError, WindowEvent } from '../generated/types';
import { lines, send, type Command, type Particulars } from './bridge';

declare global {
  /** The screen that the program begins with. */
  var firstScreen: Screen | undefined;
}

export class WindowState {
  /** Null until the program has spoken. */
  screen = $state.raw<Screen | null>(globalThis.firstScreen ?? null);
  /** Whether files are held over the window. */
  hover = $state(false);
  /** What is in the outgoing queue. */
  posts = $state.raw<Post[]>([]);
  /** Why the last command failed; gone with the next one. */
  error = $state.raw<WindowError | null>(null);

  apply(event: WindowEvent): void {
    switch (event.event) {
      case 'screen':
        this.screen = event.screen;
        break;
      case 'hover':
        this.hover = event.over;
        break;
      case 'source':
        if (this.screen?.screen === 'collecting') {
          const sources = [...this.screen.sources];
          const at = sources.findIndex((source) => source.id === event.source.id);
          sources[at < 0 ? sources.length : at] = event.source;
          this.screen = { ...this.screen, sources };
        }
        break;
      case 'whole':
        if (this.screen?.screen === 'collecting') this.screen = { ...this.screen, whole: event.whole };
        break;
      case 'steps':
        if (this.screen?.screen === 'collecting') this.screen = { ...this.screen, steps: event.steps };
        break;
      case 'posts':
        this.posts = event.posts;
        break;
      case 'trouble':
        this.error = event.error;
        break;
      case 'prepare':
        if (this.screen?.screen === 'preparing') this.screen = { ...this.screen, work: event.work };
        break;
      case 'save':
        if (this.screen?.screen === 'preview') this.screen = { ...this.screen, save: event.save };
        break;
    }
  }

  async ask<C extends Command>(command: C, ...args: Particulars<C>): Promise<void> {
    this.error = null;
    const error = await send(command, ...args);
    // A second click on a button whose work has begun is no news.
    if (error?.code !== 'not-now') this.error = error;
  }

  /** Lines of an item, in turn: the program reads one thing at a time. */
  lines(item: string, from: number, changed: boolean): Promise<PreviewLines | WindowError> {
    const answer = this.#reading.then(() => lines(item, from, changed));
    this.#reading = answer;
    return answer;
  }

  #reading: Promise<unknown> = Promise.resolve();
}
