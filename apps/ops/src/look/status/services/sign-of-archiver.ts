import { HOUR_MS, shifted, Timestamp } from '@recordings/call-record';
import { auditBucket } from '@recordings/topology';
import { openJsonObjects } from '../../../act/json-objects.ts';
import type { Config } from '../../../config.ts';
import { newestOf, type Sign } from './sign.ts';

const SHARDS = [...'0123456789abcdef'];

/** The newest object of changes of calls, of this hour and the one before: `calls/{day}/{shard}/{hour}-{uuid}`. */
export const signOfArchiver = async (config: Config, now: Timestamp): Promise<Sign | undefined> => {
  const bucket = openJsonObjects(config, auditBucket);
  const hours = [now, shifted(now, -HOUR_MS)];
  const prefixes = hours.flatMap((hour) =>
    SHARDS.map((shard) => `calls/${hour.slice(0, 10)}/${shard}/${hour.slice(11, 13)}-`),
  );
  const listed = await Promise.all(prefixes.map((prefix) => bucket.list(prefix)));
  const signs = listed.flat().flatMap(({ at }) => {
    const time = Timestamp.safeParse(at).data;
    return time ? [{ at: time, what: 'archived changes of calls' }] : [];
  });
  return newestOf(signs, now);
};
