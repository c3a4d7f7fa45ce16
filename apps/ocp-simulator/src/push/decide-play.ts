import { isRecorded, type PlannedCall, type PushFate } from '../plan/planned-call.ts';
import type { CallFacts } from '../script/call-facts.ts';
import type { Story } from '../script/make-story.ts';
import type { EventsEffects, PushRecordingEffects } from '../script/push-effects.ts';

/** `late`: the push fails like a lost one, and succeeds some time later. */
export type PlayedFate = PushFate | 'late';

/** How a call is played. */
export type Play = {
  readonly events: EventsEffects;
  readonly push: PushRecordingEffects;
  /** Of its recording; absent if it has none. */
  readonly fate?: PlayedFate;
};

export type PlayDecider = {
  readonly story: Pick<Story, 'at'>;
  readonly factsOf: CallFacts;
};

export const decidePlay = ({ story, factsOf }: PlayDecider, call: PlannedCall): Play => {
  const facts = factsOf(call);
  const events = story.at('events', facts);
  if (!isRecorded(call)) return { events, push: {} };
  const push = story.at('pushRecording', facts);
  return { events, push, fate: fateOf(call.recording.pushFate, push) };
};

const fateOf = (planned: PushFate, { lose, delayMs }: PushRecordingEffects): PlayedFate => {
  if (lose) return 'lost';
  return delayMs === undefined ? planned : 'late';
};
