// The only place that talks to the program.

import { Channel, invoke } from '@tauri-apps/api/core';

import type { PreviewLines, WindowError, WindowEvent } from '../generated/types';

/** What the page can ask for without particulars. It passes no paths: those come from dialogs and drops. */
export type Command =
  | 'choose_files'
  | 'choose_folder'
  | 'clear'
  | 'collect'
  | 'cancel'
  | 'preview'
  | 'back'
  | 'save'
  | 'start_again';

/** Listens to the program's events; the first one is the present screen. */
export function subscribe(listen: (event: WindowEvent) => void): Promise<void> {
  const channel = new Channel<WindowEvent>();
  channel.onmessage = listen;
  return invoke('subscribe', { channel });
}

/** Asks for something; resolves to the error where it failed. `language` is that of the page in a bundle. */
export function send(command: Command, language: string): Promise<WindowError | null> {
  return ask(command, command === 'preview' ? { language } : {});
}

/** Keeps an item of the preview here, or takes it in again. */
export function leaveOut(item: string, out: boolean): Promise<WindowError | null> {
  return ask('leave_out', { item, out });
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

async function ask(command: string, args: Record<string, unknown>): Promise<WindowError | null> {
  try {
    await invoke(command, args);
    return null;
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
