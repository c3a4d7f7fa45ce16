import {
  CallId,
  GroupId,
  parseRegistry,
  ReconciliationId,
  TenantId,
  timestampOf,
} from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import type { RecoveredGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import type { RecoveryEvent } from '../recovery-event.ts';
import { claimCalls } from './claim-calls.ts';

const now = timestampOf(Date.UTC(2026, 0, 15, 12));
const groupId = GroupId.parse('Acme_EN');
const tenantId = TenantId.parse('acme');
const registered = parseRegistry(makeRegistryFile({ name: groupId, tenant: tenantId })).findGroup(groupId)!;
const group = { tenantId, groupId, registered } as RecoveredGroup;

describe('claimCalls', () => {
  it('claims 200 calls of a window, leaves the others as they are, and reports it', async () => {
    const noted: RecoveryEvent[] = [];
    const touched: string[] = [];
    const deps = {
      calls: {
        change: async ({ callId }: { callId: string }) => {
          touched.push(callId);
          return { kind: 'claimed', startedAt: now, isStartProvisional: false, endedAt: now };
        },
      },
      shardCount: 1,
      now: () => now,
      note: (event: RecoveryEvent) => noted.push(event),
    } as unknown as RecoveryDeps;
    const calls = Array.from({ length: 203 }, (_, n) => ({ callId: CallId.parse(`c-${n}`) }));
    const window = { reconciliationId: ReconciliationId.parse('r-1'), calls };
    expect(Object.keys(await claimCalls(deps, window, group))).toHaveLength(200);
    expect(touched).toHaveLength(200);
    expect(noted).toEqual([
      { type: 'limit_reached', limit: 'calls of a window', tenantId, group: groupId, left: 3 },
    ]);
  });
});
