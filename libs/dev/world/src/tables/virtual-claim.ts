import { shifted, Timestamp } from '@recordings/call-record';
import { z } from 'zod';
import type { Life } from '../time/machine.ts';
import { MINUTE_MS } from '../time/timeline.ts';
import { makeVirtualTable, type World } from './virtual-table.ts';

const Claim = z.object({ owner: z.string(), until: Timestamp, revision: z.number().int() });
const NAME = 'pooler';
const CLAIM_MS = 15 * MINUTE_MS;

/** The expiring claim that lets one execution of the pooler run at a time. */
export const makeVirtualClaim = (world: World) => {
  const table = makeVirtualTable(world, 'claim', Claim);
  return {
    of: (life: Life) => ({
      take: (owner: string, now: Timestamp): Promise<boolean> =>
        table.change(life, NAME, (held) => {
          if (held && held.owner !== owner && held.until > now) return { result: false };
          const until = shifted(now, CLAIM_MS);
          return { next: { owner, until, revision: (held?.revision ?? 0) + 1 }, result: true };
        }),
      release: (owner: string): Promise<void> =>
        table.change(life, NAME, (held) => {
          if (held?.owner !== owner) return { result: undefined };
          const until = world.timeline.now();
          return { next: { ...held, until, revision: held.revision + 1 }, result: undefined };
        }),
    }),
  };
};
