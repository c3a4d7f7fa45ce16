import { type CdrFacts, type FactsBySource, findReported } from './cdr/cdr-facts.ts';
import type { RegistryGroup } from './registry.ts';
import { chooseStart } from './reported-starts.ts';
import type { Timestamp } from './timestamp.ts';

/** Whether OCP can have a recording of the call, and if not, why. */
export type AudioExpectation =
  | { readonly expected: true }
  | { readonly expected: false; readonly reason: NoAudioReason; readonly why: string };

/** Few values, so that a metric can count explained calls by them. */
export type NoAudioReason = 'test' | 'channel' | 'recording-off' | 'before-since';

/** Counted up when `expectAudio` explains other calls than before. */
export const EXPECTATION_RULES_VERSION = 1;

/**
 * The one rule for calls without audio. OCP records SIP calls only, if recording is on for the group; test calls are
 * not recorded. Anything unknown counts as expected, a channel with an unknown name too, so that no gap in what we know
 * explains a call away.
 */
export const expectAudio = (facts: FactsBySource, group: RegistryGroup | undefined): AudioExpectation => {
  if (findInCdrs(facts, 'isTest') === true) return { expected: false, reason: 'test', why: 'test call' };
  const channel = findInCdrs(facts, 'channel');
  if (group && channel !== undefined && group.unrecordedChannels.includes(channel)) {
    return { expected: false, reason: 'channel', why: `channel "${channel}" is not recorded` };
  }
  if (group && !group.recording.enabled) {
    return { expected: false, reason: 'recording-off', why: `recording is off for group ${group.name}` };
  }
  const since = group?.recording.since;
  const startedAt = since === undefined ? undefined : findStartInCdrs(facts);
  if (since !== undefined && startedAt !== undefined && startedAt < since) {
    const why = `group ${group?.name} is recorded since ${since}`;
    return { expected: false, reason: 'before-since', why };
  }
  return { expected: true };
};

const findStartInCdrs = ({ start, end, ivrEnd }: FactsBySource): Timestamp | undefined =>
  chooseStart({ ...(start && { start }), ...(end && { end }), ...(ivrEnd && { ivrEnd }) });

const findInCdrs = <F extends keyof CdrFacts>(facts: FactsBySource, field: F): CdrFacts[F] | undefined =>
  findReported(facts, field, ['start', 'end', 'ivrEnd']);
