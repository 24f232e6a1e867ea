// The only place that talks to the program.

import { Channel, invoke } from '@tauri-apps/api/core';

import type { WindowError, WindowEvent } from '../generated/types';

/** What the page can ask for. It passes no paths: those come from dialogs and drops on the program's side. */
export type Command =
  'choose_files' | 'choose_folder' | 'clear' | 'collect' | 'cancel' | 'save' | 'start_again';

/** Listens to the program's events; the first one is the present screen. */
export function subscribe(listen: (event: WindowEvent) => void): Promise<void> {
  const channel = new Channel<WindowEvent>();
  channel.onmessage = listen;
  return invoke('subscribe', { channel });
}

/** Asks for something; resolves to the error where it failed. `language` is that of a page to be saved. */
export async function send(command: Command, language: string): Promise<WindowError | null> {
  try {
    await invoke(command, command === 'save' ? { language } : {});
    return null;
  } catch (error) {
    return isWindowError(error) ? error : { code: 'internal', detail: String(error) };
  }
}

function isWindowError(value: unknown): value is WindowError {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
