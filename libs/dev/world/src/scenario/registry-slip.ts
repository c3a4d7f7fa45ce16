import { parseRegistry, type Registry } from '@recordings/call-record';
import { type GROUPS, registry, registryFile } from './policies.ts';

/** For some time the registry is wrong about a group. Then an operator corrects it, and has its calls derived again. */
export type RegistrySlip = {
  readonly group: (typeof GROUPS)[number];
  readonly kind: 'short retention' | 'long retention' | 'not recorded';
  /** Minutes from the beginning of the world. */
  readonly fromMinute: number;
  readonly toMinute: number;
};

const WRONG: Readonly<Record<RegistrySlip['kind'], object>> = {
  'short retention': { retentionDays: 1 },
  'long retention': { retentionDays: 60 },
  'not recorded': { recording: { enabled: false } },
};

/** The registry at each minute of the world. */
export const makeRegistryAt = (slip: RegistrySlip | undefined): ((minute: number) => Registry) => {
  if (!slip) return () => registry;
  const wrong = parseRegistry({
    ...registryFile,
    groups: registryFile.groups.map((group) =>
      group.name === slip.group ? { ...group, ...WRONG[slip.kind] } : group,
    ),
  });
  return (minute) => (minute >= slip.fromMinute && minute < slip.toMinute ? wrong : registry);
};
