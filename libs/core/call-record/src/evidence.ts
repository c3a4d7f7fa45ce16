import { z } from 'zod';
import { keepUnknownFields } from './keep-unknown-fields.ts';
import { Timestamp } from './timestamp.ts';

/**
 * What an outcome rests on: a rule of ours, a listing of OCP, or rejected bytes. `rulesVersion` is the version of the
 * rules that judged: our rule, the listing, or the bytes.
 */
export const Evidence = keepUnknownFields(
  z.object({
    /** Why no audio is expected, or `retention`: OCP keeps a recording for a time only. */
    rule: z.string().optional(),
    rulesVersion: z.number().int().optional(),
    /** Version of the group's settings in the registry: see `groupVersionOf`. */
    groupVersion: z.string().optional(),
    exportJobId: z.string().optional(),
    /** What the listing of that job proves: `trusted`, `untrusted` or `incomplete`. */
    listing: z.string().optional(),
    /** When that listing was read. */
    listedAt: Timestamp.optional(),
    /** Of rejected bytes, lower-case hex. */
    sha256: z.string().optional(),
  }),
);
export type Evidence = z.infer<typeof Evidence>;
