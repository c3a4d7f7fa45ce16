import { type ChangeContext, recordQuarantined, quarantineKey } from '@recordings/call-record';
import { orDropStaged } from './drop-staged.ts';
import type { IntakeDeps } from './intake-deps.ts';
import type { Distrust } from './judge-recording.ts';
import type { ReceivedRecording } from './receive-recording.ts';
import type { IncomingRecording } from './incoming-recording.ts';

/**
 * Keeps bytes that are not trusted, with why, and flags the call. The same bytes again are kept once.
 *
 * @returns whether the call is complete with another recording.
 */
export const keepQuarantined = async (
  { store, calls }: IntakeDeps,
  incoming: IncomingRecording,
  received: ReceivedRecording,
  { reason, detail }: Distrust,
  context: ChangeContext,
  signal: AbortSignal,
): Promise<{ readonly isCallStored: boolean }> => {
  const { held, sha256, sizeBytes } = received;
  const { declared, source, facts } = incoming;
  const why = {
    ...incoming.key,
    reason,
    detail,
    sha256,
    sizeBytes,
    declared,
    source,
    facts,
    at: context.now,
  };
  const key = held.kind === 'staged' ? held.key : quarantineKey(incoming.key, sha256);
  if (held.kind === 'staged') {
    await orDropStaged({ store }, received, store.explainQuarantined(key, why, signal));
  } else {
    await store.quarantine(key, held.chunks, why, signal);
  }
  // From here on the record may name the key, also if the answer says that the change failed: the bytes stay.
  const quarantined = { key, reason, detail, sha256, at: context.now };
  const record = recordQuarantined(incoming.key, facts, quarantined, context);
  const { noted, isCallStored } = await calls.change(incoming.key, (current) => {
    const { next, result } = record(current);
    return { next, result: { noted: result, isCallStored: current?.s3Stored ?? false } };
  });
  if (noted === 'noted before' && held.kind === 'staged') {
    await store.discard(key);
    await store.discard(`${key}.json`);
  }
  return { isCallStored };
};
