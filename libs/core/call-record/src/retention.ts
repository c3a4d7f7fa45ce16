import type { RegistryGroup } from './registry.ts';

const DAY_MS = 86_400_000;
/** For a group that the registry does not know: OCP's default. */
const DEFAULT_RETENTION_DAYS = 60;

/** How long OCP keeps the recordings of a group, in milliseconds. */
export const retentionMsOf = (group: RegistryGroup | undefined): number =>
  (group?.retentionDays ?? DEFAULT_RETENTION_DAYS) * DAY_MS;
