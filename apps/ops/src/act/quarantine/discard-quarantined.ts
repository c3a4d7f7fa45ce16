import { CallId, dismissQuarantined, TenantId } from '@recordings/call-record';
import { z } from 'zod';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import type { Platform } from '../../platform.ts';
import { type ActOptions, act } from '../act.ts';
import { changeCall } from '../change-call.ts';
import { readWhy } from './list-quarantine.ts';
import { openQuarantine } from './open-quarantine.ts';

const Named = z.looseObject({ tenantId: TenantId, callId: CallId, sha256: z.string() });

type Result = { readonly call: 'dismissed' | 'not listed' | 'none' };

/** Hides an object of the quarantine from the lists, and says in `{key}.json` who did it and why. The bytes stay. */
export const discardQuarantined = async (ops: Ops, key: string, options: ActOptions): Promise<ExitStatus> => {
  const platform = await ops.open();
  const store = openQuarantine(platform);
  const why = await readWhy(store, key, ops.signal);
  if (!why) {
    ops.terminal.complain(`Nothing is in quarantine as ${key}, or nothing says why.`);
    return exitStatus.nothingFound;
  }
  return act<Result>(ops, options, {
    command: 'quarantine discard',
    about: { key, why },
    plan: { text: `To be hidden from the lists; the bytes stay: ${key}`, json: { key, why } },
    run: async (by) => {
      const { reason } = options;
      const dismissal = { dismissedAt: ops.now(), dismissedBy: by, dismissedFor: reason };
      await store.explainQuarantined(key, { ...why, ...dismissal }, ops.signal);
      return { call: await dismissCall(ops, platform, why, { by, reason }) };
    },
    render: ({ call }) =>
      call === 'dismissed'
        ? 'It and its call are hidden from the lists. The bytes stay in quarantine.'
        : 'It is hidden from the lists. The bytes stay in quarantine.',
  });
};

const dismissCall = async (
  ops: Ops,
  platform: Platform,
  why: object,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<Result['call']> => {
  const { data: named } = Named.safeParse(why);
  if (!named) return 'none';
  return changeCall(ops, platform, named, by, (context) => dismissQuarantined(named.sha256, reason, context));
};
