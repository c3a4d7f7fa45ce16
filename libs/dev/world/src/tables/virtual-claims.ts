import { shifted, type Timestamp } from '@recordings/call-record';
import { Claim, releaseClaim, takeClaim } from '@recordings/reconciliation';
import type { Life } from '../time/machine.ts';
import { makeVirtualTable, type World } from './virtual-table.ts';

export type VirtualClaims = ReturnType<typeof makeVirtualClaims>;

/** Expiring claims, each with a name. */
export const makeVirtualClaims = (world: World) => {
  const table = makeVirtualTable(world, 'claim', Claim);
  return {
    take: (life: Life, name: string, { owner, now, forMs }: VirtualClaimant): Promise<boolean> =>
      table.change(life, name, (held) => {
        const next = takeClaim(held, { owner, now, until: shifted(now, forMs) });
        return { next, result: next !== undefined };
      }),
    release: (life: Life, name: string, owner: string): Promise<void> =>
      table.change(life, name, (held) => ({
        next: releaseClaim(held, owner, world.timeline.now()),
        result: undefined,
      })),
  };
};

type VirtualClaimant = { readonly owner: string; readonly now: Timestamp; readonly forMs: number };
