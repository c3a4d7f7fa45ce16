import type { CallRecord } from '@recordings/call-record';
import { type PlayedWorld, playScenario } from '../src/play-scenario.ts';
import { judgeWorld } from '../src/rules/judge-world.ts';
import type { OwnershipPlan } from '../src/scenario/ownership.ts';
import type { Scenario, ScenarioCall } from '../src/scenario/scenario.ts';
import { callKey } from '../src/tables/virtual-stores.ts';
import { call, scenarioOf } from './scenario-fixture.ts';

const pushed: ScenarioCall = { ...call, push: { kind: 'sent', afterMinutes: 1, badAttempts: 1 } };
/** Ends after the last change of its group. */
const late: ScenarioCall = { ...call, startMinute: 200 };

const moving = (ownership: Omit<OwnershipPlan, 'group'>, more: Partial<Scenario> = {}): Scenario => ({
  ...scenarioOf(call, pushed, late),
  ownerships: [{ group: 'Hours', ...ownership }],
  ...more,
});

const play = async (scenario: Scenario) => {
  const world = await playScenario(scenario);
  return {
    world,
    judge: (changed: Partial<PlayedWorld> = {}) => judgeWorld(scenario, { ...world, ...changed }),
    keyOf: (tenant: string, at: number): string =>
      world.tables.calls.keys().find((key) => key === `${tenant}#call-${at}`)!,
  };
};

describe('calls of a group whose tenant changes', () => {
  it('move from the place of unknown groups when their group is registered', async () => {
    const { world, judge } = await play(moving({ registeredFromMinute: 90 }));
    expect(judge()).toMatchObject({ calls: 3, stored: 3, moved: 2, lost: 0, duplicated: 0, broken: [] });
    expect([...world.objects.finalObjects().keys()].sort()).toEqual(
      [0, 1, 2].map((at) => `world-recordings-cards/acme/call-${at}`),
    );
  });

  it('move twice if the group changes hands after that, and the locked objects are listed', async () => {
    const changes = { registeredFromMinute: 30, takenOverFromMinute: 120 };
    const { world, judge, keyOf } = await play(moving(changes, { forbidsDeletion: true }));
    expect(judge()).toMatchObject({ calls: 3, stored: 3, moved: 4, lost: 0, duplicated: 0, broken: [] });
    const left = (tenant: string): unknown => world.tables.calls.item(keyOf(tenant, 1))!.superseded;
    expect([left('unknown:acme'), left('acme')]).toEqual([
      [expect.objectContaining({ key: 'unknown%3Aacme/call-1', why: 'kept' })],
      [expect.objectContaining({ key: 'acme/call-1', why: 'kept' })],
    ]);
  });

  describe('are reported', () => {
    const change = (world: PlayedWorld, key: string, changed: Partial<CallRecord>): void =>
      world.tables.calls.changeNow(key, (record) => ({
        next: { ...record!, ...changed, revision: record!.revision + 1 },
        result: undefined,
      }));

    it('if one is under the tenant that had the group before', async () => {
      const { world, judge } = await play({ ...moving({}), ownerships: [] });
      const later = await play(moving({ takenOverFromMinute: 60 }));
      expect(judge({ lastRegistry: later.world.lastRegistry }).broken).toContain(
        'acme#call-1 is not under the tenant of its group',
      );
      expect(world.tables.calls.items()).toHaveLength(3);
    });

    it('if the old object is left and no record lists it', async () => {
      const { world, judge } = await play(moving({ registeredFromMinute: 90 }));
      const left = 'world-recordings-unassigned/unknown%3Aacme/call-1';
      const objects = new Map([...world.objects.finalObjects(), [left, '']]);
      expect(judge({ objects: { ...world.objects, finalObjects: () => objects } }).broken).toEqual([
        expect.stringMatching('call-1 has 2 objects'),
        `no record names the object ${left}`,
      ]);
    });

    it('if a tombstone leads to no record, or its record does not say where it came from', async () => {
      const { world, judge, keyOf } = await play(moving({ registeredFromMinute: 90 }));
      change(world, keyOf('acme', 1), { movedFrom: undefined });
      const { tenantId } = world.tables.calls.item(keyOf('unknown:acme', 0))!;
      change(world, keyOf('unknown:acme', 0), { movedTo: { tenantId, at: world.timeline.now() } });
      expect(judge().broken).toEqual(
        expect.arrayContaining([
          'acme#call-1 does not say that it was under unknown:acme',
          'unknown:acme#call-0 has moved, and leads to no record',
        ]),
      );
    });

    it('if one is counted twice, or its history does not add up to it', async () => {
      const { world, judge, keyOf } = await play(moving({ registeredFromMinute: 90 }));
      const record = world.tables.calls.item(keyOf('acme', 1))!;
      change(world, keyOf('unknown:acme', 1), { s3Stored: true });
      change(world, callKey(record), { audioReceived: !record.audioReceived });
      expect(judge().broken).toEqual(
        expect.arrayContaining([
          'call-1 is counted 2 times',
          expect.stringMatching('the history of acme#call-1 adds up to audioReceived'),
        ]),
      );
    });

    it('if a stored one leaves its tenant without its recording', async () => {
      const { world, keyOf } = await play(moving({ registeredFromMinute: 90 }));
      const tombstone = world.tables.calls.item(keyOf('unknown:acme', 1))!;
      change(world, callKey(tombstone), { s3Stored: true, outcome: undefined });
      change(world, callKey(tombstone), { s3Stored: false, outcome: tombstone.outcome });
      expect(world.rules.broken).toContain('call-1 left unknown:acme without its recording');
    });
  });
});
