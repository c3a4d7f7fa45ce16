import type { CallRecord } from '@recordings/call-record';
import type { StoryCall } from '../story/story-call.ts';

/** What a call still lacks, as a sentence; undefined if its record says that it has ended as it must. */
export const findOpenEnd = (call: StoryCall, record: CallRecord | undefined): string | undefined => {
  if (!record) return `${call.callId} has no record`;
  const { s3Stored, audio, outcome, quarantined = [] } = record;
  const found = s3Stored ? `stored with ${audio?.sha256}` : `not stored (${outcome?.code ?? 'no outcome'})`;
  const { ending } = call;
  switch (ending.kind) {
    case 'explained':
      return !s3Stored && outcome && ending.codes.includes(outcome.code)
        ? undefined
        : `${call.callId} is ${found}, instead of explained by ${ending.codes.join(' or ')}`;
    case 'stored': {
      if (!s3Stored) return `${call.callId} is ${found}`;
      const kept = [audio?.sha256, ...quarantined.map(({ sha256 }) => sha256)];
      const lacking = ending.sha256s.filter((sha256) => !kept.includes(sha256));
      if (!ending.sha256s.includes(audio?.sha256 ?? ''))
        return `${call.callId} is ${found}, which OCP never had`;
      return lacking.length === 0 ? undefined : `${call.callId} lacks bytes with ${lacking.join(', ')}`;
    }
    default:
      return ending satisfies never;
  }
};
