import { z } from 'zod';
import { TenantId } from '../ids.ts';
import { keepUnknownFields } from '../keep-unknown-fields.ts';
import { Timestamp } from '../timestamp.ts';

const Place = z.object({ bucket: z.string(), key: z.string() });

/** The call is about to move to another tenant. Its recording is copied to `location`. */
export const MovingTo = keepUnknownFields(
  z.object({
    tenantId: TenantId,
    at: Timestamp,
    location: keepUnknownFields(Place).optional(),
    /** Of the bucket of `location`. */
    lineOfBusiness: z.string().optional(),
  }),
);
export type MovingTo = z.infer<typeof MovingTo>;

/** The call has moved: its record is under this tenant. */
export const MovedTo = keepUnknownFields(z.object({ tenantId: TenantId, at: Timestamp }));

/** A tenant under which the call had a record before. */
export const MovedFrom = keepUnknownFields(z.object({ tenantId: TenantId, at: Timestamp }));

/**
 * An object of the call that is not its recording any more. `copied`: the same bytes are stored under the new tenant, and this
 * object is to be deleted. `kept`: it must not be deleted. `other bytes`: the new tenant has another
 * recording of the call. `unknown`: an upload may have left it.
 */
export const SupersededObject = keepUnknownFields(
  Place.extend({ sha256: z.string().optional(), at: Timestamp, why: z.string() }),
);
export type SupersededObject = z.infer<typeof SupersededObject>;

/** Fields of a record that are about its moves. */
export const moveFields = {
  movingTo: MovingTo.optional(),
  movedTo: MovedTo.optional(),
  movedFrom: z.array(MovedFrom).optional(),
  superseded: z.array(SupersededObject).optional(),
} as const;
