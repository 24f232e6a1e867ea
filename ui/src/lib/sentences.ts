// The sentences of one language, from its Fluent files.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

export type Arguments = Record<string, FluentVariable>;

/** The file with what the first screen says. */
const FIRST = '/window.ftl';

/** Sentences whose files are parsed one by one as something of them is said: opening the window costs little of that. */
export class Sentences {
  // Without isolation marks: a host name is copied out of a sentence as it is.
  readonly #bundle: FluentBundle;
  /** The texts of the files that are not parsed yet, in order. */
  readonly #unread: string[];

  /** @param files The text of each file by its path. No sentence refers to one of another file. */
  constructor(language: string, files: Record<string, string>) {
    this.#bundle = new FluentBundle(language, { useIsolating: false });
    const paths = Object.keys(files).toSorted(
      (a, b) => Number(b.endsWith(FIRST)) - Number(a.endsWith(FIRST)),
    );
    this.#unread = paths.map((path) => files[path] ?? '');
  }

  /** The sentence of a message id (`id` or `id.attribute`), or null where no file has it. */
  lookUp(id: string, args: Arguments): string | null {
    const [name = '', attribute] = id.split('.', 2);
    const message = this.#message(name);
    const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
    return pattern ? this.#bundle.formatPattern(pattern, args, []) : null;
  }

  #message(name: string) {
    let message = this.#bundle.getMessage(name);
    while (!message) {
      const text = this.#unread.shift();
      if (text === undefined) return undefined;
      this.#bundle.addResource(new FluentResource(text));
      message = this.#bundle.getMessage(name);
    }
    return message;
  }
}
