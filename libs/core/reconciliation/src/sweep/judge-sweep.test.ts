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
const untrusted = { kind: 'untrusted', reason: 'it is empty' } as const;

describe('judgeSweep', () => {
  it('takes a trusted listing with complete CDRs as done', () => {
    expect(judgeSweep({ verdict: trusted, counts, lacksStored: false })).toEqual({
      result: { ...counts, isDone: true },
      reason: '',
    });
  });

  it('does not take incomplete CDRs as done, and says why', () => {
    const judged = judgeSweep({
      verdict: trusted,
      counts,
      lacksStored: false,
      cdrsIncompleteBecause: 'a page',
      areCdrsCutOff: true,
    });
    expect(judged).toMatchObject({ result: { isDone: false, isCutOff: true }, reason: 'a page' });
  });

  it('takes an empty listing as done only if CDRs prove that OCP exported the range', () => {
    const empty = { ...counts, listed: 0, cdrEvents: 0 };
    const nothing = judgeSweep({ verdict: untrusted, counts: empty, lacksStored: false });
    expect(nothing).toMatchObject({ result: { isDone: false, isEmpty: true }, reason: 'it is empty' });
    const withChats = { ...empty, cdrEvents: 4 };
    const chats = judgeSweep({ verdict: untrusted, counts: withChats, lacksStored: false });
    expect(chats).toMatchObject({ result: { isDone: true }, reason: '' });
  });

  it('does not take a listing as done that lacks recordings which are stored', () => {
    const lacking = { kind: 'untrusted', reason: '3 of 9' } as const;
    for (const listed of [9, 0]) {
      const { result, reason } = judgeSweep({
        verdict: lacking,
        counts: { ...counts, listed },
        lacksStored: true,
      });
      expect([result.isDone, result.isEmpty, reason]).toEqual([false, undefined, '3 of 9']);
    }
  });
});
