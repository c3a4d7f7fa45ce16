import { makeAskRule } from '../src/rules/ask-rule.ts';

const callId = 'call-1';
const windowOf = (n: number, ...callIds: string[]) => ({
  reconciliationId: `w-${n}`,
  calls: Object.fromEntries(callIds.map((id) => [id, {}])),
});

describe('the rule of asks', () => {
  it('is broken once by a call that window after window asks for', () => {
    const check = makeAskRule();
    const broken = Array.from({ length: 100 }, (_, n) => check(windowOf(n, callId), undefined));
    expect(broken.flat()).toEqual(['call-1 is in more than 60 windows, the last is w-60']);
  });

  it('counts a call once in a window, however often the window is written', () => {
    const check = makeAskRule();
    const window = windowOf(1, callId);
    const broken = Array.from({ length: 100 }, (_, n) => check(window, n === 0 ? undefined : window));
    expect(broken.flat()).toEqual([]);
  });

  it('counts a call that a listing brings into an open window', () => {
    const check = makeAskRule();
    const broken = Array.from({ length: 100 }, (_, n) => check(windowOf(n, callId), windowOf(n, 'call-2')));
    expect(broken.flat()).toHaveLength(1);
  });
});
