import type { z } from 'zod';
import {
  CreateJobEffects,
  DownloadEffects,
  JsonEffects,
  ListingEffects,
  PollEffects,
  RequestEffects,
} from './answer-effects.ts';
import type { Filter, Per } from './conditions.ts';
import { CdrEffects, EntryEffects, JobEffects, SlotEffects } from './export-effects.ts';
import { EventsEffects, PushRecordingEffects } from './push-effects.ts';

type Definition = {
  readonly filters: readonly Filter[];
  readonly per: readonly Per[];
  readonly effects: z.ZodObject;
};

/** What happens at OCP, what it is about, and what a step may do to it. */
export const OPERATIONS = {
  /** Every request to the Export API, refused ones too. */
  request: { filters: [], per: [], effects: RequestEffects },
  createJob: { filters: ['group'], per: ['group'], effects: CreateJobEffects },
  listJobs: { filters: ['group'], per: ['group'], effects: JsonEffects },
  poll: { filters: ['group', 'job'], per: ['group', 'job'], effects: PollEffects },
  /** A page of a listing. */
  listing: { filters: ['group', 'job', 'page'], per: ['group', 'job'], effects: ListingEffects },
  download: {
    filters: ['group', 'job', 'recording'],
    per: ['group', 'job', 'recording'],
    effects: DownloadEffects,
  },
  token: { filters: [], per: [], effects: JsonEffects },
  slot: { filters: ['group'], per: ['group'], effects: SlotEffects },
  job: { filters: ['group', 'job'], per: ['group'], effects: JobEffects },
  entry: {
    filters: ['group', 'job', 'call', 'recording', 'push'],
    per: ['group', 'job', 'recording'],
    effects: EntryEffects,
  },
  cdr: { filters: ['group', 'job', 'call'], per: ['group', 'job'], effects: CdrEffects },
  events: { filters: ['group', 'call'], per: ['group'], effects: EventsEffects },
  pushRecording: {
    filters: ['group', 'call', 'recording', 'push'],
    per: ['group'],
    effects: PushRecordingEffects,
  },
} as const satisfies Record<string, Definition>;

export type Operation = keyof typeof OPERATIONS;
export type EffectsOf<O extends Operation> = z.infer<(typeof OPERATIONS)[O]['effects']>;
