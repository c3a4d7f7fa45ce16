import type { StagedEntry, StagingDeps } from '../staging/staging-deps.ts';
import type { AnewEvent } from './anew-event.ts';

/** What judging quarantined recordings anew needs from outside. */
export type AnewDeps = Pick<StagingDeps, 'intake' | 'registry' | 'getCall' | 'claim'> & {
  /** Objects of the quarantine bucket in the order of their keys, in pages. */
  readonly listQuarantined: (
    prefix: string,
    signal: AbortSignal,
    startAfter: string | undefined,
  ) => AsyncIterable<readonly Pick<StagedEntry, 'key'>[]>;
  /** Reads an object of the quarantine bucket. @returns undefined if there is none. */
  readonly readQuarantined: (
    key: string,
    signal: AbortSignal,
  ) => Promise<{ readonly body: AsyncIterable<Uint8Array> } | undefined>;
  /** So many recordings are judged in one round. The next round goes on. */
  readonly maxPerRound: number;
  /** Reports what happened. It must not throw. */
  readonly note: (event: AnewEvent) => void;
};
