import type { StagingDeps } from '../staging/staging-deps.ts';
import type { AnewEvent } from './anew-event.ts';

/** What judging quarantined recordings anew needs from outside. */
export type AnewDeps = Omit<StagingDeps, 'minAgeMs' | 'note'> & {
  /** So many recordings are judged in one round. The next round goes on. */
  readonly maxPerRound: number;
  /** Reports what happened. It must not throw. */
  readonly note: (event: AnewEvent) => void;
};
