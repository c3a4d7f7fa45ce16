import { type CdrFacts, type FactsBySource, firstTold } from './cdr/cdr-facts.ts';
import type { RegistryGroup } from './registry.ts';

/** Whether a recording of the call can exist at OCP, and if not, why. */
export type AudioExpectation =
  | { readonly expected: true }
  | { readonly expected: false; readonly reason: NoAudioReason; readonly why: string };

/** Of few values, so that explained calls can be counted by it. */
export type NoAudioReason = 'test' | 'channel' | 'recording-off' | 'before-since';

/**
 * The one rule that says which calls never had audio. OCP records SIP calls only, if recording is on for the
 * group; test calls are not recorded. What is not known counts as expected, a channel that nobody named before as well:
 * nothing is explained away by a gap.
 */
export const expectAudio = (facts: FactsBySource, group: RegistryGroup | undefined): AudioExpectation => {
  if (told(facts, 'isTest') === true) return { expected: false, reason: 'test', why: 'test call' };
  const channel = told(facts, 'channel');
  if (group && channel !== undefined && group.unrecordedChannels.includes(channel)) {
    return { expected: false, reason: 'channel', why: `channel "${channel}" is not recorded` };
  }
  if (group && !group.recording.enabled) {
    return { expected: false, reason: 'recording-off', why: `recording is off for group ${group.name}` };
  }
  const startedAt = told(facts, 'startedAt');
  const since = group?.recording.since;
  if (since !== undefined && startedAt !== undefined && startedAt < since) {
    const why = `group ${group?.name} is recorded since ${since}`;
    return { expected: false, reason: 'before-since', why };
  }
  return { expected: true };
};

const told = <F extends keyof CdrFacts>(facts: FactsBySource, field: F): CdrFacts[F] | undefined =>
  firstTold(facts, field, ['start', 'end', 'ivrEnd']);
