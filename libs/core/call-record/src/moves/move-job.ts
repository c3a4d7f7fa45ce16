import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Registry } from '../registry.ts';
import { Timestamp } from '../timestamp.ts';

const count = z.number().int().nonnegative();

/** Calls by result, since the registry said who owns which group as it does now. */
const MoveCounts = z.object({ moved: count, busy: count, failed: count });
export type MoveCounts = z.infer<typeof MoveCounts>;

/** The job that moves calls to the tenants of their groups. Its item is the checkpoint. There is one. */
export const MoveJob = z.looseObject({
  /** Of the registry that it works by: see `ownershipOf`. */
  ownership: z.string(),
  status: z.enum(['waiting', 'running', 'completed']),
  /** The next pass over all calls begins then. */
  dueAt: Timestamp,
  /** Passes in a row that moved no call. */
  quietPasses: count,
  /** Where the pass goes on: a key of the index. */
  cursor: z.record(z.string(), z.unknown()).optional(),
  /** Of this pass. */
  counts: MoveCounts,
  updatedAt: Timestamp,
  revision: z.number().int(),
});
export type MoveJob = z.infer<typeof MoveJob>;

/** A hash of who owns which group. Calls may have to move if it changes. */
export const ownershipOf = ({ groups }: Pick<Registry, 'groups'>): string =>
  createHash('sha256')
    .update(
      JSON.stringify(groups.map(({ name, tenant, takenOverFrom }) => [name, tenant, takenOverFrom]).sort()),
    )
    .digest('hex')
    .slice(0, 16);
