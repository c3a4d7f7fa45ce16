import { judgeSweep } from './judge-sweep.ts';

const counts = {
  listed: 9,
  stored: 5,
  created: 4,
  reopened: 0,
  notListed: 0,
  cdrEvents: 18,
  newCdrEvents: 8,
};
const trusted = { kind: 'trusted', reason: '' } as const;
/** Complete CDRs of calls with and without audio. */
const evidence = {
  ...{ counts, lacksStored: false, areCdrsExpected: true },
  cdrCalls: [{ isAudioExpected: true }, { isAudioExpected: false }],
};
const untrusted = { kind: 'untrusted', reason: 'it is empty' } as const;

describe('judgeSweep', () => {
  it('takes a trusted listing with complete CDRs as done', () => {
    expect(judgeSweep({ ...evidence, verdict: trusted })).toEqual({
      result: { ...counts, isDone: true },
      reason: '',
    });
  });

  it('does not take incomplete CDRs as done, and says why', () => {
    const judged = judgeSweep({
      ...evidence,
      verdict: trusted,
      cdrsIncompleteBecause: 'a page',
      areCdrsCutOff: true,
    });
    expect(judged).toMatchObject({ result: { isDone: false, isCutOff: true }, reason: 'a page' });
  });

  it('takes an empty listing as done only if OCP names calls, and all of them are without audio', () => {
    const judge = (cdrEvents: number, ...audio: boolean[]) => {
      const cdrCalls = audio.map((isAudioExpected) => ({ isAudioExpected }));
      const empty = { ...counts, listed: 0, cdrEvents };
      return judgeSweep({ ...evidence, verdict: untrusted, counts: empty, cdrCalls });
    };
    const unproven = { result: { isDone: false, isEmpty: true }, reason: 'it is empty' };
    expect(judge(0)).toMatchObject(unproven);
    expect(judge(4, false, false)).toMatchObject({ result: { isDone: true }, reason: '' });
    expect(judge(4, true)).toMatchObject(unproven);
    expect(judge(4, false, true)).toMatchObject(unproven);
  });

  it('does not take an empty listing for a range without calls if CDRs are incomplete, and says why', () => {
    const empty = { ...evidence, verdict: untrusted, counts: { ...counts, listed: 0, cdrEvents: 0 } };
    for (const cdrCalls of [[], [{ isAudioExpected: false }]]) {
      const { result, reason } = judgeSweep({ ...empty, cdrCalls, cdrsIncompleteBecause: '4 in quarantine' });
      expect([result.isDone, result.isEmpty, reason]).toEqual([false, undefined, '4 in quarantine']);
    }
  });

  it('does not take recordings without a CDR as done, if the profile has CDRs', () => {
    const bare = { ...evidence, verdict: trusted, counts: { ...counts, cdrEvents: 0 }, cdrCalls: [] };
    const { result, reason } = judgeSweep(bare);
    expect([result.isDone, result.isEmpty]).toEqual([false, undefined]);
    expect(reason).toContain('no CDR');
    expect(judgeSweep({ ...bare, areCdrsExpected: false }).result.isDone).toBe(true);
    const nothing = { ...counts, listed: 0, cdrEvents: 0 };
    expect(judgeSweep({ ...bare, counts: nothing }).result.isDone).toBe(true);
  });

  it('does not take a listing as done that lacks recordings which are stored', () => {
    const lacking = { kind: 'untrusted', reason: '3 of 9' } as const;
    for (const listed of [9, 0]) {
      const { result, reason } = judgeSweep({
        ...evidence,
        verdict: lacking,
        counts: { ...counts, listed },
        lacksStored: true,
      });
      expect([result.isDone, result.isEmpty, reason]).toEqual([false, undefined, '3 of 9']);
    }
  });
});
