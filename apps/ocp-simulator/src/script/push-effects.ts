import { z } from 'zod';

const DAY_MS = 86_400_000;
const always = z.literal(true);
const times = z.int().min(1).max(10);
const delayMs = z.int().min(0).max(DAY_MS);

/** The events of one call are pushed. */
export const EventsEffects = z.strictObject({
  /** Never pushed: the first event of the call, its last one, or all of them. */
  lose: z.enum(['start', 'end', 'all']).optional(),
  /** Each is sent so many times in a row. */
  times: times.optional(),
  order: z.literal('reversed').optional(),
  /** The recording is pushed before them. */
  afterRecording: always.optional(),
  delayMs: delayMs.optional(),
  /** Content-Encoding or charset of the requests. */
  encoding: z.enum(['gzip', 'deflate', 'utf-16', 'iso-8859-1']).optional(),
  /** The times in them are ahead by so many minutes: in all events, or in the first one only. */
  clock: z
    .strictObject({ minutes: z.int().min(-60_000_000).max(60_000_000), of: z.enum(['all', 'start']) })
    .optional(),
});
export type EventsEffects = z.infer<typeof EventsEffects>;

/** The recording of one call is pushed. */
export const PushRecordingEffects = z.strictObject({
  /** Never pushed. */
  lose: always.optional(),
  /** Pushed so long after its call, also if the plan loses it. */
  delayMs: delayMs.optional(),
  /** Pushed so many times. */
  times: times.optional(),
  /** What the first request carries instead of the file. OCP sends again if it is refused. */
  firstBytes: z.enum(['header', 'text']).optional(),
  /** The form of the request. `two-files`: the labels are JSON in a file part. */
  form: z.enum(['many-fields', 'no-file-name', 'two-files', 'labels-last']).optional(),
});
export type PushRecordingEffects = z.infer<typeof PushRecordingEffects>;
