import { estimateScale, type Limits } from './estimate-scale.ts';

const limits: Limits = {
  ocpRequestsPerMinute: 100,
  indexShards: 8,
  apiVcpus: 10,
  downloaderVcpus: 5,
  poolerMemoryMB: 368,
};

const demandOf = (callsPerDay: number, resource: string) =>
  estimateScale(callsPerDay, limits, { writesPerCall: 20 }).find((demand) =>
    demand.resource.includes(resource),
  )!;

describe('estimateScale', () => {
  it('asks OCP for the lost calls only, within the budget of a day', () => {
    expect(demandOf(1_000_000, 'requests to OCP')).toMatchObject({ needed: 105_000, available: 144_000 });
  });

  it('takes the busiest hour for what has a limit a second', () => {
    // 360,000 calls a day: 36,000 in the busiest hour, 10 a second.
    expect(demandOf(360_000, 'quota for a table').needed).toBeCloseTo(200);
    expect(demandOf(360_000, 'largest tenant (one prefix)').needed).toBeCloseTo(5);
  });

  it('spreads the writes of the pending calls over the shards', () => {
    const ofOne = demandOf(360_000, 'ReconciliationIndex').needed;
    const [, , ofTwice] = estimateScale(360_000, { ...limits, indexShards: 16 }, { writesPerCall: 20 });
    expect(ofTwice!.needed).toBeCloseTo(ofOne / 2);
  });

  it('grows with the calls', () => {
    const few = estimateScale(1_000, limits, { writesPerCall: 20 });
    const many = estimateScale(10_000, limits, { writesPerCall: 20 });
    for (const [at, { needed }] of few.entries()) expect(many[at]!.needed).toBeCloseTo(needed * 10, 6);
  });
});
