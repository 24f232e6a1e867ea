// The only place that talks to the program.

import { Channel, invoke } from '@tauri-apps/api/core';

import type { About, PreviewLines, WindowError, WindowEvent } from '../generated/types';

/** What the page can ask for, and with what. It passes no paths: those come from dialogs and drops. */
export interface Commands {
  choose_files: undefined;
  choose_folder: undefined;
  clear: undefined;
  /** Whether Collect reads this device itself. */
  read_device: { on: boolean };
  collect: undefined;
  cancel: undefined;
  /** The language is that of the page for people in the bundle. */
  preview: { language: string };
  back: undefined;
  leave_out: { item: string; out: boolean };
  save: undefined;
  send: undefined;
  retry: { post: string };
  remove: { post: string };
  confirm_key: { fingerprint: string };
  /** The digest is that of the offer on show. */
  accept: { digest: string };
  decline: undefined;
  start_again: undefined;
}
export type Command = keyof Commands;
/** The particulars of a command: none where it takes none. */
export type Particulars<C extends Command> = Commands[C] extends undefined ? [] : [Commands[C]];

/** Listens to the program's events; the first one is the present screen. */
export function subscribe(listen: (event: WindowEvent) => void): Promise<void> {
  const channel = new Channel<WindowEvent>();
  channel.onmessage = listen;
  return invoke('subscribe', { channel });
}

/** Asks for something; resolves to the error where it failed. */
export async function send<C extends Command>(
  command: C,
  ...args: Particulars<C>
): Promise<WindowError | null> {
  try {
    await invoke(command, args[0] ?? {});
    return null;
  } catch (error) {
    return asWindowError(error);
  }
}

/** The program, this device's key, and what its management allows. */
export function about(): Promise<About> {
  return invoke('about');
}

/** Lines of an item of the preview from line `from` on. */
export async function lines(
  item: string,
  from: number,
  changed: boolean,
): Promise<PreviewLines | WindowError> {
  try {
    return await invoke<PreviewLines>('lines', { item, from, changed });
  } catch (error) {
    return asWindowError(error);
  }
}

function asWindowError(error: unknown): WindowError {
  return isWindowError(error) ? error : { code: 'internal', detail: String(error) };
}

function isWindowError(value: unknown): value is WindowError {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
