// The only place that talks to the program.

import { Channel, invoke } from '@tauri-apps/api/core';

import type {
  About,
  Comparison,
  PastBundle,
  PreviewLines,
  ResultView,
  WindowError,
  WindowEvent,
} from '../generated/types';

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
  /** Reads the bundles on show although they can't be relied on. */
  read_unverified: undefined;
  /** Opens the bundle on show with the age identity of a file that a dialog asks for. */
  choose_identity: undefined;
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

/** Every bundle that was saved or sent, the newest first. */
export function past(): Promise<PastBundle[] | WindowError> {
  return asked('past', {});
}

/** The result of an earlier bundle. */
export function pastResult(id: string): Promise<ResultView | WindowError> {
  return asked('past_result', { id });
}

/** What changed from one earlier bundle to another. */
export function comparePast(before: string, after: string): Promise<Comparison | WindowError> {
  return asked('compare_past', { before, after });
}

/** Forgets an earlier bundle; the error where that failed. */
export async function forget(id: string): Promise<WindowError | null> {
  return asked('forget', { id });
}

/** Lines of an item of the preview from line `from` on. */
export function lines(item: string, from: number, changed: boolean): Promise<PreviewLines | WindowError> {
  return asked('lines', { item, from, changed });
}

/** The page of the analysis with this number: self-contained, without scripts. */
export function analysisPage(number: number, language: string): Promise<string | WindowError> {
  return asked('analysis_page', { number, language });
}

/** Saves the page of the analysis on show; its path, or null where the dialog was closed. */
export function saveAnalysis(language: string): Promise<string | null | WindowError> {
  return asked('save_analysis', { language });
}

/** What the program answers; the error where it can't. */
async function asked<T>(command: string, args: Record<string, unknown>): Promise<T | WindowError> {
  try {
    return await invoke<T>(command, args);
  } catch (error) {
    return asWindowError(error);
  }
}

/** Whether an answer is an error. */
export function isError(answer: object | string | null): answer is WindowError {
  return typeof answer === 'object' && answer !== null && 'code' in answer && !('schema' in answer);
}

function asWindowError(error: unknown): WindowError {
  return isWindowError(error) ? error : { code: 'internal', detail: String(error) };
}

function isWindowError(value: unknown): value is WindowError {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
