import type { GROUPS } from './policies.ts';

/** For some time the registry is wrong about a group. Then an operator corrects it, and has its calls derived again. */
export type RegistrySlip = {
  readonly group: (typeof GROUPS)[number];
  readonly kind: 'short retention' | 'long retention' | 'not recorded';
  /** Minutes from the beginning of the world. */
  readonly fromMinute: number;
  readonly toMinute: number;
};

/** What the registry says of the group meanwhile. */
export const WRONG: Readonly<Record<RegistrySlip['kind'], object>> = {
  'short retention': { retentionDays: 1 },
  'long retention': { retentionDays: 60 },
  'not recorded': { recording: { enabled: false } },
};

export const isSlipped = ({ fromMinute, toMinute }: RegistrySlip, minute: number): boolean =>
  minute >= fromMinute && minute < toMinute;
