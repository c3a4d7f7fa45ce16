import { timestampOf } from '@recordings/call-record';
import { z } from 'zod';

const DAY_MS = 86_400_000;

/** A day means its midnight in UTC. It is turned into a timestamp with milliseconds. */
export const TimeInput = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a day (2026-01-15) or a time with an offset (2026-01-15T10:30:00Z)',
  })
  .transform((time) => timestampOf(Date.parse(time)));

/** Refuses a range that is empty or longer than `maxDays`. */
export const checkRange =
  (maxDays: number) =>
  ({ from, to }: { readonly from: string; readonly to: string }, context: z.RefinementCtx): void => {
    const lengthMs = Date.parse(to) - Date.parse(from);
    if (lengthMs > 0 && lengthMs <= maxDays * DAY_MS) return;
    const message = `must be after "from", by at most ${maxDays} days`;
    context.addIssue({ code: 'custom', path: ['to'], message });
  };
