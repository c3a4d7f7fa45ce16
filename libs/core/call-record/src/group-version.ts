import { createHash } from 'node:crypto';
import type { RegistryGroup } from './registry.ts';

const HEX_DIGITS = 12;

const known = new WeakMap<RegistryGroup, string>();

/**
 * The version of the settings by which a call of the group is explained or given up: the first hex digits of the SHA-256 of
 * its name, tenant, recording, channels and retention. `npm run ops -- registry check --json` prints it.
 */
export const groupVersionOf = (group: RegistryGroup): string => {
  const version = known.get(group) ?? hash(group);
  known.set(group, version);
  return version;
};

const hash = ({ name, tenant, recording, unrecordedChannels, retentionDays }: RegistryGroup): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        name,
        tenant,
        recording.enabled,
        recording.since ?? null,
        [...unrecordedChannels].sort(),
        retentionDays,
      ]),
    )
    .digest('hex')
    .slice(0, HEX_DIGITS);
