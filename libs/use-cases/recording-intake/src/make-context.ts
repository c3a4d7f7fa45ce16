import type { ChangeContext } from '@recordings/call-record';
import type { IdentifiedRecording } from './incoming-recording.ts';
import type { IntakeDeps } from './intake-deps.ts';

/** What a transition of the recording's call is given now. */
export const makeContext = (
  { shardCount, now, by }: Pick<IntakeDeps, 'shardCount' | 'now' | 'by'>,
  { group }: Pick<IdentifiedRecording, 'group'>,
): ChangeContext => ({ group, shardCount, now: now(), by });
