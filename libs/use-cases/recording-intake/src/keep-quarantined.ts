import { type ChangeContext, quarantineKey, recordQuarantined } from '@recordings/call-record';
import { discardOnError } from './discard-on-error.ts';
import type { Distrust } from './distrust.ts';
import type { IdentifiedRecording } from './incoming-recording.ts';
import type { IntakeDeps } from './intake-deps.ts';
import type { ReceivedRecording } from './receive-recording.ts';

/**
 * Keeps bytes that are not trusted, with the reason, and records them on the call. The same bytes again are kept once.
 *
 * @returns whether the call is complete with another recording.
 */
export const keepQuarantined = async (
  { store, calls }: Pick<IntakeDeps, 'store' | 'calls'>,
  recording: IdentifiedRecording,
  received: ReceivedRecording,
  distrust: Distrust,
  context: ChangeContext,
  signal: AbortSignal,
): Promise<{ readonly isCallStored: boolean }> => {
  const { held, sha256 } = received;
  const key = held.kind === 'staged' ? held.key : quarantineKey(recording.key, sha256);
  const why = explain(recording, received, distrust, context);
  if (held.kind === 'staged') {
    await discardOnError({ store }, received, store.explainQuarantined(key, why, signal));
  } else {
    await store.quarantine(key, held.chunks, why, signal);
  }
  // From here on the bytes stay: the record may name their key even if the change reports an error.
  const quarantined = { key, ...distrust, sha256, at: context.now };
  const record = recordQuarantined(recording.key, recording.facts, quarantined, context);
  const { noted, isCallStored } = await calls.change(recording.key, (current) => {
    const { next, result } = record(current);
    return { next, result: { noted: result, isCallStored: current?.s3Stored ?? false } };
  });
  if (noted === 'noted before' && held.kind === 'staged') {
    await store.discard(key);
    await store.discard(`${key}.json`);
  }
  return { isCallStored };
};

/** The content of `{key}.json`. */
const explain = (
  { key, declared, source, facts }: IdentifiedRecording,
  { sha256, sizeBytes }: ReceivedRecording,
  { reason, detail }: Distrust,
  { now }: ChangeContext,
): object => ({ ...key, reason, detail, sha256, sizeBytes, declared, source, facts, at: now });
