// Where the logs are, system by system: which steps there are, and what each one's picture shows.

export const SYSTEMS = ['android', 'ios', 'windows'] as const;
export type System = (typeof SYSTEMS)[number];

export const PICTURES = ['app', 'switch', 'again', 'save', 'cable', 'console', 'buttons', 'list'] as const;
export type Picture = (typeof PICTURES)[number];

/** A way to the logs of a system: `guide-<system>-<way>` names it, `guide-<system>-<way>-<n>` says each step, from 1. */
export interface Way {
  id: string;
  pictures: Picture[];
}

export const GUIDES: Record<System, Way[]> = {
  android: [{ id: 'portal', pictures: ['app', 'switch', 'again', 'save'] }],
  ios: [
    { id: 'sysdiagnose', pictures: ['switch', 'again', 'buttons', 'save'] },
    { id: 'console', pictures: ['cable', 'console', 'again', 'save'] },
  ],
  windows: [{ id: 'events', pictures: ['again', 'list', 'save', 'save'] }],
};
