import type { EventsEffects } from '../script/push-effects.ts';

/** The events of a call as they are sent, made from its events in order. */
export const arrangeEvents = <E>(
  events: readonly E[],
  { lose, times = 1, order }: Pick<EventsEffects, 'lose' | 'times' | 'order'>,
): readonly E[] => {
  const sent = kept(events, lose).flatMap((event) => Array<E>(times).fill(event));
  return order === 'reversed' ? sent.toReversed() : sent;
};

const kept = <E>(events: readonly E[], lose: EventsEffects['lose']): readonly E[] => {
  switch (lose) {
    case undefined:
      return events;
    case 'start':
      return events.slice(1);
    case 'end':
      return events.slice(0, -1);
    case 'all':
      return [];
    default:
      return lose satisfies never;
  }
};
