import { z } from 'zod';

/** `hash`: a keyed HMAC of the value. `drop`: the field is left out. */
export const PiiAction = z.enum(['keep', 'hash', 'drop']);
export type PiiAction = z.infer<typeof PiiAction>;
