import type { RecordingStore } from '@recordings/recording-store';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { type Entry, type Kind, readEntries, readWhy } from './list-quarantine.ts';

/** Which objects of the quarantine a command is about. */
export type QuarantineFilter = {
  readonly kind: Kind;
  readonly reason?: string | undefined;
  readonly tenant?: string | undefined;
  /** Only those that are there since then or earlier. Epoch milliseconds. */
  readonly untilMs?: number;
};

/** The objects that a person names. @throws {WrongArgumentError} for one that is not there. */
export const readNamed = (
  store: RecordingStore,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly (Entry | undefined)[]> =>
  Promise.all(
    keys.map(async (key) => {
      const why = await readWhy(store, key, signal);
      return why && { key, at: '', why };
    }),
  );

/** All objects that fit. @throws {WrongArgumentError} without a reason and a tenant, which would mean everything. */
export const findQuarantined = async (
  store: RecordingStore,
  { kind, reason, tenant, untilMs = Number.POSITIVE_INFINITY }: QuarantineFilter,
  signal: AbortSignal,
): Promise<Entry[]> => {
  if (reason === undefined && tenant === undefined)
    throw new WrongArgumentError(
      'expected keys, as `quarantine list` names them, or --with-reason or --tenant',
    );
  const found: Entry[] = [];
  for await (const entry of readEntries(store, kind, tenant, signal)) {
    const isOld = entry.at === '' || Date.parse(entry.at) <= untilMs;
    if (isOld && (reason === undefined || entry.why['reason'] === reason)) found.push(entry);
  }
  return found;
};
