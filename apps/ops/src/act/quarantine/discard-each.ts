import { CallId, dismissQuarantined, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import type { Ops } from '../../ops.ts';
import type { Platform } from '../../platform.ts';
import { changeCall } from '../change-call.ts';
import type { Entry } from './list-quarantine.ts';
import { openQuarantine } from './open-quarantine.ts';

export type Discarded = {
  readonly discarded: number;
  /** Calls that are no longer listed as quarantined. */
  readonly calls: number;
};

const Named = z.looseObject({ tenantId: TenantId, callId: CallId, sha256: z.string() });

/** Hides objects of the quarantine from the lists, and says in `{key}.json` who did it and why. The bytes stay. */
export const discardEach = async (
  ops: Ops,
  platform: Platform,
  entries: readonly Entry[],
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<Discarded> => {
  const store = openQuarantine(platform);
  let [discarded, calls] = [0, 0];
  for (const { key, why } of entries) {
    ops.signal.throwIfAborted();
    const dismissal = { dismissedAt: ops.now(), dismissedBy: by, dismissedFor: reason };
    await store.explainQuarantined(key, { ...why, ...dismissal }, ops.signal);
    const { data: named } = Named.safeParse(why);
    const dismiss = named && dismissQuarantined.bind(undefined, named.sha256, reason);
    if (named && dismiss && (await changeCall(ops, platform, named, by, dismiss)) === 'dismissed') calls += 1;
    discarded += 1;
    ops.progress(`${discarded} of ${entries.length} objects`);
  }
  return { discarded, calls };
};

export const sayDiscarded = ({ discarded, calls }: Discarded): string =>
  `Hidden from the lists: ${discarded} objects, ${calls} of them with their call. The bytes stay in quarantine.`;
